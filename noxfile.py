"""Every check of the project, once: ``nox`` runs them all, each in an environment of its own.

``make test`` runs lint, types and tests from here in the environment of the Makefile
(``nox --no-venv``), and continuous integration runs ``make test``.
"""

import re
import tomllib
from pathlib import Path

import nox

nox.options.sessions = ["lint", "types", "tests", "minimums", "notebooks", "docs"]
nox.options.reuse_existing_virtualenvs = True

PROJECT = tomllib.loads(Path(__file__).with_name("pyproject.toml").read_text(encoding="utf-8"))


def oldest(requirement: str) -> str:
    """Return the oldest version that a requirement allows: ``a>=1.2`` gives ``a==1.2.*``."""
    name, floor = re.fullmatch(r"([\w-]+)>=([\d.]+)", requirement).groups()
    return f"{name}=={floor}" + (".*" if floor.count(".") == 1 else "")


MINIMUMS = tuple(oldest(requirement) for requirement in PROJECT["project"]["dependencies"])


def install(session: nox.Session, *packages: str) -> None:
    """Install into the session's own environment; with ``--no-venv`` the caller has done so."""
    if session.virtualenv.is_sandboxed:
        session.install(*packages)


@nox.session
def lint(session: nox.Session) -> None:
    """Run ruff and the import contracts."""
    install(session, "-e", ".[lint]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", "--no-logo")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the package."""
    install(session, "-e", ".[types]")
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests with the newest dependencies, the peers of the comparisons among them."""
    install(session, "-e", ".[test,bench]")
    session.run("python", "-m", "pytest", "-n", "auto", "--dist", "worksteal", *session.posargs)


@nox.session
def minimums(session: nox.Session) -> None:
    """Run the tests with the oldest declared dependencies."""
    install(session, "-e", ".[test]", *MINIMUMS)
    session.run("python", "-m", "pytest", "-n", "auto", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Damage a million model files and ten thousand of tokens: the nightly dose."""
    install(session, "-e", ".[test]")
    files = ("tests/test_models_storage.py", "tests/test_tokens_storage.py")
    command = ("python", "-m", "pytest", *files, "-k", "mutated")
    session.run(*command, *session.posargs, env={"TOOLKIT_FUZZ": "1000000"})


@nox.session
def notebooks(session: nox.Session) -> None:
    """Run every notebook from top to bottom."""
    install(session, "-e", ".[test]")
    session.run("python", "-m", "pytest", "tests/test_notebooks.py", *session.posargs)


@nox.session(venv_backend="none")
def explorer(session: nox.Session) -> None:
    """Check and build the page of the explorer; needs Node.js 20 or newer."""
    page = ("--prefix", "toolkit/explorer/source")
    session.run("npm", "ci", *page, "--ignore-scripts", external=True)
    session.run("npm", "run", *page, "check", external=True)
    session.run("npm", "run", *page, "build", external=True)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; warnings are errors."""
    install(session, "-e", ".[docs]")
    options = ("-W", "--keep-going", "-q", "-b", "html", "-d", "site/.doctrees")
    session.run("python", "-m", "sphinx", *options, "docs", "site", *session.posargs)
