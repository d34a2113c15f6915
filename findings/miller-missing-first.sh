#!/usr/bin/env bash
# miller: the outlet without a value is the top one, and is below every threshold.
#
# Versions:  Miller 6.6.0 (Debian 12, miller 6.6.0-2+b3)
# Expected:  top and sort -nr begin with the largest number; an empty cell is no number, as in the
#            mean and the count of stats1.
# Happens:   An empty cell is larger than any number for top, sort -nr and the max of summary, and
#            smaller for filter '$share < 0.3'. The outlet that was not measured leads the ranking,
#            and is among those below the threshold too. stats1 leaves it out. Exit status 0.
# Output:
#   top:        Times,
#   sort -nr:   Times, Post,0.5 Wire,0.25 Star,0.1
#   below 0.3:  Times Wire Star
#   count, max: 3,0.5
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download miller=6.6.0-2+b3 >/dev/null
dpkg-deb --extract miller_*.deb here

printf 'outlet,share\nPost,0.5\nTimes,\nWire,0.25\nStar,0.1\n' > shares.csv
miller() {
  here/usr/bin/mlr --icsv --ocsv "$@" shares.csv
}
first=$(miller top -n 1 -f share -a | tail -n 1)
# shellcheck disable=SC2016  # $share is Miller's
below=$(miller filter '$share < 0.3' | tail -n +2 | cut -d , -f 1 | tr '\n' ' ')
sorted=$(miller sort -nr share | tail -n +2 | tr '\n' ' ')
figures=$(miller stats1 -a count,max -f share | tail -n 1)
echo "top:        $first"
echo "sort -nr:   $sorted"
echo "below 0.3:  $below"
echo "count, max: $figures"
if [ "$first" != "Times," ] || [ "${sorted%% *}" != "Times," ] || [ "$below" != "Times Wire Star " ] || [ "$figures" != "3,0.5" ]; then
  echo "changed" >&2
  exit 1
fi
