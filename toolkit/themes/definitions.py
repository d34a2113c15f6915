"""Theme definitions: a TOML file -> `Themes`; errors name the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.toml import DefinitionFile, read_definitions
from toolkit.errors import InputError, check_option, shorten
from toolkit.tables.display import Summarized, Summary
from toolkit.tokenizing.patterns import compile_pattern, split_words, warn_of_pattern

if TYPE_CHECKING:
    import os

LEVELS = ("themes", "parts")
KEYS = ("description", "terms", "phrases", "exclusions", "not_near", "weights", "seed_terms")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Consecutive words to match; ``*`` in a word matches any letters.

    Attributes
    ----------
    words : tuple of str
        The words as written, in order; a term has one, a phrase several. Case is ignored, except
        that "US", "IS", "WHO" and "IT" in capitals match only in capitals.
    weight : float
        Weight of a match in the weighted measure.
    not_near : tuple of (tuple of Pattern, int)
        A match is dropped if one of these patterns occurs within that many words of it.
    """

    words: tuple[str, ...]
    weight: float = 1.0
    not_near: tuple[tuple[tuple[Pattern, ...], int], ...] = ()

    def __str__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: patterns, exclusions, and seed words for guided topics."""

    name: str
    description: str
    patterns: tuple[Pattern, ...]
    exclusions: tuple[Pattern, ...] = ()
    seed_terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Themes(Summarized, Mapping[str, Theme]):
    """The themes of one file by name, in file order.

    Attributes
    ----------
    by_name : dict of str to Theme
        The themes.
    sha256 : str
        Hash of the file, for provenance.
    name : str
        Name of the file.
    """

    by_name: dict[str, Theme]
    sha256: str = ""
    name: str = field(default="", compare=False)

    def __getitem__(self, name: str) -> Theme:
        return self.by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_name)

    def __len__(self) -> int:
        return len(self.by_name)

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} ({len(theme.patterns)})" for name, theme in self.items())
        return f"Themes: {sizes} patterns"

    def _summary(self) -> Summary:
        rows = pd.DataFrame(
            [
                (name, len(one.patterns), len(one.exclusions), one.description)
                for name, one in self.items()
            ],
            columns=["theme", "patterns", "exclusions", "description"],
        )
        facts = (("themes", len(self)), ("file", self.name or "–"), ("hash", self.sha256[:12]))
        return Summary("Themes", facts, rows=rows)

    @property
    def seed_terms(self) -> dict[str, list[str]]:
        """Seed words of each theme that has any, in the form `LDA` accepts."""
        return {name: list(theme.seed_terms) for name, theme in self.items() if theme.seed_terms}


def read_themes(path: str | os.PathLike[str], *, level: str = "themes") -> Themes:
    r"""Read theme definitions from a TOML file.

    Each table is a theme. ``terms`` are single words, ``phrases`` several; ``*`` matches any run
    of letters. Nothing counts inside ``exclusions`` ("war of words"). ``not_near`` maps a pattern
    to patterns that must not occur within a distance in words; ``weights`` gives a pattern a
    weight other than 1; ``seed_terms`` are words for guided topics. A theme may instead consist of
    parts, tables such as ``[conflict.armed]``; the theme's exclusions apply to all of them.

    Write words as they are printed: "women's rights", "U.S.-led coalition", "9/11", "İstanbul".
    They are read by the tokenizer of the texts. A hyphen is equivalent to a space in a phrase; a
    word with a hyphen is one word, so ``war`` is not in "post-war", and ``*-war`` is.

    Parameters
    ----------
    path : path-like
        A file such as ``corpus/themes.toml``.
    level : {"themes", "parts"}
        For a theme with parts: count the theme as a whole, with the patterns of all its parts, or
        each part as a theme of its own, named ``conflict.armed``.

    Returns
    -------
    Themes
        The themes by name, in file order.

    Raises
    ------
    InputError
        If the level is unknown.
    ReadingError
        If the file is missing, is not TOML, or has an unknown key, an empty theme or an invalid
        pattern; the message names the line.

    Warns
    -----
    PatternWarning
        If a pattern looks like a regular expression, or is in a script written without spaces.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "themes.toml"
    >>> _ = file.write_text('[diplomacy]\nterms = ["talks", "envoy*"]\nphrases = ["peace deal*"]')
    >>> read_themes(file)
    Themes: diplomacy (3) patterns
    """
    check_option("read_themes", "level", level, LEVELS)
    place = read_definitions("read_themes", path)
    if not place.tables:
        raise place.error("", "the file defines no theme. Begin one with [conflict]")
    themes = {
        theme.name: theme
        for name, table in place.tables.items()
        for theme in _themes_of(name, table, place, whole=level == "themes")
    }
    return Themes(themes, place.sha256, place.name)


def _themes_of(name: str, table: Any, place: DefinitionFile, *, whole: bool) -> list[Theme]:
    """Return the theme of a table, or its parts if it has any and ``whole`` is False."""
    inner = table.items() if isinstance(table, dict) else ()
    named = {key: part for key, part in inner if isinstance(part, dict) and key not in KEYS}
    if not named or any(get_close_matches(key, KEYS, n=1, cutoff=0.75) for key in named):
        return [_theme(name, table, place)]
    own = {key: value for key, value in table.items() if key not in named}
    for key in own:
        if key not in ("description", "exclusions"):
            problem = f"theme {name!r} has parts; move its {key} into one of them"
            raise place.error(key, problem, within=name)
    parts = [_part(f"{name}.{key}", part, own, place) for key, part in named.items()]
    together = _whole(name, str(own.get("description", "")), parts, place)
    return [together] if whole else parts


def _part(name: str, table: dict[str, Any], own: dict[str, Any], place: DefinitionFile) -> Theme:
    if "exclusions" in table:
        problem = f"exclusions hold for a whole theme; move those of {name!r} up to it"
        raise place.error("exclusions", problem, within=name)
    return _theme(name, table | {"exclusions": own.get("exclusions", [])}, place)


def _whole(name: str, description: str, parts: list[Theme], place: DefinitionFile) -> Theme:
    """Return a theme with the distinct patterns of all its parts."""
    patterns: dict[tuple[str, ...], Pattern] = {}
    for part in parts:
        for pattern in part.patterns:
            if patterns.setdefault(pattern.words, pattern) != pattern:
                problem = f"theme {name!r} has {str(pattern)!r} in two parts with different "
                problem += "weights or not_near; write it alike in both"
                raise place.error(str(pattern), problem, within=part.name)
    seeds = dict.fromkeys(term for part in parts for term in part.seed_terms)
    kept = tuple(patterns.values())
    return Theme(name, description, kept, parts[0].exclusions, tuple(seeds))


def _theme(name: str, table: Any, place: DefinitionFile) -> Theme:
    if not isinstance(table, dict):
        raise place.error(name, f"{name!r} stands outside a theme. Begin a theme with [name]")
    for key in table:
        if key not in KEYS:
            close = get_close_matches(key, KEYS, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else f" Known: {', '.join(KEYS)}"
            raise place.error(key, f"theme {name!r} has an unknown key {key!r}.{hint}", within=name)
    weights = _weights(name, table.get("weights", {}), place)
    not_near = _not_near(name, table.get("not_near", {}), place)
    listed = _strings(name, "terms", table, place) + _strings(name, "phrases", table, place)
    if not listed:
        raise place.error("", f"theme {name!r} has neither terms nor phrases", within=name)
    unknown = [text for text in [*weights, *not_near] if text not in listed]
    if unknown:
        problem = f"theme {name!r} gives a weight or distance to {unknown[0]!r}, which it lacks"
        raise place.error(unknown[0], problem, within=name)
    patterns = tuple(
        Pattern(
            _words(name, text, place).words, weights.get(text, 1.0), tuple(not_near.get(text, ()))
        )
        for text in dict.fromkeys(listed)
    )
    return Theme(
        name,
        str(table.get("description", "")),
        patterns,
        tuple(_words(name, text, place) for text in _strings(name, "exclusions", table, place)),
        tuple(_strings(name, "seed_terms", table, place)),
    )


def _strings(theme: str, key: str, table: dict[str, Any], place: DefinitionFile) -> list[str]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        problem = f"{key} of theme {theme!r} must be a list of strings; got {shorten(values)}"
        raise place.error(key, problem, within=theme)
    return values


def _words(theme: str, text: str, place: DefinitionFile) -> Pattern:
    if not text.strip():
        raise place.error('""', f"theme {theme!r} has an empty pattern", within=theme)
    compiled = compile_pattern(text)
    if not compiled.pieces:
        problem = f"pattern {text!r} of theme {theme!r} has no letter or digit"
        raise place.error(text, problem, within=theme)
    if not any(piece.strip("*") for piece in text.split()) or not compiled.has_letters:
        problem = f"pattern {text!r} would match every word; write some letters beside the *"
        raise place.error(text, problem, within=theme)
    warn_of_pattern(f"read_themes: {place.name}, theme {theme!r}", text)
    return Pattern(split_words(text))


def _weights(theme: str, table: Any, place: DefinitionFile) -> dict[str, float]:
    for pattern, weight in dict(table).items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or weight <= 0:
            problem = f"the weight of {pattern!r} must be a number above 0; got {weight!r}"
            raise place.error(pattern, problem, within=theme)
    return {pattern: float(weight) for pattern, weight in dict(table).items()}


def _not_near(
    theme: str, table: Any, place: DefinitionFile
) -> dict[str, list[tuple[tuple[Pattern, ...], int]]]:
    rules: dict[str, list[tuple[tuple[Pattern, ...], int]]] = {}
    for pattern, rule in dict(table).items():
        if not isinstance(rule, dict) or set(rule) != {"words", "of"}:
            problem = f'not_near of {pattern!r} must look like {{ words = 5, of = ["film*"] }}'
            raise place.error(pattern, problem, within=theme)
        distance = rule["words"]
        if not isinstance(distance, int) or distance < 1:
            problem = f"words of {pattern!r} must be a whole number from 1; got {distance!r}"
            raise place.error(pattern, problem, within=theme)
        others = tuple(_words(theme, text, place) for text in _strings(theme, "of", rule, place))
        rules[pattern] = [(others, distance)]
    return rules


def check_themes(function: str, themes: object) -> Themes:
    """Return ``themes``, or raise if it is not a `Themes`."""
    if isinstance(themes, Themes):
        return themes
    message = (
        f"{function}: themes must come from read_themes; got {type(themes).__name__}. Write "
        f'themes = tt.read_themes("themes.toml") first.'
    )
    raise InputError(message)
