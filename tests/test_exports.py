"""Each export layout, from an invented sample in tests/data/exports."""

from __future__ import annotations

import io
import itertools
import sys
import zipfile
from pathlib import Path

import pytest

from tests.made_pdfs import pdf_of
from toolkit.errors import MissingExtraError, ReadingError
from toolkit.reading.exports import READERS
from toolkit.reading.exports.assembly import declare_length
from toolkit.reading.exports.html_pages import parse_html
from toolkit.reading.exports.nexis_legacy import counter_spans
from toolkit.reading.exports.story_text import by_paragraphs
from toolkit.reading.exports.webpages import read_page
from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions, n_characters

EXPORTS = Path(__file__).parent / "data" / "exports"
TEXT_READERS = {
    "nexis-txt", "nexis-uni-txt", "nexis-single-txt", "factiva-txt", "proquest-txt", "ebsco-txt",
    "gale-txt", "genios-txt", "newsbank-txt", "pressreader-txt", "labelled-text", "ris", "enw",
}  # fmt: skip

COUNCIL = "The council of the invented town of Norrby met on Monday."
BRIDGE = "Bridge over the Lamm stays closed"
FERRY = "A ferry will cross the Lamm from June onwards."

# file, reader, and per article: title, date as printed, outlet, paragraphs of the story
LAYOUTS = [
    ("nexis_legacy.txt", "nexis-txt", [
        ("Bridge over the Lamm stays closed to lorries", "May 1, 2018 Tuesday",
         "The Norrby Courier", 5),
        ("Ferry to start in June", "May 3, 2018", "Lamm Valley News", 1)]),
    ("nexis_legacy_de.txt", "nexis-txt", [
        ("Die Brücke bleibt gesperrt", "Dienstag 1. Mai 2018", "Norrbyer Bote", 1),
        ("Fähre ab Juni", "3. Maerz 2018", "Lammtaler Zeitung", 1)]),
    ("nexis_legacy.rtf", "rtf", [
        ("Bridge stays closed", "May 1, 2018 Tuesday", "The Norrby Courier", 2)]),
    ("nexis_uni.txt", "nexis-uni-txt", [
        ("Bridge stays closed;Council meets on Monday", "May 1, 2018 Tuesday 9:20 AM GMT",
         "The Norrby Courier", 3),
        ("Ferry to start", "May 3, 2018 Thursday", "Lamm Valley News", 1)]),
    ("nexis.html", "nexis-html", [
        ("Bridge stays closed; Council meets", "May 1, 2018, Tuesday", "The Norrby Courier", 2),
        ("Ferry to start", "May 3, 2018 Thursday 11:21 AM GMT", "Lamm Valley News", 1)]),
    ("factiva_codes.html", "factiva-html", [
        ("Bridge over the Lamm stays closed", "1 May 2018", "The Norrby Courier", 3),
        ("Ferry to start", "3 May 2018", "Lamm Valley News", 1)]),
    ("factiva_divs_de.html", "factiva-html", [
        ("Brücke zu", "1 März 2018", "The Norrby Courier", 2),
        ("Ferry to start", "3 Mai 2018", "Lamm Valley News", 1)]),
    ("factiva.xml", "factiva-xml", [
        ("Bridge over the Lamm stays closed", "2018-05-01T01:35:58Z", "The Norrby Courier", 3)]),
    ("factiva_codes.txt", "factiva-txt", [
        ("Bridge over the Lamm stays closed", "1 May 2018", "The Norrby Courier", 3),
        ("Ferry to start", "3 May 2018", "Lamm Valley News", 1)]),
    ("factiva_plain.txt", "factiva-txt", [
        ("Bridge over the Lamm stays closed", "1 May 2018", "The Norrby Courier", 2),
        ("Ferry to start", "3 May 2018", "Lamm Valley News", 1)]),
    ("factiva.rtf", "rtf", [
        ("Bridge over the Lamm stays closed", "1 May 2018", "The Norrby Courier", 2),
        ("Ferry to start", "3 May 2018", "Lamm Valley News", 1)]),
    ("proquest.txt", "proquest-txt", [
        ("Bridge over the Lamm stays closed", "May 1, 2018", "The Norrby Courier", 4),
        ("Ferry to start", "May 3, 2018", "Lamm Valley News", 0)]),
    ("proquest.html", "proquest-html", [
        ("Bridge over the Lamm stays closed", "May 1, 2018", "The Norrby Courier", 2),
        ("Ferry to start", "May 3, 2018", "Lamm Valley News", 1)]),
    ("proquest.eml", "proquest-eml", [
        ("Bridge over the Lamm stays closed", "May 1, 2018", "The Norrby Courier", 2),
        ("Ferry to start", "May 3, 2018", "Lamm Valley News", 1)]),
    ("europresse_old.html", "europresse-html", [
        ("Le pont reste fermé", "mardi 1 mai 2018", "Le Courrier de Norrby", 2),
        ("Un bac en juin", "jeudi 3 mai 2018", "La Vallée", 1)]),
    ("europresse_new.html", "europresse-html", [
        ("Le pont reste fermé", "mardi 1 mai 2018", "Le Courrier de Norrby (site web)", 2),
        ("Un bac en juin", "jeudi 3 mai 2018", "La Vallée", 1)]),
    ("feed_rss.xml", "feed", [
        ("Bridge & ferry", "Tue, 01 May 2018 12:55:28 GMT", "Norrby Courier: News", 2),
        ("Ferry to start", "Thu, 03 May 2018 09:00:00 GMT", "Norrby Courier: News", 1),
        ("Headline alone", "", "Norrby Courier: News", 0)]),
    ("feed_atom.xml", "feed", [
        ("Bridge stays closed", "2018-05-01T10:00:00+02:00", "Lamm Valley News", 2)]),
    ("feed.json", "json-feed", [
        ("Bridge stays closed", "2018-05-01T10:00:00+02:00", "Norrby Courier", 2),
        ("Ferry to start", "2018-05-03T10:00:00Z", "Norrby Courier", 1)]),
    ("mediawiki.xml", "mediawiki-xml", [
        ("Bridge stays closed", "May 1, 2018", "Norrbynews", 2)]),
    ("page.html", "web-page", [
        ("Bridge stays closed", "2018-05-01T10:00:00+02:00", "The Norrby Courier", 3)]),
    ("page_plain.html", "web-page", [("Ferry to start", "2018-05-02", "Lamm Valley News", 2)]),
    ("note.rtf", "rtf", [("Bridge stays closed", "", "", 2)]),
    ("gdelt_mentions.csv", "gdelt", [("", "", "example.org", 0), ("", "", "example.com", 0)]),
    ("gdelt_gkg.tsv", "gdelt", [("", "", "example.org", 0), ("", "", "example.org", 0)]),
    ("gdelt_events.tsv", "gdelt", [("", "", "", 0)]),
    ("nexis_single_fr.txt", "nexis-single-txt", [
        ("Le pont reste fermé", "mardi 1 mai 2018", "Le Courrier de Norrby", 1)]),
    ("factiva_author.html", "factiva-html", [
        (BRIDGE, "1 May 2018", "The Norrby Courier", 2)]),
    ("europresse_authors.html", "europresse-html", [
        ("Le pont reste fermé", "mardi 1 mai 2018", "Le Courrier de Norrby", 1)]),
    ("ebsco.txt", "ebsco-txt", [
        ("Bridge over the Lamm stays closed.", "May 2018", "Norrby Courier, The", 2),
        ("Ferry to start", "05/13/2018", "Lamm Valley News", 1)]),
    ("gale.txt", "gale-txt", [
        (BRIDGE, "May 1, 2018", "The Norrby Courier", 2),
        ("Ferry to start", "May 3, 2018", "Lamm Valley News", 1)]),
    ("genios.txt", "genios-txt", [
        ("Die Brücke bleibt gesperrt", "01.05.2018", "Norrbyer Bote", 2),
        ("Fähre ab Juni", "03.05.2018", "Lammtaler Zeitung", 1)]),
    ("newsbank.txt", "newsbank-txt", [
        (BRIDGE, "May 1, 2018", "The Norrby Courier", 2),
        ("Ferry to start", "May 3, 2018", "Lamm Valley News", 1)]),
    ("pressreader.txt", "pressreader-txt", [
        (BRIDGE, "1 May 2018", "The Norrby Courier", 2),
        ("Ferry to start", "3 May 2018", "Lamm Valley News", 1)]),
    ("labelled.txt", "labelled-text", [
        ("Bridge: closed for lorries", "2018-05-01", "The Norrby Courier", 3),
        ("Ferry to start", "2018-05-03", "Lamm Valley News", 1)]),
    ("labelled_de.txt", "labelled-text", [
        ("Die Brücke bleibt gesperrt", "01.05.2018", "Norrbyer Bote", 2),
        ("Fähre ab Juni", "13.05.2018", "Lammtaler Zeitung", 1)]),
    ("references.ris", "ris", [
        (BRIDGE, "2018-05-01", "The Norrby Courier", 0),
        ("The long winter of the herring", "2019-01", "Coast Monthly", 0)]),
    ("references.enw", "enw", [
        (BRIDGE, "May 1, 2018", "The Norrby Courier", 0),
        ("Ferry to start", "3 May 2018", "Lamm Valley News", 0)]),
    ("references.bib", "bibtex", [
        ("Bridge over the Lämm stays closed", "1 may 2018", "The Norrby Courier on Sunday", 0),
        ("Ferry to start", "2018-05-03", "Lamm Valley News", 0)]),
    ("endnote.xml", "endnote-xml", [
        (BRIDGE, "May 1, 2018", "The Norrby Courier", 0)]),
    ("csl.json", "csl-json", [
        (BRIDGE, "2018-05-01", "The Norrby Courier", 0),
        ("Ferry to start", "2018-05", "Lamm Valley News", 0)]),
    ("trafilatura.json", "trafilatura-json", [
        (BRIDGE, "2018-05-01", "The Norrby Courier", 2)]),
    ("trafilatura.xml", "trafilatura-xml", [
        (BRIDGE, "2018-05-01", "The Norrby Courier", 2)]),
    ("nitf.xml", "nitf", [
        (BRIDGE, "20180501T000000", "The Norrby Courier", 2)]),
    ("newsml_g2.xml", "newsml", [
        (BRIDGE, "2018-05-01T20:10:00Z", "The Norrby Courier", 2)]),
    ("newsml_1.xml", "newsml", [
        (BRIDGE, "20180501T201000Z", "The Norrby Courier", 2)]),
    ("rcv1.xml", "newsml", [
        ("Bridge stays closed", "1996-08-20", "Norrby Press", 2)]),
    ("tei.xml", "tei", [
        (BRIDGE, "2018-05-01", "The Norrby Courier", 2)]),
    ("tei_issue.xml", "tei", [
        ("Bridge stays closed", "2018-05-01", "The Norrby Courier", 1),
        ("Ferry to start", "2018-05-01", "The Norrby Courier", 1)]),
    ("tdm_studio.xml", "tdm-studio-xml", [
        (BRIDGE, "2018-05-01", "The Norrby Courier", 2)]),
    ("page.mhtml", "mail-page", [
        (BRIDGE, "2018-05-01T20:10:00+02:00", "The Norrby Courier", 2)]),
    ("mail.eml", "mail-page", [
        ("Ferry to start", "", "", 1)]),
    ("article.odt", "odt", [
        (BRIDGE, "1 May 2018", "The Norrby Courier", 2)]),
]  # fmt: skip


