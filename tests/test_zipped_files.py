"""Files that are archives themselves (.docx, .odt, .xlsx, .ods, .epub), within other archives."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

import toolkit as tt
from tests.office_samples import docx, odt

STORY = "Envoys from four states met on Sunday and agreed to meet again in spring."
LINES = ("Ships sail", "22 October 2018", *[f"{at} {STORY}" for at in range(3)])


def word() -> bytes:
    return docx("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES))


def opendocument() -> bytes:
    return odt("".join(f"<text:p>{line}</text:p>" for line in LINES))


def workbook() -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["title", "date", "text"])
    book.active.append([*LINES[:2], LINES[2]])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("make", [word, opendocument, workbook])
@pytest.mark.parametrize("layers", [["zip"], ["gz"], ["zip", "zip"], ["gz", "zip"]])
def test_an_office_file_is_read_in_an_archive_as_it_is_alone(make, layers, tmp_path):
    """An archive of Word files or workbooks, as databases send them, held no article."""
    content, name = make(), "news.bin"
    (tmp_path / name).write_bytes(content)
    alone = tt.read_articles(tmp_path / name)
    for layer in layers:
        content = gzip.compress(content) if layer == "gz" else _zip(name, content)
        name = f"{name}.{layer}"
    (tmp_path / "all").write_bytes(content)
    read = tt.read_articles(tmp_path / "all")
    assert read["title"].tolist() == alone["title"].tolist() == ["Ships sail"]
    assert read["date"].tolist() == alone["date"].tolist()
    assert read["body"].tolist() == alone["body"].tolist()


def _zip(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()
