"""Save and load articles: one Parquet file that detects any damage.

The file is ordinary Parquet, readable by any tool, with a checksum on every page. Its footer
holds the version of the table, ``articles.attrs``, and the SHA-256 of the file, computed with
zeros in place of the digest.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.atomic import atomic_path
from toolkit._core.stored_files import as_damage, open_stored
from toolkit.errors import InputError, IntegrityError
from toolkit.reading.ledgers import COLUMNS, Ledger
from toolkit.tables import check_columns

if TYPE_CHECKING:
    import os

SCHEMA_VERSION = 1
_MARK = b"toolkit-sha256:"
_ZEROS = b"0" * 64
MIN_ROWS, ROWS_PER_BYTE = 100_000, 8
"""A file that claims more rows than this is made up: they would fill the memory."""
_KEYS = ("toolkit:version", "toolkit:attrs", "toolkit:ledger", "toolkit:json", "toolkit:digest")


def save_articles(articles: pd.DataFrame, path: str | os.PathLike[str]) -> Path:
    """Write articles and their ledger to one Parquet file, atomically.

    Parameters
    ----------
    articles : DataFrame
        As returned by `read_articles` or `clean_articles`; extra columns are kept.
    path : path-like
        The file to write, usually ``*.parquet``.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    InputError
        If this is not a table of articles, or a column cannot be stored.

    Examples
    --------
    >>> import pathlib, tempfile, toolkit as tt
    >>> articles = tt.load_sample()
    >>> file = tt.save_articles(articles, pathlib.Path(tempfile.mkdtemp()) / "corpus.parquet")
    >>> tt.load_articles(file)["title"].equals(articles["title"])
    True
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    check_columns("save_articles", articles, ["title", "body", "date"])
    try:
        plain, as_json = _flat(articles)
        table = pa.Table.from_pandas(plain)
        attributes = _attrs_json(articles).encode().decode()
    except UnicodeError as error:
        raise InputError(_surrogate_message(articles)) from error
    except (pa.ArrowException, OverflowError) as error:
        message = f"save_articles: a column cannot be stored ({error})."
        raise InputError(message) from error
    notes = {
        "toolkit:version": str(SCHEMA_VERSION),
        "toolkit:attrs": attributes,
        "toolkit:ledger": _packed_ledger(articles.attrs.get("ledger")),
        "toolkit:json": json.dumps(as_json),
        "toolkit:digest": (_MARK + _ZEROS).decode(),
    }
    with atomic_path(path) as temporary:
        with pq.ParquetWriter(
            temporary, table.schema, compression="zstd", write_page_checksum=True
        ) as writer:
            writer.write_table(table)
            writer.add_key_value_metadata(notes)
        _seal(temporary)
    return Path(path)


