#!/usr/bin/env bash
# rich: what stands in square brackets leaves a headline when it is printed or put into a table.
#
# Versions:  rich 13.9.4; Python 3.11
# Expected:  A text that is printed, or a cell of a table, is shown as it is.
# Happens:   Small words in brackets are taken for markup: "[update]", "[live]" and "[sic]" vanish,
#            "[LIVE]", "[2018]" and "[Iran]" stay, since a tag begins with a small letter. A table
#            of articles on the terminal has other headlines than the corpus, and two headlines that
#            differ by "[update]" look like one. No error.
# Output:
#   'Talks  fail  in Vienna [LIVE] [2018]'
#   'He said they "was  there" [Reuters]'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: rich==13.9.4
cd "$work"

venv/bin/python - <<'PY'
import io

from rich.console import Console
from rich.table import Table

console = Console(file=io.StringIO(), width=80)
table = Table("headline", box=None, show_header=False, padding=0)
table.add_row("Talks [update] fail [live] in Vienna [LIVE] [2018]")
console.print(table)
console.print("He said they \"was [sic] there\" [Reuters]", highlight=False)
seen = [line.rstrip() for line in console.file.getvalue().splitlines()]
for line in seen:
    print(repr(line))
same = seen == ["Talks  fail  in Vienna [LIVE] [2018]", 'He said they "was  there" [Reuters]']
raise SystemExit(0 if same else "changed")
PY
