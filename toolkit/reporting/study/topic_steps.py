"""The topics of a study: model, stability, shares over time, articles to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import TooFewArticlesError
from toolkit.models.lda import LDA
from toolkit.periods import share_by_period
from toolkit.reporting.study.results import Settings, TopicResults
from toolkit.topics import (
    doc_topics,
    mark_fragile,
    top_articles,
    topic_labels,
    topic_prevalence,
    topic_stability,
    topic_terms,
)

if TYPE_CHECKING:
    from toolkit.vectorizing import DocumentTermMatrix

MIN_ARTICLES_FOR_TOPICS = 60


def learn_topics(
    dtm: DocumentTermMatrix,
    articles: pd.DataFrame,
    *,
    settings: Settings,
    freq: str,
    limits: list[str],
) -> TopicResults | None:
    """Learn topics and estimate their stability, or explain in ``limits`` why not."""
    n_articles = dtm.shape[0]
    if settings.n_topics == 0:
        limits.append("No topics were learned: none were requested.")
        return None
    if n_articles < MIN_ARTICLES_FOR_TOPICS:
        limits.append(
            f"No topics were learned: {n_articles} articles are too few for a topic model (at "
            f"least {MIN_ARTICLES_FOR_TOPICS}). See the terms and passages instead."
        )
        return None
    n_topics = settings.n_topics or int(np.clip(round(0.4 * np.sqrt(n_articles)), 6, 50))
    model = LDA(n_topics=n_topics, random_state=settings.seed).fit(dtm)
    shares = doc_topics(model, dtm)
    stability = _stability(dtm, model, settings, limits)
    labels = _marked(topic_labels(model), stability)
    periods = pd.DataFrame()
    if articles["date"].notna().any():
        periods = share_by_period(
            shares,
            articles["date"],
            freq="QS" if freq in {"D", "W", "MS"} else freq,
            precision=articles["date_precision"],
            random_state=settings.seed,
        )
        periods["label"] = periods["topic"].map(labels)
        periods.attrs["quantity"] = "Mean share of the article"
    read = [
        top_articles(shares, articles, topic=topic, n=3).reset_index().assign(topic=topic)
        for topic in range(n_topics)
    ]
    readings = pd.concat(read, ignore_index=True)
    return TopicResults(
        model=model,
        shares=shares,
        terms=topic_terms(model),
        labels=labels,
        prevalence=topic_prevalence(shares),
        periods=periods,
        readings=readings,
        stability=stability,
    )


def _stability(
    dtm: DocumentTermMatrix, model: LDA, settings: Settings, limits: list[str]
) -> pd.DataFrame:
    if settings.stability_runs < 2:
        return pd.DataFrame()
    try:
        return topic_stability(
            dtm, model, n_runs=settings.stability_runs, random_state=settings.seed
        )
    except TooFewArticlesError as error:
        limits.append(f"The stability of the topics was not estimated. {error}")
        return pd.DataFrame()


def _marked(labels: pd.Series, stability: pd.DataFrame) -> pd.Series:
    if stability.empty:
        return labels
    rows = mark_fragile(labels.rename("label").reset_index(), stability)
    return rows.set_index("topic")["label"]
