#!/usr/bin/env bash
# Whoosh: "Mrs May" finds every Mrs, and a range of dates that ends before 1 November has that day.
#
# Versions:  Whoosh 2.7.4; Python 3.11
# Expected:  A phrase finds its words in a row. {a TO b} leaves out both ends, [a TO b} the last
#            one, as the documentation of the query language says and as numbers do.
# Happens:   The stop words of a text leave no gap, in the text and in the phrase: "war on terror"
#            finds "war of the terror", and since "may" and "us" are stop words, "Mrs May" is any Mrs
#            and May alone is nothing. Ranges of dates include both ends, whatever the braces say:
#            two months that meet count one day twice.
# Output:
#   "war on terror"                  ['war of the terror', 'war on terror']
#   "Mrs May"                        ['Mrs Clinton in Iowa', 'Mrs May in London']
#   may                              []
#   day:{2018-10-30 TO 2018-11-01}   [30, 31, 1]
#   number:{30 TO 33}                [31]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check Whoosh==2.7.4
cd "$work"

venv/bin/python -W ignore - <<'PY'
from datetime import datetime

from whoosh.fields import DATETIME, NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser

stories = [
    ("war on terror", "2018-10-30", 30),
    ("war of the terror", "2018-10-31", 31),
    ("Mrs May in London", "2018-11-01", 33),
    ("Mrs Clinton in Iowa", "2018-11-02", 34),
]
index = RamStorage().create_index(Schema(text=TEXT(stored=True), day=DATETIME(stored=True), number=NUMERIC(stored=True)))
writer = index.writer()
for text, day, number in stories:
    writer.add_document(text=text, day=datetime.fromisoformat(day), number=number)
writer.commit()
wanted = {
    '"war on terror"': ["war of the terror", "war on terror"],
    '"Mrs May"': ["Mrs Clinton in Iowa", "Mrs May in London"],
    "may": [],
    "day:{2018-10-30 TO 2018-11-01}": [30, 31, 1],
    "number:{30 TO 33}": [31],
}
seen = {}
with index.searcher() as searcher:
    for query in wanted:
        hits = list(searcher.search(QueryParser("text", index.schema).parse(query)))
        if query.startswith("day"):
            seen[query] = [day.day for day in sorted(hit["day"] for hit in hits)]
        elif query.startswith("number"):
            seen[query] = [hit["number"] for hit in hits]
        else:
            seen[query] = sorted(hit["text"] for hit in hits)
        print(f"{query:32} {seen[query]}")
raise SystemExit(0 if seen == wanted else "changed")
PY
