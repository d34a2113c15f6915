#!/usr/bin/env bash
# @extractus/feed-extractor and fastfeedparser: entries of an Atom feed whose texts are XHTML have none.
#
# Versions:  @extractus/feed-extractor 8.0.3 (npm), Node.js 20; fastfeedparser 0.6.5, Python 3.11
# Expected:  A headline given as XHTML, as the Atom standard allows and blogs write it, is the headline;
#            so is the text.
# Happens:   feed-extractor gives such an entry the empty string for headline and text, and
#            fastfeedparser for the headline, without a word; address and date are there, so that the
#            article is counted and matches no theme. In escaped HTML feed-extractor takes out the tags
#            and runs the paragraphs together.
# Output:
#   feed-extractor: [["",""],["Bread","Aid reached the islandBread came later"]]
#   fastfeedparser: ['', 'Bread']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check fastfeedparser==0.6.5
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @extractus/feed-extractor@8.0.3

cat > feed.xml <<'XML'
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Island News</title><id>x</id><updated>2018-10-22T09:00:00Z</updated>
<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ferry <em>sails</em></div></title><id>1</id>
<link href="https://example.org/1"/><updated>2018-10-22T09:00:00Z</updated>
<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The ferry sails again.</p></div></summary></entry>
<entry><title type="html">Bread</title><id>2</id><link href="https://example.org/2"/>
<updated>2018-10-22T09:00:00Z</updated>
<summary type="html">&lt;p&gt;Aid reached the island&lt;/p&gt;&lt;p&gt;Bread came later&lt;/p&gt;</summary></entry></feed>
XML
cat > look.mjs <<'JS'
import fs from "fs";
import { extractFromXml } from "@extractus/feed-extractor";

const found = extractFromXml(fs.readFileSync("feed.xml", "utf8")).entries.map((one) => [one.title, one.description]);
console.log("feed-extractor:", JSON.stringify(found));
const same = JSON.stringify(found) === '[["",""],["Bread","Aid reached the islandBread came later"]]';
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
venv/bin/python - <<'PY'
from pathlib import Path

import fastfeedparser

titles = [entry.get("title") for entry in fastfeedparser.parse(Path("feed.xml").read_text()).entries]
print("fastfeedparser:", titles)
raise SystemExit(0 if titles == ["", "Bread"] else "changed")
PY
