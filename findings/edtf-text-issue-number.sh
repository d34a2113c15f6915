#!/usr/bin/env bash
# edtf: "no. 12, 1915" is December 1915, "2015–2016" is 2016, "Q1 2024" is January.
#
# Versions:  edtf 5.0.2; Python 3.11
# Expected:  text_to_edtf() gives the date that is written, or None.
# Happens:   The text goes through a lenient parser: a number of an issue becomes a month, a span
#            with an en dash keeps only its end (with a hyphen it keeps both), a quarter becomes
#            its first month, "Winter 2014/15" is None. In a list of newspapers all of these are
#            common and nothing marks them.
# Output:
#   no. 12, 1915    1915-12
#   2015–2016       2016
#   2015-16         2015/2016
#   Q1 2024         2024-01
#   Winter 2014/15  None
#   October 2018    2018-10
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  edtf==5.0.2
cd "$work"

venv/bin/python - <<'PY'
from edtf import text_to_edtf

expected = {
    "no. 12, 1915": "1915-12",
    "2015–2016": "2016",
    "2015-16": "2015/2016",
    "Q1 2024": "2024-01",
    "Winter 2014/15": None,
    "October 2018": "2018-10",
}
seen = {text: text_to_edtf(text) for text in expected}
for text, date in seen.items():
    print(f"{text:15} {date}")
raise SystemExit(0 if seen == expected else "changed")
PY
