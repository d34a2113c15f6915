#!/usr/bin/env bash
# babel: parse_decimal("2,5", locale="en") is 25 and parse_decimal("1.5", locale="de") is 15.
#
# Versions:  babel 2.19.0; Python 3.11
# Expected:  A decimal sign of the other language is refused: there are no groups of one digit.
# Happens:   The group sign of the locale is deleted wherever it stands, so "2,5 million" in an
#            English locale and "1.5" in a German one grow tenfold. strict=True raises
#            NumberFormatError, but is not the default, and refuses the plain blank that French
#            papers put between thousands.
# Output:
#   2,5      en: 25; strict: NumberFormatError
#   1.5      de: 15; strict: NumberFormatError
#   2,5      de: 2.5; strict: 2.5
#   1 234,5  fr: 1234.5; strict: NumberFormatError
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check babel==2.19.0
cd "$work"

venv/bin/python - <<'PY'
from babel.numbers import NumberFormatError, parse_decimal

read = {}
for text, locale in (("2,5", "en"), ("1.5", "de"), ("2,5", "de"), ("1 234,5", "fr")):
    read[text, locale] = parse_decimal(text, locale=locale)
    try:
        strict = parse_decimal(text, locale=locale, strict=True)
    except NumberFormatError:
        strict = "NumberFormatError"
    print(f"{text:8} {locale}: {read[text, locale]}; strict: {strict}")
same = (
    read["2,5", "en"] == 25 and read["1.5", "de"] == 15 and str(read["2,5", "de"]) == "2.5" and strict == "NumberFormatError"
)
raise SystemExit(0 if same else "changed")
PY
