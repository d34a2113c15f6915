"""Lines of a pasted text that go on in the next one, as in text taken from a PDF or an e-mail."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.reading.page_furniture import number_before
from toolkit.reading.paragraphs import is_bullet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.reading.interface import RawArticle
    from toolkit.reading.text_lines import Line

FEWEST_PAIRS = 8
"""Neighbouring lines from which a text can be seen to be wrapped."""
LEAST_GOING_ON = 0.3
"""Part of them that must break a sentence before a small letter. Paragraphs hardly ever do; of
wrapped lines about four in five do in English, and half in German, whose nouns have capitals."""
NARROWEST, WIDEST = 40, 120
"""Characters of the widest lines of a wrapped text."""
USUAL = 0.97
"""Part of its lines that are no wider; an address or the line of a table may be."""
FEWEST_PAGES = 3
"""Times that a line stands in a story from which it is the head or the foot of a page."""
SHORTFALL = 18
"""Characters that the first word of the next line must have had room for, where a line ends its
paragraph. Lines of a proportional font are of unequal length."""
_ENDS = (".", "!", "?", "…", ":", ";", ".”", ".’", '."', ".)", "؟", "。")


def wrapped_lines(lines: Sequence[Line]) -> set[int]:
    """Return the numbers of the lines that go on with the paragraph of the line above them.

    Parameters
    ----------
    lines : sequence of Line
        The non-blank lines of a story.

    Returns
    -------
    set of int
        Empty where each line is a paragraph: where few lines break a sentence before a small
        letter, or many are longer than lines of a wrapped text are.

    Examples
    --------
    >>> from toolkit.reading.text_lines import Line
    >>> pair = "The {0} envoys of these states met on Sunday in the", "harbour {0}."
    >>> texts = [line.format(k) for k in range(6) for line in pair]
    >>> lines = [Line(k + 1, 0, text, False) for k, text in enumerate(texts)]
    >>> sorted(wrapped_lines(lines))
    [2, 4, 6, 8, 10, 12]
    """
    lines = [line for line in lines if line.text.strip()]  # a line may be a form feed alone
    pairs = [(above, line) for above, line in pairwise(lines) if line.number == above.number + 1]
    if len(pairs) < FEWEST_PAIRS:
        return set()
    widths = sorted(len(line.text.strip()) for line in lines)
    margin = widths[int(USUAL * (len(widths) - 1))]
    if not NARROWEST <= margin <= WIDEST:
        return set()
    if sum(_breaks(*pair) for pair in pairs) < LEAST_GOING_ON * len(pairs):
        return set()
    heads = _heads_of_pages(lines)
    return {
        line.number
        for above, line in pairs
        if not {above.text.strip(), line.text.strip()} & heads
        and _goes_on(above, line, margin - SHORTFALL)
    }


def _heads_of_pages(lines: Sequence[Line]) -> set[str]:
    """Return the numbers of pages, and the lines that stand on several of them."""
    times = Counter(line.text.strip() for line in lines)
    return {text for text, n in times.items() if n >= FEWEST_PAGES or text.strip("-– ").isdigit()}


def join_wrapped(article: RawArticle, story: Sequence[Line]) -> None:
    """Make one paragraph of the lines of a wrapped story that belong together.

    A line break stays between them, so that a word that a hyphen divides there can be joined.
    """
    wrapped = wrapped_lines(story)
    if not wrapped:
        return
    pieces = [piece for piece in article.pieces if piece.field == "body" and piece.text.strip()]
    joined: list[list[str]] = []
    number = -1
    for piece, text in zip(pieces, article.paragraphs, strict=True):
        if piece.line in wrapped and piece.line == number + 1:
            joined[-1].append(text)
        else:
            joined.append([text])
        number = piece.line
    article.paragraphs = ["\n".join(lines) for lines in joined]


def _breaks(above: Line, line: Line) -> bool:
    return line.text.lstrip()[:1].islower() and not above.text.rstrip().endswith(_ENDS)


def _goes_on(above: Line, line: Line, margin: int) -> bool:
    """Return whether a line fills its width, so that the next one belongs to its paragraph."""
    is_item = is_bullet(above.text) or number_before(above.text) is not None
    if is_bullet(line.text) or (_indent(line) >= _indent(above) + 2 and not is_item):
        return False  # the second line of an item hangs below its first word
    word = line.text.split(maxsplit=1)[0]
    return len(above.text.strip()) + 1 + len(word) >= margin or _breaks(above, line)


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())
