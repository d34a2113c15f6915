"""Kill a study that works on disk at some of its file operations; each goes on to the same tables.

Run as ``python -m tests.killed_studies FOLDER TIMES SEED``. Children are forked from a process in
which nothing was computed yet, which spares each of them the start of Python.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from hashlib import sha256
from pathlib import Path

import toolkit as tt
from tests.made_news import write_news
from toolkit.reporting.page.writer import study_tables
from toolkit.reporting.study.work_folder import study_work
from toolkit.reporting.tables.export import csv_bytes, flat_table

SETTINGS = tt.Settings(n_topics=2, stability_runs=0)


class Calls:
    """Counts the calls that change the disk, and kills the process at one of them."""

    def __init__(self, last: int) -> None:
        self.n, self.last = 0, last
        for name in ("replace", "rename", "mkdir", "fsync"):
            setattr(os, name, self.counted(getattr(os, name)))

    def counted(self, call):
        def run(*args, **options):
            self.n += 1
            if self.n == self.last:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **options)

        return run


def in_child(folder: Path, *, last: int = 0) -> str:
    """Run the study in a child; return its digest and calls, or "" if it was killed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        calls = Calls(last)
        with study_work("1MB", folder / "work", out=folder / "report"):
            files = folder / "news.jsonl", folder / "themes.toml"
            tables = study_tables(tt.run_study(*files, settings=SETTINGS, show_progress=False))
        told = sha256(b"".join(csv_bytes(flat_table(table)) for table in tables.values()))
        os.write(writing, f"{told.hexdigest()} {calls.n}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        said = stream.read()
    os.waitpid(pid, 0)
    return said


def main(folder: Path, times: int, seed: int) -> int:
    write_news(folder, 60)
    whole, n_calls = in_child(folder).split()
    draw = random.Random(seed)
    for _ in range(times):
        shutil.rmtree(folder / "work", ignore_errors=True)
        last = draw.randint(1, int(n_calls))
        if in_child(folder, last=last):
            sys.exit(f"the study ended before call {last} of {n_calls}")
        if in_child(folder).split()[:1] != [whole]:
            sys.exit(f"killed at call {last} of {n_calls}, it went on to other tables")
    return 0


if __name__ == "__main__":
    os.environ["TQDM_DISABLE"] = "1"
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
