"""A figure's numbers as sentences, for readers who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.figures.style import display_name, name_column

if TYPE_CHECKING:
    import pandas as pd


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
    parts = [
        f"Line chart. {quantity} in {len(known)} periods from "
        f"{known['period'].min():%B %Y} to {known['period'].max():%B %Y}, "
        f"{int(known['n_articles'].sum()):,} articles"
        + (f"; {gaps} periods without articles are gaps." if gaps else ".")
    ]
    for name, rows in table.groupby(column, sort=False, observed=True):
        shares = rows.dropna(subset=["share"])
        if shares.empty:
            continue
        peak = shares.loc[shares["share"].idxmax()]
        parts.append(
            f"{display_name(name).capitalize()}: from {shares['share'].min():.1%} to "
            f"{peak['share']:.1%}, highest in {peak['period']:%B %Y} "
            f"({int(peak['n_articles'])} articles)."
        )
    return " ".join(parts)


def describe_table(table: pd.DataFrame | None, title: str) -> str:
    """Describe any other figure by its title and the size of its table."""
    if table is None:
        return title or "A figure without a table of numbers."
    if {"period", "share", "n_articles"} <= set(table.columns):
        if table[name_column(table)].nunique() <= 6:
            return describe_shares(table)
    if {"difference", "sentence"} <= set(table.columns):
        return " ".join([f"{title}.".lstrip("."), *table["sentence"].head(5)]).strip()
    return (
        f"{title or 'Figure'}: {len(table):,} rows with {', '.join(map(str, table.columns[:6]))}."
    )
