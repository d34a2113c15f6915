#!/usr/bin/env bash
# pandera: a schema with coerce=True makes 1 of 1.9 articles and True of "no", and passes them.
#
# Versions:  pandera 0.35.0, pandas 3.1.1; Python 3.11
# Expected:  coerce=True changes the type where the value stays what it is ("12" to 12), and what does
#            not fit is a SchemaError: that is what a schema is for.
# Happens:   It casts and checks what the cast has made. Of 1.9, -0.5 and 0.97 the whole numbers are 1,
#            0 and 0: a column of shares read into a field of counts passes. Every text but the empty
#            one is True, "False" and "no" too, and so is None. 20181022 as a date is a moment of 1970.
#            With unique=True and nullable=True two missing ids are duplicates, unlike in SQL.
# Output:
#   int       1.9, -0.5, 0.97              1, 0, 0
#   bool      'False', 'no', '', None      True, True, False, True
#   datetime  20181022                     1970-01-01
#   unique    'a', None, None              refused
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandera==0.35.0 pandas==3.1.1
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd
import pandera.pandas as pa


def passed(values, **column):
    schema = pa.DataFrameSchema({"x": pa.Column(**column)})
    try:
        return ", ".join(str(value) for value in schema.validate(pd.DataFrame({"x": values})).x)
    except pa.errors.SchemaError:
        return "refused"


cases = {
    "int": ([1.9, -0.5, 0.97], {"dtype": int, "coerce": True}),
    "bool": (["False", "no", "", None], {"dtype": bool, "coerce": True}),
    "datetime": ([20181022], {"dtype": "datetime64[ns]", "coerce": True}),
    "unique": (["a", None, None], {"dtype": str, "unique": True, "nullable": True}),
}
found = {}
for name, (values, column) in cases.items():
    found[name] = passed(values, **column)
    found[name] = found[name][:10] if name == "datetime" else found[name]
    print(f"{name:9} {', '.join(map(repr, values)):28} {found[name]}")
wanted = {"int": "1, 0, 0", "bool": "True, True, False, True", "datetime": "1970-01-01", "unique": "refused"}
raise SystemExit(0 if found == wanted else "changed")
PY
