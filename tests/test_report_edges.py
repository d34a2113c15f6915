"""Reports of corpora that lack something: text, terms, dates, outlets, a known language."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import toolkit as tt
from tests.test_report import Page
from toolkit import plot
from toolkit.explorer.container import read_container
from toolkit.reporting import Settings, run_study, write_report
from toolkit.reporting.figures.alt_text import describe_table
from toolkit.reporting.page.explorer_parts import study_explorer
from toolkit.reporting.page.pictures import _bands, _goes_beyond, _plans
from toolkit.reporting.page.prose import event_sentences
from toolkit.reporting.page.sections import _marks_explained, _spaced
from toolkit.reporting.page.writer import build_page, study_record
from toolkit.reporting.study.config import read_config

THEMES = Path(__file__).parents[1] / "corpus" / "themes.toml"
DAYS = pd.date_range("2018-01-01", periods=90)
STORIES = (
    "The truce held near the river, and envoys spoke of talks in Geneva again.",
    "Troops left the town after the airstrikes; the siege of the harbour went on.",
    "A platform removed propaganda accounts, and recruitment videos came back online.",
    "Rain fell in the valley, the ferry was late, and the market closed at noon.",
)


def table(n: int = 80, **columns: object) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "title": [f"{STORIES[i % 4]} Day {i}" for i in range(n)],
            "text": [
                f"{STORIES[i % 4]} Part {i * i} of the {STORIES[(i // 4) % 4]}" for i in range(n)
            ],
            "date": [f"{DAYS[i % len(DAYS)]:%Y-%m-%d}" for i in range(n)],
            "source": ["Post" if i % 2 else "Times" for i in range(n)],
        }
    )
    return rows.assign(**columns)


CASES = {
    "no text at all": (table(text="", title=""), "There are no words"),
    "headlines only": (table(text=""), ""),
    "one word": (table(text="war", title="war"), "No term is left"),
    "all stop words": (table(text="It was and it is, and so it was.", title="So"), "No term"),
    "one text": (table(text=STORIES[0], title="Truce"), "No term is left"),
    "another language": (
        table(text="Der Waffenstillstand hielt, und die Gesandten sprachen in Genf wieder.",
              title="Waffenruhe"), "No article has"),
    "no date at all": (table().drop(columns="date"), "There is no chart over time"),
    "one date": (table(date="2018-05-01"), ""),
    "one outlet": (table(source="Post"), "No two outlets were compared: Post is the only one."),
    "no outlet": (table().drop(columns="source"), "were compared: no article names its outlet."),
    "one article": (table(1), "There is no chart over time: 1 dated article is too few"),
}  # fmt: skip


def page_of(study) -> Page:
    """The page without its pictures, which take long to draw."""
    return Page(build_page(study, {}, study_record(study), title=study.settings.title or "Edges"))


@pytest.mark.parametrize("case", CASES)
def test_a_report_is_made_and_says_what_is_missing(case, tmp_path):
    rows, limit = CASES[case]
    rows.to_csv(tmp_path / "articles.csv", index=False)
    study = run_study(
        tmp_path / "articles.csv", THEMES, settings=Settings(stability_runs=0, min_matches=1),
        show_progress=False,
    )  # fmt: skip
    assert not limit or any(limit in one for one in study.limits), study.limits
    page = page_of(study)
    assert all(one in page.text for one in study.limits)
    assert "What this does not show" in page.text
    wrong = r"(?<![\d.,])(0\.0 points|1 (articles|matches|outlets|topics|passages))|\bnan\b"
    assert re.findall(rf".{{30}}(?:{wrong})", page.text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("auto", "Only headlines are analysed"),
        ("title", "Only headlines are analysed"),
        ("both", "Only headlines are analysed"),
    ],
)
def test_headlines_are_analysed_where_there_is_no_body_and_the_page_says_so(text, said, tmp_path):
    table(text="").to_csv(tmp_path / "articles.csv", index=False)
    settings = Settings(text=text, n_topics=0, min_matches=1)
    study = run_study(tmp_path / "articles.csv", THEMES, settings=settings, show_progress=False)
    assert study.scores["diplomacy"].sum() > 0
    page = page_of(study)
    assert said in page.text
    assert "The text analysed is the headline of each article." in page.text
    assert (
        "lastwords of bodies received" in page.text
    )  # a heading: 0 is no count of what is analysed


def test_bodies_alone_are_analysed_when_asked(tmp_path):
    rows = table()
    rows.loc[:9, "text"] = ""
    rows.to_csv(tmp_path / "articles.csv", index=False)
    counts = {}
    for text in ("auto", "body", "both"):
        settings = Settings(text=text, n_topics=0, min_matches=1)
        study = run_study(tmp_path / "articles.csv", THEMES, settings=settings, show_progress=False)
        counts[text] = study.steps["text"]["counted"]
    assert counts["auto"] == {"body": 70, "title": 10, "both": 0, "none": 0}
    assert counts["body"] == {"body": 70, "title": 0, "both": 0, "none": 10}
    assert counts["both"] == {"body": 0, "title": 10, "both": 70, "none": 0}


def test_outlets_pairs_and_periods_are_those_that_were_given(tmp_path):
    rows = pd.concat([table(), table(source="Wire")])
    rows.to_csv(tmp_path / "articles.csv", index=False)
    settings = Settings(
        n_topics=0,
        min_matches=1,
        outlets=("Post", "Wire"),
        compare=(("Wire", "Post"),),
        periods=(("winter", "2018-01-01", "2018-02-10"), ("spring", "2018-02-11", "2018-04-01")),
        title="Two desks",
    )
    study = run_study(tmp_path / "articles.csv", THEMES, settings=settings, show_progress=False)
    assert set(study.articles["source"]) == {"Post", "Wire"}
    pairs = [(one.group, one.baseline) for one in study.comparisons]
    assert pairs == [("Wire", "Post"), ("spring", "winter")]
    page = page_of(study)
    assert page.text.count("Two desks") >= 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"outlets": ("Past",)}, "run_study: there is no outlet 'Past'. The largest are 'Post'"),
        ({"compare": (("Post", "Past"),)}, "run_study: there is no outlet 'Past' to compare"),
        ({"outlets": ("times",)}, r"'Post', 'Times'\. Did you mean 'Times'\?$"),
        ({"outlets": ("Sun",), "source_noun": "paper"}, r"no paper 'Sun'\. .* 'Post', 'Times'\.$"),
    ],
)
def test_an_outlet_that_does_not_exist_is_named_with_those_that_do(settings, message, tmp_path):
    table().to_csv(tmp_path / "articles.csv", index=False)
    with pytest.raises(ValueError, match=message):
        run_study(
            tmp_path / "articles.csv", THEMES, settings=Settings(n_topics=0, **settings),
            show_progress=False,
        )  # fmt: skip


def test_outlets_that_differ_by_a_blank_are_offered_and_joined_only_on_request(tmp_path):
    rows = pd.DataFrame(
        {
            "source": ["Harbour Post"] * 20 + ["HarbourPost"] * 6 + ["The Wire"] * 6,
            "date": pd.date_range("2018-01-01", periods=32).strftime("%Y-%m-%d"),
            "title": [f"Story {i}" for i in range(32)],
            "body": [f"The war went on in town {i}." for i in range(32)],
        }
    )
    rows.to_csv(tmp_path / "articles.csv", index=False)
    (tmp_path / "themes.toml").write_text('[war]\nterms = ["war"]\n')
    pages = []
    for names in ({}, {"HarbourPost": "Harbour Post"}):
        study = run_study(
            tmp_path / "articles.csv", tmp_path / "themes.toml", show_progress=False,
            settings=Settings(n_topics=0, min_matches=1, source_names=names),
        )  # fmt: skip
        pages.append(write_report(study, tmp_path / "out").read_text(encoding="utf-8"))
    apart, joined = pages
    assert "1 name may belong to another outlet" in apart
    assert "&quot;HarbourPost&quot; = &quot;Harbour Post&quot;" in apart.replace("&#34;", "&quot;")
    assert "from 3 outlets" in apart
    assert "from 2 outlets" in joined
    assert "may belong to another" not in joined
    assert "1 outlet was renamed by hand." in joined
    again = read_config(tmp_path / "out/study.toml").settings
    assert again.source_names == {"HarbourPost": "Harbour Post"}


def test_dates_that_name_a_year_are_told_as_years(tmp_path):
    rows = table(60, date=[f"{1946 + i}" for i in range(60)], source="Chile")
    rows.to_csv(tmp_path / "speeches.csv", index=False)
    study = run_study(
        tmp_path / "speeches.csv", THEMES, show_progress=False,
        settings=Settings(n_topics=0, source_noun="speaker"),
    )  # fmt: skip
    page = build_page(study, {}, study_record(study), title="Speeches")
    assert "from 1 speaker, dated 1946 to 2005." in page
    read = page.partition("How this was made")[0]
    assert "1 January" not in read
    assert "1946-01-01" not in read


def test_no_day_is_made_up_for_an_outlet_and_articles_without_one_are_counted(tmp_path):
    """Of months and years alone, an outlet's first article was of 1 January."""
    dates = [f"{1890 + i}" if i % 2 else f"March {1890 + i}" for i in range(60)]
    table(60, date=dates, source=["Post", ""] * 30).to_csv(tmp_path / "old.csv", index=False)
    settings = Settings(n_topics=0)
    study = run_study(tmp_path / "old.csv", THEMES, settings=settings, show_progress=False)
    page = build_page(study, {}, study_record(study), title="Old")
    assert "holds 60 articles from 1 outlet (30 name none), dated March 1890 to 1949." in page
    read = Page(page).text.replace("\n", "")
    assert "Post30301890-031948-03" in read
    assert "no outlet named303018911949" in read


