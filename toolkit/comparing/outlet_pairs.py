"""Which groups to compare, when none are given: two alike outlets, or two halves of the span."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

import pandas as pd

from toolkit._core.number_words import count, listed, percent, plural

MIN_ARTICLES = 20
N_CANDIDATES = 10
MIN_OVERLAP = 0.5
MAX_LENGTH_RATIO = 3.0
DAYS_CUT_BY_YEAR, DAYS_CUT_BY_MONTH = 730, 45
"""Days of a span beyond which it is cut at a new year, and at the first of a month."""
MOST_UNEVEN = 1.4
"""How much longer one half of a span may be than the other, to be called a half."""
FILLER = frozenset({"the", "news", "online", "web", "print", "com", "newspaper", "editorial"})


class OutletChoice(NamedTuple):
    """A pair of outlets, the days compared, and how it was chosen; no pair if `group` is ""."""

    group: str
    baseline: str
    first: pd.Timestamp | None
    last: pd.Timestamp | None
    reason: str


class Profile(NamedTuple):
    """An outlet: its dated articles, the days of their middle 90 %, their median length."""

    name: str
    n_articles: int
    first: pd.Timestamp
    last: pd.Timestamp
    n_words: float


def choose_outlets(articles: pd.DataFrame, *, noun: str = "outlet") -> OutletChoice:
    """Choose the two largest outlets whose articles cover one span and are of similar length.

    Parameters
    ----------
    articles : DataFrame
        With ``source``, ``date`` and ``n_words``.
    noun : str
        What a source is called in the reason.

    Returns
    -------
    OutletChoice
        The larger outlet is the group. ``reason`` says how the pair was chosen and which larger
        outlets were set aside, or why there is no pair.

    Examples
    --------
    >>> days = pd.date_range("2018-01-01", periods=60)
    >>> rows = [(day, name) for day in days for name in ("Post", "Times")]
    >>> articles = pd.DataFrame(rows, columns=["date", "source"]).assign(n_words=500)
    >>> choose_outlets(articles).reason
    'Post and Times are the two largest outlets that cover the same span (January to March 2018).'
    """
    profiles = outlet_profiles(articles)
    named = articles["source"].astype("str")
    named = named[named != ""]
    if not len(named):
        return _none(f"No two {plural(noun)} were compared: no article names its {noun}.")
    if (named == named.iloc[0]).all():
        return _none(f"No two {plural(noun)} were compared: {named.iloc[0]} is the only one.")
    if len(profiles) < 2:
        found = f"only {profiles[0].name} has" if profiles else "none has"
        return _none(
            f"No two {plural(noun)} were compared: {found} {MIN_ARTICLES} dated articles or more."
        )
    refused: dict[tuple[str, str], str] = {}
    for one, two in sorted(
        itertools.combinations(profiles, 2), key=lambda pair: -min(p.n_articles for p in pair)
    ):
        problem = _problem(one, two)
        if not problem:
            first, last = _common_days(articles, one.name, two.name)
            aside = _set_aside(refused, one, two, profiles)
            least = min(one.n_articles, two.n_articles)
            tied = sum(other.n_articles >= least for other in profiles) > 2
            largest = "two of the largest" if tied else "the two largest"
            largest = "the largest two" if aside else largest
            return OutletChoice(
                one.name,
                two.name,
                first,
                last,
                f"{one.name} and {two.name} are {largest} {plural(noun)} that cover the same span "
                f"({span_words(first, last)}).{aside}",
            )
        refused[one.name, two.name] = problem
    pair, problem = next(iter(refused.items()))
    return _none(
        f"No two {plural(noun)} were compared: of the largest, {pair[0]} and {pair[1]} {problem}, "
        f"and no other pair is alike in span and length. Name a pair with --compare."
    )


def outlet_profiles(articles: pd.DataFrame) -> list[Profile]:
    """Return the largest outlets with enough dated articles, largest first."""
    dated = articles[articles["date"].notna()]
    source = dated["source"].astype("str")
    sizes = source[source != ""].value_counts().sort_index()
    sizes = sizes.sort_values(ascending=False, kind="stable")
    names = sizes.index[(sizes >= MIN_ARTICLES).to_numpy()][:N_CANDIDATES]
    profiles = []
    for name in names:
        rows = dated[source == name]
        days = rows["date"].sort_values().dt.normalize().to_numpy()
        low, high = int(0.05 * len(days)), int(0.95 * (len(days) - 1))
        profiles.append(
            Profile(
                str(name),
                len(rows),
                pd.Timestamp(days[low]),
                pd.Timestamp(days[high]),
                float(rows["n_words"].median()),
            )
        )
    return profiles


def overlap(one: Profile, two: Profile) -> float:
    """Return the days that two outlets share, as a share of the days that either covers."""
    shared = (min(one.last, two.last) - max(one.first, two.first)).days + 1
    either = (max(one.last, two.last) - min(one.first, two.first)).days + 1
    return max(0.0, shared / either)


def same_house(one: str, two: str) -> bool:
    """Return whether two names look like desks or editions of one outlet.

    Examples
    --------
    >>> same_house("Fox News", "Fox Online News"), same_house("The Times", "New York Times")
    (True, False)
    """
    words = [
        [word for word in re.findall(r"\w+", name.lower()) if word not in FILLER] or [name.lower()]
        for name in (one, two)
    ]
    return words[0] == words[1]


def _problem(one: Profile, two: Profile) -> str:
    if same_house(one.name, two.name):
        return "look like desks of one outlet"
    shared = overlap(one, two)
    if shared < MIN_OVERLAP:
        part = f"only {percent(shared)}" if shared else "none"
        return f"share {part} of the days that either covers"
    short, long = sorted((one.n_words, two.n_words))
    if long > MAX_LENGTH_RATIO * short:
        return f"differ in kind (median length {short:,.0f} and {long:,.0f} words)"
    return ""


def _common_days(articles: pd.DataFrame, one: str, two: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    source = articles["source"].astype("str")
    dates = [articles.loc[source == name, "date"].dropna() for name in (one, two)]
    return max(one.min() for one in dates), min(one.max() for one in dates)


def _set_aside(
    refused: dict[tuple[str, str], str], one: Profile, two: Profile, profiles: list[Profile]
) -> str:
    """Say which larger outlets were passed over, and why; one of the same size need not be."""
    sizes = {profile.name: profile.n_articles for profile in profiles}
    least = min(one.n_articles, two.n_articles)
    aside = [
        f"{name} ({count(n, 'article')})"
        for name, n in sizes.items()
        if n >= least
        and name not in {one.name, two.name}
        and (n > least or any(name in pair and {*pair} & {one.name, two.name} for pair in refused))
    ]
    if not aside:
        return ""
    pair, problem = next(iter(refused.items()))
    return f" Set aside: {listed(aside, most=3)}; {pair[0]} and {pair[1]}, for one, {problem}."


def span_words(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Return a span of months in words, of years if it holds whole ones.

    Examples
    --------
    >>> span_words(pd.Timestamp("2014-01-05"), pd.Timestamp("2019-12-01"))
    '2014 to 2019'
    >>> span_words(pd.Timestamp("2014-01-05"), pd.Timestamp("2019-11-01"))
    'January 2014 to November 2019'
    """
    last_year = last.month == 12 or (last.month, last.day) == (1, 1)  # a year printed alone
    if first.month == 1 and last_year and (first.year < last.year or last.month == 12):
        return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%B %Y}"
    begin = f"{first:%B}" if first.year == last.year else f"{first:%B %Y}"
    return f"{begin} to {last:%B %Y}"


