"""Agreement of two measures of the same themes, and the articles on which they disagree."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count
from toolkit.errors import InputError, check_option
from toolkit.stats.share_tables import check_shares
from toolkit.tables import check_columns

COLUMNS = (
    "theme",
    "n_articles",
    "first",
    "second",
    "n_both",
    "n_only_first",
    "n_only_second",
    "agreement",
    "kappa",
    "correlation",
)
SHOWN = ("date", "source", "title")


def theme_agreement(
    first: pd.DataFrame,
    second: pd.DataFrame,
    *,
    first_above: float = 0.0,
    second_above: float = 0.0,
) -> pd.DataFrame:
    """Compare two measures of the same themes, article by article.

    The measures may be a word list and guided topics (`LDA` with
    ``seed_terms=themes.seed_terms``), or two versions of a word list. Where they disagree, a claim
    about the theme depends on the measure.

    Parameters
    ----------
    first, second : DataFrame of shape (n_articles, n_themes)
        Scores, indexed by article_id, with themes as columns. Themes in both tables are compared
        over the articles with both scores.
    first_above, second_above : float
        A theme is present in an article if its score is above this threshold. Topic shares are
        never 0: use about 0.1 for them.

    Returns
    -------
    DataFrame
        One row per theme: ``n_articles`` compared; ``first`` and ``second``, the share of articles
        with the theme by each measure; ``n_both``, ``n_only_first``, ``n_only_second``
        (articles); ``agreement``, the share of articles on which both measures agree; ``kappa``,
        Cohen's chance-corrected agreement (1 full, 0 chance level; missing if neither varies);
        ``correlation``, Spearman's rank correlation of the scores (-1 to 1; missing if a score
        does not vary).

    Raises
    ------
    InputError
        If the tables have no theme or no article in common.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20(1); Spearman (1904).

    Examples
    --------
    >>> ids = pd.Index(["a", "b", "c", "d"], name="article_id")
    >>> theme = pd.Index(["conflict"], name="theme")
    >>> words = pd.DataFrame([1.0, 1.0, 0.0, 0.0], index=ids, columns=theme)
    >>> topics = pd.DataFrame([0.8, 0.05, 0.02, 0.3], index=ids, columns=theme)
    >>> agreement = theme_agreement(words, topics, second_above=0.1)
    >>> agreement[["theme", "first", "second", "n_both", "agreement", "kappa"]]
          theme  first  second  n_both  agreement  kappa
    0  conflict    0.5     0.5       1        0.5    0.0
    """
    first, second = _matched("theme_agreement", first, second)
    rows = []
    for theme in first.columns:
        both = pd.concat([first[theme], second[theme]], axis=1, keys=["first", "second"]).dropna()
        counts = _counts(both["first"] > first_above, both["second"] > second_above)
        rows.append({"theme": theme, **counts, "correlation": _rank_correlation(both)})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def theme_disagreement(
    first: pd.DataFrame,
    second: pd.DataFrame,
    theme: str,
    *,
    articles: pd.DataFrame | None = None,
    n: int = 10,
) -> pd.DataFrame:
    """List the articles on which two measures of a theme differ most.

    Measures may have different units, so ranks scaled to 0..1 are compared: 0 for the lowest
    score, 1 for the highest, ties at the mean rank.

    Parameters
    ----------
    first, second : DataFrame of shape (n_articles, n_themes)
        Scores, as for `theme_agreement`.
    theme : str
        Name of the theme.
    articles : DataFrame, optional
        Adds ``date``, ``source`` and ``title`` of each article.
    n : int
        Number of articles.

    Returns
    -------
    DataFrame
        Index ``article_id``, largest difference first: ``first`` and ``second`` (scores),
        ``first_place``, ``second_place`` (scaled ranks, 0 to 1) and ``difference`` (second minus
        first place).

    Raises
    ------
    InputError
        If a table lacks the theme, or ``n`` is below 1.

    Examples
    --------
    >>> ids = pd.Index(["a", "b", "c"], name="article_id")
    >>> theme = pd.Index(["conflict"], name="theme")
    >>> words = pd.DataFrame([0.2, 0.1, 0.0], index=ids, columns=theme)
    >>> topics = pd.DataFrame([0.1, 0.5, 0.9], index=ids, columns=theme)
    >>> theme_disagreement(words, topics, "conflict", n=1)[["first", "second", "difference"]]
                first  second  difference
    article_id
    a             0.2     0.1        -1.0
    """
    first, second = _matched("theme_disagreement", first, second)
    check_option("theme_disagreement", "theme", theme, first.columns)
    check_count("theme_disagreement", "n", n, least=1)
    both = pd.concat([first[theme], second[theme]], axis=1, keys=["first", "second"]).dropna()
    places = (both.rank() - 1) / max(len(both) - 1, 1)
    table = both.join(places.add_suffix("_place"))
    table["difference"] = places["second"] - places["first"]
    order = np.argsort(-table["difference"].abs().round(9).to_numpy(), kind="stable")
    table = table.iloc[order[:n]].rename_axis(index="article_id")
    if articles is None:
        return table
    check_columns("theme_disagreement", articles, SHOWN)
    return table.join(articles[list(SHOWN)])


def _matched(
    function: str, first: pd.DataFrame, second: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    for table in (first, second):
        check_shares(function, table)
    themes = [theme for theme in first.columns if theme in second.columns]
    shared = first.index[first.index.isin(second.index)]
    for kind, n in (("theme", len(themes)), ("article", len(shared))):
        if n == 0:
            message = f"{function}: the two tables have no {kind} in common. Columns are matched "
            message += "by theme, rows by article_id."
            raise InputError(message)
    return first.loc[shared, themes], second.loc[shared, themes]


def _counts(first: pd.Series, second: pd.Series) -> dict[str, float]:
    n = len(first)
    p, q = (float(each.mean()) if n else float("nan") for each in (first, second))
    agreement = float((first == second).mean()) if n else float("nan")
    chance = p * q + (1 - p) * (1 - q)
    return {
        "n_articles": n,
        "first": p,
        "second": q,
        "n_both": int((first & second).sum()),
        "n_only_first": int((first & ~second).sum()),
        "n_only_second": int((~first & second).sum()),
        "agreement": agreement,
        "kappa": (agreement - chance) / (1 - chance) if chance < 1 else float("nan"),
    }


def _rank_correlation(both: pd.DataFrame) -> float:
    ranks = both.rank()
    if len(ranks) < 2 or (ranks.nunique() < 2).any():
        return float("nan")
    return float(np.corrcoef(ranks["first"], ranks["second"])[0, 1])
