"""More like this: the articles and sentences of a corpus nearest to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit._core.checks import check_count
from toolkit._core.mapped_arrays import release_pages
from toolkit.errors import InputError, shorten
from toolkit.stats.datetimes import as_dates
from toolkit.tables import check_columns, check_same_articles
from toolkit.tokenizing import split_sentences
from toolkit.tokenizing.block_cuts import block_size, text_blocks
from toolkit.tokenizing.term_names import terms_of_names, token_names
from toolkit.vectorizing.counts import Block, column_docs, count_columns
from toolkit.vectorizing.weights import Weighting, inverse_frequencies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens
    from toolkit.vectorizing import DocumentTermMatrix

N_SHARED = 5
"""Terms listed that two articles or sentences share."""

N_SEARCHED = 500
"""Articles whose sentences are compared: those that share most with the sentence given."""

MIN_WORDS, MIN_SHARED = 3, 2
"""Counted words that a sentence needs to be listed, and words that it must share."""


def similar_articles(
    article_id: str,
    dtm: DocumentTermMatrix,
    articles: pd.DataFrame,
    *,
    n: int = 10,
    days: int | None = None,
    other_sources: bool = False,
) -> pd.DataFrame:
    """List the articles most like one article: more like this.

    Parameters
    ----------
    article_id : str
        The article.
    dtm : DocumentTermMatrix
        Counts of the articles to search, the article itself included.
    articles : DataFrame
        The articles table: ``date``, ``source`` and ``title``, matched by article_id.
    n : int
        Number of articles to list.
    days : int, optional
        List only articles dated at most this many days before or after it.
    other_sources : bool
        List only articles of other outlets.

    Returns
    -------
    DataFrame
        The most similar first: ``rank``, ``article_id``, ``similarity`` (cosine, 0 to 1),
        ``shared`` (the terms that add most to it), ``date``, ``source``, ``title``. Articles that
        share no term are not listed.

    Raises
    ------
    InputError
        If the article is unknown or has no counted term, or an option is invalid.

    Notes
    -----
    Articles are compared by the cosine of their TF-IDF weights with 1 + log of the counts
    (`tfidf` with ``sublinear=True``). Of the vectors tried by ``benchmarks/similar.py``, these
    find most of the articles on the same event.

    References
    ----------
    Salton and Buckley (1988), Information Processing & Management 24(5).

    Examples
    --------
    >>> import toolkit as tt
    >>> texts = ["Envoys met for peace talks.", "Peace talks of the envoys failed.", "Oil fell."]
    >>> articles = pd.DataFrame({"title": ["A", "B", "C"], "source": "Post", "date": pd.NaT})
    >>> found = similar_articles(0, tt.count_terms(tt.tokenize(texts)), articles)
    >>> found[["article_id", "shared"]]
       article_id                shared
    0           1  envoys; peace; talks
    """
    function = "similar_articles"
    check_count(function, "n", n)
    if days is not None:
        check_count(function, "days", days, least=0)
    check_columns(function, articles, ["date", "source", "title"])
    check_same_articles(function, dtm.article_id, articles.index, name="articles")
    row = _row_of(function, article_id, dtm)
    weighting = Weighting(inverse_frequencies(dtm), "l2", is_sublinear=True)
    query = weighting.weigh(dtm.counts[[row]])
    similarity = np.empty(len(dtm))
    for block in text_blocks(dtm.counts.indptr):
        weights = weighting.weigh(dtm.counts[block.texts])
        similarity[block.texts] = np.asarray((weights @ query.T).todense()).ravel()
        release_pages(dtm.counts.indices, dtm.counts.data)
    facts = articles.reindex(dtm.article_id)
    similarity[~_wanted(function, facts, row, days=days, other_sources=other_sources)] = 0.0
    best = _best(similarity, n)
    shared = _shared(weighting.weigh(dtm.counts[best]), query.toarray()[0], list(dtm.terms))
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(best) + 1),
            "article_id": dtm.article_id[best],
            "similarity": similarity[best],
            "shared": shared,
            **{name: facts[name].to_numpy()[best] for name in ("date", "source", "title")},
        }
    ).astype({"source": "str", "title": "str"})


def _row_of(function: str, article_id: object, dtm: DocumentTermMatrix) -> int:
    if article_id not in dtm.article_id:
        such = f", such as {dtm.article_id[0]!r}" if len(dtm) else "; it holds none"
        message = (
            f"{function}: there is no article {article_id!r} in dtm. Pass one of "
            f"dtm.article_id{such}."
        )
        raise InputError(message)
    row = int(np.flatnonzero(dtm.article_id == article_id)[0])
    if dtm.counts.indptr[row] == dtm.counts.indptr[row + 1]:
        message = (
            f"{function}: article {article_id!r} has no counted term, so nothing is like it. "
            f"Count terms with a lower min_docs."
        )
        raise InputError(message)
    return row


def _wanted(
    function: str, facts: pd.DataFrame, row: int, *, days: int | None, other_sources: bool
) -> NDArray[np.bool_]:
    """Return which articles may be listed; the article itself may not."""
    wanted = np.ones(len(facts), dtype=np.bool_)
    wanted[row] = False
    if days is not None:
        dates = as_dates(function, facts["date"])
        if pd.isna(dates.iloc[row]):
            message = f"{function}: the article has no date, so days cannot be used."
            raise InputError(message)
        apart = (dates.dt.normalize() - dates.iloc[row].normalize()).abs()
        wanted &= (apart <= pd.Timedelta(days=days)).to_numpy()
    if other_sources:
        source = facts["source"].astype("str")
        wanted &= (source != source.iloc[row]).to_numpy()
    return wanted


def similar_sentences(
    text: str,
    tokens: Tokens,
    *,
    n: int = 10,
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the sentences of the corpus that are most like one.

    Parameters
    ----------
    text : str
        A sentence, copied from an article or made up.
    tokens : Tokens
        The articles to search.
    n : int
        Number of sentences to list.
    articles : DataFrame, optional
        The articles table, matched by article_id; adds ``date``, ``source`` and ``title``.

    Returns
    -------
    DataFrame
        The most similar first: ``rank``, ``similarity`` (cosine of TF-IDF weights, 0 to 1),
        ``sentence``, ``shared`` (the words that add most to it), ``n_articles`` (articles with the
        very same sentence, which is listed once), ``article_id``, ``start`` and ``end``
        (characters of the first article's text). The sentence itself is not listed, nor are
        sentences of fewer than three counted words or with only one of the words given.

    Raises
    ------
    InputError
        If the text is no string or has no counted word of the corpus, or ``articles`` lacks an
        article.

    Notes
    -----
    Plain words are compared, without aliases, phrases and lemmas. Sentences are taken from the 500
    articles that share most words with the text, weighted by rarity.

    Examples
    --------
    >>> import toolkit as tt
    >>> texts = ["Envoys met for peace talks. Rain fell.", "The peace talks of the envoys failed."]
    >>> found = similar_sentences("Envoys met for peace talks.", tt.tokenize(texts))
    >>> found[["sentence", "shared", "n_articles"]]
                                    sentence                shared  n_articles
    0  The peace talks of the envoys failed.  envoys; peace; talks           1
    """
    function = "similar_sentences"
    check_count(function, "n", n)
    names = ["date", "source", "title"]
    if articles is not None:
        check_columns(function, articles, names)
        check_same_articles(function, tokens.article_id, articles.index, name="articles")
    plain = tokens.plain()
    wanted = _words_of(function, text, plain)
    rarity = _rarity(plain)
    chosen = _articles_with(plain, wanted, rarity)
    part = plain[chosen]
    spans = split_sentences(part.texts)
    weights, n_words = _sentence_weights(part, spans, rarity)
    query = np.zeros(len(plain.terms))
    query[wanted] = rarity[wanted]
    query /= np.sqrt((query**2).sum())
    n_shared = (weights > 0) @ (query > 0).astype(np.int64)
    is_like = (n_words >= MIN_WORDS) & (n_shared >= min(MIN_SHARED, len(wanted)))
    similarity = np.where(is_like, weights @ query, 0.0)
    table = _sentences(part, spans, similarity, own=" ".join(text.split()), n=n)
    table.insert(3, "shared", _shared(weights[table.pop("row")], query, plain.terms))
    if articles is None:
        return table
    return table.join(articles[names].astype({"source": "str"}), on="article_id")


