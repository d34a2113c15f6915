#!/usr/bin/env bash
# trafilatura: of "20 died", struck out and corrected to 12, both are text, and 30 with note 2 is 302.
#
# Versions:  trafilatura 2.3.1, lxml 6.1.3; Python 3.11
# Expected:  In plain text the words that an outlet struck out (<del>, <s>) are left out or marked, a
#            note or a power (<sup>) is parted from its number or left out.
# Happens:   Struck words are as good as any others: "20 12 people died", and the "not" of a withdrawn
#            sentence counts. A raised number joins the one before it: 12% and 30 with notes are
#            "12%1" and 302, ten to the fifth is 105. Only the Markdown output marks both.
# Output:
#   del      In the capital 20 12 people died on Monday.
#   s        In the capital 20 12 people died on Monday.
#   sup      It fell from 30 to 302 on Monday.
#   power    They spent 105 dollars on Monday.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6 lxml==6.1.3
cd "$work"

venv/bin/python -W ignore - <<'PY'
from trafilatura import extract

sentences = {
    "del": "In the capital <del>20</del> <ins>12</ins> people died on Monday.",
    "s": "In the capital <s>20</s> 12 people died on Monday.",
    "sup": "It fell from 30 to 30<sup>2</sup> on Monday.",
    "power": "They spent 10<sup>5</sup> dollars on Monday.",
}
rest = "<p>The war ended, officials in the capital said, after weeks of talks between both sides.</p>" * 3
seen = {}
for name, sentence in sentences.items():
    page = f"<html><body><article><h1>War ends</h1><p>{sentence}</p>{rest}</article></body></html>"
    seen[name] = next(line for line in extract(page).splitlines() if line.endswith("Monday."))
    print(f"{name:8} {seen[name]}")
wanted = [
    "In the capital 20 12 people died on Monday.",
    "In the capital 20 12 people died on Monday.",
    "It fell from 30 to 302 on Monday.",
    "They spent 105 dollars on Monday.",
]
raise SystemExit(0 if list(seen.values()) == wanted else "changed")
PY
