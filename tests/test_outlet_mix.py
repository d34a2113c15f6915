"""Composition is not printed as change: outlets that enter, and words that only one of two uses."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.periods.outlet_spans import turns_near
from toolkit.reporting import Settings, run_study, write_report
from toolkit.reporting.page.comparison_prose import comparison_sentences, wording_caution
from toolkit.reporting.page.prose import event_sentences, theme_sentences
from toolkit.reporting.study.results import Comparison

PLACES = ["river", "market", "school", "garden", "bridge", "council", "station", "field"]
THEMES = '[shipping]\nterms = ["tanker", "tankers"]\n[talks]\nterms = ["envoy"]\n'


def make_corpus(folder):
    """Two outlets over two years; a ticker of tankers alone enters in July 2019, with a peak."""
    rng = np.random.default_rng(7)
    rows = []
    for day in pd.date_range("2018-07-01", "2020-06-30", freq="3D"):
        ticks = (day >= pd.Timestamp("2019-07-01")) * (4 if f"{day:%Y-%m}" == "2020-01" else 1)
        outlets = ["Post", "Times"] + ["Ticker"] * ticks
        for outlet in outlets:
            words = [*rng.choice(PLACES, 30), *(["envoy"] * 2 * (rng.random() < 0.3))]
            tanker = outlet == "Ticker" or rng.random() < 0.05
            words += ["tanker", "tankers", "demurrage"] * int(tanker) * (2 if tanker else 0)
            if outlet != "Ticker":
                words = [word for word in words if word != "demurrage"]
            rows.append(
                (outlet, f"{day:%Y-%m-%d}", f"Story {len(rows)}", ". ".join(rng.permutation(words)))
            )
    table = pd.DataFrame(rows, columns=["source", "date", "title", "body"])
    table.to_csv(folder / "articles.csv", index=False)
    (folder / "themes.toml").write_text(THEMES, encoding="utf-8")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mix")
    make_corpus(folder)
    return run_study(
        folder / "articles.csv", folder / "themes.toml", show_progress=False,
        settings=Settings(n_topics=0, stability_runs=0),
    )  # fmt: skip


@pytest.fixture(scope="module")
def periods(study):
    (found,) = [one for one in study.comparisons if one.kind == "periods"]
    return found


def test_an_outlet_that_enters_in_july_2019_is_named_and_the_held_fixed_number_leads(periods):
    assert periods.newcomers == ("Ticker",)
    assert not periods.departed
    shipping = comparison_sentences(periods)[1]
    assert shipping.startswith("No clear difference in shipping")
    raw = periods.themes.set_index("theme").loc["shipping"]
    assert raw["difference"] > 0.25
    assert raw["p_value"] < 0.01
    assert abs(raw["difference_without"]) < 0.05
    collected = f"+{100 * raw['difference']:.1f}"
    assert re.search(
        rf"As collected: \{collected} points, mostly one outlet that was not there before: "
        rf"Ticker \(\S+ points without it\)\.$",
        shipping,
    )


def test_a_difference_that_stands_is_not_called_composition(periods):
    talks = comparison_sentences(periods)[2]
    assert "mostly" not in talks


def test_words_of_the_outlet_that_enters_do_not_lead_and_are_named(periods):
    raw = periods.terms[periods.terms["group"] == periods.group]["term"].tolist()
    assert {"tanker", "tankers", "demurrage"} <= set(raw[:3])
    fixed = periods.terms_fixed
    assert "demurrage" not in set(fixed[fixed["group"] == periods.group]["term"])
    (said,) = [text for text in comparison_sentences(periods) if "leading word" in text][:1]
    assert "demurrage" in said
    assert said.endswith("mostly words of one outlet that was not there before: Ticker.")


def test_the_page_shows_both_numbers_of_words_and_differences(study, tmp_path):
    page = write_report(study, tmp_path / "out").read_text(encoding="utf-8")
    assert "mostly one outlet that was not there before: Ticker" in page
    assert (tmp_path / "out/tables/two-periods-terms-outlets-fixed.csv").exists()
    assert "number of uses. The mix of outlets is held fixed. Right" in page


def wording_of(own_share: float) -> Comparison:
    row = {"theme": "war", "source": "Post", "n_matches": 120, "n_own": round(120 * own_share),
           "own_share": own_share, "own_patterns": "terrorists 96"}  # fmt: skip
    themes = pd.DataFrame([{"theme": "war", "sentence": "War was 5.6 points more common."}])
    return Comparison(
        "Two outlets", "outlets", "", "Post", "Times", themes, None, pd.DataFrame(),
        wording=pd.DataFrame([row]),
    )  # fmt: skip


def test_a_theme_that_rests_on_words_of_one_outlet_is_a_caution_beside_the_difference():
    assert comparison_sentences(wording_of(0.8)) == [
        "War was 5.6 points more common. Caution: 96 of 120 matches in Post (80%) are of words "
        "that Times never uses: terrorists 96."
    ]
    assert wording_caution(wording_of(0.2), "war") == ""


def test_two_outlets_with_words_of_their_own_are_told_apart_in_the_report(tmp_path):
    days = pd.date_range("2018-01-01", periods=80)
    rows = [
        (outlet, f"{day:%Y-%m-%d}", f"Story {outlet} {day.day_of_year}",
         f"The {word} met the {word} by the river on {PLACES[day.day % 8]} street.")
        for day in days for outlet, word in (("Post", "terrorists"), ("Times", "fighters"))
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["source", "date", "title", "body"])
    table.to_csv(tmp_path / "articles.csv", index=False)
    (tmp_path / "themes.toml").write_text('[war]\nterms = ["terrorists", "fighters"]\n')
    study = run_study(
        tmp_path / "articles.csv", tmp_path / "themes.toml", show_progress=False,
        settings=Settings(n_topics=0, stability_runs=0, compare=(("Post", "Times"),)),
    )  # fmt: skip
    page = write_report(study, tmp_path / "out").read_text(encoding="utf-8")
    assert "160 of 160 matches in Post (100%) are of words that Times never uses" in page
    assert "Do the two outlets use the same words for a theme?" in page


def test_a_peak_that_is_one_outlets_says_what_is_left_with_the_outlets_held_fixed(study):
    shipping, talks = theme_sentences(study)
    assert re.search(
        r"; with the mix of outlets held fixed it is \d+%, so most of the peak", shipping
    )
    assert "held fixed" not in talks
    assert study.periods_outlets_fixed["covered"].between(0, 1).all()


def test_the_report_says_that_an_outlet_begins_inside_the_corpus(study, tmp_path):
    (said,) = [one for one in study.limits if "Ticker begins" in one]
    assert re.fullmatch(
        r"Ticker begins in 2019-07 and has 3\d% of the articles from then on: what changes there "
        r"may be the outlets, not the news\.",
        said,
    )
    write_report(study, tmp_path)
    assert said in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_change_at_an_event_is_set_beside_an_outlet_that_begins_then(tmp_path):
    make_corpus(tmp_path)
    (tmp_path / "events.toml").write_text(
        '[strait]\ndate = 2019-07-10\nlabel = "Strait"\n'
        '[calm]\ndate = 2019-01-10\nlabel = "Calm"\n',
        encoding="utf-8",
    )
    study = run_study(
        tmp_path / "articles.csv", tmp_path / "themes.toml", show_progress=False,
        events=tmp_path / "events.toml",
        settings=Settings(n_topics=0, stability_runs=0),
    )  # fmt: skip
    clear = study.event_effects.assign(p_adjusted=0.001)  # whatever the tests say
    said = event_sentences(clear, study)[1:]
    beside = "But Ticker begins in 2019-07 (3"
    assert [beside in one for one in said] == [event == "Strait" for event in clear["event"]]
    assert all(one.endswith("the change may be the outlets.") for one in said if beside in one)


def test_outlets_that_come_and_go_by_chance_are_not_said_to_begin():
    rng = np.random.default_rng(5)
    dates = pd.Series(pd.date_range("2016-01-01", periods=400))
    source = pd.Series(rng.choice(["Post", "Times", "Mail", "Globe"], 400, p=[0.7, 0.1, 0.1, 0.1]))
    assert tt.source_presence(dates, source).attrs["sentence"] == ""
    source[:60] = "Post"
    said = tt.source_presence(dates, source).attrs["sentence"]
    assert said.startswith("Post has 100% of the articles before 2016-03-09 and 7")
    assert "begins" not in said  # each would have had six articles more, which is too few to tell
    source[:160] = "Post"
    said = tt.source_presence(dates, source).attrs["sentence"]
    assert said.startswith("Globe begins in 2016-06 and has 11% of the articles from then on and ")


def test_a_desk_that_was_renamed_ends_in_world_affairs(shared):
    columns = pd.read_parquet(shared / "world-affairs" / "articles.parquet")[["date", "source"]]
    said = tt.source_presence(pd.to_datetime(columns["date"]), columns["source"]).attrs["sentence"]
    assert said == (
        "Fox Online News ends in 2018-12 and has 11% of the articles up to then, Reuters has 0.2% "
        "of the articles before 2017-07-06 and 11% from then on, Fox News has 12% of the articles "
        "before 2014-08-27 and 1.6% from then on and 1 more: what changes there may be the "
        "outlets, not the news."
    )


def test_an_outlet_that_begins_within_the_first_period_is_not_said_to_follow_it():
    """Of two outlets of one month, one "had no article before 2018-01 and 100% of those after"."""
    dates = pd.Series(pd.to_datetime(["2018-01-01", "2018-01-20"] * 20))
    source = pd.Series(["Post", "Wire"] * 20)
    assert tt.source_presence(dates, source).attrs["sentence"] == (
        "Post ends in 2018-01 and has 100% of the articles up to then and Wire begins in 2018-01 "
        "and has 100% of the articles from then on: what changes there may be the outlets, not "
        "the news."
    )
    said = tt.source_presence(dates, source, freq="D").attrs["sentence"]
    assert "Wire begins on 2018-01-20 and has" in said


def outlet_rows(parts, n_days=900, seed=3):
    """Dates and outlets of an article a day of two outlets, and up to three of a third."""
    rng = np.random.default_rng(seed)
    third = rng.binomial(3, parts)
    days = pd.Series(pd.date_range("2016-01-01", periods=n_days))
    sizes = np.column_stack([np.ones(n_days, int), np.ones(n_days, int), third])
    dates = days.repeat(sizes.sum(axis=1)).reset_index(drop=True)
    names = [name for row in sizes for name, n in zip("ABC", row, strict=True) for _ in range(n)]
    return dates, pd.Series(names)


def test_an_outlet_that_pauses_or_prints_more_is_said_to():
    day = np.arange(900)
    said = {
        name: tt.source_presence(*outlet_rows(parts)).attrs["sentence"].partition(":")[0]
        for name, parts in {
            "steady": np.full(900, 0.5),
            "pauses": 0.5 * ((day < 400) | (day >= 580)),
            "alternates": 0.5 * (day // 60 % 2 == 0),
            "grows": np.where(day < 400, 0.1, 0.9),
        }.items()
    }
    assert said["steady"] == ""
    assert said["pauses"] == (
        "C pauses from 2017-02 to 2017-08 and has 42% of the articles otherwise"
    )
    assert said["alternates"].startswith("C pauses 7 times, first from 2016-02 to 2016-04 and has ")
    assert said["grows"].startswith("C has 12% of the articles before 2017-02-04 and 58%")


@pytest.mark.parametrize("grows", [True, False])
def test_a_small_outlet_that_appears_seldom_silences_no_one(grows):
    day = np.arange(900)
    dates, source = outlet_rows(np.where(grows & (day >= 400), 0.9, 0.1))
    seldom = pd.Series(pd.date_range("2016-01-01", periods=7, freq="150D")).repeat(12)
    dates = pd.concat([dates, seldom], ignore_index=True)
    source = pd.concat([source, pd.Series(["D"] * len(seldom))], ignore_index=True)
    said = tt.source_presence(dates, source).attrs["sentence"]
    assert said.startswith("C has 12% of the articles before 2017-02-04 and 5" if grows else "")
    assert bool(said) == grows


def test_a_weekly_paper_does_not_pause_between_its_issues():
    days = pd.Series(pd.date_range("2016-01-01", periods=70)).repeat(9).reset_index(drop=True)
    issue = pd.Series(pd.date_range("2016-01-01", periods=10, freq="7D")).repeat(40)
    dates = pd.concat([days, issue], ignore_index=True)
    source = pd.Series(["Daily"] * len(days) + ["Weekly"] * len(issue))
    assert tt.source_presence(dates, source).attrs["sentence"] == ""


def test_a_change_at_an_event_is_set_beside_an_outlet_that_prints_more_from_then_on():
    dates, source = outlet_rows(np.where(np.arange(900) < 400, 0.1, 0.9))
    day = pd.Timestamp("2016-01-01") + pd.Timedelta(days=400)
    later = day + pd.Timedelta(days=100)
    said, nothing = turns_near(dates, source, [day, later], 28, freq="MS")
    assert re.fullmatch(
        r"C has \d+% of the articles in the 28 days before and \d+% in those after", said
    )
    assert nothing == ""
