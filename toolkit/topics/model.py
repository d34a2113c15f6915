"""What the functions of this package need of a model."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class TopicModel(Protocol):
    """What these functions need of a model; `LDA`, `NMF` and `ImportedTopics` have it."""

    components_: NDArray[np.float64]
    topic_term_: NDArray[np.float64]
    terms_: NDArray[np.str_]

    def transform(self, X: object) -> NDArray[np.float64]:
        """Return document x topic shares, each row summing to 1."""


def is_unfinished(model: object) -> bool:
    """Return whether the fit of the model was interrupted."""
    return not getattr(model, "complete_", True)


def model_hash(model: TopicModel) -> str:
    """Return the SHA-256 of a model's vocabulary and topics, 64 hexadecimal digits."""
    digest = hashlib.sha256(json.dumps([str(term) for term in model.terms_]).encode())
    digest.update(np.asarray(model.topic_term_, dtype="<f4").tobytes())
    return digest.hexdigest()
