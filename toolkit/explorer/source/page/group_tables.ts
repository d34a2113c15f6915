/** The tables of two groups: differences, and terms that set them apart. */

import { type App, goLink } from "./app.js";
import { type Column, dataTable } from "./data_table.js";
import { intervalMark, rangeOf } from "./interval_rows.js";
import type { Pair } from "./meta.js";
import type { Effect, GroupTerm } from "./pairs.js";
import { decimal, points, pValue } from "./wording.js";

/** Differences as dots with intervals, each row leading to its curve. */
export function effectTable(app: App, pair: Pair, rows: Effect[]): HTMLElement {
  const range = rangeOf(rows);
  const name = (one: Effect): string => app.work.seriesName(one.series);
  const number = (label: string, of: (one: Effect) => number): Column<Effect> => ({
    name: label,
    cell: (one) => points(of(one)),
    sort: of,
    kept: (one) => 100 * of(one),
    isNumber: true,
  });
  const columns: Column<Effect>[] = [
    {
      name: "Theme or topic",
      cell: (one) => goLink(app, name(one), { v: "time", s: one.series, at: "" }),
      sort: name,
    },
    {
      name: `← ${pair.b} · ${pair.a} →`,
      cell: (one) => intervalMark(one, range, one.p < 0.05 ? "ink1" : "ink-none"),
      className: "wide",
    },
    number("Points", (one) => one.value),
    number("From", (one) => one.low),
    number("To", (one) => one.high),
    { name: "p", cell: (one) => pValue(one.p), sort: (one) => one.p, isNumber: true },
  ];
  return dataTable(`Differences between ${pair.a} and ${pair.b}`, columns, rows);
}

/** Terms with their rates and log-odds; a term leads to its lines. */
export function groupTermTable(app: App, pair: Pair, terms: GroupTerm[]): HTMLElement {
  const number = (label: string, of: (one: GroupTerm) => number): Column<GroupTerm> => ({
    name: label,
    cell: (one) => decimal(of(one)),
    sort: of,
    isNumber: true,
  });
  const side = (one: GroupTerm): string => (one.score > 0 ? pair.a : pair.b);
  const columns: Column<GroupTerm>[] = [
    {
      name: "Term",
      cell: (one) => goLink(app, one.text.replaceAll("_", " "), { t: one.text }),
      sort: (one) => one.text,
    },
    { name: "More in", cell: side, sort: side },
    number(`Per 1,000, ${pair.a}`, (one) => one.rateA),
    number(`Per 1,000, ${pair.b}`, (one) => one.rateB),
    number("Log-odds", (one) => one.logOdds),
    number("From", (one) => one.low),
    number("To", (one) => one.high),
  ];
  return dataTable("Terms that set the two groups apart", columns, terms);
}
