#!/usr/bin/env bash
# citation-js: of a newspaper article in RIS the day is lost, of a journal article it is kept.
#
# Versions:  @citation-js/core 0.8.2, @citation-js/plugin-ris 0.8.2 (npm); Node.js 20
# Expected:  DA, "date", has the day of an article whatever its type; the press databases write it
#            beside PY, the year.
# Happens:   For TY NEWS, DA is left out: 22 October 2018 is 2018, or no date at all where there is
#            no PY, and PY with its day is left as text. For JOUR, MGZN and GEN all three are
#            right. Written again, an article of CSL JSON with its day has PY alone. A second AB
#            line makes the abstract an array.
# Output:
#   JOUR: DA and PY [[2018,10,22]], DA alone [[2018,10,22]], PY with its day [[2018,10,22]]
#   NEWS: DA and PY [[2018]], DA alone nothing, PY with its day nothing
#   written: PY  - 2018
#   abstract of two lines: ["First paragraph.","Second paragraph."]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @citation-js/core@0.8.2 @citation-js/plugin-ris@0.8.2

cat > look.mjs <<'JS'
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-ris";

const read = (type, ...lines) => new Cite([`TY  - ${type}`, "TI  - War ends", ...lines, "ER  - ", ""].join("\n")).data[0];
const date = (type, ...lines) => JSON.stringify(read(type, ...lines).issued?.["date-parts"]) ?? "nothing";
const dates = (type) =>
  `DA and PY ${date(type, "DA  - 2018/10/22", "PY  - 2018")}, DA alone ${date(type, "DA  - 2018/10/22")}, ` +
  `PY with its day ${date(type, "PY  - 2018/10/22/")}`;
const article = { id: "1", type: "article-newspaper", title: "War ends", issued: { "date-parts": [[2018, 10, 22]] } };
const written = new Cite(article).format("ris").split("\n").filter((line) => /2018|10|22/.test(line)).join("; ");
const twice = JSON.stringify(read("NEWS", "AB  - First paragraph.", "AB  - Second paragraph.").abstract);
console.log("JOUR:", dates("JOUR"));
console.log("NEWS:", dates("NEWS"));
console.log("written:", written);
console.log("abstract of two lines:", twice);
const same =
  dates("JOUR") === "DA and PY [[2018,10,22]], DA alone [[2018,10,22]], PY with its day [[2018,10,22]]" &&
  dates("NEWS") === "DA and PY [[2018]], DA alone nothing, PY with its day nothing" &&
  written === "PY  - 2018" &&
  twice === '["First paragraph.","Second paragraph."]';
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
