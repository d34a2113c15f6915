#!/usr/bin/env bash
# price-parser: 28 states that paid €12 million paid 28 euros, and 0.125 dollars are 125.
#
# Versions:  price-parser 0.5.1; Python 3.11
# Expected:  The amount is the number beside the sign of the currency, and a number that begins with
#            "0." has decimals, since no group of thousands begins with 0.
# Happens:   After a sign of a currency is found, the amount is the first number of the text unless
#            it looks like one of a percentage, with the currency of the other: years, days and
#            articles of laws become prices. Three digits after the point are thousands, after a 0
#            as well.
# Output:
#   The 28 states paid €12 million    28 €
#   In 2015 it cost $5                2015 $
#   Article 7 allows a fine of €50    7 €
#   $0.125                            125 $
#   $0.12                             0.12 $
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check price-parser==0.5.1
cd "$work"

venv/bin/python - <<'PY'
from price_parser import Price

wanted = {
    "The 28 states paid €12 million": "28 €",
    "In 2015 it cost $5": "2015 $",
    "Article 7 allows a fine of €50": "7 €",
    "$0.125": "125 $",
    "$0.12": "0.12 $",
}
seen = {}
for text in wanted:
    price = Price.fromstring(text)
    seen[text] = f"{price.amount} {price.currency}"
    print(f"{text:33} {seen[text]}")
raise SystemExit(0 if seen == wanted else "changed")
PY
