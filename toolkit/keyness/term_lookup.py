"""Columns of terms given by name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import InputError, shorten
from toolkit.tokenizing.term_names import find_term_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.vectorizing import DocumentTermMatrix


def find_terms(function: str, dtm: DocumentTermMatrix, wanted: Sequence[Any]) -> NDArray[np.int64]:
    """Return the columns of terms as a person writes them; the error for one suggests others."""
    places = {str(term): place for place, term in enumerate(dtm.terms)}
    if not wanted:
        message = f"{function}: terms is empty; name at least one term."
        raise InputError(message)
    named: dict[str, str] = {}
    for term in wanted:
        if not isinstance(term, str):
            message = f"{function}: terms must be words or phrases; got {shorten(term)}."
            raise InputError(message)
        name = find_term_name(term, places)
        if name is None:
            raise InputError(_missing(function, term, list(places)))
        if name in named.values():
            message = f"{function}: terms names {term!r} twice."
            raise InputError(message)
        named[term] = name
    return np.array([places[name] for name in named.values()], dtype=np.int64)


def _missing(function: str, term: object, known: list[str]) -> str:
    folded = str(term).lower().replace(" ", "_")
    close = get_close_matches(folded, known, n=3, cutoff=0.7)
    near = ", ".join(repr(each) for each in close)
    return f"{function}: the term {term!r} is not among the {len(known):,} terms counted. " + (
        f"Close to it: {near}."
        if near
        else "It may be a stop word or pruned: look at dtm.pruned and tokens.terms."
    )
