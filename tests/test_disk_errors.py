"""A disk that refuses, at any operation of any writer: one sentence, and the old file whole."""

from __future__ import annotations

import builtins
import errno
import io
import os
import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import toolkit as tt
from toolkit._core import drafts, memory, together
from toolkit._core.growing_arrays import GrowingArray
from toolkit._core.memory import scratch_array, use_memory
from toolkit._core.together import recover, write_together
from toolkit.errors import WritingError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the calls of Unix")
ROOT = Path(__file__).parents[1]
CODES = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENAMETOOLONG, errno.EACCES)
MOST_MOMENTS = 10
LONG = {"share_study": 1, "write_report": 3}
"""Moments of the writers that take long."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class RefusingDisk:
    """Every call that changes a folder is counted; from one of them on, the disk refuses.

    Parameters
    ----------
    monkeypatch : pytest.MonkeyPatch
        Takes the calls back.
    folder : Path
        Calls for files elsewhere are let through.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.folder, self.n, self.first, self.code = str(folder), 0, 0, 0
        for name in ("replace", "rename", "mkdir", "fsync"):
            monkeypatch.setattr(os, name, self.guarded(getattr(os, name), at=-1))
        by_flags = lambda flags: bool(flags & WRITING)  # noqa: E731
        by_mode = lambda mode: any(letter in mode for letter in "wax+")  # noqa: E731
        monkeypatch.setattr(os, "open", self.guarded(os.open, counts=by_flags))
        opened = self.guarded(io.open, counts=by_mode)
        for module in (io, builtins):
            monkeypatch.setattr(module, "open", opened)

    def guarded(self, call, *, at=0, counts=None):
        def run(*args, **options):
            asked = args[1] if len(args) > 1 else options.get("mode", "r")
            paths = [args[0], *(args[1:2] if at == -1 else [])]
            if (counts is None or counts(asked)) and any(map(self.is_inside, paths)):
                self.n += 1
                if self.first and self.n >= self.first:
                    raise OSError(self.code, os.strerror(self.code))
            return call(*args, **options)

        return run

    def is_inside(self, path) -> bool:
        if isinstance(path, int):  # a descriptor, in Linux
            link = Path(f"/proc/self/fd/{path}")
            path = link.readlink() if link.is_symlink() else ""
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self.folder)

    def refuse_from(self, first: int, code: int) -> None:
        self.n, self.first, self.code = 0, first, code


@pytest.fixture(scope="module")
def study():
    settings = tt.Settings(n_topics=0, stability_runs=0)
    articles, themes = ROOT / "corpus" / "sample", ROOT / "corpus" / "themes.toml"
    return tt.run_study(articles, themes, settings=settings, show_progress=False)


@pytest.fixture(scope="module")
def writers(study):
    """Return, by name, a function that writes to the path that it is given."""
    articles = tt.clean_articles(tt.load_sample().iloc[::8], progress=False)
    tokens = tt.tokenize(articles["text"], progress=False)
    dtm = tt.count_terms(tokens, min_docs=2)
    model = tt.LDA(n_topics=3, max_epochs=4, tol=0.1, n_jobs=1).fit(dtm)
    table = pd.DataFrame({"share": [0.25, 0.5], "n": [4, 8]})
    figure = Figure(figsize=(1, 1))
    figure.subplots().plot([0, 1])
    themes = tt.read_themes(ROOT / "corpus" / "themes.toml")
    page = tt.explore(articles, tokens=tokens, themes=themes)
    return {
        "save_articles": lambda path: tt.save_articles(articles, path / "a.parquet"),
        "save_corpus": lambda path: tt.save_corpus(articles, path / "big"),
        "save_tokens": lambda path: tt.save_tokens(tokens, path / "a.tokens"),
        "save_model": lambda path: tt.save_model(model, path / "a.model", dtm=dtm),
        "save_table": lambda path: tt.save_table(table, path / "table"),
        "report table": lambda path: tt.to_report_table(table).save(
            path / "table", formats=["csv", "xlsx"]
        ),
        "save_figure": lambda path: tt.save_figure(figure, path / "figure", data=table),
        "explore": lambda path: page.save(path / "page.html"),
        "recipe": lambda path: tt.topic_recipe(model).save(path / "recipe.toml"),
        "checkpoint": lambda path: tt.LDA(
            n_topics=3, max_epochs=2, tol=0.0, n_jobs=1, checkpoint=path / "checkpoint"
        ).fit(dtm),
        "share_study": lambda path: tt.share_study(study, path / "share"),
        "write_report": lambda path: tt.write_report(study, path / "report", show_progress=False),
    }