def _words_of(function: str, text: object, plain: Tokens) -> NDArray[np.int64]:
    """Return the counted words of a text, as numbers of the corpus's terms."""
    if not isinstance(text, str):
        message = f"{function}: text must be a sentence; got {shorten(text)}."
        raise InputError(message)
    names = token_names(text, plain.options.get("tokenizer", "news"))
    terms = terms_of_names(names, {**plain.options, "lemmas": None})
    known = {plain.term_numbers[term] for term in terms if term in plain.term_numbers}
    counted = sorted(number for number in known if not plain.is_stop[number])
    if not counted:
        message = (
            f"{function}: no counted word of {shorten(text)} is in the corpus; stop words and "
            f"numbers do not count."
        )
        raise InputError(message)
    return np.array(counted, dtype=np.int64)


def _rarity(plain: Tokens) -> NDArray[np.float64]:
    """Return the smoothed inverse document frequency of each term, 0 for those not counted."""
    n_texts, every = np.zeros(len(plain.terms), dtype=np.int64), len(plain.terms)
    column = np.arange(every, dtype=np.int32)
    for _, part in plain.blocks(block_size(every)):
        blocks = [Block(part.ids, part.offsets, column, part.n_tokens)]
        n_texts += column_docs(count_columns(blocks, every))
    idf = np.log((1 + len(plain)) / (1 + n_texts)) + 1.0
    return np.where(plain.is_stop, 0.0, idf)


