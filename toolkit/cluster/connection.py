"""A cluster in use for a block of code."""

from __future__ import annotations

import math
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core.memory import use_folder
from toolkit._core.part_engine import use_engine
from toolkit._core.progress_bars import Bar
from toolkit.cluster.dask_engine import DaskEngine
from toolkit.cluster.folder_checks import check_folder
from toolkit.cluster.worker_checks import check_installations, warm_up_workers
from toolkit.errors import ClusterError, InputError, require_extra, shorten

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from types import ModuleType

    from distributed import Client


def use_cluster(
    cluster: Any,
    *,
    folder: str | os.PathLike[str] | None = None,
    security: Any = None,
    timeout: float = 60.0,
) -> AbstractContextManager[DaskEngine]:
    """Compute the parts of a corpus on a Dask cluster, inside a block.

    The results are those of one process, byte for byte, for any number of workers. Every worker
    needs the same versions of the packages, and the folder of the corpus under the same path.

    Parameters
    ----------
    cluster : str, distributed.Client or Dask cluster
        The address of a scheduler ("tcp://host:8786"), a connection to one, or a cluster object
        such as ``distributed.LocalCluster``.
    folder : path-like, optional
        A folder that every worker sees, for files that pass between the processes, such as the
        counts of a topic model. By default that of `use_memory`, or a temporary one, which is
        enough where all workers run on this machine. The folder of a corpus needs no mention.
    security : distributed.security.Security, optional
        Certificates for a connection by TLS. None takes those of Dask's configuration.
    timeout : float
        Seconds, above 0, to wait for the scheduler, for a first worker, for the answer of each
        worker to what it has installed, and for a new worker when all are lost.

    Returns
    -------
    context manager
        It gives the cluster in use, which shows its address and the number of its workers.

    Raises
    ------
    ClusterError
        When no scheduler or no worker answers, a worker differs, or the cluster fails during the
        work; the message says what happened and what to do.
    MissingExtraError
        When Dask is not installed.

    Examples
    --------
    >>> import toolkit as tt
    >>> with tt.use_cluster("tcp://127.0.0.1:8786"):            # doctest: +SKIP
    ...     topics = tt.LDA(n_topics=100).fit(dtm)
    """
    distributed = require_extra("distributed", extra="dask", purpose="work on a cluster")
    _check_arguments(distributed, cluster, security, timeout)
    shared = None if folder is None else Path(folder).absolute()
    return _in_use(distributed, cluster, shared, security=security, timeout=float(timeout))


def _check_arguments(distributed: ModuleType, cluster: Any, security: Any, timeout: Any) -> None:
    is_connection = isinstance(cluster, distributed.Client) and not cluster.asynchronous
    if not (is_connection or isinstance(cluster, str) or hasattr(cluster, "scheduler_address")):
        message = (
            "use_cluster: cluster must be the address of a scheduler such as "
            '"tcp://127.0.0.1:8786", a Client that is not asynchronous, or a cluster of Dask; '
            f"got {shorten(cluster)}."
        )
        raise InputError(message)
    if (
        isinstance(timeout, bool)
        or not isinstance(timeout, Real)
        or not 0 < float(timeout) < math.inf
    ):
        message = f"use_cluster: timeout must be seconds above 0; got {shorten(timeout)}."
        raise InputError(message)
    if security is not None and not isinstance(security, distributed.Security):
        message = f"use_cluster: security must be Dask's Security; got {shorten(security)}."
        raise InputError(message)


@contextmanager
def _in_use(
    distributed: ModuleType, cluster: Any, folder: Path | None, *, security: Any, timeout: float
) -> Iterator[DaskEngine]:
    client = _connect(distributed, cluster, security, timeout)
    try:
        _wait_for_workers(client, timeout)
        check_installations(client, seconds=timeout)
        if folder is not None:
            check_folder(client, folder, seconds=timeout)
        warm_up_workers(client)
        engine = DaskEngine(client, seconds=timeout)
        _announce(client, engine)
        with use_folder(folder), use_engine(engine):
            yield engine
    finally:
        if client is not cluster:
            client.close()


def _connect(distributed: ModuleType, cluster: Any, security: Any, timeout: float) -> Client:
    """Return a connection: the given one, or a new one."""
    if isinstance(cluster, distributed.Client):
        return cluster
    options = {"security": security, "timeout": timeout, "set_as_default": False}
    try:
        return distributed.Client(cluster, **options)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(_unanswered(cluster, error)) from error


def _unanswered(cluster: Any, error: Exception) -> str:
    address = getattr(cluster, "scheduler_address", cluster)
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return (
        f"use_cluster: no scheduler answers at {address} ({reason}). Start one with: dask "
        f"scheduler; or check the address. A tls:// address needs security=."
    )


def _wait_for_workers(client: Client, timeout: float) -> None:
    try:
        client.wait_for_workers(1, timeout=timeout)
    except OSError as error:
        address = client.scheduler.address
        message = (
            f"use_cluster: the scheduler at {address} has no worker after {timeout:.0f} s. Start "
            f"some with: dask worker {address}"
        )
        raise ClusterError(message) from error


def _announce(client: Client, engine: DaskEngine) -> None:
    """Say on the standard error stream what is in use."""
    Bar.write(f"{engine!r}.{_dashboard(client)}", file=sys.stderr)


def _dashboard(client: Client) -> str:
    """Return a sentence with the dashboard's address where one is served: it needs bokeh."""
    if not client.dashboard_link or client.run_on_scheduler(find_spec, "bokeh") is None:
        return ""  # without bokeh, the address leads to a page that says so
    return f" Dashboard: {client.dashboard_link}"
