#!/usr/bin/env bash
# LibreOffice: the headings of the first level of a web page are plain paragraphs in its .odt.
#
# Versions:  LibreOffice 7.4.7.2 (Debian 12, libreoffice-writer 4:7.4.7-1); Python 3.11
# Expected:  h1 and h2 are both text:h in the file, with outline levels 1 and 2.
# Happens:   h2 is text:h, h1 is text:p, whose style alone says that it is a heading (of the first
#            one, only the parent of its style). A reader that looks for text:h, as the format has
#            it, finds chapters without the titles of articles, and takes these for body text.
# Output:
#   p War / p First words. / h Peace / p More. / p Talks / p Last.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
soffice --version | grep --quiet 'LibreOffice 7\.4\.7' || { echo "needs libreoffice-writer 7.4.7 of Debian 12" >&2; exit 2; }

cat > page.html <<'HTML'
<html><head><title>The Post</title></head><body><h1>War</h1><p>First words.</p><h2>Peace</h2><p>More.</p><h1>Talks</h1><p>Last.</p></body></html>
HTML
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to odt page.html >/dev/null 2>&1

python3 - <<'PY'
import xml.etree.ElementTree as tree
import zipfile

office, text = ("{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}" % name for name in ("office", "text"))
body = tree.fromstring(zipfile.ZipFile("page.odt").read("content.xml")).find(f"{office}body/{office}text")
seen = " / ".join(
    f"{block.tag.removeprefix(text)} {''.join(block.itertext())}"
    for block in body
    if block.tag in (f"{text}p", f"{text}h")
)
print(seen)
raise SystemExit(0 if seen == "p War / p First words. / h Peace / p More. / p Talks / p Last." else "changed")
PY
