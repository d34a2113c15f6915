"""The pictures of docs/explorer.md, taken of the sample corpus in Chromium.

python -m tests.explorer_pictures
"""

from __future__ import annotations

import shutil
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import toolkit as tt
from toolkit.reading.samples import corpus_path

FOLDER = Path(__file__).parents[1] / "docs" / "explorer"
PICTURES = {
    "time": ("v=time", 0),
    "evidence": ("v=time&s=theme:online_extremism&at=theme:online_extremism@2015+Q4@all", 500),
    "topics": ("v=topics&k=topic:6", 0),
    "groups": ("v=groups", 0),
    "search": ("v=search&q=truce", 0),
}
"""Name of each picture, the address of what it shows, and how far down the page it begins."""
WIDTH, HEIGHT = 1200, 860


def sample_page(folder: Path) -> Path:
    """Write the explorer of the sample corpus, with its whole texts."""
    articles = tt.clean_articles(tt.load_sample())
    tokens = tt.tokenize(articles["text"], aliases=corpus_path() / "aliases.toml")
    dtm = tt.count_terms(tokens, min_docs=2, max_doc_share=0.5)
    page = tt.explore(
        articles,
        tokens=tokens,
        themes=tt.read_themes(corpus_path() / "themes.toml"),
        model=tt.LDA(n_topics=12, random_state=2018).fit(dtm),
        dtm=dtm,
        events=tt.read_events(corpus_path() / "events.toml"),
        freq="QS",
        text="full",
        title="Sample corpus",
    )
    return page.save(folder / "sample.html")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = sample_page(Path(folder)).as_uri()
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (address, top) in PICTURES.items():
            size = {"width": WIDTH, "height": HEIGHT}
            page = browser.new_page(viewport=size, reduced_motion="reduce", color_scheme="light")
            page.goto(f"{file}#{address}")
            page.locator("#view").wait_for()
            page.evaluate("top => window.scrollTo(0, top)", top)
            page.wait_for_timeout(500)
            taken = Image.open(BytesIO(page.screenshot()))
            taken.convert("RGB").quantize(96).save(FOLDER / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
