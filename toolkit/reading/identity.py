"""Article ids: a hash of the content, never a row number or a random value."""

from __future__ import annotations

import hashlib

BODY_START = 500
_SEPARATOR = "\x1f"


def article_id(source: str, date_raw: str, title: str, body: str) -> str:
    """Return 16 hexadecimal digits: BLAKE2b of source, printed date, title and body start.

    For an article without a body, pass its URL as ``body``.

    Examples
    --------
    >>> article_id("Arab News", "22 October 2018", "Summit", "ANKARA: Talks began.")
    'b5489e81c00f1f35'
    """
    content = _SEPARATOR.join((source, date_raw, title, body[:BODY_START]))
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def numbered_id(identity: str, copy: int) -> str:
    """Return the id of the second, third ... article with the same content hash."""
    return hashlib.blake2b(f"{identity}#{copy}".encode(), digest_size=8).hexdigest()


class Identities:
    """Makes ids unique within one call: identical articles get different, stable ids."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def unique(self, identity: str) -> tuple[str, int]:
        """Return an unused id, and how many earlier articles had the same one."""
        before = self._seen.get(identity, 0)
        self._seen[identity] = before + 1
        return (identity, 0) if before == 0 else (numbered_id(identity, before), before)

    def take(self, others: Identities) -> bool:
        """Add the articles of another pass, unless one of them was here before; say whether."""
        if not self._seen.keys().isdisjoint(others._seen):
            return False
        self._seen |= others._seen
        return True
