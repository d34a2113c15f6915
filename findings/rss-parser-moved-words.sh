#!/usr/bin/env bash
# rss-parser: in an Atom story given as XHTML, linked and bold words move to the end of their paragraph.
#
# Versions:  rss-parser 3.13.0 (npm); Node.js 20
# Expected:  content and contentSnippet hold the words of the story in their order.
# Happens:   The XML is read with xml2js, which keeps the text of an element apart from its child
#            elements, and is then written again: first all text, then all links, then all bold words.
#            "not" leaves the clause that it negates, phrases fall apart, and words at the end are run
#            together. A headline in XHTML is an object and no text. Feeds whose stories are HTML in
#            escaped form are not concerned, so that it meets some outlets of a corpus only.
# Output:
#   Aid  the island,  the mainland.reachednot
#   title: object
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund rss-parser@3.13.0

cat > look.mjs <<'JS'
import Parser from "rss-parser";

const xhtml = 'xmlns="http://www.w3.org/1999/xhtml"';
const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Island News</title><id>x</id><entry>
<title type="xhtml"><div ${xhtml}>Ferry <em>sails</em> again</div></title><id>1</id>
<content type="xhtml"><div ${xhtml}><p>Aid <a href="a">reached</a> the island, <b>not</b> the mainland.</p></div>
</content></entry></feed>`;
const [item] = (await new Parser().parseString(feed)).items;
console.log(item.contentSnippet);
console.log("title:", typeof item.title);
const same = item.contentSnippet === "Aid  the island,  the mainland.reachednot" && typeof item.title === "object";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
