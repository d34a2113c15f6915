#!/usr/bin/env bash
# lubridate: the first of October rounded up is itself as a moment, and the first of November as a
# date.
#
# Versions:  lubridate 1.9.2; R 4.2.2 (Debian 12)
# Expected:  ceiling_date of a day at a boundary is that day, for both classes.
# Happens:   change_on_boundary is set by the class: a Date moves on, a POSIXct at midnight stays.
#            Issues dated by month move by a month once a column is read as dates in place of times.
#            Days in sevens begin anew each month: 29 to 31 January is one of three days.
# Output:
#                      date                  moment                  sevens
#              "2018-11-01"            "2018-10-01" "2018-01-29 2018-02-01"
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download r-cran-lubridate=1.9.2+dfsg-1 r-cran-generics=0.1.3-1 r-cran-timechange=0.2.0-1 >/dev/null
for package in *.deb; do
  dpkg-deb --extract "$package" here
done

R_LIBS=here/usr/lib/R/site-library:here/usr/lib/R/library TZ=UTC Rscript - <<'R'
suppressPackageStartupMessages(library(lubridate))

first <- "2018-10-01"
seen <- c(
  date = format(ceiling_date(as.Date(first), "month")),
  moment = format(ceiling_date(as.POSIXct(first, tz = "UTC"), "month")),
  sevens = paste(format(floor_date(as.Date(c("2018-01-31", "2018-02-01")), "7 days")), collapse = " ")
)
print(seen)
same <- identical(unname(seen), c("2018-11-01", "2018-10-01", "2018-01-29 2018-02-01"))
if (!same) {
  stop("changed")
}
R
