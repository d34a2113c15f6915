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
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from toolkit._core.atomic import atomic_path
from toolkit._core.stored_files import as_damage, open_stored
from toolkit.errors import InputError, IntegrityError
from toolkit.reading.ledgers import COLUMNS, Ledger, StoredLedger, share_notes
from toolkit.reading.stored_values import are_text_lists, as_json, from_json, table_with_lists
from toolkit.tables import ARTICLE_ID, check_columns

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

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
    write_packed(pack_articles(articles), path)
    return Path(path)


class Packed(NamedTuple):
    """Articles ready to be written: an Arrow table and the notes of the footer."""

    table: Any
    notes: dict[str, str]

    def digest(self) -> str:
        """Return the SHA-256 of what is said, which does not depend on how it is compressed."""
        import pyarrow as pa

        sink = _HashSink()
        table = self.table.replace_schema_metadata(None)
        with pa.ipc.new_stream(pa.PythonFile(sink, "w"), table.schema) as stream:
            stream.write_table(table)
        sink.write(json.dumps(self.notes, sort_keys=True).encode())
        return sink.digest.hexdigest()


class _HashSink(io.RawIOBase):
    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.digest.update(content)
        return len(content)


def pack_articles(articles: pd.DataFrame) -> Packed:
    """Return articles as they are stored; raises as `save_articles`."""
    import pyarrow as pa

    check_columns("save_articles", articles, ["title", "body", "date"])
    try:
        plain, as_texts = _flat(articles)
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
        "toolkit:json": json.dumps(as_texts),
        "toolkit:digest": (_MARK + _ZEROS).decode(),
    }
    return Packed(table, notes)


def write_packed(packed: Packed, path: str | os.PathLike[str]) -> str:
    """Write packed articles, whole or not at all, and return the SHA-256 in the seal."""
    import pyarrow.parquet as pq

    with atomic_path(path) as temporary:
        with pq.ParquetWriter(
            temporary, packed.table.schema, compression="zstd", write_page_checksum=True
        ) as writer:
            writer.write_table(packed.table)
            writer.add_key_value_metadata(packed.notes)
        return _seal(temporary)


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
    return open_articles(path).articles()


@dataclass(frozen=True)
class StoredArticles:
    """A file of `save_articles` in memory, every byte of it verified.

    Parameters
    ----------
    name : str
        Its name, for messages.
    parquet : pyarrow.parquet.ParquetFile
        The file.
    notes : dict of str to str
        What its footer holds.
    digest : str
        Its SHA-256, computed with zeros in place of the digest.
    """

    name: str
    parquet: Any
    notes: dict[str, str]
    digest: str

    def plain_columns(self, *others: str) -> list[str]:
        """Return the names of the columns without lists and dictionaries, and of ``others``."""
        as_texts = json.loads(self.notes.get("toolkit:json", "[]"))
        return [
            field.name
            for field in self.parquet.schema_arrow
            if field.name in others
            or (
                field.name not in {ARTICLE_ID, *as_texts} and not hasattr(field.type, "value_field")
            )
        ]

    def articles(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the articles with their ledger; of ``columns`` alone, without it."""
        with _as_damaged(self.name):
            wanted = None if columns is None else [*columns, ARTICLE_ID]
            notes = self.notes if columns is None else self._notes_of(columns)
            articles = _restored(table_with_lists(self.parquet.read(columns=wanted)), notes)
            check_columns("load_articles", articles, columns or ["title", "body", "date"])
        return articles

    def _notes_of(self, columns: Sequence[str]) -> dict[str, str]:
        as_texts = json.loads(self.notes.get("toolkit:json", "[]"))
        kept = [name for name in as_texts if name in columns]
        return self.notes | {"toolkit:ledger": "", "toolkit:json": json.dumps(kept)}

    def ledger(self) -> pd.DataFrame:
        """Return the rows of the ledger, without going through Python objects."""
        with _as_damaged(self.name):
            packed = self.notes.get("toolkit:ledger", "")
            return _ledger_table(packed) if packed else pd.DataFrame(columns=list(COLUMNS))

    def attrs(self) -> dict[str, Any]:
        """Return ``articles.attrs``, without the ledger."""
        with _as_damaged(self.name):
            return dict(json.loads(self.notes.get("toolkit:attrs", "{}")))


def open_articles(path: str | os.PathLike[str]) -> StoredArticles:
    """Open a file of `save_articles`; raises as `load_articles`."""
    import pyarrow.parquet as pq

    name = Path(path).name
    with open_stored("load_articles", path) as stream:
        content = stream.read()
    digest = _check_seal(name, content)
    with _as_damaged(name):
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
    return StoredArticles(name, parquet, notes, digest)


def _as_damaged(name: str) -> AbstractContextManager[None]:
    import pyarrow as pa

    return as_damage(lambda _: _damaged(name), pa.ArrowException)


def _flat(articles: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Encode dictionaries as JSON; lists of strings stay lists."""
    plain = articles.copy(deep=False)
    plain.attrs = {}
    as_texts: list[str] = []
    for name in articles.columns:
        if articles[name].dtype != object:
            continue
        values = articles[name].tolist()
        if not are_text_lists(values):
            plain[name] = pd.Series(list(map(as_json, values)), index=plain.index, dtype="str")
            as_texts.append(str(name))
    return plain, as_texts


def _attrs_json(articles: pd.DataFrame) -> str:
    kept = {key: value for key, value in articles.attrs.items() if key != "ledger"}
    return as_json(kept)


def _packed_ledger(rows: Any) -> str:
    """Encode the ledger as base64 of Parquet, because a footer holds only text."""
    if not isinstance(rows, list | StoredLedger):
        return ""
    table = pd.DataFrame([tuple(row) for row in rows], columns=list(COLUMNS))
    buffer = io.BytesIO()
    table.to_parquet(buffer, compression="zstd")
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _ledger_table(packed: str) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(base64.b64decode(packed)))


def _seal(path: Path) -> str:
    content = path.read_bytes()
    place = content.rfind(_MARK)  # the footer stands behind all that articles hold
    if content[place + len(_MARK) :][:64] != _ZEROS:
        raise InputError("save_articles: this version of pyarrow writes another kind of footer.")
    digest = hashlib.sha256(content).hexdigest()
    start = place + len(_MARK)
    with path.open("r+b") as file:
        file.seek(start)
        file.write(digest.encode())
    return digest


def _check_seal(name: str, content: bytes) -> str:
    """Return the SHA-256 in the seal, after comparing it with that of the content."""
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
    digest = hashlib.sha256(zeroed).hexdigest()
    if digest.encode() != content[start : start + 64]:
        raise _damaged(name)
    return digest


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
            list(map(from_json, articles[name])), index=articles.index, dtype="object"
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
    articles.attrs.update(share_notes(json.loads(notes.get("toolkit:attrs", "{}"))))
    if notes.get("toolkit:ledger"):
        rows = _ledger_table(notes["toolkit:ledger"])
        articles.attrs["ledger"] = Ledger(zip(*(rows[name].tolist() for name in rows), strict=True))
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
