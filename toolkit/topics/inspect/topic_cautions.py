"""Warnings about a topic: one outlet, one week, boilerplate, copies, loose or everyday words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.mapped_arrays import pieces
from toolkit.tables import check_columns
from toolkit.tokenizing.normalization import lower_names
from toolkit.tokenizing.term_names import token_names
from toolkit.topics.inspect.coherence import topic_coherence
from toolkit.topics.inspect.terms import largest
from toolkit.vectorizing import count_terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens

ONE_SOURCE = 0.8
"""Least part of a topic's mass in one outlet for the mark "one outlet" ..."""
ABOVE_SHARE = 1.25
"""... and least ratio of that part to the outlet's part of all articles."""
ONE_WEEK = 0.5
"""Least part of a topic's dated mass in seven consecutive days for the mark "one week"."""
COPIES = 0.5
"""Least part of a topic's mass in copied articles for the mark "copies"."""
BOILERPLATE = 0.4
"""Least part of the weight of the ten most probable terms that page terms need for a mark."""
LOOSE = 0.5
"""Coherence below this part of the topics' median is marked "loose", if the median is above 0."""
EVERYDAY = 0.25
"""Least mean part of the articles that use a leading term for the mark "everyday words"."""
_PAGE = """
advertisement afp ap associated bbc caption click contributed copyright editing editor email
facebook getty newsletter photo photograph photos reporter reporting reuters subscribe twitter
updated writing
"""
STOP_LIKE = frozenset(_PAGE.split())
"""Terms of the page, not of the news."""


def title_terms(text: str) -> list[str]:
    """Return the words of a title or line, folded like the terms of the articles."""
    return lower_names(token_names(text))


def word_measures(
    leading: pd.DataFrame, tokens: Tokens | None, n_topics: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each topic's coherence, and the part of the articles that use its terms."""
    if tokens is None:
        return np.full(n_topics, np.nan), np.full(n_topics, np.nan)
    coherence = topic_coherence(leading, tokens)["coherence"]
    names = sorted(leading["term"].unique())
    counts = count_terms(tokens, vocabulary=names).counts
    used = np.zeros(len(names))
    for part in pieces(counts.nnz, counts.indices):
        used += np.bincount(counts.indices[part], minlength=len(names))
    share = pd.Series(used / max(1, counts.shape[0]), index=names)
    common = leading["term"].map(share).groupby(leading["topic"]).mean()
    return np.asarray(coherence, dtype=np.float64), np.asarray(common, dtype=np.float64)


def page_share(
    phi: NDArray[np.float64], names: NDArray[np.str_], boilerplate: pd.DataFrame | None
) -> pd.Series:
    """Return which part of the weight of a topic's ten most probable terms is page terms."""
    page = set(STOP_LIKE)
    if boilerplate is not None:
        check_columns("topic_summary", boilerplate, ["text"])
        page |= {word for text in boilerplate["text"] for word in title_terms(str(text))}
    best = [largest(row, 10) for row in phi]
    topic = np.repeat(np.arange(len(phi)), [len(places) for places in best])
    place = np.concatenate(best)
    terms = pd.Series(np.asarray(names, dtype=object)[place], dtype="str")
    leading = pd.DataFrame({"topic": topic, "term": terms, "probability": phi[topic, place]})
    of_page = leading["term"].str.split("_").map(lambda words: all(word in page for word in words))
    weight = leading["probability"].groupby(leading["topic"]).sum()
    return leading["probability"].where(of_page, 0.0).groupby(leading["topic"]).sum() / weight


def cautions(table: pd.DataFrame, articles: pd.DataFrame, of_page: pd.Series) -> list[str]:
    """Return each topic's warnings, "; "-joined."""
    usual = articles["source"].astype("str").value_counts(normalize=True)
    expected = table["source"].map(usual).astype("float64")
    days = pd.to_datetime(articles["date"]).dropna()
    long_enough = len(days) > 0 and (days.max() - days.min()).days > 28
    usual_coherence = table["coherence"].median()
    marks = {
        "one outlet": (table["source_share"] >= ONE_SOURCE)
        & (table["source_share"] >= ABOVE_SHARE * expected),
        "one week": (table["week_share"] >= ONE_WEEK) & long_enough,
        "boilerplate": of_page.to_numpy() >= BOILERPLATE,
        "copies": table["copied_share"] >= COPIES,
        "loose": (usual_coherence > 0) & (table["coherence"] < LOOSE * usual_coherence),
        "everyday words": table["common_share"] >= EVERYDAY,
    }
    flags = pd.DataFrame(marks)
    return ["; ".join(flags.columns[row]) for row in flags.to_numpy(dtype=bool)]
