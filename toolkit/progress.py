"""Progress bars that appear only when the work takes more than two seconds."""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

if find_spec("ipywidgets"):
    from tqdm.auto import tqdm
else:  # a bar of text, where tqdm.auto would print a warning into the notebook
    from tqdm.std import tqdm  # type: ignore[assignment]  # the class that auto derives from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")

DELAY_SECONDS = 2.0
_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextlib.contextmanager
def hushed() -> Iterator[None]:
    """Keep bars silent that would begin inside the block: the work around it has one.

    Examples
    --------
    >>> with hushed():
    ...     progress(total=1, label="Fitting").disable
    True
    """
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


def progress(
    items: Iterable[Item] | None = None,
    *,
    label: str,
    total: int | None = None,
    unit: str = "article",
    show: bool = True,
) -> tqdm[Item]:
    """Wrap ``items`` in a progress bar that stays silent for the first two seconds.

    Parameters
    ----------
    items : iterable or None
        What to go through; None gives a bar to be moved by hand with ``update``.
    label : str
        What is being done, as a noun phrase: "Reading articles".
    total : int, optional
        How many there are, when ``items`` has no length.
    unit : str
        What one item is.
    show : bool
        False keeps the bar silent.

    Returns
    -------
    tqdm
        An iterable with the same items.

    Examples
    --------
    >>> list(progress([1, 2], label="Counting"))
    [1, 2]
    """
    options: dict[str, Any] = {"desc": label, "total": total, "unit": f" {unit}s", "leave": False}
    if not show or _silent.get():  # otherwise the variable TQDM_DISABLE stays in force
        options["disable"] = True
    return tqdm(items, delay=DELAY_SECONDS, **options)  # type: ignore[return-value]  # items may be None
