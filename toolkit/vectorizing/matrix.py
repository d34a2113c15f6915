"""The document-term matrix, and a table of what was pruned and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.checks import check_count
from toolkit._core.number_words import of_total, verb
from toolkit._core.user_warnings import warn_user
from toolkit.errors import InputError, PatternWarning, shorten
from toolkit.tables.display import Summarized, Summary
from toolkit.tokenizing import KINDS
from toolkit.tokenizing.term_names import find_term_name, term_of
from toolkit.vectorizing.counts import (
    choose_columns,
    column_docs,
    column_totals,
    count_columns,
    keep_columns,
    token_blocks,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import NDArray
    from scipy import sparse

    from toolkit.tokenizing import Tokens

N_EXAMPLES = 8


@dataclass(frozen=True, eq=False)
class DocumentTermMatrix(Summarized):
    """Term counts per article.

    Parameters
    ----------
    counts : scipy.sparse.csr_matrix of int32, shape (n_articles, n_terms)
        Occurrences of each term in each article.
    terms : ndarray of str, shape (n_terms,)
        The terms, sorted by code point.
    article_id : pandas.Index
        One per row.
    n_tokens : ndarray of int64, shape (n_articles,)
        Tokens per article before stop words and pruning: the denominator of rates.
    pruned : pandas.DataFrame
        What is not counted, by rule: rule, n_terms, n_tokens, and the most frequent as examples.
    """

    counts: sparse.csr_matrix = field(repr=False)
    terms: NDArray[np.str_] = field(repr=False)
    article_id: pd.Index = field(repr=False)
    n_tokens: NDArray[np.int64] = field(repr=False)
    pruned: pd.DataFrame = field(repr=False)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of articles, number of terms."""
        n_articles, n_terms = self.counts.shape
        return int(n_articles), int(n_terms)

    @cached_property
    def term_docs(self) -> NDArray[np.int64]:
        """Articles that use each term."""
        return column_docs(self.counts)

    @cached_property
    def term_totals(self) -> NDArray[np.int64]:
        """Occurrences of each term."""
        return column_totals(self.counts)

    def __len__(self) -> int:
        """Return the number of articles."""
        return self.shape[0]

    def __repr__(self) -> str:
        """Return the numbers of articles, terms and occurrences."""
        n_articles, n_terms = self.shape
        return (
            f"<DocumentTermMatrix: {n_articles:,} articles x {n_terms:,} terms, "
            f"{int(self.term_totals.sum()):,} of {int(self.n_tokens.sum()):,} tokens counted>"
        )

    def _summary(self) -> Summary:
        n_articles, n_terms = self.shape
        facts = (
            ("articles", n_articles),
            ("terms", n_terms),
            ("tokens counted", int(self.term_totals.sum())),
            ("of tokens in all", int(self.n_tokens.sum())),
        )
        empty = int((np.diff(self.counts.indptr) == 0).sum())
        part = of_total(empty, n_articles, "article")
        warnings = (f"{part} {verb(empty, 'uses', 'use')} none of the terms.",)
        note = "Tokens that are not counted, by rule; all others are counted."
        return Summary(
            "Document-term matrix", facts, warnings if empty else (), self.pruned, note=note
        )


