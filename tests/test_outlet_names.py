"""Outlets whose names differ by little are listed, and renamed only on request."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit as tt
from toolkit.errors import InputError


def articles(*names: str) -> pd.DataFrame:
    return pd.DataFrame({"source": pd.Categorical(names), "file": "a.csv"},
                        index=[f"a{n}" for n in range(len(names))])  # fmt: skip


PAIRS = [
    ("ArabNews", "Arab News", "blanks or marks"),
    ("Arab-News", "Arab News", "blanks or marks"),
    ("ARAB NEWS", "Arab News", "capitals"),
    ("Arab News", "The Arab News", "a leading article"),
    ("Il Corriere", "Corriere", "a leading article"),
    ("Le Telegramme", "Le Télégramme", "accents or signs"),
    ("Sport and Film", "Sport & Film", "accents or signs"),
    ("Hürriyet ", "Hürriyet", "blanks or marks"),
]


@pytest.mark.parametrize(("rare", "frequent", "difference"), PAIRS)
def test_names_that_differ_by_little_are_listed_with_the_more_frequent_one(
    rare, frequent, difference
):
    table = tt.suggest_source_names(articles(frequent, frequent, rare, "Another Paper"))
    assert table.to_numpy().tolist() == [[rare, 1, frequent, 2, difference]]


@pytest.mark.parametrize("other", ["Sunday Arab News", "Arab News Online", "Arab Views", ""])
def test_other_names_are_not_listed(other):
    assert tt.suggest_source_names(articles("Arab News", other)).empty


def test_nothing_is_renamed_unless_asked_and_the_ledger_says_what_was():
    before = articles("Arab News", "Arab News", "ArabNews")
    names = tt.suggest_source_names(before)
    assert before["source"].tolist() == ["Arab News", "Arab News", "ArabNews"]
    after = tt.rename_sources(before, names)
    assert after["source"].tolist() == ["Arab News"] * 3
    rows = tt.ledger(after)
    assert rows[["article_id", "rule", "text", "reason"]].to_numpy().tolist() == [
        ["a2", "source_renamed", "ArabNews", "now 'Arab News'"]
    ]
    assert tt.rename_sources(before, names.iloc[:0])["source"].tolist() == before["source"].tolist()


def test_a_name_that_is_to_become_two_is_an_error():
    names = pd.DataFrame({"source": ["A", "A"], "suggested": ["B", "C"]})
    with pytest.raises(InputError, match="'A' is to become two names; keep one of its rows"):
        tt.rename_sources(articles("A"), names)
    with pytest.raises(InputError, match="names has no column 'suggested'"):
        tt.rename_sources(articles("A"), names[["source"]])
