#!/usr/bin/env bash
# htmldate, trafilatura, newspaper4k: numbers in the address beat the date that the page states.
#
# Versions:  htmldate 1.11.0, trafilatura 2.3.1, newspaper4k 0.9.6, lxml_html_clean 0.4.6,
#            lxml 6.1.3; Python 3.11
# Expected:  article:published_time, or a <time> beside the headline, is the date of publication; an
#            address is asked where the page says nothing.
# Happens:   Three numbers in the address, or in the canonical link inside the page, are the date,
#            whatever the page states: a column that is kept up under /2016/01/15/, a story moved to
#            the folder of another, a day in UTC. The two sources are not compared, no time comes
#            with the date, and original_date=True changes nothing. So one outlet with such
#            addresses is dated by another rule than its neighbours.
# Output:
#   the page states            2018-10-21T22:30
#   htmldate                   2016-01-15
#   trafilatura                2016-01-15
#   newspaper4k                2016-01-15
#   htmldate, other address    2018-10-21
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  newspaper4k==0.9.6 lxml_html_clean==0.4.6 lxml==6.1.3
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  htmldate==1.11.0 trafilatura==2.3.1      # pip 23 fails on all of them at once
cd "$work"

venv/bin/python - <<'PY'
import logging
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import htmldate
import newspaper
import trafilatura

story = "The council has met each Monday to speak about the war and the talks in the capital. " * 6
page = (
    '<html><head><title>The council</title><link rel="canonical" href="{}">'
    '<meta property="article:published_time" content="2018-10-21T22:30:00-05:00"></head><body>'
    "<article><h1>The council</h1><p><time datetime=2018-10-21>21 October 2018</time></p>"
    f"<p>{story}</p></article></body></html>"
)
address = "http://example.org/2016/01/15/the-council"
source = page.format(address)
article = newspaper.Article(address, language="en")
article.download(input_html=source)
article.parse()
found = {
    "htmldate": htmldate.find_date(source, original_date=True),
    "trafilatura": trafilatura.bare_extraction(source, with_metadata=True).date,
    "newspaper4k": str(article.publish_date)[:10],
    "htmldate, other address": htmldate.find_date(page.format("http://example.org/the-council")),
}
print(f"{'the page states':26} 2018-10-21T22:30")
for name, date in found.items():
    print(f"{name:26} {date}")
same = list(found.values()) == ["2016-01-15"] * 3 + ["2018-10-21"]
raise SystemExit(0 if same else "changed")
PY
