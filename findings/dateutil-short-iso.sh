#!/usr/bin/env bash
# dateutil: in one column of yy-mm-dd dates 99-10-22 is 1999 and 18-10-22 is 18 October 2022.
#
# Versions:  python-dateutil 4.0.0; Python 3.11
# Expected:  The order of a column of dashed dates is one: year first, as in ISO 8601, or the last.
# Happens:   Each value is judged alone: 99 cannot be a day, so it is the year; 18 can, so 18-10-22
#            is day-month-year, and 12-10-22 month first: 10 December 2022. Catalogues that print
#            18-10-22 for 22 October 2018 move to 2022, and the days of a month become years.
#            yearfirst=True reads all of them right.
# Output:
#   99-10-22: 1999-10-22; yearfirst=True: 1999-10-22
#   18-10-22: 2022-10-18; yearfirst=True: 2018-10-22
#   12-10-22: 2022-12-10; yearfirst=True: 2012-10-22
#   18-10-05: 2005-10-18; yearfirst=True: 2018-10-05
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check python-dateutil==4.0.0
cd "$work"

venv/bin/python - <<'PY'
from dateutil.parser import parse

texts = ("99-10-22", "18-10-22", "12-10-22", "18-10-05")
default = [f"{parse(text):%Y-%m-%d}" for text in texts]
first = [f"{parse(text, yearfirst=True):%Y-%m-%d}" for text in texts]
for row in zip(texts, default, first):
    print("{}: {}; yearfirst=True: {}".format(*row))
same = default == ["1999-10-22", "2022-10-18", "2022-12-10", "2005-10-18"] and first[1] == "2018-10-22"
raise SystemExit(0 if same else "changed")
PY
