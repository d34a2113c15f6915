#!/usr/bin/env bash
# feedgen and feed-extractor: an archive of 2018 written as Atom is read as published today.
#
# Versions:  feedgen 1.0.0, lxml 6.1.3, python-dateutil 4.0.0; Python 3.11;
#            @extractus/feed-extractor 8.0.3, rss-parser 3.13.0 (npm); Node.js 20
# Expected:  published of an entry whose writer called entry.published(...) is that moment, as in
#            RSS.
# Happens:   feedgen gives each entry without updated() the moment of its making, and
#            feed-extractor calls updated "published" where an entry has both. Each is right by
#            itself (Atom requires updated); together all articles are of the day of the export. The
#            same feed in RSS has its dates, as has the Atom for rss-parser. An archive corrected
#            years later has the dates of its corrections in the same way.
# Output:
#   Atom, feed-extractor  the day of this run, 3 of 3
#   Atom, rss-parser      2018-10-03, 2018-10-02, 2018-10-01
#   RSS, feed-extractor   2018-10-03, 2018-10-02, 2018-10-01
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  feedgen==1.0.0 lxml==6.1.3 python-dateutil==4.0.0
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @extractus/feed-extractor@8.0.3 rss-parser@3.13.0

venv/bin/python - <<'PY'
from datetime import datetime, timezone

from feedgen.feed import FeedGenerator

feed = FeedGenerator()
feed.id("https://example.org/")
feed.title("Archive")
feed.description("Stories of 2018")
feed.link(href="https://example.org/")
for day in (1, 2, 3):
    entry = feed.add_entry()
    entry.id(f"https://example.org/{day}")
    entry.title(f"Story {day}")
    entry.link(href=f"https://example.org/{day}")
    entry.published(datetime(2018, 10, day, 12, tzinfo=timezone.utc))
feed.atom_file("atom.xml")
feed.rss_file("rss.xml")
PY

cat > look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { extractFromXml } from "@extractus/feed-extractor";
import Parser from "rss-parser";

const day = (moment) => new Date(moment).toISOString().slice(0, 10);
const extracted = (file) => extractFromXml(readFileSync(file, "utf8")).entries.map(({ published }) => day(published));
const atom = extracted("atom.xml");
const rss = extracted("rss.xml").join(", ");
const parsed = (await new Parser().parseString(readFileSync("atom.xml", "utf8"))).items.map(({ isoDate }) => day(isoDate));
const yesterday = day(Date.now() - 864e5);
const late = atom.filter((one) => one >= yesterday).length;
console.log(`Atom, feed-extractor  the day of this run, ${late} of ${atom.length}`);
console.log("Atom, rss-parser     ", parsed.join(", "));
console.log("RSS, feed-extractor  ", rss);
const same = late === 3 && rss === "2018-10-03, 2018-10-02, 2018-10-01" && parsed.join(", ") === rss;
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
