"""What the command takes: its sub-commands, their arguments and options, and their help."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from toolkit._core.argument_types import assignment, count, day, frequency, period, size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Jobs = Mapping[str, Callable[[argparse.Namespace], int]]

TEXTS = ("none", "passages", "full")
TEXT_HELP = "how much text goes along"

EXAMPLES = """examples:
  toolkit report corpus/sample --themes corpus/themes.toml --out report
  toolkit report articles.csv --themes themes.toml --out report --topics 20 --from 2016-01-01
  toolkit report --config study.toml
  toolkit explore corpus/sample --themes corpus/themes.toml --out explorer.html
  toolkit read articles/            what is read, what is dropped, what is flagged
  toolkit corpus articles/ big/     read once into a folder that need not fit the memory
  toolkit report big/ --themes themes.toml --out report --memory 4GiB
  toolkit new summits               a folder for a new study
  toolkit check report/             which files of a report, or saved figures, are stale or damaged
  toolkit rebuild figures/x.png     recreate a figure and report changes
  toolkit share --config study.toml --out share/ --counts sums
                                    a study to hand on, without the text of its articles
  toolkit verify share/ --articles mine/
                                    which numbers of such a study come out of your articles

exit codes: 0 done, 1 failed, 2 usage error, 3 invalid input, 130 interrupted, 143 terminated
"""


def command_parser(
    jobs: Mapping[str, Callable[[argparse.Namespace], int]], version: str
) -> argparse.ArgumentParser:
    """Return the parser of the command; ``run`` of what it returns is one of the jobs.

    Parameters
    ----------
    jobs : mapping of str to callable
        By the name of a command, what carries it out and returns an exit code.
    version : str
        What ``--version`` prints.
    """
    parser = argparse.ArgumentParser(
        prog="toolkit",
        description="Topics and themes in dated news articles.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=version)
    commands: Commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_report(commands, jobs)
    _add_explore(commands, jobs)
    _add_read(commands, jobs)
    _add_corpus(commands, jobs)
    _add_figures(commands, jobs)
    _add_new(commands, jobs)
    _add_share(commands, jobs)
    _add_verify(commands, jobs)
    return parser


def _add_report(commands: Commands, jobs: Jobs) -> None:
    report = commands.add_parser(
        "report", help="themes over time, topics and comparisons, as one page with its tables"
    )
    _add_study(report, "folder to write the report into")
    report.add_argument(
        "--explorer-text", choices=TEXTS, default="none", help=f"{TEXT_HELP} in explorer.html"
    )
    _add_size(report.add_argument_group("corpora larger than the memory"))
    report.set_defaults(run=jobs["report"])


def _add_corpus(commands: Commands, jobs: Jobs) -> None:
    corpus = commands.add_parser(
        "corpus", help="read articles once into a folder from which any number of them is analysed"
    )
    corpus.add_argument("path", help="a file or folder of articles")
    corpus.add_argument("folder", help="the folder to make")
    _add_columns(corpus)
    corpus.add_argument("--date-order", choices=("dmy", "mdy", "ymd"), help="what 01/02/2018 means")
    _add_cluster(corpus)
    corpus.add_argument("--quiet", action="store_true", help="no progress bars")
    corpus.set_defaults(run=jobs["corpus"])


def _add_size(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--memory", type=size, help="about how much to take, such as 4GiB; default half of the free"
    )
    group.add_argument(
        "--work",
        metavar="DIR",
        help="folder for what does not fit; it stays. Default: one beside the report, deleted at "
        "the end",
    )
    group.add_argument(
        "--resume", action="store_true", help="go on with the work of an interrupted report"
    )
    _add_cluster(group)


def _add_cluster(group: argparse._ActionsContainer) -> None:
    group.add_argument(
        "--cluster", metavar="ADDRESS", help="scheduler of a Dask cluster, such as tcp://host:8786"
    )


def _add_explore(commands: Commands, jobs: Jobs) -> None:
    explore = commands.add_parser("explore", help="the same study as one page to walk through")
    _add_study(explore, "file to write; default explorer.html", analysed="--analysed-text")
    explore.add_argument("--text", dest="carried", choices=TEXTS, default="none", help=TEXT_HELP)
    explore.set_defaults(run=jobs["explore"])


def _add_study(command: argparse.ArgumentParser, out: str, *, analysed: str = "--text") -> None:
    """Add the options that choose the articles, definitions and settings of a study.

    ``analysed`` is the option for the part of an article that is counted.
    """
    command.add_argument("path", nargs="?", help="a file or folder of articles, or a corpus")
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


def _add_share(commands: Commands, jobs: Jobs) -> None:
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
    share.set_defaults(run=jobs["share"])


def _add_verify(commands: Commands, jobs: Jobs) -> None:
    verify = commands.add_parser(
        "verify", help="check a study that was handed on, against your copy of its articles"
    )
    verify.add_argument("folder", help="the folder that toolkit share wrote")
    verify.add_argument("--articles", help="a file or folder with your copy of the articles")
    _add_columns(verify)
    verify.add_argument("--table", help="also write which article is which, as CSV")
    verify.add_argument("--quiet", action="store_true", help="no progress bars")
    verify.set_defaults(run=jobs["verify"])


def _add_columns(group: argparse._ActionsContainer) -> None:
    group.add_argument("--source", help="outlet of articles that do not name one")
    group.add_argument(
        "--mapping",
        nargs="+",
        type=assignment,
        metavar="FIELD=COLUMN",
        help="columns of a table, such as body=content published=day",
    )


def _add_corpus_settings(group: argparse._ArgumentGroup, analysed: str) -> None:
    group.add_argument("--from", dest="first", type=day, help="first day, YYYY-MM-DD")
    group.add_argument("--to", dest="last", type=day, help="last day, YYYY-MM-DD")
    group.add_argument("--outlets", nargs="+", metavar="NAME", help="only these outlets")
    group.add_argument(
        "--languages", nargs="+", metavar="CODE", help="only articles in these, such as en fr"
    )
    _add_columns(group)
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
        type=frequency,
        metavar="LENGTH",
        help="length of a period: D, W, MS (month), QS, YS, 5YS or 10YS (decade); "
        "default auto: the shortest with enough articles",
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


def _add_read(commands: Commands, jobs: Jobs) -> None:
    read = commands.add_parser("read", help="show what is read from a file or folder")
    read.add_argument("path", help="a file or folder of articles")
    _add_columns(read)
    read.add_argument("--date-order", choices=("dmy", "mdy", "ymd"), help="what 01/02/2018 means")
    read.add_argument("--quiet", action="store_true", help="no progress bars")
    read.set_defaults(run=jobs["read"])


def _add_figures(commands: Commands, jobs: Jobs) -> None:
    check = commands.add_parser(
        "check", help="list the files of a report, or saved figures, that are stale or damaged"
    )
    check.add_argument("folder", help="the folder of a report, or of saved figures")
    check.set_defaults(run=jobs["check"])
    rebuild = commands.add_parser("rebuild", help="recreate a figure and report changes")
    rebuild.add_argument("figure", help="any file of the figure, such as figures/x.png")
    rebuild.set_defaults(run=jobs["rebuild"])


def _add_new(commands: Commands, jobs: Jobs) -> None:
    new = commands.add_parser("new", help="create a folder for a new study")
    new.add_argument("folder", help="the folder to create")
    new.set_defaults(run=jobs["new"])
