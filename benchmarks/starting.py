"""Start-up time: a fresh process for `import toolkit` and for `toolkit --help`.

Prints the best of some runs, wall and processor seconds, and fails above 0.3 processor seconds.

    python benchmarks/starting.py [--runs 10]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

AT_MOST = 0.3
COMMANDS = {
    "python, nothing": ["-c", "pass"],
    "import toolkit": ["-c", "import toolkit"],
    "toolkit --help": ["-m", "toolkit", "--help"],
    "first name used": ["-c", "import toolkit as tt; tt.read_articles"],
    "first figure": ["-c", "import toolkit as tt; tt.plot.theme_panels"],
}
LIMITED = ("import toolkit", "toolkit --help")


def seconds(arguments: list[str]) -> tuple[float, float]:
    """Return wall and processor seconds of one fresh process."""
    before, start = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system
    return wall, used - before.children_user - before.children_system


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=10)
    runs = parser.parse_args().runs
    print(f"{'best of ' + str(runs):<20}{'wall s':>8}{'processor s':>14}")
    late = []
    for name, arguments in COMMANDS.items():
        wall, used = map(min, zip(*(seconds(arguments) for _ in range(runs)), strict=True))
        print(f"{name:<20}{wall:>8.3f}{used:>14.3f}")
        late += [name] if name in LIMITED and used > AT_MOST else []
    for name in late:
        print(f"{name} takes more than {AT_MOST} s")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
