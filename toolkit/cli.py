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
import shlex
import signal
import sys
import tomllib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core import interrupts, terminal_output
from toolkit._core.command_arguments import command_parser
from toolkit._core.control_characters import printable
from toolkit._core.garbage import collect_rarely
from toolkit._core.memory_limit import CHILD, is_about_memory, memory_message, run_under_limit
from toolkit._core.number_words import count, of_total, verb
from toolkit._core.process_settings import set_process
from toolkit._core.staged_folder import check_folder
from toolkit._core.supervisor import SIGNALS, run_supervised
from toolkit._core.terminal_output import is_closed_pipe, prepare_output
from toolkit._core.together import recover
from toolkit._core.work_names import is_unfinished, work_beside
from toolkit.errors import InputError, ToolkitError

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, FAILED, BAD_INPUT, INTERRUPTED, CLOSED_PIPE, TERMINATED = 0, 1, 3, 130, 141, 143


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; by default, those of the process, which then runs the job in a child process
        so that an interrupt ends it at once.
    """
    prepare_output()
    options = _parser().parse_args(argv)
    options.given = list(sys.argv[1:] if argv is None else argv)
    job = partial(_run, options)
    if argv is not None:
        return job()
    set_process()
    interrupts.ends_job = True
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # as it is while the command loads
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        code = run_under_limit(sys.argv[1:])
        if code is None:
            code = run_supervised(job, say=_say, last=True)
    except KeyboardInterrupt:  # before the job began
        code = INTERRUPTED
    for one in SIGNALS:  # what comes from now on has nothing left to end
        signal.signal(one, signal.SIG_IGN)
    if code in {INTERRUPTED, TERMINATED} and CHILD not in os.environ:
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
        with collect_rarely():
            code = int(options.run(options))
        sys.stdout.flush()
    except OSError as error:
        if not is_closed_pipe(error):
            return _complain_of(error)
        terminal_output.drop_output()  # nobody reads it any more, which is no fault
        return CLOSED_PIPE
    except KeyboardInterrupt:
        return _complain(_what_is_left(options), INTERRUPTED)
    except Exception as error:
        if not isinstance(error, ToolkitError) and not is_about_memory(error):
            raise
        return _complain_of(error)
    return code


def _complain_of(error: Exception) -> int:
    if is_about_memory(error):
        return _complain(memory_message(), FAILED)
    return _complain(_told(error), BAD_INPUT if isinstance(error, InputError) else FAILED)


def _told(error: Exception) -> str:
    """Return an error as one sentence; one of the system with the file that it is about."""
    if isinstance(error, OSError) and not isinstance(error, ToolkitError) and error.filename:
        return f"{error.filename}: {error.strerror or error}"
    if type(error) is OSError and error.filename is None:
        return f"cannot write the output: {error.strerror or error}"
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
    left = f"interrupted. {where} as it was before; no part of the report was written."
    work = _unfinished_work(options)
    if work is None:
        return f"{left} To start again, run the same command."
    again = shlex.join(["toolkit", *options.given])
    if not options.resume:
        again += " --resume"
    return f"{left} What was done so far is kept in {work}. To go on: {again}"


def _unfinished_work(options: argparse.Namespace) -> Path | None:
    """Return the folder with the work of an interrupted report, if there is any."""
    if not hasattr(options, "work"):
        return None
    out = Path(options.out) if options.out else _configured_out(options.config)
    if options.work:
        folder = Path(options.work)
    elif out is not None:
        folder = work_beside(out)
    else:
        return None
    return folder if is_unfinished(folder) else None


def _configured_out(config: str | None) -> Path | None:
    """Return the folder of the report that a study.toml names, if it can be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        content = Path(config or "").read_text(encoding="utf-8")
        return Path(config or "").parent / str(tomllib.loads(content)["out"])
    return None


def _parser() -> argparse.ArgumentParser:
    jobs = {
        "report": _report, "explore": _explore, "read": _read, "check": _check, "new": _new,
        "rebuild": _rebuild, "share": _share, "verify": _verify, "corpus": _corpus,
    }  # fmt: skip
    return command_parser(jobs, _version())


