"""Files as other programs write them: what was lost or invented in real ones, on small copies."""

from __future__ import annotations

import base64
import gzip
import io
import json
import logging
import zipfile

import pandas as pd
import pytest

import toolkit as tt
from tests.made_pdfs import pdf_of
from tests.office_samples import docx
from tests.test_exports_archives import PAGE, STORY, record
from tests.test_exports_pdf import DATE, TEXT, printed
from toolkit.errors import ReadingError
from toolkit.reading.exports.pdf_letters import find_letter_fault


def read(name: str, content: str | bytes, tmp_path, **how):
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / name).write_bytes(data)
    articles = tt.read_articles(tmp_path / name, progress=False, **how)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


# ---------------------------------------------------------------- web archives


def arc(*pages: tuple[str, bytes]) -> bytes:
    head = b"1 0 A Crawler\nURL IP-address Archive-date Content-type Archive-length\n\n"
    parts = [b"filedesc://a.arc 0.0.0.0 20080504000000 text/plain %d\n" % len(head) + head]
    for address, page in pages:
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        line = f"{address} 127.0.0.1 20080504100000 text/html {len(body)}\n"
        parts.append(line.encode() + body + b"\n")
    return b"\n".join(parts)


def test_pages_of_an_arc_are_articles_and_its_record_heads_are_no_text(tmp_path):
    """An ARC, as crawls were kept before WARC, was one article of plain text, tags and all."""
    content = arc(("http://example.org/a", PAGE.encode()), ("http://example.org/b", PAGE.encode()))
    articles = read("crawl.arc", content, tmp_path)
    assert articles["url"].tolist() == ["http://example.org/a", "http://example.org/b"]
    assert articles["title"].tolist() == ["Quay", "Quay"]
    assert not articles["body"].str.contains("text/html|127.0.0.1").any()


def test_a_page_whose_end_was_cut_off_with_its_archive_says_so(tmp_path):
    picture = record(bytes(range(128, 256)) * 9, "Content-Type: image/png")
    whole = picture + record(PAGE.encode(), address="http://example.org/a")
    cut = whole[len(picture) : whole.index(b"So it is")]
    articles = read("pages.warc", whole + cut.replace(b"org/a", b"org/b"), tmp_path)
    first, second = articles["quality"]
    assert "truncated" not in first
    assert "guessed_encoding" not in first, "no page is in the encoding of the archive"
    assert "truncated" in second
    reasons = tt.ledger(articles).set_index("rule")["reason"]
    assert "bytes before the end of this page" in reasons["truncated"]


