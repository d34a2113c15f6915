#!/usr/bin/env bash
# simplemma: "media" becomes "medium", "worse" becomes "wrong" and the Fed becomes "feed".
#
# Versions:  simplemma 2.0.0; Python 3.11
# Expected:  A dictionary lemmatiser keeps "media" (the press), gives "bad" for "worse" as it does
#            for "worst", and leaves a name that opens with a capital.
# Happens:   media -> medium, worse -> wrong (worst -> bad), Fed -> feed, IS -> be (AIDS and US
#            stay). A theme that lists "media" matches nothing after lemmatising, and the central
#            bank and the Islamic State are verbs. Another version gives other lemmas (1.1.2 leaves
#            "fell", "found" and "wolves"), so counts change with an upgrade.
# Output:
#   {'media': 'medium', 'worse': 'wrong', 'worst': 'bad', 'Fed': 'feed', 'AIDS': 'AIDS', 'IS': 'be', 'US': 'US', 'fell': 'fall'}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check simplemma==2.0.0
cd "$work"

venv/bin/python - <<'PY'
import simplemma

words = ["media", "worse", "worst", "Fed", "AIDS", "IS", "US", "fell"]
lemmas = {word: simplemma.lemmatize(word, "en") for word in words}
print(lemmas)
same = (
    lemmas["media"] == "medium"
    and lemmas["worse"] == "wrong"
    and lemmas["worst"] == "bad"
    and lemmas["Fed"] == "feed"
    and lemmas["AIDS"] == "AIDS"
    and lemmas["IS"] == "be"
    and lemmas["US"] == "US"
    and lemmas["fell"] == "fall"
)
raise SystemExit(0 if same else "changed")
PY
