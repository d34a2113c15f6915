"""The main job: a folder of articles and a file of themes -> every table of the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.cleaning import clean_articles
from toolkit.comparing import compare_groups
from toolkit.duplicates import near_duplicates
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.keyness import distinctive_terms
from toolkit.lda import LDA
from toolkit.ledgers import ledger
from toolkit.periods import share_by_period
from toolkit.progress import progress
from toolkit.reading import read_articles
from toolkit.themes import (
    Themes,
    find_themes,
    read_themes,
    score_themes,
    theme_contexts,
    theme_coverage,
    theme_overlap,
)
from toolkit.tokenizing import Tokens, tokenize
from toolkit.topics import doc_topics, top_articles, topic_labels, topic_prevalence, topic_terms
from toolkit.vectorizing import DocumentTermMatrix, count_terms

if TYPE_CHECKING:
    import os

    from tqdm import tqdm

MIN_ARTICLES_FOR_TOPICS = 60
MIN_ARTICLES_FOR_COMPARISON = 20
N_CONTEXTS = 12


@dataclass(frozen=True)
class Settings:
    """Every choice of a study; the report's methods paragraph is written from it.

    Attributes
    ----------
    n_topics : int or None
        Topics to learn; None takes round(0.4 sqrt(n_articles)), between 6 and 50; 0 learns none.
    seed : int
        Seed of the model, the intervals and the tests.
    first, last : str or None
        First and last day kept, "2014-01-01"; undated articles stay out of a study with either.
    freq : str
        Length of a period: "D", "W", "MS", "QS" or "YS".
    min_matches : int
        Matches that make a theme present in an article.
    source : str or None
        The outlet, for articles that do not name one.
    """

    n_topics: int | None = None
    seed: int = 2018
    first: str | None = None
    last: str | None = None
    freq: str = "MS"
    min_matches: int = 2
    source: str | None = None


@dataclass(frozen=True)
class Comparison:
    """One comparison of two groups of articles: what was compared, and the differences."""

    title: str
    group: str
    baseline: str
    themes: pd.DataFrame
    topics: pd.DataFrame | None
    terms: pd.DataFrame


@dataclass(frozen=True)
class TopicResults:
    """A fitted model and its tables."""

    model: LDA
    shares: pd.DataFrame
    terms: pd.DataFrame
    labels: pd.Series
    prevalence: pd.DataFrame
    periods: pd.DataFrame
    readings: pd.DataFrame


@dataclass(frozen=True)
class Study:
    """Everything that a report shows; each attribute is a documented table.

    ``limits`` holds, as sentences, what these articles cannot show.
    """

    settings: Settings
    articles: pd.DataFrame
    ledger: pd.DataFrame
    tokens: Tokens
    dtm: DocumentTermMatrix
    themes: Themes
    scores: pd.DataFrame
    periods: pd.DataFrame
    word_periods: pd.DataFrame
    coverage: pd.DataFrame
    patterns: pd.DataFrame
    overlap: pd.DataFrame
    contexts: pd.DataFrame
    duplicates: pd.DataFrame
    topics: TopicResults | None
    comparisons: tuple[Comparison, ...]
    limits: tuple[str, ...]
    made_with: tuple[Any, ...] = field(default=())


def run_study(
    path: str | os.PathLike[str],
    themes: str | os.PathLike[str],
    *,
    aliases: str | os.PathLike[str] | None = None,
    settings: Settings | None = None,
    show_progress: bool = True,
) -> Study:
    """Read, clean, count, score and compare: the whole job on one folder.

    Parameters
    ----------
    path : path-like
        A file or folder of articles, as `read_articles` takes it.
    themes : path-like
        A themes.toml, as `read_themes` takes it.
    aliases : path-like, optional
        An aliases.toml: names that mean one thing.
    settings : Settings, optional
        The choices; the defaults are those of ``toolkit report``.
    show_progress : bool
        False keeps progress bars silent.

    Returns
    -------
    Study
        What `write_report` turns into a page. With few articles the parts that they cannot carry
        are missing, and ``limits`` says which and why.

    Raises
    ------
    ReadingError
        When there is nothing to read.
    InputError
        When no article lies between the days asked for.
    """
    chosen = settings or Settings()
    definitions = read_themes(themes)
    steps: tqdm[Any] = progress(total=6, label="Study", unit="step", show=show_progress)
    articles = _between(read_articles(path, source=chosen.source), chosen)
    articles = clean_articles(articles, progress=show_progress)
    steps.update()
    tokens = tokenize(articles["text"], aliases=aliases, phrases=True, progress=show_progress)
    dtm = count_terms(tokens, **_pruning(len(articles)))
    steps.update()
    found = find_themes(tokens, definitions)
    scores = score_themes(
        tokens, definitions, measure="present", min_matches=chosen.min_matches, found=found
    )
    steps.update()
    limits: list[str] = []
    topics = _topics(dtm, articles, chosen, limits)
    steps.update()
    comparisons = _comparisons(articles, dtm, scores, topics, chosen, limits)
    steps.update()
    study = Study(
        settings=chosen,
        articles=articles,
        ledger=ledger(articles),
        tokens=tokens,
        dtm=dtm,
        themes=definitions,
        scores=scores,
        periods=_theme_periods(scores, articles, chosen, "Share of articles"),
        word_periods=_theme_periods(
            score_themes(tokens, definitions, found=found), articles, chosen, "Mean share of words"
        ),
        coverage=coverage_by_period(articles, freq=chosen.freq),
        patterns=theme_coverage(tokens, definitions, found=found),
        overlap=theme_overlap(scores),
        contexts=_contexts(tokens, definitions, articles, found),
        duplicates=near_duplicates(articles, progress=show_progress),
        topics=topics,
        comparisons=tuple(comparisons),
        limits=(*_date_limits(articles), *limits),
        made_with=(definitions, *([topics.model] if topics else [])),
    )
    steps.update()
    steps.close()
    return study


def _between(articles: pd.DataFrame, chosen: Settings) -> pd.DataFrame:
    if chosen.first is None and chosen.last is None:
        return articles
    first = pd.Timestamp(chosen.first) if chosen.first else articles["date"].min()
    last = pd.Timestamp(chosen.last) if chosen.last else articles["date"].max()
    kept = articles[articles["date"].between(first, last)]
    if kept.empty:
        span = f"{articles['date'].min():%Y-%m-%d} to {articles['date'].max():%Y-%m-%d}"
        message = (
            f"run_study: none of the {len(articles):,} articles is dated from "
            f"{chosen.first or 'the start'} to {chosen.last or 'the end'}. They run from {span}."
        )
        raise InputError(message)
    return kept


def _pruning(n_articles: int) -> dict[str, Any]:
    """Return the pruning rule: none for a handful of articles, milder for hundreds."""
    if n_articles < MIN_ARTICLES_FOR_TOPICS:
        return {"min_docs": 1, "max_doc_share": 1.0}
    return {"min_docs": 3 if n_articles < 1000 else 5, "max_doc_share": 0.5}


def _theme_periods(
    scores: pd.DataFrame, articles: pd.DataFrame, chosen: Settings, quantity: str
) -> pd.DataFrame:
    if articles["date"].notna().sum() == 0:
        return pd.DataFrame()
    table = share_by_period(
        scores,
        articles["date"],
        freq=chosen.freq,
        precision=articles["date_precision"],
        random_state=chosen.seed,
    )
    table.attrs["quantity"] = quantity
    return table


def coverage_by_period(articles: pd.DataFrame, *, freq: str, n_sources: int = 5) -> pd.DataFrame:
    """Count articles per calendar period and source, the smaller sources put together.

    Parameters
    ----------
    articles : DataFrame
        The articles table.
    freq : str
        Length of a period, as in `share_by_period`.
    n_sources : int
        Sources shown by name; the rest become "other".

    Returns
    -------
    DataFrame
        ``period``, ``source``, ``n_articles``; dated articles only.
    """
    dated = articles[articles["date"].notna()]
    source = dated["source"].astype("str").replace("", "source unknown")
    largest = source.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    named = source.where(source.isin(largest.index[:n_sources]), "other")
    unit = {"D": "D", "W": "W", "MS": "M", "QS": "Q", "YS": "Y"}[freq]
    period = dated["date"].dt.to_period(unit).dt.start_time.astype("datetime64[us]")
    counts = pd.DataFrame({"period": period, "source": named}).value_counts()
    table = counts.rename("n_articles").reset_index()
    order = [*largest.index[:n_sources], "other"]
    table["source"] = pd.Categorical(table["source"], categories=order, ordered=True)
    table = table.sort_values(["source", "period"], ignore_index=True)
    return table.assign(source=table["source"].astype("str"))


def _topics(
    dtm: DocumentTermMatrix, articles: pd.DataFrame, chosen: Settings, limits: list[str]
) -> TopicResults | None:
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
    labels = topic_labels(model)
    periods = pd.DataFrame()
    if articles["date"].notna().any():
        periods = share_by_period(
            shares,
            articles["date"],
            freq="QS" if chosen.freq in {"D", "W", "MS"} else chosen.freq,
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
        model, shares, topic_terms(model), labels, topic_prevalence(shares), periods, readings
    )


def _comparisons(
    articles: pd.DataFrame,
    dtm: DocumentTermMatrix,
    scores: pd.DataFrame,
    topics: TopicResults | None,
    chosen: Settings,
    limits: list[str],
) -> list[Comparison]:
    made = []
    for title, groups in (
        ("Two outlets", _two_sources(articles)),
        ("Two periods", _halves(articles)),
    ):
        sizes = groups[groups != ""].value_counts()
        if len(sizes) < 2 or sizes.min() < MIN_ARTICLES_FOR_COMPARISON:
            found = ", ".join(f"{name}: {n}" for name, n in sizes.items()) or "none"
            limits.append(
                f"{title} were not compared: each side needs at least "
                f"{MIN_ARTICLES_FOR_COMPARISON} dated articles, and there are {found}."
            )
            continue
        try:
            made.append(_compare(title, groups, articles, dtm, scores, topics, chosen))
        except TooFewArticlesError as error:
            limits.append(f"{title} were not compared: {error}")
    return made


def _compare(  # noqa: PLR0917 - one comparison needs the whole study
    title: str,
    groups: pd.Series,
    articles: pd.DataFrame,
    dtm: DocumentTermMatrix,
    scores: pd.DataFrame,
    topics: TopicResults | None,
    chosen: Settings,
) -> Comparison:
    kept = groups[groups != ""]
    baseline, group = list(dict.fromkeys(kept.sort_index().sort_values(kind="stable")))[:2]
    if title == "Two outlets":
        baseline, group = kept.value_counts().sort_index().sort_values(kind="stable").index[:2]

    def differences(shares: pd.DataFrame) -> pd.DataFrame:
        return compare_groups(
            shares.loc[kept.index],
            kept,
            baseline=baseline,
            dates=articles["date"],
            random_state=chosen.seed,
        )

    of_topics = differences(topics.shares) if topics else None
    if of_topics is not None and topics is not None:
        of_topics["label"] = of_topics["topic"].map(topics.labels)
    return Comparison(
        title,
        str(group),
        str(baseline),
        differences(scores),
        of_topics,
        distinctive_terms(dtm, groups.replace("", pd.NA)),
    )


def _two_sources(articles: pd.DataFrame) -> pd.Series:
    """Return the two outlets with the most dated articles, "" for all other articles."""
    source = articles["source"].astype("str").where(articles["date"].notna(), "")
    sizes = source[source != ""].value_counts().sort_index()
    two = sizes.sort_values(ascending=False, kind="stable").index[:2]
    return source.where(source.isin(two), "").rename("source")


def _halves(articles: pd.DataFrame) -> pd.Series:
    """Split the span of the dates in two, at the new year nearest to its middle if it is long."""
    dates = articles["date"]
    empty = pd.Series("", index=articles.index, name="period")
    if dates.notna().sum() == 0:
        return empty
    first, last = dates.min(), dates.max()
    middle = first + (last - first) / 2
    if (last - first).days > 730:
        middle = pd.Timestamp(middle.year + (middle.month > 6), 1, 1)
    early = f"{first:%Y-%m} to {middle - pd.Timedelta(days=1):%Y-%m}"
    late = f"{middle:%Y-%m} to {last:%Y-%m}"
    return empty.where(dates.isna(), (dates < middle).map({True: early, False: late}))


def _contexts(
    tokens: Tokens, themes: Themes, articles: pd.DataFrame, found: pd.DataFrame
) -> pd.DataFrame:
    tables = [
        theme_contexts(tokens, themes, name, n=N_CONTEXTS, found=found)
        for name in themes
        if (found["theme"] == name).any()
    ]
    if not tables:
        return pd.DataFrame(columns=["article_id", "theme", "match", "left", "right"])
    contexts = pd.concat(tables, ignore_index=True)
    return contexts.join(articles[["date", "source", "title"]], on="article_id")


def _date_limits(articles: pd.DataFrame) -> list[str]:
    limits = []
    undated = int(articles["date"].isna().sum())
    if undated:
        noun = "article has" if undated == 1 else "articles have"
        limits.append(
            f"{undated:,} of {len(articles):,} {noun} no usable date and stand in no chart over "
            f"time; they are counted in the tables of terms and topics."
        )
    coarse = int(articles["date_precision"].isin(["month", "year"]).sum())
    if coarse:
        limits.append(f"{coarse:,} dates name a month or a year only; no day was invented.")
    kinds = articles.loc[articles["date"].notna(), "date_kind"].astype("str").value_counts()
    if len(kinds) > 1:
        mixed = ", ".join(f"{n:,} {kind}" for kind, n in kinds.items())
        limits.append(f"The dates are of more than one kind ({mixed}), which can shift a peak.")
    return limits
