"""The chain of an analysis on a corpus on disk: the same bytes on a cluster and without one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="needs theme-toolkit[dask]")
sys.path.insert(0, str(Path(__file__).parent))

from cluster_chain import chain, digests, save_sample
from cluster_processes import LOOPBACK
from distributed import LocalCluster

import toolkit as tt
from toolkit.cluster import connection, dask_engine
from toolkit.models.lda import shards

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("default::ResourceWarning"),  # sockets that Dask closes late
]


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(connection, "warm_up_workers", lambda client: None)
    monkeypatch.setattr(shards, "SHARD_ENTRIES", 2_000)


@pytest.fixture
def stages_sent(monkeypatch):
    """The names of the functions that the cluster was given."""
    order_of, names = dask_engine._order, set()

    def spy(function):
        order = order_of(function)
        names.update(one.name.rpartition(":")[2] for one in (order.function, *order.fixed))
        return order

    monkeypatch.setattr(dask_engine, "_order", spy)
    return names


def test_the_whole_chain_gives_the_same_bytes_on_1_2_and_4_workers_and_without_a_cluster(
    tmp_path, stages_sent
):
    save_sample(tmp_path / "alone")
    expected, found = chain(tmp_path / "alone"), {}
    derived = digests(tmp_path / "alone")
    assert len(derived) > 5
    for n_workers in (1, 2, 4):
        folder = tmp_path / f"on-{n_workers}"
        shutil.copytree(tmp_path / "alone", folder, ignore=shutil.ignore_patterns(".derived"))
        options = {"n_workers": n_workers, "threads_per_worker": 1, "processes": False}
        with LocalCluster(**options, **LOOPBACK) as cluster, tt.use_cluster(cluster):
            found[n_workers] = chain(folder)
        assert digests(folder) == derived, n_workers
    assert {"clean_part", "scan_part", "expect_shard", "fold_in_shard"} <= stages_sent
    for n_workers, results in found.items():
        for name, value in results.items():
            assert value == expected[name], f"{name} on {n_workers} workers"
