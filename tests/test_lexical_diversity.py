"""How varied the words of articles are: the measure, its intervals and its test."""

from __future__ import annotations

import random
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

import toolkit as tt
from toolkit._kernels.keyness import count_factors
from toolkit.keyness.word_variety import mtld_scores
from toolkit.reporting.figures.alt_text import describe_table
from toolkit.tables import LEXICAL_DIVERSITY

ADDRESS = """
Four score and seven years ago our fathers brought forth on this continent a new nation conceived in
liberty and dedicated to the proposition that all men are created equal. Now we are engaged in a
great civil war testing whether that nation or any nation so conceived and so dedicated can long
endure. We are met on a great battlefield of that war. We have come to dedicate a portion of that
field as a final resting place for those who here gave their lives that that nation might live. It
is altogether fitting and proper that we should do this. But in a larger sense we can not dedicate
we can not consecrate we can not hallow this ground. The brave men living and dead who struggled
here have consecrated it far above our poor power to add or detract. The world will little note nor
long remember what we say here but it can never forget what they did here. It is for us the living
rather to be dedicated here to the unfinished work which they who fought here have thus far so nobly
advanced.
"""
WORDS = re.findall("[a-z]+", ADDRESS.lower())
NAMES = [f"w{chr(97 + k // 26)}{chr(97 + k % 26)}" for k in range(600)]


def mtld(words):
    tokens = tt.tokenize([" ".join(words)], stop_words=None)
    return mtld_scores(tokens, min_words=1)["mtld"].item()


def random_words():
    rng = random.Random(3)
    return [rng.choice(NAMES[:200]) for _ in range(500)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (WORDS, 77.26125297480647),
        (WORDS[:100], 75.84599308737239),
        (WORDS + WORDS[::-1], 72.5516129032258),
        (["a", "b", "c", "d", "e"] * 30, 7.142857142857143),
        (NAMES[:120], 120.0),
        (random_words(), 127.54243488440152),
    ],
    ids=["speech", "100 words", "mirrored", "five words", "no repetition", "random"],
)
def test_mtld_is_that_of_the_package_lexicalrichness(words, expected):
    # lexicalrichness 0.5.1, LexicalRichness(" ".join(words)).mtld(0.72)
    assert mtld(words) == pytest.approx(expected, rel=1e-12)


@given(st.lists(st.sampled_from(NAMES[:30]), min_size=1, max_size=80))
def test_mtld_is_the_same_read_backwards_and_in_capitals_and_lies_in_its_range(words):
    value = mtld(words)
    assert value == pytest.approx(mtld(words[::-1]))
    assert value == pytest.approx(mtld([word.upper() for word in words]))
    assert value > 1 or len(words) == 1


def test_the_kernel_gives_the_same_as_plain_python():
    rng = np.random.default_rng(0)
    ids, offsets = rng.integers(0, 40, 500).astype(np.int32), np.array([0, 0, 7, 300, 500])
    compiled, plain = np.empty((2, 4, 2))
    count_factors(ids, offsets, 40, 0.72, compiled)
    count_factors.py_func(ids, offsets, 40, 0.72, plain)
    assert compiled.tolist() == plain.tolist()


def test_numbers_and_addresses_do_not_count_and_case_does_not_matter():
    plain = tt.tokenize(["The war and the peace"], stop_words=None)
    mixed = tt.tokenize(["THE War 12 and https://a.org/b the 3.5 peace"], lower=False)
    one, other = (mtld_scores(tokens, min_words=1) for tokens in (plain, mixed))
    assert one["n_words"].item() == other["n_words"].item() == 5
    assert one["mtld"].item() == other["mtld"].item()


def test_aliases_phrases_and_lemmas_do_not_change_it():
    text = " ".join(WORDS)
    tokens = tt.tokenize(
        [text], aliases={"X": ["civil war"]}, phrases=["final resting"], lemmas="snowball"
    )
    assert mtld_scores(tokens, min_words=1)["mtld"].item() == pytest.approx(mtld(WORDS))


def corpus(*, rich=150, n_days=30, seed=0):
    """Texts of two outlets, both on every day; Rich draws on ``rich`` words, Plain on 150."""
    rng = np.random.default_rng(seed)
    rows = [
        (" ".join(rng.choice(NAMES[: {"Plain": 150, "Rich": rich}[source]], 120)), source, day)
        for day in pd.date_range("2020-01-01", periods=n_days)
        for source in ("Plain", "Rich")
        for _ in range(2)
    ]
    articles = pd.DataFrame(rows, columns=["text", "source", "date"])
    articles.index = pd.Index([f"a{k:04}" for k in range(len(rows))], name="article_id")
    return tt.tokenize(articles["text"], stop_words=None), articles


def test_a_planted_difference_is_found_and_said_in_one_sentence():
    tokens, articles = corpus(rich=400)
    table = tt.lexical_diversity(tokens, articles, by="source", baseline="Plain")
    assert set(table.columns) <= {column.name for column in LEXICAL_DIVERSITY}
    rows = table.set_index("group")
    assert rows.loc["Rich", "p_value"] < 0.01
    gap = rows.loc["Rich", "mtld"] - rows.loc["Plain", "mtld"]
    assert rows.loc["Rich", "difference"] == pytest.approx(gap)
    assert rows.loc["Rich", "difference_low"] < gap < rows.loc["Rich", "difference_high"]
    assert re.fullmatch(
        r"The words of Rich repeat later than those of Plain: MTLD higher by \d+\.\d words "
        r"\(95 % interval \d+\.\d to \d+\.\d; 60 and 60 articles\)\.",
        rows.loc["Rich", "sentence"],
    )
    assert rows.loc["Plain", "sentence"] == ""
    assert pd.isna(rows.loc["Plain", "p_value"])


