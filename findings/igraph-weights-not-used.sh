#!/usr/bin/env bash
# igraph: communities and strengths leave out the weights of the graph unless they are named.
#
# Versions:  igraph 1.0.0, leidenalg 0.12.0; Python 3.11
# Expected:  A graph made with weights=True is divided by its weights; strength() is the sum of
#            them, as the name says.
# Happens:   Weights are used only where weights="weight" is given, and no warning says that they
#            are there: words that occur together ten times and once are tied alike, so two clear
#            themes are one. strength() without it is the degree. leidenalg does the same.
# Output:
#   without: multilevel [0, 0, 0, 0], leiden [0, 0, 0, 0], strength [3, 3, 3, 3]
#   named:   multilevel [0, 0, 1, 1], leiden [0, 0, 1, 1], strength [12, 12, 12, 12]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: igraph==1.0.0 leidenalg==0.12.0
cd "$work"

venv/bin/python - <<'PY'
import igraph
import leidenalg

pairs = [("war", "army", 10), ("vote", "poll", 10)]
pairs += [(first, second, 1) for first in ("war", "army") for second in ("vote", "poll")]
graph = igraph.Graph.TupleList(pairs, weights=True)
seen = []
for name, given in (("without:", None), ("named:", "weight")):
    parts = leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, weights=given, seed=1)
    multilevel = graph.community_multilevel(weights=given).membership
    strength = [int(value) for value in graph.strength(weights=given)]
    seen.append([multilevel, parts.membership, strength])
    print(f"{name:8} multilevel {multilevel}, leiden {parts.membership}, strength {strength}")
one, two = [0, 0, 0, 0], [0, 0, 1, 1]
expected = [[one, one, [3] * 4], [two, two, [12] * 4]]
raise SystemExit(0 if seen == expected else "changed")
PY
