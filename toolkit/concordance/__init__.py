"""Passages of the texts: a keyword in context (KWIC), and what is like a passage.

``matches`` finds the matches, ``kwic`` samples them into a table, ``view`` displays it. ``similar``
finds the articles and sentences most like one.
"""

from toolkit.concordance.kwic import contexts
from toolkit.concordance.similar import similar_articles, similar_sentences
from toolkit.concordance.view import Contexts

__all__ = ["Contexts", "contexts", "similar_articles", "similar_sentences"]
