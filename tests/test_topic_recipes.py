"""Recipes: replayed alike, undone step by step, refused for another model; numbers never change."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.lda import LDA
from toolkit.model_files import load_model, save_model
from toolkit.tokenizing import tokenize
from toolkit.topics import TopicRecipe, doc_topics, edit_topics, read_recipe, topic_recipe
from toolkit.topics.recipes import model_hash
from toolkit.vectorizing import count_terms


@dataclass
class Given:
    topic_term_: np.ndarray
    terms_: np.ndarray = field(default_factory=lambda: np.array(list("abcde")))


MODEL = Given(np.random.default_rng(1).dirichlet(np.ones(5), 5))


@pytest.fixture
def topics():
    shares = np.random.default_rng(2).dirichlet(np.ones(5), 4)
    table = pd.DataFrame(shares, index=list("wxyz"), columns=pd.RangeIndex(5, name="topic"))
    table.iloc[3] = np.nan
    table.attrs["model"] = model_hash(MODEL)
    return table


def test_merged_shares_are_summed_and_numbers_stay(topics):
    recipe = topic_recipe(MODEL).merge([1, 3], into=3).drop(0)
    edited = edit_topics(topics, recipe)
    assert edited.columns.tolist() == [2, 3, 4]
    assert edited[3].to_numpy()[:3] == pytest.approx((topics[1] + topics[3]).to_numpy()[:3])
    assert edited.loc["z"].isna().all()
    assert edited.iloc[:3].sum(axis=1).to_numpy() == pytest.approx(1 - topics[0].to_numpy()[:3])
    assert topics.columns.tolist() == [0, 1, 2, 3, 4]


def test_steps_follow_one_another(topics):
    recipe = topic_recipe(MODEL).merge([0, 1], into=1).merge([1, 2], into=2).drop(4)
    assert edit_topics(topics, recipe)[2].iloc[0] == pytest.approx(topics.iloc[0, :3].sum())


def test_names_and_notes_are_kept(topics):
    recipe = topic_recipe(MODEL).name(1, "Siege").name(1, "The siege")
    recipe = recipe.note(1, "see a7").note(1, "?")
    assert recipe.names == {1: "The siege"}
    assert recipe.notes == {1: ["see a7", "?"]}
    named = edit_topics(topics, recipe, use_names=True)
    assert named.columns.tolist() == ["0", "The siege", "2", "3", "4"]
    assert named.columns.name == "topic"
    assert recipe.merge([1, 2], into=2).names == {}


def test_undo_takes_back_the_last_step(topics):
    recipe = topic_recipe(MODEL).drop(0)
    assert edit_topics(topics, recipe.undo()).equals(topics)
    assert recipe.kept == (1, 2, 3, 4)
    with pytest.raises(InputError, match="there is no step to undo"):
        topic_recipe(MODEL).undo()


@given(st.lists(st.tuples(st.integers(0, 4), st.text(min_size=1)), max_size=6))
def test_a_recipe_read_back_is_the_same(tmp_path_factory, remarks):
    recipe = topic_recipe(MODEL).merge([0, 2], into=0)
    for topic, text in remarks:
        recipe = recipe.note(topic if topic != 2 else 1, text).name(1, text)
    path = tmp_path_factory.mktemp("recipes") / "topics.toml"
    assert read_recipe(recipe.save(path)) == recipe


def test_a_recipe_for_another_model_is_refused(topics):
    other = Given(MODEL.topic_term_[::-1])
    with pytest.raises(InputError, match=r"recipe is for a model of 5 topics .*align_topics"):
        edit_topics(topics, topic_recipe(other))
    terms = Given(MODEL.topic_term_, np.array(list("abcdf")))
    with pytest.raises(InputError, match="another topic"):
        edit_topics(topics, topic_recipe(terms))
    with pytest.raises(InputError, match="another topic"):
        edit_topics(topics[[0, 1, 2, 4]], topic_recipe(MODEL))


def test_a_table_that_forgot_its_model_needs_it(topics):
    topics.attrs.clear()
    with pytest.raises(InputError, match=r"does not say which model it is from\. Pass model="):
        edit_topics(topics, topic_recipe(MODEL))
    assert edit_topics(topics, topic_recipe(MODEL).drop(0), model=MODEL).shape == (4, 4)


def test_shares_of_a_fitted_model_remember_it_also_from_its_file(tmp_path):
    dtm = count_terms(tokenize(["talks envoy summit", "siege troops front"] * 6))
    lda = LDA(n_topics=2, random_state=1).fit(dtm)
    recipe = topic_recipe(lda).name(0, "Talks")
    again = load_model(save_model(lda, tmp_path / "world.model"))
    assert "Talks" in edit_topics(doc_topics(again, dtm), recipe, use_names=True).columns
    other = LDA(n_topics=2, random_state=1).fit(dtm.counts[:6])
    assert model_hash(other) != recipe.model


WRONG = [
    ({"do": "split", "topic": 1}, "do of step 1 must be one of 'merge', 'drop', 'name', 'note'"),
    ({"do": "drop", "topic": 9}, r"step 1 \(drop\) names topic 9, which is not there"),
    ({"do": "drop", "topic": True}, "topic of step 1 must be a topic number; got True"),
    ({"do": "drop"}, r"step 1 \(drop\) needs topic and no more"),
    ({"do": "name", "topic": 1, "text": ""}, "text of step 1 must be some text; got ''"),
    ({"do": "merge", "topics": [1, "2"], "into": 1}, "must be a list of topic numbers"),
    ({"do": "merge", "topics": [], "into": 1}, "must be a list of topic numbers"),
    ("drop 1", "step 1 must be a table; got 'drop 1'"),
]


@pytest.mark.parametrize(("step", "message"), WRONG)
def test_a_wrong_step_is_refused_with_its_place(step, message):
    with pytest.raises(InputError, match=message):
        TopicRecipe("0" * 64, 5, (step,))


def test_a_topic_that_is_gone_cannot_be_used_again():
    with pytest.raises(InputError, match=r"step 2 \(name\) names topic 1.* left .*: 0, 2, 3, 4"):
        topic_recipe(MODEL).drop(1).name(1, "gone")


def test_two_topics_cannot_have_one_name(topics):
    recipe = topic_recipe(MODEL).name(0, "War").name(4, "War")
    with pytest.raises(InputError, match="topics 0 and 4 are both named 'War'"):
        edit_topics(topics, recipe, use_names=True)


FILES = [
    ("format = 1", "it needs format, model and n_topics"),
    ("format = [", "cannot read topics.toml"),
    ('format = 9\nmodel = "a"\nn_topics = 2', "has format 9; this version reads 1"),
    ('format = 1\nmodel = "a"\nn_topics = 2\nstep = 3', "is not a recipe"),
    ('format = 1\nmodel = "a"\nn_topics = 2\nstep = [3]', "step 1 must be a table; got 3"),
]


@pytest.mark.parametrize(("content", "message"), FILES)
def test_a_damaged_file_is_refused(content, message, tmp_path):
    path = tmp_path / "topics.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_recipe(path)
