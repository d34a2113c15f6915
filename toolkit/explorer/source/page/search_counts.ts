/** Hits counted: by period beside the articles of the period, and by outlet. */

import type { App } from "./app.js";
import type { Corpus } from "./corpus.js";
import { type Column, dataTable } from "./data_table.js";
import { s } from "./elements.js";
import { labelledPeriods } from "./scale.js";
import type { Found, PeriodCount } from "./search.js";
import { count, percent, periodName, spoken } from "./wording.js";

const [HIGH, LEFT, FLOOR] = [160, 52, 22];

const shareOf = (one: PeriodCount): number => one.articles / one.n;

/** Bars of the share of articles with a hit; periods with too few articles set no scale. */
export function countBars(corpus: Corpus, counts: PeriodCount[], room: number): SVGElement {
  const least = corpus.meta.min_articles ?? 10;
  const width = Math.max(280, Math.min(1100, room));
  const step = (width - LEFT - 8) / counts.length;
  const led = counts.filter((one) => one.n >= least);
  const top = Math.max(...(led.length ? led : counts).map((one) => shareOf(one) || 0)) || 1;
  const name = (period: number): string => periodName(corpus.meta.period.names[period] ?? "");
  const bars = counts.map((one, k) => {
    const height = Math.min(1, (shareOf(one) || 0) / top) * (HIGH - 34);
    const kind = one.n < least ? "few" : "enough";
    const place = { x: LEFT + (k + 0.12) * step, y: HIGH - FLOOR - height, height };
    const said = `${name(one.period)}: ${count(one.articles)} of ${count(one.n)} articles`;
    const bar = { class: kind, ...place, width: Math.max(1, step * 0.76) };
    return s("rect", bar, s("title", {}, said));
  });
  const labels = labelledPeriods(corpus.meta.period.names, width - LEFT).map(({ at, text }) => {
    const x = LEFT + (at + 0.5) * step;
    return s(
      "text",
      { x, y: HIGH - 6, "text-anchor": at ? "middle" : "start" },
      periodName(text, true),
    );
  });
  return s(
    "svg",
    {
      class: "bars",
      width,
      height: HIGH,
      viewBox: `0 0 ${width} ${HIGH}`,
      role: "img",
      "aria-label": "Articles with a hit by period, as in the table below",
    },
    s("path", { class: "floor", d: `M${LEFT},${HIGH - FLOOR}H${width - 8}` }),
    s("text", { x: LEFT - 6, y: 16, "text-anchor": "end" }, percent(top, top < 0.9995 ? 1 : 0)),
    s("text", { x: LEFT - 6, y: HIGH - FLOOR + 2, "text-anchor": "end" }, "0"),
    bars,
    labels,
  );
}

export function periodTable(corpus: Corpus, counts: PeriodCount[]): HTMLElement {
  const number = (name: string, of: (one: PeriodCount) => number): Column<PeriodCount> => ({
    name,
    cell: (one) => count(of(one)),
    sort: of,
    isNumber: true,
  });
  const period = ({ period: at }: PeriodCount): string => corpus.meta.period.names[at] ?? "";
  return dataTable(
    "Hits by period",
    [
      {
        name: "Period",
        cell: (one) => periodName(period(one)),
        sort: (one) => one.period,
        kept: period,
      },
      number("Hits", (one) => one.hits),
      number("Articles with one", (one) => one.articles),
      number("Articles", (one) => one.n),
      { name: "Share", cell: (one) => percent(shareOf(one)), sort: shareOf, isNumber: true },
    ],
    counts,
  );
}

interface OutletCount {
  outlet: number;
  found: number;
  n: number;
}

/** Articles with a hit by outlet, most first; null with one outlet. */
export function outletTable({ corpus }: App, found: Found): HTMLElement | null {
  const { label, names } = corpus.meta.outlets;
  const rows = outletCounts(corpus, found);
  if (names.length < 2 || !rows.length) return null;
  const share = (one: OutletCount): number => one.found / one.n;
  const name = (one: OutletCount): string => names[one.outlet] || "(none)";
  return dataTable(
    `Articles with a hit by ${label}`,
    [
      { name: spoken(label), cell: name, sort: name },
      {
        name: "Articles with a hit",
        cell: (one) => count(one.found),
        sort: (one) => one.found,
        isNumber: true,
      },
      { name: "All articles", cell: (one) => count(one.n), sort: (one) => one.n, isNumber: true },
      { name: "Share", cell: (one) => percent(share(one)), sort: share, isNumber: true },
    ],
    rows,
  );
}

function outletCounts(corpus: Corpus, found: Found): OutletCount[] {
  const totals = new Map<number, OutletCount>();
  corpus.numbers("articles.outlet")?.forEach((outlet, article) => {
    const one = totals.get(outlet) ?? { outlet, found: 0, n: 0 };
    one.n += 1;
    if (found.articles.has(article)) one.found += 1;
    totals.set(outlet, one);
  });
  return [...totals.values()].filter((one) => one.found).sort((a, b) => b.found - a.found);
}
