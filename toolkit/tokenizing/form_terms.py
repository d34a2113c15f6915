"""The terms of surface forms in Arrow: a plain ASCII word needs lower case and nothing else.

The rules are those of `toolkit.tokenizing.normalization`, which gets only the forms that any of
them could change otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.tokenizing.buffers import cut_array
from toolkit.tokenizing.normalization import KEPT_IN_CAPITALS, tidy_surfaces
from toolkit.tokenizing.stream import ALL_CAPS
from toolkit.tokenizing.string_bytes import byte_table, holds_bytes
from toolkit.tokenizing.term_names import terms_of_names

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIGNS = byte_table(b"'\n", ALL_CAPS.encode(), range(128, 256))
"""Bytes of forms that the rules may change; an apostrophe for the possessive's."""

_LONGEST_KEPT = max(map(len, KEPT_IN_CAPITALS))


def terms_of_forms(forms: Any, options: Mapping[str, Any]) -> Any:
    """Return the term of each surface form, as `terms_of_names` does, without lemmas.

    Parameters
    ----------
    forms : pyarrow.Array of large strings
        Surface forms.
    options : mapping
        Those of `tokenize`, with no lemmas and no folding of spellings.

    Returns
    -------
    pyarrow.Array of large strings
        The terms.

    Examples
    --------
    >>> forms = pa.array(["Talks", "US", "Daesh’s"], type=pa.large_string())
    >>> terms_of_forms(forms, {"lower": True, "lemmas": None}).to_pylist()
    ['talks', 'US', 'daesh']
    """
    needs_rules = holds_bytes(forms, _SIGNS)
    short = np.flatnonzero(np.diff(cut_array(forms).offsets) <= _LONGEST_KEPT)
    is_kept = pc.is_in(forms.take(pa.array(short)), value_set=_kept_in_capitals())
    needs_rules[short] |= is_kept.to_numpy(zero_copy_only=False)
    others = pa.array(needs_rules)
    terms = terms_of_names(tidy_surfaces(forms.filter(others).to_pylist()), options)
    plain = pc.ascii_lower(forms) if options["lower"] else forms
    return pc.replace_with_mask(plain, others, pa.array(terms, type=pa.large_string()))


def _kept_in_capitals() -> Any:
    return pa.array(sorted(KEPT_IN_CAPITALS), type=pa.large_string())
