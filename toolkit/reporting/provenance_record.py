"""Origin of numbers: corpus, settings and versions, without time stamps or paths."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

READING_PACKAGES = {
    ".pdf": ("pypdf",), ".rtf": ("striprtf",), ".bib": ("bibtexparser",), ".warc": ("warcio",),
    ".xlsx": ("openpyxl",), ".xls": ("python-calamine",), ".ods": ("python-calamine",),
    "web-page": ("trafilatura", "lxml"),
}  # fmt: skip
"""Packages that took part in reading, by the suffix of a file or the name of its reader."""

PACKAGES = ("numpy", "scipy", "pandas", "scikit-learn", "matplotlib", "nltk", "numba", "pyarrow")

AT_ONCE = 2_000
"""Articles whose texts are looked at together."""


def provenance(
    articles: pd.DataFrame, *made_with: object, notebook: str = "", **settings: object
) -> dict[str, Any]:
    """Record where the numbers of a figure or table came from.

    Parameters
    ----------
    articles : DataFrame
        The articles table.
    *made_with : object
        Objects that produced the numbers: estimators (parameters are recorded), themes (the hash
        of their file), tokens (tokenizer, language and other options; versions of the packages
        that took part, such as simplemma), or anything with ``get_params``, ``parameters``,
        ``sha256`` or ``packages``.
    notebook : str
        Name of the notebook, if any. The hash of its code is recorded if the notebook is in the
        working directory.
    **settings
        Further settings to record, such as ``freq="MS"``, ``min_docs=5``.

    Returns
    -------
    dict
        JSON-ready: ``toolkit``, ``corpus`` (hash, articles, first and last date), ``made_with``,
        ``settings``, ``versions`` (those of extras that read the files or made the terms among
        them). Nothing in it depends on the time, on local paths or on the
        commit, so an unchanged figure is an unchanged file.

    Examples
    --------
    >>> import pandas as pd
    >>> record = provenance(pd.DataFrame({"body": ["Talks began."]}, index=["a"]), freq="MS")
    >>> record["corpus"]["n_articles"], record["settings"]
    (1, {'freq': 'MS'})
    """
    record: dict[str, Any] = {
        "toolkit": package_version("theme-toolkit"),
        "corpus": _corpus(articles),
        "made_with": [_describe(part) for part in made_with],
        "settings": plain_values(settings),
        "versions": {name: package_version(name) for name in PACKAGES},
    }
    record["versions"] |= {name: package_version(name) for name in _reading_packages(articles)}
    for part in made_with:
        record["versions"] |= getattr(part, "packages", {})
    if notebook:
        record["notebook"] = notebook
        if Path(notebook).is_file():
            record["notebook_code"] = notebook_hash(notebook)
    return record


def _reading_packages(articles: pd.DataFrame) -> list[str]:
    """Return the packages whose version changes what was read from these files."""
    marks: set[str] = set()
    if "reader" in articles.columns:
        marks |= {str(name) for name in articles["reader"].unique()}
    if "file" in articles.columns:
        names = (str(name).lower().removesuffix(".gz") for name in articles["file"].unique())
        marks |= {Path(name).suffix for name in names}
    return sorted({name for mark in marks for name in READING_PACKAGES.get(mark, ())})


def notebook_hash(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of the code cells of a notebook, without prose and outputs."""
    notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    code = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    return hashlib.sha256("\x1e".join(code).encode("utf-8", "surrogatepass")).hexdigest()


def corpus_hash(articles: pd.DataFrame) -> str:
    """Return the SHA-256 of ids, dates, sources and texts, independent of row order.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"body": ["One.", "Two."]}, index=["a", "b"])
    >>> corpus_hash(table) == corpus_hash(table.iloc[::-1])
    True
    """
    columns = [name for name in ("title", "date", "source", "body") if name in articles.columns]
    order = articles.index.argsort()
    given = {name: articles[name] for name in columns}
    if "date" in given:  # how a day is written depends on all of them
        given["date"] = given["date"].astype("str")
    digest = hashlib.sha256("\x1e".join(columns).encode())
    for first in range(0, len(order), AT_ONCE):
        rows = order[first : first + AT_ONCE]
        cells: list[Any] = [
            articles.index[rows],
            *(one.iloc[rows].astype("str") for one in given.values()),
        ]
        digest.update(_lines(cells))
    return digest.hexdigest()


def _lines(cells: Sequence[pd.Index | pd.Series]) -> bytes:
    """Return rows as text: cells end in a unit separator, rows in a record separator."""
    try:
        texts = [pa.array(one, pa.large_string(), from_pandas=True) for one in cells]
    except (UnicodeEncodeError, pa.ArrowException):  # half a character; ids that are no texts
        rows = zip(*(map(str, one) for one in cells), strict=True)
        return "".join("\x1f".join(row) + "\x1e" for row in rows).encode("utf-8", "surrogatepass")
    whole = [one.combine_chunks() if isinstance(one, pa.ChunkedArray) else one for one in texts]
    unit, nothing, end = (pa.scalar(sign, pa.large_string()) for sign in ("\x1f", "", "\x1e"))
    filled = [pc.fill_null(one, "nan") for one in whole]  # as Python writes a missing text
    lines = pc.binary_join_element_wise(*filled, unit)
    ended = pc.binary_join_element_wise(lines, nothing, end)
    ends = np.frombuffer(ended.buffers()[1], np.int64)[: len(ended) + 1]
    return bytes(ended.buffers()[2].slice(int(ends[0]), int(ends[-1] - ends[0])))


def plain_values(values: Mapping[str, object]) -> dict[str, Any]:
    """Return ``values`` as JSON-compatible values, sorted by name."""
    return {str(name): _plain(values[name]) for name in sorted(values, key=str)}


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if hasattr(value, "items"):
        return plain_values(dict(value.items()))
    if isinstance(value, list | tuple | np.ndarray | pd.Index):
        return [_plain(one) for one in value]
    return type(value).__name__


def _describe(part: object) -> dict[str, Any]:
    described: dict[str, Any] = {"what": type(part).__name__}
    if hasattr(part, "get_params"):
        described["parameters"] = plain_values(part.get_params(deep=False))
    if hasattr(part, "parameters"):
        described["parameters"] = plain_values(part.parameters)
    if hasattr(part, "sha256"):
        described["sha256"] = part.sha256
    for name in ("engine_", "n_epochs_", "stopped_because_", "complete_"):
        if hasattr(part, name):
            described[name.rstrip("_")] = _plain(getattr(part, name))
    return described


def _corpus(articles: pd.DataFrame) -> dict[str, Any]:
    facts: dict[str, Any] = {"sha256": corpus_hash(articles), "n_articles": len(articles)}
    if "date" in articles.columns and articles["date"].notna().any():
        facts["first"] = articles["date"].min().date().isoformat()
        facts["last"] = articles["date"].max().date().isoformat()
        facts["n_undated"] = int(articles["date"].isna().sum())
    return facts


def package_version(package: str) -> str:
    """Return the installed version of a package, or "" if it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
