#!/usr/bin/env bash
# htmldate: an undated page gets the date of an event in its story, or 1 January of the year in
# its footer.
#
# Versions:  htmldate 1.11.0, lxml 6.1.3; Python 3.11
# Expected:  find_date returns None for a page that states no date of publication.
# Happens:   With the default (extensive_search=True) a sentence on "5 May 2016" dates the page to
#            that day, and a page without any date gets 1 January of the year in its copyright line.
#            Both come as a full date like one from the page's metadata. extensive_search=False
#            gives None for both.
# Output:
#   event in the story  default 2016-05-05, extensive_search=False None
#   year in the footer  default 2018-01-01, extensive_search=False None
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  htmldate==1.11.0 lxml==6.1.3
cd "$work"

venv/bin/python - <<'PY'
from htmldate import find_date

page = "<html><body><article><h1>The treaty</h1><p>{}</p></article><footer>{}</footer></body></html>"
stories = {
    "event in the story": ("The treaty of 5 May 2016 has failed, ministers said.", "The Daily"),
    "year in the footer": ("The treaty has failed, ministers said.", "© 2018 The Daily"),
}
found = {}
for name, parts in stories.items():
    html = page.format(*parts)
    found[name] = (find_date(html), find_date(html, extensive_search=False))
    print(f"{name:19} default {found[name][0]}, extensive_search=False {found[name][1]}")
same = list(found.values()) == [("2016-05-05", None), ("2018-01-01", None)]
raise SystemExit(0 if same else "changed")
PY
