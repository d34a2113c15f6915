#!/usr/bin/env bash
# textblob: "isn't good" is as positive as "good", while "is not good" is negative.
#
# Versions:  textblob 0.20.1, nltk 3.10.4; Python 3.11
# Expected:  n't is one of the four negations of its sentiment analyser (no, not, n't, never): a
#            contraction turns the sign as the full form does.
# Happens:   The tokenizer of the same analyser cuts "isn't" into is, n, ' and t, so that n't is
#            never seen: "The deal isn't good" is 0.7, "The deal is not good" -0.35. Quotations
#            are contracted and reports are not, so outlets with more quotations are more
#            positive; mending apostrophes before does not help.
# Output:
#   The deal is not good: -0.35; The deal isn't good: 0.7
#   They are not happy: -0.4; They aren't happy: 0.8
#   It was not a great success: -0.05; It wasn't a great success: 0.55
#   negations: ('no', 'not', "n't", 'never') ; tokens: ['is', 'n', "'", 't', 'good']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  textblob==0.20.1 nltk==3.10.4
cd "$work"

venv/bin/python - <<'PY'
from textblob import TextBlob
from textblob.en import sentiment

pairs = [
    ("The deal is not good", "The deal isn't good"),
    ("They are not happy", "They aren't happy"),
    ("It was not a great success", "It wasn't a great success"),
]
seen = [tuple(round(TextBlob(text).sentiment.polarity, 2) for text in pair) for pair in pairs]
for pair, scores in zip(pairs, seen):
    print(*(f"{text}: {score}" for text, score in zip(pair, scores)), sep="; ")
print("negations:", sentiment.negations, "; tokens:", " ".join(sentiment.tokenizer("isn't good")).split())
raise SystemExit(0 if all(full < 0 < short for full, short in seen) else "changed")
PY