def count_terms(
    tokens: Tokens,
    *,
    min_docs: int = 1,
    max_doc_share: float = 1.0,
    max_terms: int | None = None,
    vocabulary: DocumentTermMatrix | Iterable[str] | None = None,
) -> DocumentTermMatrix:
    """Count the terms of each article.

    Stop words, numbers, web addresses and terms that are too short are not counted. ``pruned``
    lists everything that is left out, by rule, with its number of tokens.

    Parameters
    ----------
    tokens : Tokens
        From `tokenize`.
    min_docs : int
        Minimum number of articles that use a term.
    max_doc_share : float
        Maximum share of articles that use a term, above 0 and up to 1.
    max_terms : int, optional
        Keep this many of the most frequent terms; ties are broken alphabetically.
    vocabulary : DocumentTermMatrix or iterable of str, optional
        Count exactly these terms, sorted, including stop words if listed. Words are folded like
        the texts: "İstanbul", "Women's groups". To apply a model to new articles, pass the matrix
        it was fitted on.

    Returns
    -------
    DocumentTermMatrix
        Counts, terms, article ids, tokens per article, and what was pruned.

    Raises
    ------
    InputError
        If an option is out of range, or pruning options are combined with a vocabulary.

    Examples
    --------
    >>> import toolkit as tt
    >>> tokens = tt.tokenize(["Talks about talks.", "The talks failed in 2018."])
    >>> dtm = tt.count_terms(tokens)
    >>> dtm.terms.tolist(), dtm.counts.toarray().tolist(), dtm.n_tokens.tolist()
    (['failed', 'talks'], [[0, 2], [1, 1]], [3, 5])
    >>> dtm.pruned
            rule  n_terms  n_tokens     examples
    0  stop word        3         3  about in the
    1     number        1         1          2018
    """
    check_limits("count_terms", min_docs, max_doc_share, max_terms)
    if vocabulary is not None:
        if (min_docs, max_doc_share, max_terms) != (1, 1.0, None):
            message = (
                "count_terms: a vocabulary cannot be combined with min_docs, max_doc_share or "
                "max_terms; leave them out."
            )
            raise InputError(message)
        listed = read_vocabulary("count_terms", vocabulary, tokens)
        return _count_vocabulary(tokens, listed)
    words = np.flatnonzero(tokens.kinds == 0)
    counts = _count(tokens, words)
    rules = choose_columns(
        counts,
        min_docs=min_docs,
        max_doc_share=max_doc_share,
        max_terms=max_terms,
        totals=tokens.term_counts[words],
    )
    kept = ~np.logical_or.reduce(list(rules.values()))
    taken: dict[str, Any] = {
        KINDS[k]: np.flatnonzero(tokens.kinds == k) for k in range(1, len(KINDS))
    }
    taken |= {rule: words[away] for rule, away in rules.items()}
    return DocumentTermMatrix(
        counts=keep_columns(counts, kept),
        terms=_term_array(tokens, words[kept]),
        article_id=tokens.article_id,
        n_tokens=np.diff(tokens.offsets),
        pruned=_pruned_table(tokens, taken),
    )


def frequent_terms(dtm: DocumentTermMatrix, *, n_terms: int = 30) -> pd.DataFrame:
    """List the terms used by the most articles.

    Frequent words of the domain ("military", "president") are never dropped silently. Review this
    list, then use ``max_doc_share`` in `count_terms` or ``stop_words`` in `tokenize` to drop those
    that carry no information in your corpus.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        From `count_terms`.
    n_terms : int
        Number of terms to list.

    Returns
    -------
    pandas.DataFrame
        ``term``, ``n_docs`` (articles that use it), ``doc_share`` (0 to 1) and ``n_tokens``
        (occurrences), in descending order of ``n_docs``.

    Raises
    ------
    InputError
        If ``n_terms`` is not a whole number from 1.

    Examples
    --------
    >>> import toolkit as tt
    >>> dtm = tt.count_terms(tt.tokenize(["Talks about talks.", "The talks failed."]))
    >>> tt.frequent_terms(dtm, n_terms=1)
        term  n_docs  doc_share  n_tokens
    0  talks       2        1.0         3
    """
    import pandas as pd

    check_count("frequent_terms", "n_terms", n_terms)
    n_docs, totals = dtm.term_docs, dtm.term_totals
    best = np.lexsort((np.arange(len(n_docs)), -totals, -n_docs))[:n_terms]
    return pd.DataFrame(
        {
            "term": dtm.terms[best].tolist(),
            "n_docs": n_docs[best],
            "doc_share": n_docs[best] / max(len(dtm), 1),
            "n_tokens": totals[best],
        }
    )


def check_vocabulary(function: str, vocabulary: Any) -> list[str]:
    """Return the terms of a vocabulary, sorted."""
    terms = getattr(vocabulary, "terms", vocabulary)
    if isinstance(terms, str):
        message = f"{function}: vocabulary must be a list of terms; got {shorten(terms)}."
        raise InputError(message)
    listed = [str(term) for term in terms]
    if len(set(listed)) < len(listed):
        double = next(term for term in listed if listed.count(term) > 1)
        message = f"{function}: the vocabulary lists {double!r} more than once."
        raise InputError(message)
    return sorted(listed)


