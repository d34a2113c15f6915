"""The part of a large study that goes into one page to walk through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit._core.number_words import count
from toolkit.reporting.study.corpus_input import short_columns

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.reporting.study.results import Study

MOST_ARTICLES = 50_000
"""Articles in one page: about 3 MB, which a browser still opens at once."""


def listed_rows(study: Study, most: int | None = None) -> NDArray[np.intp]:
    """Return the places of the articles that go along, in order; evenly spaced by date if not all.

    Parameters
    ----------
    study : Study
        Output of `run_study`.
    most : int, optional
        How many may go along; by default `MOST_ARTICLES`.
    """
    n, most = len(study.articles), MOST_ARTICLES if most is None else most
    if n <= most:
        return np.arange(n)
    by_date = np.argsort(study.articles["date"].to_numpy(), kind="stable")
    return np.sort(by_date[np.arange(most) * n // most])


def part_of_study(study: Study, rows: NDArray[np.intp]) -> Study:
    """Return a study of some of the articles, with the same themes, topics and settings."""
    index, facts = study.articles.index, short_columns(study.articles)

    def part(table: pd.DataFrame) -> pd.DataFrame:
        """Take rows by their place where it is known: a search by name needs an index of names."""
        return table.iloc[rows] if table.index.equals(index) else table.loc[index[rows]]

    if "url" in study.articles:
        facts = facts.assign(url=study.articles["url"])
    topics = study.topics
    return replace(
        study,
        articles=facts.iloc[rows],
        tokens=study.tokens[rows],
        dtm=replace(
            study.dtm,
            counts=study.dtm.counts[rows],
            article_id=study.dtm.article_id[rows],
            n_tokens=study.dtm.n_tokens[rows],
        ),
        scores=part(study.scores),
        word_scores=part(study.word_scores),
        matches=None,
        duplicates=part(study.duplicates),
        topics=None if topics is None else replace(topics, shares=part(topics.shares)),
        limits=(sample_sentence(len(rows), len(study.articles)), *study.limits),
    )


def sample_sentence(n: int, total: int) -> str:
    """Say of which articles a page is made if not of all.

    Examples
    --------
    >>> sample_sentence(50_000, 1_000_000)[:75]
    'To keep the file small, it is made of 50,000 of the 1,000,000 articles, eve'
    """
    return (
        f"To keep the file small, it is made of {n:,} of the {count(total, 'article')}, evenly "
        f"spaced by date: every share, interval and comparison here is of these. Those of all "
        f"articles are in the report and its tables."
    )


def sampling_code(n: int) -> list[str]:
    """Return the lines of Python that make the same selection from a study."""
    return [
        "import dataclasses",
        "import numpy as np",
        f"places = np.arange({n}) * len(study.articles) // {n}",
        'rows = np.sort(np.argsort(study.articles["date"].to_numpy(), kind="stable")[places])',
        "articles, tokens = study.articles.iloc[rows], study.tokens[rows]",
        "counts, ids = study.dtm.counts[rows], study.dtm.article_id[rows]",
        "n_tokens = study.dtm.n_tokens[rows]",
        "dtm = dataclasses.replace(study.dtm, counts=counts, article_id=ids, n_tokens=n_tokens)",
    ]
