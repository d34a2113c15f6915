"""The figures of a report: drawn, saved, and embedded in the page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.figure import Figure

from toolkit import figures as plot
from toolkit._core.html import Markup, tag
from toolkit.figures import figure_style, mark_events
from toolkit.reporting.figures.figure_files import SavedFigure, save_figure

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from toolkit.reporting.study.results import Comparison, Study


@dataclass(frozen=True)
class Picture:
    """A saved figure that can be embedded in the page."""

    saved: SavedFigure

    def markup(self) -> Markup:
        """Return the figure as an embedded image with alternative text and caption."""
        data = base64.b64encode(self.saved.path(".svg").read_bytes()).decode("ascii")
        image = tag("img", src=f"data:image/svg+xml;base64,{data}", alt=self.saved.alt)
        return tag("figure", image, tag("figcaption", self.saved.caption))


@dataclass(frozen=True)
class Plan:
    """A figure to draw: name, data, drawing function, title and caption."""

    name: str
    data: pd.DataFrame
    draw: Callable[[pd.DataFrame, Axes], object]
    title: str
    caption: str
    size: tuple[float, float] = (6.8, 3.9)


def draw_pictures(study: Study, folder: Path, record: dict[str, Any]) -> dict[str, Picture]:
    """Draw and save every figure for which the study has data."""
    pictures = {}
    for plan in _plans(study):
        with figure_style():
            figure = Figure(figsize=plan.size, layout="constrained")
            ax = figure.subplots()
            plan.draw(plan.data, ax)
            ax.set_title(plan.title)
            saved = save_figure(
                figure, folder / plan.name, data=plan.data, made_by=record, caption=plan.caption
            )
        pictures[plan.name] = Picture(saved)
    return pictures


def _plans(study: Study) -> Iterator[Plan]:
    if len(study.coverage):
        yield Plan(
            "coverage",
            study.coverage,
            lambda data, ax: plot.coverage(data, ax=ax),
            "Articles in the corpus",
            "Dated articles per period and outlet. A period without a bar has no articles.",
        )
    if len(study.periods):
        yield from _theme_plans(study)
        yield from _without_copies(study)
    if study.topics is not None and len(study.topics.periods):
        n_topics = study.topics.shares.shape[1]
        yield Plan(
            "topics-over-time",
            study.topics.periods,
            lambda data, ax: plot.topic_periods(data, ax=ax),
            "When each topic was in the news",
            "Mean share of each topic over the articles of a period. Topics are ordered by their "
            "peak; periods without articles are hatched.",
            (6.8, 1.4 + 0.2 * n_topics),
        )
    for comparison in study.comparisons:
        yield from _comparison_plans(comparison)


def _panels(study: Study) -> Callable[[pd.DataFrame, Axes], object]:
    """Return a function that draws themes over time, with the events of the study if any."""
    if study.events is None:
        return lambda data, ax: plot.theme_panels(data, ax=ax)
    events = study.events
    return lambda data, ax: mark_events(events, ax=plot.theme_panels(data, ax=ax))


def _theme_plans(study: Study) -> Iterator[Plan]:
    least = study.settings.min_matches
    yield Plan(
        "themes-over-time",
        study.periods,
        _panels(study),
        "Themes over time",
        f"Share of articles with at least {least} matches of a theme. Bands are 95 % bootstrap "
        f"intervals over days; bars count the articles of each period; a period without articles "
        f"is a gap; a hollow marker is a period covered only in part."
        f"{'' if study.events is None else ' Dashed lines are events recorded beforehand.'}",
        (6.8, 1.3 + 1.25 * len(study.themes)),
    )


def _without_copies(study: Study) -> Iterator[Plan]:
    """Also draw the shares without copies, if there are any copies."""
    rows = study.periods_without_copies
    n_copies = int((study.duplicates["dup_group"] >= 0).sum())
    if study.settings.copies == "all" and n_copies and len(rows):
        yield Plan(
            "themes-without-copies",
            rows,
            _panels(study),
            "Themes over time, without near-copies",
            "As above, but counting only the likely original of each group of near-duplicates.",
            (6.8, 1.3 + 1.25 * len(study.themes)),
        )


def _comparison_plans(comparison: Comparison) -> Iterator[Plan]:
    slug = comparison.title.lower().replace(" ", "-")
    names = f"{comparison.group} and {comparison.baseline}"
    table = comparison.topics if comparison.topics is not None else comparison.themes
    yield Plan(
        f"{slug}-differences",
        table,
        lambda data, ax: plot.differences(data, ax=ax),
        f"{names} compared",
        "Difference of mean shares in percentage points with its 95 % interval. A filled marker "
        "is a difference that is significant after correction for multiple testing.",
        (6.8, 1.2 + 0.21 * len(table)),
    )
    if len(comparison.terms):
        first = comparison.terms["group"].astype("str") == comparison.group
        terms = pd.concat([comparison.terms[first], comparison.terms[~first]])
        yield Plan(
            f"{slug}-terms",
            terms,
            lambda data, ax: plot.distinctive_terms(data, ax=ax),
            f"Words that set {names} apart",
            f"Log-odds z-scores with an informative prior, and the number of uses. Right: terms of "
            f"{comparison.group}; left: terms of {comparison.baseline}.",
            (6.8, 5.2),
        )
