"""From a point in a chart back to the sentences that were counted."""

from __future__ import annotations

import re
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count
from toolkit._core.number_words import plural
from toolkit.errors import InputError, check_option
from toolkit.periods.calendar import (
    FREQUENCIES,
    PERIOD_NOUNS,
    TOO_COARSE,
    period_name,
    period_starts,
)
from toolkit.stats.datetimes import as_dates, read_day
from toolkit.stats.year_spans import YEARS
from toolkit.tables import check_columns, check_same_articles
from toolkit.tables.printed_days import date_columns, printed_span
from toolkit.themes import find_themes, score_themes
from toolkit.themes.definitions import Themes, check_themes
from toolkit.themes.theme_sentences import sentence_texts, with_sentences

if TYPE_CHECKING:
    from toolkit.tokenizing import Tokens

FUNCTION = "theme_evidence"


def evidence(
    result: Any,
    *,
    theme: str,
    period: str | pd.Timestamp | None = None,
    source: str | None = None,
    tokens: Tokens | None = None,
    themes: Themes | None = None,
    articles: pd.DataFrame | None = None,
    n: int | None = None,
) -> pd.DataFrame:
    """Show the sentences behind one point of a result, checked against its share.

    Parameters
    ----------
    result : Study or DataFrame
        Output of `run_study`, or of `share_by_period` for scores of `score_themes`. The latter
        also needs ``tokens``, ``themes`` and ``articles``.
    theme : str
        Name of the theme.
    period : str or Timestamp, optional
        Any day of the period. The period length and the minimum number of matches are those of
        the result.
    source : str, optional
        Restrict to articles of this outlet.
    tokens, themes, articles : optional
        What the scores were computed from; a study includes them.
    n : int, optional
        Maximum number of matches to show, evenly spaced.

    Returns
    -------
    DataFrame
        As `theme_evidence`.

    Raises
    ------
    InputError
        When an argument is missing, or the sentences do not add up to the share in the result
        because other articles, themes or dates were passed.

    Examples
    --------
    >>> import toolkit as tt
    >>> from toolkit.themes import Pattern, Theme
    >>> themes = Themes({"diplomacy": Theme("diplomacy", "", (Pattern(("talks",)),))})
    >>> articles = pd.DataFrame(
    ...     {
    ...         "date": pd.to_datetime(["2016-05-01", "2016-05-02"]),
    ...         "source": "Post",
    ...         "title": ["Envoys meet", "Rain"],
    ...         "text": ["They met. Talks went on.", "It rained."],
    ...     }
    ... )
    >>> tokens = tt.tokenize(articles["text"])
    >>> scores = tt.score_themes(tokens, themes, measure="present")
    >>> monthly = tt.share_by_period(scores, articles["date"])
    >>> made_from = {"tokens": tokens, "themes": themes, "articles": articles}
    >>> evidence(monthly, theme="diplomacy", period="2016-05", **made_from)["sentence"].item()
    'Talks went on.'
    """
    table, facts = result, dict[str, Any]()
    if not isinstance(result, pd.DataFrame) and hasattr(result, "periods"):
        table, tokens, articles = result.periods, result.tokens, result.articles
        themes, facts = result.themes, {"min_matches": result.settings.min_matches}
    if not isinstance(table, pd.DataFrame) or tokens is None or themes is None or articles is None:
        message = (
            "evidence: pass a study, or a table of share_by_period with the tokens=, themes= and "
            "articles= from which its scores were computed."
        )
        raise InputError(message)
    known = {str(name): value for name, value in table.attrs.items()}
    usual: dict[str, Any] = {"measure": "present", "min_matches": 1, "freq": "MS"}
    facts = usual | facts | known
    counted = facts["min_matches"] if facts["measure"] == "present" else 1
    found = theme_evidence(
        tokens,
        themes,
        articles,
        theme=theme,
        period=period,
        freq=facts["freq"],
        source=source,
        min_matches=counted,
        n=n,
    )
    if period is not None and source is None and not facts.get("without_weight"):
        _check_same_point(table, found, theme, facts)
    return found


def _check_same_point(
    table: pd.DataFrame, found: pd.DataFrame, theme: str, facts: dict[Any, Any]
) -> None:
    """Raise unless the sentences add up to the share in the table at that point."""
    check_columns("evidence", table, ["period", "theme", "share", "n_articles"])
    rows = table[(table["theme"] == theme) & (table["period"] == found.attrs["period"])]
    n_with, n_articles = found.attrs["n_with"], found.attrs["n_articles"]
    held = int(rows["n_articles"].sum())
    same = held == n_articles
    if same and held and facts["measure"] == "present":
        same = abs(float(rows["share"].iloc[0]) - n_with / n_articles) < 1e-9
    if not same:
        share = f"{float(rows['share'].iloc[0]):.3f}" if len(rows) else "none"
        message = (
            f"evidence: at this point the result has {held} articles and a share of {share}, but "
            f"the arguments give {n_with} of {n_articles} articles. Pass the tokens, themes and "
            f"articles from which the result was computed."
        )
        raise InputError(message)


