"""Progress bars: one line at a time, silent when asked, whatever stands inside."""

import io

import pytest

from toolkit._core import progress_bars as module
from toolkit._core.progress_bars import progress


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(module, "DELAY_SECONDS", 0.0)
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
