#!/usr/bin/env bash
# moment: "October 2018" read with day, month and year is 20 January 2018.
#
# Versions:  moment 2.31.0 (npm); Node.js 20
# Expected:  A date without a day does not fit the format "D MMMM YYYY" and is invalid.
# Happens:   Unless the third argument is true, what does not fit is skipped and what is left is cut
#            to fit: the name of the month goes, "20" of 2018 is the day, January the month that
#            nobody wrote. "Oct. 22, 2018" is 22 January, "22 October" read with year, month and day
#            is 1 January 2022, and isValid() is true for all. A paper whose issues are dated by
#            month has its year in one week of January.
# Output:
#   22 October 2018  D MMMM YYYY   2018-10-22
#   October 2018     D MMMM YYYY   2018-01-20
#   Oct. 22, 2018    D MMMM YYYY   2018-01-22
#   October 2018     MMMM D, YYYY  2018-10-20
#   22 October       YYYY-MM-DD    2022-01-01
#   strict: false
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund moment@2.31.0

cat > look.mjs <<'JS'
import moment from "moment";

const rows = [
  ["22 October 2018", "D MMMM YYYY"],
  ["October 2018", "D MMMM YYYY"],
  ["Oct. 22, 2018", "D MMMM YYYY"],
  ["October 2018", "MMMM D, YYYY"],
  ["22 October", "YYYY-MM-DD"],
];
const found = rows.map(([text, form]) => {
  const date = moment(text, form);
  return date.isValid() ? date.format("YYYY-MM-DD") : "invalid";
});
rows.forEach(([text, form], place) => console.log(text.padEnd(16), form.padEnd(13), found[place]));
const strict = moment("October 2018", "D MMMM YYYY", true).isValid();
console.log("strict:", strict);
const same =
  found.join() === "2018-10-22,2018-01-20,2018-01-22,2018-10-20,2022-01-01" && !strict;
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
TZ=UTC node look.mjs
