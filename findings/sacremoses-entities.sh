#!/usr/bin/env bash
# sacremoses: the tokens are escaped for HTML, and ’ is not the apostrophe that ' is.
#
# Versions:  sacremoses 0.2.0, regex 2026.11.19; Python 3.11
# Expected:  The tokens are pieces of the text: don, 't or do, n't; with either apostrophe the same.
# Happens:   escape=True is the default: "don't" is "don", "&apos;t"; counted with another program,
#            "apos", "amp" and "quot" are among the commonest words of a corpus. With the apostrophe
#            of print "don’t" is three tokens, "don", "’", "t"; so is every possessive, and numbers
#            of tokens and rates differ by the typography of an outlet.
# Output:
#   ['Iran', '&apos;s', 'talks', 'don', '&apos;t', 'end']
#   ['Iran', '’', 's', 'talks', 'don', '’', 't', 'end']
#   [('apos', 4), ('quot', 2), ('The', 1)]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  sacremoses==0.2.0 regex==2026.11.19
cd "$work"

venv/bin/python - <<'PY'
import re
from collections import Counter

from sacremoses import MosesTokenizer

cut = MosesTokenizer(lang="en").tokenize
straight, curly = cut("Iran's talks don't end"), cut("Iran’s talks don’t end")
print(straight)
print(curly)
story = 'The minister\'s party didn\'t vote; "it isn\'t over", AT&T\'s man said.'
words = Counter(re.findall(r"\w\w+", " ".join(cut(story))))
print(words.most_common(3))
same = straight == ["Iran", "&apos;s", "talks", "don", "&apos;t", "end"] and curly == ["Iran", "’", "s", "talks", "don", "’", "t", "end"] and words.most_common(1) == [("apos", 4)]
raise SystemExit(0 if same else "changed")
PY
