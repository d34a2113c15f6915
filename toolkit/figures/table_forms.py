"""What neighbours return, as the tables that the figures draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.figures.model_choice import principal_coordinates
from toolkit.stats import jensen_shannon

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_ONCE = 4
"""Topics compared at once: what is computed of more does not stay in the processor's cache."""


def topic_places(model: Any) -> pd.DataFrame:
    """Place the topics of a model on a plane: similar topics are close together.

    Parameters
    ----------
    model : fitted model
        With ``topic_term_`` (rows sum to 1) and ``components_``: `LDA`, `NMF`, imported topics.

    Returns
    -------
    DataFrame
        ``topic``, ``x``, ``y`` (principal coordinates of square roots of Jensen-Shannon
        divergences) and ``share`` (of the model's mass, summing to 1); ``attrs["kept"]``.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> words = np.array([[0.9, 0.1, 0.0], [0.0, 0.1, 0.9]])
    >>> table = topic_places(SimpleNamespace(topic_term_=words, components_=30 * words))
    >>> table["share"].tolist(), table["x"].round(3).abs().nunique()
    ([0.5, 0.5], 1)
    """
    words = np.asarray(model.topic_term_, dtype=np.float64)
    if len(words) < 2:
        message = f"plot.topic_map: a map needs two topics or more; the model has {len(words)}."
        raise InputError(message)
    apart = np.sqrt(_divergences(words))
    mass = np.asarray(model.components_, dtype=np.float64).sum(axis=1)
    return principal_coordinates(pd.DataFrame(apart)).assign(share=mass / mass.sum())


def _divergences(words: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the divergence of every topic from every other, in bits."""
    apart = np.zeros((len(words), len(words)))
    for one in range(len(words) - 1):
        for other in range(one + 1, len(words), AT_ONCE):
            few = slice(other, other + AT_ONCE)
            apart[one, few] = jensen_shannon(words[one : one + 1], words[few])
    return apart + apart.T


def square_distances(table: pd.DataFrame) -> pd.DataFrame:
    """Return a square table of distances from the pairs that `distance_matrix` returns.

    The distances are those corrected for the size of the groups; below 0, which chance can give,
    is drawn as 0. Groups are in the order of the table's dendrogram. A square table is returned
    as it is.

    Examples
    --------
    >>> pairs = pd.DataFrame({"group": ["a", "b"], "other": ["b", "a"], "corrected": [0.2, 0.2]})
    >>> square_distances(pairs).to_numpy().tolist()
    [[0.0, 0.2], [0.2, 0.0]]
    """
    if not {"group", "other", "corrected"} <= set(table.columns):
        return table
    names = list(table.attrs.get("order", dict.fromkeys(table["group"])))
    square = table.pivot_table(index="group", columns="other", values="corrected")
    square = square.reindex(index=names, columns=names).clip(lower=0)
    values = square.to_numpy(copy=True)
    np.fill_diagonal(values, 0.0)
    square = pd.DataFrame(values, index=names, columns=names)
    quantity = "Jensen-Shannon divergence in bits, corrected for size; 0 is alike"
    square.attrs["quantity"] = table.attrs.get("quantity", quantity)
    return square
