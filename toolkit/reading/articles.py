"""Read files into the articles table: `read_articles`, and `iter_articles` in chunks."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.freed_memory import return_freed_memory
from toolkit._core.garbage import collect_rarely
from toolkit._core.progress_bars import progress as show_progress
from toolkit.errors import InputError, ReadingError, check_option
from toolkit.reading.article_blocks import ArticleBlock, Finished, HeldArticles, table_of
from toolkit.reading.binary_kinds import binary_kind
from toolkit.reading.columns import NotArticlesError
from toolkit.reading.dates import EXCEL_1904, ORDERS
from toolkit.reading.document_articles import DocumentArticles, as_reading_errors, reason_of
from toolkit.reading.files import Skipped, documents, documents_in, is_readme
from toolkit.reading.interface import (
    Document,
    Piece,
    ReadOptions,
    n_characters,
)
from toolkit.reading.ledgers import Ledger, SharedNotes
from toolkit.reading.pasted import PlainReader
from toolkit.reading.read_ahead import FileRead, FileToRead, Known, is_shared_out, read_by_workers
from toolkit.reading.registry import find_reader
from toolkit.reading.repeated_articles import NotedIdentities, place_after
from toolkit.reading.rows import FileTally, Finisher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tqdm import tqdm

    from toolkit.reading.interface import Reader

CHUNK = 5000
BLOCKS_TO_TRIM = 4


def read_articles(
    path: str | os.PathLike[str],
    *,
    mapping: Mapping[str, str] | None = None,
    source: str | None = None,
    date_order: str | None = None,
    encoding: str | None = None,
    overrides: Mapping[str, Mapping[str, str]] | None = None,
    on_error: str = "raise",
    progress: bool = True,
) -> pd.DataFrame:
    r"""Read every article of a file, a folder, a .zip or a .gz.

    The format is recognised by content: pasted text, text with front matter, CSV, TSV, JSON,
    JSON Lines, Parquet, and the export formats of news databases.

    Parameters
    ----------
    path : path-like
        A file or a folder; a folder is read with its sub-folders, sorted by name.
    mapping : mapping of str to str, optional
        Field -> column of tables and JSON, ``{"body": "content", "published": "day"}``; in other
        formats -> name in ``extra``, ``{"date": "mail_date"}``, for articles without that field.
        Common names are recognised; the mapping used is in ``articles.attrs["mapping"]``.
    source : str, optional
        Outlet of the articles that do not name one.
    date_order : {"dmy", "mdy", "ymd", "excel-1904"}, optional
        How to read 01/02/2018. By default, unambiguous dates in the same file decide (21/02/2018).
        With it, two-digit years are read too (69 to 99 as 19.., 00 to 68 as 20..), and a date
        that contradicts it is an error. "excel-1904" counts serial days (43395) from 1904.
    encoding : str, optional
        Encoding of the files. By default: byte-order mark, UTF-8, the declared encoding, a guess.
    overrides : mapping, optional
        Corrections that leave the file untouched: ``{"news.txt:41": {"date": "2018-06-30"}}``.
        A key is the file and line (or row) of an article or of its date.
    on_error : {"raise", "keep"}
        "keep" continues after an unreadable file or date line and records it in the ledger.
    progress : bool
        Show a progress bar when this takes longer than two seconds.

    Returns
    -------
    DataFrame
        One row per article, columns as `toolkit.tables.ARTICLES`, indexed by ``article_id``.
        ``date`` is missing where no readable date is printed; ``quality`` then holds "no_date".
        ``attrs`` holds ``ledger`` (see `ledger`), ``files`` and ``mapping``.

    Raises
    ------
    ReadingError
        If the path does not exist, a file cannot be read, no article is found, two columns fit
        one field, or the order of numeric dates is unknown.
    InputError
        If an argument is invalid.

    Examples
    --------
    >>> import pathlib, tempfile, toolkit as tt
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "pasted.txt"
    >>> _ = file.write_text(
    ...     "Talks begin\n\nUpdated 22 October 2018\n\nTalks begin\n\n"
    ...     "ANKARA: Four leaders will meet on Saturday.\nThe agenda is short."
    ... )
    >>> articles = tt.read_articles(file, source="Example Times")
    >>> articles[["title", "date", "date_kind", "place", "source"]].iloc[0].tolist()
    ['Talks begin', Timestamp('2018-10-22 00:00:00'), 'updated', 'Ankara', 'Example Times']
    """
    options = _options(mapping, source, date_order, encoding, overrides, on_error)
    reading = _Reading(Path(path), options, show=progress)
    with collect_rarely():
        blocks = list(_trimmed(reading.blocks(CHUNK, exactly=False)))
        if not blocks:
            raise reading.no_articles_error()
        articles = table_of(blocks)
    if len(blocks) >= BLOCKS_TO_TRIM:
        return_freed_memory(search=False)
    reading.finisher.check_used(reading.mapping, reading.unread)
    return reading.with_attrs(articles)


def _trimmed(blocks: Iterable[ArticleBlock]) -> Iterator[ArticleBlock]:
    """Yield blocks as they are kept; what was needed to make them goes back to the system."""
    for number, block in enumerate(blocks, 1):
        yield block.with_codes()
        if number % BLOCKS_TO_TRIM == 0:
            return_freed_memory(search=False)


def iter_articles(
    path: str | os.PathLike[str],
    *,
    chunk_size: int = 1000,
    mapping: Mapping[str, str] | None = None,
    source: str | None = None,
    date_order: str | None = None,
    encoding: str | None = None,
    on_error: str = "raise",
) -> Iterator[pd.DataFrame]:
    """Read articles in chunks of at most ``chunk_size`` rows, in bounded memory.

    Parameters
    ----------
    path, mapping, source, date_order, encoding, on_error
        As for `read_articles`.
    chunk_size : int
        Maximum number of articles per table.

    Yields
    ------
    DataFrame
        As returned by `read_articles`, each with the ledger of its own articles.

    Examples
    --------
    >>> import toolkit as tt
    >>> from toolkit.reading.samples import sample_path
    >>> [len(part) for part in tt.iter_articles(sample_path(), chunk_size=100)][0]
    100
    """
    if chunk_size < 1:
        raise InputError(f"iter_articles: chunk_size must be 1 or more; got {chunk_size!r}.")
    options = _options(mapping, source, date_order, encoding, None, on_error, "iter_articles")
    reading = _Reading(Path(path), options, show=False)
    empty = True
    for block in reading.blocks(chunk_size):
        empty = False
        yield reading.chunk(table_of([block]))
    if empty:
        raise reading.no_articles_error()
    reading.finisher.check_used(reading.mapping, reading.unread)


def _options(  # noqa: PLR0917 - the arguments shared by the two public functions
    mapping: Mapping[str, str] | None,
    source: str | None,
    date_order: str | None,
    encoding: str | None,
    overrides: Mapping[str, Mapping[str, str]] | None,
    on_error: str,
    function: str = "read_articles",
) -> ReadOptions:
    check_option(function, "on_error", on_error, ("raise", "keep"))
    check_option(function, "date_order", date_order, (None, *ORDERS, EXCEL_1904))
    return ReadOptions(mapping, source, date_order, encoding, overrides or {}, on_error)


class _Reading:
    """One pass over a path: the article rows, the ledger and a tally per file."""

    def __init__(self, path: Path, options: ReadOptions, *, show: bool) -> None:
        self.path, self.options, self.show = path, options, show
        self.finisher = Finisher(options)
        self.files: dict[str, dict[str, Any]] = {}
        self.mapping: dict[str, str] = {}
        self.skipped: list[Skipped] = []
        self.is_single_file = not os.path.isdir(path)  # noqa: PTH112 - any name is an answer
        self.n_ledger_rows = 0
        """Rows of the ledger up to the last article that was taken: the next is read ahead."""

    def blocks(self, size: int, *, exactly: bool = True) -> Iterator[ArticleBlock]:
        """Yield blocks of ``size`` articles, or of at least as many; the last may be shorter."""
        held, most = HeldArticles(), size if exactly else sys.maxsize
        with _bar(show=self.show) as bar:
            for item in self._articles():
                rest: Finished | None = item
                while rest is not None:
                    if len(held) >= size or (held.is_large and not exactly):
                        yield held.block()
                    n_before = len(held)
                    rest = held.add(rest, most)
                    waiting = 0 if rest is None else int(rest.n_pieces.sum())
                    self.n_ledger_rows = len(self.finisher.ledger) - waiting
                    bar.update(len(held) - n_before)
        self.finisher.note_unused(self.mapping, self.unread)
        self.n_ledger_rows = len(self.finisher.ledger)
        if len(held):
            yield held.block()

    def _articles(self) -> Iterator[Finished]:
        if self.is_single_file or not is_shared_out():
            yield from self._of(documents(self.path, self.options.encoding))
            return
        for file, found in read_by_workers(self.path, self.options, read_group):
            if found is not None and place_after(found, self.finisher.identities):
                yield from self._take(found)
            else:
                yield from self._of(documents_in(self.path, file, self.options.encoding))

    def _take(self, found: FileRead) -> Iterator[Any]:
        """Go through a file that was read elsewhere, as if it were read here."""
        for item, known in found.items():
            self.finisher.ledger += known.ledger
            self.files |= known.files
            self.mapping |= known.mapping
            if item is not None:
                yield item
        self.skipped += found.skipped
        self.finisher.used_overrides |= found.used_overrides

    def read_file(self, file: Path) -> FileRead:
        """Read one file of the folder, to be taken by the pass over the whole."""
        identities = self.finisher.identities = NotedIdentities()
        known = Known(self.finisher.ledger, self.files, self.mapping)
        found = FileRead(known, self.skipped, self.finisher.used_overrides)
        for item in self._of(documents_in(self.path, file, self.options.encoding)):
            found.add(item)
        found.keys, found.before = identities.in_order()
        return found

    def _of(self, found: Iterable[Document | Skipped]) -> Iterator[Finished]:
        for document in found:
            try:
                if isinstance(document, Skipped):
                    self._skip(document)
                else:
                    yield from self._document(document)
            except ReadingError as error:
                if self.options.on_error == "raise":
                    raise
                n_read = self.files.get(document.name, {}).get("n_articles", 0)
                reason = reason_of(error, document.name, n_read=n_read)
                self._note(Skipped(document.name, reason, error), "unreadable")

    def _document(self, document: Document) -> Iterator[Finished]:
        with as_reading_errors(document):
            reader = find_reader(document)
        if reader is None or self._is_description(document, reader):
            self._unknown(document, reader)
            return
        tally = FileTally(document.name)
        try:
            with as_reading_errors(document):
                yield from self._finished(document, reader, tally)
        except NotArticlesError as error:
            is_alone = self.is_single_file and document.name == self.path.name
            if is_alone or self.options.mapping:
                raise
            self._skip(Skipped(document.name, reason_of(error, document.name)))
            return
        except ReadingError:
            if tally.n_articles:
                self._close(document, reader, tally, complete=False)
            raise
        self._close(document, reader, tally)

    def _finished(self, document: Document, reader: Reader, tally: FileTally) -> Iterator[Finished]:
        for item in DocumentArticles(document, reader, self.finisher, tally):
            if isinstance(item, Piece):
                self.mapping[tally.name] = item.reason
            else:
                yield item

    def _is_description(self, document: Document, reader: Reader) -> bool:
        return (
            not self.is_single_file and isinstance(reader, PlainReader) and is_readme(document.name)
        )

    def _unknown(self, document: Document, reader: Reader | None) -> None:
        if reader is not None:
            reason = "a description, not articles (no date line, no repeated headline)"
        elif document.is_binary:
            reason = binary_kind(document.head_bytes)
        else:
            reason = "an unknown format"
        self._skip(Skipped(document.name, reason))

    @property
    def unread(self) -> list[str]:
        """Names of the files that could not be read, with on_error="keep"."""
        return [item.name for item in self.skipped if item.error is not None]

    def _skip(self, skipped: Skipped) -> None:
        if skipped.error is not None:
            raise skipped.error
        self._note(skipped, "skipped_file")

    def _note(self, skipped: Skipped, rule: str) -> None:
        self.skipped.append(skipped)
        tally = FileTally(skipped.name)
        self.finisher.note(tally, rule, skipped.reason, action="rejected")

    def _close(
        self, document: Document, reader: Reader, tally: FileTally, *, complete: bool = True
    ) -> None:
        """Record the totals of one file; if reading stopped early, of the part that was read."""
        if not complete:
            tally.n_received = tally.n_accounted
        elif getattr(reader, "measures", "characters") == "characters":
            tally.n_received = n_characters(document.text)
        if tally.n_received != tally.n_accounted:
            reason = (
                f"{tally.n_received:,} characters received, {tally.n_accounted:,} accounted for"
            )
            self.finisher.note(tally, "unbalanced", reason)
        if document.encoding_kind == "guessed":
            reason = f"{document.encoding} was guessed; pass encoding= if letters look wrong"
            self.finisher.note(tally, "guessed_encoding", reason)
        if document.encoding_kind == "mixed":
            reason = "UTF-8 with some bytes that are not; these were read as cp1252"
            self.finisher.note(tally, "mixed_encoding", reason)
        if tally.n_articles == 0:
            self.skipped.append(Skipped(document.name, "it contains no article"))
        self.finisher.close(tally)
        self.files[document.name] = {
            "reader": reader.name,
            "complete": complete,
            "sha256": document.sha256,
            "encoding": document.encoding,
            "encoding_kind": document.encoding_kind,
            "n_articles": tally.n_articles,
            "n_received": tally.n_received,
            "n_accounted": tally.n_accounted,
        }

    def with_attrs(self, articles: pd.DataFrame) -> pd.DataFrame:
        """Return the table with its attrs."""
        articles.attrs["ledger"] = Ledger(self.finisher.ledger)
        articles.attrs["files"] = SharedNotes(self.files)
        articles.attrs["mapping"] = SharedNotes(self.mapping)
        return articles

    def chunk(self, articles: pd.DataFrame) -> pd.DataFrame:
        """Return a chunk with the ledger and tallies up to its end, and forget these."""
        rows = self.finisher.ledger
        later = rows[self.n_ledger_rows :]
        del rows[self.n_ledger_rows :]
        result = self.with_attrs(articles)
        rows[:] = later
        self.files.clear()
        return result

    def no_articles_error(self) -> ReadingError:
        """Return the error for a path without any article."""
        where = str(self.path)
        if not self.skipped:
            return ReadingError(f"read_articles: {where}: there is no file in this folder.")
        shown = "; ".join(f"{item.name}: {item.reason}" for item in self.skipped[:3])
        more = f" (and {len(self.skipped) - 3} more)" if len(self.skipped) > 3 else ""
        return ReadingError(f"read_articles: {where}: no article was found. {shown}{more}.")


def read_group(task: Mapping[str, Any]) -> list[FileRead | None]:
    """Read some files of a folder on a worker; None for one that has to be read by the caller."""
    return [_read_elsewhere(task["under"], task["options"], one) for one in task["files"]]


def _read_elsewhere(folder: Path, options: ReadOptions, wanted: FileToRead) -> FileRead | None:
    """Read a file; whatever goes wrong is said by the caller, who reads it again."""
    try:
        if wanted.file.stat().st_size != wanted.n_bytes:
            return None
        return _Reading(folder, options, show=False).read_file(wanted.file)
    except Exception:  # noqa: BLE001
        return None


def _bar(*, show: bool) -> tqdm[Any]:
    return show_progress(None, label="Reading articles", show=show)
