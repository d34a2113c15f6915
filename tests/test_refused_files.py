"""Files that are no articles are refused by name, with what to do; none is an article of signs."""

from __future__ import annotations

import pytest

import toolkit as tt
from toolkit.errors import ReadingError
from toolkit.reading.exports.unknown import _is_aligned

STORY = (
    "Dockers in the harbour of Quay returned to work on Monday after a vote of their union, which "
    "had called for more money and shorter nights since the summer."
)
SCREEN = r"a table as it is printed on a screen.*Its cells may be cut off: save the table as CSV"
DUMP = r"a database dump \(SQL\).*export the table of articles as CSV"
CHAT = r"a chat saved as text \(WhatsApp\)"

REFUSED = {
    "pg_dump.sql": (
        "--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\n-- Dumped by 17\n\n"
        "SET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\n"
        f"COPY public.news (title, body) FROM stdin;\nShips\t{STORY}\n\\.\n",
        DUMP,
    ),
    "sqlite.sql": (
        "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE news(title TEXT, body TEXT);\n"
        f"INSERT INTO news VALUES('Ships','{STORY}');\nCOMMIT;\n",
        DUMP,
    ),
    "mariadb.sql": (
        "/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n--\n\n"
        f"INSERT INTO `news` VALUES (1,'Ships','{STORY}');\n",
        DUMP,
    ),
    "duckdb.txt": (
        f"┌─────────┬──────────┐\n│  title  │   text   │\n│ varchar │ varchar  │\n"
        f"├─────────┼──────────┤\n│ Ships   │ {STORY}… │\n└─────────┴──────────┘\n",
        SCREEN,
    ),
    "polars.txt": (f"shape: (1, 2)\n┌───────┬──────┐\n│ title ┆ text │\n│ {STORY} │\n", SCREEN),
    "pandas.txt": (
        f"   title        date  source   text\n0  Ships  2018-10-22  Gazette  {STORY}\n",
        SCREEN,
    ),
    "repr.txt": (
        f"   title  ...   text\n0  Ships  ...  {STORY[:20]}...\n\n[1 rows x 4 columns]\n",
        SCREEN,
    ),
    "pandoc.md": (
        "------------------------------------\n"
        " Title    Date          Text\n -------- ------------- ----\n"
        f" Ships    22 October    {STORY}\n          2018\n------------------------------------\n",
        SCREEN,
    ),
    "beamer.tex": (
        "% Options for packages loaded elsewhere\n\n\\PassOptionsToPackage{unicode}{hyperref}\n"
        f"\\documentclass{{article}}\n{STORY}\n",
        "a LaTeX document",
    ),
    "chat.txt": (f"22.10.18, 09:16 - Jane: {STORY}\n23.10.18, 10:00 - Ali: {STORY}\n", CHAT),
    "report.html": (
        '<!DOCTYPE html><html><head><title>Zotero Report</title></head><body><ul class="report '
        f'combineChildItems"><li class="item"><h2>Ships</h2><table><tr><th>Abstract</th><td>{STORY}'
        "</td></tr></table></li></ul></body></html>",
        "a report of Zotero.*CSV, CSL JSON or RIS",
    ),
    "instapaper.html": (
        "<!DOCTYPE html><html><head><title>Instapaper: Export</title></head><body><h1>Unread</h1>"
        '<ol><li><a href="https://example.org/1">Ships</a></li></ol></body></html>',
        "a list of bookmarks",
    ),
    "feeds.opml": ("<opml><body><outline text='Ships'/></body></opml>", "a list of feeds"),
    "flat.fodt": (
        '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
        f'office:1.0"><office:body>{STORY}</office:body></office:document>',
        "flat OpenDocument.*Save it as .odt",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_article_is_called_by_its_name(name, tmp_path):
    content, message = REFUSED[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ReadingError, match=message):
        tt.read_articles(tmp_path / name, progress=False)


READ = {
    "dashes.txt": f"-- Ships sail again\n\n22 October 2018\n\n{STORY}\n\nCopy from the harbour.\n",
    "yaml.md": f"---\ntitle: Ships\ndate: 2018-10-22\n---\n\n{STORY}\n\nInsert into it (here).\n",
    "credits.txt": f"Text by Ann Smith   Photos by Ben Roe   Source AP\n\nShips sail\n\n{STORY}\n",
    "blanks.txt": f"Ships  sail  again\n\n22 October 2018\n\n{STORY}\n",
    "tabs.tsv": f"title\tdate\ttext\nShips\t2018-10-22\t{STORY}\n",
    "quoted.txt": f"22.10.18, 09:16 - Jane: {STORY}\n\n{STORY}\n\n22 October 2018\n",
    "latex.txt": f"Ships \\begin again\n\n22 October 2018\n\n{STORY}\n",
}


@pytest.mark.parametrize("name", READ)
def test_texts_that_resemble_such_files_are_read(name, tmp_path):
    (tmp_path / name).write_text(READ[name], encoding="utf-8")
    assert "harbour" in tt.read_articles(tmp_path / name, progress=False)["body"].iloc[0]


def test_a_first_line_of_a_sign_and_blanks_is_looked_at_once():
    """Each blank was tried as the end of a line of dashes: a million never came to an end."""
    assert not _is_aligned([f"-{1_000_000 * ' '}x", STORY])


def test_a_table_that_libreoffice_saved_as_a_page_is_read_row_by_row(tmp_path):
    """Each cell holds a paragraph; the table was one article without a headline."""
    cell = '<td width="25%" style="border: none"><p style="orphans: 2">\n\t{}</p></td>'
    rows = [
        ["Title", "Date", "Text"],
        ["Ships", "22 October 2018", STORY],
        ["Rain", "March 1964", STORY],
    ]
    body = "".join(f"<tr>{''.join(cell.format(one) for one in row)}</tr>" for row in rows)
    page = f"<!DOCTYPE html><html><body><table>{body}</table></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    articles = tt.read_articles(tmp_path / "a.html", progress=False)
    assert articles["title"].tolist() == ["Ships", "Rain"]
    assert articles["date_precision"].tolist() == ["day", "month"]


def test_texts_of_pages_without_the_pages_are_called_so(tmp_path):
    body = f"Ships\nHome\n{STORY}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://example.org/\r\n"
        "WARC-Date: 2020-01-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    (tmp_path / "a.warc.wet").write_bytes(head.encode() + body + b"\r\n\r\n")
    with pytest.raises(ReadingError, match=r"texts of pages \(WET\).*its WARC file"):
        tt.read_articles(tmp_path / "a.warc.wet", progress=False)
