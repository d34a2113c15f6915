"""Latent Dirichlet allocation: `LDA` in scikit-learn's manner, over kernels of its own."""

from toolkit.lda.estimator import LDA, IncompleteFitWarning, TooManyTopicsWarning

__all__ = ["LDA", "IncompleteFitWarning", "TooManyTopicsWarning"]
