#!/usr/bin/env bash
# topica: a topic whose words never occur in the reference texts gets the best possible coherence.
#
# Versions:  topica 0.62.0, numpy 2.4.6, pandas 3.1.1; Python 3.11
# Expected:  A low value or "missing" for words that occur in no text: nothing supports the topic.
# Happens:   c_npmi and c_v give exactly 1, the maximum, and c_uci 27.6 where the real topic has
#            0.7; u_mass gives NaN. Coherence measured on other texts than those of the model (the
#            usual advice) therefore ranks topics of misspellings and foreign words first.
# Output:
#   c_npmi  {'words of one theme': 0.577, 'words of two themes': -0.424, 'absent from the texts': 1.0}
#   c_v     {'words of one theme': 0.989, 'words of two themes': 0.33, 'absent from the texts': 1.0}
#   c_uci   {'words of one theme': 0.703, 'words of two themes': -16.805, 'absent from the texts': 27.631}
#   u_mass  {'words of one theme': -0.395, 'words of two themes': -8.055, 'absent from the texts': nan}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  topica==0.62.0 numpy==2.4.6 pandas==3.1.1
cd "$work"

venv/bin/python - <<'PY'
import random

import topica

random.seed(0)
war = "war troops attack border army strike missile siege".split()
money = "market bank shares price trade profit growth debt".split()
texts = [[random.choice(theme) for _ in range(15)] for theme in (war, money) for _ in range(60)]
topics = {
    "words of one theme": ["war", "troops", "army"],
    "words of two themes": ["war", "bank", "army"],
    "absent from the texts": ["yeti", "zebra", "quokka"],
}
found = {}
for kind in ("c_npmi", "c_v", "c_uci", "u_mass"):
    values = topica.coherence(list(topics.values()), texts, coherence_type=kind)
    found[kind] = dict(zip(topics, values))
    print(f"{kind:7}", {name: round(float(value), 3) for name, value in found[kind].items()})

absent = {kind: values["absent from the texts"] for kind, values in found.items()}
same = (
    abs(absent["c_npmi"] - 1) < 1e-6
    and abs(absent["c_v"] - 1) < 1e-6
    and absent["c_uci"] > 20
    and absent["u_mass"] != absent["u_mass"]
)
raise SystemExit(0 if same else "changed")
PY
