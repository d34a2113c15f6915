#!/usr/bin/env bash
# pyarrow: match_substring_regex compiles its pattern anew in each call.
#
# Versions:  pyarrow 26.0.1; Python 3.11
# Expected:  A pattern used again is compiled once, as it is by Python's re, which keeps the last ones
#            in a cache; a call on one headline costs about what a call costs.
# Happens:   Each call compiles the pattern and forgets it, and nothing lets one hand over a compiled
#            one. With 85 alternatives, 500 calls on one headline take hundreds of times as long as
#            one call on 500. Calls alone are not the reason: 500 of match_substring, which has
#            nothing to compile, take a fraction. Small batches, as streams and chunked tables give
#            them, pay for it.
# Output (the factors are those of one machine):
#   500 calls on 1 headline match as 1 call on 500: True
#   as long as 1 call on 500, times:                  291
#   as long as 500 calls of match_substring, times:   16
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pyarrow==26.0.1
cd "$work"

venv/bin/python - <<'PY'
import time

import pyarrow as pa
import pyarrow.compute as pc

words = [f"alternative{i}word" for i in range(85)]
pattern = "|".join(words)
headlines = [f"peace talks, {words[i]} in the city" if i % 7 == 0 else "peace talks in the city" for i in range(85)]
headlines = (headlines * 6)[:500]
whole, single = pa.array(headlines), [pa.array([headline]) for headline in headlines]


def processor_seconds(function):
    taken = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(4):
            function()
        taken.append(time.process_time() - start)
    return max(min(taken), 1e-9)


def call_by_call():
    return [pc.match_substring_regex(part, pattern)[0].as_py() for part in single]


equal = call_by_call() == pc.match_substring_regex(whole, pattern).to_pylist()
many = processor_seconds(lambda: [pc.match_substring_regex(part, pattern) for part in single])
once = processor_seconds(lambda: pc.match_substring_regex(whole, pattern))
plain = processor_seconds(lambda: [pc.match_substring(part, words[0]) for part in single])
print("500 calls on 1 headline match as 1 call on 500:", equal)
print(f"as long as 1 call on 500, times:                 {many / once:4.0f}")
print(f"as long as 500 calls of match_substring, times:  {many / plain:3.0f}")
raise SystemExit(0 if equal and many > 20 * once and many > 4 * plain else "changed")
PY
