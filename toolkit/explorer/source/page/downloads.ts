/** Files and copies that leave the page; a frame may refuse both, so the text is always shown. */

import { type Attributes, button, h, newId } from "./elements.js";

/** Copy a text; return whether the browser did. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = h("textarea", { class: "away", "aria-hidden": "true", tabindex: -1 });
  area.value = text;
  document.body.append(area);
  area.select();
  let done: boolean;
  try {
    // the only way left where a frame has no permission for the clipboard
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}

/** A button that copies a text and says so in its own label for a moment. */
export function copyButton(
  label: string,
  text: () => string,
  say: (text: string) => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const copy = (): void => {
    void copyText(text()).then((isDone) => {
      const said = isDone ? "Copied" : "Not copied: select the text";
      say(said);
      made.textContent = said;
      setTimeout(() => (made.textContent = label), 2500);
    });
  };
  const made = button(label, copy, attributes);
  return made;
}

/** Whether the page stands in a frame, where downloads are often refused without a word. */
export function isFramed(): boolean {
  return window.self !== window.top;
}

/** Offer a text as a file. */
export function saveText(name: string, text: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Return a button that downloads a text and, in a frame, shows it to be copied. */
export function download(
  label: string,
  file: { name: string; type: string; text: () => string },
  say: (text: string) => void,
): HTMLElement {
  const id = newId("text");
  const area = h("textarea", { id, readonly: true, rows: 8, spellcheck: "false" });
  const shown = h(
    "div",
    { hidden: true, class: "download-text" },
    h("label", { for: id }, `${file.name}: if no download began, copy this text into a file`),
    area,
  );
  const start = button(label, () => {
    const text = file.text();
    saveText(file.name, text, file.type);
    area.value = text;
    shown.hidden = !isFramed();
    say(isFramed() ? "Frames often refuse downloads; the text is shown." : `${file.name} saved.`);
  });
  return h("div", { class: "download" }, start, shown);
}

const FORMULA = /^[=+\-@\t\r＝＋－＠]/u;

/** Return rows as CSV; what a spreadsheet would run as a formula begins with an apostrophe. */
export function csv(rows: (string | number)[][]): string {
  return `${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

function csvCell(value: string | number): string {
  if (typeof value === "number") return isFinite(value) ? String(value) : "";
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
