"""A study that does not fit the memory: the same bytes, resumed after an end, nothing left over."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest

import toolkit as tt
from tests.made_news import write_news
from toolkit._core.memory import use_memory
from toolkit._core.use_locks import leave
from toolkit._core.work_names import CORPUS, work_beside
from toolkit.cli import BAD_INPUT, DONE, INTERRUPTED, main
from toolkit.errors import InputError, WritingError
from toolkit.reading.corpus import Corpus
from toolkit.reporting.page import explorer_sample
from toolkit.reporting.page.explorer_parts import study_explorer, study_parts
from toolkit.reporting.page.writer import study_record, study_tables
from toolkit.reporting.study.input_estimates import input_size
from toolkit.reporting.study.work_folder import Work, corpus_of_input, study_work
from toolkit.reporting.tables.export import csv_bytes, flat_table

ROOT = Path(__file__).parents[1]
LITTLE = "8MB"
SETTINGS = tt.Settings(n_topics=4, stability_runs=2)


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    return write_news(tmp_path_factory.mktemp("news"), 1000)


@pytest.fixture(scope="module")
def in_memory(news):
    return tt.run_study(*news, settings=SETTINGS, show_progress=False)


@pytest.fixture(scope="module")
def on_disk(news, tmp_path_factory):
    with use_memory(LITTLE, folder=tmp_path_factory.mktemp("work")):
        yield tt.run_study(*news, settings=SETTINGS, show_progress=False)


@pytest.fixture
def without_pictures(monkeypatch):
    monkeypatch.setattr("toolkit.reporting.page.writer.draw_pictures", lambda *_: {})


def written(study):
    """Return every table of a study as it is written, and its record."""
    tables = {name: csv_bytes(flat_table(rows)) for name, rows in study_tables(study).items()}
    return tables, study_record(study)


def differing(one: Path, other: Path) -> list[str]:
    """Return the files of two folders that are not the same in both."""
    names = {
        path.relative_to(folder) for folder in (one, other) for path in folder.rglob("*")
        if path.is_file()
    }  # fmt: skip
    return sorted(
        str(name)
        for name in names
        if not all((folder / name).is_file() for folder in (one, other))
        or (one / name).read_bytes() != (other / name).read_bytes()
    )


def command(news, folder, *words):
    articles, themes = news
    given = ["--themes", str(themes), "--out", str(folder / "report"), "--topics", "0", "--quiet"]
    return ["report", str(articles), *given, *words]


def test_a_study_beyond_the_memory_lies_on_disk_and_gives_the_same_tables(in_memory, on_disk):
    assert isinstance(on_disk.articles, Corpus)
    assert not isinstance(in_memory.articles, Corpus)
    tables, record = written(in_memory)
    stored, stored_record = written(on_disk)
    assert [name for name in tables if tables[name] != stored.get(name)] == []
    assert stored.keys() == tables.keys()
    assert json.dumps(stored_record) == json.dumps(record)
    assert on_disk.limits == in_memory.limits


@pytest.mark.parametrize("text", ["none", "passages", "full"])
def test_the_explorer_of_a_study_on_disk_has_the_same_bytes(in_memory, on_disk, text):
    pages = [study_explorer(one, text=text, title="News").html for one in (in_memory, on_disk)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "settings",
    [
        tt.Settings(n_topics=0, first="2016-03-01", last="2017-06-30"),
        tt.Settings(n_topics=0, outlets=("River Times",), freq="QS"),
        tt.Settings(n_topics=0, source_names={"Harbour post": "Harbour Post"}, copies="first"),
        tt.Settings(n_topics=0, languages=("en",), text="both", copies="weight"),
    ],
    ids=["days", "outlets", "names", "languages"],
)
def test_a_part_of_the_articles_is_the_same_part_on_disk(news, settings, tmp_path):
    plain = tt.run_study(*news, settings=settings, show_progress=False)
    with use_memory(LITTLE, folder=tmp_path / "work"):
        stored = tt.run_study(*news, settings=settings, show_progress=False)
        assert isinstance(stored.articles, Corpus)
        assert written(stored) == written(plain)


def test_a_report_of_a_corpus_folder_is_that_of_its_articles(
    news, tmp_path, without_pictures, capsys
):
    big = tmp_path / "big"
    assert main(["corpus", str(news[0]), str(big), "--quiet"]) == DONE
    assert capsys.readouterr().out == f"1,000 articles in 1 part: {big}\n"
    one, other = tmp_path / "one", tmp_path / "other"
    assert main(command(news, one)) == DONE
    assert main(command((big, news[1]), other)) == DONE
    named = ["explorer.html", "files.json", "index.html", "study.toml"]  # they name the input
    assert set(differing(one / "report", other / "report")) <= set(named)


def test_a_report_within_little_memory_has_the_same_bytes_and_leaves_nothing_behind(
    news, tmp_path, without_pictures
):
    assert main(command(news, tmp_path / "a")) == DONE
    assert main(command(news, tmp_path / "b", "--memory", LITTLE)) == DONE
    assert differing(tmp_path / "a" / "report", tmp_path / "b" / "report") == []
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["report"]


def test_a_work_folder_that_was_named_stays_and_spares_reading(
    news, tmp_path, without_pictures, monkeypatch
):
    work = ["--memory", LITTLE, "--work", str(tmp_path / "work")]
    assert main(command(news, tmp_path / "a", *work)) == DONE
    monkeypatch.setattr("toolkit.reporting.study.corpus_input.iter_articles", None)
    assert main(command(news, tmp_path / "b", *work)) == DONE
    assert differing(tmp_path / "a" / "report", tmp_path / "b" / "report") == []


def test_what_an_interrupt_leaves_is_kept_and_the_message_says_how_to_go_on(
    news, tmp_path, without_pictures, monkeypatch, capsys
):
    def stop(*_args, **_options):
        raise KeyboardInterrupt

    given = command(news, tmp_path, "--memory", LITTLE)
    with monkeypatch.context() as patch:
        patch.setattr("toolkit.reporting.study.job.near_duplicates", stop)
        assert main(given) == INTERRUPTED
    said = capsys.readouterr().err
    assert f"kept in {tmp_path / '.report-work'}. To go on: toolkit report" in said
    again = said.strip().rpartition("To go on: toolkit ")[2].split()
    assert again == [*given, "--resume"]
    assert not (tmp_path / "report").exists()
    monkeypatch.setattr("toolkit.reporting.study.corpus_input.iter_articles", None)
    assert main(again) == DONE
    assert not (tmp_path / ".report-work").exists()


def test_the_way_on_is_found_where_a_file_names_the_folder_of_the_report(
    news, tmp_path, monkeypatch, capsys
):
    def stop(*_args, **_options):
        raise KeyboardInterrupt

    config = tmp_path / "study.toml"
    paths = f'articles = "{news[0]}"\nthemes = "{news[1]}"\nout = "report"\n'
    config.write_text(paths, encoding="utf-8")
    monkeypatch.setattr("toolkit.reporting.study.job.near_duplicates", stop)
    assert main(["report", "--config", str(config), "--memory", LITTLE, "--quiet"]) == INTERRUPTED
    assert f"kept in {tmp_path / '.report-work'}" in capsys.readouterr().err


def test_there_must_be_something_to_resume(news, tmp_path, capsys):
    assert main(command(news, tmp_path, "--resume")) == BAD_INPUT
    assert "there is no unfinished work in" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_work_of_articles_that_were_changed_since_is_begun_anew_or_refused(
    news, tmp_path, without_pictures, capsys
):
    mine = tmp_path / "mine"
    mine.mkdir()
    articles = Path(shutil.copy(news[0], mine)), news[1]
    work = ["--memory", LITTLE, "--work", str(tmp_path / "work")]
    assert main(command(articles, tmp_path, *work)) == DONE
    kept = articles[0].read_text(encoding="utf-8").splitlines(keepends=True)
    articles[0].write_text("".join(kept[:-1]), encoding="utf-8")
    assert main(command(articles, tmp_path, *work, "--resume")) == BAD_INPUT
    assert "of articles that were changed since" in capsys.readouterr().err
    assert main(command(articles, tmp_path, *work)) == DONE
    assert "999 articles" in (tmp_path / "report" / "index.html").read_text(encoding="utf-8")


def test_a_failure_keeps_the_work_only_if_there_is_any(tmp_path):
    def fail(out):
        with study_work(LITTLE, None, out=out) as folder:
            folder.mkdir()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail(tmp_path / "report")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["--memory", "much"], ["--memory", "-1GB"]])
def test_a_memory_that_is_no_size_is_refused(news, tmp_path, words, capsys):
    with pytest.raises(SystemExit):
        main(command(news, tmp_path, *words))
    assert re.search("must be a size such as 4GiB|expected one argument", capsys.readouterr().err)


def test_the_size_of_an_input_is_estimated_from_its_files(news, tmp_path):
    found = input_size(news[0])
    assert found.n_articles == pytest.approx(1000, rel=0.05)
    assert found.n_bytes == news[0].stat().st_size
    tt.save_articles(tt.read_articles(news[0], progress=False), tmp_path / "a.parquet")
    stored = input_size(tmp_path / "a.parquet")
    assert stored.n_articles == 1000
    assert stored.n_bytes > (tmp_path / "a.parquet").stat().st_size
    assert input_size(tmp_path / "nowhere.csv") == (0, 0)


def test_a_disk_with_too_little_room_is_told_before_the_study_begins(news, tmp_path, monkeypatch):
    usual, needed = shutil.disk_usage(tmp_path), input_size(news[0]).disk
    settings = replace(SETTINGS, first="1890-01-01", last="1890-01-02")  # of which there is none

    def attempt(free):
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usual._replace(free=free))
        with study_work(LITTLE, tmp_path / "work", out=tmp_path / "report"):
            tt.run_study(*news, settings=settings, show_progress=False)

    told = pytest.warns(UserWarning, match="0.0 GB are free. Make room, or name a folder")
    with told, pytest.raises(InputError, match="none of the"):
        attempt(needed // 20)
    with pytest.raises(InputError, match="none of the"):
        attempt(needed)  # enough; and half of it lies there already
    size = sum(file.stat().st_size for file in (tmp_path / "work").rglob("*") if file.is_file())
    assert 0 < size < needed


def test_a_page_of_many_articles_is_made_of_some_and_says_so(in_memory, monkeypatch):
    monkeypatch.setattr(explorer_sample, "MOST_ARTICLES", 600)
    parts = study_parts(in_memory, text="none", title="News")
    assert len(parts.articles) == 600
    assert parts.limits[0].startswith("To keep the file small, it is made of 600 of the 1,000")
    present = in_memory.scores.loc[parts.articles.index]
    assert parts.present.equals(present)
    sizes = [len(pair.groups) for pair in parts.pairs]
    assert sizes == [600] * len(in_memory.comparisons)
    for pair in parts.pairs:
        known = present.loc[pair.kept.index]
        share = known[pair.kept == pair.a]["conflict"].mean()
        told = pair.themes.set_index("theme").loc["conflict", "share"]
        assert told == pytest.approx(share)


def test_the_code_that_selects_the_articles_of_a_page_selects_them(in_memory, monkeypatch):
    monkeypatch.setattr(explorer_sample, "MOST_ARTICLES", 600)
    parts = study_parts(in_memory, text="none", title="News")
    lines = parts.setup.splitlines()
    held = {"study": in_memory, "tt": tt}
    exec("\n".join(line for line in lines if not line.startswith("study =")), held)
    assert sorted(held["articles"].index) == sorted(parts.articles.index)
    assert len(held["tokens"]) == len(held["dtm"]) == len(held["topics"]) == 600


def test_a_page_holds_every_article_of_a_usual_study(in_memory):
    assert len(study_parts(in_memory, text="none", title="News").articles) == 1000


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
def test_a_killed_report_goes_on_to_the_same_bytes(news, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    given = [sys.executable, "-m", "toolkit", *command(news, tmp_path, "--memory", LITTLE)]
    job = subprocess.Popen(given, env=environment, stderr=subprocess.DEVNULL)
    time.sleep(4.0)
    job.kill()
    job.wait()
    assert subprocess.run(given, env=environment, check=False).returncode == DONE
    settings = replace(SETTINGS, n_topics=0, stability_runs=5)
    plain = tt.run_study(*news, settings=settings, show_progress=False)
    record = json.loads((tmp_path / "report" / "record.json").read_text(encoding="utf-8"))
    assert record == json.loads(json.dumps(study_record(plain)))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs the processes of Unix")
def test_a_study_killed_at_any_change_of_the_disk_goes_on_to_the_same_tables(tmp_path):
    times = os.environ.get("TOOLKIT_KILLS", "6")
    command = [sys.executable, "-m", "tests.killed_studies", str(tmp_path), times, "2018"]
    environment = {**os.environ, "TQDM_DISABLE": "1"}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_a_work_folder_in_use_by_another_report_is_refused(news, tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr("toolkit._core.drafts.SECONDS_FOR_A_LOCK", 0.1)
    work = tmp_path / "work"
    work.mkdir()
    handle = os.open(work, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with (
            pytest.raises((InputError, OSError), match="another process has been writing"),
            study_work(LITTLE, work, out=tmp_path / "report"),
        ):
            tt.run_study(*news, settings=SETTINGS, show_progress=False)
    finally:
        os.close(handle)


def in_use_elsewhere(folder: Path) -> subprocess.Popen[str]:
    """Return another process that has a folder in use until its input is closed."""
    code = f"""
        import sys
        from pathlib import Path
        from toolkit._core.use_locks import enter
        enter(Path({str(folder)!r}))
        print("entered", flush=True)
        sys.stdin.read()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout.readline() == "entered\n"
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="needs the locks of Unix")
def test_articles_that_another_report_works_on_are_not_deleted_for_others(tmp_path):
    work = Work(tmp_path / "work", must_resume=False)
    with corpus_of_input(work, {"files": "first"}) as (corpus, _):
        corpus.mkdir()
        (corpus / "corpus.json").write_text("{}")
    leave(work.folder)  # this process is done with it
    with in_use_elsewhere(corpus) as other:
        with (
            pytest.raises(InputError, match="another report is working on other articles in"),
            corpus_of_input(work, {"files": "second"}),
        ):
            pass
        assert (corpus / "corpus.json").exists()
        with corpus_of_input(work, {"files": "first"}) as (_, is_whole):
            assert is_whole, "two reports of the same articles share them"
        leave(work.folder)
        other.stdin.close()
    with corpus_of_input(work, {"files": "second"}) as (corpus, is_whole):
        assert not is_whole
        assert not corpus.exists()
        corpus.mkdir()
    leave(work.folder)


