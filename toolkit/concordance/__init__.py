"""Keyword in context (KWIC): the text around each match of a pattern.

``matches`` finds the matches, ``kwic`` samples them into a table, ``view`` displays it.
"""

from toolkit.concordance.kwic import contexts
from toolkit.concordance.view import Contexts

__all__ = ["Contexts", "contexts"]
