"""The folder in which a study works that does not fit the memory, and goes on after an end."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit._core.atomic import write_text
from toolkit._core.derived_parts import DERIVED
from toolkit._core.drafts import PREFIX, folder_lock
from toolkit._core.memory import memory_budget, use_memory
from toolkit._core.use_locks import enter, is_free, leave
from toolkit._core.work_names import CORPUS, INPUT, is_unfinished, work_beside
from toolkit._core.write_errors import naming
from toolkit.errors import InputError
from toolkit.reading.corpus_folder import ARTICLES_FOLDER, LIST

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

OF_A_CORPUS = (LIST, ARTICLES_FOLDER, DERIVED)


class Work(NamedTuple):
    """Where a study works, and whether it has to go on with what lies there."""

    folder: Path
    must_resume: bool


_work: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def study_work(
    memory: int | str | None,
    folder: str | os.PathLike[str] | None,
    *,
    out: str | os.PathLike[str],
    resume: bool = False,
) -> Iterator[Path]:
    """Inside the block, a study takes about ``memory``; what is larger lies in a work folder.

    Parameters
    ----------
    memory : int or str, optional
        Bytes, or a size like "4GiB"; by default, half of what is free.
    folder : path-like, optional
        The work folder. It stays, so that a later study of the same articles need not read them
        again. By default, a hidden folder beside ``out``, made when it is needed and deleted at
        the end of the block unless it fails.
    out : path-like
        Where the results go.
    resume : bool
        Raise unless there is the work of an interrupted study of the same input to go on with.
    """
    where = work_beside(out) if folder is None else Path(folder)
    if resume and not is_unfinished(where):
        message = (
            f"--resume: there is no unfinished work in {where}. Leave --resume out to begin, or "
            f"name the folder with --work."
        )
        raise InputError(message)
    token = _work.set(Work(where, resume))
    try:
        with use_memory(memory or memory_budget(), folder=where):
            yield where
        leave(where)
        if folder is None and is_free(where / CORPUS):
            shutil.rmtree(where, ignore_errors=True)
    finally:
        _work.reset(token)
        leave(where)
        with contextlib.suppress(OSError):
            where.rmdir()  # only if nothing in it is worth keeping


def current_work() -> Work | None:
    """Return where the study of this block works; None outside `study_work`."""
    return _work.get()


@contextmanager
def corpus_of_input(work: Work, described: Mapping[str, Any]) -> Iterator[tuple[Path, bool]]:
    """Yield the folder for the corpus of an input, and whether it is whole already.

    What lies there from another input is deleted, or refused where the study has to go on with
    it. Another process that works there is waited for, and then refused. The corpus counts as
    whole when the block has succeeded.

    Parameters
    ----------
    work : Work
        Where the study works.
    described : mapping
        What the corpus is read from, and how; JSON-ready.
    """
    with naming(work.folder):
        work.folder.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        with naming(work.folder):  # the errors of what is read have names of their own
            stack.enter_context(folder_lock(work.folder))
        held, digest = _held(work.folder), _digest(described)
        folder = work.folder / CORPUS
        if held.get("sha256") != digest:
            if work.must_resume:
                message = (
                    f"--resume: the work in {work.folder} is of other articles, or of articles "
                    f"that were changed since, or read with other options. Leave --resume out to "
                    f"begin again."
                )
                raise InputError(message)
            _delete_corpus(folder)
            _note(work.folder, digest, whole=False)
        is_whole = bool(held.get("whole")) and held.get("sha256") == digest
        yield folder, is_whole
        _note(work.folder, digest, whole=True)
        enter(folder)


def _delete_corpus(folder: Path) -> None:
    """Delete the corpus of another input; a folder that holds anything else is refused."""
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    other = [name for name in names if name not in OF_A_CORPUS and not name.startswith(PREFIX)]
    if other:
        message = (
            f"--work: {folder} holds {other[0]}, which is not of a corpus on disk, so nothing "
            f"was deleted. Choose another folder for --work."
        )
        raise InputError(message)
    leave(folder.parent)
    if not is_free(folder):
        message = (
            f"--work: another report is working on other articles in {folder.parent}. Wait for its "
            f"end, or choose another folder for --work."
        )
        raise InputError(message)
    shutil.rmtree(folder, ignore_errors=True)


def _note(folder: Path, digest: str, *, whole: bool) -> None:
    write_text(folder / INPUT, json.dumps({"sha256": digest, "whole": whole}) + "\n")


def _held(folder: Path) -> dict[str, Any]:
    """Return what is noted of the corpus in a work folder; nothing where that is damaged."""
    try:
        held = json.loads((folder / INPUT).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def _digest(described: Mapping[str, Any]) -> str:
    text = json.dumps(described, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
