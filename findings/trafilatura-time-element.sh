#!/usr/bin/env bash
# trafilatura: a date inside a sentence is cut out when the page marks it with <time>, and <q>
# ends the line.
#
# Versions:  trafilatura 2.3.1, lxml_html_clean 0.4.6, lxml 6.1.3; Python 3.11
# Expected:  An inline element keeps its text: "Since 11 September, the council has met".
# Happens:   extract() gives "Since , the council has met". A quotation marked with <q> stays, but
#            what follows it becomes a paragraph of its own. Pages that mark dates for machines lose
#            them from the text that people read: phrases such as "11 September attacks" cannot be
#            found, and a sentence loses words without a trace.
# Output:
#   <time>: Since , the council has met each Monday in th
#   <span>: Since 11 September, the council has met each
#   <q>:    'Since 11 September\n, the council has met each'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  trafilatura==2.3.1 lxml_html_clean==0.4.6 lxml==6.1.3
cd "$work"

venv/bin/python - <<'PY'
import trafilatura

filler = " ".join(["The council has met each Monday to speak about the war and the talks."] * 6)
page = (
    "<html><body><article><h1>The council</h1>"
    f"<p>Since <{{0}}>11 September</{{0}}>, the council has met each Monday in the capital. {filler}</p>"
    f"<p>{filler}</p></article></body></html>"
)
marked = trafilatura.extract(page.format("time"))
plain = trafilatura.extract(page.format("span"))
quoted = trafilatura.extract(page.format("q"))
print("<time>:", marked[marked.index("Since"):][:45])
print("<span>:", plain[plain.index("Since"):][:45])
print("<q>:   ", repr(quoted[quoted.index("Since"):][:45]))
raise SystemExit(0 if "11 September" not in marked and "11 September" in plain and "11 September\n" in quoted else "changed")
PY
