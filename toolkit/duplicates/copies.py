"""Group near-duplicate articles, find the likely original, and classify each copy."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.cleaning import find_agency
from toolkit.duplicates.candidates import find_candidates, measure_overlaps
from toolkit.duplicates.fingerprints import fingerprint
from toolkit.errors import InputError
from toolkit.tables import ARTICLE_ID

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.duplicates.candidates import Overlaps
    from toolkit.duplicates.fingerprints import Fingerprints

ROLES = ("single", "original", "copy", "updated version", "agency copy", "excerpt")
"""Role of an article in its group; a "single" article has no copies."""

MIN_EXCERPT_SHINGLES = 20
"""Minimum number of shingles for containment to be evidence of copying."""

MIN_EXCERPT_SHARE = 0.2
"""Minimum length of an excerpt, as a share of the longer text; keeps digests apart."""


def near_duplicates(
    articles: pd.DataFrame,
    *,
    min_similarity: float = 0.5,
    min_containment: float = 0.8,
    progress: bool = True,
) -> pd.DataFrame:
    """Group articles that are copies of each other.

    Texts are compared by their shingles: all sequences of five words, in lower case and without
    punctuation. MinHash (128 permutations, 32 bands of 4) and shared paragraphs propose pairs,
    which are then compared exactly; groups are the connected components of the accepted pairs.
    The result depends neither on the order of the articles nor on a random seed.

    Parameters
    ----------
    articles : DataFrame
        One row per article, with a unique index ``article_id``; compared by ``text`` if
        present, else by ``body``. ``date``, ``source`` and ``agency`` are used if present.
    min_similarity : float
        Minimum Jaccard similarity of two copies: shared shingles over all shingles of both.
    min_containment : float
        Minimum share of the shorter text's shingles that the longer one contains; finds
        truncated copies. The shorter text must have at least 20 shingles and a fifth of the
        length of the longer one.
    progress : bool
        Show a progress bar when this takes longer than two seconds.

    Returns
    -------
    DataFrame
        One row per article, in the order of ``articles``: ``dup_group`` (missing for an article
        without copies), ``role`` (see `ROLES`), ``similarity`` to and ``containment`` in the
        likely original (0 to 1; missing without copies), ``original`` (its ``article_id``: the
        earliest article, then that of an agency, then the longest) and ``agency`` (credited in
        the group, '' if none).

    Raises
    ------
    InputError
        If a threshold is outside (0, 1], the table has no text, or article ids repeat.

    References
    ----------
    Broder (1997), On the resemblance and containment of documents.

    Examples
    --------
    >>> import pandas as pd
    >>> words = "Four leaders will meet in Istanbul on Saturday to discuss the ceasefire"
    >>> articles = pd.DataFrame(
    ...     {"body": [words, "Something else", words.upper()], "source": ["A", "B", "C"]},
    ...     index=["a", "b", "c"],
    ... )
    >>> near_duplicates(articles)["role"].tolist()
    ['original', 'single', 'copy']
    """
    _check_threshold("min_similarity", min_similarity)
    _check_threshold("min_containment", min_containment)
    ordered = _comparable(articles).sort_index()
    prints = fingerprint(ordered["text"].tolist(), show=progress)
    group = _connect(prints, min_similarity, min_containment)
    table = _describe(ordered, prints, group, min_containment)
    return table.reindex(articles.index.astype("str")).set_axis(articles.index)


def _check_threshold(name: str, value: float) -> None:
    if not 0 < value <= 1:
        message = f"near_duplicates: {name} must be above 0 and at most 1; got {value!r}."
        raise InputError(message)


def _comparable(articles: pd.DataFrame) -> pd.DataFrame:
    """Return text, date, source and agency of each article, with article ids as strings."""
    name = next((name for name in ("text", "body") if name in articles), None)
    if name is None:
        present = ", ".join(repr(str(column)) for column in articles.columns)
        message = f"near_duplicates: the table has neither 'text' nor 'body'. It has: {present}."
        raise InputError(message)
    index = pd.Index(articles.index.astype("str"), name=ARTICLE_ID)
    repeated = index[index.duplicated()]
    if len(repeated):
        message = (
            f"near_duplicates: the index contains {repeated[0]!r} more than once, but article_id "
            f"must be unique. Drop the repeated rows first."
        )
        raise InputError(message)
    table = pd.DataFrame({"text": articles[name].fillna("").astype(str).to_numpy()}, index=index)
    table["body"] = articles["body"].to_numpy() if "body" in articles else table["text"]
    table["date"] = _dates(articles["date"]) if "date" in articles else pd.NaT
    for column in ("source", "agency"):
        given = articles[column].astype("str").fillna("") if column in articles else ""
        table[column] = given.to_numpy() if isinstance(given, pd.Series) else given
    return table


def _dates(given: pd.Series[Any]) -> NDArray[Any]:
    """Return dates without a time zone, missing where unreadable."""
    dates = pd.to_datetime(given, errors="coerce", utc=True)
    return dates.dt.tz_localize(None).to_numpy()


def _connect(prints: Fingerprints, least: float, contained: float) -> NDArray[np.int64]:
    """Return the first row of each text's group."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(prints.n_words)
    filled = np.flatnonzero(prints.n_words > 0)
    if len(filled) < 2:
        return np.arange(n)
    _, first, which = np.unique(prints.whole[filled], return_index=True, return_inverse=True)
    representative = filled[first[which]]
    keys = find_candidates(prints, np.unique(representative))
    pairs = measure_overlaps(prints, keys // n, keys % n)
    accepted = _is_copy(prints, pairs, least, contained)
    left = np.concatenate([filled, pairs.left[accepted]])
    right = np.concatenate([representative, pairs.right[accepted]])
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(n, n))
    _, component = connected_components(graph, directed=False)
    _, start, member = np.unique(component, return_index=True, return_inverse=True)
    return start[member]