@pytest.mark.skipif(sys.platform == "win32", reason="needs the locks of Unix")
def test_a_hidden_work_folder_that_another_report_has_in_use_is_not_deleted(tmp_path):
    corpus = work_beside(tmp_path / "report") / CORPUS
    corpus.mkdir(parents=True)
    with in_use_elsewhere(corpus) as other:
        with study_work(LITTLE, None, out=tmp_path / "report"):
            pass
        assert corpus.exists()
        other.stdin.close()
    with study_work(LITTLE, None, out=tmp_path / "report"):
        pass
    assert not corpus.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs the permissions of Unix")
def test_a_work_folder_that_cannot_be_written_is_named_with_what_to_do(tmp_path):
    (tmp_path / "file").write_text("mine")
    work = Work(tmp_path / "file" / "work", must_resume=False)
    with (
        pytest.raises(WritingError, match=r"^cannot write .*work: a part of the path is a file"),
        corpus_of_input(work, {"files": "first"}),
    ):
        pass


def test_a_work_folder_in_which_other_files_lie_loses_none_of_them(news, tmp_path, capsys):
    work = tmp_path / "work"
    (work / CORPUS).mkdir(parents=True)
    (work / CORPUS / "mine.txt").write_text("mine")
    assert main(command(news, tmp_path, "--work", str(work), "--memory", LITTLE)) == BAD_INPUT
    assert "holds mine.txt, which is not of a corpus on disk" in capsys.readouterr().err
    assert (work / CORPUS / "mine.txt").read_text() == "mine"
