#!/usr/bin/env bash
# odfpy: deleted sentences, comments and their author are text of the article, glued to its words.
#
# Versions:  odfpy 1.4.1, defusedxml 0.7.1; Python 3.11
# Expected:  teletype.extractText gives what a reader of the document sees, and the paragraphs of
#            the body are its paragraphs.
# Happens:   A sentence deleted with changes tracked comes first; a comment stands in the middle of
#            the sentence with its author and date, without a blank:
#            "openEditor2018-10-22T00:00:00check this in Geneva". getElementsByType(P) lists the
#            deleted sentence, the comment and the footnote as paragraphs, and their text a second
#            time within the paragraph that holds them.
# Output:
#   extractText: Editor2018-10-22T00:00:00A deleted sentence.Talks openEditor2018-10-22T00:00:00check this in Geneva.
#   paragraphs:  ['A deleted sentence.', 'Talks openEditor2018-10-22T00:00:00check this in Geneva.', 'check this']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  odfpy==1.4.1 defusedxml==0.7.1
cd "$work"

venv/bin/python - <<'PY'
import zipfile

from odf import teletype
from odf.opendocument import load
from odf.text import P

spaces = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
who = "<dc:creator>Editor</dc:creator><dc:date>2018-10-22T00:00:00</dc:date>"
content = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3">'
    "<office:body><office:text><text:tracked-changes><text:changed-region text:id='c1'><text:deletion>"
    f"<office:change-info>{who}</office:change-info><text:p>A deleted sentence.</text:p>"
    "</text:deletion></text:changed-region></text:tracked-changes>"
    f"<text:p>Talks open<office:annotation>{who}<text:p>check this</text:p></office:annotation> in Geneva."
    "<text:change text:change-id='c1'/></text:p></office:text></office:body></office:document-content>"
)
manifest = (
    '<?xml version="1.0"?><manifest:manifest manifest:version="1.3" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
with zipfile.ZipFile("article.odt", "w") as archive:
    archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    archive.writestr("content.xml", content)
    archive.writestr("META-INF/manifest.xml", manifest)

document = load("article.odt")
text = teletype.extractText(document.text)
paragraphs = [teletype.extractText(paragraph) for paragraph in document.getElementsByType(P)]
print("extractText:", text)
print("paragraphs: ", paragraphs)
same = "A deleted sentence." in text and "openEditor2018" in text and len(paragraphs) == 3 and "check this" in paragraphs
raise SystemExit(0 if same else "changed")
PY
