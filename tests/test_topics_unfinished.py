"""Topics of an interrupted fit say so wherever they are shown."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.errors import IncompleteFitWarning

WORDS = ("truce talks envoy summit accord", "shell siege rocket front raid")
DAYS = pd.Series(pd.date_range("2015-01-01", periods=60, freq="5D"))


@pytest.fixture(scope="module")
def dtm():
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.choice(WORDS[i % 2].split(), 30)) for i in range(60)]
    return tt.count_terms(tt.tokenize(pd.Series(texts)))


@pytest.fixture
def model(dtm):
    fitted = tt.LDA(n_topics=2, random_state=0).fit(dtm)
    fitted.complete_ = False  # as Ctrl-C leaves it
    return fitted


def test_shares_and_all_that_is_made_of_them_carry_the_words_in_the_names(model, dtm):
    topics = tt.doc_topics(model, dtm)
    names = ["topic 0 (unfinished fit)", "topic 1 (unfinished fit)"]
    assert topics.columns.tolist() == names
    dates = DAYS.set_axis(topics.index)
    months = tt.share_by_period(topics, dates, freq="QS", random_state=0)
    assert sorted(months["topic"].unique()) == names
    assert tt.topic_prevalence(topics)["topic"].tolist() == names


def test_labels_and_terms_say_it_too(model):
    with pytest.warns(IncompleteFitWarning, match=r"interrupted\. Continue it with fit\(X"):
        assert tt.topic_labels(model).str.endswith(" (unfinished fit)").all()


def test_a_finished_fit_is_named_by_number_alone(dtm):
    fitted = tt.LDA(n_topics=2, random_state=0).fit(dtm)
    assert tt.doc_topics(fitted, dtm).columns.tolist() == [0, 1]
    assert not tt.topic_labels(fitted).str.contains("unfinished").any()
