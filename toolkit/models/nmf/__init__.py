"""Topics by non-negative matrix factorisation.

factorization       `NMF`, the estimator
coordinate_descent  the solver for the squared error
svd_start           where it starts (NNDSVDa)
"""

from toolkit.models.nmf.factorization import NMF as NMF
from toolkit.models.nmf.factorization import check as check
