"""Saved pages: which date, byline and outlet is the story's, and which lines are not its text."""

from __future__ import annotations

import re

import pytest

import toolkit as tt
from tests.made_pages import STORY, TITLE, H, P
from toolkit.reading.exports import story_text
from toolkit.reading.exports.date_lines import is_byline, is_date_label, read_date_line
from toolkit.reading.exports.linked_data import parse_loosely
from toolkit.reading.exports.webpages import read_page

LD = '<script type="application/ld+json">{}</script>'


def page(body: str, head: str = "", lang: str = "en") -> str:
    return (
        f"<!DOCTYPE html><html lang={lang}><head><title>{TITLE} | Northport Gazette</title>{head}"
        f"</head><body>{body}<footer><p>Copyright 2024 Northport Gazette</p></footer></body></html>"
    )


def article_of(kind: str, **fields: str) -> str:
    stated = ",".join(f'"{name}":"{value}"' for name, value in fields.items())
    return LD.format(f'{{"@type":"{kind}","headline":"{TITLE}",{stated}}}')


# name, page, published, updated
DATES = [
    ("a reader's comment", page(
        f"<article>{H}{P}<section class='comments'><div class=comment><time datetime=2019-01-05>"
        f"5 Jan 2019</time><p>What a decision for us.</p></div></section></article>"), "", ""),
    ("a comment in an article of its own", page(
        f"<main>{H}<article>{P}</article><div id=comments><article class=comment>"
        f"<time datetime=2019-01-05>5 Jan</time><p>What a decision.</p></article></div></main>"),
     "", ""),
    ("a related article below", page(
        f"<article>{H}{P}</article><section class=more><article><h2>Other</h2>"
        f"<time datetime=2024-01-05>x</time></article></section>"), "", ""),
    ("a masthead clock alone", page(
        f"<header><time>Saturday 3 February 2024</time></header><article>{H}{P}</article>"),
     "", ""),
    ("a masthead line alone", page(
        f"<div class=top>Saturday 3 February 2024</div><div class=content>{H}{P}</div>"), "", ""),
    ("a masthead line, and the story's own", page(
        f"<div class=top>Saturday 3 February 2024</div><div class=c>{H}<div>22 October 2018</div>"
        f"{P}</div>"), "22 October 2018", ""),
    ("a side bar within the story", page(
        f"<article>{H}<div class=sidebar><time datetime=2024-01-01>x</time></div><div class=meta>"
        f"<span class=date>22 October 2018</span></div>{P}</article>"), "22 October 2018", ""),
    ("a day that the story tells of", page(
        f"<article>{H}<p>Since <time datetime='2001-09-11'>September 11, 2001</time>, the council "
        f"has voted nine to four on each Monday to build a quay at the old pier, they said in the "
        f"town hall.</p>{P}</article>"), "", ""),
    ("a subheading with the day of an event", page(
        f"<article>{H}<h2>Council votes on 22 October 2018</h2>{P}</article>"), "", ""),
    ("microdata of another item", page(
        f"<div itemscope><span itemprop=datePublished content='2024-02-02'></span><a>O</a></div>"
        f"<article>{H}{P}</article>"), "", ""),
    ("a time in the header of the article", page(
        f"<article><header>{H}<time datetime='2018-10-22T20:10'>Oct 22</time></header>{P}"
        f"</article>"), "2018-10-22T20:10", ""),
    ("a time in the footer of the article", page(
        f"<article class=post><h1>{TITLE}</h1><div>{P}</div><footer class=entry-meta><time "
        f"class='entry-date published' datetime='2018-10-22'>Oct 22</time></footer></article>"),
     "2018-10-22", ""),
    ("two times in one line", page(
        f"<article>{H}<p>Published <time datetime='2018-10-22'>22 Oct</time>, updated "
        f"<time datetime='2018-10-25'>25 Oct</time></p>{P}</article>"), "2018-10-22", "2018-10-25"),
    ("itemprop on any element", page(
        f"<article itemscope>{H}<span itemprop=datePublished content='2018-10-22T20:10:00'>"
        f"yesterday</span><span itemprop=dateModified content='2018-10-25'>x</span>{P}</article>"),
     "2018-10-22T20:10:00", "2018-10-25"),
    ("labels above their dates", page(
        f"<article>{H}<dl><dt>Published</dt><dd>22 October 2018</dd><dt>Updated</dt>"
        f"<dd>25 October 2018</dd></dl>{P}</article>"), "22 October 2018", "25 October 2018"),
    ("German", page(f"<article>{H}<p>Stand: 22.10.2018, 10:15 Uhr</p>{P}</article>", lang="de"),
     "", "22.10.2018, 10:15 Uhr"),
    ("German, below the story", page(
        f"<article>{H}{P}<p>Stand: 22.10.2018, 10:15 Uhr</p></article>", lang="de"),
     "", "22.10.2018, 10:15 Uhr"),
    ("Italian", page(f"<article>{H}<p>Pubblicato il 22 ottobre 2018</p>{P}</article>"),
     "22 ottobre 2018", ""),
    ("Portuguese", page(f"<article>{H}<p>Publicado em 22 de outubro de 2018</p>{P}</article>"),
     "22 de outubro de 2018", ""),
    ("Dutch", page(f"<article>{H}<p>Gepubliceerd op 22 oktober 2018</p>{P}</article>"),
     "22 oktober 2018", ""),
    ("Turkish, two labels", page(
        f"<article>{H}<p>Giriş Tarihi: 22.10.2018 10:15 Son Güncelleme: 25.10.2018 11:00</p>{P}"
        f"</article>"), "22.10.2018 10:15", "25.10.2018 11:00"),
    ("French, two labels and a dash", page(
        f"<article>{H}<p>Publié le 22/10/2018 à 20:10 - Mis à jour le 25/10/2018 à 09:00</p>{P}"
        f"</article>"), "22/10/2018 à 20:10", "25/10/2018 à 09:00"),
    ("Portuguese with às", page(
        f"<article>{H}<p>Publicado em 22/10/2018 às 10h15</p>{P}</article>"),
     "22/10/2018 às 10h15", ""),
    ("Arabic", page(f"<article>{H}<p>نشر في 22 أكتوبر 2018</p>{P}</article>"),
     "22 أكتوبر 2018", ""),
    ("a time ago", page(f"<article>{H}<time>2 hours ago</time>{P}</article>"), "", ""),
    ("a headline that is no heading", page(
        f"<div><div>{TITLE}</div><div>22 October 2018</div>{P}</div>"), "22 October 2018", ""),
    ("JSON-LD with escaped quotes", page(f"<article>{H}{P}</article>", LD.format(
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2018-10-22&quot;}"
    )), "2018-10-22", ""),
    ("a trailing comma", page(f"<article>{H}{P}</article>", LD.format(
        f'{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2018-10-22",}}')),
     "2018-10-22", ""),
    ("a graph that refers to its parts", page(f"<article>{H}{P}</article>", LD.format(
        f'{{"@graph":[{{"@type":"Article","headline":"{TITLE}","datePublished":"2018-10-22",'
        f'"publisher":{{"@id":"#o"}}}},{{"@type":"Organization","@id":"#o","name":"N"}}]}}')),
     "2018-10-22", ""),
    ("two articles, one of this headline", page(f"<article>{H}{P}</article>", LD.format(
        '{"@type":"NewsArticle","headline":"Storm warning","datePublished":"2024-02-02"}')
        + article_of("NewsArticle", datePublished="2018-10-22")), "2018-10-22", ""),
    ("a date to come in meta", page(
        f"<article>{H}<p>22 October 2018</p>{P}</article>", "<meta name=date content=2099-01-01>"),
     "22 October 2018", ""),
    ("a year in JSON-LD, the day in meta", page(
        f"<article>{H}{P}</article>", article_of("NewsArticle", datePublished="2018")
        + '<meta property="article:published_time" content="2018-10-22">'), "2018-10-22", ""),
]  # fmt: skip


