"""The public face: names, import time, layers, agreement of the environment files."""

from __future__ import annotations

import collections
import inspect
import os
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import toolkit as tt

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONDA_NAMES = {"matplotlib": "matplotlib-base"}


NAMESPACES = ("errors", "interop", "plot", "stats", "validation")


def public():
    """Every public name and what it stands for."""
    for name in tt.__all__:
        if name in NAMESPACES:
            space = getattr(tt, name)
            yield from ((f"{name}.{inner}", getattr(space, inner)) for inner in space.__all__)
        else:
            yield name, getattr(tt, name)


def test_at_most_115_names_stand_behind_tt_and_completion_shows_no_others():
    assert 80 < len(tt.__all__) <= 115
    assert dir(tt) == sorted(tt.__all__)
    for space in NAMESPACES:
        assert dir(getattr(tt, space)) == sorted(getattr(tt, space).__all__)


def test_the_example_of_every_public_function_runs_where_it_is_defined():
    """The five packages of public names are left out of the doctests, or each would run twice."""
    left_out = {"toolkit", *(f"toolkit.{room}" for room in NAMESPACES), "toolkit.figures"}
    for name, found in public():
        if inspect.isfunction(found):
            module = sys.modules[inspect.unwrap(found).__module__]
            assert module.__name__ not in left_out, name
            assert vars(module)[found.__name__].__module__ == module.__name__, name
    for package in left_out - {"toolkit.errors", "toolkit.plot"}:
        assert ">>>" not in (sys.modules[package].__doc__ or ""), package


def test_a_thing_has_one_name():
    seen = collections.defaultdict(set)
    for name, value in public():
        if callable(value):
            seen[id(value)].add(name)
    assert [names for names in seen.values() if len(names) > 1] == []


def test_public_functions_take_at_most_three_arguments_by_position():
    for name, value in public():
        if inspect.isfunction(value):
            kinds = [p.kind for p in inspect.signature(value).parameters.values()]
            assert kinds.count(inspect.Parameter.POSITIONAL_OR_KEYWORD) <= 3, name


def test_public_functions_and_classes_say_what_they_do():
    for name, value in public():
        if inspect.isfunction(value) or inspect.isclass(value):
            assert inspect.getdoc(value), name


GUIDE = "".join(
    path.read_text(encoding="utf-8")
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "notebooks").iterdir()]
)


def test_every_public_function_stands_in_the_guide_in_code_that_runs():
    named = {name for name, value in public() if callable(value) and "errors." not in name}
    assert sorted(name for name in named if f"tt.{name}(" not in GUIDE) == []


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MODULES = sorted((ROOT / "toolkit").rglob("*.py"))


def test_every_path_that_the_architecture_page_names_exists():
    named = re.findall(r"`((?:toolkit|corpus|docs)/[\w./-]*)`", ARCHITECTURE)
    assert len(named) > 60
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_room_and_sub_room_stands_on_the_architecture_page():
    rooms = {path.parent for path in MODULES if path.name == "__init__.py"} - {ROOT / "toolkit"}
    for room in rooms:
        inner = room.parent != ROOT / "toolkit"
        name = f"{room.name}/" if inner else f"`toolkit/{room.name}/`"
        assert name in ARCHITECTURE, name


@pytest.mark.parametrize(
    ("question", "path", "definition"),
    [
        ("label", "topics/inspect/terms.py", "def topic_labels"),
        ("columns of the shares table", "tables/schemas.py", "PERIOD_SHARES"),
        ("permutations", "stats/permutation.py", "N_PERMUTATIONS"),
        ("Which date", "reading/dates.py", "def "),
        ("stop words", "tokenizing/stop_lists.py", "def stop_words"),
        ("phrase", "tokenizing/phrases.py", "def find_phrases"),
        ("sentences stand behind", "reporting/evidence_trail.py", "def evidence"),
        ("model kept", "models/storage.py", "def save_model"),
        ("come back", "topics/stability/resamples.py", "def topic_stability"),
        ("step by step", "reporting/study/job.py", "def run_study"),
    ],
)
def test_ten_questions_lead_to_the_module_that_answers(question, path, definition):
    rows = [row for row in ARCHITECTURE.splitlines() if row.startswith("|") and question in row]
    assert any(f"`toolkit/{path}`" in row for row in rows)
    assert definition in (ROOT / "toolkit" / path).read_text(encoding="utf-8")


