"""Which words set groups apart, and which keep company: counts, effect sizes, honest errors.

``grouping`` sums the document-term matrix by group, ``measures`` has the classic scores, each one
formula, ``clustering`` the errors that survive bursts, ``distinctive`` puts them in one table;
``cooccurring`` asks which terms share articles.
"""

from toolkit.keyness.cooccurrences import cooccurrence
from toolkit.keyness.distinctive import distinctive_terms

__all__ = ["cooccurrence", "distinctive_terms"]
