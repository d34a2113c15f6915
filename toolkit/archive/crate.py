"""RO-Crate metadata: what a folder holds, in the JSON-LD that archives read.

The file is plain JSON-LD of schema.org terms, written here. The library ``rocrate``, which reads
it in the tests, brings an HTTP client, templates and a command line, none of which this needs.
See https://www.researchobject.org/ro-crate/specification/1.1/.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.archive.citation import Author

METADATA = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
FORMATS = {
    ".html": "text/html", ".svg": "image/svg+xml", ".png": "image/png", ".pdf": "application/pdf",
    ".csv": "text/csv", ".json": "application/json", ".txt": "text/plain",
    ".md": "text/markdown", ".toml": "application/toml", ".cff": "application/yaml",
    ".parquet": "application/vnd.apache.parquet", ".model": "application/zip",
}  # fmt: skip
NO_LICENSE = (
    "No licence is named. Ask the authors before you use more than the law of your country allows."
)


def crate_metadata(
    folder: Path,
    facts: Mapping[str, Any],
    *,
    authors: Sequence[Author],
    license: str,
    described: Mapping[str, str],
) -> dict[str, Any]:
    """Return the content of ``ro-crate-metadata.json`` for the files of a folder.

    Parameters
    ----------
    folder : Path
        The folder, with every other file in place.
    facts : mapping
        ``name``, ``description``, ``published`` (a day), ``keywords``, ``first`` and ``last`` (the
        days that the study covers, or "") and ``version`` of the toolkit.
    authors : sequence of Author
        May be empty.
    license : str
        An address, a short name such as "CC-BY-4.0", or "".
    described : mapping of str to str
        What a file or folder is, by path; of a folder, for each file in it.
    """
    names = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    names = [name for name in names if name != METADATA]
    files = [_file(folder, name, described) for name in names]
    people = [_person(one, number) for number, one in enumerate(authors, start=1)]
    licensed = _license(license)
    software = _software(facts["version"])
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": facts["name"],
        "description": facts["description"],
        "datePublished": facts["published"],
        "license": {"@id": licensed["@id"]},
        "keywords": ", ".join(facts["keywords"]),
        "hasPart": _ids(files),
        "mentions": {"@id": "#made"},
    }
    if people:
        root["author"] = _ids(people)
    if facts["first"]:
        root["temporalCoverage"] = f"{facts['first']}/{facts['last']}"
    made = {
        "@id": "#made",
        "@type": "CreateAction",
        "name": "Run of the study",
        "instrument": {"@id": software["@id"]},
        "result": {"@id": "./"},
    }
    graph = [_descriptor(), root, *files, *people, licensed, software, made]
    return {"@context": f"{SPECIFICATION}/context", "@graph": graph}


def _descriptor() -> dict[str, Any]:
    return {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
    }


def _ids(entities: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{"@id": one["@id"]} for one in entities]


def _file(folder: Path, name: str, described: Mapping[str, str]) -> dict[str, Any]:
    path = folder / name
    told = described.get(name) or described.get(name.split("/", maxsplit=1)[0] + "/", "")
    entity = {
        "@id": name,
        "@type": "File",
        "name": path.name,
        "encodingFormat": FORMATS.get(path.suffix, "application/octet-stream"),
        "contentSize": str(path.stat().st_size),
    }
    return entity | ({"description": told} if told else {})


def _person(author: Author, number: int) -> dict[str, Any]:
    identity = f"https://orcid.org/{author.orcid}" if author.orcid else f"#author-{number}"
    if not author.given:
        return {"@id": identity, "@type": "Organization", "name": author.name}
    names = {"familyName": author.family, "givenName": author.given}
    return {"@id": identity, "@type": "Person", "name": author.name, **names}


def _license(license: str) -> dict[str, Any]:
    if not license:
        return {
            "@id": "#license",
            "@type": "CreativeWork",
            "name": "none",
            "description": NO_LICENSE,
        }
    is_address = license.startswith(("http://", "https://"))
    identity = license if is_address else f"https://spdx.org/licenses/{license}"
    return {"@id": identity, "@type": "CreativeWork", "name": license}


def _software(version: str) -> dict[str, Any]:
    return {
        "@id": "#theme-toolkit",
        "@type": "SoftwareApplication",
        "name": "theme-toolkit",
        "version": version,
        "softwareVersion": version,
    }
