"""The explorer as the output of a cell: in JupyterLab, and in a notebook converted to HTML."""

from __future__ import annotations

import shutil

import nbformat
import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from tests.test_jupyterlab import ENDED, PROBLEMS, READY, RUNNING, STARTING
from tests.test_jupyterlab import lab as lab  # noqa: PLC0414 - a fixture, used by its name

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TITLE = "Two desks <b>in a cell</b>"
FRAME = "iframe[title^='Explorer: ']"
CODE = """\
import numpy as np
import pandas as pd
import toolkit as tt
n = 60
index = pd.Index([f"a{i:02d}" for i in range(n)], name="article_id")
days = pd.Timestamp("2016-01-01") + pd.to_timedelta(np.arange(n), "D")
articles = pd.DataFrame({"title": "Talks", "date": days, "source": "Desk"}, index=index)
shares = np.tile([[0.75, 0.25]], (n, 1))
topics = pd.DataFrame(shares, index=index, columns=pd.RangeIndex(2, name="topic"))
tt.explore(articles, topics=topics, compare=[], title="Two desks <b>in a cell</b>")"""


def explorer():
    index = pd.Index([f"a{i:02d}" for i in range(60)], name="article_id")
    days = pd.Timestamp("2016-01-01") + pd.to_timedelta(np.arange(60), "D")
    articles = pd.DataFrame({"title": "Talks", "date": days, "source": "Desk"}, index=index)
    shares = np.tile([[0.75, 0.25]], (60, 1))
    topics = pd.DataFrame(shares, index=index, columns=pd.RangeIndex(2, name="topic"))
    return tt.explore(articles, topics=topics, compare=[], title=TITLE)


def notebook_with(output):
    cell = nbformat.v4.new_code_cell("page", execution_count=1)
    data = {"text/html": output._repr_html_(), "text/plain": repr(output)}
    cell["outputs"] = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
    return nbformat.v4.new_notebook(cells=[cell])


def converted(notebook, template):
    exporter = pytest.importorskip("nbconvert").HTMLExporter(template_name=template)
    return exporter.from_notebook_node(notebook)[0]


@pytest.mark.parametrize("template", ["lab", "classic"])
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
def test_a_converted_notebook_shows_the_explorer_without_a_network(template, tmp_path):
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    path = tmp_path / "converted.html"
    path.write_text(converted(notebook_with(explorer()), template), encoding="utf-8")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(offline=True)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        heading = page.frame_locator(FRAME).locator("h1")
        assert heading.inner_text() == TITLE
        assert page.frame_locator(FRAME).locator("h1 b").count() == 0
        assert page.locator("details img[alt^='Shares of topics per period']").count() == 1
        browser.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
def test_jupyterlab_shows_a_picture_before_a_notebook_is_trusted_and_the_explorer_once_it_is_run(
    lab,
):
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    url, token, study = lab
    notebook = notebook_with(explorer())
    notebook.cells[0]["source"] = CODE
    notebook["metadata"]["kernelspec"] = {"display_name": "Python 3", "name": "python3"}
    nbformat.write(notebook, study / "notebooks" / "seen.ipynb")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(1000 * STARTING)
        page.goto(f"{url}doc/tree/notebooks/seen.ipynb?token={token}")
        page.wait_for_function(READY)
        picture = page.locator("details img[alt^='Shares of topics per period']")
        picture.wait_for(state="attached")
        assert page.locator(FRAME).count() == 0
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_function(ENDED, timeout=1000 * RUNNING)
        assert page.evaluate(PROBLEMS) == []
        assert page.frame_locator(FRAME).locator("h1").inner_text() == TITLE
        browser.close()
