#!/usr/bin/env bash
# tomotopy: an article given empty vanishes, one emptied by pruning stays with shares that no word
# supports.
#
# Versions:  tomotopy 0.14.0, numpy 2.4.6; Python 3.11
# Expected:  One rule for articles without words: all of them kept (and marked), or all of them
#            dropped.
# Happens:   add_doc([]) returns None and adds nothing, so every later row moves up by one. An
#            article whose words all fall to min_cf (or min_df, rm_top) stays in m.docs, and its
#            "shares" are the normalised prior: they enter every mean as if it had been read. Ids
#            zipped to m.docs are wrong by the first kind; a mean of shares is wrong by the second.
# Output:
#   articles given:    5
#   add_doc returned:  [1, None, 1, 1, 1]
#   rows in m.docs:    4
#   words that count:  [['war', 'troops', 'war', 'market'], [], ['market', 'bank', 'war', 'bank'], ['bank', 'market', 'troops']]
#   shares of row 1:   [0.7244 0.2756] = prior [0.7244 0.2756]
#   zip(ids, m.docs):  [('a', ['war', 'troops', 'war', 'market']), ('b', []), ('c', ['market', 'bank', 'war', 'bank']), ('d', ['bank', 'market', 'troops'])]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  tomotopy==0.14.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import tomotopy

articles = [
    ("a", "war troops war market"),
    ("b", ""),                      # nothing was extracted from the page
    ("c", "correction"),            # one word, rarer than min_cf
    ("d", "market bank war bank"),
    ("e", "bank market troops"),
]
model = tomotopy.LDAModel(k=2, seed=1, min_cf=2, alpha=0.1)
returned = [model.add_doc(text.split()) for _, text in articles]
model.train(100, workers=1)

prior = model.alpha / model.alpha.sum()
rows = [doc.get_topic_dist() for doc in model.docs]
words = [[model.vocabs[w] for w in doc.words if w < model.num_vocabs] for doc in model.docs]
print("articles given:   ", len(articles))
print("add_doc returned: ", returned)
print("rows in m.docs:   ", len(rows))
print("words that count: ", words)
print("shares of row 1:  ", rows[1].round(4), "= prior", prior.round(4))
print("zip(ids, m.docs): ", [(name, w) for (name, _), w in zip(articles, words)])

same = (
    returned == [1, None, 1, 1, 1]
    and len(rows) == 4
    and words[1] == []
    and abs(rows[1] - prior).max() < 1e-6
)
raise SystemExit(0 if same else "changed")
PY
