#!/usr/bin/env bash
# corpus-toolkit: a comparison leaves its words in both lists of frequencies, and the next one
# ranks words that neither of its corpora has.
#
# Versions:  corpus-toolkit 0.32; Python 3.11
# Expected:  keyness(a, c) ranks the words of a and c, whatever a was compared with before.
# Happens:   keyness() writes 0.00000001 for each missing word into the lists that it was given.
#            After keyness(a, b) the words of b are in a; keyness(a, c) then gives "ferry", which
#            is in neither, the log ratio of the sizes of the two corpora: 6.6 here, far above the
#            words that they share.
# Output:
#   a against c, alone:                {'war': 1.6}
#   a against c, after a against b:    {'war': 1.6, 'ferry': 6.6}
#   uses of "ferry" in a and in c now: 1e-08 1e-08
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  corpus-toolkit==0.32 "setuptools<80"
cd "$work"

venv/bin/python -W ignore - <<'PY' | tail -n 3
import sys

from corpus_toolkit.corpus_tools import keyness

a, b, c = {"war": 3, "talks": 7}, {"ferry": 9, "talks": 1}, {"war": 99, "talks": 901}


def key(one, other):
    return {word: round(ratio, 1) for word, ratio in keyness(one, other).items() if ratio > 0}


alone = key(dict(a), dict(c))
keyness(a, b)
after = key(a, c)
print("a against c, alone:               ", alone)
print("a against c, after a against b:   ", after)
print('uses of "ferry" in a and in c now:', a["ferry"], c["ferry"])
sys.exit(0 if alone == {"war": 1.6} and after == {"war": 1.6, "ferry": 6.6} else "changed")
PY
[ "${PIPESTATUS[0]}" -eq 0 ]
