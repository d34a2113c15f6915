"""Figure -> PNG, SVG, PDF, data and record, reproducible byte for byte."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

from toolkit._core.together import write_together
from toolkit._core.write_errors import check_name
from toolkit.errors import InputError
from toolkit.figures.matplotlib_settings import SettingsBlock
from toolkit.figures.memory_fonts import fonts_in_memory
from toolkit.figures.style import STYLE, printable
from toolkit.reporting.figures.alt_text import add_fragile_note, describe_table
from toolkit.reporting.figures.embedded_fonts import small_fonts
from toolkit.reporting.figures.glyph_images import letters_drawn_quickly
from toolkit.reporting.figures.layout import fixed_layout
from toolkit.reporting.figures.pdf_numbers import rounded_numbers
from toolkit.reporting.figures.png_files import png_bytes
from toolkit.reporting.figures.text_layouts import layouts_remembered
from toolkit.reporting.figures.text_positions import keep_settled
from toolkit.reporting.tables.export import csv_bytes, flat_table

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.figure import Figure

DPI = 300
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PICTURES = (".png", ".svg", ".pdf")
SUFFIXES = (*PICTURES, ".csv", ".json", ".caption.txt")


@dataclass(frozen=True)
class SavedFigure:
    """A saved figure: its files, caption and alternative text.

    In a notebook it displays the image with alternative text and caption.
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
        self,
        include: object = None,
        exclude: object = None,
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the image as HTML and as PNG, each with its alternative text."""
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
    """Write a figure with its data and the origin of its numbers.

    Parameters
    ----------
    fig : Figure
        The figure.
    path : path-like
        Path without suffix, such as ``figures/themes-by-month``.
    data : DataFrame, optional
        The data of the figure, written as CSV.
    made_by : mapping, optional
        Output of `provenance`, written to the JSON record.
    caption : str
        The caption; by default, the title of the figure.
    alt : str
        Alternative text; by default, generated from ``data`` (range, numbers of articles).

    Returns
    -------
    SavedFigure
        ``.png`` (300 dpi), ``.svg``, ``.pdf`` (fonts embedded), ``.json`` (record, with the
        SHA-256 of every other file), ``.caption.txt`` and, with ``data``, ``.csv``. The same figure
        gives the same bytes in every process. All images are rendered before the first file is
        written, and each file is written atomically.

    Raises
    ------
    InputError
        When ``path`` ends in a suffix.
    """
    base = check_name(path)
    if base.suffix.lower() in {*PICTURES, ".csv", ".json", ".txt"}:
        message = f"save_figure: give the path without its suffix; got {base.name!r}."
        raise InputError(message)
    title = printable(_title(fig))
    caption = printable(add_fragile_note(caption or title, data))
    alt = printable(alt or describe_table(data, title))
    record = {"title": title, "caption": caption, "alt": alt, "made_by": dict(made_by or {})}
    with fonts_in_memory(), layouts_remembered(), fixed_layout(fig, DPI), keep_settled(fig):
        contents = {suffix: picture_bytes(fig, suffix, record) for suffix in PICTURES}
    if data is not None:
        contents[".csv"] = csv_bytes(flat_table(data))
    contents[".caption.txt"] = f"{caption}\n\n{alt}\n".encode()
    record["files"] = {
        suffix: hashlib.sha256(content).hexdigest() for suffix, content in contents.items()
    }
    text = json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    contents[".json"] = text.encode("utf-8", "backslashreplace")
    named = {base.name + suffix: content for suffix, content in contents.items()}
    gone = [base.name + ".csv"] if data is None else []
    files = write_together(base.parent, named, remove=gone)
    _close_inline(fig)
    return SavedFigure(tuple(files), caption, alt)


def _close_inline(fig: Figure) -> None:
    """In a notebook, close the figure in pyplot.

    Otherwise a cell that draws and saves a figure would display it twice: once as the return
    value of `save_figure`, and once by pyplot without alternative text.
    """
    if "inline" in str(mpl.get_backend(auto_select=False)):
        import matplotlib.pyplot as plt

        plt.close(fig)


def _title(fig: Figure) -> str:
    titles = [fig.get_suptitle()] + [
        ax.get_title(loc=loc) for ax in fig.axes for loc in ("left", "center", "right")
    ]
    return next((" ".join(title.split()) for title in titles if title), "")


def picture_bytes(fig: Figure, suffix: str, record: Mapping[str, Any]) -> bytes:
    """Return the image in one format, with title, description and record as metadata."""
    buffer = io.BytesIO()
    settings: dict[Any, Any] = {
        name: STYLE[name] for name in ("pdf.fonttype", "svg.fonttype", "svg.hashsalt")
    }
    metadata = _metadata(suffix, record)
    with SettingsBlock(settings), small_fonts(), rounded_numbers():
        if suffix == ".png" and mpl.rcParams["savefig.bbox"] is None:
            with letters_drawn_quickly():
                fig.savefig(buffer, format="rgba", dpi=DPI)
            width = int(DPI * fig.get_figwidth())
            return png_bytes(buffer.getvalue(), width, dpi=DPI, texts=metadata)
        fig.savefig(buffer, format=suffix[1:], dpi=DPI, metadata=metadata)
    if suffix == ".svg":
        svg = _NOT_XML.sub("\ufffd", buffer.getvalue().decode("utf-8", "surrogatepass"))
        return _add_accessible_name(svg, record).encode("utf-8")
    return buffer.getvalue()


def _add_accessible_name(svg: str, record: Mapping[str, Any]) -> str:
    """Add the role, title and desc that screen readers use."""
    title, alt = _escaped(record["title"] or "Figure"), _escaped(record["alt"])
    key = hashlib.sha256(f"{title}\n{alt}".encode()).hexdigest()[:8]
    names = f'<title id="title-{key}">{title}</title>\n <desc id="desc-{key}">{alt}</desc>'
    svg = re.sub(r"\n <title>.*?</title>", "", svg, count=1, flags=re.DOTALL)
    opening = re.search(r"<svg [^>]*>", svg)
    if opening is None:
        return svg
    labelled = f' role="img" aria-labelledby="title-{key} desc-{key}">\n {names}'
    return svg[: opening.end() - 1] + labelled + svg[opening.end() :]


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _metadata(suffix: str, record: Mapping[str, Any]) -> dict[str, Any]:
    made_by = printable(json.dumps(record["made_by"], sort_keys=True, ensure_ascii=False))
    title, alt = record["title"], record["alt"]
    if suffix == ".png":
        return {"Title": title, "Description": alt, "Provenance": made_by, "Software": None}
    if suffix == ".svg":
        return {
            "Title": title,
            "Description": alt,
            "Source": made_by,
            "Date": None,
            "Creator": None,
        }
    return {
        "Title": title,
        "Subject": alt,
        "Keywords": made_by,
        "CreationDate": None,
        "ModDate": None,
        "Creator": None,
        "Producer": None,
    }
