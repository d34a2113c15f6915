"""Mailboxes (mbox): where a mail begins, and that each is read as an .eml file is."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit as tt
from toolkit.reading import limits

P = (
    "<p>The council voted nine to four on Monday to build a second ferry quay at the old pier, "
    "after a debate that lasted more than five hours and drew a large crowd.</p>"
    "<p>Work starts in spring and should last two years, the mayor's office said, with ferries "
    "using a temporary jetty on the northern side of the harbour until then.</p>"
)


def mail(title: str, day: int, body: str = P, more: str = "") -> str:
    return (
        f"Subject: {title}\nFrom: News <news@example.org>\nDate: {day} Oct 2018 09:20:00 +0000\n"
        f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n{more}\n"
        f"<html><body><h1>{title}</h1><p>{day} October 2018</p>{body}</body></html>\n"
    )


MAILS = [mail("Harbour council approves quay", 22), mail("Ships sail again", 23)]
POSTMARKS = [
    "From news@example.org Mon Oct 22 09:20:00 2018",
    "From 1614512345678901234@xxx Mon Oct 22 09:20:00 +0000 2018",
    "From - Mon Oct 22 09:20:00 2018",
    "From news@example.org Mon Oct  2 09:20 UTC 2018",
    "From news@example.org  Mon Oct 22 09:20:00 2018 +0000",
    "From news at example.org  Mon Oct 22 09:20:00 2018 WETDST",
]


def box(tmp_path, *mails, postmark=POSTMARKS[0], end="\n"):
    path = tmp_path / "All mail.mbox"
    text = "".join(f"{postmark}\n{one}\n" for one in mails)
    path.write_bytes(text.replace("\n", end).encode())
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("postmark", POSTMARKS)
def test_each_mail_of_a_mailbox_is_read_as_an_eml_file_is(tmp_path, postmark, end):
    apart = tmp_path / "apart"
    apart.mkdir()
    for at, one in enumerate(MAILS):
        (apart / f"{at}.eml").write_bytes(one.replace("\n", end).encode())
    expected = tt.read_articles(apart, progress=False)
    articles = tt.read_articles(box(tmp_path, *MAILS, postmark=postmark, end=end), progress=False)
    columns = ["title", "date", "body", "extra", "n_words"]
    assert articles.reset_index()[columns].equals(expected.reset_index()[columns])
    assert articles["title"].tolist() == ["Harbour council approves quay", "Ships sail again"]
    ledger = tt.ledger(articles)
    n_lines = MAILS[0].count("\n") + 1
    assert sorted(set(ledger.loc[ledger["rule"] == "headline", "line"])) == [2, n_lines + 3]


@pytest.mark.parametrize(
    "inside",
    [
        "From here on the ferry sails.",
        "From jane@example.org Mon Oct 22 09:20:00 2018",  # no mail header below it
        "From jane@example.org on Monday\nSubject: no day and no time\n",
        "wrote:\nFrom jane@example.org Mon Oct 22 09:20:00 2018\nSubject: no empty line above",
    ],
)
def test_a_line_that_begins_with_from_does_not_cut_a_mail(tmp_path, inside):
    text = f"The ferry sails again.\n\n{inside}\n\nThe council had said so on Monday evening.\n"
    plain = mail("Ships", 22).partition("\n\n")[0].replace("text/html", "text/plain")
    articles = tt.read_articles(box(tmp_path, f"{plain}\n\n{text}", MAILS[1]), progress=False)
    assert len(articles) == 2
    body = articles["body"].iloc[0]
    assert body.startswith("The ferry")
    assert body.endswith("Monday evening.")
    for line in filter(None, inside.split("\n")):
        assert line in body


def test_what_may_be_a_mail_within_a_mail_is_in_the_ledger(tmp_path):
    plain = mail("Ships", 22).partition("\n\n")[0].replace("text/html", "text/plain")
    text = (
        f"{plain}\n\nThe ferry sails.\n{POSTMARKS[0]}\nSubject: Another mail, or none\n\nWords.\n"
    )
    articles = tt.read_articles(box(tmp_path, text), progress=False)
    assert len(articles) == 1
    ledger = tt.ledger(articles)
    assert ledger.loc[ledger["rule"] == "mail_within_mail", "line"].tolist() == [9]


def test_a_quoted_from_is_unquoted_once(tmp_path):
    plain = mail("Ships", 22).partition("\n\n")[0].replace("text/html", "text/plain")
    text = "The ferry sails.\n\n>From Monday on, twice a day.\n\n>>From there to the isles.\n"
    (body,) = tt.read_articles(box(tmp_path, f"{plain}\n\n{text}"), progress=False)["body"]
    assert body.split("\n\n")[1:] == [
        "From Monday on, twice a day.",
        ">From there to the isles.",
    ]


def test_a_mail_without_an_article_is_in_the_ledger_and_the_others_are_read(tmp_path):
    empty = "Subject: Empty\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
    articles = tt.read_articles(box(tmp_path, MAILS[0], empty, MAILS[1]), progress=False)
    assert len(articles) == 2
    ledger = tt.ledger(articles)
    (rejected,) = ledger.loc[ledger["rule"] == "no_article_in_mail", "line"]
    assert rejected == MAILS[0].count("\n") + 4
    with pytest.raises(tt.errors.ReadingError, match="a mail with an article in it is missing"):
        tt.read_articles(box(tmp_path, empty), progress=False)


def test_a_mailbox_larger_than_memory_is_read_mail_by_mail(tmp_path, monkeypatch):
    large = mail("Minutes", 24, P * 40)
    path = box(tmp_path, MAILS[0], large, MAILS[1])
    monkeypatch.setattr(limits, "WHOLE_FILE_BYTES", 3_000)
    assert path.stat().st_size > 3 * limits.WHOLE_FILE_BYTES
    articles = tt.read_articles(path, progress=False)
    assert articles["title"].tolist() == ["Harbour council approves quay", "Ships sail again"]
    ledger = tt.ledger(articles)
    (reason,) = ledger.loc[ledger["rule"] == "large_mail", "reason"]
    assert reason == f"a mail of {len(large) + 1:,} bytes: too large. Save it as an .eml file"


def test_several_stories_of_one_mail_are_told_apart_by_their_lines(tmp_path):
    stories = "".join(f"<h2>Story {n}</h2><p>{n} May 2018</p>{P}" for n in (5, 6))
    letter = mail("Letter", 22, stories).replace("<h1>Letter</h1><p>22 October 2018</p>", "")
    articles = tt.read_articles(box(tmp_path, MAILS[0], letter), progress=False)
    assert articles["title"].tolist()[1:] == ["Story 5", "Story 6"]


def test_who_saved_a_page_is_no_address_if_it_is_a_browser(tmp_path):
    path = tmp_path / "page.mhtml"
    path.write_text(MAILS[0].replace("News <news@example.org>", "<Saved by Blink>"))
    articles = tt.read_articles(path, progress=False)
    header = tt.ledger(articles).loc[lambda rows: rows["rule"] == "mail_header", "text"].tolist()
    assert any("Saved by Blink" in text for text in header)
    assert not any("•" in text for text in header)


def test_a_header_that_the_email_package_refuses_is_kept_as_received(tmp_path):
    path = tmp_path / "a.eml"
    refused = "To: =?utf-8?Q?Jane=0ADoe?= <jane@example.org>\n"
    path.write_text(refused + MAILS[0])
    articles = tt.read_articles(path, progress=False)
    assert articles["title"].tolist() == ["Harbour council approves quay"]
    assert "jane" not in "".join(tt.ledger(articles)["text"])


def test_an_article_dated_after_its_mail_was_sent_is_marked(tmp_path):
    late = MAILS[0].replace("22 Oct 2018 09:20", "19 Oct 2018 09:20")
    articles = tt.read_articles(box(tmp_path, late, MAILS[1]), progress=False)
    assert articles["quality"].tolist() == [["dated_later"], []]
    ledger = tt.ledger(articles)
    (reason,) = ledger.loc[ledger["rule"] == "dated_later", "reason"]
    assert reason == "dated 2018-10-22, but sent on 2018-10-19: it may be the day of an event"


def test_articles_without_a_date_take_that_of_their_mail_when_told_to(tmp_path):
    undated = MAILS[0].replace("<p>22 October 2018</p>", "")
    path = box(tmp_path, undated, MAILS[1].replace("Date: 23 Oct", "Date: 25 Oct"))
    articles = tt.read_articles(path, progress=False)
    assert articles["date"].isna().tolist() == [True, False]
    told = tt.read_articles(path, mapping={"date": "mail_date"}, progress=False)
    assert told["date"].dt.strftime("%Y-%m-%d").tolist() == ["2018-10-22", "2018-10-23"]
    assert dict(told.attrs["mapping"]) == {path.name: "date = mail_date"}
    assert tt.ledger(told).query("rule == 'mapping'")["reason"].tolist() == ["date = mail_date"]


def test_a_mapping_that_no_file_can_use_is_an_error(tmp_path):
    path = box(tmp_path, *MAILS)
    with pytest.raises(tt.errors.InputError, match="mapping names 'sent' for 'date', but no file"):
        tt.read_articles(path, mapping={"date": "sent"}, progress=False)
    with pytest.raises(tt.errors.InputError, match="mapping names 'sent' for 'date', but no file"):
        list(tt.iter_articles(path, mapping={"date": "sent"}))
    with pytest.raises(tt.errors.InputError, match="mapping names 'sent' for 'date', but no file"):
        tt.read_articles(path, mapping={"date": "sent"}, on_error="keep", progress=False)


def test_a_mapping_that_no_article_needs_is_no_error(tmp_path):
    path = box(tmp_path, *MAILS)
    plain = tt.read_articles(path, progress=False)
    assert plain["date"].notna().all()
    assert (plain["title"] != "").all()
    told = tt.read_articles(
        path, mapping={"date": "mail_date", "title": "mail_subject"}, progress=False
    )
    pd.testing.assert_frame_equal(told, plain)
