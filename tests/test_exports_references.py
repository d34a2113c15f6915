"""References of libraries: repeated and missing tags, joined values, macros and LaTeX."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tt
from toolkit.reading.exports.bibtex_values import join_value, without_latex


def read(text: str, tmp_path, name: str = "references"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    articles = tt.read_articles(file, progress=False)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


def one(fields: str, tmp_path, before: str = ""):
    articles = read(f"{before}\n@article{{key, {fields}}}\n", tmp_path, "library.bib")
    return articles.iloc[0]


TITLES = [
    ("{Harbour {R}eopens in {N}orrby}", "Harbour Reopens in Norrby"),
    ('"Harbour {R}eopens"', "Harbour Reopens"),
    ('gaz # " reopens"', "The Gazette reopens"),
    ('{The } # gaz # { and } # "more"', "The The Gazette and more"),
    ("both", "The Gazette on Sunday"),
    ("{No. #1 of # the {#}}", "No. #1 of # the #"),
    ("{A rise of 5% in bed & board}", "A rise of 5% in bed & board"),
    (r"{A rise of 5\% in bed \& board}", "A rise of 5% in bed & board"),
    (r"{M{\"u}ller, Fran\c{c}ois and \O{}rsted}", "Müller, François and Ørsted"),
    (r"{A \href{http://example.org/a_b}{link} to {\em it}}", "A link to it"),
    ("{It costs $5 and no more}", "It costs $5 and no more"),
    ("unknown", "unknown"),
]
MACROS = '@string{gaz = "The Gazette"}\n@STRING{Sun = {Sunday}}\n@string{both = gaz # " on " # sun}'


@pytest.mark.parametrize(("value", "title"), TITLES)
def test_a_value_of_bibtex_is_what_a_typesetter_would_print(value, title, tmp_path):
    article = one(f"title = {value}, year = 2018", tmp_path, MACROS)
    assert article["title"] == title


DATES = [
    ("year = 2018, month = oct, day = 22", "2018-10-22", "day"),
    ("year = {2018}, month = {October 22}", "2018-10-22", "day"),
    ('year = 2018, month = "22~" # oct', "2018-10-22", "day"),
    ('year = 2018, month = oct # "~22"', "2018-10-22", "day"),
    ("year = 2018, month = 10, day = 22", "2018-10-22", "day"),
    ("year = 2018, month = 10", "2018-10-01", "month"),
    ("year = 2018, month = 3, day = {4}", "2018-03-04", "day"),
    ("date = {2018-10}", "2018-10-01", "month"),
    ("date = {2018-10-22/2018-10-24}", "2018-10-22", "day"),
    ("year = 2018", "2018-01-01", "year"),
    ("month = oct", "NaT", "unknown"),
    ("urldate = {2020-01-01}, timestamp = {2020-01-01}", "NaT", "unknown"),
]


@pytest.mark.parametrize(("fields", "day", "precision"), DATES)
def test_a_date_of_bibtex_has_the_precision_it_is_given(fields, day, precision, tmp_path):
    article = one(f"title = {{A}}, {fields}", tmp_path)
    assert (str(article["date"])[:10], article["date_precision"]) == (day, precision)


def test_entries_with_one_key_are_all_read_without_braces(tmp_path):
    entry = "@article{key, title = {The {Old} pier}, journal = {The {Gazette}}, year = {2018}}\n"
    articles = read(entry.replace("Old", "New") + entry, tmp_path)
    assert articles["title"].tolist() == ["The New pier", "The Old pier"]
    assert set(articles["source"]) == {"The Gazette"}


def test_a_field_given_twice_keeps_both_values(tmp_path):
    article = one(
        "title = {First {T}itle}, title = {Second}, abstract = {One.}, abstract = {Two.}", tmp_path
    )
    assert (article["title"], article["extra"]["other_title"]) == ("First Title", "Second")
    assert list(article["summary"]) == ["One.", "Two."]


def test_an_author_that_is_a_body_is_not_split_at_its_and(tmp_path):
    article = one("title = {A}, author = {Roe, Jane and {Bed and Board} and J. Doe}", tmp_path)
    assert article["byline"] == "Roe, Jane; Bed and Board; J. Doe"


def test_an_address_in_bibtex_is_no_latex(tmp_path):
    article = one(
        r"title = {A}, url = {http://example.org/a\_b%20c~d}, file = {C:\d\n.pdf}", tmp_path
    )
    assert article["url"] == "http://example.org/a_b%20c~d"
    assert article["extra"]["files"] == r"C:\d\n.pdf"


def test_macros_that_name_one_another_come_to_an_end():
    assert join_value("a", {"a": "b", "b": "a"}) in {"a", "b"}


RIS = "TY  - NEWS\nTI  - {}\nT2  - Gazette\nDA  - 2018/10/22/\n{}"


def test_a_tag_of_ris_given_twice_keeps_both_values(tmp_path):
    articles = read(RIS.format("A", "AB  - One.\nAB  - Two.\nKW  - a\nKW  - b\nER  - \n"), tmp_path)
    assert [list(summary) for summary in articles["summary"]] == [["One.", "Two."]]
    assert articles["extra"].iloc[0]["keywords"] == "a; b"


def test_a_record_of_ris_without_its_end_does_not_swallow_the_next(tmp_path):
    articles = read(RIS.format("A", "AB  - One.\n") + RIS.format("B", "ER  - \n"), tmp_path)
    assert articles["title"].tolist() == ["A", "B"]
    assert [str(day)[:10] for day in articles["date"]] == ["2018-10-22"] * 2


def test_a_line_of_ris_without_a_tag_continues_the_one_above(tmp_path):
    articles = read(RIS.format("A long\nheadline", "AB  - One\ntwo.\n\nThree.\nER  - \n"), tmp_path)
    assert articles["title"].tolist() == ["A long headline"]
    assert [list(summary) for summary in articles["summary"]] == [["One two. Three."]]


@pytest.mark.parametrize("tag", ["KW", "AU", "UR", "AB", "C7"])
def test_many_values_of_one_tag_take_time_in_proportion(tag, tmp_path):
    def seconds(n_values: int) -> float:
        values = "".join(f"{tag}  - some words {n}\n" for n in range(n_values))
        start = time.process_time()
        read(RIS.format("A", values + "ER  - \n"), tmp_path)
        return time.process_time() - start

    seconds(100)
    assert seconds(16_000) < 40 * max(seconds(2_000), 0.02)


RIS_DATES = "TY  - NEWS\nTI  - Harbour\nT2  - Gazette\nPY  - {}\nDA  - {}\nER  - \n"
BIB_DATES = "@article{{a,\n title = {{Harbour}},\n year = {{{}}},\n date = {{{}}}\n}}\n"


@pytest.mark.parametrize(
    ("year", "day", "marked"),
    [("2018", "2018-10-22", False), ("2019", "2018-10-22", True), ("2018", "2018-10", False)],
)
@pytest.mark.parametrize("form", [RIS_DATES, BIB_DATES], ids=["RIS", "BibTeX"])
def test_a_reference_whose_dates_disagree_says_so_and_takes_the_most_exact(
    form, year, day, marked, tmp_path
):
    shown = day.replace("-", "/") if form is RIS_DATES else day
    (tmp_path / "a.ris").write_text(form.format(year, shown))
    articles = tt.read_articles(tmp_path / "a.ris", progress=False)
    assert f"{articles['date'].iloc[0]:%Y-%m}" == "2018-10"
    assert ("dates_disagree" in articles["quality"].iloc[0]) is marked
    if marked:
        reasons = " ".join(tt.ledger(articles)["reason"].fillna(""))
        assert "the reference states several dates" in reasons
        assert "2019" in reasons


PIECES = st.sampled_from([
    "Talks", " ", "{", "}", "-", "--", "'", "`", "!", "?", ",", "<", ">", ".", "\u00e9", "1", "\n",
    "{N}orrby", "''", "``",
])  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_values_without_commands_are_what_the_decoder_makes_of_them(value):
    """Only what is left is given to pylatexenc, which takes half a millisecond for a field."""
    latex2text = pytest.importorskip("pylatexenc.latex2text")
    decoded = without_latex(value)
    if decoded is not None:
        assert decoded == latex2text.LatexNodes2Text(math_mode="verbatim").latex_to_text(value)


def test_titles_in_braces_are_not_given_to_the_decoder():
    assert without_latex("{N}orrby, pages 1--2") == "Norrby, pages 1\u20132"
    assert without_latex(r"Caf\'e") is None


@pytest.mark.parametrize(
    ("date", "day", "precision"),
    [
        ("1999-21", "1999-01-01", "year"),
        ("2004-07-XX", "2004-07-01", "month"),
        ("2004-XX", "2004-01-01", "year"),
        ("1964-03~", "1964-03-01", "month"),
        ("1964?", "1964-01-01", "year"),
        ("1964-03-22", "1964-03-22", "day"),
    ],
)
def test_seasons_and_unknown_parts_of_biblatex_leave_what_is_known(date, day, precision, tmp_path):
    """Zotero writes "1999-21" for "Spring 1999": the article had no date."""
    entry = f"@article{{a, title = {{Ships}}, date = {{{date}}}, abstract = {{They sail.}}}}\n"
    (tmp_path / "a.bib").write_text(entry, encoding="utf-8")
    article = tt.read_articles(tmp_path / "a.bib", progress=False).iloc[0]
    assert (str(article["date"])[:10], article["date_precision"]) == (day, precision)
    assert article["extra"]["date_date"] == date.rstrip("~")
