"""Checks of saved figures: damaged or complete, stale or current, reproducible or changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.together import recover, write_together
from toolkit.errors import InputError, IntegrityError, require_extra
from toolkit.reporting.figures.figure_files import SUFFIXES
from toolkit.reporting.provenance_record import (
    PACKAGES,
    corpus_hash,
    notebook_hash,
    package_version,
)
from toolkit.reporting.tables.export import with_suffix

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

TIMEOUT = 600


def check_figures(
    folder: str | os.PathLike[str],
    *,
    notebooks: str | os.PathLike[str] | None = None,
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the saved figures of a folder, and why any is stale or damaged.

    Parameters
    ----------
    folder : path-like
        A folder that `save_figure` wrote into.
    notebooks : path-like, optional
        Folder of the notebooks; by default, ``notebooks`` next to ``folder``.
    articles : DataFrame, optional
        The current corpus. If given, figures of another corpus are stale.

    Returns
    -------
    DataFrame
        ``figure``, ``state`` ("current", "stale" or "damaged") and ``reason``, one row per figure.
        Several reasons are joined by "; ".

    Raises
    ------
    InputError
        When the folder holds no saved figure.
    """
    where = Path(folder)
    if not where.is_dir():
        message = f"check_figures: there is no folder {str(folder)!r}. Check the spelling."
        raise InputError(message)
    recover(where)
    places = Path(notebooks) if notebooks is not None else where.parent / "notebooks"
    now = corpus_hash(articles) if articles is not None else ""
    rows = []
    for path in sorted(where.glob("*.json")):
        base = path.with_suffix("")
        record = _parsed(path)
        if record is None and (base.with_suffix(".png").exists() or path.stat().st_size == 0):
            rows.append((base.name, "damaged", f"{path.name} is not a record of save_figure"))
        if record is None:
            continue
        damage, age = list(_damage(base, record)), list(_staleness(record["made_by"], places, now))
        state = "damaged" if damage else "stale" if age else "current"
        rows.append((base.name, state, "; ".join([*damage, *age])))
    if not rows:
        message = f"check_figures: {where.name!r} holds no figure written by save_figure."
        raise InputError(message)
    return pd.DataFrame(rows, columns=["figure", "state", "reason"])


def _parsed(path: Path) -> dict[str, Any] | None:
    """Return the record in a file; None if it is not one, or damaged."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not {"files", "made_by", "alt"} <= set(record):
        return None
    files, made_by = record["files"], record["made_by"]
    if not isinstance(files, dict) or not set(files) <= set(SUFFIXES):
        return None
    is_plain = isinstance(made_by, dict) and all(
        isinstance(made_by.get(name, {}), dict) for name in ("versions", "corpus")
    )
    notebook = made_by.get("notebook", "") if is_plain else None
    is_here = isinstance(notebook, str) and Path(notebook).name == notebook
    return record if is_here else None


def _damage(base: Path, record: dict[str, Any]) -> Iterator[str]:
    for suffix, digest in sorted(record["files"].items()):
        path = with_suffix(base, suffix)
        if not path.is_file():
            yield f"{path.name} is missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield f"{path.name} was changed after it was saved"


def _staleness(made_by: dict[str, Any], notebooks: Path, corpus: str) -> Iterator[str]:
    for package, old in made_by.get("versions", {}).items():
        new = package_version(package) if package in PACKAGES else old
        if new != old:
            yield f"made with {package} {old}, now {new}"
    ours = package_version("theme-toolkit")
    if made_by.get("toolkit", ours) != ours:
        yield f"made with theme-toolkit {made_by['toolkit']}, now {ours}"
    if corpus and made_by.get("corpus", {}).get("sha256", corpus) != corpus:
        yield "the articles have changed"
    name = made_by.get("notebook", "")
    if name and not (notebooks / name).is_file():
        yield f"its notebook {name} is missing"
    elif name and made_by.get("notebook_code") != notebook_hash(notebooks / name):
        yield f"the code of {name} has changed"


def rebuild_figure(
    path: str | os.PathLike[str], *, notebooks: str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Rerun the notebook of a saved figure and report whether it produces the same files.

    The notebook runs in a temporary directory, so nothing is overwritten. If every file matches
    the record, missing or damaged files of the figure are restored.

    Parameters
    ----------
    path : path-like
        Any file of the figure, such as ``figures/themes-by-year.png``.
    notebooks : path-like, optional
        Folder of the notebooks; by default, ``notebooks`` next to the folder of the figure.

    Returns
    -------
    DataFrame
        ``file``, ``same`` (bool) and ``reason``: for a file that differs, what differs between
        the two records, such as "versions.numpy: 2.4.6, now 2.5.0".

    Raises
    ------
    InputError
        When there is no record, it names no notebook, or the notebook does not create the figure.
    MissingExtraError
        When nbclient or nbformat is not installed.
    """
    base = _base(Path(path))
    places = Path(notebooks) if notebooks is not None else base.parent.parent / "notebooks"
    old = _record(base)
    name = old["made_by"].get("notebook", "")
    if not name or not (places / name).is_file():
        wanted = (
            f"the notebook {name!r}, which is not in {places.name!r}" if name else "no notebook"
        )
        message = (
            f"rebuild_figure: {base.name} was made by {wanted}. To recreate a figure of a report, "
            f"run the same toolkit report command."
        )
        raise InputError(message)
    with tempfile.TemporaryDirectory() as temporary:
        made = _run(places / name, Path(temporary)) / base.name
        if not with_suffix(made, ".json").is_file():
            message = f"rebuild_figure: {name} ran but created no figure {base.name!r}."
            raise InputError(message)
        return _compare(base, made, old)


