"""Coding sheets: a stratified random sample of articles for blind hand coding."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.argument_errors import explain_methods
from toolkit._core.checks import check_count
from toolkit._core.formulas import FORMULA_STARTS
from toolkit._core.together import write_together
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.stats.share_tables import aligned, as_shares, make_rng
from toolkit.tables import check_same_articles
from toolkit.tables.display import Summarized, Summary

if TYPE_CHECKING:
    from numpy.typing import NDArray

FUNCTION = "coding_sheet"
SHEET_STARTS = (*FORMULA_STARTS, "\n")
TEXTS = ("title", "text", "body")


@explain_methods("write")
@dataclass(frozen=True, slots=True, repr=False)
class CodingSheet(Summarized):
    """A sheet for coders, and the key, which they must not see.

    Attributes
    ----------
    sheet : DataFrame
        One row per sampled article: ``article_id``, ``coder`` (empty), the article's texts, and an
        empty column ``code_<theme>`` for each theme, to be filled with 0 or 1.
    key : DataFrame
        One row per article of the corpus, indexed by article_id: ``stratum``, ``sampled``,
        inclusion ``probability``, and ``said_<theme>``, the prediction of the theme definition.
    """

    sheet: pd.DataFrame
    key: pd.DataFrame

    def _summary(self) -> Summary:
        themes = [name[5:] for name in map(str, self.sheet) if name.startswith("code_")]
        facts = (
            ("articles to read", len(self.sheet)),
            ("of articles in all", len(self.key)),
            ("themes", themes),
        )
        return Summary("Coding sheet", facts, note="Keep the key from the coders.")

    def write(self, folder: str | Path, *, name: str = "coding") -> list[Path]:
        """Write ``<name>-sheet.csv`` for the coders and ``<name>-key.csv`` to keep separately.

        Parameters
        ----------
        folder : path
            Existing folder to write to.
        name : str
            Prefix of the two file names.

        Returns
        -------
        list of Path
            The two files. The sheet opens safely in a spreadsheet.
        """
        contents = {
            f"{name}-sheet.csv": self.sheet.to_csv(index=False, lineterminator="\n").encode(),
            f"{name}-key.csv": self.key.to_csv(lineterminator="\n").encode(),
        }
        return write_together(Path(folder), contents)


def coding_sheet(
    articles: pd.DataFrame,
    shares: pd.DataFrame,
    *,
    n: int = 200,
    by: pd.Series | None = None,
    blind: bool = True,
    random_state: int | np.random.Generator | None = 0,
) -> CodingSheet:
    """Draw articles for hand coding: in each stratum half with a theme and half without.

    Parameters
    ----------
    articles : DataFrame
        The articles, with ``title`` and ``text`` (or ``body``), indexed by article_id.
    shares : DataFrame of shape (n_articles, n_themes)
        Scores of the theme definitions; above 0 counts as present.
    n : int
        Number of articles to draw.
    by : Series of labels, indexed by article_id, optional
        Strata to cover evenly: period, outlet, or both combined.
    blind : bool
        Whether to leave out date, outlet and anything else that could influence the coder.
    random_state : int, Generator or None
        Seed of the sample.

    Returns
    -------
    CodingSheet
        ``sheet`` for the coders and ``key`` for `validate_themes`. Texts that a spreadsheet would
        run as a formula are prefixed with an apostrophe.

    Raises
    ------
    InputError
        If an argument is invalid, or ``n`` is too small for one article of each stratum.
    TooFewArticlesError
        If there are fewer than ``n`` articles.

    References
    ----------
    Neyman (1934) for sampling within strata; blinding and oversampling of hits as in Song et al.
    (2020), Political Communication 37(4).

    Examples
    --------
    >>> ids = pd.Index([f"a{i}" for i in range(40)], name="article_id")
    >>> articles = pd.DataFrame({"title": "=1+1", "text": "Talks resumed."}, index=ids)
    >>> shares = pd.DataFrame({"war": [0.0] * 30 + [1.0] * 10}, index=ids)
    >>> shares = shares.rename_axis(columns="theme")
    >>> drawn = coding_sheet(articles, shares, n=20, random_state=1)
    >>> drawn.sheet.iloc[0][["title", "text", "code_war"]].tolist()
    ["'=1+1", 'Talks resumed.', '']
    >>> drawn.key.groupby("stratum")["sampled"].sum().to_dict()
    {'all, no theme': 10, 'all, some theme': 10}
    """
    shares = as_shares(FUNCTION, shares)
    check_count(FUNCTION, "n", n, least=1)
    check_same_articles(FUNCTION, shares.index, articles.index, name="articles")
    if n > len(shares):
        message = f"{FUNCTION}: n is {n}, and there are only {len(shares)} articles."
        raise TooFewArticlesError(message)
    present = shares.fillna(0) > 0
    place = pd.Series("all", index=shares.index)
    if by is not None:
        place = aligned(FUNCTION, by, shares.index, name="by").astype("str")
    shown = present.any(axis=1).map({True: "some theme", False: "no theme"})
    stratum: pd.Series = place.str.cat(shown, sep=", ")
    rng = make_rng(FUNCTION, random_state)
    is_sampled = _draw(stratum, n, rng)
    probability = pd.Series(is_sampled, index=shares.index).groupby(stratum).transform("mean")
    key = pd.DataFrame({"stratum": stratum, "sampled": is_sampled, "probability": probability})
    said = present.astype(int).set_axis([f"said_{name}" for name in shares.columns], axis=1)
    key = pd.concat([key, said], axis=1).rename_axis(index="article_id")
    order = rng.permutation(np.flatnonzero(is_sampled))
    return CodingSheet(sheet=_sheet(articles, shares, order, blind=blind), key=key)


def _draw(stratum: pd.Series, n: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Equal numbers from each stratum; shortfalls of small strata go to the others."""
    codes, names = pd.factorize(stratum, sort=True)
    sizes = np.bincount(codes, minlength=len(names))
    if n < len(names):
        message = (
            f"{FUNCTION}: n is {n}, and there are {len(names)} strata, which are the labels in by "
            f"with and without a theme; a stratum without a coded article is represented by none. "
            f"Draw at least {len(names)} articles, or cover fewer labels."
        )
        raise InputError(message)
    wanted = allocate(sizes, n)
    is_sampled = np.zeros(len(stratum), dtype=bool)
    # Sort by identifier, so that the sample does not depend on the order of the table.
    order = np.argsort(stratum.index.to_numpy().astype(str), kind="stable")
    for code, count in enumerate(wanted):
        members = order[codes[order] == code]
        is_sampled[rng.choice(members, size=count, replace=False)] = True
    return is_sampled


