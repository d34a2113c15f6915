/** The parts that describe one topic; two topics side by side use them as well. */

import { type App, articleLink, goLink } from "./app.js";
import { pythonCall } from "./calls.js";
import { type Column, dataTable } from "./data_table.js";
import { type Child, h, onChange } from "./elements.js";
import { articleFacts } from "./evidence.js";
import { barMark, type Estimate, intervalMark, rangeOf } from "./interval_rows.js";
import { passagesOf } from "./passages.js";
import { sharingTopics, type TopicTerm } from "./topic_terms.js";
import { counted, decimal, percent } from "./wording.js";

/** Terms as a table with bars: share of the topic's words, and of all words. */
export function termTable(
  app: App,
  terms: TopicTerm[],
  ink: string,
  shared: Set<number>,
): HTMLElement {
  const most = Math.max(...terms.map((one) => one.probability));
  const columns: Column<TopicTerm>[] = [
    {
      name: "Term",
      cell: (one) =>
        goLink(
          app,
          one.text.replaceAll("_", " "),
          { v: "search", q: one.text.replaceAll("_", " ") },
          shared.has(one.term) ? { class: "shared" } : {},
        ),
    },
    {
      name: "In the topic",
      cell: (one) => barMark(one.probability, one.overall, most, ink),
      className: "wide",
    },
    { name: "Share", cell: (one) => percent(one.probability), isNumber: true },
    { name: "Overall", cell: (one) => percent(one.overall, 2), isNumber: true },
  ];
  return dataTable(
    "Terms: share of the topic's words (bar) and of all words (thin line)",
    columns,
    terms,
  );
}

export function sharingList(app: App, topic: number, terms: TopicTerm[]): Child {
  const found = sharingTopics(app.corpus, topic, terms).slice(0, 6);
  if (!terms.length) return h("p", { class: "soft" }, "Without terms, nothing is compared.");
  if (!found.length) return h("p", {}, "No other topic has any of these terms among its own.");
  const id = app.corpus.topics[topic]?.id ?? "";
  const items = found.map((one) => {
    const other = app.corpus.topics[one.topic]?.id ?? "";
    const link = goLink(app, app.work.seriesName(other), { v: "topics", k: id, with: other });
    return h(
      "li",
      {},
      link,
      ` shares ${counted(one.n, "term")}: ${one.words.slice(0, 8).join(", ").replaceAll("_", " ")}`,
    );
  });
  return h("ul", { class: "plain" }, items);
}

export function topArticles(app: App, topic: number): Child {
  const { corpus } = app;
  const wide = corpus.width("topic_articles.article");
  const id = corpus.topics[topic]?.id ?? "";
  const rows = Array.from({ length: wide }, (_, k) => topic * wide + k);
  const items = rows.flatMap((at) => {
    const article = corpus.numbers("topic_articles.article")?.[at] ?? -1;
    const share = corpus.real("topic_articles.share", at);
    if (article < 0 || article >= corpus.meta.articles || !isFinite(share)) return [];
    return [
      h(
        "li",
        {},
        h("p", { class: "headline" }, articleLink(app, article, id)),
        articleFacts(app, article, percent(share, 0)),
      ),
    ];
  });
  return [
    h("ol", { class: "articles" }, items),
    pythonCall(app, "topic_articles", { topic: corpus.topicNumber(id), n: items.length }),
  ];
}

export function passageList(app: App, topic: number): Child {
  const found = passagesOf(app.corpus, topic);
  const id = app.corpus.topics[topic]?.id ?? "";
  if (!found.length)
    return h("p", { class: "soft" }, "This file holds no passages. ", app.corpus.meta.statement);
  const items = found.map(({ article, text }) =>
    h(
      "li",
      {},
      h("p", { class: "sentence" }, text),
      h("p", { class: "headline" }, articleLink(app, article, id)),
      articleFacts(app, article, ""),
    ),
  );
  return [
    h("ol", { class: "articles" }, items),
    pythonCall(app, "topic_passages", { topic: app.corpus.topicNumber(id) }),
  ];
}

export function outletShares(app: App, topic: number): Child {
  const { corpus } = app;
  const wide = corpus.width("outlet_share.value");
  const id = corpus.topics[topic]?.id ?? "";
  if (!wide)
    return h("p", { class: "soft" }, `This file has no shares by ${corpus.meta.outlets.label}.`);
  const bySlice = wide === corpus.meta.slices.length - 1;
  type Row = Estimate & { name: string };
  const rows = Array.from({ length: wide }, (_, k): Row => {
    const [value = NaN, low = NaN, high = NaN] = ["value", "low", "high"].map((part) =>
      corpus.real(`outlet_share.${part}`, topic * wide + k),
    );
    return {
      name: bySlice ? corpus.sliceName(k + 1) : (corpus.meta.outlets.names[k] ?? ""),
      value,
      low,
      high,
    };
  });
  rows.sort((a, b) => (b.value || 0) - (a.value || 0));
  const caption = `Mean share of the topic by ${corpus.meta.outlets.label}, with 95 % intervals`;
  return [
    intervalTable(caption, corpus.meta.outlets.label, rows),
    pythonCall(app, "topic_outlets", { topic: corpus.topicNumber(id) }),
  ];
}

function intervalTable(
  caption: string,
  head: string,
  rows: (Estimate & { name: string })[],
): HTMLElement {
  const range = rangeOf(rows);
  return dataTable(
    caption,
    [
      {
        name: head.charAt(0).toUpperCase() + head.slice(1),
        cell: (one) => one.name,
        sort: (one) => one.name,
      },
      { name: "0 and up", cell: (one) => intervalMark(one, range), className: "wide" },
      {
        name: "Share",
        cell: (one) => percent(one.value),
        sort: (one) => one.value,
        isNumber: true,
      },
      { name: "From", cell: (one) => percent(one.low), sort: (one) => one.low, isNumber: true },
      { name: "To", cell: (one) => percent(one.high), sort: (one) => one.high, isNumber: true },
    ],
    rows,
  );
}

/** The slider between common and telling terms. */
export function relevanceSlider(
  weight: number,
  changed: (weight: number, isLast: boolean) => void,
): HTMLElement {
  const input = h("input", {
    type: "range",
    min: 0,
    max: 1,
    step: 0.05,
    value: weight,
    id: "relevance",
    "data-control": "relevance",
  });
  const output = h("output", { for: "relevance" }, decimal(weight));
  const report = (isLast: boolean) => (): void => {
    output.value = decimal(Number(input.value));
    input.setAttribute("aria-valuetext", `relevance ${output.value}`);
    changed(Number(input.value), isLast);
  };
  input.addEventListener("input", report(false));
  onChange(input, report(true));
  return h(
    "div",
    { class: "slider" },
    h("label", { for: "relevance" }, "Relevance λ"),
    h("span", { "aria-hidden": "true" }, "only here"),
    input,
    h("span", { "aria-hidden": "true" }, "most used"),
    output,
  );
}
