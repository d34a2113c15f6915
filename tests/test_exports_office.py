"""Rich text, Word and OpenDocument: what stands beside the sentences is no part of them."""

from __future__ import annotations

import pytest

import toolkit as tt
from tests.office_samples import docx, ods, odt
from toolkit.reading.exports.rtf_runs import split_runs

RTF = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"


def read(content: bytes, tmp_path, name: str = "article"):
    file = tmp_path / name
    file.write_bytes(content)
    articles = tt.read_articles(file, progress=False)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


def dropped(articles) -> set[tuple[str, str]]:
    rows = tt.ledger(articles)
    rows = rows[rows["action"] == "dropped"]
    return set(zip(rows["rule"], rows["text"], strict=True))


RUNS = [
    ("hidden text", r"The {\v secret }pier.", "The pier.", {("hidden", "secret")}),
    ("hidden text that a 0 ends", r"The\v  secret\v0  pier.", "The pier.", {("hidden", "secret")}),
    ("hidden text that plain ends", r"The \v secret \plain pier.", "The pier.",
     {("hidden", "secret")}),
    ("a tracked deletion", r"The {\deleted\revauthdel1 old }pier.", "The pier.",
     {("tracked_deletion", "old")}),
    ("a tracked insertion", r"The {\revised\revauth1 new }pier.", "The new pier.", set()),
    ("a deleted end of a paragraph", r"The{\deleted\par}pier.", "The pier.", set()),
    ("hidden letters of another alphabet", r"The {\v\f1 \'cf\'ee\'f0\'f2}pier.", "The pier.",
     {("hidden", "Порт")}),
    ("visible letters of another alphabet", r"The{\v x} {\f1\'cf\'ee\'f0\'f2}.", "The Порт.",
     {("hidden", "x")}),
    ("a character of two halves", r"The pier \u-10179?\u-8704?.", "The pier 😀.", set()),
    ("a character of two unsigned halves", r"The pier \u55357?\u56832?.", "The pier 😀.", set()),
    ("halves without a fallback", r"\uc0 The pier \u-10179\u-8704.", "The pier 😀.", set()),
    ("a lone half", r"The pier \u-10179?.", "The pier \ufffd.", set()),
    ("a footnote", r"The pier{\footnote\pard Built 1900.}.", "The pier.",
     {("footnote", "Built 1900.")}),
    ("a comment", r"The pier{\*\annotation Which?}.", "The pier.", {("comment", "Which?")}),
    ("the address of a link", r'The {\field{\*\fldinst{HYPERLINK "http://example.org"}}'
     r"{\fldrslt{pier}}}.", "The pier.", {("link", 'HYPERLINK "http://example.org"')}),
    ("bytes of a picture", r"The {\pict\bin4 }}{{}pier.", "The pier.", set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "body", "apart"), [r[1:] for r in RUNS], ids=[r[0] for r in RUNS]
)
def test_rich_text_gives_the_words_that_are_seen_and_a_ledger_line_for_the_others(
    source, body, apart, tmp_path
):
    articles = read(f"{RTF}Quay\\par {source}\\par}}".encode("ascii"), tmp_path)
    assert articles["body"].tolist() == [body]
    assert dropped(articles) == apart


def test_a_page_header_of_rich_text_is_dropped_once(tmp_path):
    head = r"{\header Gazette {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}"
    articles = read(f"{RTF}{head}Quay\\par The pier.\\par}}".encode(), tmp_path)
    assert articles["body"].tolist() == ["The pier."]
    assert {rule for rule, _ in dropped(articles)} == {"page_header"}


def test_a_font_of_no_certain_script_takes_the_code_page_of_the_file(tmp_path):
    source = (
        r"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset1 Arial;}}\f0 Quay\par \'cf\'ee\'f0\'f2.}"
    )
    assert read(source.encode(), tmp_path)["body"].tolist() == ["Порт."]


def test_rich_text_without_hidden_parts_is_converted_as_it_is():
    assert split_runs(r"{\rtf1 \viewkind4 plain}") == {"": r"{\rtf1 \viewkind4 plain}"}


PARAGRAPHS = [
    ("a comment", "The coun<office:annotation><dc:creator>Jane</dc:creator><text:p>Which?</text:p>"
     "</office:annotation>cil.", {("comment", "Which?")}),
    ("a footnote", "The coun<text:note><text:note-citation>1</text:note-citation><text:note-body>"
     "<text:p>Of nine.</text:p></text:note-body></text:note>cil.", {("footnote", "Of nine.")}),
    ("the mark of a change", 'The coun<text:change text:change-id="1"/>cil.', set()),
    ("a tracked insertion", 'The <text:change-start text:change-id="1"/>coun<text:change-end '
     'text:change-id="1"/>cil.', set()),
    ("how letters are read", "The <text:ruby><text:ruby-base>council</text:ruby-base>"
     "<text:ruby-text>kownsil</text:ruby-text></text:ruby>.", {("ruby", "kownsil")}),
    ("the description of a picture", "The coun<draw:frame><svg:title>Map</svg:title><svg:desc>A "
     "map</svg:desc></draw:frame>cil.", {("image_description", "Map"),
                                         ("image_description", "A map")}),
    ("hidden text", 'The <text:span text:style-name="T1">secret </text:span>council.',
     {("hidden", "secret")}),
    ("a field of the document", "The <text:title>coun</text:title>cil.", set()),
]  # fmt: skip
HIDDEN = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'


