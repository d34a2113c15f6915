"""Hostile texts in every field of every output run nothing, in a real browser where there is one.

Each payload stands in the articles, in names of themes, topics, outlets and columns, in titles,
captions, labels and notes; everything that can be looked at is opened: the report, the summaries
that a notebook shows, tables and figures for reports, the SVG itself.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import toolkit as tt
from tests import figure_tables as tables
from tests.hostile import PAYLOADS, hostile_corpus
from toolkit.interop.imported import ImportedTopics
from toolkit.reporting import Settings, run_study, write_report
from toolkit.topics import Prototype, Sensitivity, TopicNumberAdvice
from toolkit.validation.sheets import CodingSheet

THEMES = Path(__file__).parents[1] / "corpus" / "themes.toml"
SHOWN = {"div", "p", "b", "br", "table", "thead", "tbody", "tr", "th", "td", "bdi", "data", "ol",
         "li", "mark", "span", "small", "caption", "figure", "img", "figcaption", "i"}  # fmt: skip
PANDAS = SHOWN | {"style"}


class Elements(HTMLParser):
    """The elements and attributes of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    path = hostile_corpus(tmp_path_factory.mktemp("hostile"))
    return run_study(path, THEMES, settings=Settings(n_topics=4), show_progress=False)


def named_by(payloads):
    """Return themes whose names and descriptions are payloads."""
    lines = [
        f"[{json.dumps(text)}]\ndescription = {json.dumps(text)}\nterms = ['truce']\n"
        for text in payloads
        if "\x00" not in text
    ]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def shown(study, tmp_path_factory) -> dict[str, str]:
    """Return the HTML of everything that a notebook or a report shows."""
    folder = tmp_path_factory.mktemp("shown")
    articles, tokens, dtm = study.articles, study.tokens, study.dtm
    (folder / "themes.toml").write_text(named_by(PAYLOADS), encoding="utf-8")
    themes = tt.read_themes(folder / "themes.toml")
    model = study.topics.model
    wild = model.__class__(n_topics=4, random_state=0).fit(
        np.random.default_rng(1).poisson(1.0, (30, len(PAYLOADS)))
    )
    wild.terms_ = np.array(PAYLOADS)
    recipe = tt.topic_recipe(model)
    for text in PAYLOADS:
        recipe = recipe.name(0, text).note(1, text)
    table = pd.DataFrame({text: PAYLOADS for text in PAYLOADS})
    report = tt.to_report_table(
        table, title=" ".join(PAYLOADS), notes=PAYLOADS, labels={t: t for t in PAYLOADS}
    )
    objects = {
        "articles": tt.show(articles, n=len(articles)),
        "ledger": tt.show(study.ledger, n=300),
        "any table": tt.show(table, n=99),
        "tokens": tokens,
        "matrix": dtm,
        "weights": tt.tfidf(dtm),
        "themes": themes,
        "recipe": recipe,
        "scored": tt.score_articles(model, tokens),
        "advice": TopicNumberAdvice((5,), " ".join(PAYLOADS), table),
        "sensitivity": Sensitivity(
            pd.DataFrame({"choice": PAYLOADS, "value": 1.0, "holds": True, "note": PAYLOADS}),
            " ".join(PAYLOADS),
        ),
        "prototype": Prototype(model, table, " ".join(PAYLOADS)),
        "imported": imported(),
        "sheet": CodingSheet(
            pd.DataFrame({f"code_{text}": [1] for text in PAYLOADS}), pd.DataFrame()
        ),
        "study": study,
        "topics": study.topics,
        **{f"comparison {one.title}": one for one in study.comparisons},
        "contexts": tt.contexts(tokens, "truce", articles=articles, n=300),
        "passages": tt.topic_passages(
            model, tokens, study.topics.shares, topic=0, n=300, min_words=1
        ),
        "report table": report,
    }
    html = {name: one._repr_html_() for name, one in objects.items()}
    html["LDA"] = wild._repr_mimebundle_()["text/html"]
    html["LDA not fitted"] = tt.LDA(seed_terms={t: [t] for t in PAYLOADS})._repr_mimebundle_()[
        "text/html"
    ]
    html |= {f"pandas: {n}": t._repr_html_() for n, t in {"t": table, "a": articles}.items()}
    figure = saved_figure(folder)
    html["saved figure"] = figure._repr_mimebundle_()[0]["text/html"]
    return html


