"""Without forks, file locks, Unix signals and links, the writers and the command still work.

The modules of the toolkit are shown a system that lacks what Windows lacks; what Windows does
otherwise is not imitated.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import types
from pathlib import Path

import pytest
from matplotlib.figure import Figure

import toolkit as tt
from toolkit import cli
from toolkit._core import drafts, memory_limit, supervisor, terminal_output, write_errors
from toolkit._core.atomic import write_text
from toolkit._core.staged_folder import FILES, whole_folder
from toolkit._core.supervisor import run_supervised
from toolkit._core.together import recover, write_together
from toolkit.errors import WritingError
from toolkit.reporting.figures.figure_checks import bring

SIGNALS = ("SIGKILL", "SIGHUP", "pthread_sigmask")
CALLS = ("fork", "waitpid", "mkfifo", "O_NOFOLLOW", "O_DIRECTORY", "WIFEXITED")


class Windows:
    """The module ``sys`` of another system."""

    platform = "win32"

    def __getattr__(self, name):
        return getattr(sys, name)


@pytest.fixture(autouse=True)
def _windows(monkeypatch):
    """Take away from the toolkit what Windows does not have."""
    seen = Windows()
    for module in (drafts, memory_limit, supervisor, terminal_output, write_errors):
        if hasattr(module, "sys"):
            monkeypatch.setattr(module, "sys", seen)
    monkeypatch.delattr(drafts, "fcntl", raising=False)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "resource", None)
    for name in SIGNALS:
        monkeypatch.delattr(signal, name, raising=False)
    for name in CALLS:
        monkeypatch.delattr(os, name, raising=False)

    def no_link(*_args, **_options):
        raise OSError(errno.EPERM, "A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", no_link)
    opened = os.open

    def files_only(path, flags, *mode, **of_shutil):
        if Path(path).is_dir() and not of_shutil:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, flags, *mode, **of_shutil)

    monkeypatch.setattr(os, "open", files_only)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_are_written_alone_together_and_as_a_folder(tmp_path):
    write_text(tmp_path / "a.csv", "old")
    write_text(tmp_path / "a.csv", "new")
    write_together(tmp_path, {"b.csv": b"1", "b.json": b"2"})
    write_together(tmp_path, {"b.csv": b"3"}, remove=["b.json"])
    with whole_folder(tmp_path / "report") as stage:
        write_text(stage / "figures" / "a.svg", "<svg/>")
    assert (tmp_path / "a.csv").read_text() == "new"
    assert names(tmp_path) == ["a.csv", "b.csv", "report"]
    assert names(tmp_path / "report") == ["figures", FILES]


def test_a_draft_of_yesterday_is_swept_and_one_of_today_is_not(tmp_path):
    old, new = (tmp_path / drafts.draft_name(drafts.DRAFT) for _ in range(2))
    for draft in (old, new):
        draft.write_text("half")
    os.utime(old, (1, 1))
    recover(tmp_path)
    assert names(tmp_path) == [new.name]


def test_a_job_runs_in_the_process_of_the_command(tmp_path):
    said = []
    assert run_supervised(lambda: 3, say=said.append) == 3
    assert not said


def test_no_limit_on_memory_is_known(tmp_path):
    assert memory_limit.address_space() is None
    assert memory_limit.run_under_limit(["read", "x"]) is None
    assert "there is not enough memory for this job" in memory_limit.memory_message()


def test_everything_that_is_saved_is_read_again(tmp_path):
    articles = tt.load_sample().iloc[:8]
    tokens = tt.tokenize(articles["body"], progress=False)
    tt.load_articles(tt.save_articles(articles, tmp_path / "a.parquet"))
    assert tt.load_tokens(tt.save_tokens(tokens, tmp_path / "a.tokens")).terms == tokens.terms
    table = articles[["title"]].reset_index(drop=True)
    tt.save_table(table, tmp_path / "t")
    tt.to_report_table(table).save(tmp_path / "r", formats=["csv", "xlsx"])
    assert tt.read_report_table(tmp_path / "r.csv").equals(table)
    figure = Figure(figsize=(2, 2))
    tt.save_figure(figure, tmp_path / "f", data=table)
    assert cli.main(["check", str(tmp_path)]) == 0


def test_a_file_that_another_program_has_open_is_said_to_be_in_use(tmp_path, monkeypatch):
    target = write_text(tmp_path / "shares.csv", "old")

    def in_use(_one, _other):
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(os, "replace", in_use)
    with pytest.raises(WritingError, match=r"shares\.csv: .* or another program has the file open"):
        write_text(target, "new")
    assert target.read_text() == "old"
    assert names(tmp_path) == ["shares.csv"]


def test_a_reader_that_goes_away_ends_the_command_without_a_word(capsys, monkeypatch):
    monkeypatch.setattr(terminal_output, "drop_output", lambda: None)  # that of the tests stays

    def work(_options):
        raise OSError(errno.EINVAL, "Invalid argument")  # what a closed pipe is there

    assert cli._run(types.SimpleNamespace(run=work)) == cli.CLOSED_PIPE
    assert capsys.readouterr().err == ""


def test_what_a_notebook_reads_is_copied_where_it_cannot_be_linked(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("a")
    (tmp_path / "themes.toml").write_text("")
    there = tmp_path / "there"
    there.mkdir()
    for name in ("corpus", "themes.toml"):
        bring(tmp_path / name, there)
    assert (there / "corpus" / "a.txt").read_text() == "a"
    assert names(there) == ["corpus", "themes.toml"]


def test_an_interrupt_ends_the_command_with_its_code(capsys):
    def work(_options):
        raise KeyboardInterrupt

    assert cli._run(types.SimpleNamespace(run=work, out="report")) == cli.INTERRUPTED
    assert capsys.readouterr().err.startswith("toolkit: interrupted. report is as it was before")
