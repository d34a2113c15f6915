"""Published results on topics: LDAvis on movie reviews, stm on what people fear of immigration.

`ldavis-movie-reviews.npz` holds numbers alone (no words): the counts behind the topics of R's
LDAvisData "MovieReviews" (20 topics, 14,567 terms) and what R's LDAvis made of them, as filed in
bmabey/pyLDAvis, tests/data/movie_reviews_{input,output}.json, version 3.4.1 (BSD-3-Clause).

The answers on immigration are Gadarian & Albertson's, as in R's stm (`gadarian`); the package
topica carries them. The expected label words and effects are those of stm's stored `gadarianFit`
(bstewart/stm at 87fe168, MIT) and of mikaelpoul/tidystm's README, which prints estimateEffect.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.stats import jensen_shannon

LDAVIS = np.load(Path(__file__).parent / "data" / "ldavis-movie-reviews.npz", allow_pickle=False)
BETA = 0.02  # prior of the published model


@pytest.fixture(scope="module")
def movies():
    counts = np.zeros((20, 14567))
    rows = np.repeat(np.arange(20), np.diff(LDAVIS["indptr"]))
    counts[rows, LDAVIS["indices"]] = LDAVIS["data"]
    words = (counts + BETA) / (counts + BETA).sum(axis=1, keepdims=True)
    return SimpleNamespace(
        topic_term_=words,
        components_=words * LDAVIS["topic_tokens"][:, None],
        terms_=np.array([f"{i:05d}" for i in range(14567)]),
    )


def test_the_map_of_topics_is_that_of_ldavis(movies):
    order = LDAVIS["order"]
    words = movies.topic_term_[order]
    nats = jensen_shannon(words[:, None, :], words[None, :, :]) * np.log(2)
    placed = tt.plot.principal_coordinates(pd.DataFrame(nats, index=order, columns=order))
    for axis in ("x", "y"):
        theirs = LDAVIS[axis]
        ours = placed[axis].to_numpy()
        assert ours * np.sign(ours @ theirs) == pytest.approx(theirs, abs=5e-6)


def test_the_sizes_of_topics_and_their_order_are_those_of_ldavis(movies):
    from toolkit.topics import topic_weight

    sizes = 100 * topic_weight(movies)
    assert np.argsort(-sizes, kind="stable").tolist() == LDAVIS["order"].tolist()
    assert sizes[LDAVIS["order"]] == pytest.approx(LDAVIS["freq"], abs=6e-4)


@pytest.mark.parametrize("relevance", [0.0, 0.3, 0.6, 1.0])
def test_the_relevance_of_terms_and_their_order_are_those_of_ldavis(movies, relevance):
    table = tt.topic_terms(movies, n_terms=30, relevance=relevance)
    for place, topic in enumerate(LDAVIS["order"], start=1):
        held = LDAVIS["tinfo_topic"] == place
        theirs = relevance * LDAVIS["logprob"][held] + (1 - relevance) * LDAVIS["loglift"][held]
        best = np.sort(theirs)[::-1][:30]
        ours = table[table["topic"] == topic]
        assert ours["relevance"].to_numpy() == pytest.approx(best, abs=2e-4)
        known = dict(zip(LDAVIS["tinfo_term"][held].tolist(), theirs, strict=True))
        for term, value in zip(ours["term"].astype(int), ours["relevance"], strict=True):
            if value > best[-1] + 2e-4:  # ties at the end of the list may be cut either way
                assert known[term] == pytest.approx(value, abs=2e-4)


STOP = """i me my myself we our ours ourselves you your yours yourself yourselves he him his himself
she her hers herself it its itself they them their theirs themselves what which who whom this that
these those am is are was were be been being have has had having do does did doing would should
could ought i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd she'd
we'd they'd i'll you'll he'll she'll we'll they'll isn't aren't wasn't weren't hasn't haven't hadn't
doesn't don't didn't won't wouldn't shan't shouldn't can't cannot couldn't mustn't let's that's
who's what's here's there's when's where's why's how's a an the and but if or because as until while
of at by for with about against between into through during before after above below to from up down
in out on off over under again further then once here there when where why how all any both each few
more most other some such no nor not only own same so than too very"""
FREX = ["cost", "health", "servic", "welfar", "increas", "loss", "school"]
EFFECT, ERROR = 0.245, 0.032
"""Published treatment effect on the topic of jobs, crime and cost (method of composition)."""


def stems(answers: pd.Series) -> list[list[str]]:
    """Prepare answers as stm's textProcessor did for gadarianFit: 215 terms in 341 answers."""
    from nltk.stem.snowball import SnowballStemmer

    stem = SnowballStemmer("english").stem
    stops = re.compile(r"\b(?:" + "|".join(map(re.escape, STOP.split())) + r")\b")
    documents = []
    for answer in answers.fillna(""):
        plain = stops.sub("", re.sub(r"[^!-~]", " ", answer).lower())
        plain = re.sub(r"[!-/:-@\[-`{-~]+|[0-9]+", "", plain)
        documents.append([term for term in map(stem, plain.split()) if len(term) >= 3])
    n_answers = pd.Series([term for d in documents for term in set(d)]).value_counts()
    return [[term for term in d if n_answers[term] > 3] for d in documents]


