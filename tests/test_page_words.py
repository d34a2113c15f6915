"""What the page and the command say of dates, marks and small changes."""

import pandas as pd
import pytest

import toolkit as tt
from toolkit._core.html import table
from toolkit.cli import main
from toolkit.reporting.page.prose import _told_apart
from toolkit.reporting.page.sections import _pattern_sentence, _sentence_list
from toolkit.reporting.study.corpus_languages import _mixed
from toolkit.reporting.study.reading_overview import MARKS, OF_ONE, reading_lines
from toolkit.reporting.study.timeline import date_limits


@pytest.fixture
def short_dates(tmp_path):
    path = tmp_path / "headlines.csv"
    rows = "".join(f"{day}-Jan-96,Ferry {day} strikes\n" for day in range(1, 5))
    path.write_text(f"date,title\n{rows}", encoding="utf-8")
    return path


def test_dates_that_only_lack_their_order_are_told_with_what_to_give(short_dates):
    articles = tt.read_articles(short_dates)
    (limit,) = date_limits(articles)
    assert limit.startswith("4 of 4 articles have no usable date")
    assert limit.endswith(
        "4 of them have a date that is read once its order is given: --date-order dmy, mdy or ymd."
    )
    assert not date_limits(tt.read_articles(short_dates, date_order="dmy"))


def test_read_takes_the_order_of_dates_that_it_advises(short_dates, capsys):
    assert main(["read", str(short_dates)]) == 0
    assert "pass --date-order to accept it" in capsys.readouterr().out
    assert main(["read", str(short_dates), "--date-order", "dmy"]) == 0
    assert "Dates from 1996-01-01 to 1996-01-04" in capsys.readouterr().out


def test_files_of_articles_without_a_date_or_an_outlet_are_named(tmp_path):
    rows = ["title,text,date,source", "Ferry,The ferry sank.,1912-10,Post"]
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    rows = ["title,text", "Strike,The ferry sails.", "Rain,The ferry waits."]
    (tmp_path / "b.csv").write_text("\n".join(rows), encoding="utf-8")
    told = list(reading_lines(tt.read_articles(tmp_path)))
    assert told[told.index("  2 of 3 articles have no outlet") + 1] == "    in: b.csv (2)"
    assert told[told.index("  2 of 3 articles have no usable date") + 1] == "    in: b.csv (2)"
    assert "All dates are 1912-10" in told


def test_marks_are_sentences_for_one_article_and_for_several(short_dates):
    articles = tt.read_articles(short_dates)
    marks = [["length_mismatch"], ["length_mismatch", "live_blog"], ["no_text", "new_mark"], []]
    told = "\n".join(reading_lines(articles.assign(quality=marks)))
    assert "2 of 4 articles have another length than their file declares [length_mismatch]" in told
    assert "1 of 4 articles is posts of several times" in told
    assert "1 of 4 articles has no text [no_text]" in told
    assert "1 of 4 articles has the mark new mark [new_mark]" in told
    assert {meaning.partition(" ")[0] for meaning in MARKS.values()} <= set(OF_ONE)


def test_matches_that_come_from_one_pattern_do_not_mostly_come_from_it():
    def told(*numbers):
        rows = pd.DataFrame({"pattern": [f"p{k}" for k in range(len(numbers))]})
        rows = rows.assign(n_matches=numbers, share=[n / sum(numbers) for n in numbers])
        return _pattern_sentence(rows)

    assert told(1, 0) == "1 match. It comes from p0 (1: 100%). 1 of 2 patterns has none."
    assert told(1, 1).startswith("2 matches. All come from p0 (1: 50%), p1 (1: 50%).")
    assert told(*[2] * 7).startswith("14 matches. Most come from p0 (2: 14%), p1")


def test_passages_are_spaced_only_where_not_all_are_shown():
    one = {"date": pd.NaT, "date_precision": "", "source": "", "title": "", "left": "a"}
    rows = pd.DataFrame([one | {"match": "war", "right": "b"}] * 2)
    assert "2 passages, one per match<" in str(_sentence_list(rows, n_matches=2, opened=True))
    few = str(_sentence_list(rows, n_matches=9, opened=True))
    assert "2 passages, evenly spaced through the corpus<" in few


def test_languages_that_could_not_be_told_are_not_said_to_be_the_main_one():
    """Of 6,000 headlines the language of 557 could be told; 7 of 6,000 were said to be others."""
    (said,) = _mixed({"unknown": 5443, "en": 550, "fr": 7}, "en")
    assert said.startswith(
        "7 of 6,000 articles are in other languages than English (7 French; the language of 5,443 "
        "could not be told). All are counted: "
    )
    assert len(_mixed({"en": 95, "fr": 5}, "en")) == 2  # what is missed behind l', too
    (said,) = _mixed({"en": 550, "fr": 1}, "en")
    assert "1 of 551 articles is in another language than English (1 French). All are" in said


def test_two_shares_that_differ_are_not_told_as_equal():
    assert _told_apart(0.25, 0.31) == ("25%", "31%")
    for one, two in ((0.252, 0.246), (0.25060, 0.25136), (0.5, 0.5006)):
        assert len(set(_told_apart(one, two))) == 2


def test_percentages_align_as_numbers_and_dates_stay_in_one_line():
    rows = pd.DataFrame(
        {"outlet": ["Post", "Times"], "share": ["8.8%", "under 0.1%"],
         "first": ["1995-01-09", None], "said": ["12 % or so", "3%"]}
    )  # fmt: skip
    shown = str(table(rows))
    assert shown.count('class="number"') == 3
    assert '<td class="day">1995-01-09</td>' in shown
    assert "<td>12 % or so</td>" in shown


def test_themes_that_no_article_has_are_told_with_the_number_asked_for(tmp_path):
    rows = "".join(f"2018-01-{day:02d},The war on day {day}.\n" for day in range(1, 29))
    (tmp_path / "news.csv").write_text(f"date,body\n{rows}", encoding="utf-8")
    patterns = '[war]\nterms = ["war"]\n[tide]\nterms = ["tide*"]\n[mist]\nterms = ["mist"]\n'
    (tmp_path / "themes.toml").write_text(patterns, encoding="utf-8")
    study = tt.run_study(tmp_path / "news.csv", tmp_path / "themes.toml", show_progress=False)
    assert (
        "No article has 2 matches or more of any of these themes: war, tide and mist "
        "(tables/theme-patterns.csv shows what was found)."
    ) in study.limits
