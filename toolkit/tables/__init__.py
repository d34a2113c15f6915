"""The tables that pass between modules: their columns, their kinds, and how they show themselves.

schemas       name, type, unit and meaning of every column
table_checks  whether a table has the columns and articles that a function needs
kinds         which kind of table one is, and what each of its columns says
display       how tables and objects look in a notebook
"""

from toolkit.tables.schemas import (
    ARTICLE_ID,
    ARTICLES,
    CONTEXTS,
    DISTINCTIVE_TERMS,
    EVENT_EFFECTS,
    EVENTS,
    FRAGILE_MARK,
    FRAGILE_NOTE,
    GROUP_DIFFERENCES,
    LABEL_COLUMNS,
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
    UNFINISHED,
    Column,
    is_fragile,
)
from toolkit.tables.table_checks import (
    check_columns,
    check_same_articles,
    check_table,
    label_column,
)

__all__ = [
    "ARTICLES",
    "ARTICLE_ID",
    "CONTEXTS",
    "DISTINCTIVE_TERMS",
    "EVENTS",
    "EVENT_EFFECTS",
    "FRAGILE_MARK",
    "FRAGILE_NOTE",
    "GROUP_DIFFERENCES",
    "LABEL_COLUMNS",
    "LEDGER",
    "LEXICAL_DIVERSITY",
    "PERIOD_SHARES",
    "PHRASES",
    "PREVALENCE_EFFECTS",
    "TERM_TREND",
    "TOPIC_ALIGNMENT",
    "TOPIC_STABILITY",
    "TOPIC_SUMMARY",
    "TOPIC_TERMS",
    "UNFINISHED",
    "Column",
    "check_columns",
    "check_same_articles",
    "check_table",
    "is_fragile",
    "label_column",
]