def document_of(name: str) -> Document:
    return Document.from_bytes(name, (EXPORTS / name).read_bytes())


def reader_of(document: Document):
    return next((reader for reader in READERS if reader.recognizes(document)), None)


def read(document: Document) -> tuple[list[RawArticle], list[Piece]]:
    results = list(reader_of(document).read(document, ReadOptions()))
    articles = [result for result in results if isinstance(result, RawArticle)]
    return articles, [result for result in results if isinstance(result, Piece)]


def read_file(name: str) -> tuple[list[RawArticle], list[Piece]]:
    return read(document_of(name))


@pytest.mark.parametrize(("name", "reader", "articles"), LAYOUTS, ids=[row[0] for row in LAYOUTS])
def test_a_layout_is_recognised_and_read(name, reader, articles):
    assert reader_of(document_of(name)).name == reader
    found, _ = read_file(name)
    assert [
        (a.fields.get("title", ""), a.fields.get("published", ""), a.fields.get("source", ""),
         len(a.paragraphs)) for a in found
    ] == articles  # fmt: skip


@pytest.mark.parametrize("name", [row[0] for row in LAYOUTS])
def test_every_character_of_a_layout_has_its_piece(name):
    document = document_of(name)
    articles, pieces = read(document)
    if reader_of(document).name in TEXT_READERS:
        counted = sum(a.n_counted for a in articles) + sum(n_characters(p.text) for p in pieces)
        assert counted == n_characters(document.text)
    assert [a.received for a in articles if a.received is not None] == [
        a.n_counted for a in articles if a.received is not None
    ]


