#!/usr/bin/env bash
# wordcloud: "news" is counted as "new", "Paris" as "Pari", when both forms occur.
#
# Versions:  wordcloud 1.9.6, numpy 2.4.6; Python 3.11
# Expected:  process_text() counts words; plurals that are joined are plurals.
# Happens:   normalize_plurals (the default) takes the s from any word whose rest occurs in the
#            text, whatever the words mean: "news" joins "new", "times" joins "time", and the
#            counts of both are one number under the shorter form.
# Output:
#   counts: {'new': 5, 'time': 3, 'talks': 1}
#   normalize_plurals=False: {'news': 3, 'new': 2, 'times': 2, 'time': 1, 'talks': 1}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  wordcloud==1.9.6 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
from wordcloud import WordCloud

text = "news new news new news times time times talks"
joined = WordCloud(collocations=False).process_text(text)
apart = WordCloud(collocations=False, normalize_plurals=False).process_text(text)
print("counts:", dict(sorted(joined.items(), key=lambda pair: -pair[1])))
print("normalize_plurals=False:", dict(sorted(apart.items(), key=lambda pair: -pair[1])))
same = joined["new"] == 5 and "news" not in joined and apart["news"] == 3
raise SystemExit(0 if same else "changed")
PY
