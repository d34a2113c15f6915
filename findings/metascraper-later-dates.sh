#!/usr/bin/env bash
# metascraper: the date of a page is that of its last change, and a bare weekday is one to come.
#
# Versions:  metascraper 5.49.24, metascraper-date 5.49.24 (npm); Node.js 20
# Expected:  date is when the article was published, as the page states it beside the last change; a
#            page that states "Monday" has no date, or at most the Monday before.
# Happens:   Of published_time 2018 and modified_time 2020 it takes 2020, in JSON-LD as well; so old
#            articles that a site has touched move to the year of the touch. "Monday" becomes a Monday
#            after today, whenever the page was saved: an article from the future.
# Output:
#   2020-05-01T00:00:00.000Z true
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund metascraper@5.49.24 metascraper-date@5.49.24

cat > look.mjs <<'JS'
import metascraper from "metascraper";
import dates from "metascraper-date";

const read = metascraper([dates()]);
const date = async (head) =>
  (await read({ html: `<html><head>${head}</head><body><p>Talks</p></body></html>`, url: "https://example.org/a" })).date;
const stated = await date(
  '<meta property="article:published_time" content="2018-10-22">' +
    '<meta property="article:modified_time" content="2020-05-01">',
);
const weekday = await date('<meta name="date" content="Monday">');
const isToCome = new Date(weekday) > new Date();
console.log(stated, isToCome);
const same = stated === "2020-05-01T00:00:00.000Z" && isToCome;
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
