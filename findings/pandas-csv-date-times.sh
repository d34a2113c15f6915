#!/usr/bin/env bash
# pandas: to_csv writes the dates of one column in two forms, depending on the rows around them.
#
# Versions:  pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  A column of timestamps is written in one form: with a time in every row, or in none.
# Happens:   Rows are written in chunks (100,000 cells by default), and each chunk leaves the time out
#            if all of its own dates are at midnight. A program that reads the file by one format, or
#            takes its first rows as a sample, meets another form later. With chunksize=len(table), all
#            rows look alike.
# Output:
#   first date, last date:       2018-01-02 / 2018-01-02 13:00:00
#   at midnight with a time:     10,000 of 60,000
#   with one chunk:              60,000 of 60,000
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd

days = pd.to_datetime(["2018-01-02 00:00"] * 60_000 + ["2018-01-02 13:00"])
table = pd.DataFrame({"published": days, "n": 1})


def written(**options):
    lines = table.to_csv(index=False, **options).splitlines()[1:]
    return [line.rpartition(",")[0] for line in lines]


def with_time(cells):
    return sum(cell == "2018-01-02 00:00:00" for cell in cells)


usual, whole = written(), written(chunksize=len(table))
print("first date, last date:      ", usual[0], "/", usual[-1])
print(f"at midnight with a time:     {with_time(usual):,} of 60,000")
print(f"with one chunk:              {with_time(whole):,} of 60,000")
found = (usual[0], usual[-1], with_time(usual), with_time(whole))
expected = ("2018-01-02", "2018-01-02 13:00:00", 10_000, 60_000)
raise SystemExit(0 if found == expected else "changed")
PY
