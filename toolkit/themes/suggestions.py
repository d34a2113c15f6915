"""Terms associated with a theme: candidates for its word list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit._core.checks import check_count
from toolkit._core.mapped_arrays import release_pages
from toolkit.errors import TooFewArticlesError, check_option
from toolkit.themes.definitions import Themes, check_themes
from toolkit.themes.theme_scores import score_themes
from toolkit.tokenizing.block_cuts import block_size, text_blocks
from toolkit.tokenizing.patterns import compile_pattern
from toolkit.tokenizing.runs import lookup_of, token_mask
from toolkit.vectorizing import count_terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit._core.globs import TermLookup
    from toolkit.themes.definitions import Theme
    from toolkit.tokenizing import Tokens
    from toolkit.vectorizing import DocumentTermMatrix

FUNCTION = "suggest_terms"
EXAMPLES = 3


def suggest_terms(
    tokens: Tokens,
    themes: Themes,
    theme: str,
    *,
    n: int = 20,
    min_matches: int = 1,
    min_articles: int = 5,
) -> pd.DataFrame:
    """List terms that occur in a theme's articles more often than by chance.

    They are candidates only: an associated word need not be about the theme (place names often
    are not). The theme is not changed; add the terms you accept to its file.

    Parameters
    ----------
    tokens : Tokens
        Tokenized articles.
    themes : Themes
        The result of `read_themes`.
    theme : str
        Name of the theme.
    n : int
        Maximum number of terms.
    min_matches : int
        Minimum matches for the theme to be present in an article.
    min_articles : int
        Minimum number of articles with both the term and the theme.

    Returns
    -------
    DataFrame
        Strongest association first: ``term``; ``npmi`` of term and theme over articles (-1 to 1);
        ``log_odds``, the log odds ratio of the term in articles with and without the theme;
        ``z``, the log odds ratio divided by its standard error, the sort key; ``n_with``, articles
        with term and theme; ``n_without``, articles with the term alone, which the theme would
        gain; ``n_theme`` and ``n_rest``, articles with and without the theme; and ``articles``,
        the ids of up to three articles of ``n_without`` to read first. Stop words, and words that
        the theme's terms or exclusions already match, are left out.

    Raises
    ------
    InputError
        If the theme is unknown, or a number is below 1.
    TooFewArticlesError
        If the theme is present in none of the articles, or in all.

    Notes
    -----
    With a articles that contain both, b the theme alone, c the term alone and d neither, the log
    odds ratio is ln((a + 1/2)(d + 1/2) / ((b + 1/2)(c + 1/2))); its variance is the sum of the
    four reciprocals. z ranks the terms; with so many of them it is not a test.

    References
    ----------
    Gart (1966), J. R. Stat. Soc. B 28(1); Bouma (2009), Normalized (pointwise) mutual information.

    Examples
    --------
    >>> import toolkit as tt
    >>> from toolkit.themes import Pattern, Theme
    >>> themes = Themes({"diplomacy": Theme("diplomacy", "", (Pattern(("talks",)),))})
    >>> texts = ["Talks with an envoy", "Envoy at talks", "Talks of rain", "Rain", "Rain", "Envoy"]
    >>> tokens = tt.tokenize(texts)
    >>> suggested = tt.suggest_terms(tokens, themes, "diplomacy", min_articles=2)
    >>> suggested[["term", "n_with", "n_without", "n_theme", "n_rest"]]
        term  n_with  n_without  n_theme  n_rest
    0  envoy       2          1        3       3
    >>> suggested["articles"].tolist()
    [[5]]
    """
    check_option(FUNCTION, "theme", theme, check_themes(FUNCTION, themes))
    check_count(FUNCTION, "n", n, least=1)
    check_count(FUNCTION, "min_articles", min_articles, least=1)
    plain = tokens.plain()
    one = Themes({theme: themes[theme]})
    scores = score_themes(plain, one, measure="present", min_matches=min_matches)[theme]
    dtm = count_terms(plain)
    inside = scores.reindex(dtm.article_id).eq(1).to_numpy()
    known = scores.reindex(dtm.article_id).notna().to_numpy()
    _check_theme(theme, inside, known)
    n_with, n_all = _docs_of(dtm, inside)
    table = _association(n_with, n_all - n_with, int(inside.sum()), int((known & ~inside).sum()))
    table.insert(0, "term", dtm.terms)
    new = (
        ~_covered(themes[theme], lookup_of(plain, list(dtm.terms)))
        & (n_with >= min_articles)
        & (table["z"] > 0)
    )
    table = table[new].sort_values(["z", "term"], ascending=[False, True]).head(n)
    table["articles"] = _examples(dtm, ~inside, table.index.to_numpy())
    return table.reset_index(drop=True)


def _docs_of(
    dtm: DocumentTermMatrix, inside: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the articles that use each term, among those inside and among all."""
    n_terms, counts = dtm.shape[1], dtm.counts
    n_with, n_all = np.zeros((2, n_terms), dtype=np.int64)
    for block in text_blocks(counts.indptr, block_size(n_terms)):
        columns = counts.indices[block.tokens]
        sizes = np.diff(counts.indptr[block.texts.start : block.texts.stop + 1])
        n_all += np.bincount(columns, minlength=n_terms)
        n_with += np.bincount(columns[np.repeat(inside[block.texts], sizes)], minlength=n_terms)
        release_pages(counts.indices)
    return n_with, n_all


