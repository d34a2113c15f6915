"""Who takes which rows of a step."""

import threading

import numpy as np
import pytest

from toolkit.models.threads import FEW_ENTRIES, share_out


@pytest.mark.parametrize("n_entries", [0, FEW_ENTRIES - 1, FEW_ENTRIES, 10 * FEW_ENTRIES])
def test_a_step_over_few_entries_stays_in_one_thread_and_one_over_many_is_shared(n_entries):
    offsets = np.linspace(0, n_entries, 101).astype(np.int64)
    ranges, threads = [], set()

    def work(first, last):
        ranges.append((first, last))
        threads.add(threading.get_ident())

    share_out(work, offsets, 3)
    rows = [row for first, last in sorted(ranges) for row in range(first, last)]
    assert rows == list(range(100))
    if n_entries < FEW_ENTRIES:
        assert threads == {threading.get_ident()}
        assert len(ranges) == 1
    else:
        assert len(ranges) == 3


def test_a_step_over_no_rows_is_not_begun():
    share_out(lambda *_: pytest.fail("begun"), np.zeros(1, dtype=np.int64), 2)
