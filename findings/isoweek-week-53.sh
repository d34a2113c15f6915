#!/usr/bin/env bash
# isoweek: week 53 of a year that has 52 is week 1 of the next.
#
# Versions:  isoweek 1.3.3; Python 3.11
# Expected:  Week(2018, 53) is refused: 2018 has 52 weeks.
# Happens:   It is taken as a number of weeks from the start: Week(2018, 53) is 2019-W01, Week(2018,
#            0) is 2017-W52, and so is a week read from the text 2018W53. Weeks that were counted by
#            strftime("%U") or by seven days from New Year, which reach 53 each year, are joined to
#            those of the next year without an error.
# Output:
#   2019W01 2017W52 2019W01
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: isoweek==1.3.3
cd "$work"

venv/bin/python - <<'PY'
from isoweek import Week

seen = [str(Week(2018, 53)), str(Week(2018, 0)), str(Week.fromstring("2018W53"))]
print(*seen)
raise SystemExit(0 if seen == ["2019W01", "2017W52", "2019W01"] else "changed")
PY
