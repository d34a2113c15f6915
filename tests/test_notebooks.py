"""The notebooks: their form, and that they run anywhere and make the committed figures.

``python -m tests.test_notebooks`` makes the figures anew; ``python -m tests.test_notebooks 02 04``
those of some.
"""

import ast
import io
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from toolkit.reporting.provenance_record import PACKAGES, package_version

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [path.name for path in NOTEBOOKS]
SUFFIXES = (".png", ".svg", ".pdf", ".csv", ".json", ".caption.txt")


def read(path):
    return nbformat.read(path, as_version=4)


@pytest.fixture(params=NOTEBOOKS, ids=NAMES)
def notebook(request):
    return read(request.param)


def code(notebook):
    return [cell["source"] for cell in notebook.cells if cell["cell_type"] == "code"]


def test_the_first_cell_asks_a_question_and_answers_it_with_a_number(notebook):
    first = notebook.cells[0]
    title, _, answer = first["source"].partition("\n\n")
    assert first["cell_type"] == "markdown"
    assert re.fullmatch(r"# [^\n]+\?", title)
    assert re.search(r"\d", answer)
    assert 1 <= len(re.findall(r"[.!](?=\s|$)", answer)) <= 3


def test_a_notebook_is_committed_without_outputs(notebook):
    for cell in notebook.cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None


def test_no_table_of_p_values_is_rounded_by_hand(notebook):
    """0.0005 rounded to three places is 0.0 or 0.001; `show` writes "< 0.001"."""
    for source in code(notebook):
        shown = source.splitlines()[-1]
        assert not (".round(" in shown and re.search(r'p_(value|adjusted|placebo)"', shown)), shown


def test_cells_are_short_and_define_nothing(notebook):
    for source in code(notebook):
        assert 1 <= len(source.splitlines()) <= 15
        kinds = {type(node) for node in ast.walk(ast.parse(source))}
        assert not kinds & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef}
        assert not re.search(r"^[%!]|autoreload|https?://", source, re.MULTILINE)


def test_no_path_leads_out_of_the_project(notebook):
    for source in code(notebook):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not node.value.startswith(("/", "~", "../.."))


def test_prose_stands_before_the_first_code_and_limits_at_the_end(notebook):
    kinds = [cell["cell_type"] for cell in notebook.cells]
    assert kinds[:2] == ["markdown", "markdown"]
    assert "What this does not show" in notebook.cells[-1]["source"]
    assert any("assert" in source for source in code(notebook))


def run(path, folder, *, hash_seed="1"):
    """Run a notebook in ``folder`` beside links to its neighbours; return its figures' bytes."""
    here = folder / "notebooks"
    here.mkdir(parents=True)
    (folder / "corpus").symlink_to(ROOT / "corpus")
    (here / path.name).write_bytes(path.read_bytes())
    client = NotebookClient(read(path), timeout=300, resources={"metadata": {"path": str(here)}})
    # a bar appears after two seconds, on a busy machine in one run and not in the other
    client.execute(env={**os.environ, "PYTHONHASHSEED": hash_seed, "TQDM_DISABLE": "1"})
    made = (folder / "figures").glob("*") if (folder / "figures").is_dir() else ()
    return client.nb, {path.name: path.read_bytes() for path in made}


def shown(notebook):
    """Return everything that the cells show: tables, texts and pictures, but no progress bars."""
    return [
        (number, output["output_type"], output.get("text"), output.get("data"))
        for number, cell in enumerate(notebook.cells)
        for output in cell.get("outputs", [])
        if "application/vnd.jupyter.widget-view+json" not in output.get("data", {})
    ]


def wrong(notebook):
    """Return errors, and whatever was written to stderr."""
    return [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]


@pytest.mark.notebook
@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_run_twice_shows_and_saves_the_same(path, tmp_path):
    first, figures = run(path, tmp_path / "first", hash_seed="1")
    assert wrong(first) == []
    second, again = run(path, tmp_path / "second", hash_seed="2")
    assert shown(first) == shown(second)
    assert sorted(figures) == sorted(again)
    assert [name for name in figures if figures[name] != again[name]] == []
    for stem in {name.partition(".")[0] for name in figures}:
        check_committed(stem, figures)


def check_committed(stem, figures):
    """The figures in the repository are those of the notebooks.

    The last digits of a number may differ from one kind of processor to another; where the numbers
    are the same to the last digit, and the versions too, so must be every byte.
    """
    kept = {suffix: (ROOT / "figures" / (stem + suffix)).read_bytes() for suffix in SUFFIXES}
    assert kept[".caption.txt"] == figures[f"{stem}.caption.txt"], stem
    ours, theirs = (
        pd.read_csv(io.BytesIO(content)) for content in (kept[".csv"], figures[f"{stem}.csv"])
    )
    pd.testing.assert_frame_equal(ours, theirs, rtol=1e-6, atol=1e-9, obj=stem)
    versions = json.loads(kept[".json"])["made_by"]["versions"]
    same = versions == {one: package_version(one) for one in PACKAGES}
    if same and kept[".csv"] == figures[f"{stem}.csv"]:
        assert [suffix for suffix in SUFFIXES if kept[suffix] != figures[stem + suffix]] == []


@pytest.mark.notebook
def test_pictures_in_a_notebook_carry_their_alternative_text(tmp_path):
    path = ROOT / "notebooks" / "00-quick-start.ipynb"
    executed, _ = run(path, tmp_path)
    bundles = [
        output
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {}) and "image/png" in output["data"]
    ]
    assert len(bundles) == 1
    assert "Conflict: from 53%" in bundles[0]["metadata"]["image/png"]["alt"]
    assert "<figcaption>" in bundles[0]["data"]["text/html"]


if __name__ == "__main__":
    for path in NOTEBOOKS:
        if path.name[:2] in (sys.argv[1:] or [one[:2] for one in NAMES]):
            with tempfile.TemporaryDirectory() as folder:
                _, made = run(path, Path(folder) / "study")
            for figure, content in made.items():
                (ROOT / "figures" / figure).write_bytes(content)
