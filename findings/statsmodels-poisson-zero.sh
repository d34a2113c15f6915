#!/usr/bin/env bash
# statsmodels: an interval for a rate of no articles that holds one rate alone, and not the rate 0.
#
# Versions:  statsmodels 0.15.0, numpy 2.4.6; Python 3.11
# Expected:  No article in ten weeks: the interval begins at 0 and ends near 3.7 / 10, as by the exact
#            method of the same function; the mid-p interval ends at 3.0 / 10, where half of the
#            chance of no article is 2.5 %.
# Happens:   confint_poisson(0, 10, method="midp-c") begins and ends at 0.29957, its upper end, and
#            method="sqrt" begins and ends at 0.096: the interval has no width and the rate observed
#            is outside of it. From one article on both are as in textbooks. No warning.
# Output:
#   exact-c  0 articles: 0.0 to 0.3689   1 article: 0.0025 to 0.5572
#   midp-c   0 articles: 0.2996 to 0.2996   1 article: 0.005 to 0.4932
#   sqrt     0 articles: 0.096 to 0.096   1 article: 0.0 to 0.392
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check statsmodels==0.15.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
from statsmodels.stats.rates import confint_poisson

seen = {}
for method in ("exact-c", "midp-c", "sqrt"):
    ends = [tuple(round(float(end), 4) for end in confint_poisson(articles, 10, method=method)) for articles in (0, 1)]
    seen[method] = ends
    print(f"{method:8} 0 articles: {ends[0][0]} to {ends[0][1]}   1 article: {ends[1][0]} to {ends[1][1]}")
wanted = {
    "exact-c": [(0.0, 0.3689), (0.0025, 0.5572)],
    "midp-c": [(0.2996, 0.2996), (0.005, 0.4932)],
    "sqrt": [(0.096, 0.096), (0.0, 0.392)],
}
raise SystemExit(0 if seen == wanted else "changed")
PY
