#!/usr/bin/env bash
# networkx: the edges of a hashtag are written to an edge list and not read from it.
#
# Versions:  networkx 3.6.1; Python 3.11
# Expected:  What write_weighted_edgelist writes, read_weighted_edgelist reads: three edges are
#            three edges.
# Happens:   # begins a comment, in a name too, and the writer does not mark it. An edge whose
#            second name is a hashtag keeps one name, and is left out like one whose first name is.
#            A graph of words and tags comes back as one of words alone, without a warning; the file
#            is whole.
# Output:
#   written: 3 edges; in the file: 3 lines; read: [('war', 'peace', 2.0)]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: networkx==3.6.1
cd "$work"

venv/bin/python - <<'PY'
import io

import networkx as nx

graph = nx.Graph()
graph.add_weighted_edges_from([("#syria", "war", 5), ("peace", "#nato", 4), ("war", "peace", 2)])
file = io.BytesIO()
nx.write_weighted_edgelist(graph, file)
lines = file.getvalue().decode().splitlines()
file.seek(0)
read = sorted(nx.read_weighted_edgelist(file).edges(data="weight"))
print(f"written: {graph.number_of_edges()} edges; in the file: {len(lines)} lines; read: {read}")
seen = [graph.number_of_edges(), len(lines), read]
expected = [3, 3, [("war", "peace", 2.0)]]
raise SystemExit(0 if seen == expected else "changed")
PY
