#!/usr/bin/env bash
# feedparser: the date 2018/10/22 becomes the first day of the current month, in 2018.
#
# Versions:  feedparser 6.0.14; Python 3.11
# Expected:  published_parsed is 22 October 2018, or None with the text kept in published.
# Happens:   "2018/10/22" and "2018-W43" are taken for a year alone, and the missing parts are
#            filled in: the month from the clock, the day with 1. Run in November the item is dated
#            2018-11-01, run in March 2018-03-01. "22/10/2018" gives None, as one would hope. A feed
#            with such dates puts all its articles on one day of each year.
# Output:
#   Mon, 22 Oct 2018 09:20:00 GMT  (2018, 10, 22)
#   2018/10/22                     (2018, 11, 1)
#   2018-W43                       (2018, 11, 1)
#   22/10/2018                     None
#   current month: 11
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check feedparser==6.0.14
cd "$work"

venv/bin/python - <<'PY'
import time
import warnings

import feedparser

warnings.simplefilter("ignore")
feed = (
    "<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>"
    "<item><title>A</title><pubDate>{}</pubDate></item></channel></rss>"
)
now = time.gmtime()
read = {}
for text in ("Mon, 22 Oct 2018 09:20:00 GMT", "2018/10/22", "2018-W43", "22/10/2018"):
    parsed = feedparser.parse(feed.format(text)).entries[0].get("published_parsed")
    read[text] = tuple(parsed)[:3] if parsed else None
    print(f"{text:30} {read[text]}")
print("current month:", now.tm_mon)
made_up = (2018, now.tm_mon, 1)
same = (
    read["2018/10/22"] == read["2018-W43"] == made_up
    and read["Mon, 22 Oct 2018 09:20:00 GMT"] == (2018, 10, 22)
    and read["22/10/2018"] is None
)
raise SystemExit(0 if same else "changed")
PY
