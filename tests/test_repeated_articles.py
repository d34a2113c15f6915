"""Files read one by one elsewhere give what one pass over the folder gives, repeats included."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit.reading import articles as reading
from toolkit.reading import read_ahead, repeated_articles

DATES = ["2018-10-22", "22 October 2018", "soon", "", "2018-10"]
BODIES = ["Envoys met. The talks ended late.", "", "Prices rose &amp; fell.", "A line.\n\nAnother."]


def article(number):
    date, body = DATES[number % len(DATES)], BODIES[number % len(BODIES)]
    title = "" if number % 7 == 6 else f"Talks {number}"
    return {"title": title, "date": date, "source": "A", "body": body, "desk": f"d{number % 3}"}


def write(folder, files):
    for at, (kind, numbers) in enumerate(files):
        path, records = folder / f"{at:02d}.{kind}", [article(number) for number in numbers]
        if kind == "csv":
            pd.DataFrame(records, columns=list(article(0))).to_csv(path, index=False)
        elif kind == "jsonl":
            path.write_text("".join(json.dumps(record) + "\n" for record in records))
        else:
            path.write_text(
                "\n\n\n".join(f"Talks {n}\n\n{1 + n} May 2019\n\nThey met." for n in numbers)
            )


def read_elsewhere(folder, options, read):
    """Read each file by itself, without workers."""
    for file in read_ahead.files_of(folder):
        one = read_ahead.FileToRead(file.absolute(), file.stat().st_size)
        yield file, read({"under": folder.absolute(), "options": options, "files": [one]})[0]


def told(folder, size):
    parts = list(tt.iter_articles(folder, chunk_size=size))
    return [
        (part.reset_index().to_csv(), [*part.attrs["ledger"]], dict(part.attrs["files"]),
         dict(part.attrs["mapping"]))
        for part in parts
    ]  # fmt: skip


def both_ways(folder, size):
    expected = told(folder, size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "is_shared_out", lambda: True)
        patch.setattr(reading, "read_by_workers", read_elsewhere)
        return expected, told(folder, size)


FILES = st.lists(
    st.tuples(
        st.sampled_from(["csv", "jsonl", "txt"]),
        st.lists(st.integers(0, 9), min_size=1, max_size=40),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(FILES, st.sampled_from([3, 25, 1000]))
def test_a_folder_read_file_by_file_is_a_folder_read_at_once(files, size):
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), files)
        expected, found = both_ways(Path(name), size)
    assert found == expected


def test_an_article_in_three_files_is_counted_through(tmp_path):
    write(tmp_path, [("csv", [0, 0, *range(1, 30)]), ("jsonl", [0, 1]), ("csv", [1, 0] * 20)])
    expected, found = both_ways(tmp_path, 1000)
    assert found == expected
    reasons = [row[9] for row in found[0][1] if row[7] == "repeated_article"]
    assert reasons[0] == "an identical article was read once before"
    assert reasons[-1].startswith("an identical article was read 22 times")


def test_a_file_with_more_repeats_than_the_ledger_takes_is_read_again(tmp_path, monkeypatch):
    write(tmp_path, [("csv", list(range(30))), ("csv", list(range(30)))])
    monkeypatch.setattr(repeated_articles, "MAX_REMARKS", 20)
    monkeypatch.setattr("toolkit.reading.rows.MAX_REMARKS", 20)
    names, usual = [], reading.documents_in

    def noted(folder, file, encoding=None):
        names.append(file.name)
        return usual(folder, file, encoding)

    monkeypatch.setattr(reading, "documents_in", noted)
    expected, found = both_ways(tmp_path, 1000)
    assert found == expected
    assert [names.count(name) for name in ("00.csv", "01.csv")] == [1, 2]
    assert "10 more articles" in str(found[0][1])
