#!/usr/bin/env bash
# pypdfium2: a hyphen at the end of a line is a control sign or a non-character, by the function
# asked, and real hyphens go the same way.
#
# Versions:  pypdfium2 5.15.2, reportlab 5.0.1; Python 3.11
# Expected:  The text of a page has "-" where one is printed, or the two halves joined.
# Happens:   PDFium takes every hyphen at the end of a line for one of its own making and replaces
#            hyphen and line break by U+0002 (get_text_bounded) or U+FFFE (get_text_range): "well-
#            known" and "anti-government" across lines become words with an invisible sign inside,
#            which no list of words holds, and joining them without a hyphen would make
#            "wellknown".
# Output:
#   get_text_bounded: 'The govern\x02ment of well\x02known coun\x02tries met.'
#   get_text_range:   'The govern\ufffement of well\ufffeknown coun\ufffetries met.'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pypdfium2==5.15.2 reportlab==5.0.1
cd "$work"

venv/bin/python - <<'PY'
import pypdfium2
from reportlab.pdfgen import canvas

page = canvas.Canvas("page.pdf")
for number, line in enumerate(["The govern-", "ment of well-", "known coun-", "tries met."]):
    page.drawString(72, 700 - 14 * number, line)
page.save()
text = pypdfium2.PdfDocument("page.pdf")[0].get_textpage()
bounded, ranged = text.get_text_bounded(), text.get_text_range()
print("get_text_bounded:", ascii(bounded))
print("get_text_range:  ", ascii(ranged))
same = bounded.count("\x02") == 3 and ranged.count("\ufffe") == 3 and "-" not in bounded + ranged
raise SystemExit(0 if same else "changed")
PY
