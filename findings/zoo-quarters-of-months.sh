#!/usr/bin/env bash
# zoo: 2018-4 is the fourth quarter, and the number 2018.10 February.
#
# Versions:  zoo 1.8-11; R 4.2.2 (Debian 12)
# Expected:  as.yearqtr("2018-4") is the quarter of April, as as.yearmon("2018-4") is April; 2018.10
#            is October.
# Happens:   The number after the year is a quarter: 2018-1 to 2018-4 are Q1 to Q4 though a column
#            of months has them, while 2018-10 is missing. Numbers are years with a fraction:
#            2018.10 is February, 2018.01 to 2018.04 January. Months kept as a number, as
#            spreadsheets have them, all lie in the first two months.
# Output:
#   [1] "2018 Q1" "2018 Q4" NA        "01"      "01"      "02"
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download r-cran-zoo=1.8-11-1 r-cran-lattice=0.20-45-3 >/dev/null
for package in *.deb; do
  dpkg-deb --extract "$package" here
done

R_LIBS=here/usr/lib/R/site-library:here/usr/lib/R/library TZ=UTC Rscript - <<'R'
suppressPackageStartupMessages(library(zoo))

seen <- c(
  format(as.yearqtr(c("2018-1", "2018-4", "2018-10"))),
  format(as.yearmon(c(2018.01, 2018.04, 2018.10)), "%m")
)
print(seen)
same <- identical(seen, c("2018 Q1", "2018 Q4", NA, "01", "01", "02"))
if (!same) {
  stop("changed")
}
R
