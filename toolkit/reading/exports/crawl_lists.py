"""Lists that stand beside the pages of a crawl: pages.jsonl of a WACZ, and indexes (CDX, CDXJ).

They name addresses and the days on which these were visited. Read as tables, the day of a visit
would be the date of an article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.columns import NotArticlesError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_PAGES = re.compile(r'\s*\{[^{}\n]{0,200}"format"\s*:\s*"json-pages-')
_INDEX = re.compile(r" CDX [A-Za-z] [A-Za-z] |\S+\)/\S* \d{14} (?:\{|https?://)")
_REMEDY = "Read the archive of the crawl itself (.wacz, .warc.gz)."


class CrawlList:
    """A list of the pages of a crawl, or an index of its records; neither is read."""

    name = "list of a crawl"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is such a list."""
        head = document.head.lstrip("\ufeff")
        return bool(_PAGES.match(head) or _INDEX.match(head))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Raise the error that says what the file is; in a folder it is skipped."""
        problem = "this is a list of the pages of a crawl, with the days of visits"
        raise NotArticlesError(f"read_articles: {document.name}: {problem}. {_REMEDY}")
