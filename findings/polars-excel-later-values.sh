#!/usr/bin/env bash
# polars: read_excel takes the type of a column from its first thousand rows and makes later values
# of another type empty.
#
# Versions:  polars 2.1.0, fastexcel 0.21.0, openpyxl 3.1.5 (to write the file); Python 3.11
# Expected:  A value that does not fit is kept by a wider type, or raises as read_csv does.
# Happens:   Pages are 1, 2, 3 … and from row 1,200 on A1200: the column is whole numbers and each of
#            these is null. Days are dates, later ones typed as text: null. Nothing is raised, and
#            the older articles, which stand first, look right. pandas keeps them all.
# Output:
#   page  type Int64  empty 100 of 1299
#   date  type Date   empty 100 of 1299
#   pandas  ['A1299', '22 October 2018'] empty 0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  polars==2.1.0 fastexcel==0.21.0 openpyxl==3.1.5 pandas==3.1.1
cd "$work"

venv/bin/python - <<'PY'
import datetime
import warnings

import openpyxl
import pandas as pd
import polars as pl

warnings.simplefilter("ignore")
book = openpyxl.Workbook()
book.active.append(["page", "date", "text"])
for at in range(1, 1300):
    day = datetime.date(2018, 10, 22)
    book.active.append([at if at < 1200 else f"A{at}", day if at < 1200 else "22 October 2018", "x"])
book.save("pages.xlsx")

table = pl.read_excel("pages.xlsx")
empty = {name: table[name].null_count() for name in ("page", "date")}
for name, count in empty.items():
    print(f"{name:5} type {table[name].dtype!s:6} empty {count} of {len(table)}")
whole = pd.read_excel("pages.xlsx")
print("pandas ", whole.iloc[-1, :2].tolist(), "empty", int(whole.isna().sum().sum()))
same = empty == {"page": 100, "date": 100} and not whole.isna().any().any()
raise SystemExit(0 if same else "changed")
PY
