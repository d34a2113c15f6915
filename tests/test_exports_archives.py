"""Web archives: pages as servers pack them, and what is said of those that cannot be unpacked."""

from __future__ import annotations

import gzip
import io
import sys
import types
import zlib

import pytest

import toolkit as tt
from toolkit.errors import ReadingError

STORY = "The council of Norrby voted for a second quay, and work will start in the spring."
PAGE = f"<html><h1>Quay</h1><article><p>{STORY}</p><p>{STORY[::1]} So it is.</p></article></html>"


def record(body: bytes, *headers: str, address: str = "http://example.org/a") -> bytes:
    lines = ["HTTP/1.1 200 OK", *headers]
    if not any(header.startswith("Content-Type") for header in headers):
        lines.append("Content-Type: text/html; charset=utf-8")
    block = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: 2018-05-04T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def read(content: bytes, tmp_path):
    file = tmp_path / "pages.warc"
    file.write_bytes(content)
    return tt.read_articles(file, progress=False)


def chunked(body: bytes) -> bytes:
    return (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:9], body[9:]))
        + b"0\r\n\r\n"
    )


def deflated(body: bytes) -> bytes:
    bare = zlib.compressobj(wbits=-15)
    return bare.compress(body) + bare.flush()


PACKED = [
    ("gzip", gzip.compress(PAGE.encode())),
    ("x-gzip", gzip.compress(PAGE.encode())),
    ("deflate", zlib.compress(PAGE.encode())),
    ("deflate", deflated(PAGE.encode())),
    ("gzip, deflate", zlib.compress(gzip.compress(PAGE.encode()))),
    ("identity", PAGE.encode()),
    ("gzip", PAGE.encode()),
    ("br", PAGE.encode()),
]


@pytest.mark.parametrize(("encoding", "body"), PACKED)
@pytest.mark.parametrize("in_chunks", [False, True])
def test_a_page_is_read_however_its_server_packs_it(encoding, body, in_chunks, tmp_path):
    headers = [f"Content-Encoding: {encoding}"] + ["Transfer-Encoding: chunked"] * in_chunks
    articles = read(record(chunked(body) if in_chunks else body, *headers), tmp_path)
    assert STORY in articles["body"].item()


def test_a_page_in_brotli_is_rejected_with_the_true_reason_and_what_to_do(monkeypatch, tmp_path):
    for name in ("brotli", "brotlicffi"):
        monkeypatch.setitem(sys.modules, name, None)
    content = record(b"\x8b\x00\x80", "Content-Encoding: br", address="http://example.org/b")
    articles = read(record(PAGE.encode()) + content, tmp_path)
    rows = tt.ledger(articles).set_index("rule").loc["packed_page"]
    assert (rows["action"], rows["text"]) == ("rejected", "http://example.org/b")
    assert rows["reason"] == (
        "a page packed with Brotli (Content-Encoding: 'br'), which needs the package brotli. "
        "Install it with: pip install brotli"
    )
    with pytest.raises(ReadingError, match=r"no page of this .*Brotli.*pip install brotli"):
        read(content, tmp_path)


def test_a_page_in_brotli_is_read_where_a_package_for_it_is_installed(monkeypatch, tmp_path):
    class Decompressor:
        def process(self, data, **limit):
            assert limit, "bounded, so that a small page cannot fill the memory"
            return zlib.decompress(data)

    module = types.ModuleType("brotli")
    module.Decompressor = Decompressor
    monkeypatch.setitem(sys.modules, "brotli", module)
    articles = read(record(zlib.compress(PAGE.encode()), "Content-Encoding: br"), tmp_path)
    assert STORY in articles["body"].item()


def test_an_older_brotli_without_a_limit_is_fed_in_small_steps(monkeypatch, tmp_path):
    class Decompressor:
        def __init__(self):
            self.inflate = zlib.decompressobj()

        def decompress(self, data):
            assert len(data) <= 64
            return self.inflate.decompress(data)

    module = types.ModuleType("brotli")
    module.Decompressor = Decompressor
    monkeypatch.setitem(sys.modules, "brotli", module)
    articles = read(record(zlib.compress(PAGE.encode()), "Content-Encoding: br"), tmp_path)
    assert STORY in articles["body"].item()


def test_a_real_page_in_brotli_comes_out_as_it_was(tmp_path):
    brotli = pytest.importorskip("brotli")
    articles = read(record(brotli.compress(PAGE.encode()), "Content-Encoding: br"), tmp_path)
    assert STORY in articles["body"].item()


def test_a_page_in_zstandard_is_read_where_the_package_is_installed(monkeypatch, tmp_path):
    class Decompressor:
        def stream_reader(self, stream):
            return io.BytesIO(zlib.decompress(stream.read()))

    module = types.ModuleType("zstandard")
    module.ZstdDecompressor = Decompressor
    monkeypatch.setitem(sys.modules, "zstandard", module)
    articles = read(record(zlib.compress(PAGE.encode()), "Content-Encoding: zstd"), tmp_path)
    assert STORY in articles["body"].item()


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [("compress", "packed in a way that is not read"), ("gzip", "gzip that is damaged")],
)
def test_other_packings_are_named(encoding, reason, tmp_path):
    content = record(PAGE.encode()) + record(b"\x01\x02\x03", f"Content-Encoding: {encoding}")
    rows = tt.ledger(read(content, tmp_path))
    assert reason in rows.set_index("rule").loc["packed_page", "reason"]


def test_the_encoding_that_the_server_declares_is_used(tmp_path):
    page = "<html><h1>Порт</h1><article><p>{}</p></article></html>".format(
        "Совет города решил. " * 9
    )
    body = page.encode("cp1251")
    articles = read(record(body, "Content-Type: text/html; charset=windows-1251"), tmp_path)
    assert articles["title"].item() == "Порт"


@pytest.mark.parametrize(("day", "marks"), [("4 May 2018", []), ("7 May 2018", ["dated_later"])])
def test_a_page_dated_after_it_was_archived_is_marked(tmp_path, day, marks):
    page = PAGE.replace("<article>", f"<article><p>{day}</p>")
    assert read(record(page.encode()), tmp_path)["quality"].item() == marks
