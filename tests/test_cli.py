"""The command: one clear sentence and an exit code for whatever goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pandas as pd
import pytest

from toolkit.cli import BAD_INPUT, DONE, FAILED, INTERRUPTED, main
from toolkit.reading.samples import sample_path
from toolkit.reporting.study.config import read_config

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
        (["--freq", "month"], "10YS; got 'month'. Write --freq MS"),
        (["--freq", "decade"], "got 'decade'. Write --freq 10YS"),
        (["--freq", "often"], "must be one of auto, D, W, MS, QS, YS, 5YS, 10YS; got 'often'"),
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
    assert shown.startswith("1 article from 1 file\n  files: one.txt (1)\n")
    assert "No article names its outlet\nAll dates are 2017-10-06\n" in shown


def test_read_takes_the_folder_of_a_corpus_for_its_articles_alone(tmp_path, capsys):
    """The list of its parts was one more article, and a month the first day of it."""
    main(["corpus", str(sample_path()), str(tmp_path / "big"), "--quiet"])
    capsys.readouterr()
    assert main(["read", str(tmp_path / "big"), "--quiet"]) == DONE
    shown = capsys.readouterr()
    assert shown.out.splitlines()[0] == "257 articles from 1 file"
    assert "3 dates to the month only" in shown.out
    assert not shown.err


@pytest.mark.parametrize("command", ["report", "read", "corpus", "verify"])
def test_the_help_of_each_command_says_what_a_mapping_is(command, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert "columns of a table, such as" in " ".join(capsys.readouterr().out.split())


def test_read_counts_every_headline_of_a_long_table(tmp_path, capsys):
    rows = {"title": [f"Talks on day {i}" for i in range(10_050)], "date": "2018-01-01", "text": ""}
    pd.DataFrame(rows).to_csv(tmp_path / "headlines.csv", index=False)
    assert main(["read", str(tmp_path / "headlines.csv")]) == DONE
    shown = capsys.readouterr().out
    assert "10,050 of 10,050 articles have a headline but no text" in shown
    assert "10,001" not in shown


def test_a_study_file_gives_paths_and_settings_and_options_override_it(study, capsys):
    (study / "study.toml").write_text(
        'articles = "articles"\nthemes = "themes.toml"\nout = "report"\n'
        '[settings]\ntitle = "From the file"\nseed = 7\nn_topics = 0\n',
        encoding="utf-8",
    )
    assert main(["report", "--config", str(study / "study.toml"), "--quiet", "--seed", "8"]) == DONE
    assert "From the file" in (study / "report" / "index.html").read_text(encoding="utf-8")
    record = json.loads((study / "report" / "record.json").read_text(encoding="utf-8"))
    assert record["settings"]["seed"] == 8
    again = read_config(study / "report" / "study.toml")
    assert (again.settings.seed, again.settings.title) == (8, "From the file")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('article = "x"', "study.toml, line 1: unknown name 'article'. Known are articles"),
        (
            "[settings]\nfreqs = 1",
            "study.toml, line 2: unknown setting 'freqs'. Known are n_topics",
        ),
        ('[settings]\nfreq = "month"', "study.toml, line 2: freq must be one of 'auto'"),
        ("[settings]\nfirst = 2018-02-30", "study.toml"),
        ('[settings]\nperiods = {a = ["2018-01-01", "2018-02-01"]}', "needs two periods or more"),
        ("settings = 3", "study.toml, line 1: settings must be a table"),
    ],
)
def test_a_slip_in_a_study_file_names_its_line(study, capsys, text, message):
    (study / "study.toml").write_text(text + "\n", encoding="utf-8")
    assert main(["report", "--config", str(study / "study.toml")]) == BAD_INPUT
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_what_a_report_needs_and_lacks_is_one_sentence(study, capsys):
    assert main(["report", str(study / "articles")]) == BAD_INPUT
    assert capsys.readouterr().err == (
        "toolkit: toolkit report: --themes is missing. Give it, or themes in a study.toml.\n"
    )


def test_output_that_nobody_reads_any_more_ends_the_command_quietly(study):
    words = [sys.executable, "-m", "toolkit", "read", str(study / "articles")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        error = process.stderr.read()
    assert (process.returncode, error) == (141, b"")


def test_a_report_into_the_folder_of_another_leaves_nothing_of_it(study, capsys):
    rows = [{"title": f"Day {i}", "text": f"The war went on, {i}.", "source": "Post",
             "date": f"2018-01-{i % 28 + 1:02d}"} for i in range(40)]  # fmt: skip
    pd.DataFrame(rows).to_csv(study / "articles.csv", index=False)
    (study / "report" / "tables").mkdir(parents=True)
    (study / "report" / "tables" / "mine.csv").write_text("a\n1\n", encoding="utf-8")
    assert run(study, "--quiet", "--min-matches", "1", folder="articles.csv") == DONE
    first = {path.name for path in (study / "report").rglob("*.csv")}
    assert "theme-shares.csv" in first
    assert run(study, "--quiet") == DONE
    page = (study / "report" / "index.html").read_text(encoding="utf-8")
    left = {path.name for path in (study / "report").rglob("*.csv")}
    assert "theme-shares.csv" not in left
    assert "mine.csv" in left
    assert "1 file that is not part of this report: tables/mine.csv." in page
    capsys.readouterr()
    assert main(["check", str(study / "report")]) == BAD_INPUT
    shown = capsys.readouterr().out
    assert shown.splitlines()[1:] == ["tables/mine.csv: foreign: this report did not write it"]


def test_check_names_what_was_changed_since_the_report_was_written(study, capsys):
    assert run(study, "--quiet") == DONE
    (study / "report" / "record.json").write_text("{}", encoding="utf-8")
    (study / "report" / "tables" / "articles.csv").unlink()
    capsys.readouterr()
    assert main(["check", str(study / "report")]) == BAD_INPUT
    shown = capsys.readouterr().out.splitlines()[1:]
    assert shown == [
        "record.json: changed: it is not as the report wrote it",
        "tables/articles.csv: missing: the report wrote it",
    ]


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


def test_the_command_computes_with_one_thread_of_blas():
    """Idle threads of BLAS wait in a loop: a report took up to a fifth more processor time."""
    code = (
        "import sys, toolkit.cli as cli\n"
        "def pools(options):\n"
        "    import scipy.linalg\n"
        "    from threadpoolctl import threadpool_info\n"
        "    found = [one for one in threadpool_info() if one['user_api'] == 'blas']\n"
        "    return 0 if found and all(one['num_threads'] == 1 for one in found) else 9\n"
        "cli._run = pools\n"
        "sys.argv = ['toolkit', 'read', 'x']\n"
        "sys.exit(cli.main())\n"
    )
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "2", "MKL_NUM_THREADS": "2"}
    done = subprocess.run([sys.executable, "-c", code], check=False, env=environment)
    assert done.returncode == 0
