"""Parses XML into visible text and elements; refuses entities, deep nesting and broken files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from toolkit.errors import ToolkitError
from toolkit.reading.exports.markup import MOST_DEPTH, MarkupBuilder
from toolkit.reading.interface import reading_error

if TYPE_CHECKING:
    from toolkit.reading.exports.markup import Markup
    from toolkit.reading.interface import Document


@dataclass(frozen=True, slots=True)
class XmlRules:
    """Which elements of an XML vocabulary hold text, and where lines end.

    Parameters
    ----------
    blocks : frozenset of str, optional
        Elements that begin and end a line; None for all.
    inline : frozenset of str
        Elements that never begin or end a line.
    text_in : frozenset of str, optional
        Elements whose direct text counts; None for all.
    skipped : frozenset of str
        Elements omitted with all their content.
    breaks : mapping of str to str
        Empty elements that represent a character, such as ``w:br``.
    doctype : bool
        Whether a document type without entities is allowed.
    blank_lines : bool
        Whether an empty block is a blank line.
    """

    blocks: frozenset[str] | None = None
    inline: frozenset[str] = frozenset()
    text_in: frozenset[str] | None = None
    skipped: frozenset[str] = frozenset()
    breaks: dict[str, str] = field(default_factory=dict)
    doctype: bool = True
    blank_lines: bool = False


class _Xml(MarkupBuilder):
    """Expat handlers; names are local names, without prefix or namespace."""

    def __init__(self, document: Document, rules: XmlRules, parser: expat.XMLParserType) -> None:
        super().__init__()
        self.document, self.rules, self.parser = document, rules, parser
        self.skipping = 0
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.stop
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.entity

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        if len(self.stack) >= MOST_DEPTH:
            problem = f"its XML is nested more than {MOST_DEPTH} elements deep, which no export is"
            raise reading_error(self.document, self.parser.CurrentLineNumber, problem)
        tag = _local(name)
        if self._own_line(tag):
            self.end_line()
        local = {_local(key): value for key, value in attributes.items()}
        self.push(self.open(tag, local, self.parser.CurrentLineNumber))
        self.skipping += tag in self.rules.skipped
        if tag in self.rules.breaks and not self.skipping:
            self.write(self.rules.breaks[tag], self.parser.CurrentLineNumber)

    def stop(self, name: str) -> None:
        """Close an element."""
        tag = _local(name)
        if self._own_line(tag):
            self.end_line()
            if self.rules.blank_lines and self.length == self.stack[-1].start:
                self.write("\n", self.parser.CurrentLineNumber)
        self.pop()
        self.skipping -= tag in self.rules.skipped

    def _own_line(self, tag: str) -> bool:
        if tag in self.rules.inline:
            return False
        return self.rules.blocks is None or tag in self.rules.blocks

    def data(self, text: str) -> None:
        """Add text where the rules allow it."""
        wanted = self.rules.text_in is None or (
            bool(self.stack) and self.stack[-1].tag in self.rules.text_in
        )
        if wanted and not self.skipping:
            self.write(text, self.parser.CurrentLineNumber)

    def doctype(self, _name: str, _system: str | None, _public: str | None, _own: int) -> None:
        """Refuse a document type in formats that have none."""
        if not self.rules.doctype:
            problem = "its XML holds a document type declaration, which this format never has"
            raise reading_error(self.document, 0, problem)

    def entity(self, *_declaration: object) -> None:
        """Refuse entity declarations."""
        problem = "its XML declares entities, which can hide other files or fill the memory"
        remedy = "It was not opened further; no export of articles needs them."
        raise reading_error(self.document, self.parser.CurrentLineNumber, problem, remedy)


def parse_xml(document: Document, rules: XmlRules, content: bytes | None = None) -> Markup:
    """Parse XML into visible text and elements.

    Raises
    ------
    ReadingError
        If the XML declares entities, is nested too deeply, or is not well-formed.
    """
    encoding, source = _source(document) if content is None else (None, content)
    parser = expat.ParserCreate(encoding, " ")
    builder = _Xml(document, rules, parser)
    try:
        parser.Parse(source, True)  # noqa: FBT003 - expat
    except ToolkitError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        problem = f"its XML is not well-formed ({error})"
        remedy = "The file may be cut off; export it again."
        raise reading_error(document, parser.CurrentLineNumber, problem, remedy) from error
    return builder.finish()


def _source(document: Document) -> tuple[str | None, bytes]:
    """Return the bytes to parse; decoded text if their declared encoding is known to be wrong."""
    if document.encoding_kind in {"given", "guessed"}:
        return "utf-8", document.text.encode("utf-8", "replace")
    return None, document.raw


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]