@pytest.mark.parametrize("name", [row[0] for row in LAYOUTS])
def test_the_extension_of_a_file_does_not_matter(name):
    other = Document.from_bytes("download", (EXPORTS / name).read_bytes())
    assert reader_of(other).name == reader_of(document_of(name)).name


@pytest.mark.parametrize("name", [row[0] for row in LAYOUTS if row[1] in TEXT_READERS])
def test_spans_point_to_the_text_of_their_pieces(name):
    document = document_of(name)
    articles, pieces = read(document)
    for piece in [*pieces, *(p for a in articles for p in a.pieces)]:
        if piece.start >= 0 and "•" not in piece.text:
            assert document.text[piece.start : piece.end].strip() == piece.text.strip()
            line = document.text[: piece.start].count("\n") + 1
            assert piece.line in range(line, line + 1 + piece.end - piece.start)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["nexis_legacy.txt", "nexis_uni.txt", "proquest.txt"])
def test_line_ends_do_not_change_the_articles(name, line_end):
    text = document_of(name).text.replace("\n", line_end)
    articles, _ = read(Document.from_bytes(name, text.encode()))
    expected, _ = read_file(name)
    assert [(a.fields, a.paragraphs) for a in articles] == [
        (a.fields, a.paragraphs) for a in expected
    ]


