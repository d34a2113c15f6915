"""The main job, end to end: what the report says, holds and never does."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from tests.hostile import PAYLOADS, hostile_corpus
from toolkit._core.progress_bars import progress
from toolkit.cleaning import clean_articles
from toolkit.duplicates import near_duplicates
from toolkit.explorer.container import from_letters, read_container
from toolkit.reading import read_articles
from toolkit.reporting import Settings, run_study, write_report
from toolkit.reporting.study.timeline import Calendar
from toolkit.reporting.study.topic_steps import TopicInputs, learn_topics
from toolkit.reporting.study.word_counts import count_words

ROOT = Path(__file__).parents[1]
SAMPLE, THEMES, ALIASES = (
    ROOT / "corpus" / name for name in ("sample", "themes.toml", "aliases.toml")
)


class Page(HTMLParser):
    """What a browser would find in the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


@pytest.fixture(scope="module")
def study():
    return run_study(SAMPLE, THEMES, aliases=ALIASES, show_progress=False)


@pytest.fixture(scope="module")
def report(study, tmp_path_factory) -> Path:
    return write_report(study, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def page(report) -> Page:
    return Page(report.read_text(encoding="utf-8"))


def test_the_sample_is_as_large_and_varied_as_it_should_be(study):
    articles = study.articles
    assert len(articles) >= 150
    assert articles["source"].nunique() >= 3
    assert articles["section"].nunique() >= 3
    assert articles["date"].min().year == 2014
    assert articles["date"].max().year == 2019
    months = articles["date"].dropna().dt.to_period("M").value_counts()
    n_months = len(pd.period_range(months.index.min(), months.index.max(), freq="M"))
    assert len(months) <= n_months - 6
    assert months.max() >= 6


def test_the_page_answers_in_sentences_with_denominators(page, study):
    n = len(study.articles)
    assert f"The corpus holds {n} articles from 4 outlets" in page.text
    assert re.search(
        r"The theme conflict is present \(at least 2 matches\) in \d+ of \d+ articles", page.text
    )
    assert re.search(
        r"none of 6 years with an interval stands out beyond chance "
        r"\(highest: \d{4}, \d+% of \d+ articles\)",
        page.text,
    )
    assert "have no usable date and are not in any chart over time" in page.text


def test_the_page_needs_neither_network_nor_script(page, report):
    assert not page.all("script")
    assert not page.all("link")
    assert all(image["src"].startswith("data:image/svg+xml;base64,") for image in page.all("img"))
    policy = [m for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy[0]["content"].startswith("default-src 'none'")
    assert "@import" not in report.read_text(encoding="utf-8")


def test_every_figure_has_alternative_text_with_numbers(page):
    images = page.all("img")
    assert len(images) >= 5
    assert all(len(image["alt"]) > 20 for image in images)
    assert any("over time" in image["alt"] and "%" in image["alt"] for image in images)


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
def test_a_figure_that_is_cut_on_a_telephone_says_so(report):
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    said = {}
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for width in (360, 1280):
            view = browser.new_page(viewport={"width": width, "height": 800})
            view.goto(report.as_uri())
            said[width] = view.evaluate(
                "(() => { const one = document.querySelector('figure');"
                "return [getComputedStyle(one, '::before').content,"
                "one.scrollWidth > one.clientWidth] })()"
            )
        browser.close()
    assert said == {360: ['"Wider than the screen: scroll sideways →"', True],
                    1280: ["none", False]}  # fmt: skip


def test_figures_tables_and_record_lie_beside_the_page(report, study):
    folder = report.parent
    names = {path.name for path in (folder / "figures").iterdir()}
    for suffix in (".png", ".svg", ".pdf", ".csv", ".json"):
        assert f"themes-over-time{suffix}" in names
    shares = pd.read_csv(folder / "tables" / "theme-shares.csv")
    assert len(shares) == len(study.periods)
    assert len(pd.read_parquet(folder / "tables" / "ledger.parquet")) == len(study.ledger)
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    assert record["corpus"]["n_articles"] == len(study.articles)
    assert record["settings"]["seed"] == study.settings.seed
    assert str(ROOT) not in json.dumps(record)


def test_no_table_publishes_the_articles(report, study):
    longest = study.articles["body"].iloc[0][:200]
    for path in (report.parent / "tables").glob("*.csv"):
        assert longest not in path.read_text(encoding="utf-8"), path.name


def test_the_page_leads_to_the_explorer_beside_it_which_holds_no_sentence(report):
    assert '<a href="explorer.html">' in report.read_text(encoding="utf-8")
    beside = (report.parent / "explorer.html").read_text(encoding="utf-8")
    data = re.search(r'id="data">([^<]*)<', beside)[1]
    meta, columns = read_container(from_letters(data))
    assert meta["text"] == "none"
    assert len(columns["articles.title"]) == meta["articles"]
    assert not [name for name in columns if name.startswith(("sentences", "bodies"))]
    listed = json.loads((report.parent / "files.json").read_text(encoding="utf-8"))
    assert "explorer.html" in json.dumps(listed)


def test_methods_name_every_choice(page, study):
    model = study.topics.model
    for words in (
        f"learned {model.n_topics} topics (chosen from the number of articles)",
        f"with seed {study.settings.seed}",
        "resample whole days",
        study.themes.sha256[:12],
        "Near-duplicates were searched",
    ):
        assert words in page.text


def test_topics_are_marked_when_they_do_not_come_back(page, study):
    stability = study.topics.stability
    assert set(stability["topic"]) == set(study.topics.summary["topic"])
    fragile = int(stability["fragile"].sum())
    expected = f"{fragile} of {len(stability)} topics {'is' if fragile == 1 else 'are'} fragile"
    assert (expected if fragile else f"All {len(stability)} topics were found again") in page.text


SMALL = "\n\n\n".join(
    f"Headline number {i}\n\nUpdated {i + 1} March 2017\n\nHeadline number {i}\n\n"
    f"PARIS: The truce near town {i} held and talks about the siege went on in Geneva.\n\n"
    f"Troops left after the airstrikes, an envoy wrote online."
    for i in range(6)
)


def test_more_topics_than_the_articles_can_carry_are_not_judged_and_it_says_so():
    articles = clean_articles(read_articles(SAMPLE)).head(70)
    limits: list[str] = []
    words = count_words(articles, options={}, limits=limits, progress=False)
    settings = Settings(n_topics=20, stability_runs=2)
    weights = pd.Series(1.0, index=articles.index)
    calendar = Calendar(articles, settings, limits, weights=weights)
    inputs = TopicInputs(articles, words, near_duplicates(articles), calendar)
    found = learn_topics(inputs, settings=settings, limits=limits)
    assert found is not None
    assert found.stability.empty
    assert limits == [
        "Levant Desk ends in 2015 and has 42% of the articles up to then: what changes there may "
        "be the outlets, not the news.",
        "The stability of the topics was not estimated. topic_stability: 70 articles have counted "
        "terms; 20 topics need 100, five each. Try up to 14 topics.",
    ]


@pytest.fixture
def small(tmp_path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "all.txt").write_text(SMALL, encoding="utf-8")
    return tmp_path


def test_two_reports_of_one_corpus_are_the_same_bytes(small):
    code = (
        "import sys; from toolkit.cli import main; "
        "sys.exit(main(['report', sys.argv[1], '--themes', sys.argv[2], '--out', sys.argv[3]]))"
    )
    for seed in ("1", "2"):
        words = [str(small / "articles"), str(THEMES), str(small / seed)]
        subprocess.run(
            [sys.executable, "-c", code, *words],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
    first = {p.relative_to(small / "1"): p.read_bytes() for p in (small / "1").rglob("*.*")}
    second = {p.relative_to(small / "2"): p.read_bytes() for p in (small / "2").rglob("*.*")}
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_a_report_overwrites_neither_the_settings_nor_the_names_that_a_person_has_written(tmp_path):
    study = run_study(SAMPLE, THEMES, settings=Settings(stability_runs=0, n_topics=3))
    out = tmp_path / "my-study"
    out.mkdir()
    own = 'articles = "corpus"  # mine\n'
    (out / "study.toml").write_text(own, encoding="utf-8")
    with pytest.warns(
        UserWarning, match=r"^study\.toml was written or changed by a person and stay"
    ):
        write_report(study, out)
    assert (out / "study.toml").read_text(encoding="utf-8") == own
    named = (out / "topics.toml").read_text(encoding="utf-8") + "# read by Ada\n"
    (out / "topics.toml").write_text(named, encoding="utf-8")
    with pytest.warns(UserWarning, match="stays as it is") as said:
        write_report(study, out)
    assert [str(one.message).partition(" ")[0] for one in said] == ["study.toml", "topics.toml"]
    assert (out / "topics.toml").read_text(encoding="utf-8") == named
    write_report(study, tmp_path / "other")
    write_report(study, tmp_path / "other")  # as the report wrote them: written anew


def test_the_recipe_of_a_report_is_not_removed_by_the_report_that_is_made_with_it(tmp_path):
    """`--recipe report/topics.toml --out report`, unchanged: study.toml then named no file."""
    chosen = Settings(stability_runs=0, n_topics=3)
    write_report(run_study(SAMPLE, THEMES, settings=chosen, show_progress=False), tmp_path / "out")
    recipe = tmp_path / "out" / "topics.toml"
    written = recipe.read_bytes()
    for _ in range(2):
        again = run_study(SAMPLE, THEMES, recipe=recipe, settings=chosen, show_progress=False)
        write_report(again, tmp_path / "out")
        assert recipe.read_bytes() == written
    assert 'recipe = "topics.toml"' in (tmp_path / "out" / "study.toml").read_text(encoding="utf-8")


def test_six_articles_end_well_and_say_what_they_cannot_show(small):
    study = run_study(small / "articles", THEMES, show_progress=False)
    text = Page(write_report(study, small / "out").read_text(encoding="utf-8")).text
    assert study.topics is None
    assert "6 articles with counted terms are too few for a topic model" in text
    assert "No two outlets were compared" in text
    assert "ceasefire" in text or "truce" in text


def test_a_study_that_fails_ends_its_progress_bar(small, monkeypatch):
    def fail(*_args, **_kwargs):
        message = "no room"
        raise MemoryError(message)

    monkeypatch.setattr("toolkit.reporting.study.job.near_duplicates", fail)
    with pytest.raises(MemoryError) as failure:
        run_study(small / "articles", THEMES)
    later = progress([1], label="Reading articles")
    assert later.outer is None  # while `failure` still holds the frames of the study
    assert failure.value.args == ("no room",)


@pytest.mark.corpus
def test_the_two_articles_of_the_seed_end_well(shared, tmp_path):
    study = run_study(shared / "seed", THEMES, aliases=ALIASES, show_progress=False)
    text = Page(write_report(study, tmp_path).read_text(encoding="utf-8")).text
    assert "The corpus holds 2 articles" in text
    assert "2 articles with counted terms are too few for a topic model" in text
    assert len(study.contexts) > 0
    assert study.comparisons == ()


def test_copies_count_as_asked(tmp_path):
    (tmp_path / "articles").mkdir()
    text = "The truce held near the river, the siege went on, and envoys spoke of talks again. " * 6
    rows = [
        {
            "title": f"Day {i}",
            "text": f"Rain fell in the valley on day {i}, number {i * i}.",
            "source": "A",
            "date": f"2018-01-{i + 1:02d}",
        }
        for i in range(30)
    ]
    copies = [
        {"title": f"Copy {i}", "text": text, "source": "B", "date": f"2018-01-{i + 1:02d}"}
        for i in range(20)
    ]
    pd.DataFrame([*rows, *copies]).to_csv(tmp_path / "articles" / "all.csv", index=False)
    peaks = {}
    for keep in ("all", "first", "weight"):
        settings = Settings(freq="MS", n_topics=0, copies=keep, min_matches=1)
        study = run_study(tmp_path / "articles", THEMES, settings=settings, show_progress=False)
        conflict = study.periods[study.periods["theme"] == "conflict"]
        peaks[keep] = conflict["share"].iloc[0]
    assert peaks["all"] == pytest.approx(20 / 50)
    assert peaks["first"] == pytest.approx(1 / 31)
    assert peaks["weight"] == pytest.approx(1 / 31)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    study = run_study(
        hostile_corpus(folder), THEMES, settings=Settings(n_topics=4), show_progress=False
    )
    return write_report(study, folder / "report", title=PAYLOADS[0])


def test_a_hostile_corpus_adds_no_element_to_the_page(hostile, page):
    usual = {name for name, _ in page.elements}
    found = Page(hostile.read_text(encoding="utf-8"))
    assert {name for name, _ in found.elements} <= usual
    for _, attributes in found.elements:
        assert not any(name.startswith("on") for name in attributes)
    for path in (hostile.parent / "tables").glob("*.csv"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not line.startswith(("=", "@"))
