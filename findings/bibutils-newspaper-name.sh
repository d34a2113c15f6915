#!/usr/bin/env bash
# bibutils: the outlet of a newspaper article is lost on the way to EndNote, Word and ISI, that of a
# journal is kept.
#
# Versions:  bibutils 7.2 (Debian 12, bibutils and libbibutils8 7.2-2)
# Expected:  Of RIS, xml2end, xml2wordbib and xml2isi write T2 or JO as the name of the periodical,
#            and the day.
# Happens:   Of a record NEWS the name is in none of the three, of JOUR in all; for ISI the day is
#            lost for both. BibTeX has both, so a bibliography made from the same records looks
#            whole. A corporate author is taken apart: "Reuters News Agency" is "Agency, Reuters
#            News". Status 0, and two references processed.
# Output:
#   end news: Post 0, 22 1
#   end journal: Post 1, 22 1
#   wordbib news: Post 0, 22 1
#   wordbib journal: Post 1, 22 1
#   isi news: Post 0, 22 0
#   isi journal: Post 1, 22 0
#   bib news: Post 1, 22 1
#   bib journal: Post 1, 22 1
#   Agency, Reuters News
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download bibutils=7.2-2 libbibutils8=7.2-2 >/dev/null
for package in *.deb; do
  dpkg-deb --extract "$package" here
done

printf 'TY  - NEWS\nTI  - War\nAU  - Reuters News Agency\nT2  - The Post\nDA  - 2018/10/22\nER  - \n' > news.ris
printf 'TY  - JOUR\nTI  - War\nAU  - Reuters News Agency\nJO  - The Post\nDA  - 2018/10/22\nER  - \n' > journal.ris
export LD_LIBRARY_PATH=here/usr/lib/x86_64-linux-gnu:here/usr/lib
seen=$(
  for form in end wordbib isi bib; do
    for record in news journal; do
      here/usr/bin/ris2xml "$record.ris" 2>/dev/null | "here/usr/bin/xml2$form" 2>/dev/null > out.txt
      printf '%s %s: Post %s, 22 %s\n' "$form" "$record" "$(grep -c 'The Post' out.txt)" "$(grep -cw 22 out.txt)"
    done
  done
  grep -o 'Agency, Reuters News' out.txt
)
echo "$seen"
expected='end news: Post 0, 22 1
end journal: Post 1, 22 1
wordbib news: Post 0, 22 1
wordbib journal: Post 1, 22 1
isi news: Post 0, 22 0
isi journal: Post 1, 22 0
bib news: Post 1, 22 1
bib journal: Post 1, 22 1
Agency, Reuters News'
if [ "$seen" != "$expected" ]; then
  echo "changed" >&2
  exit 1
fi
