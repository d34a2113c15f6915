#!/usr/bin/env bash
# fastfeedparser and atoma: a feed that states a year, or a month, gets the day on which it is
# read.
#
# Versions:  fastfeedparser 0.6.5, atoma 0.0.17; Python 3.11
# Expected:  A date without a day is kept as it is, or is none.
# Happens:   dc:date may be "2015-11" or "2015" (W3C-DTF); the missing parts are filled from the
#            clock. fastfeedparser makes the whole of November the day of the run's month; "2015"
#            is a day and month of 2015 that no one stated. Read again tomorrow, the article is a
#            day younger. 05/06/2015 is the 6th of May in both, 13/11/2015 the 13th of November.
# Output:
#                fastfeedparser  atoma
#   2015         2015-MM-DD      2015-MM-DD     (MM-DD: the day of the run)
#   05/06/2015   2015-05-06      2015-05-06
#   13/11/2015   2015-11-13      2015-11-13
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  fastfeedparser==0.6.5 atoma==0.0.17
cd "$work"

venv/bin/python - <<'PY'
import datetime

import atoma
import fastfeedparser

dates = ["2015", "05/06/2015", "13/11/2015"]
items = "".join(f"<item><title>{d}</title><pubDate>{d}</pubDate></item>" for d in dates)
feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><link>http://example.org</link><description>d</description>{items}</channel></rss>'
fast = [entry.get("published")[:10] for entry in fastfeedparser.parse(feed).entries]
slow = [str(item.pub_date)[:10] for item in atoma.parse_rss_bytes(feed.encode()).items]
for stated, one, other in zip(dates, fast, slow):
    print(f"{stated:12} {one:15} {other}")
today = datetime.datetime.now(datetime.timezone.utc)
expected = [f"2015-{today:%m-%d}", "2015-05-06", "2015-11-13"]
raise SystemExit(0 if fast == slow == expected else "changed")
PY
