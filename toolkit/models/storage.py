"""Models on disk: numbers and JSON in one sealed file (`toolkit._core.sealed`).

``manifest.json`` says what the model is: schema version, class, settings, versions, provenance, and
the SHA-256 of every other part. ``terms.json`` holds the vocabulary, and one ``.npy`` each array.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.sealed import open_sealed, write_sealed
from toolkit._core.stored_files import as_damage
from toolkit.errors import IncompleteFitWarning, InputError, check_option
from toolkit.models import nmf
from toolkit.models.input_checks import seed_of
from toolkit.models.lda import LDA, options
from toolkit.models.lda.steps import State, padded
from toolkit.models.nmf import NMF
from toolkit.vectorizing.digest import matrix_hash

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from toolkit._core.sealed import Sealed
    from toolkit.vectorizing import DocumentTermMatrix

    Arrays = dict[str, NDArray[Any]]

FORMAT = "theme-toolkit model"
SCHEMA = 1
LARGEST = 8 * 2**30
CLASSES: dict[str, type[LDA] | type[NMF]] = {"LDA": LDA, "NMF": NMF}
ARRAYS: dict[str, dict[str, tuple[type[np.generic], int]]] = {
    "LDA": {
        "counts": (np.float32, 2),
        "totals": (np.float64, 1),
        "prior": (np.float64, 1),
        "bound": (np.float64, 1),
        "log_likelihood": (np.float64, 1),
    },
    "NMF": {"components": (np.float64, 2), "prior": (np.float64, 1)},
}
"""Type and number of dimensions of each array of a class."""
SCALARS = {
    "LDA": ("n_features_in_", "stopped_because_", "topic_names_", "engine_"),
    "NMF": ("n_features_in_", "stopped_because_", "complete_", "n_epochs_"),
}
COURSE = ("bound", "log_likelihood")
"""Arrays of one number per epoch."""
STATE = ("eta", "scale", "epoch", "batch_from")


def save_model(
    model: LDA | NMF,
    path: str | os.PathLike[str],
    *,
    dtm: DocumentTermMatrix | None = None,
    made_by: Mapping[str, Any] | None = None,
) -> Path:
    """Write a fitted model to one file, atomically.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model; an `LDA` must not use ``engine="sklearn"``.
    path : path-like
        The file to write, such as ``models/world.model``.
    dtm : DocumentTermMatrix, optional
        The matrix that the model was fitted on; the file keeps its hash and size.
    made_by : mapping, optional
        What `provenance` returns; kept in the file and shown by `describe_model`.

    Returns
    -------
    Path
        The file. The same model gives the same bytes. The size is about
        ``n_topics * n_terms * 4`` bytes plus the vocabulary.

    Raises
    ------
    InputError
        When the model is not fitted, is of another class, or ``dtm`` has other terms.
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
    odd = next((name for name, one in arrays.items() if not np.isfinite(one).all()), None)
    if odd is not None:
        message = f"save_model: {odd} of this {kind} holds NaN or infinity. Fit the model again."
        raise InputError(message)
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
    }
    return write_sealed(path, manifest, {"terms.json": _vocabulary(model), **arrays})


def load_model(path: str | os.PathLike[str]) -> LDA | NMF:
    """Read a model that `save_model` wrote.

    Parameters
    ----------
    path : path-like
        The file.

    Returns
    -------
    LDA or NMF
        The model: the same topics, and the same shares for the same articles.

    Raises
    ------
    InputError
        When there is no such file.
    IntegrityError
        When the file is damaged, not a model of the toolkit, or written by a newer version; the
        message says which.
    """
    with _open_model("load_model", path) as file:
        manifest, kind = file.manifest, file.manifest["class"]
        with as_damage(lambda _: file.damaged(f"a part does not fit its class {kind}")):
            model = CLASSES[kind](**manifest["parameters"])
            _check_parameters(model)
            learned = {"engine_": "scvb0", **manifest["learned"]}  # early files know no other
            if isinstance(model, LDA):
                check_option("load_model", "engine_", learned["engine_"], ("scvb0", "gibbs"))
            for name in SCALARS[kind]:
                setattr(model, name, learned[name])
            model.terms_ = np.asarray(json.loads(_text(file)), dtype=str)
            arrays = _arrays_of(file)
            _check_fit(model, arrays, file)
            _restore(model, arrays, manifest["state"])
    return model


