/** Text with stretches of it marked. */

import { type Child, h } from "./elements.js";

export interface Stretch {
  start: number;
  end: number;
  className: string;
  title?: string;
}

/** Return a text as nodes, marking stretches; where they overlap, classes add up. */
export function markedText(
  text: string,
  stretches: Stretch[],
  tag: "mark" | "span" = "mark",
): Child[] {
  const inside = stretches.filter(({ start, end }) => start < end && start < text.length);
  if (!inside.length) return [text];
  const edges = [
    ...new Set([
      0,
      text.length,
      ...inside.flatMap(({ start, end }) => [start, Math.min(end, text.length)]),
    ]),
  ];
  edges.sort((a, b) => a - b);
  const sorted = [...inside].sort((a, b) => a.start - b.start);
  let open: Stretch[] = [];
  let next = 0;
  return edges.slice(0, -1).map((from, k) => {
    const to = edges[k + 1] ?? text.length;
    open = open.filter(({ end }) => end > from);
    for (; next < sorted.length && sorted[next].start <= from; next++) open.push(sorted[next]);
    const piece = text.slice(from, to);
    if (!open.length) return piece;
    const title = open
      .map((one) => one.title)
      .filter(Boolean)
      .join("; ");
    const names = [...new Set(open.map((one) => one.className).filter(Boolean))].join(" ");
    return h(tag, { class: names || null, title: title || null }, piece);
  });
}
