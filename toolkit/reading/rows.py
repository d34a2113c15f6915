"""Turn a raw article into a row of the articles table and its rows of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit._core.fixed_lists import shared_list
from toolkit.errors import InputError
from toolkit.reading.article_dates import ArticleDates, date_columns, read_dates
from toolkit.reading.dates import numeric_order
from toolkit.reading.half_characters import has_half_characters, storable
from toolkit.reading.identity import Identities, article_id
from toolkit.reading.interface import (
    COUNTED,
    DATE_FIELDS,
    TEXT_FIELDS,
    Piece,
    n_characters,
    reading_error,
)
from toolkit.reading.mapping_notes import is_noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.reading.interface import Document, RawArticle, ReadOptions

SUMMARIZED = "column"
"""Pieces of this rule are summed to one ledger row per file and column."""

MAX_REMARKS = 10_000
"""Maximum ledger rows per rule and file; any more are counted in one further row."""

UNSURE = frozenset(["guessed", "mixed"])
"""Kinds of encoding that are remarked about."""

_OVERRIDABLE = frozenset({*TEXT_FIELDS, *DATE_FIELDS})


@dataclass(slots=True)
class FileTally:
    """Totals of one file, for ``articles.attrs["files"]`` and the ledger."""

    name: str
    n_articles: int = 0
    n_accounted: int = 0
    n_received: int = 0
    columns: dict[tuple[str, str, str, str], list[int]] = field(default_factory=dict)
    remarks: dict[str, int] = field(default_factory=dict)

    def count_remarks(self, rule: str, n: int = 1) -> int:
        """Count remarks, and return for how many of them the ledger has room."""
        before = self.remarks.get(rule, 0)
        self.remarks[rule] = before + n
        return min(n, max(0, MAX_REMARKS - before))

    def has_room(self, rule: str) -> bool:
        """Return whether the ledger has room for another remark."""
        return self.remarks.get(rule, 0) < MAX_REMARKS

    def add_cells(self, key: tuple[str, str, str, str], number: int, total: int) -> None:
        """Count cells of a column that are kept as they are."""
        held = self.columns.setdefault(key, [0, 0])
        held[0] += number
        held[1] += total
        self.n_accounted += total
        self.n_received += total


class Finisher:
    """Turns the output of readers into rows; one instance per call of `read_articles`."""

    def __init__(self, options: ReadOptions) -> None:
        self.options = options
        self.identities = Identities()
        self.used_overrides: set[str] = set()
        self.ledger: list[tuple[Any, ...]] = []
        for key, values in options.overrides.items():
            _check_override(key, values)

    def article(
        self,
        raw: RawArticle,
        document: Document,
        tally: FileTally,
        *,
        reader: str,
        order: str | None,
    ) -> tuple[str, dict[str, Any]]:
        """Return (article_id, row) and record the article in the ledger."""
        row = self.prepare(raw, document, reader=reader, order=order)
        identity, before = self.identities.unique(identity_of(row))
        self.record(raw, row, tally, identity=identity, before=before)
        return identity, row

    def prepare(
        self, raw: RawArticle, document: Document, *, reader: str, order: str | None
    ) -> dict[str, Any]:
        """Return the row of an article, which is not recorded yet."""
        self._override(raw, document.name)
        if self.options.source and not raw.fields.get("source"):
            raw.fields["source"] = self.options.source
        if document.encoding_kind in UNSURE:
            raw.quality.append(f"{document.encoding_kind}_encoding")
        self._check_order(raw, document)
        dates = read_dates(raw, order, short_years=self.options.date_order is not None)
        _remark_on_content(raw)
        return _row(raw, dates, document.name, reader)

    def record(
        self, raw: RawArticle, row: dict[str, Any], tally: FileTally, *, identity: str, before: int
    ) -> None:
        """Record an article in the ledger, under its id; ``before`` others are identical."""
        if before:
            raw.flag(*repeated(before))
            row["quality"] = shared_list([*row["quality"], "repeated_article"])
        tally.n_articles += 1
        self._account(raw, identity, tally)

    def _check_order(self, raw: RawArticle, document: Document) -> None:
        """Raise for a date that contradicts ``date_order``, or mark it."""
        asked = self.options.date_order
        if asked not in {"dmy", "mdy"}:
            return
        for kind in DATE_FIELDS:
            text = raw.fields.get(kind, "")
            shown = numeric_order(text, short_years=True) if text else ""
            if shown in {"dmy", "mdy"} and shown != asked:
                problem = (
                    f"{text!r} is in the order {shown}, which contradicts date_order={asked!r}"
                )
                if self.options.on_error == "raise":
                    remedy = "Pass the order of this file, or leave date_order out."
                    raise reading_error(document, raw.line, problem, remedy)
                raw.flag("date_contradicts_order", f"{kind}: {problem}", text=text)

    def add_piece(self, piece: Piece, tally: FileTally) -> None:
        """Record a piece that belongs to no article."""
        if piece.action in COUNTED:
            tally.n_received += n_characters(piece.text)
        self._piece(piece, "", tally)

    def note(self, tally: FileTally, rule: str, reason: str, *, action: str = "flagged") -> None:
        """Record a remark about a whole file."""
        self.ledger.append(("", tally.name, 0, -1, -1, action, "", rule, "", reason, 0))

    def close(self, tally: FileTally) -> None:
        """Record the totals of a file: its columns, and the remarks beyond the limit."""
        for (column, action, rule, reason), (count, total) in tally.columns.items():
            values = f"{count:,} values" + (f" of {reason!r}" if reason else "")
            self.ledger.append(("", tally.name, 0, -1, -1, action, column, rule, "", values, total))
        for rule, count in tally.remarks.items():
            if count > MAX_REMARKS:
                rest = f"{count - MAX_REMARKS:,} more articles; see the column quality"
                self.note(tally, rule, rest)

    def _account(self, raw: RawArticle, identity: str, tally: FileTally) -> None:
        before = tally.n_accounted
        for piece in raw.pieces:
            self._piece(piece, identity, tally)
        received = tally.n_accounted - before if raw.received is None else raw.received
        tally.n_received += received

    def _piece(self, piece: Piece, identity: str, tally: FileTally) -> None:
        counted = 0
        if piece.action in COUNTED:
            counted = n_characters(piece.text) if piece.count < 0 else piece.count
        tally.n_accounted += counted
        if piece.rule == SUMMARIZED:
            key = (piece.field, piece.action, piece.rule, piece.reason)
            total = tally.columns.setdefault(key, [0, 0])
            total[0] += 1
            total[1] += counted
            return
        if piece.action == "flagged" and not tally.count_remarks(piece.rule):
            return
        self.ledger.append(
            (
                identity,
                tally.name,
                piece.line,
                piece.start,
                piece.end,
                piece.action,
                piece.field,
                piece.rule,
                storable(piece.text),
                piece.reason,
                counted,
            )
        )

    def _override(self, raw: RawArticle, name: str) -> None:
        if not self.options.overrides:
            return
        lines = {raw.line} | {piece.line for piece in raw.pieces if piece.field in DATE_FIELDS}
        for line in sorted(lines):
            values = self.options.overrides.get(f"{name}:{line}")
            if values is None:
                continue
            self.used_overrides.add(f"{name}:{line}")
            if set(values) & set(DATE_FIELDS):
                for kind in DATE_FIELDS:
                    raw.fields.pop(kind, None)
            for column, value in values.items():
                raw.fields[column] = value
                reason = f"overrides[{f'{name}:{line}'!r}]"
                raw.pieces.append(
                    Piece(value, "normalized", column, "override", line, reason=reason)
                )

    def note_unused(self, mapped: Mapping[str, str], unread: Sequence[str]) -> None:
        """Record a mapping that no file uses, if a file that may have the column is unread."""
        for name, column in self._unused(mapped) if unread else ():
            reason = f"mapping names {column!r} for {name!r}, which no other file has either"
            self.note(FileTally(unread[0]), "unused_mapping", reason)

    def _unused(self, mapped: Mapping[str, str]) -> list[tuple[str, str]]:
        pairs = (self.options.mapping or {}).items()
        return [pair for pair in pairs if not is_noted(*pair, mapped.values())]

    def check_used(self, mapped: Mapping[str, str], unread: Sequence[str]) -> None:
        """Raise `InputError` for an override that matches no article, and a column of no file.

        Parameters
        ----------
        mapped : mapping of str to str
            File -> how its columns were read: "body = content, date = day".
        unread : sequence of str
            Files that could not be read: they may have the column, and the ledger says so.
        """
        for name, column in () if unread else self._unused(mapped):
            message = (
                f"read_articles: mapping names {column!r} for {name!r}, but no file has such a "
                f"column, and no article has it in articles['extra']."
            )
            raise InputError(message)
        unused = sorted(set(self.options.overrides) - self.used_overrides)
        if unused:
            message = (
                f"read_articles: overrides names {unused[0]!r}, where no article begins and no "
                f'date stands. Keys are "file:line", as in the columns file and line'
                f"{_example_of_key(unused[0])}."
            )
            raise InputError(message)


def _example_of_key(key: str) -> str:
    """Show the line that a key lacks, if it is the name of a file alone."""
    return "" if key.rpartition(":")[2].isdecimal() else f", such as {key + ':1'!r}"


def _remark_on_content(raw: RawArticle) -> None:
    has_title = bool(raw.fields.get("title"))
    if not raw.paragraphs:
        raw.flag(*without_text(has_title=has_title))
    if any(has_half_characters(text) for text in (*raw.paragraphs, *raw.fields.values())):
        raw.flag("bad_characters", "a lone surrogate (half a character) is shown as U+FFFD")


def without_text(*, has_title: bool) -> tuple[str, str]:
    """Return mark and reason for an article without a body."""
    if has_title:
        return "headline_only", "there is a headline but no text"
    return "no_text", "no headline, no text"


def repeated(before: int) -> tuple[str, str]:
    """Return mark and reason for an article like others before it."""
    times = "once" if before == 1 else f"{before} times"
    return "repeated_article", f"an identical article was read {times} before"


def remark_rows(
    identities: Iterable[str],
    file: str,
    lines: Iterable[int],
    remarks: Iterable[tuple[str, str, str]],
) -> list[tuple[Any, ...]]:
    """Return the rows of the ledger for remarks about articles: mark, reason, and storable text."""
    told = zip(identities, lines, remarks, strict=True)
    return [
        (identity, file, line, -1, -1, "flagged", "quality", mark, text, reason, 0)
        for identity, line, (mark, reason, text) in told
    ]


def identity_of(row: Mapping[str, Any]) -> str:
    """Return the id of an article by its row."""
    start = row["body"] or row["url"]
    return article_id(row["source"], row["date_raw"], row["title"], start)


def _row(raw: RawArticle, dates: ArticleDates, file: str, reader: str) -> dict[str, Any]:
    body = storable(raw.body)
    extra = {storable(str(key)): _clean(value) for key, value in raw.extra.items()}
    for name in ("page", "edition"):
        if raw.fields.get(name):
            extra[name] = storable(raw.fields[name])
    fields = {name: storable(raw.fields.get(name, "")) for name in TEXT_FIELDS}
    return {
        "title": fields["title"],
        **date_columns(dates),
        "source": fields["source"],
        "section": fields["section"],
        "place": fields["place"],
        "byline": fields["byline"],
        "agency": fields["agency"],
        "captions": shared_list(map(storable, raw.captions)),
        "summary": shared_list(map(storable, raw.summary)),
        "notes": shared_list(map(storable, raw.notes)),
        "body": body,
        "language": fields["language"],
        "url": fields["url"],
        "n_words": len(body.split()),
        "quality": shared_list(dict.fromkeys(raw.quality)),
        "file": file,
        "line": raw.line,
        "reader": reader,
        "extra": extra,
    }


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _check_override(key: str, values: Mapping[str, str]) -> None:
    if not isinstance(values, dict) or not values:
        message = (
            f"read_articles: overrides[{key!r}] must be a dictionary such as "
            f'{{"date": "2018-06-30"}}; got {values!r}.'
        )
        raise InputError(message)
    unknown = sorted(set(values) - _OVERRIDABLE)
    if unknown:
        listed = ", ".join(repr(name) for name in sorted(_OVERRIDABLE))
        message = f"read_articles: overrides[{key!r}] names {unknown[0]!r}; it may set {listed}."
        raise InputError(message)
