"""Shares over time: calendar periods, trends, change points, bursts, events.

Each name is imported when first used.
"""

from typing import TYPE_CHECKING

import lazy_loader  # type: ignore[import-untyped] # it has no types

if TYPE_CHECKING:
    from toolkit.periods.breaks import change_points
    from toolkit.periods.calendar import name_periods
    from toolkit.periods.event_files import read_events
    from toolkit.periods.event_tables import event_effects
    from toolkit.periods.events import event_effect
    from toolkit.periods.expected_shares import ExpectedShare, expected_share
    from toolkit.periods.kleinberg import bursts
    from toolkit.periods.period_shares import share_by_period
    from toolkit.periods.presence import source_presence
    from toolkit.periods.smoother import smooth_shares
    from toolkit.periods.standardization import standardize_shares

__all__ = [
    "ExpectedShare",
    "bursts",
    "change_points",
    "event_effect",
    "event_effects",
    "expected_share",
    "name_periods",
    "read_events",
    "share_by_period",
    "smooth_shares",
    "source_presence",
    "standardize_shares",
]

__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "breaks": ["change_points"],
        "calendar": ["name_periods"],
        "event_files": ["read_events"],
        "event_tables": ["event_effects"],
        "events": ["event_effect"],
        "expected_shares": ["ExpectedShare", "expected_share"],
        "kleinberg": ["bursts"],
        "period_shares": ["share_by_period"],
        "presence": ["source_presence"],
        "smoother": ["smooth_shares"],
        "standardization": ["standardize_shares"],
    },
)
