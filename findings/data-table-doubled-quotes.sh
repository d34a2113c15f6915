#!/usr/bin/env bash
# data.table: quotation marks of a headline come back doubled from a CSV file that it wrote itself.
#
# Versions:  data.table 1.14.8; R 4.2.2 (Debian 12)
# Expected:  fread reads what fwrite writes, and a doubled quotation mark inside a quoted field as
#            one, as read.csv does.
# Happens:   fwrite doubles the marks, as CSV asks, and fread keeps both: He said ""no"". Each round
#            adds more. Headlines with quotations match nothing of another table, and are longer;
#            those without are right. No warning.
# Output:
#   He said ""no"" to talks | He said """"no"""" to talks | read.csv: He said "no" to talks
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download r-cran-data.table=1.14.8+dfsg-1 >/dev/null
for package in *.deb; do
  dpkg-deb --extract "$package" here
done

R_LIBS=here/usr/lib/R/site-library:here/usr/lib/R/library TZ=UTC Rscript - <<'R'
library(data.table)

articles <- data.table(id = 1:2, headline = c('He said "no" to talks', "Peace"))
fwrite(articles, "articles.csv")
once <- fread("articles.csv")$headline
fwrite(fread("articles.csv"), "again.csv")
twice <- fread("again.csv")$headline
cat(once[1], "|", twice[1], "| read.csv:", read.csv("articles.csv")$headline[1], "\n")
same <- identical(once, c('He said ""no"" to talks', "Peace")) && nchar(twice[1]) > nchar(once[1]) &&
  identical(read.csv("articles.csv")$headline, articles$headline)
if (!same) {
  stop("changed")
}
R
