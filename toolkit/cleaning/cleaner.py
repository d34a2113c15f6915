"""Clean the articles table: from ``body`` to ``text``, with a ledger row for each removal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit._core.garbage import collect_rarely
from toolkit.cleaning.characters import CHARACTER_STEPS, clean_characters
from toolkit.cleaning.corpus_cleaner import clean_corpus
from toolkit.cleaning.hyphens import broken_forms, count_forms, join_hyphens
from toolkit.cleaning.ledger_rows import LINE_STEPS, OPTIONAL_STEPS, Columns
from toolkit.cleaning.lines import Known, take_lines
from toolkit.cleaning.passes import (
    clean_lines,
    drop_recurring,
    find_languages,
    flag_languages,
    flag_mojibake,
    recurring_lines,
)
from toolkit.errors import InputError, check_option
from toolkit.reading.corpus import Corpus
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

TEXT_STEPS = (*CHARACTER_STEPS, *LINE_STEPS)

DEFAULT_STEPS = (*TEXT_STEPS, "language")
"""The cleaning steps that run by default. None of them deletes a sentence of the story."""


TEXT_SOURCES = ("auto", "body", "title", "both")
"""What `clean_articles` can make the text of."""


@collect_rarely()
def clean_articles(
    articles: pd.DataFrame,
    *,
    text: str = "auto",
    steps: Iterable[str] = DEFAULT_STEPS,
    progress: bool = True,
) -> pd.DataFrame:
    r"""Add the column ``text``: the story without captions, links, notices and boilerplate.

    Cleaning always starts from ``body``, so it can be repeated with other steps.

    Parameters
    ----------
    articles : DataFrame
        One row per article, with the column ``body`` or ``title``. A corpus on disk
        (`open_corpus`) is cleaned part by part, and a corpus on disk is returned.
    text : {"auto", "body", "title", "both"}
        What is counted. "body": the story. "title": the headline. "both": the headline, then the
        story. "auto": the story, or the headline of an article that has no story. How many
        articles got which is in ``attrs["text"]`` and the ledger (rule "text_source").
    steps : iterable of str
        Steps to run, from `DEFAULT_STEPS` and `OPTIONAL_STEPS`, always in the same order. To
        omit one: ``[step for step in DEFAULT_STEPS if step != "bullets"]``.
    progress : bool
        Show a progress bar when this takes longer than two seconds.

    Returns
    -------
    DataFrame
        A new table with the column ``text``. Moved pieces are added to ``captions``,
        ``summary`` and ``notes``, or fill empty ``byline``, ``place`` and ``agency``; empty
        ``language`` is filled; ``quality`` may gain "mojibake" and "other_language". The
        ledger gains a row for each piece moved, dropped, changed or flagged. ``body`` stays as
        received.

    Raises
    ------
    InputError
        If ``text`` or a step is unknown, or the table lacks the columns that are counted.

    Examples
    --------
    >>> import pandas as pd
    >>> body = "ANKARA: Four leaders will meet in Istanbul on Saturday.\n\nRead also: More news"
    >>> articles = pd.DataFrame({"title": ["Summit"], "body": [body]}, index=["a"])
    >>> clean = clean_articles(articles)
    >>> clean.loc["a", ["text", "place"]].tolist()
    ['Four leaders will meet in Istanbul on Saturday.', 'Ankara']
    """
    selected = check_steps("clean_articles", steps)
    check_option("clean_articles", "text", text, TEXT_SOURCES)
    check_columns("clean_articles", articles, _needed(articles, text))
    if isinstance(articles, Corpus):
        return clean_corpus(articles, text, selected, show=progress)
    columns = Columns(articles, text)
    forms = None
    if "hyphens" in selected:
        forms = count_forms(columns.bodies(), broken_forms(columns.bodies()))
    clean_lines(columns, selected, forms, show=progress)
    if "recurring" in selected:
        drop_recurring(columns, recurring_lines(columns))
    if "mojibake" in selected:
        flag_mojibake(columns)
    if "language" in selected:
        found = find_languages(columns)
        flag_languages(columns, found, Counter(filter(None, found)))
    return columns.table()


def _needed(articles: pd.DataFrame, text: str) -> list[str]:
    if text == "auto":
        return [] if "title" in articles else ["body"]
    return {"body": ["body"], "title": ["title"], "both": ["title", "body"]}[text]


def clean_text(text: str, *, title: str = "", steps: Iterable[str] = TEXT_STEPS) -> str:
    r"""Clean one text, with the steps that need no other text.

    Parameters
    ----------
    text : str
        The body of an article.
    title : str
        Its headline, to recognise repetitions of it.
    steps : iterable of str
        As for `clean_articles`; "hyphens" uses only this text as evidence, "recurring" and
        "language" have no effect.

    Examples
    --------
    >>> clean_text("By Jane Roe\n\nDe\u00adescalation is near.\n\nAdvertisement")
    'Deescalation is near.'
    """
    selected = check_steps("clean_text", steps)
    if "hyphens" in selected:
        text = join_hyphens(text.replace("\r\n", "\n"))
    return take_lines(clean_characters(text, selected), Known(title=title), selected)[0]


def check_steps(function: str, steps: Iterable[str]) -> frozenset[str]:
    """Return the steps as a set, or raise `InputError` for an unknown name."""
    if isinstance(steps, str):
        message = f"{function}: steps must be a list of names; got {steps!r}. Pass [{steps!r}]."
        raise InputError(message)
    selected = frozenset(steps)
    for step in sorted(selected):
        check_option(function, "steps", step, (*DEFAULT_STEPS, *OPTIONAL_STEPS))
    return selected