@pytest.fixture(scope="module")
def immigration():
    from scipy.interpolate import BSpline

    topica = pytest.importorskip("topica")
    path = Path(topica.__file__).parent / "datasets" / "_data" / "gadarian.csv"
    if not path.exists():
        pytest.skip("this version of topica does not carry the answers")
    answers = pd.read_csv(path)
    documents = stems(answers["open.ended.response"].astype("str"))
    assert len({term for d in documents for term in d}) == 215
    party = answers["pid_rep"].to_numpy(dtype=float)
    inner = np.quantile(party, np.linspace(0, 1, 5)[1:-1])
    knots = np.concatenate([[0.0] * 4, inner, [1.0] * 4])
    curve = BSpline.design_matrix(party, knots, 3).toarray()[:, 1:]
    design = np.column_stack([answers["treatment"], curve])
    model = topica.STM(3, seed=1).fit(documents, prevalence=design)
    ids = pd.Index([f"r{i:03d}" for i in range(len(answers))], name="article_id")
    draws = [
        pd.DataFrame(draw, index=ids).rename_axis(columns="topic")
        for draw in topica.composition_theta(model, nsims=25, seed=1)
    ]
    about = pd.DataFrame({"treatment": answers["treatment"].astype("str").to_numpy()}, index=ids)
    table = tt.prevalence_regression(
        draws, about, "treatment", clusters=pd.Series(ids, index=ids)
    ).set_index("topic")
    linear = topica.estimate_effect(
        model, X=answers[["treatment"]].to_numpy(dtype=float), nsims=25, seed=1
    )
    return tt.interop.import_topics(model, ids, documents=documents), table, linear


def topic_of_costs(topics) -> tuple[int, int]:
    """The topic with most of the published label words, and how many."""
    table = tt.topic_terms(topics, n_terms=7, rank_by="frex")
    found = table[table["term"].isin(FREX)].groupby("topic").size()
    return int(found.idxmax()), int(found.max())


def test_the_topic_of_jobs_crime_and_cost_has_its_published_words(immigration):
    assert topic_of_costs(immigration[0])[1] >= 5


def test_the_treatment_has_the_effect_that_estimateeffect_published(immigration):
    topics, table, _ = immigration
    costs, _ = topic_of_costs(topics)
    row = table.loc[costs]
    assert row["effect"] == pytest.approx(EFFECT, abs=0.02)
    assert row["standard_error"] == pytest.approx(ERROR, abs=0.006)
    assert (table.drop(index=costs)["high"] < 0).all()
    # tidystm prints the two levels: 0.457 with the treatment, 0.208 without
    assert row["low"] < 0.4570794 - 0.2081384 < row["high"]


def test_average_effects_are_those_of_the_linear_method_of_composition(immigration):
    _, table, linear = immigration
    for topic, theirs in enumerate(linear):
        assert table.loc[topic, "effect"] == pytest.approx(theirs.coef[1], abs=0.02)
        assert table.loc[topic, "standard_error"] == pytest.approx(theirs.se[1], rel=0.15)
