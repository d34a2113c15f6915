#!/usr/bin/env bash
# tm: UN, EU, UK and US are no terms, even of a dictionary that asks for them.
#
# Versions:  tm 0.7-11; R 4.2.2 (Debian 12)
# Expected:  DocumentTermMatrix counts every word; a dictionary is counted whatever it holds.
# Happens:   Words of less than three letters are left out unless wordLengths says otherwise, and
#            the dictionary is applied afterwards: its columns "un" and "eu" are there and 0
#            everywhere, which reads as "never mentioned". Full stops stay with a word ("u.s." has
#            four letters and is counted), so one style of an outlet has its country and another has
#            not.
# Output:
#        un      eu      us    u.s. vienna;
#         0       0       0       1       1
#        un      eu      us    u.s. vienna;
#         1       1       1       1       1
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

texts <- VCorpus(VectorSource("The UN met the EU and the US in Vienna; the U.S. left"))
count <- function(...) {
  terms <- list(dictionary = c("un", "eu", "us", "u.s.", "vienna;"), ...)
  as.matrix(DocumentTermMatrix(texts, control = terms))[1, terms$dictionary]
}
seen <- count()
long <- count(wordLengths = c(1, Inf))
print(seen)
print(long)
same <- all(seen == c(0, 0, 0, 1, 1)) && all(long == 1)
if (!same) {
  stop("changed")
}
R
