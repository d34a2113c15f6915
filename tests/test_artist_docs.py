"""Matplotlib loaded without the lists of settings in docstrings that nobody reads."""

import subprocess
import sys

import pytest

SHOWN = """
import toolkit as tt
tt.plot.theme_panels
from matplotlib.artist import Artist
from matplotlib.lines import Line2D
class Later(Line2D): pass
line = Line2D([0, 1], [0, 1])
line.set(linewidth=3.5)
print("dash_capstyle" in Line2D.set.__doc__, "dash_capstyle" in Later.set.__doc__, line.get_lw())
print(type(vars(Artist)["_update_set_signature_and_docstring"]).__name__, "lines" in Line2D.__doc__)
"""


@pytest.mark.parametrize(
    ("before", "listed"),
    [
        ("", False),
        ("import sys; sys.ps1 = '>>> '", True),
        ("import sys; sys.modules['IPython'] = sys", True),
        ("import matplotlib.pyplot", True),
    ],
)
def test_docstrings_of_set_are_left_out_where_nobody_types_and_set_works_all_the_same(
    before, listed
):
    done = subprocess.run(
        [sys.executable, "-c", before + SHOWN], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == [str(listed), "True", "3.5", "classmethod", "True"], done.stderr


def test_an_unknown_setting_is_still_an_error():
    code = (
        "import toolkit as tt; tt.plot; from matplotlib.lines import Line2D\n"
        "try: Line2D([0], [0]).set(no_such_setting=1)\n"
        "except AttributeError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "no_such_setting" in done.stdout
