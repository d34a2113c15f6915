#!/usr/bin/env bash
# pandas, pyarrow: engine="pyarrow", which is asked for speed, moves late articles to the next day.
#
# Versions:  pandas 3.1.1, pyarrow 26.0.1; Python 3.11
# Expected:  Another engine of read_csv reads the same values; a column of dates that nobody asked to
#            parse stays text, as with the engine "c".
# Happens:   With "pyarrow" a column of times with offsets becomes datetime64 in UTC: 23:30 in New
#            York on 22 October is 23 October, and the offset that said so is gone. A column of days
#            becomes Python dates. With "c" both are the text of the file. So the first ten signs,
#            .dt.date and a merge on the day give other days after one word of the call changed.
# Output:
#   c        2018-10-22T23:30:00-05:00  day 2018-10-22  type str
#   pyarrow  2018-10-23 04:30:00+00:00  day 2018-10-23  type date
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 pyarrow==26.0.1
cd "$work"

venv/bin/python - <<'PY'
import io

import pandas as pd

content = (
    "title,published,day\nTalks open,2018-10-22T23:30:00-05:00,2018-10-22\n"
    "Cup final,2018-10-21T22:10:00-05:00,2018-10-21\n"
)
days = {}
for engine in ("c", "pyarrow"):
    table = pd.read_csv(io.StringIO(content), engine=engine)
    first = table["published"][0]
    days[engine] = str(first)[:10]
    kind = type(table["day"][0]).__name__
    print(f"{engine:8} {first}  day {days[engine]}  type {kind}")
raise SystemExit(0 if days == {"c": "2018-10-22", "pyarrow": "2018-10-23"} else "changed")
PY
