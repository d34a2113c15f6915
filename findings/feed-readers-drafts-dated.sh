#!/usr/bin/env bash
# atoma, fastfeedparser and podcastparser: a draft of WordPress, dated "-0001", is of 30 November 2000
# or 2001.
#
# Versions:  atoma 0.0.17, fastfeedparser 0.6.5, podcastparser 0.6.11; Python 3.11
# Expected:  WordPress writes "Mon, 30 Nov -0001 00:00:00 +0000" into its exports where a post has no
#            date (0000-00-00 in its database): no date, or an error. feedparser says None.
# Happens:   Two read the year as that of the sign and the last digits, one as 2001: all drafts, and
#            posts whose date in UTC was never set, lie on one day of two years that had such news.
# Output:
#   atoma 2001-11-30
#   fastfeedparser 2000-11-30
#   podcastparser 2000-11-30
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
    atoma==0.0.17 fastfeedparser==0.6.5 podcastparser==0.6.11
cd "$work"

venv/bin/python - <<'PY'
import io
from datetime import UTC, datetime

import atoma
import fastfeedparser
import podcastparser

feed = """<?xml version="1.0"?><rss version="2.0"><channel><title>Island News</title>
<link>https://example.org</link><description>News</description><item><title>Draft</title>
<link>https://example.org/1</link><guid>1</guid><pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>
<description>Words.</description></item></channel></rss>"""
stamp = podcastparser.parse("x", io.BytesIO(feed.encode()))["episodes"][0]["published"]
found = {
    "atoma": str(atoma.parse_rss_bytes(feed.encode()).items[0].pub_date)[:10],
    "fastfeedparser": fastfeedparser.parse(feed).entries[0]["published"][:10],
    "podcastparser": str(datetime.fromtimestamp(stamp, UTC))[:10],
}
for name, day in found.items():
    print(name, day)
same = list(found.values()) == ["2001-11-30", "2000-11-30", "2000-11-30"]
raise SystemExit(0 if same else "changed")
PY
