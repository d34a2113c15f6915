#!/usr/bin/env bash
# contractions: "U.N. and U.S." become "YOU.N. and YOU.S.", "Ma'am" becomes "Madam", months are
# spelt out.
#
# Versions:  contractions 0.1.73, textsearch 0.0.24, anyascii 0.3.3; Python 3.11
# Expected:  fix() undoes contractions ("don't" to "do not") and leaves names alone.
# Happens:   Its list of chat words holds "u" for "you" and a full stop ends a word, so the first
#            letter of every abbreviation with points is replaced: the United Nations and the
#            United States leave the corpus and a pronoun that stop lists drop takes their place.
#            "Nov." becomes "November".
# Output:
#   The U.N. and the U.S. met on Nov. 5.  ->  The YOU.N. and the YOU.S. met on November 5.
#   A U.S.-led force, U.K. officials      ->  A YOU.S.-led force, YOU.K. officials
#   They don't agree.                     ->  They do not agree.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  contractions==0.1.73 textsearch==0.0.24 anyascii==0.3.3 pyahocorasick==2.3.1
cd "$work"

venv/bin/python - <<'PY'
import contractions

sentences = {
    "The U.N. and the U.S. met on Nov. 5.": "The YOU.N. and the YOU.S. met on November 5.",
    "A U.S.-led force, U.K. officials": "A YOU.S.-led force, YOU.K. officials",
    "They don't agree.": "They do not agree.",
}
seen = {sentence: contractions.fix(sentence) for sentence in sentences}
for sentence, fixed in seen.items():
    print(f"{sentence:36}  ->  {fixed}")
raise SystemExit(0 if seen == sentences else "changed")
PY