def _articles_with(
    plain: Tokens, wanted: NDArray[np.int64], rarity: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the articles that share most with the words, by the sum of their rarities."""
    is_wanted = np.zeros(len(plain.terms), dtype=np.bool_)
    is_wanted[wanted] = True
    sums = np.zeros(len(plain))
    for block, part in plain.blocks():
        at = np.flatnonzero(is_wanted[part.ids])
        pairs = np.unique(np.stack([part.text_of_token[at], part.ids[at]]), axis=1)
        sums[block.texts] = np.bincount(pairs[0], weights=rarity[pairs[1]], minlength=len(part))
    return np.sort(_best(sums, N_SEARCHED))


def _sentence_weights(
    part: Tokens, spans: Sequence[NDArray[np.int32]], rarity: NDArray[np.float64]
) -> tuple[sparse.csr_matrix, NDArray[np.int64]]:
    """Return a row of weights of length 1 per sentence, and its number of counted words."""
    first = np.cumsum([0, *map(len, spans)])
    sentence = np.empty(part.n_tokens, dtype=np.int64)
    for text, span in enumerate(spans):
        tokens = slice(int(part.offsets[text]), int(part.offsets[text + 1]))
        inside = np.searchsorted(span[:, 0], part.starts[tokens], side="right") - 1
        sentence[tokens] = first[text] + np.maximum(inside, 0)
    counted = ~part.is_stop[part.ids]
    shape = (int(first[-1]), len(part.terms))
    places = (sentence[counted], part.ids[counted])
    counts = sparse.coo_matrix((np.ones(len(places[0])), places), shape=shape).tocsr()
    n_words = np.asarray(counts.sum(axis=1)).ravel().astype(np.int64)
    counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    scale = sparse.diags(1 / np.maximum(lengths, 1e-12))
    return sparse.csr_matrix(scale @ counts), n_words


def _sentences(
    part: Tokens,
    spans: Sequence[NDArray[np.int32]],
    similarity: NDArray[np.float64],
    *,
    own: str,
    n: int,
) -> pd.DataFrame:
    """Tabulate the best sentences, each once; ``row`` is its number."""
    first = np.cumsum([0, *map(len, spans)])
    found: dict[str, dict[str, Any]] = {}
    holders: dict[str, set[int]] = {}
    for row in _best(similarity, len(similarity)).tolist():
        text = int(np.searchsorted(first, row, side="right")) - 1
        start, end = spans[text][row - first[text]].tolist()
        sentence = " ".join(part.texts[text][start:end].split())
        if sentence == own:
            continue
        if sentence not in found and len(found) == n:
            if similarity[row] < similarity[list(found.values())[-1]["row"]] - 1e-12:
                break
            continue
        holders.setdefault(sentence, set()).add(text)
        facts = {"similarity": similarity[row], "sentence": sentence, "row": row}
        where = {"article_id": part.article_id[text], "start": start, "end": end}
        found.setdefault(sentence, {**facts, **where})
    columns = ["similarity", "sentence", "row", "article_id", "start", "end"]
    table = pd.DataFrame(list(found.values()), columns=columns)
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    table.insert(4, "n_articles", [len(holders[sentence]) for sentence in found])
    return table.astype({"row": "int64", "start": "int64", "end": "int64", "sentence": "str"})


def _best(similarity: NDArray[Any], n: int) -> NDArray[np.int64]:
    """Return the positions of the largest values above 0; of equal ones, the first."""
    order = np.argsort(-similarity, kind="stable")[:n]
    return order[similarity[order] > 0]


def _shared(
    weights: sparse.csr_matrix, query: NDArray[np.float64], terms: Sequence[str]
) -> list[str]:
    """Return the terms that add most to each row's similarity, joined by semicolons."""
    parts = sparse.csr_matrix(weights.multiply(query[None, :]))
    listed = []
    for row in range(parts.shape[0]):
        start, end = parts.indptr[row], parts.indptr[row + 1]
        numbers, values = parts.indices[start:end], parts.data[start:end]
        order = np.lexsort((numbers, -values))[:N_SHARED]
        listed.append("; ".join(terms[numbers[k]].replace("_", " ") for k in order if values[k]))
    return listed
