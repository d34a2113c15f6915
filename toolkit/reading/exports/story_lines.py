"""Which visible lines of a page are in the paragraphs that an extractor found."""

from __future__ import annotations

from collections import Counter, deque
from itertools import accumulate
from typing import TYPE_CHECKING

from toolkit.reading.exports.story_text import squeezed
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.exports.markup import Markup
    from toolkit.reading.exports.story_region import StoryRegion

_ARCHIVE_FRAME = ("wm-ipp", "donato")
"""Begin the ids of what a web archive puts around a page."""

_LEAST_LEFT = 100
_MAX_WORK = 2 * 10**8


class StoryLines:
    """Which visible lines of a page are in the paragraphs that an extractor found.

    Each stretch of the paragraphs is one line of the page: where a page holds two equal lines and
    the extractor gives one, the second is not in the story.
    """

    def __init__(self, page: Markup, paragraphs: Sequence[str]) -> None:
        self._page = page
        cells = (paragraph.split("|") if paragraph.startswith("|") else [paragraph]
                 for paragraph in paragraphs)  # fmt: skip
        bare = [squeezed(cell).removeprefix("-") for row in cells for cell in row if cell]
        self._joined = "\n".join(bare)
        self._whole: dict[str, deque[int]] = {}
        starts = accumulate((len(text) + 1 for text in bare), initial=0)
        for text, start in zip(bare, starts, strict=False):
            self._whole.setdefault(text, deque()).append(start)
        self._taken = bytearray(len(self._joined))
        self._spent = self._next = 0
        self.starts: set[int] = set()
        self.repeats: set[int] = set()
        self.of_story: list[Line] = []
        frames = [(e.start, e.end) for e in page.elements
                  if e.attributes.get("id", "").startswith(_ARCHIVE_FRAME)]  # fmt: skip
        self.of_frame = {line.start for span in frames for line in page.between(*span)}
        for line in page.lines:
            text = squeezed(line.text)
            if line.start in self.of_frame:
                continue
            if text and (self._is_paragraph(text) or (len(text) > 15 and self._is_part(text))):
                self.starts.add(line.start)
                self.of_story.append(line)
            elif text in self._whole:
                self.repeats.add(line.start)

    def without(self, region: StoryRegion, paragraphs: Sequence[str]) -> list[str]:
        """Leave out the paragraphs that stand in comments and boxes beside the story.

        If little else would be left, the names of elements mean something else here.
        """
        whole = Counter(squeezed(paragraph).removeprefix("-") for paragraph in paragraphs)
        beside = []
        for line in reversed(self.of_story):
            text = squeezed(line.text).removeprefix("-")
            if whole[text] and region.is_beside(self._page.innermost(line)):
                whole[text] -= 1
                beside.append(line)
        n_beside, n_words = _n_words(beside), _n_words(self.of_story)
        if 3 * n_beside > n_words and n_words - n_beside < _LEAST_LEFT:
            return list(paragraphs)
        left = Counter(squeezed(line.text).removeprefix("-") for line in beside)
        kept = []
        for paragraph in reversed(paragraphs):
            text = squeezed(paragraph).removeprefix("-")
            if left[text]:
                left[text] -= 1
            else:
                kept.append(paragraph)
        starts = {line.start for line in beside}
        self.starts -= starts
        self.of_story = [line for line in self.of_story if line.start not in starts]
        return kept[::-1]

    def _is_paragraph(self, text: str) -> bool:
        starts = self._whole.get(text)
        while starts:
            if self._take(starts.popleft(), text):
                return True
        return False

    def _is_part(self, text: str) -> bool:
        for begin in (self._next, 0):
            at = begin
            while self._spent < _MAX_WORK and (at := self._joined.find(text, at)) >= 0:
                self._spent += at - begin + len(text)
                if self._take(at, text):
                    return True
                at += len(text)
            self._spent += len(self._joined) - begin
        return False

    def _take(self, at: int, text: str) -> bool:
        """Take a stretch of the story for a line, unless another line has it."""
        end = at + len(text)
        if self._taken.find(1, at, end) >= 0:
            return False
        self._taken[at:end] = b"\1" * len(text)
        self._next = end
        return True


def _n_words(lines: Iterable[Line]) -> int:
    return sum(count_words(line.text) for line in lines)
