#!/usr/bin/env bash
# tomotopy: m.docs[i] raises IndexError for every i but 0, and add_doc always returns 1.
#
# Versions:  tomotopy 0.14.0, numpy 2.4.6; Python 3.11
# Expected:  add_doc returns the number of the document it added, and m.docs[i] gives that document,
#            as len(m.docs) and iteration over m.docs suggest.
# Happens:   add_doc returns 1 for each document, so a table of "article id -> returned number"
#            sends every article to one row. m.docs[1] and beyond raise IndexError while len(m.docs)
#            is 3; code that catches the error, or reads m.docs[0] for "the next one", reads the
#            first article for all. Only iteration is right.
# Output:
#   add_doc returned: {'a': 1, 'b': 1, 'c': 1}
#   len(m.docs):      3
#   m.docs[0]:        ['war', 'troops', 'war']
#   m.docs[1]:        IndexError: 1
#   m.docs[2]:        IndexError: 2
#   iteration gives:  [['war', 'troops', 'war'], ['market', 'bank', 'shares'], ['war', 'market']]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  tomotopy==0.14.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import tomotopy

model = tomotopy.LDAModel(k=2, seed=1)
articles = {"a": "war troops war", "b": "market bank shares", "c": "war market"}
returned = {name: model.add_doc(text.split()) for name, text in articles.items()}
model.train(20, workers=1)

reached = {}
for i in range(len(model.docs)):
    try:
        reached[i] = [model.vocabs[w] for w in model.docs[i].words]
    except IndexError as error:
        reached[i] = f"IndexError: {error}"
iterated = [[model.vocabs[w] for w in doc.words] for doc in model.docs]

print("add_doc returned:", returned)
print("len(m.docs):     ", len(model.docs))
for i, what in reached.items():
    print(f"m.docs[{i}]:        {what}")
print("iteration gives: ", iterated)

same = (
    returned == {"a": 1, "b": 1, "c": 1}
    and reached[0] == ["war", "troops", "war"]
    and all(str(reached[i]).startswith("IndexError") for i in (1, 2))
    and iterated == [text.split() for text in articles.values()]
)
raise SystemExit(0 if same else "changed")
PY
