"""Python's search for circular garbage, less often while many small objects are made.

The collector looks through all young objects after every 700 new ones, and now and then through all
objects there are. Rows of a table are hundreds of thousands that are all kept; the search takes a
quarter of the time in which they are made, and finds nothing.
"""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RARELY = (50_000, 20, 20)


@contextlib.contextmanager
def collect_rarely() -> Iterator[None]:
    """Let the collector run once in 50,000 new objects inside the block.

    Settings of the caller that are rarer still, or switched off, stay as they are.

    Examples
    --------
    >>> before = gc.get_threshold()
    >>> with collect_rarely():
    ...     inside = gc.get_threshold()
    >>> inside == RARELY, gc.get_threshold() == before
    (True, True)
    """
    usual = gc.get_threshold()
    if 0 < usual[0] < RARELY[0]:
        gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextlib.contextmanager
def circles_freed() -> Iterator[None]:
    """Free the circular garbage that the block made, without a look at older objects.

    A figure is thousands of objects that refer to each other; when it is closed they stay until
    the next search. Where the caller has frozen objects, nothing is searched.

    Examples
    --------
    >>> import weakref
    >>> class Part:
    ...     pass
    >>> with circles_freed():
    ...     part = Part()
    ...     part.itself = part
    ...     seen = weakref.ref(part)
    ...     del part
    >>> seen() is None
    True
    """
    if gc.get_freeze_count():
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
