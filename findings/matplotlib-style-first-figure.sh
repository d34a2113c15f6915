#!/usr/bin/env bash
# matplotlib in a notebook: where the first figure is made inside a style, no later one is shown.
#
# Versions:  matplotlib 3.11.2, matplotlib-inline 0.2.2, ipykernel 7.4.0; Python 3.11
# Expected:  "with plt.style.context(...)" (or rc_context) holds for its block; figures made after it
#            are shown below their cells like any others.
# Happens:   The backend of the notebook is chosen when the first figure is made, and then switches
#            the setting "interactive" on. The end of the block takes that back with all other
#            settings, the backend excepted. From there on no cell shows a figure, without a
#            warning; plt.show() still does.
# Output:
#   first figure in a plain cell:  png png png
#   first figure inside a style:   png - -
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  matplotlib==3.11.2 matplotlib-inline==0.2.2 ipykernel==7.4.0 nbclient==0.11.0 nbformat==5.11.1
cd "$work"
export JUPYTER_DATA_DIR="$work/jupyter"

venv/bin/python - <<'PY' 2>/dev/null
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

PLAIN = "fig, ax = plt.subplots(); ax.plot([1, 2]);"
STYLED = "with plt.style.context('ggplot'):\n    fig, ax = plt.subplots()\n    ax.plot([1, 2])"


def shown(first):
    cells = ["import matplotlib.pyplot as plt", first, PLAIN, PLAIN]
    book = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    NotebookClient(book, kernel_name="python3").execute()
    return ["png" if cell["outputs"] else "-" for cell in book.cells[1:]]


plain, styled = shown(PLAIN), shown(STYLED)
print("first figure in a plain cell: ", *plain)
print("first figure inside a style:  ", *styled)
raise SystemExit(0 if (plain, styled) == (["png"] * 3, ["png", "-", "-"]) else "changed")
PY
