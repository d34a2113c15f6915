"""The sensitivity board: every combination asked once, refusals counted, mistakes not hidden."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import InputError, TooFewArticlesError
from toolkit.models.lda import LDA
from toolkit.tokenizing import tokenize
from toolkit.topics import find_topic, sensitivity, topic_question
from toolkit.vectorizing import count_terms

OVER = {"n_topics": [10, 20], "seed": [1, 2, 3]}


def test_every_combination_is_asked_once():
    asked = []
    board = sensitivity(lambda n_topics, seed: asked.append((n_topics, seed)) or 1.0, OVER)
    assert asked == [(k, s) for k in (10, 20) for s in (1, 2, 3)]
    assert board.n_holds == 6
    assert str(board) == "Holds in 6 of 6 combinations of n_topics, seed."


def test_what_it_depends_on_is_said():
    board = sensitivity(lambda n_topics, seed: n_topics - 15, OVER)
    assert board.n_holds == 3
    assert "n_topics=10 0 of 3, n_topics=20 3 of 3; seed=1 1 of 2" in board.sentence
    assert board.by_choice()["n_holds"].tolist() == [0, 3, 1, 1, 1]


def test_the_finding_is_the_callers():
    board = sensitivity(lambda n_topics, seed: n_topics, OVER, holds=lambda value: value < 15)
    assert board.table["holds"].tolist() == [True] * 3 + [False] * 3


def test_a_refusal_is_noted_and_does_not_hold():
    def question(n_topics, seed):
        if seed == 2:
            raise TooFewArticlesError("only 7 articles")
        return 1.0

    board = sensitivity(question, OVER)
    assert board.n_holds == 4
    assert board.table.loc[board.table["seed"] == 2, "note"].tolist() == ["only 7 articles"] * 2
    assert board.sentence.startswith(
        "Holds in 4 of 6 combinations of n_topics, seed (2 could not be computed)"
    )


def test_a_missing_value_does_not_hold():
    board = sensitivity(lambda seed: float("nan"), {"seed": [1]}, holds=lambda value: True)
    assert board.n_holds == 0


def test_a_mistake_in_the_question_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        sensitivity(lambda seed: 1 / 0, {"seed": [1]})


def test_wrong_choices_are_refused():
    with pytest.raises(InputError, match="no choice was given"):
        sensitivity(lambda: 1.0, {})
    with pytest.raises(InputError, match="'seed' has no options"):
        sensitivity(lambda seed: 1.0, {"seed": []})
    with pytest.raises(InputError, match="a choice cannot be named 'value'"):
        sensitivity(lambda value: 1.0, {"value": [1]})
    with pytest.raises(InputError, match="1,100 combinations; at most 1,000 are tried"):
        sensitivity(lambda a, b: 1.0, {"a": range(11), "b": range(100)})


WAR = "ceasefire troops shelling siege rebels northern front"
TALKS = "talks envoy summit treaty accord northern front"


@pytest.fixture(scope="module")
def texts():
    rng = np.random.default_rng(7)
    made = [
        " ".join(rng.choice([*words.split(), f"rare{i % 12}", "the", "of"], 40))
        for i, words in enumerate([WAR] * 29 + [TALKS] * 31)
    ]
    return pd.Series(made, index=pd.Index([f"a{i:02}" for i in range(60)], name="article_id"))


def war_share(model, topics):
    return topics[find_topic(model, ["siege", "rebels"])].mean()


CHOICES = {
    "n_topics": [2, 5],
    "seed": [0, 3],
    "stop_words": ["news", None],
    "phrases": [None, ["northern front"]],
    "min_docs": [1, 6],
    "max_doc_share": [0.5, 1.0],
    "engine": ["scvb0", "gibbs", "sklearn", "nmf"],
}


@pytest.mark.parametrize("name", CHOICES)
def test_every_choice_changes_the_answer(texts, name):
    question = topic_question(texts, war_share, n_topics=4, min_docs=1, max_doc_share=1.0)
    board = sensitivity(question, {name: CHOICES[name]}, progress=False)
    assert board.table["note"].tolist() == [""] * len(CHOICES[name])
    assert board.table["value"].is_unique, board.table


def test_a_finding_is_counted_over_every_choice(texts):
    question = topic_question(texts, war_share, n_topics=2)
    over = {"stop_words": ["news", None], "phrases": [None, True], "min_docs": [2, 5]}
    over |= {"engine": ["scvb0", "nmf"], "seed": [1, 2]}
    board = sensitivity(question, over, holds=lambda share: 0.3 < share < 0.6, progress=False)
    assert str(board).startswith(
        "Holds in 32 of 32 combinations of stop_words, phrases, min_docs, engine, seed"
    )


def test_texts_are_tokenised_only_when_a_choice_needs_it(texts, monkeypatch):
    calls = []
    module = "toolkit.topics.stability.question"
    for name, real in (("tokenize", tokenize), ("count_terms", count_terms)):
        monkeypatch.setattr(
            f"{module}.{name}", lambda *a, f=real, n=name, **k: calls.append(n) or f(*a, **k)
        )
    question = topic_question(texts, war_share, n_topics=2)
    sensitivity(question, {"min_docs": [2, 3], "seed": [1, 2]}, progress=False)
    assert calls == ["tokenize", "count_terms", "count_terms"]
    first = question(stop_words=["the"])
    assert question(stop_words=["the"]) == first
    assert calls[3:] == ["tokenize", "count_terms"]


def test_a_topic_is_found_by_the_terms_it_wrote(texts):
    dtm = count_terms(tokenize(texts))
    model = LDA(n_topics=2, random_state=0).fit(dtm)
    assert find_topic(model, ["siege", "unheard"]) != find_topic(model, ["envoy"])
    with pytest.raises(InputError, match="find_topic: the model knows none of 'unheard'"):
        find_topic(model, ["unheard"])


def test_a_topic_that_is_lost_counts_as_a_finding_that_does_not_hold(texts):
    def ask(model, topics):
        return topics[find_topic(model, ["rare3"])].mean()

    board = sensitivity(topic_question(texts, ask, n_topics=2), {"min_docs": [1, 20, 100]})
    assert board.table["holds"].tolist() == [True, False, False]
    assert "the model knows none of 'rare3'" in board.table["note"].iloc[1]
    assert board.table["note"].iloc[2] == (
        "topic_question: no term of 60 articles is left with min_docs=100 and max_doc_share=0.5."
    )


def test_unknown_choices_are_refused(texts):
    with pytest.raises(InputError, match="a choice must be one of 'n_topics', 'seed', 'stop_word"):
        topic_question(texts, war_share, topics=3)
    with pytest.raises(InputError, match="engine must be one of 'auto', 'scvb0', 'gibbs', 'skl"):
        topic_question(texts, war_share)(engine="mallet")


def test_a_choice_of_none_is_called_none_and_makes_no_fractions_of_numbers():
    board = sensitivity(
        lambda phrases, n_topics: 1.0 if phrases and n_topics else -1.0,
        {"phrases": [None, True], "n_topics": [None, 10]},
        progress=False,
    )
    assert str(board) == (
        "Holds in 1 of 4 combinations of phrases, n_topics: phrases=None 0 of 2, phrases=True 1 of "
        "2; n_topics=None 0 of 2, n_topics=10 1 of 2."
    )
    assert board.table["n_topics"].tolist() == [None, 10, None, 10]
