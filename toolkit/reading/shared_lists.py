"""Lists of the articles table that many rows share, where nobody changes them.

An empty list takes 64 bytes, and a row of the articles table has up to three of them and a list of
marks: with headlines that is more than their text. In a table that is handed out each row has
lists of its own, so that a change to one row changes no other. A study only reads its articles.
"""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ARE_SHARED: ContextVar[bool] = ContextVar("are_shared", default=False)


@contextlib.contextmanager
def share_lists() -> Iterator[None]:
    """Let equal lists of the tables read inside be one object.

    Examples
    --------
    >>> with share_lists():
    ...     first, second = lists_of({0: ["no_body"]}, [0, 0])
    >>> first is second
    True
    """
    token = _ARE_SHARED.set(True)
    try:
        yield
    finally:
        _ARE_SHARED.reset(token)


def lists_of(known: Mapping[int, list[str]], codes: Sequence[int]) -> list[list[str]]:
    """Return the list that each code stands for: one of its own for each row, unless shared.

    Examples
    --------
    >>> first, second = lists_of({0: [], 1: ["no_body"]}, [1, 1])
    >>> first, first is second
    (['no_body'], False)
    """
    if _ARE_SHARED.get():
        return [known[code] for code in codes]
    if not any(known.values()):
        return [[] for _ in range(len(codes))]
    makers = {code: value.copy for code, value in known.items()}
    return [makers[code]() for code in codes]
