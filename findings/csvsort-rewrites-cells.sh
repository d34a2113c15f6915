#!/usr/bin/env bash
# csvkit: csvsort changes what it sorts: 007 is 7, yes is True, 12% is 12, "None" is empty.
#
# Versions:  csvkit 2.2.0, agate 1.14.2, Babel 2.19.0; Python 3.11
# Expected:  A sorted file has the same cells in another order.
# Happens:   Types are guessed for all columns, whichever is sorted by, and written back: ids lose
#            their zeros, y and no become True and False, % and $ are dropped, "2,5" is 25, times of
#            day lengths, N/A, none and "." empty. csvcut, csvgrep and csvformat leave cells alone,
#            so one step of a chain decides whether ids still match. With -I ("no inference") N/A
#            and None are emptied all the same; --blanks keeps them.
# Output:
#   id,section,turnout,seat,at
#   012,None,12%,yes,09:20
#   007,N/A,"2,5",n,21:05
#
#   id,section,turnout,seat,at
#   7,,25,False,0:21:05
#   12,,12,True,0:09:20
#
#   id,section,turnout,seat,at
#   007,,"2,5",n,21:05
#   012,,12%,yes,09:20
#
#   id,section,turnout,seat,at
#   007,N/A,"2,5",n,21:05
#   012,None,12%,yes,09:20
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  csvkit==2.2.0 agate==1.14.2 Babel==2.19.0
cd "$work"

venv/bin/python - <<'PY'
import subprocess

with open("a.csv", "w") as file:
    file.write('id,section,turnout,seat,at\n012,None,12%,yes,09:20\n007,N/A,"2,5",n,21:05\n')


def run(*command):
    return subprocess.run([f"venv/bin/{command[0]}", *command[1:], "a.csv"], capture_output=True, text=True, check=True).stdout


print(open("a.csv").read())
plain = run("csvsort", "-c", "id")
print(plain)
print(run("csvsort", "-I", "-c", "id"))
print(run("csvsort", "-I", "--blanks", "-c", "id"))
rows = plain.splitlines()
same = rows[1].startswith("7,,25,False,") and rows[2].startswith("12,,12,True,") and "\n007,," in run("csvsort", "-I", "-c", "id") and "007,N/A" in run("csvsort", "-I", "--blanks", "-c", "id")
raise SystemExit(0 if same else "changed")
PY
