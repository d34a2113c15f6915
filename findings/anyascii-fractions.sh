#!/usr/bin/env bash
# anyascii: 1½ is 11/2, and 10² is 102.
#
# Versions:  anyascii 0.3.3, Unidecode 1.4.0; Python 3.11
# Expected:  Letters lose their marks; numbers keep their value, or at least a space.
# Happens:   A fraction is put behind its number without a space: "1½ million" is "11/2 million" and
#            holds the number 11, "2¼ hours" is "21/4 hours". Unidecode writes a space. Both set an
#            exponent or the sign of a footnote (12² and 12¹) as a digit behind the number: 12 dead
#            are 122, and ‰ is "%0". Numbers drawn from texts without marks are up to ten times too
#            large.
# Output:
#   1½ million         anyascii '11/2 million'       Unidecode '1 1/2 million'
#   2¼ hours           anyascii '21/4 hours'         Unidecode '2 1/4 hours'
#   12 dead², 30 hurt  anyascii '12 dead2, 30 hurt'  Unidecode '12 dead2, 30 hurt'
#   12² dead           anyascii '122 dead'           Unidecode '122 dead'
#   5‰ of voters       anyascii '5%0 of voters'      Unidecode '5%0 of voters'
#   first number of 1½ million: 11 1
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  anyascii==0.3.3 Unidecode==1.4.0
cd "$work"

venv/bin/python - <<'PY'
import re

from anyascii import anyascii
from unidecode import unidecode

found = {}
for text in ("1½ million", "2¼ hours", "12 dead², 30 hurt", "12² dead", "5‰ of voters"):
    found[text] = (anyascii(text), unidecode(text))
    print(f"{text:18} anyascii {found[text][0]!r:20} Unidecode {found[text][1]!r}")
first = [int(re.search(r"\d+", plain)[0]) for plain in (anyascii("1½ million"), unidecode("1½ million"))]
print("first number of 1½ million:", *first)
same = (
    found["1½ million"] == ("11/2 million", "1 1/2 million")
    and found["12² dead"] == ("122 dead", "122 dead")
    and found["5‰ of voters"] == ("5%0 of voters", "5%0 of voters")
)
raise SystemExit(0 if same else "changed")
PY
