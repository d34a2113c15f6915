#!/usr/bin/env bash
# textstat: sentences of one or two words are not counted.
#
# Versions:  textstat 0.7.12; Python 3.11
# Expected:  sentence_count() counts sentences.
# Happens:   Sentences of up to two words are taken for abbreviations and left out, in all texts: a
#            dialogue of ten short answers has one sentence. Grades that divide by it rise: terse
#            reports seem harder to read than they are. At least one is always returned, for an
#            empty text as well as for ten short ones.
# Output:
#   'No. Yes. They left. Nobody knows why.'  1
#   'They have left. Nobody knows why.'      2
#   'No. Yes. They left.'                    1
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  textstat==0.7.12
cd "$work"

venv/bin/python - <<'PY'
import textstat

expected = {
    "No. Yes. They left. Nobody knows why.": 1,
    "They have left. Nobody knows why.": 2,
    "No. Yes. They left.": 1,
}
seen = {text: textstat.sentence_count(text) for text in expected}
for text, count in seen.items():
    print(f"{text!r:40} {count}")
raise SystemExit(0 if seen == expected else "changed")
PY
