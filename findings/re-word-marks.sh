#!/usr/bin/env bash
# Python's re cuts Arabic, Hebrew and Hindi words at every vowel sign; the regex package does not.
#
# Versions:  regex 2026.11.19; re of Python 3.11
# Expected:  \w+ finds the same words in both: regex is described as compatible with re.
# Happens:   \w of re leaves out marks (Unicode category M), so "हिन्दी समाचार" (two words) is six
#            pieces, and a vowelled Arabic word is six too; regex keeps them whole. "İdlib".lower()
#            is one word for regex and "i", "dlib" for re. Two tools that print the same pattern
#            count other words, most in the languages that the user cannot check by eye.
# Output:
#   Hindi, two words  re 6, regex 2
#   Arabic, one word  re 6, regex 1
#   Hebrew, one word  re 3, regex 1
#   Idlib, one word   re 2, regex 1
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check regex==2026.11.19
cd "$work"

venv/bin/python - <<'PY'
import re

import regex

texts = {
    "Hindi, two words": "हिन्दी समाचार",
    "Arabic, one word": "الْمُفَاوَضَاتُ",
    "Hebrew, one word": "שָׁלוֹם",
    "Idlib, one word": "İdlib".lower(),
}
counts = {}
for name, text in texts.items():
    counts[name] = (len(re.findall(r"\w+", text)), len(regex.findall(r"\w+", text)))
    print(f"{name:17} re {counts[name][0]}, regex {counts[name][1]}")
raise SystemExit(0 if list(counts.values()) == [(6, 2), (6, 1), (3, 1), (2, 1)] else "changed")
PY