def _check(options: argparse.Namespace) -> int:
    from toolkit.reporting.figures.figure_checks import check_figures
    from toolkit.reporting.page.report_checks import check_report, is_report

    if is_report(options.folder):
        table = check_report(options.folder).rename(columns={"file": "figure"})
        current = int((table["state"] == "current").sum())
        _print(f"{of_total(current, len(table), 'file')} {verb(len(table), 'is', 'are')} current")
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
    from toolkit._core.progress_steps import Steps
    from toolkit.reporting import write_report
    from toolkit.reporting.page.writer import WRITING
    from toolkit.reporting.study.job import STEPS
    from toolkit.reporting.study.work_folder import study_work

    config = _config(options, "report")
    check_folder(config.out)
    names, usual = (*STEPS, *WRITING), (*STEPS.values(), *WRITING.values())
    show = not options.quiet
    with (
        study_work(options.memory, options.work, out=config.out, resume=options.resume),
        _cluster(options.cluster),
        Steps(names, label="Report", show=show, usual=usual),
    ):
        study = _study(config, options)
        given = {"explorer_text": options.explorer_text, "show_progress": show}
        made = write_report(study, config.out, **given)
        del study  # and with it the files that it has open in the work folder
    _print(made)
    return DONE


def _cluster(address: str | None) -> contextlib.AbstractContextManager[Any]:
    """Return the block in which a cluster computes, if one is named."""
    if address is None:
        return contextlib.nullcontext()
    from toolkit import use_cluster

    return use_cluster(address)


def _corpus(options: argparse.Namespace) -> int:
    if options.quiet:
        os.environ["TQDM_DISABLE"] = "1"
    from toolkit.reading import iter_articles
    from toolkit.reading.corpus_writer import ROWS_PER_PART, save_corpus

    parts = iter_articles(
        options.path,
        chunk_size=ROWS_PER_PART,
        mapping=dict(options.mapping or ()) or None,
        source=options.source,
        date_order=options.date_order,
    )
    with _cluster(options.cluster):
        corpus = save_corpus(parts, options.folder)
    _print(f"{count(len(corpus), 'article')} in {count(corpus.n_parts, 'part')}: {options.folder}")
    return DONE


def _explore(options: argparse.Namespace) -> int:
    if options.quiet:
        os.environ["TQDM_DISABLE"] = "1"
    from toolkit._core.progress_steps import Steps
    from toolkit._core.write_errors import check_target
    from toolkit.reporting.page.explorer_parts import study_explorer
    from toolkit.reporting.page.writer import WRITING, default_title
    from toolkit.reporting.study.job import STEPS

    options.out = options.out or "explorer.html"
    config = _config(options, "explore")
    check_target(Path(config.out))
    *_, (name, share) = WRITING.items()
    names, usual = (*STEPS, name), (*STEPS.values(), share)
    with Steps(names, label="Explorer", show=not options.quiet, usual=usual) as steps:
        study = _study(config, options)
        title = study.settings.title or default_title(study)
        steps.start()
        page = study_explorer(study, text=options.carried, title=title).save(config.out)
    _print(page)
    return DONE


def _study(config: Any, options: argparse.Namespace) -> Any:
    from toolkit.reporting import run_study

    study = run_study(
        config.articles,
        config.themes,
        aliases=config.aliases,
        events=config.events,
        recipe=config.recipe,
        settings=config.settings,
        show_progress=not options.quiet,
    )
    if len(study.articles) and study.articles["date"].isna().all():
        # half of the results are missing, which nobody should learn from the finished page
        for said in study.limits:
            if "no usable date" in said:
                sys.stderr.write(f"toolkit: {printable(said)}\n")
    return study


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
    shown = check.numbers.dropna(axis="columns", how="all")  # no difference, no column of them
    for line in shown.to_string(index=False, na_rep="–").splitlines():
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
        options.path,
        source=options.source,
        mapping=dict(options.mapping or ()) or None,
        date_order=options.date_order,
        progress=not options.quiet,
    )
    for line in reading_lines(articles):
        _print(line)
    return DONE


def _version() -> str:
    from toolkit import __version__

    return f"toolkit {__version__}"
