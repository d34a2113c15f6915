"""study.toml: the inputs and settings of a study, read from a file and written back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core.toml import read_definitions
from toolkit.errors import InputError, ReadingError
from toolkit.reporting.study.settings import Settings

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

FUNCTION = "read_config"
PATHS = ("articles", "themes", "aliases", "events", "recipe", "out")
SETTINGS = tuple(one.name for one in fields(Settings))


@dataclass(frozen=True)
class StudyConfig:
    """The inputs and settings of a study; ``None`` where a path is not given."""

    articles: Path | None = None
    themes: Path | None = None
    aliases: Path | None = None
    events: Path | None = None
    recipe: Path | None = None
    out: Path | None = None
    settings: Settings = field(default_factory=Settings)

    def with_changes(self, paths: dict[str, Path], settings: dict[str, Any]) -> StudyConfig:
        """Return the configuration with some paths and settings replaced."""
        return replace(self, **paths, settings=replace(self.settings, **settings))


def read_config(path: str | os.PathLike[str]) -> StudyConfig:
    r"""Read a study.toml.

    Parameters
    ----------
    path : path-like
        A TOML file. At its top stand paths, relative to the file: ``articles``, ``themes``,
        ``aliases``, ``events``, ``recipe``, ``out``. The table ``[settings]`` holds attributes of
        `Settings`.

    Returns
    -------
    StudyConfig
        Absolute paths and checked settings.

    Raises
    ------
    ReadingError
        When the file is missing or not TOML, or holds an unknown name; the message names the
        line.
    InputError
        For a setting out of its range.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "study.toml"
    >>> _ = file.write_text('articles = "corpus"\n[settings]\nfreq = "QS"')
    >>> config = read_config(file)
    >>> config.articles.name, config.settings.freq
    ('corpus', 'QS')
    """
    held = read_definitions(FUNCTION, path)
    tables = dict(held.tables)
    chosen = tables.pop("settings", {})
    if not isinstance(chosen, dict):
        raise held.error("settings", "settings must be a table: write [settings]")
    for name, value in tables.items():
        if name not in PATHS:
            listed = ", ".join(PATHS)
            raise held.error(name, f"unknown name {name!r}. Known are {listed} and [settings]")
        if not isinstance(value, str):
            raise held.error(name, f"{name} must be a path in quotation marks")
    for name in chosen:
        if name not in SETTINGS:
            listed = ", ".join(SETTINGS)
            raise held.error(name, f"unknown setting {name!r}. Known are {listed}")
    folder = Path(path).resolve().parent
    return StudyConfig(
        **{name: folder / value for name, value in tables.items()},
        settings=_settings(held, chosen),
    )


def _settings(held: Any, chosen: dict[str, Any]) -> Settings:
    values = dict(chosen)
    for name in ("first", "last"):
        if name in values:
            values[name] = str(values[name])
    if isinstance(values.get("periods"), dict):
        values["periods"] = [(name, *days) for name, days in values["periods"].items()]
    try:
        return Settings(**values)
    except InputError as error:
        problem = str(error).removeprefix("Settings: ").rstrip(".")
        name = next((one for one in chosen if problem.startswith(one)), "[settings]")
        raise held.error(name, problem, within="settings") from None
    except (TypeError, ValueError) as error:
        raise ReadingError(f"{FUNCTION}: {held.name}: {error}.") from error


def config_text(paths: dict[str, str], settings: Settings) -> str:
    """Return a study.toml with these paths and every setting that is not a default.

    Examples
    --------
    >>> print(config_text({"articles": "corpus"}, Settings(freq="QS")))
    articles = "corpus"
    <BLANKLINE>
    [settings]
    freq = "QS"
    seed = 2018
    <BLANKLINE>
    """
    lines = [f"{name} = {_value(path)}" for name, path in paths.items()]
    values = {**settings.changed(), "seed": settings.seed}
    periods = values.pop("periods", ())
    tables = {name: values.pop(name, {}) for name in ("mapping", "source_names")}
    lines += ["", "[settings]", *(f"{name} = {_value(values[name])}" for name in sorted(values))]
    if periods:
        lines += ["", "[settings.periods]"]
        lines += [f"{_value(one.name)} = {_value([one.first, one.last])}" for one in periods]
    for name, pairs in tables.items():
        lines += table_lines(name, pairs) if pairs else []
    return "\n".join(lines) + "\n"


def table_lines(name: str, pairs: Mapping[str, str]) -> list[str]:
    """Return a table of the settings as lines of TOML, after an empty line.

    Examples
    --------
    >>> table_lines("source_names", {"HarbourPost": "Harbour Post"})
    ['', '[settings.source_names]', '"HarbourPost" = "Harbour Post"']
    """
    rows = [f"{_value(key)} = {_value(value)}" for key, value in sorted(pairs.items())]
    return ["", f"[settings.{name}]", *rows]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, int):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
