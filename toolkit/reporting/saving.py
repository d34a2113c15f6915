"""Figure -> PNG, SVG, PDF, its numbers and its record, byte for byte repeatable."""

from __future__ import annotations

import base64
import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

from toolkit.errors import InputError
from toolkit.figures.style import STYLE
from toolkit.reporting.alt_text import describe_table
from toolkit.reporting.exporting import _flat, csv_bytes
from toolkit.writing import atomic_path, write_bytes, write_text

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.figure import Figure

SUFFIXES = (".png", ".svg", ".pdf")


@dataclass(frozen=True)
class SavedFigure:
    """A figure on disk: its files, caption and alternative text.

    In a notebook it shows the picture with its alternative text and caption.
    """

    files: tuple[Path, ...]
    caption: str
    alt: str

    def __repr__(self) -> str:
        names = ", ".join(path.name for path in self.files)
        return f"SavedFigure: {names}"

    def path(self, suffix: str) -> Path:
        """Return the file with this suffix, such as ".svg"."""
        return next(file for file in self.files if file.name.endswith(suffix))

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        png = base64.b64encode(self.path(".png").read_bytes()).decode("ascii")
        alt, caption = html.escape(self.alt, quote=True), html.escape(self.caption)
        figure = (
            f'<figure style="max-width:50em"><img alt="{alt}" style="max-width:100%" '
            f'src="data:image/png;base64,{png}"><figcaption>{caption}</figcaption></figure>'
        )
        data = {"text/html": figure, "image/png": png, "text/plain": f"{self!r}\n{self.alt}"}
        return data, {"image/png": {"alt": self.alt}}


def save_figure(
    fig: Figure,
    path: str | os.PathLike[str],
    *,
    data: pd.DataFrame | None = None,
    made_by: Mapping[str, Any] | None = None,
    caption: str = "",
    alt: str = "",
) -> SavedFigure:
    """Write a figure with its numbers and where they came from.

    Parameters
    ----------
    fig : Figure
        The finished figure.
    path : path-like
        Where to write, without suffix: ``figures/themes-by-month``.
    data : DataFrame, optional
        The table that was drawn; written as CSV.
    made_by : mapping, optional
        What `provenance` gives; written into the JSON record.
    caption : str
        The caption; by default the title of the figure.
    alt : str
        Alternative text; written from ``data`` (range, peak, number of articles) when empty.

    Returns
    -------
    SavedFigure
        ``.png`` (300 dpi), ``.svg``, ``.pdf`` (fonts embedded), ``.json`` (record), ``.caption.txt``
        and, with ``data``, ``.csv``. The same figure gives the same bytes in every process; each
        file is written whole or not at all.

    Raises
    ------
    InputError
        When ``path`` ends in a suffix.
    """
    base = Path(path)
    if base.suffix.lower() in {*SUFFIXES, ".csv", ".json"}:
        message = f"save_figure: give the path without its suffix; got {base.name!r}."
        raise InputError(message)
    title = _title(fig)
    caption = caption or title
    alt = alt or describe_table(data, title)
    record = {"title": title, "caption": caption, "alt": alt, "made_by": dict(made_by or {})}
    files = [_write_picture(fig, base, suffix, record) for suffix in SUFFIXES]
    if data is not None:
        files.append(write_bytes(_with(base, ".csv"), csv_bytes(_flat(data))))
    text = json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True)
    files.append(write_text(_with(base, ".json"), text + "\n"))
    files.append(write_text(_with(base, ".caption.txt"), f"{caption}\n\n{alt}\n"))
    return SavedFigure(tuple(files), caption, alt)


def _with(base: Path, suffix: str) -> Path:
    return base.with_name(base.name + suffix)


def _title(fig: Figure) -> str:
    titles = [fig.get_suptitle()] + [
        ax.get_title(loc=loc) for ax in fig.axes for loc in ("left", "center")
    ]
    return next((title for title in titles if title), "")


def _write_picture(fig: Figure, base: Path, suffix: str, record: Mapping[str, Any]) -> Path:
    path = _with(base, suffix)
    metadata = _metadata(suffix, record)
    with mpl.rc_context(STYLE), atomic_path(path) as temporary:
        fig.savefig(temporary, format=suffix[1:], dpi=300, metadata=metadata)
    return path


def _metadata(suffix: str, record: Mapping[str, Any]) -> dict[str, Any]:
    made_by = json.dumps(record["made_by"], sort_keys=True, ensure_ascii=False)
    if suffix == ".png":
        return {
            "Title": record["title"],
            "Description": record["alt"],
            "Provenance": made_by,
            "Software": None,
        }
    if suffix == ".svg":
        return {
            "Title": record["title"],
            "Description": record["alt"],
            "Source": made_by,
            "Date": None,
            "Creator": None,
        }
    return {
        "Title": record["title"],
        "Subject": record["alt"],
        "Keywords": made_by,
        "CreationDate": None,
        "ModDate": None,
        "Creator": None,
        "Producer": None,
    }
