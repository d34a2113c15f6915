"""Compare what `read_articles` makes of a file with a list of the right answers beside it.

A list of right answers is ``X.expected.json`` beside X: one object per article, with what must hold
of it (title, date, source, n_paragraphs, ...). It may name the arguments of `read_articles`
(``kwargs``), or that the file must be refused (``expect``).
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

import toolkit as tt


@dataclass
class Score:
    """How many articles, dates and outlets of some files are right, out of how many."""

    files: int = 0
    articles: list[int] = field(default_factory=lambda: [0, 0])
    dates: list[int] = field(default_factory=lambda: [0, 0])
    outlets: list[int] = field(default_factory=lambda: [0, 0])
    faults: list[str] = field(default_factory=list)

    def note(self, name: str, what: str, *, right: bool) -> None:
        """Count one comparison of an article, a date or an outlet."""
        count = {"article": self.articles, "date": self.dates, "outlet": self.outlets}[what]
        count[0] += right
        count[1] += 1
        if not right:
            self.faults.append(f"{name}: {what}")


def cases(folder: Path) -> dict[str, list[Path]]:
    """Return the files of a folder that have right answers beside them, by kind."""
    kinds = defaultdict(list)
    for listed in sorted(folder.rglob("*.expected.json")):
        path = listed.with_name(listed.name.removesuffix(".expected.json"))
        own = path.parent.name if path.parent != folder else path.suffix
        kinds[own].append(path)
    return dict(kinds)


def score_cases(paths: list[Path]) -> Score:
    """Read each file and compare it with the right answers beside it."""
    score = Score()
    for path in paths:
        score.files += 1
        listed = json.loads(path.with_name(f"{path.name}.expected.json").read_text("utf-8"))
        score_case(score, path, listed)
    return score


def score_case(score: Score, path: Path, listed: list[dict[str, Any]]) -> None:
    first = listed[0]
    try:
        articles = tt.read_articles(path, progress=False, **first.get("kwargs", {}))
    except tt.errors.ToolkitError:
        refused = "error" in str(first.get("expect", first.get("or", "")))
        score.note(path.name, "article", right=refused)
        return
    if "expect" in first:
        marked = any(marks for marks in articles["quality"])
        score.note(path.name, "article", right="mark" in first["expect"] and marked)
        return
    expected = [{"date": day} for day in first["dates"]] if "dates" in first else listed
    expected = [{} for _ in range(first["n_articles"])] if "n_articles" in first else expected
    if set(first) == {"text_not_contains"}:
        text = "\n".join(tt.clean_articles(articles)["text"])
        score.note(
            path.name, "article", right=not any(part in text for part in first[next(iter(first))])
        )
        return
    if len(articles) != len(expected):
        score.note(path.name, "article", right=False)
        return
    for (_, row), answer in zip(articles.iterrows(), expected, strict=True):
        score_article(score, path.name, row, answer)


def score_article(score: Score, name: str, row: pd.Series, answer: dict[str, Any]) -> None:
    checks = [
        row["title"] == answer.get("title", row["title"]),
        n_paragraphs(row["body"]) == answer.get("n_paragraphs", n_paragraphs(row["body"])),
        not any(part in row["body"] for part in answer.get("body_not_contains", ())),
        row["section"] == answer.get("section", row["section"]),
        row["url"] == answer.get("url", row["url"]),
        "abstract_in" not in answer or bool(row[answer["abstract_in"]]),
        "body_from" not in answer or bool(row["body"]),
    ]
    score.note(name, "article", right=all(map(bool, checks)))
    if "date" in answer:
        score.note(name, "date", right=right_date(row, answer))
    if "source" in answer:
        score.note(name, "outlet", right=row["source"] in answer["source"].split(" or "))


def n_paragraphs(body: str) -> int:
    return len([part for part in body.split("\n\n") if part.strip()])


def right_date(row: pd.Series, answer: dict[str, Any]) -> bool:
    day = "" if pd.isna(row["date"]) else f"{row['date']:%Y-%m-%d}"
    expected = answer["date"] or ""
    right = day.startswith(expected) if expected else not day
    right = right or (answer.get("or") == "no_date" and not day)
    updated = answer.get("updated")
    if updated:
        right = right and pd.notna(row["updated"]) and f"{row['updated']:%Y-%m-%d}" == updated
    precise = row["date_precision"] == answer.get("date_precision", row["date_precision"])
    return right and precise and row["date_kind"] != answer.get("date_kind_not")


def score_samples(folder: Path, listed: Path) -> dict[str, Score]:
    """Compare real exports with the list made of them by hand, by folder."""
    rows = defaultdict(list)
    with listed.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            rows[row["file"]].append(row)
    scores: dict[str, Score] = defaultdict(Score)
    for name, expected in rows.items():
        score = scores[Path(name).parts[0]]
        score.files += 1
        articles = tt.read_articles(folder / name, progress=False)
        if len(articles) != len(expected):
            score.note(name, "article", right=False)
            continue
        for (_, row), answer in zip(articles.iterrows(), expected, strict=True):
            words = row["n_words"] == int(answer["n_words"] or row["n_words"])
            score.note(
                name, "article", right=print_of(row["title"]) == answer["title_hash"] and words
            )
            score.note(name, "date", right=right_date(row, {"date": answer["date"] or None}))
            score.note(name, "outlet", right=row["source"] == answer["source"])
    return dict(scores)


def print_of(title: str) -> str:
    squeezed = " ".join(title.split()).casefold()
    return hashlib.blake2b(squeezed.encode(), digest_size=6).hexdigest()
