#!/usr/bin/env bash
# Keyness: the words at the head of a corpus's list are those that it does not have.
#
# Versions:  Keyness 0.26; Python 3.11
# Expected:  log_likelihood(corpus, reference) ranks the words that are typical of the corpus;
#            those that are rarer there have a minus or come last.
# Happens:   The statistic has no sign, and the list is sorted by it: a word of the reference that
#            the corpus never uses stands above all words of the corpus. Only the column of uses
#            tells. With type_dist, which counts articles, the total is not the number of articles
#            but the sum over all words.
# Output:
#   ('ferry', 55.5, 0, 40)
#   ('war', 41.6, 30, 0)
#   ('talks', 2.0, 30, 20)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check Keyness==0.26
cd "$work"

venv/bin/python - <<'PY'
from keyness import log_likelihood

corpus = [["war", "talks"]] * 30
reference = [["ferry", "ferry", "talks"]] * 20
ranked = [(word, round(g2, 1), n, m) for word, g2, n, m in log_likelihood(corpus, reference)]
print(*ranked, sep="\n")
raise SystemExit(0 if [row[0] for row in ranked] == ["ferry", "war", "talks"] else "changed")
PY
