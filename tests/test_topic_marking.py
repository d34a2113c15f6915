"""The fragile flag goes with the name: through shares, comparisons, figures and captions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from toolkit import figures as plot
from toolkit.comparing import compare_groups
from toolkit.errors import InputError
from toolkit.figures.labels import wrap
from toolkit.periods import share_by_period
from toolkit.reporting import save_figure
from toolkit.topics import TopicRecipe, edit_topics, mark_fragile, top_articles, topic_prevalence

N = 240
INDEX = pd.Index([f"a{i:03}" for i in range(N)], name="article_id")
JUDGED = pd.DataFrame({"topic": [0, 1, 2], "fragile": [False, True, False]})
LABELS = {0: "Aleppo", 1: "talks", 2: "trade"}


@pytest.fixture
def shares() -> pd.DataFrame:
    values = np.random.default_rng(1).dirichlet([1, 1, 1], N)
    table = pd.DataFrame(values, index=INDEX, columns=pd.RangeIndex(3, name="topic"))
    table.attrs["model"] = "0" * 64
    return table


@pytest.fixture
def dates() -> pd.Series:
    days = pd.date_range("2016-01-01", periods=120).repeat(2)
    return pd.Series(days, index=INDEX, name="date")


def test_the_names_of_shares_are_marked(shares):
    marked = mark_fragile(shares, JUDGED, labels=LABELS)
    assert marked.columns.tolist() == ["Aleppo", "talks †", "trade"]
    assert marked.columns.name == "topic"
    assert np.array_equal(marked.to_numpy(), shares.to_numpy())
    assert shares.columns.tolist() == [0, 1, 2]
    unnamed = mark_fragile(shares, JUDGED).columns.tolist()
    assert unnamed == ["topic 0", "topic 1 †", "topic 2"]


def test_names_given_twice_get_their_numbers(shares):
    marked = mark_fragile(shares, JUDGED, labels={0: "talks", 1: "talks"})
    assert marked.columns.tolist() == ["talks (0)", "talks (1) †", "topic 2"]


def test_every_later_table_carries_the_mark(shares, dates):
    marked = mark_fragile(shares, JUDGED, labels=LABELS)
    months = share_by_period(marked, dates, freq="MS", random_state=1)
    assert set(months["topic"]) == {"Aleppo", "talks †", "trade"}
    group = pd.Series(np.where(np.arange(N) % 2, "Post", "Times"), index=INDEX)
    gaps = compare_groups(marked, group, dates=dates, n_permutations=99, random_state=1)
    of_talks = gaps[gaps["topic"] == "talks †"]
    assert of_talks["sentence"].str.contains("talks †", case=False).all()
    assert topic_prevalence(marked)["topic"].tolist() == ["Aleppo", "talks †", "trade"]
    articles = pd.DataFrame({"title": "t", "source": "Post", "date": dates}, index=INDEX)
    assert len(top_articles(marked, articles, topic="talks †", n=2)) == 2


def test_long_tables_get_a_column_and_marked_labels():
    terms = pd.DataFrame({"topic": [0, 1, 1], "term": ["siege", "envoy", "truce"]})
    marked = mark_fragile(terms, JUDGED, labels=LABELS)
    assert marked["fragile"].tolist() == [False, True, True]
    assert marked["label"].tolist() == ["Aleppo", "talks †", "talks †"]
    assert terms.columns.tolist() == ["topic", "term"]
    assert "label" not in mark_fragile(terms, JUDGED)
    again = mark_fragile(marked, JUDGED)
    assert again.equals(marked)
    named = pd.DataFrame({"topic": ["Aleppo", "talks †"], "share": [0.1, 0.2]})
    assert mark_fragile(named, JUDGED)["fragile"].tolist() == [False, True]


def test_a_merged_topic_is_fragile_if_a_part_of_it_is(shares):
    recipe = TopicRecipe("0" * 64, 3).merge([0, 1], into=0).name(0, "war and talks")
    edited = edit_topics(shares, recipe)
    marked = mark_fragile(edited, JUDGED, recipe=recipe)
    assert marked.columns.tolist() == ["war and talks †", "topic 2"]
    marked = mark_fragile(edited, JUDGED, recipe=recipe, labels=LABELS)
    assert marked.columns.tolist() == ["war and talks †", "trade"]
    assert mark_fragile(edited, JUDGED).columns.tolist() == ["topic 0", "topic 2"]


def test_what_cannot_be_marked_is_refused(shares):
    with pytest.raises(InputError, match="topic 2 is not in the stability table, which has 2 topi"):
        mark_fragile(shares, JUDGED.head(2))
    with pytest.raises(InputError, match=r"topic 'Aleppo' .*Mark the table before naming"):
        mark_fragile(
            shares.set_axis(["Aleppo", "b", "c"], axis=1).rename_axis(columns="topic"), JUDGED
        )
    with pytest.raises(InputError, match="mark_fragile: the table has no column 'topic'"):
        mark_fragile(pd.DataFrame({"term": ["siege"]}), JUDGED)
    with pytest.raises(InputError, match="mark_fragile: the table has no column 'fragile'"):
        mark_fragile(shares, JUDGED[["topic"]])


def text_of(figure: Figure) -> str:
    return " ".join(found.get_text() for found in figure.findobj(Text)).replace("\n", " ")


@pytest.mark.parametrize("plot", [plot.theme_shares, plot.theme_panels, plot.topic_periods])
def test_figures_draw_the_mark_and_explain_it(shares, dates, plot):
    for fragile in (True, False):
        judged = JUDGED.assign(fragile=[False, fragile, False])
        marked = mark_fragile(shares, judged, labels=LABELS)
        months = share_by_period(marked, dates, freq="MS", random_state=1)
        figure = Figure(layout="constrained")
        plot(months, ax=figure.subplots())
        assert ("talks †" in text_of(figure)) is fragile
        assert ("† Fragile topic" in text_of(figure)) is fragile


def test_lines_of_fragile_topics_are_dashed(shares, dates):
    months = share_by_period(
        mark_fragile(shares, JUDGED, labels=LABELS), dates, freq="MS", random_state=1
    )
    ax = plot.theme_shares(months, ax=Figure(layout="constrained").subplots())
    sure = [line for line in ax.lines if line.get_label() == "_sure"]
    assert [line.get_linestyle() for line in sure] == ["-", "--", "-"]


def test_intervals_of_fragile_topics_are_dashed(shares, dates):
    group = pd.Series(np.where(np.arange(N) % 2, "Post", "Times"), index=INDEX)
    marked = mark_fragile(shares, JUDGED, labels=LABELS)
    gaps = compare_groups(marked, group, dates=dates, n_permutations=99, random_state=1)
    figure = Figure(layout="constrained")
    ax = plot.differences(gaps, ax=figure.subplots())
    assert "talks †" in text_of(figure)
    assert "† Fragile topic" in text_of(figure)
    names = [label.get_text() for label in ax.get_yticklabels()]
    intervals = next(one for one in ax.collections if len(one.get_paths()) == 3)
    dashed = [style[1] is not None for style in intervals.get_linestyle()]
    assert dashed == [name == "talks †" for name in names]


def test_a_long_name_keeps_its_mark_when_it_is_cut():
    cut = wrap("a name that is much too long for any panel of a figure †", 90, 8, max_lines=1)
    assert cut.endswith("… †")
    assert len(cut) <= 19
    assert wrap("north korea, kim jong, summit †", 130, 8).split("\n")[-1] == "summit †"
    assert not wrap("a name that is much too long for any panel", 90, 8, max_lines=1).endswith("†")


def test_circles_of_fragile_topics_are_dashed_on_the_map():
    table = pd.DataFrame({"topic": [0, 1, 2], "x": [0, 1, 2], "y": [0, 1, 0], "share": 0.3})
    figure = Figure(layout="constrained")
    ax = plot.topic_map(mark_fragile(table, JUDGED), ax=figure.subplots())
    rings = ax.collections[-1].get_linestyle()
    assert [style[1] is not None for style in rings] == [False, True, False]
    assert "† Fragile topic" in text_of(figure)
    assert "Fragile" not in text_of(plot.topic_map(table, ax=Figure().subplots()).figure)


def test_bars_of_a_fragile_topics_terms_are_hollow():
    rows = {"topic": [0, 1], "rank": 1, "term": ["siege", "envoy"], "probability": [0.2, 0.1]}
    table = mark_fragile(pd.DataFrame(rows), JUDGED)
    faces = []
    for topic in (0, 1):
        figure = Figure(layout="constrained")
        ax = plot.topic_terms(table, topic=topic, ax=figure.subplots())
        faces.append(ax.patches[0].get_facecolor()[:3])
        assert ("† Fragile topic" in text_of(figure)) is (topic == 1)
    assert faces[1] == (1.0, 1.0, 1.0)
    assert faces[0] != faces[1]


def test_captions_and_alternative_texts_say_it(shares, dates, tmp_path):
    marked = mark_fragile(shares, JUDGED, labels=LABELS)
    months = share_by_period(marked, dates, freq="MS", random_state=1)
    figure = Figure(layout="constrained")
    plot.theme_shares(months, ax=figure.subplots())
    saved = save_figure(figure, tmp_path / "months", data=months, caption="Topics by month.")
    assert saved.caption == (
        "Topics by month. † Fragile topic: it did not come back in at least 80 % of fits with "
        "other articles."
    )
    assert "talks †:" in saved.alt.lower()
    assert "did not come back" in saved.alt
    assert "† Fragile topic" in (tmp_path / "months.caption.txt").read_text(encoding="utf-8")
    plain = save_figure(figure, tmp_path / "plain", data=months[months["topic"] != "talks †"])
    assert "Fragile" not in plain.caption + plain.alt
