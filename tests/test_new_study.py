"""A new study folder is complete, and its notebook runs on the first articles put into it."""

from __future__ import annotations

import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from toolkit.cli import BAD_INPUT, DONE, main
from toolkit.errors import InputError
from toolkit.periods import read_events
from toolkit.reading.samples import sample_path
from toolkit.reporting.study.scaffold import new_study
from toolkit.themes import read_themes


def test_the_folder_holds_what_a_study_needs(tmp_path):
    new_study(tmp_path / "summits")
    assert (tmp_path / "summits" / "corpus").is_dir()
    assert (tmp_path / "summits" / "figures").is_dir()
    assert "conflict" in read_themes(tmp_path / "summits" / "themes.toml")
    assert len(read_events(tmp_path / "summits" / "events.toml")) == 4
    assert (tmp_path / "summits" / "README.md").read_text().startswith("# summits\n")


def test_the_readme_names_the_folder_as_it_is_written(tmp_path):
    """It said "my\\-study"."""
    new_study(tmp_path / "my-study_2")
    assert (tmp_path / "my-study_2" / "README.md").read_text().startswith("# my-study\\_2\n")


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("notes")
    with pytest.raises(InputError, match="already exists and is not empty"):
        new_study(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_names_the_files(tmp_path, capsys):
    assert main(["new", str(tmp_path / "a")]) == DONE
    assert "themes.toml" in capsys.readouterr().out
    assert main(["new", str(tmp_path / "a")]) == BAD_INPUT
    assert "not empty" in capsys.readouterr().err


@pytest.mark.notebook
def test_the_first_notebook_runs_and_saves_its_figure(tmp_path):
    study = tmp_path / "study"
    new_study(study)
    for path in sorted(sample_path().glob("*-2017.txt")):
        shutil.copy(path, study / "corpus")
    book = nbformat.read(study / "notebooks" / "00-first-look.ipynb", as_version=4)
    nbformat.validate(book)
    resources = {"metadata": {"path": str(study / "notebooks")}}
    NotebookClient(book, timeout=300, kernel_name="python3", resources=resources).execute()
    assert (study / "figures" / "themes-by-month.png").is_file()
    (evidence,) = [cell for cell in book.cells if "tt.evidence(" in cell["source"]]
    assert "Empty DataFrame" not in evidence["outputs"][-1]["data"]["text/plain"]


def test_the_study_file_of_a_new_study_makes_its_report(tmp_path, capsys):
    new_study(tmp_path / "summits")
    article = "Truce holds\n\nUpdated 6 October 2017\n\nTruce holds\n\nPARIS: The war paused.\n"
    (tmp_path / "summits" / "corpus" / "one.txt").write_text(article, encoding="utf-8")
    assert main(["report", "--config", str(tmp_path / "summits" / "study.toml"), "--quiet"]) == DONE
    page = tmp_path / "summits" / "report" / "index.html"
    assert capsys.readouterr().out.strip() == str(page)
    assert "toolkit report --config study.toml" in page.read_text(encoding="utf-8")
