#!/usr/bin/env bash
# NLTK and PyStemmer: two stemmers named "english" disagree on international, university, evening.
#
# Versions:  nltk 3.10.4, PyStemmer 3.1.0; Python 3.11
# Expected:  The Snowball stemmer for English is one algorithm.
# Happens:   NLTK carries the algorithm as it was; PyStemmer and snowballstemmer have its later
#            rules. In NLTK "international", "internal" and "intern" are one stem and "evening" is
#            "even"; in PyStemmer they are apart. The Dutch of PyStemmer 3 is another algorithm
#            altogether. Counts by stem cannot be compared across tools that both say Snowball.
# Output:
#                  nltk      PyStemmer
#   international  intern    internat
#   internal       intern    internal
#   university     univers   universiti
#   evening        even      evening
#   paste          past      paste
#   oorlogen       oorlog    oorloog
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  nltk==3.10.4 PyStemmer==3.1.0
cd "$work"

venv/bin/python - <<'PY'
import Stemmer
from nltk.stem.snowball import SnowballStemmer

expected = {
    "international": ("intern", "internat"),
    "internal": ("intern", "internal"),
    "university": ("univers", "universiti"),
    "evening": ("even", "evening"),
    "paste": ("past", "paste"),
    "oorlogen": ("oorlog", "oorloog"),
}
seen = {}
print(f"{'':14} {'nltk':9} PyStemmer")
for word in expected:
    language = "dutch" if word == "oorlogen" else "english"
    seen[word] = (SnowballStemmer(language).stem(word), Stemmer.Stemmer(language).stemWord(word))
    print(f"{word:14} {seen[word][0]:9} {seen[word][1]}")
raise SystemExit(0 if seen == expected else "changed")
PY
