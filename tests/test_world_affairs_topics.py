"""Topics of 6,205 real articles: labels hold up in the articles they are read from."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from toolkit.cleaning import clean_articles
from toolkit.models.lda import LDA
from toolkit.reading import read_articles
from toolkit.tokenizing import tokenize
from toolkit.topics import (
    doc_topics,
    edit_topics,
    edited_terms,
    find_topic,
    sensitivity,
    top_articles,
    topic_question,
    topic_recipe,
    topic_summary,
)
from toolkit.vectorizing import count_terms

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

ARTICLES = (
    Path(__file__).parents[1].parent / "shared" / "data" / "world-affairs" / "articles.parquet"
)


@pytest.fixture(scope="module")
def world():
    if not ARTICLES.exists():
        pytest.skip("needs the real corpora in ../shared/data, which a clone does not have")
    articles = clean_articles(read_articles(ARTICLES), progress=False)
    tokens = tokenize(articles["text"], phrases=True, progress=False)
    dtm = count_terms(tokens, min_docs=10, max_doc_share=0.5)
    model = LDA(n_topics=25, random_state=2018).fit(dtm)
    topics = doc_topics(model, dtm)
    return articles, tokens, dtm, model, topics


@pytest.fixture(scope="module")
def summary(world) -> pd.DataFrame:
    articles, tokens, _, model, topics = world
    return topic_summary(model, topics, articles, tokens=tokens)


def test_the_articles_to_read_use_the_words_of_the_label(world, summary):
    articles, _, _, _, topics = world
    held = {}
    for row in summary[summary["warnings"] == ""].itertuples():
        read = top_articles(topics, articles, topic=row.topic, n=5).index
        texts = articles.loc[read, "text"].str.lower()
        words = str(row.label).lower().split(", ")
        held[row.label] = sum(sum(word in text for word in words) >= 2 for text in texts)
    assert len(held) >= 15
    assert sorted(held.values())[1] >= 2, (
        held
    )  # the White House's daily talk has no words of its own
    assert sum(held.values()) >= 0.9 * 5 * len(held), held


def test_no_label_says_a_thing_twice_and_none_is_given_twice(summary):
    assert summary["label"].is_unique
    assert not summary["label"].str.contains("north korea, north korean|iran, iranian").any()
    named = " | ".join(summary["label"])
    for subject in ("brexit", "north korea", "iran", "israel", "facebook", "tariffs", "benghazi"):
        assert subject in named


def test_talk_is_marked_and_subjects_are_not(summary):
    talk = summary[summary["terms"].str.contains("think; |really")]
    assert talk["warnings"].str.contains("everyday words").all()
    assert len(talk) >= 1
    subjects = summary[summary["label"].str.contains("brexit|israel|tariffs|facebook")]
    assert (subjects["warnings"] == "").all()


def test_a_loose_topic_falls_into_its_subjects(world, summary):
    _, _, dtm, model, topics = world
    loosest = int(summary["coherence"].idxmin())
    assert "loose" in summary["warnings"][loosest]
    recipe = topic_recipe(model).split(loosest, dtm, n_parts=3)
    edited = edit_topics(topics, recipe, model=model, dtm=dtm)
    assert edited.sum(axis=1).to_numpy() == pytest.approx(1.0)
    terms = edited_terms(model, recipe, dtm=dtm)
    parts = terms[terms["topic"] >= 25].groupby("topic")["term"].agg(set)
    assert len(set.union(*parts)) >= 25  # of 30: hardly a term leads two of them


def test_whether_a_finding_holds_is_counted_over_every_kind_of_choice(world):
    """The Islamic State took more of 2014 than of 2017, whatever the choices."""
    articles = world[0].iloc[::12]
    year = articles["date"].dt.year

    def ask(model, topics):
        share = topics[find_topic(model, ["isis", "isil"])]
        return share[year == 2014].mean() - share[year == 2017].mean()

    question = topic_question(articles["text"], ask)
    over = {
        "stop_words": ["news", "english"],
        "phrases": [None, True],
        "min_docs": [5, 20],
        "seed": [1],
        "n_topics": [12],
        "engine": ["scvb0", "nmf"],
    }
    board = sensitivity(question, over, progress=False)
    assert board.n_holds >= 15
    assert len(board.table) == 16
    assert board.table["value"].nunique() == 16
