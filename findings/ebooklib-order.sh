#!/usr/bin/env bash
# EbookLib: documents come in the order of the manifest, not of reading, and the table of contents
# is one of them.
#
# Versions:  EbookLib 0.20; Python 3.11
# Expected:  get_items_of_type(ITEM_DOCUMENT) gives the articles in the order in which they are
#            read.
# Happens:   The order of reading is the spine; the items are in the order in which they are listed
#            in the file, and navigation is among them. Newspapers bundled as EPUB give their
#            articles shuffled, with one more article made of all headlines.
# Output:
#   items:  ['b.xhtml', 'a.xhtml', 'c.xhtml', 'nav.xhtml']
#   spine:  ['nav.xhtml', 'a.xhtml', 'b.xhtml', 'c.xhtml']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  EbookLib==0.20
cd "$work"

venv/bin/python - <<'PY'
import warnings

import ebooklib
from ebooklib import epub

warnings.simplefilter("ignore")
book = epub.EpubBook()
book.set_identifier("paper")
book.set_title("The Paper")
book.set_language("en")
articles = {}
for name in ("b", "a", "c"):
    articles[name] = epub.EpubHtml(title=name, file_name=f"{name}.xhtml")
    articles[name].content = f"<h1>{name}</h1><p>Story {name}.</p>"
    book.add_item(articles[name])
book.add_item(epub.EpubNcx())
book.add_item(epub.EpubNav())
book.toc = [articles[name] for name in "abc"]
book.spine = ["nav", *(articles[name] for name in "abc")]
epub.write_epub("paper.epub", book)
read = epub.read_epub("paper.epub")
items = [item.get_name() for item in read.get_items_of_type(ebooklib.ITEM_DOCUMENT)]
spine = [read.get_item_with_id(key).get_name() for key, _ in read.spine]
print("items: ", items)
print("spine: ", spine)
expected = (["b.xhtml", "a.xhtml", "c.xhtml", "nav.xhtml"], ["nav.xhtml", "a.xhtml", "b.xhtml", "c.xhtml"])
raise SystemExit(0 if (items, spine) == expected else "changed")
PY
