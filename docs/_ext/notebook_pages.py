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

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FIGURE = re.compile(r'"\.\./figures/([\w-]+)"')
HEAD = """# Notebooks

One question each, the answer first. They lie in `notebooks/` and run from top to bottom on the
sample corpus, which was written for this project: the numbers show how the toolkit works, and say
nothing about the press.

"""


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


def index(notebooks: dict[str, dict[str, Any]]) -> str:
    """Return the list of questions with their answers."""
    entries = []
    for name, notebook in notebooks.items():
        title, _, answer = "".join(notebook["cells"][0]["source"]).partition("\n\n")
        entries.append(f"## [{title.removeprefix('# ')}]({name}.md)\n\n{answer}\n")
    listed = "\n".join(notebooks)
    return HEAD + "\n".join(entries) + f"\n```{{toctree}}\n:hidden:\n\n{listed}\n```\n"


def write_pages(app: Sphinx) -> None:
    """Write the pages into ``docs/notebooks``, which version control leaves out."""
    root = Path(app.srcdir).parent
    folder = Path(app.srcdir) / "notebooks"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "figures").mkdir(parents=True)
    paths = sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    notebooks = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}
    for name, notebook in notebooks.items():
        text = page(notebook, name, root / "figures")
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
        for stem in re.findall(r"\]\(figures/([\w-]+)\.png\)", text):
            shutil.copy(root / "figures" / f"{stem}.png", folder / "figures")
    (folder / "index.md").write_text(index(notebooks), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the pages before Sphinx looks for sources."""
    app.connect("builder-inited", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