def load_articles(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Load articles written by `save_articles`, after verifying every byte of the file.

    Parameters
    ----------
    path : path-like
        The file.

    Returns
    -------
    DataFrame
        The articles and their ledger, as saved.

    Raises
    ------
    IntegrityError
        If the file is damaged, was not written by `save_articles`, or was written by a newer
        version of the toolkit.
    InputError
        If the file does not exist.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = Path(path).name
    with open_stored("load_articles", path) as stream:
        content = stream.read()
    _check_seal(name, content)
    with as_damage(lambda _: _damaged(name), pa.ArrowException):
        parquet = pq.ParquetFile(
            io.BytesIO(content),
            page_checksum_verification=True,
            thrift_string_size_limit=2**31 - 1,
        )
        notes = {
            key.decode(): value.decode()
            for key, value in (parquet.metadata.metadata or {}).items()
            if key.decode("utf-8", "replace") in _KEYS
        }
        _check_version(name, notes)
        if parquet.metadata.num_rows > max(MIN_ROWS, ROWS_PER_BYTE * len(content)):
            raise _damaged(name)
        articles = _restored(parquet.read().to_pandas(), notes)
        check_columns("load_articles", articles, ["title", "body", "date"])
    return articles


def _flat(articles: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Encode dictionaries as JSON; lists of strings stay lists."""
    plain = articles.copy(deep=False)
    plain.attrs = {}
    as_json = []
    for name in articles.columns:
        if articles[name].dtype != object:
            continue
        if not all(_is_text_list(value) for value in articles[name]):
            plain[name] = pd.Series(
                [_as_json(value) for value in articles[name]], index=plain.index, dtype="str"
            )
            as_json.append(str(name))
    return plain, as_json


def _is_text_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _as_json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    except (TypeError, ValueError, RecursionError) as error:
        message = f"save_articles: a value of type {type(value).__name__} cannot be stored."
        raise InputError(message) from error


def _attrs_json(articles: pd.DataFrame) -> str:
    kept = {key: value for key, value in articles.attrs.items() if key != "ledger"}
    return _as_json(kept)


def _packed_ledger(rows: Any) -> str:
    """Encode the ledger as base64 of Parquet, because a footer holds only text."""
    if not isinstance(rows, list):
        return ""
    table = pd.DataFrame([tuple(row) for row in rows], columns=list(COLUMNS))
    buffer = io.BytesIO()
    table.to_parquet(buffer, compression="zstd")
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _unpacked_ledger(packed: str) -> Ledger:
    table = pd.read_parquet(io.BytesIO(base64.b64decode(packed)))
    return Ledger(table.itertuples(index=False, name=None))


def _seal(path: Path) -> None:
    content = path.read_bytes()
    place = content.rfind(_MARK)  # the footer stands behind all that articles hold
    if content[place + len(_MARK) :][:64] != _ZEROS:
        raise InputError("save_articles: this version of pyarrow writes another kind of footer.")
    digest = hashlib.sha256(content).hexdigest().encode()
    start = place + len(_MARK)
    with path.open("r+b") as file:
        file.seek(start)
        file.write(digest)


def _check_seal(name: str, content: bytes) -> None:
    start = content.rfind(_MARK) + len(_MARK)
    if start < len(_MARK):
        if content[:4] == b"PAR1" and content[-4:] == b"PAR1":
            message = (
                f"load_articles: {name} was not written by save_articles, or is damaged. For any "
                f"other Parquet file, use tt.read_articles."
            )
            raise IntegrityError(message)
        raise _damaged(name)
    zeroed = content[:start] + _ZEROS + content[start + 64 :]
    if hashlib.sha256(zeroed).hexdigest().encode() != content[start : start + 64]:
        raise _damaged(name)


def _check_version(name: str, notes: dict[str, str]) -> None:
    version = int(notes["toolkit:version"])
    if version > SCHEMA_VERSION:
        message = (
            f"load_articles: {name} was saved by a newer toolkit (table version {version}; this "
            f"one knows {SCHEMA_VERSION}). Update: pip install -U theme-toolkit."
        )
        raise IntegrityError(message)


def _damaged(name: str) -> IntegrityError:
    return IntegrityError(
        f"load_articles: {name} is damaged: its content does not fit its checksum. Take a copy "
        f"from a backup, or read the articles again from the files they came from."
    )


def _restored(articles: pd.DataFrame, notes: dict[str, str]) -> pd.DataFrame:
    for name in json.loads(notes.get("toolkit:json", "[]")):
        articles[name] = pd.Series(
            [json.loads(value) for value in articles[name]], index=articles.index, dtype="object"
        )
    for name in articles.columns:
        if (
            articles[name].dtype == object
            and len(articles)
            and hasattr(articles[name].iloc[0], "tolist")
        ):
            articles[name] = pd.Series(
                [value.tolist() for value in articles[name]], index=articles.index, dtype="object"
            )
    articles.attrs.update(json.loads(notes.get("toolkit:attrs", "{}")))
    if notes.get("toolkit:ledger"):
        articles.attrs["ledger"] = _unpacked_ledger(notes["toolkit:ledger"])
    return articles


def _surrogate_message(articles: pd.DataFrame) -> str:
    """Say where half a character stands that no file can hold."""
    for name in articles.columns:
        for article, value in articles[name].items():
            found = re.search("[\ud800-\udfff]", str(value))
            if found:
                return (
                    f"save_articles: {name} of article {article!r} holds half a character "
                    f"(U+{ord(found.group()):04X}). Replace it: articles[{name!r}] = "
                    f"articles[{name!r}].str.encode('utf-8', 'replace').str.decode('utf-8')"
                )
    return "save_articles: a column name or a note of the table holds half a character."