@pytest.mark.parametrize(
    ("left", "right", "spaced"),
    [
        ("federal", ", they said.", "federal |, they said."),
        ("the civil", "went on", "the civil | went on"),
        ("(the", "), and", "(the |), and"),
        ("(", "of 1914)", "(| of 1914)"),
        ('a "cold', '" and', 'a "cold |" and'),
        ('a "', 'of words" here', 'a "| of words" here'),
        ('said "no"', "and", 'said "no" | and'),
        ("", "is over", "| is over"),
        ("It is", "", "It is |"),
        ("the U.S.-led", "-backed", "the U.S.-led |-backed"),
        ("Kabul/", "and", "Kabul/| and"),
        ("Israeli–", "—or", "Israeli–|—or"),
        ("the –", "– again", "the – | – again"),
        ("worth $", "'s", "worth $|'s"),
        ("the", "'on terror'", "the | 'on terror'"),
    ],
)
def test_a_passage_has_blanks_where_they_were_printed(left, right, spaced):
    assert "|".join(_spaced(left, right)) == spaced


def test_a_headline_is_not_told_twice_and_the_noun_of_the_study_names_its_columns(tmp_path):
    titles = [f"{STORIES[i % 4].removesuffix('.')} on day {i}" for i in range(90)]
    rows = table(90, text="", title=titles, source=[f"Land {i % 30:02}" for i in range(90)])
    rows.to_csv(tmp_path / "articles.csv", index=False)
    settings = Settings(stability_runs=0, min_matches=1, n_topics=2, source_noun="country")
    study = run_study(tmp_path / "articles.csv", THEMES, settings=settings, show_progress=False)
    page = page_of(study)
    shown = study.contexts.iloc[0]
    facts = study.articles.loc[shown["article_id"]]
    told = f"{facts['title']}{facts['date']:%Y-%m-%d}, {facts['source']}"
    assert told in page.text
    assert f"{told}, " not in page.text
    assert "The 25 with most articles; 5 countries more in tables/articles.csv." in page.text
    told = page.text.partition("How this was made")[0]
    assert "outlet" not in re.sub(r"what each outlet|mix of outlets", "", told)
    meta, _ = read_container(study_explorer(study).data)
    assert meta["statement"].startswith("This file holds titles, dates, countries and counts;")


