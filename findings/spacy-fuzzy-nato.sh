#!/usr/bin/env bash
# spacy: FUZZY finds NATO in "not", "into" and "data", and Iran in "mean".
#
# Versions:  spacy 3.8.18, numpy 2.4.6; Python 3.11
# Expected:  FUZZY in a pattern of the Matcher finds a name with a misprint: a letter more, less or
#            changed, and fewer in short words, as fuzzy search elsewhere does.
# Happens:   Two changes are always allowed, and more in words of nine letters and more: of a name of
#            four letters half may differ, so that "not", one of the commonest words, counts as the
#            alliance, and "train" as the country. FUZZY1 allows one.
# Output:
#   nato   FUZZY   ['NATO', 'not', 'auto', 'data', 'note', 'into']
#   nato   FUZZY1  ['NATO']
#   iran   FUZZY   ['Iran', 'Iraq', 'mean', 'brain', 'train']
#   iran   FUZZY1  ['Iran', 'Iraq']
#   trump  FUZZY   ['Trump', 'triumph', 'trim', 'dump', 'truth']
#   trump  FUZZY1  ['Trump']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check spacy==3.8.18 numpy==2.4.6
cd "$work"

venv/bin/python -W ignore - <<'PY'
import spacy
from spacy.matcher import Matcher

nlp = spacy.blank("en")
doc = nlp("NATO not auto data note into Iran Iraq mean brain train Trump triumph trim dump truth")
wanted = {
    ("nato", "FUZZY"): ["NATO", "not", "auto", "data", "note", "into"],
    ("nato", "FUZZY1"): ["NATO"],
    ("iran", "FUZZY"): ["Iran", "Iraq", "mean", "brain", "train"],
    ("iran", "FUZZY1"): ["Iran", "Iraq"],
    ("trump", "FUZZY"): ["Trump", "triumph", "trim", "dump", "truth"],
    ("trump", "FUZZY1"): ["Trump"],
}
seen = {}
for name, operator in wanted:
    matcher = Matcher(nlp.vocab)
    matcher.add("name", [[{"LOWER": {operator: name}}]])
    seen[name, operator] = [doc[start:end].text for _, start, end in matcher(doc)]
    print(f"{name:6} {operator:7} {seen[name, operator]}")
raise SystemExit(0 if seen == wanted else "changed")
PY
