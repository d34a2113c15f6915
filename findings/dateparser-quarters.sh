#!/usr/bin/env bash
# dateparser: a quarter of a year becomes its middle month, the second half of a year February.
#
# Versions:  dateparser 1.5.0; Python 3.11
# Expected:  "Q1 2024" and "H1 2020" are no dates: None, or the first day of the span.
# Happens:   "Q1 2024" is read as February, "Q3 2023" as August, "H2 2020" as February (its number
#            is taken for a month), each with the day of the month on which the script runs. Dates
#            of quarterly reports fall into one month, and move with the day of the run.
# Output:
#   Q1 2024: 2024-02-17; STRICT_PARSING: None
#   Q3 2023: 2023-08-17; STRICT_PARSING: None
#   Q4 2019: 2019-11-17; STRICT_PARSING: None
#   H1 2020: 2020-01-17; STRICT_PARSING: None
#   H2 2020: 2020-02-17; STRICT_PARSING: None
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check dateparser==1.5.0
cd "$work"

venv/bin/python - <<'PY'
import datetime
import warnings

import dateparser

warnings.simplefilter("ignore")
settings = {"RELATIVE_BASE": datetime.datetime(2026, 11, 17)}
found = {}
for text in ("Q1 2024", "Q3 2023", "Q4 2019", "H1 2020", "H2 2020"):
    date = dateparser.parse(text, settings=settings)
    strict = dateparser.parse(text, settings={**settings, "STRICT_PARSING": True})
    found[text] = (str(date.date()) if date else None, strict)
    print(f"{text}: {found[text][0]}; STRICT_PARSING: {strict}")
same = (
    found["Q1 2024"] == ("2024-02-17", None)
    and found["Q3 2023"] == ("2023-08-17", None)
    and found["H2 2020"] == ("2020-02-17", None)
)
raise SystemExit(0 if same else "changed")
PY