def allocate(sizes: NDArray[np.intp], n: int) -> NDArray[np.intp]:
    """Divide ``n`` draws among strata as equally as their sizes allow.

    Examples
    --------
    >>> allocate(np.array([3, 50, 50]), 21).tolist()
    [3, 9, 9]
    """
    wanted = np.zeros(len(sizes), dtype=np.intp)
    while (left := n - int(wanted.sum())) > 0:
        open_ = np.flatnonzero(wanted < sizes)
        each, extra = divmod(left, len(open_))
        add = np.full(len(open_), each)
        add[:extra] += 1
        wanted[open_] = np.minimum(wanted[open_] + add, sizes[open_])
    return wanted


def _sheet(
    articles: pd.DataFrame, shares: pd.DataFrame, order: NDArray[np.intp], *, blind: bool
) -> pd.DataFrame:
    ids = shares.index[order]
    texts = [name for name in TEXTS if name in articles.columns]
    if "text" in texts and "body" in texts:
        texts.remove("body")
    if not {"text", "body"} & set(texts):
        message = f"{FUNCTION}: articles has neither a column 'text' nor 'body': nothing to read."
        raise InputError(message)
    extra = [] if blind else [name for name in ("date", "source") if name in articles.columns]
    sheet = pd.DataFrame({"article_id": ids.astype(str), "coder": ""})
    for name in [*extra, *texts]:
        sheet[name] = [neutralize(str(value)) for value in articles[name].loc[ids]]
    for theme in shares.columns:
        sheet[f"code_{theme}"] = ""
    return sheet


def neutralize(text: str) -> str:
    """Prefix texts that a spreadsheet would run as a formula.

    Examples
    --------
    >>> neutralize("=cmd()"), neutralize("- No deal"), neutralize("Talks")
    ("'=cmd()", "'- No deal", 'Talks')
    """
    # A bare carriage return would end the row for some readers of CSV.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(SHEET_STARTS) else text
