"""Small made-up files as strangers bring them: exporters, languages, calendars, encodings.

``strangers.json`` holds each file and its right answer, written before it was read: title, day
(with ``/m`` or ``/y`` for a month or year), outlet and text of every article, ``*`` for anything;
or a part of the error message. Nothing else may come out.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tt
from toolkit.errors import ReadingError

FILES = json.loads((Path(__file__).parent / "data" / "strangers.json").read_text("utf-8"))
PRECISION = {"month": "/m", "year": "/y"}


def found_in(file: Path, options: dict[str, str]) -> list[list[str | None]] | str:
    try:
        articles = tt.read_articles(file, progress=False, **options)
    except ReadingError as error:
        return str(error)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return [
        [row.title or None,
         None if pd.isna(row.date) else f"{row.date:%Y-%m-%d}"
         + PRECISION.get(row.date_precision, ""),
         row.source or None, " ".join(row.body.split()) or None]
        for row in articles.itertuples()
    ]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_a_stranger_gives_the_right_articles_or_says_why_not(name, tmp_path):
    case = FILES[name]
    file = tmp_path / name.removeprefix("2-")
    content = case["text"].encode() if "text" in case else base64.b64decode(case["base64"])
    file.write_bytes(content)
    found, want = found_in(file, case.get("options", {})), case["want"]
    if isinstance(want, str) or isinstance(found, str):
        assert isinstance(found, str), found
        assert want in found
        return
    assert len(found) == len(want)
    for own, right in zip(found, want, strict=True):
        shown = ["*" if part == "*" else value for value, part in zip(own, right, strict=True)]
        assert shown == right
