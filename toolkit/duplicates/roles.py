"""Describe the groups of copies: the likely original, and what each other one is to it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.cleaning import find_agency
from toolkit.duplicates.candidates import measure_overlaps
from toolkit.errors import InputError
from toolkit.reading.corpus import Corpus
from toolkit.tables import ARTICLE_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from toolkit.duplicates.candidates import Overlaps
    from toolkit.duplicates.fingerprints import Fingerprints

ROLES = ("single", "original", "copy", "updated version", "agency copy", "excerpt")
"""Role of an article in its group; a "single" article has no copies."""

ROWS_AT_A_TIME = 1000


@dataclass(frozen=True)
class Compared:
    """The articles that are compared, in the order of their ids.

    Parameters
    ----------
    articles : DataFrame
        As given.
    name : str
        The column that is compared.
    order : int64 array of shape (n_articles,)
        Positions of the articles by ``article_id``: row i is the article ``order[i]``.
    """

    articles: pd.DataFrame
    name: str
    order: NDArray[np.int64]

    def texts(self) -> Iterator[str]:
        """Yield the text of each article, in the order of the table."""
        column = self.articles[self.name]
        for start in range(0, len(column), ROWS_AT_A_TIME):
            yield from _strings(column.iloc[start : start + ROWS_AT_A_TIME])
            self._release()

    def bodies(self, rows: NDArray[np.int64]) -> Iterator[Any]:
        """Yield the body of each row as it is given, or its text where there is no body."""
        has_body = "body" in self.articles
        column = self.articles["body" if has_body else self.name]
        positions = self.order[rows]
        for start in range(0, len(positions), ROWS_AT_A_TIME):
            block = column.iloc[positions[start : start + ROWS_AT_A_TIME]]
            yield from (block.tolist() if has_body else _strings(block))
            self._release()

    def _release(self) -> None:
        if isinstance(self.articles, Corpus):
            self.articles.release()

    def dates(self, rows: NDArray[np.int64]) -> NDArray[Any]:
        """Return dates without a time zone, missing where unreadable."""
        if "date" not in self.articles:
            return np.full(len(rows), np.datetime64("NaT", "us"))
        given = self.articles["date"].iloc[self.order[rows]]
        dates = pd.to_datetime(given, errors="coerce", utc=True)
        return dates.dt.tz_localize(None).to_numpy()

    def labels(self, name: str, rows: NDArray[np.int64]) -> NDArray[Any]:
        """Return a column of labels as strings, '' where they are missing; equal ones are one."""
        if name not in self.articles:
            return np.full(len(rows), "", dtype=object)
        given = self.articles[name].iloc[self.order[rows]].astype("category").array
        names = pd.Series(given.categories).astype("str")
        found: NDArray[Any] = np.array([*names, ""], dtype=object)[given.codes]
        return found


def _strings(column: pd.Series[Any]) -> list[str]:
    return list(column.fillna("").astype(str).tolist())


def compared_articles(articles: pd.DataFrame) -> Compared:
    """Return the articles by id, or raise `InputError` where they cannot be compared."""
    name = next((name for name in ("text", "body") if name in articles), None)
    if name is None:
        present = ", ".join(repr(str(column)) for column in articles.columns)
        message = f"near_duplicates: the table has neither 'text' nor 'body'. It has: {present}."
        raise InputError(message)
    index = pd.Index(articles.index.astype("str"), name=ARTICLE_ID)
    order = index.argsort()
    ordered = index.take(order).array
    same = np.flatnonzero(np.asarray(ordered[1:] == ordered[:-1], dtype=bool))
    if len(same):
        message = (
            f"near_duplicates: the index contains {ordered[int(same[0])]!r} more than once, but "
            f"article_id must be unique. Drop the repeated rows first."
        )
        raise InputError(message)
    return Compared(articles, name, np.asarray(order, dtype=np.int64))


class Copies(NamedTuple):
    """The articles that have copies.

    Attributes
    ----------
    positions, originals : int64 arrays of shape (n_copies,)
        Where they stand in the table, and where the likely original of each stands.
    numbers : int64 array of shape (n_copies,)
        Their groups, from 1.
    roles : int8 array of shape (n_copies,)
        What each is to its original, as its place in `ROLES`.
    similarity, containment : float64 arrays of shape (n_copies,)
    agencies : object array of shape (n_copies,)
    """

    positions: NDArray[np.int64]
    originals: NDArray[np.int64]
    numbers: NDArray[np.int64]
    roles: NDArray[np.int8]
    similarity: NDArray[np.float64]
    containment: NDArray[np.float64]
    agencies: NDArray[Any]


def describe_copies(
    compared: Compared, prints: Fingerprints, group: NDArray[np.int64], contained: float
) -> Copies:
    """Return what is told of the articles that have copies, given the first row of each group."""
    grouped = np.flatnonzero(np.bincount(group, minlength=len(group))[group] > 1)
    members = _Members(compared, prints, grouped, group[grouped])
    original = members.originals()
    overlaps = measure_overlaps(prints, grouped, original)
    agencies = members.agencies()
    return Copies(
        positions=compared.order[grouped],
        originals=compared.order[original],
        numbers=np.unique(members.group, return_inverse=True)[1] + 1,
        roles=members.roles(original, overlaps, agencies, contained).astype(np.int8),
        similarity=overlaps.similarity,
        containment=overlaps.containment,
        agencies=agencies,
    )


def table_of_copies(articles: pd.DataFrame, copies: Copies) -> pd.DataFrame:
    """Return one row per article, in the order of the table; see `near_duplicates`."""
    n, positions = len(articles), copies.positions
    is_single = np.ones(n, dtype=bool)
    is_single[positions] = False
    numbers = _scattered(copies.numbers, positions, n, 1)
    table = pd.DataFrame({"dup_group": pd.arrays.IntegerArray(numbers, is_single)})
    codes: NDArray[np.int8] = _scattered(copies.roles, positions, n, 0)
    table["role"] = pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(ROLES)))
    table["similarity"] = _scattered(copies.similarity, positions, n, np.nan)
    table["containment"] = _scattered(copies.containment, positions, n, np.nan)
    original = np.arange(n)
    original[positions] = copies.originals
    table["original"] = pd.Index(articles.index.astype("str")).take(original).array
    names = ["", *sorted({*copies.agencies} - {""})]
    which = np.searchsorted(np.array(names, dtype=object), copies.agencies)
    credited = _scattered(which.astype(np.int64), positions, n, 0)
    table["agency"] = pd.array(names, dtype="str").take(credited)
    return table.set_axis(articles.index)


def _scattered(values: NDArray[Any], rows: NDArray[np.int64], n: int, empty: Any) -> NDArray[Any]:
    result = np.full(n, empty, dtype=values.dtype)
    result[rows] = values
    return result


@dataclass(frozen=True)
class _Members:
    """The articles that have copies: their rows and groups."""

    compared: Compared
    prints: Fingerprints
    rows: NDArray[np.int64]
    group: NDArray[np.int64]

    @functools.cached_property
    def source(self) -> NDArray[Any]:
        """The outlet of each member."""
        return self.compared.labels("source", self.rows)

    @functools.cached_property
    def credited(self) -> NDArray[Any]:
        """The agency that each member credits, '' if none."""
        agencies = self.compared.labels("agency", self.rows)
        told = zip(agencies, self.source, self.compared.bodies(self.rows), strict=True)
        return np.fromiter((find_agency(*each) for each in told), object, len(self.rows))

    def originals(self) -> NDArray[np.int64]:
        """Return the row of the likely original of each member's group."""
        codes, names = pd.factorize(self.source)
        is_other = np.array([not find_agency("", name, "") for name in names], bool)[codes]
        dates = self.compared.dates(self.rows)
        order = np.lexsort(
            (self.rows, -self.prints.n_words[self.rows], is_other, dates, self.group)
        )  # NaT comes last
        group = self.group[order]
        is_first = np.ones(len(group), dtype=bool)
        is_first[1:] = group[1:] != group[:-1]
        firsts = self.rows[order[is_first]]
        found: NDArray[np.int64] = firsts[np.searchsorted(group[is_first], self.group)]
        return found

    def agencies(self) -> NDArray[Any]:
        """Return the agency credited most often in each member's group."""
        has = self.credited != ""
        credited = pd.DataFrame({"group": self.group[has], "credited": self.credited[has]})
        counts = credited.groupby(["group", "credited"]).size().reset_index(name="n")
        counts = counts.sort_values(["n", "credited"], ascending=[False, True])
        best = counts.drop_duplicates("group").sort_values("group")
        groups = np.append(best["group"].to_numpy(np.int64), np.iinfo(np.int64).max)
        names = np.array([*best["credited"], ""], dtype=object)
        at = np.searchsorted(groups, self.group)
        return np.where(groups[at] == self.group, names[at], "")

    def roles(
        self,
        original: NDArray[np.int64],
        overlaps: Overlaps,
        agency: NDArray[Any],
        contained: float,
    ) -> NDArray[np.int64]:
        """Return what each member is to its original, as its place in `ROLES`."""
        rows, whole, sizes = self.rows, self.prints.whole, self.prints.n_shingles
        source = self.source
        of_original = source[np.searchsorted(rows, original)]  # originals are members, too
        same_source = (source == of_original) & (source != "")
        excerpt = (overlaps.containment >= contained) & (sizes[rows] < 0.75 * sizes[original])
        conditions = [
            rows == original,
            excerpt,
            same_source & (whole[rows] != whole[original]),
            ~same_source & (agency != ""),
        ]
        names = ["original", "excerpt", "updated version", "agency copy"]
        return np.select(conditions, [ROLES.index(name) for name in names], ROLES.index("copy"))
