"""The command: one clear sentence and an exit code for whatever goes wrong."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

from toolkit.cli import BAD_INPUT, DONE, FAILED, INTERRUPTED, main

THEMES = '[conflict]\nterms = ["war"]\n'
ARTICLE = (
    "Truce holds\n\nUpdated 6 October 2017\n\nTruce holds\n\n"
    "PARIS: The war paused.\n\nIt may end.\n"
)


@pytest.fixture
def study(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "themes.toml").write_text(THEMES, encoding="utf-8")
    return tmp_path


def run(study, *words, folder="articles"):
    out = study / "report"
    themes = study / "themes.toml"
    return main(["report", str(study / folder), "--themes", str(themes), "--out", str(out), *words])


def test_a_report_is_written_and_its_place_printed(study, capsys):
    assert run(study, "--quiet") == DONE
    page = study / "report" / "index.html"
    assert capsys.readouterr().out.strip() == str(page)
    assert "1 article" in page.read_text(encoding="utf-8")


def test_an_empty_folder_is_one_sentence_and_not_zero(study, capsys):
    (study / "empty").mkdir()
    assert run(study, folder="empty") == BAD_INPUT
    error = capsys.readouterr().err
    assert error.startswith("toolkit: read_articles: ")
    assert "empty" in error
    assert error.count("\n") == 1
    assert not (study / "report").exists()


def test_a_wrong_path_is_one_sentence_and_not_zero(study, capsys):
    assert run(study, folder="nowhere") == BAD_INPUT
    error = capsys.readouterr().err
    assert "nowhere" in error
    assert error.count("\n") == 1


def test_missing_themes_are_named(study, capsys):
    (study / "themes.toml").unlink()
    assert run(study) == BAD_INPUT
    assert "cannot read themes.toml" in capsys.readouterr().err


def test_a_span_without_articles_says_which_days_there_are(study, capsys):
    assert run(study, "--from", "2020-01-01") == BAD_INPUT
    assert "2017-10-06" in capsys.readouterr().err


def test_a_full_disk_is_not_blamed_on_the_input(study, capsys, monkeypatch):
    def full(*_args, **_kwargs):
        message = "No space left on device"
        raise OSError(message)

    monkeypatch.setattr("toolkit.reporting.write_report", full)
    assert run(study, "--quiet") == FAILED
    assert "No space left on device" in capsys.readouterr().err


def test_an_interrupt_has_its_own_code(study, capsys, monkeypatch):
    def stop(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("toolkit.reporting.run_study", stop)
    assert run(study) == INTERRUPTED
    assert "interrupted" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--from", "1 May"], "must be a day such as 2018-10-22; got '1 May'"),
        (["--topics", "-3"], "must be a non-negative integer; got '-3'"),
        (["--freq", "month"], "invalid choice: 'month'"),
    ],
)
def test_wrong_words_are_refused_before_any_work(study, capsys, words, message):
    with pytest.raises(SystemExit) as stop:
        run(study, *words)
    assert stop.value.code == 2
    assert message in capsys.readouterr().err


def test_python_m_toolkit_is_the_same_command():
    shown = subprocess.run(
        [sys.executable, "-m", "toolkit", "--version"], capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith("toolkit 0.")


def test_read_shows_what_came_in(study, capsys):
    assert main(["read", str(study / "articles")]) == DONE
    shown = capsys.readouterr().out
    assert shown.startswith("1 articles\n0 without a usable date\n")


def test_quiet_means_no_progress_bar(study):
    code = (
        "import sys; from toolkit.cli import main; code = main(sys.argv[1:]); "
        "from toolkit._core.progress_bars import progress; "
        "print(progress([1], label='x').disable); "
        "sys.exit(code)"
    )
    themes, out = str(study / "themes.toml"), str(study / "out")
    words = ["report", str(study / "articles"), "--themes", themes, "--out", out, "--quiet"]
    shown = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    assert shown.stdout.splitlines()[-1] == "True"
    assert shown.stderr == ""


def test_check_and_rebuild_say_why_after_a_colon(capsys, monkeypatch):
    checked = pd.DataFrame(
        [("a", "current", ""), ("b", "stale", "the articles have changed")],
        columns=["figure", "state", "reason"],
    )
    monkeypatch.setattr("toolkit.reporting.figures.figure_checks.check_figures", lambda _: checked)
    assert main(["check", "figures"]) == BAD_INPUT
    assert capsys.readouterr().out == "a: current\nb: stale: the articles have changed\n"
    made = pd.DataFrame(
        [("a.png", True, ""), ("a.svg", False, "settings.seed: 1, now 2")],
        columns=["file", "same", "reason"],
    )
    monkeypatch.setattr("toolkit.reporting.figures.figure_checks.rebuild_figure", lambda _: made)
    assert main(["rebuild", "figures/a.png"]) == BAD_INPUT
    assert capsys.readouterr().out == "a.png: the same\na.svg: differs: settings.seed: 1, now 2\n"