def describe_model(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return what a model file says about itself: class, settings, versions, provenance.

    Parameters
    ----------
    path : path-like
        The file.

    Returns
    -------
    dict
        ``class``, ``parameters``, ``learned``, ``versions``, ``made_by``, ``schema``;
        ``vocabulary`` (SHA-256 and number of terms); ``corpus`` (``sha256`` of the matrix fitted,
        ``n_articles``, ``n_tokens``; empty unless `save_model` was given ``dtm``).

    Raises
    ------
    InputError, IntegrityError
        As `load_model`.
    """
    wanted = ("schema", "class", "parameters", "learned", "versions", "made_by")
    with _open_model("describe_model", path) as file:
        facts = {name: file.manifest.get(name, {}) for name in wanted}
        terms = _text(file)
        with as_damage(lambda _: file.damaged("it holds no vocabulary")):
            n_terms = len(json.loads(terms))
        facts["vocabulary"] = {"sha256": hashlib.sha256(terms).hexdigest(), "n_terms": n_terms}
        return facts | {"corpus": file.manifest.get("corpus", {})}


@contextmanager
def _open_model(reader: str, path: str | os.PathLike[str]) -> Iterator[Sealed]:
    """Open a model file whose manifest describes a model."""
    with open_sealed(reader, path, kind=FORMAT, schema=SCHEMA) as file:
        if file.size > LARGEST:
            raise file.damaged(f"larger than the limit of {LARGEST:,} bytes")
        wanted = {"class": str, "parameters": dict, "learned": dict, "state": dict}
        for key, kind in wanted.items():
            if not isinstance(file.manifest.get(key), kind):
                raise file.damaged(f"the manifest lacks {key!r}")
        kind = file.manifest["class"]
        if kind not in CLASSES:
            raise file.damaged(f"unknown class {kind!r}")
        unknown = set(file.manifest["parts"]) - {"terms.json"} - {f"{a}.npy" for a in ARRAYS[kind]}
        if unknown:
            raise file.damaged(f"it holds {min(unknown)!r}, which no {kind} has")
        yield file


def _arrays_of(file: Sealed) -> Arrays:
    """Return the arrays; early files keep the log-likelihood and then the bound in one."""
    kinds = dict(ARRAYS[file.manifest["class"]])
    is_early = "log_likelihood" in kinds and "log_likelihood.npy" not in file.manifest["parts"]
    if is_early:
        del kinds["log_likelihood"]
    arrays = {name: file.array(name, t, n_dims=n) for name, (t, n) in kinds.items()}
    if is_early:
        both, cut = arrays["bound"], file.manifest["state"]["batch_from"]
        cut = len(both) if cut < 0 else cut
        arrays |= {"log_likelihood": both[:cut], "bound": both[cut:]}
    return arrays


def _vocabulary(model: LDA | NMF) -> bytes:
    terms = [str(term) for term in model.terms_]
    return json.dumps(terms, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8")


def _text(file: Sealed) -> bytes:
    return file.content("terms.json").tobytes()


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
    if isinstance(value, np.random.Generator | np.random.RandomState):
        return None  # a state, not a seed
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _parts_of(model: LDA | NMF) -> tuple[Arrays, dict[str, Any]]:
    if isinstance(model, NMF):
        components = np.asarray(model.components_, dtype=np.float64)
        return {"components": components, "prior": model.doc_topic_prior_}, {}
    state = model._state
    counts = state.learned_n_wk[:, : state.n_topics]
    arrays: Arrays = {
        "counts": counts,
        "totals": state.n_k if state.n_wk_mean is None else counts.sum(axis=0, dtype=np.float64),
        "prior": model.doc_topic_prior_,
        "bound": np.asarray(state.bound, dtype=np.float64),
        "log_likelihood": np.asarray(state.log_likelihood, dtype=np.float64),
    }
    return arrays, {name: _plain(getattr(state, name)) for name in STATE}


def _check_parameters(model: LDA | NMF) -> None:
    """Refuse settings that the class would reject only when the model is used."""
    if isinstance(model, LDA):
        options.check(model)
        seed_of("LDA", model.random_state)
        return
    nmf.check(model)
    seed_of("NMF", model.random_state)


def _check_fit(model: LDA | NMF, arrays: Arrays, file: Sealed) -> None:
    n_topics, n_terms = model.n_topics, len(model.terms_)
    if model.n_features_in_ != n_terms:
        raise file.damaged(f"it says {model.n_features_in_!r} terms and holds {n_terms}")
    wanted: dict[str, tuple[int, ...]] = {"prior": (n_topics,), "totals": (n_topics,)}
    wanted |= {"counts": (n_terms, n_topics), "components": (n_topics, n_terms)}
    for name, array in arrays.items():
        if name not in COURSE and array.shape != wanted.get(name):
            raise file.damaged(f"{name} does not fit {n_topics} topics and {n_terms} terms")
        if not np.isfinite(array).all() or (name not in COURSE and (array < 0).any()):
            raise file.damaged(f"{name} holds numbers that no model has")


def _restore(model: LDA | NMF, arrays: Arrays, state: dict[str, Any]) -> None:
    """Put the numbers back where the estimator keeps them."""
    arrays = {name: array.copy() for name, array in arrays.items()}  # aligned
    if isinstance(model, NMF):
        model.components_, model.doc_topic_prior_ = arrays["components"], arrays["prior"]
        return
    n_wk = np.zeros((len(model.terms_), padded(model.n_topics)), dtype=np.float32)
    n_wk[:, : model.n_topics] = arrays["counts"]
    restored = State(
        model.n_topics,
        n_wk,
        arrays["totals"],
        arrays["prior"],
        log_likelihood=arrays["log_likelihood"].tolist(),
        bound=arrays["bound"].tolist(),
        **{name: state[name] for name in STATE},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", IncompleteFitWarning)  # `complete_` says it
        model._finish(restored)
