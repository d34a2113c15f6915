"""Coherence: exact counts in windows, whatever repeats; never an unexplained missing value."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit._kernels.windows import count_windows
from toolkit.errors import InputError
from toolkit.tokenizing import tokenize
from toolkit.topics import topic_coherence

ALPHABET = ["alpha", "beta", "gamma", "delta", "epsilon"]


def leading(*topics: list[str]) -> pd.DataFrame:
    rows = [(k, i + 1, term) for k, words in enumerate(topics) for i, term in enumerate(words)]
    return pd.DataFrame(rows, columns=["topic", "rank", "term"])


def windows_of(texts: list[list[str]], size: int) -> list[set[str]]:
    """Every window as a set of words, by sliding: the slow and obvious way."""
    found = []
    for words in texts:
        if words:
            width = min(size, len(words)) if size else len(words)
            found += [set(words[i : i + width]) for i in range(len(words) - width + 1)]
    return found


def brute_npmi(words: list[str], texts: list[list[str]], size: int) -> float:
    windows = windows_of(texts, size)
    values: list[float] = []
    if not windows:
        return float("nan")
    for a, b in itertools.combinations(words, 2):
        p_a = sum(a in w for w in windows) / len(windows)
        p_b = sum(b in w for w in windows) / len(windows)
        both = sum(a in w and b in w for w in windows) / len(windows)
        if p_a == 0 or p_b == 0:
            continue
        if both in {0, 1}:
            values.append(2 * both - 1)
        else:
            values.append(math.log(both / (p_a * p_b)) / -math.log(both))
    return float(np.mean(values)) if values else float("nan")


@given(
    st.lists(st.lists(st.sampled_from(ALPHABET), max_size=14), min_size=1, max_size=5),
    st.integers(2, 6),
)
def test_npmi_equals_sliding_over_every_window(texts, size):
    tokens = tokenize([" ".join(words) for words in texts], stop_words=None, progress=False)
    row = topic_coherence(leading(ALPHABET[:4]), tokens, window=size).iloc[0]
    expected = brute_npmi(ALPHABET[:4], texts, size)
    assert row["coherence"] == pytest.approx(expected, nan_ok=True)
    words = {word for text in texts for word in text}
    assert set(filter(None, row["absent"].split("; "))) == set(ALPHABET[:4]) - words


def test_a_repeated_word_stays_in_the_window_until_its_last_copy_leaves():
    tokens = tokenize(["alpha xx alpha beta yy zz qq"], stop_words=None)
    row = topic_coherence(leading(["alpha", "beta"]), tokens, window=3).iloc[0]
    assert row["coherence"] == pytest.approx(math.log((2 / 5) / (3 / 5 * 3 / 5)) / -math.log(2 / 5))


def test_the_kernels_give_the_same_numbers_as_plain_python():
    rng = np.random.default_rng(3)
    ids = rng.integers(-1, 4, 60).astype(np.int32)
    offsets = np.array([0, 25, 25, 31, 60])
    members = np.array([[0, 0, 0], [1, 0, 1], [1, 1, 0], [2, 1, 1], [3, 0, 2]], dtype=np.int32)
    starts = np.array([0, 1, 3, 4, 5], dtype=np.int32)
    for drop in (False, True):
        compiled = count_windows(ids, offsets, 5, members, starts, 2, 3, drop)
        plain = count_windows.py_func(ids, offsets, 5, members, starts, 2, 3, drop)
        for ours, theirs in zip(compiled, plain, strict=True):
            assert np.array_equal(ours, theirs)


def gensim_counts(texts: list[list[str]], words: list[str], size: int):
    """Count as gensim 4.4 does: a set of words that slides, each dropped with its first copy."""
    single, both, total = dict.fromkeys(words, 0), {}, 0
    for text in texts:
        width = min(size, len(text))
        inside: set[str] = set()
        for start in range(max(1, len(text) - width + 1)):
            if start == 0:
                inside = set(text[:width])
            else:
                inside.discard(text[start - 1])
                inside.add(text[start + width - 1])
            total += 1
            present = [word for word in words if word in inside]
            for word in present:
                single[word] += 1
            for pair in itertools.combinations(present, 2):
                both[pair] = both.get(pair, 0) + 1
    return single, both, total


def npmi_like_gensim(texts: list[list[str]], words: list[str], size: int) -> float:
    single, both, total = gensim_counts(texts, words, size)
    present = [word for word in words if single[word]]
    values = []
    for a, b in itertools.combinations(present, 2):
        p = both.get((a, b), 0) / total + 1e-12
        values.append(math.log(p * total**2 / (single[a] * single[b])) / -math.log(p))
    return float(np.mean(values)) if values else float("nan")


TEXTS = st.lists(st.lists(st.sampled_from(ALPHABET), max_size=14), min_size=1, max_size=5)


@given(TEXTS, st.integers(2, 6))
def test_gensims_counting_is_reproduced_where_asked(texts, size):
    tokens = tokenize([" ".join(words) for words in texts], stop_words=None, progress=False)
    words = ALPHABET[:4]
    row = topic_coherence(leading(words), tokens, window=size, compat="gensim").iloc[0]
    expected = npmi_like_gensim(texts, words, size)
    assert row["coherence"] == pytest.approx(expected, nan_ok=True, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("measure", "theirs"),
    [("npmi", "c_npmi"), ("uci", "c_uci"), ("umass", "u_mass"), ("c_v", "c_v")],
)
def test_every_measure_is_gensims_own_where_gensim_is_installed(measure, theirs):
    coherencemodel = pytest.importorskip("gensim.models.coherencemodel")
    dictionary = pytest.importorskip("gensim.corpora").Dictionary
    rng = np.random.default_rng(11)
    words = [f"w{chr(97 + i)}{chr(97 + j)}" for i in range(4) for j in range(5)]
    weights = np.arange(20, 0, -1) / 210
    texts = [rng.choice(words, rng.integers(3, 60), p=weights).tolist() for _ in range(40)]
    topics = [words[:6], words[5:12]]
    judge = coherencemodel.CoherenceModel(
        topics=topics,
        texts=texts,
        dictionary=dictionary(texts),
        coherence=theirs,
        window_size=8,
        processes=1,
    )
    tokens = tokenize([" ".join(text) for text in texts], stop_words=None)
    window = None if measure == "umass" else 8
    asked = {"measure": measure, "window": window}
    found = topic_coherence(leading(*topics), tokens, **asked, compat="gensim")
    assert found["coherence"].tolist() == pytest.approx(judge.get_coherence_per_topic(), rel=1e-6)
    exact = topic_coherence(leading(*topics), tokens, **asked)["coherence"]
    assert exact.tolist() != pytest.approx(found["coherence"].tolist(), rel=1e-9)


def test_in_gensims_way_a_word_is_forgotten_with_its_first_copy():
    tokens = tokenize(["alpha xx alpha beta yy zz qq"], stop_words=None)
    found = topic_coherence(leading(["alpha", "beta"]), tokens, window=3, compat="gensim")
    # of five windows alpha counts in the first alone, beta in three, and never both
    expected = math.log(1e-12 / (1 / 5 * 3 / 5)) / -math.log(1e-12)
    assert found["coherence"].item() == pytest.approx(expected)


def test_umass_counts_documents_in_the_order_of_rank():
    tokens = tokenize(["alpha beta", "alpha", "alpha beta", "gamma"], stop_words=None)
    row = topic_coherence(leading(["alpha", "beta"]), tokens, measure="umass").iloc[0]
    assert row["coherence"] == pytest.approx(math.log((2 + 1) / 3))


def test_uci_is_the_mean_pointwise_mutual_information():
    tokens = tokenize(["alpha beta", "alpha gamma"], stop_words=None)
    row = topic_coherence(leading(["alpha", "beta"]), tokens, measure="uci", window=2).iloc[0]
    assert row["coherence"] == pytest.approx(math.log(0.5 / (1.0 * 0.5)), abs=1e-9)


def test_words_that_stand_together_are_coherent_and_others_are_not():
    texts = ["truce ceasefire front"] * 5 + ["talks envoy summit"] * 5
    tokens = tokenize(texts)
    good, bad = ["truce", "ceasefire", "front"], ["truce", "envoy", "front"]
    for measure in ("npmi", "uci", "umass", "c_v"):
        table = topic_coherence(leading(good, bad), tokens, measure=measure)
        assert table["coherence"].is_monotonic_decreasing, measure
        assert table["coherence"].notna().all()


def test_topics_may_share_terms():
    tokens = tokenize(["alpha beta gamma", "alpha gamma"], stop_words=None)
    together = topic_coherence(leading(["alpha", "beta"], ["alpha", "gamma"]), tokens)
    alone = topic_coherence(leading(["alpha", "gamma"]), tokens)
    assert together["coherence"].iloc[1] == alone["coherence"].iloc[0]


def test_wrong_measures_and_windows_are_refused():
    tokens = tokenize(["alpha beta"])
    with pytest.raises(InputError, match="measure must be one of 'npmi', 'uci', 'umass', 'c_v'"):
        topic_coherence(leading(["alpha"]), tokens, measure="pmi")
    with pytest.raises(InputError, match="compat must be one of '', 'gensim'"):
        topic_coherence(leading(["alpha"]), tokens, compat="mallet")
    with pytest.raises(InputError, match="window must be at least 2; got 1"):
        topic_coherence(leading(["alpha"]), tokens, window=1)


def test_the_number_of_terms_the_window_and_the_measure_change_the_value():
    rng = np.random.default_rng(3)
    tokens = tokenize([" ".join(rng.choice(ALPHABET, 30)) for _ in range(5)], stop_words=None)
    usual = {"measure": "npmi", "n_terms": 4, "window": 5}
    changes = [{}, {"measure": "uci"}, {"n_terms": 3}, {"window": 8}, {"compat": "gensim"}]
    values = [
        topic_coherence(leading(ALPHABET), tokens, **usual | change)["coherence"].item()
        for change in changes
    ]
    assert len(set(values)) == len(values)
