"""The sensitivity board: every combination asked once, refusals counted, mistakes not hidden."""

from __future__ import annotations

import pytest

from toolkit.errors import InputError, TooFewArticlesError
from toolkit.topics import sensitivity

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
    with pytest.raises(InputError, match="a choice cannot be called 'value'"):
        sensitivity(lambda value: 1.0, {"value": [1]})
    with pytest.raises(InputError, match="1,100 combinations; at most 1,000 are tried"):
        sensitivity(lambda a, b: 1.0, {"a": range(11), "b": range(100)})
