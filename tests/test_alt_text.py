"""The text that stands in for a figure."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from tests import figure_tables as tables
from toolkit import plot
from toolkit.reporting.figures.alt_text import describe_table


def yearly(**columns):
    table = pd.DataFrame(
        {
            "period": pd.to_datetime(["2014-01-01", "2015-01-01", "2016-01-01"]),
            "theme": "online_extremism",
            "share": [0.1, np.nan, 0.32],
            "n_articles": [50, 0, 1],
        }
    )
    return table.assign(**columns)


def test_shares_are_told_with_span_gaps_range_peak_and_articles():
    assert describe_table(yearly(), "It tripled.") == (
        "It tripled. Share of articles over time, 2 periods from January 2014 to January 2016, 51 "
        "articles; 1 period without articles left as a gap. Online extremism: from 10% at the "
        "start to 32% at the end, lowest 10%, highest of those shown 32% in January 2016 (1 "
        "article)."
    )


def test_periods_are_called_what_they_are():
    table = yearly()
    table.attrs["freq"] = "YS"
    assert describe_table(table, "").startswith(
        "Share of articles over time, 2 years from 2014 to 2016, 51 articles; 1 year without "
        "articles left as a gap. Online extremism: from 10% at the start to 32% at the end, lowest "
        "10%, highest of those shown 32% in 2016 (1 article)."
    )
    quarters = pd.DataFrame({"period": pd.to_datetime(["2014-01-01", "2014-10-01"]), "source": "A",
                             "n_articles": [3, 7]})  # fmt: skip
    quarters.attrs["freq"] = "QS"
    assert describe_table(quarters, "") == (
        "Bars of articles per quarter, the 1st quarter of 2014 to the 4th quarter of 2014: 10 "
        "articles, most in the 4th quarter of 2014 (7). By source: A 10."
    )


def test_the_highest_period_is_told_as_a_peak_only_where_it_stands_out():
    table = yearly()
    table.attrs |= {"freq": "YS", "stand_out": {"online_extremism": []}}
    assert "highest of those shown 32% in 2016 (1 article), not beyond chance." in describe_table(
        table, ""
    )
    table.attrs["stand_out"] = {"online_extremism": ["2014-01-01"]}
    text = describe_table(table.assign(low=[0.02, np.nan, np.nan]), "")
    assert (
        "highest of those shown 32% in 2016 (1 article); 10% in 2014 (50 articles), beyond chance."
    ) in text
    table.attrs["stand_out"] = {"online_extremism": ["2016-01-01"]}
    assert "lowest 10%, highest 32% in 2016 (1 article), beyond chance." in describe_table(
        table, ""
    )


def test_the_ends_of_a_line_are_told_with_their_articles_where_these_are_few():
    table = yearly(low=[0.05, np.nan, np.nan], high=[0.2, np.nan, np.nan])
    assert "from 10% at the start to 32% of 1 article at the end, lowest" in describe_table(
        table, ""
    )


def test_a_day_is_told_with_its_preposition():
    days = pd.DataFrame({"period": pd.to_datetime(["1912-10-22", "1912-10-23"]), "source": "A",
                         "n_articles": [3, 7]})  # fmt: skip
    days.attrs["freq"] = "D"
    assert "most on 23 October 1912 (7)" in describe_table(days, "")


def test_a_share_that_looks_the_same_throughout_is_told_so():
    text = describe_table(yearly(share=[0.1101, np.nan, 0.1104]), "")
    assert text.endswith("Online extremism: 11% throughout.")


def test_names_of_outlets_keep_their_underscores():
    """Posts of @mayor_x were those of "mayor x"."""
    counts = pd.DataFrame(
        {"period": pd.to_datetime(["2014-01-01"]), "source": "mayor_x", "n_articles": [3]}
    )
    assert describe_table(counts, "").endswith("By source: mayor_x 3.")
    terms = pd.DataFrame({"group": ["mayor_x"], "term": ["civil_war"], "score": [2.0]})
    assert "mayor_x: civil war." in describe_table(terms, "")
    panels = plot.coverage(
        pd.concat([counts, counts.assign(source="ferry")]), ax=Figure().subplots()
    )
    assert any("mayor_x" in one.get_text() for each in panels.child_axes for one in each.texts)


def test_a_reason_that_all_themes_of_an_event_share_is_told_once():
    """ "Sep 11 cannot be tested" was read out four times."""
    reason = "Sep 11 cannot be tested: the event lies outside the corpus."
    rows = pd.DataFrame(
        {"event": "Sep 11", "theme": ["war", "peace"], "difference": np.nan, "sentence": reason}
    )
    assert describe_table(rows, "") == f"Changes at events for 2 rows: {reason}"


def test_one_period_is_not_told_as_a_span():
    table = yearly().head(1)
    table.attrs["freq"] = "YS"
    assert "over time, 1 year, 2014, 50 articles. Online" in describe_table(table, "")


def test_a_small_share_is_not_told_as_none_and_none_not_as_a_peak():
    table = yearly(share=[0.004, np.nan, 0.0], n_articles=[500, 0, 90])
    assert "lowest 0%, highest of those shown 0.4% in" in describe_table(table, "")
    assert describe_table(yearly(share=0.0), "").endswith("Online extremism: 0% throughout.")


def test_the_quantity_of_the_table_is_named():
    table = yearly()
    table.attrs["quantity"] = "Mean share of words"
    assert describe_table(table, "").startswith("Mean share of words over time")


def test_only_six_series_are_told():
    text = describe_table(tables.period_shares([f"t{i}" for i in range(9)]), "")
    assert text.endswith("And 3 more.")


def test_a_corpus_without_dates_is_told_as_such():
    text = describe_table(yearly(n_articles=0), "Themes")
    assert text == "Themes. A chart of shares over time without any dated article."


def test_coverage_is_told_with_its_total_and_sources():
    table = pd.DataFrame(
        {
            "period": pd.to_datetime(["2014-01-01", "2014-03-01"]),
            "source": ["Coast Daily", "Hill Times"],
            "n_articles": [3, 1200],
        }
    )
    assert describe_table(table, "") == (
        "Bars of articles per period, January 2014 to March 2014: 1,203 articles, most in March "
        "2014 (1,200). By source: Coast Daily 3, Hill Times 1,200."
    )


def test_differences_are_told_largest_first():
    table = tables.differences(("a", "b")).assign(difference=[0.1, -0.3])
    assert describe_table(table, "Compared") == (
        "Compared. Differences between two groups for 2 rows; the largest: Sentence 1. Sentence 0."
    )


def test_terms_are_told_by_group():
    table = tables.telling_terms(("tide", "quay"), groups=("Coast Daily", "Hill Times"))
    table["score"] = [1.0, 2.0, 4.0, 3.0]
    assert describe_table(table, "") == (
        "Bars of the leading terms. Coast Daily: quay, tide. Hill Times: tide, quay."
    )
    told = describe_table(table.assign(p_adjusted=[0.01, 0.2, 0.3, None]), "")
    assert told.endswith("quay. 1 of 4 terms is significant after correction (filled).")


@pytest.mark.parametrize(
    ("table", "title", "expected"),
    [
        (None, "Map", "Map. A figure without a table of numbers."),
        (None, "", "A figure without a table of numbers."),
        (pd.DataFrame({"a": [1], "b": [2]}), "Map", "Map. 1 row with a, b."),
    ],
)
def test_any_other_figure_is_told_by_its_table(table, title, expected):
    assert describe_table(table, title) == expected


def test_stability_is_told_with_its_range_and_the_fragile_topics():
    table = tables.stability(3).assign(
        stability=[0.5, 0.9, 0.7], fragile=[True, False, False], label=["war", "aid", "votes"]
    )
    assert describe_table(table, "How sure") == (
        "How sure. Likeness of 3 topics to the same topic in 10 further fits: from 0.50 (war) to "
        "0.90 (aid); 1 fragile. † Fragile topic: it did not come back in at least 80 % of fits "
        "with other articles."
    )


def test_measures_are_told_with_their_best_numbers():
    table = pd.DataFrame(
        {"n_topics": [5, 10, 20], "measure": "held-out perplexity", "value": [900.0, 700.0, 800.0]}
    )
    assert describe_table(table, "") == (
        "Measures of models with 5 to 20 topics (medians of the runs). Held-out perplexity: lowest "
        "700 at 10, highest 900 at 5."
    )


def test_contexts_are_told_with_their_words():
    assert describe_table(tables.contexts(("truce", "Truce", "aid"), n=3), "") == (
        "3 sentences around a match, March 2016 to March 2016: truce 2, aid 1."
    )


def test_a_map_and_a_matrix_are_told_with_their_extremes():
    table = pd.DataFrame({"topic": [0, 1], "x": [0, 1.0], "y": [0, 0.0], "share": [0.25, 0.75]})
    table.attrs["kept"] = 0.4
    assert describe_table(table, "") == (
        "A map of 2 topics, near for alike; the largest is Topic 1 with 75.0%. Two axes keep 40% "
        "of the distances' variation."
    )
    apart = pd.DataFrame([[0, 0.1, 0.3], [0.1, 0, 0.2], [0.3, 0.2, 0]], list("abc"), list("abc"))
    assert describe_table(apart, "") == (
        "Distances between 3 groups: nearest a and b (0.10), farthest a and c (0.30)."
    )
