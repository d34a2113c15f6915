"""Shares over time: calendar periods with gaps kept, intervals over clusters, events, breaks."""

from toolkit.periods.calendar import name_periods
from toolkit.periods.sharing import share_by_period

__all__ = ["name_periods", "share_by_period"]
