"""Turn a batch of table rows into a block of articles, and record them in the ledger.

The order of everything is that of the rows, as if each had been finished by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.distinct_codes import renumbered
from toolkit._core.fixed_lists import lists_of
from toolkit.errors import ReadingError
from toolkit.reading.article_blocks import ArticleBlock, block_of_rows, interleaved
from toolkit.reading.column_texts import constant
from toolkit.reading.date_columns import DateReader
from toolkit.reading.half_characters import storable
from toolkit.reading.identity import N_COMPILED, ids_of, numbered_keys
from toolkit.reading.plain_columns import PlainColumns, keys_of, may_be_plain
from toolkit.reading.rows import UNSURE, identity_of, remark_rows, repeated, without_text
from toolkit.tables import ARTICLE_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit.reading.column_texts import Bools
    from toolkit.reading.date_columns import Remark
    from toolkit.reading.interface import Document, RawArticle
    from toolkit.reading.rows import FileTally, Finisher
    from toolkit.reading.table_batches import TableBatch
    from toolkit.reading.table_rows import RowReader

_RULED = -1


class _Made(NamedTuple):
    """A row about which rules decided: its place in the batch, the article, and its row."""

    at: int
    raw: RawArticle
    row: dict[str, Any]


class BatchFinisher:
    """Finishes the batches of one document."""

    def __init__(
        self, finisher: Finisher, document: Document, tally: FileTally, *, reader: str
    ) -> None:
        self._finisher, self._document, self._tally = finisher, document, tally
        self._reader = reader
        self._dates: tuple[RowReader, DateReader] | None = None
        self._overridden = _lines_of(document.name, finisher.options.overrides)

    def takes(self, batch: TableBatch) -> bool:
        """Return whether any row of a batch can be made without a rule."""
        return may_be_plain(batch, self._finisher.options)

    def blocks(self, batch: TableBatch, order: str | None) -> Iterator[ArticleBlock]:
        """Yield the articles of a batch; those before an error are yielded first."""
        plain = PlainColumns(batch, self._reader_of(batch.table), order, self._overridden)
        made, error = self._made(batch, np.flatnonzero(plain.is_ruled), order)
        if error is not None:
            at, problem = error
            if at:
                yield from self.blocks(batch.part(0, at), order)
            raise problem
        yield self._finished(plain, made)

    def _reader_of(self, table: RowReader) -> DateReader:
        if self._dates is None or self._dates[0] is not table:
            dates = DateReader(self._finisher.options, has_date=table.plan.has_date)
            self._dates = (table, dates)
        return self._dates[1]

    def _made(
        self, batch: TableBatch, rows: NDArray[np.intp], order: str | None
    ) -> tuple[list[_Made], tuple[int, ReadingError] | None]:
        """Return the rows that rules decide about, and the first that cannot be read."""
        made: list[_Made] = []
        for at, raw in zip(rows.tolist(), batch.articles(rows), strict=True):
            try:
                row = self._finisher.prepare(raw, self._document, reader=self._reader, order=order)
            except ReadingError as error:
                return made, (at, error)
            made.append(_Made(at, raw, row))
        return made, None

    def _finished(self, plain: PlainColumns, made: list[_Made]) -> ArticleBlock:
        """Return all rows of a batch, in order, with their ids and marks."""
        n = len(plain.is_ruled)
        at_plain = np.flatnonzero(~plain.is_ruled)
        block = plain.block(storable(self._finisher.options.source or ""))
        keys = np.empty(n, np.uint64)
        keys[at_plain] = keys_of(block)
        for one in made:
            keys[one.at] = int(identity_of(one.row), 16)
        before = self._finisher.identities.count(keys)
        ids = _unique_ids(keys, before)
        self._complete(block, plain, before[at_plain])
        events = _Events(at_plain, before, [one.at for one in made], self._tally)
        read, codes = plain.dated
        events.add(codes, [one.remarks for one in read])
        for mark, where in _textless(plain):
            events.add(where.astype(np.int64), [(), ((*mark, ""),)])
        events.add_repeated()
        n_pieces = self._record(events, plain, made, ids)
        if made:
            rows = block_of_rows([""] * len(made), [one.row for one in made])
            block = interleaved(block, rows, [one.at for one in made])
        return ArticleBlock(block.columns | {ARTICLE_ID: ids}, n_pieces)

    def _complete(
        self, block: ArticleBlock, plain: PlainColumns, before: NDArray[np.int64]
    ) -> None:
        """Add the columns that do not come from the table, and the marks."""
        n = len(plain)
        block.columns["file"] = constant(self._document.name, n)
        block.columns["reader"] = constant(self._reader, n)
        block.columns["quality"] = self._marks(plain, before)
        block.columns[ARTICLE_ID] = constant("", n)

    def _marks(self, plain: PlainColumns, before: NDArray[np.int64]) -> NDArray[Any]:
        kind = self._document.encoding_kind
        first = (f"{kind}_encoding",) if kind in UNSURE else ()
        read, codes = plain.dated
        of_dates = {one.quality: at for at, one in enumerate(read)}
        pattern = np.array([of_dates[one.quality] for one in read], np.int64)[codes]
        for _, where in _textless(plain):
            pattern = 2 * pattern + where
        pattern = 2 * pattern + (before > 0)
        marks = {}
        for code in np.flatnonzero(np.bincount(pattern)).tolist():
            bits = ((code >> 2) & 1, (code >> 1) & 1, code & 1)
            others = [name for name, has in zip(_OTHER_MARKS, bits, strict=True) if has]
            marks[code] = [*first, *read[code >> 3].quality, *others]
        return lists_of(marks, pattern)

    def _record(
        self, events: _Events, plain: PlainColumns, made: list[_Made], ids: Any
    ) -> NDArray[np.int64]:
        """Write the rows of the ledger, in order, and the totals; return how many each row has."""
        finisher, tally = self._finisher, self._tally
        counts = sorted(plain.counts())
        waiting, pending = list(reversed(counts)), events.in_order()
        n_pieces = np.zeros(len(ids), np.int64)
        ruled = np.flatnonzero(pending[:, 2] == _RULED)
        for one, some in zip([None, *made], np.split(pending, ruled), strict=True):
            if one is not None:
                while waiting and events.at_plain[waiting[-1][0]] < one.at:
                    tally.columns.setdefault(waiting.pop()[2], [0, 0])
                written, before = len(finisher.ledger), int(events.before[one.at])
                finisher.record(
                    one.raw, one.row, tally, identity=ids[one.at].as_py(), before=before
                )
                n_pieces[one.at] += len(finisher.ledger) - written
            remarks = some if one is None else some[1:]
            kept = _with_room(events.remarks, remarks, tally)
            np.add.at(n_pieces, kept[:, 0], 1)
            names, lines = ids.take(kept[:, 0]).to_pylist(), plain.batch.lines[kept[:, 1]].tolist()
            which = [events.remarks[at] for at in kept[:, 2].tolist()]
            finisher.ledger += remark_rows(names, tally.name, lines, which)
        for _, _, key, number, total in counts:
            tally.add_cells(key, number, total)
        tally.n_articles += len(plain)
        return n_pieces


def _with_room(
    remarks: Sequence[Remark], events: NDArray[np.int64], tally: FileTally
) -> NDArray[np.int64]:
    """Count remarks, and return those for which the ledger has room."""
    marks = list(dict.fromkeys(mark for mark, _, _ in remarks))
    mark_of = np.array([marks.index(mark) for mark, _, _ in remarks], np.int64)[events[:, 2]]
    has_room = np.ones(len(events), bool)
    for mark in dict.fromkeys(mark_of.tolist()):
        places = np.flatnonzero(mark_of == mark)
        room = tally.count_remarks(marks[mark], len(places))
        has_room[places[room:]] = False
    return events[has_room]


_TEXTLESS = (without_text(has_title=True), without_text(has_title=False))
_OTHER_MARKS = (*(mark for mark, _ in _TEXTLESS), repeated(1)[0])


def _textless(plain: PlainColumns) -> Iterator[tuple[tuple[str, str], Bools]]:
    """Yield the marks of articles without a body, and where they belong."""
    has_title, has_body = plain.has("title"), plain.has("body")
    yield _TEXTLESS[0], ~has_body & has_title
    yield _TEXTLESS[1], ~has_body & ~has_title


def _unique_ids(keys: NDArray[np.uint64], before: NDArray[np.int64]) -> Any:
    """Return the ids of articles; the second, third ... of identical ones get others."""
    places = np.flatnonzero(before)
    if len(places):
        keys = keys.copy()
        compiled = len(keys) >= N_COMPILED
        keys[places] = numbered_keys(keys[places], before[places], compiled=compiled)
    return ids_of(keys)


def _lines_of(name: str, keys: Iterable[str]) -> frozenset[int]:
    """Return the lines of a file to which the user gave values."""
    lines = (key.rpartition(":")[2] for key in keys if key.startswith(f"{name}:"))
    return frozenset(int(line) for line in lines if line.isdecimal())


class _Events:
    """What is written into the ledger for the rows of a batch: remarks, and articles made by rules.

    Parameters
    ----------
    at_plain : array of int
        Places of the plain rows in the batch.
    before : int64 array
        How many identical articles were read before each row.
    ruled : list of int
        Places of the other rows.
    tally : FileTally
        Counts remarks for which the ledger has no room.
    """

    def __init__(
        self,
        at_plain: NDArray[np.intp],
        before: NDArray[np.int64],
        ruled: list[int],
        tally: FileTally,
    ) -> None:
        self.at_plain, self.before, self._tally = at_plain, before, tally
        self.remarks: list[Remark] = []
        self._parts = [np.array([(at, -1, _RULED) for at in ruled], np.int64).reshape(-1, 3)]

    def add(self, codes: NDArray[np.int64], remarks: Sequence[Sequence[Remark]]) -> None:
        """Add to each plain row the remarks that its code stands for."""
        n_rows = np.bincount(codes, minlength=len(remarks)).tolist()
        remarks = [self._listed(some, n) for some, n in zip(remarks, n_rows, strict=True)]
        numbers = np.array(list(map(len, remarks)), np.int64)
        first = len(self.remarks) + np.cumsum(numbers) - numbers
        for depth in range(numbers.max(initial=0)):
            ranks = np.flatnonzero((numbers > depth)[codes])
            which = first[codes[ranks]] + depth
            self._parts.append(np.column_stack([self.at_plain[ranks], ranks, which]))
        self.remarks += [remark for some in remarks for remark in some]

    def _listed(self, remarks: Sequence[Remark], n_rows: int) -> list[Remark]:
        """Return the remarks for which the ledger has room, and count all others."""
        listed = [remark for remark in remarks if self._tally.has_room(remark[0])]
        for mark, _, _ in remarks if len(listed) < len(remarks) else ():
            if not self._tally.has_room(mark):
                self._tally.count_remarks(mark, n_rows)
        return listed

    def add_repeated(self) -> None:
        """Add remarks about plain rows that are like earlier ones."""
        counts, codes = renumbered(self.before[self.at_plain])
        self.add(codes, [((*repeated(n), ""),) if n else () for n in counts.tolist()])

    def in_order(self) -> NDArray[np.int64]:
        """Return place in the batch, place among the plain rows, and which remark; -1 if none."""
        events = np.concatenate(self._parts)
        order = events[:, 0] * (len(self.remarks) + 1) + events[:, 2]
        return events[np.argsort(order, kind="stable")]
