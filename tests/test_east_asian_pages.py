"""Chinese, Japanese and Korean stories: dates between headline and text, fields without blanks."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit as tt
from toolkit.reading.exports.date_lines import read_date_line

ZH = (
    "市议会星期一以九票对四票决定在旧码头旁修建第二个渡轮码头，辩论持续了五个多小时，吸引了数百名市民旁听。",
    "市长办公室表示，工程将于明年春天开工，预计需要两年时间，在此之前渡轮将停靠在港口北侧的临时码头。",
    "反对者说他们将在月底之前向地方法院提出上诉，理由是费用估算没有包括航道疏浚的开支。",
)
JA = (
    "市議会は月曜日、旧桟橋の隣に第二のフェリー岸壁を建設する案を賛成九、反対四で可決した。審議は五時間以上に及び、数百人が傍聴した。",
    "市長室によると工事は来春に始まり、二年かかる見込みで、その間フェリーは港の北側にある仮桟橋に着く。",
)
LONG = "市议会以九票对四票决定在旧码头旁修建第二个渡轮码头并于明年春天开工预计两年完成"


def read(tmp_path, above, *, story=ZH, headline=LONG, title="", below="", head=""):
    paragraphs = "".join(f"<p>{line}</p>" for line in story)
    (tmp_path / "page.html").write_text(
        f"<!DOCTYPE html><html lang=zh><head><meta charset=utf-8><title>{title or headline}_新闻"
        f"</title>{head}</head><body><div class=a><h1>{headline}</h1>{above}<div class=b>"
        f"{paragraphs}</div>{below}</div></body></html>",
        encoding="utf-8",
    )
    return tt.read_articles(tmp_path, progress=False)


def day(articles):
    (date,) = articles["date"]
    return "" if pd.isna(date) else f"{date:%Y-%m-%d}"


@pytest.mark.parametrize(
    "above",
    [
        "<div><p>李明/青年报</p><p>2018-10-22 09:10</p></div>",
        "<div><span>原创</span> <span>都市报</span> <span>2018-10-22 16:01:46</span></div>",
        "<div>2018-10-22 12:11<span>来源：时报网</span><span>作者：李明</span></div>",
        "<div><span>棱镜</span><span>2018-10-22 07:48</span></div>",
        "<div>发表于<span>2018-10-22 21:30</span>|<span>1164次阅读</span>|来源网站|作者魏星</div>",
        "<div>时间：2018-10-22 作者：李明 阅读：1644</div>",
        "<div>2018年10月22日 09:10 青年报</div>",
    ],
)
@pytest.mark.parametrize("headline", [LONG, "渡轮码头获批"])
def test_the_day_between_headline_and_story_is_that_of_the_article(tmp_path, above, headline):
    articles = read(tmp_path, above, headline=headline)
    assert day(articles) == "2018-10-22"
    assert articles["title"].tolist() == [headline]
    assert articles["body"].iloc[0].endswith("\n\n".join(ZH))


def test_a_long_headline_in_english_leaves_the_day_below_it(tmp_path):
    headline = " ".join(["Council votes nine to four for a second ferry quay"] + ["today"] * 7)
    story = [f"The council voted on the quay {word} and will vote again later this year, the mayor "
             "said on Monday after the debate." for word in ("first", "then", "last")]  # fmt: skip
    body = "".join(f"<p>{line}</p>" for line in story)
    (tmp_path / "page.html").write_text(
        f"<!DOCTYPE html><html><head><title>{headline} | Gazette</title></head><body><div>"
        f"<h1>{headline}</h1><p>22 October 2018</p>{body}</div></body></html>"
    )
    articles = tt.read_articles(tmp_path, progress=False)
    assert day(articles) == "2018-10-22"
    assert articles["title"].tolist() == [headline]


def test_a_labelled_day_below_the_story_counts_and_an_event_does_not(tmp_path):
    below = "<div>发布日期：2018-10-22 责任编辑：龙慧</div>"
    assert day(read(tmp_path, "", below=below)) == "2018-10-22"
    assert day(read(tmp_path, "", below="<div>时间：2018-10-22 地点：北京</div>")) == ""


def test_a_sentence_that_ends_with_a_day_dates_nothing(tmp_path):
    above = "<div>The quay was closed by the council on 22 October 2018</div>"
    assert day(read(tmp_path, above)) == ""
    assert day(read(tmp_path, "<div>Siege of Northport 17 October 2016</div>")) == ""


def test_a_headline_that_a_quotation_mark_cut_off_is_whole_again(tmp_path):
    cut = '<meta property="og:title" content="渡轮"码头"获批">'
    articles = read(tmp_path, "<p>2018-10-22</p>", headline='渡轮"码头"获批', head=cut)
    assert articles["title"].tolist() == ['渡轮"码头"获批']


def test_a_number_is_no_author(tmp_path):
    articles = read(tmp_path, "<p>2018-10-22</p>", head='<meta name=author content="104363">')
    assert articles["byline"].tolist() == [""]


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("입력 2018.10.22 14:05 | 수정 2018.10.23 09:00",
         [("published", "2018.10.22 14:05"), ("updated", "2018.10.23 09:00")]),
        ("公開日：2018年10月22日 最終更新：2018年10月23日",
         [("published", "2018年10月22日"), ("updated", "2018年10月23日")]),
        ("发布时间：2018-10-22 来源：学会", [("published", "2018-10-22")]),
    ],
)  # fmt: skip
def test_east_asian_labels_say_what_a_date_is(line, dates):
    assert [tuple(date) for date in read_date_line(line).dates] == dates


def test_pasted_chinese_stories_are_told_apart_by_their_date_lines(tmp_path):
    heads = (("渡轮码头获批", "2018-10-22 09:10 来源：新华社 作者：李明"),
             ("港口扩建资金落实", "2018年10月23日 10:10 来源：人民日报"))  # fmt: skip
    stories = (f"{title}\n{line}\n{ZH[k]}\n{ZH[2]}{k}" for k, (title, line) in enumerate(heads))
    (tmp_path / "pasted.txt").write_text("\n\n".join(stories), encoding="utf-8")
    articles = tt.read_articles(tmp_path, progress=False).sort_values("date")
    assert articles["title"].tolist() == [title for title, _ in heads]
    assert articles["date"].dt.strftime("%Y-%m-%d").tolist() == ["2018-10-22", "2018-10-23"]
    assert articles["body"].str.startswith(ZH[:2]).all()


def test_a_short_pasted_story_without_blanks_is_a_story(tmp_path):
    (tmp_path / "pasted.txt").write_text("渡轮码头获批\n" + JA[0], encoding="utf-8")
    (article,) = tt.read_articles(tmp_path, progress=False).itertuples()
    assert (article.title, article.body) == ("渡轮码头获批", JA[0])
