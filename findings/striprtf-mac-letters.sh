#!/usr/bin/env bash
# striprtf: rich text of a Macintosh or of DOS has other letters; the character set it declares is not read.
#
# Versions:  striprtf 0.0.35; Python 3.11
# Expected:  \mac, \pc and \pca at the head of a file say in which character set \'8e is a letter: é in
#            that of the Macintosh. Archives of newsrooms of the 1990s and files of older programs have it.
# Happens:   Without \ansicpg every file is read as Windows-1252: "président" is "prŽsident", with no
#            error as long as each byte is some letter there. Words with accents are not found, and two
#            spellings of one name come out of two archives.
# Output:
#   \mac: 'Le prŽsident au cafŽ'
#   \pc: 'Le pr‚sident au caf‚'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check striprtf==0.0.35
cd "$work"

venv/bin/python - <<'PY'
from striprtf.striprtf import rtf_to_text

text = "Le président au café"
found = {}
for name, charset in (("mac", "mac_roman"), ("pc", "cp437")):
    letters = "".join(
        sign if sign.isascii() else f"\\'{sign.encode(charset).hex()}" for sign in text
    )
    found[name] = rtf_to_text(rf"{{\rtf1\{name}\deff0 {letters}\par}}").strip()
    print(f"\\{name}: {found[name]!r}")
same = found == {"mac": "Le prŽsident au cafŽ", "pc": "Le pr‚sident au caf‚"}
raise SystemExit(0 if same else "changed")
PY
