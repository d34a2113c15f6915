"""The document-term matrix by group: uses, articles, dispersion, sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit._core.number_words import count
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.keyness.count_rows import CountRows
from toolkit.stats.share_tables import aligned
from toolkit.tokenizing.block_cuts import block_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.vectorizing import DocumentTermMatrix

    Cells = tuple[NDArray[np.integer], NDArray[np.integer]]

FUNCTION = "distinctive_terms"


@dataclass(frozen=True, eq=False)
class Grouped:
    """The articles of two or more groups, with the terms frequent enough to test.

    Attributes
    ----------
    counts : CountRows
        Uses of each term in each article.
    sizes : ndarray of float64, shape (n_articles,)
        Tokens of each article, stop words and pruned terms included.
    codes : ndarray of int64, shape (n_articles,)
        Group of each article.
    labels : Index
        Names of the groups.
    terms : ndarray of str, shape (n_terms,)
        The terms.
    article_id : Index
        The articles.
    """

    counts: CountRows
    sizes: NDArray[np.float64]
    codes: NDArray[np.int64]
    labels: pd.Index
    terms: NDArray[np.str_]
    article_id: pd.Index

    @classmethod
    def of(cls, dtm: DocumentTermMatrix, groups: pd.Series, *, min_count: int) -> Grouped:
        """Select the articles with a group, and the terms with ``min_count`` uses in them."""
        chosen = aligned(FUNCTION, groups, dtm.article_id, name="groups")
        codes, labels = pd.factorize(chosen, sort=True)
        _check_groups(labels, len(chosen))
        inside = np.flatnonzero(codes >= 0)
        counts = CountRows.of(sparse.csr_matrix(dtm.counts), inside)
        often = np.flatnonzero(_totals(counts) >= min_count)
        _check_terms(len(often), min_count)
        grouped = cls(
            counts=counts.with_terms(often),
            sizes=dtm.n_tokens[inside].astype(np.float64),
            codes=codes[inside],
            labels=_whole(pd.Index(labels)),
            terms=dtm.terms[often],
            article_id=dtm.article_id[inside],
        )
        grouped.check_tokens()
        return grouped

    def standardized(self, labels: pd.Series) -> Grouped:
        """Weigh the articles so that every label has the same tokens in all groups.

        The weight of label ``s`` in group ``g`` with ``n_gs`` tokens is
        ``(1 / n_gs) / sum_g (1 / n_gs)``, as in the Mantel-Haenszel estimator: at most 1, and 0
        for a label that one of the groups lacks.

        References
        ----------
        Mantel & Haenszel (1959), J. National Cancer Institute 22(4), for two groups.
        """
        known = aligned(FUNCTION, labels, self.article_id, name="standardize")
        label, names = pd.factorize(known.astype("object").where(known.notna(), ""))
        cell = self.codes * len(names) + label
        tokens = np.bincount(cell, self.sizes, minlength=self.n_groups * len(names))
        tokens = tokens.reshape(self.n_groups, len(names))
        shared = np.asarray((tokens > 0).all(axis=0))
        _check_shared(shared)
        inverse = np.divide(1, tokens, out=np.zeros_like(tokens), where=shared)
        weight = np.divide(inverse, inverse.sum(axis=0), out=inverse, where=shared)[
            self.codes, label
        ]
        kept = np.flatnonzero(weight > 0)
        return Grouped(
            counts=self.counts.weighted(kept, weight[kept]),
            sizes=weight[kept] * self.sizes[kept],
            codes=self.codes[kept],
            labels=self.labels,
            terms=self.terms,
            article_id=self.article_id[kept],
        )

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return len(self.labels)

    @cached_property
    def sums(self) -> Sums:
        """Sums over the articles, from one pass."""
        return Sums.of(self)

    @property
    def group_uses(self) -> sparse.csr_matrix:
        """Uses of each term in each group: shape (n_groups, n_terms)."""
        return self.sums.group_uses

    @property
    def group_articles(self) -> sparse.csr_matrix:
        """Articles of each group that use each term: shape (n_groups, n_terms)."""
        return self.sums.group_articles

    def tokens(self) -> NDArray[np.float64]:
        """Return the tokens of each group."""
        return sum_by_code(self.codes, self.sizes, self.n_groups)

    def articles(self, cells: Cells) -> NDArray[np.int64]:
        """Return the articles of a group that use a term, for pairs of group and term."""
        return at_cells(self.group_articles, cells).astype(np.int64)

    def fisher(self, group: int) -> NDArray[np.float64]:
        """Return the two-sided p of Fisher's exact test of every term in one group."""
        from scipy import stats

        found = self.group_articles[group].toarray().ravel().astype(np.int64)
        n_all, size = len(self.codes), int((self.codes == group).sum())
        total = column_sums(self.group_articles).astype(np.int64)
        # few distinct pairs of counts occur; compute the tails once for each
        pairs, place = np.unique(found * (n_all + 1) + total, return_inverse=True)
        here, everywhere = np.divmod(pairs, n_all + 1)
        law = stats.hypergeom(n_all, everywhere, size)
        tail = np.minimum(law.cdf(here), law.sf(here - 1))
        return np.asarray(np.minimum(2 * tail, 1.0)[place])

    def dispersion(self, cells: Cells) -> NDArray[np.float64]:
        """Return Gries' DP of a term over the articles of a group, for pairs of group and term."""
        chosen, place = np.unique(cells[1], return_inverse=True)
        uses = self.group_uses[:, chosen].toarray()
        excess, tokens = np.zeros(uses.size), self.tokens()
        for block in self.counts.with_terms(chosen).blocks():
            counts = block.counts.tocoo()
            article = block.places[counts.row]
            group = self.codes[article]
            parts = self.sizes[article] / tokens[group]
            found = counts.data / uses[group, counts.col]
            here = group * len(chosen) + counts.col
            np.add.at(excess, here, np.abs(found - parts) - parts)
        here = cells[0] * len(chosen) + place
        return np.where(uses.ravel()[here] > 0, (1 + excess[here]) / 2, np.nan)

    def n_sources(self, sources: pd.Series, cells: Cells) -> NDArray[np.int64]:
        """Return the outlets that use a term in a group, for pairs of group and term."""
        names = aligned(FUNCTION, sources, self.article_id, name="sources")
        outlet, _ = pd.factorize(names)
        named = outlet >= 0
        pairs = np.where(named, self.codes * (outlet.max() + 1) + outlet, -1)
        code, unique = pd.factorize(pairs[named])
        pairs[named] = code
        chosen, place = np.unique(cells[1], return_inverse=True)
        sums = sparse.csr_matrix((len(unique), len(chosen)))
        for block in self.counts.with_terms(chosen).blocks(np.flatnonzero(named)):
            sums = sums + indicator(pairs[block.places], len(unique)) @ block.counts
        group = unique // (outlet.max() + 1)
        used = indicator(group, self.n_groups) @ present(sparse.csr_matrix(sums))
        return at_cells(sparse.csr_matrix(used), (cells[0], place)).astype(np.int64)

    def check_tokens(self) -> None:
        """Raise if a group has no tokens, and so no rates."""
        empty = np.flatnonzero(self.tokens() == 0)
        if len(empty):
            message = (
                f"{FUNCTION}: the articles of group {self.labels[empty[0]]!r} have no tokens. "
                f"Leave the group out: groups.where(groups != {self.labels[empty[0]]!r})."
            )
            raise TooFewArticlesError(message)


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over the articles of groups.

    Attributes
    ----------
    group_uses, group_articles : csr_matrix of shape (n_groups, n_terms)
        Uses of each term, and articles that use it.
    totals, squares, crossed : ndarray of shape (n_terms,)
        Sums over articles of the uses, of their squares, and of uses times tokens.
    """

    group_uses: sparse.csr_matrix
    group_articles: sparse.csr_matrix
    totals: NDArray[np.float64]
    squares: NDArray[np.float64]
    crossed: NDArray[np.float64]

    @classmethod
    def of(cls, grouped: Grouped) -> Sums:
        """Read all articles once."""
        n_groups, n_terms = grouped.n_groups, grouped.counts.n_terms
        uses, articles = (sparse.csr_matrix((n_groups, n_terms)) for _ in range(2))
        totals, squares, crossed = np.zeros((3, n_terms))
        for places, counts in grouped.counts.blocks(size=block_size(n_groups * n_terms // 8)):
            groups = indicator(grouped.codes[places], n_groups)
            uses = uses + groups @ counts
            articles = articles + groups @ present(counts)
            totals += column_sums(counts)
            squares += column_sums(counts.multiply(counts).tocsr())
            crossed += counts.T @ grouped.sizes[places]
        return cls(sparse.csr_matrix(uses), sparse.csr_matrix(articles), totals, squares, crossed)


def _totals(counts: CountRows) -> NDArray[np.float64]:
    totals = np.zeros(counts.n_terms)
    for block in counts.blocks(size=block_size(counts.n_terms)):
        totals += column_sums(block.counts)
    return totals


def at_cells(matrix: sparse.csr_matrix, cells: Cells) -> NDArray[np.float64]:
    """Return the values of a sparse matrix at pairs of row and column."""
    if len(cells[0]) == 0:
        return np.empty(0)
    ordered = matrix.copy()
    ordered.sum_duplicates()  # sorted rows are searched by halving, others from end to end
    return np.asarray(ordered[cells], dtype=np.float64).ravel()


def indicator(codes: NDArray[np.int64], count: int) -> sparse.csr_matrix:
    """Return the 0-1 matrix that sums rows by code: shape (count, n_rows)."""
    rows = np.arange(len(codes))
    return sparse.csr_matrix((np.ones(len(codes)), (codes, rows)), shape=(count, len(codes)))


def present(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return 1 where a count is above 0."""
    ones = counts.copy()
    ones.data = (counts.data > 0).astype(np.float64)
    return ones


