"""Whether two processes run the same toolkit on the same packages."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import toolkit

PACKAGES = ("numpy", "scipy", "pandas", "pyarrow", "scikit-learn", "numba")
"""Those whose version can change a result."""


class Installation(NamedTuple):
    """What decides the bytes of a result."""

    version: str
    source: str
    packages: tuple[tuple[str, str], ...]


def this_installation() -> Installation:
    """Return what this process runs.

    Examples
    --------
    >>> this_installation().version == toolkit.__version__
    True
    """
    packages = tuple((name, _version(name)) for name in PACKAGES)
    return Installation(toolkit.__version__, source_digest(), packages)


@cache
def source_digest() -> str:
    """Return a digest of the toolkit's own code: versions in the making differ by it alone."""
    root = Path(toolkit.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def difference(theirs: Installation, ours: Installation) -> str:
    """Say in which package two installations differ; "" if in none.

    Examples
    --------
    >>> ours = this_installation()
    >>> difference(ours, ours)
    ''
    >>> difference(ours._replace(version="0.0.9"), ours)
    'theme-toolkit 0.0.9, and this process 0.1.0'
    """
    if theirs.version != ours.version:
        return f"theme-toolkit {theirs.version}, and this process {ours.version}"
    if theirs.source != ours.source:
        return f"theme-toolkit {ours.version} with other source files than this process"
    for (name, found), (_, wanted) in zip(theirs.packages, ours.packages, strict=True):
        if found != wanted:
            return f"{name} {found}, and this process {wanted}"
    return ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(none)"
