"""Tables read by columns equal tables of which a rule decides about every row."""

from __future__ import annotations

import csv
import io
import json
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit._kernels import table_cells, text_sizes
from toolkit.errors import InputError, ReadingError
from toolkit.reading import batch_articles, csv_columns, document_articles, rows, table_batches
from toolkit.reading.column_texts import TextColumn
from toolkit.reading.csv_dialects import Dialect, read_rows
from toolkit.reading.identity import Identities, numbered_id
from toolkit.reading.interface import Document, n_characters
from toolkit.reading.shared_keys import rows_with_keys
from toolkit.reading.text_size import measure_text

SPACES = [chr(code) for code in range(0x3001) if chr(code).isspace()]
CELLS = {
    "title": ["Summit", " A title ", "", "[Removed]", "Größe", "“Said”", "  ", "Twice"],
    "date": [
        "2016-05-01",
        "21/02/2018",
        "01/02/2018",
        "1 May 2016",
        "",
        "soon",
        "2016-05-01T10:00Z",
    ],
    "updated": ["", "2016-05-02", "never", "02/03/2018"],
    "source": ["Post", "Times", "", "\u2003"],
    "text": [
        "A short text.",
        "<p>One</p>",
        "A & B",
        "It goes on … [+250 chars]",
        "",
        "Lines\n\nof text",
        "[list]",
        "x" * 32_767,
        'He said "so", twice',
        "wide\u2003spaces and a word " * 60,
        "a </tag",
    ],
    "content": ["", "In its place."],
    "author": ["Jane Roe", "['Jane Roe', 'Al Doe']", "[one", ""],
    "page": ["3", "", "A1"],
    "zone": ["", "", "kept"],
    "other": ["", "kept", " kept ", "3.0", "--"],
    "summary": ["", "In short."],
    "link": ["", "https://example.org/1"],
}
USUAL = tuple(cells[-1] if name == "page" else cells[0] for name, cells in CELLS.items())
DIRTY = st.tuples(*(st.sampled_from(cells) for cells in CELLS.values()))
ROWS = st.lists(st.one_of(st.just(USUAL), DIRTY, DIRTY), min_size=1, max_size=12)
OPTIONS = st.fixed_dictionaries(
    {
        "on_error": st.sampled_from(["keep", "raise"]),
        "source": st.sampled_from([None, "Outlet"]),
        "date_order": st.sampled_from([None, None, "dmy", "mdy"]),
    }
)


def read(path, *, by_columns: bool, size: int | None = None, **options):
    """What is read, and the error; unless by columns, a rule decides about every row."""
    parts, error = [], ""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "MAX_REMARKS", 3)
        for module in (document_articles, table_batches):
            patch.setattr(module, "FEW", 1 if by_columns else 10**9)
        if not by_columns:
            patch.setattr(csv_columns.RegularCsv, "fits", lambda _: False)
        try:
            if size is None:
                parts.append(tt.read_articles(path, progress=False, **options))
            else:
                parts.extend(tt.iter_articles(path, chunk_size=size, **options))
        except (ReadingError, InputError) as problem:
            error = str(problem)
    return [
        (part, tt.ledger(part), part.attrs["files"], part.attrs["mapping"]) for part in parts
    ], error


def assert_same(one, other) -> None:
    assert one[1] == other[1]
    assert len(one[0]) == len(other[0])
    for (articles, ledger, *facts), (others, other_ledger, *other_facts) in zip(
        one[0], other[0], strict=True
    ):
        pd.testing.assert_frame_equal(articles, others)
        pd.testing.assert_frame_equal(ledger, other_ledger)
        assert [list(extra) for extra in articles["extra"]] == [
            list(extra) for extra in others["extra"]
        ]
        assert facts == other_facts


def written(folder, cells, kind):
    path = folder / f"articles.{kind}"
    table = pd.DataFrame(cells, columns=list(CELLS))
    if kind == "parquet":
        table.to_parquet(path)
    else:
        table.to_csv(path, index=False, quoting=csv.QUOTE_MINIMAL)
    return path


@settings(max_examples=150, deadline=None)
@given(ROWS, st.sampled_from(["parquet", "csv"]), OPTIONS)
def test_a_table_is_read_as_if_every_row_went_through_the_rules(
    tmp_path_factory, cells, kind, options
):
    path = written(tmp_path_factory.mktemp("tables"), cells, kind)
    assert_same(read(path, by_columns=True, **options), read(path, by_columns=False, **options))


