#!/usr/bin/env bash
# pyarrow: the approximate median of two values is the lower one, of groups as well.
#
# Versions:  pyarrow 26.0.1; Python 3.11
# Expected:  approximate_median is exact where values are few, as T-digests are: of 1 and 3 it is 2,
#            as quantile says.
# Happens:   Of 1 and 3 it is 1, of 1, 2, 3 and 4 it is 2.5: of two values the lower is taken, of
#            four their middle. For groups there is no exact median, so a table of medians per
#            outlet and month is too low wherever two articles were published, and right beside it.
# Output:
#   two: 1.0, quantile 2.0; groups of two: [1.0]; four: 2.5, quantile 2.5
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: pyarrow==26.0.1
cd "$work"

venv/bin/python - <<'PY'
import pyarrow as pa
import pyarrow.compute as pc

two, four = pa.array([1.0, 3.0]), pa.array([1.0, 2.0, 3.0, 4.0])
groups = pa.table({"source": ["a", "a"], "share": two}).group_by("source")
grouped = groups.aggregate([("share", "approximate_median")])["share_approximate_median"].to_pylist()
seen = [pc.approximate_median(values).as_py() for values in (two, four)]
seen += [pc.quantile(values, 0.5)[0].as_py() for values in (two, four)] + grouped
print(f"two: {seen[0]}, quantile {seen[2]}; groups of two: {grouped}; four: {seen[1]}, quantile {seen[3]}")
expected = [1.0, 2.5, 2.0, 2.5, 1.0]
raise SystemExit(0 if seen == expected else "changed")
PY
