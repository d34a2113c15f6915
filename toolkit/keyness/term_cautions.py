"""Cautions on distinctive terms: a term may name its group, or be page furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_AGENCIES = """
afp agence_france-presse ap associated_press bloomberg dpa efe getty getty_images pa
press_association reuters tass upi xinhua
"""
_PAGE = """
advertisement byline caption click columnist contributed contributor copyright correspondents
editor-at-large inbox newsletter photo photograph photographs photos pic read_more sign_up subscribe
subscriber subscribers update updated updates
"""
AGENCIES, PAGE_WORDS = frozenset(_AGENCIES.split()), frozenset(_PAGE.split())
"""Page furniture: news agencies, and words around a story."""

_PAPERS = """
agency daily globe herald journal magazine media network news newspaper online post press radio
review star sun telegraph television times tribune tv weekly
"""
_PLACES = """
america american and arab boston british business chicago editorial english free general global
guest hill international left live london los angeles national new of on opinion page political
politics report reports right science service sport sports street technology the time today us usa
wall washington web world writer york
"""
_PAPER, _COMMON = frozenset(_PAPERS.split()), frozenset((_PAPERS + _PLACES).split())
"""Words in the names of many outlets and desks; alone they identify none."""

MARKS = ("", "label", "agency", "page")
"""Marks of a term; "label" means that it occurs in the name of its own group."""


def mark_terms(groups: Iterable[object], terms: Iterable[str]) -> list[str]:
    """Return the mark of each term, one of `MARKS`.

    Examples
    --------
    >>> mark_terms(["Fox News", "Fox News", "2018"], ["fox_news", "reuters", "fox"])
    ['label', 'agency', '']
    """
    named: dict[object, frozenset[str]] = {}
    marks = []
    for group, term in zip(groups, terms, strict=True):
        if group not in named:
            named[group] = frozenset(re.findall(r"[^\W_][\w'-]*", str(group).lower()))
        marks.append(_mark(term.lower(), named[group]))
    return marks


def _mark(term: str, label: frozenset[str]) -> str:
    parts = set(term.split("_"))
    is_paper = len(parts) > 1 and bool(parts & _PAPER)
    names_it = is_paper or any(not part.isdecimal() for part in parts - _COMMON)
    if names_it and parts <= label:
        return "label"
    if term in AGENCIES:
        return "agency"
    return "page" if term in PAGE_WORDS else ""
