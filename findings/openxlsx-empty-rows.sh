#!/usr/bin/env bash
# openxlsx: the word NA in a cell is missing, and empty rows are gone.
#
# Versions:  openxlsx 4.2.5.2, readxl from the same file keeps both; R 4.2.2 (Debian 12)
# Expected:  read.xlsx gives each row of the sheet its row, and a text its text.
# Happens:   Empty rows are skipped (skipEmptyRows), so row 7 of the sheet is row 4 of the table and
#            notes by row name another article; the text "NA", an abbreviation in headlines and a
#            country in two letters, is missing. Two columns of one name come back as two of one
#            name.
# Output:
#     country    title
#   1    <NA> Windhoek
#   2      DE     Bonn
#   3      FR    Paris
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download r-cran-openxlsx=4.2.5.2-1 r-cran-zip=2.2.2-1+b1 r-cran-stringi=1.7.12-1 \
  r-cran-rcpp=1.0.10-1 >/dev/null
for package in *.deb; do
  dpkg-deb --extract "$package" here
done

R_LIBS=here/usr/lib/R/site-library:here/usr/lib/R/library TZ=UTC Rscript - <<'R'
library(openxlsx)

book <- createWorkbook()
addWorksheet(book, "articles")
writeData(book, 1, data.frame(country = c("NA", "DE"), title = c("Windhoek", "Bonn")))
writeData(book, 1, data.frame(country = "FR", title = "Paris"), startRow = 7, colNames = FALSE)
saveWorkbook(book, "articles.xlsx")
seen <- read.xlsx("articles.xlsx")
print(seen)
same <- nrow(seen) == 3 && is.na(seen$country[1]) && seen$title[3] == "Paris"
if (!same) {
  stop("changed")
}
R
