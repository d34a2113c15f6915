#!/usr/bin/env bash
# pdfplumber: the end of a long cell and the cell beside it are read letter by letter in turn.
#
# Versions:  pdfplumber 0.11.10, fpdf2 2.8.9, pypdf 7.1.1; Python 3.11
# Expected:  A headline longer than its cell, drawn over the next cell, is read whole, before or
#            after it, since each was written as one string.
# Happens:   Letters are sorted by their place on the line, whoever wrote them, so "headline" and
#            "next cell" become "headnleinxet ctheallt", words that no list has; the order in which
#            they were drawn is used only where use_text_flow is set. cell() of fpdf2 does not cut
#            what is too long. pypdf leaves both whole, without a space.
# Output:
#   pdfplumber: A very long headnleinxet ctheallt does not fit
#   text flow:  A very long headline that does not fit next cell
#   pypdf:      A very long headline that does not fitnext cell
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: pdfplumber==0.11.10 fpdf2==2.8.9 pypdf==7.1.1
cd "$work"

venv/bin/python - <<'PY'
import io

import pdfplumber
import pypdf
from fpdf import FPDF

document = FPDF()
document.add_page()
document.set_font("Helvetica", size=12)
document.cell(30, 6, "A very long headline that does not fit")
document.cell(30, 6, "next cell")
file = io.BytesIO(bytes(document.output()))
page = pdfplumber.open(file).pages[0]
flow = " ".join(word["text"] for word in page.extract_words(use_text_flow=True))
seen = [page.extract_text(), flow, pypdf.PdfReader(file).pages[0].extract_text()]
for name, text in zip(["pdfplumber:", "text flow:", "pypdf:"], seen):
    print(f"{name:11}", text)
expected = [
    "A very long headnleinxet ctheallt does not fit",
    "A very long headline that does not fit next cell",
    "A very long headline that does not fitnext cell",
]
raise SystemExit(0 if seen == expected else "changed")
PY
