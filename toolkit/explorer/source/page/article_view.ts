/** One article: topics as colour, themes underlined, what cleaning removed on request. */

import type { Params } from "./address.js";
import { type App, goLink, type View } from "./app.js";
import { articleList } from "./article_list.js";
import { articleText, wordsOfTopics } from "./article_text.js";
import { pythonCall } from "./calls.js";
import { type Child, dotted, h, onChange, Section } from "./elements.js";
import { markedText } from "./marked_text.js";
import { markBox } from "./marks.js";
import { hasSentences, sentencesOf } from "./sentences.js";
import { count, percent, spoken } from "./wording.js";

export class ArticleView implements View {
  readonly element = h("div", { class: "view article-view" });
  private readonly _head = new Section(h("header", { class: "article-head" }));
  private readonly _side = new Section(h("aside", { "aria-label": "What to colour" }));
  private readonly _body = new Section(h("div", { class: "article-body" }));
  private readonly _foot = new Section(h("div"));
  /** Kept, so that whoever comes back from an article finds the list as it was. */
  private _list: HTMLElement | null = null;
  private _isOpened = false;

  constructor(private readonly _app: App) {
    this.element.append(
      this._head.element,
      h("div", { class: "article-columns" }, this._body.element, this._side.element),
      this._foot.element,
    );
  }

  update(params: Params): void {
    const asked = params["a"] ?? "";
    const article = asked ? this._app.corpus.articleRow(asked) : -1;
    const isNew = article < 0 ? this._showList(asked) : this._showArticle(article, params);
    if (isNew && this._isOpened && this.element.contains(document.activeElement)) {
      this._head.element.querySelector<HTMLElement>("h2[tabindex], .titles")?.focus();
    }
    this._isOpened = true;
  }

  private _showList(asked: string): boolean {
    this._list ??= articleList(this._app);
    const { _list: list } = this;
    const missing = asked && h("p", { class: "problem" }, `No article here has the id ${asked}.`);
    for (const part of [this._side, this._body, this._foot]) part.draw("none", () => []);
    return this._head.draw(`none ${asked}`, () => [missing, list]);
  }

  private _showArticle(article: number, params: Params): boolean {
    const { corpus, work } = this._app;
    const key = `${article} ${JSON.stringify(work.steps)}`;
    const isNew = this._head.draw(`${article}`, () => this._headNodes(article));
    const asked = params["k"] ?? "";
    const topic = asked === "all" || corpus.topicRow(asked) >= 0 ? asked : "";
    const removed = params["x"] === "1";
    this._side.draw(`${key} ${topic === "all"}`, () => this._sideNodes(article, topic, params));
    this._body.draw(`${article} ${topic} ${removed} ${params["u"] ?? ""}`, () =>
      this._bodyNodes(article, topic, params["u"] !== "0", removed),
    );
    this._foot.draw(`${article}`, () => this._footNodes(article));
    return isNew;
  }

  private _headNodes(article: number): Child[] {
    const { corpus } = this._app;
    const url = corpus.url(article);
    const words = corpus.numbers("articles.words")?.[article];
    const copy = corpus.numbers("articles.copy_of")?.[article] ?? -1;
    const facts = [
      corpus.date(article),
      corpus.outlet(article),
      words === undefined ? "" : `${count(words)} words`,
    ];
    return [
      h("h2", { tabindex: -1 }, corpus.called(article)),
      h("p", { class: "where" }, dotted(facts), markBox(this._app, article)),
      h(
        "p",
        { class: "where id" },
        `Id ${corpus.id(article)}`,
        url
          ? [
              " · ",
              h(
                "a",
                { href: url, rel: "noreferrer noopener", target: "_blank" },
                "the article on the web",
              ),
            ]
          : null,
      ),
      copy >= 0 && copy < corpus.meta.articles
        ? h(
            "p",
            { class: "where" },
            "A copy of ",
            goLink(this._app, corpus.called(copy), { a: corpus.id(copy) }),
          )
        : null,
      pythonCall(this._app, "article", { article_id: corpus.id(article) }),
    ];
  }

  private _sideNodes(article: number, topic: string, params: Params): Child[] {
    return [
      this._topicChoice(article, topic),
      this._themeChoice(article, params),
      this._removedChoice(article, params),
    ];
  }