def theme_evidence(
    tokens: Tokens,
    themes: Themes,
    articles: pd.DataFrame,
    *,
    theme: str,
    period: str | pd.Timestamp | None = None,
    freq: str = "MS",
    source: str | None = None,
    min_matches: int = 1,
    n: int | None = None,
) -> pd.DataFrame:
    """Show the sentences behind one point of a chart, with date, outlet and title.

    The articles are those in the numerator of the share at that point, as computed by
    `score_themes` with ``measure="present"`` and the same ``min_matches``, then `share_by_period`
    with the same ``freq`` and ``precision=articles["date_precision"]``.

    Parameters
    ----------
    tokens : Tokens
        Tokenised articles.
    themes : Themes
        Output of `read_themes`.
    articles : DataFrame
        The articles of the tokens, with ``title``, ``date`` and ``source``, matched by
        article_id. If there is a ``date_precision``, dates too coarse for ``freq`` are excluded.
    theme : str
        Name of the theme.
    period : str or Timestamp, optional
        Any day of the period, such as ``"2016-05-18"``, its start as in the table of shares, or
        its name, such as ``"2016 Q2"`` or ``"1860s"``.
        By default, all articles, including undated ones.
    freq : {'D', 'W', 'MS', 'QS', 'YS', '5YS', '10YS'}
        Length of the period: day, week from Monday, month, quarter, year, five years or decade.
    source : str, optional
        Restrict to articles of this outlet.
    min_matches : int
        Number of matches from which the theme counts as present in an article.
    n : int, optional
        Maximum number of matches to show, evenly spaced by date; by default, all.

    Returns
    -------
    DataFrame
        One row per match, by date: ``date`` (and ``date_precision``, if a date names only a month
        or a year), ``source``, ``title``, ``sentence``, then the columns of
        `toolkit.tables.CONTEXTS`. ``attrs`` holds ``n_with`` (articles with the theme) and
        ``n_articles`` (articles with words in the period and outlet), the numerator and
        denominator of the share regardless of ``n``; ``n_matches``; and, with a period,
        ``period``, its first day.

    Raises
    ------
    InputError
        For an invalid argument, a period outside the dates of the articles, or an article of the
        tokens that is not in ``articles``.

    Examples
    --------
    >>> import toolkit as tt
    >>> from toolkit.themes import Pattern, Theme
    >>> themes = Themes({"diplomacy": Theme("diplomacy", "", (Pattern(("talks",)),))})
    >>> articles = pd.DataFrame(
    ...     {
    ...         "date": pd.to_datetime(["2016-05-01", "2016-05-02", "2016-06-01"]),
    ...         "source": "Post",
    ...         "title": ["Envoys meet", "Rain", "Envoys part"],
    ...         "text": ["They met. Talks went on.", "It rained.", "The talks ended."],
    ...     }
    ... )
    >>> tokens = tt.tokenize(articles["text"])
    >>> found = tt.theme_evidence(tokens, themes, articles, theme="diplomacy", period="2016-05")
    >>> found[["date", "title", "sentence"]]
            date        title        sentence
    0 2016-05-01  Envoys meet  Talks went on.
    >>> found.attrs["n_with"], found.attrs["n_articles"]
    (1, 2)
    """
    check_option(FUNCTION, "theme", theme, check_themes(FUNCTION, themes))
    check_option(FUNCTION, "freq", freq, FREQUENCIES)
    if n is not None:
        check_count(FUNCTION, "n", n, least=1)
    check_columns(FUNCTION, articles, ["date", "source", "title"])
    check_same_articles(FUNCTION, tokens.article_id, articles.index, name="articles")
    known = articles.loc[tokens.article_id]
    inside = _in_period(known, period, freq) & _of_source(known, source)
    one = Themes({theme: themes[theme]})
    found = find_themes(tokens, one)
    present = score_themes(tokens, one, measure="present", min_matches=min_matches, found=found)
    scores = present.loc[inside.to_numpy(), theme].dropna()
    counted = scores.index[scores > 0]
    found = _by_date(found[found["article_id"].isin(counted)], known)
    table = _with_articles(tokens, found if n is None else _spread(found, n), known)
    facts: dict[str, Any] = {"n_with": len(counted), "n_articles": len(scores)}
    facts["n_matches"] = len(found)
    if period is not None:
        facts["period"] = _start(period, freq)
    for name, value in facts.items():
        table.attrs[name] = value
    return table


def _in_period(articles: pd.DataFrame, period: str | pd.Timestamp | None, freq: str) -> pd.Series:
    """Return which articles belong to the period, as in `share_by_period`."""
    if period is None:
        return pd.Series(data=True, index=articles.index)
    as_dates(FUNCTION, articles["date"])
    start = _start(period, freq)
    starts = period_starts(articles["date"], freq)
    if not starts.min() <= start <= starts.max():
        message = f"{FUNCTION}: {period_name(start, freq)} lies outside the articles, which run "
        message += f"from {printed_span(articles)}."
        raise InputError(message)
    inside: pd.Series = starts == start
    if "date_precision" in articles:
        inside = inside & ~articles["date_precision"].astype("str").isin(TOO_COARSE[freq])
    return inside


