"""text -> text: what an article says, without captions, links and page furniture."""

from toolkit.cleaning.articles import DEFAULT_STEPS, OPTIONAL_STEPS, clean_articles

__all__ = ["DEFAULT_STEPS", "OPTIONAL_STEPS", "clean_articles"]
