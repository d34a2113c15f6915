"""The terms of surface forms in Arrow: a plain ASCII word needs lower case and nothing else.

The rules are those of `toolkit.tokenizing.normalization`, which gets only the forms that any of
them could change otherwise.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from toolkit.tokenizing.buffers import ArrowTexts
from toolkit.tokenizing.normalization import KEPT_IN_CAPITALS, POSSESSIVES, tidy_surfaces
from toolkit.tokenizing.stream import ALL_CAPS
from toolkit.tokenizing.term_names import terms_of_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
    kept = pa.array(sorted(KEPT_IN_CAPITALS), type=pa.large_string())
    needs_rules = [
        pc.invert(pc.string_is_ascii(forms)),
        pc.match_substring(forms, "\n"),
        pc.match_substring(forms, ALL_CAPS),
        pc.is_in(forms, value_set=kept),
        *(pc.ends_with(forms, ending) for ending in POSSESSIVES),
    ]
    others = reduce(pc.or_, needs_rules)
    terms = terms_of_names(tidy_surfaces(forms.filter(others).to_pylist()), options)
    plain = pc.ascii_lower(forms) if options["lower"] else forms
    return pc.replace_with_mask(plain, others, pa.array(terms, type=pa.large_string()))


def beyond_ascii(surfaces: Sequence[str]) -> list[str]:
    """Return the surface forms that are not ASCII."""
    if isinstance(surfaces, ArrowTexts):
        others: list[str] = surfaces.array.filter(
            pc.invert(pc.string_is_ascii(surfaces.array))
        ).to_pylist()
        return others
    return [form for form in surfaces if not form.isascii()]
