"""The source of a page before it is parsed: words that are struck out, and who saved the page.

``<del>``, ``<s>`` and ``<strike>`` hold what their authors withdrew, as live blogs and corrections
do; it is no part of the text as it was last published, as with changes tracked in Word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.reading.exports.tags import unescape
from toolkit.reading.interface import Piece, RawArticle, n_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STRUCK = re.compile(
    r"<(/?)(del|strike|s)(?=[\s/>])[^<>]*>|<(script|style|textarea)\b.*?(?:</\3|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
_HOLDS_BLOCKS = re.compile(
    r"<(?:article|main|section|h[1-6]|script|style|body|table)\b", re.IGNORECASE
)
_MAX_STRUCK, _MAX_SHARE = 2_000, 0.2
"""Characters of what is struck out; longer, or more of a page, is an element that nobody closed."""

_REASON = "struck out on the page: its authors withdrew it"
_SAVED = re.compile(
    r"<!--\s*(?:Page saved with SingleFile\s+url:\s*(?P<page>https?://\S{1,2000})"
    r"(?:\s+saved date:\s*(?P<day>[^\n<>]{1,80}))?"
    r"|saved from url=\(\d{1,5}\)(?P<other>https?://\S{1,2000}))"
)
_HEAD = 20_000


@dataclass(frozen=True, slots=True)
class PageSource:
    """The source of a page without what is struck out on it.

    Attributes
    ----------
    html : str
        The source.
    struck : list of Piece
        What was struck out, for the ledger.
    url, saved : str
        Where a browser saved it from and when, as it notes in a comment; "" if it does not.
    """

    html: str
    struck: list[Piece]
    url: str = ""
    saved: str = ""

    def complete(self, found: list[RawArticle | Piece]) -> list[RawArticle | Piece]:
        """Add to what was read of a page what only its source tells."""
        articles = [item for item in found if isinstance(item, RawArticle)]
        if len(articles) != 1:
            return [*found, *self.struck] if articles else found
        article = articles[0]
        article.pieces += self.struck
        n_struck = sum(n_characters(piece.text) for piece in self.struck)
        article.received = (article.received or 0) + n_struck
        if self.url and not article.fields.get("url"):
            article.set("url", self.url)
        article.set("accessed", self.saved)
        return found


def page_source(source: str) -> PageSource:
    """Return the source of a page without what is struck out, and what its first comment says.

    Examples
    --------
    >>> page = page_source("<p>It <del>fell</del> rose, said the minister on Monday.</p>")
    >>> page.html, page.struck[0].text
    ('<p>It  rose, said the minister on Monday.</p>', 'fell')
    """
    spans = list(_struck_spans(source))
    texts = [" ".join(unescape(_MARKS.sub("", source[a:b])).split()) for a, b in spans]
    n_left = len(_MARKS.sub("", source)) if spans else 0
    if sum(map(len, texts)) > _MAX_SHARE * n_left:
        spans, texts = [], []
    struck, line, seen = [], 1, 0
    for (start, _), text in zip(spans, texts, strict=True):
        line += source.count("\n", seen, start)
        seen = start
        if text:
            struck.append(Piece(text, "dropped", "", "struck_out", line, reason=_REASON))
    saved = _SAVED.search(source, 0, _HEAD)
    if saved is None:
        return PageSource(_without(source, spans), struck)
    url, day = saved["page"] or saved["other"], saved["day"] or ""
    return PageSource(_without(source, spans), struck, url, day.strip(" -"))


def _struck_spans(source: str) -> Iterator[tuple[int, int]]:
    """Yield where elements stand that strike out words; not those that hold blocks of a page."""
    tag, start = "", 0
    for mark in _STRUCK.finditer(source):
        name = (mark[2] or "").lower()
        if not name:
            continue
        if mark[1] and name == tag:
            inside = source[start : mark.end()]
            if len(inside) <= _MAX_STRUCK and not _HOLDS_BLOCKS.search(inside):
                yield start, mark.end()
            tag = ""
        elif not mark[1] and (not tag or mark.start() - start > _MAX_STRUCK):
            tag, start = name, mark.start()


def _without(source: str, spans: Sequence[tuple[int, int]]) -> str:
    """Leave spans out, except the ends of lines, so that all else keeps its line."""
    parts, end = [], 0
    for start, stop in spans:
        parts += [source[end:start], "\n" * source.count("\n", start, stop)]
        end = stop
    return "".join([*parts, source[end:]]) if spans else source
