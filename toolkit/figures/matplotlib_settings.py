"""Settings of matplotlib for the length of a block, also where several threads draw at once.

`matplotlib.rc_context` restores what it found. Where two threads are inside at once, the one that
leaves last puts back what the other had set, for good. Here the settings in force are those of the
blocks that are still open, and the last to close restores what stood before the first.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

if TYPE_CHECKING:
    from collections.abc import Mapping

_lock = threading.Lock()
_open: list[SettingsBlock] = []
_before: dict[str, Any] = {}
_LEFT_ALONE = ("backend", "backend_fallback", "interactive")
"""Set by the backend of a notebook when the first figure is made, which may be inside a block."""


class SettingsBlock:
    """A block of code in which settings of matplotlib have these values.

    Parameters
    ----------
    values : mapping
        Names and values, as in ``matplotlib.rcParams``.

    Examples
    --------
    >>> usual = mpl.rcParams["font.size"]
    >>> first, second = SettingsBlock({"font.size": 7}), SettingsBlock({"font.size": 9})
    >>> with first:
    ...     _ = second.__enter__()
    >>> mpl.rcParams["font.size"]
    9.0
    >>> second.__exit__()
    >>> mpl.rcParams["font.size"] == usual
    True
    """

    def __init__(self, values: Mapping[Any, Any]) -> None:
        self.values = dict(values)

    def __enter__(self) -> SettingsBlock:
        """Set the values."""
        with _lock:
            if not _open:
                _before.clear()
                _before.update(_settings())
            mpl.rcParams.update(self.values)
            _open.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        """Restore what the blocks that are still open have set, or what was there before."""
        with _lock:
            _open[:] = [block for block in _open if block is not self]
            if _open:
                mpl.rcParams.update({name: _value_now(name) for name in self.values})
                return
            now = _settings()
            changed: dict[Any, Any] = {k: v for k, v in _before.items() if now.get(k) != v}
            mpl.rcParams.update(changed)


def _settings() -> dict[str, Any]:
    """Return all settings as they are, without looking for a backend."""
    return {k: v for k, v in dict.items(mpl.rcParams) if k not in _LEFT_ALONE}


def _value_now(name: str) -> Any:
    return next((one.values[name] for one in reversed(_open) if name in one.values), _before[name])
