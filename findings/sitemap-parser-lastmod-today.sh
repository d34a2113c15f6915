#!/usr/bin/env bash
# ultimate-sitemap-parser: a sitemap's lastmod of a month or a year gets the day of the run.
#
# Versions:  ultimate-sitemap-parser 1.8.1; Python 3.11
# Expected:  The protocol of sitemaps allows 2018-10 and 2018; last_modified is None, or says how
#            exact it is.
# Happens:   The missing parts are those of today: on 30 November, 2018-10 is the 30th of October
#            and 2018 the 30th of November of that year; a second run on another day gives other
#            dates, so that archive pages look changed. In feeds that serve as sitemaps, a zone by
#            name (EST, CEST) is dropped, with a warning, and the clock is taken as it is.
# Output (30 November 2026):
#   2018-10-22           2018-10-22
#   2018-10              2018-10-30
#   2018                 2018-11-30
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  ultimate-sitemap-parser==1.8.1
cd "$work"

venv/bin/python - <<'PY'
import datetime
import logging

from usp.tree import sitemap_from_str

logging.disable(logging.CRITICAL)
printed = ["2018-10-22", "2018-10", "2018"]
rows = "".join(f"<url><loc>https://example.org/{day}</loc><lastmod>{day}</lastmod></url>" for day in printed)
text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
before = datetime.date.today()
pages = list(sitemap_from_str(text).all_pages())
read = {page.url.rsplit("/", 1)[1]: page.last_modified.date() for page in pages}
for day in printed:
    print(f"{day:20} {read[day]}")


def last_day(year, month):
    return (datetime.date(year, month, 28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)


same = False
for today in (before, datetime.date.today()):  # they differ where midnight falls between
    month = datetime.date(2018, 10, min(today.day, last_day(2018, 10).day))
    year = datetime.date(2018, today.month, min(today.day, last_day(2018, today.month).day))
    same = same or (read["2018-10"], read["2018"]) == (month, year)
raise SystemExit(0 if same and read["2018-10-22"] == datetime.date(2018, 10, 22) else "changed")
PY
