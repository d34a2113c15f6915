#!/usr/bin/env bash
# rensa: RMinHashLSH(threshold=0.9) gives the same candidates as threshold=0.1.
#
# Versions:  rensa 0.5.0; Python 3.11
# Expected:  query() gives texts whose similarity is probably above the threshold.
# Happens:   Only the number of bands decides what query() returns; the threshold is kept for
#            is_similar(). With 32 bands of 4 rows nearly every text of a similarity of 0.5 is a
#            candidate for "0.9". Who drops what query() returns drops different articles.
# Output:
#   Jaccard of 0.9: found of 40 with threshold 0.9 and 0.1: 40 40
#   Jaccard of 0.5: found of 40 with threshold 0.9 and 0.1: 38 38
#   Jaccard of 0.3: found of 40 with threshold 0.9 and 0.1: 8 8
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  rensa==0.5.0
cd "$work"

venv/bin/python - <<'PY'
from rensa import RMinHash, RMinHashLSH


def signature(words):
    made = RMinHash(num_perm=128, seed=1)
    made.update(sorted(words))
    return made


base = [f"word{i}" for i in range(100)]
found = {}
for jaccard in (0.9, 0.5, 0.3):
    shared = round(200 * jaccard / (1 + jaccard))
    for threshold in (0.9, 0.1):
        index = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=32)
        index.insert(0, signature(base))
        texts = [base[:shared] + [f"other{t}x{i}" for i in range(100 - shared)] for t in range(40)]
        found[jaccard, threshold] = sum(0 in index.query(signature(text)) for text in texts)
    print(f"Jaccard of {jaccard}: found of 40 with threshold 0.9 and 0.1:", found[jaccard, 0.9], found[jaccard, 0.1])
same = all(found[j, 0.9] == found[j, 0.1] for j in (0.9, 0.5, 0.3)) and found[0.5, 0.9] == 38
raise SystemExit(0 if same else "changed")
PY
