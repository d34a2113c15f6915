"""File names of figures and tables, made from titles."""

from __future__ import annotations

import re


def slug(title: str) -> str:
    """Return a title as part of a file name.

    Examples
    --------
    >>> slug("Two outlets"), slug("Fox News and CNN (Web News)"), slug("Über/..")
    ('two-outlets', 'fox-news-and-cnn-web-news', 'über')
    """
    return "-".join(re.findall(r"\w+", title.lower()))[:60].strip("-") or "comparison"
