#!/usr/bin/env bash
# selectolax: strip_tags takes the words with the tags, and text() holds scripts and styles.
#
# Versions:  selectolax 1.0.2; Python 3.11
# Expected:  strip_tags(["b"]) takes the marks and leaves their words, as functions of this name do
#            elsewhere; the text of a page is what a reader sees.
# Happens:   Every word in bold is gone (unwrap_tags is what leaves them), where other libraries
#            strip a tag and keep what it holds. text() has the code of scripts and the rules of
#            styles among its words, and joins blocks without a space, so the last word of a
#            paragraph and the first of the next are one.
# Output:
#   stripped:  'War  SyriaPeacevar x = 1'
#   unwrapped: 'War in SyriaPeacevar x = 1'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: selectolax==1.0.2
cd "$work"

venv/bin/python - <<'PY'
from selectolax.lexbor import LexborHTMLParser

page = "<p>War <b>in</b> Syria</p><p>Peace</p><script>var x = 1</script>"
stripped, unwrapped = LexborHTMLParser(page), LexborHTMLParser(page)
stripped.strip_tags(["b"])
unwrapped.unwrap_tags(["b"])
seen = [stripped.body.text(), unwrapped.body.text()]
print(f"stripped:  {seen[0]!r}\nunwrapped: {seen[1]!r}")
expected = ["War  SyriaPeacevar x = 1", "War in SyriaPeacevar x = 1"]
raise SystemExit(0 if seen == expected else "changed")
PY
