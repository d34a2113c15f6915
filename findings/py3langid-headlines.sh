#!/usr/bin/env bash
# py3langid: English headlines are Pidgin, Estonian or Latin, an empty text is Afrikaans.
#
# Versions:  py3langid 0.4.0, numpy 2.4.6; Python 3.11
# Expected:  Three or four plain English words are English, or the score says "unsure"; a text
#            without letters is no language.
# Happens:   "Saudi king visits" is Estonian, "Daesh loses Raqqa" Occitan, "Brexit vote delayed"
#            Latin, "" Afrikaans and "..." too. Scores are log-likelihoods that do not say how sure
#            the answer is. Filtering headlines by language drops names of places first, and so the
#            countries in the news.
# Output:
#   'Saudi king visits'       et
#   'Daesh loses Raqqa'       oc
#   'Brexit vote delayed'     la
#   'Putin and Erdogan meet'  bcl
#   'Oil price falls'         ga
#   ''                        af
#   '...'                     af
#   '12345'                   zxx
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  py3langid==0.4.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import py3langid

texts = [
    "Saudi king visits", "Daesh loses Raqqa", "Brexit vote delayed", "Putin and Erdogan meet", "Oil price falls",
    "", "...", "12345",
]
found = {text: py3langid.classify(text)[0] for text in texts}
for text, language in found.items():
    print(f"{text!r:25} {language}")
english = [text for text in texts[:5] if found[text] == "en"]
raise SystemExit(0 if not english and found[""] == found["..."] == "af" else "changed")
PY
