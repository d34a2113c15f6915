#!/usr/bin/env bash
# nltk: the rank correlation of two lists of topic words that share some is -49 or 1.
#
# Versions:  nltk 3.10.4; Python 3.11
# Expected:  spearman_correlation compares the words that both lists hold, as it says, and gives a
#            number from -1 to 1.
# Happens:   It leaves out words of one list, but keeps the ranks that the others had in the full
#            lists, and divides by the number of shared words: two shared words whose places are
#            turned round give -49, four shared ones -22.5, and a list that shares the first two
#            words alone has 1, as an equal list has. A single shared word, or none, is 0, like no
#            relation. Averaged over topics, one such pair hides all others.
# Output:
#   the same list: 1.0
#   two of five words: 1.0
#   four words, ends changed: -22.5
#   two words, turned round: -49.0
#   no word: 0.0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  nltk==3.10.4
cd "$work"

venv/bin/python - <<'PY'
from nltk.metrics import ranks_from_sequence, spearman_correlation


def compare(one, other):
    ranks = (ranks_from_sequence(text.split()) for text in (one, other))
    return spearman_correlation(*ranks)


full = "war troops siege army fire oil price market"
cases = {
    "the same list": full,
    "two of five words": "war troops deal summit talks",
    "four words, ends changed": "market deal summit war talks vote trade troops",
    "two words, turned round": "market war",
    "no word": "deal summit talks",
}
seen = {name: compare(full, other) for name, other in cases.items()}
for name, value in seen.items():
    print(f"{name}: {value}")
fine = seen["two of five words"] == 1 and seen["four words, ends changed"] < -10
raise SystemExit(0 if fine and seen["two words, turned round"] < -10 and seen["no word"] == 0 else "changed")
PY