def read_vocabulary(function: str, vocabulary: Any, tokens: Tokens) -> list[str]:
    """Return the terms of a vocabulary as the tokens have them, sorted."""
    listed = check_vocabulary(function, vocabulary)
    if hasattr(vocabulary, "terms"):
        return listed
    terms = {word: _as_term(function, word, tokens) for word in listed}
    seen: dict[str, str] = {}
    for word, term in terms.items():
        if seen.setdefault(term, word) != word:
            message = (
                f"{function}: the vocabulary lists {seen[term]!r} and {word!r}, which are one "
                f"term here: {term!r}."
            )
            raise InputError(message)
    return sorted(seen)


def _as_term(function: str, word: str, tokens: Tokens) -> str:
    found = find_term_name(word, tokens.term_numbers)
    if found is not None:
        return found
    options = tokens.options
    lower, tokenizer = options.get("lower", True), options.get("tokenizer", "news")
    term = term_of(word, tokenizer=tokenizer, lower=lower)
    if "_" in term and "_" not in word:
        message = (
            f"{function}: the vocabulary's {word!r} is several words in the texts and not a "
            f"term. Join them: tokenize(..., phrases=[{word!r}])."
        )
        warn_user(message, PatternWarning)
    return term


def check_limits(function: str, min_docs: int, max_doc_share: float, max_terms: int | None) -> None:
    """Raise `InputError` unless the pruning limits are in range."""
    is_share = isinstance(min_docs, float) and 0 < min_docs < 1
    hint = " For a share of the articles use max_doc_share." if is_share else ""
    check_count(function, "min_docs", min_docs, hint=hint)
    if max_terms is not None:
        check_count(function, "max_terms", max_terms)
    if isinstance(max_doc_share, bool) or not 0 < max_doc_share <= 1:
        message = (
            f"{function}: max_doc_share must be a share above 0 and up to 1; got {max_doc_share!r}."
        )
        raise InputError(message)


def _count(tokens: Tokens, numbers: NDArray[np.intp]) -> sparse.csr_matrix:
    column = np.full(len(tokens.terms), -1, dtype=np.int32)
    column[numbers] = np.arange(len(numbers), dtype=np.int32)
    blocks = token_blocks(tokens.ids, tokens.offsets, column)
    return count_columns(blocks, len(numbers))


def _count_vocabulary(tokens: Tokens, listed: list[str]) -> DocumentTermMatrix:
    place = {term: column for column, term in enumerate(listed)}
    column = np.array([place.get(term, -1) for term in tokens.terms], dtype=np.int32)
    blocks = token_blocks(tokens.ids, tokens.offsets, column)
    return DocumentTermMatrix(
        counts=count_columns(blocks, len(listed)),
        terms=np.array(listed, dtype=str),
        article_id=tokens.article_id,
        n_tokens=np.diff(tokens.offsets),
        pruned=_pruned_table(tokens, {"vocabulary": np.flatnonzero(column < 0)}),
    )


def _term_array(tokens: Tokens, numbers: NDArray[np.intp]) -> NDArray[np.str_]:
    chosen = np.zeros(len(tokens.terms), dtype=np.bool_)
    chosen[numbers] = True
    terms = list(compress(tokens.terms, chosen.tolist()))
    longest = max(map(len, terms), default=0)  # told the size, NumPy reads the terms once
    return np.array(terms, dtype=f"U{max(longest, 1)}")


def _pruned_table(tokens: Tokens, taken: dict[str, Any]) -> pd.DataFrame:
    import pandas as pd

    seen = tokens.term_counts
    rows = []
    for rule, away in taken.items():
        numbers = away[seen[away] > 0]
        common = numbers[np.lexsort((numbers, -seen[numbers]))[:N_EXAMPLES]]
        examples = " ".join(tokens.terms[number] for number in common.tolist())
        if len(numbers):
            rows.append((rule, len(numbers), int(seen[numbers].sum()), examples))
    return pd.DataFrame(rows, columns=["rule", "n_terms", "n_tokens", "examples"])
