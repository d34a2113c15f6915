#!/usr/bin/env bash
# lubridate: a page number before a date is its day, and a count before it its month's.
#
# Versions:  lubridate 1.9.2; R 4.2.2 (Debian 12)
# Expected:  dmy of a line that holds more than a date is NA with a warning, or finds the date.
# Happens:   All that is not a digit or a name of a month is passed over between the parts: "page 3
#            of 10 October 2018" is 3 October, "12 dead on October 22, 2018" read month first is 22
#            December, with all parts of the true date beside it. "Published 22 October 2018" is
#            right, so the rule looks safe on the first rows.
# Output:
#   [1] "2018-10-22" "2018-10-03" "2018-12-22"
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download r-cran-lubridate=1.9.2+dfsg-1 r-cran-generics=0.1.3-1 r-cran-timechange=0.2.0-1 >/dev/null
for package in *.deb; do
  dpkg-deb --extract "$package" here
done

R_LIBS=here/usr/lib/R/site-library:here/usr/lib/R/library TZ=UTC Rscript - <<'R'
Sys.setenv(TZ = "UTC")
suppressPackageStartupMessages(library(lubridate))

seen <- c(
  as.character(dmy("Published 22 October 2018")),
  as.character(dmy("page 3 of 10 October 2018")),
  as.character(mdy("The 12 people of October 22, 2018"))
)
print(seen)
same <- identical(seen, c("2018-10-22", "2018-10-03", "2018-12-22"))
if (!same) {
  stop("changed")
}
R
