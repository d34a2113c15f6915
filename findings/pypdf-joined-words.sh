#!/usr/bin/env bash
# pypdf: when the right column of a page is drawn before the left, the last and first words of a
# line become one.
#
# Versions:  pypdf 7.1.1, fpdf2 2.8.9; Python 3.11
# Expected:  Two pieces of text far apart on a line have a blank or a line break between them.
# Happens:   extract_text() follows the order of drawing. If a piece ends at the right and the next
#            one begins at the left of the same line there is no blank: "Right one" and "Left one"
#            are "Right oneLeft one". Newspapers with columns get words such as "oneLeft" in every
#            line; extraction_mode="layout" sorts by place.
# Output:
#   extract_text(): ['Right 0Left 0', 'Right 1Left 1']
#   layout:         ['Left 0 Right 0', 'Left 1 Right 1']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pypdf==7.1.1 fpdf2==2.8.9
cd "$work"

venv/bin/python - <<'PY'
from fpdf import FPDF
from pypdf import PdfReader

page = FPDF()
page.add_page()
page.set_font("Helvetica", size=12)
for line in range(2):
    page.text(110, 60 + 6 * line, f"Right {line}")
    page.text(20, 60 + 6 * line, f"Left {line}")
page.output("columns.pdf")
first = PdfReader("columns.pdf").pages[0]
text = first.extract_text()
layout = [" ".join(line.split()) for line in first.extract_text(extraction_mode="layout").splitlines() if line.strip()]
print("extract_text():", text.split("\n"))
print("layout:        ", layout)
raise SystemExit(0 if text == "Right 0Left 0\nRight 1Left 1" and layout == ["Left 0 Right 0", "Left 1 Right 1"] else "changed")
PY
