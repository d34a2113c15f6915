#!/usr/bin/env bash
# xts, zoo: lag(series, 1) is the day before in one class, and the day after in the other.
#
# Versions:  xts 0.13.0, zoo 1.8-11; R 4.2.2 (Debian 12)
# Expected:  xts extends zoo, so a function that both have does the same.
# Happens:   For a zoo series lag with 1 gives each day the value of the next, as R's own ts does;
#            for xts it gives that of the day before. Turning a table into the other class turns
#            round who follows whom. Two series that are added keep only the days which both have,
#            in both classes, without a word.
# Output:
#   lag 1 on the 23rd: zoo 30 xts 10
#   days of the sum of a series of three days and one of two: 1
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download r-cran-xts=0.13.0-1 r-cran-zoo=1.8-11-1 r-cran-lattice=0.20-45-3 >/dev/null
for package in *.deb; do
  dpkg-deb --extract "$package" here
done

R_LIBS=here/usr/lib/R/site-library:here/usr/lib/R/library TZ=UTC Rscript - <<'R'
suppressPackageStartupMessages(library(xts))

days <- as.Date("2018-10-22") + 0:2
plain <- zoo(c(10, 20, 30), days)
extended <- as.xts(plain)
of_the_23rd <- c(zoo = as.numeric(lag(plain, 1)[days[2]]), xts = as.numeric(lag(extended, 1)[days[2]]))
cat("lag 1 on the 23rd:", paste(names(of_the_23rd), of_the_23rd), "\n")
both <- plain + zoo(c(1, 1), days[2:3] + 1)
cat("days of the sum of a series of three days and one of two:", length(both), "\n")
same <- identical(of_the_23rd, c(zoo = 30, xts = 10)) && length(both) == 1
if (!same) {
  stop("changed")
}
R
