"""Rows of tables that are no articles: the header once more, totals and notes below the end."""

from __future__ import annotations

import pytest

import toolkit as tt
from toolkit.reading.dates import read_date

STORY = "Envoys from four states met on Sunday and agreed to meet again."
HEADER = "Title{0}Date{0}Outlet{0}Text"


def table(separator: str, rows: list[str], n: int = 3) -> str:
    """Return a table of ``n`` articles with other rows below it; "~" stands for a separator."""
    articles = [
        f"Ships sail {at}~2018-{1 + at // 28 % 12:02d}-{1 + at % 28:02d}~Gazette~{STORY}"
        for at in range(n)
    ]
    lines = [HEADER.format("~"), *articles, *rows]
    return "\n".join(lines).replace("~", separator) + "\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("n", [3, 400])
@pytest.mark.parametrize(
    "rows",
    [
        ["Total articles~40~~"],
        ["~~~", "© 2020 Example Ltd~~~", "End of report~~~"],
        ["", "© 2020 Example Ltd"],
        ["Total articles: 40", "End of report"],
    ],
)
def test_totals_below_a_table_are_no_articles(rows, n, separator, tmp_path):
    file = tmp_path / "news.csv"
    file.write_text(table(separator, rows, n), encoding="utf-8")
    read = tt.read_articles(file)
    assert len(read) == n
    assert read["date"].notna().all()
    below = tt.ledger(read).query("rule == 'below_the_table'")
    assert len(below) == sum(any(row.strip("~")) for row in rows)


def test_a_headline_alone_at_the_end_of_headlines_stays_an_article(tmp_path):
    file = tmp_path / "news.csv"
    file.write_text("Title,Date\nShips sail,2018-10-22\nShips return,2018-10-23\nTotal,\n")
    assert len(tt.read_articles(file)) == 3


@pytest.mark.parametrize("kind", ["csv", "ragged.csv", "xlsx"])
@pytest.mark.parametrize(
    "last",
    [
        ["9", "", "", "", STORY * 5],  # the text alone
        ["9", "", "20181022", "", STORY],
        ["9", "Ships sink", "1540166400", "", ""],
    ],
)
def test_an_article_at_the_end_with_little_but_its_text_is_kept(last, kind, tmp_path):
    """It was set aside as a note below the table, date and all."""
    rows = [["id", "title", "date", "outlet", "text"]]
    rows += [[str(at), f"Ships {at}", f"201809{at + 10}", "Gazette", STORY] for at in range(5)]
    ragged = [["9", "Ships", "20181001", "Gazette", STORY, "more"]] if "ragged" in kind else []
    file = tmp_path / f"news.{kind}"
    if kind == "xlsx":
        book = pytest.importorskip("openpyxl").Workbook()
        for row in [*rows, last]:
            book.active.append([cell or None for cell in row])
        book.save(file)
    else:
        lines = [*rows[:-1], *ragged, rows[-1], last]
        file.write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    read = tt.read_articles(file, progress=False, on_error="keep")
    assert "below_the_table" not in set(tt.ledger(read)["rule"])
    found = read.iloc[-1]
    assert (found["title"], found["body"]) == (last[1], last[4])
    assert found["date"].date().isoformat() == "2018-10-22" if last[2] else True


def test_a_piece_of_a_row_between_two_rows_is_still_an_error(tmp_path):
    file = tmp_path / "news.csv"
    file.write_text(table(",", ["and a second paragraph", "Ships~soon~Gazette~Ships."]))
    with pytest.raises(tt.errors.ReadingError, match="a piece of another row"):
        tt.read_articles(file)


@pytest.mark.parametrize("ragged", ["", "Ships~2018-11-01~Gazette\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_tables_put_in_one_file_have_their_header_once(mark, ragged, tmp_path):
    one, other = table(",", []), table(",", [], 9).replace("sail", "return")
    file = tmp_path / "all.csv"
    file.write_text(f"{one}{mark}{other}{ragged.replace('~', ',')}", encoding="utf-8")
    read = tt.read_articles(file)
    assert len(read) == 12 + bool(ragged)
    assert "Title" not in set(read["title"])
    assert tt.ledger(read)["rule"].tolist().count("repeated_header") == 1


def test_a_sheet_that_repeats_its_header_on_each_page_has_no_article_of_names(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in (table(",", [], 4) + table(",", ["Total~8~~"], 4)).strip().split("\n"):
        book.active.append(line.split(","))
    book.save(tmp_path / "news.xlsx")
    read = tt.read_articles(tmp_path / "news.xlsx")
    rules = tt.ledger(read)["rule"].tolist()
    assert "Title" not in set(read["title"])
    assert rules.count("repeated_header") == rules.count("below_the_table") == 1


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_a_heading_below_the_header_hides_no_table(separator, tmp_path):
    lines = table(separator, [], 4).split("\n")
    above = ["Search: Syria", "Report generated 2020-03-12 10:22"]
    file = tmp_path / "news.csv"
    file.write_text("\n".join([*above, lines[0], f"Gazette{separator * 3}", *lines[1:]]))
    read = tt.read_articles(file)
    assert read["date"].notna().sum() == 4  # and not one undated article of the whole file


@pytest.mark.parametrize(
    "printed",
    ["22. 10. 2018", "22.10. 2018", "22. 10.2018", "2018. 10. 22.", "2018. 10. 22",
     "pondělí 22. 10. 2018", "22. 10. 2018 v 10:20", "22. 10. 2018, 10:20", "22. 10. 2018."],
)  # fmt: skip
def test_a_blank_behind_the_points_of_a_date_is_read(printed):
    found = read_date(printed)
    assert (found.year, found.month, found.day) == (2018, 10, 22)


def test_dates_of_points_and_blanks_keep_their_order_open():
    assert read_date("1. 2. 2018").kind == "ambiguous_order"
    assert read_date("1. 2. 2018", order="dmy").month == 2
    assert read_date("3. 12. 15").kind == "not_a_date"  # numbers of a list


def test_pasted_stories_below_dates_with_blanks_are_several_articles(tmp_path):
    story = "vyslanci čtyř států se v neděli sešli a dohodli se, že se sejdou znovu. " * 5
    days = ("22. 10. 2018", "23. 10. 2018")
    text = "\n\n".join(f"Lodě vypluly {day[:2]}\n\n{day}\n\n{day[:2]} {story}" for day in days)
    file = tmp_path / "zpravy.txt"
    file.write_text(text, encoding="utf-8")
    read = tt.read_articles(file)
    assert read["date"].dt.day.tolist() == [22, 23]
    assert read["title"].tolist() == ["Lodě vypluly 22", "Lodě vypluly 23"]


def test_two_tables_in_rich_text_have_their_names_once(tmp_path):
    """The names of the second table were an article."""

    def row(cells: list[str]) -> str:
        ends = "".join(f"\\cellx{2000 * at}" for at in range(1, 5))
        return rf"\trowd{ends}" + "".join(rf"\intbl {cell}\cell" for cell in cells) + r"\row "

    lines = table("~", [], 2).strip().split("\n")
    tables = r"\pard\par ".join("".join(row(line.split("~")) for line in lines) for _ in range(2))
    (tmp_path / "a.rtf").write_text(rf"{{\rtf1\ansi {tables.replace('sail 1', 'dock 1', 1)}}}")
    read = tt.read_articles(tmp_path / "a.rtf")
    assert "Title" not in set(read["title"])
    assert "repeated_header" in set(tt.ledger(read)["rule"])
