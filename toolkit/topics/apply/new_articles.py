"""New articles under an earlier model: shares, unknown words, and whether it still fits."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.mapped_arrays import release_pages
from toolkit.errors import TooFewArticlesError
from toolkit.models.matrix_rows import cut_rows
from toolkit.tables import ARTICLE_ID, check_columns
from toolkit.tables.display import Summarized, Summary
from toolkit.tokenizing import Tokens
from toolkit.topics.inspect.relevance import TINY
from toolkit.topics.inspect.topic_shares import doc_topics
from toolkit.vectorizing import count_terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.topics.model import TopicModel
    from toolkit.vectorizing import DocumentTermMatrix

N_DRAWS = 2000
TAIL = 0.005
LEAST_REFERENCE = 30
CHUNK = 200_000
SLACK = {"log_likelihood": 0.05, "unknown_share": 0.01}
"""Drift lies this far beyond the band, because the articles of a month are not independent."""


@dataclass(frozen=True)
class ScoredArticles(Summarized):
    """Topic shares of articles that the model was not fitted on, and how well it fits them.

    Parameters
    ----------
    topics : DataFrame
        As from `doc_topics`.
    fit : DataFrame
        Index ``article_id``: ``n_words`` (tokens that are not stop words), ``n_known`` (those in
        the model's vocabulary), ``unknown_share`` (1 - n_known / n_words, 0 to 1; missing for a
        matrix, which does not tell) and ``log_likelihood`` (mean natural log probability of a known
        token under the article's shares; missing without known tokens).
    band : DataFrame
        One row per measure: ``measure``, ``value`` (mean over all articles' tokens), ``low``,
        ``high`` (99 % of the means of equally many random reference articles; missing without
        a reference) and ``outside`` (beyond them on the side of a worse fit, by more than 0.05 nats
        or one percentage point).
    sentence : str
        The result in words.
    """

    topics: pd.DataFrame = field(repr=False)
    fit: pd.DataFrame = field(repr=False)
    band: pd.DataFrame = field(repr=False)
    sentence: str

    @property
    def drifted(self) -> bool:
        """Return whether the articles fit worse than the reference, beyond chance."""
        return bool(self.band["outside"].any())

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence

    def _summary(self) -> Summary:
        facts = (("articles", len(self.topics)), ("topics", self.topics.shape[1]))
        warnings = (self.sentence,) if self.drifted else ()
        return Summary(
            "New articles under an earlier model", facts, warnings, self.band, note=self.sentence
        )


def score_articles(
    model: TopicModel,
    articles: Tokens | DocumentTermMatrix,
    *,
    reference: ScoredArticles | None = None,
    random_state: int = 0,
) -> ScoredArticles:
    """Return new articles' shares of a model's topics, and say whether the model still fits.

    Vocabulary and topics are fixed, so that shares compare with those of earlier months. Unknown
    words are counted. Given a reference, warns when articles fit worse: the mean log probability
    per token is below, or the share of unknown words above, the range of 99 % of equally many
    reference articles, by more than 0.05 nats or one percentage point. The slack is needed because
    the articles of a month share events, so they vary more than random articles.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    articles : Tokens or DocumentTermMatrix
        New articles, tokenised with the settings of the old ones; a matrix must be counted with
        ``vocabulary=model.terms_``. Only tokens tell the share of unknown words.
    reference : ScoredArticles, optional
        What this function returned for articles of the model's own time. Use articles that it was
        not fitted on: those that it was fitted on fit too well, so the warning comes too early.
    random_state : int
        Seed of the random samples of reference articles.

    Returns
    -------
    ScoredArticles
        Its ``.topics``, ``.fit``, ``.band``, ``.drifted`` and ``.sentence``.

    Raises
    ------
    InputError
        When the matrix has another vocabulary.
    TooFewArticlesError
        When no article has a known term, or fewer than 30 articles of the reference do.
    """
    if isinstance(articles, Tokens):
        dtm = count_terms(articles, vocabulary=[str(term) for term in model.terms_])
        n_words = _n_words(articles)
    else:
        dtm, n_words = articles, np.full(len(articles), np.nan)
    topics = doc_topics(model, dtm)
    n_known = np.asarray(dtm.counts.sum(axis=1), dtype=np.float64).ravel()
    total = _log_likelihood(model, topics, dtm)
    with np.errstate(invalid="ignore", divide="ignore"):
        fit = pd.DataFrame(
            {
                "n_words": n_words,
                "n_known": n_known.astype(np.int64),
                "unknown_share": np.where(n_words > 0, 1 - n_known / n_words, np.nan),
                "log_likelihood": np.where(n_known > 0, total / n_known, np.nan),
            },
            index=pd.Index(dtm.article_id, name=ARTICLE_ID),
        )
    band = _band(fit, None if reference is None else reference.fit, random_state)
    return ScoredArticles(
        topics, fit, band, _sentence(fit, band, with_reference=reference is not None)
    )


def _n_words(tokens: Tokens) -> NDArray[np.float64]:
    content = np.concatenate([[0], np.cumsum(~tokens.is_stop[tokens.ids])])
    return np.asarray(np.diff(content[tokens.offsets]), dtype=np.float64)


def _log_likelihood(
    model: TopicModel, topics: pd.DataFrame, dtm: DocumentTermMatrix
) -> NDArray[np.float64]:
    """Return sum_w n_dw log sum_k theta_dk phi_kw of each article, in nats."""
    phi = np.asarray(model.topic_term_, dtype=np.float64).T.copy()
    theta, counts = topics.to_numpy(dtype=np.float64), dtm.counts
    total = np.zeros(len(dtm))
    bounds = cut_rows(counts.indptr.astype(np.int64), CHUNK)
    for first, last in pairwise(bounds.tolist()):
        part = slice(int(counts.indptr[first]), int(counts.indptr[last]))
        rows = np.repeat(np.arange(last - first), np.diff(counts.indptr[first : last + 1]))
        chance = np.einsum("ij,ij->i", theta[first:last][rows], phi[counts.indices[part]])
        logs = counts.data[part] * np.log(np.maximum(chance, TINY))
        total[first:last] = np.bincount(rows, logs, minlength=last - first)
        release_pages(theta, counts.indices, counts.data)
    return total


MEASURES = {"log_likelihood": "n_known", "unknown_share": "n_words"}
"""The measures, and the number of tokens that weights each article."""


def _band(fit: pd.DataFrame, reference: pd.DataFrame | None, seed: int) -> pd.DataFrame:
    if not (fit["n_known"] > 0).any():
        message = (
            f"score_articles: none of the {len(fit)} articles has a term of the model's "
            f"vocabulary. Tokenize them with the settings of the articles it was fitted on."
        )
        raise TooFewArticlesError(message)
    rows = []
    for measure, weight in MEASURES.items():
        value = _mean(fit, measure, weight)
        low, high = (
            (np.nan, np.nan)
            if reference is None
            else _usual(reference, measure, int(fit[measure].notna().sum()), seed)
        )
        slack = SLACK[measure]
        outside = value < low - slack if measure == "log_likelihood" else value > high + slack
        rows.append((measure, value, low, high, bool(outside)))
    return pd.DataFrame(rows, columns=["measure", "value", "low", "high", "outside"])


def _mean(fit: pd.DataFrame, measure: str, weight: str) -> float:
    rows = fit[[measure, weight]].dropna()
    return float(np.average(rows[measure], weights=rows[weight])) if len(rows) else float("nan")


def _usual(reference: pd.DataFrame, measure: str, n: int, seed: int) -> tuple[float, float]:
    """Return the central 99 % of means over ``n`` reference articles, drawn with replacement."""
    check_columns("score_articles", reference, list(MEASURES))
    weight = MEASURES[measure]
    rows = reference[[measure, weight]].dropna()
    if measure == "log_likelihood" and len(rows) < LEAST_REFERENCE:
        message = (
            f"score_articles: the reference has {len(rows)} articles with known terms; at least "
            f"{LEAST_REFERENCE} are needed to know the usual range."
        )
        raise TooFewArticlesError(message)
    if len(rows) == 0 or n == 0:
        return float("nan"), float("nan")
    generator = np.random.default_rng(seed)
    values, weights = rows[measure].to_numpy(), rows[weight].to_numpy(dtype=np.float64)
    means = np.empty(N_DRAWS)
    for draw in range(N_DRAWS):
        sample = generator.integers(len(rows), size=n)
        means[draw] = np.average(values[sample], weights=weights[sample])
    low, high = np.quantile(means, [TAIL, 1 - TAIL])
    return float(low), float(high)


def _sentence(fit: pd.DataFrame, band: pd.DataFrame, *, with_reference: bool) -> str:
    by_name = band.set_index("measure")
    likelihood, unknown = by_name.loc["log_likelihood"], by_name.loc["unknown_share"]
    text = f"{len(fit)} articles: {likelihood['value']:.2f} nats per known word"
    if not np.isnan(unknown["value"]):
        text += f", {unknown['value']:.1%} of the words unknown to the model"
    if not with_reference:
        return text + ". Pass a reference to test for drift."
    reasons = []
    if likelihood["outside"]:
        reasons.append(f"worse than the usual {likelihood['low']:.2f} to {likelihood['high']:.2f}")
    if unknown["outside"]:
        reasons.append(f"more unknown words than the usual maximum of {unknown['high']:.1%}")
    if not reasons:
        return text + ". The model fits them as well as the reference."
    advice = "Refit, and compare the topics with rebase_topics."
    return f"{text}. Drift: {' and '.join(reasons)}. {advice}"
