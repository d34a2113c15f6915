/** Work: name, flag, merge and note topics; take away a recipe and a list of marked articles. */

import type { App, View } from "./app.js";
import { pythonCall } from "./calls.js";
import { type Column, dataTable } from "./data_table.js";
import { download } from "./downloads.js";
import { button, type Child, h, onChange, Section } from "./elements.js";
import { markedList } from "./marked_list.js";
import type { Series } from "./meta.js";
import type { Step } from "./work.js";

export class WorkView implements View {
  readonly element = h("div", { class: "view work-view" });
  private readonly _topics = new Section(h("section", { "aria-label": "Topics" }));
  private readonly _steps = new Section(h("section", { "aria-label": "Recipe" }));
  private readonly _marked = new Section(h("section", { "aria-label": "Marked articles" }));

  constructor(private readonly _app: App) {
    this.element.append(
      h("h2", {}, "Your work"),
      h(
        "p",
        { class: "soft" },
        "Names, flags, merges, notes and marks are kept in the address of this page and nowhere else: keep the address, or download what you want to keep. Numbers of topics never change.",
      ),
      this._topics.element,
      this._steps.element,
      this._marked.element,
    );
  }

  update(): void {
    const { work } = this._app;
    const named = JSON.stringify(work.steps);
    // a change that Tab brings about comes before the focus has moved on to the next control
    const draw = (): void => {
      if (!this._topics.element.contains(document.activeElement)) this._topics.forget();
      this._topics.draw(named, () => this._topicNodes());
    };
    if (this._topics.element.childElementCount) setTimeout(draw);
    else draw();
    this._steps.draw(named, () => this._stepNodes());
    this._marked.draw(JSON.stringify([...work.marked]), () => markedList(this._app));
  }

  private _topicNodes(): Child[] {
    const { topics } = this._app.corpus;
    if (!topics.length) return [h("p", {}, "This file holds no topics.")];
    const columns: Column<Series>[] = [
      {
        name: "Topic",
        className: "wide",
        cell: (one) => `${this._number(one)} ${one.label}${one.fragile ? " †" : ""}`,
      },
      { name: "Your name", cell: (one) => this._nameInput(one) },
      { name: "Flag", cell: (one) => this._flagBox(one) },
      { name: "Merge into", cell: (one) => this._mergeChoice(one) },
      { name: "Note", cell: (one) => this._noteInput(one) },
    ];
    return [h("h3", {}, "Topics"), dataTable("Name, flag, merge and note topics", columns, topics)];
  }

  private _number(one: Series): number {
    return this._app.corpus.topicNumber(one.id);
  }

  private _nameInput(one: Series): Child {
    const topic = this._number(one);
    const { work } = this._app;
    const input = h("input", {
      type: "text",
      "aria-label": `Name of topic ${topic}`,
      value: work.nameOf(topic),
      "data-name": topic,
      disabled: !work.isKept(topic),
    });
    onChange(input, () => {
      work.name(topic, input.value);
      this._app.worked(`Topic ${topic} is named ${input.value}.`);
    });
    return input;
  }

  private _flagBox(one: Series): Child {
    const topic = this._number(one);
    const { work } = this._app;
    const box = h("input", {
      type: "checkbox",
      "aria-label": `Flag topic ${topic}`,
      disabled: !work.isKept(topic),
    });
    box.checked = work.isFlagged(topic);
    onChange(box, () => {
      work.flag(topic, box.checked);
      this._app.worked(box.checked ? `Topic ${topic} flagged.` : `Flag of topic ${topic} removed.`);
    });
    return box;
  }

  private _mergeChoice(one: Series): Child {
    const topic = this._number(one);
    const { work, corpus } = this._app;
    if (!work.isKept(topic)) return `merged into ${work.mergedInto(topic)}`;
    const select = h(
      "select",
      { "aria-label": `Merge topic ${topic} into`, "data-merge": topic },
      h("option", { value: "" }, "—"),
    );
    for (const other of corpus.topics) {
      const into = this._number(other);
      if (into !== topic && work.isKept(into))
        select.append(h("option", { value: into }, work.seriesName(other.id)));
    }
    onChange(select, () => {
      const into = Number(select.value);
      if (select.value === "") return;
      work.add({ do: "merge", topics: [topic, into].sort((a, b) => a - b), into });
      this._app.worked(
        `Topic ${topic} merged into ${into}; the numbers change when the recipe is applied.`,
      );
    });
    return select;
  }

  private _noteInput(one: Series): Child {
    const topic = this._number(one);
    const { work } = this._app;
    const input = h("input", {
      type: "text",
      "aria-label": `Note on topic ${topic}`,
      "data-note": topic,
      disabled: !work.isKept(topic),
      placeholder: work.notesOf(topic).at(-1) ?? "",
    });
    onChange(input, () => {
      if (!input.value.trim()) return;
      work.add({ do: "note", topic, text: input.value.trim() });
      input.value = "";
      this._app.worked(`Note on topic ${topic} added.`);
    });
    return input;
  }

  private _stepNodes(): Child[] {
    const { work, corpus } = this._app;
    if (!corpus.topics.length) return [];
    const recipe = work.recipe();
    const items = work.steps.map((step) => h("li", {}, stepText(step)));
    const undo = button(
      "Undo the last step",
      () => {
        const step = work.undo();
        this._app.worked(step ? `Undone: ${stepText(step)}.` : "Nothing to undo.");
      },
      { disabled: !work.steps.length, "data-control": "undo" },
    );
    return [
      h("h3", {}, "Recipe"),
      items.length ? h("ol", {}, items) : h("p", { class: "soft" }, "No step yet."),
      undo,
      recipe === null
        ? h(
            "p",
            { class: "soft" },
            "A recipe needs a model of the toolkit; these topics come from elsewhere, so names and notes stay in the address.",
          )
        : [
            h("pre", { tabindex: 0, "aria-label": "Recipe", class: "recipe" }, recipe),
            download(
              "Download the recipe",
              { name: "recipe.toml", type: "text/plain", text: () => work.recipe() ?? "" },
              (text) => this._app.say(text),
            ),
            pythonCall(this._app, "recipe", { path: "recipe.toml" }),
          ],
    ];
  }
}

function stepText(step: Step): string {
  if (step.do === "merge") return `merge topics ${step.topics.join(" and ")} into ${step.into}`;
  return `${step.do} topic ${step.topic}: ${step.text}`;
}