def test_hard_wrapped_lines_are_joined_and_short_lines_are_left():
    story = read_file("nexis_legacy.txt")[0][0].paragraphs
    assert story[0].startswith("The council of the invented town of Norrby met on Monday to talk")
    assert story[0].endswith("bridge over the river Lamm, which has been closed to lorries since "
                             "the flood of last spring. The mayor said that the work would take "
                             "two years.")  # fmt: skip
    assert story[2:] == ["The ferry would cost:", "200 crowns a day", "or 40,000 a year."]


def test_labels_lead_to_fields_in_english():
    first, last = read_file("nexis_legacy.txt")[0]
    assert first.fields["byline"] == "Jane Roe"
    assert first.fields["section"] == "NEWS; Pg. 3"
    assert first.fields["place"] == "NORRBY"
    assert first.fields["language"] == "en"
    assert first.fields["edition"] == "Edition 1; Harbour"
    assert first.captions == ["The bridge, seen from the left bank"]
    assert first.extra["load_date"] == "May 2, 2018"
    assert "NOTE: the fare was not set." in last.body


def test_labels_lead_to_fields_in_german():
    first, _ = read_file("nexis_legacy_de.txt")[0]
    assert first.fields["byline"] == "Hans Muster"
    assert first.fields["section"] == "LOKALES; S. 3"
    assert first.fields["language"] == "de"
    assert (first.extra["words_declared"], first.quality) == (18, [])


def test_the_load_date_is_not_a_date_of_publication():
    for name in ("nexis_legacy.txt", "nexis_uni.txt", "nexis.html"):
        for article in read_file(name)[0]:
            assert "load_date" in article.extra
            assert "updated" not in article.fields


def test_a_length_that_differs_is_flagged_with_both_numbers():
    _, last = read_file("nexis_legacy.txt")[0]
    assert last.quality == ["length_mismatch"]
    reasons = [piece.reason for piece in last.pieces if piece.rule == "length_mismatch"]
    assert reasons == ["the export declares 300 words, and 21 were received"]


def test_an_item_with_a_picture_only_is_rejected_whole():
    _, pieces = read_file("nexis_legacy.txt")
    (rejected,) = [piece for piece in pieces if piece.action == "rejected"]
    assert rejected.rule == "graphic_only"
    assert "A man fishing under the bridge" in rejected.text


@pytest.mark.parametrize("name", ["nexis_legacy.txt", "nexis_uni.txt", "europresse_old.html"])
def test_who_exported_the_file_is_masked_in_the_ledger(name):
    articles, pieces = read_file(name)
    texts = [p.text for p in pieces] + [p.text for a in articles for p in a.pieces]
    assert any("•" in text for text in texts)
    for secret in ("LIBRARY", "ROE, JANE", "User Name", "Université"):
        assert not any(secret in text for text in texts)
    assert not any("ROE" in value for a in articles for value in a.fields.values())


def test_the_search_terms_of_a_cover_stay_in_the_ledger():
    _, pieces = read_file("nexis_legacy.txt")
    assert "Terms: (bridge and ferry)" in [piece.text for piece in pieces]


def test_no_break_spaces_after_labels_are_white_space():
    first, _ = read_file("nexis_uni.txt")[0]
    assert first.fields["section"] == "NEWS; Version:3"
    assert first.fields["byline"] == "Jane Roe in Norrby"
    assert first.extra["words_declared"] == 21


def test_a_story_may_hold_words_that_are_labels_elsewhere():
    first, _ = read_file("nexis_uni.txt")[0]
    assert first.paragraphs[1:] == [
        "Text: the mayor said that the bridge stays closed.",
        "Graphic arts were not mentioned.",
    ]
    assert first.captions == ["The bridge, seen from the left bank"]
    assert first.summary == ["The bridge is still shut."]
    first, _ = read_file("proquest.txt")[0]
    assert first.paragraphs[1:3] == [
        "Location: the mayor pointed at the map.",
        "Source: the mayor.",
    ]


def test_highlighted_search_words_do_not_split_a_sentence():
    assert read_file("nexis.html")[0][0].paragraphs[0] == "The council of Norrby met on Monday."
    assert read_file("europresse_old.html")[0][0].fields["title"] == "Le pont reste fermé"
    assert read_file("factiva_codes.html")[0][0].fields["title"].startswith("Bridge over the Lamm")


def test_a_correction_is_a_note():
    assert read_file("nexis.html")[0][0].notes == ["The mayor was named wrongly."]


