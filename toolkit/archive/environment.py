"""The packages that a study was made with, by version and by the hashes of their files."""

from __future__ import annotations

import hashlib
import json
import platform
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PROJECT = "theme-toolkit"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LEFT_OUT = (".pyc", "/RECORD", "/INSTALLER", "/REQUESTED", "/direct_url.json")
NOTE = (
    "files_sha256 is the SHA-256 of the list of a package's installed files with their SHA-256, as "
    "its installer recorded them, without scripts and compiled caches. Packages with compiled "
    "parts have other files on another system. Of theme-toolkit, the source files are hashed. The "
    "hash of the archive that was downloaded is not kept by installers; where it is known "
    "(direct_url.json), it is archive_sha256."
)


def frozen_environment(more: Iterable[str] = ()) -> dict[str, Any]:
    """Return the packages that the toolkit runs on, as installed here; asks no network.

    Parameters
    ----------
    more : iterable of str
        Further packages that took part, such as those of extras.

    Returns
    -------
    dict
        ``python``, ``system``, ``note`` and ``packages``: by name, ``version``, ``files_sha256``
        and, where known, ``archive_sha256``.

    Examples
    --------
    >>> found = frozen_environment()
    >>> {"theme-toolkit", "numpy", "pandas"} <= set(found["packages"])
    True
    """
    packages: dict[str, Any] = {}
    waiting = [PROJECT, *more]
    while waiting:
        name = normal_name(waiting.pop())
        if name in packages:
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            if name == PROJECT:
                packages[name] = _own(_own_version())
            continue
        packages[name] = _own(found.version) if name == PROJECT else _facts(found)
        waiting += [_NAME.match(one)[0] for one in found.requires or () if _always(one)]  # type: ignore[index]  # a name begins each
    return {
        "python": platform.python_version(),
        "system": f"{sys.platform}, {platform.machine()}",
        "note": NOTE,
        "packages": dict(sorted(packages.items())),
    }


def normal_name(name: str) -> str:
    """Return the name of a package as an index writes it.

    Examples
    --------
    >>> normal_name("Scikit_Learn")
    'scikit-learn'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def _always(requirement: str) -> bool:
    """Whether a requirement does not belong to an extra."""
    return not re.search(r"\bextra\s*==", requirement)


def _facts(found: metadata.Distribution) -> dict[str, str]:
    facts = {"version": found.version, "files_sha256": _files_hash(found)}
    archive = json.loads(found.read_text("direct_url.json") or "{}").get("archive_info", {})
    digest = archive.get("hashes", {}).get("sha256")
    return facts | ({"archive_sha256": digest} if digest else {})


def _files_hash(found: metadata.Distribution) -> str:
    lines = [
        f"{file.as_posix()} {file.hash.mode}={file.hash.value}"
        for file in found.files or ()
        if file.hash and ".." not in file.parts and not str(file).endswith(_LEFT_OUT)
    ]
    return _digest(lines)


def _own(version: str) -> dict[str, str]:
    folder = Path(__file__).parents[1]
    files = sorted(path for path in folder.rglob("*.py") if "_corpus" not in path.parts)
    return {"version": version, "files_sha256": _digest(map(_source_line(folder), files))}


def _source_line(folder: Path) -> Any:
    def line(path: Path) -> str:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return f"{path.relative_to(folder).as_posix()} sha256={digest}"

    return line


def _own_version() -> str:
    from toolkit import __version__

    return __version__


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def requirements_text(environment: Mapping[str, Any]) -> str:
    r"""Return the packages in the form that ``pip install -r`` reads.

    Hashes are given if those of all archives are known, because pip then wants one of every
    package.

    Examples
    --------
    >>> facts = {"python": "3.12.1", "packages": {"numpy": {"version": "2.1.0"}}}
    >>> requirements_text(facts)
    '# Python 3.12.1\nnumpy==2.1.0\n'
    """
    packages = environment["packages"]
    hashed = all("archive_sha256" in facts for facts in packages.values())
    lines = [
        f"{name}=={facts['version']}"
        + (f" --hash=sha256:{facts['archive_sha256']}" if hashed else "")
        for name, facts in packages.items()
    ]
    return "\n".join([f"# Python {environment['python']}", *lines]) + "\n"


def environment_differences(made: Mapping[str, Any], here: Mapping[str, Any]) -> list[str]:
    """Say which packages a study was made with that are others here.

    Parameters
    ----------
    made, here : mapping
        Output of `frozen_environment`.

    Examples
    --------
    >>> made = {"python": "3.12", "packages": {"numpy": {"version": "2.1.0"}}}
    >>> here = {"python": "3.12", "packages": {"numpy": {"version": "2.4.6"}}}
    >>> environment_differences(made, here)
    ['numpy 2.1.0, here 2.4.6']
    """
    told = (
        []
        if made["python"] == here["python"]
        else [f"Python {made['python']}, here {here['python']}"]
    )
    for name, facts in made["packages"].items():
        found = here["packages"].get(name)
        if found is None:
            told.append(f"{name} {facts['version']}, here not installed")
        elif found["version"] != facts["version"]:
            told.append(f"{name} {facts['version']}, here {found['version']}")
        elif name == PROJECT and found.get("files_sha256") != facts.get("files_sha256"):
            told.append(f"{name} {facts['version']}, here with other source files")
    return told
