"""Tokens of all parts in one room: placed by the threads that find them, whatever their number."""

import weakref
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest

from toolkit._core import growing_arrays
from toolkit.tokenizing import buffers, scanner
from toolkit.tokenizing.buffers import ArrowTexts
from toolkit.tokenizing.token_room import TokenRoom

TEXTS = [f"Word{k} and talks{k % 7}, U.S. forces’ {k}.\n\nMore" for k in range(700)]


def _fill(room, number, n):
    tokens, is_placed = room.place(number, n)
    for array in tokens:
        array[:] = number
    return tokens, is_placed


@pytest.mark.parametrize(("expected", "n_placed"), [(60, 4), (35, 3), (30, 3), (29, 1), (0, 0)])
def test_parts_stand_in_order_whoever_comes_first_and_however_many_were_expected(
    expected, n_placed
):
    room, sizes = TokenRoom(expected), [10, 20, 0, 30]
    with ThreadPoolExecutor(len(sizes)) as pool:  # the last part asks first, and waits
        asked = [pool.submit(_fill, room, k, sizes[k]) for k in reversed(range(len(sizes)))]
        parts = [each.result(timeout=60) for each in reversed(asked)]
    for tokens, is_placed in parts:
        room.add(tokens, is_placed=is_placed)
    found = room.finish()
    assert sum(is_placed for _, is_placed in parts) == n_placed
    for array in found:
        assert array.tolist() == np.repeat(range(4), sizes).tolist()


def test_memory_that_tokens_outgrew_is_not_kept_beside_their_file(monkeypatch):
    room = TokenRoom(30)
    room.add(_fill(room, 0, 20)[0], is_placed=True)
    tokens, is_placed = _fill(room, 1, 40)
    held = weakref.ref(room._arrays[0]._held)
    monkeypatch.setattr(growing_arrays, "is_large", lambda _: True)
    room.add(tokens, is_placed=is_placed)
    assert held() is None
    assert room.finish().ids.tolist() == np.repeat([0, 1], [20, 40]).tolist()


def test_nobody_waits_for_a_part_that_failed():
    room = TokenRoom(100)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(room.place, 3, 5)
        room.give_up()
        tokens, is_placed = waiting.result(timeout=60)
    assert not is_placed
    assert len(tokens.ids) == 5


@pytest.mark.parametrize("bytes_of_token", [1e9, 60, 5.5, 1])
@pytest.mark.parametrize("n_jobs", [1, 3])
def test_streams_are_the_same_however_many_tokens_were_expected(
    bytes_of_token, n_jobs, monkeypatch
):
    monkeypatch.setattr(buffers, "PART_TEXTS", 90)
    texts = ArrowTexts(pa.array(TEXTS, type=pa.large_string()))
    plain = scanner.scan_plainly(TEXTS)
    monkeypatch.setattr(scanner, "BYTES_OF_TOKEN", bytes_of_token)
    stream = scanner.scan(texts, few=-1, n_jobs=n_jobs)
    for name in ("offsets", "starts", "ends", "gaps"):
        assert getattr(stream, name).tolist() == getattr(plain, name).tolist()
    named = [list(each.surfaces) for each in (stream, plain)]
    found = [
        [names[k] for k in each.ids] for names, each in zip(named, (stream, plain), strict=True)
    ]
    assert found[0] == found[1]


def test_an_error_in_one_part_ends_the_scan_at_once(monkeypatch):
    monkeypatch.setattr(buffers, "PART_TEXTS", 50)
    find, calls = scanner._find, []

    def failing(scratch, part):
        calls.append(part)
        if len(calls) == 2:
            raise MemoryError
        return find(scratch, part)

    monkeypatch.setattr(scanner, "_find", failing)
    texts = ArrowTexts(pa.array(TEXTS, type=pa.large_string()))
    with pytest.raises(MemoryError):
        scanner.scan(texts, few=-1, n_jobs=3)


@pytest.mark.parametrize("is_sorted", [True, False])
@pytest.mark.parametrize("many", [0, 10**6])
def test_forms_of_several_workers_are_counted_under_their_own_numbers(is_sorted, many, monkeypatch):
    monkeypatch.setattr(buffers, "PART_TEXTS", 20)
    monkeypatch.setattr(scanner, "MANY_FORMS", many)
    texts = ArrowTexts(pa.array(TEXTS, type=pa.large_string()))
    stream = scanner.scan(texts, few=-1, n_jobs=4, is_sorted=is_sorted)
    plain = scanner.scan_plainly(TEXTS)
    names, expected = list(stream.surfaces), list(plain.surfaces)
    assert [names[k] for k in stream.ids] == [expected[k] for k in plain.ids]
    assert stream.seen.tolist() == np.bincount(stream.ids, minlength=len(names)).tolist()
