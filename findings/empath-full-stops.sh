#!/usr/bin/env bash
# empath: a word beside a full stop or a comma, or with a capital, is not counted.
#
# Versions:  empath 0.89; Python 3.11
# Expected:  analyze("War. War, war! The army.") counts what "war war war the army" counts.
# Happens:   The text is cut at blanks and each piece is looked up as it stands: signs stay on
#            words, capitals stay capitals. The last word of every sentence and the first are lost,
#            so texts with short sentences score lower than the same words in long ones.
# Output:
#   war war war the army       war 4.0
#   war, war, war, the army.   war 0.0
#   War. War! War? The army.   war 0.0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  empath==0.89 requests==2.34.2
cd "$work"

venv/bin/python - <<'PY'
from empath import Empath

lexicon = Empath()
texts = ["war war war the army", "war, war, war, the army.", "War. War! War? The army."]
seen = [lexicon.analyze(text, categories=["war"])["war"] for text in texts]
for text, score in zip(texts, seen):
    print(f"{text:26} war {score}")
raise SystemExit(0 if seen == [4.0, 0.0, 0.0] else "changed")
PY
