#!/usr/bin/env bash
# newspaper4k: a headline with a dash loses its shorter half, also where the page's h1 has it whole.
#
# Versions:  newspaper4k 0.9.6, lxml 6.1.3; Python 3.11
# Expected:  The outlet is cut from the title ("... - The Post"); the h1 of the page says where the
#            headline ends.
# Happens:   The title is cut at each sign of one kind and the longest part is kept: "Iran - a war of
#            words" is "a war of words", whose subject is gone. Where the page has no h1 with the
#            same words, a slash, a guillemet and an underline cut as well: "War/Peace: what now?"
#            is "Peace: what now?".
# Output:
#   Iran - a war of words                a war of words
#   Trump - then and now                 then and now
#   Iran: a war of words                 Iran: a war of words
#   War/Peace: what now? (no h1)         Peace: what now?
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check newspaper4k==0.9.6 lxml==6.1.3
cd "$work"

venv/bin/python - <<'PY'
from newspaper import Article

sentence = "<p>The talks went on in Vienna and nobody agreed on the next step, as a minister told reporters on Monday.</p>"


def title(headline, outlet, h1):
    page = f"<html lang='en'><head><title>{headline}{outlet}</title></head><body><article>{h1}{sentence * 4}</article></body></html>"
    article = Article("https://example.org/story", language="en")
    article.download(input_html=page)
    article.parse()
    return article.title


wanted = {
    "Iran - a war of words": "a war of words",
    "Trump - then and now": "then and now",
    "Iran: a war of words": "Iran: a war of words",
}
same = True
for headline, cut in wanted.items():
    seen = title(headline, " - The Post", f"<h1>{headline}</h1>")
    print(f"{headline:36} {seen}")
    same = same and seen == cut
seen = title("War/Peace: what now?", "", "")
print(f"{'War/Peace: what now? (no h1)':36} {seen}")
raise SystemExit(0 if same and seen == "Peace: what now?" else "changed")
PY
