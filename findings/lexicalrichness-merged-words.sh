#!/usr/bin/env bash
# lexicalrichness: words joined by a dash become one new word, U.S. becomes "u" and "s".
#
# Versions:  lexicalrichness 0.5.1; Python 3.11
# Expected:  Punctuation separates words: "war—peace" is two words of the text.
# Happens:   Dashes and hyphens are deleted before the split, so "war—peace" is the new type
#            "warpeace", "al-Qaeda" "alqaeda"; U.S. is "u", "s"; G20 is "g". The same story has 128
#            words with commas and 81 with dashes, and other types: richness, and every rate per
#            word, differs by an outlet's typography.
# Output:
#   ['the', 'warpeace', 'talks', 'of', 'the', 'g', 'the', 'u', 's', 'and', 'alqaeda']
#   commas: 128 words, 11 types, type-token ratio 0.086
#   dashes: 81 words, 9 types, type-token ratio 0.111
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  lexicalrichness==0.5.1 pandas==3.1.1 scipy==1.17.1 matplotlib==3.11.2 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
from lexicalrichness import LexicalRichness

print(LexicalRichness("The war—peace talks of the G20, the U.S. and al-Qaeda").wordlist)
sentence = "the talks, said the minister, will go on, and the war, said the general, will end, "
commas = LexicalRichness(sentence * 8)
dashes = LexicalRichness(sentence.replace(", ", "—") * 8)
for name, text in (("commas", commas), ("dashes", dashes)):
    print(f"{name}: {text.words} words, {text.terms} types, type-token ratio {text.ttr:.3f}")
words = LexicalRichness("The war—peace talks of the G20, the U.S. and al-Qaeda").wordlist
same = "warpeace" in words and "alqaeda" in words and "u" in words and (commas.words, dashes.words) == (128, 81)
raise SystemExit(0 if same else "changed")
PY
