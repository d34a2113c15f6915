"""HTML with all text escaped, since a corpus is untrusted input."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TEXT_KINDS = {
    "number": r"(?:under |over )?[\d.,]+%|–",
    "day": r"\d{4}(?:-\d\d){0,2}|–",
}
"""What the class of a column is whose texts all look so."""

VOID = frozenset({"br", "hr", "img", "meta"})
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Markup(str):
    """HTML built by `tag`; the only text that is not escaped again."""

    __slots__ = ()


def tag(name: str, /, *children: object, **attributes: object) -> Markup:
    """Return an element; children and attribute values that are not `Markup` are escaped.

    Examples
    --------
    >>> tag("p", "1 < 2 ", tag("b", "<script>"), class_="note")
    '<p class="note">1 &lt; 2 <b>&lt;script&gt;</b></p>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{''.join(map(escape, children))}</{name}>")


def escape(value: object) -> Markup:
    """Return ``value`` as safe HTML: `Markup` unchanged, anything else escaped and printable."""
    if isinstance(value, Markup):
        return value
    return Markup(html.escape(CONTROL.sub("\ufffd", str(value)), quote=True))


def join(pieces: list[Markup]) -> Markup:
    """Concatenate pieces of HTML."""
    return Markup("".join(pieces))


def link(text: object, url: str) -> Markup:
    """Return a link for http and https addresses, otherwise the plain text.

    Examples
    --------
    >>> link("read", "javascript:alert(1)")
    'read'
    """
    if safe_url(url):
        return tag("a", text, href=url, rel="noopener noreferrer")
    return escape(text)


def safe_url(url: str) -> bool:
    """Return whether an address may become a link: http or https with a host."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def table(
    rows: pd.DataFrame, *, formats: Mapping[str, Callable[[Any], object]] | None = None
) -> Markup:
    """Return a table of all rows, numbers right-aligned, missing values as a dash.

    Parameters
    ----------
    rows : DataFrame
        The rows to show, without the index.
    formats : mapping of str to callable, optional
        For each column, a function from value to text (or `Markup`).
    """
    formats = formats or {}
    kinds = {name: _kind(rows[name]) for name in rows.columns}
    head = tag("tr", *(tag("th", name, scope="col", class_=kinds[name]) for name in rows.columns))
    body = [
        tag(
            "tr",
            *(
                tag("td", _cell(value, formats.get(name)), class_=kinds[name])
                for name, value in zip(rows.columns, values, strict=True)
            ),
        )
        for values in rows.itertuples(index=False)
    ]
    return tag("div", tag("table", tag("thead", head), tag("tbody", *body)), class_="scroll")


def _kind(column: pd.Series) -> str | None:
    """Return "number" for numbers and percentages, "day" for dates, None for text."""
    if pd.api.types.is_numeric_dtype(column):
        return "number"
    texts = column.dropna().astype("str")
    if texts.empty:
        return None
    for kind, pattern in TEXT_KINDS.items():
        if texts.str.fullmatch(pattern).all():
            return kind
    return None


def _cell(value: Any, shown: Callable[[Any], object] | None) -> object:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "–"
    return shown(value) if shown is not None else _plain(value)


def _plain(value: Any) -> object:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return value
