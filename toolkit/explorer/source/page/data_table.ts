/** Tables: beside each chart, sortable by their heads, drawn in parts where they are long. */

import { csv, download } from "./downloads.js";
import { button, type Child, h, newId, onChange } from "./elements.js";

export interface Column<T> {
  name: string;
  /** What is shown; text or nodes. */
  cell: (row: T) => Child;
  /** What sorts the rows; without it the column cannot be sorted by. */
  sort?: (row: T) => number | string;
  isNumber?: boolean;
  /** What a file holds instead of the number that sorts or the text that is shown. */
  kept?: (row: T) => number | string;
  className?: string;
}

const PART = 200;

/** Return a table that can be scrolled by keys and sorted by its heads. */
export function dataTable<T>(caption: string, columns: Column<T>[], rows: T[]): HTMLElement {
  let order = rows;
  let shown = Math.min(PART, rows.length);
  const body = h("tbody");
  const more = button(
    "",
    () => {
      shown = Math.min(order.length, shown + PART);
      fill();
    },
    { class: "more" },
  );
  const fill = (): void => {
    body.replaceChildren(...order.slice(0, shown).map((row) => tableRow(columns, row)));
    more.hidden = shown >= order.length;
    more.textContent = `Show ${Math.min(PART, order.length - shown)} more rows of ${order.length}`;
  };
  const heads = columns.map((column) =>
    sortableHead(column, (sorted) => {
      order = sorted(rows);
      fill();
    }),
  );
  fill();
  const table = h("table", {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, heads)), body);
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": caption },
    table,
    h("div", { class: "row" }, more, rows.length ? csvOf(caption, columns, () => order) : null),
  );
}

/** A button that saves all rows as they are sorted; none where a row is to be filled in. */
function csvOf<T>(caption: string, columns: Column<T>[], rows: () => T[]): Child {
  const [first] = rows();
  const shown = columns.map((column) => h("span", {}, column.cell(first)));
  if (shown.some((cell) => cell.querySelector("input, select"))) return null;
  const held = columns.filter((column, k) => column.kept ?? !shown[k]?.querySelector("svg"));
  const said = h("span", { role: "status", class: "soft" });
  const text = (): string =>
    `\uFEFF${csv([held.map((one) => one.name), ...rows().map((row) => held.map((one) => keptOf(one, row)))])}`;
  const name = `${caption
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, 60)}.csv`;
  const file = { name, type: "text/csv", text };
  return [download("Save as CSV", file, (text) => (said.textContent = text)), said];
}

/** Numbers keep four digits, which is what the page knows of them. */
function keptOf<T>(column: Column<T>, row: T): number | string {
  const value =
    column.kept?.(row) ?? (column.isNumber ? column.sort?.(row) : undefined) ?? textOf(column, row);
  const isWhole = typeof value !== "number" || Number.isInteger(value) || !isFinite(value);
  return isWhole ? value : Number(value.toPrecision(4));
}

function textOf<T>(column: Column<T>, row: T): string {
  return h("span", {}, column.cell(row)).textContent.trim();
}

function tableRow<T>(columns: Column<T>[], row: T): HTMLTableRowElement {
  const cells = columns.map((column, k) => {
    const kind = [column.isNumber ? "number" : "", column.className ?? ""].join(" ").trim();
    const attributes = { class: kind || null };
    return k === 0
      ? h("th", { scope: "row", ...attributes }, column.cell(row))
      : h("td", attributes, column.cell(row));
  });
  return h("tr", {}, cells);
}

type Sorter = <T>(rows: T[]) => T[];

function sortableHead<T>(column: Column<T>, sorted: (by: Sorter) => void): HTMLElement {
  const kind = column.isNumber ? "number" : null;
  const { sort } = column;
  if (!sort) return h("th", { scope: "col", class: kind ?? column.className ?? null }, column.name);
  const head = h("th", { scope: "col", class: kind, "aria-sort": "none" });
  let direction = 0;
  head.append(
    button(column.name, () => {
      direction = direction === 0 ? (column.isNumber ? -1 : 1) : -direction;
      for (const other of head.parentElement?.children ?? []) {
        if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
      }
      head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      sorted((rows) =>
        sortedBy(rows as never[], sort as (row: never) => number | string, direction),
      );
    }),
  );
  return head;
}

function sortedBy<T>(rows: T[], key: (row: T) => number | string, direction: number): T[] {
  const keys = new Map(rows.map((row) => [row, key(row)]));
  return [...rows].sort((one, two) => {
    const [a, b] = [keys.get(one) ?? 0, keys.get(two) ?? 0];
    if (typeof a === "string") return direction * a.localeCompare(String(b));
    const [x, y] = [a, Number(b)];
    if (Number.isNaN(x) || Number.isNaN(y))
      return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return direction * (x - y);
  });
}

/** A table that is built when it is opened, beside the chart of the same numbers. */
export function numbersBehind(label: string, build: () => HTMLElement): HTMLDetailsElement {
  const details = h("details", { class: "numbers" }, h("summary", {}, label));
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(build());
  });
  return details;
}

/** Return a choice among options, with its label. */
export function choice(
  label: string,
  options: [value: string, text: string][],
  chosen: string,
  changed: (value: string) => void,
  attributes: Record<string, string> = {},
): HTMLElement {
  const id = newId("choice");
  const select = h("select", { id, ...attributes });
  for (const [value, text] of options) {
    select.append(h("option", { value, selected: value === chosen }, text));
  }
  select.value = chosen;
  onChange(select, () => changed(select.value));
  return h("div", { class: "field" }, h("label", { for: id }, label), select);
}
