#!/usr/bin/env bash
# warcio: an archive that was cut off ends like a whole one; its last page is half a page, or gone.
#
# Versions:  warcio 1.8.1; Python 3.11
# Expected:  A record that holds fewer bytes than it declares, or a gzip member without an end, is an
#            error, as for gzip and zipfile: crawls stop when a disk is full or a download ends early.
# Happens:   Reading goes on to the end of the file and stops without an error. Of a plain archive the
#            last page has the bytes that are there; of a packed one it is not there at all. Nothing
#            tells such an archive from one with fewer pages.
# Output:
#   pages written: 3
#   plain, cut: [4409, 2726]
#   packed, cut: [4409]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check warcio==1.8.1
cd "$work"

venv/bin/python - <<'PY'
import io

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = b"<p>" + b"The ferry sails again. " * 191 + b"So it is.</p>"


def archive(*, packed: bool) -> bytes:
    written = io.BytesIO()
    writer = WARCWriter(written, gzip=packed)
    for number in range(3):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        address = f"https://example.org/{number}"
        writer.write_record(writer.create_warc_record(
            address, "response", payload=io.BytesIO(PAGE), http_headers=headers))
    return written.getvalue()


def lengths(content: bytes) -> list[int]:
    return [len(record.content_stream().read()) for record in ArchiveIterator(io.BytesIO(content))]


found = {}
for packed in (False, True):
    whole = archive(packed=packed)
    assert lengths(whole) == [len(PAGE)] * 3
    found[packed] = lengths(whole[: int(len(whole) * 0.55)])
print("pages written: 3")
print("plain, cut:", found[False])
print("packed, cut:", found[True])
same = found[False][0] == len(PAGE) > found[False][1] and len(found[False]) == 2 and found[True] == [len(PAGE)]
raise SystemExit(0 if same else "changed")
PY
