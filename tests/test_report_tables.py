"""Tables for reports: exact on the way back, nothing that runs, units and denominators said."""

import csv
import io
import json
import os
import random
import re
import sys
import zipfile
from datetime import datetime
from html.parser import HTMLParser

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from tests import figure_tables as tables
from toolkit._core import drafts
from toolkit.reporting.tables.cells import GUARDED_STARTS, guard, unguard
from toolkit.reporting.tables.latex_tables import SPECIAL, escape_latex

HOSTILE = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x",
           "'=1", "''", "", "plain", "_x0041_", "a\r\nb", 'say "x"; y', " =1 ", "\x00\x0b", "مفاوض",
           "\ud800", "]]>", "5 % of $3 & #1 \\input{x} {a_b} ~^"]  # fmt: skip


def everything():
    """Return a table with a column of every kind, missing values among them."""
    n = len(HOSTILE)
    reals = [0.1, 1 / 3, -0.0, 1e-300, float("inf"), np.nan, 5e-324, 0.1 + 0.2]
    whole = [2**53 + 1, -(2**62), *range(n - 2)]
    plain = [text.replace("\ud800", "?") for text in HOSTILE[:-1]]
    text = pd.Series([*plain, None], dtype="str")
    return pd.DataFrame(
        {
            "title": pd.Series(HOSTILE, dtype="object"),
            "=note": text,
            "source": pd.Categorical(["B", "A"] * (n // 2), categories=["B", "A", "C"]),
            "share": np.resize(reals, n),
            "few": pd.array([1, None] * (n // 2), dtype="Int64"),
            "small": np.resize(np.array(reals[:2], dtype="float32"), n),
            "n_articles": whole,
            "fragile": [True, False] * (n // 2),
            "period": pd.date_range("1850-01-01", periods=n, freq="YS").as_unit("us"),
            "moment": pd.to_datetime(["2018-01-01 10:11:12.000345", None] * (n // 2)),
            "quality": [["no_date", "=1"], []] * (n // 2),
            7: np.arange(n, dtype="int8"),
        },
    ).set_index(pd.Index([f"a{i}" for i in range(n)], name="article_id"))


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_table_of_every_kind_comes_back_exactly(suffix, tmp_path):
    table = everything()
    tt.to_report_table(table).save(tmp_path / "t", formats=[suffix])
    again = tt.read_report_table(tmp_path / f"t.{suffix}")
    pd.testing.assert_frame_equal(again, table, check_exact=True)
    assert np.signbit(again["share"].iloc[2])


TABLES = {
    "shares": tables.period_shares(),
    "differences": tables.differences(),
    "terms": tables.telling_terms(),
    "stability": tables.stability(),
    "contexts": tables.contexts(),
    "distances": tables.distances(),
    "wide": pd.DataFrame({0: [0.25, 0.5], 1: [0.75, 0.5]}).rename_axis(columns="topic"),
    "empty": pd.DataFrame({"x": pd.Series([], dtype="float64")}),
}


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_the_toolkit_come_back_exactly(name, suffix, tmp_path):
    tt.to_report_table(TABLES[name]).save(tmp_path / "t", formats=[suffix])
    again = tt.read_report_table(tmp_path / f"t.{suffix}")
    pd.testing.assert_frame_equal(again, TABLES[name], check_exact=True)


texts = st.one_of(st.none(), st.text(max_size=12), st.sampled_from(HOSTILE))
rows = st.lists(st.tuples(texts, st.floats(), st.integers(-(2**63), 2**63 - 1)), max_size=6)


def written_and_read(table, folder, suffix):
    tt.to_report_table(table).save(folder / "t", formats=[suffix])
    return tt.read_report_table(folder / f"t.{suffix}")


@settings(max_examples=150, deadline=None)
@given(rows)
def test_any_texts_and_numbers_come_back_from_a_csv(tmp_path_factory, values):
    check(values, tmp_path_factory.getbasetemp(), "csv")


@settings(max_examples=40, deadline=None)
@given(rows)
def test_any_texts_and_numbers_come_back_from_a_workbook(tmp_path_factory, values):
    check(values, tmp_path_factory.getbasetemp(), "xlsx")


def check(values, folder, suffix):
    columns = {
        "text": pd.Series([row[0] for row in values], dtype="object"),
        "share": pd.Series([row[1] for row in values], dtype="float64"),
        "n": pd.Series([row[2] for row in values], dtype="int64"),
    }
    table = pd.DataFrame(columns)
    again = written_and_read(table, folder, suffix)
    assert again["text"].tolist() == table["text"].tolist()
    assert again["share"].to_numpy().tobytes() == table["share"].to_numpy().tobytes() or (
        table["share"].isna().any()
    )
    pd.testing.assert_frame_equal(again, table, check_exact=True)


@given(st.text())
def test_the_mark_against_formulas_comes_off_again(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(tuple(g for g in GUARDED_STARTS if g != "'"))


def test_no_cell_of_a_csv_or_workbook_is_a_formula(tmp_path):
    tt.to_report_table(everything(), title="=1", notes=["=2"], labels={"title": "=3"}).save(
        tmp_path / "t", formats=["csv", "xlsx"]
    )
    text = (tmp_path / "t.csv").read_bytes().decode("utf-8", "surrogatepass")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    wild = [
        c for c in cells if c.startswith(GUARDED_STARTS[:-1]) and not re.fullmatch(r"-[\d.e-]+", c)
    ]
    assert wild == []
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in every} == {"s", "n", "b"}
    risky = [
        c for c in every if isinstance(c.value, str) and c.value.startswith(GUARDED_STARTS[:-1])
    ]
    assert len(risky) > 5
    assert all(cell.quotePrefix for cell in risky)


def test_a_workbook_holds_numbers_as_numbers_and_what_the_columns_mean(tmp_path):
    table = tables.period_shares(("conflict",), n=3)
    tt.to_report_table(table, title="A theme").save(tmp_path / "t", formats=["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book["table"]["C2"].value == table["share"].iloc[0]
    assert book["table"]["C2"].number_format == "0.000"
    said = [[cell.value for cell in row] for row in book["columns"].iter_rows()]
    assert said[0][0] == "A theme"
    assert ["share", "share", "0 to 1"] in [row[:3] for row in said]


def test_days_are_dates_in_a_workbook_and_come_back_as_they_were(tmp_path):
    days = pd.to_datetime(["2014-01-01", None, "2019-10-31"])
    old = pd.to_datetime(["1789-04-30", None, "2019-10-31"])
    hours = pd.to_datetime(["2014-01-01 06:30", None, "2019-10-31 00:00"])
    table = pd.DataFrame({"day": days, "old": old, "hour": hours, "said": ["=1", "b" * 90, ""]})
    tt.to_report_table(table).save(tmp_path / "t", formats=["xlsx"])
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["table"]
    assert sheet["A2"].is_date
    assert sheet["A2"].value == datetime(2014, 1, 1)
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    assert [sheet["B2"].value, sheet["C2"].value] == ["1789-04-30", "2014-01-01T06:30:00"]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCD"]
    assert widths[0] == 12
    assert 2 < widths[3] <= 60
    pd.testing.assert_frame_equal(tt.read_report_table(tmp_path / "t.xlsx"), table)


def test_a_latex_table_longer_than_a_page_goes_on_over_pages():
    short = tt.to_report_table(tables.period_shares(("conflict",), n=12), notes=["A note."])
    assert "longtable" not in short.to_latex()
    text = tt.to_report_table(tables.period_shares(("conflict",), n=50), title="T").to_latex()
    assert text.startswith("\\begin{longtable}{")
    assert text.count("\\midrule") == 2
    assert "\\caption{T} \\\\" in text
    assert "tabular}" not in text
    # an indented line of the full width would stand out into the margin
    long = tt.to_report_table(tables.period_shares(("conflict",), n=50), notes=["A note."])
    assert "\n\\noindent\\begin{minipage}{\\linewidth}" in long.to_latex()


def test_long_texts_of_a_latex_table_are_broken_into_lines():
    said = "No clear difference in conflict between Europe Desk and Levant Desk. " * 3
    text = tt.to_report_table(pd.DataFrame({"theme": ["a", "b"], "sentence": [said, said]}))
    latex = text.to_latex()
    assert r"\begin{tabular}{lp{0.45\linewidth}}" in latex
    assert latex.count(r"\raggedright No clear") == 2
    assert latex.count(r"\tabularnewline") == 2
    many = pd.DataFrame({"theme": ["a"] * 12, "sentence": [said] * 12})
    assert "longtable" in tt.to_report_table(many).to_latex()  # of twelve rows


def test_the_description_beside_a_csv_is_csv_on_the_web(tmp_path):
    report = tt.to_report_table(tables.period_shares(("conflict",), n=3), title="A theme")
    report.save(tmp_path / "t", formats=["csv"])
    text = (tmp_path / "t.csv-metadata.json").read_text(encoding="utf-8")
    described = json.loads(text)
    assert described["@context"] == "http://www.w3.org/ns/csvw"
    assert described["url"] == "t.csv"
    share = next(c for c in described["tableSchema"]["columns"] if c["name"] == "share")
    assert share["datatype"] == "double"
    assert share["dc:description"].endswith("(0 to 1)")


def test_notes_name_the_denominators_or_say_that_there_are_none():
    table = tables.period_shares(("conflict",), n=3)
    report = tt.to_report_table(table, notes=["Invented."])
    assert report.notes[0] == "Invented."
    assert report.notes[-1] == "Denominators: n articles, n clusters."
    bare = tt.to_report_table(table, columns=["period", "share"])
    assert bare.notes[-1] == "No column of this table counts the articles behind its estimates."
    assert any(note.startswith("Share: mean share over") for note in bare.notes)


class Parsed(HTMLParser):
    """Rows of shown texts, exact values and elements of a page."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.exact, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag == "data":
            self.exact.append(dict(attrs)["value"])

    def handle_data(self, data):
        self.text += data


def test_one_note_is_one_note():
    table = pd.DataFrame({"theme": ["war"], "share": [0.5]})
    assert tt.to_report_table(table, notes="By hand.").notes[:1] == ("By hand.",)


def test_html_shows_fractions_and_holds_every_digit():
    table = pd.DataFrame({"share": [1 / 3, np.nan], "p_value": [0.00004, 0.5], "n_articles": 1200})
    page = Parsed(tt.to_report_table(table, title="Shares").to_html())
    assert "0.333" in page.text
    assert "< 0.001" in page.text
    assert "1,200" in page.text
    assert "–" in page.text
    assert page.exact == ["0.3333333333333333", "4e-05", "1200", "0.5", "1200"]


def test_html_and_latex_escape_every_text():
    bad = "<script>1</script>"
    table = pd.DataFrame({bad: [bad], "x": ["\\input{/etc/passwd}"]})
    report = tt.to_report_table(table, title=bad, notes=[bad], labels={"x": bad})
    assert "script" not in Parsed(report.to_html()).elements
    latex = report.to_latex()
    assert "\\input" not in latex
    assert "<" not in latex


@given(st.text())
def test_no_text_is_a_latex_command_and_it_can_be_read_back(text):
    escaped = escape_latex(text)
    back = {tex: plain for plain, tex in SPECIAL.items()}
    pattern = "|".join(re.escape(tex) for tex in sorted(back, key=len, reverse=True))
    again = re.sub(pattern, lambda found: back[found.group()], escaped)
    if text.isprintable():
        assert again == " ".join(text.split())
    assert not set(re.sub(pattern, "", escaped)) & set("\\{}$&#^_%~[]")


def test_the_same_table_gives_the_same_bytes_and_a_full_disk_keeps_the_old(tmp_path, monkeypatch):
    report = tt.to_report_table(everything(), title="All")
    formats = ["csv", "html", "tex", "xlsx"]
    first = {path.name: path.read_bytes() for path in report.save(tmp_path / "t", formats=formats)}
    assert sorted(first) == ["t.csv", "t.csv-metadata.json", "t.html", "t.tex", "t.xlsx"]
    again = {path.name: path.read_bytes() for path in report.save(tmp_path / "t", formats=formats)}
    assert again == first

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drafts, "sync", full)
    with pytest.raises(OSError, match="the disk is full"):
        tt.to_report_table(everything(), title="Other").save(tmp_path / "t", formats=formats)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


def test_without_openpyxl_the_extra_is_named(tmp_path, monkeypatch):
    report = tt.to_report_table(tables.stability())
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(tt.errors.MissingExtraError) as error:
        report.save(tmp_path / "t", formats=["xlsx"])
    assert str(error.value) == (
        "The package 'openpyxl' is needed to write a workbook, and it is not installed. "
        "Install it with: pip install 'theme-toolkit[xlsx]'"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_changed_file_is_noticed(tmp_path):
    tt.to_report_table(tables.stability()).save(tmp_path / "t", formats=["csv"])
    path = tmp_path / "t.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(tt.errors.IntegrityError) as error:
        tt.read_report_table(path)
    assert str(error.value) == (
        "read_report_table: t.csv was changed after to_report_table wrote it (5 rows instead of "
        "6). Write it again, or read an edited table with pandas."
    )


WRONG = {
    "no table": (
        lambda: tt.to_report_table([1]),
        "to_report_table: table must be a DataFrame; got [1].",
    ),
    "no columns": (
        lambda: tt.to_report_table(pd.DataFrame()),
        "to_report_table: the table has no columns.",
    ),
    "mixed": (
        lambda: tt.to_report_table(pd.DataFrame({"x": ["a", 1]})),
        "to_report_table: column 'x' holds int, str, which cannot be written and read back "
        "exactly. Convert it to text, numbers or dates first.",
    ),
    "twice": (
        lambda: tt.to_report_table(pd.DataFrame([[1, 2]], columns=["1", 1])),
        "to_report_table: two columns are named '1'. Rename one of them.",
    ),
    "name": (
        lambda: tt.to_report_table(pd.DataFrame([[1]], columns=[0.5])),
        "to_report_table: column names must be text or integers; got 0.5. Rename the column first.",
    ),
    "absent": (
        lambda: tt.to_report_table(pd.DataFrame({"x": [1]}), columns=["y"]),
        "to_report_table: there is no column 'y'. There are: 'x'.",
    ),
    "nested": (
        lambda: tt.to_report_table(pd.DataFrame({"x": [[{1}]]})).save("t"),
        "to_report_table: JSON cannot represent a value in [{1}]: Object of type set is not JSON "
        "serializable.",
    ),
    "format": (
        lambda: tt.to_report_table(pd.DataFrame({"x": [1]})).save("t", formats=["doc"]),
        "ReportTable.save: formats must be one of 'csv', 'html', 'tex', 'xlsx'; got 'doc'.",
    ),
    "suffix": (
        lambda: tt.to_report_table(pd.DataFrame({"x": [1]})).save("t.csv"),
        "ReportTable.save: give the path without its suffix; got 't.csv'.",
    ),
    "long": (
        lambda: tt.to_report_table(pd.DataFrame({"x": ["a" * 40_000]})).save("t", formats=["xlsx"]),
        "to_report_table: a text of 40,000 characters does not fit in a cell of a workbook (at "
        "most 32,767). Leave its column out, or write a CSV.",
    ),
    "read": (
        lambda: tt.read_report_table("t.ods"),
        "read_report_table: the suffix of path must be one of '.csv', '.xlsx'; got '.ods'.",
    ),
    "read Parquet": (
        lambda: tt.read_report_table("t.parquet"),
        "read_report_table: t.parquet is no report table: Parquet keeps every value as it is. Read "
        "it with pandas.read_parquet.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_written_is_refused_with_a_way_out(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call, message = WRONG[case]
    with pytest.raises(tt.errors.InputError) as error:
        call()
    assert str(error.value) == message
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(
        tt.errors.ReadingError, match=r"read_report_table: t.csv does not exist. Looked for"
    ):
        tt.read_report_table(tmp_path / "t.csv")


N_MUTATIONS = int(os.environ.get("TOOLKIT_FUZZ", "100000")) // 400


def mutated(content, rng):
    """Return a content with a byte changed, taken out, put in, or swapped with another."""
    changed, at = bytearray(content), rng.randrange(len(content))
    kind = rng.randrange(4)
    if kind == 0:
        changed[at] = rng.choice(b"0123456789.,\"'-nae\n {}[]:")
    elif kind == 1:
        del changed[at : at + rng.randrange(1, 5)]
    elif kind == 2:
        changed[at:at] = bytes([rng.choice(b'0123456789.,"\n')])
    else:
        other = rng.randrange(len(content))
        changed[at], changed[other] = changed[other], changed[at]
    return bytes(changed)


@pytest.mark.parametrize("suffix", [".csv", ".csv-metadata.json", ".xlsx"])
def test_no_changed_number_name_or_note_is_read_as_if_it_had_been_written(tmp_path, suffix):
    table = tables.stability()
    formats = ["xlsx"] if suffix == ".xlsx" else ["csv"]
    tt.to_report_table(table, notes=["n = 40"]).save(tmp_path / "t", formats=formats)
    file = tmp_path / f"t{suffix}"
    read = tmp_path / ("t.xlsx" if suffix == ".xlsx" else "t.csv")
    whole, before = file.read_bytes(), tt.read_report_table(read)
    rng, n_refused = random.Random(2018), 0
    for _ in range(N_MUTATIONS if suffix != ".xlsx" else N_MUTATIONS // 5):
        changed = mutated(whole, rng)
        if changed == whole:
            continue
        file.write_bytes(changed)
        try:
            after = tt.read_report_table(read)
        except tt.errors.IntegrityError:
            n_refused += 1
        else:  # a byte that says nothing, such as a quote that was not needed
            pd.testing.assert_frame_equal(after, before)
    assert n_refused > N_MUTATIONS / 10


def test_a_digit_changed_in_a_table_is_named(tmp_path):
    tt.to_report_table(tables.stability()).save(tmp_path / "t", formats=["csv"])
    path = tmp_path / "t.csv"
    text = path.read_text(encoding="utf-8")
    at = text.index("0.")
    path.write_text(text[: at + 2] + str((int(text[at + 2]) + 1) % 10) + text[at + 3 :])
    with pytest.raises(
        tt.errors.IntegrityError, match=r"t\.csv was changed .*a cell is not as it was wr"
    ):
        tt.read_report_table(path)


def test_a_workbook_that_would_unpack_to_far_more_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 50_000_000)
    with pytest.raises(tt.errors.IntegrityError, match="it would unpack to 50,000,000 bytes"):
        tt.read_report_table(tmp_path / "t.xlsx")


def test_control_characters_leave_as_escapes_and_come_back(tmp_path):
    texts = ["\x1b[31mred", "_x001B_", "half \ud83d", "\x9b2J", "tab\tand\nline"]
    table = pd.DataFrame({"title\x07": pd.Series(texts, dtype=object)})
    tt.to_report_table(table).save(tmp_path / "t", formats=["csv", "xlsx"])
    content = (tmp_path / "t.csv").read_text(encoding="utf-8")
    assert not set(content) & {"\x1b", "\x07", "\x9b"}
    for suffix in (".csv", ".xlsx"):
        again = tt.read_report_table(tmp_path / f"t{suffix}")
        assert again["title\x07"].tolist() == texts