@settings(max_examples=60, deadline=None)
@given(
    ROWS, st.sampled_from(["parquet", "csv"]), OPTIONS, st.integers(1, 5), st.sampled_from([1, 9])
)
def test_chunks_are_those_of_rows_that_went_through_the_rules(
    tmp_path_factory, cells, kind, options, size, at_a_time
):
    folder = tmp_path_factory.mktemp("tables")
    path = written(folder, cells, kind)
    path.rename(folder / f"b.{kind}")
    written(folder, cells[::-1], kind).rename(folder / f"a.{kind}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_columns, "_CELLS", at_a_time * len(CELLS))
        one = read(folder, by_columns=True, size=size, **options)
    other = read(folder, by_columns=False, size=size, **options)
    if one[1]:  # rows before an error may be in one more chunk
        assert one[1] == other[1]
        one, other = (one[0][: len(other[0])], ""), (other[0], "")
    assert_same(one, other)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(2, 13))
def test_lines_that_the_user_corrects_are_read_by_rules(tmp_path_factory, cells, line):
    path = written(tmp_path_factory.mktemp("tables"), cells * 2, "csv")
    options = {"overrides": {f"articles.csv:{line}": {"date": "2018-06-30"}}, "on_error": "keep"}
    assert_same(read(path, by_columns=True, **options), read(path, by_columns=False, **options))


def test_most_rows_of_a_usual_table_are_made_without_a_rule(tmp_path, monkeypatch):
    cells = [(*USUAL[:4], f"Text {n}.", *USUAL[5:]) for n in range(300)]
    cells[7] = (*cells[7][:4], "<b>One</b>", *cells[7][5:])
    cells[8] = (*cells[8][:1], "", *cells[8][2:])
    made = []
    prepare = rows.Finisher.prepare
    monkeypatch.setattr(
        rows.Finisher,
        "prepare",
        lambda self, raw, *given, **named: (
            made.append(raw.line) or prepare(self, raw, *given, **named)
        ),
    )
    for kind, first in (("csv", 2), ("parquet", 1)):
        made.clear()
        articles = tt.read_articles(written(tmp_path, cells, kind), progress=False)
        assert made == [7 + first]
        assert articles["quality"].map(bool).sum() == 2
        (tmp_path / f"articles.{kind}").unlink()


def test_remarks_beyond_the_limit_are_counted_in_one_row(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "MAX_REMARKS", 20)
    path = tmp_path / "a.csv"
    pd.DataFrame({"title": [f"T{n}" for n in range(50)], "text": ""}).to_csv(path, index=False)
    ledger = tt.ledger(tt.read_articles(path, progress=False))
    alone = ledger[ledger["rule"] == "headline_only"]
    assert alone["line"].tolist() == [*range(2, 22), 0]
    assert alone["reason"].iloc[-1] == "30 more articles; see the column quality"


def test_the_same_bytes_are_stored_whichever_way_a_table_is_read(tmp_path):
    from toolkit.reading.storage import pack_articles

    path = written(tmp_path, [USUAL, *([(*USUAL[:4], "Another.", *USUAL[5:])] * 40)], "csv")
    ways = [read(path, by_columns=way, size=7)[0] for way in (True, False)]
    digests = [[pack_articles(part).digest() for part, *_ in parts] for parts in ways]
    assert digests[0] == digests[1]


@given(st.lists(st.integers(0, 5), max_size=30))
def test_identical_articles_get_different_ids_in_whatever_batches_they_come(numbers):
    texts = [f"{number:016x}" for number in numbers]
    one, other = Identities(), Identities()
    expected = [one.unique(text) for text in texts]
    half = len(texts) // 2
    counts = [
        count
        for some in (numbers[:half], numbers[half:])
        for count in other.count(np.array(some, np.uint64)).tolist()
    ]
    assert counts == [before for _, before in expected]
    assert [text for text, _ in expected] == [
        numbered_id(text, n) if n else text for text, n in zip(texts, counts, strict=True)
    ]


@given(st.lists(st.tuples(st.booleans(), st.lists(st.integers(0, 40), max_size=9)), max_size=12))
def test_articles_one_by_one_and_in_batches_are_told_from_the_same_earlier_ones(parts):
    mixed, single, noted = Identities(), Identities(), []
    for is_batch, numbers in parts:
        keys = np.array(numbers, np.uint64)
        if is_batch:
            n_repeated = mixed.n_repeated(keys)
            counts = mixed.count(keys).tolist()
            assert n_repeated == sum(count > 0 for count in counts)
        else:
            counts = [mixed.unique(f"{number:016x}")[1] for number in numbers]
        assert counts == [single.unique(f"{number:016x}")[1] for number in numbers]
        noted += numbers
    assert mixed.n_repeated(np.array(noted, np.uint64)) == len(noted)


