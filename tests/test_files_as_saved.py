"""Files as browsers, offices and people save them: nothing lost silently, no date invented."""

from __future__ import annotations

import zipfile
from textwrap import dedent

import pytest

import toolkit as tt
from toolkit.errors import ReadingError

STORY = (
    "Envoys from four states met on Sunday to talk about the harbour and its grain ships, "
    "which wait."
)
TALE = (
    "The council of Norrby voted for a second quay on Monday, and work on it will start in "
    "the spring."
)


def read(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tt.read_articles(file, progress=False)


def page(*parts, head='<meta charset="utf-8">'):
    body = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    title = "<title>Talks begin</title>"
    return f"<!doctype html><html><head>{head}{title}</head><body>{body}</body></html>"


def days(articles):
    return [None if day is None else str(day)[:10] for day in articles["date"]]


# Letters


@pytest.mark.parametrize("declared", ["iso-8859-1", "latin1"])
def test_a_page_that_declares_latin_1_keeps_quotation_marks_dashes_and_euros(declared, tmp_path):
    text = page("<h1>Talks begin</h1>", "5 May 2018", f"It costs 5 € – “so it is”. {STORY}", TALE)
    content = text.replace("utf-8", declared).encode("cp1252")
    articles = read(tmp_path, "page.html", content)
    assert "5 € – “so it is”." in articles["body"].item()
    assert days(articles) == ["2018-05-05"]


def test_latin_1_without_such_signs_stays_what_it_declares(tmp_path):
    text = page("<h1>Talks begin</h1>", f"Zürich. {STORY}", TALE).replace("utf-8", "iso-8859-1")
    articles = read(tmp_path, "page.html", text.encode("latin-1"))
    assert articles.attrs["files"]["page.html"]["encoding"] == "iso8859-1"
    assert articles["body"].item().startswith("Zürich.")


def test_a_mail_that_declares_latin_1_keeps_quotation_marks(tmp_path):
    head = b"From: a@example.org\nSubject: Talks\nMIME-Version: 1.0\n"
    kind = b"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
    text = f"Talks begin\n5 May 2018\n\n“So it is”, she said – for 5 €. {STORY}\n\n{TALE}\n"
    articles = read(tmp_path, "mail.eml", head + kind + text.encode("cp1252"))
    assert "“So it is”, she said – for 5 €." in articles["body"].item()


CHINESE = "來自四個國家的使節在週日開會，討論港口與糧船的問題。" * 4
JAPANESE = "四か国の使節が日曜日に会い、港と穀物船について話し合った。" * 4


@pytest.mark.parametrize("story", [CHINESE, JAPANESE])
@pytest.mark.parametrize("day", ["2018年10月22日", "22 October 2018"])
def test_a_page_without_blanks_between_words_has_the_date_below_its_headline(story, day, tmp_path):
    articles = read(tmp_path, "page.html", page("<h1>港口會談開始</h1>", day, story, story[::-1]))
    assert days(articles) == ["2018-10-22"]
    assert day not in articles["body"].item()
    assert not articles["quality"].item()


def test_several_stories_without_blanks_between_words_are_several(tmp_path):
    heads = (
        "<h2>港口會談開始</h2>",
        "2018年10月22日",
        CHINESE,
        "<h2>糧船再次啟航</h2>",
        "2018年10月23日",
        JAPANESE,
    )
    articles = read(tmp_path, "page.html", page(*heads))
    assert days(articles) == ["2018-10-22", "2018-10-23"]
    text = "\n\n".join(part.removeprefix("<h2>").removesuffix("</h2>") for part in heads)
    articles = read(tmp_path, "page.txt", text)
    assert articles["title"].tolist() == ["港口會談開始", "糧船再次啟航"]
    assert not any("short_body" in marks for marks in articles["quality"])


# What browsers leave in a page


def test_words_that_are_struck_out_are_no_part_of_the_text_and_in_the_ledger(tmp_path):
    struck = "The minister <del>resigned</del> <ins>stayed</ins> on. <s>Three</s> Four were hurt."
    script = '<script>var a = "<s>" + b + "</s>";</script>'
    articles = read(
        tmp_path, "page.html", page("<h1>Talks begin</h1>", f"{struck} {STORY}", TALE, script)
    )
    assert articles["body"].item().startswith("The minister stayed on. Four were hurt.")
    rows = tt.ledger(articles)
    assert rows.loc[rows["rule"] == "struck_out", "text"].tolist() == ["resigned", "Three"]
    assert "unbalanced" not in set(rows["rule"])


def test_an_element_that_nobody_closed_strikes_nothing_out(tmp_path):
    articles = read(tmp_path, "page.html", page("<h1>Talks begin</h1>", f"<s>{STORY}", TALE))
    assert STORY in articles["body"].item()
    whole = page("<h1>Talks begin</h1>", f"<s>{STORY} {TALE}</s>", f"<s>{TALE}</s>")
    assert STORY in read(tmp_path, "page.html", whole)["body"].item()


def test_where_a_browser_saved_a_page_from_is_its_address_and_when_is_no_date(tmp_path):
    saved = "url: https://example.org/talks \n saved date: Mon May 04 2020"
    note = f"<!--\n Page saved with SingleFile \n {saved} -->"
    articles = read(
        tmp_path,
        "page.html",
        page("<h1>Talks begin</h1>", STORY, TALE).replace("<head>", f"{note}<head>"),
    )
    assert articles["url"].item() == "https://example.org/talks"
    assert articles["extra"].item()["accessed"] == "Mon May 04 2020"
    assert articles["date"].isna().all()
    note = "<!-- saved from url=(0025)https://example.org/ships -->"
    articles = read(tmp_path, "page.html", note + page("<h1>Talks begin</h1>", STORY, TALE))
    assert articles["url"].item() == "https://example.org/ships"


# Short stories


def test_a_story_of_short_paragraphs_beside_a_long_one_is_kept(tmp_path):
    short = (
        "Two ships sailed at dawn with grain on board.",
        "A third waits for its papers, officials said.",
    )
    long = [f"{STORY} {TALE} Number {number}." for number in range(12)]
    boxes = [
        "<article>" + page("<h2>Ships sail again</h2>", "4 May 2018", *short) + "</article>",
        "<article>" + page("<h2>Talks go on</h2>", "5 May 2018", *long) + "</article>",
    ]
    bare = [
        *("<h2>Talks go on</h2>", "5 May 2018", *long),
        *("<h2>Ships sail again</h2>", "4 May 2018", *short),
        *("<h2>A quay is built</h2>", "6 May 2018", *long[::-1]),
    ]
    first = read(
        tmp_path,
        "boxes.html",
        "<html><body>"
        + "".join(boxes).replace("<title>Talks begin</title>", "")
        + "</body></html>",
    )
    assert first["title"].tolist() == ["Ships sail again", "Talks go on"]
    second = read(tmp_path, "bare.html", page(*bare))
    assert second["title"].tolist() == ["Talks go on", "Ships sail again", "A quay is built"]
    assert days(second) == ["2018-05-05", "2018-05-04", "2018-05-06"]


def test_a_teaser_of_one_sentence_is_still_none(tmp_path):
    long = [f"{STORY} {TALE} Number {number}." for number in range(12)]
    teasers = [
        f"<article><h3>Other story {n}</h3><p>{n} May 2018</p>"
        "<p>Two ships sailed at dawn with grain on board.</p></article>"
        for n in (2, 3)
    ]
    articles = read(
        tmp_path,
        "page.html",
        page("<article><h1>Talks begin</h1>", "5 May 2018", *long, "</article>", *teasers),
    )
    assert articles["title"].tolist() == ["Talks begin"]


# Pasted text


INTRODUCTION = (
    "This collection gathers stories about the harbour that were written between May and June, and "
    "it was put together by hand."
)


def test_an_introduction_of_an_editor_does_not_take_headline_and_day_of_the_first_story(tmp_path):
    text = dedent(f"""\
        A note of the editor

        {INTRODUCTION}

        Talks begin
        12 July 2018

        {STORY} {TALE}

        Talks end
        13 July 2018

        {TALE} {STORY}
        """)
    articles = read(tmp_path, "pasted.txt", text)
    assert articles["title"].tolist() == ["Talks begin", "Talks end"]
    rows = tt.ledger(articles)
    rejected = rows.loc[rows["rule"] == "before_first_article", "text"].tolist()
    assert rejected[0] == "A note of the editor"
    assert rejected[1].startswith("This collection")


@pytest.mark.parametrize(
    "line", ["25 June 2018 | 20 Minutes", "25 June 2018 · 24 Heures", "25 June 2018 | 5 min read"]
)
def test_a_number_behind_the_day_does_not_hide_it(line, tmp_path):
    assert days(read(tmp_path, "pasted.txt", f"Talks begin\n{line}\n\n{STORY}\n\n{TALE}\n")) == [
        "2018-06-25"
    ]


# Tables


def test_a_known_name_of_the_day_keeps_a_later_change_from_being_it(tmp_path):
    text = f"Titel;Volltext;Veröffentlicht am;Last updated\nTalks;{STORY};22.10.2018;2021-05-04\n"
    articles = read(tmp_path, "table.csv", text)
    assert days(articles) == ["2018-10-22"]
    assert articles["date_kind"].item() == "published"


def test_a_column_of_days_that_no_name_tells_is_named(tmp_path):
    text = f"title,text,Sendetag,Last updated\nTalks,{STORY!r},2018-10-22,2021-05-04\n"
    rows = tt.ledger(read(tmp_path, "table.csv", text)).set_index("rule")
    assert rows.loc["unmapped_date", "reason"] == (
        "the column 'Sendetag' holds dates and is not read as the date; pass "
        "mapping={'date': 'Sendetag'} if it is"
    )


def test_a_table_whose_cells_hold_line_breaks_is_never_one_plain_text(tmp_path):
    cell = f"{STORY}\n{TALE}\n\nMore."
    rows = "\n".join(f'"{number}","{cell}","2018-05-0{number}"' for number in (1, 2, 3))
    with pytest.raises(ReadingError, match="no column looks like the text"):
        read(tmp_path, "table.csv", f'"Nr","Passage","Sendetag"\n{rows}\n')


SPACE = 'xmlns:{0}="urn:oasis:names:tc:opendocument:xmlns:{0}:1.0"'


def office(kind, content, styles=""):
    spaces = " ".join(map(SPACE.format, ("office", "style", "table", "text")))
    return (
        f'<?xml version="1.0"?><office:document-content {spaces}>{styles}<office:body>'
        f"<office:{kind}>{content}</office:{kind}></office:body></office:document-content>"
    )


def row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def cell(text):
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"


def day_cell(day, shown, style):
    kind = f'table:style-name="{style}" office:value-type="date" office:date-value="{day}"'
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"


def test_a_month_of_a_spreadsheet_of_libreoffice_is_a_month(tmp_path):
    pytest.importorskip("python_calamine")
    shown = [
        *(
            ("2018-10-01", "Oct-18", "m"),
            ("2018-11-01", "11/2018", "n"),
            ("2018-01-01", "2018", "y"),
        ),
        *(("2018-10-01", "October 2018", "d"), ("2018-11-15", "November 2018", "d")),
        ("2018-10-01", "01.10.18", "e"),
    ]
    rows = "".join(
        row(cell(f"Talks {at}"), cell(f"{STORY} {at}"), day_cell(*of_row))
        for at, of_row in enumerate(shown)
    )
    table = "".join(map(cell, ("Title", "Text", "Date")))
    file = tmp_path / "table.ods"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        sheet = f'<table:table table:name="a">{row(table)}{rows}</table:table>'
        archive.writestr("content.xml", office("spreadsheet", sheet))
    articles = tt.read_articles(file, progress=False)
    assert articles["date_precision"].tolist() == ["month", "month", "year", "day", "day", "day"]
    assert articles["date_raw"].tolist() == [
        "2018-10",
        "2018-11",
        "2018",
        "2018-10-01",
        "2018-11-15",
        "2018-10-01",
    ]


def test_the_first_heading_of_a_page_that_libreoffice_saved_is_one(tmp_path):
    styles = (
        '<office:automatic-styles><style:style style:name="P1" style:family="paragraph" '
        'style:parent-style-name="Heading_20_1"/></office:automatic-styles>'
    )
    content = (
        '<text:p text:style-name="P1">Talks begin</text:p><text:p>22 October 2018</text:p>'
        f'<text:p>{STORY}</text:p><text:h text:outline-level="3">What happens next</text:h>'
        f"<text:p>{TALE}</text:p>"
    )
    file = tmp_path / "page.odt"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", office("text", content, styles))
    articles = tt.read_articles(file, progress=False)
    assert articles["title"].item() == "Talks begin"
    assert days(articles) == ["2018-10-22"]


def test_clippings_that_name_no_page_are_not_part_of_the_one_above(tmp_path):
    parts = [
        "25 June 2018 | Harbour Post | A4",
        "26 June 2018 | Gazette",
        "Example Times · 27 June 2018",
    ]
    text = "\n\n".join(
        f"{'LYONS: ' * (at > 1)}Talks of day {at}\n{line}\n\n{STORY}\n\n{TALE}"
        for at, line in enumerate(parts)
    )
    articles = read(tmp_path, "clippings.txt", text)
    assert days(articles) == ["2018-06-25", "2018-06-26", "2018-06-27"]
    assert articles["source"].tolist() == ["Harbour Post", "Gazette", "Example Times"]
    assert articles["title"].tolist()[2] == "LYONS: Talks of day 2"
