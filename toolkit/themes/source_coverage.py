"""Coverage by outlet: whether a theme rests on words that only one outlet uses."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.tables import check_columns, check_same_articles

FUNCTION = "coverage_by_source"
MIN_EXPECTED = 3.0
"""Matches expected of the others before none counts as avoidance: none has a chance of 5 % then."""

MAX_OWN_SHARE = 0.3
"""Share of matches from own words above which a difference between outlets is in doubt."""

N_SHOWN = 5
COLUMNS = (
    "theme", "source", "n_matches", "n_articles", "n_patterns", "n_own", "own_share",
    "own_patterns", "warning",
)  # fmt: skip


def coverage_by_source(
    found: pd.DataFrame, sources: pd.Series, *, baseline: str | None = None
) -> pd.DataFrame:
    """Measure how far a theme rests on words that only one outlet uses.

    Two outlets may report the same events in different words: "terrorists" here, "fighters" there.
    A difference between their shares then depends on which of the words the theme lists. Read
    this table beside each such difference.

    Parameters
    ----------
    found : DataFrame
        The result of `find_themes`.
    sources : Series of str, indexed by article_id
        The outlet of each article, such as ``articles["source"]``.
    baseline : str, optional
        Compare each outlet with this one; by default, with all others together.

    Returns
    -------
    DataFrame
        One row per theme and outlet with a match: ``theme``, ``source``, ``n_matches``,
        ``n_articles`` (with a match), ``n_patterns`` (that match in this outlet), ``n_own``
        (matches from patterns that the others never use), ``own_share`` (n_own / n_matches, 0 to
        1), ``own_patterns`` (the most frequent of these, with their matches) and ``warning``, ""
        or a sentence if ``own_share`` exceeds 0.3. A pattern counts as never used by the others
        only if they would have at least 3 matches at this outlet's rate.

    Raises
    ------
    InputError
        If an article of ``found`` has no outlet, or ``baseline`` is unknown.
    TooFewArticlesError
        If there is only one outlet.

    Examples
    --------
    >>> import toolkit as tt
    >>> from toolkit.themes import Pattern, Theme, Themes
    >>> patterns = (Pattern(("terrorists",)), Pattern(("fighters",)))
    >>> themes = Themes({"war": Theme("war", "", patterns)})
    >>> tokens = tt.tokenize(["Terrorists, terrorists, terrorists"] * 2 + ["Fighters"] * 4)
    >>> found = tt.find_themes(tokens, themes)
    >>> table = coverage_by_source(found, pd.Series(["Post"] * 2 + ["Times"] * 4))
    >>> table[["source", "n_matches", "own_share", "own_patterns"]]
      source  n_matches  own_share  own_patterns
    0   Post          6        1.0  terrorists 6
    1  Times          4        1.0    fighters 4
    """
    check_columns(FUNCTION, found, ["article_id", "theme", "pattern"])
    outlets = _outlets(found, sources, baseline)
    rows = []
    for theme in found["theme"].unique():
        of_theme = found["theme"] == theme
        counts = pd.crosstab(found["pattern"][of_theme], outlets[of_theme])
        articles = found["article_id"][of_theme].groupby(outlets[of_theme]).nunique()
        for source in counts.columns:
            others = [baseline] if baseline is not None else counts.columns.drop(source).tolist()
            if source != baseline:
                row = _row(counts[source], counts.reindex(columns=others, fill_value=0).sum(axis=1))
                rows.append(
                    {"theme": theme, "source": source, "n_articles": articles[source], **row}
                )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({"theme": "str", "source": "str", "own_patterns": "str", "warning": "str"})


def _outlets(found: pd.DataFrame, sources: pd.Series, baseline: str | None) -> pd.Series:
    """Return the outlet of each match."""
    ids = pd.Index(found["article_id"].unique())
    check_same_articles(FUNCTION, ids, sources.index, name="sources")
    named = sources[~sources.index.duplicated()]
    known = sorted(str(name) for name in named.dropna().unique())
    if len(known) < 2:
        message = f"{FUNCTION}: sources must name at least two outlets; found {len(known)}."
        raise TooFewArticlesError(message)
    if baseline is not None:
        check_option(FUNCTION, "baseline", baseline, known)
    outlets = found["article_id"].map(named)
    if outlets.isna().any():
        first = found["article_id"][outlets.isna()].iloc[0]
        message = f"{FUNCTION}: article {str(first)!r} has no outlet. Fill it in, or leave it out."
        raise InputError(message)
    return outlets.astype("str")


def _row(ours: pd.Series, theirs: pd.Series) -> dict[str, object]:
    """Return the counts of one outlet against the others."""
    n, n_theirs = int(ours.sum()), int(theirs.sum())
    expected = ours / max(n, 1) * n_theirs
    own = ours[(ours > 0) & (theirs == 0) & (expected >= MIN_EXPECTED)]
    own = own.sort_index().sort_values(ascending=False, kind="stable")
    share = float(own.sum()) / n if n else float("nan")
    listed = ", ".join(f"{pattern} {count}" for pattern, count in own.head(N_SHOWN).items())
    warning = ""
    if share > MAX_OWN_SHARE:
        warning = f"{share:.0%} of the matches are of words that the others never use: {listed}"
    return {
        "n_matches": n,
        "n_patterns": int(np.count_nonzero(ours)),
        "n_own": int(own.sum()),
        "own_share": share,
        "own_patterns": listed,
        "warning": warning,
    }
