"""The mean share of each topic in each outlet, over all periods together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.periods import share_by_period
from toolkit.stats import cluster_by_day

if TYPE_CHECKING:
    from toolkit.explorer.container import Container
    from toolkit.explorer.inputs import Parts
    from toolkit.explorer.period_columns import Slice

ONCE = pd.Timestamp("2000-01-01")


def add_outlet_shares(container: Container, parts: Parts, slices: list[Slice]) -> None:
    """Add share and interval of every topic in every outlet that has a slice of its own."""
    own = [one for one in slices if one.outlet is not None]
    if parts.topics is None or not own:
        return
    values = np.full((3, parts.n_topics, len(own)), np.nan)
    for place, one in enumerate(own):
        table = outlet_shares(parts, parts.topics[one.rows])
        values[:, :, place] = table[["share", "low", "high"]].to_numpy().T
    for name, shown in zip(("value", "low", "high"), values, strict=True):
        container.add(f"outlet_share.{name}", shown, "f32")


def outlet_shares(parts: Parts, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what `share_by_period` says of one period that holds every article of an outlet.

    The clusters are days; an article without a date is one of its own.
    """
    clusters = parts.clusters
    if clusters is None:
        days = cluster_by_day(parts.articles["date"])
        clusters = days.where(days.notna(), parts.articles.index.astype("str"))
    return share_by_period(
        rows,
        pd.Series(ONCE, index=rows.index),
        freq="YS",
        clusters=clusters,
        weights=parts.weights,
        random_state=parts.random_state,
    )
