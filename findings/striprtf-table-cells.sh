#!/usr/bin/env bash
# striprtf: a row of a table that pandoc wrote is a line for each cell; a "|" of the text looks like
# the end of a cell.
#
# Versions:  striprtf 0.0.35, pandoc 3.9 (pypandoc_binary 1.17); Python 3.11
# Expected:  A line for each row of the table, its cells told apart by "|": what striprtf makes of
#            rows whose cells end with \cell alone.
# Happens:   pandoc ends the paragraph in each cell with \par before \cell, which RTF allows.
#            striprtf prints a line end for it, so that a row of two cells is three lines, two of
#            them with the "|" at their head. A date in the second column stands on a line away from
#            its headline. A "|" within a headline stays as it is: "Talks | Analysis" is two cells.
# Output:
#   pandoc: 'War ends\n|22 October 2018\n|\nTalks | Analysis\n|23 October 2018\n|\n'
#   Word:   'War ends|22 October 2018|\nTalks | Analysis|23 October 2018|\n'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check striprtf==0.0.35 pypandoc_binary==1.17
cd "$work"

venv/bin/python - <<'PY'
import subprocess

import pypandoc
from striprtf.striprtf import rtf_to_text

rows = [("War ends", "22 October 2018"), ("Talks | Analysis", "23 October 2018")]
cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
pandoc = subprocess.run(
    [pypandoc.get_pandoc_path(), "--from", "html", "--to", "rtf", "--standalone"],
    input=f"<table>{cells}</table>",
    capture_output=True,
    text=True,
    check=True,
).stdout
word = r"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}" + "".join(
    r"\trowd\cellx4000\cellx8000\pard\intbl " + "".join(cell + r"\cell " for cell in row) + r"\row" + "\n" for row in rows
) + "}"
texts = {name: rtf_to_text(source).strip("\n") + "\n" for name, source in (("pandoc", pandoc), ("Word", word))}
for name, text in texts.items():
    print(f"{name + ':':7} {text!r}")
wanted = {
    "pandoc": "War ends\n|22 October 2018\n|\nTalks | Analysis\n|23 October 2018\n|\n",
    "Word": "War ends|22 October 2018|\nTalks | Analysis|23 October 2018|\n",
}
raise SystemExit(0 if texts == wanted else "changed")
PY
