"""The explorer's page in a real browser: each use, by pointer and by keys, without a network.

The pages are those of the sample corpus, with whole texts and without any, and of a corpus in
which every field holds a text that tries to run.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from tests.hostile import PAYLOADS, hostile_corpus
from toolkit.reading.samples import corpus_path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "toolkit" / "explorer" / "source"
STATIC = ROOT / "toolkit" / "explorer" / "static"
AXE = SOURCE / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PLACES = (
    "v=time&at=theme:conflict@2015+Q4@all&o=all,0",
    "v=time&s=theme:conflict,topic:1&at=topic:1@2015+Q4@all",
    "v=topics&k=topic:3&with=topic:5",
    "v=groups&t=kurdish",
    "v=search&q=truce",
    "v=article&a=af7cfdf177ce5d4e&x=1&k=all",
)
VIEWS = ("time", "topics", "groups", "article", "search", "work", "about")

in_a_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]


def browser_test(function):
    for mark in in_a_browser:
        function = mark(function)
    return function


@pytest.fixture(scope="module")
def analysis():
    """Return the sample corpus, analysed as a person would."""
    articles = tt.clean_articles(tt.load_sample())
    tokens = tt.tokenize(articles["text"])
    dtm = tt.count_terms(tokens, min_docs=2)
    return {
        "articles": articles,
        "tokens": tokens,
        "dtm": dtm,
        "themes": tt.read_themes(corpus_path() / "themes.toml"),
        "model": tt.LDA(n_topics=8, random_state=2018).fit(dtm),
    }


def explored(analysis, text):
    known = {name: value for name, value in analysis.items() if name != "articles"}
    events = tt.read_events(corpus_path() / "events.toml")
    return tt.explore(
        analysis["articles"], **known, events=events, freq="QS", text=text, title="Sample"
    )


@pytest.fixture(scope="module")
def files(analysis, tmp_path_factory):
    """Return the sample with whole texts, and with none, as files."""
    folder = tmp_path_factory.mktemp("explorer")
    return {
        text: explored(analysis, text).save(folder / f"{text}.html") for text in ("full", "none")
    }


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def as_number(cell):
    """Return the number of a cell such as 12.5 %; a dash is no number."""
    return float(cell.replace("\u00a0%", "").replace(",", "").replace("–", "nan"))


class Visit:
    """A page opened in the browser, with all that it asked for and complained of."""

    def __init__(self, browser, file, address="", **options):
        self.file = file
        options = {"viewport": {"width": 1280, "height": 900}, **options}
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.requests, self.faults = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.open(address)

    def open(self, address):
        self.page.goto("about:blank")
        self.page.goto(f"{self.file.as_uri()}#{address}")
        self.page.wait_for_selector(".view, [role=alert]")

    def follow(self, address):
        """Change the address of the open page, and open all that can be opened."""
        self.page.evaluate("to => { location.hash = to }", address)
        view = dict(part.split("=", 1) for part in address.split("&") if "=" in part).get(
            "v", "time"
        )
        self.page.wait_for_selector(f".{view}-view")
        self.page.evaluate(
            "document.querySelectorAll('details').forEach(one => { one.open = true })"
        )

    def text(self, selector="#explorer"):
        return self.page.inner_text(selector)

    def hash(self):
        return self.page.evaluate("location.hash")


@pytest.fixture
def visit(browser, files):
    visits = []

    def open_(address="", text="full", **options):
        visits.append(Visit(browser, files[text], address, **options))
        return visits[-1]

    yield open_
    for one in visits:
        assert one.faults == []
        assert [
            url for url in one.requests if not url.startswith(("file:", "about:", "blob:"))
        ] == []
        one.context.close()


# ---------------------------------------------------------------- the bundle and its sources


def test_the_bundle_names_the_hash_of_the_sources_it_was_built_from():
    names = ["package-lock.json", "tsconfig.json", "build.mjs"]
    names += [
        f"{folder}/{file.name}"
        for folder in ("page", "style")
        for file in (SOURCE / folder).iterdir()
    ]
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\0".encode() + (SOURCE / name).read_bytes() + b"\0")
    for name in ("explorer.js", "explorer.css"):
        first = (STATIC / name).read_text(encoding="utf-8").splitlines()[0]
        assert digest.hexdigest() in first, f"{name} is older than its sources: run make explorer"


def test_the_bundle_equals_what_the_sources_build(tmp_path):
    if not (SOURCE / "node_modules" / "esbuild").exists() or not shutil.which("node"):
        pytest.skip("needs node and the packages of the page: make explorer")
    subprocess.run(["node", SOURCE / "build.mjs", tmp_path], check=True, capture_output=True)
    for name in ("explorer.js", "explorer.css"):
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), name


def test_script_and_style_are_small_and_the_lock_names_no_registry():
    size = sum((STATIC / name).stat().st_size for name in ("explorer.js", "explorer.css"))
    assert size <= 120_000
    lock = json.loads((SOURCE / "package-lock.json").read_text(encoding="utf-8"))
    assert [one for one in lock["packages"].values() if "resolved" in one] == []
    wanted = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert all(version[0].isdigit() for version in wanted.values())


# ---------------------------------------------------------------- the seven uses


@browser_test
def test_a_point_leads_to_its_articles_and_sentences_and_they_add_up(visit, analysis):
    seen = visit()
    cursor = seen.page.locator(".time-chart .cursor")
    box = seen.page.locator(".time-chart").bounding_box()
    for step in range(30):  # look for a full quarter of the first theme
        seen.page.mouse.click(box["x"] + 80 + 20 * step, box["y"] + 150)
        if "add up" in seen.text(".adds-up"):
            break
    theme, period = seen.text(".evidence h2").split(", ")
    said = seen.text(".adds-up")
    listed = int(said.split()[1])
    assert f"{listed} of" in said.split("They add up: ")[1]
    assert cursor.get_attribute("aria-valuetext").startswith(f"{theme}, {period}")

    scores = tt.score_themes(
        analysis["tokens"], analysis["themes"], measure="present", min_matches=2
    )
    dates = analysis["articles"]["date"]
    quarter = dates.dt.to_period("Q").astype("str")
    inside = scores.loc[
        (quarter == period.replace(" ", "")).to_numpy(), theme.lower().replace(" ", "_")
    ]
    assert listed == int(inside.sum())
    assert f"{len(inside)} is {100 * inside.mean():.1f}" in said

    marks = seen.page.locator(".articles mark").count()
    words = int(said.split("counted word")[0].split()[-1].replace(",", ""))
    assert marks == words


@browser_test
def test_gaps_are_not_bridged_and_the_table_has_the_numbers_of_python(visit, analysis):
    seen = visit("v=time&s=theme:conflict")
    seen.page.click("text=Table of these numbers")
    seen.page.locator(".numbers tbody tr").first.wait_for()
    rows = seen.page.eval_on_selector_all(
        ".numbers tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"
    )
    scores = tt.score_themes(
        analysis["tokens"], analysis["themes"], measure="present", min_matches=2
    )
    articles = analysis["articles"]
    table = tt.share_by_period(
        scores, articles["date"], freq="QS", precision=articles["date_precision"], random_state=0
    )
    table = table[table["theme"] == "conflict"]
    shown = [[as_number(cell) for cell in row[2:6]] for row in rows]
    wanted = table[["share", "low", "high", "n_articles"]] * [100, 100, 100, 1]
    assert np.array(shown) == pytest.approx(wanted.to_numpy(), abs=0.0501, nan_ok=True)
    pieces = seen.page.get_attribute(".curve .line:not(.partial)", "d").count("M")
    full = (table["n_articles"] >= 10) & ~table["partial"]
    assert pieces == int((full & full.shift(fill_value=False)).sum())


@browser_test
def test_outlets_span_and_measure_change_the_curves_and_back_brings_them_back(visit):
    seen = visit()
    seen.page.click("[data-control=outlets]")
    seen.page.check("[data-slice='1']")
    assert "o=all,0" in seen.hash()
    assert seen.page.locator(".charts figure").count() == 3  # one chart a theme, a line an outlet
    seen.page.select_option("[data-control=from]", "2016 Q1")
    seen.page.select_option("[data-control=measure]", "mean")
    assert seen.text(".chart-title") == "Mean share of the article"
    seen.page.go_back()
    seen.page.wait_for_function(
        "document.querySelector('.chart-title').innerText === 'Share of articles'"
    )
    seen.page.go_back()
    seen.page.go_back()
    seen.page.wait_for_function("document.querySelectorAll('.charts figure').length === 1")


@browser_test
def test_a_ticked_topic_is_shown_by_the_measure_that_topics_have(visit):
    seen = visit()
    seen.page.check("[data-series='topic:2']")
    assert seen.text(".chart-title") == "Mean share of the article"
    assert seen.page.locator(".curve").count() == 4


@browser_test
def test_topics_have_terms_under_a_slider_articles_passages_outlets_and_neighbours(visit, analysis):
    seen = visit("v=topics&k=topic:3")
    before = seen.page.locator(".topic-terms .columns tbody th").all_inner_texts()
    assert (
        before
        == tt.topic_terms(analysis["model"], n_terms=20, relevance=0.6)
        .query("topic == 3")["term"]
        .str.replace("_", " ")
        .tolist()
    )
    slider = seen.page.locator("#relevance")
    slider.focus()
    seen.page.keyboard.press("End")
    after = seen.page.locator(".topic-terms .columns tbody th").all_inner_texts()
    by_share = tt.topic_terms(analysis["model"], n_terms=20, relevance=1.0)
    assert after == by_share.query("topic == 3")["term"].str.replace("_", " ").tolist()
    assert after != before
    assert "l=1" in seen.hash()
    said = seen.text(".topic-detail")
    for part in (
        "Telling passages",
        "Articles with the largest share",
        "Which other topics",
        "By outlet",
    ):
        assert part in said
    assert seen.page.locator(".topic-detail .interval circle").count() >= 2


@browser_test
def test_two_topics_stand_side_by_side_and_the_map_leads_to_a_topic(visit):
    seen = visit("v=topics&k=topic:3")
    seen.page.select_option("[data-control=with]", "topic:5")
    assert seen.page.locator(".topic-terms table").count() == 2
    assert "with=topic:5" in seen.hash()
    seen.page.locator("[data-dot='topic:1']").focus()
    seen.page.keyboard.press("Enter")
    assert seen.text(".topic-detail h2").startswith("1 ")


@browser_test
def test_two_groups_show_differences_and_terms_that_lead_to_lines_of_both_sides(visit):
    seen = visit("v=groups")
    assert "corrected for" in seen.text(".finding >> nth=0")
    assert seen.page.locator(".groups-view section .interval").count() == 11
    seen.page.click("text=Table of these terms")
    term = seen.page.locator(".numbers tbody th a").first.inner_text()
    seen.page.locator(".numbers tbody th a").first.click()
    assert f"“{term}”" in seen.text(".evidence h3").replace("_", " ")
    assert seen.page.locator(".evidence h4").count() == 2
    marks = {one.lower() for one in seen.page.locator(".evidence mark").all_inner_texts()}
    assert any(term.split()[0].lower() in mark for mark in marks)


@browser_test
def test_an_article_shows_topic_words_themes_and_what_cleaning_removed(visit, analysis):
    articles = analysis["articles"]
    article = articles.index[articles["title"].str.contains("Charlie Hebdo")][0]
    seen = visit(f"v=article&a={article}")
    assert seen.text("h2") == articles.loc[article, "title"]
    assert seen.page.locator(".article-body [class*=wash]").count() == 0
    assert seen.page.locator(".article-body .underline0").all_inner_texts() == ["militants"]
    seen.page.locator(".topic-choice input").nth(1).check()
    assert seen.page.locator(".article-body .wash1").count() > 10
    seen.page.check("[data-control=removed]")
    assert "moved (dateline)" in seen.text(".removed")
    body = " ".join(seen.page.locator(".article-body > p").all_inner_texts())
    assert body.split() == articles.loc[article, "text"].split()
    seen.page.click("text=All articles")
    seen.page.fill("input[type=search]", "hebdo")
    assert seen.page.locator(".virtual-row").count() == 1


@pytest.mark.parametrize(
    "pattern", ["militant*", "air strike*", "islamic state", "US", "truce", "cease*"]
)
@browser_test
def test_a_search_finds_what_contexts_finds(visit, analysis, pattern):
    seen = visit(f"v=search&q={pattern.replace(' ', '+')}")
    found = tt.contexts(analysis["tokens"], pattern, n=None)
    said = seen.text(".lead-number")
    n = len(found.table)
    if n == 0:
        assert said.startswith("No hit")
        return
    assert f"{n} hit{'s' * (n != 1)} in {found.table['article_id'].nunique()} of 257" in said
    seen.page.click("text=Table of these numbers")
    seen.page.locator(".numbers tbody tr").nth(23).wait_for()


ODD_WORDS = (
    "US troops told us. Us too. U.S. forces. The US's plan. IS fighters and is fighters. Who is "
    "WHO? air-strike and air strike. l'air. The militants' camp. Naïve cafés; café-au-lait. "
    "@US_EUCOM and #US_troops said; _strike_ and strike_one; us@US.org, www.us.org/US, (#strike) "
    "AT&T rose, AT & T fell at T. Rowe Price; Sotheby's & Co. chief, co-chief and co chief. The "
    "C.P.I. rose, CPI too, C. P. I. not; F.B.I.'s men, the FBI’s files, a U.S firm, the U. S. army "
    "left at 5 p.m., says the PM. J. P. Morgan, J.P. Morgan, JP Morgan. Plan A. I think of cpi. "
    "The U. S. S. R. and U.S.S.R., U.S.A. and U. S. A. fell; J. P. Morgan’s U. N. "
    "Security Council; AT&T. He said, he would go. St. Petersburg and Gen. Hassan; No. 1 of the "
    "'90s. Iran-backed and Iran backed; the Iranian- and Russian-backed men. It began. No. It is."
)
ODD_PATTERNS = (
    *("us", "US", "u.s.", "U.S.", "IS fighters", "is fighters", "who", "WHO", "air strike"),
    *("strike", "us troops", "U.S. forces", "fighter*", "air-strike", "air*", "militants"),
    *("café*", "*ive", "plan is", "camp", "EUCOM", "org", "@us_eucom", "#strike"),
    *("AT&T", "AT & T", "at&t rose", "sotheby & co", "co-chief", "chief*"),
    *("CPI", "C.P.I", "C.P.I.", "cpi", "FBI", "FBI men", "FBI files", "U.S", "US firm", "PM", "AI"),
    *("JP Morgan", "the US army", "J.P. Morgan", "USSR", "SR", "the USSR"),
    *("UN Security Council", "J. P. Morgan", "U.S.'s", "AT&T"),
    # signs as they are copied out of a text, full stops of abbreviations, hyphens before a *
    *("camp.", "said, he", "said he", "go. St. Petersburg", "St Petersburg", "st. petersburg"),
    *(
        "Gen Hassan",
        "no 1",
        "began No",
        "'90s",
        "90s",
        "*-backed",
        "Iran-*",
        "russian-*",
        "@*",
        "#*",
    ),
)


@pytest.mark.filterwarnings("ignore")  # of patterns that mean something else in capitals
@browser_test
def test_words_are_words_in_the_page_as_they_are_in_contexts(browser, tmp_path):
    articles = tt.clean_articles(
        pd.DataFrame(
            {"title": ["Odd words"], "text": [ODD_WORDS], "date": pd.to_datetime(["2018-01-02"])}
        )
    )
    tokens = tt.tokenize(articles["text"])
    made = tt.explore(articles, tokens=tokens, text="full", compare=[], title="Odd")
    seen = Visit(browser, made.save(tmp_path / "odd.html"), "v=search")
    shown = {}
    for pattern in ODD_PATTERNS:
        seen.page.fill("#query", pattern)
        seen.page.keyboard.press("Enter")
        said = seen.text(".lead-number")
        shown[pattern] = 0 if said.startswith("No hit") else int(said.split(": ")[1].split()[0])
    wanted = {one: len(tt.contexts(tokens, one, n=None).table) for one in ODD_PATTERNS}
    assert shown == wanted
    assert seen.faults == []
    seen.context.close()


@browser_test
def test_all_articles_of_a_span_are_listed_with_who_wrote_them_and_can_be_marked(visit, analysis):
    seen = visit("v=time&s=theme:online_extremism&from=2015+Q4")
    seen.page.click(".chart-notes >> text=Online extremism")
    articles = analysis["articles"]
    scores = tt.score_themes(
        analysis["tokens"], analysis["themes"], measure="present", min_matches=2
    )
    inside = (articles["date"] >= "2015-10-01").to_numpy()
    with_theme = scores.index[inside & (scores["online_extremism"] > 0).to_numpy()]
    assert seen.text(".evidence h2") == "Online extremism, 2015 Q4 to 2019 Q4"
    said = f"of {inside.sum()} articles then: {100 * len(with_theme) / inside.sum():.1f}"
    assert seen.text(".adds-up").startswith(f"{len(with_theme)} articles")
    assert said in seen.text(".adds-up")
    seen.page.click(".evidence .numbers summary")
    rows = seen.page.locator(".evidence .numbers tbody tr")
    rows.first.wait_for()
    by = articles.loc[with_theme, "source"].value_counts()
    assert rows.first.inner_text().split("\t")[:2] == [by.index[0], str(by.iloc[0])]
    rows.first.locator("a").click()  # the list of one outlet alone
    seen.page.wait_for_function("document.querySelector('.evidence h2').innerText.endsWith('Desk')")
    assert seen.text(".adds-up").startswith(f"{by.iloc[0]} articles")
    seen.page.go_back()
    seen.page.wait_for_function(
        "!document.querySelector('.evidence h2').innerText.endsWith('Desk')"
    )
    seen.page.click("text=Mark all")
    assert seen.text("[data-view=work]") == f"Your work ({len(with_theme)})"


@browser_test
def test_a_line_in_context_leads_to_its_article_by_keys(visit):
    seen = visit()
    seen.page.click("[data-view=search]")
    seen.page.fill("#query", "truce")
    seen.page.keyboard.press("Enter")
    seen.page.locator(".virtual").focus()
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector(".article-view")
    assert "truce" in seen.text(".article-body").lower()
    seen.page.go_back()
    seen.page.wait_for_selector(".search-view")
    assert seen.page.input_value("#query") == "truce"


@browser_test
def test_work_ends_in_a_recipe_that_read_recipe_reads_and_a_list_of_articles(
    visit, analysis, tmp_path
):
    seen = visit("v=work", accept_downloads=True)
    wild = 'The "siege" \\ of \u2028 city'
    seen.page.fill("[data-name='2']", wild)
    seen.page.keyboard.press("Tab")
    seen.page.select_option("[data-merge='5']", "2")
    seen.page.fill("[data-note='3']", "read again")
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.press("Tab")
    seen.page.check("[aria-label='Flag topic 4']")
    with seen.page.expect_download() as download:
        seen.page.click("text=Download the recipe")
    download.value.save_as(tmp_path / "recipe.toml")
    recipe = tt.read_recipe(tmp_path / "recipe.toml")
    assert recipe.names == {2: wild}
    assert recipe.notes == {3: ["read again"], 4: ["flagged"]}
    assert recipe.kept == (0, 1, 2, 3, 4, 6, 7)
    shares = tt.doc_topics(analysis["model"], analysis["dtm"])
    assert tt.edit_topics(shares, recipe).shape[1] == 7

    seen.page.click("[data-view=topics]")
    assert wild.replace("\u2028", " ") in seen.text(".topic-table").replace("\u2028", " ")
    seen.page.locator(".mark-box input").first.check()
    title = seen.page.locator(".mark-box input").first.get_attribute("aria-label")
    seen.page.click("[data-view=work]")
    with seen.page.expect_download() as download:
        seen.page.click("text=Download the list")
    download.value.save_as(tmp_path / "marked.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "marked.csv").read_text("utf-8-sig"))))
    assert [f"Mark: {row['title']}" for row in rows] == [title]
    assert rows[0]["article_id"] in analysis["articles"].index

    again = visit(seen.hash()[1:])  # a link brings the work along
    assert again.page.input_value("[data-name='2']") == wild
    again.page.click("text=Undo the last step")
    assert "flagged" not in again.text(".recipe")


@browser_test
def test_a_call_copied_at_a_point_gives_its_number(visit, analysis):
    seen = visit(
        "v=time&at=theme:conflict@2015+Q4@all", permissions=["clipboard-read", "clipboard-write"]
    )
    seen.page.locator(".evidence .python button").first.click()
    code = seen.text(".evidence pre >> nth=0")
    assert seen.page.evaluate("navigator.clipboard.readText()") == code
    *lines, last = code.splitlines()
    held = {"tt": tt, "pd": pd, **analysis}
    exec("\n".join(lines), held)
    row = eval(last, held)
    assert f"{100 * row['share'].item():.1f}" in seen.text(".lead-number")


@browser_test
def test_the_page_says_how_much_text_goes_along(visit):
    full, none = visit("v=about"), visit("v=about", text="none")
    assert "whole text of every article" in full.text(".deck")
    assert "whole texts" in full.text("dl >> nth=0")
    assert full.text(".statement") != none.text(".statement")
    none.open("v=time&at=theme:conflict@2015+Q4@all")
    assert "add up" in none.text(".adds-up")
    assert "holds no sentences" in none.text(".evidence")
    none.open("v=search&q=truce")
    said = none.text(".search-view")
    assert "Searches the titles." in said
    assert "in the titles, by period" in said
    assert re.search(r"of [\d,]+ articles, in the titles", none.text(".lead-number"))
    assert "the calls count whole texts" in said


@browser_test
def test_a_fragile_topic_has_its_mark_wherever_it_is_named_and_titles_may_be_missing(
    browser, analysis, tmp_path
):
    labels = tt.topic_labels(analysis["model"], n_terms=5)
    labels = labels.where(labels.index != 3, labels + " †")
    articles = analysis["articles"].assign(title="")
    known = {name: analysis[name] for name in ("tokens", "dtm", "model", "themes")}
    made = tt.explore(articles, **known, labels=labels, freq="QS")
    seen = Visit(browser, made.save(tmp_path / "fragile.html"), "v=groups")
    assert seen.page.locator(".groups-view tbody th", has_text="†").count() == 1
    assert "† Fragile topic: it did not come back in at least 80" in seen.text(".groups-view")
    seen.open("v=time&s=topic:3,topic:4")
    ends = seen.page.locator(".end text").all_text_contents()
    assert [end.endswith("… †") for end in ends] == [True, False]
    assert seen.text(".series-row:has([data-series='topic:3'])").count("†") == 1
    seen.open("v=topics&k=topic:3&with=topic:5")
    assert "†" in seen.text(".topic-detail h2")
    assert seen.page.locator(".topics-view tbody th", has_text="†").count() == 1
    seen.page.locator("[data-dot='topic:3'] text", has_text="†").wait_for()
    seen.open("v=search&q=truce")
    assert "Searches the titles, which no article here has." in seen.text(".search-view")
    assert seen.faults == []
    seen.context.close()


@browser_test
def test_a_phrase_in_quotation_marks_is_the_phrase(visit):
    seen = visit("v=search&q=truce")
    said = seen.text(".lead-number")
    for asked in ('"truce"', "“truce”"):
        seen.open(f"v=search&q={asked}")
        assert seen.text(".lead-number") == said
        assert seen.page.input_value("#query") == asked


@browser_test
def test_one_article_alone_is_marked_at_its_title(visit):
    seen = visit("v=time&s=theme:conflict&at=theme:conflict@2015+Q4@all")
    assert seen.page.locator("text=Mark all").count() == 1
    seen.page.locator(".evidence .numbers summary").click()
    rows = seen.page.locator(".evidence .numbers tbody tr")
    one = rows.filter(has=seen.page.locator("td", has_text=re.compile(r"^1$"))).first
    one.locator("a").click()
    seen.page.wait_for_function("document.querySelectorAll('.evidence .articles li').length === 1")
    assert seen.page.locator("text=Mark all").count() == 0


# ---------------------------------------------------------------- reached by everybody


@browser_test
def test_the_first_click_into_a_list_that_was_scrolled_opens_the_line_under_the_pointer(visit):
    seen = visit("v=search&q=the")
    down = "document.querySelector('.virtual').scrollTop"
    box = seen.page.locator(".virtual").bounding_box()
    seen.page.mouse.move(box["x"] + 300, box["y"] + 100)
    seen.page.mouse.wheel(0, 2000)
    seen.page.wait_for_timeout(500)
    assert seen.page.evaluate(down) >= 1000
    under = "([x, y]) => document.elementFromPoint(x, y).closest('.virtual-row').innerText"
    line = seen.page.evaluate(under, [box["x"] + 300, box["y"] + 100])
    seen.page.mouse.down()
    seen.page.wait_for_timeout(60)  # as long as a finger takes: the list must not move under it
    seen.page.mouse.up()
    seen.page.wait_for_selector(".article-view")
    seen.page.go_back()
    seen.page.wait_for_selector(".search-view")
    seen.page.wait_for_timeout(200)
    assert seen.page.evaluate(down) >= 1000
    assert seen.page.locator(".virtual-row.active").inner_text() == line


@browser_test
def test_back_from_an_article_leads_to_the_place_where_its_title_stands(visit):
    seen = visit("v=time&s=theme:conflict&at=theme:conflict@2015+Q4@all")
    title = seen.page.locator(".evidence .articles li a").last
    title.scroll_into_view_if_needed()
    seen.page.wait_for_timeout(300)
    place, name = seen.page.evaluate("scrollY"), title.inner_text()
    assert place > 500
    title.click()
    seen.page.wait_for_selector(".article-view")
    seen.page.go_back()
    seen.page.wait_for_selector(".evidence")
    seen.page.wait_for_timeout(500)
    assert seen.page.evaluate("scrollY") == pytest.approx(place, abs=2)
    assert seen.page.evaluate("document.activeElement.innerText") == name
    seen.page.click("[data-view=about]")
    seen.page.click("[data-view=time]")  # a tab leads to the top
    for _ in range(100):  # the page glides there
        if seen.page.evaluate("scrollY") == 0:
            break
        seen.page.wait_for_timeout(50)
    assert seen.page.evaluate("scrollY") == 0


@browser_test
def test_letters_twice_as_large_are_so_everywhere_and_fit_their_rows(browser, files):
    seen = Visit(browser, files["full"])
    seen.context.add_init_script(
        "addEventListener('DOMContentLoaded', () => "
        "{ document.documentElement.style.fontSize = '200%' })"
    )
    seen.open("v=article")
    size = "one => [getComputedStyle(one).fontSize, one.scrollHeight <= one.clientHeight + 1]"
    for part in (".tabs a", ".virtual-row .title", ".article-view label"):
        assert seen.page.locator(part).first.evaluate(size)[0] == "30px", part
    row = seen.page.locator(".virtual-row").first
    assert row.evaluate(size)[1]
    assert row.bounding_box()["height"] == 80  # 40 otherwise
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 1280
    seen.context.close()


@browser_test
def test_the_keyboard_alone_leads_from_a_curve_to_a_sentence(visit):
    seen = visit()
    for _ in range(60):
        seen.page.keyboard.press("Tab")
        if seen.page.evaluate("document.activeElement.getAttribute('role')") == "slider":
            break
    seen.page.keyboard.press("Home")
    for _ in range(2):
        seen.page.keyboard.press("ArrowRight")
    said = seen.page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    assert said.startswith("Conflict, 2014 Q3: ")
    seen.page.keyboard.press("ArrowDown")
    assert seen.page.evaluate("document.activeElement.getAttribute('aria-valuetext')").startswith(
        "Diplomacy"
    )
    seen.page.keyboard.press("ArrowUp")
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.innerText") == "Conflict, 2014 Q3"
    assert "add up" in seen.text("[role=status]")
    for _ in range(8):
        seen.page.keyboard.press("Tab")
        if seen.page.evaluate("document.activeElement.closest('.headline') !== null"):
            break
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector(".article-view .article-body p")


@pytest.mark.parametrize(("scheme", "rules"), [("light", None), ("dark", ["color-contrast"])])
@browser_test
def test_axe_finds_nothing_in_any_view(visit, scheme, rules):
    if not AXE.exists():
        pytest.skip("needs axe-core: npm ci in toolkit/explorer/source")
    seen = visit(color_scheme=scheme, bypass_csp=True)
    seen.page.add_script_tag(path=AXE)
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = {}
    for address in [*PLACES, "v=article&a=", "v=work", "v=about"]:
        seen.follow(address)
        result = seen.page.evaluate("options => axe.run(document, options)", options)
        for one in result["violations"]:
            found[f"{address}: {one['id']}"] = [node["html"][:160] for node in one["nodes"][:3]]
    assert found == {}


@pytest.mark.parametrize("width", [320, 768, 1280, 1920])
@browser_test
def test_no_view_is_wider_than_the_window(visit, width):
    seen = visit(viewport={"width": width, "height": 800})
    for address in [*(f"v={view}" for view in VIEWS), *PLACES]:
        seen.follow(address)
        seen.page.wait_for_timeout(20)
        over = seen.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{address} at {width} px is {over} px too wide"


@browser_test
def test_colours_follow_the_system_or_the_switch_and_print_is_dark_on_white(visit):
    paper = "getComputedStyle(document.body).backgroundColor"
    seen = visit(color_scheme="dark")
    dark = seen.page.evaluate(paper)
    seen.page.click("[data-control=colours]")
    light = seen.page.evaluate(paper)
    assert light == "rgb(255, 255, 255)" != dark
    assert "d=light" in seen.hash()
    seen.page.click("[data-control=colours]")
    assert seen.page.evaluate(paper) == dark
    seen.page.emulate_media(media="print")
    assert seen.page.evaluate(paper) == light
    assert not seen.page.is_visible(".tabs")


# ---------------------------------------------------------------- safe, and alone


@pytest.mark.parametrize(
    "address",
    ["v=time&s=theme:diplomacy&from=2015+Q1&to=2017+Q4&m=mean&at=theme:diplomacy@2016+Q3@0&o=all,0",
     "v=topics&k=topic:4&with=topic:1&l=0.3", "v=search&q=truce"],
)  # fmt: skip
@browser_test
def test_an_address_shows_the_same_again(visit, address):
    first, second = visit(address), visit(address)
    assert first.hash() == second.hash()
    assert first.text() == second.text()


DAMAGED = (
    "v=nothing",
    "v=time&s=theme:none&at=x@y@z&o=99&m=q&from=1&w=[[",
    "v=article&a=zz",
    "v=topics&k=topic:999&l=x",
    "v=search&q=***",
    "%%%&&=&v=time",
    'w=["x",[{"do":"drop"}],[1e9]]',
)


@pytest.mark.parametrize("address", DAMAGED)
@browser_test
def test_a_damaged_address_shows_the_page_all_the_same(visit, address):
    seen = visit(address)
    assert seen.page.locator(".view").count() == 1


@browser_test
def test_hostile_texts_of_every_field_run_nothing_and_are_shown_as_text(browser, tmp_path):
    articles = tt.clean_articles(tt.read_articles(hostile_corpus(tmp_path)))
    lines = [
        f"[{json.dumps(text)}]\ndescription = {json.dumps(text)}\nterms = ['truce', 'siege*']\n"
        for text in PAYLOADS
        if "\x00" not in text
    ]
    (tmp_path / "themes.toml").write_text("\n".join(lines), encoding="utf-8")
    tokens = tt.tokenize(articles["text"])
    dtm = tt.count_terms(tokens)
    topics = tt.LDA(n_topics=4, random_state=0).fit(dtm)
    labels = pd.Series(PAYLOADS[:4], index=pd.RangeIndex(4, name="topic"))
    events = pd.DataFrame({"name": PAYLOADS, "date": pd.Timestamp("2018-06-01"), "note": PAYLOADS})
    made = tt.explore(
        articles,
        tokens=tokens,
        themes=tt.read_themes(tmp_path / "themes.toml"),
        model=topics,
        dtm=dtm,
        labels=labels,
        events=events,
        text="full",
        title=" ".join(PAYLOADS),
    )
    seen = Visit(browser, made.save(tmp_path / "page.html"))
    ids = articles.index[:: max(1, len(articles) // 12)]
    addresses = [f"v={view}" for view in VIEWS]
    addresses += ["v=search&q=truce", "v=topics&k=topic:1&with=topic:2", "v=groups&t=truce"]
    addresses += [f"v=article&a={one}&x=1&k=all" for one in ids]
    first = PAYLOADS[0].replace("<", "%3C")
    addresses += [f"v=search&q={first}", f"v=time&s=theme:{first}", f"v=article&a={first}"]
    strange = ":is(script:not([type]), iframe, img, object, base, link, [onerror], [onload], video)"
    for address in addresses:
        seen.follow(address)
        assert seen.page.locator(f"#explorer {strange}").count() == 0, address
        assert seen.page.evaluate("window.pwned") is None, address
    assert "<script>window.pwned=1</script>" in seen.page.title() + seen.text(".page-head")
    assert [url for url in seen.requests if not url.startswith(("file:", "about:"))] == []
    assert seen.faults == []
    seen.context.close()


@browser_test
def test_the_page_works_in_a_frame_that_allows_scripts_alone(browser, files, tmp_path):
    held = files["full"].read_text(encoding="utf-8")
    outside = tmp_path / "frame.html"
    frame = "<iframe id=f sandbox='allow-scripts' style='width:1200px;height:800px'></iframe>"
    literal = json.dumps(held).replace("</", "<\\/")
    fill = f"<script>f.srcdoc = {literal}</script>"
    outside.write_text(f"<!doctype html><title>x</title>{frame}{fill}", encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(outside.as_uri())
    inside = page.frame_locator("#f")
    inside.locator(".time-chart .cursor").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert "2014 Q2" in inside.locator(".evidence h2").inner_text()
    inside.locator("[data-view=topics]").click()
    inside.locator("[data-dot='topic:2']").click()
    assert inside.locator(".topic-detail h2").inner_text().startswith("2 ")
    inside.locator("[data-view=work]").click()
    inside.locator("text=Download the recipe").click()
    assert "n_topics = 8" in inside.locator(".download textarea").first.input_value()
    assert page.url == outside.as_uri()
    assert faults == []
    context.close()


@browser_test
def test_forty_articles_without_dates_or_topics_open_in_every_view(browser, analysis, tmp_path):
    few = analysis["articles"].iloc[:40].assign(date=pd.NaT, date_precision="")
    tokens = tt.tokenize(few["text"])
    made = tt.explore(few, tokens=tokens, themes=analysis["themes"], text="passages", title="Few")
    seen = Visit(browser, made.save(tmp_path / "few.html"))
    said = {}
    for view in VIEWS:
        seen.follow(f"v={view}")
        said[view] = seen.text(f".{view}-view")
    assert "no topics" in said["topics"]
    assert "date" in said["time"]
    assert "compares no groups" in said["groups"]
    assert "40 articles" in said["article"]
    seen.follow("v=search&q=the")
    assert "in no period" in seen.text(".result") or "Without dates" in seen.text(".result")
    assert seen.faults == []
    seen.context.close()


@browser_test
def test_a_damaged_file_says_so_in_a_sentence(browser, files, tmp_path):
    text = files["none"].read_text(encoding="utf-8")
    at = text.index('id="data">') + 40
    broken = tmp_path / "broken.html"
    broken.write_text(text[:at] + "AAAA" + text[at + 4 :], encoding="utf-8")
    seen = Visit(browser, broken)
    assert "cannot show its data" in seen.text("[role=alert]")
    seen.context.close()
