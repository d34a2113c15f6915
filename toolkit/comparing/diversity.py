"""Lexical diversity between groups of articles and over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count, plain_seed
from toolkit._core.number_words import count
from toolkit.comparing.group_differences import compare_groups
from toolkit.errors import TooFewArticlesError, check_option
from toolkit.keyness.word_variety import THRESHOLD, mtld_scores
from toolkit.stats.bootstrap import bootstrap_means, expanded_interval
from toolkit.stats.clusters import MIN_CLUSTERS, cluster_by_day, sum_clusters
from toolkit.stats.datetimes import as_dates
from toolkit.stats.number_format import format_p_value, start_sentence
from toolkit.stats.permutation import N_PERMUTATIONS, SIGNIFICANCE_LEVEL
from toolkit.stats.share_tables import make_rng
from toolkit.stats.year_spans import YEARS, every_first_day, first_days
from toolkit.tables import check_columns, check_same_articles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.tokenizing import Tokens

FUNCTION = "lexical_diversity"
PERIODS = {"D": "D", "W": "W-SUN", "MS": "M", "QS": "Q", "YS": "Y", **dict.fromkeys(YEARS, "Y")}
TOO_COARSE = {"D": ("month", "year"), "W": ("month", "year"), "MS": ("year",), "QS": ("year",)}
N_RESAMPLES = 2000
ALL = "all articles"
TESTED = ["baseline", "difference", "difference_low", "difference_high", "p_value", "p_adjusted"]


def lexical_diversity(
    tokens: Tokens,
    articles: pd.DataFrame,
    *,
    by: str | None = None,
    freq: str | None = None,
    baseline: str | None = None,
    min_words: int = 100,
    random_state: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Measure how varied the words of articles are (MTLD), by outlet, over time, or both.

    MTLD is the mean number of words after which only 72 % of the words read are different ones: the
    more a text repeats itself, the lower. Unlike the share of different words (type-token ratio)
    it depends little on the length of a text from about 100 words on.

    Parameters
    ----------
    tokens : Tokens
        The articles. Plain words count, stop words included; numbers and addresses do not.
    articles : DataFrame
        The articles table: ``date`` and the column ``by``, matched by article_id. Articles
        dated only to a month or year (``date_precision``) are left out of shorter periods.
    by : str, optional
        Column of groups, such as "source". Without ``freq``, every group is compared with the
        baseline.
    freq : {"D", "W", "MS", "QS", "YS", "5YS", "10YS"}, optional
        Length of a period.
    baseline : str, optional
        The group compared against; by default the one with most articles.
    min_words : int
        Articles with fewer words are left out, and counted in ``n_short``.
    random_state : int, Generator or None
        Seed of the bootstrap and of the permutations.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.LEXICAL_DIVERSITY`: per group (and period) the mean MTLD of
        its articles with a 95 % interval. Without ``freq`` and with two groups or more, also the
        difference from the baseline, its interval, ``p_value``, ``p_adjusted`` (all groups) and a
        ``sentence``. A period without articles is a row without a value. ``attrs`` counts the
        articles left out.

    Raises
    ------
    InputError
        If an argument is invalid.
    TooFewArticlesError
        If no article has a date and ``min_words`` words.

    Notes
    -----
    Intervals are expanded percentile intervals of a bootstrap that resamples whole days; there is
    none below ten days. The difference is tested by a permutation of whole days, as in
    `compare_groups`. MTLD follows the package lexicalrichness: a factor ends where the share of
    different words falls to 0.72 or below; the mean of reading forwards and backwards is taken.

    References
    ----------
    McCarthy and Jarvis (2010), Behavior Research Methods 42(2), doi:10.3758/BRM.42.2.381;
    Hesterberg (2015), The American Statistician 69(4).

    Examples
    --------
    >>> import toolkit as tt
    >>> rng = np.random.default_rng(0)
    >>> words = np.array([f"w{chr(97 + k // 26)}{chr(97 + k % 26)}" for k in range(600)])
    >>> texts = [" ".join(rng.choice(words[:size], 150)) for size in [80, 400] * 30]
    >>> days = pd.date_range("2020-01-01", periods=30).repeat(2)
    >>> articles = pd.DataFrame({"source": ["Plain", "Rich"] * 30, "date": days})
    >>> table = lexical_diversity(tt.tokenize(texts), articles, by="source", baseline="Plain")
    >>> table[["group", "mtld", "n_articles"]].round(0)
       group   mtld  n_articles
    0  Plain   53.0          30
    1   Rich  267.0          30
    """
    check_count(FUNCTION, "min_words", min_words)
    check_option(FUNCTION, "freq", freq, (None, *PERIODS))
    scores = mtld_scores(tokens, min_words=min_words)
    frame, facts = _frame(scores, articles, by=by, freq=freq)
    table = _over_time(frame, freq, random_state) if freq else _by_group(frame, random_state)
    if freq is None and by is not None:
        table = _with_test(table, frame, baseline=baseline, random_state=random_state)
    if by is None:
        table = table.drop(columns="group")
    table.attrs.update(facts, min_words=min_words, threshold=THRESHOLD, freq=freq)
    table.attrs["interval"] = "95 % percentile cluster bootstrap over days"
    table.attrs["random_state"] = plain_seed(random_state)
    return table


