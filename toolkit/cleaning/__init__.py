"""Clean article bodies: remove captions, links and boilerplate, and record each removal.

Each name is imported when first used.
"""

from typing import TYPE_CHECKING

import lazy_loader  # type: ignore[import-untyped] # it has no types

if TYPE_CHECKING:
    from toolkit.cleaning.agency_credits import find_agency
    from toolkit.cleaning.boilerplate import boilerplate_candidates
    from toolkit.cleaning.cleaner import DEFAULT_STEPS, clean_articles, clean_text
    from toolkit.cleaning.ledger_rows import OPTIONAL_STEPS

__all__ = [
    "DEFAULT_STEPS",
    "OPTIONAL_STEPS",
    "boilerplate_candidates",
    "clean_articles",
    "clean_text",
    "find_agency",
]

__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "agency_credits": ["find_agency"],
        "boilerplate": ["boilerplate_candidates"],
        "cleaner": ["DEFAULT_STEPS", "clean_articles", "clean_text"],
        "ledger_rows": ["OPTIONAL_STEPS"],
    },
)