def _start(period: str | pd.Timestamp, freq: str) -> pd.Timestamp:
    _check_not_longer(period, freq)
    start: pd.Timestamp = period_starts(pd.Series([_day(period)]), freq).iloc[0]
    return start


EXAMPLES = {
    "D": "'2016-05-18'",
    "W": "'2016-05-18'",
    "MS": "'2016-05'",
    "QS": "'2016 Q2'",
    "YS": "'2016'",
    "5YS": "'2015-2019'",
}


QUARTER = re.compile(r"(\d{4})[ -]?Q([1-4])")
"""A quarter as charts and pages name it: 2016 Q2."""

DECADE = re.compile(r"(?:the )?(\d{3}0)'?s")
"""A decade as charts and pages name it: 1860s."""

YEARS_NAMED = re.compile(r"(\d{4})(?:-| to )(\d{4})")
"""Several years as charts and pages name them: 1860-1864."""


SHORTER_THAN = {
    "month": {"D", "W"},
    "quarter": {"D", "W", "MS"},
    "year": {"D", "W", "MS", "QS"},
    "five-year period": {"D", "W", "MS", "QS", "YS"},
    "decade": {"D", "W", "MS", "QS", "YS", "5YS"},
}


def _check_not_longer(period: object, freq: str) -> None:
    """Refuse a year, quarter or month where periods are shorter: its first day would be taken."""
    given = _length_of(period)
    if freq in SHORTER_THAN.get(given, ()):
        shown = period if isinstance(period, Real) else repr(period)
        nouns = plural(PERIOD_NOUNS[freq])
        message = (
            f"{FUNCTION}: period={shown} is a {given}, and the periods are {nouns}. "
            f"Write period={EXAMPLES[freq]}."
        )
        raise InputError(message)


def _length_of(period: object) -> str:
    if isinstance(period, Real):
        return "year"
    if not isinstance(period, str):
        return ""
    if QUARTER.fullmatch(period.strip()):
        return "quarter"
    if freq := _freq_of_years(period):
        return PERIOD_NOUNS[freq]
    parts = period.strip().split("-")
    if not all(part.isdecimal() for part in parts):
        return ""
    return {1: "year" if len(parts[0]) == 4 else "", 2: "month"}.get(len(parts), "")


def _freq_of_years(period: str) -> str:
    """Return which periods of several years a text names, "" if none."""
    if DECADE.fullmatch(period.strip()):
        return "10YS"
    named = YEARS_NAMED.fullmatch(period.strip())
    if named is None:
        return ""
    first, last = int(named[1]), int(named[2])
    for freq, n_years in YEARS.items():
        if first % n_years == 0 and last == first + n_years - 1:
            return freq
    message = (
        f"{FUNCTION}: period={period!r} is no period of charts. Write '2015-2019' with freq='5YS', "
        f"or '2010s' with freq='10YS'."
    )
    raise InputError(message)


def _day(period: Any) -> pd.Timestamp:
    if isinstance(period, Real):  # pandas would take it for nanoseconds of 1970
        message = f"{FUNCTION}: period must be text or a date; got the number {period}. Write "
        message += f"period={str(period)!r}."
        raise InputError(message)
    if quarter := QUARTER.fullmatch(str(period).strip()):
        return pd.Timestamp(int(quarter[1]), 3 * int(quarter[2]) - 2, 1)
    if isinstance(period, str) and _freq_of_years(period):
        return pd.Timestamp(max(int(re.findall(r"\d{4}", period)[0]), 1), 1, 1)
    try:
        return read_day(period)
    except (ValueError, TypeError):
        message = f"{FUNCTION}: cannot read a day from period={period!r}. Write '2016-05-18', or "
        message += "'2016-05' or '2016' with freq='MS' or 'YS'."
        raise InputError(message) from None


def _of_source(articles: pd.DataFrame, source: str | None) -> pd.Series:
    if source is None:
        return pd.Series(data=True, index=articles.index)
    names = articles["source"].astype("str")
    check_option(FUNCTION, "source", source, sorted(names.unique()))
    chosen: pd.Series = names == source
    return chosen


def _by_date(found: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Sort matches by date, undated ones last, ties in reading order."""
    dates = articles["date"].reindex(found["article_id"]).to_numpy()
    order = pd.Series(dates).argsort(kind="stable").to_numpy()
    known = np.flatnonzero(~pd.isna(dates[order]))
    return found.iloc[np.concatenate([order[known], np.delete(order, known)])]


def _spread(found: pd.DataFrame, n: int) -> pd.DataFrame:
    return found if len(found) <= n else found.iloc[(np.arange(n) * len(found)) // n]


def _with_articles(tokens: Tokens, found: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    found = found.reset_index(drop=True)
    table = with_sentences(tokens, found)
    facts = articles[[*date_columns(articles), "source", "title"]].reindex(table["article_id"])
    facts = facts.reset_index(drop=True)
    facts["sentence"] = pd.Series(sentence_texts(tokens, found), dtype="str")
    return pd.concat([facts, table], axis=1)
