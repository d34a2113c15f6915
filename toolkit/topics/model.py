"""What the functions of this package need of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class TopicModel(Protocol):
    """What these functions need of a model: `LDA` and `NMF` have it."""

    components_: NDArray[np.float64]
    topic_term_: NDArray[np.float64]
    terms_: NDArray[np.str_]

    def transform(self, X: object) -> NDArray[np.float64]:
        """Return document x topic shares, each row summing to 1."""


def is_unfinished(model: object) -> bool:
    """Say whether the fit of the model was interrupted."""
    return not getattr(model, "complete_", True)
