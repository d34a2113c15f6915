"""Lists of texts that many rows of a table share, because none of them can be changed.

A list takes 64 bytes and more, and a row of the articles table has up to four of them, most of
which are empty: with headlines that is several times their text. Equal lists of a column are
therefore one object. Anything that a list can do they can, but for changing: that would change
other rows, too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from toolkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray


def _unchangeable(*_: Any, **__: Any) -> NoReturn:
    message = (
        "a list of an articles table cannot be changed, because rows share it. Put another in its "
        'place: articles.at[article_id, "quality"] = [*marks, "mine"].'
    )
    raise InputError(message)


class SharedList(list[str]):
    """A list of texts that cannot be changed; it equals any list that holds the same.

    Sums, slices and copies of it are ordinary lists.

    Examples
    --------
    >>> marks = SharedList(["no_date"])
    >>> marks == ["no_date"], marks + ["mine"], type(marks.copy())
    (True, ['no_date', 'mine'], <class 'list'>)
    """

    __slots__ = ()

    append = extend = insert = remove = pop = clear = sort = reverse = _unchangeable
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _unchangeable

    def __copy__(self) -> list[str]:
        return list(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> list[str]:
        return list(self)

    def __reduce_ex__(self, protocol: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return shared_list, (tuple(self),)  # filling it after it is made would be a change


NONE = SharedList()
"""The list without any text."""


def shared_list(texts: Iterable[str]) -> SharedList:
    """Return texts as a list that cannot be changed; equal ones are mostly one object.

    Examples
    --------
    >>> shared_list(["no_date"]) is shared_list(["no_date"])
    True
    """
    if type(texts) is SharedList:
        return texts
    held = tuple(texts)
    return _known(held) if held else NONE


@lru_cache(maxsize=256)
def _known(texts: tuple[str, ...]) -> SharedList:
    return SharedList(texts)


def lists_of(known: Mapping[int, Iterable[str]], codes: NDArray[Any]) -> NDArray[Any]:
    """Return the list that each code stands for, as an array of objects.

    Examples
    --------
    >>> lists_of({0: [], 3: ["no_body"]}, np.array([3, 0, 3])).tolist()
    [['no_body'], [], ['no_body']]
    """
    lists = np.full(max(known, default=-1) + 1, None, object)
    for code, texts in known.items():
        lists[code] = shared_list(texts)
    found: NDArray[Any] = lists[codes]
    return found


def no_lists(n: int) -> NDArray[Any]:
    """Return as many lists without any text, as an array of objects.

    Examples
    --------
    >>> no_lists(2).tolist()
    [[], []]
    """
    lists: NDArray[Any] = np.empty(n, object)
    lists.fill(NONE)
    return lists


def shared_lists(values: Iterable[Iterable[str]], n: int) -> NDArray[Any]:
    """Return ``n`` lists, none of which can be changed, as an array of objects.

    Examples
    --------
    >>> shared_lists([["no_date"], []], 2).tolist()
    [['no_date'], []]
    """
    return np.fromiter(map(shared_list, values), object, n)
