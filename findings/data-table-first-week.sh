#!/usr/bin/env bash
# data.table: the first week of a year has six days.
#
# Versions:  data.table 1.14.8, lubridate 1.9.2; R 4.2.2 (Debian 12)
# Expected:  week counts spans of seven days from 1 January, as in lubridate, or calendar weeks.
# Happens:   7 January is in week 2: the day of the year is divided by seven and one is added. All
#            weeks begin a day earlier than lubridate's week, which has the same name and is loaded
#            after or before it; the first has six days of news, and counts of it are low by a
#            seventh each year.
# Output:
#   [1] "2018-01-01" "2018-01-06" "2018-01-07" "2018-01-08"
#   $data.table
#   [1] 1 1 2 2
#
#   $lubridate
#   [1] 1 1 1 2
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download r-cran-data.table=1.14.8+dfsg-1 r-cran-lubridate=1.9.2+dfsg-1 \
  r-cran-generics=0.1.3-1 r-cran-timechange=0.2.0-1 >/dev/null
for package in *.deb; do
  dpkg-deb --extract "$package" here
done

R_LIBS=here/usr/lib/R/site-library:here/usr/lib/R/library TZ=UTC Rscript - <<'R'
days <- as.Date("2018-01-01") + c(0, 5, 6, 7)
seen <- list(data.table = data.table::week(days), lubridate = lubridate::week(days))
print(days)
print(seen)
same <- all(seen$data.table == c(1, 1, 2, 2)) && all(seen$lubridate == c(1, 1, 1, 2))
if (!same) {
  stop("changed")
}
R
