"""Sentences of a report that claimed more than its numbers, or named the wrong noun."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import toolkit as tt
from toolkit.comparing.outlet_pairs import halves_reason, split_in_halves
from toolkit.errors import InputError
from toolkit.explorer.container import read_container
from toolkit.reporting.page.explorer_parts import study_explorer
from toolkit.reporting.page.methods import methods_paragraph
from toolkit.reporting.study.empty_years import empty_year_sentences

BODY = (
    "Envoys from {n} states met in the harbour and spoke of a truce. The war of the year {n} ended "
    "with an accord, and the envoys left. Ships with grain number {n} sailed in the evening."
)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Return a study of releases of eight offices in four years with gaps, and one copy."""
    folder = tmp_path_factory.mktemp("offices")
    rows = [
        (f"Release {k}", f"{year}-{1 + k % 12:02d}-{1 + k % 28:02d}", f"Office {k % 8}", k * year)
        for year, n in ((2012, 64), (2013, 80), (2015, 24), (2018, 24))
        for k in range(n)
    ]
    table = pd.DataFrame(rows, columns=["title", "date", "source", "n"])
    table["body"] = [BODY.format(n=n + k) for k, n in enumerate(table.pop("n"))]
    table.loc[191, "body"] = table.loc[190, "body"].replace("harbour", "port")
    table.to_csv(folder / "releases.csv", index=False)
    (folder / "themes.toml").write_text('[talks]\nterms = ["envoys", "truce"]\n')
    settings = tt.Settings(n_topics=0, source_noun="office")
    return tt.run_study(
        folder / "releases.csv", folder / "themes.toml", settings=settings, show_progress=False
    )


@pytest.fixture(scope="module")
def page(study, tmp_path_factory):
    path = tt.write_report(study, tmp_path_factory.mktemp("page") / "report")
    return re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))


def test_years_without_articles_are_named(study, page):
    said = "No article is dated 2014 or 2016 to 2017. No chart and no comparison speaks of these"
    assert f"{said} years." in study.limits
    assert said in page


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([2012, 2013], ""),
        ([], ""),
        ([2012, 2014], "No article is dated 2013. No chart and no comparison speaks of this year."),
        (range(1900, 2000, 10), "No article is dated in 81 of the 91 years from 1900 to 1990. "),
    ],
)
def test_only_years_inside_the_span_are_empty(years, said):
    dates = pd.Series(pd.to_datetime([f"{year}-05-01" for year in years]), dtype="datetime64[us]")
    assert "".join(empty_year_sentences(dates)).startswith(said)
    assert bool(said) == bool(empty_year_sentences(dates))


def test_a_report_with_another_noun_says_nothing_of_outlets(study, page):
    assert "what each office chose to say" in page
    assert "outlet" not in methods_paragraph(study.steps)
    assert "outlet" not in page.partition("Settings, corpus hash")[0].replace("outlets held", "x")


def test_a_record_without_the_noun_has_outlets_in_its_methods(study):
    reading = {
        name: value for name, value in study.steps["reading"].items() if name != "source_noun"
    }
    comparisons = [one | {"outlets_fixed": True} for one in study.steps["comparisons"]]
    told = methods_paragraph(study.steps | {"reading": reading, "comparisons": comparisons})
    assert "with the mix of outlets held fixed" in told


def test_one_copy_is_not_all_of_them(study, page):
    assert study.duplicates["dup_group"].notna().sum() == 2
    assert re.search(
        r"1 article is a near-duplicate of another \([^)]+\); both are counted\.", page
    )


def test_offices_that_stand_in_both_periods_with_few_articles_are_not_said_to_be_absent(
    study, page
):
    [periods] = [one for one in study.comparisons if one.kind == "periods"]
    both = study.articles.groupby("source", observed=True)["date"].agg(["min", "max"])
    assert (both["max"].dt.year - both["min"].dt.year).min() > 3
    assert periods.themes_fixed is None
    assert "Too few offices have 10 articles or more in both periods for their mix" in page


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2016-01-03", "2018-12-26", "divide the span at the new year nearest its middle."),
        ("2012-01-03", "2019-12-16", "are the two halves of the span."),
        ("2018-01-20", "2018-03-10", "divide the span at the first of a month nearest its middle."),
        ("2018-01-01", "2018-01-20", "are the two halves of the span."),
    ],
)
def test_unequal_parts_of_a_span_are_not_called_halves(first, last, said):
    dates = pd.Series(pd.date_range(first, last, freq="D"))
    assert halves_reason(dates) == f"They {said}"
    n_days = split_in_halves(dates).value_counts()
    assert (n_days.max() <= 1.4 * n_days.min()) == ("halves" in said)


def test_no_dates_have_no_unequal_halves():
    assert halves_reason(pd.Series([pd.NaT], dtype="datetime64[us]")).startswith("They are")


def test_pairs_of_the_explorer_have_the_noun_of_the_study(study):
    meta, _ = read_container(study_explorer(study).data)
    assert [one["column"] for one in meta["pairs"]] == ["office", "period"]


def test_years_that_name_groups_may_be_given_as_numbers(study):
    year = study.articles["date"].dt.year.where(study.articles["date"].dt.day > 1)  # some missing
    dates, source = study.articles["date"], study.articles["source"]
    asked = {"dates": dates, "random_state": 0, "n_resamples": 200}
    by_text = tt.attribute_change(
        study.scores, year, source, group="2013", baseline="2012", **asked
    )
    by_number = tt.attribute_change(
        study.scores, year, source, group=2013, baseline=2012.0, **asked
    )
    pd.testing.assert_frame_equal(by_number, by_text)
    assert "of 2012 and 2013" in by_text["sentence"].iloc[-1]
    gap = tt.compare_groups(study.scores, year, baseline=2012, dates=dates, random_state=0)
    assert set(gap["baseline"]) == {"2012"}
    with pytest.raises(InputError, match=r"baseline must be one of .2012., .*got .1066."):
        tt.compare_groups(study.scores, year, baseline=1066, dates=dates)
