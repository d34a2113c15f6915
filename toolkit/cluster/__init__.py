"""The parts of a corpus computed by other processes and other machines, with Dask."""

from toolkit._core.argument_errors import explain_public
from toolkit.cluster.connection import use_cluster

__all__ = ["use_cluster"]

explain_public(globals(), __all__)