@pytest.fixture(params=["trafilatura", "paragraphs"])
def extractor(request, monkeypatch):
    if request.param == "paragraphs":
        monkeypatch.setattr(story_text.importlib.util, "find_spec", lambda _name: None)
    return request.param


@pytest.mark.parametrize(
    ("source", "published", "updated"), [row[1:] for row in DATES], ids=[row[0] for row in DATES]
)
def test_the_date_of_a_page_is_that_of_its_story(source, published, updated, extractor):
    article = read_page(source)
    assert article.extra["extractor"].startswith(extractor)
    assert article.fields.get("published", "") == published
    assert article.fields.get("updated", "") == updated
    assert article.received == article.n_counted


@pytest.mark.parametrize(
    "source",
    [row[1] for row in DATES if row[2] or row[3]],
    ids=[row[0] for row in DATES if row[2] or row[3]],
)
def test_printed_dates_and_bylines_are_not_in_the_body(source, extractor):
    assert read_page(source).paragraphs == list(STORY)


@pytest.mark.parametrize(
    "kind",
    ["NewsArticle", "ReviewNewsArticle", "ReportageNewsArticle", "LiveBlogPosting", "Report",
     "ScholarlyArticle", "SatiricalArticle", "WebPage", "http://schema.org/NewsArticle"],
)  # fmt: skip
def test_articles_of_every_kind_of_schema_org_state_their_date(kind):
    source = page(f"<article>{H}{P}</article>", article_of(kind, datePublished="2018-10-22"))
    assert read_page(source).fields["published"] == "2018-10-22"


