"""Describe the groups of copies: the likely original, and what each other one is to it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
        for block in self._blocks(self.articles[self.name], np.arange(len(self.articles))):
            yield from block.fillna("").astype(str).tolist()

    def bodies(self, rows: NDArray[np.int64]) -> Iterator[Any]:
        """Yield the body of each row as it is given, or its text where there is no body."""
        name = "body" if "body" in self.articles else self.name
        for block in self._blocks(self.articles[name], self.order[rows]):
            yield from (block if name == "body" else block.fillna("").astype(str)).tolist()

    def _blocks(
        self, column: pd.Series[Any], positions: NDArray[np.int64]
    ) -> Iterator[pd.Series[Any]]:
        for start in range(0, len(positions), ROWS_AT_A_TIME):
            yield column.iloc[positions[start : start + ROWS_AT_A_TIME]]
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
        """Return a column of labels as strings, '' where they are missing."""
        if name not in self.articles:
            return np.full(len(rows), "", dtype=object)
        given = self.articles[name].iloc[self.order[rows]]
        return given.astype("str").fillna("").to_numpy(dtype=object)


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


def describe_copies(
    compared: Compared, prints: Fingerprints, group: NDArray[np.int64], contained: float
) -> pd.DataFrame:
    """Return one row per article, in the order of the table; see `near_duplicates`."""
    n = len(group)
    place = np.empty(n, dtype=np.int64)
    place[compared.order] = np.arange(n)
    sizes = np.bincount(group, minlength=n)[group]
    grouped = np.flatnonzero(sizes > 1)
    members = _Members(compared, prints, grouped, group[grouped])
    original = members.originals()
    overlaps = measure_overlaps(prints, grouped, original)
    agency = members.agencies()
    roles = members.roles(original, overlaps, agency, contained)
    positions = compared.order[grouped]  # where the members stand in the table
    number = np.unique(group[grouped], return_inverse=True)[1] + 1
    is_single = np.ones(n, dtype=bool)
    is_single[positions] = False
    table = pd.DataFrame(
        {"dup_group": pd.arrays.IntegerArray(_scattered(number, positions, n, 1), is_single)}
    )
    codes: NDArray[np.int8] = _scattered(np.array(roles, dtype=np.int8), positions, n, 0)
    table["role"] = pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(ROLES)))
    table["similarity"] = _scattered(overlaps.similarity, positions, n, np.nan)
    table["containment"] = _scattered(overlaps.containment, positions, n, np.nan)
    own = _scattered(compared.order[original], positions, n, -1)
    own = np.where(is_single, np.arange(n), own)
    ids = pd.Index(compared.articles.index.astype("str"))
    table["original"] = ids.take(own).array
    names = ["", *sorted({*agency} - {""})]
    which = np.searchsorted(np.array(names, dtype=object), np.array(agency, dtype=object))
    credited = _scattered(which.astype(np.int64), positions, n, 0)
    table["agency"] = pd.array(names, dtype="str").take(credited)
    return table


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
    def table(self) -> pd.DataFrame:
        compared, rows = self.compared, self.rows
        table = pd.DataFrame({"group": self.group, "row": rows, "date": compared.dates(rows)})
        table["source"] = pd.Series(compared.labels("source", rows), dtype="str")
        table["n_words"] = self.prints.n_words[rows]
        agencies = compared.labels("agency", rows)
        credits_ = zip(agencies, table["source"], compared.bodies(rows), strict=True)
        table["credited"] = pd.Series([find_agency(*each) for each in credits_], dtype="str")
        return table

    def originals(self) -> NDArray[np.int64]:
        """Return the row of the likely original of each member's group."""
        table = self.table.assign(
            of_agency=self.table["source"].map(lambda source: not find_agency("", source, "")),
            longest=-self.table["n_words"],
        )
        keys = ["group", "date", "of_agency", "longest", "row"]
        first = table.sort_values(keys, na_position="last").groupby("group")["row"].first()
        return table["group"].map(first).to_numpy(dtype=np.int64)

    def agencies(self) -> list[str]:
        """Return the agency credited most often in each member's group."""
        credited = self.table[self.table["credited"] != ""]
        counts = credited.groupby(["group", "credited"]).size().reset_index(name="n")
        counts = counts.sort_values(["n", "credited"], ascending=[False, True])
        best = counts.drop_duplicates("group").set_index("group")["credited"].to_dict()
        return [str(best.get(group, "")) for group in self.table["group"]]

    def roles(
        self, original: NDArray[np.int64], overlaps: Overlaps, agency: list[str], contained: float
    ) -> list[int]:
        """Return what each member is to its original, as its place in `ROLES`."""
        rows, whole, sizes = self.rows, self.prints.whole, self.prints.n_shingles
        source = self.table["source"].to_numpy(dtype=object)
        of_original = source[np.searchsorted(rows, original)]  # originals are members, too
        same_source = (source == of_original) & (source != "")
        excerpt = (overlaps.containment >= contained) & (sizes[rows] < 0.75 * sizes[original])
        conditions = [
            rows == original,
            excerpt,
            same_source & (whole[rows] != whole[original]),
            ~same_source & (np.array(agency, dtype=object) != ""),
        ]
        names = ["original", "excerpt", "updated version", "agency copy"]
        chosen = np.select(conditions, [ROLES.index(name) for name in names], ROLES.index("copy"))
        return [int(place) for place in chosen]
