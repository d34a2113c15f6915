#!/usr/bin/env bash
# ssconvert: a column of dates is read day first until one cell is no date: then 10/11/2018 is 11
# October.
#
# Versions:  ssconvert of Gnumeric 1.12.55 (Debian 12, gnumeric 1.12.55-1)
# Expected:  A column of days is read in one order, whatever stands in its other cells, or is left
#            as it is.
# Happens:   Where every cell is a date, the order is that of the column: 22/10/2018 settles that
#            10/11/2018 is 10 November. With one "undated" in the column each cell is guessed for
#            itself, month first: days after the 12th stay text, the others change their month.
#            The locale makes no difference. Also 007 is 7, "October 2018" is its first day, and a
#            page 1/2 a day of the year of the run. Status 0, no message.
# Output (run in 2026):
#   id,day,issue,page
#   7,2018/10/22,2018/10/01,2026/01/02
#   8,2018/11/10,2018/03/01,2026/03/04
#   with one article more, "undated":
#   7,22/10/2018,2018/10/01,2026/01/02
#   8,2018/10/11,2018/03/01,2026/03/04
#   9,undated,,
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in gnumeric=1.12.55-1 gnumeric-common libgoffice-0.10-10 libgoffice-0.10-10-common libgsf-1-114 libgsf-1-common; do
  apt-get --option APT::Sandbox::User=root download "$package" >/dev/null
done
for package in *.deb; do
  dpkg-deb --extract "$package" here
done
lib=$work/here/usr/lib
gsf=$(dirname "$(find "$lib" -name libgsf-1.so.114)")

convert() {
  LD_LIBRARY_PATH="$lib:$gsf" LC_ALL=C here/usr/bin/ssconvert --lib-dir="$lib/gnumeric/1.12.55" \
    --data-dir="$work/here/usr/share/gnumeric/1.12.55" articles.csv out.csv 2>/dev/null
}
cat > articles.csv <<'CSV'
id,day,issue,page
007,22/10/2018,October 2018,1/2
008,10/11/2018,March 2018,3/4
CSV
convert
seen=$(cat out.csv)
echo "009,undated,," >> articles.csv
convert
seen="$seen
with one article more, \"undated\":
$(tail -n +2 out.csv)"
echo "$seen"
year=$(date +%Y)
if [ "$seen" != "id,day,issue,page
7,2018/10/22,2018/10/01,$year/01/02
8,2018/11/10,2018/03/01,$year/03/04
with one article more, \"undated\":
7,22/10/2018,2018/10/01,$year/01/02
8,2018/10/11,2018/03/01,$year/03/04
9,undated,," ]; then
  echo "changed" >&2
  exit 1
fi
