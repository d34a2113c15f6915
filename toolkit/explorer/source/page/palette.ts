/** Colours and markers: a theme has one colour in every chart. */

import { s } from "./elements.js";

export const SLOTS = 6;

/** Return the slot of each chosen series: themes keep theirs where it is free. */
export function slotsOf(ids: string[], themes: string[]): Map<string, number> {
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  for (const id of ids) {
    const theme = themes.indexOf(id);
    if (theme >= 0 && !taken.has(theme % SLOTS)) {
      slots.set(id, theme % SLOTS);
      taken.add(theme % SLOTS);
    }
  }
  for (const id of ids) {
    if (slots.has(id)) continue;
    const free = Array.from({ length: SLOTS }, (_, k) => k).find((k) => !taken.has(k));
    const slot = free ?? slots.size % SLOTS;
    slots.set(id, slot);
    taken.add(slot);
  }
  return slots;
}

/** Path of a marker around a point; each slot has its own shape. */
export function markerPath(slot: number, x: number, y: number, r: number): string {
  switch (slot % SLOTS) {
    case 1:
      return `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
    case 2:
      return `M${x},${y - r * 1.2}l${r * 1.15},${r * 2.1}h${-r * 2.3}z`;
    case 3:
      return `M${x},${y - r * 1.35}l${r * 1.35},${r * 1.35}l${-r * 1.35},${r * 1.35}l${-r * 1.35},${-r * 1.35}z`;
    case 4:
      return `M${x},${y + r * 1.2}l${r * 1.15},${-r * 2.1}h${-r * 2.3}z`;
    case 5:
      return `M${x - r},${y}h${2 * r}M${x},${y - r}v${2 * r}`;
    default:
      return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`;
  }
}

/** A marker that stands for a series in a list or a label. */
export function keyMark(slot: number): SVGElement {
  return s(
    "svg",
    { class: `key ink${slot}`, width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" },
    s("path", { d: "M0,7h14", class: "key-line" }),
    s("path", { d: markerPath(slot, 7, 7, 3.5), class: "key-dot" }),
  );
}
