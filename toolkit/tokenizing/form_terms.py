"""The terms of surface forms in Arrow: a plain ASCII word needs lower case and nothing else.

The rules are those of `toolkit.tokenizing.normalization`, which gets only the forms that any of
them could change otherwise.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.tokenizing.buffers import are_among, cut_array, run_parts
from toolkit.tokenizing.normalization import KEPT_IN_CAPITALS, POSSESSIVES, tidy_surfaces
from toolkit.tokenizing.stream import ALL_CAPS
from toolkit.tokenizing.string_bytes import byte_table, ends_with, holds_bytes, number_of_shares
from toolkit.tokenizing.term_names import terms_of_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_SIGNS = byte_table(b"\n", ALL_CAPS.encode())
_OTHERS = byte_table(range(128, 256))
"""Bytes of forms that the rules may change."""

_APOSTROPHE = byte_table(b"'")

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
    n = number_of_shares(len(forms))
    bounds = [len(forms) * k // n for k in range(n + 1)]
    shares = [forms.slice(begin, end - begin) for begin, end in pairwise(bounds)]
    return pa.concat_arrays(list(run_parts(partial(_terms_of_some, options=options), shares)))


def _terms_of_some(forms: Any, options: Mapping[str, Any]) -> Any:
    needs_rules = holds_bytes(forms, _SIGNS) | _are_kept(forms)
    signed = np.flatnonzero(holds_bytes(forms, _APOSTROPHE | _OTHERS))
    names = pc.replace_substring(forms.take(pa.array(signed)), "’", "'")
    names = _without_possessives(names)
    needs_rules[signed] |= holds_bytes(names, _OTHERS) | _are_kept(names)
    ruled = np.flatnonzero(needs_rules)
    listed = tidy_surfaces(forms.take(pa.array(ruled)).to_pylist())
    every = pa.concat_arrays([forms, names])
    every = pc.ascii_lower(every) if options["lower"] else every
    terms = pa.array(terms_of_names(listed, options), type=pa.large_string())
    place = np.arange(len(forms))
    place[signed] = len(forms) + np.arange(len(signed))
    place[ruled] = len(every) + np.arange(len(ruled))
    return pa.concat_arrays([every, terms]).take(pa.array(place))


def _without_possessives(names: Any) -> Any:
    """Return names without the possessive's at their ends."""
    is_owner = np.logical_or.reduce([ends_with(names, end.encode()) for end in POSSESSIVES])
    data, offsets = cut_array(names)
    sizes, stays = np.diff(offsets), np.ones(len(data), dtype=np.bool_)
    is_owner &= sizes > len(POSSESSIVES[0])
    for back in range(1, 1 + len(POSSESSIVES[0])):
        stays[offsets[1:][is_owner] - back] = False
    sizes[is_owner] -= len(POSSESSIVES[0])
    kept = pa.py_buffer(data[stays])  # offsets of what was just made begin at 0
    bounds = pa.py_buffer(np.concatenate([[0], np.cumsum(sizes)]))
    return pa.Array.from_buffers(pa.large_string(), len(names), [None, bounds, kept])


def _are_kept(names: Any) -> NDArray[np.bool_]:
    """Return a boolean per name: whether it keeps its capitals."""
    kept = np.zeros(len(names), dtype=np.bool_)
    short = np.flatnonzero(np.diff(cut_array(names).offsets) <= _LONGEST_KEPT)
    kept[short] = are_among(names.take(pa.array(short)), KEPT_IN_CAPITALS)
    return kept