def _compare(base: Path, made: Path, old: dict[str, Any]) -> pd.DataFrame:
    new = _record(made)
    reasons = "; ".join(_differences(old["made_by"], new["made_by"]))
    rows = []
    for suffix, digest in sorted({**new["files"], **old["files"]}.items()):
        same = new["files"].get(suffix) == old["files"].get(suffix) == digest
        reason = "" if same else reasons or "the record is the same; the drawing differs"
        rows.append((with_suffix(base, suffix).name, same, reason))
    table = pd.DataFrame(rows, columns=["file", "same", "reason"])
    if table["same"].all():
        again = {suffix: with_suffix(made, suffix).read_bytes() for suffix in old["files"]}
        write_together(base.parent, {base.name + end: part for end, part in again.items()})
    return table


def _differences(old: Any, new: Any, name: str = "") -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            inner = f"{name}.{key}" if name else str(key)
            yield from _differences(old.get(key), new.get(key), inner)
    elif old != new:
        yield f"{name}: {_short(old)}, now {_short(new)}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 24 else text[:12] + "…"


def _base(path: Path) -> Path:
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if path.name.endswith(suffix):
            return path.with_name(path.name.removesuffix(suffix))
    return path


def _record(base: Path) -> dict[str, Any]:
    path = with_suffix(base, ".json")
    if not path.is_file():
        message = f"rebuild_figure: {path.name} is missing. It records how the figure was made."
        raise InputError(message)
    record = _parsed(path)
    if record is None:
        message = f"rebuild_figure: {path.name} is not a record that save_figure wrote. Save again."
        raise IntegrityError(message)
    return record


def bring(path: Path, folder: Path) -> None:
    """Link a file or folder into ``folder``; copy it where links are not allowed (Windows)."""
    try:
        (folder / path.name).symlink_to(path)
    except OSError:
        copy = shutil.copytree if path.is_dir() else shutil.copy
        copy(path, folder / path.name)


def _run(notebook: Path, temporary: Path) -> Path:
    """Run a notebook next to links to its input files; return the folder of its figures."""
    nbformat = require_extra("nbformat", extra="notebook", purpose="run a notebook")
    nbclient = require_extra("nbclient", extra="notebook", purpose="run a notebook")
    root, here = notebook.resolve().parent.parent, temporary / notebook.resolve().parent.name
    here.mkdir()
    shutil.copy(notebook, here)
    for neighbour in root.iterdir():
        if neighbour.name in {"corpus", "themes.toml", "aliases.toml"}:
            bring(neighbour, temporary)
    content = nbformat.read(here / notebook.name, as_version=4)
    resources = {"metadata": {"path": str(here)}}
    nbclient.NotebookClient(content, timeout=TIMEOUT, resources=resources).execute()
    return temporary / "figures"
