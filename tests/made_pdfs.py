"""PDFs written by hand, object by object."""

from __future__ import annotations


def pdf_of(objects: list[bytes], more: bytes = b"") -> bytes:
    """Return a PDF of some objects, numbered from 1; the first is its catalog.

    ``more`` stands in the trailer.
    """
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (size, more, start)
    return bytes(out)
