"""Arrays in files: what is released is read again, what is private is kept."""

import sys
from pathlib import Path

import numpy as np
import pytest

from toolkit._core.mapped_arrays import mapped_file, pieces, release_pages
from toolkit._core.memory import scratch_array, use_memory


@pytest.fixture
def mapped(tmp_path):
    with use_memory(1, folder=tmp_path):
        array = scratch_array((5_000_000, 4), "f4")
    array[:] = np.arange(len(array))[:, None]
    return array


def pages_in_memory():
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("RssFile"):
            return int(line.split()[1]) * 1024
    return 0


def test_what_is_released_leaves_the_memory_and_is_read_again(mapped):
    before = pages_in_memory()
    release_pages(np.asarray(mapped)[3:10])
    if sys.platform == "linux":
        assert before - pages_in_memory() > 0.9 * mapped.nbytes
    assert mapped[4_000_000].tolist() == [4_000_000] * 4


def test_changes_that_are_private_are_never_lost(tmp_path):
    np.arange(8, dtype="f4").tofile(tmp_path / "numbers")
    private = np.memmap(tmp_path / "numbers", "f4", "c")
    private[:] = 5
    release_pages(private, np.asarray(private)[2:])
    assert mapped_file(np.asarray(private)) is None
    assert private.tolist() == [5.0] * 8


def test_pieces_hold_every_item_once_and_few_at_a_time(mapped):
    found = list(pieces(len(mapped), mapped))
    assert [part.start for part in found] == [0, *(part.stop for part in found)][:-1]
    assert found[-1].stop == len(mapped)
    assert all((part.stop - part.start) * 16 <= 2**25 for part in found)
    assert list(pieces(0, mapped)) == []
