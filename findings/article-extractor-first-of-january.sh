#!/usr/bin/env bash
# article-extractor: a page that states a year is of 1 January, one that states a month of its first.
#
# Versions:  @extractus/article-extractor 9.0.1 (npm); Node.js 20
# Expected:  published says no more than the page: 2018, or nothing.
# Happens:   It is a full time, midnight of the first day, with nothing to tell it from a page of that
#            day: reports by month show a peak each January. A date in words or with the day first
#            ("22. Oktober 2018", "22/10/2018") stays as it stands, so a column holds both.
# Output:
#   [ '2018-01-01T00:00:00.000Z', '2018-10-01T00:00:00.000Z', '22/10/2018' ]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @extractus/article-extractor@9.0.1

cat > look.mjs <<'JS'
import { extractFromHtml } from "@extractus/article-extractor";

const story = "<p>The council voted on Monday, and work begins in spring once the money is found.</p>".repeat(12);
const published = async (date) => {
  const page =
    `<html><head><title>Council votes for a quay</title><meta name="dcterms.date" content="${date}">` +
    `<meta name="date" content="${date}"></head><body><article><h1>Council votes for a quay</h1>${story}` +
    "</article></body></html>";
  return (await extractFromHtml(page, "https://example.org/news/a")).published;
};
const found = [];
for (const date of ["2018", "2018-10", "22/10/2018"]) {
  found.push(await published(date));
}
console.log(found);
const expected = ["2018-01-01T00:00:00.000Z", "2018-10-01T00:00:00.000Z", "22/10/2018"];
const same = JSON.stringify(found) === JSON.stringify(expected);
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
TZ=UTC node look.mjs
