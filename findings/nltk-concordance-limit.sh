#!/usr/bin/env bash
# nltk: concordance_list returns 25 lines at most, and count() does not see the capitals that it
# shows.
#
# Versions:  nltk 3.10.4; Python 3.11
# Expected:  concordance_list(word) returns all occurrences; its length is text.count(word).
# Happens:   lines=25 is the default not only for the printed concordance but for the list: 60
#            occurrences give 25 items, so len() of it is no frequency. It ignores case, while
#            Text.count does not: "War" is in the list and not in the count. Neither number is the
#            count of the word in the text.
# Output:
#   war and War in the text: 60
#   concordance_list:        25
#   with lines=10**6:        60
#   count('war'):            30
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check nltk==3.10.4
cd "$work"

venv/bin/python - <<'PY'
from nltk.text import Text

text = Text(("war goes on . War ends . " * 30).split())
listed = text.concordance_list("war")
everything = text.concordance_list("war", lines=10**6)
print("war and War in the text:", sum(token.lower() == "war" for token in text.tokens))
print("concordance_list:       ", len(listed))
print("with lines=10**6:       ", len(everything))
print("count('war'):           ", text.count("war"))
raise SystemExit(0 if (len(listed), len(everything), text.count("war")) == (25, 60, 30) else "changed")
PY
