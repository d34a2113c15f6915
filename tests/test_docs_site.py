"""The documentation site: builds without a warning and without a network, and every link leads."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import toolkit as tt

sys.path.insert(0, str(Path(__file__).parents[1] / "docs" / "_ext"))
from public_names import NAMESPACES, PATHS

ROOT = Path(__file__).parents[1]
API = sorted((ROOT / "docs" / "api").glob("*.md"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
BUILD = """
import socket, sys



def refuse(*_args, **_kwargs):
    raise OSError("the documentation must build without a network")

socket.socket.connect = socket.socket.connect_ex = refuse
from sphinx.cmd.build import main

sys.exit(main(sys.argv[1:]))
"""


def documented():
    """Every name behind ``tt.`` and behind its namespaces."""
    own = [name for name in tt.__all__ if name not in NAMESPACES]
    return own + [f"{space}.{name}" for space in NAMESPACES for name in getattr(tt, space).__all__]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site from a copy, warnings being errors; return its folder."""
    pytest.importorskip("sphinx", reason="needs the extra docs: pip install -e '.[docs]'")
    root = tmp_path_factory.mktemp("docs")
    for name in ("docs", "notebooks", "figures", "toolkit"):
        left_out = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "node_modules")
        shutil.copytree(ROOT / name, root / name, ignore=left_out)
    options = ["-W", "--keep-going", "-q", "-b", "html", "-d", str(root / "doctrees")]
    folders = [str(root / "docs"), str(root / "site")]
    made = subprocess.run(
        [sys.executable, "-c", BUILD, *options, *folders],
        capture_output=True,
        text=True,
        cwd=root,
        check=False,
        timeout=300,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return root / "site"


class Links(HTMLParser):
    """What a page loads, where it leads, and the places in it that can be led to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.hrefs: list[str] = []
        self.places: set[str] = set()
        self.without_alt = 0
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.places.add(found.get("id") or "")
        if tag in {"script", "img", "iframe", "source"} and found.get("src"):
            self.loaded.append(found["src"])
        if tag == "link" and found.get("rel") != "canonical" and found.get("href"):
            self.loaded.append(found["href"])
        if tag == "a" and found.get("href"):
            self.hrefs.append(found["href"])
        if tag == "img" and not found.get("alt"):
            self.without_alt += 1


@pytest.fixture(scope="module")
def pages(site):
    paths = [path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]
    return {path: Links(path) for path in paths}


def listed():
    """Return the names given to the reference, page by page."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in API)
    return [
        name for block in re.findall(r"```\{api\}\n(.*?)```", text, re.S) for name in block.split()
    ]


def test_every_public_name_has_one_entry_in_the_reference():
    times = Counter(listed())
    missing = sorted(set(documented()) - set(times))
    assert missing == [], "give each a line on one of the pages of docs/api"
    assert sorted(set(times) - set(PATHS)) == []
    assert [name for name, n in times.items() if n > 1] == []


@pytest.mark.slow
def test_every_entry_is_on_its_page(pages):
    places = {
        place
        for page, links in pages.items()
        if page.parent.name == "api"
        for place in links.places
    }
    assert [name for name in documented() if f"toolkit.{PATHS[name]}" not in places] == []


@pytest.mark.slow
def test_no_page_loads_anything_from_elsewhere(site, pages):
    loaded = {url for links in pages.values() for url in links.loaded}
    assert [url for url in loaded if urlsplit(url).netloc or url.startswith("//")] == []
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//[^)\"']+", text) == [], sheet


def leads(url, page, pages):
    """Say whether a link of a page leads to a file, and to a place in it if it names one."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return True
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_file():
        return False
    return target not in pages or unquote(parts.fragment) in {"", *pages[target].places}


@pytest.mark.slow
def test_every_link_leads_to_a_page_and_a_place_in_it(pages):
    broken = [
        (page.name, url)
        for page, links in pages.items()
        for url in [*links.hrefs, *links.loaded]
        if not leads(url, page, pages)
    ]
    assert broken == []
    assert sum(len(links.hrefs) for links in pages.values()) > 1000


@pytest.mark.slow
def test_every_picture_has_a_text_for_those_who_cannot_see_it(pages):
    assert [page.name for page, links in pages.items() if links.without_alt] == []


@pytest.mark.slow
def test_names_in_the_pages_lead_to_their_entries(site):
    text = (site / "time.html").read_text(encoding="utf-8")
    assert 'href="api/time.html#toolkit.smooth_shares"' in text
    entry = (site / "api" / "themes.html").read_text(encoding="utf-8")
    assert 'href="time.html#toolkit.share_by_period"' in entry


@pytest.mark.slow
def test_formulas_are_mathml_and_need_no_script(site):
    text = (site / "methods.html").read_text(encoding="utf-8")
    assert text.count("<math ") > 40
    assert not re.search(r"<script[^>]*mathjax", text, re.IGNORECASE)
    assert "merror" not in text
    assert "\\frac" not in re.sub(r'aria-label="[^"]*"', "", text)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_the_window_in_a_real_browser(site, width):
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.on("requestfailed", lambda request: problems.append(request.url))
        page.on("pageerror", lambda error: problems.append(str(error)))
        for name in (
            "index",
            "quick-start",
            "methods",
            "gallery",
            "comparing",
            "api/tables",
            "api/time",
        ):
            page.goto((site / f"{name}.html").as_uri())
            wide = page.evaluate("document.documentElement.scrollWidth")
            problems += [f"{name} is {wide} wide"] if wide > width else []
        page.goto((site / "methods.html").as_uri())
        heights = page.evaluate(
            "[...document.querySelectorAll('math')].map(m => m.getBoundingClientRect().height)"
        )
        page.goto((site / "index.html").as_uri())
        seen = page.evaluate("document.querySelector('.bd-article img').naturalWidth")
        browser.close()
    assert problems == []
    assert min(heights) > 5
    assert seen > 500
