/** The page: reads the data, shows the view of the address, and follows it. */

import { AboutView } from "./about_view.js";
import { Address, type Params, writeAddress } from "./address.js";
import { type App, goLink, type View } from "./app.js";
import { ArticleView } from "./article_view.js";
import { unpack } from "./container.js";
import { Corpus } from "./corpus.js";
import { copyButton, isFramed } from "./downloads.js";
import { button, h } from "./elements.js";
import { GroupsView } from "./groups_view.js";
import { SearchView } from "./search_view.js";
import { TimeView } from "./time_view.js";
import { TopicsView } from "./topics_view.js";
import { Work } from "./work.js";
import { WorkView } from "./work_view.js";
import { count, counted } from "./wording.js";

const VIEWS: [id: string, name: string, make: (app: App) => View][] = [
  ["time", "Time", (app) => new TimeView(app)],
  ["topics", "Topics", (app) => new TopicsView(app)],
  ["groups", "Two groups", (app) => new GroupsView(app)],
  ["article", "Article", (app) => new ArticleView(app)],
  ["search", "Search", (app) => new SearchView(app)],
  ["work", "Your work", (app) => new WorkView(app)],
  ["about", "About", (app) => new AboutView(app)],
];
const COLOURS = ["auto", "light", "dark"];

class Page implements App {
  readonly work: Work;
  params: Params = {};
  private readonly _views = new Map<string, View>();
  private readonly _last = new Map<string, Params>();
  /** Where a reader was, by the address of the view that was left: how far down, and at what. */
  private readonly _places = new Map<string, [number, Element | null]>();
  private readonly _bar: Address;
  private readonly _room = h("div", { class: "room", id: "view", tabindex: -1 });
  private readonly _tabs = h("ul");
  private readonly _live = h("p", { class: "away", role: "status", "aria-live": "polite" });
  private readonly _colourButton = button("", () => this._nextColours(), {
    class: "quiet",
    "data-control": "colours",
  });
  private _colours = "auto";
  private _shown = "";

  constructor(
    readonly corpus: Corpus,
    root: HTMLElement,
  ) {
    this.work = new Work(corpus);
    this._bar = new Address((params) => this._follow(params));
    const nav = h("nav", { class: "tabs", "aria-label": "Uses of this page" }, this._tabs);
    root.replaceChildren(this._header(), nav, this._room, this._live);
    this._follow(this._bar.params);
  }

  go(changes: Params, how: "step" | "replace" = "step"): void {
    const params = this._next(changes);
    this._bar.record(this._whole(params), how === "replace"); // the browser notes how far down it is
    this._show(params);
  }

  address(changes: Params): string {
    return writeAddress(this._whole(this._next(changes)));
  }

  say(text: string): void {
    this._live.textContent = this._live.textContent === text ? `${text} ` : text;
  }

  worked(text: string): void {
    this._bar.record(this._whole(this.params), false);
    this._show(this.params);
    this.say(text);
  }

  /** Parameters after a change; a view that was left takes up where it was. */
  private _next(changes: Params): Params {
    const view = changes["v"] ?? this.params["v"] ?? "time";
    const before = view === this.params["v"] ? this.params : (this._last.get(view) ?? {});
    return { ...before, ...changes, v: view };
  }

  private _whole(params: Params): Params {
    const work = this.work.save();
    const colours = this._colours === "auto" ? "" : this._colours;
    return { ...params, d: colours, w: work };
  }

  private _follow(all: Params): void {
    const { w = "", d = "", ...params } = all;
    this.work.load(w);
    this._paint(COLOURS.includes(d) ? d : "auto");
    this._show(params, true);
  }

  private _paint(colours: string): void {
    this._colours = colours;
    document.documentElement.dataset["colours"] = colours;
    const name = colours === "auto" ? "as the system" : colours;
    this._colourButton.textContent = `Colours: ${name}`;
  }

  private _nextColours(): void {
    this._paint(COLOURS[(COLOURS.indexOf(this._colours) + 1) % COLOURS.length]);
    this._bar.record(this._whole(this.params), true);
  }

  private _show(asked: Params, isBack = false): void {
    const known = VIEWS.find(([id]) => id === asked["v"]) ?? VIEWS[0];
    const [id, name, make] = known;
    const params = { ...asked, v: id };
    const isNew = this._shown !== id;
    if (isNew) this._places.set(writeAddress(this.params), [scrollY, document.activeElement]);
    this.params = params;
    this._last.set(id, params);
    const view = this._views.get(id) ?? make(this);
    this._views.set(id, view);
    if (isNew) this._enter(id, name, view);
    view.update(params);
    this._drawTabs(id);
    const place = isNew && isBack && this._places.get(writeAddress(params));
    if (!place) return;
    (place[1] as HTMLElement | null)?.focus({ preventScroll: true });
    scrollTo({ top: place[0], behavior: "instant" });
  }

  private _enter(id: string, name: string, view: View): void {
    const isFirst = this._shown === "";
    this._shown = id;
    this._room.replaceChildren(view.element);
    document.title = `${name} · ${this.corpus.meta.title}`;
    if (isFirst) return;
    this._room.focus({ preventScroll: true });
    scrollTo({ top: 0, behavior: "instant" });
    this.say(name);
  }

  private _drawTabs(current: string): void {
    const items = VIEWS.map(([id, name]) => {
      const marks =
        id === "work" && !this.work.isEmpty
          ? ` (${this.work.steps.length + this.work.marked.size})`
          : "";
      const attributes: Record<string, string> = id === current ? { "aria-current": "page" } : {};
      return h("li", {}, goLink(this, name + marks, { v: id }, { "data-view": id, ...attributes }));
    });
    const focused = document.activeElement;
    const kept = focused instanceof HTMLElement ? focused.dataset["view"] : undefined;
    this._tabs.replaceChildren(...items);
    if (kept) this._tabs.querySelector<HTMLElement>(`[data-view="${kept}"]`)?.focus();
  }

  private _header(): HTMLElement {
    const { meta } = this.corpus;
    const span = meta.period.years && `, ${meta.period.years}`;
    const undated = meta.undated ? `; ${count(meta.undated)} without a date are in no curve` : "";
    const { coarse } = meta;
    const unplaced = coarse
      ? `; ${count(coarse)} with a date too coarse for these periods ${coarse === 1 ? "is" : "are"} in no curve`
      : "";
    const deck = `${counted(meta.articles, "article")}${span}${undated}${unplaced}. ${meta.sample}${meta.statement}`;
    const say = (text: string): void => this.say(text);
    const link = copyButton("Copy link", () => this._link(), say, { class: "quiet" });
    const title = h("div", {}, h("h1", {}, meta.title), h("p", { class: "deck" }, deck));
    return h(
      "header",
      { class: "page-head" },
      title,
      h("div", { class: "tools" }, link, this._colourButton),
    );
  }

  /** The address of what is shown; in a frame, the part that follows the file's name. */
  private _link(): string {
    const hash = writeAddress(this._whole(this.params));
    return isFramed() ? hash : `${location.href.split("#")[0] ?? ""}${hash}`;
  }
}

async function start(): Promise<void> {
  const root = document.getElementById("explorer");
  const data = document.getElementById("data");
  if (!root || !data) return;
  document.documentElement.lang ||= "en";
  performance.mark("explorer-started");
  try {
    const container = await unpack((data.textContent ?? "").trim());
    data.remove();
    performance.mark("explorer-unpacked");
    new Page(new Corpus(container), root);
    performance.mark("explorer-drawn");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    root.replaceChildren(h("p", { role: "alert" }, `This page cannot show its data: ${reason}`));
  }
}

void start();
