#!/usr/bin/env bash
# datasketch: an index with threshold 0.9 misses three of four pairs that are 0.9 alike.
#
# Versions:  datasketch 2.0.0, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  Sketches err by a few hundredths, so what is missed lies just above the threshold; at
#            the threshold half are found.
# Happens:   Bands and rows are chosen so that two areas under a curve are smallest as if all
#            likenesses from 0 to 1 were equally common. For 0.9 that is 5 bands of 25 rows: of
#            pairs 0.9 alike a quarter is found, of those 0.95 alike seven of ten. The number of
#            copies of a wire story is too small by as much, and no check of candidates brings them
#            back. weights=(0.1, 0.9) finds most.
# Output:
#   bands and rows: 5 25
#   pairs 0.9 alike: 28% found; with weights=(0.1, 0.9) 80%
#   pairs 0.95 alike: 70% found; with weights=(0.1, 0.9) 98%
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  datasketch==2.0.0 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
from datasketch import MinHash, MinHashLSH


def sketch(words):
    made = MinHash(num_perm=128)
    made.update_batch([word.encode() for word in words])
    return made


def found(alike, **options):
    hits = 0
    for pair in range(300):
        shared = round(200 * alike / (1 + alike))
        first = [f"{pair} {word}" for word in range(100)]
        second = first[:shared] + [f"{pair} other {word}" for word in range(100 - shared)]
        index = MinHashLSH(threshold=0.9, num_perm=128, **options)
        index.insert("first", sketch(first))
        hits += bool(index.query(sketch(second)))
    return hits / 300


index = MinHashLSH(threshold=0.9, num_perm=128)
print("bands and rows:", index.b, index.r)
shares = {}
for alike in (0.9, 0.95):
    shares[alike] = found(alike), found(alike, weights=(0.1, 0.9))
    print(f"pairs {alike} alike: {shares[alike][0]:.0%} found; with weights=(0.1, 0.9) {shares[alike][1]:.0%}")
same = (index.b, index.r) == (5, 25) and shares[0.9][0] < 0.35 and shares[0.95][0] < 0.9 and shares[0.95][1] > 0.95
raise SystemExit(0 if same else "changed")
PY
