"""What a report costs as the corpus grows: time per article, peak memory, equal results.

    python benchmarks/scale.py --make 50000 FOLDER       articles to measure on, as JSON lines
    python benchmarks/scale.py --run FOLDER --memory 4GiB
    python benchmarks/scale.py --growth 10000 50000 200000 --memory 4GiB
    python benchmarks/scale.py --equal 3000 --memory 64MiB

``--run`` runs ``toolkit report`` on a folder in a process of its own and looks, five times a
second, at the memory that it holds: its own (RssAnon) and all that is resident, mapped files
included. ``--growth`` makes corpora of these sizes and prints the exponent: log(time ratio) /
log(size ratio), 1 where time is in proportion to the articles. ``--equal`` runs one corpus within
that memory and with everything in memory, and compares every file of the two reports.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import itertools
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from made_articles import make_articles

HERE = Path(__file__).parents[1]
THEMES = HERE / "corpus" / "themes.toml"
SECONDS_BETWEEN = 0.2
MIB = 2**20


class Memory(NamedTuple):
    """Bytes that a process and its children hold."""

    own: int
    resident: int


class Step(NamedTuple):
    """What a report wrote when a step ended, its peak meanwhile, and its processor seconds."""

    text: str
    peak: Memory
    processor_seconds: float


class Run(NamedTuple):
    """What one report cost."""

    seconds: float
    processor_seconds: float
    peak: Memory
    steps: list[Step]


def run_report(given: list[str], *, tree: Path = HERE) -> Run:
    """Run ``toolkit report`` and watch its memory."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    begun, before = time.monotonic(), os.times()
    command = [sys.executable, "-m", "toolkit", "report", *given]
    job = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=tree,  # which Python searches first
    )
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(job.stderr), daemon=True)
    reader.start()
    steps, seen, peak, of_step, told = [], 0, Memory(0, 0), Memory(0, 0), 0.0
    while job.poll() is None:
        now, used = held_by(job.pid), used_by(job.pid)
        peak, of_step = _larger(peak, now), _larger(of_step, now)
        if len(lines) > seen:
            text = " | ".join(one.strip() for one in lines[seen:])
            steps.append(Step(text, of_step, used - told))
            seen, of_step, told = len(lines), now, used
        time.sleep(SECONDS_BETWEEN)
    reader.join()
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    if job.returncode:
        raise SystemExit(f"toolkit report ended with {job.returncode}: {''.join(lines[-5:])}")
    if lines[seen:]:
        text = " | ".join(one.strip() for one in lines[seen:])
        steps.append(Step(text, of_step, used - told))
    return Run(time.monotonic() - begun, used, peak, steps)


def _larger(one: Memory, other: Memory) -> Memory:
    return Memory(max(one.own, other.own), max(one.resident, other.resident))


def held_by(pid: int) -> Memory:
    """Return what a process and its children hold now, by the account of Linux."""
    own = resident = 0
    for one in _family(pid):
        try:
            facts = dict(
                line.split(":", 1)
                for line in Path(f"/proc/{one}/status").read_text("ascii").splitlines()
                if ":" in line
            )
            own += int(facts["RssAnon"].split()[0]) * 1024
            resident += int(facts["VmRSS"].split()[0]) * 1024
        except (OSError, KeyError):  # it has just ended
            continue
    return Memory(own, resident)


