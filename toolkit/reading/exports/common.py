"""What the readers of exports share: recognising markup, and saying that nothing was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.interface import RawArticle, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.errors import ReadingError
    from toolkit.reading.interface import Document, Piece

FURNITURE = "outside any article: menus, search summary, page footer"


def is_markup(head: str) -> bool:
    """Say whether the text begins as HTML or XML does."""
    return head.lstrip("\ufeff \t\r\n").startswith("<")


def is_rtf(document: Document) -> bool:
    """Say whether the content is rich text; striprtf would pass anything else through."""
    return document.head_bytes.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def found(
    document: Document, results: Iterable[RawArticle | Piece], layout: str
) -> Iterator[RawArticle | Piece]:
    """Pass results on; raise when there was no article among them."""
    n_articles = 0
    for result in results:
        n_articles += isinstance(result, RawArticle)
        yield result
    if not n_articles:
        raise nothing_found(document, layout, "an article with a date and a story")


def nothing_found(document: Document, layout: str, expected: str) -> ReadingError:
    """Return the error of a file that has the marks of a format, and no article."""
    problem = f"this looks like {layout}, but no article was found: {expected} is missing"
    remedy = "Export it again as full text, or report the layout with an invented example."
    return reading_error(document, 0, problem, remedy)


def whole_characters(text: str) -> str:
    r"""Replace halves of a character, which JSON can escape alone and no file can hold.

    Examples
    --------
    >>> whole_characters("a\ud800b") == "a\ufffdb"
    True
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
