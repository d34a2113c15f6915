"""The exports in ../shared/data give the articles that a person finds in them.

`data/export_samples_expected.csv` was made from the files themselves by throw-away patterns and by
eye, never with these readers. It holds no text: titles as BLAKE2b of the lower-cased headline.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from pathlib import Path

import pytest

import toolkit as tt
from toolkit.reading.exports import READERS
from toolkit.reading.interface import (
    Document,
    Piece,
    RawArticle,
    ReadOptions,
    n_characters,
)

SAMPLES = Path(__file__).parents[1].parent / "shared" / "data" / "export-samples"
EXPECTED = Path(__file__).parent / "data" / "export_samples_expected.csv"
_NAMES = (
    "january february march april may june july august september october november december "
    "januar februar märz april mai juni juli august september oktober november dezember "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "jan feb mar apr may jun jul aug sep oct nov dec"
)
MONTHS = {name: number % 12 + 1 for number, name in enumerate(_NAMES.split())}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/data/export-samples"),
]


def expected() -> dict[str, list[dict[str, str]]]:
    files = defaultdict(list)
    with EXPECTED.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            files[row["file"]].append(row)
    return files


def read(name: str) -> tuple[str, list[RawArticle], list[Piece], Document]:
    path = SAMPLES / name
    document = Document.from_bytes(path.name, path.read_bytes())
    reader = next(reader for reader in READERS if reader.recognizes(document))
    results = list(reader.read(document, ReadOptions()))
    articles = [result for result in results if isinstance(result, RawArticle)]
    return reader.name, articles, [r for r in results if isinstance(r, Piece)], document


def print_of(title: str) -> str:
    squeezed = " ".join(title.split()).casefold()
    return hashlib.blake2b(squeezed.encode(), digest_size=6).hexdigest()


def day_of(printed: str) -> str:
    """Read the few forms of date in the samples; the toolkit's parser has its own tests."""
    iso = re.match(r"(\d{4})-(\d\d)-(\d\d)", printed)
    if iso:
        return iso.group()
    dotted = re.match(r"(\d\d)\.(\d\d)\.(\d{4})", printed)
    if dotted:
        return f"{dotted[3]}-{dotted[2]}-{dotted[1]}"
    found = re.search(r"([^\W\d]+)\.? (\d{1,2}),? (\d{4})", printed)
    if found and found[1].lower() in MONTHS:
        return f"{found[3]}-{MONTHS[found[1].lower()]:02}-{int(found[2]):02}"
    found = re.search(r"(\d{1,2}) ([^\W\d]+) (\d{4})", printed)
    return f"{found[3]}-{MONTHS[found[2].lower()]:02}-{int(found[1]):02}" if found else ""


@pytest.mark.parametrize("name", sorted(expected()))
def test_a_sample_gives_its_articles_with_titles_dates_and_outlets(name):
    _, articles, _, _ = read(name)
    rows = expected()[name]
    assert len(articles) == len(rows)
    for article, row in zip(articles, rows, strict=True):
        assert print_of(article.fields["title"]) == row["title_hash"]
        assert day_of(article.fields.get("published", "")) == row["date"]
        assert article.fields.get("source", "") == row["source"]


@pytest.mark.parametrize("name", sorted(expected()))
def test_a_sample_gives_the_words_of_each_story_and_no_others(name):
    _, articles, _, _ = read(name)
    for article, row in zip(articles, expected()[name], strict=True):
        if row["n_words"]:
            assert len(article.body.split()) == int(row["n_words"]), article.fields["title"]


@pytest.mark.parametrize("name", sorted(expected()))
def test_every_character_of_a_sample_has_its_piece(name):
    reader_name, articles, pieces, document = read(name)
    if reader_name in {"nexis-txt", "nexis-uni-txt"}:
        counted = sum(a.n_counted for a in articles) + sum(n_characters(p.text) for p in pieces)
        assert counted == n_characters(document.text)
    else:
        assert [a.n_counted for a in articles] == [a.received for a in articles]


@pytest.mark.parametrize("name", sorted(expected()))
def test_no_line_of_a_sample_is_left_unassigned(name):
    _, articles, _, _ = read(name)
    assert [p.text for a in articles for p in a.pieces if p.rule == "unassigned"] == []


def test_the_nexis_uni_list_made_by_hand_is_met_field_by_field():
    _, articles, _, _ = read("nexis-uni-txt/LN47_2017_4.txt")
    listed = SAMPLES / "nexis-uni-txt" / "LN47_2017_4.expected.csv"
    with listed.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = [
        {
            "n": str(number),
            "title": article.fields["title"],
            "date": day_of(article.fields["published"]),
            "source": article.fields["source"],
            "section": article.fields.get("section", ""),
            "byline": article.fields.get("byline", ""),
            "words_declared": str(article.extra["words_declared"]),
        }
        for number, article in enumerate(articles, 1)
    ]
    assert found == rows


def test_the_gdelt_sample_gives_one_row_an_address_and_loses_no_mention():
    _, articles, pieces, _ = read("gdelt/mentionssamp.csv")
    repeated = [piece for piece in pieces if piece.rule == "duplicate_mention"]
    assert (len(articles), len(articles) + len(repeated)) == (559, 1635)
    assert len({article.fields["url"] for article in articles}) == 559
    assert {article.fields["date"] for article in articles} == {"2017-07-01T23:45:00Z"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nexis-legacy-txt/LexisNexisTools_sample.TXT", ("GLASGOW", "HILLHEAD")),
        ("nexis-uni-docx/usa-today.docx", ("NAOKO", "MATSUMURA")),
    ],
)
def test_the_person_who_exported_is_named_nowhere(name, words):
    _, articles, pieces, _ = read(name)
    texts = [p.text for p in pieces] + [p.text for a in articles for p in a.pieces]
    assert not any(word in text for text in texts for word in words)


def test_the_declared_length_of_real_nexis_articles_is_near_the_words_received():
    _, articles, _, _ = read("nexis-html/guardian_1986-01-01_0001.html")
    assert not [a for a in articles if "length_mismatch" in a.quality]


@pytest.mark.parametrize("name", sorted(expected()))
def test_the_articles_table_has_the_dates_of_a_sample_and_a_balanced_ledger(name):
    articles = tt.read_articles(SAMPLES / name)
    rows = expected()[name]
    days = articles["date"].dt.strftime("%Y-%m-%d").fillna("").tolist()
    assert days == [row["date"] for row in rows]
    assert set(articles["date_kind"]) == ({"published"} if rows[0]["date"] else {"unknown"})
    assert "unbalanced" not in set(tt.ledger(articles)["rule"].astype(str))
