"""Scores: theme matches -> article x theme shares, overlap and pattern coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.letter_case import fold_case
from toolkit.errors import InputError, check_option
from toolkit.themes.definitions import Themes, check_themes
from toolkit.themes.matcher import find_themes
from toolkit.tokenizing import split_sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens

MEASURES = ("tokens", "sentences", "present", "weighted", "tfidf")
MOST_OF_A_THEME = 0.3


def score_themes(
    tokens: Tokens,
    themes: Themes,
    *,
    measure: str = "tokens",
    min_matches: int = 1,
    found: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Compute the share of each theme in each article.

    Parameters
    ----------
    tokens : Tokens
        Tokenized articles. (Not a document-term matrix, which is pruned and has lost the word
        order that phrases and exclusions need.)
    themes : Themes
        The result of `read_themes`.
    measure : {"tokens", "sentences", "present", "weighted", "tfidf"}
        "tokens": tokens inside matches / all tokens of the article, stop words included.
        "sentences": sentences with a match / all sentences of the article with a word; a match
        belongs to the sentence in which it begins. "present": 1 if the article has at least
        ``min_matches`` matches, else 0; its mean is a share of articles. "weighted": as "tokens",
        with each match multiplied by its pattern's weight. "tfidf": as "tokens", with each match
        multiplied by its pattern's idf among these articles, ln((1 + n) / (1 + n_with)) + 1.
        The last two may exceed 1 and are not shares; `share_by_period` treats them as an index.
    min_matches : int
        Minimum matches for a theme to be present; used by "present" only.
    found : DataFrame, optional
        The result of `find_themes` for the same tokens and themes, to save finding them again.

    Returns
    -------
    DataFrame of shape (n_articles, n_themes)
        Index ``article_id``, columns named ``theme``. The row of an article without tokens is
        missing (NaN), never zero.

    Raises
    ------
    InputError
        If the measure is unknown or ``min_matches`` is below 1.

    References
    ----------
    Spärck Jones (1972), Journal of Documentation 28(1), for the idf, smoothed as in
    scikit-learn's ``TfidfTransformer``.
    """
    check_option("score_themes", "measure", measure, MEASURES)
    if min_matches < 1:
        message = f"score_themes: min_matches must be at least 1; got {min_matches}."
        raise InputError(message)
    check_themes("score_themes", themes)
    found = find_themes(tokens, themes) if found is None else found
    plain = tokens.plain()
    if measure == "sentences":
        shares = _sentence_shares(plain, found, len(themes))
    else:
        shares = _token_shares(plain, found, len(themes), measure=measure, min_matches=min_matches)
    columns = pd.Index(list(themes), name="theme")
    scores = pd.DataFrame(shares, index=plain.article_id.rename("article_id"), columns=columns)
    scores.attrs["measure"] = measure
    scores.attrs["min_matches"] = min_matches
    return scores


def _rows(plain: Tokens, found: pd.DataFrame) -> NDArray[np.intp]:
    return plain.article_id.get_indexer(pd.Index(found["article_id"]))


def _token_shares(
    plain: Tokens, found: pd.DataFrame, n_themes: int, *, measure: str, min_matches: int
) -> NDArray[np.float64]:
    n_tokens = np.diff(plain.offsets).astype(np.float64)[:, None]
    each = {"weighted": found["weight"], "tfidf": _idf(found, len(n_tokens))}.get(measure, 1)
    amount = pd.Series(1, index=found.index) if measure == "present" else each * found["n_words"]
    totals = np.zeros((len(n_tokens), n_themes))
    np.add.at(totals, (_rows(plain, found), found["theme"].cat.codes), amount)
    if measure == "present":
        return np.where(n_tokens > 0, totals >= min_matches, np.nan).astype(np.float64)
    with np.errstate(invalid="ignore"):
        return np.asarray(totals / n_tokens)


def _idf(found: pd.DataFrame, n_articles: int) -> pd.Series:
    """Return the inverse document frequency of each match's pattern, within its theme."""
    by = [found["theme"].astype("str"), found["pattern"].astype("str")]
    n_with = found.groupby(by)["article_id"].transform("nunique")
    idf: pd.Series = np.log((1 + n_articles) / (1 + n_with)) + 1
    return idf


def _sentence_shares(plain: Tokens, found: pd.DataFrame, n_themes: int) -> NDArray[np.float64]:
    rows = _rows(plain, found)
    order = np.argsort(rows, kind="stable")
    first = np.searchsorted(rows[order], np.arange(len(plain) + 1))
    starts, themes = found["start"].to_numpy(), found["theme"].cat.codes.to_numpy()
    counted, totals = np.zeros(len(plain)), np.zeros((len(plain), n_themes))
    for block, part in plain.blocks():
        for text, spans in enumerate(split_sentences(part.texts)):
            one, end = part.offsets[text : text + 2].tolist()
            row, begins = block.texts.start + text, spans[:, 0]
            counted[row] = len(np.unique(np.searchsorted(begins, part.starts[one:end], "right")))
            here = order[first[row] : first[row + 1]]
            places = np.searchsorted(begins, starts[here], side="right")
            distinct = np.unique(np.column_stack([themes[here], places]), axis=0)
            totals[row] = np.bincount(distinct[:, 0], minlength=n_themes)
    with np.errstate(invalid="ignore"):
        return np.asarray(totals / counted[:, None])


def theme_coverage(
    tokens: Tokens, themes: Themes, *, found: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Count the matches of each pattern and flag patterns that dominate a theme.

    Parameters
    ----------
    tokens : Tokens
        Tokenized articles.
    themes : Themes
        The result of `read_themes`.
    found : DataFrame, optional
        The result of `find_themes` for the same tokens and themes, to save finding them again.

    Returns
    -------
    DataFrame
        One row per theme and pattern, in descending order of share: ``theme``, ``pattern``,
        ``n_matches``, ``n_articles``, ``share`` (of the theme's matches, 0 to 1), ``forms`` (the
        most frequent words matched, with counts) and ``warning``: "never fires", "carries more
        than 30 % of the theme", or "".
    """
    found = find_themes(tokens, themes) if found is None else found
    hits = {
        key: (len(rows), rows["article_id"].nunique(), _forms(rows["match"]))
        for key, rows in found.groupby(["theme", "pattern"], observed=True)
    }
    sizes = found["theme"].value_counts()
    rows = []
    for name, theme in themes.items():
        of_theme = []
        for pattern in map(str, theme.patterns):
            n, n_articles, forms = hits.get((name, pattern), (0, 0, ""))
            share = n / int(sizes[name]) if n else 0.0
            warning = "" if n else "never fires"
            if share > MOST_OF_A_THEME:
                warning = "carries more than 30 % of the theme"
            of_theme.append((name, pattern, n, n_articles, share, forms, warning))
        rows += sorted(of_theme, key=lambda row: (-row[2], row[1]))
    columns = ["theme", "pattern", "n_matches", "n_articles", "share", "forms", "warning"]
    return pd.DataFrame(rows, columns=columns)


def _forms(matched: pd.Series) -> str:
    counts = matched.map(fold_case).value_counts()
    counts = counts.sort_index().sort_values(ascending=False, kind="stable")
    return ", ".join(f"{form} {count}" for form, count in counts.head(5).items())


def theme_overlap(scores: pd.DataFrame) -> pd.DataFrame:
    """Count the articles that pairs of themes share.

    Parameters
    ----------
    scores : DataFrame of shape (n_articles, n_themes)
        The result of `score_themes`; a theme is present if its score is above 0.

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
