"""Several events at once, corrected for multiple testing over all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError, TooFewArticlesError
from toolkit.periods.events import event_effect, event_sentences
from toolkit.stats import adjust_p_values, check_shares, shares_label, start_sentence
from toolkit.tables import EVENT_EFFECTS, check_columns

if TYPE_CHECKING:
    from collections.abc import Hashable

FUNCTION = "event_effects"


def event_effects(
    shares: pd.DataFrame,
    dates: pd.Series,
    events: pd.DataFrame,
    *,
    window: int = 28,
    trend: str = "W",
) -> pd.DataFrame:
    """Compare shares before and after each of several events chosen in advance.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_columns)
        Shares from 0 to 1, indexed by article_id; ``columns.name`` is ``'theme'`` or ``'topic'``.
    dates : Series of datetime64, indexed by article_id
        Dates of the articles.
    events : DataFrame
        Columns ``date`` and ``label``, as returned by `read_events`.
    window, trend
        As for `event_effect`.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.EVENT_EFFECTS`, one row per event and theme. ``p_adjusted``
        is corrected over all rows (Holm). An event that cannot be tested keeps one row per theme,
        with missing numbers and the reason in ``note``.

    Raises
    ------
    InputError
        If ``events`` lacks a column, or an argument is invalid.

    References
    ----------
    Those of `event_effect`; Holm (1979), Scandinavian Journal of Statistics 6(2).

    Examples
    --------
    >>> ids = pd.Index([f"a{i}" for i in range(600)], name="article_id")
    >>> dates = pd.Series(pd.date_range("2016-01-01", periods=200).repeat(3), index=ids)
    >>> rng = np.random.default_rng(1)
    >>> shares = pd.DataFrame({"war": rng.random(600) < 0.2}, index=ids, dtype=float)
    >>> days = pd.to_datetime(["2016-05-01", "2017-05-01"])
    >>> events = pd.DataFrame({"date": days, "label": ["the accord", "the exit"]})
    >>> result = event_effects(shares.rename_axis(columns="theme"), dates, events)
    >>> result[["event", "n_before", "n_after"]]
            event  n_before  n_after
    0  the accord        84       84
    1    the exit      <NA>     <NA>
    >>> result["sentence"].iloc[1]
    'The exit cannot be tested: the event, 2017-05-01, lies outside the corpus, which runs from
    2016-01-01 to 2016-07-18.'
    """
    check_columns(FUNCTION, events, ["date", "label"])
    check_shares(FUNCTION, shares)
    if events.empty:
        message = f"{FUNCTION}: events has no rows; nothing can be compared."
        raise InputError(message)
    parts = [
        _one(shares, dates, event, window=window, trend=trend)
        for event in events.to_dict("records")
    ]
    table = pd.concat(parts, ignore_index=True)
    table["p_adjusted"] = adjust_p_values(table["p_placebo"], method="holm")
    n_tests, label = int(table["p_placebo"].notna().sum()), shares_label(FUNCTION, shares)
    sentences = [
        line
        for at in range(0, len(table), shares.shape[1])
        for line in _sentences(table.iloc[at : at + shares.shape[1]], label, window, n_tests)
    ]
    table["sentence"] = sentences
    table.attrs["window"] = window
    table.attrs["adjusted"] = f"Holm over {n_tests} comparisons"
    return table


def _one(
    shares: pd.DataFrame, dates: pd.Series, event: dict[Hashable, Any], *, window: int, trend: str
) -> pd.DataFrame:
    day, title = pd.Timestamp(event["date"]), str(event["label"])
    try:
        table = event_effect(shares, dates, day, window=window, trend=trend, name=title)
    except TooFewArticlesError as error:
        table = _refused(shares, str(error))
    except InputError as error:
        if "lies outside the corpus" not in str(error):
            raise
        table = _refused(shares, str(error))
    table = table.drop(columns="sentence")
    table.insert(0, "event", title)
    table.insert(1, "date", pd.Series(day, index=table.index).astype("datetime64[us]"))
    counts = ["n_placebo", "n_before", "n_after"]
    return table.astype(dict.fromkeys(counts, "Int64"))


def _refused(shares: pd.DataFrame, message: str) -> pd.DataFrame:
    """Rows without numbers, with the reason."""
    ends = [f"{name}_{end}" for name in ("level", "slope") for end in ("change", "low", "high")]
    numbers = [c.name for c in EVENT_EFFECTS[3:13]]
    table = pd.DataFrame(np.nan, index=range(shares.shape[1]), columns=[*numbers, *ends])
    table.insert(0, shares_label(FUNCTION, shares), shares.columns)
    return table.assign(note=message.partition(": ")[2].rstrip("."), sentence="")


def _sentences(rows: pd.DataFrame, label: str, window: int, n_tests: int) -> list[str]:
    """Sentences for the rows of one event."""
    event, day = str(rows["event"].iloc[0]), rows["date"].iloc[0]
    if rows["n_before"].isna().all():
        return [f"{start_sentence(event)} cannot be tested: {note}." for note in rows["note"]]
    title = f"{day.day} {day:%B %Y} ({event})"
    return event_sentences(rows, label, title, window, n_tests=n_tests)
