#!/usr/bin/env bash
# duckdb: a sample of 10 % of 1500 articles holds all of them or none.
#
# Versions:  duckdb 2.0.1; Python 3.11
# Expected:  USING SAMPLE 10% takes about 150 of 1500 rows, each with a chance of one in ten.
# Happens:   The method for a percentage is "system", which keeps or leaves whole blocks of 2048
#            rows (the page on samples says so of the method). A table of fewer rows is one block:
#            nine samples in ten are empty, the tenth is the table. In a table of 20,000 articles
#            in order of their dates a sample holds some weeks whole and nothing of the others, so
#            that a share estimated from it is one of those weeks. "10% (bernoulli)" takes each
#            row by itself.
# Output:
#   sizes of 30 samples of 10 % of 1500 rows: [0, 1500] ; empty: 25
#   without a method: [0, 1500]
#   days of 364 in ten samples of a table by date: [67, 76, 39, 0, 76, 115, 0, 0, 0, 0]
#   bernoulli: 150
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  duckdb==2.0.1
cd "$work"

venv/bin/python - <<'PY'
import duckdb

base = duckdb.connect()
base.execute("create table small as select i from range(1500) t(i)")
base.execute("create table large as select date '2018-01-01' + (i // 55)::int as day from range(20000) t(i)")


def ask(query):
    return base.execute(query).fetchone()[0]


sizes = [ask(f"select count(*) from (from small using sample 10% (system, {seed}))") for seed in range(30)]
print("sizes of 30 samples of 10 % of 1500 rows:", sorted(set(sizes)), "; empty:", sizes.count(0))
default = {ask("select count(*) from (from small using sample 10%)") for _ in range(30)}
print("without a method:", sorted(default))
days = [ask(f"select count(distinct day) from (from large using sample 10% (system, {seed}))") for seed in range(10)]
print("days of 364 in ten samples of a table by date:", days)
each = ask("select count(*) from (from small using sample 10% (bernoulli, 1))")
print("bernoulli:", each)
fine = set(sizes) == default == {0, 1500} and max(days) < 200 and 100 < each < 200
raise SystemExit(0 if fine else "changed")
PY
