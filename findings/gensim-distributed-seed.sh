#!/usr/bin/env bash
# gensim: distributed LDA gives other topics at each run, whatever the seed.
#
# Versions:  gensim 4.4.0, Pyro4 4.82, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  LdaModel(random_state=0, distributed=True) on the same articles and the same two workers
#            gives the same topics at each run, as it does without workers.
# Happens:   Which worker takes which chunk depends on the moment, and each worker draws its own start
#            for an article from a generator of its own that goes on from job to job. Four runs gave
#            topics that differ from run to run; without workers two runs are equal to the last bit.
#            It needs pickles from the network besides (PYRO_SERIALIZER=pickle).
# Output:
#   alone, two runs:        1 result
#   distributed, four runs: several results
set -eu

work=$(mktemp -d)
pids=""
# shellcheck disable=SC2086  # several numbers
trap 'kill $pids 2>/dev/null || true; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  gensim==4.4.0 Pyro4==4.82 numpy==2.4.6 scipy==1.17.1
cd "$work"
port=$(venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export PYRO_SERIALIZERS_ACCEPTED=pickle PYRO_SERIALIZER=pickle OMP_NUM_THREADS=1 PORT="$port"
where="--host 127.0.0.1 --port $port --no-broadcast"

start() { # a program, the line of its output that says it is ready
  "$@" >>log 2>&1 &
  pids="$pids $!"
  sleep 12
}
start venv/bin/python -m Pyro4.naming -n 127.0.0.1 -p "$port"
# shellcheck disable=SC2086
start venv/bin/python -m gensim.models.lda_worker $where
# shellcheck disable=SC2086
start venv/bin/python -m gensim.models.lda_worker $where
# shellcheck disable=SC2086
start venv/bin/python -m gensim.models.lda_dispatcher $where --maxsize 4

venv/bin/python - <<'PY'
import hashlib
import os

import numpy as np
from gensim.models import LdaModel

draw = np.random.default_rng(0)
words = draw.dirichlet(np.full(2000, 0.01), 10)
articles = []
for _ in range(400):
    terms = draw.choice(2000, 100, p=words[draw.integers(10)])
    ids, counts = np.unique(terms, return_counts=True)
    articles.append(list(zip(ids.tolist(), counts.tolist())))
names = {number: str(number) for number in range(2000)}
server = {"distributed": True, "ns_conf": {"host": "127.0.0.1", "port": int(os.environ["PORT"])}}


def results(n_runs, **options):
    found = set()
    for _ in range(n_runs):
        model = LdaModel(articles, id2word=names, num_topics=10, random_state=0, chunksize=50, **options)
        found.add(hashlib.sha256(model.get_topics().tobytes()).hexdigest())
    return len(found)


alone, spread = results(2), results(4, **server)
print("alone, two runs:       ", alone, "result")
print("distributed, four runs:", "several results" if spread > 1 else "1 result")
raise SystemExit(0 if alone == 1 and spread > 1 else "changed")
PY
