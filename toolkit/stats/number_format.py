"""Numbers as a sentence prints them: percentage points, percentages, p-values, names."""

from __future__ import annotations

import numpy as np

from toolkit._core.number_words import p_digits

MINUS = "\N{MINUS SIGN}"


def format_points(share: float, *, signed: bool = False) -> str:
    """Write a share as percentage points, with a true minus sign.

    Parameters
    ----------
    share : float
        A difference of shares, from -1 to 1.
    signed : bool
        Also write a plus sign.

    Examples
    --------
    >>> format_points(0.0612), format_points(-0.005), format_points(0.0612, signed=True)
    ('6.1', '−0.5', '+6.1')
    >>> format_points(0.00042), format_points(0.0)
    ('0.04', '0')
    >>> format_points(-1e-15, signed=True)
    '0'
    """
    size = 100 * abs(share)
    if size == 0:
        return "0"
    text = f"{size:.1f}"
    if text == "0.0":  # one digit, so that no change rises or falls by nothing
        text = f"{float(f'{size:.1g}'):.9f}".rstrip("0").rstrip(".") or "0"
    if text == "0" or np.isnan(share):
        return text
    if share < 0:
        return f"{MINUS}{text}"
    return f"+{text}" if signed else text


def format_interval(low: float, high: float) -> str:
    """Write the two ends of an interval of percentage points.

    Examples
    --------
    >>> format_interval(-0.01, 0.123)
    '−1.0 to 12.3'
    """
    return f"{format_points(low)} to {format_points(high)}"


def format_p_value(p_value: float) -> str:
    """Write a p-value for a sentence.

    Examples
    --------
    >>> format_p_value(0.0123), format_p_value(0.0005), format_p_value(1.0)
    ('p = 0.012', 'p < 0.001', 'p = 1')
    """
    digits = p_digits(p_value)
    return f"p {digits}" if digits[0] in "<>" else f"p = {digits}"


def spoken_name(label: object, column: str) -> str:
    """Name of a theme or topic within a sentence.

    Parameters
    ----------
    label : object
        Name of the theme, or number of the topic.
    column : {'theme', 'topic'}
        Which of the two it is.

    Examples
    --------
    >>> spoken_name(3, "topic"), spoken_name("online_extremism", "theme")
    ('topic 3', 'online extremism')
    """
    if column == "topic" and isinstance(label, (int, np.integer)):
        return f"topic {label}"
    return str(label).replace("_", " ")


def start_sentence(text: str) -> str:
    """Return ``text`` with its first letter in upper case, the rest as it is.

    Examples
    --------
    >>> start_sentence("war in Syria")
    'War in Syria'
    """
    return text[:1].upper() + text[1:]
