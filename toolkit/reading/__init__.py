"""Read files into a table of articles: formats by content, nothing lost, no invented date."""

from __future__ import annotations

from toolkit.reading.articles import iter_articles, read_articles
from toolkit.reading.overview import describe_articles

__all__ = ["describe_articles", "iter_articles", "read_articles"]
