"""A refit reported: which topics are found again, how far shares jump, which names go over."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import InputError
from toolkit.models.lda import LDA
from toolkit.tokenizing import tokenize
from toolkit.topics import doc_topics, rebase_topics, topic_labels, topic_recipe
from toolkit.vectorizing import count_terms

WAR = "ceasefire troops shelling siege rebels"
TALKS = "talks envoy summit treaty accord"
ONLINE = "accounts propaganda videos platform recruits"
TRADE = "tariffs exports soybeans factories quotas"


def texts_of(*groups: str, seed: int) -> pd.Series:
    rng = np.random.default_rng(seed)
    texts = [" ".join(rng.choice(words.split(), 30)) for words in groups for _ in range(40)]
    return pd.Series(texts, index=pd.Index([f"s{seed}n{i}" for i in range(len(texts))]))


@pytest.fixture(scope="module")
def old():
    return LDA(n_topics=3, random_state=0).fit(
        count_terms(tokenize(texts_of(WAR, TALKS, ONLINE, seed=1)))
    )


@pytest.fixture(scope="module")
def new():
    texts = texts_of(WAR, TALKS, TRADE, seed=2)
    vocabulary = sorted(" ".join([WAR, TALKS, ONLINE, TRADE]).split())
    return LDA(n_topics=3, random_state=0).fit(count_terms(tokenize(texts), vocabulary=vocabulary))


def number_of(model, word: str) -> int:
    return int(topic_labels(model, n_terms=5).str.contains(word).to_numpy().argmax())


def test_topics_found_again_gone_and_new_are_told_apart(old, new):
    found = rebase_topics(old, new)
    table = found.table
    matches = table[table["kind"] == "match"]
    pairs = set(zip(matches["topic_a"], matches["topic_b"], strict=True))
    assert pairs == {(number_of(old, w), number_of(new, w)) for w in ("siege", "envoy")}
    gone = table[table["kind"] == "death"].iloc[0]
    assert gone["topic_a"] == number_of(old, "videos")
    assert set(gone["gone"].split("; ")) >= set(ONLINE.split())
    assert gone["kept"] == gone["new"] == ""
    assert str(found).startswith("2 of 3 topics are found again, 0 went into another and 1 are")
    assert str(found).endswith("of the new ones 0 are parts of an old topic and 1 are new.")
    assert table[["share_a", "share_b", "correlation"]].isna().all(axis=None)


def test_shares_of_the_same_articles_are_set_side_by_side(old, new):
    tokens = tokenize(texts_of(WAR, WAR, TALKS, seed=3))
    found = rebase_topics(old, new, tokens=tokens)
    row = found.table[found.table["topic_a"] == number_of(old, "siege")].iloc[0]
    theta = doc_topics(old, count_terms(tokens, vocabulary=old.terms_))
    assert row["share_a"] == pytest.approx(theta[number_of(old, "siege")].mean())
    assert row["share_b"] == pytest.approx(2 / 3, abs=0.05)
    assert row["correlation"] > 0.99
    assert "On the same 120 articles the share of a topic found again moves by" in str(found)
    assert str(found).endswith("Do not join the two series.")


def test_names_go_over_to_the_topics_that_match_and_only_those(old, new):
    siege, envoy, videos = (number_of(old, w) for w in ("siege", "envoy", "videos"))
    recipe = topic_recipe(old).name(siege, "War").name(videos, "Recruiting").note(envoy, "see a7")
    carried = rebase_topics(old, new, recipe=recipe).recipe
    assert carried.names == {number_of(new, "siege"): "War"}
    assert carried.notes == {number_of(new, "envoy"): ["see a7"]}
    assert carried.n_topics == 3
    table = rebase_topics(old, new, recipe=recipe).table
    assert table.set_index("topic_a")["name"][siege] == "War"
    merged = recipe.merge([siege, envoy], into=siege)
    assert rebase_topics(old, new, recipe=merged).recipe.names == {}


def test_the_limit_of_sameness_is_the_callers(old, new):
    strict = rebase_topics(old, new, same=1.0)
    assert str(strict).startswith("0 of 3 topics are found again")
    assert set(strict.table["kind"]) == {"death", "birth"}


def test_another_models_recipe_is_refused(old, new):
    with pytest.raises(InputError, match="rebase_topics: the recipe is for the model with hash"):
        rebase_topics(old, new, recipe=topic_recipe(new))
