#!/usr/bin/env bash
# warcio: a page sent with Brotli comes out as compressed bytes, without an error, unless another
# package is there.
#
# Versions:  warcio 1.8.1; Python 3.11
# Expected:  content_stream() decodes the body or raises when it cannot.
# Happens:   With Content-Encoding br and no Brotli package (warcio does not ask for one)
#            content_stream() returns the compressed bytes as if they were the page; the same goes
#            for zstd always. An extractor finds no paragraph in them, so the articles of exactly
#            those outlets that use Brotli vanish as "pages without text". gzip and deflate are
#            decoded.
# Output:
#   deflate  b'<html><body><p>Talks open in Geneva. Tal'
#   br       b'\x1b\xd8\x01p\x8d\xd4H\xad=k\x84J\xd7\xc9\x91\x9e\xe0K\x03\t\xe4p\xaa\xb5\xb6\xca\xc5\x0e\x1cr\xc0\xfe=\x950R\xae\xd8\x18\xbb'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check warcio==1.8.1
cd "$work"

venv/bin/python - <<'PY'
import base64
import io
import zlib

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

page = b"<html><body><p>" + b"Talks open in Geneva. " * 20 + b"</p></body></html>"
brotli = "G9gBcI3USK09a4RK18mRnuBLAwnkcKq1tsrFDhxywP49lTBSrtgYu4SsTFLWjB7Ni9L0YwCOK70uAIIRBA=="
bodies = {"deflate": zlib.compress(page), "br": base64.b64decode(brotli)}   # the same page twice
archive = io.BytesIO()
writer = WARCWriter(archive, gzip=True)
for encoding, body in bodies.items():
    headers = [("Content-Type", "text/html"), ("Content-Encoding", encoding)]
    writer.write_record(
        writer.create_warc_record(
            f"http://example.org/{encoding}", "response", payload=io.BytesIO(body),
            http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
        )
    )
archive.seek(0)
read = {}
for record in ArchiveIterator(archive):
    encoding = record.http_headers.get_header("Content-Encoding")
    read[encoding] = record.content_stream().read()
    print(f"{encoding:8}", read[encoding][:40])
raise SystemExit(0 if read["deflate"] == page and read["br"] == bodies["br"] != page else "changed")
PY
