"""`NewsVectorizer`: the news tokenizer and `count_terms` as a scikit-learn vectorizer."""

from __future__ import annotations

from functools import partial
from itertools import compress, islice, repeat
from numbers import Integral
from operator import lt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from toolkit._core.argument_errors import explain_settings
from toolkit.errors import InputError, check_option, shorten
from toolkit.tokenizing.aliases import read_aliases
from toolkit.tokenizing.buffers import Pool, as_arrow, run_parts, utf8_parts
from toolkit.tokenizing.form_terms import terms_of_forms
from toolkit.tokenizing.interner import Forms, merge_forms, merge_strings, sorted_forms
from toolkit.tokenizing.lemmas import LEMMAS
from toolkit.tokenizing.normalization import kinds_of_terms, tidy_surfaces
from toolkit.tokenizing.scanner import scan_news
from toolkit.tokenizing.sklearn_pattern import SCIKIT_LEARN_PATTERN, scan_words
from toolkit.tokenizing.stop_lists import choose_stop_words
from toolkit.tokenizing.term_names import term_of, terms_of_names
from toolkit.tokenizing.tokenizer import check_kind_of_texts, tokenize
from toolkit.vectorizing.counts import Block, choose_columns, count_columns, keep_columns
from toolkit.vectorizing.matrix import check_limits, check_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import ArrayLike, NDArray
    from scipy import sparse

    _Merge = Callable[[Sequence[Forms]], tuple[pa.Array, list[NDArray[np.int32]]]]


class _Scan(NamedTuple):
    """Scanned texts: the terms, their kinds, and the blocks of ids."""

    terms: list[str]
    kinds: NDArray[np.uint8]
    blocks: list[Block]

    def counted(self) -> tuple[list[str], NDArray[np.int32]]:
        """Return the counted words, sorted, and the place of each term among them, -1 if not."""
        is_counted = self.kinds == 0
        words = list(compress(self.terms, is_counted.tolist()))
        if all(map(lt, words, islice(words, 1, None))):
            return words, np.where(is_counted, np.cumsum(is_counted) - 1, -1).astype(np.int32)
        words = sorted(set(words))
        return words, _places_among(words, self.terms)


