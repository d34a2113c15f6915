#!/usr/bin/env bash
# pandoc: of articles in RIS the day is never read, and the whole date is lost where PY has it.
#
# Versions:  pandoc 3.9 (pypandoc_binary 1.17); Python 3.11
# Expected:  pandoc -f ris gives the date of an article as the databases write it: DA with the day,
#            or a PY of year, month and day.
# Happens:   Only PY is read, and only as a bare year: with DA 22 October 2018 the article is of
#            2018; with PY 2018/10/22/, and with Y1 or DA alone, it has no date. Of two paragraphs
#            of an abstract the first is kept; N2, the abstract in other databases, is left out. No
#            warning, status 0.
# Output:
#   DA and PY         2018; Post; First paragraph.
#   PY with its day   no date; Post; First paragraph.
#   Y1, JF and N2     no date; Post; None
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check pypandoc_binary==1.17
cd "$work"

venv/bin/python - <<'PY'
import json
import subprocess

import pypandoc

abstract = ["AB  - First paragraph.", "AB  - Second paragraph."]
records = {
    "DA and PY": ["T2  - Post", "DA  - 2018/10/22", "PY  - 2018", *abstract],
    "PY with its day": ["T2  - Post", "PY  - 2018/10/22/", *abstract],
    "Y1, JF and N2": ["JF  - Post", "Y1  - 2018/10/22/", "N2  - First paragraph."],
}
lines = []
for name, fields in records.items():
    lines += ["TY  - NEWS", f"TI  - {name}", *fields, "ER  - ", ""]
run = subprocess.run(
    [pypandoc.get_pandoc_path(), "--from", "ris", "--to", "csljson"],
    input="\n".join(lines),
    capture_output=True,
    text=True,
    check=True,
)
seen = []
for article in json.loads(run.stdout):
    parts = article.get("issued", {}).get("date-parts")
    date = "-".join(map(str, parts[0])) if parts else "no date"
    seen.append((date, article.get("container-title"), article.get("abstract")))
    print(f"{article['title']:17} {date}; {seen[-1][1]}; {seen[-1][2]}")
wanted = [("2018", "Post", "First paragraph."), ("no date", "Post", "First paragraph."), ("no date", "Post", None)]
raise SystemExit(0 if seen == wanted and run.stderr == "" else "changed")
PY