def test_outlets_alike_are_not_told_apart():
    tokens, articles = corpus()
    row = tt.lexical_diversity(tokens, articles, by="source", baseline="Plain").iloc[1]
    assert row["sentence"].startswith("No clear difference in the variety of words between Rich")
    assert row["p_value"] > 0.05


def test_the_same_seed_gives_the_same_table_and_the_order_of_articles_does_not_matter():
    tokens, articles = corpus(rich=200)
    table = tt.lexical_diversity(tokens, articles, by="source", random_state=7)
    again = tt.lexical_diversity(tokens, articles.iloc[::-1], by="source", random_state=7)
    pd.testing.assert_frame_equal(table, again)
    other = tt.lexical_diversity(tokens, articles, by="source", random_state=8)
    assert table["mtld"].tolist() == other["mtld"].tolist()
    assert table["low"].tolist() != other["low"].tolist()


def test_means_are_those_of_the_articles_and_short_ones_are_counted():
    tokens, articles = corpus()
    articles.loc[articles.index[:3], "text"] = "too short"
    tokens = tt.tokenize(articles["text"], stop_words=None)
    row = tt.lexical_diversity(tokens, articles).iloc[0]
    scores = mtld_scores(tokens, min_words=100)["mtld"]
    assert row["mtld"] == pytest.approx(scores.mean())
    assert (row["n_articles"], row["n_short"], row["n_clusters"]) == (117, 3, 30)
    assert "group" not in row.index


def test_over_time_gaps_stay_gaps_and_few_days_get_no_interval():
    tokens, articles = corpus(n_days=70)
    kept = articles["date"].dt.month != 2
    tokens, articles = tokens[kept.to_numpy()], articles[kept]
    table = tt.lexical_diversity(tokens, articles, freq="MS")
    assert table["period"].dt.month.tolist() == [1, 2, 3]
    assert table["n_articles"].tolist() == [124, 0, 40]
    assert table["mtld"].isna().tolist() == [False, True, False]
    assert table["low"].isna().tolist() == [False, True, False]
    assert table["note"].tolist() == ["", "no articles", ""]
    weekly = tt.lexical_diversity(tokens, articles, freq="W", by="source")
    assert weekly["period"].dt.day_name().eq("Monday").all()
    assert weekly.loc[weekly["n_articles"] > 0, "note"].str.startswith("too few days").all()


def test_articles_dated_to_a_year_are_left_out_of_months_and_counted():
    tokens, articles = corpus()
    articles["date_precision"] = "day"
    articles.loc[articles.index[:5], "date_precision"] = "year"
    articles.loc[articles.index[5:7], "date"] = pd.NaT
    table = tt.lexical_diversity(tokens, articles, freq="MS")
    assert table["n_articles"].sum() == 113
    assert (table.attrs["too_coarse"], table.attrs["undated"]) == (5, 2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"freq": "month"}, "lexical_diversity: freq must be one of"),
        ({"by": "outlet"}, "outlet"),
        ({"min_words": 0}, "min_words"),
        ({"min_words": 5000}, "none of 120 articles has a date and enough words (120 dated ones"),
        ({"by": "source", "baseline": "Times"}, "baseline"),
    ],
)
def test_wrong_arguments_are_named(options, message):
    tokens, articles = corpus()
    with pytest.raises(tt.errors.InputError, match=re.escape(message)):
        tt.lexical_diversity(tokens, articles, **options)


def test_the_figure_shows_the_numbers_of_the_table():
    tokens, articles = corpus(rich=300, n_days=70)
    table = tt.lexical_diversity(tokens, articles, by="source")
    ax = tt.plot.lexical_diversity(table, ax=Figure().subplots())
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Rich (140)", "Plain (140)"]
    monthly = tt.lexical_diversity(tokens, articles, by="source", freq="MS")
    ax = tt.plot.lexical_diversity(monthly, ax=Figure(layout="constrained").subplots())
    of = {line.get_label(): line for line in ax.lines}
    rows = monthly[monthly["group"] == "Rich"]
    assert of["Rich"].get_ydata().tolist() == rows["mtld"].tolist()
    many = pd.concat([monthly.assign(group=f"g{k}") for k in range(7)])
    with pytest.raises(tt.errors.InputError, match="7 lines are too many"):
        tt.plot.lexical_diversity(many)


def test_the_figure_has_a_text_for_those_who_do_not_see_it():
    tokens, articles = corpus(n_days=40)
    text = describe_table(tt.lexical_diversity(tokens, articles, freq="MS"), "Words")
    assert re.fullmatch(
        r"Words\. Words until they repeat \(MTLD\) over time, January 2020 to February 2020, 160 "
        r"articles\. All articles: lowest \d+, highest \d+\.",
        text,
    )