def test_of_a_packed_crawl_that_was_cut_off_the_error_says_how_to_read_what_is_there(tmp_path):
    whole = gzip.compress(record(PAGE.encode()))
    with pytest.raises(ReadingError, match=r"not complete.*gzip -dc pages.warc.gz > part.warc"):
        read("pages.warc.gz", whole[: len(whole) // 2], tmp_path)
    with pytest.raises(ReadingError, match=r"Download it again\.$"):
        read("table.csv.gz", whole[: len(whole) // 2], tmp_path)


def test_of_a_packed_crawl_the_pages_are_read_and_its_lists_are_named(tmp_path):
    """A WACZ was an error about a column of its table of contents."""
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as archive:
        archive.writestr("datapackage.json", '{"profile": "data-package"}')
        archive.writestr("pages/pages.jsonl", '{"url": "http://example.org/a", "title": "Quay"}')
        archive.writestr("archive/data.warc.gz", gzip.compress(record(PAGE.encode())))
    articles = tt.read_articles(tmp_path / "a.wacz", progress=False)
    assert articles["title"].tolist() == ["Quay"]
    ledger = tt.ledger(articles)
    skipped = ledger.loc[ledger["rule"] == "skipped_file"]
    assert set(skipped["file"]) == {"a.wacz/datapackage.json", "a.wacz/pages/pages.jsonl"}
    assert skipped["reason"].str.contains("beside the pages of a crawl").all()


# ---------------------------------------------------------------- PDF


def test_a_date_in_large_letters_below_the_headline_is_the_date_and_not_the_headline(tmp_path):
    lines = [(18, "Ships sail again"), (18, "22 October 2018"), *TEXT]
    article = read("a.pdf", printed(lines), tmp_path).iloc[0]
    assert (article["title"], str(article["date"])[:10]) == ("Ships sail again", "2018-10-22")


def test_a_date_above_the_headline_is_the_date_and_not_the_headline(tmp_path):
    for size in (10, 18):
        lines = [(size, "22 October 2018"), (18, "Ships sail again"), *TEXT]
        article = read("a.pdf", printed(lines), tmp_path).iloc[0]
        assert (article["title"], str(article["date"])[:10]) == ("Ships sail again", "2018-10-22")


def test_a_pdf_encrypted_with_aes_says_which_package_is_missing(tmp_path, monkeypatch):
    """pypdf raised its own error, with a traceback, where cryptography is not installed."""
    pypdf = pytest.importorskip("pypdf")

    def decrypt(*_):
        raise pypdf.errors.DependencyError("cryptography>=3.1 is required for AES algorithm")

    monkeypatch.setattr(pypdf.PdfReader, "get_object", decrypt)
    with pytest.raises(ReadingError, match=r"a\.pdf: .*\(AES\).*pip install cryptography"):
        read("a.pdf", printed(DATE + TEXT), tmp_path)


def test_what_pypdf_puts_right_in_a_damaged_pdf_is_in_the_ledger_and_not_on_the_screen(
    tmp_path, caplog, capsys
):
    text = b"BT /F1 10 Tf 72 700 Td (Ships sail again) Tj ET"
    whole = pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )
    start = whole.rindex(b"startxref\n") + len(b"startxref\n")
    with caplog.at_level(logging.WARNING):
        articles = read("a.pdf", whole[:start] + b"7\n%%EOF\n", tmp_path)
    assert "pdf_repaired" in articles["quality"].item()
    assert "startxref" in tt.ledger(articles).set_index("rule").loc["pdf_repaired", "reason"]
    assert not caplog.records
    assert capsys.readouterr().err == ""
    assert "pdf_repaired" not in read("b.pdf", whole, tmp_path)["quality"].item()


@pytest.mark.parametrize("front", [b"HTTP/1.1 200 OK\r\n\r\n", b"%\xe2\xe3\xcf\xd3\n"])
def test_a_pdf_with_something_in_front_is_not_read_as_plain_text(front, tmp_path):
    """Its objects and streams were the words of an article."""
    whole = printed([(18, "Ships sail again"), *DATE, *TEXT])
    article = read("a.pdf", front + whole, tmp_path).iloc[0]
    assert (article["reader"], article["title"]) == ("pdf", "Ships sail again")
    bare = read("b.pdf", front + whole.split(b"\n", 1)[1], tmp_path).iloc[0]
    assert (bare["reader"], bare["title"]) == ("pdf", "Ships sail again")


JOINED = "Theenvoysfromfourstatesmet onSundaytospeakaboutthenewharbour " * 2
LETTERS = [
    ("blanks between words are missing", JOINED),
    (
        "its words were drawn letter by letter",
        " ".join("The envoys met on Sunday to speak of war") * 2,
    ),
    ("its fonts do not say which letters they draw", "\u03a3a\u0434e x\x01y " * 2 + STORY),
    ("", STORY + " Rechtsschutzversicherungsgesellschaften, K\u00f8benhavn, \u5317\u4eac."),
    ("", "\u5317\u4eac\u5e02\u653f\u5e9c\u4eca\u5929\u5ba3\u5e03\u65b0\u7684\u8ba1\u5212" * 5),
    ("", "\uf0b7 First point of the plan that was agreed in the harbour on Sunday evening." * 2),
]


@pytest.mark.parametrize(("reason", "text"), LETTERS)
def test_letters_that_cannot_be_trusted_are_told_from_those_of_any_language(reason, text):
    fault = find_letter_fault(text)
    assert (fault.reason if fault else "").endswith(reason)
    assert (fault is None) == (reason == "")
    assert fault is None or not fault.is_unreadable


def test_a_pdf_of_signs_that_are_no_letters_is_refused_and_joined_words_are_marked(tmp_path):
    assert find_letter_fault("\u03a3a\u0434e x\x01y " * 20).is_unreadable
    article = read("a.pdf", printed([(18, "The quay"), (10, JOINED)]), tmp_path).iloc[0]
    assert "pdf_letters" in article["quality"]
    strange = [(18, "The quay"), (10, r"\001\002\003\004" * 20)]
    with pytest.raises(ReadingError, match=r"letters of this PDF cannot be read.*OCR"):
        read("b.pdf", printed(strange), tmp_path)


# ---------------------------------------------------------------- feeds


def test_a_story_in_xhtml_has_its_links_within_its_lines(tmp_path):
    """Each link and each bold word of an Atom entry was a paragraph of its own."""
    content = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Island News</title><entry>
        <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ships
        <em>sail</em></div></title>
        <id>1</id><published>2018-10-22T09:00:00Z</published><content type="xhtml">
        <div xmlns="http://www.w3.org/1999/xhtml"><p>The <a href="x">ferry</a> sails again
        after <b>a week
        of storms</b>.<br/>Bread is here.</p><ul><li>Milk</li><li>Tea</li></ul><pre>a
 b</pre></div></content></entry></feed>"""
    article = read("feed.xml", content, tmp_path).iloc[0]
    assert article["title"] == "Ships sail"
    assert article["body"].split("\n\n") == [
        "The ferry sails again after a week of storms.", "Bread is here.", "Milk", "Tea", "a", "b",
    ]  # fmt: skip


def test_a_picture_in_an_entry_is_no_text_and_an_entry_alone_is_a_feed(tmp_path):
    entry = """<entry xmlns="http://purl.org/atom/ns#"><title>Ferry</title><summary>{}</summary>
        <issued>2018-10-22</issued>
        <content mode="base64" type="image/jpeg">/9j/4AAQ</content></entry>"""
    article = read("entry.xml", entry.format(STORY), tmp_path).iloc[0]
    assert (article["title"], article["body"]) == ("Ferry", STORY)
    assert str(article["date"])[:10] == "2018-10-22"


def rss(*items: str, charset: str = "") -> str:
    declared = f" encoding='{charset}'" if charset else ""
    return (
        f"<?xml version='1.0'{declared}?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/"
        f"1.1/'><channel><title>Island News</title>{''.join(items)}</channel></rss>"
    )


TWICE = """<item><title>Ferry sails</title><dc:title>Ferry sails</dc:title><guid>https://x.org/{0}
</guid><pubDate>{1}</pubDate><dc:date>{2}</dc:date><author>Jane Roe</author>
<dc:creator>Jane Roe</dc:creator><dc:creator>Ali Can</dc:creator><description>Words.</description>
</item>"""


def test_what_an_item_says_twice_is_one_headline_and_one_date(tmp_path):
    """A feed with pubDate and dc:date had no date at all, and each headline twice."""
    same = TWICE.format("a", "Mon, 22 Oct 2018 09:20:00 GMT", "2018-10-22T09:20:00Z")
    local = TWICE.format("b", "Mon, 22 Oct 2018 21:30:00 GMT", "2018-10-23T00:30:00+03:00")
    apart = TWICE.format("c", "Mon, 22 Oct 2018 09:20:00 GMT", "2018-11-01T09:20:00Z")
    articles = read("feed.xml", rss(same, local, apart), tmp_path)
    assert articles["date"].astype(str).tolist() == ["2018-10-22", "2018-10-23", "2018-10-22"]
    assert set(articles["title"]) == {"Ferry sails"}
    assert set(articles["byline"]) == {"Jane Roe; Ali Can"}
    assert articles["url"].tolist() == [f"https://x.org/{name}" for name in "abc"]
    assert ["dates_disagree" in marks for marks in articles["quality"]] == [False, False, True]
    assert "2018-11-01" in articles["extra"].iloc[2]["other_dates"]


def test_items_of_one_id_are_one_article_only_if_they_say_the_same(tmp_path):
    item = (
        "<item><guid isPermaLink='false'>1</guid><title>{}</title><description>{}</description>"
        "</item>"
    )
    items = [item.format(*said) for said in [("A", "x"), ("A", "y"), ("B", "x"), ("B", "z")]]
    articles = read("feed.xml", rss(*items), tmp_path)
    assert articles[["title", "body"]].to_numpy().tolist() == [["A", "x"], ["B", "z"]]


def test_a_story_in_the_body_of_an_item_and_one_in_base64_are_read_and_scripts_are_not(tmp_path):
    body = (
        f"<item><title>Ferry</title><body xmlns='http://www.w3.org/1999/xhtml'><p>{STORY}</p>"
        "<script>var a;</script><p>So it is.</p></body></item>"
    )
    article = read("feed.xml", rss(body), tmp_path).iloc[0]
    assert article["body"].split("\n\n") == [STORY, "So it is."]
    packed = base64.b64encode(f"<p>{STORY}</p>".encode()).decode()
    atom = (
        "<feed xmlns='http://purl.org/atom/ns#'><title>Island News</title><entry><title>Ferry"
        f"</title><content mode='base64' type='text/html'>{packed}</content></entry></feed>"
    )
    assert read("atom.xml", atom, tmp_path)["body"].item() == STORY


@pytest.mark.parametrize(
    ("charset", "title"),
    [("euc-kr", "여객선 운항 재개"), ("GBK", "渡轮恢复通航"), ("gb2312", "渡轮恢复通航"),
     ("Shift_JIS", "フェリー再開"), ("EUC-JP", "フェリー再開"), ("Big5", "渡輪恢復通航")],
)  # fmt: skip
def test_feeds_in_the_encodings_of_east_asia_are_read(charset, title, tmp_path):
    """The parser knows none of them: each was called not well-formed."""
    item = f"<item><title>{title}</title><description>{title}</description></item>"
    article = read("feed.xml", rss(item, charset=charset).encode(charset), tmp_path).iloc[0]
    assert (article["title"], article["body"]) == (title, title)


def test_a_prefix_that_a_feed_does_not_declare_is_declared_for_it(tmp_path):
    content = (
        "<?xml version='1.0'?>\n<rss><channel><title>Island News</title><item><title>Ferry</title>"
        "<guid a:isPermaLink='false'>1</guid><dc:date>2018-10-22</dc:date><media:title>A picture"
        f"</media:title><content:encoded><![CDATA[<p>{STORY}</p><o:p>!</o:p>]]></content:encoded>"
        "</item></channel></rss>"
    )
    articles = read("feed.xml", content, tmp_path)
    article = articles.iloc[0]
    assert (article["title"], article["body"].split("\n\n")[0]) == ("Ferry", STORY)
    assert str(article["date"])[:10] == "2018-10-22"
    reasons = tt.ledger(articles).set_index("rule")["reason"]
    assert reasons["xml_repaired"].endswith("prefixes declared (a, content, dc, media): 4")


def wordpress(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/'
        'content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Island News</title>'
        f"{''.join(items)}</channel></rss>"
    )


def item(number: int, kind: str, status: str, text: str, day: str = "2018-10-23 00:30:00") -> str:
    return (
        f"<item><title>Number {number}</title><guid>{number}</guid>"
        f"<pubDate>Mon, 22 Oct 2018 21:30:00 +0000</pubDate>"
        f'<category domain="category">Sea</category><category domain="post_tag">ferry</category>'
        f"<content:encoded><![CDATA[{text}]]></content:encoded><wp:post_date>{day}</wp:post_date>"
        f"<wp:post_id>{number}</wp:post_id><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type></item>"
    )


def test_an_export_of_wordpress_holds_the_published_posts_with_the_day_that_the_site_printed(
    tmp_path,
):
    """Pictures, menus and drafts were articles; the first hours of a day were the day before."""
    text = (
        '<!-- wp:paragraph -->First.\n\nSecond.[caption id="a"]<img src="b"> At dawn[/caption]'
        '\n\n[gallery ids="1,2"]Third.'
    )
    items = [
        item(1, "post", "publish", text),
        item(2, "attachment", "inherit", ""),
        item(3, "post", "draft", STORY, "0000-00-00 00:00:00"),
        item(4, "nav_menu_item", "publish", ""),
        item(5, "page", "publish", STORY),
        item(6, "post", "publish", STORY).replace("<guid>6", "<guid>5"),
    ]
    articles = read("export.xml", wordpress(*items), tmp_path)
    assert articles["title"].tolist() == ["Number 1", "Number 5", "Number 6"]
    assert set(articles["date"].astype(str)) == {"2018-10-23"}
    first = articles.iloc[0]
    assert first["body"].split("\n\n") == ["First.", "Second.", "Third."]
    assert (first["section"], first["extra"]["subject"]) == ("Sea", "ferry")
    assert list(first["captions"]) == ["At dawn"]
    assert first["extra"]["published_utc"] == "Mon, 22 Oct 2018 21:30:00 +0000"
    ledger = tt.ledger(articles)
    reasons = ledger.loc[ledger["rule"] == "not_an_article", "reason"].tolist()
    assert [reason.split(" (")[0] for reason in reasons] == [
        "a picture or another file", "never published", "an entry of a menu",
    ]  # fmt: skip


# ---------------------------------------------------------------- notes and posts


CLIPPED = f"""---
title: "Ships sail again"
source: "https://example.org/a"
author:
  - "[[Jane Roe]]"
  - "[[people/Ali Can|Ali Can]]"
published: 2018-10-22
tags:
---
# Ships sail again

{STORY}

{STORY} So it is.
"""


def test_a_clipping_in_markdown_has_its_authors_its_address_and_its_headline_once(tmp_path):
    """Names listed below a key went to the key above, and the address was the outlet."""
    article = read("clip.md", CLIPPED, tmp_path).iloc[0]
    assert (article["title"], article["source"]) == ("Ships sail again", "")
    assert (article["url"], article["byline"]) == ("https://example.org/a", "Jane Roe; Ali Can")
    assert str(article["date"])[:10] == "2018-10-22"


def test_a_post_of_telegram_with_a_link_is_text_and_not_json(tmp_path):
    link = {"type": "text_link", "text": "is here", "href": "https://example.org"}
    runs = [{"type": "bold", "text": "Ships sail"}, "\n\nThe ferry ", link, "."]
    messages = [
        {"id": at, "type": "message", "date": f"2018-10-2{at}T09:20:00", "text": text}
        for at, text in enumerate([runs, STORY])
    ]
    content = json.dumps({"name": "Island News", "type": "public_channel", "messages": messages})
    articles = read("result.json", content, tmp_path)
    assert articles["body"].tolist() == ["Ships sail\n\nThe ferry is here.", STORY]


def test_posts_of_reddit_have_their_text_their_day_and_what_was_removed(tmp_path):
    posts = [
        {"title": f"{text[:9]} {at}", "selftext": text, "created_utc": 1540200000 + 86400 * at,
         "subreddit": "norrby"}
        for at, text in enumerate([STORY, "[removed]", "[deleted]"])
    ]  # fmt: skip
    articles = read("posts.ndjson", "\n".join(map(json.dumps, posts)), tmp_path)
    assert articles["body"].iloc[0] == STORY
    assert articles["date"].astype(str).tolist() == ["2018-10-22", "2018-10-23", "2018-10-24"]
    assert set(articles["source"]) == {"norrby"}
    assert ["removed" in marks for marks in articles["quality"]] == [False, True, True]


# ---------------------------------------------------------------- Word and rich text


def test_a_long_first_paragraph_is_text_and_no_headline(tmp_path):
    """A letter whose first paragraph had a hundred words had no text but a headline."""
    paragraph = f"{STORY} {STORY} {STORY}"
    article = read("a.rtf", rf"{{\rtf1\ansi {paragraph}\par The end of it.\par}}", tmp_path).iloc[0]
    assert article["title"] == ""
    assert article["body"].split("\n\n") == [paragraph, "The end of it."]
    article = read("b.rtf", rf"{{\rtf1\ansi The quay\par {paragraph}\par}}", tmp_path).iloc[0]
    assert article["title"] == "The quay"


def dropped(letter: str, kind: str) -> str:
    return (
        f'<w:p><w:pPr><w:framePr w:dropCap="{kind}"/></w:pPr><w:r><w:t>{letter}</w:t></w:r></w:p>'
    )


def test_a_large_first_letter_of_a_word_file_begins_its_word(tmp_path):
    """Word keeps a drop cap as a paragraph of its own: the first word was T and he."""
    body = (
        "<w:p><w:r><w:t>The quay</w:t></w:r></w:p>"
        f"{dropped('T', 'drop')}<w:p><w:r><w:t>he ferry sails.</w:t></w:r></w:p>"
        f"{dropped('A', 'none')}<w:p><w:r><w:t>Next.</w:t></w:r></w:p>"
        f"{dropped('B', 'margin')}<w:p><w:r><w:t>read is here.</w:t></w:r></w:p>"
        f"{dropped('Z', 'drop')}"
    )
    article = read("a.docx", docx(body), tmp_path).iloc[0]
    assert article["title"] == "The quay"
    assert article["body"].split("\n\n") == [
        "The ferry sails.",
        "A",
        "Next.",
        "Bread is here.",
        "Z",
    ]


def test_a_word_file_is_read_whatever_its_main_part_is_called(tmp_path):
    """Word on the web writes word/document2.xml: an unknown binary format."""
    relation = (
        '<Relationships><Relationship Id="a" Target="docProps/core.xml" Type="http://x/core"/>'
        '<Relationship Id="b" Target="/word/document2.xml" Type="http://x/officeDocument"/>'
        "</Relationships>"
    )
    whole = docx(
        "<w:p><w:r><w:t>The quay</w:t></w:r></w:p><w:p><w:r><w:t>It opens.</w:t></w:r></w:p>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(made, "w") as new:
        new.writestr("_rels/.rels", relation)
        new.writestr("word/document2.xml", old.read("word/document.xml"))
    article = read("a.docx", made.getvalue(), tmp_path).iloc[0]
    assert (article["title"], article["body"], article["reader"]) == (
        "The quay",
        "It opens.",
        "docx",
    )


@pytest.mark.parametrize(
    ("declared", "letters", "shown"),
    [(r"\mac", r"lanc\'8e", "lancé"), (r"\pc", r"lanc\'82", "lancé"), (r"\pca", r"\'9d", "Ø"),
     (r"\ansi", r"lanc\'e9", "lancé"), (r"\mac\ansicpg1252", r"lanc\'e9", "lancé")],
)  # fmt: skip
def test_letters_of_rich_text_are_those_of_the_set_that_it_declares(
    declared, letters, shown, tmp_path
):
    """A file of an old Macintosh had Ž for é: striprtf takes no notice of its character set."""
    content = rf"{{\rtf1{declared} Quay\par Ships {letters} again {STORY}\par}}"
    assert f"Ships {shown} again" in read("a.rtf", content, tmp_path)["body"].item()


# ---------------------------------------------------------------- named and not read


CHAT = [
    "[22.10.18, 09:20:33] Jane: The ferry sails",
    "22/10/2018, 09:20 - Jane: The ferry sails",
    "10/22/18, 9:20\u202fPM - Jane Roe: The ferry sails",
    "\u200e[2018-10-22, 9:20:33 a.m.] +44 20 7946 0000: The ferry sails",
]
CHATS = ["\n".join([line, "and more", line, line]) for line in CHAT]
NOTE = f"""Ferry\n\nIt sails.\n
id: {"0a" * 16}\nparent_id: \ncreated_time: 2018-10-22T09:00:00.000Z
updated_time: 2018-11-02T10:00:00.000Z\ntype_: 1"""
TWEETS = 'window.YTD.tweets.part0 = [ {"tweet": {"full_text": "Ferry"}} ]'
ZOTERO = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dc="http://purl.org/dc/elements/1.1/">
 <z:Article><dc:title>Ferry</dc:title></z:Article></rdf:RDF>"""
REFUSED = [
    *[("chat.txt", chat, "a chat saved as text") for chat in CHATS],
    ("note.md", NOTE, "Markdown \\+ Front Matter"),
    ("tweets.js", TWEETS, "tweet.full_text"),
    ("ril_export.html", "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><ul>"
     f"<li><a href='https://example.org'>{STORY}</a></li></ul></body></html>", "save the pages"),
    ("marks.html", "<!DOCTYPE NETSCAPE-Bookmark-file-1><H1>Bookmarks</H1><DL><p><DT>"
     f"<A HREF='https://example.org'>{STORY}</A></DL>", "a list of bookmarks"),
    ("a.rdf", ZOTERO, "an RDF export of Zotero, which is not read. Export .* CSL JSON or RIS"),
    ("p.xml", "<?xml version='1.0'?><alto><Layout/></alto>", "save its articles as text"),
    ("notes.enex", "<?xml version='1.0'?><en-export><note/></en-export>", "an export of Evernote"),
    ("page.webarchive", b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource\0", "page source"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "shown"), REFUSED, ids=[case[0] for case in REFUSED])
def test_a_file_that_is_not_read_is_named_with_what_to_do(name, content, shown, tmp_path):
    with pytest.raises(ReadingError, match=shown):
        read(name, content, tmp_path)


def test_times_in_a_report_of_a_day_are_no_chat(tmp_path):
    lines = "\n\n".join(f"22/10/2018 09:{at} - {STORY}" for at in (10, 20, 30))
    articles = read("log.txt", f"Day of the ferry\n\n{lines}\n\n{STORY}", tmp_path)
    assert STORY in articles["body"].iloc[0]


def message(number: int, day: str, text: str, sender: str = "", inside: str = "") -> str:
    name = f'<div class="from_name">{sender} </div>' if sender else ""
    return (
        f'<div class="message default clearfix{"" if sender else " joined"}" id="message{number}">'
        f'<div class="body"><div class="pull_right date details" title="{day} 09:20:00 UTC+02:00">'
        f'09:20</div>{name}{inside}<div class="text">{text}</div></div></div>'
    )


def test_each_message_of_a_channel_exported_as_html_is_an_article_with_the_day_of_its_tooltip(
    tmp_path,
):
    """Telegram Desktop's own form: all messages were one article without a date."""
    other = (
        '<div class="forwarded body"><div class="from_name">The Gazette <span class="date details" '
        'title="01.04.2018 08:00:00 UTC+02:00">01.04.2018</span></div>'
        '<div class="text">Bread is here.</div></div>'
    )
    content = (
        "<!DOCTYPE html><html><head><title>Exported Data</title></head><body>"
        '<div class="page_wrap">'
        '<div class="page_header"><div class="text bold">Island News </div></div>'
        '<div class="page_body chat_page"><div class="history"><div class="message service">'
        '<div class="body details">5 April 2018</div></div>'
        f"{message(1, '05.04.2018', f'<strong>Ships</strong> sail<br><br>{STORY}', 'Island News')}"
        f"{message(2, '05.04.2018', STORY)}"
        f"{message(3, '06.04.2018', 'Look', 'Jane Roe', other)}{message(4, '07.04.2018', 'Yes')}"
        "</div></div></div></body></html>"
    )
    articles = read("messages.html", content, tmp_path)
    assert set(articles["reader"]) == {"telegram-html"}
    assert articles["date"].astype(str).str[:10].tolist() == [
        "2018-04-05", "2018-04-05", "2018-04-06", "2018-04-07",
    ]  # fmt: skip
    assert articles["body"].tolist() == [
        f"Ships sail\n\n{STORY}", STORY, "Bread is here.\n\nLook", "Yes",
    ]  # fmt: skip
    assert set(articles["source"]) == {"Island News"}
    assert articles["byline"].tolist() == ["", "", "Jane Roe", "Jane Roe"]
    assert articles["extra"].iloc[2]["forwarded_from"].startswith("The Gazette")


def note(title: str, content: str, address: str) -> str:
    return (
        f"<note><title>{title}</title><created>20181020T100000Z</created><tag>sea</tag>"
        f"<note-attributes><author>Bob</author><source-url>{address}</source-url></note-attributes>"
        f"<content><![CDATA[<?xml version='1.0'?><!DOCTYPE en-note SYSTEM 'http://x.org/enml2.dtd'>"
        f"<en-note>{content}</en-note>]]></content>"
        "<resource><data encoding='base64'>AAAA</data></resource></note>"
    )


def test_a_note_of_evernote_is_read_as_the_page_that_was_clipped(tmp_path):
    dated = (
        f"<div>By Jane Roe</div><div>22 October 2018</div><div>{STORY}</div><div>So it is.</div>"
    )
    notes = [
        note("Ferry sails", f"<h1>Ferry sails</h1>{dated}", "https://example.org/a"),
        note("Bread &amp; milk", f"<p>{STORY}</p>", "https://example.org/b"),
        note("Empty", "<div><br/></div>", ""),
    ]
    head = "<?xml version='1.0'?><!DOCTYPE en-export SYSTEM 'http://x.org/e.dtd'>"
    content = f"{head}<en-export>{''.join(notes)}</en-export>"
    articles = read("notes.enex", content, tmp_path)
    assert articles["title"].tolist() == ["Ferry sails", "Bread & milk"]
    assert articles["url"].tolist() == ["https://example.org/a", "https://example.org/b"]
    first, second = (row for _, row in articles.iterrows())
    assert first["body"].split("\n\n") == [STORY, "So it is."]
    assert (str(first["date"])[:10], first["byline"]) == ("2018-10-22", "Jane Roe")
    assert "dated_later" in first["quality"], "it was clipped two days before"
    assert second["date"] is pd.NaT, "when a note was made is not the date of its article"
    assert second["extra"]["saved"] == "20181020T100000Z"
    assert "AAAA" not in " ".join(articles["body"])
    assert "a note without a text" in set(tt.ledger(articles)["reason"])


@pytest.mark.parametrize("sign", ["&nbsp;", " AT&T "])
def test_a_stray_ampersand_in_the_first_record_hides_no_table_of_xml(sign, tmp_path):
    """The error said that the root element <rows> is not read, of records that are."""
    story = "The council met on Monday and talked about the harbour for several hours."
    record = f"<row><title>Harbour{sign}</title><date>2018-10-22</date><text>{story}</text></row>"
    (tmp_path / "a.xml").write_text(f"<rows>{record}</rows>", encoding="utf-8")
    articles = tt.read_articles(tmp_path / "a.xml", progress=False)
    assert articles["body"].tolist() == [story]
    assert "xml_repaired" in set(tt.ledger(articles)["rule"])


def test_the_ledger_says_how_much_of_a_broken_file_was_read(tmp_path):
    """Of three lines the first was read and the third was lost; the row named the second alone."""
    rows = [json.dumps({"title": name, "text": f"{name} of the day." * 9}) for name in "ABC"]
    (tmp_path / "a.jsonl").write_text(f"{rows[0]}\n{{\n{rows[2]}\n", encoding="utf-8")
    articles = tt.read_articles(tmp_path, on_error="keep", progress=False)
    (reason,) = tt.ledger(articles).query("rule == 'unreadable'")["reason"]
    assert len(articles) == 1
    assert reason.endswith("remove the line. 1 article before it was read, nothing after it")
