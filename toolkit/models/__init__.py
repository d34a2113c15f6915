"""Models that learn topics, in scikit-learn's conventions, and the files they are kept in.

lda           latent Dirichlet allocation
nmf           non-negative matrix factorisation
threads       those that share one step of a fit
input_checks  what a model is given: finite, non-negative, whole, not too large
storage       a fitted model on disk, without pickle
"""

from toolkit.models import sklearn_start as _sklearn_start  # noqa: F401 - loads scikit-learn first
