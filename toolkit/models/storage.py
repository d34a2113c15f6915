"""Models on disk: numbers and JSON in one file that cannot run, grow or change unseen.

A model file is a zip of *stored* (not compressed) members, so that reading it never takes more
memory than the file is long: ``manifest.json`` (schema version, class, settings, versions, SHA-256
and shape of every part), ``terms.json`` (the vocabulary) and one ``.npy`` for each array. The
SHA-256 of the manifest is the zip's comment. Nothing is unpickled.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
import warnings
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.atomic import write_bytes
from toolkit.errors import InputError, IntegrityError, check_option
from toolkit.models.lda import LDA, options
from toolkit.models.lda.estimator import IncompleteFitWarning
from toolkit.models.lda.steps import State, padded
from toolkit.models.nmf import LOSSES, NMF
from toolkit.vectorizing.digest import matrix_hash

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from toolkit.vectorizing import DocumentTermMatrix

FORMAT = "theme-toolkit model"
SCHEMA = 1
LARGEST = 8 * 2**30
DAY_ONE = (1980, 1, 1, 0, 0, 0)
CLASSES: dict[str, type[LDA] | type[NMF]] = {"LDA": LDA, "NMF": NMF}
SCALARS = {
    "LDA": ("n_features_in_", "stopped_because_", "topic_names_", "engine_"),
    "NMF": ("n_features_in_", "stopped_because_", "complete_", "n_epochs_"),
}
STATE = ("eta", "scale", "epoch", "batch_from")
MAGIC = b"\x93NUMPY\x01\x00"
HEADER = re.compile(
    r"\{'descr': '(?P<dtype><f[48])', 'fortran_order': False, "
    r"'shape': \((?P<shape>\d{1,12}(?:, \d{1,12})*),?\), \}\s*"
)
DTYPES: dict[str, np.dtype[Any]] = {"<f4": np.dtype("<f4"), "<f8": np.dtype("<f8")}


def save_model(
    model: LDA | NMF,
    path: str | os.PathLike[str],
    *,
    dtm: DocumentTermMatrix | None = None,
    made_by: Mapping[str, Any] | None = None,
) -> Path:
    """Write a fitted model to one file, whole or not at all.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model (not by ``engine="sklearn"`` where it is an `LDA`).
    path : path-like
        The file to write, such as ``models/world.model``.
    dtm : DocumentTermMatrix, optional
        The matrix that the model was fitted on: its hash and size are kept in the file.
    made_by : mapping, optional
        What `provenance` gives; kept in the file and shown by `describe_model`.

    Returns
    -------
    Path
        The file. The same model gives the same bytes; its size is about
        ``n_topics * n_terms * 4`` bytes plus the vocabulary.

    Raises
    ------
    InputError
        When the model is not fitted, or is of another kind, or ``dtm`` has other terms.
    """
    kind = type(model).__name__
    if kind not in CLASSES or getattr(model, "engine", "") == "sklearn":
        message = (
            f"save_model: only LDA (not engine='sklearn') and NMF can be saved; got {model!r}. "
            f"Fit it with the toolkit's own engine, or keep its topic_term_ as a table."
        )
        raise InputError(message)
    if not hasattr(model, "components_"):
        message = f"save_model: this {kind} is not fitted. Call fit first."
        raise InputError(message)
    arrays, state = _parts_of(model)
    parts = {"terms.json": _json([str(term) for term in model.terms_])}
    parts |= {f"{name}.npy": _npy(array) for name, array in arrays.items()}
    manifest = {
        "format": FORMAT,
        "schema": SCHEMA,
        "class": kind,
        "parameters": {k: _plain(v) for k, v in sorted(model.get_params(deep=False).items())},
        "learned": {name: _plain(getattr(model, name)) for name in SCALARS[kind]},
        "state": state,
        "versions": {name: version(name) for name in ("theme-toolkit", "numpy", "numba")},
        "corpus": {} if dtm is None else _corpus_of(model, dtm),
        "made_by": dict(made_by or {}),
        "parts": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in parts.items()
        },
    }
    return write_bytes(path, _zip({"manifest.json": _json(manifest), **parts}))


def load_model(path: str | os.PathLike[str]) -> LDA | NMF:
    """Read a model that `save_model` wrote.

    Parameters
    ----------
    path : path-like
        The file.

    Returns
    -------
    LDA or NMF
        The model: same topics, same shares for the same articles.

    Raises
    ------
    IntegrityError
        When the file is missing, damaged, compressed, not a model of the toolkit, or written by a
        newer version; the message says which.
    """
    manifest, parts = _read(Path(path))
    kind = manifest["class"]
    try:
        model = CLASSES[kind](**manifest["parameters"])
        _check_parameters(model)
        learned = {"engine_": "scvb0", **manifest["learned"]}  # the only one of early files
        if isinstance(model, LDA):
            check_option("load_model", "engine_", learned["engine_"], ("scvb0", "gibbs"))
        for name in SCALARS[kind]:
            setattr(model, name, learned[name])
        model.terms_ = np.asarray(json.loads(parts.pop("terms.json")), dtype=str)
        arrays = {part.removesuffix(".npy"): _array(parts[part], part, path) for part in parts}
        _check_fit(model, arrays, path)
        _restore(model, arrays, manifest["state"])
    except IntegrityError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, InputError) as error:
        raise _damaged(path, f"a part does not fit its class {kind}") from error
    return model


def describe_model(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return what a model file says of itself: class, settings, versions, provenance.

    Parameters
    ----------
    path : path-like
        The file.

    Returns
    -------
    dict
        ``class``, ``parameters``, ``learned``, ``versions``, ``made_by``, ``schema``;
        ``vocabulary`` (SHA-256 and number of terms); ``corpus`` (``sha256`` of the matrix fitted,
        ``n_articles``, ``n_tokens``; empty where `save_model` was not given it).

    Raises
    ------
    IntegrityError
        As `load_model`.
    """
    manifest, parts = _read(Path(path))
    wanted = ("schema", "class", "parameters", "learned", "versions", "made_by")
    facts = {name: manifest.get(name, {}) for name in wanted}
    try:
        n_terms = len(json.loads(terms := parts.get("terms.json", b"")))
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged(path, "it holds no vocabulary") from error
    facts["vocabulary"] = {"sha256": hashlib.sha256(terms).hexdigest(), "n_terms": n_terms}
    return facts | {"corpus": manifest.get("corpus", {})}