def sum_by_code(
    codes: NDArray[np.int64], values: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """Sum values by code: shape (count,)."""
    return np.bincount(codes, weights=values, minlength=count).astype(np.float64)


def column_sums(matrix: sparse.csr_matrix) -> NDArray[np.float64]:
    """Sum each column."""
    return np.asarray(matrix.sum(axis=0), dtype=np.float64).ravel()


def _whole(labels: pd.Index) -> pd.Index:
    """Return integers that became floats, because some are missing, as integers again."""
    if pd.api.types.is_integer_dtype(labels.dtype):
        return labels.astype("int64")
    if not pd.api.types.is_float_dtype(labels.dtype):
        return labels
    values = labels.to_numpy(dtype=np.float64)
    return pd.Index(values.astype(np.int64)) if (values == np.round(values)).all() else labels


def _check_groups(labels: pd.Index, n_articles: int) -> None:
    if len(labels) >= 2:
        return
    found = f"only {labels[0]!r}" if len(labels) else "no group"
    message = (
        f"{FUNCTION}: groups must hold at least two groups among "
        f"{count(n_articles, 'article')}; found {found}. Articles without a group are left out."
    )
    raise InputError(message)


def _check_shared(shared: NDArray[np.bool_]) -> None:
    if shared.any():
        return
    message = (
        f"{FUNCTION}: standardize leaves nothing to compare, because no label has articles in "
        f"every group. Use coarser labels."
    )
    raise TooFewArticlesError(message)


def _check_terms(n_terms: int, min_count: int) -> None:
    if n_terms:
        return
    message = (
        f"{FUNCTION}: no term is used {min_count} times or more in the articles compared. "
        f"Lower min_count or prune less in count_terms."
    )
    raise TooFewArticlesError(message)
