"""Theme matches -> article x theme shares; which themes overlap; which patterns carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.themes.definitions import Themes, check_themes
from toolkit.themes.matching import find_themes

if TYPE_CHECKING:
    from toolkit.tokenizing import Tokens

MEASURES = ("tokens", "present", "weighted")


def score_themes(
    tokens: Tokens, themes: Themes, *, measure: str = "tokens", min_matches: int = 1
) -> pd.DataFrame:
    """Give each article its share of each theme.

    Parameters
    ----------
    tokens : Tokens
        Tokenised articles. (A document-term matrix has lost the order of the words, which phrases
        and exclusions need, and has been pruned.)
    themes : Themes
        What `read_themes` gives.
    measure : {"tokens", "present", "weighted"}
        ``tokens``: tokens inside matches / all tokens of the article, stop words included.
        ``present``: 1 if the article has at least ``min_matches`` matches, else 0; its mean is a
        share of articles. ``weighted``: as ``tokens``, each match times its pattern's weight;
        may pass 1.
    min_matches : int
        Matches that make a theme present; used by ``present`` alone.

    Returns
    -------
    DataFrame of shape (n_articles, n_themes)
        Index ``article_id``, columns named ``theme``. An article without tokens has no share:
        its row is missing, never zero.

    Raises
    ------
    InputError
        For an unknown measure, or ``min_matches`` below 1.
    """
    check_option("score_themes", "measure", measure, MEASURES)
    if min_matches < 1:
        message = f"score_themes: min_matches must be at least 1; got {min_matches}."
        raise InputError(message)
    found = find_themes(tokens, check_themes("score_themes", themes))
    plain = tokens.plain()
    n_tokens = np.diff(plain.offsets).astype(np.float64)
    row = pd.Series(np.arange(len(n_tokens)), index=plain.article_id)
    counted = found["weight"] * found["n_words"] if measure == "weighted" else found["n_words"]
    amount = counted if measure != "present" else pd.Series(1, index=found.index)
    totals = np.zeros((len(n_tokens), len(themes)))
    np.add.at(totals, (row[found["article_id"]].to_numpy(), found["theme"].cat.codes), amount)
    with np.errstate(invalid="ignore"):
        shares = totals / n_tokens[:, None]
    if measure == "present":
        shares = np.where(n_tokens[:, None] > 0, totals >= min_matches, np.nan).astype(np.float64)
    columns = pd.Index(list(themes), name="theme")
    scores = pd.DataFrame(shares, index=plain.article_id.rename("article_id"), columns=columns)
    scores.attrs["measure"] = measure
    scores.attrs["min_matches"] = min_matches
    return scores


def theme_coverage(tokens: Tokens, themes: Themes) -> pd.DataFrame:
    """Say how often each pattern fires, and which ones a theme hangs on.

    Parameters
    ----------
    tokens : Tokens
        Tokenised articles.
    themes : Themes
        What `read_themes` gives.

    Returns
    -------
    DataFrame
        One row per theme and pattern, by falling share: ``theme``, ``pattern``, ``n_matches``,
        ``n_articles``, ``share`` (of the theme's matches, 0 to 1), ``forms`` (the commonest
        words matched, with counts) and ``warning``: "never fires", "carries more than 30 % of
        the theme", or "".
    """
    found = find_themes(tokens, themes)
    rows = []
    for name, theme in themes.items():
        of_theme = found[found["theme"] == name]
        for pattern in map(str, theme.patterns):
            rows.append(_pattern_row(name, pattern, of_theme))
    table = pd.DataFrame(rows)
    order = {name: i for i, name in enumerate(themes)}
    return table.sort_values(
        ["theme", "n_matches", "pattern"],
        ascending=[True, False, True],
        key=lambda column: column.map(order) if column.name == "theme" else column,
        ignore_index=True,
    )


def _pattern_row(name: str, pattern: str, of_theme: pd.DataFrame) -> dict[str, object]:
    hits = of_theme[of_theme["pattern"] == pattern]
    share = len(hits) / len(of_theme) if len(of_theme) else float("nan")
    forms = hits["match"].str.lower().value_counts()
    forms = forms.sort_index().sort_values(ascending=False, kind="stable")
    warning = ""
    if hits.empty:
        warning = "never fires"
    elif share > 0.3:
        warning = "carries more than 30 % of the theme"
    return {
        "theme": name,
        "pattern": pattern,
        "n_matches": len(hits),
        "n_articles": hits["article_id"].nunique(),
        "share": share,
        "forms": ", ".join(f"{form} {count}" for form, count in forms.head(5).items()),
        "warning": warning,
    }


def theme_overlap(scores: pd.DataFrame) -> pd.DataFrame:
    """Count the articles that two themes share.

    Parameters
    ----------
    scores : DataFrame of shape (n_articles, n_themes)
        What `score_themes` gives; a theme is in an article where its score is above 0.

    Returns
    -------
    DataFrame
        One row per pair of themes: ``theme``, ``other``, ``n_theme``, ``n_other``, ``n_both``
        (articles), ``jaccard`` (both / either, 0 to 1; missing if neither ever occurs) and
        ``lift`` (articles with both / articles expected with both if they were independent).
    """
    inside = scores.dropna() > 0
    rows = []
    for i, theme in enumerate(inside.columns):
        for other in inside.columns[i + 1 :]:
            a, b = inside[theme], inside[other]
            both, either = int((a & b).sum()), int((a | b).sum())
            expected = a.sum() * b.sum() / len(inside) if len(inside) else 0.0
            rows.append(
                {
                    "theme": theme,
                    "other": other,
                    "n_theme": int(a.sum()),
                    "n_other": int(b.sum()),
                    "n_both": both,
                    "jaccard": both / either if either else float("nan"),
                    "lift": both / expected if expected else float("nan"),
                }
            )
    return pd.DataFrame(rows)
