/** The articles that a person has marked, to look at and to take away. */

import { type App, articleLink } from "./app.js";
import { type Column, dataTable } from "./data_table.js";
import { csv, download } from "./downloads.js";
import { button, type Child, h, onChange } from "./elements.js";
import { counted, isoDay, spoken } from "./wording.js";

type Row = [article: number, note: string];

export function markedList(app: App): Child[] {
  const rows = [...app.work.marked];
  const title = h("h3", {}, "Marked articles");
  if (!rows.length)
    return [title, h("p", { class: "soft" }, "None yet: tick “mark” beside an article.")];
  const file = {
    name: "marked-articles.csv",
    type: "text/csv",
    text: () => `\uFEFF${markedCsv(app)}`,
  };
  return [
    title,
    dataTable(counted(rows.length, "marked article"), columnsOf(app), rows),
    download("Download the list (CSV)", file, (text) => app.say(text)),
  ];
}

function columnsOf(app: App): Column<Row>[] {
  const { corpus, work } = app;
  const remove = (article: number): HTMLElement =>
    button(
      "Remove",
      () => {
        work.mark(article, false);
        app.worked("Mark removed.");
      },
      { "aria-label": `Remove the mark of ${corpus.called(article)}` },
    );
  return [
    {
      name: "Article",
      cell: ([article]) => articleLink(app, article),
      sort: ([article]) => corpus.called(article),
    },
    {
      name: "Date",
      cell: ([article]) => corpus.date(article, true),
      sort: ([article]) => corpus.day(article) ?? NaN,
    },
    {
      name: spoken(corpus.meta.outlets.label),
      cell: ([article]) => corpus.outlet(article),
      sort: ([article]) => corpus.outlet(article),
    },
    { name: "Note", cell: ([article, note]) => noteInput(app, article, note) },
    { name: "Mark", cell: ([article]) => remove(article) },
  ];
}

function noteInput(app: App, article: number, note: string): HTMLElement {
  const label = `Note on ${app.corpus.called(article)}`;
  const input = h("input", { type: "text", value: note, "aria-label": label });
  onChange(input, () => {
    app.work.mark(article, true, input.value.trim());
    app.worked("Note kept.");
  });
  return input;
}

function markedCsv({ corpus, work }: App): string {
  const rows = [...work.marked].map(([article, note]) => [
    corpus.id(article),
    isoDay(corpus.day(article), corpus.coarse(article)),
    corpus.outlet(article),
    corpus.title(article),
    corpus.url(article),
    note,
  ]);
  return csv([["article_id", "date", "source", "title", "url", "note"], ...rows]);
}