def test_rows_share_their_keys_but_nothing_else():
    names = ("id", "time", "world")
    where = {name: np.ones(3, bool) for name in names} | {"late": np.array([True, False, False])}
    first, second, third = rows_with_keys(where, 3)
    assert (list(first), list(second)) == ([*names, "late"], list(names))
    assert sys.getsizeof(second) < sys.getsizeof(dict.fromkeys(names))
    second["new"], second["id"] = 1, "changed"
    del second["time"]
    assert second == {"id": "changed", "world": "", "new": 1}
    assert third == dict.fromkeys(names, "")
    assert rows_with_keys(where, 3)[1] == third


def test_names_that_mean_something_to_an_object_are_keys_too():
    names = ["__dict__", "__class__", "", "two words", *map(str, range(70))]
    for some in (names[:4], names):
        rows = rows_with_keys({name: np.array([True]) for name in some}, 1)
        assert rows[0] == (dict.fromkeys(some, "") if len(some) < 50 else {})


def regular(content):
    document = Document.from_bytes("a.csv", content)
    return csv_columns.regular_csv(document, ",", 0), document


@pytest.mark.parametrize("most", [0, 10**6])
def test_cells_of_the_first_pass_are_those_of_a_second(monkeypatch, most):
    monkeypatch.setattr(csv_columns, "_NOTED_CELLS", most)
    monkeypatch.setattr(csv_columns, "CHUNK", 64)
    monkeypatch.setattr(csv_columns, "_CELLS", 6)
    rows = [["", ""], ["title", "text"], *([f"Title {n}", 'He "said" so\n' * n] for n in range(9))]
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    found, _ = regular(lines.getvalue().encode())
    assert bool(found._noted) == bool(most)
    for n_above in (1, 2, 5):
        stretches = list(found.stretches(n_above))
        cells = [row for part in stretches for row in zip(*map(list, part.columns), strict=True)]
        assert [[cell.as_py() for cell in row] for row in cells] == rows[n_above:]
        assert [n for part in stretches for n in part.numbers] == list(range(n_above + 1, 12))


def test_a_file_that_is_cut_off_while_it_is_read_is_an_error():
    found, document = regular(b"title,text\n" + b"A title,A text.\n" * 20)
    document._opener = lambda: io.BytesIO(b"title,text\nA title")
    with pytest.raises(OSError, match="changed while it was read"):
        list(found.stretches(1))


def test_constant_columns_of_all_blocks_are_one_piece_of_memory(tmp_path):
    path = written(tmp_path, [(f"Title {at}", *USUAL[1:]) for at in range(45_000)], "parquet")
    articles = tt.read_articles(path, progress=False)
    for name in ("place", "file"):
        chunks = articles[name].array.__arrow_array__().chunks
        assert len(chunks) > 2
        assert len({chunk.buffers()[1].address for chunk in chunks}) == 1
    assert set(articles["file"]) == {"articles.parquet"}


@pytest.mark.parametrize("n_outlets", [1, 126, 127, 128, 300])
def test_categories_are_those_that_pandas_makes_of_texts(tmp_path, n_outlets):
    cells = [("A title", *USUAL[1:])] * 999
    outlets = [["", "Post", "äther", "Ünter", "한", "😀", *map(str, range(999))][n % n_outlets]
               for n in range(999)]  # fmt: skip
    cells = [(*row[:3], outlet, *row[4:]) for row, outlet in zip(cells, outlets, strict=True)]
    articles = tt.read_articles(written(tmp_path, cells, "parquet"), progress=False)
    expected = pd.Series(outlets, articles.index, dtype="str", name="source").astype("category")
    pd.testing.assert_series_equal(articles["source"], expected, check_index=True)
    assert articles["source"].cat.codes.dtype == expected.cat.codes.dtype
    assert isinstance(articles["section"].dtype, pd.CategoricalDtype)


# --- the kernels

TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from([*SPACES, "a", "ä", "“", "한", "😀"]), st.characters())
).map(lambda text: text.encode("utf-8", "replace").decode())


@given(TEXTS)
def test_words_and_letters_are_counted_as_split_divides_them(text):
    words = text.split()
    assert measure_text(text) == (len(words), sum(map(len, words)))
    assert n_characters(text) == measure_text(text)[1]


