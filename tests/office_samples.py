"""Small office files made in memory: .odt, .ods and .docx with the body that a test gives."""

from __future__ import annotations

import io
import zipfile

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_NAMES = (
    ("office", "office"), ("text", "text"), ("style", "style"), ("draw", "drawing"),
    ("svg", "svg-compatible"), ("table", "table"),
)  # fmt: skip
_WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def odt(body: str, styles: str = "") -> bytes:
    """Return an .odt file with this body and these automatic styles."""
    return _odf("text", f"<office:text>{body}</office:text>", styles)


def ods(*rows: tuple[str, ...]) -> bytes:
    """Return an .ods file of one sheet; a cell is its text, or the elements in it."""
    cells = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"
                    for row in rows)  # fmt: skip
    sheet = f'<table:table table:name="S">{cells}</table:table>'
    return _odf("spreadsheet", f"<office:spreadsheet>{sheet}</office:spreadsheet>")


def docx(body: str, **parts: str) -> bytes:
    """Return a .docx file with this body, and other parts by name (``footnotes``)."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        document = f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        for name, part in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {_WORD}>{part}</w:{name}>")
    return written.getvalue()


def _cell(text: str) -> str:
    inner = text if text.startswith("<") else f"<text:p>{text}</text:p>"
    return f'<table:table-cell office:value-type="string">{inner}</table:table-cell>'


def _odf(kind: str, body: str, styles: str = "") -> bytes:
    names = " ".join(f'xmlns:{short}="{_ODF}{name}:1.0"' for short, name in _ODF_NAMES)
    mime = f"application/vnd.oasis.opendocument.{kind}"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{mime}"/></manifest:manifest>'
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", mime)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(
            "content.xml",
            f'<office:document-content {names} xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body>{body}</office:body></office:document-content>",
        )
    return written.getvalue()
