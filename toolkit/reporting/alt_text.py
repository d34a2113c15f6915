"""A figure's numbers as sentences, for readers who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit.figures.style import display_name, name_column
from toolkit.tables import FRAGILE_NOTE, is_fragile

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_SERIES = 6
MOST_ROWS = 5


def describe_shares(table: pd.DataFrame) -> str:
    """Describe shares per period: span, articles, and for each line its range and peak.

    Parameters
    ----------
    table : DataFrame
        What `share_by_period` gives.

    Returns
    -------
    str
        Two or more sentences.
    """
    column = name_column(table)
    periods = table.drop_duplicates("period")
    known = periods[periods["n_articles"] > 0]
    if known.empty:
        return "A chart of shares over time without any dated article."
    quantity = table.attrs.get("quantity", "Share of articles")
    gaps = len(periods) - len(known)
    span = f"{known['period'].min():%B %Y} to {known['period'].max():%B %Y}"
    first = f"{quantity} over time, {len(known)} periods from {span}, "
    first += f"{_count(int(known['n_articles'].sum()), 'article')}"
    if gaps:
        first += (
            f"; {_count(gaps, 'period')} without articles left as {'gaps' if gaps > 1 else 'a gap'}"
        )
    names = list(dict.fromkeys(table[column]))
    parts = [f"{first}.", *(_series(table, column, name) for name in names[:MOST_SERIES])]
    if len(names) > MOST_SERIES:
        parts.append(f"And {len(names) - MOST_SERIES} more.")
    return " ".join(part for part in parts if part)


def _series(table: pd.DataFrame, column: str, name: object) -> str:
    rows = table[table[column] == name]
    shares = rows.dropna(subset=["share"]).sort_values("period")
    if shares.empty:
        return ""
    label = shares["label"].iloc[0] if "label" in shares else name
    peak = shares.iloc[int(shares["share"].to_numpy().argmax())]
    first, last = shares["share"].iloc[0], shares["share"].iloc[-1]
    return (
        f"{_sentence_case(display_name(label))}: from {first:.0%} at the start to {last:.0%} at "
        f"the end, lowest {shares['share'].min():.0%}, highest {peak['share']:.0%} in "
        f"{peak['period']:%B %Y} ({_count(int(peak['n_articles']), 'article')})."
    )


def describe_coverage(table: pd.DataFrame) -> str:
    """Describe articles per period and source: totals, the fullest period, the sources."""
    totals = table.groupby("period")["n_articles"].sum()
    sources = table.groupby("source", sort=False)["n_articles"].sum()
    listed = ", ".join(f"{display_name(name)} {n:,}" for name, n in sources.items())
    span = f"{totals.index.min():%B %Y} to {totals.index.max():%B %Y}"
    return (
        f"Bars of articles per period, {span}: {_count(int(totals.sum()), 'article')}, most in "
        f"{totals.idxmax():%B %Y} ({int(totals.max()):,}). By source: {listed}."
    )


def describe_differences(table: pd.DataFrame) -> str:
    """Describe differences between two groups: the largest, each as its sentence."""
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    sentences = table.loc[order, "sentence"].head(MOST_ROWS)
    head = f"Differences between two groups for {len(table)} rows; the largest:"
    return " ".join([head, *sentences])


def describe_terms(table: pd.DataFrame) -> str:
    """Describe terms with a score or probability: the leading ones of each group or topic."""
    value = "score" if "score" in table.columns else "probability"
    by = next((name for name in ("group", "topic") if name in table.columns), None)
    if by is None:
        return f"Bars of terms; the leading ones: {_leading(table, value)}."
    parts = [
        f"{_sentence_case(display_name(name))}: {_leading(rows, value)}."
        for name, rows in table.groupby(by, sort=False, observed=True)
    ]
    return " ".join(["Bars of the leading terms.", *parts[:MOST_SERIES]])


def _leading(rows: pd.DataFrame, value: str) -> str:
    best = rows.nlargest(MOST_ROWS, value, keep="first")
    return ", ".join(display_name(term) for term in best["term"])


KINDS: tuple[tuple[set[str], Callable[[pd.DataFrame], str]], ...] = (
    ({"period", "share", "n_articles"}, describe_shares),
    ({"period", "source", "n_articles"}, describe_coverage),
    ({"difference", "sentence"}, describe_differences),
    ({"term", "score"}, describe_terms),
    ({"term", "probability"}, describe_terms),
)


def describe_table(table: pd.DataFrame | None, title: str) -> str:
    """Describe the table of a figure in sentences; the title comes first.

    Parameters
    ----------
    table : DataFrame or None
        The numbers that were drawn.
    title : str
        Title of the figure.

    Returns
    -------
    str
        Range, peak and numbers of articles for the tables that the toolkit draws; otherwise the
        rows and columns.

    Examples
    --------
    >>> terms = pd.DataFrame({"term": ["ferry_strike", "tide"], "score": [3.0, 1.0]})
    >>> describe_table(terms, "Words of the coast")
    'Words of the coast. Bars of terms; the leading ones: ferry strike, tide.'
    """
    return explained(_described(table, f"{title.rstrip('.')}. " if title else ""), table)


def explained(text: str, table: pd.DataFrame | None) -> str:
    """Add to a caption or description what † means, where a topic of its table is marked.

    Examples
    --------
    >>> explained("Topics.", pd.DataFrame({"topic": ["talks †"]}))
    'Topics. † Fragile topic: it did not come back in at least 80 % of fits with other articles.'
    """
    if table is None or FRAGILE_NOTE in text:
        return text
    names = [table[name] for name in ("topic", "theme", "label") if name in table.columns]
    marked = any(is_fragile(one) for column in names for one in column.unique())
    marked = marked or ("fragile" in table.columns and bool(table["fragile"].any()))
    if not marked:
        return text
    stop = "" if text.endswith((".", "!", "?")) else "."
    return f"{text}{stop} {FRAGILE_NOTE}" if text else FRAGILE_NOTE


def _described(table: pd.DataFrame | None, head: str) -> str:
    if table is None or table.empty:
        return f"{head}A figure without a table of numbers."
    columns = set(map(str, table.columns))
    for wanted, describe in KINDS:
        if wanted <= columns:
            return head + describe(table)
    listed = ", ".join(list(map(str, table.columns))[:6])
    return f"{head}{len(table):,} rows with {listed}."


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