@pytest.mark.parametrize(
    "name",
    ["article:published_time", "DCTERMS.issued", "dcterms.date", "DC.date.issued", "pubdate",
     "parsely-pub-date", "citation_publication_date", "publish-date", "date"],
)  # fmt: skip
def test_the_usual_names_of_meta_elements_state_the_date(name):
    source = page(f"<article>{H}{P}</article>", f'<meta name="{name}" content="2018-10-22">')
    assert read_page(source).fields["published"] == "2018-10-22"


def test_a_bare_date_that_repeats_the_update_gives_way_to_a_printed_one():
    head = (
        '<meta property="article:modified_time" content="2020-05-06T07:00:00Z">'
        '<meta name="date" content="2020-05-06">'
    )
    article = read_page(page(f"<article>{H}<p>Published 22 October 2018</p>{P}</article>", head))
    assert article.fields["published"] == "22 October 2018"
    assert article.fields["updated"] == "2020-05-06T07:00:00Z"


def test_a_stated_date_that_is_not_taken_is_named():
    head = article_of("NewsArticle", datePublished="2018-10-22")
    head += "<meta name=date content=2024-02-03>"
    article = read_page(page(f"<article>{H}{P}</article>", head))
    assert article.fields["published"] == "2018-10-22"
    assert article.extra["other_dates"] == "meta: 2024-02-03"


def test_words_inside_a_time_element_stay_in_their_sentence():
    sentence = f"<p>Since <time>September 2001</time>, {STORY[0].lower()}</p>"
    assert (
        read_page(page(f"<article>{H}{sentence}{P}</article>"))
        .paragraphs[0]
        .startswith("Since September 2001, the council")
    )


def test_a_byline_is_read_from_its_line_and_from_the_line_of_the_date():
    for line in ("<p>By Jane Doe</p><p>22 October 2018</p>", "<p>By Jane Doe, 22 October 2018</p>"):
        article = read_page(page(f"<article>{H}{line}{P}</article>"))
        assert (article.fields["byline"], article.paragraphs) == ("Jane Doe", list(STORY))


def test_a_table_without_a_story_is_no_article():
    rows = "".join(f"<tr><td>Quay {n}</td><td>{n} million crowns</td></tr>" for n in range(5))
    assert read_page(f"<html><body><table>{rows}</table></body></html>") is None


LINES = [
    ("22 October 2018", [("", "22 October 2018")]),
    ("Published: 22 October 2018 20:10 | Updated: 25 October 2018 09:00",
     [("published", "22 October 2018 20:10"), ("updated", "25 October 2018 09:00")]),
    ("Published 22 October 2018 Updated 25 October 2018",
     [("published", "22 October 2018"), ("updated", "25 October 2018")]),
    ("By Jane Doe, 22 October 2018", [("", "22 October 2018")]),
    ("Von Jan Weber 22.10.2018, 10:15 Uhr", [("", "22.10.2018, 10:15 Uhr")]),
    ("Hamburg, 22.10.2018", [("", "22.10.2018")]),
    ("22 Oct 2018 · 5 min read", [("", "22 Oct 2018")]),
    ("Publié le 22 octobre 2018 à 20h10, mis à jour le 25 octobre 2018",
     [("published", "22 octobre 2018 à 20h10"), ("updated", "25 octobre 2018")]),
    ("Опубликовано 22 октября 2018", [("published", "22 октября 2018")]),
    ("Updated 10:15 AM EDT, Mon October 22, 2018",
     [("updated", "10:15 AM EDT, Mon October 22, 2018")]),
    ("Stand: Juni 2018", [("updated", "Juni 2018")]),
    ("The council met on 22 October 2018 and voted for a quay.", None),
    ("Council votes on 22 October 2018", None),
    ("22 October 2018: what happened next to all of us.", None),
    ("Copyright 2018 Northport Gazette", None),
    ("A 22 Oct 2018 report said", None),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), LINES, ids=[text for text, _ in LINES])
