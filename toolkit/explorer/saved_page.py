"""What `explore` returns: the page, shown in a notebook or saved to a file."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from toolkit._core.argument_errors import explain_methods
from toolkit._core.atomic import write_text
from toolkit._core.html import tag
from toolkit._core.number_words import count
from toolkit.errors import TooFewArticlesError
from toolkit.explorer.period_columns import Slice, slice_shares
from toolkit.explorer.shell import page

if TYPE_CHECKING:
    import os
    from pathlib import Path

    import pandas as pd
    from matplotlib.figure import Figure

    from toolkit.explorer.inputs import Parts

FRAME = "width:100%;height:46em;border:1px solid #8a8f98"
SANDBOX = "allow-scripts allow-downloads"
CARRIES = {"none": "no text", "passages": "passages", "full": "full text"}
MOST_PANELS = 6


@explain_methods("save")
@dataclass(frozen=True, eq=False)
class Explorer:
    """A corpus as one page, from `explore`.

    Attributes
    ----------
    title : str
        Title of the page.
    text : {"none", "passages", "full"}
        How much text goes along.
    n_articles, n_themes, n_topics : int
        What it shows.
    data : bytes
        The compressed columns.
    """

    title: str
    text: str
    n_articles: int
    n_themes: int
    n_topics: int
    data: bytes = field(repr=False)
    parts: Parts = field(repr=False)

    def __repr__(self) -> str:
        facts = [
            self.title,
            count(self.n_articles, "article"),
            count(self.n_themes, "theme"),
            count(self.n_topics, "topic"),
            CARRIES[self.text],
        ]
        return f"<Explorer: {'; '.join(facts)}>"

    @cached_property
    def html(self) -> str:
        """The whole page."""
        return page(self.data, title=self.title)

    @property
    def size(self) -> int:
        """Bytes of the file that `save` writes."""
        return len(self.html.encode())

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page, whole or not at all.

        Parameters
        ----------
        path : path-like
            The file, such as ``"explorer.html"``.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        WritingError
            When there is no room, or no permission; an earlier file then stays.
        """
        return write_text(path, self.html)

    def _repr_html_(self) -> str:
        """Return the page in a frame, and a picture for viewers that drop frames."""
        frame = tag(
            "iframe",
            srcdoc=self.html,
            sandbox=SANDBOX,
            style=FRAME,
            title=f"Explorer: {self.title}",
        )
        drawn = self.picture()
        if drawn is None:
            return frame
        encoded = base64.b64encode(drawn).decode("ascii")
        image = tag(
            "img", src=f"data:image/png;base64,{encoded}", alt=self.alt_text, style="max-width:100%"
        )
        words = "The explorer needs a viewer that shows frames. The same shares as a picture:"
        return tag("div", frame, tag("details", tag("summary", words), image))

    @property
    def alt_text(self) -> str:
        """What the picture shows, in a sentence."""
        shown = "themes" if self.n_themes else "topics"
        articles = count(self.n_articles, "article")
        return f"Shares of {shown} per period with their intervals; {articles}."

    def picture(self) -> bytes | None:
        """Return shares over time as a PNG; None where nothing can be drawn over time."""
        figure = self._figure()
        if figure is None:
            return None
        written = BytesIO()
        figure.savefig(written, format="png", dpi=100, metadata={"Software": None})
        return written.getvalue()

    def _figure(self) -> Figure | None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        from toolkit.figures import theme_panels

        table = self._shares()
        if table is None:
            return None
        figure = Figure(layout="constrained")
        FigureCanvasAgg(figure)
        theme_panels(table, ax=figure.subplots())
        return figure

    def _shares(self) -> pd.DataFrame | None:
        """Return the shares per period of the themes, or else of the largest topics."""
        scores = self.parts.present
        if scores is None and self.parts.topics is not None:
            largest = self.parts.topics.mean().sort_values(ascending=False, kind="stable").index
            scores = self.parts.topics[largest[:MOST_PANELS]]
        if scores is None:
            return None
        rows = np.ones(len(scores), dtype=bool)
        try:
            return slice_shares(self.parts, scores.iloc[:, :MOST_PANELS], Slice(None, rows))
        except TooFewArticlesError:
            return None
