"""Tokens that outgrow memory: the same results from mapped files, block by block."""

from __future__ import annotations

import gc
import tracemalloc
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import toolkit as tt
from toolkit._core.growing_arrays import GrowingArray
from toolkit._core.mapped_arrays import release_pages
from toolkit._core.memory import use_memory
from toolkit.keyness.word_variety import mtld_scores
from toolkit.themes import matcher
from toolkit.tokenizing import block_cuts as blocks
from toolkit.tokenizing import buffers, pair_counts, scanner
from toolkit.tokenizing.tokenizer import plain_kept
from toolkit.vectorizing.digest import matrix_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.tokenizing import Tokens

N = 1000
TINY = "400 KB"
ALIASES = {
    "United States": ["U.S.", "USA", "America"],
    "Islamic State": {"variants": ["ISIL", "Daesh"], "case_sensitive": ["IS"]},
}


@pytest.fixture(scope="module")
def texts() -> pd.Series:
    """A thousand short articles in several chunks, as a corpus on disk has them."""
    sample = tt.load_sample()["text" if "text" in tt.load_sample() else "body"].astype("str")
    pieces = [text[start : start + 500] for text in sample for start in range(0, 2000, 500)][:N]
    chunked = pa.chunked_array(
        [pa.array(pieces[k : k + 300], type=pa.large_string()) for k in range(0, N, 300)]
    )
    index = pd.Index([f"a{(7 * k) % N:04d}" for k in range(N)], name="article_id")
    return pd.Series(pd.array(chunked, dtype="str"), index=index)