def test_a_line_is_a_date_line_only_as_a_whole(text, dates):
    found = read_date_line(text)
    assert (None if found is None else [tuple(date) for date in found.dates]) == dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [("By Jane Doe", True), ("BY JANE DOE and RICHARD ROE", True), ("Von Jan van der Weber", True),
     ("By the end of the year he was gone", False), ("Bystanders Jane Doe", False)],
)  # fmt: skip
def test_a_byline_names_people(text, expected):
    assert is_byline(text) is expected


def test_a_label_alone_announces_the_date_below_it():
    assert (is_date_label("Publicado em:"), is_date_label("Stand:")) == ("published", "updated")
    assert (is_date_label("Published works"), is_date_label("22 October 2018")) == ("", "")


@pytest.mark.parametrize(
    ("text", "value"),
    [("//<![CDATA[\n{\"a\": 1}\n//]]>", {"a": 1}), ("<!--\n{\"a\": 1}\n-->", {"a": 1}),
     ("/*<![CDATA[*/{\"a\": 1}/*]]>*/", {"a": 1}), ("{\"a\": [1, 2,],}", {"a": [1, 2]}),
     ("{\"a\": \"x, ]\", }", {"a": "x, ]"}), ("{\"a\": \"http://b\"} // c", {"a": "http://b"}),
     ("{\"a\": \"line\nbreak\"}", {"a": "line\nbreak"}), ("{'a': 1}", None), ("", None)],
)  # fmt: skip
def test_linked_data_is_read_though_it_is_wrapped_or_has_trailing_commas(text, value):
    assert parse_loosely(text) == value


LONG = (
    "The council of Norrby voted on Monday for a second quay, and work is to begin in the spring."
)


def story_page(above: str, below: str = "") -> str:
    head = "<html><head><title>Harbour reopens</title></head><body><article><h1>Harbour reopens"
    return (
        f"{head}</h1>{above}<p>{LONG}</p><p>It ends here, {LONG}</p>{below}</article></body></html>"
    )


LEADS = [
    "Talks end on <time datetime='2018-10-22'>Monday</time> in Norrby.",
    "At <time>10:30</time> the quay opened.",
    "The harbour opened on <time datetime='2018-10-22'>22 October 2018</time>.",
    "Ships came <time class='x' datetime='2018-10-22'>on Monday</time> and left soon after",
]


@pytest.mark.parametrize("lead", LEADS)
def test_a_short_lead_with_a_time_in_its_sentence_is_story_and_no_date_line(lead):
    article = read_page(story_page(f"<p>{lead}</p>"))
    assert article.paragraphs[0] == re.sub(r"<[^>]*>", "", lead)
    assert "published" not in article.fields
    dated = read_page(story_page(f"<p class=date>20 October 2018</p><p>{lead}</p>"))
    assert (dated.fields["published"], len(dated.paragraphs)) == ("20 October 2018", 3)


@pytest.mark.parametrize(
    ("above", "date", "precision"),
    [
        ("<p class='date'>22 October 2018</p>", "2018-10-22", "day"),
        ("<p class='date'>October 2018</p>", "2018-10-01", "month"),
        ("<div class='article-date'>Oktober 2018</div>", "2018-10-01", "month"),
        ("<time datetime='2018-10'>October 2018</time>", "2018-10-01", "month"),
        ("<p class='date'>2018</p>", "2018-01-01", "year"),
        ("<p class='post-date'>Posted on October 22, 2018 by Jane Roe</p>", "2018-10-22", "day"),
        ("<p class='date'>22 October 2018 by Jane Roe</p>", "2018-10-22", "day"),
        ("<p class='update-notice'>2018 was a good year.</p>", "NaT", "unknown"),
        ("<p>Norrby 2018</p>", "NaT", "unknown"),
    ],
)
def test_a_date_under_the_headline_has_the_precision_that_is_printed(
    above, date, precision, tmp_path
):
    (tmp_path / "a.html").write_text(story_page(above))
    (article,) = tt.read_articles(tmp_path / "a.html", progress=False).itertuples()
    assert (str(article.date)[:10], article.date_precision) == (date, precision)
    if date != "NaT":
        assert article.body.startswith(LONG)