@given(st.lists(TEXTS, max_size=8), st.integers(0, 2))
def test_a_column_is_measured_and_stripped_as_its_texts_are(texts, start):
    import pyarrow as pa

    column = TextColumn(pa.array(texts, pa.large_string())[start:])
    texts = texts[start:]
    assert column.n_words.tolist() == [len(text.split()) for text in texts]
    assert column.n_letters.tolist() == [len("".join(text.split())) for text in texts]
    assert column.stripped.to_pylist() == [text.strip() for text in texts]
    assert column.has(b"a").tolist() == ["a" in text for text in texts]
    assert column.has("ä".encode()).tolist() == ["ä" in text for text in texts]
    begins, ends = column.begins_or_ends(b"a")
    assert begins.tolist() == [text.strip()[:1] == "a" for text in texts]
    assert ends.tolist() == [text.strip()[-1:] == "a" for text in texts]
    assert column.strings() == texts
    odd = np.arange(len(texts)) % 2 == 1
    some = column.filtered(odd)
    assert some.stripped.to_pylist() == [text.strip() for text in texts[1::2]]
    assert some.n_letters.tolist() == column.n_letters[odd].tolist()


def test_a_sign_across_two_texts_is_in_neither():
    import pyarrow as pa

    column = TextColumn(pa.array(["ends in <", "/p>", "</"], pa.large_string()))
    assert column.has(b"</").tolist() == [False, False, True]


def as_plain_python(module, monkeypatch):
    """Let the kernels of a module and their parts run as they are written."""
    for name, value in list(vars(module).items()):
        if hasattr(value, "py_func"):
            monkeypatch.setattr(module, name, value.py_func)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("spaces", [SPACES, [" ", "\n"]])
def test_every_white_space_divides_words_in_the_kernel_and_in_plain_python(
    monkeypatch, plain, spaces
):
    if plain:
        as_plain_python(text_sizes, monkeypatch)
    text = " " + "".join(f"ab{space}" for space in spaces) + "“ende”\u0301 "
    content = np.frombuffer(text.encode(), np.uint8)
    expected = (len(spaces) + 1, 2 * len(spaces) + 7)
    assert measure_text(text) == expected
    words, letters, inner = np.zeros(1, int), np.zeros(1, int), np.zeros((1, 2), int)
    text_sizes.measure(content, np.array([0, len(content)]), words, letters, inner)
    assert (words[0], letters[0]) == expected
    assert inner.tolist() == [[1, len(content) - 1]]


def test_half_a_character_in_a_long_text_is_counted():
    assert measure_text("ab \ud800 " * 300) == (600, 900)


CELL = st.text(alphabet='a ,"\n\r;ü', max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=3), max_size=5), st.data())
def test_cells_are_split_as_the_csv_module_does(table, data):
    target = io.StringIO(newline="")
    csv.writer(target).writerows([["title", "text"], *table])
    text = target.getvalue()
    cut = data.draw(st.integers(0, len(text)))
    text = text[:cut] + data.draw(st.sampled_from(["", '"', "\r", ","])) + text[cut:]
    reference = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_columns, "CHUNK", data.draw(st.sampled_from([3, 7, 4000])))
        patch.setattr(csv_columns, "_CELLS", 4)
        document = Document.from_bytes("a.csv", text.encode())
        found = csv_columns.regular_csv(document, ",", 1)
        if found is not None:
            columns = [
                (number, cells)
                for stretch in found.stretches(0)
                for number, *cells in zip(
                    stretch.numbers.tolist(),
                    *(column.to_pylist() for column in stretch.columns),
                    strict=True,
                )
            ]
            width = len(columns[0][1])
            reference = [
                (row.number, row.cells)
                for row in read_rows(document, Dialect(","))
                if len(row.cells) == width
            ]
            strict = list(csv.reader(io.StringIO(text, newline=""), strict=True))
            assert columns == reference
            assert all(len(row) == width or not "".join(row).strip() for row in strict)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    ("content", "n"), [(b'a,b\n"c ""d""",e\n', 2), (b'a,"b"x\n', -1), (b"a\n", -1), (b'a,"b', -1)]
)
def test_the_kernels_of_cells_give_the_same_as_plain_python(monkeypatch, plain, content, n):
    if plain:
        as_plain_python(table_cells, monkeypatch)
    cells, doubled = np.zeros((3, 2, 2), int), np.zeros((3, 2), np.uint8)
    numbers, place = np.zeros(3, int), np.array([0, 0, 0])
    text = np.frombuffer(content, np.uint8)
    found = table_cells.split_cells(text, place, ord(","), True, cells, doubled, numbers)
    assert found == n
    if n > 0:
        packed, bounds = np.zeros(20, np.uint8), np.zeros(3, int)
        table_cells.pack_cells(text, cells[:2, 0], doubled[:2, 0], packed, bounds)
        assert packed[: bounds[2]].tobytes() == b'ac "d"'


