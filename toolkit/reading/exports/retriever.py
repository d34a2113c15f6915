"""Reader for Retriever's archives as text: Mediearkivet (Sweden) and Atekst (Norway).

A cover with the name of a library and a list of headlines; then each article: headline (older files
draw a line under it), "Outlet, date", the author, the page, "Publicerat i print.", the wrapped
story, captions, "© Outlet" and an address; a line of ``=`` stands between two articles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean, paragraphs_of
from toolkit.reading.exports.common import require_article
from toolkit.reading.exports.covers import cover_pieces
from toolkit.reading.exports.nexis_legacy import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_OUTLET = (
    r"^(?P<outlet>[^\n>][^\n]{0,100}), (?P<date>\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4})"
    r"(?P<time> \d\d[:.]\d\d(?:[:.]\d\d)?)?[ \t]*\n"
)
_HEAD = re.compile(
    _OUTLET + r"(?P<more>(?:[^\n]+\n){0,3}?)"
    r"(?P<how>(?:Publicerat|Pu ?blisert|Sänt|Sendt) (?:i|på) [^\n]*)",
    re.MULTILINE,
)
_BARE_HEAD = re.compile(_OUTLET + r"(?P<more>)(?P<how>)", re.MULTILINE)
_BETWEEN = re.compile(r"^={20,}[ \t]*$\n?", re.MULTILINE)
_LONGEST_HEAD = 600
_NO_HEAD = "between two lines of =, without a line of outlet and date"
_PAGE = re.compile(r"(?:Sida|Side|Sidor|Sider)\s+(\S.*)", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:={5,}|-{5,})\s*")
_CAPTION = re.compile(r"\s*(?:Bildtext|Bildetekst|Billedtekst|Bild|Foto):\s*")
_RIGHTS = re.compile(r"©[^\n]*|^\s*(?:Alla artiklar är skyddade|Alle artikler er beskyttet)[^\n]*",
                     re.MULTILINE)  # fmt: skip
_ADDRESS = re.compile(
    r"^[^\n]{0,60}(?:Läs|Les|Se) [^\n]{0,60}(?:\n\s*)?(?P<url>https?://ret\.nu/\S+)[^\n]*",
    re.MULTILINE,
)
_WIDEST = 100
"""Characters of a line that is wrapped at most."""


class Retriever:
    """Text of Mediearkivet or Atekst; see the module docstring."""

    name = "retriever-txt"

    def recognizes(self, document: Document) -> bool:
        """Return whether a line of outlet and date stands above one that says where it appeared."""
        return not document.is_binary and _HEAD.search(document.head) is not None

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        yield from require_article(document, _read(LinedText(document.text)), "text of Retriever")


def _read(source: LinedText) -> Iterator[RawArticle | Piece]:
    ends = [*(rule.end() for rule in _BETWEEN.finditer(source.text)), len(source.text)]
    for start, end in zip([0, *ends], ends, strict=False):
        heads = _heads(source.text, start, end)
        begins = [
            _headline(source, above, head.start())
            for above, head in zip([start, *(head.end() for head in heads)], heads, strict=False)
        ]
        first = begins[0].start if begins else end
        if not start:
            yield from cover_pieces(source, 0, first)
        elif not heads and source.has_text(start, end):
            yield source.piece(start, end, "rejected", rule="no_outlet_line", reason=_NO_HEAD)
        stops = [*(title.start for title in begins[1:]), end]
        for head, title, stop in zip(heads, begins, stops, strict=False):
            yield _article(source, head, title, stop)


def _heads(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Return the heads of articles between two rules: one, unless a rule is missing."""
    heads = list(_HEAD.finditer(text, start, end))
    if heads or not start:
        return heads
    bare = _BARE_HEAD.search(text, start, min(end, start + _LONGEST_HEAD))
    return [] if bare is None else [bare]  # a broadcast may not say where it appeared


def _headline(source: LinedText, begin: int, start: int) -> Line:
    """Return the line above that of outlet and date, but for the rule under a headline."""
    above = source.between(max(begin, start - 2000), start - 1) if start > begin else []
    filled = [line for line in above if not (line.blank or _RULE.fullmatch(line.text))]
    return filled[-1] if filled else source.between(start, start + 1)[0]


def _article(source: LinedText, head: re.Match[str], title: Line, end: int) -> RawArticle:
    builder = ArticleBuilder(source, title.start, end)
    if title.start < head.start():
        builder.put("title", title.start, title.end, rule="headline")
    moment = head["date"] + (head["time"] or "").replace(".", ":")
    builder.article.date_order = "dmy"  # with full stops it is the Norwegian one
    builder.put(
        "source", head.start(), head.start("date"), rule="outlet_line", value=clean(head["outlet"])
    )
    builder.put("published", head.start("date"), head.end("time") if head["time"] else
                head.end("date"), rule="outlet_line", value=moment)  # fmt: skip
    for line in source.between(head.start("more"), head.end("more")):
        page = _PAGE.fullmatch(line.text.strip())
        if page is not None:
            builder.put("page", line.start, line.end, rule="page_line", value=page[1])
        elif not line.blank:
            builder.put("byline", line.start, line.end, rule="byline_line")
    builder.put("medium", head.start("how"), head.end("how"), rule="medium_line")
    for found in _ADDRESS.finditer(source.text, head.end(), end):
        builder.put("url", found.start(), found.end(), rule="address_line", value=found["url"])
    for found in _RIGHTS.finditer(source.text, head.end(), end):
        builder.put("copyright", found.start(), found.end(), rule="copyright_line")
    _story(builder, source.between(head.end(), end))
    return builder.finish()


def _story(builder: ArticleBuilder, all_lines: Sequence[Line]) -> None:
    lines = []
    for line in all_lines:
        if _RULE.fullmatch(line.text):
            builder.put("", line.start, line.end, rule="separator", action="dropped")
        elif line.blank or builder.is_free(line.start, line.end):
            lines.append(line)
    margin = max((len(line.text.rstrip()) for line in lines), default=0)
    for group in _grouped(lines, margin):
        text = clean(" ".join(_RIGHTS.sub("", line.text) for line in group))
        name = "captions" if _CAPTION.match(group[0].text) else "body"
        builder.put(name, group[0].start, group[-1].end, rule=f"story_{name}", value=text)


def _grouped(lines: Sequence[Line], margin: int) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph; those of a text that is not wrapped are one each."""
    for group in paragraphs_of(lines):
        if margin <= _WIDEST:
            yield from unwrapped(group, margin)
        else:
            yield from ([line] for line in group)
