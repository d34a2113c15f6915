"""Saved pages built as publishers build them: made-up stories in structures of real pages."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit as tt

STORY = (
    "The council voted nine to four on Monday to build a second ferry quay at the old pier, after "
    "a debate that lasted more than five hours and drew a large crowd.",
    "Work starts in spring and should last two years, the mayor's office said, with ferries using "
    "a temporary jetty on the northern side of the harbour until then.",
    "Opponents said they would appeal to the regional court before the end of the month, arguing "
    "that the cost estimate had left out the dredging of the channel.",
)
P = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
TITLE = "Harbour council approves new ferry quay"
H = f"<h1>{TITLE}</h1>"


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
    ("printed", "lang", "beside", "expected"),
    [
        ("07.06.2019", "de", "", "2019-06-07"),
        ("07/06/2019", "fr-FR", "", "2019-06-07"),
        ("07/06/2019", "en-GB", "", "2019-06-07"),
        ("07/06/2019", "en-US", "", "2019-07-06"),
        ("07.06.2019", "en", "<aside><a>Ships sail 23.05.2019</a></aside>", "2019-06-07"),
        ("07/06/2019", "fr", "<aside><a>Ships sail 05/23/2019</a></aside>", "2019-07-06"),
    ],
)
def test_other_dates_or_the_language_of_a_page_say_which_number_is_the_day(
    tmp_path, printed, lang, beside, expected
):
    articles = read(tmp_path, f"<article>{H}<p>{printed}</p>{P}</article>{beside}", lang=lang)
    assert day(articles) == expected
    assert articles["date_raw"].tolist() == [printed]
    assert "date_order_of_page" in articles["quality"].iloc[0]
    ledger = tt.ledger(articles)
    assert (ledger["rule"] == "date_order_of_page").sum() == 1


@pytest.mark.parametrize(
    ("lang", "beside"),
    [
        ("en", ""),
        ("ja", ""),
        ("de", "<aside><a>Ships sail 23.05.2019</a> <a>and 05.23.2019</a></aside>"),
    ],
)
def test_a_page_that_does_not_say_which_number_is_the_day_is_asked_about(tmp_path, lang, beside):
    body = f"<article>{H}<p>07.06.2019</p>{P}</article>{beside}"
    with pytest.raises(tt.errors.ReadingError, match="could be day/month or month/day"):
        read(tmp_path, body, lang=lang)


def test_the_order_that_is_passed_goes_before_the_language_of_a_page(tmp_path):
    body = f"<article>{H}<p>07.06.2019</p>{P}</article>"
    articles = read(tmp_path, body, lang="de", date_order="mdy")
    assert day(articles) == "2019-07-06"
