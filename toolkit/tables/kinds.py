"""Recognize the kind of a table and describe its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.tables import (
    ARTICLE_ID,
    ARTICLES,
    CONTEXTS,
    DISTINCTIVE_TERMS,
    EVENT_EFFECTS,
    EVENTS,
    GROUP_DIFFERENCES,
    LEDGER,
    LEXICAL_DIVERSITY,
    PERIOD_SHARES,
    PHRASES,
    PREVALENCE_EFFECTS,
    TERM_TREND,
    TOPIC_ALIGNMENT,
    TOPIC_STABILITY,
    TOPIC_SUMMARY,
    TOPIC_TERMS,
    Column,
)

if TYPE_CHECKING:
    import pandas as pd

IDENTIFIERS = frozenset(
    (
        *("topic", "nearest_topic", "rank", "year", "group", "baseline", "seed", "random_state"),
        *("line", "start", "end"),
    )
)
"""Integer columns that identify something, such as a year; shown without thousands separators."""

COMMON = (
    Column(ARTICLE_ID, "str", "the article"),
    Column("theme", "str", "a theme, as its file names it"),
    Column("topic", "int64", "topic number, from 0; never renumbered"),
    Column("label", "str", "name shown for the theme or topic"),
    Column("period", "datetime64[us]", "first day of the period"),
    Column("date", "datetime64[us]", "day used for charts, as printed"),
    Column("source", "category", "outlet or desk, '' where unknown"),
    Column("title", "str", "headline"),
    Column("term", "str", "the term"),
    Column("rank", "int64", "place, from 1"),
    Column("share", "float64", "share of the articles or of their words", "0 to 1"),
    Column("low", "float64", "lower end of the interval"),
    Column("high", "float64", "upper end of the interval"),
    Column("p_value", "float64", "p of the test", "0 to 1"),
    Column("p_adjusted", "float64", "p after the correction for multiple testing", "0 to 1"),
    Column("n_articles", "int64", "articles: the denominator", "articles"),
    Column("n_clusters", "int64", "independent units (days by default)", "clusters"),
    Column("n_words", "int64", "words", "words"),
    Column("n_matches", "int64", "matches", "matches"),
    Column("n_topics", "int64", "number of topics of the model", "topics"),
    Column("n_runs", "int64", "further fits", "fits"),
    Column("n_found", "int64", "further fits that found the topic again", "fits"),
    Column("stability", "float64", "similarity to the same topic in other fits", "0 to 1"),
    Column("fragile", "bool", "found in fewer than 80 % of the further fits"),
    Column("coherence", "float64", "coherence of the leading terms", "-1 to 1"),
    Column("partial", "bool", "the corpus covers the period only in part"),
    Column("note", "str", "what a reader should know about the row, '' otherwise"),
    Column("sentence", "str", "the result as one plain sentence"),
)
"""Meaning of these columns in a table of no known kind."""

KINDS = {
    "Articles": ARTICLES,
    "Ledger": LEDGER,
    "Shares per period": PERIOD_SHARES,
    "Differences between groups": GROUP_DIFFERENCES,
    "Lexical diversity": LEXICAL_DIVERSITY,
    "Leading terms of topics": TOPIC_TERMS,
    "Distinctive terms": DISTINCTIVE_TERMS,
    "A term over time": TERM_TREND,
    "Theme matches": CONTEXTS,
    "Events": EVENTS,
    "Effects of events": EVENT_EFFECTS,
    "Effects on prevalence": PREVALENCE_EFFECTS,
    "Summary of topics": TOPIC_SUMMARY,
    "Topics of two models": TOPIC_ALIGNMENT,
    "Phrases": PHRASES,
    "Stability of topics": TOPIC_STABILITY,
}
"""Columns of each kind of table, by the name shown to readers."""

MIN_COLUMNS, OWN_SHARE = 3, 0.6
"""A table is of a kind if it has this share of the kind's columns, or consists of them."""


def table_kind(table: pd.DataFrame) -> str:
    """Return which of `KINDS` a table is, "" if none.

    Examples
    --------
    >>> import pandas as pd
    >>> table_kind(pd.DataFrame(columns=["period", "theme", "share", "low", "high", "n_articles"]))
    'Shares per period'
    >>> table_kind(pd.DataFrame(columns=["colour"]))
    ''
    """
    present = {str(name) for name in table.columns}
    best, most = "", 0.0
    for kind, columns in KINDS.items():
        names = [set(column.name.split(" or ")) for column in columns]
        found = sum(bool(name & present) for name in names)
        of_kind, of_table = found / len(names), found / max(1, len(present))
        fits = of_kind >= OWN_SHARE or (of_table >= OWN_SHARE and found >= MIN_COLUMNS)
        if fits and of_kind + of_table > most:
            best, most = kind, of_kind + of_table
    return best


def describe_columns(table: pd.DataFrame) -> dict[int, Column]:
    """Return the description of each known column, by its position from 0.

    The table's own kind takes precedence over the common meaning of a name.

    Examples
    --------
    >>> import pandas as pd
    >>> describe_columns(pd.DataFrame(columns=["n_articles", "colour"]))[0].unit
    'articles'
    """
    own = KINDS.get(table_kind(table), ())
    known = {column.name: column for column in COMMON}
    known |= {name: column for column in own for name in column.name.split(" or ")}
    return {place: known[name] for place, name in enumerate(table.columns) if name in known}
