#!/usr/bin/env bash
# pandoc: headlines of a .bib file lose the capitals of their names in CSL JSON, and days are lost.
#
# Versions:  pypandoc_binary 1.17 (pandoc 3.9); Python 3.11
# Expected:  Converting references changes the format, not the headlines: "Vienna" stays "Vienna".
# Happens:   Headlines are turned into sentence case: "Grain talks go on in Vienna" is "Grain talks go
#            on in vienna", "Powell" is "powell"; names that are wholly in capitals stay. From .bib to
#            .bib each word gets a capital instead. Where a field "day" beside "month" tells the day,
#            CSL JSON keeps it and .bib drops it, so that all articles of a month share a date. No
#            warning either way.
# Output:
#   csljson  Grain talks go on in vienna | Fed raises rates as powell warns US congress  [2019, 2, 4]
#   bibtex   Grain Talks Go on in Vienna | Fed Raises Rates as Powell Warns {US} Congress  no day
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pypandoc_binary==1.17
cd "$work"

venv/bin/python - <<'PY'
import json
import re

import pypandoc

bib = """
@article{a, title={Grain talks go on in Vienna}, journal={Post}, year=2019, month=feb, day=4}
@article{b, title={Fed raises rates as Powell warns US Congress}, journal={Post}, date={2019-02-05}}
"""
records = json.loads(pypandoc.convert_text(bib, "csljson", format="bibtex"))
titles = [record["title"] for record in records]
day = records[0]["issued"]["date-parts"][0]
print("csljson ", " | ".join(titles), "", day)
back = pypandoc.convert_text(bib, "bibtex", format="bibtex", extra_args=["-s"])
again = re.findall(r"title = \{(.*)\},", back)
print("bibtex  ", " | ".join(again), "", "a day" if "day" in back else "no day")
same = titles == ["Grain talks go on in vienna", "Fed raises rates as powell warns US congress"]
same = same and day == [2019, 2, 4] and again[0] == "Grain Talks Go on in Vienna"
raise SystemExit(0 if same and "day" not in back else "changed")
PY
