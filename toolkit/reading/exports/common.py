"""Helpers shared by the export readers: markup detection and the "no article" error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.interface import RawArticle, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.errors import ReadingError
    from toolkit.reading.interface import Document, Piece

MAX_FIRST = 8000
"""Most characters that `first_lines` returns."""

FURNITURE = "outside any article: menus, search summary, page footer"

_PROLOG = re.compile(
    r"\s*(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)", re.DOTALL
)
_ROOT = re.compile(r"\s*<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,80})(?=[\s/>])")
_MAX_PROLOG = 8000

_BOOKMARKS = re.compile(
    r"(?i)<!DOCTYPE NETSCAPE-Bookmark-file|<title>(?:Pocket Export|Instapaper: Export)</title>"
)
_ZOTERO_REPORT = re.compile(r'<ul class="report[ "]')


def is_markup(head: str) -> bool:
    """Return whether the text begins like HTML or XML."""
    return head.lstrip("\ufeff \t\r\n").startswith("<")


def root_name(head: str) -> str:
    r"""Return the local name of the root element of XML or HTML; "" if there is none.

    Examples
    --------
    >>> root_name("<?xml version='1.0'?>\n<!-- a --><nitf:nitf version='3'><head/>")
    'nitf'
    """
    at = len(head) - len(head.lstrip("\ufeff \t\r\n"))
    while (prolog := _PROLOG.match(head, at, _MAX_PROLOG)) is not None:
        at = prolog.end()
    found = _ROOT.match(head, at)
    return "" if found is None else found[1]


def first_lines(head: str, n_lines: int) -> str:
    r"""Return the first lines of a text, for readers that are recognised by them.

    Examples
    --------
    >>> first_lines("a\nb\nc\n", 2)
    'a\nb'
    """
    return "\n".join(head[:MAX_FIRST].split("\n", n_lines)[:n_lines])


def is_rtf(document: Document) -> bool:
    """Return whether the content is rich text; striprtf returns any other input unchanged."""
    return document.head_bytes.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def require_article(
    document: Document, results: Iterable[RawArticle | Piece], layout: str
) -> Iterator[RawArticle | Piece]:
    """Pass the results on, and raise if there is no article among them."""
    n_articles = 0
    for result in results:
        n_articles += isinstance(result, RawArticle)
        yield result
    if not n_articles:
        raise no_article_error(document, layout, "an article with a date and a story")


def no_article_error(document: Document, layout: str, expected: str) -> ReadingError:
    """Return the error for a file that looks like a format but holds no article."""
    problem = f"this looks like {layout}, but no article was found: {expected} is missing"
    remedy = "Export it again as full text, or report the layout with an invented example."
    return reading_error(document, 0, problem, remedy)


def replace_lone_surrogates(text: str) -> str:
    r"""Replace lone surrogates, which JSON can escape but UTF-8 cannot encode.

    Examples
    --------
    >>> replace_lone_surrogates("a\ud800b") == "a\ufffdb"
    True
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, without case: what two headlines have in common.

    Examples
    --------
    >>> letters_of("Norrby’s ‘Yes’"), letters_of("Norrby's YES")
    ('norrbysyes', 'norrbysyes')
    """
    return "".join(filter(str.isalnum, text.casefold()))


def is_bookmarks(head: str) -> bool:
    """Return whether a page is a list of saved links, as browsers, Pocket and Instapaper export it.

    Examples
    --------
    >>> is_bookmarks("<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT>")
    True
    """
    return _BOOKMARKS.search(head[:4000]) is not None


def is_zotero_report(head: str) -> bool:
    """Return whether a page is a report of Zotero, a table of fields for each item."""
    return _ZOTERO_REPORT.search(head) is not None and "<title>Zotero" in head
