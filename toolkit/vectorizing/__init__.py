"""Terms to counts: the document-term matrix, TF-IDF weights, and a scikit-learn vectorizer.

``counts`` builds sparse counts, ``matrix`` holds and prunes them, ``weights`` computes TF-IDF,
``digest`` identifies a matrix, ``vectorizer`` is the scikit-learn vectorizer and the only module
that imports scikit-learn.
"""

from toolkit.vectorizing.matrix import DocumentTermMatrix, count_terms, frequent_terms
from toolkit.vectorizing.weights import TermWeights, tfidf

__all__ = [
    "DocumentTermMatrix",
    "TermWeights",
    "count_terms",
    "frequent_terms",
    "tfidf",
]
