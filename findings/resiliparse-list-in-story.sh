#!/usr/bin/env bash
# resiliparse: main_content=True leaves out a list that stands in the story.
#
# Versions:  resiliparse 1.0.9; Python 3.11
# Expected:  The main content of a page holds what stands between its paragraphs.
# Happens:   A <ul> between two paragraphs of the article (the three points of an agreement, a list
#            of the dead) is taken for navigation and dropped without a trace; the paragraphs
#            around it stay. The same list as paragraphs is kept.
# Output:
#   as <ul>: ['The talks'..., 'The next round'...]
#   as <p>:  ['The talks'..., 'A ceasefire from Friday', 'Release of prisoners', 'The next round'...]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  resiliparse==1.0.9
cd "$work"

venv/bin/python - <<'PY'
from resiliparse.extract.html2text import extract_plain_text

before = "<p>The talks on the war in the north ended on Monday with an agreement on two points, diplomats in the city said.</p>"
after = "<p>The next round will follow in the new year, according to the envoy, who spoke to reporters in the city.</p>"
page = "<html><head><title>Talks</title></head><body><article><h1>Talks</h1>{}{}{}</article></body></html>"
points = ["A ceasefire from Friday", "Release of prisoners"]
forms = {
    "as <ul>:": "<ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul>",
    "as <p>: ": "".join(f"<p>{point}</p>" for point in points),
}
kept = {}
for name, form in forms.items():
    text = extract_plain_text(page.format(before, form, after), main_content=True)
    kept[name] = [point in text for point in points]
    print(name, [line[:24] for line in text.splitlines() if line.strip()])
same = list(kept.values()) == [[False, False], [True, True]]
raise SystemExit(0 if same else "changed")
PY
