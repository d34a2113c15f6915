#!/usr/bin/env bash
# duckdb: one "#N/A" at the start of a line makes "#" a comment sign and cuts every headline that
# has one.
#
# Versions:  duckdb 2.0.1; Python 3.11
# Expected:  "#N/A" (what Excel writes for a failed look-up) is text or a missing value; other rows
#            do not change.
# Happens:   The sniffer takes "#" for a comment sign. The row that begins with #N/A is dropped, and
#            "Party #1 wins" becomes "Party ": headlines with hashtags and numbers lose their end.
#            Without that one cell the same file is read right. No message; a column of shares or
#            counts by hashtag is silently short.
# Output:
#   without.csv  ['Talks open', 'Party #1 wins', 'The #MeToo march']
#   with.csv     ['Party ', 'The ']
#   sniffed comment sign: #
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check duckdb==2.0.1
cd "$work"

venv/bin/python - <<'PY'
import duckdb

rows = ['#N/A,2018-10-22,Talks open', '2,2018-10-23,Party #1 wins', '3,2018-10-24,The #MeToo march']
head = "id,date,title\n"
for name, lines in (("with.csv", rows), ("without.csv", ["1,2018-10-22,Talks open", *rows[1:]])):
    with open(name, "w") as file:
        file.write(head + "\n".join(lines) + "\n")

got = {}
for name in ("without.csv", "with.csv"):
    got[name] = [title for (title,) in duckdb.sql(f"select title from '{name}'").fetchall()]
    print(f"{name:12}", got[name])
print("sniffed comment sign:", duckdb.sql("select Comment from sniff_csv('with.csv')").fetchall()[0][0])
same = (
    got["without.csv"] == ["Talks open", "Party #1 wins", "The #MeToo march"]
    and got["with.csv"] == ["Party ", "The "]
)
raise SystemExit(0 if same else "changed")
PY
