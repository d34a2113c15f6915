"""The ``toolkit`` command.

Exit codes
----------
0    done
1    failure unrelated to the input, such as a full disk
2    usage error
3    invalid input; the message names the file and the reason
130  interrupted by Ctrl-C (143: by SIGTERM)
141  the program that reads the output has ended
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core import interrupts
from toolkit._core.argument_types import assignment, count, day, period
from toolkit._core.control_characters import printable
from toolkit._core.memory_limit import CHILD, is_about_memory, memory_message, run_under_limit
from toolkit._core.supervisor import run_supervised
from toolkit._core.together import recover
from toolkit.errors import InputError, ToolkitError

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS = ("none", "passages", "full")
TEXT_HELP = "how much text goes along"
DONE, FAILED, USAGE, BAD_INPUT, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 130, 143
CLOSED_PIPE = 141

EXAMPLES = """examples:
  toolkit report corpus/sample --themes corpus/themes.toml --out report
  toolkit report articles.csv --themes themes.toml --out report --topics 20 --from 2016-01-01
  toolkit report --config study.toml
  toolkit explore corpus/sample --themes corpus/themes.toml --out explorer.html
  toolkit read articles/            what is read, what is dropped, what is flagged
  toolkit new summits               a folder for a new study
  toolkit check report/             which files of a report, or saved figures, are stale or damaged
  toolkit rebuild figures/x.png     recreate a figure and report changes
  toolkit share --config study.toml --out share/ --counts sums
                                    a study to hand on, without the text of its articles
  toolkit verify share/ --articles mine/
                                    which numbers of such a study come out of your articles

