"""One file that holds several stories: each is an article, with its own date and no other's."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit as tt
from tests.office_samples import docx, odt

STORY = (
    "Envoys from four states met on {} to speak about the harbour that has been shut for weeks, "
    "and said that talks would go on.",
    "The mayor said on {} that ferries would use a temporary jetty on the northern side of the "
    "harbour until the work is done.",
)
HEADS = ("Ships sail again", "Council votes for a quay", "Grain prices fall")
DAYS = ("5 May 2018", "16 June 2018", "27 July 2018")
NAMES = ("Reuters", "The Guardian", "Reuters")
READ = [pd.Timestamp(day) for day in DAYS]


def read(content: bytes | str, tmp_path, name: str = "stories"):
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    articles = tt.read_articles(file, progress=False)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


def story(head: str) -> list[str]:
    return [paragraph.format(head) for paragraph in STORY]


def page(form: str, front: str = "", title: str = "Press review", head: str = "") -> str:
    items = (
        form.format(
            h=head_, d=day, s=name, p="".join(f"<p>{text}</p>" for text in story(head_)),
            iso=f"{pd.Timestamp(day):%Y-%m-%d}",
        )
        for head_, day, name in zip(HEADS, DAYS, NAMES, strict=True)
    )  # fmt: skip
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{front}"
        f"{''.join(items)}<footer><p>Copyright 2024</p></footer></body></html>"
    )


def check(articles) -> None:
    assert articles["title"].tolist() == list(HEADS)
    assert articles["date"].tolist() == READ
    assert articles["body"].tolist() == ["\n\n".join(story(head)) for head in HEADS]


PAGES = {
    "headings and date lines": "<h2>{h}</h2><p>{d}</p>{p}",
    "headings of the first rank": "<h1>{h}</h1><p class=date>{d}</p>{p}<hr>",
    "a <time> below each heading": "<h2>{h}</h2><div><time datetime={iso}>{d}</time></div>{p}",
    "a date above each heading": "<p>{d}</p><h2>{h}</h2>{p}",
    "outlet and date": "<h3>{h}</h3><p><em>{s}, {d}</em></p>{p}",
    "byline and date": "<h3>{h}</h3><p>By Jane Roe</p><p>{d}</p>{p}",
    "article elements": "<article><h2>{h}</h2><time datetime={iso}>{d}</time>{p}</article>",
    "posts of a blog": (
        "<div class=post><h2><a href=/x>{h}</a></h2><div class=entry-meta>Posted on <time "
        "class='entry-date published' datetime={iso}>{d}</time></div><div>{p}</div>"
        "<div class=share><ul><li>Share on a network</li></ul></div></div>"
    ),
}


@pytest.mark.parametrize("form", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize(
    "front", ["", "<h1>Press review</h1>", "<ul><li>Ships sail again</li></ul>"],
    ids=["bare", "titled", "contents"],
)  # fmt: skip
def test_each_dated_story_of_a_page_is_an_article(form, front, tmp_path):
    """Two of three stories were lost in the first, or the first date was that of all."""
    check(read(page(form, front), tmp_path))


def test_what_stands_outside_the_stories_of_a_page_is_in_the_ledger(tmp_path):
    articles = read(page(PAGES["headings and date lines"], "<h1>Press review</h1>"), tmp_path)
    rows = tt.ledger(articles)
    outside = rows.loc[rows["rule"] == "page_furniture", "text"]
    assert set(outside) == {"Press review", "Copyright 2024"}


def test_undated_article_elements_are_articles_without_a_date(tmp_path):
    articles = read(page("<article><h2>{h}</h2>{p}{p}</article>"), tmp_path)
    assert articles["title"].tolist() == list(HEADS)
    assert articles["date"].isna().all()


def test_a_story_without_a_date_among_dated_ones_takes_no_other_date(tmp_path):
    source = page(PAGES["headings and date lines"]).replace(f"<p>{DAYS[1]}</p>", "")
    articles = read(source, tmp_path)
    assert articles["title"].tolist() == list(HEADS)
    assert articles["date"].isna().tolist() == [False, True, False]


TEASERS = "<article><h2>{h}</h2><time datetime={iso}>{d}</time>{p}</article>"
MAIN = "<article><h1>Norrby bridge reopens</h1><p>22 October 2018</p>{}</article>"
MAIN_TEXT = "".join(f"<p>{text}</p>" for text in story("Sunday"))


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Norrby bridge reopens | Gazette", ""),
        ("Gazette", '<script type="application/ld+json">{"@type":"NewsArticle","headline":'
         '"Norrby bridge reopens","datePublished":"2018-10-22"}</script>'),
    ],
    ids=["by its title", "by its data"],
)  # fmt: skip
def test_a_page_about_one_story_is_one_article_whatever_it_announces(title, head, tmp_path):
    articles = read(page(TEASERS, MAIN.format(MAIN_TEXT), title, head), tmp_path)
    assert articles["title"].tolist() == ["Norrby bridge reopens"]
    assert articles["date"].tolist() == [pd.Timestamp("2018-10-22")]


def test_subheadings_without_dates_begin_no_article(tmp_path):
    assert len(read(page("<h2>{h}</h2>{p}", MAIN.format(MAIN_TEXT)), tmp_path)) == 1


def test_headings_without_any_date_are_one_article_and_the_ledger_says_so(tmp_path):
    source = page("<h2>{h}</h2>{p}{p}", "<h1>Press review</h1>")
    body = "".join(p(head, "Heading1") + "".join(map(p, 2 * story(head))) for head in HEADS)
    for content in (source, docx(body)):
        articles = read(content, tmp_path)
        assert len(articles) == 1
        assert "headings_without_dates" in articles["quality"].iloc[0]
        assert "put a date below each" in " ".join(tt.ledger(articles)["reason"].fillna(""))
    dated = read(page("<h2>{h}</h2>{p}{p}", MAIN.format(MAIN_TEXT)), tmp_path)
    assert "headings_without_dates" not in dated["quality"].iloc[0]


def test_a_live_blog_is_one_article_and_says_so(tmp_path):
    head = (
        '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Live: the day",'
        '"datePublished":"2018-10-22"}</script>'
    )
    articles = read(page(TEASERS, "<h1>Live: the day</h1>", "Live: the day", head), tmp_path)
    assert len(articles) == 1
    assert "live_blog" in articles["quality"].iloc[0]
    assert articles["date"].tolist() == [pd.Timestamp("2018-10-22")]


def test_a_long_headline_hides_no_date_below_it(tmp_path):
    """A headline of 15 words was taken for the first paragraph, and the date for part of it."""
    long = "Ships sail again from the port of Norrby after a strike of more than three weeks ends"
    source = f"<h1>{long}</h1><p><time datetime=2018-10-22>22 October 2018</time></p>{MAIN_TEXT}"
    articles = read(f"<html><title>{long}</title><body>{source}</body></html>", tmp_path)
    assert articles["date"].tolist() == [pd.Timestamp("2018-10-22")]


def mail(body: str, kind: str) -> str:
    return (
        f"From: Desk <desk@example.org>\nSubject: The week\nDate: Mon, 30 Jul 2018 10:00:00 +0000\n"
        f"MIME-Version: 1.0\nContent-Type: text/{kind}; charset=utf-8\n\n{body}"
    )


def test_each_dated_story_of_a_newsletter_is_an_article(tmp_path):
    text = "\n\n\n".join(
        f"{head}\n{day}\n\n" + "\n\n".join(story(head))
        for head, day in zip(HEADS, DAYS, strict=True)
    )
    for content, kind in ((page(PAGES["headings and date lines"]), "html"), (text, "plain")):
        articles = read(mail(content, kind), tmp_path, f"{kind}.eml")
        check(articles)
        assert {extra["mail_subject"] for extra in articles["extra"]} == {"The week"}
        assert not tt.ledger(articles)["text"].str.contains("desk@", na=False).any()


def test_words_of_a_flowed_mail_are_whole_and_its_paragraphs_too(tmp_path):
    """The halves "Nor" and "rby" were words, and each line of 70 letters was a paragraph."""
    body = (
        "Ships sail again\n5 May 2018\n\nThe quay of Nor \nrby opened,  \nthey said.\n From now.\n"
    )
    source = mail(body, "plain").replace("utf-8", "utf-8; format=flowed; delsp=yes")
    articles = read(source, tmp_path)
    assert articles["body"].tolist() == ["The quay of Norrby opened, they said.\n\nFrom now."]
    assert articles["date"].tolist() == [pd.Timestamp("2018-05-05")]


# ---------------------------------------------------------------- Word and OpenDocument


def p(text: str, style: str = "") -> str:
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{mark}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = (f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(cells)}</w:tbl>"


COVER = p("Weekly press review", "Title") + p("For the desk") + "".join(
    p(f"{head}\t{at}") for at, head in enumerate(HEADS, 2)
)  # fmt: skip
WORD = {
    "headings": lambda h, d, s: p(h, "Heading1") + p(d),
    "headings, and outlet with date": lambda h, d, s: p(h, "Heading1") + p(f"{s}, {d}"),
    "short lines": lambda h, d, s: p(h) + p(d),
    "a table of labels": lambda h, d, s: table(("Title", h), ("Date:", d), ("Source", s)),
    "a heading above a table of labels": lambda h, d, s: p(h) + table(("Date", d), ("Source", s)),
    "a heading above a table of values": lambda h, d, s: p(h, "Heading1") + table((s, d)),
    "a heading below a table of values": lambda h, d, s: table((s, d)) + p(h, "Heading1"),
}


@pytest.mark.parametrize("head", WORD.values(), ids=WORD)
@pytest.mark.parametrize("front", ["", COVER], ids=["bare", "cover"])
def test_each_dated_story_of_a_word_file_is_an_article(head, front, tmp_path):
    """The file was one article, under the date of the first story or of the cover."""
    if front and head is WORD["a heading below a table of values"]:
        front = p("Weekly press review", "Title")
    body = "".join(
        head(title, day, name) + "".join(map(p, story(title)))
        for title, day, name in zip(HEADS, DAYS, NAMES, strict=True)
    )
    articles = read(docx(front + body), tmp_path)
    check(articles)
    if "table" in next(name for name, value in WORD.items() if value is head):
        assert articles["source"].tolist() == list(NAMES)


def test_each_row_of_a_table_of_columns_in_a_word_file_is_an_article(tmp_path):
    rows = [(h, d, s, " ".join(story(h))) for h, d, s in zip(HEADS, DAYS, NAMES, strict=True)]
    articles = read(docx(table(("Title", "Date", "Source", "Text"), *rows)), tmp_path)
    assert articles["title"].tolist() == list(HEADS)
    assert articles["date"].tolist() == READ


def test_stories_below_the_headings_of_sections_know_their_section(tmp_path):
    body = "".join(
        (p("World" if at else "Harbour", "Heading1") if at < 2 else "")
        + p(head, "Heading2") + p(day) + "".join(map(p, story(head)))
        for at, (head, day) in enumerate(zip(HEADS, DAYS, strict=True))
    )  # fmt: skip
    articles = read(docx(body), tmp_path)
    check(articles)
    assert articles["section"].tolist() == ["Harbour", "World", "World"]


def test_a_table_within_a_story_begins_no_article(tmp_path):
    body = p("Ships sail again", "Heading1") + p("5 May 2018") + "".join(map(p, story("Monday")))
    body += table(("Title", "The quay"), ("Date", "6 May 2018")) + p(story("Tuesday")[0])
    articles = read(docx(body), tmp_path)
    assert articles["title"].tolist() == ["Ships sail again"]
    assert articles["date"].tolist() == [pd.Timestamp("2018-05-05")]


def test_each_dated_story_of_an_opendocument_text_is_an_article(tmp_path):
    body = '<text:h text:outline-level="1">Press review</text:h>' + "".join(
        f'<text:h text:outline-level="2">{head}</text:h><text:p>{day}</text:p>'
        + "".join(f"<text:p>{text}</text:p>" for text in story(head))
        for head, day in zip(HEADS, DAYS, strict=True)
    )
    check(read(odt(body), tmp_path))


def test_a_page_for_subscribers_says_that_its_story_may_be_cut(tmp_path):
    data = '{"@type":"NewsArticle","headline":"Norrby bridge reopens","isAccessibleForFree":%s}'
    for free, marked in (("false", True), ('"False"', True), ("true", False)):
        head = f'<script type="application/ld+json">{data % free}</script>'
        source = f"<html><head>{head}</head><body>{MAIN.format(MAIN_TEXT)}</body></html>"
        quality = read(source, tmp_path)["quality"].iloc[0]
        assert ("subscribers_only" in quality) is marked


# ---------------------------------------------------------------- what other readers cut


def test_the_paragraphs_of_an_xml_article_are_all_kept(tmp_path):
    paragraphs = "<p>Envoys met on Sunday.</p><p>They spoke.</p><p>Shares of <em>BP</em> fell.</p>"
    source = (
        "<nitf><body><body.head><hedline><hl1>Talks open</hl1></hedline></body.head>"
        f"<body.content>{paragraphs}</body.content></body></nitf>"
    )
    articles = read(source, tmp_path, "a.xml")
    assert articles["body"].tolist() == [
        "Envoys met on Sunday.\n\nThey spoke.\n\nShares of BP fell."
    ]


def test_a_file_of_one_column_is_cut_at_no_letter(tmp_path):
    for name in ("headline", "title"):
        content = f"{name}\nTalks open in Geneva\nMarkets fall again\n"
        articles = read(content, tmp_path, f"{name}.csv")
        assert articles["title"].tolist() == ["Talks open in Geneva", "Markets fall again"]


def test_later_cells_of_another_type_are_kept(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Title", "Date", "Page", "Text"])
    for at in range(1, 1210):
        late = at > 1200
        day = "23 October 2018" if late else pd.Timestamp("2018-10-22").to_pydatetime()
        book.active.append([f"Quay {at}", day, f"A{at}" if late else at, STORY[0]])
    book.save(tmp_path / "a.xlsx")
    articles = tt.read_articles(tmp_path / "a.xlsx", progress=False)
    assert articles["date"].astype(str).tolist()[1199:1201] == ["2018-10-22", "2018-10-23"]
    assert [extra["page"] for extra in articles["extra"]][1199:1201] == ["1200", "A1201"]
