#!/usr/bin/env bash
# xlsx2csv: Excel's own styles of dates become years of two digits, and its times lose half a day.
#
# Versions:  xlsx2csv 0.8.4, XlsxWriter 3.2.9; Python 3.11
# Expected:  A cell that holds a day and a time is written as one that can be read again.
# Happens:   The style that Excel gives a typed date (number 14) is written as 03-04-18, month first,
#            wherever the sheet was made; 1968 is 68, which pandas and others read as 2068. The style
#            for a date with a time (22) is written with hours of twelve and without AM or PM: 17:05
#            is 05:04, the minute cut off, and midnight is 12:00. A style with a year of four digits
#            is written with it, so two columns of one sheet differ.
# Output:
#   style 14     03-04-18        10-22-68
#   style 22     03/04/18 05:04  10/22/68 12:00
#   yyyy-mm-dd   2018-03-04      1968-10-22
#   pandas reads 10-22-68 as 2068-10-22
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  xlsx2csv==0.8.4 XlsxWriter==3.2.9 pandas==3.1.1
cd "$work"

venv/bin/python - <<'PY'
import csv
import datetime as dt

import pandas as pd
import xlsxwriter
from xlsx2csv import Xlsx2csv

moments = dt.datetime(2018, 3, 4, 17, 5), dt.datetime(1968, 10, 22)
book = xlsxwriter.Workbook("articles.xlsx")
sheet = book.add_worksheet()
styles = 14, 22, "yyyy-mm-dd"
for column, style in enumerate(styles):
    for row, moment in enumerate(moments):
        sheet.write_datetime(row, column, moment, book.add_format({"num_format": style}))
book.close()
Xlsx2csv("articles.xlsx").convert("articles.csv")
with open("articles.csv", newline="") as file:
    found = list(zip(*csv.reader(file)))
for style, (first, second) in zip(styles, found):
    name = f"style {style}" if isinstance(style, int) else style
    print(f"{name:12} {first:15} {second}")
read = pd.to_datetime(found[0][1], format="%m-%d-%y").date()
print("pandas reads", found[0][1], "as", read)
same = found == [("03-04-18", "10-22-68"), ("03/04/18 05:04", "10/22/68 12:00"),
                 ("2018-03-04", "1968-10-22")] and read.year == 2068
raise SystemExit(0 if same else "changed")
PY
