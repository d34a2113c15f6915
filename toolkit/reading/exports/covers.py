"""Cover pages: kept out of the corpus and recorded in the ledger, with personal lines masked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.assembly import LinedText
    from toolkit.reading.interface import Piece

_PERSONAL = re.compile(
    r"\s*(?:send to|sent to|senden an|envoyer à|user name|user|benutzername|nom d'utilisateur|"
    r"email|e-mail|from|to|requested by|client/matter)\s*:",
    re.IGNORECASE,
)
_VISIBLE = re.compile(r"\S")
_COVER = "the export's cover page: search terms and contents, no article"
_MASKED = "names who exported the file; masked, length kept"


def mask(text: str) -> str:
    """Replace every visible character by a bullet, keeping the length but hiding the text.

    Examples
    --------
    >>> mask("Jane Roe")
    '•••• •••'
    """
    return _VISIBLE.sub("•", text)


def cover_pieces(source: LinedText, start: int, end: int) -> Iterator[Piece]:
    """Yield the span as dropped pieces, one per paragraph, masking those that name a person."""
    for group in paragraphs_of(source.between(start, end)):
        personal = False
        first = 0
        for at, line in enumerate(group):
            hit = _PERSONAL.match(line.text) is not None
            address = personal and group[first].text.strip().endswith(":")
            if at > first and hit != personal and not address:
                yield _piece(source, group[first].start, group[at - 1].end, personal=personal)
                first = at
            personal = hit or (personal and at > first)
        yield _piece(source, group[first].start, group[-1].end, personal=personal)


def _piece(source: LinedText, start: int, end: int, *, personal: bool) -> Piece:
    if not personal:
        return source.piece(start, end, "dropped", rule="cover_page", reason=_COVER)
    piece = source.piece(start, end, "dropped", rule="cover_page", reason=_MASKED)
    piece.text = mask(piece.text)
    return piece
