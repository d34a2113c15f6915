/** What a person has chosen to read the articles of: a point of a curve, or a span. */

import type { App } from "./app.js";

export interface Chosen {
  series: string;
  slice: number;
  /** First and last period; the same for a point of a curve. */
  period: number;
  to: number;
  /** An outlet that the list is narrowed to, or null. */
  who: number | null;
  measure: number;
}

export interface Listed {
  article: number;
  /** Words counted, or the share of the topic. */
  amount: number;
}

/** Articles of the periods and outlet chosen. */
export function articlesInside({ corpus }: App, chosen: Chosen): number[] {
  const outlet = chosen.who ?? corpus.sliceOutlet(chosen.slice);
  return corpus.articlesOf(chosen.period, chosen.to, outlet);
}

/** Name of the outlet chosen, or null for all. */
export function sourceOf({ corpus }: App, { who, slice }: Chosen): string | null {
  if (who !== null) return corpus.meta.outlets.names[who] ?? "";
  return slice ? corpus.sliceName(slice) : null;
}

/** Name of a theme without its kind. */
export function nameOf(series: string): string {
  return series.slice(series.indexOf(":") + 1);
}
