"""Saved figures looked at again: what is damaged, what is stale, what comes out the same."""

import json
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_notebook

import toolkit as tt
from toolkit.reporting.figures.figure_checks import check_figures, rebuild_figure

CODE = """
import pandas as pd
from matplotlib.figure import Figure
import toolkit as tt
articles = pd.DataFrame({"body": ["One."]}, index=["a"])
fig = Figure(figsize=(2, 1))
made_by = tt.provenance(articles, notebook="00-x.ipynb", seed=1)
tt.save_figure(fig, "../figures/plain", made_by=made_by, caption="A plain figure.")
"""


def articles(body="One."):
    return pd.DataFrame({"body": [body]}, index=["a"])


def write_notebook(root, source=CODE):
    (root / "notebooks").mkdir(exist_ok=True)
    notebook = new_notebook(cells=[new_code_cell(source)])
    nbformat.write(notebook, root / "notebooks" / "00-x.ipynb")


@pytest.fixture
def project(tmp_path, monkeypatch):
    write_notebook(tmp_path)
    monkeypatch.chdir(tmp_path / "notebooks")
    exec(CODE, {})
    return tmp_path


def change_record(project, **changes):
    path = project / "figures" / "plain.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["made_by"] |= changes
    path.write_text(json.dumps(record), encoding="utf-8")


def state(project, **options):
    row = check_figures(project / "figures", **options).iloc[0]
    return row["figure"], row["state"], row["reason"]


def test_an_untouched_figure_is_current(project):
    assert state(project) == ("plain", "current", "")
    assert state(project, articles=articles())[1] == "current"


def test_a_changed_or_missing_file_is_damage(project):
    (project / "figures" / "plain.png").write_bytes(b"painted over")
    (project / "figures" / "plain.pdf").unlink()
    assert state(project) == (
        "plain",
        "damaged",
        "plain.pdf is missing; plain.png was changed after it was saved",
    )


def test_a_changed_corpus_makes_a_figure_stale(project):
    assert state(project, articles=articles("Two.")) == (
        "plain",
        "stale",
        "the articles have changed",
    )


def test_another_version_makes_a_figure_stale(project):
    now = tt.provenance(articles())["versions"]
    change_record(project, versions=now | {"numpy": "1.0"})
    assert state(project)[1:] == ("stale", f"made with numpy 1.0, now {now['numpy']}")


def test_changed_code_makes_a_figure_stale_and_changed_prose_does_not(project):
    path = project / "notebooks" / "00-x.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("# Why?"))
    nbformat.write(notebook, path)
    assert state(project)[1] == "current"
    write_notebook(project, CODE + "\n1")
    assert state(project)[1:] == ("stale", "the code of 00-x.ipynb has changed")
    path.unlink()
    assert state(project)[1:] == ("stale", "its notebook 00-x.ipynb is missing")


def test_a_folder_without_figures_is_refused(tmp_path):
    with pytest.raises(tt.errors.InputError) as error:
        check_figures(tmp_path)
    assert (
        str(error.value)
        == f"check_figures: {tmp_path.name!r} holds no figure written by save_figure."
    )
    with pytest.raises(tt.errors.InputError, match=r"there is no folder '.*nowhere'\. Check"):
        check_figures(tmp_path / "nowhere")


@pytest.mark.notebook
@pytest.mark.filterwarnings("default")
def test_a_figure_comes_out_the_same_and_its_lost_file_is_put_back(project):
    picture = project / "figures" / "plain.png"
    before = picture.read_bytes()
    picture.unlink()
    table = rebuild_figure(picture)
    assert table["same"].all()
    assert table["file"].tolist() == [
        "plain.caption.txt",
        "plain.pdf",
        "plain.png",
        "plain.svg",
    ]
    assert picture.read_bytes() == before


@pytest.mark.notebook
@pytest.mark.filterwarnings("default")
def test_what_changed_is_named_and_nothing_is_written_over(project):
    write_notebook(project, CODE.replace("seed=1", "seed=2").replace("(2, 1)", "(3, 1)"))
    before = (project / "figures" / "plain.png").read_bytes()
    table = rebuild_figure(project / "figures" / "plain.svg").set_index("file")
    assert table["same"].to_dict() == {
        "plain.caption.txt": True,
        "plain.pdf": False,
        "plain.png": False,
        "plain.svg": False,
    }
    assert "settings.seed: 1, now 2" in table.loc["plain.png", "reason"]
    assert "notebook_code: " in table.loc["plain.png", "reason"]
    assert (project / "figures" / "plain.png").read_bytes() == before


def test_a_figure_without_a_record_or_notebook_cannot_be_rebuilt(tmp_path):
    with pytest.raises(tt.errors.InputError) as error:
        rebuild_figure(tmp_path / "lost.caption.txt")
    assert str(error.value) == (
        "rebuild_figure: lost.json is missing. It records how the figure was made."
    )
    tt.save_figure(Figure(figsize=(2, 1)), tmp_path / "figures" / "bare")
    with pytest.raises(tt.errors.InputError) as error:
        rebuild_figure(tmp_path / "figures" / "bare.png")
    assert str(error.value) == (
        "rebuild_figure: bare was made by no notebook. To recreate a figure of a report, run the "
        "same toolkit report command."
    )


def test_the_committed_figures_are_whole():
    folder = Path(__file__).parents[1] / "figures"
    table = check_figures(folder)
    assert table.loc[table["state"] == "damaged", ["figure", "reason"]].to_numpy().tolist() == []


@pytest.mark.parametrize(
    "content",
    ["", "{", "[1]", '{"files": 3, "made_by": {}, "alt": ""}', "[" * 100_000,
     '{"files": {"/../../secret": "0"}, "made_by": {}, "alt": ""}',
     '{"files": {}, "made_by": {"notebook": "../../run-me.ipynb"}, "alt": ""}',
     '{"files": {}, "made_by": {"versions": 3}, "alt": ""}'],
)  # fmt: skip
def test_a_damaged_or_made_up_record_is_damage_and_leads_nowhere(project, content):
    (project / "figures" / "plain.json").write_text(content)
    row = check_figures(project / "figures").iloc[0]
    assert (row["state"], row["reason"]) == (
        "damaged", "plain.json is not a record of save_figure"
    )  # fmt: skip
    with pytest.raises(tt.errors.IntegrityError, match=r"plain\.json is not a record that save_f"):
        rebuild_figure(project / "figures" / "plain.png")
