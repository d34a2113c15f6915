"""Topics and themes in dated news articles: ``import toolkit as tt``.

One direction of flow, with documented tables between the steps:

read → clean → tokenise → count → model → themes → periods → compare → figures → report

The verbs of an analysis stand behind ``tt.``; what belongs together stands behind one more word:

``tt.plot``        a chart of each table, and the style of all
``tt.stats``       intervals, corrections, distances
``tt.validation``  coding sheets, agreement, corrected shares
``tt.interop``     topics learned by another program
``tt.errors``      what the toolkit raises and warns of

The public names are listed once, in ``__init__.pyi``; each is imported when first used, so that
``import toolkit`` is quick.
"""

from importlib import import_module
from inspect import isfunction
from typing import Any

import lazy_loader

__version__ = "0.1.0"

_load, _, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    from toolkit._core.garbage import collect_rarely

    with collect_rarely():
        found = import_module("toolkit.figures") if name == "plot" else _load(name)
    if isfunction(found):
        from toolkit._core.argument_errors import explain_arguments

        globals()[name] = found = explain_arguments(found)
    return found


def __dir__() -> list[str]:
    """List the public names alone, for completion."""
    return __all__
