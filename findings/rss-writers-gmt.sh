#!/usr/bin/env bash
# PyRSS2Gen, rfeed: the clock of any zone is printed as GMT.
#
# Versions:  PyRSS2Gen 1.1, rfeed 1.1.1, feedgenerator 2.2.1; Python 3.11
# Expected:  23:30 in New York (-04:00) on 22 October is 03:30 GMT on 23 October, or 23:30 -0400.
# Happens:   PyRSS2Gen and rfeed print "23:30:00 GMT": hour and day of the local clock under the name of
#            another one. A reader that turns such stamps into local days puts everything
#            that was printed there after midnight and before four into the day before. feedgenerator
#            prints -0400.
# Output:
#   PyRSS2Gen      Mon, 22 Oct 2018 23:30:00 GMT  off by 4 hours
#   rfeed          Mon, 22 Oct 2018 23:30:00 GMT  off by 4 hours
#   feedgenerator  Mon, 22 Oct 2018 23:30:00 -0400  off by 0 hours
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  PyRSS2Gen==1.1 rfeed==1.1.1 feedgenerator==2.2.1
cd "$work"

venv/bin/python - <<'PY'
import datetime as dt
import re
from email.utils import parsedate_to_datetime

import feedgenerator
import PyRSS2Gen
import rfeed

new_york = dt.timezone(dt.timedelta(hours=-4))
moment = dt.datetime(2018, 10, 22, 23, 30, tzinfo=new_york)
about = {"title": "Quay Courier", "link": "https://q.example", "description": "News"}
feed = feedgenerator.Rss201rev2Feed(**about)
feed.add_item(**about, pubdate=moment)
written = {
    "PyRSS2Gen": PyRSS2Gen.RSS2(
        **about, items=[PyRSS2Gen.RSSItem(title="Talks", pubDate=moment)]
    ).to_xml(),
    "rfeed": rfeed.Feed(**about, items=[rfeed.Item(title="Talks", pubDate=moment)]).rss(),
    "feedgenerator": feed.writeString("utf-8"),
}
hours = []
for name, text in written.items():
    printed = re.search(r"<item>.*?<pubDate>([^<]*)", text, re.DOTALL)[1]
    hours.append(round((moment - parsedate_to_datetime(printed)).total_seconds() / 3600))
    print(f"{name:<14} {printed}  off by {hours[-1]} hours")
raise SystemExit(0 if hours == [4, 4, 0] else "changed")
PY
