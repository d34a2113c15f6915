/** What every view may use: the corpus, the state, the person's work, and a voice. */

import type { Params } from "./address.js";
import type { Corpus } from "./corpus.js";
import { h } from "./elements.js";
import type { Work } from "./work.js";

export interface App {
  readonly corpus: Corpus;
  readonly work: Work;
  /** Parameters of the view shown. */
  readonly params: Params;
  /** Change parameters; another `v` goes to another view. A replaced state leaves no step back. */
  go(changes: Params, how?: "step" | "replace"): void;
  /** Address that `go` would lead to. */
  address(changes: Params): string;
  /** Say something to those who cannot see it. */
  say(text: string): void;
  /** The person's work has changed: write it into the address, draw again. */
  worked(text: string): void;
}

/** One of the uses of the page. */
export interface View {
  readonly element: HTMLElement;
  update(params: Params): void;
}

/** Return a link that leads to another view and works in a frame without an address. */
export function goLink(
  app: App,
  text: string,
  changes: Params,
  attributes: Record<string, string> = {},
): HTMLAnchorElement {
  const link = h("a", { href: app.address(changes), ...attributes }, text);
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    app.go(changes);
  };
  return link;
}

/** Return a link to an article. */
export function articleLink(app: App, article: number, topic = ""): HTMLAnchorElement {
  return goLink(app, app.corpus.called(article), {
    v: "article",
    a: app.corpus.id(article),
    k: topic,
  });
}
