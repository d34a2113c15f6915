#!/usr/bin/env bash
# datamash: numbers come out with fourteen digits, and mad is 1.48 times the median distance.
#
# Versions:  datamash 1.7 (Debian 12, datamash 1.7-2)
# Expected:  max, min and sum of whole numbers are whole numbers; mad is the median of the distances
#            from the median, as iqr is a distance.
# Happens:   The latest id 12345678901234567 is 1.2345678901235e+16, so max, min and mode name an id
#            that no article has. mad is scaled to a standard deviation, madraw is not; a threshold
#            taken from another program finds other weeks. A column 0x10 is sixteen. Status 0.
# Output:
#   largest id: 1.2345678901235e+16
#   mad, madraw: 2.2239 1.5
#   0x10 and 1: 17
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download datamash=1.7-2 >/dev/null
for package in *.deb; do
  dpkg-deb --extract "$package" here
done

largest=$(printf '12345678901234567\n12345678901234566\n' | here/usr/bin/datamash max 1)
distances=$(printf '%s\n' 1 2 3 4 5 7 | here/usr/bin/datamash -W mad 1 madraw 1 | tr '\t' ' ')
hash=$(printf '0x10\n1\n' | here/usr/bin/datamash sum 1)
echo "largest id: $largest"
echo "mad, madraw: $distances"
echo "0x10 and 1: $hash"
if [ "$largest" != 1.2345678901235e+16 ] || [ "$distances" != "2.2239 1.5" ] || [ "$hash" != 17 ]; then
  echo "changed" >&2
  exit 1
fi
