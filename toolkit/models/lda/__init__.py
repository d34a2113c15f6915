"""Latent Dirichlet allocation: `LDA` with scikit-learn's interface, on its own compiled kernels.

estimator       the class, its options and attributes
options         options checked and turned into what the fit takes
matrices        the counts: checked, shuffled by content, cut into blocks
init            the topics before the first epoch, and the prior of seed terms
fit_job         what a fit is given
schedule        the course of a fit by EM: online, incremental and batch epochs
gibbs           the course of a fit by Gibbs sampling, for short texts
steps           one E-step, M-step or Gibbs step on one block
priors          the Dirichlet priors, learned from the counts
heldout         held-out perplexity
checkpoints     the state of a fit on disk
sklearn_engine  scikit-learn's engine, for comparison
threads         the threads of one step
"""

from toolkit.models.lda.estimator import LDA
from toolkit.models.lda.heldout import heldout_perplexity

__all__ = ["LDA", "heldout_perplexity"]
