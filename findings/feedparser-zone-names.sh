#!/usr/bin/env bash
# feedparser: names of zones outside of America are read as UTC, and AST is always the Atlantic.
#
# Versions:  feedparser 6.0.14; Python 3.11
# Expected:  published_parsed is in UTC, as it says; a zone that is not known gives no time.
# Happens:   CEST, MSK, IST, JST and AEST are passed over, so half past midnight in Tokyo stays half
#            past midnight of that day in "UTC", nine hours late, while +0900 beside it is moved to
#            the day before. AST, which papers of the Gulf write for Arabian time (+3), is UTC-4:
#            seven hours the other way. "GMT+2" gives no date. One feed in two zones has its order
#            turned round; two outlets differ by a day on one event.
# Output:
#   EDT    2018-10-22 04:30   as -0400: 2018-10-22 04:30
#   CEST   2018-10-22 00:30   as +0200: 2018-10-21 22:30
#   MSK    2018-10-22 00:30   as +0300: 2018-10-21 21:30
#   IST    2018-10-22 00:30   as +0530: 2018-10-21 19:00
#   JST    2018-10-22 00:30   as +0900: 2018-10-21 15:30
#   AST    2018-10-22 04:30   as +0300: 2018-10-21 21:30
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check feedparser==6.0.14
cd "$work"

venv/bin/python - <<'PY'
import feedparser

feed = (
    '<rss version="2.0"><channel><title>Gazette</title><item><title>Talks open</title>'
    "<pubDate>Mon, 22 Oct 2018 00:30:00 {}</pubDate></item></channel></rss>"
)


def moment(zone):
    year, month, day, hour, minute = feedparser.parse(feed.format(zone)).entries[0].published_parsed[:5]
    return f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}"


zones = {"EDT": "-0400", "CEST": "+0200", "MSK": "+0300", "IST": "+0530", "JST": "+0900", "AST": "+0300"}
found = {name: (moment(name), moment(offset)) for name, offset in zones.items()}
for name, (named, numbered) in found.items():
    print(f"{name:6} {named}   as {zones[name]}: {numbered}")
same = found.pop("EDT")[0] == "2018-10-22 04:30" and found.pop("AST")[0] == "2018-10-22 04:30"
same &= {named for named, _ in found.values()} == {"2018-10-22 00:30"}
raise SystemExit(0 if same else "changed")
PY
