#!/usr/bin/env bash
# langcodes: the closest language to Ukrainian is Russian, to Catalan Spanish, to Welsh English.
#
# Versions:  langcodes 3.5.1, language_data 1.4.0; Python 3.11
# Expected:  closest_match finds a form of the same language (zh for zh-TW), and "und" where there
#            is none.
# Happens:   A language counts as close where many of its readers are said to read the other: with
#            models or lists of stop words for Russian, Spanish and English, articles in Ukrainian,
#            Catalan and Welsh are given one of those, within the greatest distance that is set
#            (25). A fallback in a pipeline then counts every word of such an article as unknown,
#            and keeps the stop words. No such pair is made for Armenian or Uyghur.
# Output:
#   {'uk': 'ru', 'ca': 'es', 'cy': 'en', 'af': 'und', 'hy': 'und', 'ug': 'und'}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: langcodes==3.5.1 language_data==1.4.0
cd "$work"

venv/bin/python - <<'PY'
from langcodes import closest_match

supported = ["en", "es", "ru", "zh"]
seen = {tag: closest_match(tag, supported)[0] for tag in ("uk", "ca", "cy", "af", "hy", "ug")}
print(seen)
wanted = {"uk": "ru", "ca": "es", "cy": "en", "af": "und", "hy": "und", "ug": "und"}
raise SystemExit(0 if seen == wanted else "changed")
PY