def split_in_halves(dates: pd.Series) -> pd.Series:
    """Split the time span in two; beyond two years, at the new year nearest the middle.

    Where one half would have too few articles to be compared, the span is cut at the first of a
    month by which half of the articles are printed.

    Examples
    --------
    >>> split_in_halves(pd.Series(pd.to_datetime(["2018-01-01", "2018-03-01"]))).tolist()
    ['January 2018', 'February to March 2018']
    """
    empty = pd.Series("", index=dates.index, name="period", dtype="str")
    if dates.notna().sum() == 0:
        return empty
    first, last = dates.min(), dates.max()
    if first.normalize() == last.normalize():  # one day has no halves
        return empty.where(dates.isna(), f"{first:%Y-%m-%d}")
    middle, _ = _border(dates)
    early, late = (
        span_words(*days) for days in ((first, middle - pd.Timedelta(days=1)), (middle, last))
    )
    if early == late:
        early, late = f"before {middle:%Y-%m-%d}", f"from {middle:%Y-%m-%d}"
    return empty.where(dates.isna(), (dates < middle).map({True: early, False: late}))


def _middle(first: pd.Timestamp, last: pd.Timestamp) -> pd.Timestamp:
    """Return the day with which the second half of a span begins."""
    middle = (first + (last - first) / 2).normalize()
    middle = max(middle, first.normalize() + pd.Timedelta(days=1))  # two days: one on each side
    if (last - first).days > DAYS_CUT_BY_YEAR:
        return pd.Timestamp(middle.year + (middle.month > 6), 1, 1)
    if (last - first).days > DAYS_CUT_BY_MONTH:
        months = (middle.replace(day=1) + pd.offsets.MonthBegin(k) for k in (0, 1))
        return min(months, key=lambda day: abs(day - middle))
    return middle


def _border(dates: pd.Series) -> tuple[pd.Timestamp, bool]:
    """Return the day with which the second part begins, and whether it halves the articles."""
    days = dates.dropna().sort_values()
    first, last = days.iloc[0], days.iloc[-1]
    middle = _middle(first, last)
    month = days.iloc[len(days) // 2].normalize().replace(day=1)
    for cut in (middle, month, month + pd.offsets.MonthBegin()):
        n_early = int((days < cut).sum())
        if min(n_early, len(days) - n_early) >= MIN_ARTICLES:
            return cut, cut != middle
    return middle, False


def halves_reason(dates: pd.Series) -> str:
    """Say how `split_in_halves` divides a span: three years are cut into one and two.

    Examples
    --------
    >>> days = pd.Series(pd.to_datetime(["2016-01-03", "2017-01-02", "2018-12-20", "2019-12-20"]))
    >>> halves_reason(days)
    'They are the two halves of the span.'
    >>> halves_reason(days[:3])
    'They divide the span at the new year nearest its middle.'
    """
    first, last = dates.min(), dates.max()
    if pd.notna(first) and _border(dates)[1]:
        return "They divide the articles, since one half of the span has too few of them."
    if pd.notna(first) and (last - first).days > DAYS_CUT_BY_MONTH:
        cut = _middle(first, last)
        shorter, longer = sorted([cut - first, last - cut])
        if longer > MOST_UNEVEN * shorter:
            by_year = (last - first).days > DAYS_CUT_BY_YEAR
            border = "new year" if by_year else "first of a month"
            return f"They divide the span at the {border} nearest its middle."
    return "They are the two halves of the span."


def _none(reason: str) -> OutletChoice:
    return OutletChoice("", "", None, None, reason)
