"""The kernels where numba can keep nothing on disk: read-only installations, containers."""

import os
import shutil
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import toolkit
from toolkit._kernels.compile import helper, kernel

PACKAGE = Path(toolkit.__file__).parent


@pytest.fixture(scope="module")
def read_only(tmp_path_factory):
    """Return a copy of the package and an environment in which no cache can be written.

    A file stands wherever a folder for the cache would be made, which stops root as well.
    """
    root = tmp_path_factory.mktemp("installed")
    shutil.copytree(PACKAGE, root / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    if not (root / "toolkit" / "_corpus").exists():
        shutil.copytree(PACKAGE.parent / "corpus", root / "toolkit" / "_corpus")
    for folder in [root / "toolkit", *(root / "toolkit").rglob("*/")]:
        (folder / "__pycache__").write_text("")
    no_folder = root / "no-folder"
    no_folder.write_text("")
    unset = {"NUMBA_CACHE_DIR", "PYTHONPYCACHEPREFIX", "IPYTHONDIR"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    homes = dict.fromkeys(["HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"], str(no_folder))
    return {**environment, **homes, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}


def run(environment, tmp_path, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_the_quick_start_runs_where_no_cache_can_be_written(read_only, tmp_path):
    code = """
        import toolkit as tt
        from toolkit._kernels import gibbs, text_numbering
        from toolkit.topics.inspect.coherence import count_windows
        articles = tt.clean_articles(tt.load_sample())
        tokens = tt.tokenize(articles["text"], phrases=True)
        dtm = tt.count_terms(tokens, min_docs=5, max_doc_share=0.5)
        lda = tt.LDA(n_topics=5, random_state=2018, max_epochs=5).fit(dtm)
        print(len(tt.doc_topics(lda, dtm)), type(gibbs.sweep.compiled._cache).__name__)
        print(type(count_windows.compiled._cache).__name__, tt.__file__)
    """
    done = run(read_only, tmp_path, "-c", textwrap.dedent(code))
    assert done.returncode == 0, done.stderr
    assert "NullCache NullCache" in " ".join(done.stdout.split())
    assert read_only["PYTHONPATH"] in done.stdout


@pytest.mark.slow
def test_a_report_is_written_where_no_cache_can_be_written(read_only, tmp_path):
    corpus = PACKAGE.parent / "corpus"
    themes, out = corpus / "themes.toml", tmp_path / "out"
    command = ["-m", "toolkit", "report", str(corpus), "--themes", str(themes), "--out", str(out)]
    done = run(read_only, tmp_path, *command, "--topics", "5", "--quiet")
    assert done.returncode == 0, done.stderr
    assert (out / "index.html").stat().st_size > 10_000


def test_the_quick_start_compiles_nothing_and_imports_what_it_needs(tmp_path):
    code = """
        import sys
        import toolkit as tt
        from toolkit.reading.samples import sample_path
        articles = tt.clean_articles(tt.read_articles(sample_path()))
        themes = tt.read_themes(sample_path().parent / "themes.toml")
        aliases = sample_path().parent / "aliases.toml"
        tt.plot.theme_panels(tt.theme_shares(articles, themes, freq="YS"))
        heavy = ["numba", "sklearn", "scipy.stats", "scipy.linalg", "scipy.optimize", "nltk",
                 "numpy.f2py", "numpy.testing", "asyncio", "toolkit.models", "toolkit.topics",
                 "toolkit.periods.breaks", "toolkit.keyness.distinctive", "toolkit.reporting",
                 "toolkit.reading.exports.webpages", "toolkit.reading.exports.mail_pages"]
        print([name for name in heavy if name in sys.modules])
        tt.near_duplicates(articles)
        tokens = tt.tokenize(articles["text"], aliases=aliases, phrases=True)
        tt.theme_contexts(tokens, themes, "diplomacy")
        print("numba" in sys.modules)
    """
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "MPLBACKEND": "agg"}
    done = run(environment, tmp_path, "-c", textwrap.dedent(code))
    theirs = (
        "import sys, scipy.special; print([one for one in ['scipy.linalg'] if one in sys.modules])"
    )
    loaded = run(environment, tmp_path, "-c", theirs).stdout  # by SciPy itself, in some versions
    assert done.stdout == f"{loaded}False\n", done.stderr


@helper
def _twice(value):
    return 2 * value


@kernel
def _double(values):
    for i in range(len(values)):
        values[i] = _twice(values[i])


@kernel
def _double_and_double(values):
    _double(values)
    _double(values)


def test_a_kernel_and_its_parts_run_compiled_and_as_plain_python():
    for run_kernel in (_double_and_double, _double_and_double.py_func, _double_and_double.compiled):
        values = np.arange(3.0)
        run_kernel(values)
        assert values.tolist() == [0.0, 4.0, 8.0]
    assert _twice(2) == 4


def test_a_part_changed_in_another_file_is_compiled_anew(tmp_path):
    """Numba looks at the file of the kernel alone."""
    package, parts = (
        tmp_path / "toolkit_parts",
        "from toolkit._kernels.compile import helper, kernel\n",
    )
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "whole.py").write_text(
        parts + "from toolkit_parts.part import change\n\n@kernel\ndef run(values):\n"
        "    values[0] = change(values[0])\n"
    )
    code = (
        "import numpy as np; from toolkit_parts.whole import run; v = np.ones(1); run(v); "
        "print(v[0], sum(run.compiled.stats.cache_hits.values()))"
    )
    environment = {**os.environ, "PYTHONPATH": f"{PACKAGE.parent}{os.pathsep}{tmp_path}"}
    environment |= {"NUMBA_CACHE_DIR": str(tmp_path / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    seen = []
    for factor in (2, 2, 30):
        (package / "part.py").write_text(
            parts + f"@helper\ndef change(x):\n    return {factor} * x\n"
        )
        os.utime(package / "part.py", (factor, factor))
        seen.append(run(environment, tmp_path, "-c", code).stdout.split())
    assert seen == [["2.0", "0"], ["2.0", "1"], ["30.0", "0"]]


def test_threads_that_use_a_kernel_first_at_once_compile_it_once():
    made = kernel(_double.py_func)
    with ThreadPoolExecutor(4) as pool:
        compiled = list(pool.map(lambda _: made.compiled, range(8)))
    assert len(set(map(id, compiled))) == 1


PART = """
from toolkit._kernels.compile import helper
FACTOR = {factor}

@helper
def scaled(value):
    return {sign}value * FACTOR
"""
WHOLE = """
import numpy as np
from scaled_part import FACTOR, scaled
from toolkit._kernels.compile import kernel

TABLE = np.arange(3.0)

@kernel
def scale(values):
    for i in range(len(values)):
        values[i] = scaled(values[i]) * TABLE[np.int64(1)]

@kernel
def scale_twice(values):
    scale(values)
    scale(values)

values = np.ones(1)
scale_twice(values)
print(values.tolist(), len(scale_twice.compiled.stats.cache_hits))
"""


def test_a_part_or_a_number_changed_in_another_file_is_seen_and_what_is_unchanged_is_kept(tmp_path):
    (tmp_path / "whole.py").write_text(WHOLE)
    paths = os.pathsep.join([str(PACKAGE.parent), str(tmp_path)])
    environment = {**os.environ, "PYTHONPATH": paths, "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    printed = []
    for factor, sign in ((2, ""), (2, ""), (3, ""), (3, "-1 + "), (2, "")):
        (tmp_path / "scaled_part.py").write_text(PART.format(factor=factor, sign=sign))
        code = "import runpy; runpy.run_path('whole.py')"
        done = run({**environment, "PYTHONDONTWRITEBYTECODE": "1"}, tmp_path, "-c", code)
        assert done.returncode == 0, done.stderr
        printed.append(done.stdout.strip())
    assert printed == ["[4.0] 0", "[4.0] 1", "[9.0] 0", "[5.0] 0", "[4.0] 1"]


def test_a_full_disk_or_a_damaged_cache_does_not_stop_a_kernel(monkeypatch):
    @kernel
    def double(values):
        for i in range(len(values)):
            values[i] *= 2

    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    cache = getattr(double.compiled, "_cache", None)
    if cache is None:
        pytest.skip("compiling is switched off")
    for step in ("_load_overload", "_save_overload"):
        monkeypatch.setattr(cache, step, fail)
    values = np.arange(3.0)
    double(values)
    assert values.tolist() == [0.0, 2.0, 4.0]
