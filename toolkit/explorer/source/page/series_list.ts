/** The list of themes and topics to choose curves from, each with a small curve. */

import type { App } from "./app.js";
import { h, onChange } from "./elements.js";
import type { Series } from "./meta.js";
import { spark } from "./spark.js";
import { percent } from "./wording.js";

export class SeriesList {
  readonly element = h("div", { class: "series-list" });
  private readonly _boxes = new Map<string, HTMLInputElement>();
  private readonly _sparks = new Map<string, HTMLElement>();
  private readonly _names = new Map<string, HTMLElement>();
  private _key = "";

  constructor(
    private readonly _app: App,
    private readonly _changed: (id: string, isOn: boolean) => void,
  ) {
    this._group("Themes", _app.corpus.themes);
    this._group("Topics", _app.corpus.topics);
  }

  private _group(title: string, all: Series[]): void {
    if (!all.length) return;
    const rows = h(
      "div",
      { class: "series-rows" },
      all.map((one) => this._row(one)),
    );
    this.element.append(h("fieldset", {}, h("legend", {}, title), rows));
  }

  private _row(series: Series): HTMLElement {
    const box = h("input", { type: "checkbox", "data-series": series.id });
    onChange(box, () => this._changed(series.id, box.checked));
    const [curve, name] = [h("span", { class: "spark-room" }), h("span", { class: "series-name" })];
    this._boxes.set(series.id, box);
    this._sparks.set(series.id, curve);
    this._names.set(series.id, name);
    const share = h("span", { class: "series-share" }, percent(series.prevalence ?? NaN));
    return h(
      "label",
      { class: "series-row", title: series.description ?? null },
      box,
      h("span", { class: "series-text" }, name),
      curve,
      share,
    );
  }

  /** Tick what is chosen; draw the small curves for a measure and slice. */
  update(slots: Map<string, number>, measure: number, slices: number[]): void {
    for (const [id, box] of this._boxes) {
      box.checked = slots.has(id);
      const name = this._names.get(id)!;
      const text = this._app.work.seriesName(id);
      if (name.textContent !== text) name.textContent = text;
    }
    const key = JSON.stringify([measure, slices, [...slots]]);
    if (key === this._key) return;
    this._key = key;
    // the chart comes first: the small curves follow in the next frame
    requestAnimationFrame(() => {
      setTimeout(() => {
        if (this._key === key) this._drawSparks(slots, measure, slices);
      });
    });
  }

  private _drawSparks(slots: Map<string, number>, measure: number, slices: number[]): void {
    const { corpus } = this._app;
    for (const [id, room] of this._sparks) {
      const row = corpus.seriesRow(id);
      const own = corpus.measureFor(measure, row);
      const points = corpus.meta.period.names.map((_, at) =>
        corpus.point(own, row, slices[0] ?? 0, at),
      );
      room.replaceChildren(spark(points, slices.length > 1 ? null : (slots.get(id) ?? null)));
    }
  }
}
