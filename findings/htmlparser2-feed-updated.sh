#!/usr/bin/env bash
# htmlparser2: the pubDate of an Atom entry is the day of its last change; the text of a story is
# never read.
#
# Versions:  htmlparser2 12.0.0 (npm); Node.js 20
# Expected:  parseFeed gives the day on which an entry was published as pubDate, as it does for RSS,
#            and the full text where the feed has one.
# Happens:   pubDate is `updated` for Atom, though the entry has `published` beside it: a story of
#            October that was corrected in January is one of January, and a feed of RSS beside it has
#            the other day. content:encoded of RSS is left out, and content of Atom where a summary
#            stands beside it; "2018" becomes 1 January.
# Output:
#   Atom: pubDate 2019-01-05, published 2018-10-22; text: A summary.
#   RSS:  pubDate 2018-10-22; text: A summary.
#   RSS:  pubDate 2018-01-01, printed as 2018
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts htmlparser2@12.0.0

cat > look.mjs <<'JS'
import { parseFeed } from "htmlparser2";

const atom = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><id>post</id>
<updated>2019-01-05T00:00:00Z</updated><entry><id>1</id><title>War ends</title><link href="https://example.org/1"/>
<published>2018-10-22T10:00:00Z</published><updated>2019-01-05T00:00:00Z</updated>
<summary>A summary.</summary><content type="html">&lt;p&gt;The whole story.&lt;/p&gt;</content></entry></feed>`;
const rss = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Post</title><link>https://example.org</link><description>News</description><item><title>War ends</title>
<pubDate>Mon, 22 Oct 2018 10:00:00 GMT</pubDate><description>A summary.</description>
<content:encoded><![CDATA[<p>The whole story.</p>]]></content:encoded></item>
<item><title>A year</title><pubDate>2018</pubDate><description>x</description></item></channel></rss>`;
const day = (item) => item.pubDate.toISOString().slice(0, 10);
const [entry] = parseFeed(atom).items;
const [item, year] = parseFeed(rss).items;
console.log(`Atom: pubDate ${day(entry)}, published 2018-10-22; text: ${entry.description}`);
console.log(`RSS:  pubDate ${day(item)}; text: ${item.description}`);
console.log(`RSS:  pubDate ${day(year)}, printed as 2018`);
const whole = [entry, item].some((one) => JSON.stringify(one).includes("whole story"));
const same = day(entry) === "2019-01-05" && day(item) === "2018-10-22" && day(year) === "2018-01-01" && !whole;
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
TZ=UTC node look.mjs
