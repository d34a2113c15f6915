#!/usr/bin/env bash
# nltk: TweetTokenizer makes two numbers of 1,000,000, and 1000 of 10000.
#
# Versions:  nltk 3.10.4; Python 3.11
# Expected:  A number is one token, as printed: 1,000,000 like 1,000, and reduce_len shortens
#            lengthened words ("waaayyy"), not numbers.
# Happens:   The second comma ends a number: "1,000,000" is "1,000", a comma and "000", which is the
#            same first token as of "1,000". reduce_len=True makes three of more than three equal
#            signs, in numbers too: 10000 and 1000000 are 1000, 11111 is 111. Two years or numbers of
#            four digits beside each other are a telephone number, one token with a space.
# Output:
#   1,000,000 fled       ['1,000', ',', '000', 'fled']
#   10000 fled           ['1000', 'fled']
#   1000000 fled         ['1000', 'fled']
#   11111 votes          ['111', 'votes']
#   seats in 1999 2000   ['seats', 'in', '1999 2000']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check nltk==3.10.4
cd "$work"

venv/bin/python - <<'PY'
from nltk.tokenize import TweetTokenizer

wanted = {
    "1,000,000 fled": ["1,000", ",", "000", "fled"],
    "10000 fled": ["1000", "fled"],
    "1000000 fled": ["1000", "fled"],
    "11111 votes": ["111", "votes"],
    "seats in 1999 2000": ["seats", "in", "1999 2000"],
}
plain, reduced = TweetTokenizer(), TweetTokenizer(reduce_len=True)
seen = {}
for text in wanted:
    comma_or_years = "," in text or "in" in text.split()
    seen[text] = (plain if comma_or_years else reduced).tokenize(text)
    print(f"{text:20} {seen[text]}")
raise SystemExit(0 if seen == wanted else "changed")
PY