NAMES = (
    "save_articles", "save_corpus", "save_tokens", "save_model", "save_table", "report table",
    "save_figure", "explore", "recipe", "checkpoint", "share_study", "write_report",
)  # fmt: skip


def content(folder: Path) -> dict[str, bytes]:
    """Return the files that a person sees in a folder, which are those that are not hidden."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = {path.relative_to(folder): path.read_bytes() for path in files}
    return {str(name): found for name, found in names.items() if not is_hidden(name)}


def is_hidden(name: Path) -> bool:
    return any(part.startswith(".") for part in name.parts)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", NAMES)
def test_a_writer_that_the_disk_refuses_says_so_and_leaves_what_was_there(
    writers, name, tmp_path, monkeypatch
):
    monkeypatch.setattr("toolkit.reporting.page.writer.draw_pictures", lambda *_: {})
    write, where = writers[name], tmp_path / "there"
    where.mkdir()
    (where / "mine.txt").write_text("mine")
    disk = RefusingDisk(monkeypatch, where)
    write(where)
    n_calls, before = disk.n, content(where)
    assert n_calls >= 3
    is_kept = name == "save_corpus"  # the parts that are there are not written again
    n_moments = LONG.get(name, MOST_MOMENTS)
    moments = sorted({1 + (k * n_calls + k) // n_moments for k in range(n_moments)})
    n_refused = 0
    for number, moment in enumerate(moments):
        disk.refuse_from(moment, CODES[number % len(CODES)])
        try:
            write(where)
        except WritingError as error:
            n_refused += 1
            assert_said(str(error), where)
        finally:
            disk.refuse_from(0, 0)
        for folder in [where, *(path for path in where.rglob("*") if path.is_dir())]:
            recover(folder)  # as the next reader or writer in it does
        assert content(where).keys() >= before.keys()
        assert (where / "mine.txt").read_text() == "mine"
        assert set(content(where)) == set(before), "something is left behind"
        assert not list(where.glob(".toolkit-*"))
    assert n_refused or is_kept
    write(where)
    assert set(content(where)) == set(before)


def assert_said(message: str, where: Path) -> None:
    """One sentence with a name of the user's own, the reason in words, and a way out."""
    assert message.startswith(f"cannot write {where}"), message
    assert "\n" not in message
    assert "Errno" not in message
    assert not re.search(r"\.toolkit-[0-9a-f]{16}", message), message
    assert re.search(r"\. (Free|Choose|Check|Close|Raise) ", message), message


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_too_long_is_refused_in_a_sentence(writers, name, tmp_path):
    with pytest.raises(WritingError, match=r"the name is too long\. Choose a shorter name\."):
        writers[name](tmp_path / ("n" * 300))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_in_the_place_of_the_folder_is_refused_in_a_sentence(writers, name, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(WritingError, match=r"a part of the path is a file, not a folder\. Choose"):
        writers[name](tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


TARGETS = {  # a shared study and a report are written by the same function

    "save_articles": "a.parquet", "save_tokens": "a.tokens", "save_model": "a.model",
    "save_table": "table.csv", "report table": "table.xlsx", "save_figure": "figure.svg",
    "explore": "page.html", "recipe": "recipe.toml", "checkpoint": "checkpoint",
    "write_report": "report/index.html",
}  # fmt: skip


@pytest.mark.parametrize("name", TARGETS)
def test_a_folder_in_the_place_of_the_file_is_refused_in_a_sentence(
    writers, name, tmp_path, monkeypatch
):
    monkeypatch.setattr("toolkit.reporting.page.writer.draw_pictures", lambda *_: {})
    (tmp_path / TARGETS[name]).mkdir(parents=True)
    with pytest.raises(WritingError, match=r"a folder with that name is there\. Choose another"):
        writers[name](tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_moves_that_the_disk_refuses_twice_are_made_by_the_next_process(tmp_path, monkeypatch):
    write_together(tmp_path, {"a.csv": b"old", "a.json": b"old"})
    real, calls = os.replace, []

    def refuse(source, target):
        calls.append(target)
        if Path(target).name == "a.json":
            raise OSError(errno.EROFS, "Read-only file system")
        real(source, target)

    monkeypatch.setattr(together.os, "replace", refuse)
    with pytest.raises(WritingError, match="the disk is read-only"):
        write_together(tmp_path, {"a.csv": b"new", "a.json": b"new"})
    monkeypatch.undo()
    assert (tmp_path / "a.csv").read_bytes() == b"new"
    assert (tmp_path / "a.json").read_bytes() == b"old"
    recover(tmp_path)
    assert content(tmp_path) == {"a.csv": b"new", "a.json": b"new"}
    assert not list(tmp_path.glob(".toolkit-*"))


def test_moves_that_the_disk_refuses_once_are_made_at_the_second_try(tmp_path, monkeypatch):
    write_together(tmp_path, {"a.csv": b"old", "a.json": b"old"})
    real, refused = os.replace, []

    def refuse_once(source, target):
        if Path(target).name == "a.json" and not refused:
            refused.append(target)
            raise OSError(errno.EIO, "Input/output error")
        real(source, target)

    monkeypatch.setattr(together.os, "replace", refuse_once)
    write_together(tmp_path, {"a.csv": b"new", "a.json": b"new"})
    assert refused
    assert content(tmp_path) == {"a.csv": b"new", "a.json": b"new"}


def test_a_draft_that_was_released_is_not_removed_by_the_process_that_made_it(tmp_path):
    draft = drafts.open_draft(tmp_path, drafts.DRAFT)
    drafts.release(draft)
    drafts.discard(draft)
    assert draft.exists()


def test_scratch_arrays_that_find_no_room_say_so_before_they_are_filled(tmp_path, monkeypatch):
    """A page of a mapped file that finds no room ends the process; nothing can be said then."""
    asked = []

    def full(handle, offset, length):
        asked.append(length)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(memory.os, "posix_fallocate", full)
    with use_memory("1MB", folder=tmp_path), pytest.raises(WritingError) as raised:
        scratch_array(10**6, "f8")
    assert asked == [8 * 10**6]
    assert str(raised.value).startswith(f"cannot write {tmp_path}: the disk is full (8.00 MB need")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("code", [errno.EOPNOTSUPP, errno.EINVAL])
def test_a_file_system_that_reserves_nothing_is_no_obstacle(tmp_path, monkeypatch, code):
    def unknown(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(memory.os, "posix_fallocate", unknown)
    with use_memory("1MB", folder=tmp_path):
        array = scratch_array(10**5, "f8")
    array[:] = 1.0
    assert array.sum() == 10**5


def test_an_array_that_grows_beyond_the_disk_says_so(tmp_path):
    resource = pytest.importorskip("resource")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    with use_memory("1MB", folder=tmp_path):
        grown, ones = GrowingArray("f8"), np.ones(2 * 10**4)
        grown.append(ones)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10**5, usual[1]))
        try:
            with pytest.raises(WritingError, match="larger than the limit on files here"):
                grown.append(ones)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_no_folder_for_scratch_files_is_one_sentence(monkeypatch):
    def nowhere(**_):
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(memory, "_temporary", [])
    monkeypatch.setattr(memory.tempfile, "mkdtemp", nowhere)
    with pytest.raises(WritingError, match=r"^cannot write scratch files: No usable temporary dir"):
        memory.work_folder()