def test_a_file_with_rows_of_other_widths_is_read_by_rows():
    ragged = Document.from_bytes("a.csv", b"title,text\nA,b\nC\n")
    assert csv_columns.regular_csv(ragged, ",", 1) is None
    doubled = Document.from_bytes("a.csv", b"title,text\n\nA,b\n  \n,\nC,d\n")
    found = csv_columns.regular_csv(doubled, ",", 1)
    assert [s.numbers.tolist() for s in found.stretches(1)] == [[3, 5, 6]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_split_into_columns_too(tmp_path, encoding, monkeypatch):
    cells = [("Größe", "Ein Text über “Zitate”."), ("Café", 'Er sagt "so"')] * 30
    text = pd.DataFrame(cells, columns=["title", "text"]).to_csv(index=False)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    monkeypatch.setattr(batch_articles.BatchFinisher, "takes", lambda *_: True)
    articles = tt.read_articles(tmp_path / "a.csv", progress=False)
    assert articles["title"].tolist() == [title for title, _ in cells]
    assert articles["body"].tolist() == [body for _, body in cells]


RECORDS = st.lists(
    st.fixed_dictionaries(
        {"title": st.sampled_from(CELLS["title"]), "text": st.sampled_from(CELLS["text"])},
        optional={
            "other": st.sampled_from([None, "kept", 3]),
            "date": st.sampled_from([None, *CELLS["date"]]),
            "author": st.sampled_from([["Jane Roe"], "Al Doe"]),
            "late": st.just("a key that came later"),
        },
    ).flatmap(lambda record: st.permutations(list(record.items())).map(dict) | st.just(record)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=80, deadline=None)
@given(RECORDS, st.sampled_from(["json", "jsonl"]))
def test_records_are_read_as_if_every_one_went_through_the_rules(tmp_path_factory, records, kind):
    path = tmp_path_factory.mktemp("records") / f"a.{kind}"
    lines = "\n".join(map(json.dumps, records)) if kind == "jsonl" else json.dumps(records)
    path.write_text(lines, encoding="utf-8")
    for on_error in ("keep", "raise"):
        assert_same(
            read(path, by_columns=True, on_error=on_error),
            read(path, by_columns=False, on_error=on_error),
        )


def test_rows_with_half_a_character_are_read_among_others(tmp_path):
    lines = [json.dumps({"title": f"T{n}", "text": "Text."}) for n in range(60)]
    lines[31] = '{"title": "T31", "text": "half \\ud83d a smile"}'
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    articles = tt.read_articles(tmp_path / "a.jsonl", progress=False)
    assert articles["title"].tolist() == [f"T{n}" for n in range(60)]
    assert articles["body"].iloc[31] == "half \ufffd a smile"
    assert "bad_characters" in articles["quality"].iloc[31]


def test_equal_lists_of_a_table_are_one_object_that_cannot_be_changed(tmp_path):
    file = tmp_path / "headlines.csv"
    rows = [f"Talks go on {n},2018-01-01\n" for n in range(2 * table_batches.FEW)]
    file.write_text("title,date\n" + "".join(rows))
    articles = tt.read_articles(file)
    saved = tt.load_articles(tt.save_articles(articles, tmp_path / "saved.parquet"))
    for table in (articles, tt.clean_articles(articles), saved):
        for name in ("captions", "summary", "notes", "quality"):
            first, second = table[name].iloc[:2]
            assert first is second
            assert first == (["headline_only"] if name == "quality" else [])
            with pytest.raises(InputError, match="cannot be changed, because rows share it"):
                first.append("mine")


def test_cleaning_gives_lists_to_an_article_and_changes_no_other(tmp_path):
    file = tmp_path / "articles.csv"
    body = "Envoys met.\n\nImage caption The envoys in Geneva.\n\nTheir talks go on."
    numbers = range(2 * table_batches.FEW)
    bodies = [body, *(f"Envoys left on day {n}." for n in numbers[1:])]
    table = pd.DataFrame({"title": [f"Day {n}" for n in numbers], "body": bodies})
    table.assign(date="2018-01-01").to_csv(file, index=False)
    articles = tt.read_articles(file)
    clean = tt.clean_articles(articles)
    assert list(map(len, clean["captions"])) == [1, *(0 for _ in numbers[1:])]
    assert clean["captions"].iloc[1] is clean["notes"].iloc[0]
    assert not any(articles["captions"])
    own = articles.assign(captions=[["old"], *([] for _ in numbers[1:])])
    assert tt.clean_articles(own)["captions"].iloc[0] == ["old", *clean["captions"].iloc[0]]
    assert own["captions"].iloc[0] == ["old"]
