"""The same input, options and seed give the same bytes, wherever and however they are computed."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from tests.made_news import write_news
from toolkit._core.memory import use_memory
from toolkit.reading.corpus import Corpus

ROOT = Path(__file__).parents[1]
THEMES = ROOT / "corpus" / "themes.toml"
ON_DISK = tt.Settings(n_topics=2, stability_runs=0)


def digests(n_jobs: int = 1) -> dict[str, str]:
    """Run the chain on a part of the sample and return the SHA-256 of all that it writes."""
    from matplotlib.figure import Figure

    from toolkit._core.atomic import sha256_of

    articles = tt.clean_articles(tt.load_sample().iloc[::4], progress=False)
    tokens = tt.tokenize(articles["text"], phrases=True, progress=False)
    dtm = tt.count_terms(tokens, min_docs=3, max_doc_share=0.5)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tt.save_articles(articles, folder / "articles.parquet")
        tt.save_tokens(tokens, folder / "corpus.tokens")
        for engine in ("scvb0", "gibbs"):
            lda = tt.LDA(n_topics=5, random_state=7, engine=engine, max_epochs=12, n_jobs=n_jobs)
            lda.fit(dtm).set_params(n_jobs=None)  # a setting, which the file would record
            tt.save_model(lda, folder / engine, dtm=dtm)
        tt.save_model(tt.NMF(4, random_state=7, max_epochs=200).fit(dtm), folder / "nmf", dtm=dtm)
        scores = tt.score_themes(tokens, tt.read_themes(THEMES), measure="present")
        monthly = tt.share_by_period(scores, articles["date"], freq="YS", random_state=7)
        gaps = tt.compare_groups(scores, articles["source"].astype(str), random_state=7,
                                 n_permutations=199)  # fmt: skip
        tt.save_table(monthly, folder / "monthly")
        tt.to_report_table(gaps).save(folder / "gaps", formats=["csv", "xlsx"])
        figure = Figure(figsize=(4, 3), layout="constrained")
        tt.plot.theme_shares(monthly, ax=figure.subplots())
        tt.save_figure(figure, folder / "figure", data=monthly)
        found = {file.name: sha256_of(file) for file in sorted(folder.iterdir())}
        return found | study_on_disk(folder)


def study_on_disk(folder: Path) -> dict[str, str]:
    """Run a study that does not fit the memory; return the SHA-256 of its tables and its page."""
    from toolkit.reporting.page.explorer_parts import study_explorer
    from toolkit.reporting.page.writer import study_tables
    from toolkit.reporting.tables.export import csv_bytes, flat_table

    news = folder / "news"
    news.mkdir()
    with use_memory("1MB", folder=folder / "work"):
        study = tt.run_study(*write_news(news, 60), settings=ON_DISK, show_progress=False)
        assert isinstance(study.articles, Corpus)
        pieces = {name: csv_bytes(flat_table(table)) for name, table in study_tables(study).items()}
        pieces["page"] = study_explorer(study).html.encode()
    return {f"on disk: {name}": sha256(piece).hexdigest() for name, piece in pieces.items()}


THREADS = ("NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
SETTINGS = {
    "a fresh process": ({}, []),
    "without assertions": ({}, ["-OO"]),
    "another hash seed": ({"PYTHONHASHSEED": "77"}, []),
    "one thread": (dict.fromkeys(THREADS, "1"), []),
    "two threads": (dict.fromkeys(THREADS, "2"), []),
    "another place": ({"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8"}, []),
}


@pytest.fixture(scope="module")
def here():
    return digests()


@pytest.mark.slow
@pytest.mark.parametrize("setting", SETTINGS)
def test_a_process_of_its_own_writes_the_same_bytes(here, setting):
    environment, options = SETTINGS[setting]
    code = "import tests.test_same_bytes as t; print(t.digests())"
    done = subprocess.run(
        [sys.executable, *options, "-c", code],
        cwd=ROOT, env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == repr(here)


@pytest.mark.slow
@pytest.mark.parametrize("n_jobs", [2, 4])
def test_any_number_of_workers_writes_the_same_bytes(here, n_jobs):
    assert digests(n_jobs) == here


def one_process(method):
    """A child process; a `multiprocessing.Pool` would wait for ever for one that was ended."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_child_process_writes_the_same_bytes(here, method):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    with one_process(method) as pool:
        assert pool.submit(digests).result(timeout=250) == here


@pytest.mark.slow
def test_threads_that_call_at_once_get_what_each_would_alone(here):
    def numbers(found):  # matplotlib draws in one thread at a time only, by its own account
        return {name: one for name, one in found.items() if not name.startswith("figure.")}

    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(digests, [1, 1, 1]))
    assert [numbers(one) for one in found] == [numbers(here)] * 3
    assert len(numbers(here)) >= 8


def test_the_order_of_rows_changes_nothing_about_any_article():
    articles = tt.clean_articles(tt.load_sample().iloc[::6], progress=False)
    shuffled = articles.sample(frac=1, random_state=3)
    themes = tt.read_themes(THEMES)

    def results(table):
        tokens = tt.tokenize(table["text"], progress=False)
        scores = tt.score_themes(tokens, themes, measure="present")
        periods = tt.share_by_period(scores, table["date"], freq="YS", random_state=7)
        return tokens, scores, periods

    (tokens, scores, periods), (others, scores_2, periods_2) = map(results, (articles, shuffled))
    assert tokens.terms == others.terms
    pd.testing.assert_frame_equal(scores, scores_2.loc[scores.index])
    pd.testing.assert_frame_equal(periods, periods_2)


def shares_of(model, dtm):
    return tt.doc_topics(model, dtm)


@pytest.mark.slow
def test_results_sent_to_another_process_and_back_are_the_same(tmp_path):
    articles = tt.clean_articles(tt.load_sample().iloc[::6], progress=False)
    tokens = tt.tokenize(articles["text"], progress=False)
    dtm = tt.count_terms(tokens, min_docs=3)
    model = tt.LDA(n_topics=4, random_state=1, max_epochs=10).fit(dtm)
    with one_process("spawn") as pool:
        there = pool.submit(shares_of, model, dtm).result(timeout=250)
        again = pool.submit(tt.count_terms, tokens, min_docs=3).result(timeout=250)
    pd.testing.assert_frame_equal(there, tt.doc_topics(model, dtm))
    assert list(again.terms) == list(dtm.terms)
    assert (again.counts != dtm.counts).nnz == 0
    loaded = tt.load_tokens(tt.save_tokens(tokens, tmp_path / "t"))
    assert (tt.count_terms(loaded, min_docs=3).counts != dtm.counts).nnz == 0
    loaded_model = tt.load_model(tt.save_model(model, tmp_path / "m", dtm=dtm))
    pd.testing.assert_frame_equal(tt.doc_topics(loaded_model, dtm), there)


def test_a_clock_that_jumps_changes_nothing(monkeypatch, tmp_path):
    """A laptop is closed, or its clock set back, while topics are learned and bars are shown."""
    import time

    times = iter(np.tile([0.0, 1e9, -1e6, 5e8], 100_000))
    counts = np.random.default_rng(0).poisson(1.0, (60, 30))
    before = tt.LDA(n_topics=3, random_state=1, max_epochs=8).fit(counts).components_
    monkeypatch.setattr(time, "time", lambda: float(next(times)))
    after = tt.LDA(n_topics=3, random_state=1, max_epochs=8, checkpoint=tmp_path / "c").fit(counts)
    assert after.components_.tobytes() == before.tobytes()
