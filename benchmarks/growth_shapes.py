"""Sixty shapes of text that a program may read in more than linear time, and files that hold them.

Every shape is a function of a number of characters. Some are what newspapers send, written large
(a table of results, a page in capitals); others are what only a broken program, or a stranger,
would send. None of them is harmful: each is read and cleaned in less than a second.
"""

from __future__ import annotations

import html
import io
import itertools
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Shape = Callable[[int], str]
SAMPLES = Path(__file__).parents[1] / "tests" / "data"
NEWS = (
    "Talks on the border resumed on Monday, officials said. The foreign minister met her "
    "counterpart in Geneva, where a ceasefire was agreed in principle; prices rose by 3.4 per "
    "cent, and 1,200 people crossed the river. “We are not there yet,” a spokesman said."
)


def repeated(unit: str) -> Shape:
    """Return a shape that repeats a text."""
    return lambda n: (unit * (n // len(unit) + 1))[:n]


def counted(unit: str) -> Shape:
    """Return a shape that repeats a text with a number that grows, so that no two are equal."""

    def make(n: int) -> str:
        times = n // len(unit.format(10_000)) + 1
        return "".join(unit.format(k) for k in range(times))[:n]

    return make


def nested(start: str, end: str) -> Shape:
    """Return a shape of brackets or tags within one another."""
    return lambda n: start * (n // (len(start) + len(end))) + end * (n // (len(start) + len(end)))


def letters(k: int) -> str:
    """Return a number as a word of letters alone."""
    word = ""
    while True:
        k, rest = divmod(k, 26)
        word += chr(97 + rest)
        if not k:
            return word


def distinct_words(n: int) -> str:
    """Return words of which no two are the same."""
    return " ".join(letters(k) for k in range(10**6, 10**6 + n // 6))


def distinct_capitals(n: int) -> str:
    """Return one line of different words in capitals."""
    return distinct_words(n).upper()


def pairs_of_few_words(n: int) -> str:
    """Return a text whose words make many different pairs."""
    words = [letters(k + 700) for k in range(300)]
    return " ".join(words[(k * k + k // 7) % 300] for k in range(n // 4))[:n]


SHAPES: dict[str, Shape] = {
    "news": repeated(NEWS + " "),
    "news in paragraphs": repeated(NEWS + "\n\n"),
    "news in lines of 70": repeated(NEWS[:70] + "\n" + NEWS[70:140] + "\n"),
    "paragraphs of which none is the same": counted("Paragraph {0}: " + NEWS + "\n\n"),
    "one word": repeated("a"),
    "one word of many syllables": repeated("anti-"),
    "the same word": repeated("war "),
    "two words in turn": repeated("peace talks "),
    "words of which none is the same": distinct_words,
    "many pairs of few words": pairs_of_few_words,
    "one line in capitals": repeated("ANKARA "),
    "different capitals in one line": distinct_capitals,
    "lines in capitals": repeated("TALKS RESUME IN ANKARA\n"),
    "words with a capital": repeated("United Nations Security Council "),
    "capitals and small letters": repeated("aNkArA "),
    "spaces": repeated(" "),
    "a word after many spaces": lambda n: " " * (n - 3) + "war",
    "tabs": repeated("\t"),
    "words between many spaces": repeated("war" + " " * 40),
    "line feeds": repeated("\n"),
    "lines of one letter": repeated("a\n"),
    "carriage returns": repeated("war on\r"),
    "line feeds and spaces": repeated("\n \n\t"),
    "separators of Unicode": repeated("war\u2028on\u2029"),
    "hyphens at the ends of lines": repeated("govern-\nment "),
    "soft hyphens": repeated("go\u00advern\u00adment "),
    "hyphens": repeated("-"),
    "dashes": repeated("war – peace — "),
    "dots": repeated("."),
    "initials": repeated("U.S.A. "),
    "letters and dots": repeated("A.B."),
    "abbreviations": repeated("Mr. Dr. Gen. "),
    "ends of sentences": repeated("No! Why? Yes. "),
    "marks of a sentence": repeated("?!"),
    "quotation marks": repeated('"'),
    "opened quotations": repeated("“War "),
    "apostrophes": repeated("don't o'clock "),
    "brackets": nested("(", ")"),
    "opened brackets": repeated("(see "),
    "digits": repeated("7"),
    "numbers": repeated("1,234.56 "),
    "years": counted("in {0} "),
    "dates": repeated("22 October 2018 "),
    "dates in lines": repeated("Monday, October 22, 2018\n"),
    "date lines": repeated("ANKARA, Oct 22 (Reuters) - Talks.\n"),
    "date lines in paragraphs": repeated("ANKARA, Oct 22 (Reuters) - Talks resumed.\n\n"),
    "bylines": repeated("By John Smith\n"),
    "bylines in one line": repeated("By John Smith and "),
    "credits": repeated("(Reporting by Jane Doe; Editing by John Smith)\n"),
    "copyright": repeated("© 2018 Example Times. All rights reserved.\n"),
    "labels": repeated("LENGTH: 400 words\n"),
    "labels of many kinds": counted("Label {0}: a value\n"),
    "links": repeated("https://example.org/a?b=c&d=e "),
    "addresses": repeated("desk@example.org "),
    "an address without an end": repeated("a@"),
    "tags": repeated("<b>war</b> "),
    "tags within one another": nested("<div>", "</div>"),
    "opened tags": repeated("<a href="),
    "characters by name": repeated("&amp;&nbsp;"),
    "ampersands": repeated("&"),
    "comments": repeated("<!-- "),
    "control characters": repeated("\x00\x1b[31m"),
    "marks on one letter": lambda n: "a" + "\u0301" * (n - 1),
    "Chinese": repeated("四国领导人星期六在安卡拉会晤。"),
    "Arabic": repeated("استؤنفت المحادثات على الحدود "),
    "emoji": repeated("👩‍👩‍👧‍👦"),
    "wrongly decoded text": repeated("â€œWarâ€\u009d "),
    "underscores": repeated("chemical_weapons_"),
    "slashes": repeated("and/or\\"),
    "commas": repeated("war,"),
    "lists": repeated("* a point\n  - another\n"),
    "tables": repeated("| war | 3 |\n"),
    "headings": repeated("## War\n"),
    "calls to read more": repeated("Read more: Talks resume\nADVERTISEMENT\n"),
    "page numbers": counted("Page {0} of 5\n"),
    "braces": nested('{"a":', "}"),
    "percent signs": repeated("%20"),
}


def as_csv(text: str) -> bytes:
    """Return a table of one article."""
    cell = text.replace('"', '""').replace("\0", "")
    return f'title,date,body\nTalks,2018-10-22,"{cell}"\n'.encode()


def as_json_line(text: str) -> bytes:
    """Return one article as a line of JSON."""
    return (json.dumps({"title": "Talks", "date": "2018-10-22", "body": text}) + "\n").encode()


def as_page(text: str) -> bytes:
    """Return a web page whose body is a text, tags and all."""
    start = '<!doctype html><html><head><meta charset="utf-8"><title>Talks</title>'
    return f"{start}</head><body><article><h1>Talks</h1><p>{text}</p></article>".encode()


FORMS: dict[str, Callable[[str], bytes]] = {
    "text.txt": lambda text: text.encode(),
    "cell.csv": as_csv,
    "record.jsonl": as_json_line,
    "page.html": as_page,
}
"""A text as a file of one article."""


def sample_files() -> list[Path]:
    """Return the made-up exports of press databases, feeds and archives."""
    folders = (SAMPLES / "exports", SAMPLES / "cases")
    found = [file for folder in folders for file in sorted(folder.rglob("*"))]
    return [
        file
        for file in found
        if file.is_file() and not file.name.startswith(".") and ".expected." not in file.name
    ]


def long_body(sample: Path, n: int) -> bytes:
    """Return a sample whose longest stretch of prose is replaced by ``n`` characters of news."""
    content = sample.read_bytes()
    if content[:2] == b"PK":
        return _rewritten(content, lambda part: _with_prose(part, n))
    return _with_prose(content, n)


def _with_prose(content: bytes, n: int) -> bytes:
    found = max(re.finditer(rb"[A-Za-z][A-Za-z ,.]{20,}", content), key=lambda m: len(m.group()))
    prose = re.sub(r"[^A-Za-z ,.]", "", NEWS) + " "
    return content[: found.start()] + repeated(prose)(n).encode() + content[found.end() :]


def many_items(sample: Path, n: int) -> bytes | None:
    """Return a sample whose articles are repeated to ``n`` bytes; None where it holds but one."""
    content = sample.read_bytes()
    if content[:2] == b"PK":
        return None
    if sample.suffix in {".txt", ".ris", ".enw", ".bib", ".csv", ".tsv", ".eml"}:
        return content * (n // len(content) + 1)
    if sample.suffix == ".json":
        return _repeated_list(json.loads(content), n)
    for name in (b"item", b"entry", b"record", b"article", b"page", b"newsItem", b"div", b"p"):
        found = re.search(rb"<%s[ >].*</%s>" % (name, name), content, re.DOTALL)
        if found:
            unit = found.group() + b"\n"
            return content[: found.start()] + unit * (n // len(unit) + 1) + content[found.end() :]
    return None


def _repeated_list(found: Any, n: int) -> bytes | None:
    items = found if isinstance(found, list) else found.get("items")
    if not items:
        return None
    times = n // len(json.dumps(items)) + 1
    many = [dict(item, id=str(k)) for k, item in enumerate(items * times)]
    return json.dumps(many if isinstance(found, list) else {**found, "items": many}).encode()


def _rewritten(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Return an office file whose largest part is changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        longest = max(old.infolist(), key=lambda info: info.file_size).filename
        for info in old.infolist():
            part = old.read(info)
            new.writestr(info.filename, change(part) if info.filename == longest else part)
    return made.getvalue()


def _articles(n: int) -> list[dict[str, str]]:
    kept = {"date": "2018-10-22", "source": "Example Times"}
    return [
        {"title": f"Talks {k}", "body": f"{k}: {NEWS}", **kept} for k in range(n // len(NEWS) + 1)
    ]


def rows_csv(n: int) -> bytes:
    """Return a table of many articles."""
    head, rows = "title,date,source,body\n", _articles(n)
    return (head + "".join(
        f'{row["title"]},{row["date"]},{row["source"]},"{row["body"]}"\n' for row in rows
    )).encode()  # fmt: skip


def rows_jsonl(n: int) -> bytes:
    """Return many articles as lines of JSON."""
    return "".join(json.dumps(row) + "\n" for row in _articles(n)).encode()


def list_json(n: int) -> bytes:
    """Return many articles as one list."""
    return json.dumps(_articles(n)).encode()


def rows_xlsx(n: int) -> bytes:
    """Return a workbook of many articles."""
    import pandas as pd

    made = io.BytesIO()
    pd.DataFrame(_articles(n)).to_excel(made, index=False)
    return made.getvalue()


def rows_parquet(n: int) -> bytes:
    """Return a Parquet file of many articles."""
    import pandas as pd

    return pd.DataFrame(_articles(n)).to_parquet()


def keys_json(n: int) -> bytes:
    """Return one article with very many other keys."""
    keys = {f"key {k}": "value" for k in range(n // 20)}
    return (json.dumps({"title": "Talks", "body": NEWS, "date": "2018-10-22", **keys})).encode()


def columns_csv(n: int) -> bytes:
    """Return one article in a table of very many columns."""
    names = [f"c{k}" for k in range(n // 12)]
    values = ",".join("v" for _ in names)
    return f"title,date,body,{','.join(names)}\nTalks,2018-10-22,{NEWS[:60]!r},{values}\n".encode()


def members_zip(n: int) -> bytes:
    """Return an archive of very many short articles."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for k in range(n // len(NEWS) + 1):
            archive.writestr(f"{k:06d}.txt", f"Talks {k}\n\nUpdated 22 October 2018\n\n{NEWS}\n")
    return made.getvalue()


def pages_html(n: int) -> bytes:
    """Return a page of very many paragraphs within very many boxes."""
    part = "".join(f"<div><p>{k}: {html.escape(NEWS)}</p></div>" for k in range(n // 300 + 1))
    return as_page(part)


def stories_html(n: int) -> bytes:
    """Return a page of very many stories, each a headline and a few short lines."""
    part = "".join(
        f"<h2>Talks {letters(k)}</h2><p>In town {k} they resumed.</p><p>{k} came.</p>"
        for k in range(n // 75 + 1)
    )
    return as_page(part)


def pasted(n: int) -> bytes:
    """Return many articles pasted into one file, each with its date."""
    parts = (
        f"Talks number {letters(k)} begin\n\nUpdated 22 October 2018\n\n{NEWS}\n\n"
        for k in itertools.count()
    )
    return "".join(itertools.islice(parts, n // 330 + 1)).encode()


MANY: dict[str, Callable[[int], bytes]] = {
    "rows.csv": rows_csv,
    "rows.jsonl": rows_jsonl,
    "list.json": list_json,
    "rows.xlsx": rows_xlsx,
    "rows.parquet": rows_parquet,
    "keys.json": keys_json,
    "columns.csv": columns_csv,
    "members.zip": members_zip,
    "boxes.html": pages_html,
    "stories.html": stories_html,
    "pasted.txt": pasted,
}
"""Files of many articles, keys or members, by number of characters."""