def _corpus_of(model: LDA | NMF, dtm: DocumentTermMatrix) -> dict[str, Any]:
    if not np.array_equal(np.asarray(dtm.terms, str), np.asarray(model.terms_, str)):
        message = (
            f"save_model: dtm has {len(dtm.terms):,} terms that are not the model's "
            f"{len(model.terms_):,}. Pass the matrix that the model was fitted on."
        )
        raise InputError(message)
    n_tokens = int(dtm.counts.sum())
    return {"sha256": matrix_hash(dtm), "n_articles": len(dtm), "n_tokens": n_tokens}


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8")


def _npy(array: np.ndarray[Any, np.dtype[Any]]) -> bytes:
    held = io.BytesIO()
    kind = "<f4" if array.dtype == np.float32 else "<f8"
    stored = np.ascontiguousarray(array.astype(DTYPES[kind]))
    np.lib.format.write_array(held, stored, version=(1, 0), allow_pickle=False)
    return held.getvalue()


def _zip(members: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, DAY_ONE), content)
        archive.comment = hashlib.sha256(members["manifest.json"]).hexdigest().encode("ascii")
    return held.getvalue()


def _damaged(path: str | os.PathLike[str], problem: str) -> IntegrityError:
    return IntegrityError(f"load_model: {Path(path).name}: {problem}. Restore it from a copy.")


