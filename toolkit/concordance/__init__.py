"""Keyword in context: the words around every match, so that counts are read and not believed.

``finding`` has the matches, ``showing`` the result and how it looks, ``gathering`` puts the
chosen matches in a table.
"""

from toolkit.concordance.kwic import contexts
from toolkit.concordance.view import Contexts

__all__ = ["Contexts", "contexts"]
