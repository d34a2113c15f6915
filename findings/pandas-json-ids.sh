#!/usr/bin/env bash
# pandas: read_json turns quoted identifiers into numbers, and a date column that says "today"
# into the time of the run.
#
# Versions:  pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  JSON says what is text: "00123" in quotes stays "00123".
# Happens:   A column whose texts all look like numbers becomes int64: article ids lose their zeros
#            and no longer match, "20181022" is a number, the headline "1984" too. A column with
#            date in its name is parsed: "10/11/2018" month first, "today" as now. dtype=False keeps
#            all of it as text.
# Output:
#   default: [['123', '1984', '2018-10-11'], ['124', '2001', '2018-12-11']]
#   kept:    [['00123', '1984', '10/11/2018'], ['00124', '2001', '12/11/2018']]
#   "today" is a Timestamp
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import io

import pandas as pd

text = '[{"id": "00123", "title": "1984", "date": "10/11/2018"}, {"id": "00124", "title": "2001", "date": "12/11/2018"}]'
read = pd.read_json(io.StringIO(text))
kept = pd.read_json(io.StringIO(text), dtype=False)
today = pd.read_json(io.StringIO('[{"date": "today"}]'))["date"][0]
print("default:", read.astype(str).to_numpy().tolist())
print("kept:   ", kept.to_numpy().tolist())
print('"today" is a', type(today).__name__)
same = (
    read["id"].tolist() == [123, 124]
    and read["title"].tolist() == [1984, 2001]
    and str(read["date"][0])[:10] == "2018-10-11"
    and isinstance(today, pd.Timestamp)
    and kept["id"].tolist() == ["00123", "00124"]
)
raise SystemExit(0 if same else "changed")
PY
