#!/usr/bin/env bash
# python-docx, docx2python, mammoth: a story that begins with a large letter loses its first word.
#
# Versions:  python-docx 1.2.0, docx2python 3.7.1, mammoth 1.11.0; Python 3.11
# Expected:  "War is over" is one paragraph, as Word shows it, whether or not its first letter is a drop
#            capital (Insert, Drop Cap), as in layouts of newspapers and magazines.
# Happens:   Word keeps the letter as a paragraph of its own, in a frame, and the rest as the next one;
#            the three give both as they lie in the file. "War" is "W" and "ar", also where paragraphs
#            are joined by blanks: the most telling word of each story is not counted, and "ar", "he"
#            (the), "he" (she) are.
# Output:
#   python-docx ['W', 'ar is over, envoys said.']
#   docx2python ['W', 'ar is over, envoys said.']
#   mammoth ['W', 'ar is over, envoys said.']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
    python-docx==1.2.0 docx2python==3.7.1 mammoth==1.11.0
cd "$work"

venv/bin/python - <<'PY'
import mammoth
from docx import Document
from docx2python import docx2python
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

document = Document()
letter = document.add_paragraph("W")
frame = OxmlElement("w:framePr")
for name, value in {"dropCap": "drop", "lines": "3", "wrap": "around", "vAnchor": "text"}.items():
    frame.set(qn(f"w:{name}"), value)
letter._p.get_or_add_pPr().append(frame)
document.add_paragraph("ar is over, envoys said.")
document.save("story.docx")

with open("story.docx", "rb") as stream:
    raw = mammoth.extract_raw_text(stream).value
found = {
    "python-docx": [paragraph.text for paragraph in Document("story.docx").paragraphs],
    "docx2python": docx2python("story.docx").text.split("\n\n"),
    "mammoth": raw.strip().split("\n\n"),
}
for name, paragraphs in found.items():
    print(name, paragraphs)
same = all(one == ["W", "ar is over, envoys said."] for one in found.values())
raise SystemExit(0 if same else "changed")
PY
