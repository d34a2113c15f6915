"""`Contexts`: KWIC lines, displayed as aligned text or as an escaped HTML table."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from toolkit._core.number_words import of_total
from toolkit.tables.printed_days import printed_date

if TYPE_CHECKING:
    from collections.abc import Hashable

SIDE = 44
"""Characters on either side of the match in the text display."""

_CELL = "padding:1px 6px;border:0"
_LABELS = ("group", "date", "source")


@dataclass(frozen=True, eq=False)
class Contexts:
    """Matches of a pattern in context.

    Attributes
    ----------
    table : DataFrame
        One row per match shown: ``article_id``; ``group`` (with ``by``); ``date`` and ``source``
        (with articles; ``date_precision`` too where a date of theirs names only a month or a
        year); ``left``, ``match``, ``right`` (as printed, with white space collapsed);
        ``start``, ``end`` (characters of the match in the article's text).
    totals : DataFrame
        One row per group (a single row without ``by``): ``group``, ``n_matches``,
        ``articles_with`` (articles with a match), ``n_articles`` (all articles).
    pattern : str
        The pattern searched for.
    """

    table: pd.DataFrame = field(repr=False)
    totals: pd.DataFrame = field(repr=False)
    pattern: str

    def __len__(self) -> int:
        """Return the number of matches shown."""
        return len(self.table)

    @property
    def n_matches(self) -> int:
        """Number of matches, shown or not."""
        return int(self.totals["n_matches"].sum())

    @property
    def summary(self) -> str:
        """The numbers of matches shown and found, in one line."""
        n_articles, found = (
            int(self.totals[name].sum()) for name in ("n_articles", "articles_with")
        )
        return (
            f"{of_total(len(self), self.n_matches, 'match')} of '{plain_line(self.pattern)}', "
            f"found in {of_total(found, n_articles, 'article')}"
        )

    def __repr__(self) -> str:
        """Return the matches aligned in a column between their contexts."""
        rows = self.table
        labels = [_label_column(rows, name) for name in _LABELS if name in rows]
        match = [plain_line(text) for text in rows["match"]]
        width = max(map(len, match), default=0)
        lines = [
            "  ".join(
                [
                    *(column[k] for column in labels),
                    _end_of(rows["left"].iloc[k]).rjust(SIDE),
                    f"[{match[k]}]".ljust(width + 2),
                    _start_of(rows["right"].iloc[k]),
                ]
            ).rstrip()
            for k in range(len(rows))
        ]
        return "\n".join([self.summary, *lines])

    def _repr_html_(self) -> str:
        head = [name for name in _LABELS if name in self.table]
        body = "".join(self._html_row(row, head) for _, row in self.table.iterrows())
        return (
            f'<div class="tex2jax_ignore mathjax_ignore"><p>{escape(self.summary)}</p>'
            f'<table style="border-collapse:collapse">{body}</table></div>'
        )

    def _html_row(self, row: pd.Series, head: list[str]) -> str:
        title = escape(str(row["article_id"]))
        sides = {
            "left": "text-align:right",
            "match": "font-weight:bold",
            "right": "text-align:left",
        }
        precision = str(row.get("date_precision", "day"))
        cells = [
            f'<td style="{_CELL}">{escape(label_text(row[name], precision))}</td>' for name in head
        ]
        cells += [
            f'<td style="{_CELL};{style}"><bdi>{escape(plain_line(row[name]))}</bdi></td>'
            for name, style in sides.items()
        ]
        return f'<tr title="{title}">{"".join(cells)}</tr>'


def plain_line(text: str) -> str:
    r"""Return text on one line, without control characters or bidirectional marks.

    Examples
    --------
    >>> plain_line("a\n\tb\x1b[31m\u202ec")
    'a b[31mc'
    """
    line = " ".join(str(text).split())
    return line if line.isprintable() else "".join(c for c in line if c.isprintable())


def label_text(value: Hashable, precision: str = "day") -> str:
    """Format a date as it was printed, a missing value as '', and anything else as str."""
    if isinstance(value, pd.Timestamp):
        return printed_date(value, precision)
    return "" if pd.isna(value) else plain_line(str(value))  # type: ignore[call-overload]


def _label_column(rows: pd.DataFrame, name: str) -> list[str]:
    precision = rows["date_precision"] if "date_precision" in rows else ["day"] * len(rows)
    each = zip(rows[name], precision, strict=True)
    texts = [label_text(value, str(known)) for value, known in each]
    width = min(max(map(len, texts), default=0), 20)
    return [text[:width].ljust(width) for text in texts]


def _end_of(text: str) -> str:
    line = plain_line(text)
    return line if len(line) <= SIDE else "…" + line[-SIDE + 1 :]


def _start_of(text: str) -> str:
    line = plain_line(text)
    return line if len(line) <= SIDE else line[: SIDE - 1] + "…"
