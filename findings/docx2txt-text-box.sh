#!/usr/bin/env bash
# docx2txt: a text box stands in the text twice, a paragraph that was moved twice, hidden text
# once.
#
# Versions:  docx2txt 0.9; Python 3.11
# Expected:  The text is what the document shows.
# Happens:   Word writes a text box in two forms, for new and for old readers; both are read. A
#            tracked move keeps the paragraph at its old and its new place; both are read. Text
#            formatted as hidden is read. Deleted text is not. Words of pull quotes and of edited
#            documents count double.
# Output:
#   'Story.'
#   'Pull quote.'
#   'Pull quote.'
#   'Moved words.'
#   'Moved words.Hidden.'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  docx2txt==0.9
cd "$work"

venv/bin/python - <<'PY'
import zipfile

import docx2txt

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
box = "<w:txbxContent><w:p><w:r><w:t>Pull quote.</w:t></w:r></w:p></w:txbxContent>"
body = (
    "<w:p><w:r><w:t>Story.</w:t></w:r><w:r><mc:AlternateContent>"
    f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
    f'<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>'
    "</mc:AlternateContent></w:r></w:p>"
    '<w:p><w:moveFrom w:id="1" w:author="a"><w:r><w:t>Moved words.</w:t></w:r></w:moveFrom></w:p>'
    '<w:p><w:moveTo w:id="2" w:author="a"><w:r><w:t>Moved words.</w:t></w:r></w:moveTo>'
    '<w:del w:id="3" w:author="a"><w:r><w:delText>Deleted.</w:delText></w:r></w:del>'
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r></w:p>"
)
document = f'<w:document xmlns:w="{W}" xmlns:mc="{MC}" xmlns:wps="{WPS}" xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>'
with zipfile.ZipFile("story.docx", "w") as archive:
    archive.writestr(
        "[Content_Types].xml",
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
    )
    archive.writestr(
        "_rels/.rels",
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
    )
    archive.writestr("word/document.xml", document)
lines = [line for line in docx2txt.process("story.docx").splitlines() if line.strip()]
for line in lines:
    print(repr(line))
expected = ["Story.", "Pull quote.", "Pull quote.", "Moved words.", "Moved words.Hidden."]
raise SystemExit(0 if lines == expected else "changed")
PY
