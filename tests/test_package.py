"""The public face: names, import time, layers, agreement of the environment files."""

from __future__ import annotations

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


def test_every_public_name_can_be_imported():
    assert len(tt.__all__) > 20
    for name in tt.__all__:
        assert getattr(tt, name) is not None


def test_public_functions_take_at_most_three_arguments_by_position():
    for name in tt.__all__:
        public = getattr(tt, name)
        if not inspect.isfunction(public):
            continue
        kinds = [p.kind for p in inspect.signature(public).parameters.values()]
        n_positional = kinds.count(inspect.Parameter.POSITIONAL_OR_KEYWORD)
        assert n_positional <= 3, name


def test_public_functions_and_classes_say_what_they_do():
    for name in tt.__all__:
        public = getattr(tt, name)
        if inspect.isfunction(public) or inspect.isclass(public):
            assert inspect.getdoc(public), name


def test_importing_the_package_loads_nothing_heavy():
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
        "from toolkit._core.progress import tqdm; print(tqdm.__module__)"
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