@pytest.mark.parametrize(
    ("paragraph", "apart"), [row[1:] for row in PARAGRAPHS], ids=[row[0] for row in PARAGRAPHS]
)
def test_what_stands_beside_a_paragraph_of_odt_neither_cuts_it_nor_adds_words(
    paragraph, apart, tmp_path
):
    body = f"<text:h>Quay</text:h><text:p>{paragraph}</text:p><text:p>They met.</text:p>"
    articles = read(odt(body, HIDDEN), tmp_path)
    assert articles["body"].tolist() == ["The council.\n\nThey met."]
    assert dropped(articles) == apart


def test_deletions_of_odt_are_dropped_without_the_name_of_who_made_them(tmp_path):
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
        "<dc:creator>Jane</dc:creator></office:change-info><text:p>No.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    articles = read(odt(f"{changes}<text:h>Quay</text:h><text:p>They met.</text:p>"), tmp_path)
    assert (articles["body"].tolist(), dropped(articles)) == (
        ["They met."],
        {("tracked_deletion", "No.")},
    )


def test_a_text_box_follows_the_paragraph_in_which_it_is_anchored(tmp_path):
    box = "<draw:frame><draw:text-box><text:p>A box.</text:p></draw:text-box></draw:frame>"
    body = f"<text:h>Quay</text:h><text:p>The coun{box}cil.</text:p><text:p>They met.</text:p>"
    assert read(odt(body), tmp_path)["body"].tolist() == ["The council.\n\nA box.\n\nThey met."]
    run = "<w:r><w:t>{}</w:t></w:r>"
    box = f"<w:r><w:txbxContent><w:p>{run.format('A box.')}</w:p></w:txbxContent></w:r>"
    halves = run.format("The coun") + box + run.format("cil.")
    content = f"<w:p>{run.format('Quay')}</w:p><w:p>{halves}</w:p>"
    assert read(docx(content), tmp_path)["body"].tolist() == ["The council.\n\nA box."]


WORDS = [
    ("a smart tag", "<w:smartTag><w:r><w:t>coun</w:t></w:r></w:smartTag><w:r><w:t>cil.</w:t></w:r>",
     set()),
    ("a tracked insertion", "<w:ins><w:r><w:t>coun</w:t></w:r></w:ins><w:r><w:t>cil.</w:t></w:r>",
     set()),
    ("a tracked deletion", "<w:del><w:r><w:delText>No </w:delText></w:r></w:del>"
     "<w:r><w:t>council.</w:t></w:r>", {("tracked_deletion", "No")}),
    ("moved text", "<w:moveTo><w:r><w:t>council.</w:t></w:r></w:moveTo><w:moveFrom><w:r>"
     "<w:t>council.</w:t></w:r></w:moveFrom>", {("tracked_deletion", "council.")}),
    ("hidden text", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>No </w:t></w:r><w:r><w:rPr><w:vanish "
     'w:val="0"/></w:rPr><w:t>council.</w:t></w:r>', {("hidden", "No")}),
    ("how letters are read", "<w:ruby><w:rt><w:r><w:t>kownsil</w:t></w:r></w:rt><w:rubyBase><w:r>"
     "<w:t>council.</w:t></w:r></w:rubyBase></w:ruby>", {("ruby", "kownsil")}),
    ("an instruction of a field", "<w:r><w:instrText>PAGE</w:instrText></w:r>"
     "<w:r><w:t>council.</w:t></w:r>", set()),
]  # fmt: skip


@pytest.mark.parametrize(("runs", "apart"), [w[1:] for w in WORDS], ids=[w[0] for w in WORDS])
def test_word_documents_give_the_text_as_it_reads_with_all_changes_accepted(runs, apart, tmp_path):
    body = f"<w:p><w:r><w:t>Quay</w:t></w:r></w:p><w:p>{runs}</w:p>"
    articles = read(docx(body), tmp_path)
    assert articles["body"].tolist() == ["council."]
    assert dropped(articles) == apart


def test_a_paragraph_of_word_whose_end_was_deleted_runs_on(tmp_path):
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    body = f"<w:p><w:r><w:t>Quay</w:t></w:r></w:p><w:p>{mark}<w:r><w:t>The</w:t></w:r></w:p>"
    body += "<w:p><w:r><w:t>council.</w:t></w:r></w:p><w:p><w:r><w:t>End.</w:t></w:r></w:p>"
    assert read(docx(body), tmp_path)["body"].tolist() == ["The council.\n\nEnd."]


