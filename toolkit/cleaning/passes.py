"""The passes of cleaning that need other texts, or come after all lines are cleaned.

What they need of the whole corpus is an argument, so that a part of it can be cleaned alone.
"""

from __future__ import annotations

import sys
from collections import deque
from typing import TYPE_CHECKING

from toolkit._core.freed_memory import return_freed_memory
from toolkit._core.progress_bars import progress as show_progress
from toolkit.cleaning.boilerplate import find_recurring
from toolkit.cleaning.character_tests import unusual_texts
from toolkit.cleaning.characters import clean_characters, describe_changes, has_mojibake
from toolkit.cleaning.held_texts import BLOCK_ARTICLES, HeldTexts, as_arrow
from toolkit.cleaning.hyphens import join_hyphens
from toolkit.cleaning.ledger_rows import line_feeds
from toolkit.cleaning.line_filters import suspect_lines
from toolkit.cleaning.line_rules import hints_of
from toolkit.cleaning.lines import Known, take_lines
from toolkit.reading.languages import SAMPLE, detect_by_words, name_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from toolkit.cleaning.ledger_rows import Block, Columns, Row
    from toolkit.cleaning.lines import Piece

BLOCKS_TO_TRIM = 4

Lines = tuple[str, str]
"""A source and a line of it that recurs."""


def clean_lines(
    columns: Columns, steps: frozenset[str], forms: Mapping[str, int] | None, *, show: bool = False
) -> int:
    """Clean all articles, line by line.

    Parameters
    ----------
    columns : Columns
        Gets the cleaned texts, and what was taken out of them.
    steps : frozenset of str
    forms : mapping of str to int, optional
        The counts that tell which words a hyphen breaks; None leaves these words as they are.
    show : bool
        Show a progress bar.

    Returns
    -------
    int
        How many ledger rows are on broken words. They come first.
    """
    rows_of_hyphens: list[Row] = []

    def clean() -> Iterator[int]:
        for number, block in enumerate(columns.blocks(), 1):
            if number % BLOCKS_TO_TRIM == 0:  # what is kept lies scattered over what was freed
                return_freed_memory(search=False)
            columns.counts.update(block.parts)
            bodies = block.bodies
            if forms is not None:
                bodies, rows = join_broken(block, forms)
                rows_of_hyphens.extend(rows)
            columns.cleaned.extend(_clean_block(columns, block, bodies, steps))
            yield from range(len(bodies))

    n = len(columns.articles)
    deque(show_progress(clean(), label="Cleaning articles", total=n, show=show), maxlen=0)
    return_freed_memory(search=False)
    columns.rows[:0] = rows_of_hyphens
    return len(rows_of_hyphens)


def _clean_block(
    columns: Columns, block: Block, bodies: Sequence[str], steps: frozenset[str]
) -> list[str]:
    """Return the cleaned texts of some articles, given their bodies after the corpus-wide steps."""
    array, texts = as_arrow(bodies), list(bodies)
    unusual = unusual_texts(array)
    for i in unusual:
        texts[i] = clean_characters(bodies[i], steps)
    if "mojibake" in steps:
        columns.broken += [block.start + i for i in unusual if has_mojibake(block.bodies[i])]
    changed = frozenset(i for i in unusual if texts[i] != bodies[i])
    hints = () if set(block.parts) <= {"title", "none"} else hints_of(steps)
    suspects = suspect_lines(as_arrow(texts) if changed else array, hints)
    del array
    stop = block.start + len(texts)
    bylines, sources = (columns.texts_of(name, block.start, stop) for name in ("byline", "source"))
    for i, text in enumerate(texts):
        if i in changed:
            _note_characters(columns, block.start + i, bodies[i], steps)
        if block.parts[i] == "title":  # a headline has no lines that are not its own
            texts[i] = text.strip()
            continue
        known = Known(block.titles[i], bylines[i], sources[i])
        texts[i], pieces = take_lines(text, known, steps, suspects[i])
        for piece in pieces:
            _note_piece(columns, block.start + i, piece)
    return texts


def _note_characters(columns: Columns, at: int, body: str, steps: frozenset[str]) -> None:
    for change in describe_changes(body, steps):
        action = "dropped" if change.step == "invisible" else "normalized"
        columns.note(at, action, change.step, change.text, reason=change.reason)


def _note_piece(columns: Columns, at: int, piece: Piece) -> None:
    columns.fill(at, piece)
    action = "moved" if piece.field else "dropped"
    reason = f"{piece.reason}; line {piece.line} of the body"
    columns.note(at, action, piece.step, piece.text, field=piece.field, reason=reason)


def join_broken(block: Block, forms: Mapping[str, int]) -> tuple[list[str], list[Row]]:
    """Return the bodies with the words joined that a hyphen breaks, and the ledger rows."""
    bodies, rows = line_feeds(block.bodies), []
    for i, body in enumerate(bodies):
        bodies[i] = join_hyphens(body, forms)
        n = body.count("-") - bodies[i].count("-") if bodies[i] != body else 0
        if n:
            reason = f"{n} words hyphenated at a line end were joined"
            rows.append((block.start + i, "dropped", "", "hyphens", "-" * n, reason))
    return bodies, rows


def recurring_lines(columns: Columns) -> set[Lines]:
    """Return the lines that recur in articles of one source, with the source."""
    found = find_recurring(columns.cleaned, columns.sources())
    return {(one.source, one.paragraph) for one in found}


def drop_recurring(columns: Columns, recurring: AbstractSet[Lines]) -> None:
    """Take the recurring lines out, article by article."""
    if not recurring:
        return
    sources = columns.sources()
    for at, (text, source) in enumerate(zip(columns.cleaned, sources, strict=True)):
        for line in text.split("\n"):
            if (source, line.strip()) in recurring:
                reason = "recurs in articles of the same source"
                columns.note(at, "dropped", "recurring", line, reason=reason)
    columns.cleaned = HeldTexts(without_lines(columns.cleaned, sources, recurring))


def without_lines(
    texts: Iterable[str], sources: Iterable[str], recurring: AbstractSet[Lines]
) -> list[str]:
    """Return the texts without the recurring lines."""
    shorter = list(texts)
    for at, (text, source) in enumerate(zip(shorter, sources, strict=True)):
        lines = text.split("\n")
        kept = [line for line in lines if (source, line.strip()) not in recurring]
        if len(kept) < len(lines):
            paragraphs = "\n".join(kept).split("\n\n")
            parts = [part.strip("\n") for part in paragraphs if part.strip()]
            shorter[at] = "\n\n".join(parts)
    return shorter


def flag_mojibake(columns: Columns) -> None:
    """Mark the articles whose body was decoded with the wrong encoding."""
    for at in columns.broken:
        left = has_mojibake(columns.cleaned.slice(at, at + 1)[0])
        state = "some of it could not be repaired" if left else "repaired"
        columns.flag(at, "mojibake", f"text was decoded with the wrong encoding; {state}")


def find_languages(columns: Columns) -> list[str]:
    """Return the language that each text reads as, "" where that is unsure."""
    n, step = len(columns.cleaned), BLOCK_ARTICLES
    found: list[str] = []
    for number, start in enumerate(range(0, n, step), 1):
        found += languages_of(columns.cleaned.beginnings(start, min(n, start + step), SAMPLE))
        if number % BLOCKS_TO_TRIM == 0:
            return_freed_memory(search=False)
    return found


def languages_of(texts: Sequence[str]) -> list[str]:
    """Return the language that each text reads as, "" where that is unsure."""
    return [sys.intern(language) for language, _, _ in detect_by_words(texts)]


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
    columns.languages = found
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
