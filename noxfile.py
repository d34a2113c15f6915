"""What continuous integration runs, job by job: ``nox`` or ``nox -s lint``."""

import nox

nox.options.sessions = ["lint", "types", "tests", "minimums", "notebooks", "docs"]
nox.options.reuse_existing_virtualenvs = True

MINIMUMS = (
    "numpy==2.1.*",
    "scipy==1.14.*",
    "pandas==3.0.*",
    "scikit-learn==1.7.*",
    "matplotlib==3.11.*",
    "nltk==3.10.4",
    "pyarrow==18.*",
    "numba==0.61.*",
    "tqdm==4.66.*",
    "lazy-loader==0.4",
    "regex==2024.11.*",
)


@nox.session
def lint(session: nox.Session) -> None:
    """Run ruff and the import contracts."""
    session.install("-e", ".[lint]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the package."""
    session.install("-e", ".[types]")
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests with the newest dependencies."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "-n", "auto", *session.posargs)


@nox.session
def minimums(session: nox.Session) -> None:
    """Run the tests with the oldest declared dependencies."""
    session.install("-e", ".[test]", *MINIMUMS)
    session.run("python", "-m", "pytest", "-n", "auto", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Damage a million model files and ten thousand of tokens: the nightly dose."""
    session.install("-e", ".[test]")
    files = ("tests/test_model_files.py", "tests/test_saving_tokens.py")
    command = ("python", "-m", "pytest", *files, "-k", "mutated")
    session.run(*command, *session.posargs, env={"TOOLKIT_FUZZ": "1000000"})


@nox.session
def notebooks(session: nox.Session) -> None:
    """Run every notebook from top to bottom."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "tests/test_notebooks.py", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; warnings are errors."""
    session.install("-e", ".[docs]")
    options = ("-W", "--keep-going", "-q", "-b", "html", "-d", "site/.doctrees")
    session.run("python", "-m", "sphinx", *options, "docs", "site", *session.posargs)