def _is_copy(
    prints: Fingerprints, pairs: Overlaps, least: float, contained: float
) -> NDArray[np.bool_]:
    left, right = prints.n_shingles[pairs.left], prints.n_shingles[pairs.right]
    shorter, longer = np.minimum(left, right), np.maximum(left, right)
    part = (shorter >= MIN_EXCERPT_SHINGLES) & (shorter >= MIN_EXCERPT_SHARE * longer)
    return (pairs.similarity >= least) | (part & (pairs.containment >= contained))


def _describe(
    articles: pd.DataFrame, prints: Fingerprints, group: NDArray[np.int64], contained: float
) -> pd.DataFrame:
    sizes = np.bincount(group, minlength=len(group))[group]
    grouped = np.flatnonzero(sizes > 1)
    members = _Members(articles, prints, grouped, group[grouped])
    original = members.originals()
    table = pd.DataFrame(index=articles.index)
    number = pd.Series(pd.NA, index=articles.index, dtype="Int64")
    number.iloc[grouped] = np.unique(group[grouped], return_inverse=True)[1] + 1
    table["dup_group"] = number
    overlaps = measure_overlaps(prints, grouped, original)
    agency = members.agencies()
    role = np.full(len(group), "single", dtype=object)
    role[grouped] = members.roles(original, overlaps, agency, contained)
    table["role"] = pd.Categorical(role, categories=list(ROLES))
    for name, values in (
        ("similarity", overlaps.similarity),
        ("containment", overlaps.containment),
    ):
        table[name] = _scattered(values, grouped, len(group), np.nan)
    ids = articles.index.to_numpy(dtype=object)
    own = ids.copy()
    own[grouped] = ids[original]
    table["original"] = pd.Series(own, index=articles.index, dtype="str")
    table["agency"] = pd.Series(
        _scattered(np.array(agency, dtype=object), grouped, len(group), ""),
        index=articles.index,
        dtype="str",
    )
    return table


def _scattered(values: NDArray[Any], rows: NDArray[np.int64], n: int, empty: Any) -> NDArray[Any]:
    result = np.full(n, empty, dtype=values.dtype)
    result[rows] = values
    return result


@dataclass(frozen=True)
class _Members:
    """The articles that have copies: their rows and groups."""

    articles: pd.DataFrame
    prints: Fingerprints
    rows: NDArray[np.int64]
    group: NDArray[np.int64]

    @functools.cached_property
    def table(self) -> pd.DataFrame:
        table = self.articles.iloc[self.rows].copy()
        table["group"], table["row"] = self.group, self.rows
        table["n_words"] = self.prints.n_words[self.rows]
        credits_ = zip(table["agency"], table["source"], table["body"], strict=True)
        table["credited"] = [find_agency(*each) for each in credits_]
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
    ) -> list[str]:
        source = self.articles["source"].to_numpy()
        sizes, whole = self.prints.n_shingles, self.prints.whole
        rows = self.rows
        same_source = (source[rows] == source[original]) & (source[rows] != "")
        excerpt = (overlaps.containment >= contained) & (sizes[rows] < 0.75 * sizes[original])
        conditions = [
            rows == original,
            excerpt,
            same_source & (whole[rows] != whole[original]),
            ~same_source & (np.array(agency, dtype=object) != ""),
        ]
        names = ["original", "excerpt", "updated version", "agency copy"]
        return [str(role) for role in np.select(conditions, names, default="copy")]
