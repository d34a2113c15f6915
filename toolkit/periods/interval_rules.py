"""How intervals are computed, and when none is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.periods.calendar import period_name
from toolkit.stats.clusters import MIN_CLUSTERS

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.95
NAMES = {
    "bootstrap": "cluster bootstrap",
    "percentile": "percentile cluster bootstrap",
    "t": "cluster t",
    "logit-t": "cluster t on the logit scale",
}


@dataclass(frozen=True, slots=True)
class IntervalRule:
    """Interval method and the conditions under which no interval is given."""

    interval: str
    n_resamples: int
    min_articles: int
    freq: str
    unit: str

    def refusal(self, n_articles: int, n_clusters: int, period: pd.Timestamp) -> str:
        """Return why there is no interval, or '' if there is one."""
        if n_articles == 0:
            reason = "no articles"
        elif n_articles < self.min_articles:
            reason = f"too few articles: {n_articles}"
        elif n_clusters < MIN_CLUSTERS:
            reason = f"too few {self.unit} for an interval: {n_clusters}"
        else:
            return ""
        return f"{reason} in {period_name(period, self.freq, after_in=True)}"

    def facts(self) -> dict[str, Any]:
        """Return the settings, for captions and methods paragraphs."""
        return {
            "freq": self.freq,
            "interval": f"{100 * LEVEL:.0f} % {NAMES[self.interval]} over {self.unit}",
            "level": LEVEL,
            "unit": self.unit,
            "n_resamples": self.n_resamples,
            "min_articles": self.min_articles,
            "min_clusters": MIN_CLUSTERS,
        }
