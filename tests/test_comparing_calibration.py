"""A short form of benchmarks/calibration.py: the promises, in fewer worlds with fixed seeds.

The bounds are those that a method which keeps its promise passes 999 times in 1,000; the seeds are
fixed, so a failure here means that the method has changed.
"""

from __future__ import annotations

import importlib.util
from functools import partial
from pathlib import Path

import pytest
from scipy.stats import binom

WORLDS = 80
BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "calibration.py"


def load():
    spec = importlib.util.spec_from_file_location("calibration", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARK.parent))
        spec.loader.exec_module(module)
    return module


calibration = load()


def bounds(low: float, high: float, n_worlds: int) -> tuple[float, float]:
    """Rates that a true rate between ``low`` and ``high`` stays within."""
    return binom.ppf(5e-4, n_worlds, low) / n_worlds, binom.ppf(1 - 5e-4, n_worlds, high) / n_worlds


HOLDS = {
    "a share over 15 days": partial(calibration.interval_holds, n_days=15, share=0.2),
    "a rare share over 25 days": partial(calibration.interval_holds, n_days=25, share=0.05),
    "a part of articles": partial(calibration.interval_holds, n_days=25, share=0.2, kind="part"),
    "two periods": partial(calibration.difference_holds, nested=True, n_days=40, gap=0.15),
    "two outlets": partial(calibration.difference_holds, nested=False, n_days=40, gap=0.15),
    "hand codes": calibration.corrected_holds,
    "a divergence": partial(calibration.divergence_holds, shift=0.6),
    "a change within outlets": calibration.within_holds,
}


@pytest.mark.parametrize("name", HOLDS)
def test_95_percent_intervals_hold_the_truth_95_percent_of_the_time(name):
    low, high = bounds(0.93, 0.97, WORLDS)
    assert low <= calibration.rate(HOLDS[name], WORLDS) <= high


REJECTS = {
    "two periods": partial(calibration.null_rejected, nested=True, n_days=30),
    "two outlets": partial(calibration.null_rejected, nested=False, n_days=50),
    "any of twenty topics": partial(calibration.any_of_twenty_rejected, adjusted=True),
    "divergence": partial(calibration.divergence_rejected, nested=True),
    "an ordinary date": calibration.event_rejected,
    "any of five themes on an ordinary date": calibration.any_theme_rejected,
    "pairs of the same day and section": calibration.pair_null_rejected,
    "an ordinary date of one outlet beside others": calibration.expected_rejected,
    "outlets, 60 of them": partial(calibration.outlet_effect_rejected, n_outlets=60, n_treated=30),
}


@pytest.mark.parametrize("name", REJECTS)
def test_tests_at_5_percent_reject_a_true_null_5_percent_of_the_time(name):
    low, high = bounds(0.04, 0.06, WORLDS)
    assert low <= calibration.rate(REJECTS[name], WORLDS) <= high


def test_change_points_are_found_and_not_invented():
    assert calibration.rate(calibration.false_break, 40) <= bounds(0.0, 0.05, 40)[1]
    assert calibration.rate(calibration.break_found, 30) >= bounds(0.9, 1.0, 30)[0]
    assert calibration.rate(calibration.two_breaks_found, 30) >= bounds(0.9, 1.0, 30)[0]
    assert calibration.rate(calibration.break_dated, 30) >= bounds(0.95, 1.0, 30)[0]


def test_twelve_outlets_do_not_pass_chance_for_an_effect_as_the_usual_errors_do():
    few = {"n_outlets": 12, "n_treated": 3}
    ours = partial(calibration.outlet_effect_rejected, **few)
    usual = partial(calibration.outlet_effect_rejected_plainly, **few)
    assert calibration.rate(ours, WORLDS) <= bounds(0.0, 0.06, WORLDS)[1]
    assert calibration.rate(usual, WORLDS) >= 0.1


def test_outlets_that_differ_in_their_sections_alone_differ_until_they_are_matched():
    every = partial(calibration.pair_null_rejected, matched=False)
    assert calibration.rate(every, 10) >= 0.9


def test_articles_as_units_break_the_promise():
    careless = partial(calibration.divergence_rejected, nested=True, by_article=True)
    assert calibration.rate(careless, 30) >= 0.4
