"""Join words hyphenated at line ends, if the corpus shows that they are one word."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

_BROKEN = re.compile(r"(?<![\w-])([^\W\d_]{2,30})-\n([^\W\d_]{2,30})(?![\w-]) ?")
_WORD = re.compile(r"(?<![\w-])[^\W\d_]{2,30}(?:-[^\W\d_]{2,30})?(?![\w-])")


def broken_forms(texts: Iterable[str]) -> set[str]:
    r"""Return the joined and the hyphenated form of every word that is broken at a line end.

    Examples
    --------
    >>> sorted(broken_forms(["The govern-\nment met."]))
    ['govern-ment', 'government']
    """
    wanted: set[str] = set()
    for text in texts:
        if "-\n" not in text:
            continue
        for left, right in _BROKEN.findall(text):
            wanted |= {f"{left}{right}".casefold(), f"{left}-{right}".casefold()}
    return wanted


def count_forms(texts: Iterable[str], wanted: AbstractSet[str] | None = None) -> Counter[str]:
    r"""Count the joined and hyphenated forms of every word that is broken at a line end.

    Parameters
    ----------
    texts : iterable of str
        The texts.
    wanted : set of str, optional
        The forms to count; by default those of `broken_forms`.

    Examples
    --------
    >>> forms = count_forms(["The govern-\nment met.", "A government fell."])
    >>> forms["government"], forms["govern-ment"]
    (1, 0)
    """
    if wanted is None:
        texts = list(texts)
        wanted = broken_forms(texts)
    forms: Counter[str] = Counter()
    if wanted:
        for text in texts:
            words = map(str.casefold, _WORD.findall(text))
            forms.update(word for word in words if word in wanted)
    return forms


def join_hyphens(text: str, forms: Mapping[str, int] | None = None) -> str:
    r"""Return ``text`` with the words joined that a hyphen breaks at a line end.

    A word is joined only if it occurs unbroken elsewhere, and more often than hyphenated.

    Parameters
    ----------
    text : str
        Hard-wrapped text.
    forms : mapping of str to int, optional
        Counts from `count_forms`; by default those of ``text`` itself.

    Examples
    --------
    >>> join_hyphens("The govern-\nment met. A government fell.")
    'The government\nmet. A government fell.'
    >>> join_hyphens("a well-\nknown leader")
    'a well-\nknown leader'
    """
    if "-\n" not in text:
        return text
    counts = count_forms([text]) if forms is None else forms

    def join(match: re.Match[str]) -> str:
        joined = match[1] + match[2]
        apart = counts.get(f"{match[1]}-{match[2]}".casefold(), 0)
        return f"{joined}\n" if counts.get(joined.casefold(), 0) > apart else match[0]

    return _BROKEN.sub(join, text)
