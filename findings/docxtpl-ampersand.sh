#!/usr/bin/env bash
# docxtpl: a name with "&" loses the sign and the letters behind it.
#
# Versions:  docxtpl 0.20.2, python-docx 1.2.0; Python 3.11
# Expected:  A report made from a template holds the headlines that were passed.
# Happens:   Values go into the XML of the document as they are unless autoescape=True is given.
#            "&T" is then a reference to nothing, which the parser drops without a word: AT&T is AT,
#            "Q&A; what now" is "Q what now". No error, no warning, and the document opens.
# Output:
#   AT&T and Time Warner merge  ->  AT and Time Warner merge
#   Q&A; what now               ->  Q what now
#   with autoescape=True        ->  AT&T and Time Warner merge
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  docxtpl==0.20.2 python-docx==1.2.0
cd "$work"

venv/bin/python - <<'PY'
from docx import Document
from docxtpl import DocxTemplate

document = Document()
document.add_paragraph("{{ headline }}")
document.save("template.docx")


def rendered(headline, **options):
    template = DocxTemplate("template.docx")
    template.render({"headline": headline}, **options)
    template.save("report.docx")
    return Document("report.docx").paragraphs[0].text


company, questions = "AT&T and Time Warner merge", "Q&A; what now"
found = [rendered(company), rendered(questions), rendered(company, autoescape=True)]
for said, text in zip([company, questions, "with autoescape=True"], found, strict=True):
    print(f"{said:<26}  ->  {text}")
expected = ["AT and Time Warner merge", "Q what now", company]
raise SystemExit(0 if found == expected else "changed")
PY
