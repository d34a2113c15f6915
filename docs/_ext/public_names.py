"""The public names: behind ``tt.``, behind its namespaces, and the classes that they give."""

from __future__ import annotations

from typing import Any

import toolkit

NAMESPACES = ("errors", "interop", "plot", "stats", "validation")
ROOMS = ("concordance", "explorer", "reporting", "themes", "tokenizing", "topics", "vectorizing")
RESULTS = {
    "CodingSheet": "validation.sheets.CodingSheet",
    "ImportedTopics": "interop.imported.ImportedTopics",
}


def _paths() -> dict[str, str]:
    """Return the dotted path, below ``toolkit``, of each name that a page may write."""
    paths = {name: name for name in toolkit.__all__ if name not in NAMESPACES}
    for space in NAMESPACES:
        for name in getattr(toolkit, space).__all__:
            paths[f"{space}.{name}"] = f"{space}.{name}"
            if space != "plot":  # a chart bears the name of the table that it draws
                paths.setdefault(name, f"{space}.{name}")
    for room in ROOMS:
        module = getattr(__import__(f"toolkit.{room}"), room)
        for name in module.__all__:
            if name[0].isupper() and name not in paths:
                paths[name] = paths[f"{room}.{name}"] = f"{room}.{name}"
    return paths | RESULTS


PATHS = _paths()


def find(path: str) -> Any:
    """Return the object at a dotted path below ``toolkit``."""
    found: Any = toolkit
    for part in path.split("."):
        found = getattr(found, part)
    return found
