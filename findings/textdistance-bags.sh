#!/usr/bin/env bash
# textdistance: jaccard counts a repeated word each time, cosine is not the cosine.
#
# Versions:  textdistance 4.6.3; Python 3.11
# Expected:  Jaccard's similarity is that of sets, so that a text and the same text twice are 1, and
#            cosine is that of counts: 0.6 for (3, 1) and (1, 3).
# Happens:   jaccard and sorensen_dice are of bags unless as_set=True: words in the longer text that
#            repeat make it unlike, "war" and "war war" are 0.5. cosine is what both have over the
#            root of the product of the lengths (Ochiai's measure), 0.5 here and 1 for sets. A
#            threshold of another library, or of a paper, finds other copies.
# Output:
#   jaccard   the war the end / war the end           0.75   as sets 1.0
#   jaccard   a story / the same story twice          0.5    as sets 1.0
#   cosine    3 war, 1 peace / 1 war, 3 peace         0.5    of counts 0.6
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check textdistance==4.6.3
cd "$work"

venv/bin/python - <<'PY'
from collections import Counter
from math import sqrt

from textdistance import Cosine, Jaccard


def cosine(one, other):
    first, second = Counter(one.split()), Counter(other.split())
    product = sum(first[word] * second[word] for word in first)
    return product / sqrt(sum(n * n for n in first.values()) * sum(n * n for n in second.values()))


bags, sets = Jaccard(qval=None), Jaccard(qval=None, as_set=True)
repeated = ("the war the end", "war the end")
twice = ("talks in geneva end", "talks in geneva end talks in geneva end")
counts = ("war war war peace", "war peace peace peace")
seen = [
    (bags(*repeated), sets(*repeated)),
    (bags(*twice), sets(*twice)),
    (round(Cosine(qval=None)(*counts), 3), round(cosine(*counts), 3)),
]
labels = ["the war the end / war the end", "a story / the same story twice", "3 war, 1 peace / 1 war, 3 peace"]
for name, label, (given, other) in zip(("jaccard", "jaccard", "cosine"), labels, seen):
    print(f"{name:9} {label:39} {given:<6} {'of counts' if name == 'cosine' else 'as sets'} {other}")
raise SystemExit(0 if seen == [(0.75, 1.0), (0.5, 1.0), (0.5, 0.6)] else "changed")
PY
