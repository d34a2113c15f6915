#!/usr/bin/env bash
# polars: of war, Warsaw and Warsaw Pact, extract_many counts war four times, in award too, and
# the others never.
#
# Versions:  polars 2.1.0; Python 3.11
# Expected:  extract_many, the fast way to count a list of names, finds each name where it stands;
#            where one is the beginning of another, the longer one is meant.
# Happens:   The match that ends first wins, and the search goes on behind it: "warsaw pact" is
#            "war", and so is "award". No name that begins with another of the list is ever found,
#            in extract_many, find_many and replace_many alike. leftmost=True takes the name that
#            comes first in the list, so the same names in another order have other counts.
#            overlapping=True finds all, and counts one place three times.
# Output:
#   as listed: {'war': 4, 'warsaw': 0, 'warsaw pact': 0}
#   longest first: {'war': 4, 'warsaw': 0, 'warsaw pact': 0}
#   longest first, leftmost: {'war': 2, 'warsaw': 1, 'warsaw pact': 1}
#   as listed, leftmost: {'war': 4, 'warsaw': 0, 'warsaw pact': 0}
#   overlapping: {'war': 4, 'warsaw': 2, 'warsaw pact': 1}
#   whole words: {'war': 1, 'warsaw': 1, 'warsaw pact': 1}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  polars==2.1.0
cd "$work"

venv/bin/python - <<'PY'
import polars

text = polars.Series(["warsaw pact talks in warsaw on an award, not on war"])
names = ["war", "warsaw", "warsaw pact"]


def count(patterns, **how):
    found = text.str.extract_many(patterns, **how).to_list()[0]
    return {name: found.count(name) for name in names}


seen = {
    "as listed": count(names),
    "longest first": count(names[::-1]),
    "longest first, leftmost": count(names[::-1], leftmost=True),
    "as listed, leftmost": count(names, leftmost=True),
    "overlapping": count(names, overlapping=True),
}
for how, counts in seen.items():
    print(f"{how}: {counts}")
right = {"war": 1, "warsaw": 1, "warsaw pact": 1}
print("whole words:", right)
short = {"war": 4, "warsaw": 0, "warsaw pact": 0}
fine = seen["as listed"] == seen["longest first"] == seen["as listed, leftmost"] == short
fine = fine and seen["longest first, leftmost"] == {"war": 2, "warsaw": 1, "warsaw pact": 1}
raise SystemExit(0 if fine else "changed")
PY
