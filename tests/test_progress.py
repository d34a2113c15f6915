"""Progress bars: one line at a time, silent when asked, whatever stands inside."""

import io
import re
import subprocess
import sys
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit._core import progress_bars as module
from toolkit._core import progress_steps
from toolkit._core.progress_bars import progress
from toolkit._core.progress_steps import Steps, seconds_left


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(module, "DELAY_SECONDS", 0.0)
    monkeypatch.setattr(progress_steps, "DELAY_SECONDS", 0.0)
    monkeypatch.setattr(module, "SECONDS_BETWEEN", 0.0)


def outermost(**options):
    """Return a bar that writes into a buffer."""
    return module.Bar(range(3), label="Fitting again", file=io.StringIO(), ascii=True, **options)


def test_an_inner_bar_is_told_at_the_end_of_the_outer_line():
    told = []
    bar = outermost(show=True, mininterval=0)
    for _ in bar:
        inner = progress(range(2), label="Learning topics", unit="epoch")
        told += [bar.postfix for _ in inner]
        assert not bar.postfix
    assert told[1::2] == ["Learning topics: 1 of 2"] * 3
    lines = bar.fp.getvalue()
    assert "Learning topics: 2 of 2" in lines
    assert "\n" not in lines.rstrip("\n")
    assert "\x1b[A" not in lines


def test_a_silent_bar_silences_those_inside_it():
    bar = outermost(show=False)
    for _ in bar:
        inner = progress(range(2), label="Learning topics")
        assert inner.silent
        assert list(inner) == [0, 1]
    assert bar.fp.getvalue() == "" if hasattr(bar, "fp") else bar.disable


def test_three_bars_deep_the_outermost_speaks():
    bar = outermost(show=True)
    middle, inner = progress(total=4, label="Runs"), progress(total=5, label="Epochs")
    inner.update(2)
    assert bar.postfix == "Epochs: 2 of 5"
    inner.close()
    assert bar.postfix == ""
    middle.update()
    assert bar.postfix == "Runs: 1 of 4"
    middle.close()
    bar.close()


def test_a_bar_that_was_left_or_forgotten_is_no_outer_bar():
    with pytest.raises(RuntimeError, match="stop"):
        _leave_early()
    progress(range(3), label="Forgotten")
    after = progress([1], label="Counting")
    assert after.outer is None
    assert list(after) == [1]


def _leave_early():
    for _ in progress(range(3), label="Left"):
        message = "stop"
        raise RuntimeError(message)


def test_items_pass_through_unchanged():
    assert list(progress(iter("ab"), label="Counting", total=2)) == ["a", "b"]


def test_in_a_log_file_a_bar_is_one_line_when_it_ends(capsys):
    assert list(progress([1, 2, 3], label="Reading articles")) == [1, 2, 3]
    assert re.fullmatch(r"Reading articles: 3 articles, \d+\.\d s\n", capsys.readouterr().err)


def test_a_bar_that_is_over_at_once_leaves_no_line(capsys, monkeypatch):
    monkeypatch.setattr(module, "DELAY_SECONDS", 2.0)
    assert list(progress([1], label="Reading articles")) == [1]
    assert capsys.readouterr().err == ""


def test_bars_in_a_step_leave_no_lines_of_their_own(capsys):
    with Steps(("Reading", "Counting words"), label="Report") as steps:
        steps.start()
        list(progress(range(5), label="Reading articles"))
        steps.n_articles = 5_000
        steps.start()
        list(progress(range(5), label="Tokenising"))
    lines = capsys.readouterr().err.splitlines()
    assert [re.sub(r"\d+\.\d s", "… s", line) for line in lines] == [
        "Report, step 1 of 2: reading, 5,000 articles, … s",
        "Report, step 2 of 2: counting words, 5,000 articles, … s",
    ]


def test_the_steps_of_a_part_are_steps_of_the_whole(capsys):
    names = ("Reading", "Counting words", "Drawing figures")
    with Steps(names, label="Report") as whole:
        with Steps(names[:2], label="Study") as study:
            study.start()
            study.start()
        with Steps(names[2:], label="Pictures") as drawn:
            drawn.start()
        assert whole.n_started == 3
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        f"Report, step {k} of 3" for k in (1, 2, 3)
    ]


def test_steps_that_nothing_names_are_a_job_of_their_own():
    with Steps(("Reading",), label="Report", show=False) as whole:
        with Steps(("Counting words",), label="Other", show=False) as other:
            other.start()
        assert (whole.n_started, other.n_started) == (0, 1)


def test_a_step_that_fails_leaves_no_line(capsys):
    def fail_in_the_second():
        with Steps(("Reading", "Counting words"), label="Report") as steps:
            steps.start()
            steps.start()
            message = "stop"
            raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="stop"):
        fail_in_the_second()
    assert [line.partition(",")[0] for line in capsys.readouterr().err.splitlines()] == ["Report"]


@given(usual=st.lists(st.floats(0.1, 100.0), min_size=2, max_size=9), speed=st.floats(0.01, 100.0))
def test_the_time_left_is_right_where_steps_take_their_usual_part(usual, speed):
    for begun in range(2, len(usual) + 1):
        done = speed * sum(usual[: begun - 1])
        left = seconds_left(usual, begun, done)
        assert left is None or left == pytest.approx(speed * sum(usual[begun - 1 :]))


def test_no_time_left_is_named_before_enough_is_done():
    assert seconds_left([1, 99], 2, 3.0) is None
    assert seconds_left([], 1, 3.0) is None


def test_a_bar_makes_no_semaphore_of_the_system():
    script = """
        from multiprocessing import synchronize
        from toolkit._core.progress_bars import Bar, progress

        synchronize.SemLock.__init__ = None
        with progress(total=1, label="Counting"):
            Bar.write("between")
    """
    run = [sys.executable, "-c", textwrap.dedent(script)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "between", "")