def test_a_caption_explains_the_arrows_of_a_chart_that_has_some():
    ax = Figure().subplots()
    rows = pd.DataFrame({"period": pd.date_range("2016-01-01", periods=4, freq="YS")})
    rows = rows.assign(theme="war", share=0.1, low=0.05, high=0.2, n_articles=200)
    plot.theme_panels(rows, ax=ax)
    assert not _goes_beyond(ax)
    rows.loc[3, ["share", "low", "high", "n_articles"]] = [1.0, np.nan, np.nan, 2]
    ax = Figure().subplots()
    plot.theme_panels(rows, ax=ax)
    assert _goes_beyond(ax)


def test_posts_are_told_how_to_count_a_theme_once_and_by_whom_they_are(tmp_path):
    """A csv of posts had no outlet, and nothing said why two matches are rare in them."""
    rows = table(240).drop(columns=["title", "source"])
    rows["text"] = [f"{STORIES[i % 4]} {i * i}" for i in range(240)]
    rows["screen_name"] = ["mayor_x" if i % 2 else "ferry_news" for i in range(240)]
    rows["date"] = [f"{DAYS[i % 90]:%Y-%m-%d}" for i in range(240)]
    rows.to_csv(tmp_path / "posts.csv", index=False)
    settings = Settings(n_topics=0, freq="W", min_matches=2)
    study = run_study(tmp_path / "posts.csv", THEMES, settings=settings, show_progress=False)
    assert set(study.articles["source"]) == {"mayor_x", "ferry_news"}
    text = page_of(study).text
    assert re.search(
        r"Half of the texts have at most 1\d words. A theme needs 2 matches in one; "
        r"--min-matches 1 counts its first.",
        text,
    )
    assert "no week has an interval, so none can be said to stand out" in text
    assert _bands(study.periods, "days").startswith("Weeks have no intervals: seven days are too")
    assert _bands(study.periods.assign(low=0.1), "days").startswith("Bands are 95 % bootstrap")


