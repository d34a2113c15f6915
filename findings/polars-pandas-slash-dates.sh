#!/usr/bin/env bash
# polars reads 10/11/2018 in a CSV as 10 November, pandas as 11 October, neither says so.
#
# Versions:  polars 2.1.0, pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  An ambiguous order is read one way by both, or refused or warned about by at least one.
# Happens:   polars' try_parse_dates tries day first, pandas' parse_dates month first. With a day
#            above 12 in the column polars keeps day first, and pandas leaves the whole column as
#            text, with no error. The same notebook moved from one to the other shifts news by up to
#            eleven months.
# Output:
#   ambiguous polars ['2018-11-10', '2018-04-03'], pandas ['2018-10-11', '2018-03-04']
#   clear     polars ['2018-11-10', '2018-12-25'], pandas ['10/11/2018', '25/12/2018']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  polars==2.1.0 pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import io
import warnings

import pandas as pd
import polars as pl

warnings.simplefilter("error")
ambiguous = "id,date\n1,10/11/2018\n2,03/04/2018\n"
clear = "id,date\n1,10/11/2018\n2,25/12/2018\n"
read = {}
for name, text in (("ambiguous", ambiguous), ("clear", clear)):
    by_polars = pl.read_csv(io.StringIO(text), try_parse_dates=True)["date"]
    try:
        by_pandas = pd.read_csv(io.StringIO(text), parse_dates=["date"])["date"]
        second = [str(value)[:10] for value in by_pandas]
    except Warning as warning:
        second = [f"{type(warning).__name__}"]
    read[name] = ([str(value) for value in by_polars], second)
    print(f"{name:9} polars {read[name][0]}, pandas {read[name][1]}")
same = read["ambiguous"] == (["2018-11-10", "2018-04-03"], ["2018-10-11", "2018-03-04"])
raise SystemExit(0 if same else "changed")
PY
