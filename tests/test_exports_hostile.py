"""Hostile and broken exports: an error of the toolkit or a bounded result, and soon."""

from __future__ import annotations

import io
import json
import time
import zipfile
import zlib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import toolkit as tt
from tests.made_pdfs import pdf_of
from toolkit.errors import ReadingError, ToolkitError
from toolkit.reading import limits
from toolkit.reading.exports import READERS
from toolkit.reading.exports.feeds import Feed
from toolkit.reading.exports.html_pages import parse_html
from toolkit.reading.exports.wikitext import plain_text
from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions, n_characters

EXPORTS = Path(__file__).parent / "data" / "exports"
SEEDS = sorted(path.name for path in EXPORTS.iterdir() if not path.name.startswith("."))
TEXT_READERS = {
    "nexis-txt", "nexis-uni-txt", "nexis-single-txt", "factiva-txt", "proquest-txt", "ebsco-txt",
    "gale-txt", "genios-txt", "newsbank-txt", "pressreader-txt", "labelled-text", "ris", "enw",
}  # fmt: skip
SECONDS = 10.0
"""Far above what each case takes alone (below 1 s), far below what a quadratic reader takes."""

LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
VOCABULARIES = {
    "feed": "<rss><channel><item><title>&a;</title></item></channel></rss>",
    "factiva-xml": "<ppsArticleResponse><article>&a;</article></ppsArticleResponse>",
    "mediawiki-xml": "<mediawiki><page><title>&a;</title></page></mediawiki>",
    "nitf": "<nitf><head><title>&a;</title></head></nitf>",
    "newsml": "<newsMessage><newsItem><headline>&a;</headline></newsItem></newsMessage>",
    "tei": "<TEI><teiHeader><title>&a;</title></teiHeader></TEI>",
    "tdm": "<RECORD><GOID>1</GOID><Title>&a;</Title></RECORD>",
    "endnote": "<xml><records><record><title>&a;</title></record></records></xml>",
    "trafilatura": "<doc title='T'><main>&a;</main></doc>",
}


