#!/usr/bin/env bash
# papermill: the parameter 12e45678 is infinity, 007 is 7, and false is a text, which is true.
#
# Versions:  papermill 2.7.0; Python 3.11
# Expected:  -p passes a number as a number, true and false as such, as in JSON and in its own option
#            -y, and any other word as text.
# Happens:   Whatever Python's float or int takes is a number: an id or the hash of an article such as
#            12e45678 is infinity, 007 is 7, an outlet called Nan is NaN, 1_000 is 1000. Of true and
#            false only the spelling of Python counts: "false" is a text that is not empty, so that
#            what should be switched off is on. -r passes each as text.
# Output:
#   -p  story = float('inf')   issue = 7   outlet = float('nan')   drafts = "false"
#   -r  story = "12e45678"   issue = "007"   outlet = "Nan"   drafts = "false"
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check papermill==2.7.0
cd "$work"

venv/bin/python - <<'PY'
import json
import subprocess

notebook = {
    "cells": [
        {
            "cell_type": "code",
            "id": "parameters",
            "execution_count": None,
            "metadata": {"tags": ["parameters"]},
            "outputs": [],
            "source": "story = issue = outlet = drafts = None",
        }
    ],
    "metadata": {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}
with open("in.ipynb", "w") as file:
    json.dump(notebook, file)
given = {"story": "12e45678", "issue": "007", "outlet": "Nan", "drafts": "false"}
seen = {}
for option in ("-p", "-r"):
    words = [word for name, value in given.items() for word in (option, name, value)]
    subprocess.run(
        ["venv/bin/papermill", "in.ipynb", "out.ipynb", "--prepare-only", *words], check=True, capture_output=True
    )
    with open("out.ipynb") as file:
        cells = json.load(file)["cells"]
    lines = "".join(cells[1]["source"]).strip().splitlines()
    seen[option] = "   ".join(line for line in lines if " = " in line)
    print(f"{option}  {seen[option]}")
wanted = {
    "-p": "story = float('inf')   issue = 7   outlet = float('nan')   drafts = \"false\"",
    "-r": 'story = "12e45678"   issue = "007"   outlet = "Nan"   drafts = "false"',
}
raise SystemExit(0 if seen == wanted else "changed")
PY
