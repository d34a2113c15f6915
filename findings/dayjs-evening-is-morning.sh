#!/usr/bin/env bash
# dayjs: 10:30 PM is half past ten in the morning where the format has a small a.
#
# Versions:  dayjs 1.11.23 (npm); Node.js 20
# Expected:  "h:mm a" reads 10:30 PM, 10:30 pm and 10:30 p.m., as moment does; what it cannot read
#            is an invalid date.
# Happens:   a knows small letters and A capitals; of the other form the hour is kept and the half
#            of the day is left out: articles of the evening are of the morning. "p.m.", as many
#            papers print it, is the morning with either. No error, and noon and the morning are
#            right, so half of the rows pass a look.
# Output:
#   10:30 PM   h:mm a  10:30
#   10:30 pm   h:mm a  22:30
#   10:30 pm   h:mm A  10:30
#   10:30 p.m. h:mm a  10:30
#   10:30 p.m. h:mm A  10:30
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund dayjs@1.11.23

cat > look.mjs <<'JS'
import dayjs from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat.js";

dayjs.extend(customParseFormat);
const texts = [["10:30 PM", "a"], ["10:30 pm", "a"], ["10:30 pm", "A"], ["10:30 p.m.", "a"], ["10:30 p.m.", "A"]];
const seen = texts.map(([text, half]) => dayjs(`22 Oct 2018, ${text}`, `D MMM YYYY, h:mm ${half}`).format("HH:mm"));
texts.forEach(([text, half], place) => console.log(`${text.padEnd(10)} h:mm ${half}  ${seen[place]}`));
const same = seen.join(" ") === "10:30 22:30 10:30 10:30 10:30";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
