"""Terms to counts: the document-term matrix, TF-IDF weights, and a scikit-learn vectorizer.

``counting`` does the counting, ``matrix`` keeps and prunes it, ``weights`` weighs it,
``hashing`` knows one matrix from another, ``estimator`` offers all of it to scikit-learn's
pipelines, and alone loads scikit-learn.
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