exit codes: 0 done, 1 failed, 2 usage error, 3 invalid input, 130 interrupted, 143 terminated
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; by default, those of the process, which then runs the job in a child process
        so that an interrupt ends it at once.
    """
    options = _parser().parse_args(argv)
    job = partial(_run, options)
    if argv is not None:
        return job()
    interrupts.ends_job = True
    try:
        code = run_under_limit(sys.argv[1:])
        if code is None:
            code = run_supervised(job, say=_say)
    except KeyboardInterrupt:  # before the job began, or just after it ended
        code = INTERRUPTED
    if code in {INTERRUPTED, TERMINATED} and CHILD not in os.environ:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second one has nothing left to end
        _sweep(getattr(options, "out", None))
        _say(_what_is_left(options))
    return code


def _sweep(out: str | None) -> None:
    """Remove what a killed job was about to write."""
    if out is not None and Path(out).is_dir():
        recover(Path(out))
        with contextlib.suppress(OSError):
            Path(out).rmdir()  # only if it is empty: the job had just made it


def _run(options: argparse.Namespace) -> int:
    try:
        code = int(options.run(options))
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads the output any more, which is no fault: end as other commands do.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    except KeyboardInterrupt:
        return _complain(_what_is_left(options), INTERRUPTED)
    except Exception as error:
        if is_about_memory(error):
            return _complain(memory_message(), FAILED)
        if not isinstance(error, (ToolkitError, OSError)):
            raise
        return _complain(_told(error), BAD_INPUT if isinstance(error, InputError) else FAILED)
    return code


def _told(error: Exception) -> str:
    """Return an error as one sentence; one of the system with the file that it is about."""
    if isinstance(error, OSError) and not isinstance(error, ToolkitError) and error.filename:
        return f"{error.filename}: {error.strerror or error}"
    return str(error)


def _complain(problem: object, code: int) -> int:
    _say(problem)
    return code


def _say(problem: object) -> None:
    sys.stderr.write(f"toolkit: {printable(problem)}\n")


def _print(line: object) -> None:
    sys.stdout.write(f"{printable(line)}\n")


def _what_is_left(options: argparse.Namespace) -> str:
    """Say after an interrupt what became of the results."""
    out = getattr(options, "out", None) or getattr(options, "config", None)
    if not out:
        return "interrupted."
    where = f"{out} is" if getattr(options, "out", None) else "The folder of the report is"
    return (
        f"interrupted. {where} as it was before; no part of the report was written. To start "
        f"again, run the same command."
    )


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
    _add_explore(commands)
    _add_read(commands)
    _add_figures(commands)
    _add_new(commands)
    _add_share(commands)
    _add_verify(commands)
    return parser


def _add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    report = commands.add_parser(
        "report", help="themes over time, topics and comparisons, as one page with its tables"
    )
    _add_study(report, "folder to write the report into")
    report.add_argument(
        "--explorer-text", choices=TEXTS, default="none", help=f"{TEXT_HELP} in explorer.html"
    )
    report.set_defaults(run=_report)


def _add_explore(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explore = commands.add_parser("explore", help="the same study as one page to walk through")
    _add_study(explore, "file to write; default explorer.html", analysed="--analysed-text")
    explore.add_argument("--text", dest="carried", choices=TEXTS, default="none", help=TEXT_HELP)
    explore.set_defaults(run=_explore)


def _add_study(command: argparse.ArgumentParser, out: str, *, analysed: str = "--text") -> None:
    """Add the options that choose the articles, definitions and settings of a study.

    ``analysed`` is the option for the part of an article that is counted.
    """
    command.add_argument("path", nargs="?", help="a file or folder of articles")
    command.add_argument(
        "--config", help="a study.toml with paths and settings; options override it"
    )
    command.add_argument("--themes", help="theme definitions (TOML)")
    command.add_argument("--out", help=out)
    command.add_argument("--aliases", help="spellings to merge (TOML)")
    command.add_argument("--events", help="events to draw and to test (TOML)")
    command.add_argument("--recipe", help="names, merges and splits of topics (TOML)")
    command.add_argument("--quiet", action="store_true", help="no progress bars")
    _add_corpus_settings(command.add_argument_group("which articles"), analysed)
    _add_analysis_settings(command.add_argument_group("how they are analysed"))
    _add_comparison_settings(command.add_argument_group("what is compared and shown"))


def _add_share(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    share = commands.add_parser(
        "share", help="run a study and write it without the text of its articles, to hand it on"
    )
    _add_study(share, "folder to write the study into")
    group = share.add_argument_group("what is handed on")
    group.add_argument(
        "--counts",
        choices=("none", "sums", "matrix"),
        default="none",
        help="counts of terms: none, summed over five articles or more, or of each article",
    )
    group.add_argument(
        "--min-articles", type=count, default=10, help="leave out terms of fewer articles"
    )
    group.add_argument(
        "--author", action="append", default=[], help="'Family, Given'; may be repeated"
    )
    group.add_argument("--license", default="", help="an address, or a name such as CC-BY-4.0")
    group.add_argument("--published", type=day, help="day of publication; default today")
    share.set_defaults(run=_share)


def _add_verify(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verify = commands.add_parser(
        "verify", help="check a study that was handed on, against your copy of its articles"
    )
    verify.add_argument("folder", help="the folder that toolkit share wrote")
    verify.add_argument("--articles", help="a file or folder with your copy of the articles")
    verify.add_argument("--source", help="outlet of articles that do not name one")
    verify.add_argument("--mapping", nargs="+", type=assignment, metavar="FIELD=COLUMN")
    verify.add_argument("--table", help="also write which article is which, as CSV")
    verify.add_argument("--quiet", action="store_true", help="no progress bars")
    verify.set_defaults(run=_verify)


def _add_corpus_settings(group: argparse._ArgumentGroup, analysed: str) -> None:
    group.add_argument("--from", dest="first", type=day, help="first day, YYYY-MM-DD")
    group.add_argument("--to", dest="last", type=day, help="last day, YYYY-MM-DD")
    group.add_argument("--outlets", nargs="+", metavar="NAME", help="only these outlets")
    group.add_argument(
        "--languages", nargs="+", metavar="CODE", help="only articles in these, such as en fr"
    )
    group.add_argument("--source", help="outlet of articles that do not name one")
    group.add_argument(
        "--mapping",
        nargs="+",
        type=assignment,
        metavar="FIELD=COLUMN",
        help="columns of a table, such as body=content published=day",
    )
    group.add_argument("--date-order", choices=("dmy", "mdy", "ymd"), help="what 01/02/2018 means")
    group.add_argument(
        analysed,
        dest="text",
        choices=("auto", "body", "title", "both"),
        help="what is analysed; auto: the body, or the headline where there is none",
    )
    group.add_argument(
        "--copies",
        choices=("all", "first", "one_per_source", "weight"),
        help="how near-duplicates count; default all",
    )


def _add_analysis_settings(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--language",
        metavar="CODE",
        help="language of the stop words, such as fr; default auto: that of most articles",
    )
    group.add_argument("--topics", dest="n_topics", type=count, help="number of topics; 0: none")
    group.add_argument("--seed", type=count, help="default 2018")
    group.add_argument(
        "--freq",
        choices=("auto", "D", "W", "MS", "QS", "YS"),
        help="length of a period; default auto: the shortest with enough articles",
    )
    group.add_argument(
        "--min-matches", type=count, help="matches from which a theme counts as present; default 2"
    )
    group.add_argument(
        "--stability-runs",
        type=count,
        help="further fits to estimate topic stability; 0 for none; default 5",
    )


def _add_comparison_settings(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--compare",
        nargs=2,
        action="append",
        metavar=("A", "B"),
        help="two outlets to compare, B being the baseline; may be repeated",
    )
    group.add_argument(
        "--periods",
        nargs="+",
        type=period,
        metavar="NAME=FIRST:LAST",
        help="periods to compare with the first one: before=2014-01-01:2016-12-31 after=…",
    )
    group.add_argument("--title", help="title of the page")
    group.add_argument(
        "--source-noun", metavar="NOUN", help="what a source is called: outlet, speaker, country"
    )


def _add_read(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    read = commands.add_parser("read", help="show what is read from a file or folder")
    read.add_argument("path", help="a file or folder of articles")
    read.add_argument("--source", help="outlet of articles that do not name one")
    read.add_argument("--mapping", nargs="+", type=assignment, metavar="FIELD=COLUMN")
    read.set_defaults(run=_read)


def _add_figures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check", help="list the files of a report, or saved figures, that are stale or damaged"
    )
    check.add_argument("folder", help="the folder of a report, or of saved figures")
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
    from toolkit.reporting.page.report_checks import check_report, is_report

    if is_report(options.folder):
        table = check_report(options.folder).rename(columns={"file": "figure"})
        current = int((table["state"] == "current").sum())
        _print(f"{current:,} of {len(table):,} files are current")
        table = table[table["state"] != "current"]
    else:
        table = check_figures(options.folder)
    for row in table.to_dict("records"):
        _print(f"{row['figure']}: {row['state']}: {row['reason']}".rstrip(": "))
    return DONE if (table["state"] == "current").all() else BAD_INPUT


def _rebuild(options: argparse.Namespace) -> int:
    from toolkit.reporting.figures.figure_checks import rebuild_figure

    table = rebuild_figure(options.figure)
    for row in table.to_dict("records"):
        word = "the same" if row["same"] else "differs"
        _print(f"{row['file']}: {word}: {row['reason']}".rstrip(": "))
    return DONE if table["same"].all() else BAD_INPUT


def _new(options: argparse.Namespace) -> int:
    from toolkit.reporting.study.scaffold import new_study

    for path in new_study(options.folder):
        _print(path)
    return DONE


SETTINGS = (
    "n_topics", "seed", "first", "last", "freq", "min_matches", "source", "copies",
    "stability_runs", "text", "date_order", "outlets", "language", "languages",
    "compare", "periods", "title", "source_noun",
)  # fmt: skip
PATHS = ("themes", "aliases", "events", "recipe", "out")


def _report(options: argparse.Namespace) -> int:
    if options.quiet:
        os.environ["TQDM_DISABLE"] = "1"  # read when tqdm is imported, below
    from toolkit.reporting import write_report

    config = _config(options, "report")
    study = _study(config, options)
    made = write_report(
        study, config.out, explorer_text=options.explorer_text, show_progress=not options.quiet
    )
    _print(made)
    return DONE


def _explore(options: argparse.Namespace) -> int:
    if options.quiet:
        os.environ["TQDM_DISABLE"] = "1"
    from toolkit.reporting.page.explorer_parts import study_explorer

    options.out = options.out or "explorer.html"
    config = _config(options, "explore")
    page = study_explorer(_study(config, options), text=options.carried)
    _print(page.save(config.out))
    return DONE


def _study(config: Any, options: argparse.Namespace) -> Any:
    from toolkit.reporting import run_study

    return run_study(
        config.articles,
        config.themes,
        aliases=config.aliases,
        events=config.events,
        recipe=config.recipe,
        settings=config.settings,
        show_progress=not options.quiet,
    )


def _share(options: argparse.Namespace) -> int:
    if options.quiet:
        os.environ["TQDM_DISABLE"] = "1"
    from toolkit.archive import share_study

    config = _config(options, "share")
    folder = share_study(
        _study(config, options),
        config.out,
        counts=options.counts,
        min_articles=max(options.min_articles, 1),
        authors=options.author,
        license=options.license,
        published=options.published,
    )
    _print(folder / "README.md")
    return DONE


def _verify(options: argparse.Namespace) -> int:
    if options.quiet:
        os.environ["TQDM_DISABLE"] = "1"
    from toolkit._core.atomic import write_bytes
    from toolkit.archive import verify_study
    from toolkit.reporting.tables.export import csv_bytes

    check = verify_study(
        options.folder,
        options.articles,
        mapping=dict(options.mapping or ()) or None,
        source=options.source,
        show_progress=not options.quiet,
    )
    for sentence in check.sentences:
        _print(sentence)
    for line in check.numbers.to_string(index=False).splitlines():
        _print(line)
    if options.table:
        _print(write_bytes(options.table, csv_bytes(check.articles)))
    return DONE if check.agrees else BAD_INPUT


def _config(options: argparse.Namespace, command: str) -> Any:
    """Return the configuration of a study: the file, if one is given, and then the options."""
    from toolkit.reporting.study.config import StudyConfig, read_config

    config = read_config(options.config) if options.config else StudyConfig()
    given = {name: getattr(options, name) for name in SETTINGS}
    settings: dict[str, Any] = {name: one for name, one in given.items() if one is not None}
    if options.mapping:
        settings["mapping"] = dict(options.mapping)
    if "min_matches" in settings:
        settings["min_matches"] = max(settings["min_matches"], 1)
    named = {"articles": options.path, **{name: getattr(options, name) for name in PATHS}}
    paths: dict[str, Path] = {name: Path(one) for name, one in named.items() if one}
    config = config.with_changes(paths, settings)
    for name, option in (("articles", "PATH"), ("themes", "--themes"), ("out", "--out")):
        if getattr(config, name) is None:
            message = f"toolkit {command}: {option} is missing. Give it, or {name} in a study.toml."
            raise InputError(message)
    return config


def _read(options: argparse.Namespace) -> int:
    from toolkit.reading import read_articles
    from toolkit.reporting.study.reading_overview import reading_lines

    articles = read_articles(
        options.path, source=options.source, mapping=dict(options.mapping or ()) or None
    )
    for line in reading_lines(articles):
        _print(line)
    return DONE


def _version() -> str:
    from toolkit import __version__

    return f"toolkit {__version__}"
