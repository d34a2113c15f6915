"""Summaries of objects and tables in a notebook: counts, dates, warnings, a few rows.

All text is escaped. Summaries are marked so that a notebook does not render the text between two
dollar signs as a formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.html import CONTROL, Markup, escape, tag
from toolkit._core.number_words import has_or_have, of_total, p_digits, verb
from toolkit.errors import InputError
from toolkit.tables import check_table
from toolkit.tables.kinds import IDENTIFIERS, describe_columns, table_kind
from toolkit.tables.printed_days import printed_dates, printed_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_CHARACTERS = 160
N_ROWS = 8
N_TERMS = 8
CARD = "max-width:60em;font-size:0.9em;line-height:1.4"
CELL = "text-align:left;vertical-align:top;padding:1px 10px 1px 0;border:0"
NUMBER = "text-align:right;vertical-align:top;padding:1px 10px 1px 0;border:0"


@dataclass(frozen=True)
class Summary:
    """A short description of an object, from which `repr` and HTML are built.

    Attributes
    ----------
    title : str
        What the object is.
    facts : tuple of (str, object)
        Names and values; integers are written with thousands separators.
    warnings : tuple of str
        Points that are easy to miss.
    rows : DataFrame or None
        A few example rows.
    note : str
        A line below the rows.
    """

    title: str
    facts: tuple[tuple[str, object], ...] = ()
    warnings: tuple[str, ...] = ()
    rows: pd.DataFrame | None = None
    note: str = ""

    def __repr__(self) -> str:
        """Return the summary as lines of text."""
        facts = "; ".join(f"{name} {format_value(value)}" for name, value in self.facts)
        lines = [f"<{self.title}: {facts}>" if facts else f"<{self.title}>"]
        lines += [f"! {_one_line(warning)}" for warning in self.warnings]
        if self.rows is not None and len(self.rows):
            with pd.option_context("display.width", 100, "display.max_colwidth", 40):
                lines.append(_cells(self.rows).to_string(index=False))
        return "\n".join([*lines, *([self.note] if self.note else [])])

    def _repr_html_(self) -> str:
        facts = tag("p", *_facts_html(self.facts), style="margin:2px 0")
        warnings = [
            tag("p", "⚠ ", _one_line(warning), style="margin:2px 0;color:#8a3b00")
            for warning in self.warnings
        ]
        rows = [] if self.rows is None else [preview_table(self.rows)]
        note = [tag("p", self.note, style="margin:2px 0;color:#5c636b")] if self.note else []
        head = tag("p", tag("b", self.title), style="margin:2px 0")
        parts = [head, *([facts] if self.facts else []), *warnings, *rows, *note]
        return tag("div", *parts, class_="tex2jax_ignore mathjax_ignore", style=CARD)


class Summarized:
    """Base class of objects displayed by their ``_summary()``."""

    def _summary(self) -> Summary:
        """Return the summary of the object."""
        raise NotImplementedError

    def __repr__(self) -> str:
        """Return the summary as lines of text."""
        return repr(self._summary())

    def _repr_html_(self) -> str:
        return self._summary()._repr_html_()


class ShowsTopics:
    """Mixin that displays the topics of a fitted model in a notebook.

    The text representation remains that of scikit-learn, which lists the parameters.
    """

    def _html_repr(self) -> str:
        return topic_summary_card(self)._repr_html_()


def topic_summary_card(model: Any) -> Summary:
    """Return the summary of a topic model: leading terms of the topics, and warnings."""
    name = type(model).__name__
    if not hasattr(model, "components_"):
        return Summary(f"{name}, not fitted yet", (("parameters", repr(model)),))
    leading = model.topic_term_.argsort(axis=1, kind="stable")[:, ::-1][:, :N_TERMS]
    names = list(getattr(model, "topic_names_", [])) or [""] * len(leading)
    terms = [", ".join(model.terms_[row].tolist()).replace("_", " ") for row in leading]
    rows = pd.DataFrame({"topic": range(len(terms)), "guided by": names, "leading terms": terms})
    if not any(names):
        rows = rows.drop(columns="guided by")
    facts = (
        ("topics", len(terms)),
        ("terms", len(model.terms_)),
        ("epochs", getattr(model, "n_epochs_", "")),
        ("stopped by", getattr(model, "stopped_because_", "")),
        ("random_state", getattr(model, "random_state", "")),
    )
    warnings = []
    if not getattr(model, "complete_", True):
        warnings.append("The fit was interrupted: these topics are from an unfinished fit.")
    note = "Topic numbers are not ranks. Read the articles of a topic before naming it."
    return Summary(f"{name}, fitted", facts, tuple(warnings), rows, note)


def show(table: pd.DataFrame, n: int = N_ROWS) -> Summary:
    """Summarize a table of the toolkit: its kind, counts, dates, warnings and first rows.

    Tables are pandas DataFrames and are displayed as such in a notebook; this adds a summary.

    Parameters
    ----------
    table : DataFrame
        Any table of the toolkit.
    n : int
        Number of rows to show, 0 or more.

    Returns
    -------
    Summary
        Displayed as HTML in a notebook, and as text when printed.

    Raises
    ------
    InputError
        When ``table`` is not a DataFrame or ``n`` is below 0.

    Examples
    --------
    >>> terms = pd.DataFrame({"topic": [0], "rank": [1], "term": ["truce"], "probability": [0.25]})
    >>> show(terms)
    <Leading terms of topics: rows 1; topics 1>
    topic rank  term probability
        0    1 truce        0.25
    """
    check_table("show", table)
    if n < 0:
        message = f"show: n must be 0 or more; got {n!r}."
        raise InputError(message)
    title = table_kind(table) or "Table"
    first = table.head(n)
    levels = [name for name in table.index.names if name is not None and name not in table.columns]
    rows = (first.reset_index(levels) if levels else first).reset_index(drop=True)
    is_articles = {"title", "source", "date", "quality"} <= set(table.columns)
    if is_articles or {"date", "date_precision"} <= set(rows.columns):
        printed = rows["date"].astype(object).where(rows["date"].isna(), printed_dates(rows))
        rows = rows.assign(date=printed)
        told = rows.columns.drop("date_precision", errors="ignore")
        kept = ("date", "source", "title", "n_words") if is_articles else told
        rows = rows[[name for name in kept if name in rows]]
    left = len(table) - len(rows)
    note = f"{left:,} more rows." if left else ""
    warnings = _article_warnings(table) if is_articles else _table_warnings(table)
    return Summary(title, tuple(_facts(table)), tuple(warnings), rows, note)


def _facts(table: pd.DataFrame) -> Iterable[tuple[str, object]]:
    yield "rows", len(table)
    for name in ("date", "period"):
        if name in table and pd.api.types.is_datetime64_any_dtype(table[name]):
            days = table if name == "date" else pd.DataFrame({"date": table[name]})
            if span := printed_span(days):
                yield f"{name}s", span
    for name, noun in (("source", "outlets"), ("theme", "themes"), ("topic", "topics")):
        if name in table:
            yield noun, table[name].nunique()
    if "n_words" in table and "body" in table:
        yield "words", int(table["n_words"].sum())
    if "n_articles" in table and {"period"} <= set(table.columns):
        yield "articles", int(table.drop_duplicates("period")["n_articles"].sum())


def _article_warnings(articles: pd.DataFrame) -> Iterable[str]:
    n, undated = len(articles), int(articles["date"].isna().sum())
    if undated:
        yield f"{of_total(undated, n, 'article')} {has_or_have(undated)} no usable date."
    unnamed = int((articles["source"].astype("str") == "").sum())
    if unnamed:
        yield f"{of_total(unnamed, n, 'article')} {has_or_have(unnamed)} no outlet."
    marks = pd.Series([mark for marks in articles["quality"] for mark in marks], dtype="str")
    counted = marks[marks != "no_date"].value_counts().sort_index()
    counted = counted.sort_values(ascending=False, kind="stable").head(6)
    if len(counted):
        yield "Marks: " + ", ".join(f"{mark} {count:,}" for mark, count in counted.items()) + "."


def _table_warnings(table: pd.DataFrame) -> Iterable[str]:
    for name in ("share", "difference", "value"):
        missing = int(table[name].isna().sum()) if name in table else 0
        if missing:
            part = of_total(missing, len(table), "row")
            yield f"{part} {has_or_have(missing)} no {name}."
            break
    if "note" in table:
        noted = int((table["note"].astype("str") != "").sum())
        if noted:
            part = of_total(noted, len(table), "row")
            yield f"{part} {has_or_have(noted)} a note: read the column note."
    if "partial" in table and table["partial"].any():
        periods = table[table["partial"]].drop_duplicates("period")
        yield f"The corpus covers {len(periods):,} of the periods only in part."
    if "fragile" in table and table["fragile"].any():
        fragile = int(table["fragile"].sum())
        part = of_total(fragile, len(table), "topic")
        yield f"{part} {verb(fragile, 'is', 'are')} fragile."


def preview_table(rows: pd.DataFrame) -> Markup:
    """Return rows as an escaped table, with the meaning of each column as a tooltip."""
    known = describe_columns(rows)
    right = [pd.api.types.is_numeric_dtype(rows.iloc[:, k]) for k in range(rows.shape[1])]
    head = [
        tag("th", _one_line(str(name)), style=NUMBER if number else CELL, title=_meaning(known, k))
        for k, (name, number) in enumerate(zip(rows.columns, right, strict=True))
    ]
    body = [
        tag(
            "tr",
            *(
                tag("td", tag("bdi", cell), style=NUMBER if number else CELL)
                for cell, number in zip(cells, right, strict=True)
            ),
        )
        for cells in _cells(rows).itertuples(index=False, name=None)
    ]
    table = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *body), style="margin:4px 0")
    return tag("div", table, style="overflow-x:auto")


def _meaning(known: Mapping[int, Any], k: int) -> str | None:
    column = known.get(k)
    if column is None:
        return None
    return f"{column.meaning} ({column.unit})" if column.unit else str(column.meaning)


def format_value(value: Any) -> str:
    """Return a value as displayed in a summary.

    Examples
    --------
    >>> format_value(12345), format_value(0.12345), format_value(None), format_value(["a", "b"])
    ('12,345', '0.123', '–', 'a; b')
    """
    if isinstance(value, list | tuple):
        return _one_line("; ".join(map(str, value)))
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return "–"
    if isinstance(value, pd.Timestamp):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    if isinstance(value, bool) or not pd.api.types.is_number(value):
        return _one_line(str(value))
    return f"{value:,}" if pd.api.types.is_integer(value) else f"{value:.3g}"


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Write every value of a table; p-values as sentences do, so that none is 0."""
    written = [[_cell(value, str(name)) for value in column] for name, column in rows.items()]
    return pd.DataFrame(dict(enumerate(written)), index=rows.index).set_axis(rows.columns, axis=1)


def _cell(value: Any, column: str) -> str:
    if column.startswith("p_") and isinstance(value, float) and 0 <= value <= 1:
        return p_digits(value)
    names = column in IDENTIFIERS and pd.api.types.is_integer(value)
    return str(value) if names else format_value(value)


def _one_line(text: str) -> str:
    line = " ".join(CONTROL.sub("\ufffd", text).split())
    return line if len(line) <= MAX_CHARACTERS else line[: MAX_CHARACTERS - 1] + "…"


def _facts_html(facts: Iterable[tuple[str, object]]) -> list[Markup]:
    pieces: list[Markup] = []
    for name, value in facts:
        pieces += [escape(" · ")] if pieces else []
        pieces += [escape(f"{name} "), tag("b", format_value(value))]
    return pieces