def _frame(
    scores: pd.DataFrame, articles: pd.DataFrame, *, by: str | None, freq: str | None
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return value, group, day and period of the dated articles, and how many were left out."""
    check_columns(FUNCTION, articles, ["date", *([] if by is None else [by])])
    check_same_articles(FUNCTION, scores.index, articles.index, name="articles")
    rows = articles.reindex(scores.index)
    days = as_dates(FUNCTION, rows["date"])
    groups = pd.Series(ALL, index=days.index)
    if by is not None:
        groups = rows[by].astype("str").where(rows[by].notna(), "")
    coarse = pd.Series(data=False, index=days.index)
    if "date_precision" in rows and freq in TOO_COARSE:
        coarse = days.notna() & rows["date_precision"].astype("str").isin(TOO_COARSE[str(freq)])
    kept = days.notna() & ~coarse & (groups != "")
    short = kept & scores["mtld"].isna()
    facts = {
        "n_articles": int((kept & ~short).sum()),
        "undated": int(days.isna().sum()),
        "too_coarse": int(coarse.sum()),
        "without_group": int((days.notna() & ~coarse & (groups == "")).sum()),
        "n_short": int(short.sum()),
    }
    if not facts["n_articles"]:
        message = (
            f"{FUNCTION}: none of {count(len(scores), 'article')} has a date and enough words "
            f"({facts['n_short']} dated ones are too short). Lower min_words, but below 100 words "
            f"MTLD is not reliable."
        )
        raise TooFewArticlesError(message)
    frame = pd.DataFrame({"mtld": scores["mtld"], "group": groups, "date": days})[kept]
    return frame.assign(day=cluster_by_day(frame["date"])), facts


def _by_group(frame: pd.DataFrame, random_state: Any) -> pd.DataFrame:
    names = sorted(frame["group"].unique())
    parts = [frame[frame["group"] == name] for name in names]
    rows = [
        {"group": name, **_estimate(part, make_rng(FUNCTION, random_state, number))}
        for number, (name, part) in enumerate(zip(names, parts, strict=True))
    ]
    return pd.DataFrame(rows)


def _over_time(frame: pd.DataFrame, freq: str, random_state: Any) -> pd.DataFrame:
    if freq in YEARS:
        days = frame["date"].to_numpy()
        period = pd.Series(first_days(days, freq), index=frame.index)
        every = pd.DatetimeIndex(every_first_day(days, freq))
    else:
        within = frame["date"].dt.to_period(PERIODS[freq])
        every = pd.period_range(within.min(), within.max(), freq=PERIODS[freq]).start_time
        period = within.dt.start_time
    rows: list[dict[str, Any]] = []
    for name in sorted(frame["group"].unique()):
        for one in every:
            part = frame[(frame["group"] == name) & (period == one)]
            rng = make_rng(FUNCTION, random_state, len(rows))
            rows.append({"period": one, "group": name, **_estimate(part, rng)})
    table = pd.DataFrame(rows)
    return table.assign(period=table["period"].astype("datetime64[us]"))


def _estimate(part: pd.DataFrame, rng: np.random.Generator) -> dict[str, Any]:
    """Return the mean of some articles, its interval, and what stands behind them."""
    known = part.dropna(subset=["mtld"])
    sums = sum_clusters(known[["mtld"]].to_numpy(dtype=np.float64), known["day"].to_numpy())
    n_days, low, high, note = sums.n_clusters, np.nan, np.nan, ""
    if not len(known):
        note = "no articles" if not len(part) else "all articles are too short"
    elif n_days < MIN_CLUSTERS:
        note = f"too few days for an interval: {n_days}"
    else:
        ends = expanded_interval(bootstrap_means(sums, N_RESAMPLES, rng), n_days - 1)
        low, high = float(ends.low[0]), float(ends.high[0])
    return {
        "mtld": float(sums.mean[0]) if len(known) else np.nan,
        "low": low,
        "high": high,
        "n_articles": len(known),
        "n_clusters": n_days,
        "n_short": len(part) - len(known),
        "note": note,
    }


def _with_test(
    table: pd.DataFrame, frame: pd.DataFrame, *, baseline: str | None, random_state: Any
) -> pd.DataFrame:
    """Add the difference of every group from the baseline, with a permutation of whole days."""
    known = frame.dropna(subset=["mtld"])
    unit = float(known["mtld"].max())
    scaled = (known[["mtld"]] / unit).rename_axis(columns="theme")
    try:
        gaps = compare_groups(
            scaled, known["group"], baseline=baseline, dates=known["date"],
            n_permutations=N_PERMUTATIONS, random_state=random_state,
        )  # fmt: skip
    except TooFewArticlesError as error:
        return table.assign(**dict.fromkeys(TESTED, np.nan), sentence=str(error))
    gaps = gaps.set_index("group")
    numbers = ["difference", "low", "high"]
    found = gaps[numbers].mul(unit).set_axis(TESTED[1:4], axis=1)
    found = found.assign(baseline=gaps["baseline"], **gaps[["p_value", "p_adjusted"]])
    table = table.join(found[TESTED], on="group")
    n_tests = int(gaps["p_value"].notna().sum())
    base = str(gaps.attrs["baseline"])
    return table.assign(sentence=_sentences(table, base, n_tests), baseline=base)


def _sentences(table: pd.DataFrame, base: str, n_tests: int) -> list[str]:
    rows: dict[Any, Any] = table.set_index("group").to_dict("index")
    return [
        "" if name == base else _sentence((name, base), row, rows[base], n_tests=n_tests)
        for name, row in rows.items()
    ]


def _sentence(
    names: tuple[str, str], row: Mapping[str, Any], other: Mapping[str, Any], *, n_tests: int
) -> str:
    """State one difference with its interval and denominators.

    Examples
    --------
    >>> row = {"difference": -9.2, "difference_low": -14.0, "difference_high": -4.4}
    >>> row |= {"n_articles": 120, "p_adjusted": 0.002}
    >>> _sentence(("Post", "Times"), row, {"n_articles": 80}, n_tests=1)
    'The words of Post repeat sooner than those of Times: MTLD lower by 9.2 words
    (95 % interval 4.4 to 14.0; 120 and 80 articles).'
    """
    (name, base), gap = names, row["difference"]
    low, high = row["difference_low"], row["difference_high"]
    counts = f"{row['n_articles']:,} and {other['n_articles']:,} articles"
    if np.isnan(low):
        return f"{name} and {base} cannot be compared: {counts} are too few for an interval."
    if n_tests > 1:
        counts += f"; {format_p_value(row['p_adjusted'])}, corrected for {n_tests} comparisons"
    if low <= 0 <= high:
        return (
            f"No clear difference in the variety of words between {name} and {base} (MTLD "
            f"{_signed(gap)} words, 95 % interval {_signed(low)} to {_signed(high)}; {counts})."
        )
    ends = sorted([abs(low), abs(high)])
    later, higher = ("later", "higher") if gap > 0 else ("sooner", "lower")
    said = (
        f"the words of {name} repeat {later} than those of {base}: MTLD {higher} by "
        f"{abs(gap):.1f} words (95 % interval {ends[0]:.1f} to {ends[1]:.1f}; {counts})."
    )
    if n_tests > 1 and not row["p_adjusted"] < SIGNIFICANCE_LEVEL:
        return f"Not significant after correction for {n_tests} comparisons: {said}"
    return start_sentence(said)


def _signed(words: float) -> str:
    return f"{words:+.1f}".replace("-", "−")
