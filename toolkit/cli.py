"""The ``toolkit`` command.

Exit codes
----------
0    done
1    failure unrelated to the input, such as a full disk
2    usage error
3    invalid input; the message names the file and the reason
130  interrupted (Ctrl-C)
141  the reader of the output went away (``toolkit read … | head``)
143  terminated
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from typing import TYPE_CHECKING

from toolkit._core.command import BAD_INPUT, DONE, run_command, say
from toolkit._core.memory_limit import run_under_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = """examples:
  toolkit report corpus/sample --themes corpus/themes.toml --out report
  toolkit report articles.csv --themes themes.toml --out report --topics 20 --from 2016-01-01
  toolkit read articles/            what is read, what is dropped, what is flagged
  toolkit new summits               a folder for a new study
  toolkit check figures/            which saved figures are stale or damaged
  toolkit rebuild figures/x.png     recreate a figure and report changes

exit codes: 0 done, 1 failed, 2 usage error, 3 invalid input, 130 interrupted
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; by default, those of the process.
    """
    given = sys.argv[1:] if argv is None else list(argv)
    code = run_under_limit(given)
    return run_command(lambda: _run(given), is_last=argv is None) if code is None else code


def _run(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="toolkit",
        description="Topics and themes in dated news articles.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_report(commands)
    _add_read(commands)
    _add_figures(commands)
    _add_new(commands)
    return parser


def _add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    report = commands.add_parser(
        "report", help="themes over time, topics and comparisons, as one page with its tables"
    )
    report.add_argument("path", help="a file or folder of articles")
    report.add_argument("--themes", required=True, help="theme definitions (TOML)")
    report.add_argument("--out", required=True, help="folder to write the report into")
    report.add_argument("--aliases", help="spellings to merge (TOML)")
    report.add_argument("--events", help="events to draw and to test (TOML)")
    report.add_argument("--topics", type=_count, help="number of topics; 0 for none")
    report.add_argument("--seed", type=_count, default=2018, help="default %(default)s")
    report.add_argument("--from", dest="first", type=_day, help="first day, YYYY-MM-DD")
    report.add_argument("--to", dest="last", type=_day, help="last day, YYYY-MM-DD")
    report.add_argument(
        "--freq",
        choices=("auto", "D", "W", "MS", "QS", "YS"),
        default="auto",
        help="length of a period; default: the shortest of MS, QS, YS with enough articles",
    )
    report.add_argument(
        "--min-matches",
        type=_count,
        default=2,
        help="matches from which a theme counts as present; default %(default)s",
    )
    report.add_argument(
        "--copies",
        choices=("all", "first", "one_per_source", "weight"),
        default="all",
        help="how near-duplicates count; default %(default)s",
    )
    report.add_argument(
        "--stability-runs",
        type=_count,
        default=5,
        help="further fits to estimate topic stability; 0 for none; default %(default)s",
    )
    report.add_argument("--source", help="outlet of articles that do not name one")
    report.add_argument("--quiet", action="store_true", help="no progress bars")
    report.set_defaults(run=_report)


def _add_read(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    read = commands.add_parser("read", help="show what is read from a file or folder")
    read.add_argument("path", help="a file or folder of articles")
    read.add_argument("--source", help="outlet of articles that do not name one")
    read.set_defaults(run=_read)


def _add_figures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("check", help="list the saved figures that are stale or damaged")
    check.add_argument("folder", help="a folder of saved figures, such as figures/")
    check.set_defaults(run=_check)
    rebuild = commands.add_parser("rebuild", help="recreate a figure and report changes")
    rebuild.add_argument("figure", help="any file of the figure, such as figures/x.png")
    rebuild.set_defaults(run=_rebuild)


def _add_new(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    new = commands.add_parser("new", help="create a folder for a new study")
    new.add_argument("folder", help="the folder to create")
    new.set_defaults(run=_new)


def _check(options: argparse.Namespace) -> int:
    from toolkit.reporting.figures.figure_checks import check_figures

    table = check_figures(options.folder)
    for row in table.to_dict("records"):
        say(f"{row['figure']}: {row['state']}: {row['reason']}".rstrip(": "))
    return DONE if (table["state"] == "current").all() else BAD_INPUT


def _rebuild(options: argparse.Namespace) -> int:
    from toolkit.reporting.figures.figure_checks import rebuild_figure

    table = rebuild_figure(options.figure)
    for row in table.to_dict("records"):
        word = "the same" if row["same"] else "differs"
        say(f"{row['file']}: {word}: {row['reason']}".rstrip(": "))
    return DONE if table["same"].all() else BAD_INPUT


def _new(options: argparse.Namespace) -> int:
    from toolkit.reporting.study.scaffold import new_study

    for path in new_study(options.folder):
        say(f"{path}")
    return DONE


def _report(options: argparse.Namespace) -> int:
    if options.quiet:
        os.environ["TQDM_DISABLE"] = "1"  # read when tqdm is imported, below
    from toolkit.reporting import Settings, run_study, write_report

    settings = Settings(
        n_topics=options.topics,
        seed=options.seed,
        first=options.first,
        last=options.last,
        freq=options.freq,
        min_matches=max(options.min_matches, 1),
        source=options.source,
        copies=options.copies,
        stability_runs=options.stability_runs,
    )
    study = run_study(
        options.path,
        options.themes,
        aliases=options.aliases,
        events=options.events,
        settings=settings,
        show_progress=not options.quiet,
    )
    page = write_report(study, options.out)
    say(f"{page}")
    return DONE


def _read(options: argparse.Namespace) -> int:
    from toolkit.reading import read_articles
    from toolkit.reading.ledger import ledger

    articles = read_articles(options.path, source=options.source)
    rows = ledger(articles)
    say(f"{len(articles):,} articles")
    undated = int(articles["date"].isna().sum())
    say(f"{undated:,} without a usable date")
    counts = rows.groupby(["action", "rule"], observed=True).size().reset_index(name="n")
    for row in counts.to_dict("records"):
        say(f"{row['action']:>11}  {row['rule']}: {row['n']:,}")
    return DONE


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        message = f"must be a non-negative integer; got {text!r}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _day(text: str) -> str:
    import datetime

    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        message = f"must be a day such as 2018-10-22; got {text!r}"
        raise argparse.ArgumentTypeError(message) from None


def _version() -> str:
    from toolkit import __version__

    return f"toolkit {__version__}"