def test_equal_paragraphs_of_which_the_extractor_gives_one_are_in_the_ledger(tmp_path):
    below = f"<p>{LONG}</p>" + "<p>No.</p><p>No.</p>" + f"<p>{LONG}</p>"
    page = story_page("", below)
    (tmp_path / "a.html").write_text(page)
    articles = tt.read_articles(tmp_path / "a.html", progress=False)
    rows = tt.ledger(articles)
    assert page.count(f">{LONG}<") == 3
    kept = rows[(rows["action"] == "kept") & (rows["text"] == LONG)]
    assert len(kept) == articles["body"].item().split("\n\n").count(LONG)
    assert (rows["text"] == LONG).sum() == 3
    assert set(rows.loc[(rows["text"] == LONG) & (rows["action"] != "kept"), "rule"]) <= {
        "repeated_line"
    }
    assert (rows["text"] == "No.").sum() == 2


def test_a_pull_quote_that_repeats_a_sentence_is_no_second_piece_of_the_story(tmp_path):
    quote = "and work is to begin in the spring."
    (tmp_path / "a.html").write_text(story_page("", f"<aside><p>{quote}</p></aside>"))
    rows = tt.ledger(tt.read_articles(tmp_path / "a.html", progress=False))
    assert rows.loc[rows["text"] == quote, "action"].tolist() == ["dropped"]


def test_a_headline_repeated_in_a_menu_is_kept_once(tmp_path):
    (tmp_path / "a.html").write_text(story_page("", "<ul><li>Harbour reopens</li></ul>"))
    rows = tt.ledger(tt.read_articles(tmp_path / "a.html", progress=False))
    shown = rows[rows["text"].isin(["Harbour reopens"])]
    assert shown["rule"].tolist() == ["headline", "repeated_headline"]


STATED = [
    ("another headline in the metadata", "Norrby says yes", "Council approves quay",
     "Council approves quay", "Norrby says yes"),
    ("the same with other quotation marks", "Norrby’s “yes”", "Norrby's &quot;yes&quot;",
     "Norrby’s “yes”", None),
    ("the outlet behind it", "Norrby says yes", "Council approves quay - Gazette",
     "Council approves quay", "Norrby says yes"),
    ("a dash within it", "Norrby says yes", "Norrby says yes - at last", "Norrby says yes", None),
]  # fmt: skip


@pytest.mark.parametrize(("shown", "stated", "title", "other"), [row[1:] for row in STATED],
                         ids=[row[0] for row in STATED])  # fmt: skip
def test_a_headline_in_other_words_is_kept_and_is_not_story(shown, stated, title, other):
    metas = f'<meta property="og:title" content="{stated}"><meta property="og:site_name" '
    page = story_page("").replace("Harbour reopens", shown)
    article = read_page(page.replace("</head>", f"{metas}content=Gazette></head>"))
    assert (article.fields["title"], article.extra.get("other_title")) == (title, other)
    assert article.paragraphs[0] == LONG
    assert article.n_counted == article.received


@pytest.mark.parametrize("cell", ["{}", "<p>{}</p>"])
def test_a_table_with_a_heading_is_no_article(cell):
    rows = "".join(f"<tr><td>{cell.format('Norrby United of the north')}</td>"
                   f"<td>{cell.format('three points')}</td></tr>" for _ in range(3))  # fmt: skip
    assert read_page(f"<html><body><h1>Results</h1><table>{rows}</table></body></html>") is None


def test_the_cells_of_a_table_within_a_story_are_kept_in_the_ledger_too(tmp_path):
    table = "<table><tr><th>Quay</th><th>Cost</th></tr><tr><td>One</td><td>3</td></tr></table>"
    (tmp_path / "a.html").write_text(story_page("", table))
    articles = tt.read_articles(tmp_path / "a.html", progress=False)
    assert all(word in articles["body"].item() for word in ("Quay", "Cost", "One"))
    rows = tt.ledger(articles).set_index("text")
    assert rows.loc[["Quay", "Cost", "One", "3"], "action"].tolist() == ["kept"] * 4
