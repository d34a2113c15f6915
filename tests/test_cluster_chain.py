"""The chain of an analysis on a corpus on disk: the same bytes on a cluster and without one."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("distributed", reason="needs theme-toolkit[dask]")
sys.path.insert(0, str(Path(__file__).parent))

from distributed import LocalCluster

import toolkit as tt
from toolkit.cluster import connection, dask_engine
from toolkit.models.lda import shards
from toolkit.reading.samples import sample_path

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("default::ResourceWarning"),  # sockets that Dask closes late
]
LOOPBACK = {"host": "127.0.0.1", "protocol": "tcp", "dashboard_address": ":0"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(connection, "warm_up_workers", lambda client: None)
    monkeypatch.setattr(shards, "SHARD_ENTRIES", 2_000)


def save_sample(folder):
    return tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=60), folder)


def digests(folder):
    """Return the digest of every derived file, by name."""
    paths = [path for path in sorted((folder / ".derived").rglob("*")) if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def chain(folder):
    """Read, clean, tokenise, count, match themes and learn topics; return what a user keeps."""
    corpus = tt.clean_articles(tt.open_corpus(folder))
    tokens = tt.tokenize(corpus, phrases=True)
    dtm = tt.count_terms(tokens, min_docs=3)
    scores = tt.score_themes(tokens, tt.read_themes(sample_path().parent / "themes.toml"))
    monthly = tt.share_by_period(scores, corpus["date"], freq="YS", random_state=7)
    model = tt.LDA(5, engine="scvb0", max_epochs=14, tol=0.0).fit(dtm)
    copies = tt.near_duplicates(corpus)
    return {
        "terms": list(dtm.terms),
        "counts": dtm.counts.toarray().tobytes(),
        "scores": scores.to_numpy().tobytes(),
        "monthly": monthly.to_csv(),
        "topics": model.components_.tobytes(),
        "shares": np.ascontiguousarray(model.transform(dtm)).tobytes(),
        "copies": copies.to_csv(),
    }


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
