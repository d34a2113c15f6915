"""The topics of a study: model, stability, shares over time, marks, articles to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit._core.number_words import count
from toolkit.errors import TooFewArticlesError
from toolkit.models.lda import LDA
from toolkit.reporting.study.results import TopicResults
from toolkit.topics import (
    doc_topics,
    edit_topics,
    edited_terms,
    mark_fragile,
    top_articles,
    topic_labels,
    topic_stability,
    topic_summary,
    topic_terms,
)

if TYPE_CHECKING:
    from toolkit.reporting.study.settings import Settings
    from toolkit.reporting.study.timeline import Calendar
    from toolkit.reporting.study.word_counts import WordCounts
    from toolkit.topics import TopicRecipe

MIN_ARTICLES_FOR_TOPICS = 60
N_TO_READ = 3
MIN_PART_OF_FIRST = 0.5
MIN_PART_SURE = 0.5
"""Part of the quarters that must have an interval for topics to be shown by quarter."""

N_NEAREST = 60
"""Articles with the largest share among which the articles to read are chosen."""


class TopicInputs(NamedTuple):
    """The articles of a study with their words, groups of copies and periods."""

    articles: pd.DataFrame
    words: WordCounts
    duplicates: pd.DataFrame
    calendar: Calendar


def learn_topics(
    inputs: TopicInputs,
    *,
    settings: Settings,
    limits: list[str],
    recipe: TopicRecipe | None = None,
) -> TopicResults | None:
    """Learn topics and estimate their stability, or explain in ``limits`` why not."""
    problem = why_no_topics(inputs, settings)
    if problem:
        limits.append(problem)
        return None
    dtm = inputs.words.dtm
    n_topics = settings.n_topics or int(np.clip(round(0.4 * np.sqrt(dtm.shape[0])), 6, 50))
    model = LDA(n_topics=n_topics, random_state=settings.seed).fit(dtm)
    learned = doc_topics(model, dtm)
    stability = _stability(inputs, model, settings, limits)
    shares, terms = learned, topic_terms(model)
    if recipe is not None:
        shares = edit_topics(learned, recipe, model=model, dtm=dtm)
        terms = edited_terms(model, recipe, dtm=dtm)
    labels = numbered_labels(topic_labels(model), terms, recipe)
    labels = _marked(labels, stability, recipe)
    summary = topic_summary(
        model, learned, inputs.articles, copies=inputs.duplicates, tokens=inputs.words.tokens
    )
    periods = _periods(shares, labels, inputs.calendar)
    return TopicResults(
        model=model,
        shares=shares,
        terms=terms,
        labels=labels,
        summary=_kept_rows(summary, None if recipe is None else shares, labels),
        periods=periods,
        readings=articles_to_read(shares, inputs.articles, inputs.duplicates, labels),
        stability=stability,
        recipe=recipe,
    )


def why_no_topics(inputs: TopicInputs, settings: Settings) -> str:
    """Return why no topics can be learned, "" if they can."""
    if settings.n_topics == 0:
        return "No topics were learned: none were requested."
    counted = int((np.diff(inputs.words.dtm.counts.indptr) > 0).sum())
    if counted < MIN_ARTICLES_FOR_TOPICS:
        few = "is too few" if counted == 1 else "are too few"
        return (
            f"No topics were learned: {count(counted, 'article')} with counted terms {few} for a "
            f"topic model (at least {MIN_ARTICLES_FOR_TOPICS}). See the terms and passages instead."
        )
    least = settings.n_topics or 2
    if inputs.words.dtm.shape[1] < max(2, least):
        return (
            f"No topics were learned: the vocabulary has {count(inputs.words.dtm.shape[1], 'term')}"
            f", fewer than {count(max(2, least), 'topic')}."
        )
    return ""


def numbered_labels(
    labels: pd.Series, terms: pd.DataFrame, recipe: TopicRecipe | None
) -> pd.Series:
    """Return the number and name of each topic that a table of terms holds.

    Examples
    --------
    >>> terms = pd.DataFrame({"topic": [0, 1], "rank": [1, 1], "term": ["talks", "oil"]})
    >>> numbered_labels(pd.Series(["talks, envoy", "oil, price"]), terms, None).tolist()
    ['0: talks, envoy', '1: oil, price']
    """
    names = {} if recipe is None else recipe.names
    topics = list(dict.fromkeys(terms["topic"]))
    leading = terms[terms["rank"] <= N_TO_READ].groupby("topic")["term"].agg(", ".join)
    written = []
    for topic in topics:
        known = labels.get(topic, leading.get(topic, ""))
        if isinstance(topic, str):  # a topic of an unfinished fit, which says so itself
            written.append(topic)
            continue
        name = str(names.get(int(topic), known)).replace("_", " ")
        written.append(f"{topic}: {name}")
    return pd.Series(written, index=pd.Index(topics, name="topic"), name="label", dtype="str")


def _kept_rows(
    summary: pd.DataFrame, edited: pd.DataFrame | None, labels: pd.Series
) -> pd.DataFrame:
    """Return the summary with the labels of the study; edited topics get their edited shares."""
    kept = summary[summary["topic"].isin(labels.index)].copy()
    rows = pd.DataFrame({"topic": labels.index}).merge(kept, on="topic", how="left")
    rows["label"] = rows["topic"].map(labels)
    if edited is not None:
        known = edited.dropna()
        led = pd.Series(known.columns[known.to_numpy().argmax(axis=1)]).value_counts()
        rows["share"] = rows["topic"].map(known.mean())
        rows["n_led"] = rows["topic"].map(led).fillna(0).astype("int64")
    return rows.assign(warnings=rows["warnings"].fillna(""))


def _periods(shares: pd.DataFrame, labels: pd.Series, calendar: Calendar) -> pd.DataFrame:
    """Shares of topics by quarter, by year if most quarters have too few articles."""
    freq = "QS" if calendar.freq == "MS" else calendar.freq
    table = calendar.shares(shares, "Mean share of the article", freq=freq)
    if freq == "QS" and _part_sure(table) < MIN_PART_SURE:
        by_year = calendar.shares(shares, "Mean share of the article", freq="YS")
        table = by_year if _part_sure(by_year) > _part_sure(table) else table
    if len(table):
        table["label"] = table["topic"].map(labels)
    return table


def _part_sure(table: pd.DataFrame) -> float:
    """Part of the periods that have an interval."""
    return float(table["low"].notna().mean()) if len(table) else 0.0


def articles_to_read(
    shares: pd.DataFrame, articles: pd.DataFrame, duplicates: pd.DataFrame, labels: pd.Series
) -> pd.DataFrame:
    """List three articles to read for each topic, from different stories, outlets and dates.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_topics)
        Topic shares.
    articles : DataFrame
        The articles table.
    duplicates : DataFrame
        Output of `near_duplicates`: at most one article of a group is listed.
    labels : Series of str
        The label of each topic.

    Returns
    -------
    DataFrame
        ``topic``, ``label``, ``rank``, ``share``, ``date``, ``source``, ``title``,
        ``article_id``. The article with the largest share comes first; the others are those with
        the largest share from other outlets and months, as far as there are any among the sixty
        articles with at least half the share of the first.
    """
    listed = top_articles(shares.rename_axis(columns="topic"), articles, n=N_NEAREST)
    first = listed.groupby("topic")["share"].transform("max")
    near = listed[listed["share"] >= MIN_PART_OF_FIRST * first]
    near = near.assign(story=duplicates["dup_group"].reindex(near.index))
    rows = []
    for topic, candidates in near.groupby("topic", sort=False):
        read = candidates.take(_spread_out(candidates))
        shares_of = zip(read.index.tolist(), read["share"].tolist(), strict=True)
        for rank, (article, share) in enumerate(shares_of, start=1):
            facts: Any = articles.loc[article]
            rows.append(
                (topic, labels.get(topic, ""), rank, share, facts["date"],
                 str(facts["source"]), headline(facts), article)
            )  # fmt: skip
    columns = ["topic", "label", "rank", "share", "date", "source", "title", "article_id"]
    return pd.DataFrame(rows, columns=columns)


def _spread_out(candidates: pd.DataFrame) -> list[int]:
    """Take the first article, then those of other stories, preferring new outlets and months."""
    months = candidates["date"].dt.strftime("%Y-%m").fillna("")
    facts = list(zip(candidates["source"].astype("str"), months, strict=True))
    stories = candidates["story"].astype(object).where(candidates["story"].notna(), None).tolist()
    chosen: list[int] = []
    for novelty in (2, 1, 0):
        for row, story in enumerate(stories):
            if len(chosen) == N_TO_READ:
                return chosen
            if row in chosen or (story is not None and story in [stories[k] for k in chosen]):
                continue
            new = [all(facts[row][k] != facts[other][k] for other in chosen) for k in range(2)]
            if sum(new) >= novelty or not chosen:
                chosen.append(row)
    return chosen


def headline(article: pd.Series, n_words: int = 8) -> str:
    """Return the title of an article, or its first words if it has none.

    Examples
    --------
    >>> headline(pd.Series({"title": "", "text": "Talks between the envoys of two states began."}))
    '[no title] Talks between the envoys of two states began.'
    """
    title = str(article.get("title", "") or "").strip()
    if title:
        return title
    words = str(article.get("text", "") or "").split()
    more = " …" if len(words) > n_words else ""
    return f"[no title] {' '.join(words[:n_words])}{more}"


def _stability(
    inputs: TopicInputs, model: LDA, settings: Settings, limits: list[str]
) -> pd.DataFrame:
    if settings.stability_runs < 2:
        return pd.DataFrame()
    try:
        times = 2 if model.engine_ == "gibbs" else 1  # topics of short texts vary more
        n_runs = times * settings.stability_runs
        return topic_stability(inputs.words.dtm, model, n_runs=n_runs, random_state=settings.seed)
    except TooFewArticlesError as error:
        limits.append(f"The stability of the topics was not estimated. {error}")
        return pd.DataFrame()


def _marked(labels: pd.Series, stability: pd.DataFrame, recipe: TopicRecipe | None) -> pd.Series:
    if stability.empty:
        return labels
    rows = mark_fragile(labels.reset_index(), stability, recipe=recipe)
    return rows.set_index("topic")["label"]
