"""Stages of work that workers import: what the tests of the cluster run there."""

from __future__ import annotations

import json
import os
import signal
import time
import warnings

import numpy as np

import toolkit as tt
from toolkit._core.atomic import write_bytes
from toolkit._core.memory import memory_budget
from toolkit._core.part_engine import current_engine
from toolkit._core.processors import available_processors
from toolkit.errors import PatternWarning, ReadingError


def square(number):
    return number * number


def apply_twice(function, number, *, plus=0):
    return function(function(number)) + plus


def slow_square(task):
    number, seconds = task
    time.sleep(seconds)
    return number * number


def add_shared(number, shared):
    return shared["weights"] * number


def count_terms_of_part(task):
    """Read a part, count its terms, write them to a file, and return where."""
    source, target = task
    articles = tt.clean_articles(tt.load_articles(source))
    dtm = tt.count_terms(tt.tokenize(articles["text"]))
    sums = np.asarray(dtm.counts.sum(axis=0)).ravel().tolist()
    counts = dict(zip(dtm.terms, sums, strict=True))
    write_bytes(target, json.dumps(counts, sort_keys=True).encode())
    return target.name, len(articles)


def write_slowly(task):
    """Write a file of one letter; the folder says how often it was begun."""
    target, letter, seconds = task
    (target.parent / f"begun-{os.getpid()}-{time.monotonic_ns()}").touch()
    time.sleep(seconds)
    write_bytes(target, letter.encode() * 1_000_000)
    return target.name


def end_first_worker(task):
    """End the process, unless a file says that this has happened."""
    number, mark = task
    if mark is not None and not mark.exists():
        mark.touch()
        os._exit(1)
    return number * number


def end_worker_on_two(number):
    if number == 2:
        os._exit(1)
    return number * number


def fill_memory(n_bytes):
    held = np.ones(n_bytes // 8)
    time.sleep(2)
    return float(held.sum())


def fail_on_a_date(number):
    if number == 2:
        raise ReadingError("read_articles: a.txt, line 41: cannot read a date from 'secret text'.")
    return number


def fail_on_a_file(path):
    return path.read_text()


def fail_unexpectedly(number):
    return {}[f"secret {number}"]


def warn_of_a_word(number):
    warnings.warn(f"the word of part {number // 2} matches nothing", PatternWarning, stacklevel=1)
    return number


def fail_for_memory(_):
    raise MemoryError


def resources(seconds):
    time.sleep(seconds)
    return available_processors(), memory_budget(), os.getpid()


def threads_of_blas(_):
    import threadpoolctl

    pools = threadpoolctl.threadpool_info()
    return max((pool["num_threads"] for pool in pools), default=1)


def threads_of_numba(_):
    import numba

    try:
        return numba.threading_layer()
    except ValueError:
        return "not initialized"


def engine_here(_):
    return type(current_engine()).__name__


def in_steps(task):
    """Write a file after some work, so that a kill may fall anywhere in it."""
    number, folder = task
    draws = np.random.default_rng(number).random(200_000)
    for _ in range(6):
        draws = np.sort(draws)[::-1] * 0.999
        time.sleep(0.02)
    write_bytes(folder / f"part-{number:03}.bin", draws.tobytes())
    return number, float(draws.sum())


def take_the_scheduler_away(task):
    number, process = task
    if process:
        os.kill(process, signal.SIGKILL)
        time.sleep(30)
    return number
