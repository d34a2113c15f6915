#!/usr/bin/env bash
# scikit-learn: strip_accents="unicode" takes Korean syllables apart and changes Russian letters.
#
# Versions:  scikit-learn 1.9.1; Python 3.11
# Expected:  Accents are taken off Latin letters; words of other scripts stay as they are, or at least
#            as the reader types them.
# Happens:   Texts are decomposed (NFKD) and not composed again. Every Korean syllable becomes two or
#            three letters that print the same: a word typed as usual is not in the vocabulary, and
#            words of one syllable pass the two-letter minimum. The Russian short i, a letter of its
#            own, becomes i, the sign of its marks being taken for an accent.
# Output:
#   printed: 한국 물 россиискии zurich
#   "한국" in the vocabulary: False; its letters: 6 of 2
#   "российский" in the vocabulary: False
#   without strip_accents: ['zürich', 'российский', '한국']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check scikit-learn==1.9.1
cd "$work"

PYTHONIOENCODING=utf-8 venv/bin/python - <<'PY'
from sklearn.feature_extraction.text import CountVectorizer

news = ["한국 물", "российский", "Zürich"]
stripped = CountVectorizer(strip_accents="unicode").fit(news).vocabulary_
plain = CountVectorizer().fit(news).vocabulary_
korean = next(iter(stripped))
print("printed:", *stripped)
print(f'"한국" in the vocabulary: {"한국" in stripped}; its letters: {len(korean)} of 2')
print(f'"российский" in the vocabulary: {"российский" in stripped}')
print("without strip_accents:", sorted(plain))
same = (
    len(stripped) == 4
    and len(korean) == 6
    and not {"한국", "물", "российский"} & set(stripped)
    and sorted(plain) == ["zürich", "российский", "한국"]
)
raise SystemExit(0 if same else "changed")
PY
