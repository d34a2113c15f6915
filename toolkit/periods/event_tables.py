"""Several events at once, corrected for multiple testing over all of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit._core.number_words import count
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.periods.event_text import event_sentences
from toolkit.periods.events import EventSample, effect_tables, event_day, event_place
from toolkit.periods.interrupted import STEPS
from toolkit.stats.number_format import start_sentence
from toolkit.tables import EVENT_EFFECTS, check_columns

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
        is corrected over all rows (Holm-Sidak). An event that cannot be tested keeps one row per
        theme, with missing numbers and the reason in ``note``.

    Raises
    ------
    InputError
        If ``events`` lacks a column, or an argument is invalid.

    References
    ----------
    See `event_effect`.

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
    sample = EventSample.of(FUNCTION, shares, dates, window=window, trend=trend)
    if events.empty:
        message = f"{FUNCTION}: events has no rows; nothing can be compared."
        raise InputError(message)
    listed = [(str(e["label"]), event_day(FUNCTION, e["date"])) for e in events.to_dict("records")]
    places = [_place(day, sample, window) for _, day in listed]
    testable = [place for place in places if isinstance(place, int)]
    found = iter(effect_tables(sample, testable, window=window, step=STEPS[trend]))
    parts = [next(found) if isinstance(place, int) else _refused(sample, place) for place in places]
    n_tests = int(sum(part["p_placebo"].notna().sum() for part in parts))
    tables = [
        _finish(part, title, day, (sample.label, window, n_tests))
        for part, (title, day) in zip(parts, listed, strict=True)
    ]
    table = pd.concat(tables, ignore_index=True)
    for key, value in sample.facts.items():
        table.attrs[key] = value
    table.attrs["window"] = window
    table.attrs["adjusted"] = f"Holm-Sidak over {count(n_tests, 'comparison')}"
    return table


def _place(day: pd.Timestamp, sample: EventSample, window: int) -> int | str:
    """Day number of an event, or why it cannot be tested."""
    try:
        return event_place(FUNCTION, day, sample.daily, window)
    except TooFewArticlesError as error:
        return str(error)
    except InputError as error:
        if "lies outside the corpus" not in str(error):
            raise
        return str(error)


def _refused(sample: EventSample, message: str) -> pd.DataFrame:
    """Rows without numbers, with the reason."""
    ends = [f"{name}_{end}" for name in ("level", "slope") for end in ("change", "low", "high")]
    numbers = [c.name for c in EVENT_EFFECTS[3:13]]
    table = pd.DataFrame(np.nan, index=range(len(sample.columns)), columns=[*numbers, *ends])
    table.insert(0, sample.label, sample.columns)
    return table.assign(note=message.partition(": ")[2].rstrip("."))


def _finish(
    part: pd.DataFrame, title: str, day: pd.Timestamp, facts: tuple[str, int, int]
) -> pd.DataFrame:
    """Add the event, its date and the sentences."""
    label, window, n_tests = facts
    if part["n_before"].isna().all():
        start = start_sentence(title)
        sentences = [f"{start} cannot be tested: {note}." for note in part["note"]]
    else:
        name = f"{day.day} {day:%B %Y} ({title})"
        sentences = event_sentences(part, label, name, window, n_tests=n_tests)
    table = part.assign(sentence=sentences)
    table.insert(0, "event", title)
    table.insert(1, "date", pd.Series(day, index=table.index).astype("datetime64[us]"))
    return table.astype(dict.fromkeys(["n_placebo", "n_before", "n_after"], "Int64"))