def test_nothing_is_said_of_periods_that_were_not_looked_at(tmp_path):
    """One day was "from 2018-05-01", and without a chart no period "stood out" all the same."""
    table(16, date="2018-05-01").to_csv(tmp_path / "day.csv", index=False)
    settings = Settings(n_topics=0, min_matches=1)
    study = run_study(tmp_path / "day.csv", THEMES, settings=settings, show_progress=False)
    text = page_of(study).text
    assert "stands out" not in text
    assert "dated articles, and 2018-05-01 has 16." in text
    rows = table(40, date=[f"{1950 + 5 * (i // 4)}" for i in range(40)])
    rows.to_csv(tmp_path / "years.csv", index=False)
    study = run_study(tmp_path / "years.csv", THEMES, settings=settings, show_progress=False)
    page = page_of(study)
    assert "1,950" not in page.text
    assert "19501995" in page.text.replace(" ", "")  # first and last year of an outlet
    assert "with an interval" not in page.text
    assert describe_table(study.periods, "").count("beyond chance") == 0
    assert _bands(study.periods, "articles") == "No period has enough articles for an interval"


def test_a_period_of_copies_alone_is_no_change_to_unknown(tmp_path):
    """The largest change was "in war in 2012: unknown instead of 86%"."""
    rows = table(60)
    rows["text"], rows["title"] = STORIES[0], "Truce"  # all are copies of the first
    rows["date"] = [f"{2015 + i // 20}-{1 + i % 12:02d}-{1 + i % 28:02d}" for i in range(60)]
    rows.to_csv(tmp_path / "same.csv", index=False)
    settings = Settings(n_topics=0, min_matches=1, freq="YS")
    study = run_study(tmp_path / "same.csv", THEMES, settings=settings, show_progress=False)
    text = page_of(study).text
    assert "unknown instead" not in text
    assert "Without them, 2 of 3 years would have no article, and" in text


def test_an_abbreviation_with_full_stops_and_without_is_told_and_the_pronoun_is_not():
    from toolkit.reporting.page.term_spellings import two_spellings

    texts = ["The U.S. met the U.N. on it.", "The US told us.", "The UN told us at 5 p.m."] * 30
    said = two_spellings(tt.count_terms(tt.tokenize(pd.Series(texts))))
    assert said.startswith(
        "Counted as two terms each: u.s. (30 uses) beside US (30) and "
        "u.n. (30 uses) beside un (30). "
    )
    assert two_spellings(tt.count_terms(tt.tokenize(pd.Series(["The U.S. told us."] * 9)))) == ""


def test_words_that_do_not_stand_are_counted_in_words_where_none_stands():
    """The page said "Of the 15 leading words, 15 do not stand"."""
    from types import SimpleNamespace

    from toolkit.reporting.page.comparison_prose import word_sentences

    terms = pd.DataFrame(
        {
            "group": ["late"] * 2 + ["early"] * 2,
            "term": ["war", "truce", "vote", "ballot"],
            "log_odds": 1.0,
            "log_odds_fixed": [0.0, 0.0, 0.0, 1.0],
            "turnover_part": 0.0,
        }
    )
    compared = SimpleNamespace(
        terms=terms, terms_fixed=terms, newcomers=[], departed=[], noun="outlet"
    )
    assert word_sentences(compared) == [
        "Of the 2 leading words of late as collected, none stands with the mix of outlets held "
        "fixed (war and truce).",
        "Of the 2 leading words of early as collected, 1 does not stand with the mix of outlets "
        "held fixed (vote).",
    ]


