#!/usr/bin/env bash
# rich: a paragraph that begins with a year and a full stop has another year when it is shown as
# Markdown.
#
# Versions:  rich 13.9.4, markdown-it-py 4.3.0; Python 3.11
# Expected:  Text is shown with the numbers that it has; at most it becomes a list.
# Happens:   "1986." and "2018." at the heads of two paragraphs are items of one list, which is
#            numbered on from its first: the second is 1987. "12*3 and 4*5" loses its stars: 123 and
#            45. Notes and quotations of articles, shown this way in a terminal or a notebook, have
#            years that nobody wrote.
# Output:
#   1986 The plant burns.
#   1987 The talks fail.
#   Of 123 and 45 men
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: rich==13.9.4 markdown-it-py==4.3.0
cd "$work"

venv/bin/python - <<'PY'
import io

from rich.console import Console
from rich.markdown import Markdown

console = Console(file=io.StringIO(), width=60)
console.print(Markdown("1986. The plant burns.\n\n2018. The talks fail.\n\nOf 12*3 and 4*5 men"))
seen = [line.strip() for line in console.file.getvalue().splitlines() if line.strip()]
for line in seen:
    print(line)
wanted = ["1986 The plant burns.", "1987 The talks fail.", "Of 123 and 45 men"]
raise SystemExit(0 if seen == wanted else "changed")
PY
