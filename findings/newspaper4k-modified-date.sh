#!/usr/bin/env bash
# newspaper4k: publish_date is the date of the last change when the page states no other, and
# "October 2018" is today's day.
#
# Versions:  newspaper4k 0.9.6, lxml_html_clean 0.4.6, lxml 6.1.3; Python 3.11
# Expected:  publish_date is the date of publication or None; a month has no day.
# Happens:   A page with article:modified_time alone gets that as publish_date, with nothing to tell
#            the two apart: an old story that was corrected this year is this year's. "October 2018"
#            becomes the day of the month on which the script runs; "2018" becomes today's day and
#            month of 2018.
# Output:
#   modified only  publish_date 2019-01-05
#   month          publish_date 2018-10-28
#   year           publish_date 2018-11-28
#   day of the run: 28 month of the run: 11
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  newspaper4k==0.9.6 lxml_html_clean==0.4.6 lxml==6.1.3
cd "$work"

venv/bin/python - <<'PY'
import datetime
import logging

import newspaper

logging.disable(logging.CRITICAL)
story = "The council has met each Monday to speak about the war and the talks in the capital. " * 6
page = "<html><head><title>The council</title>{}</head><body><article><h1>The council</h1><p>{}</p></article></body></html>"
heads = {
    "modified only": '<meta property="article:modified_time" content="2019-01-05T00:00:00Z">',
    "month": '<meta property="article:published_time" content="October 2018">',
    "year": '<meta property="article:published_time" content="2018">',
}
found = {}
for name, head in heads.items():
    article = newspaper.Article("http://example.org/story", language="en")
    article.download(input_html=page.format(head, story))
    article.parse()
    found[name] = str(article.publish_date)[:10]
    print(f"{name:14} publish_date {found[name]}")
today = datetime.date.today()
print("day of the run:", today.day, "month of the run:", today.month)
same = found == {
    "modified only": "2019-01-05",
    "month": f"2018-10-{today.day:02}",
    "year": f"2018-{today.month:02}-{today.day:02}",
}
raise SystemExit(0 if same else "changed")
PY
