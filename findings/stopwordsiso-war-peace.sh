#!/usr/bin/env bash
# stopwordsiso: the Russian stop words include "war" and "peace", the English ones "state",
# "world" and "us".
#
# Versions:  stopwordsiso 0.7.1; Python 3.11
# Expected:  A stop list holds function words.
# Happens:   war (война) and peace (мир) are Russian stop words, state (état, estado) a French and
#            Spanish one; the 1298 English entries hold state, states, world, un, us, system,
#            million. Themes about states, the UN or the US, and war in Russian, are removed before
#            anything is counted. Some entries are phrases ("может быть") that no list of tokens
#            ever matches.
# Output:
#   en: 1298 stop words, among them ['state', 'world', 'un', 'us', 'system', 'million']
#   ru: 559 stop words, among them ['война', 'мир', 'может быть']
#   fr: 691 stop words, among them ['état']
#   es: 732 stop words, among them ['estado']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check stopwordsiso==0.7.1
cd "$work"

venv/bin/python - <<'PY'
import stopwordsiso

asked = {
    "en": ["state", "world", "un", "us", "system", "million", "war"],
    "ru": ["война", "мир", "может быть"],
    "fr": ["état", "guerre"],
    "es": ["estado", "guerra"],
}
found = {}
for language, words in asked.items():
    stop = stopwordsiso.stopwords(language)
    found[language] = [word for word in words if word in stop]
    print(f"{language}: {len(stop)} stop words, among them {found[language]}")
same = (
    found["ru"] == asked["ru"]
    and found["en"] == ["state", "world", "un", "us", "system", "million"]
    and found["fr"] == ["état"]
    and found["es"] == ["estado"]
)
raise SystemExit(0 if same else "changed")
PY
