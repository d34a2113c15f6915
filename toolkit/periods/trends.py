"""Themes and terms over time: share of articles per calendar period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.number_words import count
from toolkit._core.progress_steps import Steps
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.keyness.term_lookup import find_terms
from toolkit.periods import share_by_period
from toolkit.periods.calendar import FREQUENCIES, all_periods, check_span, partial_periods
from toolkit.periods.calendar import period_starts as starts_of
from toolkit.stats.datetimes import as_dates
from toolkit.stats.intervals import proportion_interval
from toolkit.stats.share_tables import aligned
from toolkit.tables import check_columns
from toolkit.themes import score_themes
from toolkit.themes.definitions import check_themes
from toolkit.tokenizing import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.themes import Themes
    from toolkit.vectorizing import DocumentTermMatrix

FUNCTION = "term_trend"
INTERVALS = ("clusters", "wilson")
STEPS = ("Tokenizing", "Counting themes", "Computing shares")


def theme_shares(
    articles: pd.DataFrame,
    themes: Themes,
    *,
    freq: str = "MS",
    min_matches: int = 2,
    weights: pd.Series | None = None,
    random_state: int | None = 0,
    progress: bool = True,
) -> pd.DataFrame:
    """Shares of themes per period, in one step from cleaned articles.

    Equivalent to `tokenize`, `score_themes` with ``measure="present"`` and `share_by_period`. Call
    these three instead where a step needs other options, and `evidence` for the sentences behind a
    point.

    Parameters
    ----------
    articles : DataFrame
        Cleaned articles, as returned by `clean_articles`: columns ``text`` and ``date``, and
        ``date_precision`` if available.
    themes : Themes
        Theme definitions, as returned by `read_themes`.
    freq : {'D', 'W', 'MS', 'QS', 'YS', '5YS', '10YS'}
        Days, weeks (starting on Monday), months, quarters or years.
    min_matches : int
        Minimum number of matches for a theme to count as present in an article.
    weights : Series of float, indexed by article_id, optional
        Weight of each article, as returned by `weigh_copies`.
    random_state : int or None
        Seed of the bootstrap.
    progress : bool
        Show which step runs, if all take more than two seconds.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.PERIOD_SHARES`, as drawn by `plot.theme_panels` and
        `plot.theme_shares`. ``attrs`` counts the articles left out (such as undated ones).

    Raises
    ------
    InputError
        If the articles are not cleaned, or an option is out of range.
    TooFewArticlesError
        If no article has both a date and words.

    Examples
    --------
    >>> import toolkit as tt
    >>> from toolkit.reading.samples import sample_path
    >>> articles = tt.clean_articles(tt.load_sample())
    >>> themes = tt.read_themes(sample_path().parent / "themes.toml")
    >>> yearly = tt.theme_shares(articles, themes, freq="YS")
    >>> yearly[["theme", "share", "low", "high", "n_articles"]].head(2).round(2)
           theme  share   low  high  n_articles
    0   conflict   0.53  0.35  0.69          38
    1  diplomacy   0.32  0.18  0.50          38
    """
    if "text" not in articles:
        message = "theme_shares: the articles have no column 'text'. Clean them first: "
        raise InputError(message + "articles = tt.clean_articles(articles).")
    check_columns("theme_shares", articles, ["date"])
    check_option("theme_shares", "freq", freq, FREQUENCIES)
    check_themes("theme_shares", themes)
    with Steps(STEPS, label="Shares of themes", show=progress) as steps:
        steps.start()
        tokens = tokenize(articles["text"], progress=progress)
        steps.start()
        scores = score_themes(tokens, themes, measure="present", min_matches=min_matches)
        steps.start()
        table = share_by_period(
            scores,
            articles["date"],
            freq=freq,
            precision=articles.get("date_precision"),
            weights=weights,
            random_state=random_state,
        )
    table.attrs["min_matches"] = min_matches
    return table


def term_trend(
    dtm: DocumentTermMatrix,
    dates: pd.Series,
    terms: str | Sequence[str],
    *,
    freq: str = "MS",
    interval: str = "clusters",
    random_state: int | None = 0,
) -> pd.DataFrame:
    """Share of articles with a term, and its rate of use, per period.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        Term counts, as returned by `count_terms`.
    dates : Series of datetime64, indexed by article_id
        Such as ``articles["date"]``. Undated articles are left out and counted in ``attrs``.
    terms : str or sequence of str
        Terms of the matrix; joined terms with their underscore.
    freq : {'D', 'W', 'MS', 'QS', 'YS', '5YS', '10YS'}
        Days, weeks (starting on Monday), months, quarters or years.
    interval : {'clusters', 'wilson'}
        Cluster bootstrap over days, as in `share_by_period` (none for fewer than ten days).
        Wilson's score interval is always given but treats articles as independent: it is too
        narrow where several articles of a day tell the same story.
    random_state : int or None
        Seed of the bootstrap.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.TERM_TREND`, one row per period and term. Periods without
        articles are kept, with missing share and rate. ``share`` is the share of articles with the
        term; ``rate`` is uses per 1,000 tokens, including stop words.

    Raises
    ------
    InputError
        If a term is not in the matrix (the message suggests similar terms) or an option is unknown.
    TooFewArticlesError
        If no article has a date.

    References
    ----------
    Wilson (1927), JASA 22; see `share_by_period` for the bootstrap.

    Examples
    --------
    >>> import toolkit as tt
    >>> dtm = tt.count_terms(tt.tokenize(pd.Series(["talks resume", "talks of talks", "shelling"])))
    >>> dates = pd.Series(pd.to_datetime(["2016-05-01", "2016-05-02", "2016-07-01"]))
    >>> trend = tt.term_trend(dtm, dates, "talks", interval="wilson")
    >>> trend.set_index("period")[["share", "low", "high", "n_with", "n_articles", "rate"]].round(2)
                share   low  high  n_with  n_articles   rate
    period
    2016-05-01    1.0  0.34  1.00       2           2  600.0
    2016-06-01    NaN   NaN   NaN       0           0    NaN
    2016-07-01    0.0  0.00  0.79       0           1    0.0
    """
    check_option(FUNCTION, "freq", freq, FREQUENCIES)
    check_option(FUNCTION, "interval", interval, INTERVALS)
    wanted = [terms] if isinstance(terms, str) else list(terms)
    places = find_terms(FUNCTION, dtm, wanted)
    days = aligned(FUNCTION, dates, dtm.article_id, name="dates")
    days = as_dates(FUNCTION, days)
    check_span(FUNCTION, days, freq)
    rows = np.flatnonzero(days.notna().to_numpy())
    if len(rows) == 0:
        n = count(len(days), "article")
        message = f"{FUNCTION}: none of {n} has a date. Look at articles['date']."
        raise TooFewArticlesError(message)
    days = days.iloc[rows]
    uses = pd.DataFrame(dtm.counts[rows][:, places].toarray().astype(np.int64), columns=wanted)
    starts = starts_of(days, freq)
    periods = all_periods(starts, freq)
    which = periods.get_indexer(pd.DatetimeIndex(starts))
    table = _count(periods, which, uses, dtm.n_tokens[rows])
    low, high = (
        proportion_interval(table["n_with"], table["n_articles"])
        if interval == "wilson"
        else _over_days(uses.to_numpy() > 0, days, freq, random_state)
    )
    table.insert(3, "low", low)
    table.insert(4, "high", high)
    partial = partial_periods(periods, days, freq)
    table["partial"] = np.repeat(np.asarray(partial, dtype=bool), len(wanted))
    unit = "days" if interval == "clusters" else "articles"
    table.attrs.update(freq=freq, interval=interval, unit=unit, undated=len(dtm) - len(rows))
    return table


def _count(
    periods: pd.DatetimeIndex,
    which: NDArray[np.intp],
    table: pd.DataFrame,
    sizes: NDArray[np.int64],
) -> pd.DataFrame:
    """Count articles, uses and tokens by period; ``which`` is the period of each article."""
    uses, terms = table.to_numpy(), list(table.columns)
    n_with, n_uses = np.zeros((2, len(periods), len(terms)), dtype=np.int64)
    np.add.at(n_with, which, (uses > 0).astype(np.int64))
    np.add.at(n_uses, which, uses)
    n_articles = np.bincount(which, minlength=len(periods)).repeat(len(terms))
    n_tokens = np.zeros(len(periods), dtype=np.int64)
    np.add.at(n_tokens, which, sizes)
    n_tokens = n_tokens.repeat(len(terms))
    columns = {
        "period": periods.repeat(len(terms)),
        "term": pd.Series(np.tile(np.asarray(terms, dtype=object), len(periods)), dtype="str"),
        "share": _divide(n_with.ravel(), n_articles),
        "rate": 1000 * _divide(n_uses.ravel(), n_tokens),
        "n_with": n_with.ravel(),
        "n_articles": n_articles,
        "n_uses": n_uses.ravel(),
        "n_tokens": n_tokens,
    }
    return pd.DataFrame(columns)


def _divide(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    result = np.full(len(whole), np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def _over_days(
    with_term: NDArray[np.bool_], days: pd.Series, freq: str, random_state: int | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Interval for the share of articles, with days as clusters."""
    columns = pd.RangeIndex(with_term.shape[1], name="topic")
    shares = pd.DataFrame(with_term.astype(np.float64), index=days.index, columns=columns)
    table = share_by_period(shares, days, freq=freq, random_state=random_state)
    return table["low"].to_numpy(), table["high"].to_numpy()
