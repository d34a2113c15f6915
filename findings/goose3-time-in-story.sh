#!/usr/bin/env bash
# goose3: a <time> inside a sentence becomes the date of publication, and is cut from the
# sentence.
#
# Versions:  goose3 3.1.22, lxml_html_clean 0.4.6, lxml 6.1.3; Python 3.11
# Expected:  publish_date is the date of the article or None; the sentence keeps its words.
# Happens:   "Since <time>11 September</time>, it met" makes 11 September of the current year the
#            date of publication, and the text reads "Since , it met". Pages without a date of their
#            own are dated by what they tell about.
# Output:
#   publish_date:         11 September
#   publish_datetime_utc: 09-11 of the year of the run: True
#   text:                 Since , it met in the capital and spoke
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  goose3==3.1.22 lxml_html_clean==0.4.6 lxml==6.1.3
cd "$work"

venv/bin/python - <<'PY'
import datetime
import warnings

from goose3 import Goose

warnings.simplefilter("ignore")
story = "The council has met each Monday to speak about the war and the talks in the capital. " * 6
page = (
    "<html><head><title>The council</title></head><body><article><h1>The council</h1>"
    f"<p>Since <time>11 September</time>, it met in the capital and spoke about the talks and the war.</p>"
    f"<p>{story}</p><p>{story}</p></article></body></html>"
)
with Goose({"enable_image_fetching": False}) as reader:
    article = reader.extract(raw_html=page)
date = article.publish_datetime_utc
print("publish_date:        ", article.publish_date)
print("publish_datetime_utc:", str(date)[5:10], "of the year of the run:", date.year == datetime.date.today().year)
print("text:                ", article.cleaned_text[:40])
same = (date.month, date.day) == (9, 11) and "Since , it met" in article.cleaned_text
raise SystemExit(0 if same else "changed")
PY
