"""Whether texts are in the language given for them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit._core.user_warnings import warn_user
from toolkit.errors import LanguageWarning
from toolkit.reading.languages import detect_languages, name_language

if TYPE_CHECKING:
    from collections.abc import Sequence

N_SAMPLED = 60
"""Texts whose language is looked at, spread evenly over the corpus."""

FEWEST = 10
"""Texts of a known language below which nothing is said."""

OTHER_PART = 0.2
"""Share of another language from which a corpus is mixed."""


def warn_of_languages(function: str, texts: Sequence[str], language: str) -> None:
    """Warn if most texts of a sample are in another language, or a fifth of them are."""
    step = max(1, len(texts) // N_SAMPLED)
    sample = [texts[place] for place in range(0, len(texts), step)][:N_SAMPLED]
    found = Counter(code for code in detect_languages(sample)["language"] if code)
    n = found.total()
    others = [(code, k) for code, k in sorted(found.items()) if code != language]
    if n < FEWEST or not others:
        return
    code, most = max(others, key=lambda one: one[1])
    if most < OTHER_PART * n:
        return
    name, given = name_language(code), name_language(language)
    if most > n / 2:
        do = (
            f"Pass language={code!r}, so that its stop words are left out instead of those of "
            f"{given}."
        )
    else:
        do = (
            f"Split the corpus by tt.detect_languages(texts) and count each part with its own "
            f"language, or the words that set texts apart are those of {name}."
        )
    message = f"{function}: {most} of {n} texts looked at are in {name}, not {given}. {do}"
    warn_user(message, LanguageWarning)
