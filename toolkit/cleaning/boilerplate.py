"""Find boilerplate: paragraphs that recur across articles of one source."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from toolkit.errors import InputError
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MIN_ARTICLES = 3
MIN_SHARE = 0.01


class Recurring(NamedTuple):
    """A paragraph that recurs within a source.

    ``articles`` are the positions of its articles, ``share`` is their share of the source's
    articles, ``place`` is where it usually stands: start, middle or end.
    """

    source: str
    paragraph: str
    articles: list[int]
    share: float
    place: str


def boilerplate_candidates(
    articles: pd.DataFrame, *, min_articles: int = MIN_ARTICLES, min_share: float = MIN_SHARE
) -> pd.DataFrame:
    r"""List paragraphs that recur across articles of one source, for review.

    Nothing is removed. To remove them, add a step: ``clean_articles(articles,
    steps=[*DEFAULT_STEPS, "recurring"])``.

    Parameters
    ----------
    articles : DataFrame
        One row per article. Paragraphs are the lines of ``text`` if present, else of ``body``;
        without a column ``source`` all articles count as one source.
    min_articles : int
        A paragraph is listed if it occurs in more than this number of articles of a source ...
    min_share : float
        ... and in more than this share of them, 0 to 1.

    Returns
    -------
    DataFrame
        ``source``, ``text`` (the paragraph), ``n_articles`` that contain it, ``share`` of the
        source's articles, ``place`` (usually at the "start", "middle" or "end") and
        ``article_id`` of the first; the most frequent first.

    Raises
    ------
    InputError
        If the table has no text, or a threshold is out of range.

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
        (
            one.source,
            one.paragraph,
            len(one.articles),
            one.share,
            one.place,
            str(articles.index[one.articles[0]]),
        )
        for one in found
    ]
    names = ["source", "text", "n_articles", "share", "place", "article_id"]
    table = pd.DataFrame(rows, columns=names)
    order = ["n_articles", "source", "text"]
    table = table.sort_values(order, ascending=[False, True, True], ignore_index=True)
    return table.astype({"source": "str", "text": "str", "article_id": "str", "place": "category"})


def find_recurring(
    texts: Iterable[str],
    sources: Sequence[str],
    *,
    min_articles: int = MIN_ARTICLES,
    min_share: float = MIN_SHARE,
) -> list[Recurring]:
    """Return the paragraphs that recur within a source; the texts are read twice."""
    counts: Counter[tuple[str, str]] = Counter()
    for text, source in zip(texts, sources, strict=True):
        counts.update((source, line) for line in dict.fromkeys(_lines(text)))
    totals = Counter(sources)
    recur = {key for key, n in counts.items() if n > max(min_articles, min_share * totals[key[0]])}
    occurrences: dict[tuple[str, str], list[int]] = defaultdict(list)
    places: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for at, (text, source) in enumerate(zip(texts, sources, strict=True)):  # few lines recur
        lines = _lines(text)
        for number, line in enumerate(dict.fromkeys(lines)):
            if (source, line) in recur:
                occurrences[source, line].append(at)
                places[source, line][_place(number, len(lines))] += 1
    return [
        Recurring(
            source, line, at, len(at) / totals[source], places[source, line].most_common(1)[0][0]
        )
        for (source, line), at in occurrences.items()
    ]


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.split("\n")) if line]


def _place(number: int, n_lines: int) -> str:
    if number >= n_lines - 3 and number >= n_lines / 2:
        return "end"
    return "start" if number < 3 else "middle"