def document_of(content: bytes, name: str = "hostile") -> Document:
    """Make a document; bytes that are not UTF-8 are Latin-1, as guessing has its own tests."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return Document.from_bytes(name, content, encoding="latin-1")
    return Document.from_bytes(name, content)


def outcome(content: bytes, name: str = "hostile") -> list[RawArticle | Piece] | str:
    """Read with the first reader that recognises it; the text of the error if there is one."""
    document = document_of(content, name)
    try:
        reader = next((reader for reader in READERS if reader.recognizes(document)), None)
        if reader is None:
            return []
        return list(reader.read(document, ReadOptions()))
    except ToolkitError as error:
        return str(error)


def word(xml: str, **members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_of(text: str) -> str:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return (
        f"<w:document {space}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    )


@pytest.mark.parametrize("name", VOCABULARIES)
@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
def test_xml_that_declares_entities_is_refused_before_it_is_expanded(name, doctype):
    message = outcome(f"<?xml version='1.0'?>{doctype}{VOCABULARIES[name]}".encode(), "a.xml")
    assert message == (
        "read_articles: a.xml, line 1: its XML declares entities, which can hide other files or "
        "fill the memory. It was not opened further; no export of articles needs them."
    )


def test_a_doctype_without_entities_is_no_reason_to_refuse_a_feed():
    xml = "<!DOCTYPE rss><rss><channel><item><title>T</title></item></channel></rss>"
    assert not isinstance(outcome(xml.encode()), str)


def test_a_word_file_with_a_doctype_is_refused():
    for doctype in (LAUGHS, OUTSIDE, "<!DOCTYPE x>"):
        message = outcome(word(doctype + word_of("x")), "a.docx")
        assert "document type declaration" in message or "declares entities" in message


@pytest.mark.parametrize("name", VOCABULARIES)
def test_xml_nested_without_end_is_refused(name):
    root = VOCABULARIES[name].split("&a;")[0]
    message = outcome((root + "<a>" * 100_000).encode())
    assert "nested more than 200 elements deep" in message


@pytest.mark.parametrize("name", VOCABULARIES)
def test_xml_that_is_cut_off_says_so(name):
    message = outcome(VOCABULARIES[name].replace("&a;", "x")[:-4].encode(), "a.xml")
    assert "a.xml" in message
    assert "its XML is not well-formed" in message
    assert "The file may be cut off; export it again." in message


def test_a_zip_bomb_in_word_is_refused_unpacked_no_further_than_its_bound():
    bomb = word(word_of("0" * 30_000_000))
    assert len(bomb) < 500_000
    start = time.process_time()
    message = outcome(bomb, "bomb.docx")
    assert "No real document is packed so tightly." in message
    assert time.process_time() - start < SECONDS


def test_a_word_file_that_is_cut_off_is_an_error():
    content = word(word_of("A story of some length. " * 500))
    for keep in (len(content) - 10, len(content) // 2, 40):
        assert outcome(content[:keep]) == []
    damaged = content.replace(content[60:70], content[60:70][::-1])
    assert "cannot be unpacked" in outcome(damaged)
    assert "Open it in a word processor and save it again." in outcome(damaged)
    shifted = content[:100] + content[130:]  # the directory points 30 bytes too far
    assert isinstance(outcome(shifted), str)


SLOW = {
    "tags never closed": b"<html>" + b"<a" * 100_000,
    "comments never closed": b"<html>" + b"<!--" * 100_000,
    "quotes never closed": b"<html>" + b'<a b="' * 50_000,
    "references": b"<html>" + b"&#" * 200_000 + b"9" * 6_000,
    "nesting": b"<html>" + b"<div>x" * 20_000 + b"</span>" * 20_000,
    "deep page": b"<html>" + b"<div>" * 100_000 + b"<p>one two three</p>",
    "scripts": b"<html>" + b'<script type="application/ld+json">' + b"[" * 100_000,
    "mail parts": b"From: proquest\nTo: x\nContent-Type: multipart/mixed; boundary=a\n\ntext/html"
    + b"\n--a\nContent-Type: multipart/mixed; boundary=a\n" * 2_000,
    "rich text groups": b"{\\rtf1 " + b"{" * 100_000,
    "nexis counters": b"1 of 10 DOCUMENTS\n" * 20_000,
    "nexis blanks": b"1 of 1 DOCUMENTS\n" + b" " * 400_000 + b"\nx",
    "nexis ends": b"\nBody\nx\n" + b"a\nEnd of Document\n" * 10_000,
    "nexis labels": b"1 of 1 DOCUMENTS\n\nA\n\nMay 1, 2018\n\nT\n\n" + b"SUBJECT: x\n\n" * 20_000,
    "factiva ends": b"12 words\nDocument ABCDEFGHIJKL\n" * 10_000,
    "factiva codes": b"HD  a\nPD  b\nSN  c\n" * 10_000 + b"Document ABCDEFGHIJKL\n",
    "factiva articles": b"<html>Factiva articleParagraph"
    + b'<div class="article enArticle">' * 20_000,
    "proquest rules": (b"_" * 60 + b"\nProQuest\n") * 10_000,
    "proquest marks": b'<html>ProQuest <a name="DocID_1"></a>T<p>Full text: x</p>' * 4_000,
    "europresse": b"<html>"
    + b"<b class=DocPublicationName>A</b><b class=DocHeader>b</b>" * 4_000,
    "feed items": b"<rss><channel><item>" + b"<a/>" * 50_000 + b"</item></channel></rss>",
    "wiki links": b"<mediawiki><page><title>t</title><ns>0</ns><revision><text>"
    + b"[http://a" * 20_000 + b"</text></revision></page></mediawiki>",
    "captions": b"<html>" + b"<figcaption>a b c d</figcaption><p>e f g h i</p>" * 5_000,
    "ris tags": b"TY  - NEWS\n" + b"TI  - a\n" * 50_000,
    "ris records": b"TY  - NEWS\nTI  - a\n" * 10_000,
    "ris blanks": b"TY  - NEWS\nTI  - a" + b" " * 400_000,
    "enw": b"%0 Newspaper Article\n%T a\n" * 10_000,
    "bib braces": b"@article{a, title = " + b"{" * 20_000,
    "labels": b"Title: a\nDate: 1\nSource: b\n\n" * 10_000,
    "label colons": b"Title: a\nDate: 1\n" + b"a " * 200_000 + b":",
    "label gaps": b"Title: a\nDate: 1\nSource: b\n" + b"\n" * 200_000 + b"Title: c\n",
    "ebsco": b"Record: 1\nTitle: a\nSource: b\nDatabase: c\n" * 8_000,
    "ebsco source": b"Record: 1\nTitle: a\nDatabase: d\nSource: " + b"a. " * 100_000 + b"\n",
    "gale": b"Gale Full Text:\nGale Document Number: GALE|A558000001\n" * 8_000,
    "genios": b"Quelle: x\n" + b"GBI-Genios Deutsche Wirtschaftsdatenbank GmbH\n" * 8_000,
    "genios contents": b"Quelle: x\n1. " + b"a . " * 50_000 + b"\nGBI-Genios Deutsche "
    b"Wirtschaftsdatenbank",
    "clippings": b"A\nGazette | 1 May 2018 | A4\nStory of some words.\n" * 8_000,
    "date lines": b"<html><h1>a</h1>" + b"<p>Published Updated 1 2 2018</p>" * 5_000,
    "labels in a line": b"<html><h1>a</h1><p>" + b"Stand: " * 28 + b"1</p>",
    "time elements": b"<html><article><h1>a</h1>" + b"<time datetime=2018>x</time>" * 20_000,
    "nested furniture": b"<html>" + b"<div class=related>" * 190 + b"<time>x</time>" * 10_000,
    "linked commas": b'<html><script type="application/ld+json">[' + b"," * 200_000 + b"</script>",
    "linked quotes": b'<html><script type="application/ld+json">"' + b'\\"' * 200_000,
    "linked blanks": b'<html><script type="application/ld+json">{' + b" " * 400_000 + b"x",
    "ampersands": b"<rss><channel><item><title>" + b"& " * 200_000 + b"</title></item>",
    "mail header": b"From: a\nMIME-Version: 1.0\n" + b"X-A: b\n" * 20_000 + b"\nx",
    "tei divisions": b"<TEI><text><body>" + b"<div type='article'><head>a</head></div>" * 10_000
    + b"</body></text></TEI>",
    "tei header": b"<TEI><teiHeader>" + b"<date/>" * 50_000 + b"</teiHeader></TEI>",
    "nitf blocks": b"<nitf><body.content>" + b"<block><p>a</p></block>" * 20_000
    + b"</body.content></nitf>",
    "newsml": b"<newsMessage>" + b"<newsItem><text>a</text></newsItem>" * 10_000
    + b"</newsMessage>",
    "newsml fields": b"<newsMessage><newsItem>" + b"<subject>a</subject>" * 20_000
    + b"<text>a</text></newsItem></newsMessage>",
    "blocks on one page": b"<html><body><p>The ferry between the islands starts again in spring."
    + b"<p>Talks resume" * 6_000,
    "json": b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("name", SLOW)
def test_a_crafted_file_takes_time_in_proportion_to_its_size(name):
    start = time.process_time()
    outcome(SLOW[name])
    assert time.process_time() - start < SECONDS


def test_broken_wiki_markup_is_read_in_one_pass():
    start = time.process_time()
    for markup in ("{{a|" * 100_000, "[[" * 100_000 + "]]" * 100_000, "=" * 200_000, "<!--" * 1000):
        plain_text(markup)
    assert time.process_time() - start < SECONDS


def test_html_nested_without_end_is_flattened():
    page = parse_html("<div>" * 30_000 + "words" + "</div>" * 30_000)
    assert page.text == "words\n"
    assert page.flattened
    assert not parse_html("<div>" * 100 + "<br>words").flattened


@pytest.mark.parametrize(("n_blocks", "is_fast"), [(200, False), (3_100, True)])
def test_a_page_of_thousands_of_blocks_is_read_without_second_opinions(
    monkeypatch, n_blocks, is_fast
):
    """Their time grows with the square of the blocks: 20 s for a page of 640 kB."""
    trafilatura = pytest.importorskip("trafilatura")
    asked, extract = [], trafilatura.extract

    def recorded(source, **options):
        asked.append(options["fast"])
        return extract(source, **options)

    monkeypatch.setattr(trafilatura, "extract", recorded)
    lines = "".join(
        f"<p>In town {k} the talks on the border were resumed.</p>" for k in range(n_blocks)
    )
    (article,) = outcome(f"<html><body><article>{lines}</article></body></html>".encode())
    assert asked == [is_fast]
    assert article.extra["extractor"].endswith(", fast") is is_fast
    assert len(article.paragraphs) == n_blocks


def test_numbers_of_thousands_of_digits_do_no_harm():
    digits = "9" * 10_000
    page = f"<html><p>One two three &#{digits}; four</p></html>".encode()
    assert len(outcome(page)) == 1
    legacy = (EXPORTS / "nexis_legacy.txt").read_bytes().replace(b"68 words", digits.encode())
    assert len([r for r in outcome(legacy) if isinstance(r, RawArticle)]) == 2


def test_half_characters_in_json_are_replaced():
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"title": "a\ud800b"}]}
    (article,) = outcome(json.dumps(feed).encode())
    assert article.fields["title"] == "a\ufffdb"
    assert article.body.encode() == b""


@pytest.mark.parametrize("name", SEEDS)
def test_nul_bytes_and_stray_bytes_raise_only_errors_of_the_toolkit(name):
    content = (EXPORTS / name).read_bytes()
    middle = len(content) // 2
    for stray in (b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b[2J", b"\xe2\x80\xae"):
        outcome(content[:middle] + stray + content[middle:])
        outcome(stray + content)


@pytest.mark.parametrize("name", SEEDS)
def test_an_export_that_is_cut_off_anywhere_raises_only_errors_of_the_toolkit(name):
    content = (EXPORTS / name).read_bytes()
    for keep in range(0, len(content), max(len(content) // 25, 1)):
        outcome(content[:keep])


@cache
def seed(name: str) -> bytes:
    return (EXPORTS / name).read_bytes()


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """Take an invented export and cut, double, move or overwrite stretches of it."""
    content = bytearray(seed(draw(st.sampled_from(SEEDS))))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(len(content) - 1, 0)))
        end = min(start + draw(st.integers(0, 200)), len(content))
        stretch = bytes(content[start:end])
        replacement = draw(
            st.sampled_from([b"", stretch * 2, b"<", b">", b"\n\n", b"&", b"</p>", b"\r", b":"])
            | st.binary(max_size=8)
            | st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace"))
        )
        content[start:end] = replacement
    return bytes(content)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutations())
def test_only_errors_of_the_toolkit_come_out_of_any_export(content):
    outcome(content)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutations())
def test_the_balance_holds_for_any_export_that_can_be_read(content):
    document = document_of(content)
    results = outcome(content)
    if isinstance(results, str) or not results:
        return
    reader = next(reader for reader in READERS if reader.recognizes(document))
    articles = [result for result in results if isinstance(result, RawArticle)]
    if reader.name in TEXT_READERS:
        pieces = [result for result in results if isinstance(result, Piece)]
        counted = sum(a.n_counted for a in articles) + sum(n_characters(p.text) for p in pieces)
        assert counted == n_characters(document.text)
    else:
        assert [a.n_counted for a in articles] == [a.received for a in articles]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/!-= \"'apbdiv&#;x0\n", max_size=200))
def test_any_text_is_html_of_some_kind(source):
    page = parse_html(source)
    for element in page.elements:
        assert 0 <= element.start <= element.end <= len(page.text)
        assert element.index <= element.last < len(page.elements)


def test_feeds_that_servers_get_wrong_are_repaired_and_the_ledger_says_so():
    item = "<rss><channel><title>T</title><item><title>A{}B</title></item></channel></rss>"
    declared = '<?xml version="1.0" encoding="UTF-8"?>'
    cases = [
        (f"\n\n{declared}{item.format('')}", "AB", "blank lines in front passed over: 1"),
        (declared + item.format(" & "), "A & B", "stray & escaped: 1"),
        (
            declared + item.format("&nbsp;&eacute;"),
            "A \xe9B",
            "names of HTML characters resolved: 2",
        ),
        (declared + item.format("&a=1"), "A&a=1B", "stray & escaped: 1"),
        (declared + item.format("\x0b"), "A\ufffdB", "control characters replaced: 1"),
    ]  # fmt: skip
    for source, title, reason in cases:
        results = outcome(source.encode(), "feed.xml")
        (note,) = [r for r in results if isinstance(r, Piece) and r.rule == "xml_repaired"]
        (article,) = [r for r in results if isinstance(r, RawArticle)]
        assert (article.fields["title"], note.reason) == (title, reason)
        assert article.received == article.n_counted


def test_a_repair_never_lets_declared_entities_in():
    message = outcome(f"\n<?xml version='1.0'?>{LAUGHS}{VOCABULARIES['feed']} & ".encode(), "a.xml")
    assert "its XML declares entities" in message


def test_a_word_or_text_file_that_packs_in_an_unknown_way_is_an_error_of_the_toolkit(tmp_path):
    content = bytearray(word(word_of("A story. " * 50)))
    content[8:10] = b"\x63\x00"  # method 99 in the local header and in the directory
    at = content.rindex(b"PK\x01\x02")
    content[at + 10 : at + 12] = b"\x63\x00"
    file = tmp_path / "a.docx"
    file.write_bytes(bytes(content))
    with pytest.raises(ReadingError, match=r"a\.docx.*cannot be unpacked"):
        tt.read_articles(file)
    newer = bytearray(word(word_of("A story. " * 50)))
    at = newer.rindex(b"PK\x01\x02")
    newer[at + 6 : at + 8] = b"\xff\x00"  # "needs version 25.5 to extract"
    file.write_bytes(bytes(newer))
    with pytest.raises(ReadingError, match=r"a\.docx"):
        tt.read_articles(file)


def zip_of(folder: Path, n_members: int) -> Path:
    file = folder / f"{n_members}.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(n_members):
            story = "A story of the council.\n" * 3
            archive.writestr(f"{number:05}.txt", f"Talks {number} begin\n\n1 May 2018\n\n{story}")
    return file


def test_a_zip_is_opened_once_for_all_its_members(tmp_path, monkeypatch):
    opened = []
    original = zipfile.ZipFile.__init__

    def counted(self, *arguments, **named):
        opened.append(1)
        original(self, *arguments, **named)

    file = zip_of(tmp_path, 200)
    monkeypatch.setattr(zipfile.ZipFile, "__init__", counted)
    assert len(tt.read_articles(file, progress=False)) == 200
    assert len(opened) <= 3


def test_a_zip_beyond_a_limit_says_which_limit_to_raise(tmp_path, monkeypatch):
    file = zip_of(tmp_path, 20)
    for name, value in (("ARCHIVE_MEMBERS", 5), ("ARCHIVE_BYTES", 500)):
        with monkeypatch.context() as patch:
            patch.setattr(limits, name, value)
            with pytest.raises(ReadingError, match=rf"raise toolkit\.reading\.limits\.{name}"):
                tt.read_articles(file, progress=False)
    assert len(tt.read_articles(file, progress=False)) == 20


@pytest.mark.parametrize(
    "name",
    ["README", "README.txt", "readme.md", "LICENSE", "news.expected.csv", "news.expected.json"],
)
def test_descriptions_and_expected_values_in_a_folder_are_not_articles(name, tmp_path):
    zip_of(tmp_path, 1)
    story = "title,text,date\nA,The council met in Norrby.,2018-05-01\n"
    (tmp_path / name).write_text(story)
    articles = tt.read_articles(tmp_path, progress=False)
    assert set(articles["file"]) == {"1.zip/00000.txt"}
    rows = tt.ledger(articles)
    assert "not articles" in rows.loc[rows["file"] == name, "reason"].iloc[0]


def test_an_error_of_a_reader_names_the_file():
    document = Document.from_bytes("news/a.xml", b"<rss><channel>")
    with pytest.raises(ReadingError, match=r"read_articles: news/a\.xml, line 1: its XML is not"):
        list(Feed().read(document, ReadOptions()))


def test_a_pdf_that_unpacks_to_far_more_than_text_is_refused():
    stream = zlib.compress(b"BT (a) Tj ET\n" * 300_000)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    content = pdf_of(objects)
    start = time.process_time()
    message = outcome(content, "a.pdf")
    assert time.process_time() - start < SECONDS
    assert message == (
        "read_articles: a.pdf: the pages of this PDF unpack to far more than a text would. Copy "
        "its text by hand."
    )


def test_a_web_archive_that_is_damaged_says_so(capsys):
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org\r\n"
        b"Content-Type: application/http\r\nContent-Length: 3\r\n\r\nabcdefgh\r\nnonsense\r\n"
    )
    message = outcome(record, "a.warc")
    assert message.startswith("read_articles: a.warc: this web archive is damaged (")
    assert message.endswith("Download it again.")
    assert capsys.readouterr().err == ""
