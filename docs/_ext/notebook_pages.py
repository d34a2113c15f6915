"""Notebooks as pages: their prose and code, and the figure that each saves.

The notebooks are committed without outputs; the figures they make are in ``figures/``, where a test
holds them to the code. So a page needs no second run.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective
from sphinx.util.parsing import nested_parse_to_nodes

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

FIGURE = re.compile(r'"\.\./figures/([\w-]+)"')


def page(notebook: dict[str, Any], name: str, figures: Path) -> str:
    """Return a notebook as Markdown."""
    parts = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
            continue
        parts.append(f"```python\n{source}\n```")
        parts += [picture(stem, figures) for stem in FIGURE.findall(source)]
    parts.append(f"*This page is `notebooks/{name}.ipynb`: open it in JupyterLab to run it.*")
    return "\n\n".join(parts) + "\n"


def picture(stem: str, figures: Path) -> str:
    """Return the figure with its text for readers who cannot see it, and its caption."""
    record = json.loads((figures / f"{stem}.json").read_text(encoding="utf-8"))
    alt = re.sub(r"([\[\]\\`*_$])", r"\\\1", record["alt"])
    return f"![{alt}](figures/{stem}.png)\n\n*{record['caption']}*"


class Questions(SphinxDirective):
    """Every notebook's question and answer, each a link to its page."""

    def run(self) -> list[nodes.Node]:
        """Write a section for each."""
        parts = []
        for path in notebooks(Path(self.env.srcdir)):
            first = "".join(read(path)["cells"][0]["source"])
            title, _, answer = first.partition("\n\n")
            link = f"[{title.removeprefix('# ')}](notebooks/{path.stem}.md)"
            parts.append(f"## {link}\n\n{answer}\n")
        lines = StringList("\n".join(parts).splitlines(), source=self.get_source_info()[0])
        return nested_parse_to_nodes(
            self.state, lines, offset=self.content_offset, allow_section_headings=True
        )


def notebooks(source: Path) -> list[Path]:
    """Return the notebooks of the repository whose docs are in ``source``."""
    return sorted((source.parent / "notebooks").glob("[0-9]*.ipynb"))


def read(path: Path) -> dict[str, Any]:
    """Return a notebook as it is in its file."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def write_pages(app: Sphinx) -> None:
    """Write the pages into ``docs/notebooks``, which version control leaves out."""
    source = Path(app.srcdir)
    folder, figures = source / "notebooks", source.parent / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "figures").mkdir(parents=True)
    for path in notebooks(source):
        text = page(read(path), path.stem, figures)
        (folder / f"{path.stem}.md").write_text(text, encoding="utf-8")
        for stem in re.findall(r"\]\(figures/([\w-]+)\.png\)", text):
            shutil.copy(figures / f"{stem}.png", folder / "figures")


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the pages before Sphinx looks for sources."""
    app.connect("builder-inited", write_pages)
    app.add_directive("questions", Questions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
