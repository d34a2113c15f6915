"""Copies in a corpus on disk are those of the table in memory, found with little memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit._core.memory import use_memory
from toolkit.duplicates import fingerprints

ROOT = Path(__file__).parents[1]
WORDS = [f"{a}{b}" for a in "bdfgklmnprst" for b in ("an", "el", "ir", "ot", "um", "ashi", "ovan")]


def story(rng, n_words):
    """Invent paragraphs of twenty words."""
    words = rng.choice(WORDS, n_words)
    lines = [" ".join(words[at : at + 20]) for at in range(0, n_words, 20)]
    return "\n\n".join(f"{line.capitalize()}." for line in lines)


@pytest.fixture(scope="module")
def articles():
    """A thousand articles: copies, versions, excerpts and agency copies far from each other."""
    rng = np.random.default_rng(7)
    bodies = [story(rng, int(n)) for n in rng.integers(30, 160, 1000)]
    for at in range(0, 180, 3):
        bodies[999 - at] = bodies[at] if at % 2 else bodies[at].upper()
    for at in range(200, 230):
        bodies[at + 500] = "\n\n".join([bodies[at], story(rng, 20)])
    for at in range(300, 390):  # more copies of one text than a bucket pairs
        bodies[at] = f"{bodies[300]} {at}"
    bodies[400] = f"{bodies[401]}\n\n(AFP)"
    bodies[500] = ""
    dates = pd.Timestamp("2018-01-01") + pd.to_timedelta(rng.integers(0, 300, 1000), "D")
    table = pd.DataFrame(
        {
            "title": [f"T{n}" for n in range(1000)],
            "body": bodies,
            "date": dates.where(rng.random(1000) > 0.1),
            "source": pd.Categorical(rng.choice(["AFP", "Gazette", "Post", ""], 1000)),
            "agency": pd.Series(rng.choice(["", "", "", "Reuters"], 1000), dtype="str").to_numpy(),
        },
        index=pd.Index([f"{n:04x}" for n in rng.permutation(1000)], name="article_id"),
    )
    table["agency"] = table["agency"].astype("str")
    return table


@pytest.fixture(scope="module")
def corpus(articles, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus") / "big"
    parts = (articles.iloc[start : start + 130] for start in range(0, 1000, 130))
    return tt.save_corpus(parts, folder)


@pytest.fixture(scope="module")
def wanted(articles):
    return tt.near_duplicates(articles, progress=False)


def test_copies_in_a_corpus_are_those_of_the_table(corpus, wanted):
    with use_memory("64KiB"):
        found = tt.near_duplicates(corpus, progress=False)
    pd.testing.assert_frame_equal(found, wanted)
    assert set(wanted["role"]) >= {"single", "original", "copy", "agency copy", "excerpt"}
    assert wanted["dup_group"].value_counts().max() >= 90


@pytest.mark.parametrize("options", [{"min_similarity": 0.2}, {"min_containment": 0.99}])
def test_thresholds_act_as_in_memory(corpus, articles, options):
    found = tt.near_duplicates(corpus, progress=False, **options)
    table = tt.near_duplicates(articles, progress=False, **options)
    pd.testing.assert_frame_equal(found, table)


def test_the_text_of_a_cleaned_corpus_is_compared(corpus, articles):
    cleaned = tt.clean_articles(corpus, progress=False)
    table = tt.clean_articles(articles, progress=False)
    found = tt.near_duplicates(cleaned, progress=False)
    pd.testing.assert_frame_equal(found, tt.near_duplicates(table, progress=False))


@pytest.mark.parametrize("keep", ["first", "all", "one_per_source"])
def test_copies_are_dropped_from_a_corpus_with_their_ledger_rows(corpus, articles, wanted, keep):
    given = articles.copy()
    given.attrs["ledger"] = []
    table = tt.drop_copies(given, wanted, keep=keep)
    kept = tt.drop_copies(corpus, wanted, keep=keep)
    pd.testing.assert_frame_equal(pd.DataFrame(kept), table)
    if len(table) < len(articles):
        pd.testing.assert_frame_equal(tt.ledger(kept), tt.ledger(table))
    weights = tt.weigh_copies(corpus, wanted, keep=keep)
    pd.testing.assert_series_equal(weights, tt.weigh_copies(articles, wanted, keep=keep))


def test_fingerprints_are_found_again_and_a_damaged_part_is_made_again(corpus, wanted):
    tt.near_duplicates(corpus, progress=False)
    paths = sorted(corpus.folder.glob(".derived/fingerprints-*/*.u8"))[:8]
    before = [path.stat().st_mtime_ns for path in paths]
    content = bytearray(paths[2].read_bytes())
    content[90] ^= 1
    paths[2].write_bytes(content)
    before[2] = paths[2].stat().st_mtime_ns
    with pytest.warns(UserWarning, match=r"part-00002\.u8 is damaged: it is made again"):
        found = tt.near_duplicates(corpus, progress=False)
    pd.testing.assert_frame_equal(found, wanted)
    after = [path.stat().st_mtime_ns for path in paths]
    assert [n for n in range(8) if after[n] != before[n]] == [2]


def test_comparing_that_was_killed_goes_on_at_the_last_whole_part(articles, tmp_path):
    table = articles.iloc[:200]
    parts = [table.iloc[start : start + 50] for start in range(0, 200, 50)]
    folder = tt.save_corpus(parts, tmp_path / "big").folder
    code = textwrap.dedent(f"""
        import os, signal, toolkit as tt
        from toolkit.duplicates import corpus_fingerprints
        made = corpus_fingerprints.fingerprint_part
        def fingerprint_part(task):
            if "part-00002" in task["path"]:
                os.kill(os.getpid(), signal.SIGKILL)
            return made(task)
        corpus_fingerprints.fingerprint_part = fingerprint_part
        tt.near_duplicates(tt.open_corpus({str(folder)!r}), progress=False)
    """)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], check=False, env=env)
    assert run.returncode == -signal.SIGKILL
    made = sorted(folder.glob(".derived/fingerprints-*/*.u8"))
    assert [path.name for path in made] == ["part-00000.u8", "part-00001.u8"]
    before = [path.stat().st_mtime_ns for path in made]
    found = tt.near_duplicates(tt.open_corpus(folder), progress=False)
    assert [path.stat().st_mtime_ns for path in made] == before
    pd.testing.assert_frame_equal(found, tt.near_duplicates(table, progress=False))


@pytest.mark.parametrize(("n_texts", "n_words"), [(40_000, 10), (2_000, 200)])
def test_comparing_a_table_takes_at_most_three_times_its_text(n_texts, n_words, monkeypatch):
    monkeypatch.setattr(fingerprints, "BLOCK_CHARACTERS", 2**15)
    rng = np.random.default_rng(1)
    words = [f"{a}{b}" for a in WORDS[::4] for b in ("en", "ist", "ly", "")]
    runs = rng.choice(words, (n_texts, n_words))
    table = pd.DataFrame({"body": [" ".join(row) for row in runs]})
    table.index = table.index.astype("str")
    n_bytes = int(table["body"].str.len().sum())
    tt.near_duplicates(table, progress=False)  # compiled: little text needs no kernel
    tracemalloc.start()
    tt.near_duplicates(table, progress=False)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * n_bytes + 2**20, (peak / n_bytes, n_bytes / n_texts)
