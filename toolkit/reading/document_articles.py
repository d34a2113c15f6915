"""The articles of one document: what its reader yields, finished in order."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.number_words import count, verb
from toolkit.reading.article_dates import date_texts
from toolkit.reading.batch_articles import BatchFinisher
from toolkit.reading.date_columns import date_texts_of, distinct_rows, first_ambiguous
from toolkit.reading.dates import decide_order, numeric_order
from toolkit.reading.interface import DATE_FIELDS, TEXT_FIELDS, Piece, RawArticle, reading_error
from toolkit.reading.mapping_notes import mapping_note
from toolkit.reading.table_batches import FEW, TableBatch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.errors import ReadingError
    from toolkit.reading.article_blocks import Finished
    from toolkit.reading.interface import Document, Reader, ReadOptions
    from toolkit.reading.rows import FileTally, Finisher


FILLED = frozenset({*TEXT_FIELDS, *DATE_FIELDS})


class DocumentArticles:
    """Finishes the articles of one document.

    Parameters
    ----------
    document : Document
    reader : Reader
    finisher : Finisher
        Keeps the ledger of all documents.
    tally : FileTally
        The totals of this document.
    """

    def __init__(
        self, document: Document, reader: Reader, finisher: Finisher, tally: FileTally
    ) -> None:
        self._document, self._reader = document, reader
        self._finisher, self._tally = finisher, tally
        self._options: ReadOptions = finisher.options
        self._order = self._options.date_order
        self._is_decided = self._order is not None
        self._batches = BatchFinisher(finisher, document, tally, reader=reader.name)
        self._filled: dict[str, str] = {}

    def __iter__(self) -> Iterator[Finished | Piece]:
        """Yield articles, and the remark that says how columns, or names in `extra`, are read."""
        yield from self._finished(self._items())
        if self._filled:
            yield from self._finished([mapping_note(self._filled)])

    def _finished(
        self, items: Iterable[RawArticle | Piece | TableBatch]
    ) -> Iterator[Finished | Piece]:
        for item in items:
            if isinstance(item, Piece):
                self._finisher.add_piece(item, self._tally)
                if item.rule == "mapping":
                    yield item
            elif isinstance(item, TableBatch):
                yield from self._batch(item)
            else:
                yield self._article(item)

    def _items(self) -> Iterator[RawArticle | Piece | TableBatch]:
        """Yield what the reader yields, in batches if it can."""
        read: Any = getattr(self._reader, "read_batches", self._reader.read)
        for item in read(self._document, self._options):
            if isinstance(item, RawArticle):
                self._fill(item)
            yield item

    def _fill(self, article: RawArticle) -> None:
        """Take fields that an article lacks from those of its ``extra`` that the caller names."""
        for field, name in (self._options.mapping or {}).items():
            if field in FILLED and name in article.extra:
                self._filled[field] = name  # known, also where no article needs it
                same = ("date", "published") if field == "date" else (field,)
                if not any(map(article.fields.get, same)):
                    article.set(field, str(article.extra[name]))

    def _article(self, item: RawArticle) -> tuple[str, dict[str, Any]]:
        own = "" if self._options.date_order else item.date_order
        undecided = not self._is_decided and not own
        if undecided and any(numeric_order(text) == "?" for text in date_texts(item)):
            self._decide(item)
        order = own or self._order
        return self._finisher.article(
            item, self._document, self._tally, reader=self._reader.name, order=order
        )

    def _batch(self, batch: TableBatch) -> Iterator[Finished]:
        n = len(batch.lines)
        if n < FEW or not self._batches.takes(batch):
            yield from map(self._article, batch.articles(np.arange(n)))
            return
        at = -1 if self._is_decided else first_ambiguous(batch)
        if at > 0:
            yield from self._batches.blocks(batch.part(0, at), self._order)
        if at >= 0:
            self._decide(next(batch.articles(np.array([at]))))
            batch = batch.part(at, n)
        yield from self._batches.blocks(batch, self._order)

    def _decide(self, article: RawArticle) -> None:
        """Infer how to read 01/02/2018 from all dates of the file, in a second pass."""
        self._order, self._is_decided = decide_order(self._printed_dates()), True
        if self._order is None and self._options.on_error == "raise":
            shown = next(text for text in date_texts(article) if numeric_order(text) == "?")
            raise reading_error(
                self._document,
                article.line,
                f"{shown!r} could be day/month or month/day, and no date of the file settles it",
                "Pass date_order='dmy' or date_order='mdy'; with on_error='keep' such dates are "
                "left out.",
            )

    def _printed_dates(self) -> Iterator[str]:
        for item in self._items():
            if isinstance(item, TableBatch) and not item.table.joins_dates:
                distinct, _ = distinct_rows(date_texts_of(item), len(item.lines))
                yield from (text for texts in distinct for text in texts if text)
            elif isinstance(item, TableBatch):
                for article in item.articles(np.arange(len(item.lines))):
                    yield from date_texts(article)
            elif isinstance(item, RawArticle):
                yield from date_texts(item)


@contextmanager
def as_reading_errors(document: Document) -> Iterator[None]:
    """Raise what goes wrong with the file of a document as a `ReadingError` that names it."""
    try:
        yield
    except UnicodeError as error:
        problem = f"the file is not valid {document.encoding or 'text'} throughout"
        raise reading_error(document, 0, problem, "Pass the right encoding=.") from error
    except OSError as error:
        raise reading_error(document, 0, f"cannot be read ({error})") from error
    except MemoryError as error:
        raise reading_error(document, 0, "not enough memory to read this file") from error


def reason_of(error: ReadingError, name: str, *, n_read: int = 0) -> str:
    """Return what an error says about a file, without the words that every message begins with.

    ``n_read`` is the number of articles that were read before it; what follows was not.
    """
    reason = str(error).removeprefix("read_articles: ").removeprefix(f"{name}: ").rstrip(".")
    were = f"{count(n_read, 'article')} before it {verb(n_read, 'was', 'were')} read"
    return f"{reason}. {were}, nothing after it" if n_read else reason
