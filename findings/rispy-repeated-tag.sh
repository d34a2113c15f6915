#!/usr/bin/env bash
# rispy: of a repeated field only the first stays, so an abstract loses its paragraphs and a
# missing ER loses an article.
#
# Versions:  rispy 0.10.0; Python 3.11
# Expected:  A repeated AB (one line a paragraph, as databases export it) is joined or kept as a
#            list; a new TY starts a new record even if the last one was not closed.
# Happens:   Fields that rispy does not hold to be lists keep their first value; later ones are
#            dropped without an error. The second paragraph of an abstract is gone. Where an
#            exporter leaves out ER, the next record is read as more fields of the last one: all its
#            fields are repeated, so the article disappears whole.
# Output:
#   records in the file: 3; read: 2
#   Talks open in Geneva | The first paragraph of the abstract.
#   Markets fall | Shares fell.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check rispy==0.10.0
cd "$work"

venv/bin/python - <<'PY'
import rispy

export = """TY  - NEWS
TI  - Talks open in Geneva
AB  - The first paragraph of the abstract.
AB  - The second paragraph, with the news.
ER  -

TY  - NEWS
TI  - Markets fall
AB  - Shares fell.
TY  - NEWS
TI  - Cup final
AB  - One goal.
ER  -
""".replace("ER  -\n", "ER  - \n")

records = rispy.loads(export)
print("records in the file: 3; read:", len(records))
for record in records:
    print(record["title"], "|", record["abstract"])
same = (
    [record["title"] for record in records] == ["Talks open in Geneva", "Markets fall"]
    and records[0]["abstract"] == "The first paragraph of the abstract."
    and "Cup final" not in str(records)
)
raise SystemExit(0 if same else "changed")
PY
