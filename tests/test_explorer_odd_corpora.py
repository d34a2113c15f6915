"""The explorer on what people really have: years for dates, no headlines, copies, other scripts."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from tests.test_explorer_page import Visit, browser, browser_test
from toolkit.cli import main
from toolkit.explorer.container import read_container
from toolkit.explorer.exploration import explorer_of
from toolkit.reading.samples import corpus_path
from toolkit.reporting.page.explorer_parts import study_parts

__all__ = ["browser"]  # a fixture

WEEKS = pd.date_range("2019-01-02", periods=60, freq="5D")


def news(**columns):
    """Return sixty short articles over ten months; every third is about war."""
    texts = [f"The war went on in week {k}." if k % 3 == 0 else f"Day {k}." for k in range(60)]
    table = pd.DataFrame(
        {
            "title": [f"Story {k}" for k in range(60)],
            "text": texts,
            "date": WEEKS,
            "source": "Post",
        },
        index=pd.Index([f"{k:016x}" for k in range(60)], name="article_id"),
    )
    return table.assign(**{"date_precision": "day", "source": "Post", **columns})


@pytest.fixture(scope="module")
def war(tmp_path_factory):
    file = tmp_path_factory.mktemp("themes") / "themes.toml"
    file.write_text('[war]\nterms = ["war", "حرب"]\n[peace]\nterms = ["peace"]\n', encoding="utf-8")
    return tt.read_themes(file)


def explored(articles, themes, freq="MS", **given):
    given = {"text": "full", "min_matches": 1, "compare": [], "title": "News", **given}
    return tt.explore(articles, themes=themes, freq=freq, **given)


@pytest.fixture
def visit(browser, tmp_path):
    visits = []

    def open_(made, address="", **options):
        file = made.save(tmp_path / f"{len(visits)}.html")
        visits.append(Visit(browser, file, address, accept_downloads=True, **options))
        return visits[-1]

    yield open_
    for one in visits:
        assert one.faults == []
        one.context.close()


# ---------------------------------------------------------------- dates as printed


def years(articles, every=2):
    """Return articles of which one in ``every`` names only its year."""
    coarse = np.arange(len(articles)) % every == 0
    dates = articles["date"].where(~coarse, pd.Timestamp("2019-01-01"))
    return articles.assign(date=dates, date_precision=np.where(coarse, "year", "day"))


def test_articles_that_name_only_a_year_are_counted_as_in_no_month(war):
    meta, columns = read_container(explored(years(news()), war).data)
    said = (
        "30 of 60 articles name only a year and are in no month, since no day was made up. "
        "Years (freq YS) count them."
    )
    assert said in meta["limits"]
    assert meta["coarse"] == 30
    assert (columns["articles.precision"] == 2).sum() == 30
    by_year, _ = read_container(explored(years(news()), war, freq="YS").data)
    assert by_year["coarse"] == 0
    assert not any("name only" in one for one in by_year["limits"])


def test_dates_of_days_alone_send_no_precision(war):
    _, columns = read_container(explored(news(), war).data)
    assert "articles.precision" not in columns


@browser_test
def test_no_day_is_made_up_where_an_article_names_only_a_year(visit, war):
    seen = visit(explored(years(news()), war), "v=article")
    assert "30 with a date too coarse for these periods are in no curve" in seen.text(".deck")
    assert seen.text(".titles .where").split(" · ")[0] == "2019"
    seen.follow(f"v=article&a={0:016x}")
    assert seen.text(".article-head .where").startswith("2019 · Post")
    seen.follow("v=search&q=war")
    assert "10 articles without a date, with one too coarse, or not counted: in no period" in (
        seen.text(".result")
    )
    seen.follow("v=article&a=" + f"{0:016x}")
    seen.page.check(".article-head .mark-box input")
    seen.follow(seen.hash().replace("v=article", "v=work").lstrip("#"))
    with seen.page.expect_download() as begun:
        seen.page.click("text=Download the list (CSV)")
    assert ",2019,Post,Story 0," in begun.value.path().read_text("utf-8")


@browser_test
def test_a_corpus_of_years_is_not_said_to_have_no_dates(visit, war):
    seen = visit(explored(years(news(), every=1), war), "v=time")
    said = seen.text(".time-view")
    assert "Nothing is shown over time." in said
    assert "60 of 60 articles name only a year" in said
    assert "No article has a date" not in said


@browser_test
def test_an_event_after_the_last_period_is_not_drawn_in_it(visit, war):
    days = pd.to_datetime(["2018-01-01", "2019-05-20", "2019-10-24", "2031-01-01"])
    names = ["Before", "Inside", "Last", "After"]
    events = pd.DataFrame({"name": names, "date": days, "note": ""})
    seen = visit(explored(news(), war, events=events), "v=time&s=theme:war")
    drawn = seen.page.eval_on_selector_all(".event title", "all => all.map(one => one.textContent)")
    assert drawn == ["Inside", "Last"]
    assert "Lines: Inside (20 May 2019); Last (24 Oct 2019)." in seen.text(".chart-notes")
    seen.follow("v=time&s=theme:war&to=2019-04")
    assert seen.page.locator(".event").count() == 0
    assert "Lines:" not in seen.text(".chart-notes")


# ---------------------------------------------------------------- copies that share a weight


def test_weights_go_along_only_where_copies_share_one():
    files = {"articles": str(corpus_path()), "themes": str(corpus_path() / "themes.toml")}
    for copies in ("all", "first"):
        settings = tt.Settings(copies=copies, n_topics=0, stability_runs=0)
        study = tt.run_study(files["articles"], files["themes"], settings=settings)
        _, columns = read_container(explorer_of(study_parts(study, text="none", title="S")).data)
        assert "articles.weight" not in columns


@browser_test
def test_articles_whose_copies_share_a_weight_add_up_to_the_share(visit, tmp_path):
    articles = news()
    story = "The war of the ports went on for a third week, harbour masters said on the quay, and "
    story += "ships from nine states waited in the roads while envoys met in the old customs house."
    copies = [f"{story} Edition {k % 2}." if k % 4 == 0 else "" for k in range(60)]
    texts = [copy or text for copy, text in zip(copies, articles["text"], strict=True)]
    table = articles.assign(text=texts)[["title", "text", "date", "source"]]
    table.to_csv(tmp_path / "news.csv", index=False)
    (tmp_path / "themes.toml").write_text('[war]\nterms = ["war"]\n', encoding="utf-8")
    settings = tt.Settings(copies="weight", n_topics=0, stability_runs=0, min_matches=1, freq="MS")
    study = tt.run_study(tmp_path / "news.csv", tmp_path / "themes.toml", settings=settings)
    made = explorer_of(study_parts(study, text="passages", title="Copies"))
    seen = visit(made, "v=time&s=theme:war&at=theme:war@2019-03@all")
    said = seen.text(".adds-up")
    assert "Copies of one story share its weight: " in said
    assert said.endswith("the number shown.")
    _, columns = read_container(made.data)
    assert 0 < columns["articles.weight"].min() < 1


# ---------------------------------------------------------------- names, intervals, labels


@browser_test
def test_articles_without_a_headline_are_told_apart_by_their_first_words(visit, war):
    untitled = news(title="")
    seen = visit(explored(untitled, war), "v=time&s=theme:war&at=theme:war@2019-03@all")
    names = seen.page.locator(".articles .headline").all_inner_texts()
    assert names
    assert len(set(names)) == len(names)
    assert all(name.startswith("Untitled: The war went on") for name in names)
    bare = visit(explored(untitled, war, text="none"), "v=article")
    assert bare.text(".titles .title") == f"Untitled: {0:016x}"


@browser_test
def test_an_interval_that_crosses_zero_is_seen_to_cross_it(visit, war):
    desks = np.where(np.arange(60) % 2 == 0, "Harbour Desk", "World Desk")
    made = explored(news(source=desks), war, freq="YS", compare=[("Harbour Desk", "World Desk")])
    _, columns = read_container(made.data)
    low, high = columns["pair_effects.low"][0, 0], columns["pair_effects.high"][0, 0]
    assert low < 0 < high
    seen = visit(made, "v=groups")
    ends = seen.page.eval_on_selector_all(
        "tr:has(th a:text-is('War')) .interval > *",
        "all => all.map(one => ['x1', 'x2'].map(end => parseFloat(one.getAttribute(end))))",
    )
    (zero, _), whisker = ends[0], ends[1]
    assert whisker[0] < zero - 5
    assert whisker[1] > zero + 5


@browser_test
def test_no_line_leads_to_a_label_from_a_point_far_from_it(visit, war):
    made = explored(news(date=pd.Timestamp("2019-03-03")), war)
    seen = visit(made, "v=time&s=theme:war,theme:peace")
    assert seen.page.locator(".end").count() == 2
    assert seen.page.locator(".end .lead").count() == 0


@browser_test
def test_the_button_names_the_colours_of_a_shared_link(visit, war):
    seen = visit(explored(news(), war), "v=about&d=dark")
    assert seen.text("[data-control=colours]") == "Colours: dark"
    seen.page.click("[data-control=colours]")
    assert seen.text("[data-control=colours]") == "Colours: as the system"


@browser_test
def test_arabic_lines_run_from_right_to_left_and_facts_do_not_mix(visit, war):
    texts = [f"قال المبعوث إن السلام ممكن، لكن حرب الشوارع مستمرة {k}." for k in range(60)]
    articles = news(text=texts, source="الجزيرة")
    made = explored(articles, war, tokens=tt.tokenize(articles["text"], language="ar"))
    seen = visit(made, "v=search&q=حرب")
    left, mark, right = (
        seen.page.locator(f".virtual-row:first-child {part}").bounding_box()["x"]
        for part in (".left bdi", "mark", ".right")
    )
    assert left > mark > right
    seen.follow("v=time&s=theme:war&at=theme:war@2019-03@all")
    facts = seen.page.locator(".articles .where").first.locator("bdi").all_inner_texts()
    assert facts[1:] == ["الجزيرة", "1 counted word"]
    edges = [
        seen.page.locator(".articles .where").first.locator("bdi").nth(k).bounding_box()["x"]
        for k in range(3)
    ]
    assert edges == sorted(edges)


WORDS = [
    "He earns $5 an hour, 5.2 in all; a 500-an-hour lawyer and U.S.-style fees, non-U.S. funds.",
    "By year's end the Fed's view, Fed view and year-end view differ; it's 9/11, not 9-11.",
    "AT&T and a 1,000-page book. A 20-year-old air-strike, an air strike (oil), 'oil' and oil.",
]
PATTERNS = (
    *("5", "$5", "5.2", "an-hour", "an hour", "500", "U.S.", "year's end", "year-end", "Fed's"),
    *("fed", "view", "9/11", "9", "1,000", "page", "20-year-old", "air strike", "strike"),
    *("(oil)", "oil,", "it's", "AT&T", "fund*"),
)


@browser_test
def test_the_chart_of_a_search_names_months_as_the_chart_over_time_does(visit, war):
    """Its ticks read 2019-01 where those over time read Jan 2019."""
    seen = visit(explored(news(), war), "v=search&q=war")
    ticks = seen.page.locator(".bars text").all_text_contents()[2:]
    assert ticks[0] == "Jan 2019"
    seen.follow("v=time&s=theme:war")
    assert seen.page.locator(".axis text").first.text_content() == "Jan 2019"


@browser_test
def test_a_search_of_numbers_hyphens_and_possessives_finds_what_contexts_finds(visit, war):
    articles = news(text=[WORDS[k % 3] for k in range(60)])
    tokens = tt.tokenize(articles["text"])
    seen = visit(explored(articles, war, tokens=tokens), "v=search")
    found = {}
    for pattern in PATTERNS:
        seen.page.fill("#query", pattern)
        seen.page.click(".search-form button")
        said = seen.text(".result .lead-number")
        found[pattern] = 0 if said.startswith("No hit") else int(said.split(": ")[1].split()[0])
    assert found == {one: len(tt.contexts(tokens, one, n=None)) for one in PATTERNS}


@browser_test
def test_articles_that_name_no_outlet_are_not_by_one_more(visit, war):
    """A search counted them as an outlet: by 3 outlets, of two."""
    sources = ["Post", "Times", ""] * 20
    seen = visit(explored(news(source=sources, text="The war went on."), war), "v=search&q=war")
    assert seen.text(".lead-number") == (
        "“war”: 60 hits in 60 of 60 articles, in the texts, by 2 outlets."
    )
    seen.page.click("summary:has-text('By outlet')")
    assert "(none)" in seen.text(".result table:has-text('Articles with a hit')")


@browser_test
def test_a_small_difference_and_a_small_share_are_not_printed_as_none(visit, war):
    """A difference that is no chance was "0.0 points, 0.0 to 0.0, p = 0.035" in the table."""
    n = 6_000
    articles = pd.DataFrame(
        {
            "title": "Story",
            "text": ["A peace." if k == 0 else "A day." for k in range(n)],
            "date": pd.Timestamp("2019-01-02") + pd.to_timedelta(np.arange(n) % 50, unit="D"),
            "date_precision": "day",
            "source": ["Post", "Times"] * (n // 2),
        },
        index=pd.Index([f"{k:016x}" for k in range(n)], name="article_id"),
    )
    made = explored(articles, war, freq="YS", compare=[("Post", "Times")])
    seen = visit(made, "v=groups")
    row = seen.page.locator(".groups-view tbody tr:has-text('peace')").first.inner_text()
    assert "+0.03" in row
    seen.follow("v=search&q=peace")
    seen.page.click("text=Table of these numbers")
    seen.page.locator(".numbers td:has-text('0.02\u00a0%')").first.wait_for(state="attached")


# ---------------------------------------------------------------- keys, paper, files


@browser_test
def test_whoever_comes_back_from_an_article_finds_the_list_and_the_focus_as_they_were(visit, war):
    seen = visit(explored(news(), war), "v=article")
    seen.page.fill(".article-view input[type=search]", "story")
    seen.page.focus(".titles")
    for _ in range(40):
        seen.page.keyboard.press("ArrowDown")
    top = seen.page.evaluate("document.querySelector('.titles').scrollTop")
    assert top > 0
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector(".article-head h2:text-is('Story 40')")
    assert seen.page.evaluate("document.activeElement.textContent") == "Story 40"
    seen.page.go_back()
    seen.page.wait_for_selector(".titles")
    seen.page.wait_for_function(
        f"document.querySelector('.titles').scrollTop === {top}", timeout=5000
    )
    assert seen.page.input_value(".article-view input[type=search]") == "story"
    assert seen.page.evaluate("document.activeElement.className") == "virtual titles"
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector(".article-head h2:text-is('Story 40')")


@browser_test
def test_tab_goes_on_to_the_next_control_after_a_topic_is_named(visit):
    articles = news()
    shares = pd.DataFrame(0.5, index=articles.index, columns=pd.Index([0, 1], name="topic"))
    seen = visit(tt.explore(articles, topics=shares, compare=[]), "v=work")
    seen.page.focus("[data-name='0']")
    seen.page.keyboard.type("Ports")
    seen.page.keyboard.press("Tab")
    seen.page.wait_for_function("location.hash.includes('Ports')")
    on_the_flag = "document.activeElement.getAttribute('aria-label') === 'Flag topic 0'"
    seen.page.wait_for_function(on_the_flag)
    seen.page.keyboard.press("Space")
    seen.page.wait_for_function("location.hash.includes('flagged')")
    seen.page.wait_for_function(on_the_flag)


@browser_test
def test_a_long_list_is_printed_without_empty_pages(visit, war):
    articles = pd.concat([news()] * 50)
    articles.index = pd.Index([f"{k:016x}" for k in range(len(articles))], name="article_id")
    seen = visit(explored(articles, war, text="none"), "v=article")
    assert seen.page.pdf().count(b"/Type /Page\n") <= 3


@browser_test
def test_the_csv_of_a_table_has_its_numbers_as_they_are_sorted(visit, war):
    seen = visit(explored(news(), war), "v=time&s=theme:war")
    seen.page.click("text=Table of these numbers")
    seen.page.click(".numbers thead button:text-is('Share')")
    with seen.page.expect_download() as begun:
        seen.page.click("text=Save as CSV")
    assert begun.value.suggested_filename.endswith(".csv")
    rows = list(csv.DictReader(io.StringIO(begun.value.path().read_text("utf-8-sig"))))
    scores = tt.score_themes(tt.tokenize(news()["text"]), war, measure="present", min_matches=1)
    table = tt.share_by_period(scores, news()["date"], freq="MS", random_state=0)
    table = table[table["theme"] == "war"]
    table = table.set_index(table["period"].dt.strftime("%Y-%m"))
    assert [float(row["Share"]) for row in rows] == sorted(
        (float(row["Share"]) for row in rows), reverse=True
    )
    for row in rows:
        wanted = table.loc[row["Period"]]
        assert float(row["Share"]) == pytest.approx(wanted["share"], abs=1e-4)
        assert int(row["Articles"]) == wanted["n_articles"]
    shown = seen.page.eval_on_selector_all(
        ".numbers tbody tr", "rows => rows.map(row => row.cells[2].innerText)"
    )
    assert [f"{100 * float(row['Share']):.1f}\u00a0%" for row in rows] == shown


def test_a_page_made_by_the_command_has_the_title_given_or_one_of_its_themes(tmp_path):
    given = [str(corpus_path()), "--themes", str(corpus_path() / "themes.toml"), "--quiet"]
    given += ["--topics", "0", "--freq", "YS", "--out", str(tmp_path / "page.html")]
    assert main(["explore", *given, "--title", "My news"]) == 0
    assert "<title>My news" in (tmp_path / "page.html").read_text("utf-8")
    assert main(["explore", *given]) == 0
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "<title>Conflict, diplomacy and online extremism, 20" in page


def test_a_page_of_a_part_of_the_articles_says_so_at_its_head(monkeypatch):
    monkeypatch.setattr("toolkit.reporting.page.explorer_sample.MOST_ARTICLES", 100)
    study = tt.run_study(
        str(corpus_path()),
        str(corpus_path() / "themes.toml"),
        settings=tt.Settings(n_topics=0, stability_runs=0),
    )
    meta, _ = read_container(explorer_of(study_parts(study, text="none", title="S")).data)
    assert meta["articles"] == 100
    said = "To keep the file small, it is made of 100 of the 257 articles, evenly spaced by date"
    assert meta["sample"] == f"{said}. "
    assert meta["limits"][0].startswith(f"{said}: every share")


def test_what_kept_topics_from_being_learned_is_not_told_twice():
    study = tt.run_study(
        str(corpus_path()),
        str(corpus_path() / "themes.toml"),
        settings=tt.Settings(n_topics=0, stability_runs=0),
    )
    meta, _ = read_container(explorer_of(study_parts(study, text="none", title="S")).data)
    assert sum("o topics" in one for one in meta["limits"]) == 1
    assert not any("came without their words" in one for one in meta["limits"])
    (reason,) = [one["how_chosen"] for one in meta["pairs"] if one["column"] == "period"]
    assert reason.endswith(
        " Here they are compared as collected; the report leads with the mix of outlets held fixed."
    )


@pytest.fixture
def uncounted(monkeypatch):
    """Make counting words an error: what is wrong is said before."""

    def count(*_, **__):
        pytest.fail("words were counted before the mistake was told")

    monkeypatch.setattr("toolkit.reporting.study.job.count_words", count)


@pytest.mark.usefixtures("uncounted")
def test_a_command_that_cannot_end_well_says_so_before_it_counts(tmp_path, capsys):
    given = ["explore", str(corpus_path()), "--themes", str(corpus_path() / "themes.toml")]
    given += ["--quiet", "--out"]
    assert main([*given, str(tmp_path)]) == 1
    assert "a folder with that name is there" in capsys.readouterr().err
    out = str(tmp_path / "page.html")
    assert main([*given, out, "--compare", "World Desk", "World News"]) == 3
    assert "there is no outlet 'World News' to compare. The largest are 'World Desk'" in (
        capsys.readouterr().err
    )
    nameless = tmp_path / "news.csv"
    news(source="").drop(columns="date_precision").to_csv(nameless, index=False)
    given[1] = str(nameless)
    assert main([*given, out, "--compare", "A", "B"]) == 3
    assert "no outlet 'A' to compare. No article names one." in capsys.readouterr().err


@browser_test
def test_of_many_themes_those_that_differ_most_are_told_in_words(visit, tmp_path):
    names = ["alpha", "beta", "gamma", "delta", "epsilon"]
    file = tmp_path / "themes.toml"
    file.write_text("\n".join(f'[{one}]\nterms = ["{one}"]' for one in names), encoding="utf-8")
    words = [" ".join(names[k % 5 :] if k % 2 else names[:2]) for k in range(60)]
    desks = np.where(np.arange(60) % 2 == 0, "Harbour Desk", "World Desk")
    pair = [("Harbour Desk", "World Desk")]
    made = explored(news(text=words, source=desks), tt.read_themes(file), compare=pair)
    meta, columns = read_container(made.data)
    sizes = np.abs(columns["pair_effects.value"][0])
    said = [meta["pairs"][0]["sentences"][k] for k in np.argsort(-sizes, kind="stable")[:3]]
    seen = visit(made, "v=groups")
    told = [one.replace("\u00a0", " ") for one in seen.page.locator(".finding").all_inner_texts()]
    assert told == said
    assert told != meta["pairs"][0]["sentences"][:3]


FOCUSED = (
    "[document.activeElement.tagName, ...Object.values(document.activeElement.dataset)].join()"
)


@browser_test
def test_a_control_keeps_the_focus_when_what_it_changes_is_drawn_again(visit, war):
    desks = np.where(np.arange(60) % 2 == 0, "Harbour Desk", "World Desk")
    articles = news(source=desks)
    shares = pd.DataFrame(0.5, index=articles.index, columns=pd.Index([0, 1], name="topic"))
    pair = [("Harbour Desk", "World Desk"), ("source", "World Desk", "Harbour Desk")]
    made = explored(articles, war, topics=shares, compare=pair)
    seen = visit(made, "v=time&s=theme:war")
    keys, focused = seen.page.keyboard, lambda: seen.page.evaluate(FOCUSED)

    def choose_next(control, param):
        seen.page.focus(f"[data-control={control}]")
        keys.press("ArrowDown")
        seen.page.wait_for_function(f"location.hash.includes('&{param}=')")
        assert focused() == f"SELECT,{control}"

    choose_next("from", "from")
    choose_next("measure", "m")
    seen.page.focus("[data-control=outlets]")
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    seen.page.wait_for_function("location.hash.includes('&o=all,0')")
    assert focused() == "INPUT,1"
    seen.follow("v=topics&k=topic:0")
    seen.page.focus(".topic-table tbody tr:nth-child(2) a")
    keys.press("Enter")
    seen.page.wait_for_function("location.hash.includes('topic:1')")
    assert seen.page.evaluate("document.activeElement.textContent") == "Topic 1"
    choose_next("with", "with")
    seen.follow("v=groups")
    choose_next("pair", "g")
