"""Rarely used parts of numpy, kept out of what SciPy takes over."""

import subprocess
import sys

import numpy as np
import pytest

from toolkit._core.numpy_parts import PARTS, numpy_without_parts


def fail_inside() -> None:
    with numpy_without_parts():
        assert not set(PARTS) & set(np.__all__)
        raise ZeroDivisionError


def test_the_lists_of_numpy_are_put_back_even_after_an_error():
    before = list(np.__all__), set(np.__numpy_submodules__)
    with pytest.raises(ZeroDivisionError):
        fail_inside()
    assert (list(np.__all__), set(np.__numpy_submodules__)) == before


def test_statistics_and_models_load_no_part_and_who_asks_for_one_gets_it():
    code = (
        "import sys, toolkit.stats, toolkit.models.lda\n"
        "print([name for name in ('numpy.f2py', 'numpy.testing') if name in sys.modules])\n"
        "import numpy, scipy.special, scipy.sparse, scipy.stats\n"
        "print(numpy.testing.__name__, numpy.f2py.__name__, 'f2py' in numpy.__all__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "numpy.testing numpy.f2py True"]
