/** Who wrote the articles listed: counts by outlet beside all articles of the outlet. */

import { type App, goLink } from "./app.js";
import { dataTable, numbersBehind } from "./data_table.js";
import { articlesInside, type Chosen, type Listed } from "./chosen.js";
import { chosenText } from "./time_state.js";
import { count, percent, spoken } from "./wording.js";
import { plural } from "./corpus.js";

interface OutletCount {
  outlet: number;
  found: number;
  n: number;
}

/** A table that is opened on request; an outlet with a curve of its own leads to its articles. */
export function byOutlet(app: App, chosen: Chosen, found: Listed[]): HTMLElement | null {
  const { label, names } = app.corpus.meta.outlets;
  const rows = outletCounts(app, chosen, found);
  if (rows.length < 2) return null;
  const title = `By ${label}: ${count(rows.length)} ${plural(label)}`;
  const share = (one: OutletCount): number => one.found / one.n;
  const columns = [
    {
      name: spoken(label),
      cell: (one: OutletCount) => outletLink(app, chosen, one.outlet),
      sort: (one: OutletCount) => names[one.outlet] ?? "",
    },
    {
      name: "Listed",
      cell: (one: OutletCount) => count(one.found),
      sort: (one: OutletCount) => one.found,
      isNumber: true,
    },
    {
      name: "Its articles then",
      cell: (one: OutletCount) => count(one.n),
      sort: (one: OutletCount) => one.n,
      isNumber: true,
    },
    { name: "Share", cell: (one: OutletCount) => percent(share(one)), sort: share, isNumber: true },
  ];
  return numbersBehind(title, () => dataTable("Articles listed, by who wrote them", columns, rows));
}

function outletLink(app: App, chosen: Chosen, outlet: number): string | HTMLElement {
  const { outlets, slices } = app.corpus.meta;
  const name = outlets.names[outlet] ?? "(none)";
  const slice = slices.findIndex((one) => one.outlet === outlet);
  const next = slice < 0 ? { ...chosen, who: outlet } : { ...chosen, slice };
  return goLink(app, name, { at: chosenText(app, next) });
}

/** Articles with words are counted, as in the denominators of the shares. */
function outletCounts(app: App, chosen: Chosen, found: Listed[]): OutletCount[] {
  const outlets = app.corpus.numbers("articles.outlet");
  const words = app.corpus.numbers("articles.words");
  const counts = new Map<number, OutletCount>();
  for (const article of articlesInside(app, chosen)) {
    const outlet = outlets?.[article] ?? 0;
    const one = counts.get(outlet) ?? { outlet, found: 0, n: 0 };
    if (words?.[article] !== 0) one.n += 1;
    counts.set(outlet, one);
  }
  for (const { article } of found) {
    const one = counts.get(outlets?.[article] ?? 0);
    if (one) one.found += 1;
  }
  return [...counts.values()].filter((one) => one.found).sort((a, b) => b.found - a.found);
}
