#!/usr/bin/env bash
# trafilatura: sentences that stand in a bare div between paragraphs are left out, with a br in
# the div they stay.
#
# Versions:  trafilatura 2.3.1, lxml_html_clean 0.4.6, lxml 6.1.3; Python 3.11
# Expected:  Text of the article element is kept whatever block element holds it.
# Happens:   "<div>The minister resigned.</div>" between two p elements is missing from extract();
#            put a <br> before the sentence and it is there; loose text without any element is there
#            too. Outlets whose editor writes some paragraphs as div lose these.
# Output:
#   p            kept
#   div          left out
#   div with br  kept
#   no element   kept
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
page = "<html><body><article><h1>The council</h1><p>{0}</p>{1}<p>{0}</p></article></body></html>"
said = "The minister resigned on Monday after the vote."
forms = {
    "p": f"<p>{said}</p>",
    "div": f"<div>{said}</div>",
    "div with br": f"<div><br>{said}</div>",
    "no element": said,
}
kept = {name: said in trafilatura.extract(page.format(filler, form)) for name, form in forms.items()}
for name, there in kept.items():
    print(f"{name:12} {'kept' if there else 'left out'}")
same = kept["p"] and kept["div with br"] and kept["no element"] and not kept["div"]
raise SystemExit(0 if same else "changed")
PY