def test_lead_and_text_of_factiva_make_the_story():
    for name in ("factiva_codes.html", "factiva_codes.txt"):
        assert read_file(name)[0][0].paragraphs[:2] == [
            COUNCIL,
            "The bridge stays closed, said the mayor.",
        ]


def test_a_sentence_that_begins_with_two_capitals_is_no_code():
    assert read_file("factiva_codes.txt")[0][0].paragraphs[2] == "IN the hills, lorries go round."


def test_a_second_copy_in_one_export_is_rejected():
    for name in ("factiva_codes.html", "europresse_old.html", "feed_rss.xml"):
        _, pieces = read_file(name)
        (rejected,) = [piece for piece in pieces if piece.action == "rejected"]
        assert rejected.rule == "duplicate_generation"


def test_factiva_without_codes_is_known_by_order():
    first, second = read_file("factiva_plain.txt")[0]
    assert first.fields["section"] == "News"
    assert (first.fields["edition"], first.fields["page"]) == ("First Edition", "3")
    assert (first.fields["language"], first.fields["byline"]) == ("en", "Jane Roe")
    assert first.extra["accession_number"] == "NOCO000020180501ee510001a"
    assert first.extra["time"] == "15:32"
    assert second.paragraphs == [FERRY]


def test_the_german_interface_of_factiva_is_read_in_its_own_encoding():
    first, _ = read_file("factiva_divs_de.html")[0]
    assert first.extra["words_declared"] == 1024
    assert first.fields["section"] == "Lokales; 1"
    assert first.notes == ["Jane Roe writes on bridges."]
    assert first.extra["publisher"] == "Norrby Courier (Full Text)"


def test_an_abstract_is_not_taken_for_a_story():
    _, second = read_file("proquest.txt")[0]
    assert (second.summary, second.paragraphs) == (["A ferry will cross the Lamm."], [])
    assert second.quality == ["abstract_only"]


def test_an_outlet_is_cut_from_edition_and_place():
    first, _ = read_file("proquest.html")[0]
    assert first.fields["source"] == "The Norrby Courier"
    assert first.fields["edition"] == "Late Edition (Harbour)"
    assert first.extra["publication_place"] == "Norrby"


def test_captions_hidden_in_titles_of_links_are_kept():
    first, _ = read_file("proquest.html")[0]
    assert first.captions == ["The bridge over the Lamm, seen from the left bank. (Jane Roe)"]
    assert "Enlarge" not in first.body


@pytest.mark.parametrize(
    ("declared", "flagged"), [(20, False), (24, True), (16, True), (28, False), (40, True)]
)
def test_a_length_may_count_the_captions_in(declared, flagged):
    article = RawArticle(paragraphs=["word " * 20], captions=["word " * 10])
    article.extra["words_declared"] = f"{declared} words"
    declare_length(article)
    assert ("length_mismatch" in article.quality) == flagged
    assert article.extra["words_declared"] == declared


@pytest.mark.parametrize(
    "line",
    ["3 of 10 DOCUMENTS", "  3 of 1 DOCUMENT ", "Dokument 3 von 10", "Document 3 de 10",
     "\u00a03 of 10 DOCUMENTS"],
)  # fmt: skip
def test_counters_are_known_in_three_languages(line):
    assert len(counter_spans(f"cover\n{line}\nThe Courier")) == 1


@pytest.mark.parametrize(
    "line", ["3 of 10", "We read 3 of 10 documents.", "10 DOCUMENTS", "3 of 10 people"]
)
def test_other_lines_are_no_counters(line):
    assert counter_spans(f"cover\n{line}\nThe Courier") == []


def test_the_footer_of_a_mail_is_no_part_of_its_last_article():
    articles, pieces = read_file("proquest.eml")
    assert "Please do not reply to this email." in [piece.text for piece in pieces]
    assert articles[-1].paragraphs == [FERRY]


def test_the_order_of_europresse_headers_varies():
    first, second = read_file("europresse_old.html")[0]
    assert (first.fields["section"], first.fields["page"]) == ("Politique", "3")
    assert first.fields["byline"] == "Jeanne Dupont"
    assert first.extra["kicker"] == "Le conseil se réunit"
    assert "section" not in second.fields
    first, _ = read_file("europresse_new.html")[0]
    assert (first.fields["page"], first.extra["words_declared"]) == ("3", 9)


def test_a_feed_with_summaries_says_so():
    first, second, third = read_file("feed_rss.xml")[0]
    assert (first.quality, first.summary) == ([], ["The council met."])
    assert second.quality == ["summary_only"]
    assert third.quality == ["no_text"]


def test_published_and_updated_are_kept_apart():
    for name in ("feed_atom.xml", "feed.json", "page.html", "page_plain.html"):
        article = read_file(name)[0][0]
        assert article.fields["published"] != article.fields["updated"]


