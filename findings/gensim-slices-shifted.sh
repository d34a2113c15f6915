#!/usr/bin/env bash
# gensim: LdaSeqModel counts the first document of every time slice in the slice before.
#
# Versions:  gensim 4.4.0, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  time_slice=[4, 4, 4] says that documents 0 to 3 are the first month, 4 to 7 the second, 8 to
#            11 the third; the words of a month move the topics of that month.
# Happens:   inferDTMseq goes on to the next slice when the number of the document is *above* the
#            sum of the slices so far, so documents 4 and 8 are counted a month early (and the
#            last slice has one document fewer). With one document a slice, all but the first are.
# Output:    probability of "coup", which stands in one document only, in the three months
#   in document 3, of the first month:    [0.213, 0.075, 0.049]
#   in document 4, of the second month:   [0.213, 0.075, 0.049]
#   in document 5, of the second month:   [0.078, 0.211, 0.099]
#   in document 8, of the third month:    [0.078, 0.211, 0.099]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  gensim==4.4.0 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import warnings

import numpy as np
from gensim.corpora import Dictionary
from gensim.models import LdaSeqModel

warnings.simplefilter("ignore")


def months_with_coup(place):
    articles = [["war", "troops", "border", "army"] for _ in range(12)]
    articles[place] = ["coup"] * 8
    words = Dictionary(articles)
    bags = [words.doc2bow(article) for article in articles]
    model = LdaSeqModel(
        bags, id2word=words, time_slice=[4, 4, 4], num_topics=1, random_state=1, chain_variance=0.5
    )
    return np.exp(model.topic_chains[0].e_log_prob[words.token2id["coup"]]).round(3).tolist()


found = {}
for place, month in ((3, "first"), (4, "second"), (5, "second"), (8, "third")):
    found[place] = months_with_coup(place)
    print(f"in document {place}, of the {month} month:".ljust(37), found[place])
same = found[4] == found[3] and found[8] == found[5] and np.argmax(found[5]) == 1
raise SystemExit(0 if same else "changed")
PY
