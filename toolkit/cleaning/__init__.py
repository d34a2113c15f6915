"""text -> text: what an article says, without captions, links and page furniture."""

from toolkit.cleaning.articles import DEFAULT_STEPS, OPTIONAL_STEPS, clean_articles
from toolkit.cleaning.datelines import find_agency

__all__ = ["DEFAULT_STEPS", "OPTIONAL_STEPS", "clean_articles", "find_agency"]
