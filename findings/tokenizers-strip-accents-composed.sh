#!/usr/bin/env bash
# tokenizers: StripAccents leaves the accents of all names as they are usually written.
#
# Versions:  tokenizers 0.23.3; Python 3.11
# Expected:  StripAccents makes Erdogan of Erdoğan and Sao Paulo of São Paulo.
# Happens:   Only marks that are characters of their own are taken; a letter with its mark in one
#            character, as nearly all text has it, stays. Of one name written both ways one form
#            loses its mark and the other does not, so a step meant to join the two sets them apart.
#            NFD before it is needed, and nothing says so at run time.
# Output:
#   StripAccents: Erdoğan, of one character each; Erdogan, of two
#   NFD first:    Erdogan, Erdogan
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: tokenizers==0.23.3
cd "$work"

venv/bin/python - <<'PY'
import unicodedata

from tokenizers import normalizers

forms = [unicodedata.normalize(form, "Erdo\u011fan") for form in ("NFC", "NFD")]
alone = normalizers.StripAccents()
both = normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents()])
seen = [[step.normalize_str(form) for form in forms] for step in (alone, both)]
print("StripAccents: {}, of one character each; {}, of two".format(*seen[0]))
print("NFD first:    {}, {}".format(*seen[1]))
expected = [["Erdo\u011fan", "Erdogan"], ["Erdogan", "Erdogan"]]
raise SystemExit(0 if seen == expected else "changed")
PY
