"""Inputs that once did, or well might, break a reader: ``tests/fuzz/seeds``.

Any file put there is read; it may give articles or one of our own errors, nothing else. The same
files are seeds for a coverage-guided fuzzer: ``fuzz_one`` takes the bytes of one file.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import toolkit as tt

SEEDS = sorted((Path(__file__).parent / "fuzz" / "seeds").iterdir())


def read_or_error(file: Path, on_error: str) -> pd.DataFrame | str:
    try:
        return tt.read_articles(file, on_error=on_error, progress=False)
    except tt.errors.ToolkitError as error:
        return str(error)


def fuzz_one(content: bytes, folder: Path) -> None:
    file = folder / "fuzzed"
    file.write_bytes(content)
    found = read_or_error(file, "keep")
    if isinstance(found, str):
        assert found.startswith("read_articles: ")
        return
    assert found.index.is_unique
    assert (tt.ledger(found)["rule"] != "unbalanced").all()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
@pytest.mark.parametrize("on_error", ["raise", "keep"])
def test_hostile_files_give_articles_or_one_of_our_errors(seed, on_error, tmp_path):
    found = read_or_error(seed, on_error)
    if isinstance(found, str):
        assert found.startswith("read_articles: ")
        assert seed.name in found
        return
    assert found.index.is_unique
    tt.save_articles(found, tmp_path / "a.parquet")


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from(SEEDS), st.sampled_from(SEEDS), st.integers(0, 300), st.integers(0, 300))
def test_files_spliced_from_hostile_ones(tmp_path, first, second, cut, start):
    fuzz_one(first.read_bytes()[:cut] + second.read_bytes()[start:], tmp_path)
