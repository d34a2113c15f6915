#!/usr/bin/env bash
# tm: taking punctuation away joins words and numbers, and leaves the quotation marks of print.
#
# Versions:  tm 0.7-11; R 4.2.2 (Debian 12)
# Expected:  removePunctuation parts words: cease fire, U S, 1.5 is kept or becomes two numbers,
#            quotation marks go.
# Happens:   ASCII signs are removed without a blank: cease-fire is ceasefire, war/peace is
#            warpeace, 1.5 is 15, "began.War" is one word. Signs beyond ASCII stay (ucp = FALSE), so
#            words in typographic quotation marks, and isn't with the apostrophe of print, are terms
#            of their own that no list of stop words has. removeNumbers leaves "COVID-" and "G".
# Output:
#   [1] "ceasefire warpeace 15 talksWar" "“no”"
#   [3] "COVID- and G"                   "isn’t  "
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download r-cran-tm=0.7-11-1 r-cran-nlp=0.2-1-1 r-cran-slam=0.1-50-1 r-cran-xml2=1.3.3-1+b1 \
  r-cran-rcpp=1.0.10-1 >/dev/null
for package in *.deb; do
  dpkg-deb --extract "$package" here
done

R_LIBS=here/usr/lib/R/site-library:here/usr/lib/R/library TZ=UTC Rscript - <<'R'
suppressPackageStartupMessages(library(tm))

seen <- c(
  removePunctuation("cease-fire war/peace 1.5% talks.War"),
  removePunctuation("\u201cno\u201d"),
  removeNumbers("COVID-19 and G20"),
  removeWords("isn\u2019t it isn't", stopwords("en"))
)
print(seen)
same <- identical(seen[1], "ceasefire warpeace 15 talksWar") && nchar(seen[2]) == 4 &&
  identical(seen[3], "COVID- and G") && startsWith(seen[4], "isn")
if (!same) {
  stop("changed")
}
R
