#!/usr/bin/env bash
# jq: strptime with %z followed by mktime reads 23:30 -0500 as 23:30 UTC, five hours early.
#
# Versions:  jq 1.13.0 (PyPI, with libjq inside); Python 3.11
# Expected:  %z reads the offset, and mktime gives the seconds of that moment; an offset that is
#            not used is refused.
# Happens:   The offset is parsed and thrown away: the same moment written by two agencies, 23:30
#            -0500 and 04:30 +0000, is two moments five hours apart, and of two versions of a
#            story the older one may pass for the newer. What is written behind %Z or Z makes no
#            difference either.
# Output:
#   one moment, written twice: 2018-10-22T23:30:00-0500 2018-10-23T04:30:00+0000
#   seconds between them: 18000
#   written 3.5 hours earlier 2018-10-23T01:00:00+0000 but taken for the later one: True
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  jq==1.13.0
cd "$work"

venv/bin/python - <<'PY'
import jq


def read(text):
    return jq.compile('strptime("%Y-%m-%dT%H:%M:%S%z") | mktime').input_value(text).first()


american, british = "2018-10-22T23:30:00-0500", "2018-10-23T04:30:00+0000"
apart = read(british) - read(american)
print("one moment, written twice:", american, british)
print("seconds between them:", apart)
later = "2018-10-23T01:00:00+0000"
print("written 3.5 hours earlier", later, "but taken for the later one:", read(later) > read(american))
raise SystemExit(0 if apart == 18000 and read(later) > read(american) else "changed")
PY
