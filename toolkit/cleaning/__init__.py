"""Clean article bodies: remove captions, links and boilerplate, and record each removal."""

from toolkit.cleaning.agencies import find_agency
from toolkit.cleaning.articles import DEFAULT_STEPS, clean_articles, clean_text
from toolkit.cleaning.columns import OPTIONAL_STEPS
from toolkit.cleaning.recurring import boilerplate_candidates

__all__ = [
    "DEFAULT_STEPS",
    "OPTIONAL_STEPS",
    "boilerplate_candidates",
    "clean_articles",
    "clean_text",
    "find_agency",
]
