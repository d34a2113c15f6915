#!/usr/bin/env bash
# courlan: strict normalisation makes one address of all stories that are told apart by ?story=12;
# check_url gives them as one.
#
# Versions:  courlan 1.4.0; Python 3.11
# Expected:  Parameters of tracking go, parameters that name the article stay.
# Happens:   strict=True keeps a short list of parameters ("id", "p", "page", "lang" …) and drops
#            the others, "story", "article", "nr" and "doc" among them. Two articles have one
#            address; those who drop repeated addresses drop all articles of such an outlet but
#            one.
# Output:
#   https://example.org/news?story=12        ->  https://example.org/news
#   https://example.org/news?story=13        ->  https://example.org/news
#   https://example.org/a?utm_source=x&nr=3  ->  https://example.org/a
#   https://example.org/a?id=5               ->  https://example.org/a?id=5
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  courlan==1.4.0
cd "$work"

venv/bin/python - <<'PY'
from courlan import check_url, normalize_url

addresses = {
    "https://example.org/news?story=12": "https://example.org/news",
    "https://example.org/news?story=13": "https://example.org/news",
    "https://example.org/a?utm_source=x&nr=3": "https://example.org/a",
    "https://example.org/a?id=5": "https://example.org/a?id=5",
}
seen = {address: normalize_url(address, strict=True) for address in addresses}
checked = {address: check_url(address, strict=True)[0] for address in addresses}
for address, normal in seen.items():
    print(f"{address:39}  ->  {normal}")
raise SystemExit(0 if seen == checked == addresses else "changed")
PY
