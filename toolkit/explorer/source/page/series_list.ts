/** The list of themes and topics to choose curves from, each with a small curve. */

import type { App } from "./app.js";
import { h, onChange } from "./elements.js";
import type { Series } from "./meta.js";
import { spark } from "./spark.js";
import { percent } from "./wording.js";

export class SeriesList {
  readonly element = h("div", { class: "series-list" });
  private readonly boxes = new Map<string, HTMLInputElement>();
  private readonly sparks = new Map<string, HTMLElement>();
  private readonly names = new Map<string, HTMLElement>();
  private key = "";

  constructor(
    private readonly app: App,
    private readonly changed: (id: string, isOn: boolean) => void,
  ) {
    this.group("Themes", app.corpus.themes);
    this.group("Topics", app.corpus.topics);
  }

  private group(title: string, all: Series[]): void {
    if (!all.length) return;
    const rows = h(
      "div",
      { class: "series-rows" },
      all.map((one) => this.row(one)),
    );
    this.element.append(h("fieldset", {}, h("legend", {}, title), rows));
  }

  private row(series: Series): HTMLElement {
    const box = h("input", { type: "checkbox", "data-series": series.id });
    onChange(box, () => this.changed(series.id, box.checked));
    const [curve, name] = [h("span", { class: "spark-room" }), h("span", { class: "series-name" })];
    this.boxes.set(series.id, box);
    this.sparks.set(series.id, curve);
    this.names.set(series.id, name);
    const share = h("span", { class: "series-share" }, percent(series.prevalence ?? NaN));
    const dagger = series.fragile
      ? h("abbr", { title: "Fragile: the topic does not come back when it is learned anew" }, " †")
      : null;
    return h(
      "label",
      { class: "series-row", title: series.description ?? null },
      box,
      h("span", { class: "series-text" }, name, dagger),
      curve,
      share,
    );
  }

  /** Tick what is chosen; draw the small curves for a measure and slice. */
  update(slots: Map<string, number>, measure: number, slices: number[]): void {
    for (const [id, box] of this.boxes) {
      box.checked = slots.has(id);
      const name = this.names.get(id)!;
      const text = this.app.work.seriesName(id);
      if (name.textContent !== text) name.textContent = text;
    }
    const key = JSON.stringify([measure, slices, [...slots]]);
    if (key === this.key) return;
    this.key = key;
    // the chart comes first: the small curves follow in the next frame
    requestAnimationFrame(() => {
      setTimeout(() => {
        if (this.key === key) this.drawSparks(slots, measure, slices);
      });
    });
  }

  private drawSparks(slots: Map<string, number>, measure: number, slices: number[]): void {
    const { corpus } = this.app;
    for (const [id, room] of this.sparks) {
      const row = corpus.seriesRow(id);
      const own = corpus.measureFor(measure, row);
      const points = corpus.meta.period.names.map((_, at) =>
        corpus.point(own, row, slices[0] ?? 0, at),
      );
      room.replaceChildren(spark(points, slices.length > 1 ? null : (slots.get(id) ?? null)));
    }
  }
}