def test_a_long_ledger_is_summed_up_and_folded():
    """A folder of press exports has a hundred rules, which stood open before what matters."""
    from types import SimpleNamespace

    from toolkit.reporting.page.sections import ledger

    rows = pd.DataFrame(
        {
            "action": ["kept"] * 30 + ["dropped"],
            "rule": [f"label_{k}" for k in range(30)] + ["ad"],
            "article_id": "a", "file": "x.txt", "line": 1, "text": "…", "reason": "",
        }
    )  # fmt: skip
    said = str(ledger(SimpleNamespace(ledger=rows), {}).content)
    assert "31 pieces of the input are accounted for: 1 dropped and 30 kept." in said
    assert said.index("1 piece was rejected") < said.index("<summary>Pieces by rule (31)</summary>")
    few = SimpleNamespace(ledger=rows.tail(3))
    assert "Pieces by rule" not in str(ledger(few, {}).content)


def test_articles_without_a_word_are_named_where_shares_leave_them_out(tmp_path):
    """Of 80 articles 76 were the denominator of every share, and no sentence said why."""
    rows = table()
    rows.loc[:3, "text"] = "******"
    rows.to_csv(tmp_path / "articles.csv", index=False)
    settings = Settings(n_topics=0, min_matches=1)
    study = run_study(tmp_path / "articles.csv", THEMES, settings=settings, show_progress=False)
    text = page_of(study).text
    assert "of 76 articles" in text
    assert "4 of 80 articles have no words, so no share counts them." in text
    assert "no words" not in " ".join(
        run_study(write(table(), tmp_path), THEMES, settings=settings, show_progress=False).limits
    )


def write(rows: pd.DataFrame, folder: Path) -> Path:
    rows.to_csv(folder / "all.csv", index=False)
    return folder / "all.csv"


def test_a_year_beyond_chance_is_named_though_a_higher_one_has_no_interval(tmp_path):
    """The page said that no year stood out, and the text of its chart that one did."""
    rng = np.random.default_rng(3)
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2014-02-01", periods=120).repeat(2)]
    days += [f"2016-{1 + 4 * (i % 3):02}-01" for i in range(80)]
    days += [f"{day:%Y-%m-%d}" for day in pd.date_range("2017-02-01", periods=120).repeat(2)]
    war = [*(rng.random(240) < 0.7), *[True] * 80, *(rng.random(240) < 0.05)]
    texts = [f"{'War and war' if one else 'Rain'} in place {i}." for i, one in enumerate(war)]
    rows = table(560, date=days, text=texts)
    settings = Settings(n_topics=0, freq="YS")
    study = run_study(write(rows, tmp_path), THEMES, settings=settings, show_progress=False)
    assert study.periods.attrs["stand_out"]["conflict"] == ["2014-01-01"]
    assert re.search(
        r"its share is high beyond chance in 2014: \d+% of 240 articles, 95 % interval "
        r"\d+% to \d+%, but higher in 2016 \(100% of 80 articles\), which has no interval\.",
        page_of(study).text,
    )
    assert "in 2014 (240 articles), beyond chance" in describe_table(study.periods, "")


EVENTS = '[truce]\ndate = "{day}"\nlabel = "The truce"\n'


def study_of_events(rows, day, tmp_path, **settings):
    rows.to_csv(tmp_path / "articles.csv", index=False)
    (tmp_path / "events.toml").write_text(EVENTS.format(day=day), encoding="utf-8")
    chosen = Settings(n_topics=0, min_matches=1, **settings)
    paths = {"events": tmp_path / "events.toml", "settings": chosen}
    return run_study(tmp_path / "articles.csv", THEMES, show_progress=False, **paths)


def test_events_over_two_centuries_of_days_do_not_end_the_report(tmp_path):
    days = pd.date_range("1789-03-04", periods=80, freq="1000D")
    study = study_of_events(table(date=[f"{day:%Y-%m-%d}" for day in days]), "1917-04-06", tmp_path)
    assert study.event_effects is None
    assert study.limits[-1] == (
        "The event is not tested: the dates run over 79,001 days, and a test looks at "
        "40,000 at most; --from and --to choose part of them."
    )
    assert "The event is not tested" in page_of(study).text


def test_a_report_says_why_events_are_not_tested_where_dates_name_no_day(tmp_path):
    years = [f"{1950 + i}" for i in range(80)]
    study = study_of_events(table(date=years), "1980-04-06", tmp_path)
    assert study.event_effects is None
    assert study.limits[-1] == (
        "The event is not tested: 0 articles have a date that names a day (at least 20 are needed)."
    )


