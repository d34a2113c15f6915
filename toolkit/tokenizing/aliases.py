"""Aliases: several names of one thing become one term; the printed form is kept."""

from __future__ import annotations

import json
import os
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core.letter_case import fold_case
from toolkit._core.readable import ABSENT, read_problem
from toolkit._core.toml import quotes_hint
from toolkit.errors import InputError, shorten
from toolkit.tokenizing.patterns import compile_pattern, warn_of_wildcard
from toolkit.tokenizing.stream import ALL_CAPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

AliasSource = "str | os.PathLike[str] | Mapping[str, Any]"
LISTS = ("variants", "case_sensitive")
FIELDS = (*LISTS, "note")

# characters that only some outlets print: "al-Qa'ida", "Sanaa", "Erdogan"
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "'": None, "ʿ": None, "ʾ": None})


@dataclass(frozen=True)
class Alias:
    """A variant of a name, and the canonical name it stands for."""

    canonical: str
    variant: str
    case_sensitive: bool


def read_aliases(function: str, source: Any) -> tuple[Alias, ...]:
    """Read aliases from a TOML file or a mapping ``{canonical: {"variants": […], …}}``.

    A mapping may also give the variants as a plain list: ``{"Daesh": ["ISIS", "ISIL"]}``.
    The canonical name stands for itself and need not be listed.
    """
    if source is None:
        return ()
    table, where = source, function
    if isinstance(source, (str, os.PathLike)):
        table, where = _read_toml(function, source), f"{function}: {Path(source).name}"
    if not hasattr(table, "items"):
        message = (
            f"{function}: aliases must be the path of a TOML file or a dict such as "
            f'{{"Daesh": ["ISIS", "ISIL"]}}; got {shorten(source)}.'
        )
        raise InputError(message)
    found: dict[tuple[str, bool], Alias] = {}
    for canonical, entry in table.items():
        for alias in _aliases_of(where, str(canonical), entry):
            _add(where, found, alias)
    return tuple(found.values())


def fold(name: str) -> str:
    """Fold a name for comparison: lower case, no diacritics, no apostrophes.

    Examples
    --------
    >>> fold("al-Qa'ida"), fold("Erdoğan"), fold("İdlib")
    ('al-qaida', 'erdogan', 'idlib')
    """
    plain = unicodedata.normalize("NFKD", fold_case(name.replace(ALL_CAPS, "")).translate(_LETTERS))
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))


def fold_all(names: Sequence[str]) -> list[str]:
    """Fold many names at once."""
    return [
        name.lower() if name.isascii() and "'" not in name and ALL_CAPS not in name else fold(name)
        for name in names
    ]


def _aliases_of(function: str, canonical: str, entry: Any) -> Iterable[Alias]:
    if isinstance(entry, (list, tuple)):
        entry = {"variants": entry}
    if not hasattr(entry, "get"):
        message = (
            f"{function}: the alias {canonical!r} must have a list of variants; "
            f"got {shorten(entry)}."
        )
        raise InputError(message)
    unknown = [key for key in entry if key not in FIELDS]
    if unknown:
        message = (
            f"{function}: the alias {canonical!r} has an unknown field {unknown[0]!r}. "
            f"Known are: {', '.join(FIELDS)}."
        )
        raise InputError(message)
    for field in LISTS:
        names = entry.get(field, [])
        if not isinstance(names, (list, tuple)):
            remedy = f" Write {field} = [{json.dumps(names)}]." if isinstance(names, str) else ""
            message = (
                f"{function}: {field} of the alias {canonical!r} must be a list of names; "
                f"got {shorten(names)}.{remedy}"
            )
            raise InputError(message)
    exact = list(entry.get("case_sensitive", ()))
    yield from (Alias(canonical, variant, case_sensitive=True) for variant in exact)
    inexact = [name for name in entry.get("variants", ()) if name not in exact]
    yield from (Alias(canonical, variant, case_sensitive=False) for variant in inexact)
    if canonical not in exact and canonical not in inexact:
        yield Alias(canonical, canonical, case_sensitive=False)


def _add(function: str, found: dict[tuple[str, bool], Alias], alias: Alias) -> None:
    if not str(alias.variant).strip() or type(alias.variant) is not str:
        message = (
            f"{function}: a variant of the alias {alias.canonical!r} is not a name: "
            f"{shorten(alias.variant)}."
        )
        raise InputError(message)
    if not compile_pattern(alias.variant).pieces:
        message = (
            f"{function}: the variant {alias.variant!r} of the alias {alias.canonical!r} has no "
            "letter or digit, so it matches nothing."
        )
        raise InputError(message)
    warn_of_wildcard(f"{function}: the alias {alias.canonical!r}", alias.variant)
    name = alias.variant if alias.case_sensitive else fold(alias.variant)
    other = found.setdefault((name, alias.case_sensitive), alias)
    if other.canonical != alias.canonical:
        message = (
            f"{function}: the name {alias.variant!r} is listed for both {other.canonical!r} and "
            f"{alias.canonical!r}. A name can stand for one thing only."
        )
        raise InputError(message)


def _read_toml(function: str, path: str | os.PathLike[str]) -> Mapping[str, Any]:
    problem = read_problem(path)
    if problem:
        what = "does not exist" if problem == ABSENT else f"cannot be read: {problem}"
        message = f"{function}: the alias file {os.fspath(path)!r} {what}."
        raise InputError(message)
    text = ""
    try:
        text = Path(path).read_text("utf-8")
        return tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        hint = quotes_hint(text, error)
        message = f"{function}: {os.fspath(path)} is not valid TOML in UTF-8: {error}.{hint}"
        raise InputError(message) from error
