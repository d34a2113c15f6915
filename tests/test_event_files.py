"""Events written down in a file: what is read, what is refused with its line, what uses them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import toolkit as tt
from toolkit._core.number_words import signed_points
from toolkit.reporting import Settings, run_study, write_report
from toolkit.tables import EVENT_EFFECTS, EVENTS

CORPUS = Path(__file__).parents[1] / "corpus"
GOOD = """[exit]
date = "2018-05-08"
label = "US leaves the accord"

[accord]
date = 2015-07-14
label = "Iran accord"
source = "https://example.org/vienna"

[coup_attempt]
date = 2016-07-15
"""


@pytest.fixture
def write(tmp_path):
    def to_file(text: str) -> Path:
        file = tmp_path / "events.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return to_file


def test_events_are_read_in_the_order_of_their_dates(write):
    table = tt.read_events(write(GOOD))
    assert table.columns.tolist() == [column.name for column in EVENTS]
    assert [str(dtype) for dtype in table.dtypes] == [column.dtype for column in EVENTS]
    assert table["name"].tolist() == ["accord", "coup_attempt", "exit"]
    assert table["label"].tolist() == ["Iran accord", "coup attempt", "US leaves the accord"]
    assert table["date"].dt.strftime("%Y-%m-%d").tolist() == [
        "2015-07-14", "2016-07-15", "2018-05-08"
    ]  # fmt: skip
    assert table["source"].tolist() == ["https://example.org/vienna", "", ""]
    assert len(table.attrs["sha256"]) == 64


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "",
            "read_events: events.toml, line 1: the file defines no event. Begin one with [mosul].",
        ),
        ("[a]\nlabel = 'x'", "line 1: event 'a' has no date. Write date = 2014-06-10."),
        (
            "[a]\ndate = 2014-06-10\n[b]\nlabel = 'y'\ndate = '10 June 2014'",
            "line 5: date of event 'b' must be a day such as 2014-06-10; got '10 June 2014'.",
        ),
        (
            "[a]\ndate = 2014",
            "line 2: date of event 'a' must be a day such as 2014-06-10; got 2014.",
        ),
        (
            "[a]\ndate = 2014-06-10T12:00:00Z",
            "line 2: date of event 'a' must be a day such as 2014-06-10; got datetime.datetime(",
        ),
        (
            "[a]\ndate = 2014-06-10\n\nlable = 'x'",
            "line 4: event 'a' has an unknown key 'lable'. Did you mean 'label'?",
        ),
        (
            "[a]\ndate = 2014-06-10\nplace = 'x'",
            "unknown key 'place'. Known: date, label, source, note.",
        ),
        (
            "[a]\ndate = 2014-06-10\nlabel = 'x'\n[b]\ndate = 2014-06-11\nlabel = 'x'",
            "line 6: events 'a' and 'b' are both labelled 'x'.",
        ),
        (
            "[a]\ndate = 2014-06-10\nlabel = 3",
            "line 3: label of event 'a' must be one line of text; got 3.",
        ),
        (
            "mosul = 2014-06-10",
            "line 1: 'mosul' stands outside an event. Begin an event with [name].",
        ),
        ("[a]\ndate = 2014-13-10", "read_events: events.toml is not valid TOML:"),
    ],
)
def test_a_mistake_in_the_file_is_reported_with_its_line(write, text, message):
    with pytest.raises(tt.errors.ReadingError, match=re.escape(message)):
        tt.read_events(write(text))


def test_a_missing_file_is_named():
    with pytest.raises(
        tt.errors.ReadingError, match=r"read_events: cannot read none.toml: there is no such file"
    ):
        tt.read_events("nowhere/none.toml")


def test_events_of_a_file_stand_on_a_chart(write):
    events = tt.read_events(write(GOOD))
    ax = Figure(layout="constrained").subplots()
    ax.set_xlim(pd.Timestamp("2015-01-01"), pd.Timestamp("2019-01-01"))
    tt.plot.mark_events(events, ax=ax)
    shown = [text.get_text() for text in ax.child_axes[-1].texts]
    assert sorted(shown) == sorted(events["label"])


def make_days(jump: float, seed: int = 0, n_days: int = 400):
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(n_days), 4)
    ids = pd.Index([f"a{i:05d}" for i in range(len(day))], name="article_id")
    dates = pd.Series(pd.Timestamp("2016-01-01") + pd.to_timedelta(day, unit="D"), index=ids)
    chance = {"war": 0.2 + jump * (day >= 200), "talks": np.full(len(day), 0.3)}
    shares = pd.DataFrame({k: rng.random(len(day)) < p for k, p in chance.items()}, index=ids)
    return shares.astype(float).rename_axis(columns="theme"), dates


EVENT_DAYS = pd.DataFrame(
    {
        "date": pd.to_datetime(["2016-07-19", "2016-11-01", "2030-01-01"]),
        "label": ["the siege", "an ordinary day", "the future"],
    }
)


def test_events_are_judged_together_and_what_cannot_be_judged_says_why():
    shares, dates = make_days(0.4)
    table = tt.event_effects(shares, dates, EVENT_DAYS)
    named = [column.name for column in EVENT_EFFECTS if column.name != "theme or topic"]
    ends = ["level_low", "level_high", "slope_low", "slope_high"]
    assert set(table.columns) == {*named, "theme", *ends}
    assert table[["event", "theme"]].to_numpy().tolist() == [
        [event, theme] for event in EVENT_DAYS["label"] for theme in ("war", "talks")
    ]
    war = table.iloc[0]
    assert war["low"] < 0.4 < war["high"]
    assert war["p_adjusted"] < 0.05
    assert (table["p_adjusted"][1:4] > 0.05).all()
    assert "corrected for 4 comparisons" in war["sentence"]
    assert table["sentence"].iloc[-1].startswith("The future cannot be tested: the event, 2030-")
    assert table.attrs["adjusted"] == "Holm-Sidak over 4 comparisons"


def test_the_shares_of_each_event_of_many_are_what_they_are_alone():
    shares, dates = make_days(0.2, seed=1)
    together = tt.event_effects(shares, dates, EVENT_DAYS.iloc[:2], window=42)
    alone = tt.event_effect(shares, dates, "2016-11-01", window=42)
    same = ["before", "after", "difference", "n_before", "n_after", "level_change"]
    assert together[same][2:].to_numpy() == pytest.approx(alone[same].to_numpy())


def test_themes_of_one_event_are_corrected_with_each_other():
    shares, dates = make_days(0.0, seed=3)
    table = tt.event_effect(shares, dates, "2016-07-19")
    assert (table["p_adjusted"] >= table["p_placebo"] - 1e-12).all()
    assert "corrected for 2 comparisons" in table["sentence"].iloc[0]


def test_the_articles_of_a_single_day_cannot_tell_of_an_event_of_that_day():
    shares, dates = make_days(0.0, n_days=1)
    events = pd.DataFrame({"date": dates.iloc[:1].to_numpy(), "label": ["the vote"]})
    row, _ = tt.event_effects(shares, dates, events).to_dict("records")
    assert pd.isna(row["difference"])
    assert row["sentence"].startswith("The vote cannot be tested: ")


@pytest.mark.parametrize(
    ("events", "message"),
    [
        (EVENT_DAYS[["date"]], "event_effects: the table has no column 'label'. It has: 'date'."),
        (EVENT_DAYS.iloc[:0], "event_effects: events has no rows; nothing can be compared."),
    ],
)
def test_events_that_are_no_table_of_events_are_refused(events, message):
    with pytest.raises(tt.errors.InputError, match=re.escape(message)):
        tt.event_effects(*make_days(0.0), events)


def test_the_report_draws_the_events_and_judges_each(tmp_path):
    study = run_study(
        CORPUS / "sample",
        CORPUS / "themes.toml",
        aliases=CORPUS / "aliases.toml",
        events=CORPUS / "events.toml",
        settings=Settings(n_topics=0, stability_runs=0),
        show_progress=False,
    )
    page = write_report(study, tmp_path / "out").read_text(encoding="utf-8")
    assert "Before and after events" in page
    assert re.search(r"\d+ of \d+ tests? shows? a change larger than those at other dates", page)
    for row in study.event_effects.dropna(subset=["difference"]).to_dict("records"):
        assert f"<td>{row['event']}</td>" in page
        assert signed_points(row["difference"]) in page
    assert (tmp_path / "out" / "figures" / "events.svg").exists()
    chart = (tmp_path / "out" / "figures" / "themes-over-time.svg").read_text(encoding="utf-8")
    assert "Coup attempt in Turkey" in chart
    assert (tmp_path / "out" / "tables" / "event-effects.csv").exists()
    record = (tmp_path / "out" / "record.json").read_text(encoding="utf-8")
    assert study.events.attrs["sha256"] in record


def test_the_command_names_the_line_of_a_mistake_before_any_work(write, tmp_path, capsys):
    from toolkit.cli import BAD_INPUT, main

    events = write("[a]\nlabel = 'x'")
    words = ["report", str(CORPUS / "sample"), "--themes", str(CORPUS / "themes.toml"), "--quiet"]
    assert main([*words, "--events", str(events), "--out", str(tmp_path / "out")]) == BAD_INPUT
    assert "events.toml, line 1: event 'a' has no date" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
