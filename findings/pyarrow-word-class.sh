#!/usr/bin/env bash
# pyarrow: \w, \b and \W know only ASCII letters, so words with accents are cut and Arabic has
# none.
#
# Versions:  pyarrow 26.0.1, pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  As in Python's re, \w matches the letters of every script, for text is Unicode in both.
# Happens:   The same pattern counts 4 words in "Erdoğan’ın Ankara" instead of 3, none in Arabic,
#            and splits naïve into na and ve. \bcole\b matches inside "école". pandas 3 keeps text
#            as pyarrow strings but uses Python's rules for these methods, so moving a count from
#            .str to pyarrow.compute for speed changes it.
# Output:
#   re       words: [3, 3, 3, 2]
#   pandas   words: [3, 3, 3, 2]
#   pyarrow  words: [5, 4, 0, 2]
#   split: ['na', 've', 'S', 'nchez', 'says']
#   \bcole\b in école: True ; re: False
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pyarrow==26.0.1 pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

texts = ["naïve Sánchez says", "Erdoğan’ın Ankara", "الحرب في سوريا", "école ouverte"]
column = pa.array(texts)
words = {
    "re": [len(re.findall(r"\w+", text)) for text in texts],
    "pandas": pd.Series(texts, dtype="str").str.count(r"\w+").tolist(),
    "pyarrow": pc.count_substring_regex(column, pattern=r"\w+").to_pylist(),
}
for name, counts in words.items():
    print(f"{name:8} words:", counts)
split = pc.split_pattern_regex(column, pattern=r"\W+").to_pylist()[0]
inside = pc.match_substring_regex(column, pattern=r"\bcole\b").to_pylist()[3]
print("split:", split)
print(r"\bcole\b in école:", inside, "; re:", bool(re.search(r"\bcole\b", texts[3])))
same = words["re"] == words["pandas"] == [3, 3, 3, 2] and words["pyarrow"] == [5, 4, 0, 2] and inside
raise SystemExit(0 if same else "changed")
PY
