#!/usr/bin/env bash
# stringdist: US and UK are the same where texts are compared by threes of letters.
#
# Versions:  stringdist 0.9.10; R 4.2.2 (Debian 12)
# Expected:  The distance of two different texts is above 0, and 1, or missing, where neither has a
#            part to compare.
# Happens:   A text shorter than q has no parts, and two of them differ by none: the distance of US
#            and UK, or of two words of four letters with q = 5, is 0 by jaccard, cosine and qgram,
#            that of copies. Beside a longer text it is 1 by jaccard. Short names of outlets and
#            countries are all one in a table of copies.
# Output:
#   jaccard  cosine   qgram
#         0       0       0
#   [1] 1
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download r-cran-stringdist=0.9.10-1 >/dev/null
for package in *.deb; do
  dpkg-deb --extract "$package" here
done

R_LIBS=here/usr/lib/R/site-library:here/usr/lib/R/library TZ=UTC Rscript - <<'R'
library(stringdist)

methods <- c("jaccard", "cosine", "qgram")
short <- sapply(methods, function(method) stringdist("US", "UK", method = method, q = 3))
other <- stringdist("US", "Iran", method = "jaccard", q = 3)
print(short)
print(other)
same <- all(short == 0) && other == 1
if (!same) {
  stop("changed")
}
R
