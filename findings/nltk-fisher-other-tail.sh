#!/usr/bin/env bash
# nltk: Fisher's test of collocations is the other tail, so that names and chance differ by nothing.
#
# Versions:  nltk 3.10.4, scipy 1.17.1, numpy 2.4.6; Python 3.11
# Expected:  BigramAssocMeasures.fisher is the p-value of Fisher's exact test of words that stand
#            together more often than by chance: small for "white house", near 1 for words that
#            avoid each other.
# Happens:   It is the p-value for standing together less often (alternative="less" of scipy): 1 for
#            names, 1e-9 for words that avoid each other, so that whoever keeps p < 0.05 keeps these.
#            nbest takes the largest first, but near 1 floats are equal: a pair of 30 uses and one of
#            300 are both 1.0, and nbest is the alphabet.
# Output:
#   pair                   uses   fisher  scipy, greater
#   al jazeera               30        1         1.2e-65
#   white house             300        1        2.1e-306
#   so house                 30  1.3e-09               1
#   nbest: al jazeera, and al, and white, house said, jazeera said
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check nltk==3.10.4 scipy==1.17.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
from nltk.collocations import BigramCollocationFinder
from nltk.metrics import BigramAssocMeasures
from scipy.stats import fisher_exact

words = "white house said so and ".split() * 300 + "al jazeera said so and so house said and".split() * 30
pairs = BigramCollocationFinder.from_words(words)
seen = {}
print(f"{'pair':20} {'uses':>6} {'fisher':>8} {'scipy, greater':>15}")
for first, second in (("al", "jazeera"), ("white", "house"), ("so", "house")):
    both, one, other = pairs.ngram_fd[first, second], pairs.word_fd[first], pairs.word_fd[second]
    table = [[both, one - both], [other - both, pairs.N - one - other + both]]
    given = float(pairs.score_ngram(BigramAssocMeasures.fisher, first, second))
    greater = fisher_exact(table, "greater").pvalue
    seen[f"{first} {second}"] = (f"{given:.2g}", f"{greater:.2g}", given == fisher_exact(table, "less").pvalue)
    print(f"{first + ' ' + second:20} {both:6} {given:8.2g} {greater:15.2g}")
best = [" ".join(pair) for pair in pairs.nbest(BigramAssocMeasures.fisher, 5)]
print("nbest:", ", ".join(best))
wanted = {
    "al jazeera": ("1", "1.2e-65", True),
    "white house": ("1", "2.1e-306", True),
    "so house": ("1.3e-09", "1", True),
}
raise SystemExit(0 if seen == wanted and best == sorted(best) else "changed")
PY
