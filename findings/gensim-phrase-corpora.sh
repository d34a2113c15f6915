#!/usr/bin/env bash
# gensim: MalletCorpus and LowCorpus take terms of two words apart when they are read back.
#
# Versions:  gensim 4.4.0, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  serialize then read gives the same counts, or serialize refuses a term with a blank.
# Happens:   Terms are written with blanks between them and nothing marks a blank within. "new york"
#            and "york" (the English city) come back as "new" and "york", with both counted as york.
#            Phrases found before the export are gone after it, and the counts of their parts are
#            too high.
# Output:
#   written:      [{'new york': 2, 'war': 1}, {'peace': 1, 'york': 1}]
#   MalletCorpus  [{'new': 2, 'york': 2, 'war': 1}, {'peace': 1, 'york': 1}]
#   LowCorpus     [{'new': 2, 'york': 2, 'war': 1}, {'peace': 1, 'york': 1}]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  gensim==4.4.0 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import logging

from gensim.corpora import Dictionary, LowCorpus, MalletCorpus

logging.disable(logging.CRITICAL)
articles = [["new york", "new york", "war"], ["york", "peace"]]
terms = Dictionary(articles)
bags = [terms.doc2bow(article) for article in articles]
print("written:     ", [{terms[i]: n for i, n in bag} for bag in bags])
read = {}
for maker in (MalletCorpus, LowCorpus):
    name = maker.__name__
    maker.serialize(name, bags, id2word=terms)
    corpus = maker(name)
    read[name] = [{corpus.id2word[i]: int(n) for i, n in bag} for bag in corpus]
    print(f"{name:13}", read[name])
same = all(bags[0] == {"new": 2, "york": 2, "war": 1} and "york" in bags[1] for bags in read.values())
raise SystemExit(0 if same else "changed")
PY
