"""Tables exported from R's stm: theta, beta and the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.interop.imported import ImportedTopics, articles_of
from toolkit.interop.text_files import lines_of, number_of, rows_of, wrong
from toolkit.interop.topic_tables import topic_table

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

FUNCTION = "read_stm"


def read_stm(
    theta: str | os.PathLike[str],
    *,
    beta: str | os.PathLike[str] | None = None,
    vocab: str | os.PathLike[str] | None = None,
    article_id: Sequence[str] | pd.Index | None = None,
    n_tokens: int | None = None,
) -> ImportedTopics:
    """Read the topics of a model fitted with R's stm, from CSV files.

    In R::

        write.csv(fit$theta, "theta.csv", row.names = ids)
        write.csv(fit$beta$logbeta[[1]], "beta.csv", row.names = FALSE)
        writeLines(fit$vocab, "vocab.txt")

    Parameters
    ----------
    theta : path-like
        Shares: one row per document, one column per topic, with or without row and column names.
    beta : path-like, optional
        Topics x terms: probabilities, or their logarithms as stm keeps them.
    vocab : path-like, optional
        One term per line, or a CSV with the terms in the last column.
    article_id : sequence of str, optional
        The articles in the order of the rows; the row names by default.
    n_tokens : int, optional
        Tokens of the corpus (``sum(fit$settings$dim$wcounts$x)``), for the shrinkage of FREX;
        without it nothing is shrunk.

    Returns
    -------
    ImportedTopics

    Raises
    ------
    ReadingError
        When a file is not such a table; the message names the line.
    InputError
        When the numbers do not fit together.
    """
    names, shares = _matrix(theta)
    if names is None and article_id is None:
        problem = "the rows have no names. Pass article_id=, or write the ids as row names"
        raise wrong(FUNCTION, theta, 1, problem)
    index = articles_of(FUNCTION, names if article_id is None else article_id, len(shares))
    words = None if beta is None else _matrix(beta)[1]
    if words is not None and (words <= 0).all():
        words = np.exp(words)
    return ImportedTopics.of(
        "stm",
        topic_table(shares, index, normalize=False),
        topic_term=words,
        terms=[] if vocab is None else _terms(vocab, None if words is None else words.shape[1]),
        n_tokens=n_tokens,
    )


def _matrix(path: str | os.PathLike[str]) -> tuple[list[str] | None, NDArray[np.float64]]:
    """Return the row names, if any, and the numbers of a CSV written by R."""
    rows = [(number, row) for number, row in rows_of(FUNCTION, path) if any(row)]
    if not rows:
        raise wrong(FUNCTION, path, 1, "the file holds no numbers")
    header = not all(_is_number(cell) for cell in rows[0][1][1:] or rows[0][1])
    named = _has_names(rows, header=header)
    values: list[list[float]] = []
    for number, row in rows[header:]:
        cells = row[1:] if named else row
        if values and len(cells) != len(values[0]):
            problem = f"{len(cells)} numbers where the rows above have {len(values[0])}"
            raise wrong(FUNCTION, path, number, problem)
        values.append([number_of(FUNCTION, path, number, cell) for cell in cells])
    if not values or not values[0]:
        raise wrong(FUNCTION, path, 1, "the file holds no numbers")
    return [row[0] for _, row in rows[header:]] if named else None, np.array(values)


def _has_names(rows: list[tuple[int, list[str]]], *, header: bool) -> bool:
    """Say whether the first column holds names: R leaves its heading empty."""
    if header and rows[0][1][0] == "":
        return True
    return any(not _is_number(row[0]) for _, row in rows[header:])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _terms(path: str | os.PathLike[str], n_terms: int | None) -> list[str]:
    """Return the terms of a plain list or a CSV; an extra first line is a heading."""
    if str(path).lower().endswith(".csv"):
        terms = [row[-1] for _, row in rows_of(FUNCTION, path) if row]
    else:
        terms = [line for _, line in lines_of(FUNCTION, path) if line]
    return terms[1:] if n_terms is not None and len(terms) == n_terms + 1 else terms
