"""Cleaning a corpus on disk gives the texts, the columns and the ledger of the table in memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tt
from toolkit._core.memory import use_memory
from toolkit.cleaning import DEFAULT_STEPS
from toolkit.reading.corpus import Corpus

ROOT = Path(__file__).parents[1]
HOUSE = "Our house is on the river."


@pytest.fixture(scope="module")
def articles():
    """A thousand articles with all that needs the whole corpus, spread over it."""
    sample = tt.load_sample()
    rows = []
    for n in range(1000):
        body = (
            f"Story {n} begins here, and the talks of the four leaders went on for {n} hours. They "
            "have said that it was the last of them, but the others were not sure of that."
        )
        if n % 7 == 0:
            body = f"By Jane Roe\n\n{body}\n\n{HOUSE if n % 14 else 'Another line.'}"
        if n % 50 == 3:
            body = (
                f"Le gouvernement {n} a dit que les rues de la ville sont dans un état grave, et "
                "que le maire ne peut pas les réparer avec les moyens qui sont dans sa caisse."
            )
        if n % 90 == 5:
            body += " The govern-\nment met, and the well-\nknown leader spoke."
        if n % 90 == 6:
            body += " A government fell. It was a well-known government."
        if n % 100 == 9:
            body += " It was Daeshâ€™s last town."
        if n % 200 == 11:
            body = ""
        rows.append({"title": f"Title {n}", "body": body, "source": f"Outlet {n % 3}"})
    table = pd.DataFrame(rows, index=pd.Index([f"a{n:04d}" for n in range(1000)]))
    table.index.name = "article_id"
    table["date"] = pd.Timestamp("2018-01-01") + pd.to_timedelta(table.reset_index().index, "D")
    table["source"] = table["source"].astype("category")
    table.attrs["ledger"] = sample.attrs["ledger"]
    return table


@pytest.fixture(scope="module")
def corpus(articles, tmp_path_factory):
    parts = (articles.iloc[start : start + 90] for start in range(0, 1000, 90))
    tables = []
    for number, part in enumerate(parts):
        plain = part.copy()
        plain.attrs = {"ledger": articles.attrs["ledger"] if number == 0 else []}
        tables.append(plain)
    return tt.save_corpus(tables, tmp_path_factory.mktemp("corpus") / "big")


STEPS = {
    "default": DEFAULT_STEPS,
    "hyphens": [*DEFAULT_STEPS, "hyphens"],
    "recurring": [*DEFAULT_STEPS, "recurring"],
    "all": [*DEFAULT_STEPS, "hyphens", "recurring"],
    "none": [],
}


def assert_same(cleaned, table):
    frame = pd.DataFrame(cleaned)
    pd.testing.assert_frame_equal(frame, table[frame.columns])
    pd.testing.assert_frame_equal(tt.ledger(cleaned), tt.ledger(table))
    assert cleaned.attrs["text"] == table.attrs["text"]
    joined = pd.concat(list(cleaned.parts()))
    for name in set(table.columns) - set(frame.columns):
        assert joined[name].tolist() == table[name].tolist()


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_a_corpus_is_cleaned_as_the_table_is(corpus, articles, steps):
    table = tt.clean_articles(articles, steps=steps, progress=False)
    with use_memory("256KiB"):
        cleaned = tt.clean_articles(corpus, steps=steps, progress=False)
    assert isinstance(cleaned, Corpus)
    assert_same(cleaned, table)


def test_what_needs_the_whole_corpus_was_found(articles):
    steps = [*DEFAULT_STEPS, "hyphens", "recurring"]
    rules = tt.ledger(tt.clean_articles(articles, steps=steps, progress=False))["rule"]
    for rule in ("hyphens", "recurring", "mojibake", "other_language", "text_source"):
        assert (rules == rule).sum() > 0, rule


@pytest.mark.parametrize("text", ["title", "body", "both"])
def test_what_is_counted_is_decided_as_in_memory(corpus, articles, text):
    table = tt.clean_articles(articles, text=text, progress=False)
    assert_same(tt.clean_articles(corpus, text=text, progress=False), table)


def test_cleaning_a_cleaned_corpus_replaces_its_ledger_rows(corpus, articles):
    once = tt.clean_articles(articles, progress=False)
    table = tt.clean_articles(once, steps=["spaces"], text="both", progress=False)
    cleaned = tt.clean_articles(corpus, progress=False)
    assert_same(tt.clean_articles(cleaned, steps=["spaces"], text="both", progress=False), table)


def test_other_options_make_another_folder_and_the_same_ones_find_theirs(corpus):
    first = tt.clean_articles(corpus, progress=False)
    path = first.folder / "articles" / "part-00000.parquet"
    made = path.stat().st_mtime_ns
    assert tt.clean_articles(corpus, text="both", progress=False).folder != first.folder
    assert tt.clean_articles(corpus, progress=False).folder == first.folder
    assert path.stat().st_mtime_ns == made


def test_a_damaged_cleaned_part_is_named_and_made_again_alone(corpus, articles):
    cleaned = tt.clean_articles(corpus, steps=["spaces"], progress=False)
    paths = sorted((cleaned.folder / "articles").glob("*.parquet"))
    content = bytearray(paths[3].read_bytes())
    content[500] ^= 1
    paths[3].write_bytes(content)
    with pytest.raises(tt.errors.IntegrityError, match=r"part-00003.*such as tt\.clean_articles"):
        cleaned.part(3)
    other = paths[2].stat().st_mtime_ns
    with pytest.warns(UserWarning, match=r"part-00003\.parquet is damaged: it is made again"):
        again = tt.clean_articles(corpus, steps=["spaces"], progress=False)
    assert_same(again, tt.clean_articles(articles, steps=["spaces"], progress=False))
    assert paths[2].stat().st_mtime_ns == other


@pytest.mark.parametrize("stage", ["clean_part", "finish_part"])
def test_cleaning_that_was_killed_goes_on_at_the_last_whole_part(articles, tmp_path, stage):
    table = articles.iloc[:120]
    folder = tt.save_corpus(
        [table.iloc[start : start + 30].copy() for start in range(0, 120, 30)], tmp_path / "big"
    ).folder
    code = textwrap.dedent(f"""
        import os, signal, toolkit as tt
        from toolkit.cleaning import corpus_cleaner
        made = corpus_cleaner.{stage}
        def {stage}(task):
            if "part-00002" in task["path"]:
                os.kill(os.getpid(), signal.SIGKILL)
            return made(task)
        corpus_cleaner.{stage} = {stage}
        tt.clean_articles(tt.open_corpus({str(folder)!r}), progress=False)
    """)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], check=False, env=env)
    assert run.returncode == -signal.SIGKILL
    name = "cleaning" if stage == "clean_part" else "clean"
    notes = sorted(folder.glob(f".derived/{name}-*/**/part-0000?.*.json"))
    assert [note.name[:10] for note in notes] == ["part-00000", "part-00001"]
    before = [note.stat().st_mtime_ns for note in notes]
    cleaned = tt.clean_articles(tt.open_corpus(folder), progress=False)
    assert [note.stat().st_mtime_ns for note in notes] == before
    whole = tt.clean_articles(table, progress=False)
    frame = pd.DataFrame(cleaned)
    pd.testing.assert_frame_equal(frame, whole[frame.columns])
