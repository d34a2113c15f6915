#!/usr/bin/env bash
# tomotopy: c_v is 1, the maximum, for a pair of a word that occurs and one that never does.
#
# Versions:  tomotopy 0.14.0, numpy 2.4.6; Python 3.11
# Expected:  A word that is in no text makes a topic less coherent, or its coherence missing.
# Happens:   ["war", "zebra"] has c_v 1.0 where "zebra" is in no text; the real pair has 0.68.
#            c_uci, c_npmi and u_mass are NaN for the same words, and so is c_v when neither occurs,
#            so a mean over topics either breaks or rises.
# Output:
#   c_v     {'war army': 0.681, 'war zebra': 1.0, 'yeti zebra': nan}
#   c_npmi  {'war army': -0.061, 'war zebra': nan, 'yeti zebra': nan}
#   c_uci   {'war army': -0.015, 'war zebra': nan, 'yeti zebra': nan}
#   u_mass  {'war army': -0.089, 'war zebra': nan, 'yeti zebra': nan}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  tomotopy==0.14.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import random

from tomotopy.coherence import Coherence
from tomotopy.utils import Corpus

random.seed(0)
war = "war troops attack border army".split()
texts = Corpus()
for _ in range(50):
    texts.add_doc([random.choice(war) for _ in range(10)])

pairs = (["war", "army"], ["war", "zebra"], ["yeti", "zebra"])
targets = sorted({word for pair in pairs for word in pair})
found = {}
for kind in ("c_v", "c_npmi", "c_uci", "u_mass"):
    measure = Coherence(texts, coherence=kind, targets=targets)
    found[kind] = [measure.get_score(words=pair) for pair in pairs]
    print(f"{kind:7}", {" ".join(pair): round(score, 3) for pair, score in zip(pairs, found[kind])})
real, half, neither = found["c_v"]
same = half == 1 > real and neither != neither and all(found[kind][1] != found[kind][1] for kind in ("c_npmi", "c_uci"))
raise SystemExit(0 if same else "changed")
PY