class NewsVectorizer(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    r"""Count the terms of news articles, as a scikit-learn vectorizer.

    With ``token_pattern="news"`` it counts what `tokenize` and `count_terms` count. With
    scikit-learn's own pattern it returns what CountVectorizer returns, faster. Texts are read in
    parts, so only term ids of a long stream stay in memory.

    Parameters
    ----------
    token_pattern : str
        "news", or scikit-learn's pattern ``r"(?u)\b\w\w+\b"``.
    stop_words : {"auto", "news", "english"}, iterable of str, or None
        "auto" means "news" with the news pattern and None with scikit-learn's.
    aliases, phrases, lemmas : optional
        As in `tokenize`; news pattern only. ``phrases`` must be a list here, because phrases found
        in the training texts would differ from those found in new texts.
    lower : bool
        Lower-case the terms.
    min_length : int
        Shortest term that is counted, in characters; news pattern only.
    min_docs, max_doc_share, max_terms, vocabulary : optional
        As in `count_terms`.
    n_jobs : int, optional
        Threads; all available CPUs if None. The result does not depend on it.

    Attributes
    ----------
    vocabulary_ : dict
        Column index of each term.
    n_tokens_ : ndarray of int64, shape (n_texts,)
        Tokens of each training text, before stop words and pruning.

    Examples
    --------
    >>> vectorizer = NewsVectorizer(stop_words=None)
    >>> vectorizer.fit_transform(["U.S. and US forces", "forces"]).toarray().tolist()
    [[1, 1, 1, 1], [0, 0, 1, 0]]
    >>> vectorizer.get_feature_names_out().tolist()
    ['US', 'and', 'forces', 'u.s.']
    """

    def __init__(  # noqa: PLR0913  # scikit-learn requires every option here
        self,
        *,
        token_pattern: str = "news",
        stop_words: str | Iterable[str] | None = "auto",
        aliases: str | Mapping[str, Any] | None = None,
        phrases: Iterable[str] | None = None,
        lemmas: str | None = None,
        lower: bool = True,
        min_length: int = 2,
        min_docs: int = 1,
        max_doc_share: float = 1.0,
        max_terms: int | None = None,
        vocabulary: Iterable[str] | None = None,
        n_jobs: int | None = None,
    ) -> None:
        self.token_pattern = token_pattern
        self.stop_words = stop_words
        self.aliases = aliases
        self.phrases = phrases
        self.lemmas = lemmas
        self.lower = lower
        self.min_length = min_length
        self.min_docs = min_docs
        self.max_doc_share = max_doc_share
        self.max_terms = max_terms
        self.vocabulary = vocabulary
        self.n_jobs = n_jobs

    def fit(self, raw_documents: Iterable[str], y: ArrayLike | None = None) -> NewsVectorizer:
        """Learn the terms of the texts.

        Parameters
        ----------
        raw_documents : iterable of str
            The texts.
        y : None
            Ignored.

        Returns
        -------
        NewsVectorizer
            Itself.
        """
        self.fit_transform(raw_documents, y)
        return self

    @explain_settings
    def fit_transform(
        self, raw_documents: Iterable[str], y: ArrayLike | None = None
    ) -> sparse.csr_matrix:
        """Learn the terms of the texts and count them.

        Parameters
        ----------
        raw_documents : iterable of str
            The texts.
        y : None
            Ignored.

        Returns
        -------
        scipy.sparse.csr_matrix of int64, shape (n_texts, n_terms)
            The counts, with columns sorted by term.

        Raises
        ------
        InputError
            If an option is out of range, or no term is left.
        """
        self._check()
        scan = self._scan(raw_documents)
        self.n_tokens_ = np.concatenate([[0], *(np.diff(block.offsets) for block in scan.blocks)])[
            1:
        ]
        if self.vocabulary is not None:
            return self._count_listed(self._listed(), scan)
        ordered, columns = scan.counted()
        counts = self._count(columns, len(ordered), scan)
        rules = choose_columns(
            counts,
            min_docs=self.min_docs,
            max_doc_share=self.max_doc_share,
            max_terms=self.max_terms,
            totals=np.ones(len(ordered), dtype=np.int64),  # or more: each of them occurs
        )
        kept = ~np.logical_or.reduce(list(rules.values()))
        if not kept.any():
            message = (
                "NewsVectorizer: no term is left to count. The texts may be empty or hold only "
                f"stop words, or pruning is too strict: min_docs={self.min_docs}, "
                f"max_doc_share={self.max_doc_share}."
            )
            raise InputError(message)
        names = ordered if kept.all() else list(compress(ordered, kept.tolist()))
        self.vocabulary_ = dict(zip(names, range(len(names)), strict=True))
        return keep_columns(counts, kept)

    @explain_settings
    def transform(self, raw_documents: Iterable[str]) -> sparse.csr_matrix:
        """Count the terms learned by `fit`.

        Parameters
        ----------
        raw_documents : iterable of str
            The texts.

        Returns
        -------
        scipy.sparse.csr_matrix of int64, shape (n_texts, n_terms)
            The counts.
        """
        if self.vocabulary is None:
            check_is_fitted(self, "vocabulary_")
        self._check()
        scan = self._scan(raw_documents)
        return self._count_listed(self._listed(), scan)

    def get_feature_names_out(self, input_features: ArrayLike | None = None) -> NDArray[np.object_]:
        """Return the terms, in the order of the columns.

        Parameters
        ----------
        input_features : None
            Ignored.

        Returns
        -------
        ndarray of str
            The terms.
        """
        check_is_fitted(self, "vocabulary_")
        return np.array(list(self.vocabulary_), dtype=object)

    def __sklearn_tags__(self) -> Any:
        """Return tags that declare text input."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags

    def _listed(self) -> list[str]:
        """Return the vocabulary given, folded like the texts, or the one learned."""
        if self.vocabulary is None:
            return check_vocabulary("NewsVectorizer", self.vocabulary_)
        given: Any = self.vocabulary
        is_list = not isinstance(given, str) and not hasattr(given, "terms")
        if self.token_pattern == "news" and is_list:
            given = [term_of(str(term), lower=self.lower) for term in given]
        return check_vocabulary("NewsVectorizer", given)

    def _count_listed(self, listed: list[str], scan: _Scan) -> sparse.csr_matrix:
        self.vocabulary_ = {term: column for column, term in enumerate(listed)}
        return self._count(_places_among(listed, scan.terms), len(listed), scan)

    def _count(self, columns: NDArray[np.int32], n: int, scan: _Scan) -> sparse.csr_matrix:
        placed = _renumbered(scan.blocks, columns)
        return count_columns(placed, n, n_jobs=self.n_jobs, dtype=np.int64)

    def _scan(self, raw_documents: Iterable[str]) -> _Scan:
        check_kind_of_texts("NewsVectorizer", raw_documents)
        texts = _strings(raw_documents)
        if self.token_pattern == SCIKIT_LEARN_PATTERN:
            return self._scan_words(texts)
        stops = self._stop_words()
        if self.aliases is not None or self.phrases is not None:
            tokens = tokenize(
                list(texts),
                aliases=self.aliases,
                phrases=self.phrases,
                stop_words=stops,
                lemmas=self.lemmas,
                lower=self.lower,
                min_length=self.min_length,
                progress=False,
            )
            every = np.arange(len(tokens.terms), dtype=np.int32)
            block = Block(tokens.ids, tokens.offsets, every, tokens.n_tokens)
            return _Scan(tokens.terms, tokens.kinds, [block])
        forms, blocks = self._run(scan_news, texts, _unsorted)
        options = {"lower": self.lower, "lemmas": self.lemmas, "stop_words": stops}
        if self.lemmas is None:
            named = terms_of_forms(forms, options)
        else:
            listed = terms_of_names(tidy_surfaces(forms.to_pylist()), options)
            named = as_arrow(listed)
        merged, (numbers,) = merge_strings([named])
        kinds = kinds_of_terms(merged, stop_words=stops, min_length=self.min_length)
        return _Scan(merged.to_pylist(), kinds, _renumbered(blocks, numbers))

    def _scan_words(self, texts: Iterable[str]) -> _Scan:
        merge = partial(sorted_forms, change=str.lower if self.lower else None)
        forms, blocks = self._run(partial(scan_words, lower=self.lower), texts, merge)
        terms = forms.to_pylist()
        kinds = np.zeros(len(terms), dtype=np.uint8)
        stops = self._stop_words()
        if stops:
            kinds[:] = [term in stops for term in terms]
        return _Scan(terms, kinds, blocks)

    def _run(self, work: Any, texts: Iterable[str], merge: _Merge) -> tuple[pa.Array, list[Block]]:
        numberings = Pool(Forms)
        parts = run_parts(partial(work, numberings), utf8_parts(texts), n_jobs=self.n_jobs)
        scanned = list(parts)
        forms, numbers = merge(numberings.made)
        new_of = dict(zip(map(id, numberings.made), numbers, strict=True))
        return forms, [
            Block(part.ids, part.offsets, new_of[id(part.forms)], len(part.ids)) for part in scanned
        ]

    def _stop_words(self) -> frozenset[str]:
        if isinstance(self.stop_words, str) and self.stop_words == "auto":
            words = "news" if self.token_pattern == "news" else None
            return choose_stop_words("NewsVectorizer", words)
        return choose_stop_words("NewsVectorizer", self.stop_words)

    def _check(self) -> None:
        patterns = ("news", SCIKIT_LEARN_PATTERN)
        check_option("NewsVectorizer", "token_pattern", self.token_pattern, patterns)
        check_option("NewsVectorizer", "lemmas", self.lemmas, (None, *LEMMAS))
        n_jobs: Any = self.n_jobs
        if n_jobs is not None and not isinstance(n_jobs, Integral):
            message = (
                f"NewsVectorizer: n_jobs must be a whole number or None, for all processors; "
                f"got {shorten(n_jobs)}."
            )
            raise InputError(message)
        check_limits("NewsVectorizer", self.min_docs, self.max_doc_share, self.max_terms)
        read_aliases("NewsVectorizer", self.aliases)
        extras = {"aliases": self.aliases, "phrases": self.phrases, "lemmas": self.lemmas}
        given = [name for name, value in extras.items() if value is not None]
        if self.token_pattern != "news" and given:
            message = f"NewsVectorizer: {given[0]} needs token_pattern='news'."
            raise InputError(message)
        phrases: Any = self.phrases
        if isinstance(phrases, bool):
            message = (
                "NewsVectorizer: phrases must be a list. Find them first: "
                "phrases=find_phrases(tokens)['phrase'].tolist()"
            )
            raise InputError(message)


def _unsorted(numberings: Sequence[Forms]) -> tuple[pa.Array, list[NDArray[np.int32]]]:
    """Merge the forms of all workers, in any order, for a caller that sorts their terms."""
    forms, numbers, _ = merge_forms(numberings)
    return forms, numbers


def _renumbered(blocks: Sequence[Block], new: NDArray[np.int32]) -> list[Block]:
    """Return blocks whose columns are ``new[column]``; those of one worker share them."""
    made: dict[int, NDArray[np.int32]] = {}
    for block in blocks:
        if id(block.column) not in made:
            made[id(block.column)] = new[block.column]
    return [block._replace(column=made[id(block.column)]) for block in blocks]


def _places_among(listed: list[str], terms: list[str]) -> NDArray[np.int32]:
    """Return the place of each term in a list, -1 if it is not there."""
    place = dict(zip(listed, range(len(listed)), strict=True))
    return np.array(list(map(place.get, terms, repeat(-1))), dtype=np.int32)


def _strings(texts: Iterable[Any]) -> Iterable[str]:
    """Return texts that are checked to be strings: a list at once, others as they are read."""
    is_checked = isinstance(texts, list) and set(map(type, texts)) <= {str}
    return texts if is_checked else _checked(texts)


def _checked(texts: Iterable[Any]) -> Iterator[str]:
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            message = f"NewsVectorizer: text {place} is {shorten(text)}, not a string."
            raise InputError(message)
        yield text
