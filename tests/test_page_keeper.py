"""Pages of mapped files go while a job holds too many of them; what the files hold stays."""

from __future__ import annotations

import sys
import time

import numpy as np
import pytest

import toolkit as tt
from toolkit._core import page_keeper
from toolkit._core.memory import scratch_array
from toolkit._core.page_keeper import mapped_memory, release_all_pages

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells how much of files is mapped"
)
SIZE = 96 * 2**20


def test_a_job_that_only_reads_holds_no_more_of_its_files_than_an_eighth_of_its_memory():
    before = mapped_memory()
    with tt.use_memory("64MiB"):
        array = scratch_array(SIZE // 8, np.int64)
        array[:] = np.arange(len(array))
        until = time.monotonic() + 30
        while mapped_memory() > before + 12 * 2**20:  # nobody releases anything here
            assert time.monotonic() < until, "the pages stay"
            time.sleep(0.05)
        assert array[-1] == len(array) - 1
        assert array.sum(dtype=np.int64) == len(array) * (len(array) - 1) // 2


def test_no_thread_looks_when_no_job_runs_and_one_looks_for_jobs_within_jobs():
    import threading

    def names():
        return [one.name for one in threading.enumerate()].count("toolkit-pages")

    assert names() == 0
    with tt.use_memory("1GiB"):
        assert names() == 1
        with tt.use_memory("64MiB"):
            assert names() == 1
        assert names() == 1
    assert names() == 0


def test_arrays_that_are_gone_are_not_kept_and_closed_files_are_left_alone():
    with tt.use_memory("1MiB"):
        array = scratch_array(2**20, np.int64)
        n_maps = len(page_keeper._maps)
        mapped = array._mmap
        array[:] = 7
        release_all_pages()
        assert (array == 7).all()
        del array
        mapped.close()
        release_all_pages()
        del mapped
    assert len(page_keeper._maps) < n_maps
