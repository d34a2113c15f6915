#!/usr/bin/env bash
# fast-xml-parser: a sentence with a marked word has its two halves run together; 007 is 7.
#
# Versions:  fast-xml-parser 5.12.1 (npm); Node.js 20
# Expected:  The text of an element is in its order, with the spaces around marks; an id is text.
# Happens:   What is marked goes to a field of its own, the halves are trimmed and joined: "War
#            <b>and</b> peace" is "Warpeace" and "and", the order is lost. Text that looks like a
#            number is one: id 007 is 7, edition 1.10 is 1.1, an id of 1e5 is 100000. References by
#            number (&#233;) stay as they are. One article in a feed is an object, two are a list.
# Output:
#   {"feed":{"item":[{"id":7,"text":{"b":"and","#text":"Warpeace"}},{"id":100000,"text":"Caf&#233; talks"}]}}
#   {"feed":{"item":{"id":1.1,"text":"Talks"}}}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund fast-xml-parser@5.12.1

cat > look.mjs <<'JS'
import { XMLParser } from "fast-xml-parser";

const item = (id, text) => `<item><id>${id}</id><text>${text}</text></item>`;
const parser = new XMLParser();
const two = parser.parse(`<feed>${item("007", "War <b>and</b> peace")}${item("1e5", "Caf&#233; talks")}</feed>`);
const one = parser.parse(`<feed>${item("1.10", "Talks")}</feed>`);
console.log(JSON.stringify(two));
console.log(JSON.stringify(one));
const [first, second] = two.feed.item;
const same =
  first.id === 7 &&
  first.text["#text"] === "Warpeace" &&
  second.id === 100000 &&
  second.text === "Caf&#233; talks" &&
  one.feed.item.id === 1.1;
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