def test_footnotes_and_comments_of_word_are_in_the_ledger(tmp_path):
    note = "<w:footnote><w:p><w:r><w:t>Of nine.</w:t></w:r></w:p></w:footnote>"
    body = "<w:p><w:r><w:t>Quay</w:t></w:r></w:p><w:p><w:r><w:t>They met.</w:t></w:r></w:p>"
    articles = read(docx(body, footnotes=note, comments=note), tmp_path)
    assert dropped(articles) == {("footnote", "Of nine."), ("comment", "Of nine.")}


@pytest.mark.parametrize(
    ("cell", "body"),
    [
        ("<text:p>One</text:p><text:p>two.</text:p>", "One\ntwo."),
        ("<text:p>One<text:line-break/>two.</text:p>", "One\ntwo."),
        ("<text:p>One<text:line-break></text:line-break>two.</text:p>", "One\ntwo."),
        ("<text:p>One<text:tab/>two.</text:p>", "One\ttwo."),
        ("<text:p>One<text:s/>two.</text:p>", "One two."),
        (
            "<text:p>O<text:span>n</text:span>e<text:span> two.</text:span></text:p>",
            "One two.",
        ),
        (
            "<office:annotation><text:p>Which?</text:p></office:annotation><text:p>One.</text:p>",
            "One.",
        ),
    ],
)
def test_a_break_within_a_cell_of_ods_keeps_the_words_apart(cell, body, tmp_path):
    content = ods(("Title", "Date", "Text"), ("Quay", "2018-10-22", cell))
    assert read(content, tmp_path)["body"].tolist() == [body]


STORY = (
    "Envoys from four states met on Sunday to speak about the harbour that has been shut for weeks."
)


def _clippings(title: str, head: str, n: int = 3) -> str:
    parts = (
        title.format(f"Ships sail from port {at}")
        + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in head.format(at).split("|"))
        + f"<w:p><w:r><w:t>Port {at}: {STORY}</w:t></w:r></w:p>" * 2
        for at in range(11, 11 + n)
    )
    return "".join(parts)


STYLED = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
PLAIN = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p>"


@pytest.mark.parametrize("title", [STYLED, PLAIN], ids=["styled", "bold"])
@pytest.mark.parametrize(
    "head", ["October {}, 2018", "By Jane Roe|October {}, 2018", "Reuters|{} October 2018"]
)
def test_articles_pasted_into_one_file_below_dated_headlines_are_told_apart(title, head, tmp_path):
    """Nine of ten took the date of the first: the file was one article."""
    articles = read(docx(_clippings(title, head)), tmp_path)
    assert articles["title"].tolist() == [f"Ships sail from port {at}" for at in (11, 12, 13)]
    assert articles["date"].dt.day.tolist() == [11, 12, 13]
    assert all(
        f"Port {at}" in body for at, body in zip((11, 12, 13), articles["body"], strict=True)
    )


def test_headings_without_dates_within_an_article_begin_no_other(tmp_path):
    first = _clippings(STYLED, "October {}, 2018", 1)
    more = STYLED.format("What is next") + f"<w:p><w:r><w:t>{STORY}</w:t></w:r></w:p>"
    assert len(read(docx(first + more), tmp_path)) == 1


def test_the_title_of_an_odt_is_its_headline_though_another_heading_follows(tmp_path):
    body = (
        '<text:p text:style-name="Title">Harbour</text:p>'
        '<text:p text:style-name="Date">22 October 2018</text:p>'
        '<text:p text:style-name="Text_20_body">The council met.</text:p>'
        '<text:h text:outline-level="2">What was said</text:h><text:p>Little.</text:p>'
    )
    (article,) = read(odt(body), tmp_path).itertuples()
    assert (article.title, str(article.date.date())) == ("Harbour", "2018-10-22")
    assert article.body == "The council met.\n\nWhat was said\n\nLittle."


def test_a_number_set_above_the_line_is_no_part_of_the_word_before_it(tmp_path):
    above = '<w:rPr><w:b/><w:vertAlign w:val="superscript"/><w:sz w:val="20"/></w:rPr>'
    body = (
        "<w:p><w:r><w:t>Quay</w:t></w:r></w:p><w:p><w:r><w:t>The long war</w:t></w:r>"
        f"<w:r>{above}<w:t>12</w:t></w:r>"
        f"<w:r><w:t> took 30 km</w:t></w:r><w:r>{above}<w:t>2</w:t></w:r>"
        f'<w:r>{above}<w:footnoteReference w:id="1"/></w:r><w:r><w:t>77 homes.</w:t></w:r></w:p>'
    )
    assert read(docx(body), tmp_path)["body"].tolist() == ["The long war¹² took 30 km²77 homes."]
