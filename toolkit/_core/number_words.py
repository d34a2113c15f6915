"""Numbers as a reader writes them: counts with nouns, percentages, percentage points.

Every sentence of the toolkit gets its numbers from here, so that no sentence says "1 articles",
"0%" for three articles of 699, or "fell by 0.0 points".
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"
IRREGULAR = {"match": "matches", "corpus": "corpora", "body": "bodies", "epoch": "epochs"}


def plural(noun: str) -> str:
    """Return the plural of an English noun.

    Examples
    --------
    >>> [plural(noun) for noun in ("article", "match", "country", "day", "near-duplicate")]
    ['articles', 'matches', 'countries', 'days', 'near-duplicates']
    >>> plural("kind of speech")
    'kinds of speech'
    """
    noun, of, whole = noun.partition(" of ")
    head, _, last = noun.rpartition(" ")
    if last in IRREGULAR:
        last = IRREGULAR[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = f"{last[:-1]}ies"
    elif last.endswith(("s", "x", "ch", "sh")):
        last = f"{last}es"
    else:
        last = f"{last}s"
    return f"{head} {last}{of}{whole}".strip()


def count(n: int, noun: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> count(1, "article"), count(0, "match"), count(1204, "country")
    ('1 article', '0 matches', '1,204 countries')
    """
    return f"{n:,} {noun if n == 1 else plural(noun)}"


def verb(n: int, one: str, several: str) -> str:
    """Return the form of a verb that goes with a count.

    Examples
    --------
    >>> verb(1, "is", "are"), verb(0, "has", "have")
    ('is', 'have')
    """
    return one if n == 1 else several


def of_total(n: int, total: int, noun: str) -> str:
    """Return a part of a total with the noun of the total.

    Examples
    --------
    >>> of_total(1, 1000, "article"), of_total(1, 1, "article")
    ('1 of 1,000 articles', '1 of 1 article')
    """
    return f"{n:,} of {count(total, noun)}"


def all_of(n: int, noun: str) -> str:
    """Return a whole with its noun, to begin a sentence.

    Examples
    --------
    >>> all_of(1, "topic"), all_of(20, "topic")
    ('The only topic', 'All 20 topics')
    """
    return f"The only {noun}" if n == 1 else f"All {count(n, noun)}"


def has_or_have(n: int) -> str:
    """Return the verb for a count.

    Examples
    --------
    >>> has_or_have(1), has_or_have(2)
    ('has', 'have')
    """
    return "has" if n == 1 else "have"


def percent(share: float) -> str:
    """Return a share as a percentage that is never rounded to none or to all.

    Parameters
    ----------
    share : float
        A share from 0 to 1. A share computed from counts is exactly 0 or 1 only if nothing or
        everything was counted; nothing else is written as "0%" or "100%".

    Examples
    --------
    >>> [percent(share) for share in (0, 3 / 699, 0.00001, 3 / 24, 0.996, 0.9995, 1)]
    ['0%', '0.4%', 'under 0.1%', '13%', '99.6%', 'over 99.9%', '100%']
    """
    if math.isnan(share):
        return "unknown"
    value = 100 * share
    if value in {0.0, 100.0}:
        return f"{value:.0f}%"
    if value < 0.05:
        return "under 0.1%"
    if value >= 99.95:
        return "over 99.9%"
    step = "1" if 9.95 <= value <= 99.0 else "0.1"
    exact = 100 * Decimal(repr(float(share)))  # ties are rounded up, as by hand
    return f"{exact.quantize(Decimal(step), ROUND_HALF_UP)}".removesuffix(".0") + "%"


def percent_range(low: float, high: float) -> str:
    """Return an interval of shares in per cent.

    Examples
    --------
    >>> percent_range(0.021, 0.034), percent_range(0.0, 0.00003), percent_range(0.12, 0.12)
    ('2.1% to 3.4%', '0% to under 0.1%', '12% to 12%')
    """
    return f"{percent(low)} to {percent(high)}"


def percent_of(n: int, total: int) -> str:
    """Return a part of a total as a percentage; "no share" if the total is zero.

    Examples
    --------
    >>> percent_of(3, 699), percent_of(698, 699), percent_of(0, 5), percent_of(0, 0)
    ('0.4%', '99.9%', '0%', 'no share')
    """
    return percent(n / total) if total else "no share"


def signed_points(difference: float) -> str:
    """Return a difference in percentage points with its sign.

    Examples
    --------
    >>> signed_points(0.0612), signed_points(-0.005), signed_points(0.00004), signed_points(0.0)
    ('+6.1', '−0.5', 'under +0.1', '0')
    """
    value = 100 * difference
    if value == 0:
        return "0"
    sign = "+" if value > 0 else MINUS
    size = f"{abs(value):.1f}"
    return f"under {sign}0.1" if size == "0.0" else f"{sign}{size}"


def size_of_change(difference: float) -> str:
    """Return the size of a change in words.

    Examples
    --------
    >>> size_of_change(0.042), size_of_change(-0.01), size_of_change(0.0001), size_of_change(0)
    ('4.2 points', '1.0 point', 'less than 0.1 points', 'no change')
    """
    value = abs(100 * difference)
    if value == 0:
        return "no change"
    text = f"{value:.1f}"
    if text == "0.0":
        return "less than 0.1 points"
    return f"{text} point" if text == "1.0" else f"{text} points"


def change(name: str, difference: float) -> str:
    """Return a change in words.

    Examples
    --------
    >>> change("conflict", 0.042), change("conflict", 0)
    ('conflict rose by 4.2 points', 'conflict did not change')
    >>> change("conflict", -0.0001)
    'conflict fell by less than 0.1 points'
    """
    if difference == 0:
        return f"{name} did not change"
    return f"{name} {'rose' if difference > 0 else 'fell'} by {size_of_change(difference)}"


def listed(items: list[str], *, most: int = 6) -> str:
    """Return items as an enumeration, with the number of items left out.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c", "d"], most=2)
    ('a', 'a and b', 'a, b and 2 more')
    """
    shown, rest = items[:most], len(items) - most
    if rest > 0:
        shown = [*shown, f"{rest:,} more"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def p_digits(p_value: float) -> str:
    """Write the digits of a p-value for a table: three decimals, never as zero or one.

    Whatever is below 0.001 is written as such, and not rounded up to it: the least p-value of 1,999
    permutations is 1/2,000. Ties are rounded up, as in the explorer.

    Examples
    --------
    >>> [p_digits(p) for p in (0.0123, 0.001, 0.0005, 0.9999, 1.0, float("nan"))]
    ['0.012', '0.001', '< 0.001', '> 0.999', '1', '–']
    """
    if math.isnan(p_value):
        return "–"
    if p_value < 0.001:
        return "< 0.001"
    if p_value >= 0.9995:
        return "1" if p_value >= 1 else "> 0.999"
    return str(Decimal(float(p_value)).quantize(Decimal("0.001"), ROUND_HALF_UP))
