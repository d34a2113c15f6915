"""The state of a fit in one file of arrays and numbers, without code, written atomically."""

from __future__ import annotations

import json
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.atomic import atomic_path
from toolkit._core.mapped_arrays import pieces
from toolkit._core.memory import scratch_array
from toolkit.errors import IntegrityError
from toolkit.models.lda.steps import State

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray

FORMAT = "theme-toolkit LDA checkpoint 4"
ARRAYS = ("n_wk", "n_k", "alpha", "theta", "z", "n_wk_mean", "fold_in_prior")


def save_state(path: str | os.PathLike[str], state: State, options: dict[str, Any]) -> None:
    """Write the state and the options of its fit to ``path`` (.npz), atomically."""
    values = {field.name: getattr(state, field.name) for field in fields(state)}
    arrays = {name: values.pop(name) for name in ARRAYS}
    arrays = {name: array for name, array in arrays.items() if array is not None}
    note = json.dumps({"format": FORMAT, "options": options, "numbers": values}, sort_keys=True)
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        np.savez(file, note=np.array(note), **arrays)


def _read_array(file: zipfile.ZipFile, name: str) -> NDArray[Any]:
    """Read an array piece by piece: into a file if it is large (theta, one row per article)."""
    member: Any
    with file.open(name) as member:
        version = np.lib.format.read_magic(member)
        if version != (1, 0):
            message = f"array {name} has format {version}"
            raise ValueError(message)
        shape, by_columns, dtype = np.lib.format.read_array_header_1_0(member)
        if dtype.hasobject or by_columns:
            message = f"array {name} holds objects, or columns"
            raise ValueError(message)
        array: NDArray[Any] = scratch_array(shape, dtype)
        flat = array.reshape(-1).view(np.uint8)
        for part in pieces(len(flat), flat):
            if member.readinto(flat[part]) < part.stop - part.start:
                message = f"array {name} ends early"
                raise EOFError(message)
    return array


def load_state(path: str | os.PathLike[str], options: dict[str, Any]) -> State:
    """Read a state back; refuse foreign files and fits with other options."""
    try:
        with Path(path).open("rb") as whole, zipfile.ZipFile(whole) as file:
            names = [name for name in file.namelist() if name.endswith(".npy")]
            arrays: dict[str, Any] = {
                name.removesuffix(".npy"): _read_array(file, name) for name in names
            }
        note = json.loads(str(arrays.pop("note")))
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
        message = f"LDA: {path} is not a checkpoint, or it is damaged ({error}). Remove it."
        raise IntegrityError(message) from error
    if not isinstance(note, dict) or note.get("format") != FORMAT:
        message = (
            f"LDA: {path} is not a checkpoint of this version. Remove it, or pass another path."
        )
        raise IntegrityError(message)
    differing = [name for name in options if options[name] != note["options"].get(name)]
    if differing:
        name = differing[0]
        message = (
            f"LDA: the checkpoint {path} was made with {name}={note['options'].get(name)!r}, and "
            f"this model has {name}={options[name]!r}. Use the same options, or another path."
        )
        raise IntegrityError(message)
    return State(**arrays, **note["numbers"])
