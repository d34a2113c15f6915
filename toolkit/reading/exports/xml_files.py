"""Parses XML into visible text and elements; refuses entities, deep nesting and broken files."""

from __future__ import annotations

import contextlib
import html.entities
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from toolkit.errors import ReadingError, ToolkitError
from toolkit.reading.exports.asides import Asides
from toolkit.reading.exports.markup import MAX_DEPTH, MarkupBuilder
from toolkit.reading.interface import reading_error

if TYPE_CHECKING:
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document

_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml\s[^>]{0,200}\?>")
_ENCODING = re.compile(rb"\s*<\?xml\s[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z][\w.-]{0,30})[\"']")
_MULTIBYTE = ("euc", "gb", "big5", "shift", "sjis", "cp932", "cp936", "cp949", "cp950", "ks_c",
              "iso_2022", "hz", "johab", "windows_31j")  # fmt: skip
_VERBATIM = r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|"
_REPAIRABLE = re.compile(
    _VERBATIM + r"&(?:#\d{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z]\w{0,31};)?|"
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]",
    re.DOTALL,
)
XHTML = "http://www.w3.org/1999/xhtml"
_BLANKS = re.compile(r"[ \t\r\n]+")
_UNPARSED = re.compile(_VERBATIM + r"<\?[^>]*>", re.DOTALL)
_DECLARED = re.compile(r"\sxmlns:([\w.-]{1,60})\s*=")
_PREFIXED = re.compile(r"</?[A-Za-z_][^<>]{0,4000}>")
_OF_NAME = re.compile(r"(?:^</?|\s)([A-Za-z_][\w.-]{0,60}):[A-Za-z_][\w.-]{0,100}(?=[\s=/>])")
_DOCTYPE = re.compile(r"\A\s*<!DOCTYPE[^<>\[\]]{0,300}>", re.IGNORECASE)
JOINED = "records"
"""The element around several root elements."""
_ROOT = re.compile(r"<[A-Za-z_][\w.:-]{0,200}")
_USUAL = {
    "content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/", "atom": "http://www.w3.org/2005/Atom",
    "wp": "http://wordpress.org/export/1.2/",
}  # fmt: skip
"""What the prefixes mean that feeds leave undeclared, where that matters to a reader."""

