#!/usr/bin/env bash
# babel: parse_date takes the first three numbers of a text, and changes day and month where the
# month is above twelve.
#
# Versions:  Babel 2.16.0; Python 3.11
# Expected:  parse_date("13/11/2018", locale="en_US") is refused, since there is no month 13; a
#            sentence is no date.
# Happens:   A number above twelve in the place of the month is taken for the day: of a column
#            printed day first, the days after the 12th are right and the others have day and month
#            changed, without a word. Any text with three numbers is a date: "3 of 10/22/2018" (a
#            page number before it) is 10 March 2022. Two digits are always of this century, so an
#            article of 1968 is of 2068.
# Output:
#   12/11/2018       en_US  2018-12-11
#   13/11/2018       en_US  2018-11-13
#   3 of 10/22/2018  en_US  2022-03-10
#   22.10.68         de     2068-10-22
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: Babel==2.16.0
cd "$work"

venv/bin/python - <<'PY'
from babel.dates import parse_date

texts = [("12/11/2018", "en_US"), ("13/11/2018", "en_US"), ("3 of 10/22/2018", "en_US"), ("22.10.68", "de")]
seen = [str(parse_date(text, locale=locale)) for text, locale in texts]
for (text, locale), day in zip(texts, seen):
    print(f"{text:16} {locale:6} {day}")
raise SystemExit(0 if seen == ["2018-12-11", "2018-11-13", "2022-03-10", "2068-10-22"] else "changed")
PY
