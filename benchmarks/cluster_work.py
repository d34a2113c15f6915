"""What workers do in benchmarks/cluster.py; a module of its own, so that they can import it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

import toolkit as tt

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def nothing(_: int) -> None:
    """Do nothing: what a task costs beside its work."""


def give_back(_: int, shared: dict[str, Any]) -> NDArray[np.float32]:
    """Return what was sent to all."""
    array: NDArray[np.float32] = shared["topics"]
    return array


def keep(_: int, shared: dict[str, Any]) -> int:
    """Return the size of what was sent to all."""
    return int(shared["topics"].nbytes)


def hashed(path: Path) -> Any:
    """Return the counts of hashed words of one file: scikit-learn's way on a cluster."""
    from sklearn.feature_extraction.text import HashingVectorizer

    texts = tt.read_articles(path)["body"]
    options = {"n_features": 2**15, "alternate_sign": False, "norm": None, "stop_words": "english"}
    return HashingVectorizer(**options).transform(texts)


def processor_seconds() -> float:
    """Return the processor time of this process so far."""
    return time.process_time()
