#!/usr/bin/env bash
# luxon: in Persian the 1st of January 2018 is printed as "1 Dey 2018", a day of neither calendar.
#
# Versions:  luxon 3.7.2 (npm); Node.js 20 with its own ICU
# Expected:  toFormat("d MMMM yyyy") writes day, month and year of one calendar: "1 January" in the
#            words of the Persian press, or 11 Dey 1396, which is that day.
# Happens:   The name of the month is asked of the platform, which names the Persian month in which
#            that day lies; day and year stay Gregorian. So the 1st and the 25th of January 2018 are
#            of two months, and a chart by month has names that shift by ten days. The way back
#            reads 30 Mehr 1397 (22 October 2018) as 30 October of the year 1397, and 22 October
#            2018 with the Persian word for October is invalid. toLocaleString and Info.months are
#            right. The documentation says that other calendars are for output alone, and asks for
#            outputCalendar; here nobody asked for one.
# Output:
#   1 January:      1 دی 2018
#   25 January:     25 بهمن 2018
#   toLocaleString: 11 دی 1396
#   Info.months:    ژانویه
#   30 مهر 1397:    1397-10-30
#   22 اکتبر 2018:  null
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts luxon@3.7.2

cat > look.mjs <<'JS'
import { DateTime, Info } from "luxon";

const options = { locale: "fa", numberingSystem: "latn" };
const day = (number) => DateTime.utc(2018, 1, number).reconfigure(options);
const read = (text) => DateTime.fromFormat(text, "d MMMM yyyy", { zone: "utc", ...options }).toISODate();
const seen = {
  "1 January": day(1).toFormat("d MMMM yyyy"),
  "25 January": day(25).toFormat("d MMMM yyyy"),
  "toLocaleString": day(1).toLocaleString({ day: "numeric", month: "long", year: "numeric" }),
  "Info.months": Info.months("long", { locale: "fa" })[0],
  "30 مهر 1397": read("30 مهر 1397"),
  "22 اکتبر 2018": read("22 اکتبر 2018"),
};
for (const [name, value] of Object.entries(seen)) {
  console.log(`${name}:`.padEnd(15), value);
}
const wanted = ["1 دی 2018", "25 بهمن 2018", "11 دی 1396", "ژانویه", "1397-10-30", null];
const same = JSON.stringify(Object.values(seen)) === JSON.stringify(wanted);
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
