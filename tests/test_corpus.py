"""A corpus on disk is the table in memory, whatever happens while it is written."""

from __future__ import annotations

import errno
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import tracemalloc
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tt
from toolkit._core import column_files, drafts
from toolkit._core.mapped_columns import open_columns
from toolkit._core.memory import use_memory
from toolkit.reading import corpus_parts, corpus_writer
from toolkit.reading.corpus import Corpus
from toolkit.reading.corpus_folder import load_part
from toolkit.reading.samples import sample_path

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def articles():
    return tt.load_sample()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A corpus of the sample in six parts; tests do not change it."""
    folder = tmp_path_factory.mktemp("corpus") / "big"
    return tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=45), folder)


@pytest.fixture
def folder(tmp_path):
    """The folder of a corpus of three parts, to be damaged."""
    tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=100), tmp_path / "big")
    return tmp_path / "big"


def assert_same(corpus, articles):
    """Columns, index, types, notes and ledger are those of the table in memory."""
    table = pd.DataFrame(corpus)
    lists = {"captions", "summary", "notes", "extra"}
    assert set(articles.columns) - set(table.columns) == lists
    pd.testing.assert_frame_equal(table, articles[table.columns])
    for name in ("files", "mapping"):
        assert list(corpus.attrs[name].items()) == list(articles.attrs[name].items())
    pd.testing.assert_frame_equal(tt.ledger(corpus), tt.ledger(articles))
    joined = pd.concat(list(corpus.parts()))
    for name in lists:
        assert joined[name].tolist() == articles[name].tolist()


def test_a_corpus_is_the_table_in_memory(made, articles):
    assert isinstance(made, Corpus)
    assert made.n_parts == 6
    assert_same(made, articles)
    assert_same(tt.open_corpus(made.folder), articles)


def test_one_table_is_cut_into_parts_and_keeps_its_ledger_in_order(articles, tmp_path, monkeypatch):
    monkeypatch.setattr(corpus_writer, "ROWS_PER_PART", 64)
    assert_same(tt.save_corpus(articles, tmp_path / "a"), articles)
    clean = tt.clean_articles(articles.iloc[::-1])
    again = tt.save_corpus(clean, tmp_path / "b")
    assert again.attrs["text"] == clean.attrs["text"]
    assert max(len(facts.sections) for facts in again.listed.parts) > 1
    assert_same(again, clean)


def test_what_is_made_of_a_corpus_is_a_plain_table(made, articles):
    some = made[made["source"] == made["source"].iloc[0]]
    for table in (some, made.head(3), made.assign(weight=1.0), made.sort_values("date")):
        assert type(table) is pd.DataFrame
    assert some["title"].tolist() == articles.loc[some.index, "title"].tolist()
    assert len(tt.ledger(some)) == len(tt.ledger(articles))
    pd.testing.assert_frame_equal(tt.describe_articles(made), tt.describe_articles(articles))


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.__setitem__("title", "x"),
        lambda c: c.loc.__setitem__((c.index[0], "title"), "x"),
        lambda c: c.iloc.__setitem__((0, 0), "x"),
        lambda c: c.at.__setitem__((c.index[0], "title"), "x"),
        lambda c: setattr(c, "title", "x"),
        lambda c: setattr(c, "index", range(len(c))),
        lambda c: c.insert(0, "x", 1),
        lambda c: c.pop("title"),
        lambda c: c.__delitem__("title"),
    ],
)
def test_a_corpus_cannot_be_changed(made, change):
    before = made["title"].tolist()
    with pytest.raises(tt.errors.InputError, match="cannot be changed"):
        change(made)
    assert made["title"].tolist() == before


def test_pages_are_given_back_and_read_again(made, articles):
    assert made["body"].str.len().sum() == articles["body"].str.len().sum()
    made.release()
    assert made["body"].tolist() == articles["body"].tolist()


def test_a_corpus_travels_as_the_name_of_its_folder(made):
    content = pickle.dumps(made)
    assert len(content) < 1000
    assert pickle.loads(content).digest == made.digest


def test_parts_can_be_read_column_by_column(made, articles):
    task = made.tasks()[2]
    part = load_part(task["articles"], task["sha256"], columns=["title"])
    assert part["title"].tolist() == articles["title"].iloc[90:135].tolist()
    assert list(part.columns) == ["title"]
    assert made.starts()[2:4] == [90, 135]
    with pytest.raises(tt.errors.InputError, match=r"there are parts 0 to 5; got 7"):
        made.part(7)


def test_a_selection_of_a_corpus_is_that_of_the_table(made, articles):
    mask = articles["date"] >= "2017-01-01"
    chosen = made.kept(mask.sample(frac=1, random_state=1))
    assert 0 < len(chosen) < len(articles)
    assert_same(chosen, articles[mask])
    assert chosen.folder == made.kept(mask.to_numpy()).folder
    with pytest.raises(tt.errors.InputError, match="one value for each of the 257 articles"):
        made.kept(mask.iloc[:9])


def test_missing_values_and_odd_columns_come_back(tmp_path):
    table = pd.DataFrame(
        {
            "title": ["é", None, ""],
            "body": ["a\n\nb", "", "😀"],
            "date": pd.to_datetime(["2018-01-01", None, "2018-01-03"]),
            "source": pd.Categorical(["B", None, "A"]),
            "weight": [0.5, float("nan"), 2.0],
            "n": pd.array([1, None, 3], dtype="Int64"),
            "zoned": pd.to_datetime(["2018-01-01"] * 3, utc=True),
            "sure": [True, False, True],
        },
        index=pd.Index(["a", "b", "c"], name="article_id"),
    )
    corpus = tt.save_corpus([table.iloc[:1], table.iloc[1:2], table.iloc[2:]], tmp_path / "big")
    pd.testing.assert_frame_equal(pd.DataFrame(corpus), table)
    assert "ledger" not in corpus.attrs


def test_an_article_in_two_parts_is_named(articles, tmp_path):
    with pytest.raises(tt.errors.InputError, match=r"holds the article '\w+' more than once"):
        tt.save_corpus([articles.iloc[:9], articles.iloc[8:20]], tmp_path / "big")


def test_repeated_articles_get_the_ids_of_the_whole(tmp_path):
    rows = pd.DataFrame({"title": ["Same"] * 7 + ["Other"] * 7, "body": "A story.", "date": ""})
    rows.to_csv(tmp_path / "a.csv", index=False)
    rows.to_csv(tmp_path / "b.csv", index=False)
    whole = tt.read_articles(tmp_path, progress=False)
    corpus = tt.save_corpus(tt.iter_articles(tmp_path, chunk_size=3), tmp_path.parent / "big-ids")
    assert_same(corpus, whole)
    assert whole.index.is_unique


def test_the_order_of_numeric_dates_is_decided_by_the_whole_file(tmp_path):
    days = ["01/02/2018"] * 8 + ["21/02/2018"]
    rows = pd.DataFrame({"title": [f"T{n}" for n in range(9)], "body": "A story.", "date": days})
    rows.to_csv(tmp_path / "a.csv", index=False)
    corpus = tt.save_corpus(tt.iter_articles(tmp_path, chunk_size=2), tmp_path / "big")
    assert corpus["date"].iloc[0] == pd.Timestamp("2018-02-01")


def test_the_last_rows_of_the_ledger_stay_when_a_chunk_ends_with_the_last_article(tmp_path):
    (tmp_path / "a.csv").write_text("title,body,date\nA,Story one.,2018-01-01\nB,Two.,2018-01-02\n")
    (tmp_path / "b.bin").write_bytes(b"\x00\x01\x02" * 50)
    whole = tt.read_articles(tmp_path, progress=False)
    parts = list(tt.iter_articles(tmp_path, chunk_size=2))
    assert [len(part) for part in parts] == [2]
    pd.testing.assert_frame_equal(tt.ledger(parts[0]), tt.ledger(whole))
    assert "skipped_file" in tt.ledger(whole)["rule"].tolist()


def test_the_same_articles_make_the_same_bytes(folder, tmp_path):
    tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=100), tmp_path / "twin")
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        assert path.read_bytes() == (tmp_path / "twin" / path.relative_to(folder)).read_bytes()


def test_a_corpus_of_another_kind_of_input_is_refused_with_the_next_step(tmp_path):
    with pytest.raises(tt.errors.InputError, match=r"Pass tt\.iter_articles\(path\)"):
        tt.save_corpus("corpus/", tmp_path / "big")
    with pytest.raises(tt.errors.InputError, match="there is no part"):
        tt.save_corpus([], tmp_path / "big")
    with pytest.raises(tt.errors.InputError, match="is not a corpus on disk"):
        tt.open_corpus(tmp_path)
    with pytest.raises(tt.errors.InputError, match="there is no folder"):
        tt.open_corpus(tmp_path / "nowhere")


def test_writing_goes_on_at_the_last_whole_part(tmp_path):
    def fails():
        for number, part in enumerate(tt.iter_articles(sample_path(), chunk_size=100)):
            if number == 2:
                raise tt.errors.ReadingError("the disk of the archive went away")
            yield part

    with pytest.raises(tt.errors.ReadingError):
        tt.save_corpus(fails(), tmp_path / "big")
    with pytest.raises(tt.errors.InputError, match=r"2 parts of a corpus that was not finished"):
        tt.open_corpus(tmp_path / "big")
    first = tmp_path / "big" / "articles" / "part-00000.parquet"
    before = first.stat().st_mtime_ns
    corpus = tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=100), tmp_path / "big")
    assert first.stat().st_mtime_ns == before
    assert_same(corpus, tt.load_sample())
    assert sorted(file.name for file in (tmp_path / "big" / "articles").iterdir()) == [
        f"part-0000{number}.parquet" for number in range(3)
    ]


def test_a_killed_writer_leaves_whole_parts_and_the_next_one_ends_the_work(tmp_path):
    code = textwrap.dedent(f"""
        import os, signal, toolkit as tt
        from toolkit.reading import corpus_parts
        from toolkit.reading.samples import sample_path
        written = corpus_parts.write_packed
        def kill_in_the_third(packed, path):
            if "00002" in str(path):
                (path.parent / ".toolkit-{"0" * 16}.draft.parquet").write_bytes(b"half")
                os.kill(os.getpid(), signal.SIGKILL)
            return written(packed, path)
        corpus_parts.write_packed = kill_in_the_third
        tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=45), {str(tmp_path / "big")!r})
    """)
    run = subprocess.run([sys.executable, "-c", code], check=False, env=_env())
    assert run.returncode == -signal.SIGKILL
    assert len(list((tmp_path / "big" / "articles").glob("part-*.parquet"))) == 2
    corpus = tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=45), tmp_path / "big")
    assert_same(corpus, tt.load_sample())
    assert not list((tmp_path / "big" / "articles").glob(".toolkit-*"))


def _env():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_a_damaged_part_is_named_and_written_again_alone(folder):
    path = folder / "articles" / "part-00001.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    corpus = tt.open_corpus(folder)  # its columns are there already
    with pytest.raises(tt.errors.IntegrityError, match=r"part-00001\.parquet is damaged"):
        corpus.part(1)
    first = (folder / "articles" / "part-00000.parquet").stat().st_mtime_ns
    again = tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=100), folder)
    assert_same(again, tt.load_sample())
    assert (folder / "articles" / "part-00000.parquet").stat().st_mtime_ns == first


def test_a_part_of_another_corpus_in_the_place_of_one_is_noticed(folder):
    parts = sorted((folder / "articles").iterdir())
    parts[1].write_bytes(parts[0].read_bytes())
    with pytest.raises(tt.errors.IntegrityError, match=r"part-00001\.parquet is damaged"):
        tt.open_corpus(folder).part(1)


@pytest.mark.parametrize("how", ["flip", "cut", "gone", "list"])
def test_damaged_columns_are_named_and_made_again(folder, how):
    stage = next((folder / ".derived").glob("columns-*"))
    file = max(stage.iterdir(), key=lambda path: path.stat().st_size)
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    if how == "list":
        (stage / "columns.json").write_text("{")
    elif how == "gone":
        file.unlink()
    else:
        file.write_bytes(content if how == "flip" else content[:-7])
    with pytest.warns(UserWarning, match="It is made again"):
        corpus = tt.open_corpus(folder)
    assert_same(corpus, tt.load_sample())


def test_made_up_offsets_are_noticed_though_the_checksums_fit(folder):
    stage = next((folder / ".derived").glob("columns-*"))
    notes = json.loads((stage / "columns.json").read_text())
    name = f"{notes['columns']['title']['base']}.offsets"
    content = bytearray((stage / name).read_bytes())
    content[8:16] = (2**40).to_bytes(8, "little")
    (stage / name).write_bytes(content)
    from toolkit._core.column_files import file_facts

    notes["files"][name] = file_facts(stage / name)
    (stage / "columns.json").write_text(json.dumps(notes))
    with pytest.raises(tt.errors.IntegrityError):
        open_columns("open_corpus", stage)


@pytest.mark.parametrize(
    ("key", "value"),
    [("name", "../../x.parquet"), ("n_articles", -1), ("sha256", "00"), ("first_date", 3)],
)
def test_a_made_up_list_of_parts_is_refused(folder, key, value):
    from toolkit.reading.corpus_folder import _seal_of

    content = json.loads((folder / "corpus.json").read_text())
    content.pop("sha256")
    content["parts"][1][key] = value
    (folder / "corpus.json").write_text(json.dumps({**content, "sha256": _seal_of(content)}))
    with pytest.raises(tt.errors.IntegrityError, match=r"corpus\.json is damaged"):
        tt.open_corpus(folder)


def test_a_list_of_a_newer_toolkit_is_refused(folder):
    from toolkit.reading.corpus_folder import _seal_of

    content = json.loads((folder / "corpus.json").read_text())
    content.pop("sha256")
    content["version"] = 2
    (folder / "corpus.json").write_text(json.dumps({**content, "sha256": _seal_of(content)}))
    with pytest.raises(tt.errors.IntegrityError, match="written by a newer version"):
        tt.open_corpus(folder)


def test_other_articles_never_replace_those_of_a_corpus(folder, articles):
    with pytest.raises(tt.errors.InputError, match="part 0 differs"):
        tt.save_corpus(articles.iloc[150:], folder)
    with pytest.raises(tt.errors.InputError, match=r"holds 3 parts, but only 1 were given"):
        tt.save_corpus([tt.open_corpus(folder).part(0)], folder)
    assert_same(tt.open_corpus(folder), articles)


def test_a_corpus_grows_at_its_end(tmp_path):
    def written(n):
        rows = [f"T{k},Story number {k}.,2018-01-{k + 1:02d}" for k in range(n)]
        (tmp_path / "a.csv").write_text("\n".join(["title,body,date", *rows, ""]))
        return tt.iter_articles(tmp_path / "a.csv", chunk_size=4)

    tt.save_corpus(written(6), tmp_path / "big")
    corpus = tt.save_corpus(written(11), tmp_path / "big")
    assert_same(corpus, tt.read_articles(tmp_path / "a.csv", progress=False))
    with pytest.raises(tt.errors.InputError, match="differs"):
        tt.save_corpus(written(9), tmp_path / "big")


def test_two_writers_of_one_corpus_do_not_meet(folder, monkeypatch):
    monkeypatch.setattr(drafts, "SECONDS_FOR_A_LOCK", 0.1)
    with drafts.folder_lock(folder / "articles"):
        started = time.monotonic()
        with pytest.raises(tt.errors.WritingError, match="another process has been writing"):
            tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=100), folder)
    assert time.monotonic() - started < 5


def test_a_full_disk_is_said_and_leaves_whole_parts(tmp_path, monkeypatch):
    written = corpus_parts.write_packed

    def full(packed, path):
        if "00001" in str(path):
            raise tt.errors.WritingError("cannot write: the disk is full")
        return written(packed, path)

    monkeypatch.setattr(corpus_parts, "write_packed", full)
    with pytest.raises(tt.errors.WritingError, match="the disk is full"):
        tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=100), tmp_path / "big")
    monkeypatch.undo()
    corpus = tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=100), tmp_path / "big")
    assert_same(corpus, tt.load_sample())


def test_a_folder_that_cannot_hold_a_corpus_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(tt.errors.WritingError, match="a part of the path is a file"):
        tt.save_corpus(tt.iter_articles(sample_path()), tmp_path / "file" / "big")


def test_the_ledger_of_a_tiny_budget_is_the_same(made, articles):
    with use_memory("64KiB"):
        rows = list(made.attrs["ledger"])
    assert rows == list(articles.attrs["ledger"])
    assert len(made.attrs["ledger"]) == len(rows)
    assert len(tt.ledger(tt.join_articles([made.head(2), articles.iloc[5:7]]))) == 2 * len(rows)


@pytest.mark.parametrize("corpus", ["nyt-frontpage", "wikinews-2019"])
def test_real_corpora_read_by_parts_are_those_read_as_a_whole(shared, tmp_path, corpus):
    path = shared / corpus
    whole = tt.read_articles(path, on_error="keep", progress=False)
    size = len(whole) // 6
    parts = tt.iter_articles(path, chunk_size=size, on_error="keep")
    assert_same(tt.save_corpus(parts, tmp_path / "big"), whole)


def test_parts_without_articles_are_parts_too(made, articles):
    last = pd.Series(range(len(articles)), index=articles.index) >= 250
    assert_same(made.kept(last), articles[last])
    cleaned = tt.clean_articles(made.kept(last), progress=False)
    whole = tt.clean_articles(articles[last], progress=False)
    pd.testing.assert_frame_equal(pd.DataFrame(cleaned), whole[cleaned.columns])
    nothing = made.kept(last & ~last)
    assert len(nothing) == 0
    assert len(tt.clean_articles(nothing, progress=False)) == 0
    assert len(tt.near_duplicates(nothing, progress=False)) == 0


@pytest.mark.parametrize("name", ["with spaces", "Ünï-çødé", "a.b", "quote'd"])
def test_the_folder_may_have_any_name(tmp_path, name):
    corpus = tt.save_corpus(tt.load_sample().iloc[:9], tmp_path / name)
    (tmp_path / "link").symlink_to(tmp_path / name)
    assert tt.open_corpus(str(tmp_path / "link"))["title"].tolist() == corpus["title"].tolist()
    assert len(tt.clean_articles(corpus, progress=False)) == 9


@pytest.mark.parametrize("what", ["columns", "ledger"])
def test_a_full_disk_while_columns_are_written_is_said_and_leaves_nothing(
    folder, monkeypatch, what
):
    corpus = tt.open_corpus(folder)
    for path in (folder / ".derived").glob(f"{what}-*"):
        shutil.rmtree(path)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(column_files._Hashed, "write", full)
    with pytest.raises(tt.errors.WritingError, match="the disk is full"):
        tt.open_corpus(folder) if what == "columns" else tt.ledger(corpus)
    monkeypatch.undo()
    assert not list((folder / ".derived").glob(f"{what}-*"))
    assert not list((folder / ".derived").glob(".toolkit-*"))
    assert_same(tt.open_corpus(folder), tt.load_sample())


def test_a_process_killed_while_columns_are_written_leaves_none_of_them(folder):
    shutil.rmtree(folder / ".derived")
    code = textwrap.dedent(f"""
        import os, signal, toolkit as tt
        from toolkit._core import column_files
        column_files.ColumnWriter._finish = lambda self: os.kill(os.getpid(), signal.SIGKILL)
        tt.open_corpus({str(folder)!r})
    """)
    run = subprocess.run([sys.executable, "-c", code], check=False, env=_env())
    assert run.returncode == -signal.SIGKILL
    assert not list((folder / ".derived").glob("columns-*"))
    assert_same(tt.open_corpus(folder), tt.load_sample())
    assert not list((folder / ".derived").glob(".toolkit-*"))


def test_two_processes_may_make_the_same_columns(folder):
    shutil.rmtree(folder / ".derived")
    code = f"import toolkit as tt; print(len(tt.open_corpus({str(folder)!r})))"
    command = [sys.executable, "-c", code]
    runs = [subprocess.Popen(command, env=_env(), stdout=subprocess.PIPE) for _ in range(2)]
    assert [int(run.communicate()[0]) for run in runs] == [257, 257]
    assert_same(tt.open_corpus(folder), tt.load_sample())


def test_opening_takes_no_memory_for_the_texts(tmp_path):
    body = "A line of the story.\n" * 5000
    table = tt.load_sample().iloc[:200].assign(body=[f"{n} {body}" for n in range(200)])
    corpus = tt.save_corpus(table, tmp_path / "big")
    tracemalloc.start()
    again = tt.open_corpus(corpus.folder)
    titles = again["title"].tolist()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert titles == table["title"].tolist()
    assert peak < len(body) * 200 / 20


def test_a_corpus_named_by_a_relative_path_is_found_from_elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    corpus = tt.save_corpus(tt.load_sample().iloc[:9], "big")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert len(corpus.part(0)) == len(tt.clean_articles(corpus, progress=False)) == 9
    assert all(Path(task["articles"]).is_absolute() for task in corpus.tasks())


def test_files_that_are_no_parts_are_never_written_over(tmp_path):
    articles = tt.load_sample()
    inner = tmp_path / "articles"
    inner.mkdir()
    articles.reset_index()[["title", "date"]].to_parquet(inner / "part-00000.parquet")
    before = (inner / "part-00000.parquet").read_bytes()
    with pytest.raises(tt.errors.InputError, match="which is not a part of a corpus"):
        tt.save_corpus(articles, tmp_path)
    assert (inner / "part-00000.parquet").read_bytes() == before
    (inner / "part-00000.parquet").unlink()
    tt.save_articles(articles.iloc[:5], inner / "part-00000.parquet")  # as after a kill
    assert len(tt.save_corpus(articles, tmp_path)) == len(articles)