@pytest.fixture(scope="module")
def themes() -> tt.themes.Themes:
    return tt.read_themes("corpus/themes.toml")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut everything into many blocks, as a corpus of millions of articles is."""
    monkeypatch.setattr(blocks, "BLOCK_TOKENS", 3000)
    monkeypatch.setattr(scanner, "FEW_CHARACTERS", 100_000)
    monkeypatch.setattr(matcher, "SEARCHED", 7000)
    monkeypatch.setattr(buffers, "PART_BYTES", 50_000)


def on_disk(work: Callable[[], Any]) -> Any:
    with use_memory(TINY):
        return work()


def assert_same_tokens(one: Tokens, other: Tokens) -> None:
    assert one.terms == other.terms
    for name in ("ids", "offsets", "starts", "ends", "gaps", "kinds"):
        here, there = getattr(one, name), getattr(other, name)
        assert here.dtype == there.dtype, name
        assert np.array_equal(here, there), name
    assert list(one.texts) == list(other.texts)
    assert one.article_id.equals(other.article_id)
    assert one.options == other.options


def is_mapped(array: Any) -> bool:
    while array is not None and not isinstance(array, np.memmap):
        array = getattr(array, "base", None)
    return array is not None


OPTIONS: list[dict[str, Any]] = [
    {},
    {"phrases": True},
    {"phrases": ["prime minister", "human rights", "saudi arabia"]},
    {"aliases": ALIASES},
    {"aliases": ALIASES, "phrases": True, "lemmas": "snowball", "lower": False},
    {"tokenizer": "nltk_wordpunct"},
]


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: " ".join(options) or "plain")
def test_tokens_on_disk_are_those_in_memory(
    texts: pd.Series, options: dict[str, Any], small_blocks: None
) -> None:
    kept = tt.tokenize(texts, progress=False, **options)
    stored = on_disk(lambda: tt.tokenize(texts, progress=False, **options))
    assert not is_mapped(kept.ids)
    assert is_mapped(stored.ids) or "nltk" in options.get("tokenizer", "")
    assert_same_tokens(stored, kept)
    assert_same_tokens(on_disk(stored.plain), kept.plain())


def test_blocks_do_not_change_the_tokens(texts: pd.Series, monkeypatch: pytest.MonkeyPatch) -> None:
    options: dict[str, Any] = {"aliases": ALIASES, "phrases": True}
    whole = tt.tokenize(texts, progress=False, **options)
    monkeypatch.setattr(blocks, "BLOCK_TOKENS", 700)
    assert_same_tokens(tt.tokenize(texts, progress=False, **options), whole)


@pytest.mark.parametrize("aliases", [None, ALIASES])
@pytest.mark.parametrize("lemmas", [None, "snowball"])
def test_plain_tokens_kept_from_one_scan_are_not_changed_by_joining(
    texts: pd.Series, aliases: Any, lemmas: str | None, small_blocks: None
) -> None:
    options = {"aliases": aliases, "lemmas": lemmas, "phrases": True}
    with use_memory(TINY), plain_kept():
        tokens = tt.tokenize(texts, progress=False, **options)
    other = tt.tokenize(texts, progress=False, **options)
    assert_same_tokens(tokens.plain(), other.plain())
    assert_same_tokens(tokens, other)


def test_saved_tokens_have_the_same_bytes(
    texts: pd.Series, tmp_path: Any, small_blocks: None
) -> None:
    tokens = tt.tokenize(texts, phrases=True, progress=False)
    stored = on_disk(lambda: tt.tokenize(texts, phrases=True, progress=False))
    one = tt.save_tokens(tokens, tmp_path / "one.tokens")
    other = on_disk(lambda: tt.save_tokens(stored, tmp_path / "other.tokens"))
    assert one.read_bytes() == other.read_bytes()
    loaded = on_disk(lambda: tt.load_tokens(one))
    assert is_mapped(loaded.ids)
    assert_same_tokens(loaded, tokens)


def test_a_selection_copies_no_text(texts: pd.Series, small_blocks: None) -> None:
    tokens = tt.tokenize(texts, progress=False)
    chosen = np.arange(N) % 3 == 1
    picked = on_disk(lambda: tokens[chosen])
    assert isinstance(picked.texts, buffers.ChosenTexts)
    again = tt.tokenize(texts[chosen], progress=False)
    assert list(picked) == list(again)
    assert list(picked.texts) == texts[chosen].tolist()
    assert list(picked[3:5].texts) == texts[chosen].tolist()[3:5]


def test_counts_on_disk_are_those_in_memory(texts: pd.Series, small_blocks: None) -> None:
    tokens = tt.tokenize(texts, progress=False)
    for options in (
        {},
        {"min_docs": 3, "max_doc_share": 0.2},
        {"max_terms": 500},
        {"vocabulary": ["war", "peace", "the"]},
    ):
        kept = tt.count_terms(tokens, **options)
        stored = on_disk(lambda options=options: tt.count_terms(tokens, **options))
        assert_same_counts(stored, kept)
        assert repr(stored) == repr(kept)
        assert matrix_hash(stored) == matrix_hash(kept)
    stored = on_disk(lambda: tt.count_terms(tokens))
    assert is_mapped(stored.counts.data)
    assert stored.counts.has_canonical_format


def assert_same_counts(one: Any, other: Any) -> None:
    assert one.terms.tolist() == other.terms.tolist()
    for name in ("indptr", "indices", "data"):
        here, there = getattr(one.counts, name), getattr(other.counts, name)
        assert here.dtype == there.dtype
        assert np.array_equal(here, there), name
    assert np.array_equal(one.n_tokens, other.n_tokens)
    pd.testing.assert_frame_equal(one.pruned, other.pruned)


@pytest.fixture(scope="module")
def made(texts: pd.Series, themes: Any) -> dict[str, Any]:
    """What the functions below take."""
    tokens = tt.tokenize(texts, aliases=ALIASES, phrases=True, progress=False)
    longest = int(np.argmax(np.diff(tokens.offsets)))
    return {
        "tokens": tokens,
        "dtm": tt.count_terms(tokens, min_docs=2),
        "themes": themes,
        "theme": next(iter(themes)),
        "found": tt.find_themes(tokens, themes),
        "groups": pd.Series(np.array(["A", "B", "C"])[np.arange(N) % 3], index=texts.index),
        "weeks": pd.Series(np.arange(N) // 20, index=texts.index),
        "desk": pd.Series((np.arange(N) % 2).astype(str), index=texts.index),
        "articles": pd.DataFrame(
            {"source": "Post", "title": "t", "date": pd.Timestamp("2018-01-01")}, index=texts.index
        ),
        "article": texts.index[longest],
        "sentence": texts.iloc[longest][:200],
    }


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "find_phrases": lambda m: tt.find_phrases(m["tokens"], min_count=2, min_docs=2),
    "find_phrases llr": lambda m: tt.find_phrases(m["tokens"], min_count=1, measure="llr"),
    "find_themes": lambda m: tt.find_themes(m["tokens"], m["themes"]),
    "score_themes": lambda m: tt.score_themes(m["tokens"], m["themes"]),
    "sentences": lambda m: tt.score_themes(m["tokens"], m["themes"], measure="sentences"),
    "theme_coverage": lambda m: tt.theme_coverage(m["tokens"], m["themes"]),
    "theme_contexts": lambda m: tt.theme_contexts(m["tokens"], m["themes"], m["theme"]),
    "suggest_terms": lambda m: tt.suggest_terms(m["tokens"], m["themes"], m["theme"]),
    "contexts": lambda m: tt.contexts(m["tokens"], "president*").table,
    "contexts of an alias": lambda m: tt.contexts(m["tokens"], "united_states").table,
    "contexts in capitals": lambda m: tt.contexts(m["tokens"], "US", case_sensitive=True).table,
    "frequent_terms": lambda m: tt.frequent_terms(m["dtm"]),
    "tfidf": lambda m: tt.tfidf(m["dtm"], sublinear=True).weights.toarray(),
    "tfidf l1": lambda m: tt.tfidf(m["dtm"], norm="l1").weights.toarray(),
    "distinctive_terms": lambda m: tt.distinctive_terms(m["dtm"], m["groups"]),
    "of weeks": lambda m: tt.distinctive_terms(m["dtm"], m["groups"], clusters=m["weeks"]),
    "standardized": lambda m: tt.distinctive_terms(
        m["dtm"], m["groups"], standardize=m["desk"], sources=m["desk"], n_terms=None
    ),
    "by articles": lambda m: tt.distinctive_terms(m["dtm"], m["groups"], test="articles"),
    "cooccurrence": lambda m: tt.cooccurrence(m["dtm"], terms=list(m["dtm"].terms[50:52])),
    "similar_articles": lambda m: tt.similar_articles(m["article"], m["dtm"], m["articles"]),
    "similar_sentences": lambda m: tt.similar_sentences(m["sentence"], m["tokens"]),
    "mtld": lambda m: mtld_scores(m["tokens"], min_words=20),
    "summary": lambda m: str(m["tokens"]._summary()) + str(m["dtm"]._summary()),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_results_on_disk_and_in_blocks_are_those_in_memory(
    made: dict[str, Any], name: str, small_blocks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with use_memory(TINY):
        result = FUNCTIONS[name](made)
    for each in ("term_counts", "term_docs", "term_totals"):
        made["tokens"].__dict__.pop(each, None)
        made["dtm"].__dict__.pop(each, None)
    expected = FUNCTIONS[name](made)
    assert_equal(result, expected)
    monkeypatch.undo()  # whole, as a small corpus is
    if name != "standardized":  # sums of real numbers depend on where a block ends
        assert_equal(FUNCTIONS[name](made), expected)


def assert_equal(result: Any, expected: Any) -> None:
    if isinstance(expected, pd.DataFrame):
        pd.testing.assert_frame_equal(result, expected, check_exact=True)
    elif isinstance(expected, np.ndarray):
        assert np.array_equal(result, expected)
    else:
        assert result == expected


# memory


@pytest.fixture(scope="module")
def many() -> Callable[[int], pd.Series]:
    body = tt.load_sample()["body"].astype("str").str.slice(0, 1500).tolist()

    def make(n: int) -> pd.Series:
        chunk = pa.array(body[:50], type=pa.large_string())
        return pd.Series(pd.array(pa.chunked_array([chunk] * (n // 50)), dtype="str"))

    return make


def peak_of(work: Callable[[], Any]) -> tuple[int, Any]:
    gc.collect()
    tracemalloc.start()
    try:
        result = work()
        return tracemalloc.get_traced_memory()[1], result
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_tokens(
    many: Callable[[int], pd.Series],
    themes: Any,
    small_blocks: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pair_counts, "FEWEST", 1000)
    # threads may run ahead of another
    monkeypatch.setattr(buffers, "available_processors", lambda: 1)
    few, more = many(400), many(1600)
    n = int(more.str.split().str.len().sum()) * 3 // 4  # about the tokens between the two
    for texts in (few, more):  # compiles, and fills caches
        list(_peaks(texts, themes))
    one, two = (dict(_peaks(texts, themes)) for texts in (few, more))
    grown = {step: (two[step] - peak) / n for step, peak in one.items()}
    allowed = {"find_themes": 8.0}  # the matches themselves
    assert not {step: g for step, g in grown.items() if g > allowed.get(step, 2.0)}, grown


def _peaks(texts: pd.Series, themes: Any) -> Iterator[tuple[str, int]]:
    with use_memory("200 KB"):
        peak, tokens = peak_of(lambda: tt.tokenize(texts, phrases=True, progress=False))
        yield "tokenize", peak
        peak, dtm = peak_of(lambda: tt.count_terms(tokens, min_docs=2))
        yield "count_terms", peak
        plain = tokens.plain()
        groups = pd.Series(np.array(["A", "B"])[np.arange(len(texts)) % 2])
        steps: dict[str, Callable[[], Any]] = {
            "find_phrases": lambda: tt.find_phrases(plain),
            "find_themes": lambda: tt.find_themes(plain, themes),
            "contexts": lambda: tt.contexts(plain, "ceasefire*"),
            "distinctive_terms": lambda: tt.distinctive_terms(dtm, groups),
            "tfidf": lambda: tt.tfidf(dtm),
            "select": lambda: tokens[np.arange(len(texts)) % 2 == 0],
            "summary": tokens._summary,
        }
        for name, work in steps.items():
            yield name, peak_of(work)[0]


def test_an_array_that_grows_large_goes_to_disk() -> None:
    with use_memory("1 MB"):
        grown = GrowingArray(np.int32)
        for start in range(0, 100_000, 7000):
            grown.append(np.arange(start, min(start + 7000, 100_000), dtype=np.int32))
        array = grown.finish()
        assert is_mapped(array)
        assert np.array_equal(array, np.arange(100_000))
        array[5] = -1
        release_pages(array)
        assert array[5] == -1


def test_an_array_that_stays_small_stays_in_memory() -> None:
    grown = GrowingArray(np.uint8)
    grown.append(np.ones(3, dtype=np.uint8))
    assert len(grown) == 3
    assert not is_mapped(grown.finish())
    assert GrowingArray(np.int64).finish().tolist() == []
