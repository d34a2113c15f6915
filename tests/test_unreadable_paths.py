"""A path that is no file of the kind asked for: one sentence, whichever function reads it."""

from __future__ import annotations

import os

import pytest

import toolkit as tt
from toolkit._core.stored_files import as_damage, damage
from toolkit.errors import InputError, IntegrityError, WritingError

READERS = {
    "read_articles": lambda path: tt.read_articles(path, progress=False),
    "load_articles": tt.load_articles,
    "load_tokens": tt.load_tokens,
    "load_model": tt.load_model,
    "describe_model": tt.describe_model,
    "read_themes": tt.read_themes,
    "read_events": tt.read_events,
    "read_recipe": tt.read_recipe,
    "tokenize": lambda path: tt.tokenize(["a"], aliases=path, progress=False),
    "read_report_table": lambda path: tt.read_report_table(path.with_suffix(".csv")),
}
NO_FOLDER = [name for name in READERS if name != "read_articles"]


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_not_there_is_named(name, tmp_path):
    with pytest.raises(InputError, match=rf"^{name}: .*(no|not).*absent|^{name}: .*absent.*not"):
        READERS[name](tmp_path / "absent")


@pytest.mark.parametrize("name", READERS)
def test_a_name_that_is_too_long_or_holds_nul_is_one_sentence(name, tmp_path):
    with pytest.raises(InputError, match=rf"^{name}: .*the name is too long"):
        READERS[name](tmp_path / ("n" * 300))
    with pytest.raises(InputError, match=rf"^{name}: .*cannot contain the character NUL"):
        READERS[name](tmp_path / "a\0b")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("name", READERS)
def test_a_pipe_is_refused_rather_than_waited_for(name, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(InputError, match=rf"^{name}: .*a pipe, socket or device, not a file"):
        READERS[name](tmp_path / "pipe.csv")


@pytest.mark.parametrize("name", NO_FOLDER)
def test_a_folder_in_the_place_of_a_file_is_said_to_be_one(name, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match=rf"^{name}: .*it is a folder, not a file"):
        READERS[name](tmp_path / "folder.csv")


def test_definitions_nested_too_deep_are_refused_in_words(tmp_path):
    path = tmp_path / "themes.toml"
    path.write_text("a = " + "[" * 100_000)
    with pytest.raises(InputError, match=r"themes\.toml is not valid TOML: it is nested too deep"):
        tt.read_themes(path)
    with pytest.raises(InputError, match="not valid TOML"):
        tt.tokenize(["a"], aliases=path, progress=False)


def test_a_study_with_an_impossible_name_is_refused_in_words(tmp_path):
    with pytest.raises(WritingError, match=r"the name is too long\. Choose a shorter name"):
        tt.new_study(tmp_path / ("n" * 300))
    with pytest.raises(WritingError, match="a name cannot contain the character NUL"):
        tt.new_study(tmp_path / "a\0b")


def test_memory_that_is_refused_is_not_called_damage():
    def read(error):
        with as_damage(lambda _: damage("load_model", "a.model", "a part cannot be read")):
            raise error

    with pytest.raises(MemoryError):
        read(MemoryError())
    with pytest.raises(OSError, match="Cannot allocate"):
        read(OSError(12, "Cannot allocate memory"))
    with pytest.raises(IntegrityError, match=r"a\.model: a part cannot be read\. Restore it"):
        read(ZeroDivisionError())
