"""Modules that are loaded when they are used, whoever imported them before."""

import subprocess
import sys

import pytest


def printed(*lines: str) -> list[str]:
    """Return what the lines print in a fresh process."""
    code = "import sys\nfrom toolkit._core.late_modules import loaded_when_used\n"
    code += "\n".join(lines)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_a_fit_loads_no_scipy_stats_and_who_asks_for_it_gets_it_whole():
    lines = printed(
        "import numpy as np, toolkit as tt",
        "tt.LDA(2, max_epochs=2).fit(np.eye(6))",
        "print('scipy.stats' in sys.modules)",
        "import scipy, sklearn.utils.fixes",
        "print(sklearn.utils.fixes._mode(np.array([1, 2, 2]))[0].item())",
        "from scipy import stats",
        "print(type(stats).__name__, stats is scipy.stats is sys.modules['scipy.stats'])",
    )
    assert lines == ["False", "2", "module True"]


@pytest.mark.parametrize(
    "line",
    [
        "import scipy.datasets as given; given.face",
        "from scipy.datasets import face",
        "import scipy; scipy.datasets.face",
        "import scipy.datasets._fetchers",
        "from importlib import import_module; import_module('scipy.datasets').face",
    ],
)
def test_inside_the_block_whatever_is_used_is_loaded(line):
    lines = printed(
        "with loaded_when_used('scipy.datasets'):",
        "    import scipy.datasets as early",
        f"    {line}",
        "    print(type(sys.modules['scipy.datasets']).__name__)",
        "import scipy.datasets as late",
        "print(early.face is late.face, late is sys.modules['scipy.datasets'])",
    )
    assert lines == ["module", "True True"]


def test_what_is_loaded_stays_and_what_nobody_uses_is_not():
    lines = printed(
        "import scipy.datasets as before",
        "with loaded_when_used('scipy.datasets'), loaded_when_used('scipy.ndimage'):",
        "    import scipy.datasets, scipy.ndimage",
        "    print(scipy.datasets is before)",
        "print(scipy.datasets is before, 'scipy.ndimage' in sys.modules)",
        "print(scipy.ndimage.label.__name__)",
    )
    assert lines == ["True", "True False", "label"]


def test_the_block_gives_way_after_an_error():
    lines = printed(
        "try:",
        "    with loaded_when_used('scipy.datasets'):",
        "        1 / 0",
        "except ZeroDivisionError:",
        "    print('scipy.datasets' in sys.modules)",
    )
    assert lines == ["False"]
