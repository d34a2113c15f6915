"""Files of a folder are read by the workers, and give what one process gives."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

pytest.importorskip("distributed", reason="needs theme-toolkit[dask]")
sys.path.insert(0, str(Path(__file__).parent))

from cluster_processes import LOOPBACK
from distributed import LocalCluster

import toolkit as tt
from toolkit.cluster import connection
from toolkit.reading import articles as reading
from toolkit.reading import read_ahead

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("default::ResourceWarning"),  # sockets that Dask closes late
]


@pytest.fixture(scope="module")
def threads():
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": False}
    with LocalCluster(**options, **LOOPBACK) as cluster:
        yield cluster


@pytest.fixture(autouse=True)
def _small_groups(monkeypatch):
    monkeypatch.setattr(connection, "warm_up_workers", lambda client: None)
    monkeypatch.setattr(read_ahead, "GROUP_FILES", 2)


@pytest.fixture
def read_here(monkeypatch):
    """The files that were read by the pass itself, not taken from a worker."""
    names, usual = [], reading.documents_in

    def noted(folder, file, encoding=None):
        names.append(file.name)
        return usual(folder, file, encoding)

    monkeypatch.setattr(reading, "documents_in", noted)
    return names


def record(day, text):
    return {
        "title": f"Talks on day {day}",
        "date": f"2018-10-{day:02d}",
        "source": "A",
        "body": text,
    }


def write_folder(folder):
    folder.mkdir()
    texts = [f"Envoys met on day {day}. The talks ended late." for day in range(1, 29)]
    for number in range(4):
        days = range(1 + 7 * number, 8 + 7 * number)
        lines = [json.dumps(record(day, texts[day - 1])) for day in days]
        (folder / f"part-{number}.jsonl").write_text("\n".join(lines) + "\n")
    again = [record(3, texts[2]), record(3, texts[2]), record(29, "A new one.")]
    (folder / "again.json").write_text(json.dumps(again))
    pd.DataFrame([record(30, "In a table."), record(31, "")]).to_csv(folder / "t.csv", index=False)
    (folder / "pasted.txt").write_text("Old talks\n\n22 October 2018\n\nThey met again.\n")
    (folder / "settings.toml").write_text("a = 1\n")
    (folder / "empty.txt").write_text("")
    (folder / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("in.jsonl", json.dumps(record(9, "From an archive.")))
        archive.writestr("notes.css", "a {}")
    return folder


def all_of(folder, **options):
    """Return what the chunks hold, their ledgers and their files."""
    parts = list(tt.iter_articles(folder, chunk_size=5, **options))
    return [
        (part.reset_index().to_csv(), [*part.attrs["ledger"]], part.attrs["files"],
         part.attrs["mapping"])
        for part in parts
    ]  # fmt: skip


def test_chunks_are_those_of_one_process(threads, tmp_path, read_here):
    folder = write_folder(tmp_path / "in")
    expected = all_of(folder)
    assert sum("repeated_article" in table for table, *_ in expected) >= 1
    read_here.clear()
    with tt.use_cluster(threads):
        assert all_of(folder) == expected
        whole = tt.read_articles(folder, progress=False)
    assert whole.equals(tt.read_articles(folder, progress=False))


def test_no_file_is_read_twice_though_articles_are_repeated(threads, tmp_path, read_here):
    folder = write_folder(tmp_path / "in")
    with tt.use_cluster(threads):
        all_of(folder)
    assert len(read_here) == len(set(read_here))


def test_corrections_reach_the_files_that_workers_read(threads, tmp_path):
    folder = write_folder(tmp_path / "in")
    corrected = {"part-1.jsonl:2": {"date": "2017-05-06"}}
    expected = tt.read_articles(folder, overrides=corrected, progress=False)
    with tt.use_cluster(threads):
        assert tt.read_articles(folder, overrides=corrected, progress=False).equals(expected)
        with pytest.raises(tt.errors.InputError, match=r"overrides names 'part-9\.jsonl:2'"):
            tt.read_articles(
                folder, overrides={"part-9.jsonl:2": {"place": "Bonn"}}, progress=False
            )


def test_an_unreadable_file_is_said_as_without_a_cluster(threads, tmp_path):
    folder = write_folder(tmp_path / "in")
    (folder / "broken.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    with pytest.raises(tt.errors.ReadingError) as alone:
        all_of(folder)
    kept = all_of(folder, on_error="keep")
    with tt.use_cluster(threads):
        with pytest.raises(tt.errors.ReadingError) as spread:
            all_of(folder)
        assert all_of(folder, on_error="keep") == kept
    assert str(spread.value) == str(alone.value)


def test_a_large_file_and_one_that_a_worker_sees_otherwise_are_read_here(
    threads, tmp_path, monkeypatch
):
    folder = write_folder(tmp_path / "in")
    expected = all_of(folder)
    monkeypatch.setattr(read_ahead, "LARGEST", 300)
    with tt.use_cluster(threads):
        assert all_of(folder) == expected
    monkeypatch.undo()
    monkeypatch.setattr(connection, "warm_up_workers", lambda client: None)
    monkeypatch.setattr(read_ahead, "_size", lambda file: 1)
    with tt.use_cluster(threads):
        assert all_of(folder) == expected
