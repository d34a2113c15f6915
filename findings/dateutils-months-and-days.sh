#!/usr/bin/env bash
# dateutils: from 31 January to 1 March are "1 months 62 days"; a month rounded down is 2017-15-00.
#
# Versions:  dateutils 0.4.10 (Debian 12, dateutils 0.4.10-1)
# Expected:  ddiff -f '%m months %d days' gives the days that are left over after whole months: 29
#            days are "0 months 29 days" or "1 months 1 days". dround gives a date.
# Happens:   From the last days of January into March, the days that are left are counted twice over:
#            1 month and 62 days. The plain difference is right, and so are all other months, so
#            that a test on any other date passes. `dround -- -1mo`, one of the forms that the
#            manual lists, makes month 15 of the year before of 22 October 2018, with status 0.
# Output:
#   2018-01-31 2018-03-01: 29 days, or 1 months 62 days
#   2018-01-30 2018-03-01: 30 days, or 1 months 63 days
#   2018-03-31 2018-05-01: 31 days, or 1 months 0 days
#   dround 2018-10-22 -1mo: 2017-15-00
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download dateutils=0.4.10-1 >/dev/null
dpkg-deb --extract dateutils_*.deb here

seen=$(
  for pair in "2018-01-31 2018-03-01" "2018-01-30 2018-03-01" "2018-03-31 2018-05-01"; do
    first=${pair% *}
    last=${pair#* }
    plain=$(here/usr/bin/dateutils.ddiff "$first" "$last")
    months=$(here/usr/bin/dateutils.ddiff -f '%m months %d days' "$first" "$last")
    echo "$pair: $plain days, or $months"
  done
  echo "dround 2018-10-22 -1mo: $(here/usr/bin/dateutils.dround 2018-10-22 -- -1mo)"
)
echo "$seen"
if [ "$seen" != "2018-01-31 2018-03-01: 29 days, or 1 months 62 days
2018-01-30 2018-03-01: 30 days, or 1 months 63 days
2018-03-31 2018-05-01: 31 days, or 1 months 0 days
dround 2018-10-22 -1mo: 2017-15-00" ]; then
  echo "changed" >&2
  exit 1
fi
