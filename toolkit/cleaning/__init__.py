"""text -> text: what an article says, without captions, links and page furniture."""

from toolkit.cleaning.boilerplate import boilerplate_candidates
from toolkit.cleaning.cleaner import DEFAULT_STEPS, clean_articles, clean_text
from toolkit.cleaning.datelines import find_agency
from toolkit.cleaning.ledger_rows import OPTIONAL_STEPS

__all__ = [
    "DEFAULT_STEPS",
    "OPTIONAL_STEPS",
    "boilerplate_candidates",
    "clean_articles",
    "clean_text",
    "find_agency",
]
