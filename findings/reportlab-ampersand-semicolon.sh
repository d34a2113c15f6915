#!/usr/bin/env bash
# reportlab: a paragraph that names AT&T is printed with AT&T; and a semicolon of its own.
#
# Versions:  reportlab 5.1.0; Python 3.11
# Expected:  A single & is printed as it is, or refused as bad markup, as other bad markup is.
# Happens:   A letter after & makes it an entity without an end, which is given one: AT&T and R&D
#            are printed as AT&T; and R&D;. With spaces around, & stays. An agency in pointed
#            brackets is gone, without the error that a tag left open raises. The PDF shows what
#            nobody wrote.
# Output:
#   AT&T and R&D -> AT&T; and R&D;
#   war & peace -> war & peace
#   <Reuters> said so -> said so
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: reportlab==5.1.0
cd "$work"

venv/bin/python - <<'PY'
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph

style = getSampleStyleSheet()["Normal"]
expected = {
    "AT&T and R&D": "AT&T; and R&D;",
    "war & peace": "war & peace",
    "<Reuters> said so": "said so",
}
seen = {text: Paragraph(text, style).getPlainText().strip() for text in expected}
for text, printed in seen.items():
    print(text, "->", printed)
raise SystemExit(0 if seen == expected else "changed")
PY
