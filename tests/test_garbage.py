"""The collector of circular garbage runs rarely while tables are made, and as before afterwards."""

from __future__ import annotations

import gc
import os
import sys
import weakref

import pandas as pd
import pytest

import toolkit as tt
from toolkit._core.garbage import RARELY, circles_freed, collect_rarely
from toolkit._core.process_settings import BLAS_THREADS, GARBAGE, set_process


@pytest.fixture(autouse=True)
def usual():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_settings_of_the_caller_come_back_after_an_error():
    before = gc.get_threshold()
    seen = []

    @collect_rarely()
    def fail():
        seen.append(gc.get_threshold())
        raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert seen == [RARELY]
    assert gc.get_threshold() == before


@pytest.mark.parametrize("setting", [(0, 10, 10), (100_000, 5, 5)])
def test_a_rarer_setting_of_the_caller_stays(setting):
    gc.set_threshold(*setting)
    with collect_rarely():
        assert gc.get_threshold()[0] == setting[0]
    assert gc.get_threshold()[0] == setting[0]


def test_reading_and_cleaning_leave_the_settings_as_they_were(tmp_path):
    before = gc.get_threshold()
    table = pd.DataFrame({"title": ["A"], "date": ["2016-05-01"], "text": ["A story."]})
    table.to_csv(tmp_path / "a.csv", index=False)
    tt.clean_articles(tt.read_articles(tmp_path / "a.csv", progress=False), progress=False)
    assert gc.get_threshold() == before


class Part:
    """An object that can refer to itself."""


def make_circle():
    part = Part()
    part.itself = part
    return weakref.ref(part)


def test_circles_made_in_the_block_are_freed_after_an_error_too():
    gc.disable()
    seen = []

    @circles_freed()
    def fail():
        seen.append(make_circle())
        assert seen[0]() is not None
        raise KeyError

    try:
        with pytest.raises(KeyError):
            fail()
        assert seen[0]() is None
        assert gc.get_freeze_count() == 0
    finally:
        gc.enable()


def test_objects_that_the_caller_has_frozen_stay_frozen():
    gc.freeze()
    try:
        with circles_freed():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_the_command_looks_for_garbage_after_a_million_objects_unless_told_not_to(monkeypatch):
    for name in BLAS_THREADS:
        monkeypatch.setenv(name, os.environ.get(name, "1"))
    monkeypatch.setattr(sys, "platform", "other")  # the allocator stays as it is
    set_process()
    assert gc.get_threshold() == GARBAGE
    gc.set_threshold(700, 10, 10)
    gc.disable()
    try:
        set_process()
        assert gc.get_threshold() == (700, 10, 10)
    finally:
        gc.enable()
