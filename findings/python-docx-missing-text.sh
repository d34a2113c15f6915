#!/usr/bin/env bash
# python-docx: paragraph.text leaves out place names in smart tags, accepted insertions, fields
# and content controls.
#
# Versions:  python-docx 1.2.0, lxml 6.1.3; Python 3.11
# Expected:  paragraph.text is the text that Word shows for the paragraph, and document.paragraphs
#            has every paragraph of the body.
# Happens:   Only runs and links that lie directly in the paragraph count. Older versions of Word
#            wrap cities in smart tags, so "Talks in Geneva" becomes "Talks in "; words inserted
#            with tracking on, the shown result of a date field and the text of a content control
#            are gone too. A paragraph that stands inside a content control is not in
#            document.paragraphs at all. Counts of places are the first to suffer.
# Output:
#   in the file: Talks in Geneva on Monday and 22 OctoberThe lead paragraph.The end.
#   paragraphs:  ['Talks in  on  and ', 'The end.']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  python-docx==1.2.0 lxml==6.1.3
cd "$work"

venv/bin/python - <<'PY'
import re
import zipfile

import docx

empty = docx.Document()
empty.add_paragraph("PLACE")
empty.save("empty.docx")


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


body = (
    f"<w:p>{run('Talks in ')}<w:smartTag w:uri='urn:schemas-microsoft-com:office:smarttags' w:element='City'>"
    f"{run('Geneva')}</w:smartTag>{run(' on ')}<w:ins w:id='1' w:author='A'>{run('Monday')}</w:ins>"
    f"{run(' and ')}<w:fldSimple w:instr='DATE'>{run('22 October')}</w:fldSimple></w:p>"
    f"<w:sdt><w:sdtContent><w:p>{run('The lead paragraph.')}</w:p></w:sdtContent></w:sdt>"
    f"<w:p>{run('The end.')}</w:p>"
)
with zipfile.ZipFile("empty.docx") as old, zipfile.ZipFile("article.docx", "w") as new:
    for name in old.namelist():
        data = old.read(name)
        if name == "word/document.xml":
            data = re.sub(r"<w:p>(?:(?!</w:p>).)*PLACE.*?</w:p>", body, data.decode(), flags=re.S).encode()
        new.writestr(name, data)

with zipfile.ZipFile("article.docx") as archive:
    shown = re.findall(r"<w:t[^>]*>([^<]*)</w:t>", archive.read("word/document.xml").decode())
read = [paragraph.text for paragraph in docx.Document("article.docx").paragraphs]
print("in the file:", "".join(shown))
print("paragraphs: ", read)
raise SystemExit(0 if read == ["Talks in  on  and ", "The end."] and "Geneva" in shown else "changed")
PY
