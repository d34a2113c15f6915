"""Clean article bodies: remove captions, links and boilerplate, and record each removal."""

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
