"""Web archives: pages as servers pack them, and what is said of those that cannot be unpacked."""

from __future__ import annotations

import gzip
import io
import sys
import types
import zipfile
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


def other(kind: str, address: str, *headers: str, body: bytes = b"") -> bytes:
    """Return a record without the answer of a server, or one that goes with another record."""
    head = "\r\n".join(["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: {address}", *headers])
    return (
        f"{head}\r\nWARC-Date: 2018-05-05T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:2>\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body + b"\r\n\r\n"  # fmt: skip


def with_header(content: bytes, line: str) -> bytes:
    return content.replace(b"WARC/1.0\r\n", f"WARC/1.0\r\n{line}\r\n".encode(), 1)


def test_a_visit_that_found_the_same_page_is_told_as_one(tmp_path):
    again = other("revisit", "http://example.org/a", "WARC-Refers-To-Date: 2018-05-04T00:00:00Z")
    articles = read(record(PAGE.encode()) + again, tmp_path)
    row = tt.ledger(articles).set_index("rule").loc["revisit"]
    assert (row["action"], row["text"]) == ("dropped", "http://example.org/a")
    assert row["reason"] == (
        "a visit that found an earlier page unchanged, of 2018-05-04T00:00:00Z; it holds no page "
        "itself"
    )


def test_a_page_crawled_again_with_another_counter_is_read_once(tmp_path):
    page = PAGE.replace("</html>", "<footer>Visits: {}</footer></html>")
    first, again = (record(page.format(count).encode()) for count in (17, 18))
    changed = record(page.format(19).replace("will start", "will not start").encode())
    articles = read(first + again + changed, tmp_path)
    assert len(articles) == 2, "a story that was changed is another version"
    rows = tt.ledger(articles)
    assert rows.loc[rows["rule"] == "duplicate_generation", "line"].tolist() == [2]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("WARC-Truncated: length", r"crawler stopped .*WARC-Truncated: length"),
        ("WARC-Segment-Number: 1", "goes on in another record"),
    ],
)
def test_half_a_page_does_not_pass_for_a_page(line, reason, tmp_path):
    articles = read(with_header(record(PAGE.encode()), line), tmp_path)
    assert "truncated" in articles["quality"].item()
    rows = tt.ledger(articles).set_index("rule")
    assert rows.loc[["truncated"], "reason"].str.contains(reason).all()


def test_a_page_whose_server_names_no_type_is_read_if_it_is_one(tmp_path):
    content = b""
    for body, address in ((PAGE.encode(), "a"), (b"\x89PNG", "b")):
        block = b"HTTP/1.1 200 OK\r\n\r\n" + body
        kind = "Content-Type: application/http; msgtype=response"
        content += other("response", f"http://example.org/{address}", kind, body=block)
    articles = read(content, tmp_path)
    assert STORY in articles["body"].item()
    assert tt.ledger(articles)["text"].str.contains("example.org/b").any()


def test_why_an_answer_is_no_page_is_told_with_its_status(tmp_path):
    missing = record(PAGE.encode(), address="http://example.org/b").replace(b"200 OK", b"404 No")
    rows = tt.ledger(read(record(PAGE.encode()) + missing, tmp_path)).set_index("rule")
    assert rows.loc["not_html", "reason"] == (
        "a record of type response text/html; charset=utf-8, status 404, not a page"
    )


def test_an_archive_that_unpacks_to_too_much_is_told_once_and_as_that(tmp_path):
    file = tmp_path / "pages.warc.gz"
    file.write_bytes(gzip.compress(record(b"a " * 150_000_000)))
    with pytest.raises(ReadingError, match="may be a zip bomb") as caught:
        tt.read_articles(file)
    assert "damaged" not in str(caught.value)


def test_a_page_is_decoded_as_browsers_do(tmp_path):
    page = PAGE.replace("So it is.", "It costs 5 € – “so it is”.")
    declared = "Content-Type: text/html; charset=ISO-8859-1"
    articles = read(record(page.encode("cp1252"), declared), tmp_path)
    assert "5 € – “so it is”." in articles["body"].item()
    articles = read(record(page.encode(), declared), tmp_path)
    assert "5 € – “so it is”." in articles["body"].item()


LISTS = {
    "pages/pages.jsonl": '{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n'
    '{"id": "1", "url": "http://example.org/a", "title": "Quay", "ts": "2020-05-04T00:00:00Z", '
    f'"text": "{STORY}"}}\n',
    "indexes/index.idx": " CDX N b a m s k r M S V g\n"
    "org,example)/a 20200504000000 http://example.org/a\n",
    "indexes/pages.txt": 'org,example)/a 20200504000000 {"url": "http://example.org/a"}\n',
}


@pytest.mark.parametrize("name", LISTS)
def test_the_day_of_a_visit_is_never_the_date_of_an_article(name, tmp_path):
    file = tmp_path / name
    file.parent.mkdir()
    file.write_text(LISTS[name])
    with pytest.raises(ReadingError, match=r"list of the pages of a crawl.*Read the archive"):
        tt.read_articles(file)
    (tmp_path / "pages.warc").write_bytes(record(PAGE.encode()))
    articles = tt.read_articles(tmp_path, progress=False)
    assert articles["date"].isna().all()
    assert len(articles) == 1
    skipped = tt.ledger(articles).set_index("rule").loc["skipped_file"]
    assert "list of the pages of a crawl" in skipped["reason"]


def test_a_crawl_of_several_archives_is_read(tmp_path):
    inner, outer = io.BytesIO(), tmp_path / "crawl.wacz"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/data.warc.gz", gzip.compress(record(PAGE.encode())))
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("first.wacz", inner.getvalue())
    assert STORY in tt.read_articles(outer, progress=False)["body"].item()
