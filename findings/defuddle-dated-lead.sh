#!/usr/bin/env bash
# defuddle: the first paragraph of a story is left out where it names a day, month and year.
#
# Versions:  defuddle 0.19.4, linkedom 0.18.15 (npm); Node.js 20
# Expected:  The lead of a news story, which says what happened and when, is in the content.
# Happens:   A first paragraph with a full date is taken for the line of author and date and is
#            removed, one of 26 words too; with "Oct. 22" or "on Monday" it stays. So the stories
#            that begin with a date lose their lead, in some outlets only, and nothing says so. A
#            list whose points are links is removed from within the story as well.
# Output:
#   says "on Monday":               lead kept
#   says "on Oct. 22, 2018":        lead kept
#   says "on October 22, 2018":     lead left out
#   says "on 22 October 2018":      lead left out
#   with the date in <time>:        lead left out
#   a list of links in the story:   left out
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts defuddle@0.19.4 linkedom@0.18.15

cat > look.mjs <<'JS'
import { Defuddle } from "defuddle/node";
import { parseHTML } from "linkedom";

const paragraph = (number) =>
  `<p>Paragraph ${number} of the story tells that the talks went on in Vienna and that nobody agreed ` +
  "on the next step, as a minister told reporters.</p>";
const story = async (inner) => {
  const page = `<html lang="en"><head><title>Talks go on</title></head><body><article><h1>Talks go on</h1>${inner}</article></body></html>`;
  const { document } = parseHTML(page);
  return (await Defuddle(document, "https://example.org/story")).content;
};
const lead = (when) =>
  `<p>The government fell ${when}, after a vote in which nobody in the whole of the parliament would support the prime minister any longer.</p>`;
const body = paragraph(1) + paragraph(2) + paragraph(3);
const list = '<ul><li><a href="/a">an end of the war</a></li><li><a href="/b">an exchange of prisoners</a></li></ul>';
const cases = [
  ['says "on Monday":', lead("on Monday") + body, "government", true],
  ['says "on Oct. 22, 2018":', lead("on Oct. 22, 2018") + body, "government", true],
  ['says "on October 22, 2018":', lead("on October 22, 2018") + body, "government", false],
  ['says "on 22 October 2018":', lead("on 22 October 2018") + body, "government", false],
  ["with the date in <time>:", lead('on <time datetime="2018-10-22">October 22, 2018</time>') + body, "government", false],
  ["a list of links in the story:", paragraph(1) + list + paragraph(2) + paragraph(3), "prisoners", false],
];
let same = true;
for (const [name, inner, word, wanted] of cases) {
  const content = await story(inner);
  const kept = content.includes(word);
  console.log(name.padEnd(31), `${word === "government" ? "lead " : ""}${kept ? "kept" : "left out"}`);
  same = same && kept === wanted && content.includes("Paragraph 3");
}
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
