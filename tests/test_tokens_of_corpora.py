"""Tokens of a corpus on disk are those of the table, also after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import toolkit as tt
from toolkit._core.memory import use_memory
from toolkit.errors import InputError
from toolkit.reading.samples import sample_path
from toolkit.tokenizing import Tokens, corpus_scan
from toolkit.tokenizing.tokenizer import plain_kept

ROOT = Path(__file__).parents[1]
ALIASES = {"United States": ["U.S.", "USA", "America"], "European Union": ["EU"]}


@pytest.fixture(scope="module")
def articles() -> Any:
    """The sample, cleaned."""
    return tt.clean_articles(tt.load_sample(), progress=False)


@pytest.fixture(scope="module")
def made(articles: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of the cleaned sample in six parts; tests do not change its articles."""
    folder = tmp_path_factory.mktemp("corpus") / "big"
    parts = [articles.iloc[start : start + 45] for start in range(0, len(articles), 45)]
    tt.save_corpus(parts, folder)
    return folder


def assert_same(one: Tokens, other: Tokens) -> None:
    assert one.terms == other.terms
    for name in ("ids", "offsets", "starts", "ends", "gaps", "kinds"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert list(one.texts) == list(other.texts)
    assert one.article_id.equals(other.article_id)
    assert one.options == other.options


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"phrases": True},
        {"aliases": ALIASES, "phrases": ["prime minister"], "lemmas": "snowball"},
        {"tokenizer": "nltk_wordpunct", "stop_words": None},
    ],
    ids=["plain", "phrases", "aliases", "nltk"],
)
def test_tokens_of_a_corpus_are_those_of_the_table(
    articles: Any, made: Path, options: dict[str, Any], tmp_path: Path
) -> None:
    kept = tt.tokenize(articles["text"], progress=False, **options)
    with use_memory("2 MB"):
        tokens = tt.tokenize(tt.open_corpus(made), progress=False, **options)
        assert_same(tokens, kept)
        assert_same(tokens.plain(), kept.plain())
        one = tt.save_tokens(tokens, tmp_path / "one.tokens")
    assert one.read_bytes() == tt.save_tokens(kept, tmp_path / "two.tokens").read_bytes()


def test_plain_tokens_of_a_corpus_are_kept_from_the_same_scan(articles: Any, made: Path) -> None:
    with plain_kept():
        tokens = tt.tokenize(tt.open_corpus(made), aliases=ALIASES, progress=False)
    kept = tt.tokenize(articles["text"], aliases=ALIASES, progress=False)
    assert_same(tokens, kept)
    assert_same(tokens.plain(), kept.plain())


def test_a_selection_of_a_corpus_is_tokenized_plainly_from_its_own_texts(
    articles: Any, made: Path
) -> None:
    tokens = tt.tokenize(tt.open_corpus(made), aliases=ALIASES, progress=False)
    chosen = np.arange(len(tokens))[::-1]
    kept = tt.tokenize(articles["text"].iloc[chosen], aliases=ALIASES, progress=False)
    assert list(tokens[chosen].plain()) == list(kept.plain())


def test_other_options_start_from_the_parts_that_were_scanned(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tt.open_corpus(made)
    tt.tokenize(corpus, progress=False)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a part was scanned again")

    monkeypatch.setattr(corpus_scan, "scan", refuse)
    tt.tokenize(corpus, progress=False, phrases=True, aliases=ALIASES, lower=False)


def test_a_damaged_part_is_named_and_scanned_again(articles: Any, tmp_path: Path) -> None:
    corpus = tt.save_corpus([articles.iloc[:50], articles.iloc[50:90]], tmp_path / "big")
    kept = tt.tokenize(corpus, progress=False)
    part = next((tmp_path / "big").rglob("part-00001.scan"))
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(bytes(content))
    with pytest.warns(UserWarning, match=r"part-00001.scan is damaged: it is made again"):
        again = tt.tokenize(corpus, progress=False)
    assert_same(again, kept)


def test_a_corpus_without_text_says_how_to_get_it(tmp_path: Path) -> None:
    corpus = tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=100), tmp_path / "big")
    with pytest.raises(InputError, match=r"Clean them first: articles = tt\.clean_articles"):
        tt.tokenize(corpus)


def test_tokenizing_that_was_killed_goes_on_at_the_last_whole_part(
    articles: Any, made: Path, tmp_path: Path
) -> None:
    parts = [articles.iloc[start : start + 10] for start in range(0, len(articles), 10)]
    folder = tmp_path / "big"
    tt.save_corpus(parts, folder)
    code = f"""
        import time, toolkit as tt
        from toolkit.tokenizing import corpus_scan
        scan = corpus_scan.scan
        def slowly(*given, **options):
            time.sleep(0.2)
            return scan(*given, **options)
        corpus_scan.scan = slowly
        tt.tokenize(tt.open_corpus({str(folder)!r}), progress=False)
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", textwrap.dedent(code)]
    process = subprocess.Popen(command, env=environment)
    deadline = time.monotonic() + 120
    while len(list(folder.rglob("part-*.scan.json"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.wait()
    whole = {path: path.stat().st_mtime_ns for path in folder.rglob("part-*.scan")}
    noted = [path for path in whole if path.with_name(f"{path.name}.json").exists()]
    assert 3 <= len(noted) < len(parts)
    tokens = tt.tokenize(tt.open_corpus(folder), progress=False)
    assert all(path.stat().st_mtime_ns == whole[path] for path in noted)
    assert_same(tokens, tt.tokenize(articles["text"], progress=False))
