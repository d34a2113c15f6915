"""The figures of a report: drawn, saved, and embedded in the page."""

from __future__ import annotations

import base64
import contextlib
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.figure import Figure

from toolkit import figures as plot
from toolkit._core.garbage import circles_freed
from toolkit._core.html import Markup, tag
from toolkit._core.number_words import count, plural
from toolkit.figures import figure_style, mark_events
from toolkit.figures.event_intervals import chart_rows
from toolkit.figures.time_series import BEYOND_LABEL
from toolkit.reporting.figures.figure_files import SavedFigure, save_figure
from toolkit.reporting.page.names import slug
from toolkit.reporting.page.prose import change_without_copies

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from toolkit.reporting.study.results import Comparison, Study


THEMES_PER_FIGURE = 12
N_DRAWN_TERMS = 12
LACKING = re.compile(r"Glyph (\d+) .* missing from font")
BEYOND = " An arrow at the top of a panel is a share or an interval that goes beyond its scale."
VISIBLE_CHANGE = 0.01
"""Smallest change of a share that is worth a second chart."""


@dataclass(frozen=True)
class Picture:
    """A saved figure that can be embedded in the page.

    ``boxes`` holds the letters that its font lacks.
    """

    saved: SavedFigure
    boxes: frozenset[str] = frozenset()

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


@circles_freed()
def draw_pictures(study: Study, folder: Path, record: dict[str, Any]) -> dict[str, Picture]:
    """Draw and save every figure for which the study has data."""
    pictures = {}
    for plan in _plans(study):
        with figure_style(), _letters_lacking() as boxes:
            figure = Figure(figsize=plan.size, layout="constrained")
            ax = figure.subplots()
            plan.draw(plan.data, ax)
            ax.set_title(plan.title)
            caption = f"{plan.caption}{BEYOND}" if _goes_beyond(ax) else plan.caption
            saved = save_figure(
                figure, folder / plan.name, data=plan.data, made_by=record, caption=caption
            )
        pictures[plan.name] = Picture(saved, frozenset(boxes))
    return pictures


def _goes_beyond(ax: Axes) -> bool:
    """Return whether something in a chart of shares lies beyond its scale."""
    lines = (line for panel in ax.child_axes for line in panel.lines)
    return any(line.get_label() == BEYOND_LABEL for line in lines)


@contextlib.contextmanager
def _letters_lacking() -> Iterator[set[str]]:
    """Collect the letters that the font lacks, of which matplotlib warns one by one.

    Other warnings of the block are given at its end.
    """
    letters: set[str] = set()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        yield letters
    for one in caught:
        found = LACKING.match(str(one.message))
        if found:
            letters.add(chr(int(found[1])))
        else:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)


def _plans(study: Study) -> Iterator[Plan]:
    if len(study.coverage):
        yield Plan(
            "coverage",
            study.coverage,
            lambda data, ax: plot.coverage(data, ax=ax),
            "Articles in the corpus",
            f"Dated articles per period and {study.settings.source_noun}. A period without a bar, "
            f"marked ×, has no articles.",
            (6.8, 2.3 if len(set(study.coverage["source"])) == 1 else 3.9),
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
            f"peak; periods without articles{_few(study.topics.periods)} are hatched.",
            (6.8, 1.4 + 0.2 * n_topics),
        )
    if study.event_effects is not None and study.event_effects["difference"].notna().any():
        yield _event_plan(study.event_effects, study.steps["events"]["window"])
    for comparison in study.comparisons:
        yield from _comparison_plans(comparison)


def _few(rows: pd.DataFrame) -> str:
    """Name the periods that are hatched beside empty ones: none if no period has an interval."""
    return ", or with too few articles or days," if rows["low"].notna().any() else ""


def _event_plan(effects: pd.DataFrame, window: int) -> Plan:
    n_rows = len(chart_rows(effects))
    return Plan(
        "events",
        effects,
        lambda data, ax: plot.event_effects(data, ax=ax),
        "Change at each event",
        f"Share of articles in the {count(window, 'day')} from the event on minus that in the "
        f"{count(window, 'day')} before, with its 95 % interval. A filled marker is a change "
        f"larger than those at other dates after correction for multiple testing.",
        (6.8, 1.2 + 0.19 * n_rows),
    )


def _panels(study: Study) -> Callable[[pd.DataFrame, Axes], object]:
    """Return a function that draws themes over time, with the events of the study if any."""
    if study.events is None:
        return lambda data, ax: plot.theme_panels(data, ax=ax)
    events = study.events
    return lambda data, ax: mark_events(events, ax=plot.theme_panels(data, ax=ax))


