"""XML as archives hand it out: wrapped paragraphs, dates beside the story, several roots."""

from __future__ import annotations

import pytest

import toolkit as tt

STORY = (
    "The council voted nine to four on Monday to build a second ferry quay at the old pier.",
    "Work starts in spring and should last two years, the mayor said.",
)
WRAPPED = "\n".join(f"<p>{line.replace(' ', chr(10) + '   ', 9)}</p>" for line in STORY)
TEI = "http://www.tei-c.org/ns/1.0"
G2 = "http://iptc.org/std/nar/2006-10-01/"
VOCABULARIES = {
    "nitf": "<nitf><head><docdata><date.issue norm='20181022'/></docdata></head><body><body.head>"
    f"<hedline><hl1>Quay</hl1></hedline></body.head><body.content>{WRAPPED}</body.content></body>"
    "</nitf>",
    "rcv1": "<newsitem itemid='1' date='2018-10-22'><headline>Quay</headline>"
    f"<text>{WRAPPED}</text></newsitem>",
    "newsml": f"<newsItem xmlns='{G2}' guid='a'><itemMeta><versionCreated>2018-10-22T10:00:00Z"
    "</versionCreated></itemMeta><contentMeta><headline>Quay</headline></contentMeta><contentSet>"
    f"<inlineXML><nitf><body><body.content>{WRAPPED}</body.content></body></nitf></inlineXML>"
    "</contentSet></newsItem>",
    "tei": f"<TEI xmlns='{TEI}'><teiHeader><fileDesc><titleStmt><title>Quay</title></titleStmt>"
    "<publicationStmt><date when='2018-10-22'/></publicationStmt></fileDesc></teiHeader><text>"
    f"<body>{WRAPPED}</body></text></TEI>",
    "trafilatura": f"<doc title='Quay' date='2018-10-22'><main>{WRAPPED}</main></doc>",
}


def read(tmp_path, source, name="file.xml"):
    (tmp_path / name).write_text(source, encoding="utf-8")
    return tt.read_articles(tmp_path, progress=False)


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_a_line_that_ends_in_the_source_of_a_paragraph_ends_no_paragraph(tmp_path, vocabulary):
    (article,) = read(tmp_path, VOCABULARIES[vocabulary]).itertuples()
    assert article.body == "\n\n".join(STORY)
    assert (article.title, f"{article.date:%Y-%m-%d}") == ("Quay", "2018-10-22")


def record(day, title, *, more="", inside=""):
    return (
        f"<REPORT n='1'><DATE>{day}-FEB-1987 15:01:01.79</DATE>{more}"
        f"<TEXT>{inside}<TITLE>{title}</TITLE><BODY>{' '.join(STORY)}</BODY></TEXT></REPORT>"
    )


@pytest.mark.parametrize("n", [1, 2])
def test_a_date_beside_the_element_of_the_story_is_that_of_the_story(tmp_path, n):
    records = "".join(record(26 + k, f"Quay {k}") for k in range(n))
    articles = read(tmp_path, f"<LEWIS>{records}</LEWIS>")
    assert sorted(articles["date"].dt.day) == [26, 27][:n]
    assert sorted(articles["title"]) == ["Quay 0", "Quay 1"][:n]


def test_one_record_may_be_the_whole_document(tmp_path):
    (article,) = read(tmp_path, record(26, "Quay")).itertuples()
    assert (article.date.day, article.title, article.body) == (26, "Quay", " ".join(STORY))


def test_the_own_date_of_a_story_is_kept_and_the_day_of_the_export_is_not_taken(tmp_path):
    own = "<REPORT><DATE>22 October 2018</DATE><TITLE>Quay</TITLE><BODY>{}</BODY></REPORT>"
    export = f"<EXPORT><DATE>5 May 2020</DATE>{own.format(' '.join(STORY))}</EXPORT>"
    (article,) = read(tmp_path, export).itertuples()
    assert f"{article.date:%Y-%m-%d}" == "2018-10-22"


def test_the_date_above_two_stories_is_that_of_neither(tmp_path):
    two = "".join(f"<TEXT><TITLE>Quay {k}</TITLE><BODY>{STORY[0]}</BODY></TEXT>" for k in range(2))
    articles = read(tmp_path, f"<LEWIS><DATE>26-FEB-1987</DATE>{two}</LEWIS>")
    assert articles["date"].isna().all()
    assert len(articles) == 2


def test_a_name_that_record_and_story_share_is_the_story_s(tmp_path):
    (article,) = read(tmp_path, record(26, "Quay", more="<TITLE>Wire</TITLE>")).itertuples()
    assert article.title == "Quay"
    assert article.extra["REPORT.TITLE"] == "Wire"


def test_sgml_with_several_roots_and_control_characters_is_read(tmp_path):
    source = "".join(record(26 + k, f"Quay {k}", more="<UNKNOWN>&#5;</UNKNOWN>") for k in range(2))
    articles = read(tmp_path, f'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n{source}', "reut2-000.sgm")
    assert sorted(articles["date"].dt.day) == [26, 27]
    ledger = tt.ledger(articles)
    (reason,) = ledger.loc[ledger["rule"] == "xml_repaired", "reason"]
    assert reason == "control characters replaced: 2; root elements put into one: 1"
