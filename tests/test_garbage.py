"""The collector of circular garbage runs rarely while tables are made, and as before afterwards."""

from __future__ import annotations

import gc

import pandas as pd
import pytest

import toolkit as tt
from toolkit._core.garbage import RARELY, collect_rarely


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
