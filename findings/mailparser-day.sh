#!/usr/bin/env bash
# mail-parser: a newsletter of Friday evening is dated Saturday.
#
# Versions:  mail-parser 4.6.3; Python 3.11
# Expected:  date is the day that the header Date states.
# Happens:   The date is moved to UTC and the day with it; the offset is kept in another field as
#            text. Newsletters that leave New York after seven in the evening belong to the next
#            day, and to the next month at its end.
# Output:
#   Date: Fri, 30 Oct 2015 23:30:00 -0400   date 2015-10-31 03:30   timezone -4.0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  mail-parser==4.6.3
cd "$work"

venv/bin/python - <<'PY'
import mailparser

message = "From: a@example.org\nTo: b@example.org\nSubject: x\nDate: {}\n\nText.\n"
stated = "Fri, 30 Oct 2015 23:30:00 -0400"
read = mailparser.parse_from_string(message.format(stated))
print(f"Date: {stated}   date {read.date:%Y-%m-%d %H:%M}   timezone {read.timezone}")
raise SystemExit(0 if f"{read.date:%Y-%m-%d}" == "2015-10-31" else "changed")
PY
