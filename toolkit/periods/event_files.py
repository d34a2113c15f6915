"""Events defined by the analyst: reads an events.toml into a table."""

from __future__ import annotations

import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.toml import DefinitionFile, read_definitions
from toolkit.errors import shorten
from toolkit.tables import EVENTS

if TYPE_CHECKING:
    import os

    from toolkit.errors import ReadingError

FUNCTION = "read_events"
KEYS = ("date", "label", "source", "note")


def read_events(path: str | os.PathLike[str]) -> pd.DataFrame:
    r"""Read events from a TOML file.

    Each table is an event: ``date`` is its day, ``label`` its name in figures (by default the name
    of the table), ``source`` a reference for the date, ``note`` anything else. Write the events
    down before looking at the series: the p-value of an event picked by eye is meaningless.

    Parameters
    ----------
    path : path-like
        A file such as ``corpus/events.toml``.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.EVENTS`, sorted by date. `mark_events` draws them,
        `event_effects` compares the time before and after each. ``attrs["sha256"]`` is the hash of
        the file.

    Raises
    ------
    ReadingError
        If the file is missing, is not TOML, or contains an unknown key, an event without a date, or
        a repeated label. The message names the line.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "events.toml"
    >>> _ = file.write_text('[accord]\ndate = 2015-07-14\nlabel = "Iran accord"')
    >>> read_events(file)[["name", "date", "label"]]
         name       date        label
    0  accord 2015-07-14  Iran accord
    """
    file = read_definitions(FUNCTION, path)
    if not file.tables:
        raise file.error("", "the file defines no event. Begin one with [mosul]")
    rows = [_event(name, table, file) for name, table in file.tables.items()]
    seen: dict[str, str] = {}
    for row in rows:
        first = seen.setdefault(row["label"], row["name"])
        if first != row["name"]:
            problem = f"events {first!r} and {row['name']!r} are both labelled {row['label']!r}"
            raise file.error(row["label"], problem, within=row["name"])
    table = pd.DataFrame(rows, columns=[column.name for column in EVENTS])
    table["date"] = pd.to_datetime(table["date"]).astype("datetime64[us]")
    table = table.sort_values(["date", "name"], kind="stable", ignore_index=True)
    table.attrs["sha256"] = file.sha256
    return table


def _event(name: str, table: Any, file: DefinitionFile) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise file.error(name, f"{name!r} stands outside an event. Begin an event with [name]")
    for key in table:
        if key not in KEYS:
            close = get_close_matches(key, KEYS, n=1, cutoff=0.7)
            hint = f" Did you mean {close[0]!r}?" if close else f" Known: {', '.join(KEYS)}"
            raise file.error(key, f"event {name!r} has an unknown key {key!r}.{hint}", within=name)
    texts = {key: _text(name, key, table, file) for key in ("label", "source", "note")}
    label = texts["label"] or name.replace("_", " ")
    return {"name": name, "date": _day(name, table, file)} | texts | {"label": label}


def _text(name: str, key: str, table: dict[str, Any], file: DefinitionFile) -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or not value.isprintable():
        problem = f"{key} of event {name!r} must be one line of text; got {shorten(value)}"
        raise file.error(key, problem, within=name)
    return value.strip()


def _day(name: str, table: dict[str, Any], file: DefinitionFile) -> datetime.date:
    if "date" not in table:
        raise file.error("", f"event {name!r} has no date. Write date = 2014-06-10", within=name)
    value = table["date"]
    if isinstance(value, str):
        try:
            value = datetime.date.fromisoformat(value)
        except ValueError:
            raise _no_day(name, value, file) from None
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise _no_day(name, value, file)
    return value


def _no_day(name: str, value: Any, file: DefinitionFile) -> ReadingError:
    problem = f"date of event {name!r} must be a day such as 2014-06-10; got {shorten(value)}"
    return file.error("date", problem, within=name)
