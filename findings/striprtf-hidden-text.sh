#!/usr/bin/env bash
# striprtf: hidden text and tracked deletions are read as part of the article.
#
# Versions:  striprtf 0.0.35; Python 3.11
# Expected:  rtf_to_text gives what the reader of the document sees.
# Happens:   Text marked hidden (\v) and text deleted with tracking on (\deleted) is kept, in place,
#            with nothing to tell it apart: "A{\deleted gone} B" becomes "Agone B", a word that was
#            never printed. A character above U+FFFF, written as RTF asks (two \u codes), comes back
#            as two lone surrogates that cannot be saved as UTF-8.
# Output:
#   hidden        'Shown search terms: war, peace text.\n'
#   deleted       'The minister Agone B\n'
#   above U+FFFF  'a\ud83d\uddff b\n'
#   saving as UTF-8: UnicodeEncodeError: surrogates not allowed
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check striprtf==0.0.35
cd "$work"

venv/bin/python - <<'PY'
from striprtf.striprtf import rtf_to_text

documents = {
    "hidden": r"{\rtf1\ansi Shown {\v search terms: war, peace} text.\par}",
    "deleted": r"{\rtf1\ansi The minister A{\deleted gone} B\par}",
    "above U+FFFF": r"{\rtf1\ansi a\u-10179?\u-8705? b\par}",
}
read = {name: rtf_to_text(text) for name, text in documents.items()}
for name, text in read.items():
    print(f"{name:13}", ascii(text))
try:
    read["above U+FFFF"].encode("utf-8")
    saved = True
except UnicodeEncodeError as error:
    saved = False
    print("saving as UTF-8: UnicodeEncodeError:", error.reason)
same = "search terms" in read["hidden"] and "Agone B" in read["deleted"] and not saved
raise SystemExit(0 if same else "changed")
PY
