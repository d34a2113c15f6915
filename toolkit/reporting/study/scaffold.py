"""A folder for a new study: articles, themes, events, a notebook, figures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core.atomic import write_text
from toolkit._core.control_characters import printable
from toolkit._core.staged_folder import whole_folder
from toolkit._core.together import recover
from toolkit._core.write_errors import naming
from toolkit.errors import InputError
from toolkit.reading.samples import corpus_path

if TYPE_CHECKING:
    import os

README = """# {name}

- `corpus/`: your articles as received. Do not edit them.
- `themes.toml`: the themes and their patterns. `aliases.toml`: spellings to merge.
- `events.toml`: days to mark on charts. Write them down before you look at the results.
- `study.toml`: the inputs and settings of the report.
- `notebooks/00-first-look.ipynb`: from the folder to a chart. `figures/`: its output.

```
toolkit read corpus                   # what is read, and what is dropped
toolkit report --config study.toml    # the report: report/index.html
```
"""

CONFIG = """# The inputs and settings of the report: toolkit report --config study.toml
# Paths are relative to this file; options of the command override it.
articles = "corpus"
themes = "themes.toml"
aliases = "aliases.toml"
events = "events.toml"
out = "report"

[settings]
seed = 2018
# title = "What these articles show"
# text = "auto"                # body, title, both; auto: the title where there is no body
# freq = "auto"                # D, W, MS, QS, YS, 5YS, 10YS
# n_topics = 20
# outlets = ["Post", "Times"]
# compare = [["Post", "Times"]]

# [settings.periods]
# "before" = ["2014-01-01", "2016-12-31"]
# "after" = ["2017-01-01", "2019-12-31"]

# [settings.mapping]           # columns of a table
# body = "content"
"""

CELLS: tuple[tuple[str, str], ...] = (
    (
        "markdown",
        "# What do these articles show?\n\nWrite the answer here, with its number.",
    ),
    ("markdown", "The imports, and the articles."),
    (
        "code",
        'import toolkit as tt\n\narticles = tt.clean_articles(tt.read_articles("../corpus"))\n'
        "tt.describe_articles(articles)",
    ),
    (
        "markdown",
        "The themes are defined in `themes.toml`. Read the sentences before the chart.",
    ),
    (
        "code",
        'themes = tt.read_themes("../themes.toml")\n'
        'tokens = tt.tokenize(articles["text"], aliases="../aliases.toml")\n'
        "tt.theme_contexts(tokens, themes, next(iter(themes)), n=10)",
    ),
    (
        "markdown",
        "The share of articles with each theme per month, with its 95 % interval. A month with "
        'fewer than ten articles gets no interval: use quarters (`freq="QS"`) or years '
        '(`"YS"`), and decades (`"10YS"`) where there is an article a year. The chart marks the '
        "events in `events.toml`.",
    ),
    (
        "code",
        'scores = tt.score_themes(tokens, themes, measure="present", min_matches=2)\n'
        "monthly = tt.share_by_period(\n"
        '    scores, articles["date"], freq="MS", precision=articles["date_precision"], '
        "random_state=2018\n)\n"
        'events = tt.read_events("../events.toml")',
    ),
    ("markdown", "The sentences behind a point, here the highest; they add up to its share."),
    (
        "code",
        'point = monthly.sort_values("share", na_position="first").iloc[-1]\n'
        "tt.evidence(\n"
        '    monthly, theme=point["theme"], period=point["period"], tokens=tokens, themes=themes, '
        "articles=articles\n)",
    ),
    (
        "markdown",
        "The chart, saved with its data and their origin. Give it a title that states what you "
        "found.",
    ),
    (
        "code",
        "with tt.plot.figure_style():\n"
        "    ax = tt.plot.mark_events(events, ax=tt.plot.theme_panels(monthly))\n"
        "tt.save_figure(\n"
        "    ax.figure,\n"
        '    "../figures/themes-by-month",\n'
        "    data=monthly,\n"
        '    made_by=tt.provenance(articles, themes, notebook="00-first-look.ipynb"),\n'
        '    caption="Share of articles with at least two matches of a theme, by month; band: "\n'
        '    "95 % bootstrap over days, none for a month of fewer than ten articles; "\n'
        '    "hollow: month covered in part; bars: articles.",\n'
        ")",
    ),
    ("markdown", "## What this does not show\n\nSay it here before somebody else does."),
)


def new_study(path: str | os.PathLike[str]) -> list[Path]:
    """Create a study folder.

    Parameters
    ----------
    path : path-like
        The folder to create; it may exist if it is empty.

    Returns
    -------
    list of Path
        The files written: README.md, study.toml, themes.toml, aliases.toml, events.toml and a
        first notebook.
        Empty folders ``corpus`` and ``figures`` are created too.

    Raises
    ------
    InputError
        When the folder is not empty.

    Examples
    --------
    >>> import tempfile
    >>> files = new_study(tempfile.mkdtemp() + "/summits")
    >>> sorted(file.name for file in files)[:3]
    ['00-first-look.ipynb', 'README.md', 'aliases.toml']
    """
    folder = Path(path)
    with naming(folder):  # a name that no folder can have
        recover(folder)
        is_there, name = folder.exists(), folder.resolve().name
    if is_there and (not folder.is_dir() or any(folder.iterdir())):
        message = (
            f"new_study: {folder.name!r} already exists and is not empty. Choose another name; "
            f"nothing was written."
        )
        raise InputError(message)
    ours = corpus_path()
    contents = {
        "README.md": README.format(name=_markdown(name)),
        "study.toml": CONFIG,
        **{
            name: (ours / name).read_text(encoding="utf-8")
            for name in ("themes.toml", "aliases.toml", "events.toml")
        },
        "notebooks/00-first-look.ipynb": _notebook(),
    }
    with whole_folder(folder, listed=False) as stage:
        for name, content in contents.items():
            write_text(stage / name, content)
    for name in ("corpus", "figures"):
        (folder / name).mkdir(exist_ok=True)
    return [folder / name for name in contents]


def _markdown(name: str) -> str:
    """Return a folder's name so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]()<>#!|~&])", r"\\\1", printable(name))


def _notebook() -> str:
    cells: list[dict[str, Any]] = []
    for i, (kind, source) in enumerate(CELLS):
        cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{i}", "metadata": {}}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        cells.append({**cell, "source": source})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"
