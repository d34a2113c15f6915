"""Latent Dirichlet allocation: `LDA` in scikit-learn's manner, over kernels of its own."""

from toolkit.models.lda.estimator import (
    LDA,
    IncompleteFitWarning,
    SeedTermWarning,
    TooManyTopicsWarning,
)
from toolkit.models.lda.heldout import heldout_perplexity

__all__ = [
    "LDA",
    "IncompleteFitWarning",
    "SeedTermWarning",
    "TooManyTopicsWarning",
    "heldout_perplexity",
]