def test_a_module_has_a_name_of_its_own():
    by_name = collections.defaultdict(set)
    for path in MODULES:
        if not path.name.startswith("__") and path.parent.name != "_kernels":
            by_name[path.stem].add(path.relative_to(ROOT).as_posix())
    shared = {name: sorted(found) for name, found in by_name.items() if len(found) > 1}
    assert set(shared) <= {"storage"}, shared


def test_no_function_has_the_name_of_its_module_and_no_module_is_a_participle():
    for path in MODULES:
        code = path.read_text(encoding="utf-8")
        assert not re.search(rf"^def {path.stem}\(", code, re.MULTILINE), path
        assert path.parent.name == "_kernels" or not path.stem.endswith("ing"), path


def test_the_top_level_holds_rooms_and_four_files():
    files = {path.name for path in (ROOT / "toolkit").glob("*.py")}
    assert files == {"__init__.py", "__main__.py", "cli.py", "errors.py"}


def test_interop_the_package_loads_nothing_heavy():
    code = (
        "import sys, toolkit; "
        "print([m for m in ('numpy', 'pandas', 'sklearn', 'nltk', 'numba', 'matplotlib') "
        "if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert shown.strip() == "[]"


def test_nothing_needs_widgets_and_their_absence_prints_nothing():
    code = (
        "import sys, warnings; sys.modules['ipywidgets'] = None; warnings.simplefilter('error'); "
        "import importlib.util as u; real = u.find_spec; "
        "u.find_spec = lambda name, *a: None if name == 'ipywidgets' else real(name, *a); "
        "import toolkit as tt; articles = tt.clean_articles(tt.load_sample()); "
        "tt.count_terms(tt.tokenize(articles['text'])); "
        "from toolkit._core.progress_bars import tqdm; print(tqdm.__module__)"
    )
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (made.returncode, made.stdout.strip()) == (0, "tqdm.std"), made.stderr
    for path in (ROOT / "toolkit").rglob("*.py"):
        assert not re.search(
            r"^\s*(?:import|from) ipywidgets", path.read_text(encoding="utf-8"), re.M
        )


def test_the_package_and_its_command_start_within_a_third_of_a_second():
    made = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "starting.py"), "--runs", "3"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert made.returncode == 0, made.stdout + made.stderr
    assert "toolkit --help" in made.stdout


def _requirements(lines: list[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        match = re.fullmatch(r"([A-Za-z0-9_.-]+)(>=[\d.]+)?", line.strip())
        if match:
            found[match[1]] = match[2] or ""
    return found


def test_the_conda_environment_agrees_with_pyproject():
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    conda = _requirements([line.strip().removeprefix("- ") for line in lines])
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = _requirements(PROJECT["project"]["dependencies"]) | _requirements(extras["notebook"])
    for name, bound in wanted.items():
        assert conda.get(CONDA_NAMES.get(name, name)) == bound, name
    assert "      - -e ." in lines
    assert conda["python"] == PROJECT["project"]["requires-python"]


def test_the_oldest_versions_tested_are_the_ones_declared():
    noxfile = runpy.run_path(str(ROOT / "noxfile.py"))
    declared = _requirements(PROJECT["project"]["dependencies"])
    tested = dict(one.removesuffix(".*").split("==") for one in noxfile["MINIMUMS"])
    assert tested == {name: bound.removeprefix(">=") for name, bound in declared.items()}


@pytest.mark.parametrize("word", ["pickle", "joblib.load", "eval(", "exec(", "urlopen", "requests"])
def test_the_package_never_unpickles_evaluates_or_asks_the_network(word):
    for path in (ROOT / "toolkit").rglob("*.py"):
        code = re.sub(r'(?s)""".*?"""|#[^\n]*', "", path.read_text(encoding="utf-8"))
        allowed = "allow_pickle=False"
        assert word not in code.replace(allowed, ""), f"{word} in {path.name}"
