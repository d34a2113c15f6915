"""Keyword in context (KWIC): the text around each match of a pattern.

``finding`` finds the matches, ``gathering`` samples them into a table, ``showing`` displays it.
"""

from toolkit.concordance.gathering import contexts
from toolkit.concordance.showing import Contexts

__all__ = ["Contexts", "contexts"]