def test_events_are_not_marked_in_charts_that_are_not_there(tmp_path):
    study = study_of_events(table(10), "2018-01-05", tmp_path)
    assert study.steps["events"]["n_marked"] == 0
    assert "1 event recorded beforehand is not marked, since there is no chart over time." in (
        page_of(study).text
    )


def test_events_that_none_can_be_tested_for_say_why_and_draw_no_empty_chart(tmp_path):
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2018-01-01", periods=40)]
    rows = table(date=[*days, *(f"{1900 + i}" for i in range(40))])
    study = study_of_events(rows, "1917-04-06", tmp_path)
    assert "events" not in {plan.name for plan in _plans(study)}
    assert event_sentences(study.event_effects, study) == [
        "No event could be tested.",
        "The truce: the event, 1917-04-06, lies outside the articles that can be used, which run "
        "from 2018-01-01 to 2018-02-09.",
    ]
    assert "The truce: the event, 1917-04-06, lies outside" in page_of(study).text


def test_a_heatmap_does_not_say_that_drawn_periods_are_hatched(tmp_path):
    rows = table(date=[f"{1900 + i}" for i in range(80)])
    rows.to_csv(tmp_path / "articles.csv", index=False)
    chosen = Settings(n_topics=3, stability_runs=0, freq="YS", source_noun="kind of paper")
    study = run_study(tmp_path / "articles.csv", THEMES, settings=chosen, show_progress=False)
    (heatmap,) = [plan for plan in _plans(study) if plan.name == "topics-over-time"]
    assert heatmap.caption.endswith("their peak; periods without articles are hatched.")
    assert "80 % of it is in one kind of paper" in str(
        _marks_explained(pd.DataFrame({"warnings": ["one outlet"]}), "kind of paper")
    )
    assert "from 2 kinds of paper" in page_of(study).text


def test_hashtags_that_no_theme_counts_are_named(tmp_path):
    posts = [f"Part {i}: {STORIES[i % 4]} #Truce #War_Room #siege" for i in range(40)]
    table(40, text=posts, title="").to_csv(tmp_path / "articles.csv", index=False)
    (tmp_path / "themes.toml").write_text('[war_and_peace]\nterms = ["war*", "truce", "#siege"]\n')
    study = run_study(
        tmp_path / "articles.csv", tmp_path / "themes.toml", settings=Settings(n_topics=0),
        show_progress=False,
    )  # fmt: skip
    assert (
        "A hashtag is a word of its own: #truce (war and peace) and #war_room (war and peace) are "
        "not counted. Write a hashtag with its sign into the theme that is to count it."
    ) in study.limits
    assert "#siege" in set(study.matches["match"])


def test_articles_of_two_outlets_outside_their_common_span_are_told(tmp_path):
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2018-01-01", periods=90)]
    early = table(3, date="2017-12-05", source="Times")
    rows = pd.concat([early, table(90, date=days)], ignore_index=True)
    rows["text"] += [f" Part {i}." for i in range(len(rows))]
    rows.to_csv(tmp_path / "articles.csv", index=False)
    chosen = Settings(n_topics=0, min_matches=1)
    study = run_study(tmp_path / "articles.csv", THEMES, settings=chosen, show_progress=False)
    two = study.comparisons[0]
    assert two.reason.endswith("5 articles of Times and Post outside that span are not compared.")
    assert two.themes[["n_articles", "n_baseline"]].sum(axis=1).iloc[0] == 93 - 5


def test_events_outside_the_charts_are_not_said_to_be_marked(tmp_path):
    study = study_of_events(table(), "2014-06-29", tmp_path)
    assert (
        "1 event recorded beforehand is not marked, since it lies outside the span of the charts."
        in page_of(study).text
    )
    (themes,) = [plan for plan in _plans(study) if plan.name == "themes-over-time"]
    assert "Dashed lines" not in themes.caption
    two = EVENTS.format(day="2014-06-29") + EVENTS.format(day="2018-02-03").replace(
        "truce", "talks"
    )
    (tmp_path / "events.toml").write_text(two, encoding="utf-8")
    paths = {"events": tmp_path / "events.toml", "settings": Settings(n_topics=0)}
    study = run_study(tmp_path / "articles.csv", THEMES, show_progress=False, **paths)
    assert (
        "1 of 2 events recorded beforehand is marked in the charts; the other lies outside their "
        "span."
    ) in page_of(study).text