def _examples(
    dtm: DocumentTermMatrix, wanted: NDArray[np.bool_], terms: NDArray[np.int64]
) -> list[list[Any]]:
    """Return the first articles, of those wanted, that use each term."""
    found: list[list[Any]] = [[] for _ in terms]
    for block in text_blocks(dtm.counts.indptr):
        columns = sparse.csr_matrix(dtm.counts[block.texts])[:, terms].tocsc()
        for rows, column in zip(found, range(len(terms)), strict=True):
            part = np.sort(columns.indices[columns.indptr[column] : columns.indptr[column + 1]])
            places = block.texts.start + part.astype(np.int64)
            rows.extend(dtm.article_id[places[wanted[places]][: EXAMPLES - len(rows)]].tolist())
        if all(len(rows) == EXAMPLES for rows in found):
            break
    return found


def _check_theme(theme: str, inside: NDArray[np.bool_], known: NDArray[np.bool_]) -> None:
    n, n_known = int(inside.sum()), int(known.sum())
    if 0 < n < n_known:
        return
    message = f"{FUNCTION}: {theme!r} is present in {n} of {n_known} articles, so there are none "
    message += "to compare them with."
    raise TooFewArticlesError(message)


def _covered(theme: Theme, lookup: TermLookup) -> NDArray[np.bool_]:
    """Return which terms the theme already matches or excludes as single tokens."""
    patterns = [compile_pattern(str(one)) for one in (*theme.patterns, *theme.exclusions)]
    return np.asarray(np.any([token_mask(pattern, lookup) for pattern in patterns], axis=0))


def _association(
    n_with: NDArray[np.int64], n_without: NDArray[np.int64], n_theme: int, n_rest: int
) -> pd.DataFrame:
    a, c = n_with + 0.5, n_without + 0.5
    b, d = n_theme - n_with + 0.5, n_rest - n_without + 0.5
    log_odds = np.log(a * d / (b * c))
    share = n_with / (n_theme + n_rest)
    expected = (n_with + n_without) * n_theme / (n_theme + n_rest) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.where(n_with > 0, np.log(share / expected) / -np.log(share), -1.0)
    return pd.DataFrame(
        {
            "npmi": npmi,
            "log_odds": log_odds,
            "z": log_odds / np.sqrt(1 / a + 1 / b + 1 / c + 1 / d),
            "n_with": n_with,
            "n_without": n_without,
            "n_theme": n_theme,
            "n_rest": n_rest,
        }
    )
