"""Saved pages built as publishers build them: made-up stories in structures of real pages."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit as tt
from tests.made_pages import STORY, TITLE, H, P
from toolkit.reading.exports import story_text, webpages

GERMAN = (
    "<p>Der Rat hat am Montag mit neun zu vier Stimmen für einen zweiten Anleger an der alten Mole "
    "gestimmt, nach einer Debatte, die mehr als fünf Stunden dauerte und viele anzog.</p>"
    "<p>Die Arbeiten sollen im Frühjahr beginnen und zwei Jahre dauern, sagte das Büro der "
    "Bürgermeisterin; bis dahin legen die Fähren auf der nördlichen Seite des Hafens an.</p>"
)
FRENCH = (
    "<p>Le conseil a voté lundi par neuf voix contre quatre pour un second quai sur la vieille "
    "jetée, après un débat de plus de cinq heures qui avait attiré une foule nombreuse.</p>"
    "<p>Les travaux doivent commencer au printemps et durer deux ans, a dit la mairie, et les "
    "bateaux accosteront dans la partie nord du port pendant ce temps.</p>"
)


def read(tmp_path, body, *, head="", lang="en", title=f"{TITLE} | Northport Gazette", **how):
    path = tmp_path / "page.html"
    path.write_text(
        f"<!DOCTYPE html><html lang={lang}><head><meta charset=utf-8><title>{title}</title>{head}"
        f"</head><body>{body}</body></html>",
        encoding="utf-8",
    )
    return tt.read_articles(path, progress=False, **how)


def day(articles):
    (date,) = articles["date"]
    return "" if pd.isna(date) else f"{date:%Y-%m-%d}"


@pytest.mark.parametrize(
    ("printed", "lang", "story", "expected"),
    [
        ("07.06.2019", "de", GERMAN, "2019-06-07"),
        ("07.06.2019", "''", GERMAN, "2019-06-07"),
        ("07/06/2019", "fr-FR", FRENCH, "2019-06-07"),
        ("07/06/2019", "en-GB", P, "2019-06-07"),
        ("07/06/2019", "en-US", P, "2019-07-06"),
        ("07.06.2019", "en", f"{P}<aside><a>Ships sail 23.05.2019</a></aside>", "2019-06-07"),
        ("07/06/2019", "fr", f"{FRENCH}<aside><a>Bateaux 05/23/2019</a></aside>", "2019-07-06"),
    ],
)
def test_other_dates_or_the_language_of_a_page_say_which_number_is_the_day(
    tmp_path, printed, lang, story, expected
):
    articles = read(tmp_path, f"<article>{H}<p>{printed}</p>{story}</article>", lang=lang)
    assert day(articles) == expected
    assert articles["date_raw"].tolist() == [printed]
    assert "date_order_of_page" in articles["quality"].iloc[0]
    ledger = tt.ledger(articles)
    assert (ledger["rule"] == "date_order_of_page").sum() == 1


@pytest.mark.parametrize(
    ("lang", "story"),
    [
        ("en", P),
        ("de", P),  # the language of a template, and not of the text
        ("en-US", GERMAN),
        ("de", f"{GERMAN}<aside><a>Ships sail 23.05.2019</a> <a>and 05.23.2019</a></aside>"),
    ],
)
def test_a_page_that_does_not_say_which_number_is_the_day_is_asked_about(tmp_path, lang, story):
    body = f"<article>{H}<p>07.06.2019</p>{story}</article>"
    with pytest.raises(tt.errors.ReadingError, match="could be day/month or month/day"):
        read(tmp_path, body, lang=lang)


def test_the_order_that_is_passed_goes_before_the_language_of_a_page(tmp_path):
    body = f"<article>{H}<p>07.06.2019</p>{GERMAN}</article>"
    articles = read(tmp_path, body, lang="de", date_order="mdy")
    assert day(articles) == "2019-07-06"


SITE = "<header class=site><h1>Northport Gazette</h1><div class=menu>Home</div></header>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # an h1 for the outlet, the story's headline in an h2 or a second h1
        (f"{SITE}<div class=main><h2>{TITLE}</h2><p class=byline>By Jane Doe on Oct 22, 2018 at "
         f"9:05a @jane</p>{P}</div>", "2018-10-22"),
        (f"{SITE}<div class=main>{H}<div class=stamp>22 October 2018</div>{P}</div>", "2018-10-22"),
        # the headline in a header of its own, with a name that side bars have
        (f"<div class='content sidebar'><header>{H}<time pubdate datetime=2018-10-22>22 Oct</time>"
         f"</header></div><div class=content>{P}</div>", "2018-10-22"),
        (f"<article class=head>{H}<span class=PublishDate_day>Monday, 22 October 2018</span>"
         f"</article><div>{P}</div>", "2018-10-22"),
        # microdata of the article in an aside
        (f"<div itemscope itemtype='https://schema.org/NewsArticle'>{H}<aside><time "
         f"itemprop=datePublished datetime=2018-10-22>22 Oct</time></aside>{P}</div>",
         "2018-10-22"),
        # right above the headline, in an element that says so
        (f"<div class=top>Home</div><div class=entry><p class=newsdatum>Monday, 22 October 2018</p>"
         f"{H}{P}</div>", "2018-10-22"),
        # below the story, in the post's own footer
        (f"<section class='post-17 post'>{H}<div>{P}</div><footer class=meta><span class=post-date>"
         "22 October 2018</span></footer></section>", "2018-10-22"),
        (f"<div class=c><h1>{TITLE}</h1>{P}<p class=article_date>Last updated: 22 October 2018</p>"
         "</div>", "2018-10-22"),
        (f"<article>{H}<p>{STORY[0]}</p><p class=fecha-articulo><span>lunes 22 octubre 2018</span>"
         f"</p><p>{STORY[1]}</p></article>", "2018-10-22"),
        (f"<article>{H}{P}<div class=submitted>Submitted by jane on 22 October 2018 - 18:55</div>"
         f"</article>", "2018-10-22"),
        (f"<div class=article><div>{H}{P}</div><div class=article_topbar>Publié le 22/10/2018"
         "</div></div>", "2018-10-22"),
        # what an element shows, where it states the day of a change
        (f"<article>{H}<time datetime=2018-10-30T10:18:46Z>Publié le 22 octobre 2018</time>{P}"
         "</article>", "2018-10-22"),
        # other words in the line
        (f"<article>{H}<span class=meta-author>By Jane Doe 22 October 2018 in World 17 Comments"
         f"</span>{P}</article>", "2018-10-22"),
        (f"<article>{H}<small>22.10.2018, 16:20 von janedoe</small>{P}</article>", "2018-10-22"),
        (f"<article>{H}<div>22.10.2018 (jd)</div>{P}</article>", "2018-10-22"),
        (f"<article>{H}<div class=info>2018-10-22 20:52:15 来源： 北港报</div>{P}</article>",
         "2018-10-22"),
        (f"<article>{H}<p>기사입력 2018-10-22 03:00 기사수정 2018-10-23 03:00</p>{P}</article>",
         "2018-10-22"),
        (f"<article>{H}<div class=tmstmp>الاثنين، 22 تشرين الأول/أكتوبر 2018، آخر تحديث 02:21 "
         f"(GMT+0400)</div>{P}</article>", "2018-10-22"),
    ],
)  # fmt: skip
def test_a_date_is_found_where_pages_print_it(tmp_path, body, expected):
    assert day(read(tmp_path, body)) == expected


@pytest.mark.parametrize(
    "body",
    [
        # from when to when something lasted
        f"<div>{H}<table><tr><th>Original run</th><td>October 14, 1999 – January 20, 2000</td>"
        f"</tr></table>{P}</div>",
        # a caption between headline and story
        f"<div>{H}<figure><img><figcaption>22 October 2018</figcaption></figure>{P}</div>",
        f"<div>{H}<div class=photo-caption>22 October 2018, file photo</div>{P}</div>",
        # a sentence, and two days
        f"<article>{H}<p>Talks of 22 October 2018 failed</p>{P}</article>",
        f"<article>{H}<div class=meta>22 October 2018 and 25 October 2018</div>{P}</article>",
        # an event
        f"<article>{H}<div class=event-meta>Doors open 22 October 2018</div>{P}</article>",
        # dates of other stories
        f"<article>{H}{P}<ul><li><a><span class=date>22 October 2018</span> Ships sail</a></li>"
        "</ul></article>",
        f"<article>{H}{P}<div class=date>21 October 2018</div><div class=date>22 October 2018</div>"
        "</article>",
        f"<div>{H}{P}</div><div class=box>Information of the NRW of 22 October 2018</div>",
        # today, above the menu
        f"<div class=date>Monday, 22 October 2018</div><div class=page>{H}{P}</div>",
    ],
)
def test_a_date_of_something_else_is_not_taken(tmp_path, body):
    articles = read(tmp_path, body)
    assert day(articles) == ""
    assert "no_date" in articles["quality"].iloc[0]


def test_the_headline_is_the_heading_that_the_title_of_the_page_names(tmp_path):
    for rank in ("h1", "h2", "h3"):
        body = f"{SITE}<div class=main><{rank}>{TITLE}</{rank}>{P}</div>"
        articles = read(tmp_path, body, title=f"Northport Gazette » {TITLE}")
        assert articles["title"].tolist() == [TITLE]
        assert TITLE not in articles["body"].iloc[0]


@pytest.mark.parametrize(
    ("stated", "beside", "expected"),
    [
        ("2018-10-23T01:08:00Z", "<p class=byline>October 22, 2018 9:08 pm</p>", "2018-10-22"),
        ("2018-10-23T01:08:00+00:00", "<time pubdate class=updated datetime='2018-10-22 "
         "21:08:00-0400'>Oct 22</time>", "2018-10-22"),
        ("2018-10-23", "<time pubdate datetime='2018-10-22 21:08:00-0400'>x</time>", "2018-10-22"),
        # another moment, a day that is not printed with its time, or an offset of its own
        ("2018-10-23T01:15:00Z", "<p class=byline>October 22, 2018 9:08 pm</p>", "2018-10-23"),
        ("2018-10-23T01:08:00Z", "<p class=byline>October 22, 2018</p>", "2018-10-23"),
        ("2018-10-23T01:08:00+02:00", "<p class=byline>October 22, 2018 9:08 pm</p>",
         "2018-10-23"),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_publisher_and_not_of_greenwich(tmp_path, stated, beside, expected):
    head = f"<meta property=article:published_time content='{stated}'>"
    articles = read(tmp_path, f"<article>{H}{beside}{P}</article>", head=head)
    assert day(articles) == expected


def test_a_colon_or_a_dot_in_names_of_dublin_core_and_german_summer_time(tmp_path):
    head = "<meta name=DC:date content=2009-09-15>"
    assert day(read(tmp_path, f"<article>{H}{P}</article>", head=head)) == "2009-09-15"
    head = "<meta name=last-modified content='Fr, 17 Mai 2019 13:38:23 MESZ'>"
    articles = read(tmp_path, f"<article>{H}{P}</article>", head=head)
    assert f"{articles['updated'].iloc[0]:%Y-%m-%d %H:%M}" == "2019-05-17 13:38"


COMMENT = "<div class={}><b>Anna B.</b><p>{}</p></div>"
WORDS = "What a decision for us all, and what a long way it was until they had made up their minds."


@pytest.mark.parametrize(
    "beside",
    [
        f"<div class=sf_comment_list>{COMMENT.format('c', WORDS) * 2}</div>",
        f"<div class='modal subscribe-modal'><p>{WORDS}</p></div>",
        f"<form><p>{WORDS}</p></form>",
        f"<div class=cookie-notice><p>{WORDS}</p></div>",
    ],
)
def test_comments_and_boxes_to_sign_up_are_no_story_whatever_an_extractor_says(
    tmp_path, monkeypatch, beside
):
    paragraphs = [*STORY, *["Anna B."] * beside.count("Anna"), *[WORDS] * beside.count(WORDS)]
    monkeypatch.setattr(webpages, "find_story", lambda *_: (paragraphs, "made up"))
    articles = read(tmp_path, f"<div>{H}{P}{beside}</div>")
    assert articles["body"].tolist() == ["\n\n".join(STORY)]
    ledger = tt.ledger(articles)
    assert (ledger["rule"] == "page_furniture").sum() == beside.count(WORDS) + beside.count("Anna")


def test_names_that_would_leave_no_story_mean_something_else(tmp_path, monkeypatch):
    monkeypatch.setattr(webpages, "find_story", lambda *_: ([WORDS, *STORY], "made up"))
    articles = read(tmp_path, f"<div>{H}<p>{WORDS}</p><div class=comment>{P}</div></div>")
    assert articles["body"].tolist() == ["\n\n".join([WORDS, *STORY])]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<meta property=og:title content='Northport Gazette | {t}'>", TITLE),
        ("<meta property=og:site_name content=Gazette><meta property=og:title "
         "content='{t} | GAZETTE.de'>", TITLE),
        ("<meta property=og:title content='{t} - a second line'>", TITLE),
        ("<meta property=og:title content=ferry-quay-october-2018>", TITLE),
        ('<script type="application/ld+json">{{"@type":"Article","headline":"a line below",'
         '"name":"{t}"}}</script>', TITLE),
        ('<script type="application/ld+json">{{"@type":"Article","headline":"Quay &#8216;at last'
         '&#8217;","author":{{"name":"By Ann O&#039;Neil"}}}}</script>', "Quay ‘at last’"),
    ],
)  # fmt: skip
def test_a_headline_is_without_the_outlet_and_its_references_are_letters(tmp_path, head, expected):
    articles = read(tmp_path, f"<article>{H}{P}</article>", head=head.format(t=TITLE))
    assert articles["title"].tolist() == [expected]
    if "author" in head:
        assert articles["byline"].tolist() == ["Ann O'Neil"]


def test_a_date_in_an_item_that_ends_above_a_heading_is_not_that_of_the_heading(tmp_path):
    items = "".join(
        f"<article class=item><a>Ships sail again</a> <time>{n} October 2018</time></article>"
        for n in (3, 4)
    )
    body = (
        f"<article><time>22 October 2018</time>{H}{P}{items}</article>"
        f"<div class=box><h1>Daily letter</h1><p>{f'{WORDS} ' * 9}</p></div>"
    )
    articles = read(tmp_path, body)
    assert articles["title"].tolist() == [TITLE]


def test_an_outlet_that_only_the_address_names_is_cut_from_a_headline(tmp_path):
    head = "<link rel=canonical href='https://www.nord-gazette.co.uk/2018/quay'>"
    body = f"<div>{P}</div>"
    for title, expected in (
        (f"{TITLE} | Nord Gazette", TITLE),
        (f"{TITLE} - Nörd Gazette!", TITLE),
        (f"{TITLE} - a second line", f"{TITLE} - a second line"),
    ):
        assert read(tmp_path, body, head=head, title=title)["title"].tolist() == [expected]


@pytest.mark.parametrize(
    "story",
    [
        "<div class=text>" + "<br><br>".join(STORY) + "</div>",
        "".join(f"<div>{paragraph}</div>" for paragraph in STORY),
        "<td>" + "".join(f"<span>{paragraph}</span><br>" for paragraph in STORY) + "</td>",
        f"<p>{STORY[0]}</p><ul><li>{STORY[1]}</li><li>{STORY[2]}</li></ul>",
    ],
)
def test_without_an_extractor_the_story_is_the_block_with_most_text(tmp_path, monkeypatch, story):
    monkeypatch.setattr(story_text.importlib.util, "find_spec", lambda _name: None)
    menu = "".join(
        f"<li><a>Ships sail again from the old pier of the town {n}</a></li>" for n in "12"
    )
    body = (
        f"<ul>{menu * 2}</ul><div>{H}<div class=meta>22 October 2018</div>{story}</div>"
        f"<div class=related>{WORDS}</div><footer>{WORDS}</footer>"
    )
    articles = read(tmp_path, body)
    assert articles["body"].tolist() == ["\n\n".join(STORY)]
    assert day(articles) == "2018-10-22"


def test_a_time_in_a_post_that_the_story_quotes_is_not_its_date(tmp_path):
    quoted = f"<blockquote><time datetime=2018-03-12>Mar 12</time><p>{WORDS}</p></blockquote>"
    assert day(read(tmp_path, f"<article>{H}{quoted}{P}</article>")) == ""


def test_lines_without_blanks_between_words_are_long_by_their_letters(tmp_path, monkeypatch):
    monkeypatch.setattr(story_text.importlib.util, "find_spec", lambda _name: None)
    line = (
        "议会星期一以九票对四票决定在旧码头再建一个渡轮码头辩论持续了五个多小时吸引了许多人"
        "工程将于春季开始预计需要两年时间市长办公室说在此之前渡轮将停靠在港口北侧的临时码头。"
    )
    articles = read(tmp_path, f"<h1>渡轮码头</h1><div>{line}<br>{line[::-1]}</div>", lang="zh")
    assert articles["body"].tolist() == [f"{line}\n\n{line[::-1]}"]


def test_a_page_with_a_notice_alone_is_no_article(tmp_path, monkeypatch):
    monkeypatch.setattr(story_text.importlib.util, "find_spec", lambda _name: None)
    notice = "This address is kept from robots; you need a script in your browser to see it."
    with pytest.raises(tt.errors.ReadingError, match="no story was found"):
        read(tmp_path, f"<h1>Contact</h1><div>{notice}</div>")


@pytest.mark.parametrize("has_trafilatura", [True, False])
def test_a_note_or_a_power_is_no_part_of_the_word_before_it(tmp_path, monkeypatch, has_trafilatura):
    if not has_trafilatura:
        monkeypatch.setattr(story_text, "_by_trafilatura", lambda *_, **__: [])
    around = f"<p>{'The envoys met in the capital and spoke for several hours today. ' * 4}</p>"
    (tmp_path / "page.html").write_text(
        "<html><head><title>Talks</title>"
        "<meta property='article:published_time' content='2018-05-05'></head><body><article>"
        f"<h1>Talks</h1>{around}<p>A long war<sup><a href='#n'>1</a></sup> took 30 km<sup>2</sup> "
        f"and 10<sup>5</sup> homes by the 5<sup>th</sup> of May, they said.</p>{around}"
        "</article></body></html>"
    )
    body = tt.read_articles(tmp_path, progress=False)["body"].iloc[0]
    assert "A long war¹ took 30 km² and 10⁵ homes by the 5th of May" in body
    terms = set(tt.tokenize([body]).terms)
    assert {"war", "km", "10", "5th"} <= terms
    assert not terms & {"war1", "km2", "105"}


BESIDE = "".join(
    f"<h2>{name}</h2><p>{line}</p>{P}"
    for name, line in (
        ("Comments", "Jane, 16.08.2018 10:44:23 writes"),
        ("Forum", "Any topic 3.4.2019"),
    )
)


def test_a_page_named_after_one_story_is_that_story_whatever_is_dated_beside_it(tmp_path):
    body = f"<div><h2>{TITLE}</h2><p>22 October 2018</p>{P}</div><div>{BESIDE}</div>"
    articles = read(tmp_path, body)
    assert articles["title"].tolist() == [TITLE]
    assert day(articles) == "2018-10-22"


def test_a_review_named_after_its_first_story_keeps_all_of_them(tmp_path):
    heads = ((TITLE, "22 October 2018"), ("Budget passes", "9 May 2018, 10:00"))
    body = "".join(f"<h2>{head}</h2><p>{date}</p>{P}" for head, date in heads)
    articles = read(tmp_path, body)
    assert sorted(articles["title"]) == sorted(head for head, _ in heads)


def test_a_notice_of_cookies_below_the_last_announcement_is_no_story(tmp_path):
    notice = (
        "<p>Our website uses cookies to offer you optimal navigation and content.</p>"
        "<p>By continuing your browsing on our site, you agree to the use of cookies.</p>"
    )
    others = "<h2>Read also</h2><h3>Budget passes</h3><p>9 May 2018</p>"
    body = f"{H}<h3>{TITLE}</h3><p>22 October 2018</p>{P}{others}{notice}"
    assert day(read(tmp_path, body, title="Northport Gazette")) == "2018-10-22"