def _read(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    try:
        if path.stat().st_size > LARGEST:
            raise _damaged(path, f"larger than the limit of {LARGEST:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        message = f"load_model: cannot read {path.name}: {error.strerror}."
        raise IntegrityError(message) from error
    return read_bytes(content, path.name)


def read_bytes(content: bytes, name: str = "model") -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the manifest and the other parts of a model file, all checked.

    Raises
    ------
    IntegrityError
        For whatever is wrong with the content.
    """
    try:
        members, comment = _members(content, name)
    except IntegrityError:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise _damaged(name, f"not a model file, or damaged ({error})") from error
    except (ValueError, OSError, RuntimeError, KeyError, OverflowError) as error:
        raise _damaged(name, "not a model file, or damaged") from error
    manifest = members.pop("manifest.json", b"")
    if hashlib.sha256(manifest).hexdigest().encode("ascii") != comment:
        raise _damaged(name, "the manifest does not match its checksum")
    described = _described(manifest, name)
    for part, facts in described["parts"].items():
        if part not in members:
            raise _damaged(name, f"the part {part!r} is missing")
        if hashlib.sha256(members[part]).hexdigest() != facts.get("sha256"):
            raise _damaged(name, f"the part {part!r} does not match its checksum")
    if set(members) != set(described["parts"]):
        raise _damaged(name, "it holds a part that its manifest does not name")
    return described, members


def _members(content: bytes, name: str) -> tuple[dict[str, bytes], bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
        if len(infos) > 16 or len({info.filename for info in infos}) != len(infos):
            raise _damaged(name, "it holds more parts than a model has")
        for info in infos:
            if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
                raise _damaged(name, f"the part {info.filename!r} is compressed, which none may be")
        if sum(info.file_size for info in infos) > len(content):
            raise _damaged(name, "its parts claim to be larger than the file")
        return {info.filename: archive.read(info) for info in infos}, archive.comment


def _described(manifest: bytes, name: str) -> dict[str, Any]:
    try:
        described = json.loads(manifest)
    except (ValueError, RecursionError) as error:
        raise _damaged(name, "the manifest is not JSON") from error
    if not isinstance(described, dict) or described.get("format") != FORMAT:
        raise _damaged(name, "not a model of the toolkit")
    schema = described.get("schema")
    if not isinstance(schema, int) or schema < 1:
        raise _damaged(name, f"unknown schema {schema!r}")
    if schema > SCHEMA:
        message = (
            f"load_model: {name} was written by a newer version of the toolkit (schema {schema}; "
            f"this one reads up to {SCHEMA}). Upgrade: pip install -U theme-toolkit"
        )
        raise IntegrityError(message)
    wanted = {"class": str, "parameters": dict, "learned": dict, "state": dict, "parts": dict}
    for key, kind in wanted.items():
        if not isinstance(described.get(key), kind):
            raise _damaged(name, f"the manifest lacks {key!r}")
    if described["class"] not in CLASSES:
        raise _damaged(name, f"unknown class {described['class']!r}")
    if not all(isinstance(facts, dict) for facts in described["parts"].values()):
        raise _damaged(name, "the manifest lacks the checksums")
    return described


def _array(content: bytes, name: str, path: str | os.PathLike[str]) -> np.ndarray[Any, Any]:
    """Read an array whose header is letter for letter one that `save_model` writes."""
    if content[: len(MAGIC)] != MAGIC:
        raise _damaged(path, f"{name} is not an array of version 1.0")
    start = len(MAGIC) + 2
    begin = start + int.from_bytes(content[len(MAGIC) : start], "little")
    header = HEADER.fullmatch(content[start:begin].decode("latin-1"))
    if header is None:
        raise _damaged(path, f"{name} has an array type that models do not have")
    dtype = DTYPES[header["dtype"]]
    shape = tuple(int(side) for side in header["shape"].split(",") if side.strip())
    if math.prod(shape) * dtype.itemsize != len(content) - begin:
        raise _damaged(path, f"{name} is not as long as its header says")
    return np.frombuffer(content, dtype, offset=begin).reshape(shape).copy()


def _parts_of(model: LDA | NMF) -> tuple[dict[str, np.ndarray[Any, Any]], dict[str, Any]]:
    if isinstance(model, NMF):
        return {"components": model.components_, "prior": model.doc_topic_prior_}, {}
    state = model._state
    counts = state.learnt[:, : state.n_topics]
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "counts": counts,
        "totals": state.totals if state.mean is None else counts.sum(axis=0, dtype=np.float64),
        "prior": model.doc_topic_prior_,
        "bound": np.asarray(state.bound, dtype=np.float64),
    }
    return arrays, {name: _plain(getattr(state, name)) for name in STATE}


def _check_parameters(model: LDA | NMF) -> None:
    """Refuse what the class would stumble over only when the model is used."""
    if isinstance(model, LDA):
        options.check(model)
        return
    check_option("load_model", "loss", model.loss, LOSSES)
    whole = (model.n_topics, model.max_epochs, model.random_state or 0)
    if not all(type(one) is int and one >= 0 for one in whole):
        raise InputError(f"load_model: n_topics, max_epochs, random_state: {whole}")


def _check_fit(
    model: LDA | NMF, arrays: dict[str, np.ndarray[Any, Any]], path: str | os.PathLike[str]
) -> None:
    n_topics, n_terms = model.n_topics, len(model.terms_)
    if model.n_features_in_ != n_terms:
        raise _damaged(path, f"it says {model.n_features_in_!r} terms and holds {n_terms}")
    wanted: dict[str, tuple[int, ...]] = {"prior": (n_topics,), "totals": (n_topics,)}
    wanted |= {"counts": (n_terms, n_topics), "components": (n_topics, n_terms)}
    for name, array in arrays.items():
        if name != "bound" and array.shape != wanted.get(name):
            raise _damaged(path, f"{name} does not fit {n_topics} topics and {n_terms} terms")
        if not np.isfinite(array).all() or (name != "bound" and (array < 0).any()):
            raise _damaged(path, f"{name} holds numbers that no model has")


def _restore(
    model: LDA | NMF, arrays: dict[str, np.ndarray[Any, Any]], state: dict[str, Any]
) -> None:
    """Put the numbers back where the estimator works from."""
    if isinstance(model, NMF):
        model.components_, model.doc_topic_prior_ = arrays["components"], arrays["prior"]
        solver = model._solver(min(model.components_.shape))
        solver.components_ = model.components_
        solver.n_components_, solver.n_iter_ = model.n_topics, model.n_epochs_
        solver.n_features_in_ = model.components_.shape[1]
        model._model = solver
        return
    stored = np.zeros((len(model.terms_), padded(model.n_topics)), dtype=np.float32)
    stored[:, : model.n_topics] = arrays["counts"]
    numbers = {name: state[name] for name in STATE}
    held = State(
        model.n_topics,
        stored,
        arrays["totals"],
        arrays["prior"],
        bound=arrays["bound"].tolist(),
        **numbers,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", IncompleteFitWarning)  # `complete_` says it
        model._finish(held)