def test_a_feed_that_is_not_in_the_encoding_it_declares_is_read():
    feed = (EXPORTS / "feed_rss.xml").read_text(encoding="utf-8")
    content = feed.replace("The council met.", "Der Rat trat für Möwen zusammen.").encode("cp1252")
    articles, _ = read(Document.from_bytes("a.xml", content))
    assert articles[0].summary == ["Der Rat trat für Möwen zusammen."]
    content = feed.replace("UTF-8", "KOI8-R").replace("Jane", "Анна").encode("koi8-r")
    given = Document.from_bytes("a.xml", content, encoding="koi8-r")
    assert read(given)[0][0].fields["byline"] == "Анна Roe"


def test_links_of_a_feed_are_told_apart():
    assert read_file("feed_atom.xml")[0][0].fields["url"] == "http://example.org/a"


def test_wiki_markup_becomes_words():
    articles, pieces = read_file("mediawiki.xml")
    assert articles[0].paragraphs == ["The council of Norrby met on Monday.",
                                      "The bridge stays closed."]  # fmt: skip
    assert articles[0].captions == ["The bridge. (Jane)"]
    assert articles[0].extra["categories"] == "Norrby"
    assert [p.rule for p in pieces if p.action == "rejected"] == ["not_an_article", "no_text"]


def test_a_page_tells_its_own_data():
    article = read_file("page.html")[0][0]
    assert article.fields["byline"] == "Jane Roe; John Poe"
    assert article.fields["section"] == "News"
    assert article.captions == ["The bridge over the Lamm. (Norrby News Agency)"]
    assert article.extra["extractor"].startswith("trafilatura ")


@pytest.mark.parametrize("name", ["page.html", "page_plain.html"])
def test_without_trafilatura_the_paragraphs_are_the_same(name, monkeypatch):
    whole = read_file(name)[0][0]
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    plain = read_page(document_of(name).text)
    assert plain.paragraphs == whole.paragraphs
    assert plain.extra["extractor"] == "paragraphs"
    assert plain.n_counted == plain.received