_XML_ENTITIES = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


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
    asides : mapping of str to str
        Elements whose text is set apart, and the rule of its piece in the ledger.
    hiding : mapping of str to str
        Empty elements that set apart the text of the element two levels up, such as ``w:vanish``.
    joining : frozenset of str
        Empty elements in the properties of a block that lets it run on into the next one.
    initials : frozenset of str
        Empty elements in the properties of a block that make it the large first letter of the next
        one, if they have an attribute ``dropCap``.
    breaks : mapping of str to str
        Empty elements that represent a character, such as ``w:br``.
    prose : frozenset of str
        Elements in which a line of the source ends where its writer wrapped it, as in XHTML.
    doctype : bool
        Whether a document type without entities is allowed.
    blank_lines : bool
        Whether an empty block is a blank line.
    """

    blocks: frozenset[str] | None = None
    inline: frozenset[str] = frozenset()
    text_in: frozenset[str] | None = None
    skipped: frozenset[str] = frozenset()
    asides: dict[str, str] = field(default_factory=dict)
    hiding: dict[str, str] = field(default_factory=dict)
    joining: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    breaks: dict[str, str] = field(default_factory=dict)
    prose: frozenset[str] = frozenset()
    doctype: bool = True
    blank_lines: bool = False


class _Xml(MarkupBuilder):
    """Expat handlers; names are local names, without prefix or namespace."""

    def __init__(self, document: Document, rules: XmlRules, parser: expat.XMLParserType) -> None:
        super().__init__()
        self.document, self.rules, self.parser = document, rules, parser
        self.skipping = 0
        self.asides = Asides(rules.asides, rules.hiding)
        self._running_on: list[Element] = []
        self._initial: Element | None = None
        self._is_below_initial = False
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.stop
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.entity

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        if len(self.stack) >= MAX_DEPTH:
            problem = f"its XML is nested more than {MAX_DEPTH} elements deep, which no export is"
            raise reading_error(self.document, self.parser.CurrentLineNumber, problem)
        tag = _local(name)
        if self._own_line(tag):
            self._end_line()
        local = {_local(key): value for key, value in attributes.items()}
        element = self.open(tag, local, self.parser.CurrentLineNumber)
        element.namespace = name.rpartition(" ")[0]
        self.push(element)
        self.skipping += tag in self.rules.skipped
        self.asides.enter(self.stack)
        if tag in self.rules.joining and len(self.stack) > 3 and self.stack[-2].tag == "rPr":
            self._running_on.append(self.stack[-4])
        if tag in self.rules.initials and len(self.stack) > 2:
            has_none = local.get("dropCap", "none") == "none"
            self._initial = None if has_none else self.stack[-3]
        if tag in self.rules.breaks and not self.skipping:
            self._write(self.rules.breaks[tag])

    def stop(self, name: str) -> None:
        """Close an element."""
        tag, element = _local(name), self.stack[-1]
        if self._own_line(tag):
            runs_on = bool(self._running_on) and self._running_on[-1] is element
            self._close_block(element, runs_on=runs_on)
        self.asides.leave(element)
        self.pop()
        self.skipping -= tag in self.rules.skipped

    def _close_block(self, element: Element, *, runs_on: bool) -> None:
        if element is self._initial and not self._is_apart:
            self._initial, self._is_below_initial = None, True
            return
        if runs_on:  # its end was deleted: the next block continues it
            self._write(" ")
            return
        self._end_line()
        if self._is_apart:
            return
        if self.rules.blank_lines and self.length == element.start:
            self.write("\n", self.parser.CurrentLineNumber)
        self.write_floating()

    def write_floating(self) -> None:
        """Write the text boxes that are anchored above, each on lines of its own."""
        for text in self.asides.take_floating():
            self.end_line()
            self.write(text, self.parser.CurrentLineNumber)
            self.end_line()

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
            self._write(self._collapsed(text))

    def _collapsed(self, text: str) -> str:
        """Return text of prose as a browser shows it: where its source breaks, no line ends."""
        if not self.stack or not self._is_prose():
            return text
        if any(element.tag == "pre" for element in self.stack):
            return text
        text = _BLANKS.sub(" ", text)
        return text.lstrip(" ") if self.last in "\n " else text

    def _is_prose(self) -> bool:
        if self.stack[-1].namespace == XHTML:
            return True
        return bool(self.rules.prose) and any(one.tag in self.rules.prose for one in self.stack)

    @property
    def _is_apart(self) -> bool:
        return bool(self.skipping or self.asides.open)

    def _write(self, text: str) -> None:
        if not text:
            return
        if self.asides.open:
            self.asides.write(text, self.stack[-1] if self.stack else None)
        else:
            self.write(text, self.parser.CurrentLineNumber)

    def _end_line(self) -> None:
        if self.asides.open:
            self.asides.write("\n", None)
        elif self._is_below_initial:
            self._is_below_initial = False
        elif self._running_on and self.last == " ":
            self._running_on.clear()
        elif not self.skipping:
            self.end_line()

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
    if content is not None:
        return _parsed(document, rules, None, content)
    try:
        return _parsed(document, rules, *_source(document))
    except _NotWellFormedError:
        repaired, repairs = repair_xml(document.text)
        if not repairs:
            raise
    page = _parsed(document, rules, "utf-8", repaired.encode("utf-8", "replace"))
    page.repairs = repairs
    return page


class _NotWellFormedError(ReadingError):
    """XML that is not well-formed, which a repair may change."""


def _parsed(document: Document, rules: XmlRules, encoding: str | None, source: bytes) -> Markup:
    parser = expat.ParserCreate(encoding, " ")
    builder = _Xml(document, rules, parser)
    try:
        parser.Parse(source, True)  # noqa: FBT003 - expat
    except ToolkitError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        problem = f"its XML is not well-formed ({error})"
        remedy = "The file may be cut off; export it again."
        known = reading_error(document, parser.CurrentLineNumber, problem, remedy)
        raise _NotWellFormedError(str(known)) from error
    builder.write_floating()
    page = builder.finish()
    page.asides.extend(builder.asides.pieces())
    return page


def repair_xml(text: str) -> tuple[str, str]:
    r"""Repair what servers often get wrong in XML; see Returns for what that is.

    Parameters
    ----------
    text : str
        XML that is not well-formed.

    Returns
    -------
    (str, str)
        The text without its declaration (so that blank lines may precede the root), a stray ``&``
        written as ``&amp;``, names of HTML such as ``&nbsp;`` as their characters, control
        characters as U+FFFD, several root elements put into one, and prefixes that are used and
        not declared declared in the root; and what was done, "" for nothing. Line numbers stay.

    Examples
    --------
    >>> repair_xml("<a>Harbour & council&nbsp;vote &lt; <![CDATA[a & b]]></a>")[0]
    '<a>Harbour &amp; council\xa0vote &lt; <![CDATA[a & b]]></a>'
    """
    bare, n_declarations = _DECLARATION.subn("", text, count=1)
    done: Counter[str] = Counter()

    def repaired(found: re.Match[str]) -> str:
        piece = found[0]
        if piece.startswith("<!"):
            return piece
        if not piece.startswith("&") or _is_control(piece):
            done["control characters replaced"] += 1
            return "\ufffd"
        if piece in _XML_ENTITIES or piece.startswith("&#"):
            return piece
        named = html.entities.html5.get(piece[1:])
        if piece.endswith(";") and named is not None:
            done["names of HTML characters resolved"] += 1
            return "".join(_ESCAPES.get(character, character) for character in named)
        done["stray & escaped"] += 1
        return f"&amp;{piece[1:]}"

    bare = _REPAIRABLE.sub(repaired, bare)
    bare, is_joined = _with_one_root(bare)
    if is_joined:
        done["root elements put into one"] += 1
    bare, undeclared = _declare(bare)
    if undeclared:
        done[f"prefixes declared ({', '.join(undeclared)})"] += len(undeclared)
    if n_declarations and text[:1] != "<" and text.lstrip("\ufeff")[:1].isspace():
        done["blank lines in front passed over"] += 1
    return bare, "; ".join(f"{what}: {count:,}" for what, count in done.items())


def _is_control(reference: str) -> bool:
    """Return whether a reference names a control character, such as ``&#5;``."""
    if not reference.startswith("&#"):
        return False
    digits = reference[2:-1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return code < 32 and code not in {9, 10, 13}


def _with_one_root(text: str) -> tuple[str, bool]:
    """Put the root elements of SGML, which has several, into one; its document type is dropped."""
    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat
    except expat.ExpatError as error:
        if expat.errors.messages[error.code] == expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
            return f"<{JOINED}>{_DOCTYPE.sub('', text, count=1)}</{JOINED}>", True
    return text, False


def _declare(text: str) -> tuple[str, list[str]]:
    """Declare in the root element the prefixes that are used and declared nowhere."""
    plain = _UNPARSED.sub("", text)
    known = {"xml", "xmlns", *_DECLARED.findall(plain)}
    used = {prefix for found in _PREFIXED.finditer(plain) for prefix in _OF_NAME.findall(found[0])}
    missing = sorted(used - known)
    root = _ROOT.search(text)
    if not missing or root is None:
        return text, []
    spaces = "".join(f' xmlns:{p}="{_USUAL.get(p, f"urn:undeclared:{p}")}"' for p in missing)
    return text[: root.end()] + spaces + text[root.end() :], missing


def _source(document: Document) -> tuple[str | None, bytes]:
    """Return the bytes to parse, or decoded text.

    The latter if the encoding that they declare is known to be wrong, or is one of those with
    several bytes a letter, such as EUC-KR and GBK, which expat does not know.
    """
    if document.encoding_kind in {"given", "guessed"}:
        return "utf-8", document.text.encode("utf-8", "replace")
    declared = _ENCODING.match(document.head_bytes)
    name = declared[1].decode("ascii").lower().replace("-", "_") if declared else ""
    if name.startswith(_MULTIBYTE):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return "utf-8", document.raw.decode(name).encode("utf-8", "replace")
        return "utf-8", document.text.encode("utf-8", "replace")
    return None, document.raw


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]
