#!/usr/bin/env bash
# petl: selectgt(table, "share", 0.9) of a CSV keeps every row, selectlt keeps what is missing.
#
# Versions:  petl 1.7.30; Python 3.11
# Expected:  The cells of a CSV are text; text against a number is an error, as everywhere in Python
#            3, or is compared as a number. A missing value is not less than 100.
# Happens:   Values of unlike types have an order of their own: nothing, then numbers, then text. So
#            every share read from a CSV is above 0.9 and none is below; an empty cell too. After
#            the conversion to numbers a missing count is below every threshold, so "outlets with
#            fewer than 100 articles" holds those with no count. limits() of 9 and 120 are "120" and
#            "9".
# Output:
#   share above 0.9: ['Post', 'Times', 'Wire']
#   share below 0.9: []
#   fewer than 100 articles: ['Post', 'Times']
#   limits of 9 and 120: ('120', '9')
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  petl==1.7.30
cd "$work"

venv/bin/python - <<'PY'
import petl

with open("outlets.csv", "w") as file:
    file.write("outlet,articles,share\nPost,9,0.50\nTimes,,0.25\nWire,120,0.10\n")
table = petl.fromcsv("outlets.csv")
names = lambda rows: list(petl.values(rows, "outlet"))
above, below = names(petl.selectgt(table, "share", 0.9)), names(petl.selectlt(table, "share", 0.9))
print("share above 0.9:", above)
print("share below 0.9:", below)
numbers = petl.convert(table, "articles", int)
few = names(petl.selectlt(numbers, "articles", 100))
print("fewer than 100 articles:", few)
limits = petl.limits(petl.cut(petl.selectne(table, "articles", ""), "articles"), "articles")
print("limits of 9 and 120:", limits)
same = above == ["Post", "Times", "Wire"] and below == [] and few == ["Post", "Times"] and limits == ("120", "9")
raise SystemExit(0 if same else "changed")
PY
