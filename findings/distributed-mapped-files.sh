#!/usr/bin/env bash
# distributed: a file that is mapped and read counts as the worker's memory, and the worker is ended.
#
# Versions:  dask and distributed 2026.8.0, numpy 2.4.6; Python 3.11; Linux
# Expected:  Pages of a mapped file are the system's to take back, so a task that reads a file of
#            900 MB through numpy.memmap, a megabyte at a time, runs on a worker with a limit of
#            600 MiB, as it does without Dask in a container of that size.
# Happens:   The nanny takes the resident set size for the memory in use, mapped pages included, and
#            ends the worker at 95 % of the limit; the task fails with KilledWorker (after the first
#            worker here, after the fourth by default). Read by open() and read(), it passes.
# Output:
#   mapped: KilledWorker
#   read:   943718400
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  dask==2026.8.0 distributed==2026.8.0 numpy==2.4.6
cd "$work"

cat > tasks.py <<'PY'
import time

import numpy as np


def mapped(path):
    held, total = np.memmap(path, "u1", "r"), 0
    for at in range(0, len(held), 2**20):
        total += int(held[at : at + 2**20].sum())
    time.sleep(1)
    return total


def plain(path):
    total = 0
    with open(path, "rb") as file:
        while part := file.read(2**20):
            total += int(np.frombuffer(part, "u1").sum())
    time.sleep(1)
    return total
PY
cat > main.py <<'PY'
import logging

import dask
import numpy as np
import tasks
from distributed import Client, LocalCluster


def outcome(task):
    limits = {"n_workers": 1, "threads_per_worker": 1, "memory_limit": "600MiB"}
    quiet = {"dashboard_address": ":0", "silence_logs": logging.CRITICAL}
    with LocalCluster(**limits, **quiet) as cluster, Client(cluster) as client:
        try:
            return str(client.submit(task, "big.bin").result(timeout=120))
        except Exception as error:
            return type(error).__name__


if __name__ == "__main__":
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with open("big.bin", "wb") as file:
        for _ in range(900):
            file.write(np.ones(2**20, "u1").tobytes())
    found = {task.__name__: outcome(task) for task in (tasks.mapped, tasks.plain)}
    print("mapped:", found["mapped"])
    print("read:  ", found["plain"])
    same = found == {"mapped": "KilledWorker", "plain": str(900 * 2**20)}
    raise SystemExit(0 if same else "changed")
PY
venv/bin/python main.py 2>/dev/null
