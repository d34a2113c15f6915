#!/usr/bin/env bash
# numeral: a missing share is printed as 0.0%, and the vote 5-4 is read as -54.
#
# Versions:  numeral 2.0.6 (npm); Node.js 20
# Expected:  A value that is missing or no number gives an empty text, "NaN" or an error;
#            a text that is not one number has no value.
# Happens:   format() prints null, undefined, NaN and words as 0 in the form asked for, so that an
#            outlet that was not measured has 0.0% beside one that has none. Of a text the signs that
#            are not digits are taken out: a vote, a day and a fraction are numbers, with a minus if
#            they have one dash, and 1e3 is 13; with a colon it is seconds. Very small shares are NaN
#            in some forms.
# Output:
#   format 0.0%   null: 0.0%  undefined: 0.0%  NaN: 0.0%  "n/a": 0.0%
#   format 0.00   0.0000001: NaN  0.00001: 0.00
#   value         5-4: -54  1/2: 12  2018-10-22: 20181022  10:30: 630  1e3: 13  £2bn: 2
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts numeral@2.0.6

cat > look.mjs <<'JS'
import numeral from "numeral";

const line = (label, pairs) => {
  const text = pairs.map(([name, value]) => `${name}: ${value}`).join("  ");
  console.log(label.padEnd(13), text);
  return text;
};
const missing = [["null", null], ["undefined", undefined], ["NaN", NaN], ['"n/a"', "n/a"]];
const texts = ["5-4", "1/2", "2018-10-22", "10:30", "1e3", "£2bn"];
const seen = [
  line("format 0.0%", missing.map(([name, value]) => [name, numeral(value).format("0.0%")])),
  line("format 0.00", [["0.0000001", numeral(1e-7).format("0.00")], ["0.00001", numeral(1e-5).format("0.00")]]),
  line("value", texts.map((text) => [text, numeral(text).value()])),
];
const wanted = [
  'null: 0.0%  undefined: 0.0%  NaN: 0.0%  "n/a": 0.0%',
  "0.0000001: NaN  0.00001: 0.00",
  "5-4: -54  1/2: 12  2018-10-22: 20181022  10:30: 630  1e3: 13  £2bn: 2",
];
if (seen.join("\n") !== wanted.join("\n")) {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
