"""Abbreviations printed with full stops and without: two terms until they are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit._core.globs import without_dots
from toolkit._core.number_words import count, listed
from toolkit.tokenizing.normalization import KEPT_IN_CAPITALS

if TYPE_CHECKING:
    from toolkit.vectorizing import DocumentTermMatrix

N_SHOWN = 3
LEAST_SHARE = 0.02
"""Uses of the rarer spelling, as a part of both, from which it is worth a word."""


def two_spellings(dtm: DocumentTermMatrix) -> str:
    """Return a sentence on abbreviations counted under two spellings, the most used first, or "".

    Examples
    --------
    >>> import pandas as pd
    >>> import toolkit as tt
    >>> texts = pd.Series(["The U.S. and the UN met.", "US envoys left.", "The U.S. stayed."])
    >>> two_spellings(tt.count_terms(tt.tokenize(texts)))
    'Counted as two terms each: u.s. (2 uses) beside US (1). Where both mean one thing,
    a file of aliases joins them (--aliases); a theme or a search finds both.'
    """
    uses = dict(zip(dtm.terms.tolist(), np.asarray(dtm.term_totals).tolist(), strict=True))
    found = []
    for term, n in uses.items():
        plain = without_dots(term)
        other = plain.upper() if plain.upper() in KEPT_IN_CAPITALS else plain  # not the word "us"
        both = n + uses.get(other, 0)
        if plain != term and min(n, both - n) >= max(1, LEAST_SHARE * both):
            found.append((both, f"{term} ({count(n, 'use')}) beside {other} ({uses[other]:,})"))
    if not found:
        return ""
    pairs = [text for _, text in sorted(found, reverse=True)]
    return (
        f"Counted as two terms each: {listed(pairs, most=N_SHOWN)}. Where both mean one thing, "
        f"a file of aliases joins them (--aliases); a theme or a search finds both."
    )