def imported():
    """Return topics from elsewhere whose program, terms and labels are payloads."""
    n = len(PAYLOADS)
    shares = pd.DataFrame(np.full((3, n), 1 / n), index=pd.Index(list("abc"), name="article_id"))
    words = np.full((n, n), 1 / n)
    return ImportedTopics.of(PAYLOADS[0], shares, topic_term=words, terms=PAYLOADS, labels=PAYLOADS)


def saved_figure(folder: Path) -> tt.reporting.SavedFigure:
    every = " ".join(text.replace("\x00", "") for text in PAYLOADS)
    table = tables.period_shares(PAYLOADS[:4], n=4)
    with tt.plot.figure_style():
        figure = Figure(figsize=(6, 3), layout="constrained")
        ax = tt.plot.theme_shares(table, ax=figure.subplots())
        ax.set_title(PAYLOADS[0])
        made_by = {"settings": dict.fromkeys(PAYLOADS, every)}
        return tt.save_figure(
            figure, folder / "wild", data=table, made_by=made_by, caption=every, alt=every
        )


def test_a_hostile_text_adds_no_element_and_no_attribute_to_anything_shown(shown):
    for name, html in shown.items():
        found = Elements(html)
        assert found.names <= (PANDAS if name.startswith("pandas") else SHOWN), name
        assert not {a for a in found.attributes if a.startswith("on")}, name
        assert found.attributes <= {"style", "class", "title", "border", "alt", "src", "value",
                                    "scope", "scoped", "id"}, name  # fmt: skip


def test_every_payload_is_shown_somewhere_as_text(shown):
    text = shown["any table"]
    assert text.count("window.pwned=1") > len(PAYLOADS) * 20
    assert "<script" not in text


def test_amounts_of_money_are_no_formula_in_a_notebook(shown):
    for name in ("articles", "any table", "report table", "LDA", "contexts", "passages"):
        assert "tex2jax_ignore mathjax_ignore" in shown[name][:200], name


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        pytest.skip("needs Chromium at /usr/bin/chromium")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(chromium),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


def opened(browser, path: Path) -> None:
    """Open a file, click and point at everything, and see that nothing ran or was asked for."""
    asked: list[str] = []
    dialogs: list[str] = []
    view = browser.new_page()
    view.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    view.on("request", lambda request: asked.append(request.url))
    view.goto(path.as_uri())
    for summary in view.query_selector_all("summary"):
        summary.click()
    view.mouse.move(200, 400)
    view.keyboard.press("Tab")
    assert view.evaluate("() => window.pwned") is None, path.name
    assert dialogs == [], path.name
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == [], path.name
    view.close()


@pytest.mark.browser
def test_nothing_that_a_notebook_shows_runs_in_a_browser(shown, browser, tmp_path):
    for name, html in shown.items():
        path = tmp_path / f"{name.replace(' ', '-').replace(':', '')}.html"
        path.write_text(f"<!doctype html><meta charset='utf-8'>{html}", encoding="utf-8")
        opened(browser, path)


@pytest.mark.browser
def test_the_report_and_its_files_run_nothing_in_a_browser(study, browser, tmp_path):
    opened(browser, write_report(study, tmp_path / "report", title=PAYLOADS[0]))
    for path in sorted((tmp_path / "report").rglob("*.svg")):
        opened(browser, path)


@pytest.mark.browser
def test_files_of_figures_and_tables_run_nothing_in_a_browser(browser, tmp_path):
    saved = saved_figure(tmp_path)
    for suffix in (".svg", ".json", ".caption.txt", ".csv"):
        opened(browser, saved.path(suffix)) if suffix != ".csv" else None
    table = pd.DataFrame({text: PAYLOADS for text in PAYLOADS})
    report = tt.to_report_table(table, title=" ".join(PAYLOADS), notes=PAYLOADS)
    paths = report.save(tmp_path / "table", formats=["html"])
    opened(browser, paths[0])


@pytest.mark.browser
def test_the_check_sees_a_script_that_runs(browser, tmp_path):
    path = tmp_path / "wild.html"
    path.write_text("<script>window.pwned=1</script>", encoding="utf-8")
    with pytest.raises(AssertionError):
        opened(browser, path)