  private _topicChoice(article: number, topic: string): Child {
    const { corpus, work } = this._app;
    const rows = corpus
      .topicShares(article)
      .map((share, k) => ({ share, id: corpus.topics[k]?.id ?? "" }))
      .filter((one) => one.share > 0.01)
      .sort((a, b) => b.share - a.share)
      .slice(0, 8);
    if (!rows.length) return null;
    const canColour = wordsOfTopics(corpus);
    const choices = rows.map((one, k) =>
      this._topicRadio(one.id, topic, [
        h("span", { class: `swatch wash${topic === "all" ? k % 6 : 1}` }),
        h("span", {}, work.seriesName(one.id)),
        h("span", { class: "series-share" }, percent(one.share, 0)),
      ]),
    );
    if (!canColour) {
      const items = rows.map((one) =>
        h("li", {}, `${work.seriesName(one.id)} ${percent(one.share, 0)}`),
      );
      return [
        h("h3", {}, "Topics of the article"),
        h("ul", { class: "plain" }, items),
        h("p", { class: "soft" }, "Words can be coloured only in a file with whole texts."),
      ];
    }
    return h(
      "fieldset",
      {},
      h("legend", {}, "Colour the words of"),
      this._topicRadio("", topic, "no topic"),
      choices,
      this._topicRadio("all", topic, "all topics at once"),
    );
  }

  private _topicRadio(value: string, chosen: string, text: Child): HTMLElement {
    const box = h("input", { type: "radio", name: "topic", value, "data-topic": value || "none" });
    box.checked = value === chosen;
    onChange(box, () => this._app.go({ k: value }, "replace"));
    return h("label", { class: "topic-choice" }, box, text);
  }

  private _themeChoice(article: number, params: Params): Child {
    const { corpus } = this._app;
    const counts = new Map<number, number>();
    const [articles, series, counted] = ["article", "series", "count"].map((name) =>
      corpus.numbers(`themes.${name}`),
    );
    articles?.forEach((one, row) => {
      if (one === article) counts.set(series?.[row] ?? 0, counted?.[row] ?? 0);
    });
    if (!counts.size)
      return h("p", { class: "soft" }, corpus.themes.length ? "No words of a theme." : "");
    const box = h("input", { type: "checkbox", "data-control": "themes" });
    box.checked = params["u"] !== "0";
    onChange(box, () => this._app.go({ u: box.checked ? "" : "0" }, "replace"));
    const items = [...counts].map(([row, n]) =>
      h(
        "li",
        {},
        h(
          "span",
          {
            class: `underline${corpus.themes.findIndex((one) => one.id === corpus.meta.series[row]?.id) % 6}`,
          },
          spoken(corpus.meta.series[row]?.label ?? ""),
        ),
        ` ${n}`,
      ),
    );
    return h(
      "fieldset",
      {},
      h("legend", {}, "Words of themes"),
      h("label", {}, box, "underline them"),
      h("ul", { class: "plain" }, items),
    );
  }

  private _removedChoice(article: number, params: Params): Child {
    const { corpus } = this._app;
    const [from, to] = corpus.rows("removed.article", article);
    if (!corpus.has("removed.article")) return null;
    if (from === to) return h("p", { class: "soft" }, "Cleaning removed nothing here.");
    const box = h("input", { type: "checkbox", "data-control": "removed" });
    box.checked = params["x"] === "1";
    onChange(box, () => this._app.go({ x: box.checked ? "1" : "" }, "replace"));
    return h("label", {}, box, `show what cleaning removed (${to - from})`);
  }

  private _bodyNodes(
    article: number,
    topic: string,
    areThemes: boolean,
    isRemoved: boolean,
  ): Child[] {
    const { corpus } = this._app;
    if (corpus.has("bodies.text"))
      return articleText(corpus, article, { topic, areThemes, isRemoved });
    if (!hasSentences(corpus))
      return [
        h("p", {}, "The text of this article is not in the file. ", corpus.meta.statement),
        h("p", { class: "soft" }, "Its id leads to it in your own copy of the articles."),
      ];
    const found = sentencesOf(corpus, article, null);
    return [
      h(
        "p",
        { class: "soft" },
        "Only sentences in which words of a theme were counted are in this file.",
      ),
      found.map(({ text, matches }) =>
        h("p", { class: "sentence" }, markedText(text, areThemes ? matches : [])),
      ),
    ];
  }

  private _footNodes(article: number): Child[] {
    const { corpus } = this._app;
    const step = (to: number, text: string): Child =>
      to >= 0 && to < corpus.meta.articles ? goLink(this._app, text, { a: corpus.id(to) }) : null;
    return [
      h(
        "nav",
        { class: "pager", "aria-label": "Other articles" },
        step(article - 1, "← The one before"),
        goLink(this._app, "All articles", { a: "" }),
        step(article + 1, "The next one →"),
      ),
    ];
  }
}
