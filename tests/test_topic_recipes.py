"""Recipes: replayed alike, undone step by step, refused for another model; numbers never change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.models.lda import LDA
from toolkit.models.storage import load_model, save_model
from toolkit.tokenizing import tokenize
from toolkit.topics import (
    TopicRecipe,
    doc_topics,
    edit_topics,
    edited_terms,
    read_recipe,
    topic_recipe,
)
from toolkit.topics.model import model_hash
from toolkit.vectorizing import count_terms
from toolkit.vectorizing.digest import matrix_hash


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


def test_the_order_of_the_topics_makes_no_difference(topics):
    recipe = topic_recipe(MODEL).merge([0, 1], into=0)
    other = topics[topics.columns[::-1]]
    pd.testing.assert_frame_equal(edit_topics(other, recipe), edit_topics(topics, recipe))


def test_topics_that_were_named_or_marked_before_are_refused_in_words(topics):
    marked = topics.rename(columns={k: f"topic {k} †" for k in range(5)})
    marked.attrs["model"] = model_hash(MODEL)
    with pytest.raises(InputError, match=r"have names \('topic 0 †'\).*or mark topics afterwards"):
        edit_topics(marked, topic_recipe(MODEL).drop(0))


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
    with pytest.raises(InputError, match=r"recipe is for a model of 5 topics .*rebase_topics"):
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


SPLIT = {"do": "split", "topic": 1, "into": [5, 6], "seed": 0, "learned_from": "0" * 64}
WRONG = [
    (
        {"do": "cut", "topic": 1},
        "must be one of 'merge', 'split', 'drop', 'name', 'note'; got 'cut'",
    ),
    ({"do": "split", "topic": 1}, r"step 1 \(split\) needs topic, into, seed, learned_from and no"),
    (SPLIT | {"into": [5]}, "step 1 splits into 1 parts; allowed are 2 to 10"),
    (SPLIT | {"into": [1, 5]}, r"must have the next numbers, from 5; got \[1, 5\]"),
    (SPLIT | {"topic": 7}, r"step 1 \(split\) names topic 7, which does not exist"),
    ({"do": "drop", "topic": 9}, r"step 1 \(drop\) names topic 9, which does not exist"),
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
    ('format = 9\nmodel = "a"\nn_topics = 2', "has format 9; this version reads 1 to 2"),
    ('format = 1\nmodel = "a"\nn_topics = 2\nstep = 3', "is not a recipe"),
    ('format = 1\nmodel = "a"\nn_topics = 2\nstep = [3]', "step 1 must be a table; got 3"),
]


@pytest.mark.parametrize(("content", "message"), FILES)
def test_a_damaged_file_is_refused(content, message, tmp_path):
    path = tmp_path / "topics.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_recipe(path)


def test_a_recipe_of_the_first_format_still_loads(tmp_path):
    path = tmp_path / "old.toml"
    step = '[[step]]\ndo = "name"\ntopic = 1\ntext = "Siege"\n'
    path.write_text(f'format = 1\nmodel = "{"0" * 64}"\nn_topics = 5\n\n{step}', encoding="utf-8")
    assert read_recipe(path) == TopicRecipe("0" * 64, 5).name(1, "Siege")


GROUPS = (
    "ceasefire troops shelling siege rebels",
    "talks envoy summit treaty accord",
    "accounts propaganda videos platform recruits",
    "tariffs exports soybeans factories quotas",
)


@pytest.fixture(scope="module")
def mixed():
    """Four subjects in a model of three topics: one topic must hold two of them."""
    rng = np.random.default_rng(7)
    texts = [" ".join(rng.choice(words.split(), 30)) for words in GROUPS for _ in range(30)]
    index = pd.Index([f"a{i:03}" for i in range(len(texts))], name="article_id")
    dtm = count_terms(tokenize(pd.Series(texts, index=index)))
    return LDA(n_topics=3, random_state=0).fit(dtm), dtm


def mixed_topic(lda) -> int:
    """Return the topic with the largest second subject."""
    phi = pd.DataFrame(lda.topic_term_, columns=lda.terms_)
    of_group = np.array([phi[group.split()].sum(axis=1) for group in GROUPS])
    return int(np.sort(of_group, axis=0)[-2].argmax())


def test_a_split_takes_two_subjects_apart_under_new_numbers(mixed):
    lda, dtm = mixed
    topics, k = doc_topics(lda, dtm), mixed_topic(lda)
    recipe = topic_recipe(lda).split(k, dtm)
    edited = edit_topics(topics, recipe, model=lda, dtm=dtm)
    others = [j for j in range(3) if j != k]
    assert edited.columns.tolist() == [*others, 3, 4] == list(recipe.kept)
    assert edited.columns.name == "topic"
    assert (edited[3] + edited[4]).to_numpy() == pytest.approx(topics[k].to_numpy())
    assert edited[others].equals(topics[others])
    of_group = edited.idxmax(axis=1).to_numpy().reshape(4, 30)
    assert all(len(set(row)) == 1 for row in of_group)
    assert len({row[0] for row in of_group}) == 4
    terms = edited_terms(lda, recipe, dtm=dtm, n_terms=5).groupby("topic")["term"].agg(set)
    assert sorted(map(sorted, terms)) == sorted(sorted(group.split()) for group in GROUPS)


def test_a_split_is_replayed_alike_and_depends_on_its_options(mixed, tmp_path):
    lda, dtm = mixed
    topics, k = doc_topics(lda, dtm), mixed_topic(lda)
    recipe = topic_recipe(lda).split(k, dtm)
    first = edit_topics(topics, recipe, model=lda, dtm=dtm)
    read = read_recipe(recipe.save(tmp_path / "topics.toml"))
    assert read == recipe
    assert edit_topics(topics, read, model=lda, dtm=dtm).equals(first)
    three = topic_recipe(lda).split(k, dtm, n_parts=3)
    assert three.kept == (*[j for j in range(3) if j != k], 3, 4, 5)
    assert edit_topics(topics, three, model=lda, dtm=dtm).shape == (120, 5)
    seeds = [topic_recipe(lda).split(k, dtm, n_parts=3, seed=seed) for seed in (0, 3)]
    shares = [edit_topics(topics, one, model=lda, dtm=dtm).to_numpy() for one in seeds]
    assert not np.array_equal(*shares)


def test_new_months_are_split_as_the_old_ones_were(mixed):
    lda, dtm = mixed
    k = mixed_topic(lda)
    recipe = topic_recipe(lda).split(k, dtm)
    whole = edit_topics(doc_topics(lda, dtm), recipe, model=lda, dtm=dtm)
    month = replace(dtm, counts=dtm.counts[100:], article_id=dtm.article_id[100:])
    topics = doc_topics(lda, month)
    edited = edit_topics(topics, recipe, model=lda, dtm=month, learned_from=dtm)
    assert edited.to_numpy() == pytest.approx(whole.iloc[100:].to_numpy(), abs=1e-3)
    with pytest.raises(InputError, match="For new articles also pass learned_from="):
        edit_topics(topics, recipe, model=lda, dtm=month)
    with pytest.raises(InputError, match=r"edit_topics: dtm lacks 100 of 120 articles"):
        edit_topics(doc_topics(lda, dtm), recipe, model=lda, dtm=month, learned_from=dtm)


def test_a_split_needs_its_model_and_matrix(mixed):
    lda, dtm = mixed
    recipe = topic_recipe(lda).split(0, dtm)
    with pytest.raises(InputError, match=r"splits topic 0 by its words\. Pass model= and dtm="):
        edit_topics(doc_topics(lda, dtm), recipe)
    with pytest.raises(InputError, match="edited_terms: the recipe splits topic 0 by its words"):
        edited_terms(lda, recipe)
    other = replace(dtm, counts=dtm.counts[:60], article_id=dtm.article_id[:60])
    with pytest.raises(InputError, match="was split on a matrix with hash"):
        edited_terms(lda, recipe, dtm=other)
    other_model = LDA(n_topics=3, random_state=5).fit(other)
    with pytest.raises(InputError, match="the recipe is for a model of 3 topics"):
        edited_terms(other_model, recipe, dtm=dtm)


def test_the_matrix_is_known_whatever_the_order_of_its_rows(mixed):
    _, dtm = mixed
    order = np.random.default_rng(1).permutation(len(dtm))
    shuffled = replace(dtm, counts=dtm.counts[order], article_id=dtm.article_id[order])
    assert matrix_hash(shuffled) == matrix_hash(dtm)
    changed = dtm.counts.copy()
    changed.data[0] += 1
    assert matrix_hash(replace(dtm, counts=changed)) != matrix_hash(dtm)


def test_what_was_merged_can_be_split_and_parts_merged_but_not_split_again(mixed):
    lda, dtm = mixed
    topics = doc_topics(lda, dtm)
    recipe = topic_recipe(lda).merge([0, 1], into=0).split(0, dtm, n_parts=3).merge([3, 4], into=3)
    edited = edit_topics(topics, recipe, model=lda, dtm=dtm)
    assert edited.columns.tolist() == [2, 3, 5]
    assert edited.sum(axis=1).to_numpy() == pytest.approx(1.0)
    with pytest.raises(InputError, match="step 4 splits topic 3, which holds a part of a split"):
        recipe.split(3, dtm)
    with pytest.raises(InputError, match="step 4 splits topic 5, which holds a part of a split"):
        recipe.split(5, dtm)
    assert recipe.undo().split(2, dtm).kept == (3, 4, 5, 6, 7)


def test_terms_of_merged_topics_are_those_of_their_summed_weights(mixed):
    lda, _ = mixed
    recipe = topic_recipe(lda).merge([0, 2], into=2).drop(1)
    table = edited_terms(lda, recipe, n_terms=5)
    assert table["topic"].tolist() == [2] * 5
    weights = lda.components_[[0, 2]].sum(axis=0)
    found = table.set_index("term")["probability"]
    expected = pd.Series(weights / weights.sum(), index=lda.terms_)
    assert found.to_numpy() == pytest.approx(expected[found.index].to_numpy(), rel=1e-5)
