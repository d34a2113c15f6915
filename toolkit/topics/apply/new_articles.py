"""New articles under an old model: shares, unknown words, and whether it still fits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import TooFewArticlesError
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
"""How far beyond the band is drift: the articles of one month are not independent."""


@dataclass(frozen=True)
class ScoredArticles(Summarized):
    """Topic shares of articles under a model that did not see them, and how well it fits them.

    Parameters
    ----------
    topics : DataFrame
        As `doc_topics` gives.
    fit : DataFrame
        Index ``article_id``: ``n_words`` (tokens that are no stop words), ``n_known`` (those in
        the model's vocabulary), ``unknown_share`` (1 - n_known / n_words, 0 to 1; missing where a
        matrix was given, which does not hold it) and ``log_likelihood`` (mean natural log
        probability of a known token under the article's shares; missing without any).
    band : DataFrame
        One row per measure: ``measure``, ``value`` (mean over all articles' tokens), ``low``,
        ``high`` (99 % of the means of as many reference articles drawn by chance; missing without
        a reference) and ``outside`` (beyond it on the side of a worse fit, by more than 0.05 nats
        or one percentage point).
    sentence : str
        The judgement in words.
    """

    topics: pd.DataFrame = field(repr=False)
    fit: pd.DataFrame = field(repr=False)
    band: pd.DataFrame = field(repr=False)
    sentence: str

    @property
    def drifted(self) -> bool:
        """Whether the articles fit worse than the reference does beyond chance."""
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
    """Give new articles their shares of a model's topics, and say whether it still fits.

    The vocabulary and the topics stay as they are, so that shares compare with those of earlier
    months. What the model does not know is counted. With a reference, an alarm: the mean log
    probability per token lies below, or the share of unknown words above, what 99 % of equally
    many reference articles show, and by more than a trifle (0.05 nats, one percentage point):
    the articles of one month share their events, so they vary more than articles drawn by chance.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    articles : Tokens or DocumentTermMatrix
        New articles, tokenised with the settings of the old ones; a matrix must have been counted
        with ``vocabulary=model.terms_``. Only tokens tell the share of unknown words.
    reference : ScoredArticles, optional
        What this function gave for articles of the model's own time. Best are articles that it
        was not fitted on: those it was fitted on fit too well, which makes the alarm ring early.
    random_state : int
        Seed of the draws of reference articles.

    Returns
    -------
    ScoredArticles
        With ``.topics``, ``.fit``, ``.band``, ``.drifted`` and ``.sentence``.

    Raises
    ------
    InputError
        When the matrix has another vocabulary.
    TooFewArticlesError
        When no article has a known term, or the reference has fewer than 30 that do.
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
    theta = topics.fillna(0.0).to_numpy()
    entries = dtm.counts.tocoo()
    total = np.zeros(len(dtm))
    for start in range(0, entries.nnz, CHUNK):
        part = slice(start, start + CHUNK)
        rows = entries.row[part]
        chance = np.einsum("ij,ij->i", theta[rows], phi[entries.col[part]])
        total += np.bincount(
            rows, entries.data[part] * np.log(np.maximum(chance, TINY)), minlength=len(total)
        )
    return total


MEASURES = {"log_likelihood": "n_known", "unknown_share": "n_words"}
"""What is judged, and the number of tokens that weighs each article."""


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
    """Return the middle 99 % of means over ``n`` reference articles, drawn with replacement."""
    check_columns("score_articles", reference, list(MEASURES))
    weight = MEASURES[measure]
    rows = reference[[measure, weight]].dropna()
    if measure == "log_likelihood" and len(rows) < LEAST_REFERENCE:
        message = (
            f"score_articles: the reference has {len(rows)} articles with known terms; at least "
            f"{LEAST_REFERENCE} are needed to know what is usual."
        )
        raise TooFewArticlesError(message)
    if len(rows) == 0 or n == 0:
        return float("nan"), float("nan")
    generator = np.random.default_rng(seed)
    values, weights = rows[measure].to_numpy(), rows[weight].to_numpy(dtype=np.float64)
    means = np.empty(N_DRAWS)
    for draw in range(N_DRAWS):
        chosen = generator.integers(len(rows), size=n)
        means[draw] = np.average(values[chosen], weights=weights[chosen])
    low, high = np.quantile(means, [TAIL, 1 - TAIL])
    return float(low), float(high)


def _sentence(fit: pd.DataFrame, band: pd.DataFrame, *, with_reference: bool) -> str:
    by_name = band.set_index("measure")
    likelihood, unknown = by_name.loc["log_likelihood"], by_name.loc["unknown_share"]
    text = f"{len(fit)} articles: {likelihood['value']:.2f} nats per known word"
    if not np.isnan(unknown["value"]):
        text += f", {unknown['value']:.1%} of the words unknown to the model"
    if not with_reference:
        return text + ". Without a reference nothing is said of drift."
    reasons = []
    if likelihood["outside"]:
        reasons.append(f"worse than the usual {likelihood['low']:.2f} to {likelihood['high']:.2f}")
    if unknown["outside"]:
        reasons.append(f"more unknown words than the usual {unknown['high']:.1%} at most")
    if not reasons:
        return text + ". The model fits them as it fits the reference."
    advice = "Fit again, and see what becomes of the topics with rebase_topics."
    return f"{text}. Drift: {' and '.join(reasons)}. {advice}"