def used_by(pid: int) -> float:
    """Return the processor seconds of a process and its children so far."""
    ticks = 0
    for one in _family(pid):
        with contextlib.suppress(OSError, IndexError, ValueError):
            facts = Path(f"/proc/{one}/stat").read_text("ascii").rpartition(")")[2].split()
            ticks += sum(map(int, facts[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(c) for task in tasks for c in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(child))]


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a report."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differing(one: Path, other: Path) -> list[str]:
    """Return the names of the files that differ between two reports, or are in one only."""
    first, second = digests(one), digests(other)
    return sorted(name for name in first | second if first.get(name) != second.get(name))


def print_run(n_articles: int, run: Run) -> None:
    """Print the steps of a run, its peak and its time per article."""
    for text, memory, used in run.steps:
        held = f"{memory.own / MIB:7,.0f} {memory.resident / MIB:7,.0f} MiB"
        print(f"  {held} {used:7.1f} processor s  {text}")
    print(
        f"{n_articles:,} articles: peak {run.peak.own / MIB:,.0f} MiB of its own, "
        f"{run.peak.resident / MIB:,.0f} MiB resident; {run.seconds:,.0f} s, "
        f"{run.processor_seconds:,.0f} processor s, "
        f"{run.processor_seconds / max(n_articles, 1) * 1000:.2f} ms an article",
        flush=True,
    )


def growth_exponent(smaller: tuple[int, float], larger: tuple[int, float]) -> float:
    """Return the exponent between two (size, seconds)."""
    return math.log(larger[1] / smaller[1]) / math.log(larger[0] / smaller[0])


def measure_growth(sizes: list[int], chosen: argparse.Namespace) -> None:
    """Run corpora of several sizes and print the exponents."""
    found = []
    for n in sizes:
        with tempfile.TemporaryDirectory(dir=chosen.scratch) as scratch:
            articles = make_articles(n, Path(scratch) / "articles", seed=chosen.seed)
            run = run_report(report_arguments(articles, Path(scratch) / "report", chosen))
        print_run(n, run)
        found.append((n, run.processor_seconds))
    for smaller, larger in itertools.pairwise(found):
        exponent = growth_exponent(smaller, larger)
        print(f"{smaller[0]:,} to {larger[0]:,} articles: growth exponent {exponent:.3f}")


def measure_equality(n: int, chosen: argparse.Namespace) -> bool:
    """Run one corpus within the memory and with everything in memory; compare the files."""
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as scratch:
        articles = make_articles(n, Path(scratch) / "articles", seed=chosen.seed)
        reports = []
        for name, memory in (("within", chosen.memory), ("in-memory", "1TiB")):
            arguments = report_arguments(articles, Path(scratch) / name, chosen)
            arguments[arguments.index("--memory") + 1] = memory
            print(f"memory {memory}")
            print_run(n, run_report(arguments))
            reports.append(Path(scratch) / name)
        differ = differing(*reports)
        print("every file is the same" if not differ else f"these differ: {', '.join(differ)}")
    return not differ


def report_arguments(articles: Path, out: Path, chosen: argparse.Namespace) -> list[str]:
    """Return the arguments of ``toolkit report``."""
    given = [str(articles), "--themes", str(chosen.themes), "--out", str(out)]
    given += ["--memory", chosen.memory, *chosen.options.split()]
    return given


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--make", nargs=2, metavar=("N", "FOLDER"))
    parser.add_argument("--run", metavar="FOLDER", type=Path)
    parser.add_argument("--growth", nargs="+", type=int, metavar="N")
    parser.add_argument("--equal", type=int, metavar="N")
    parser.add_argument("--memory", default="4GiB")
    parser.add_argument("--themes", type=Path, default=THEMES)
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--scratch", help="folder for what is made, on a disk with room")
    parser.add_argument("--options", default="", help="more options of toolkit report, in quotes")
    chosen = parser.parse_args()
    if chosen.make:
        begun = time.monotonic()
        make_articles(int(chosen.make[0]), Path(chosen.make[1]), seed=chosen.seed)
        print(f"{int(chosen.make[0]):,} articles in {time.monotonic() - begun:.0f} s")
    if chosen.run:
        n = sum(one.read_bytes().count(b"\n") for one in sorted(chosen.run.glob("*.jsonl")))
        with tempfile.TemporaryDirectory(dir=chosen.scratch) as scratch:
            print_run(n, run_report(report_arguments(chosen.run, Path(scratch) / "out", chosen)))
    if chosen.growth:
        measure_growth(sorted(chosen.growth), chosen)
    return not (chosen.equal is None or measure_equality(chosen.equal, chosen))


if __name__ == "__main__":
    sys.exit(main())