def _theme_plans(study: Study) -> Iterator[Plan]:
    least = count(study.settings.min_matches, "match")
    marked = study.steps["events"] is not None and study.steps["events"]["n_marked"]
    dashed = " Dashed lines are events recorded beforehand." if marked else ""
    unit = study.steps["periods"]["clusters"]
    for name, data, more in _panel_pages("themes-over-time", study.periods):
        yield Plan(
            name,
            data,
            _panels(study),
            f"Themes over time{more}",
            f"Share of articles with {least} or more of a theme. {_bands(data, unit)}; bars count "
            f"the articles of each period; a period without articles is a gap, one with too few "
            f"for an interval a pale mark; a hollow marker is a period covered only in part."
            f"{dashed}",
            panel_size(data["theme"].nunique()),
        )


def _bands(rows: pd.DataFrame, unit: str) -> str:
    """Say what the bands are, or why there are none."""
    if rows["low"].notna().any():
        return f"Bands are 95 % bootstrap intervals over {unit}"
    if unit == "days" and rows.attrs.get("freq") == "W":
        return "Weeks have no intervals: seven days are too few to tell how days differ"
    if unit == "days" and rows.attrs.get("freq") == "D":
        return "Days have no intervals: a single one does not tell how days differ"
    enough = "articles" if unit == "articles" else f"articles and {unit}"
    return f"No period has enough {enough} for an interval"


def _without_copies(study: Study) -> Iterator[Plan]:
    """Also draw the shares without copies, if some share differs visibly without them."""
    rows = study.periods_without_copies
    if study.settings.copies != "all" or not study.steps["copies"]["n_groups"] or rows.empty:
        return
    most = change_without_copies(study)
    if most is None or abs(most["share_without"] - most["share"]) < VISIBLE_CHANGE:
        return
    for name, data, more in _panel_pages("themes-without-copies", rows):
        yield Plan(
            name,
            data,
            _panels(study),
            f"Themes over time, without near-duplicates{more}",
            "As above, but counting only the likely original of each group of near-duplicates.",
            panel_size(data["theme"].nunique()),
        )


def _panel_pages(name: str, rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, str]]:
    """Split a table with more themes than one figure holds."""
    themes = list(dict.fromkeys(rows["theme"]))
    n_pages = -(-len(themes) // THEMES_PER_FIGURE)
    for page in range(n_pages):
        part = themes[page * THEMES_PER_FIGURE : (page + 1) * THEMES_PER_FIGURE]
        data = rows[rows["theme"].isin(part)].reset_index(drop=True)
        data.attrs = rows.attrs
        suffix = f"-{page + 1}" if page else ""
        yield name + suffix, data, f" ({page + 1} of {n_pages})" if n_pages > 1 else ""


def panel_size(n_themes: int) -> tuple[float, float]:
    """Return width and height in inches of a figure with one panel per theme.

    Examples
    --------
    >>> panel_size(3), panel_size(8)
    ((6.8, 5.05), (6.8, 6.3))
    """
    n_columns = 1 if n_themes <= 4 else 2 if n_themes <= 10 else 3
    return (6.8, 1.3 + 1.25 * -(-n_themes // n_columns))


def _comparison_plans(comparison: Comparison) -> Iterator[Plan]:
    base = slug(comparison.title)
    names = f"{comparison.group} and {comparison.baseline}"
    collected = comparison.themes if comparison.topics is None else comparison.topics
    fixed = comparison.themes_fixed if comparison.topics is None else comparison.topics_fixed
    table = collected if fixed is None else fixed
    mix = f" The mix of {plural(comparison.noun)} is held fixed."
    held = "" if fixed is None else mix
    yield Plan(
        f"{base}-differences",
        table,
        lambda data, ax: plot.differences(data, ax=ax),
        f"{names} compared",
        f"Difference of mean shares in percentage points with its 95 % interval.{held} A filled "
        f"marker is a difference that is significant after correction for multiple testing.",
        (6.8, 1.2 + 0.21 * len(table)),
    )
    if len(comparison.terms):
        kept = "" if comparison.terms_fixed is None else mix
        known = comparison.terms if comparison.terms_fixed is None else comparison.terms_fixed
        first = known["group"].astype("str") == comparison.group
        drawn = [rows.nlargest(N_DRAWN_TERMS, "score") for rows in (known[first], known[~first])]
        terms = pd.concat(drawn)  # the data of the figure are the terms that it shows
        unit = known.attrs["unit"]
        yield Plan(
            f"{base}-terms",
            terms,
            lambda data, ax: plot.distinctive_terms(data, n_terms=N_DRAWN_TERMS, ax=ax),
            f"Words that set {names} apart",
            f"Log-odds z-scores with an informative prior, and the number of uses.{kept} Right: "
            f"terms of {comparison.group}; left: terms of {comparison.baseline}. A "
            f"filled bar is a term whose rates differ significantly, {unit} being the units and "
            f"after correction for all terms.",
            (6.8, 5.2),
        )