def test_a_half_installed_extractor_is_as_good_as_none(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    plain = read_page(document_of("page_plain.html").text)
    assert plain.extra["extractor"] == "paragraphs"


def test_a_story_in_the_page_data_is_used_when_there_is_no_extractor(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    source = (
        '<html><script type="application/ld+json">{"@type": ["NewsArticle"], "headline": "T", '
        '"articleBody": "One sentence.\\nAnother one."}</script><p>Menu of the site here</p></html>'
    )
    article = read_page(source)
    assert article.paragraphs == ["One sentence.", "Another one."]
    assert article.extra["extractor"] == "json-ld"


def test_captions_and_menus_are_no_paragraphs_of_a_story():
    page = parse_html(
        "<main><p>One two three four.</p><aside><p>Read this one too.</p></aside>"
        "<figure><p>A picture of a bridge.</p></figure></main><footer><p>All of this</p></footer>"
    )
    assert by_paragraphs(page) == ["One two three four."]


def test_gdelt_rows_of_one_address_are_one_article():
    articles, pieces = read_file("gdelt_mentions.csv")
    assert [a.fields["url"] for a in articles] == ["http://example.org/1", "http://example.com/2"]
    assert articles[0].fields["date"] == "2018-05-01T23:45:00Z"
    assert articles[0].fields["language"] == "ar"
    assert articles[0].quality == ["no_text", "date_seen"]
    rules = [(p.rule, p.line) for p in pieces if p.action == "rejected"]
    assert rules == [("duplicate_mention", 3), ("not_an_article", 5)]


def docx(body: str, name: str = "word/document.xml", head: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    xml = f"{head}<w:document {space} {compatible}><w:body>{body}</w:body></w:document>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, xml)
    return buffer.getvalue()


def paragraph(text: str, style: str = "") -> str:
    own = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in text.split("|"))
    return f"<w:p>{own}{runs}</w:p>"


def test_nexis_uni_in_word_is_read_with_its_tables():
    lines = document_of("nexis_uni.txt").text.lstrip("\ufeff").split("\n")
    cover, rest = lines[:12], lines[12:]
    table = f"<w:tbl><w:tr><w:tc>{paragraph('Content Type')}</w:tc></w:tr></w:tbl>"
    body = "".join(map(paragraph, cover)) + table + "".join(map(paragraph, rest))
    articles, pieces = read(Document.from_bytes("a.docx", docx(body)))
    expected, _ = read_file("nexis_uni.txt")
    assert [(a.fields, a.paragraphs) for a in articles] == [
        (a.fields, a.paragraphs) for a in expected
    ]
    assert any("Content Type" in piece.text for piece in pieces)
    assert [a.n_counted for a in articles] == [a.received for a in articles]


def test_a_word_file_is_one_article_under_its_heading():
    fallback = f"<mc:Fallback>{paragraph('twice')}</mc:Fallback>"
    body = (
        paragraph("A note above") + paragraph("Bridge |stays| closed", "Heading1")
        + paragraph(COUNCIL) + fallback + "<w:tbl><w:tr><w:tc>" + paragraph("Cell")
        + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    ((article,), _) = read(Document.from_bytes("a.docx", docx(body)))
    assert article.fields == {"title": "Bridge stays closed"}
    assert article.paragraphs == ["A note above", COUNCIL, "Cell"]
    assert article.quality == []
    ((article,), _) = read(Document.from_bytes("a.docx", docx(paragraph("T") + paragraph("B"))))
    assert (article.fields["title"], article.quality) == ("T", ["title_guess"])


def pdf(pages: list[list[str]]) -> bytes:
    """Write a minimal PDF by hand: one text object a page, Helvetica."""
    kids = [4 + 2 * number for number in range(len(pages))]
    refs = " ".join(f"{kid} 0 R" for kid in kids)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{refs}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        moves = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 12 Tf 72 720 Td {moves} ET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return pdf_of(objects)


def test_a_pdf_is_one_article_marked_as_such():
    pages = [["The Norrby Courier, page 1", "Bridge stays closed", "The council met to dis-",
              "cuss the bridge."]] + [[f"The Norrby Courier, page {n}", f"Page {n} text."]
                                      for n in (2, 3)]  # fmt: skip
    document = Document.from_bytes("a.pdf", pdf(pages))
    assert reader_of(document).name == "pdf"
    ((article,), _) = read(document)
    assert article.fields["title"] == "Bridge stays closed"
    assert "The council met to discuss the bridge." in article.body
    assert "Courier" not in article.body
    assert article.quality == ["title_guess", "pdf"]
    assert article.n_counted == article.received


def test_a_pdf_without_text_is_an_error_that_names_the_way_out():
    with pytest.raises(ReadingError, match=r"scan\.pdf: this PDF holds pictures.*OCR"):
        read(Document.from_bytes("scan.pdf", pdf([[]])))


def warc(*records: tuple[str, str, str, bytes]) -> bytes:
    out = b""
    for kind, address, content_type, body in records:
        block = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
        out += (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
            f"WARC-Date: 2018-05-04T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}"
            f"\r\n\r\n"
        ).encode() + block + b"\r\n\r\n"  # fmt: skip
    return out


def test_a_web_archive_gives_pages_that_were_stored_without_the_answer_of_a_server():
    page = (EXPORTS / "page.html").read_bytes()
    block = b"%s\r\n\r\n" % page
    content = (
        b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://example.org/bridge\r\n"
        b"WARC-Date: 2018-05-04T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        b"Content-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page)
    ) + block
    articles, _ = read(Document.from_bytes("a.warc", content))
    assert [a.fields["title"] for a in articles] == ["Bridge stays closed"]
    assert articles[0].extra["archived"] == "2018-05-04T00:00:00Z"


def test_a_web_archive_gives_its_pages_once():
    page = (EXPORTS / "page.html").read_bytes()
    content = warc(
        ("response", "http://example.org/bridge", "text/html; charset=utf-8", page),
        ("response", "http://example.org/b.jpg", "image/jpeg", b"\xff\xd8\xff"),
        ("response", "http://example.org/bridge", "text/html; charset=utf-8", page),
        ("response", "http://example.org/empty", "text/html", b"<html></html>"),
    )
    articles, pieces = read(Document.from_bytes("a.warc", content))
    assert [a.fields["title"] for a in articles] == ["Bridge stays closed"]
    assert articles[0].extra["archived"] == "2018-05-04T00:00:00Z"
    assert "2018-05-04" not in articles[0].fields["published"]
    assert [p.rule for p in pieces] == ["not_html", "duplicate_generation", "no_text"]


NOTHING = [
    ("<nitf><head><title>T</title></head></nitf>", "NITF"),
    ("<newsMessage><newsItem><headline>x</headline></newsItem></newsMessage>", "NewsML"),
    ("<TEI><teiHeader><title>T</title></teiHeader></TEI>", "TEI"),
    ("<RECORD><GOID>1</GOID></RECORD>", "XML of ProQuest TDM Studio"),
    ("<xml><records><record><year>2018</year></record></records></xml>", "EndNote XML"),
    ("<doc title='T'><main/></doc>", "the XML of trafilatura"),
    ("TY  - NEWS\nPY  - 2018\nER  - \n", "RIS"),
    ("%0 Newspaper Article\n%D 2018\n", "EndNote (.enw)"),
    ('[{"type": "article", "issued": {"date-parts": []}}, 3]', "CSL-JSON"),
    ("Record: 1\nDatabase: x\nTitle:\nSource: y\n", "EBSCOhost text"),
    ("Full Text: Gale\nGale Document Number: GALE|A558000001\n", "Gale text"),
    ("T\nQuelle: x\n(c) GBI-Genios Deutsche Wirtschaftsdatenbank GmbH\n", "text of wiso or Genios"),
    ("From: a\nMIME-Version: 1.0\nContent-Type: text/css\n\nx", "a saved page or e-mail"),
    ("<html><!-- LXNComment 1 --><body>Sorry</body></html>", "Nexis HTML"),
    ("<html><title>Factiva</title>Factiva<p class=articleParagraph>x</p></html>", "Factiva HTML"),
    ('<html>ProQuest <a name="DocID_1"></a>Full text: x</html>', "ProQuest HTML"),
    ("<html><p class=DocPublicationName>A</p><p class=DocHeader>B</p></html>", "Europresse HTML"),
    ("<ppsArticleResponse><article>x</article></ppsArticleResponse>", "Factiva XML"),
    ("<rss><channel><title>x</title></channel></rss>", "a feed"),
    ('{"version": "https://jsonfeed.org/version/1", "items": 3}', "a JSON feed"),
    ("<mediawiki><page><title>T</title></page></mediawiki>", "a MediaWiki export"),
    ("1 of 1 DOCUMENTS\n\nSorry\n", "Nexis text"),
    ("x\nBody\ny\nEnd of Document\n", "Nexis Uni text"),
    ("Words\n12 words\nDocument NOCO000020180501ee510001a\n", "Factiva text"),
    ("_" * 60 + "\nProQuest\n" + "_" * 60, "ProQuest text"),
    ("From: a@proquest.com\nTo: b\nContent-Type: text/html\n\n<p>x</p>", "a ProQuest mail"),
]


@pytest.mark.parametrize(("text", "layout"), NOTHING, ids=[layout for _, layout in NOTHING])
def test_a_layout_without_an_article_is_named_in_the_error(text, layout):
    document = Document.from_bytes("empty.dat", text.encode())
    with pytest.raises(ReadingError) as error:
        read(document)
    message = str(error.value)
    assert message.startswith(f"read_articles: empty.dat: this looks like {layout}, but no article")
    assert "Export it again" in message


def test_a_page_without_a_story_is_an_error_that_says_what_to_do():
    with pytest.raises(ReadingError, match=r"a saved web page, but no story.*Save the page again"):
        read(Document.from_bytes("a.html", b"<html><body><img src=a></body></html>"))


@pytest.mark.parametrize(
    ("module", "content", "extra"),
    [
        ("striprtf.striprtf", (EXPORTS / "note.rtf").read_bytes(), "rtf"),
        ("pypdf", pdf([["x"]]), "pdf"),
        ("warcio", warc(("response", "http://example.org", "text/html", b"<p>x")), "warc"),
    ],
)
def test_a_missing_extra_is_named_with_its_install_line(module, content, extra, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(MissingExtraError, match=rf"pip install 'theme-toolkit\[{extra}\]'"):
        read(Document.from_bytes("a", content))


def test_plain_prose_is_left_to_the_other_readers():
    for text in (
        "A headline\n\nUpdated 22 October 2018\n\nA story of 3 of 10 documents. End of Document.",
        "date,title,text\n2018-05-01,Bridge,It stays closed\n",
        '{"articles": [{"title": "Bridge"}]}',
        "___\nA line\n___",
        "",
    ):
        assert reader_of(Document.from_bytes("a.txt", text.encode())) is None


def test_a_long_cover_does_not_hide_nexis_uni():
    text = document_of("nexis_uni.txt").text
    cover = "".join(f"{n}. A title of the list\nClient/Matter: -None-\n" for n in range(3000))
    long = Document.from_bytes("a.txt", text.replace("2. Ferry to start\n", cover).encode())
    assert len(long.head) < len(cover)
    assert reader_of(long).name == "nexis-uni-txt"
    assert len(read(long)[0]) == 2


def test_no_reader_asks_for_the_whole_of_a_table():
    class Guarded(Document):
        @property
        def raw(self):
            raise AssertionError

        @property
        def text(self):
            raise AssertionError

    for content in (b"date,title,text\n2018-05-01,a,b\n", b'{"a": 1}\n', b"Prose.\n", b"PAR1x"):
        guarded = Guarded("a", lambda content=content: io.BytesIO(content))
        assert reader_of(guarded) is None


def test_reader_names_are_unique():
    names = [reader.name for reader in READERS]
    assert len(set(names)) == len(names)
    assert all(a != b for a, b in itertools.pairwise(sorted(names)))
