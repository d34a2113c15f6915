"""Reader for an export of Substack: headline and date in posts.csv, each text in posts/ID.html.

Both are read as one article. Read alone, the table gives articles without a text, and a page one
without headline and date, since neither is in it.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from toolkit.reading.columns import SAMPLE_ROWS
from toolkit.reading.interface import Piece
from toolkit.reading.table_rows import RowReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document, RawArticle, ReadOptions

_HEADER = "post_id,post_date,is_published"
_TABLE = "../posts.csv"
_POST = re.compile(r"\d+\.[\w.-]*")
"""An id of a post; nothing else is looked for in the folder."""

_TEXT = "body_html"
_ELSEWHERE = "the text of an article of posts.csv, with which it is read"


class SubstackPosts:
    """The table of an export, with the texts beside it."""

    name = "substack"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the columns are those of the table, with or without texts beside it."""
        return document.beside is not None and document.head.lstrip("\ufeff").startswith(_HEADER)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield one article per post; what was never published is rejected."""
        table = io.StringIO(document.text.lstrip("\ufeff"), newline="")
        posts = csv.DictReader(table, restval="", restkey=None)
        rows = [self._row(document, post) for post in posts]
        names = list(dict.fromkeys(name for row in rows for name in row)) or [_TEXT]
        sample = [row for row in rows if row.get(_TEXT)][:SAMPLE_ROWS]
        reader = RowReader(document.name, names, sample, options)
        yield from reader.notes()
        for number, row in enumerate(rows, start=2):
            if row.get("is_published", "true") == "false":
                reason = "never published (is_published: false)"
                text = "\n".join(filter(None, row.values()))
                yield Piece(text, "rejected", "", "not_an_article", number, reason=reason)
            else:
                yield reader.article(number, row.items())

    def _row(self, document: Document, post: dict[str | Any, str | Any]) -> dict[str, str]:
        """Return a row with the text of its page; cells beyond the last name are kept."""
        beyond = " | ".join(post.pop(None, ()))
        row: dict[str, str] = post | ({"more cells": beyond} if beyond else {})
        key = row.get("post_id", "")
        page = None
        if document.beside is not None and _POST.fullmatch(key):
            page = document.beside(f"posts/{key}.html")
        return row | {_TEXT: "" if page is None else page.text}


class SubstackPage:
    """A page of an export, which is read with its row of the table."""

    name = "substack page"

    def recognizes(self, document: Document) -> bool:
        """Return whether the page lies in a folder "posts" beside a table that lists it."""
        path = PurePosixPath(document.name)
        if document.beside is None or path.parent.name != "posts" or not _POST.fullmatch(path.stem):
            return False
        table = document.beside(_TABLE)
        text = "" if table is None else table.text.lstrip("\ufeff")
        return text.startswith(_HEADER) and f"\n{path.stem}," in text

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the remark that the page is read elsewhere."""
        text = document.text
        yield Piece(text, "dropped", "", "read_with_table", 1, 0, len(text), _ELSEWHERE)
