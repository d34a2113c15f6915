#!/usr/bin/env bash
# jq for Python: ids of nineteen digits are told apart inside a filter and are one number when
# they come out.
#
# Versions:  jq 1.13.0 (PyPI, with libjq inside); Python 3.11
# Expected:  jq keeps large numbers as written since version 1.7, and Python has whole numbers of
#            any length: what goes in comes out.
# Happens:   Inside, ids that differ in the last digit are different (group_by finds three
#            groups), and map(tostring) gives them as written. Numbers come out through a double:
#            1055234567890123456 to ...458 are three times 1055234567890123520, an int that no
#            post has, without a decimal point to warn of it, even through the filter ".". Joined
#            by id, all rows match each other or none.
# Output:
#   group_by(.) | length     3
#   map(tostring)            ['1055234567890123458', '1055234567890123456', '1055234567890123457']
#   .                        [1055234567890123520, 1055234567890123520, 1055234567890123520]
#   unique                   [1055234567890123520, 1055234567890123520, 1055234567890123520]
#   types: {'int'}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  jq==1.13.0
cd "$work"

venv/bin/python - <<'PY'
import jq

ids = [1055234567890123458, 1055234567890123456, 1055234567890123457]


def run(program):
    value = jq.compile(program).input_value(ids).first()
    print(f"{program:24}", value)
    return value


groups, text = run("group_by(.) | length"), run("map(tostring)")
plain, alike = run("."), run("unique")
print("types:", {type(one).__name__ for one in plain})
fine = groups == 3 and text == [str(one) for one in ids] and plain == alike == [1055234567890123520] * 3
raise SystemExit(0 if fine and type(plain[0]) is int else "changed")
PY
