"""References, texts of databases, e-mails and XML: single rules, and what is refused."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path

import pytest

import toolkit as tt
from toolkit.errors import MissingExtraError, ReadingError
from toolkit.reading.exports import UNKNOWN
from toolkit.reading.exports.assembly import Line
from toolkit.reading.exports.clippings import source_line
from toolkit.reading.exports.date_lines import is_byline
from toolkit.reading.exports.labelled import label_in
from toolkit.reading.exports.xml_articles import root_name
from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions
from toolkit.reading.registry import find_reader

EXPORTS = Path(__file__).parent / "data" / "exports"
STORY = "The council of the invented town of Norrby met on Monday to talk about the bridge."


def read(text: str | bytes, name: str = "file") -> tuple[list[RawArticle], list[Piece]]:
    document = Document.from_bytes(name, text.encode() if isinstance(text, str) else text)
    results = list(find_reader(document).read(document, ReadOptions()))
    articles = [result for result in results if isinstance(result, RawArticle)]
    return articles, [result for result in results if isinstance(result, Piece)]


def sample(name: str) -> tuple[list[RawArticle], list[Piece]]:
    return read((EXPORTS / name).read_bytes(), name)


UNKNOWNS = [
    ("FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Doe, J\n", "a Web of Science export"),
    ("PMID- 123\nOWN - NLM\nTI  - Harbour\n", "a PubMed (MEDLINE) export"),
    ("1\n00:00:01,000 --> 00:00:02,000\nHello there\n", "subtitles (SubRip)"),
    ("WEBVTT\n\n00:01 --> 00:02\nHi\n", "subtitles (WebVTT)"),
    ("INSERT INTO articles VALUES (1, 'x');\n", "a database dump (SQL)"),
    ("BEGIN:VCALENDAR\nVERSION:2.0\n", "a calendar (iCalendar)"),
    ("BEGIN:VCARD\nVERSION:2.0\n", "an address book (vCard)"),
    ("From jane@example.org Mon Oct 22 10:00:00 2018\nbody\n",
     "a mailbox (mbox) without mail headers"),
    ("\\documentclass{article}\n\\begin{document}x", "a LaTeX document"),
    ("1\tThe\tthe\tDET\t_\n2\tcat\tcat\tNOUN\t_\n", "CoNLL tokens"),
    ("- title: x\n  date: 2018-10-22\n  text: y\n  more: z\n", "YAML"),
    ("HD: one\nBD: two\nAU: x\nHD: y\nBD: z\nAU: k\n",
     "records of tagged lines ('HD:', 'BD:', 'AU:' …)"),
    ("<?xml version='1.0'?><articles><article><title>x</title></article></articles>",
     "XML with the root element <articles>"),
    ("<corpus2018><text id='1'>Words of a story.</text></corpus2018>",
     "XML with the root element <corpus2018>"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), UNKNOWNS, ids=[kind for _, kind in UNKNOWNS])
def test_a_structure_that_is_not_read_is_an_error_that_names_it(text, kind, tmp_path):
    file = tmp_path / "file.dat"
    file.write_text(text)
    with pytest.raises(ReadingError) as error:
        tt.read_articles(file)
    message = str(error.value)
    assert message.startswith(
        f"read_articles: file.dat: this looks like {kind}, which is not read."
    )
    assert "docs/export-formats.md" in message
    if kind.startswith("a mailbox"):
        assert "Save its mails as .eml files in one folder" in message


@pytest.mark.parametrize(
    "text",
    [
        f"A headline\n\n{STORY}\n\n{STORY}\n",
        f"Mayor: no bridge\n\n{STORY}\nShe said: never.\n{STORY}\n",
        f"TALKS BEGIN\n\nUpdated 22 October 2018\n\nTALKS BEGIN\n\n{STORY}\n",
        "A: One line.\n\nB: A line of an interview.\n\nA long answer follows, of many words.\n",
        "BBC: Why?\nMPS: Because.\nBBC: And then?\nTUC: We do not.\nMPS: We do.\nBBC: So?\n",
        "country | title | text\nUS | Talks | Words.\nUK | Ferry | Words.\nFR | Pont | Mots.\n",
        "One; two; three\nFour and five\nSix\nSeven; eight\n",
    ],
)
def test_prose_is_no_unknown_structure(text):
    assert not UNKNOWN.recognizes(Document.from_bytes("a.txt", text.encode()))


def test_xml_that_is_no_web_page_is_not_read_as_one():
    for name in ("nitf.xml", "tei.xml", "newsml_g2.xml", "tdm_studio.xml", "trafilatura.xml"):
        document = Document.from_bytes(name, (EXPORTS / name).read_bytes())
        assert find_reader(document).name != "web-page"
    assert (
        find_reader(Document.from_bytes("a", b"<?xml version='1.0'?><html><p>x")).name == "web-page"
    )


@pytest.mark.parametrize(
    ("head", "name"),
    [("<nitf>", "nitf"), ("<?xml version='1.0'?>\n<!-- <html> --><a:nitf x='1'/>", "nitf"),
     ("<!DOCTYPE nitf SYSTEM 'x' [<!ELEMENT a (b)>]><nitf>", "nitf"), ("\ufeff  <TEI>", "TEI"),
     ("text", ""), ("<1>", ""), ("", "")],
)  # fmt: skip
def test_the_root_of_xml_is_found_behind_its_prolog(head, name):
    assert root_name(head) == name


def test_references_hold_an_abstract_and_say_so():
    for name in ("references.ris", "references.enw", "references.bib", "endnote.xml", "csl.json"):
        first = sample(name)[0][0]
        assert (first.paragraphs, first.quality) == ([], ["abstract_only"])
        assert first.summary


def test_a_ris_file_that_tells_abstract_and_text_apart_gives_both():
    ris = f"TY  - NEWS\nTI  - T\nAB  - Short.\nN2  - {STORY}\nER  - \n"
    ((article,), _) = read(ris)
    assert (article.summary, article.paragraphs, article.quality) == (["Short."], [STORY], [])


@pytest.mark.parametrize(
    ("date", "read_as"),
    [("2018/10/22/", "2018-10-22"), ("2018/10/22/Monday", "2018-10-22"), ("2018/1/2", "2018-01-02"),
     ("2019/01//", "2019-01"), ("2019///", "2019"), ("2018", "2018"), ("2018-10-22", "2018-10-22"),
     ("22 Oct 2018", "22 Oct 2018")],
)  # fmt: skip
def test_dates_of_references_are_read_without_their_slashes(date, read_as):
    ((article,), _) = read(f"TY  - NEWS\nTI  - T\nDA  - {date}\nER  - \n")
    assert article.fields["published"] == read_as


def test_the_day_of_access_is_never_the_date_of_a_reference():
    ris = "TY  - NEWS\nTI  - T\nY2  - 2024/02/03/\nER  - \n"
    assert "published" not in read(ris)[0][0].fields
    first, second = sample("references.bib")[0]
    assert "published" in first.fields
    assert second.extra["accessed"] == "2024-02-03"


def test_ris_gives_what_rispy_gives():
    rispy = pytest.importorskip("rispy")
    text = (EXPORTS / "references.ris").read_text(encoding="utf-8")
    expected = rispy.loads(text)
    articles = sample("references.ris")[0]
    assert len(articles) == len(expected)
    for article, record in zip(articles, expected, strict=True):
        assert article.fields["title"] == record.get("title", record.get("primary_title"))
        authors = "; ".join(record.get("authors", []))
        assert article.fields.get("byline", "") == authors
        assert article.extra["reference_type"] == record["type_of_reference"]
        assert " ".join(article.summary) == " ".join(record["notes_abstract"].split())


def test_a_broken_bibtex_entry_is_rejected_and_the_others_are_read():
    articles, pieces = sample("references.bib")
    assert len(articles) == 2
    (rejected,) = [piece for piece in pieces if piece.action == "rejected"]
    assert "never closed" in rejected.text


def test_bibtex_without_its_package_names_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "bibtexparser", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'theme-toolkit\[references\]'"):
        sample("references.bib")


def test_labels_are_read_in_any_order_and_in_several_languages():
    for labels in (("Título", "Fecha", "Fuente"), ("Titre", "Date", "Journal"),
                   ("Başlık", "Tarih", "Kaynak"), ("HEADLINE", "PUBLISHED", "PUBLICATION"),
                   ("العنوان", "التاريخ", "المصدر")):  # fmt: skip
        title, date, source = labels
        text = f"{source}: The Courier\n{title}: Bridge\n{date}: 2018-05-01\n\n{STORY}\n"
        ((article,), _) = read(text)
        expected = {"title": "Bridge", "published": "2018-05-01", "source": "The Courier"}
        assert (article.fields, article.paragraphs) == (expected, [STORY])


def test_a_label_inside_a_story_begins_no_article():
    text = f"Title: A\nDate: 2018-05-01\nSource: C\n\n{STORY}\n\nTitle: of the song.\n\n{STORY}\n"
    ((article,), _) = read(text)
    assert len(article.paragraphs) == 3


def test_fields_below_a_story_are_fields():
    text = f"Title: A\nDate: 2018-05-01\nSource: C\n\n{STORY}\n\nURL: https://example.org/1\n"
    ((article,), _) = read(text)
    assert (article.fields["url"], article.paragraphs) == ("https://example.org/1", [STORY])


@pytest.mark.parametrize(
    ("text", "outlet", "date", "byline"),
    [("The Courier · 1 May 2018 · A4 · By Jane Doe", "The Courier", "1 May 2018", "Jane Doe"),
     ("May 1, 2018 | The Courier (Norrby, NL) | Jane Doe; Staff Writer | Page A4", "The Courier",
      "May 1, 2018", "Jane Doe; Staff Writer"),
     ("The Courier (Norrby, NL) - May 1, 2018 - page A4", "The Courier", "May 1, 2018", "")],
)  # fmt: skip
def test_a_line_of_outlet_and_date_is_taken_apart(text, outlet, date, byline):
    named = source_line(Line(0, len(text), text))
    assert (named.outlet, named.date, named.byline) == (outlet, date, byline)


@pytest.mark.parametrize(
    "text",
    ["Politics | 1 May 2018 | By Jane Doe", "1 May 2018", "Updated 1 May 2018 | By Jane Doe",
     "The council met on 1 May 2018 - and voted - for a bridge over the river Lamm, they all say",
     "The Courier | Politics | By Jane Doe"],
)  # fmt: skip
def test_a_line_without_an_outlet_or_a_date_names_none(text):
    assert source_line(Line(0, len(text), text)) is None


def test_an_office_file_may_hold_the_export_of_a_database():
    story = (EXPORTS / "genios.txt").read_text(encoding="utf-8")
    escaped = "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in story).replace(
        "\n", "\\par\n"
    )
    articles, _ = read("{\\rtf1\\ansi " + escaped + "}")
    assert [a.fields["source"] for a in articles] == ["Norrbyer Bote", "Lammtaler Zeitung"]
    single = (EXPORTS / "nexis_single_fr.txt").read_text(encoding="utf-8")
    escaped = "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in single).replace(
        "\n", "\\par\n"
    )
    ((article,), _) = read("{\\rtf1\\ansi " + escaped + "}")
    assert article.fields["source"] == "Le Courrier de Norrby"


def test_several_nexis_documents_without_counters_are_an_error_that_says_what_to_do():
    one = (EXPORTS / "nexis_single_fr.txt").read_text(encoding="utf-8")
    with pytest.raises(ReadingError, match=r"2 Nexis documents with.*Put.*above each"):
        read(one + one, "two.txt")


def test_an_author_marked_in_factiva_html_needs_no_by_and_list_numbers_are_left_out():
    ((article,), _) = sample("factiva_author.html")
    assert article.fields["byline"] == "Jane O'Doe"
    assert article.fields["page"] == "18,19"
    assert [p.text for p in article.pieces if p.rule == "list_number"] == ["1."]


def test_authors_between_headline_and_story_of_europresse_are_kept():
    ((article,), _) = sample("europresse_authors.html")
    assert article.fields["byline"] == "Jeanne Roux et Paul Petit, envoyés spéciaux à Norrby"
    assert article.summary == ["Une décision attendue depuis des mois."]


def test_a_thousands_blank_in_a_year_is_closed_and_a_split_day_is_not_guessed(tmp_path):
    rule = "_" * 60
    record = "{}\n\nBridge\nFull text: {}\n\nPublication title: Courier\n\nPublication date: {}\n\n"
    file = tmp_path / "a.txt"
    for printed, day in (("Jan 17, 2 009", "2009-01-17"), ("Jan 1 7, 2009", None)):
        file.write_text(record.format(rule, STORY, printed) + rule + "\n")
        (date,) = tt.read_articles(file, progress=False)["date"]
        assert (f"{date:%Y-%m-%d}" if day else str(date)) == (day or "NaT")


def test_pictures_and_credits_below_a_proquest_story_are_not_its_text():
    rule = "_" * 60
    text = (
        f"{rule}\n\nBridge\nFull text: {STORY}\n\nIllustration\n\nA pier. (Jane Roe)\n\n"
        f"Credit: Staff Writer\n\nSubject: Ports\n\nPublication title: Courier\n\n"
        f"Publication date: Jan 17, 2009\n\n{rule}\n"
    )
    ((article,), _) = read(text)
    assert (article.paragraphs, article.captions) == ([STORY], ["A pier. (Jane Roe)"])
    assert article.extra["credit"] == "Staff Writer"


def test_the_labels_of_french_nexis_are_fields_and_not_story():
    ((article,), _) = sample("nexis_single_fr.txt")
    assert len(article.paragraphs) == 1
    assert {"subject", "industry", "geographic", "publication_type", "load_date"} <= set(
        article.extra
    )


def test_the_source_of_an_item_is_its_outlet_and_the_feed_is_not():
    feed = (
        "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><title>\"bridge\" - News</title>"
        "<item><title>A</title><description>Words.</description><source>The Courier</source>"
        "<media:title>B</media:title><media:content>C</media:content></item>"
        "<item><title>D</title><description>Words.</description></item></channel></rss>"
    )
    (first, second), _ = read(feed)
    assert (first.fields["title"], first.fields["source"]) == ("A", "The Courier")
    assert first.extra["feed_name"] == '"bridge" - News'
    assert first.paragraphs == ["Words."]
    assert second.fields["source"] == '"bridge" - News'


def test_who_sent_an_e_mail_is_not_carried_into_the_corpus():
    ((article,), _) = sample("mail.eml")
    texts = [p.text for p in article.pieces] + [str(v) for v in article.extra.values()]
    assert not any(re.search("jane|richard|example.org", text, re.IGNORECASE) for text in texts)
    assert article.extra["mail_date"].startswith("Sat, 03 Feb 2024")
    assert "published" not in article.fields


def test_a_mail_that_states_its_text_in_two_forms_counts_it_once():
    mail = EmailMessage()
    mail["Subject"], mail["Date"] = "Bridge to open", "Sat, 03 Feb 2024 09:00:00 +0000"
    mail.set_content(f"{STORY}\n")
    mail.add_alternative(f'<p class="story">{STORY}</p>', subtype="html")
    ((article,), _) = read(mail.as_bytes(), "two-forms.eml")
    assert article.paragraphs == [STORY]


@pytest.mark.parametrize(
    ("text", "label"),
    [("Title: x", "title"), ("  Publication  title :\tx", "publication title"), ("Date:", "date"),
     ("标题：x", None), ("http://example.org", None), ("12:30", None), ("no label", None)],
)  # fmt: skip
def test_a_label_is_a_short_phrase_before_a_colon(text, label):
    found = label_in(Line(0, len(text), text))
    assert (None if found is None else found[0]) == label


def test_the_names_of_a_byline_may_be_joined():
    assert is_byline("By Jane Doe, Richard Roe and Jan van der Weber")


B = "The council voted for a second quay, and the mayor said that work would start in spring."
VARIANTS = [
    ("labels without a blank line between articles",
     f"Title: One\nDate: 2018-10-22\nSource: Gazette\n{B}\nTitle: Two\nDate: 2018-11-03\n"
     f"Source: Gazette\n{B}\n",
     [("One", "2018-10-22", "Gazette", 1), ("Two", "2018-11-03", "Gazette", 1)]),
    ("labels below a number",
     f"Article 1\nTitle: One\nDate: 2018-10-22\nSource: Gazette\n\n{B}\n\nArticle 2\nTitle: Two\n"
     f"Date: 2018-11-03\nSource: Gazette\n\n{B}\n",
     [("One", "2018-10-22", "Gazette", 1), ("Two", "2018-11-03", "Gazette", 1)]),
    ("bold labels", f"**Title:** One\n**Date:** 2018-10-22\n**Source:** Gazette\n\n{B}\n",
     [("One", "2018-10-22", "Gazette", 1)]),
    ("a headline over two lines",
     f"Title: One and\n  another\nDate: 2018-10-22\nSource: Gazette\n\n{B}\n",
     [("One and another", "2018-10-22", "Gazette", 1)]),
    ("no label for the headline", f"Source: Gazette\nDate: 2018-10-22\n\nOne\n\n{B}\n",
     [("One", "2018-10-22", "Gazette", 1)]),
    ("RIS behind a provider's lines",
     "Provider: ProQuest\nContent: text/plain\n\nTY  - NEWS\nTI  - One\nT2  - Gazette\n"
     "DA  - 2018/10/22\nER  - \n", [("One", "2018-10-22", "Gazette", 0)]),
    ("RIS with single blanks", "TY - NEWS\nTI - One\nT2 - Gazette\nDA - 2018/10/22\nER -\n",
     [("One", "2018-10-22", "Gazette", 0)]),
    ("EBSCO with a month in capitals",
     f"Record: 1\n Title:  One\n   more\nAuthors: D\n Source:  USA Daily, OCT 22, 2018, p1A\n"
     f"Document Type: Article\n Database:  Newspaper Source\n{B}\n",
     [("One more", "OCT 22, 2018", "USA Daily", 1)]),
    ("NewsBank, a line each",
     f"One\nGazette (ME)\nOctober 22, 2018\nSection: News\nPage: A4\n\n{B}\n\nCopyright (c) 2018 "
     f"NewsBank\n", [("One", "October 22, 2018", "Gazette", 1)]),
    ("NewsBank, the author below",
     f"One\nOctober 22, 2018 | Gazette (Northport, ME)\nJane Doe | Page A4\n\n{B}\n\nCITATION (APA "
     f"STYLE)\nDoe, J.\n", [("One", "October 22, 2018", "Gazette", 1)]),
    ("Genios with a comma for vom",
     f"One\n\n{B}\n\nQuelle: Bote, 22.10.2018, S. 4\n© GBI-Genios Deutsche "
     f"Wirtschaftsdatenbank GmbH\n",
     [("One", "22.10.2018", "Bote", 1)]),
    ("a page saved by an older browser",
     "From: \"Saved by a browser\"\nSubject: One\nMIME-Version: 1.0\nContent-Type: "
     "multipart/related; boundary=\"N\"\n\n--N\nContent-Type: text/html; charset=\"windows-1252\"\n"
     "Content-Transfer-Encoding: quoted-printable\n\n<HTML><META content=3D\"2018-10-22\" "
     "name=3Ddate><META property=3Dog:site_name content=3DGazette><H1>One =96 two</H1>"
     f"<P>{B}</P></HTML>\n--N--\n",
     [("One – two", "2018-10-22", "Gazette", 1)]),
    ("an Atom entry from elsewhere",
     "<feed xmlns='http://www.w3.org/2005/Atom'><title>Planet</title><entry><title>One</title>"
     "<published>2018-10-22</published><source><title>Gazette</title><updated>2024-01-01</updated>"
     "</source><summary>Words.</summary></entry></feed>", [("One", "2018-10-22", "Gazette", 1)]),
    ("NITF of the New York Times",
     "<nitf><head><title>One</title><meta content='22' name='publication_day_of_month'/><meta "
     "content='10' name='publication_month'/><meta content='2006' name='publication_year'/>"
     "<docdata><doc.copyright holder='Gazette'/></docdata></head><body><body.head><hedline>"
     "<hl1>One</hl1></hedline></body.head><body.content><block class='lead_paragraph'><p>Words.</p>"
     "</block>"
     "</body.content></body></nitf>", [("One", "2006-10-22", "Gazette", 1)]),
    ("a news item of its own",
     "<newsItem guid='x'><itemMeta><provider literal='Gazette'/><versionCreated>2018-10-22"
     "</versionCreated></itemMeta><contentMeta><headline>One</headline></contentMeta><contentSet>"
     "<inlineData>Words.</inlineData></contentSet></newsItem>",
     [("One", "2018-10-22", "Gazette", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in VARIANTS], ids=[row[0] for row in VARIANTS]
)
def test_a_form_may_be_written_in_another_way(text, expected):
    articles, _ = read(text)
    assert [
        (a.fields["title"], a.fields["published"], a.fields["source"], len(a.paragraphs))
        for a in articles
    ] == expected
    for article in articles:
        assert [piece.text for piece in article.pieces if piece.rule == "unassigned"] == []


@pytest.mark.parametrize(("by", "byline"), [("<by>Jane Roe</by>", "Jane Roe"), ("", "Jane Roe")])
def test_the_byline_of_nitf_within_newsml_is_no_paragraph(by, byline, tmp_path):
    """As Superdesk writes it, with the author in the head of the item too."""
    story = "<p>Dockers in the harbour returned to work on Monday after a vote.</p>"
    item = (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a"><itemMeta><firstCreated>'
        "2018-10-22T23:30:00-05:00</firstCreated></itemMeta><contentMeta>"
        f"{by}<headline>Dockers return</headline></contentMeta><contentSet>"
        '<inlineXML contenttype="application/nitf+xml"><nitf><body><body.head><hedline><hl1>Dockers'
        " return</hl1></hedline><byline>By Jane Roe</byline></body.head><body.content>"
        f"{story}</body.content></body></nitf></inlineXML></contentSet></newsItem>"
    )
    (tmp_path / "a.xml").write_text(item, encoding="utf-8")
    article = tt.read_articles(tmp_path / "a.xml", progress=False).iloc[0]
    assert (article["byline"], str(article["date"])[:10]) == (byline, "2018-10-22")
    assert article["body"] == story[3:-4]


def test_a_part_with_digits_of_a_line_of_outlet_and_date_is_no_author():
    text = "Kystposten | 22.10.2018 | 1. sektion | Side 5 | 300 ord | id: e1 | JANE ROE"
    found = source_line(Line(0, len(text), text))
    assert (found.outlet, found.date, found.page, found.byline) == (
        "Kystposten", "22.10.2018", "5", "JANE ROE"
    )  # fmt: skip
