"""The topics of a study: learned, judged, charted, with articles to read."""

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
    chosen: Settings,
    freq: str,
    limits: list[str],
) -> TopicResults | None:
    """Learn topics and judge them, or add to ``limits`` why there are none."""
    n_articles = dtm.shape[0]
    if chosen.n_topics == 0:
        limits.append("No topics were learned: the study asked for none.")
        return None
    if n_articles < MIN_ARTICLES_FOR_TOPICS:
        limits.append(
            f"Topics were not learned: {n_articles} articles cannot carry a topic model (at least "
            f"{MIN_ARTICLES_FOR_TOPICS}). Terms and theme passages are given instead."
        )
        return None
    n_topics = chosen.n_topics or int(np.clip(round(0.4 * np.sqrt(n_articles)), 6, 50))
    model = LDA(n_topics=n_topics, random_state=chosen.seed).fit(dtm)
    shares = doc_topics(model, dtm)
    stability = _stability(dtm, model, chosen, limits)
    labels = _marked(topic_labels(model), stability)
    periods = pd.DataFrame()
    if articles["date"].notna().any():
        periods = share_by_period(
            shares,
            articles["date"],
            freq="QS" if freq in {"D", "W", "MS"} else freq,
            precision=articles["date_precision"],
            random_state=chosen.seed,
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
    dtm: DocumentTermMatrix, model: LDA, chosen: Settings, limits: list[str]
) -> pd.DataFrame:
    if chosen.stability_runs < 2:
        return pd.DataFrame()
    try:
        return topic_stability(dtm, model, n_runs=chosen.stability_runs, random_state=chosen.seed)
    except TooFewArticlesError as error:
        limits.append(f"Whether the topics come back was not judged. {error}")
        return pd.DataFrame()


def _marked(labels: pd.Series, stability: pd.DataFrame) -> pd.Series:
    if stability.empty:
        return labels
    rows = mark_fragile(labels.rename("label").reset_index(), stability)
    return rows.set_index("topic")["label"]
