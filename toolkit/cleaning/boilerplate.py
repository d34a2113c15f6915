"""Paragraphs that recur across the articles of one source: candidates for boilerplate."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.errors import InputError
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_ARTICLES = 3
MIN_SHARE = 0.01
_PLACES = ("start", "middle", "end")


def boilerplate_candidates(
    articles: pd.DataFrame, *, min_articles: int = MIN_ARTICLES, min_share: float = MIN_SHARE
) -> pd.DataFrame:
    r"""List paragraphs that recur across the articles of one source, for a reader to judge.

    Nothing is removed. To remove them, name the step: ``clean_articles(articles,
    steps=[*tt.DEFAULT_STEPS, "recurring"])``.

    Parameters
    ----------
    articles : DataFrame
        One row per article; paragraphs are the lines of ``text`` if it is there, else of
        ``body``; ``source`` is '' where the table has none.
    min_articles : int
        A paragraph is listed when it stands in more articles of a source than this ...
    min_share : float
        ... and in more than this share of them, 0 to 1.

    Returns
    -------
    DataFrame
        ``source``, ``text`` (the paragraph), ``n_articles`` it stands in, ``share`` of the
        source's articles, ``place`` where it mostly stands ("start", "middle" or "end") and
        ``article_id`` of the first article; the commonest first.

    Raises
    ------
    InputError
        For a table without text, or thresholds out of range.

    Examples
    --------
    >>> import pandas as pd
    >>> bodies = [f"Story number {n}.\n\nOur house is on the river." for n in range(5)]
    >>> articles = pd.DataFrame({"body": bodies, "source": "A"}, index=list("abcde"))
    >>> boilerplate_candidates(articles)[["text", "n_articles", "place"]].values.tolist()
    [['Our house is on the river.', 5, 'end']]
    """
    if min_articles < 1 or not 0 <= min_share <= 1:
        message = (
            "boilerplate_candidates: min_articles must be at least 1 and min_share from 0 to 1; "
            f"got {min_articles!r} and {min_share!r}."
        )
        raise InputError(message)
    column = "text" if "text" in articles else "body"
    check_columns("boilerplate_candidates", articles, [column])
    texts = ["" if pd.isna(text) else str(text) for text in articles[column]]
    sources = articles["source"].astype("str").fillna("").tolist() if "source" in articles else None
    found = find_recurring(
        texts, sources or [""] * len(texts), min_articles=min_articles, min_share=min_share
    )
    rows = [
        (source, text, len(at), share, place, str(articles.index[at[0]]))
        for source, text, at, share, place in found
    ]
    names = ["source", "text", "n_articles", "share", "place", "article_id"]
    table = pd.DataFrame(rows, columns=names)
    order = ["n_articles", "source", "text"]
    table = table.sort_values(order, ascending=[False, True, True], ignore_index=True)
    return table.astype({"source": "str", "text": "str", "article_id": "str", "place": "category"})


def find_recurring(
    texts: Sequence[str],
    sources: Sequence[str],
    *,
    min_articles: int = MIN_ARTICLES,
    min_share: float = MIN_SHARE,
) -> list[tuple[str, str, list[int], float, str]]:
    """Return source, paragraph, positions of its articles, share and place of each candidate."""
    standing: dict[tuple[str, str], list[int]] = defaultdict(list)
    places: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for at, (text, source) in enumerate(zip(texts, sources, strict=True)):
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        for number, line in enumerate(dict.fromkeys(lines)):
            standing[source, line].append(at)
            places[source, line][_place(number, len(lines))] += 1
    totals = Counter(sources)
    return [
        (source, line, at, len(at) / totals[source], places[source, line].most_common(1)[0][0])
        for (source, line), at in standing.items()
        if len(at) > max(min_articles, min_share * totals[source])
    ]


def _place(number: int, n_lines: int) -> str:
    if number >= n_lines - 3 and number >= n_lines / 2:
        return "end"
    return "start" if number < 3 else "middle"
