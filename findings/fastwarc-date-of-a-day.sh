#!/usr/bin/env bash
# FastWARC: a record whose WARC-Date is a day, a month or a year has no date.
#
# Versions:  FastWARC 2.0.1, warcio 1.8.1; Python 3.11
# Expected:  record_date gives the date of each record. WARC 1.1 allows a WARC-Date of less than a
#            second ("2016", "2016-11", "2016-11-22"), for which it has examples.
# Happens:   record_date is None for a year, a month or a day, which is also what a record without
#            a WARC-Date gives: archives made of scanned or donated pages seem undated, though the
#            header, read by its name, has the date. A date without seconds, also of 1.1, is read.
# Output:
#   2018                    None
#   2018-10                 None
#   2018-10-22              None
#   2018-10-22T09:00Z       2018-10-22T09:00:00+00:00
#   2018-10-22T09:00:00Z    2018-10-22T09:00:00+00:00
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check fastwarc==2.0.1 warcio==1.8.1
cd "$work"

venv/bin/python - <<'PY'
from io import BytesIO

from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as Records

wanted = {
    "2018": None,
    "2018-10": None,
    "2018-10-22": None,
    "2018-10-22T09:00Z": "2018-10-22T09:00:00+00:00",
    "2018-10-22T09:00:00Z": "2018-10-22T09:00:00+00:00",
}
archive = b"".join(
    "\r\n".join(
        [
            "WARC/1.1",
            "WARC-Type: resource",
            f"WARC-Record-ID: <urn:uuid:11111111-1111-4111-8111-11111111111{number}>",
            "WARC-Target-URI: http://news.example/a",
            f"WARC-Date: {date}",
            "Content-Type: text/plain",
            "Content-Length: 5",
            "",
            "Story",
            "",
            "",
        ]
    ).encode()
    for number, date in enumerate(wanted)
)
seen = {}
for record in ArchiveIterator(BytesIO(archive)):
    date = record.record_date
    seen[record.headers["WARC-Date"]] = date.isoformat() if date else None
for stated, read in seen.items():
    print(f"{stated:23} {read}")
valid = [record.rec_headers.get_header("WARC-Date") for record in Records(BytesIO(archive))] == list(wanted)
raise SystemExit(0 if valid and seen == wanted else "changed")
PY
