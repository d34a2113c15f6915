"""Display texts of the values in a report table, with the exact values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.html import CONTROL
from toolkit._core.number_words import p_digits
from toolkit.reporting.tables.cells import WRITERS, Field
from toolkit.tables.kinds import IDENTIFIERS

if TYPE_CHECKING:
    from collections.abc import Callable

MISSING = "–"


def is_right_aligned(one: Field) -> bool:
    """Return whether a column is right-aligned."""
    return one.kind in {"whole", "real"}


def display_column(column: pd.Series, one: Field) -> list[tuple[str, str]]:
    """Return the display text and the exact number or date ("" for text) of each value."""
    show, exact = DISPLAY[one.kind], WRITERS[one.kind]
    keep = one.kind in {"whole", "real", "date"}
    return [
        (MISSING, "")
        if pd.api.types.is_scalar(value) and pd.isna(value)
        else (show(value, one), exact(value) if keep else "")
        for value in column
    ]


def _real(value: float, one: Field) -> str:
    if str(one.name).startswith("p_") and 0 <= value <= 1:
        return p_digits(value)
    text = f"{value:.3f}" if one.unit.endswith("to 1") else f"{value:,.4g}"
    return text.replace("-", "−")


def _whole(value: int, one: Field) -> str:
    return str(value) if one.name in IDENTIFIERS else f"{value:,}".replace("-", "−")


def _text(value: str, _: Field) -> str:
    return CONTROL.sub("\ufffd", value)


def _nested(value: Any, one: Field) -> str:
    if isinstance(value, dict):
        return _text("; ".join(f"{key}: {part}" for key, part in value.items()), one)
    return _text("; ".join(map(str, value)), one)


def _date(value: pd.Timestamp, _: Field) -> str:
    return WRITERS["date"](value).replace("T", " ")


DISPLAY: dict[str, Callable[[Any, Field], str]] = {
    "text": _text,
    "whole": _whole,
    "real": _real,
    "truth": lambda value, _: "yes" if value else "no",
    "date": _date,
    "nested": _nested,
}
