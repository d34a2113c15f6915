"""The passes of cleaning that need other texts, or come after all lines are cleaned.

What they need of the whole corpus is an argument, so that a part of it can be cleaned alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cleaning.boilerplate import find_recurring
from toolkit.cleaning.characters import has_mojibake
from toolkit.cleaning.hyphens import join_hyphens
from toolkit.reading.languages import detect_languages, name_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from toolkit.cleaning.ledger_rows import Columns

Lines = tuple[str, str]
"""A source and a line of it that recurs."""


def line_feeds(bodies: Sequence[str]) -> list[str]:
    """Return the bodies with LF line ends."""
    return [body.replace("\r\n", "\n") for body in bodies]


def join_broken(columns: Columns, bodies: Sequence[str], forms: Mapping[str, int]) -> list[str]:
    """Return the bodies with the words joined that a hyphen breaks, by the counts of all texts."""
    joined = [join_hyphens(body, forms) for body in bodies]
    for at, (before, after) in enumerate(zip(bodies, joined, strict=True)):
        n = before.count("-") - after.count("-")
        if n:
            reason = f"{n} words hyphenated at a line end were joined"
            columns.note(at, "dropped", "hyphens", "-" * n, reason=reason)
    return joined


def recurring_lines(columns: Columns) -> set[Lines]:
    """Return the lines that recur in articles of one source, with the source."""
    found = find_recurring(columns.cleaned, columns.sources)
    return {(one.source, one.paragraph) for one in found}


def drop_recurring(columns: Columns, recurring: AbstractSet[Lines]) -> None:
    """Take the recurring lines out, article by article."""
    if not recurring:
        return
    for at, (text, source) in enumerate(zip(columns.cleaned, columns.sources, strict=True)):
        for line in text.split("\n"):
            if (source, line.strip()) in recurring:
                reason = "recurs in articles of the same source"
                columns.note(at, "dropped", "recurring", line, reason=reason)
    columns.cleaned = without_lines(columns.cleaned, columns.sources, recurring)


def without_lines(
    texts: Sequence[str], sources: Sequence[str], recurring: AbstractSet[Lines]
) -> list[str]:
    """Return the texts without the recurring lines."""
    shorter = list(texts)
    for at, (text, source) in enumerate(zip(texts, sources, strict=True)):
        lines = text.split("\n")
        kept = [line for line in lines if (source, line.strip()) not in recurring]
        if len(kept) < len(lines):
            paragraphs = "\n".join(kept).split("\n\n")
            parts = [part.strip("\n") for part in paragraphs if part.strip()]
            shorter[at] = "\n\n".join(parts)
    return shorter


def flag_mojibake(columns: Columns) -> None:
    """Mark the articles whose body was decoded with the wrong encoding."""
    for at, body in enumerate(columns.bodies):
        if has_mojibake(body):
            left = has_mojibake(columns.cleaned[at])
            state = "some of it could not be repaired" if left else "repaired"
            columns.flag(at, "mojibake", f"text was decoded with the wrong encoding; {state}")


def find_languages(columns: Columns) -> list[str]:
    """Return the language that each text reads as, "" where that is unsure."""
    return languages_of(columns.cleaned)


def languages_of(texts: Sequence[str]) -> list[str]:
    """Return the language that each text reads as, "" where that is unsure."""
    found: list[str] = detect_languages(texts)["language"].tolist()
    return found


def flag_languages(columns: Columns, found: Sequence[str], counts: Mapping[str, int]) -> None:
    """Fill empty languages and mark articles that are not in the main language of the corpus.

    Parameters
    ----------
    columns : Columns
        The articles.
    found : sequence of str
        As `find_languages` returns them.
    counts : mapping of str to int
        How many articles of the whole corpus read as each language.
    """
    given = columns.texts["language"]
    columns.texts["language"] = [old or new for old, new in zip(given, found, strict=True)]
    if len(counts) < 2:
        return
    main, n_main = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[0]
    n_sure = sum(counts.values())
    for at, language in enumerate(found):
        if language and language != main:
            reason = (
                f"reads as {name_language(language)}; {n_main} of {n_sure} articles read as "
                f"{name_language(main)}"
            )
            columns.flag(at, "other_language", reason)
