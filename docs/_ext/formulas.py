"""Formulas as MathML: every browser of today shows it, without a script and without a network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from latex2mathml.converter import convert

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def mathml(latex: str, *, display: str) -> str:
    """Return MathML that carries its LaTeX for whoever copies or hears it."""
    tidy = re.sub(r"\s+", " ", latex).strip()
    spaced = re.sub(r"\\ln\b", r"\\operatorname{ln}", tidy)  # else it sticks to what follows
    made = convert(spaced, display=display)
    spoken = tidy.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return made.replace("<math ", f'<math aria-label="{spoken}" ', 1)


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    translator.body.append(mathml(node.astext(), display="inline"))
    raise_skip()


def visit_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own; a wide one scrolls within the page."""
    made = mathml(node.astext(), display="block")
    translator.body.append(f'<div class="formula" tabindex="0" role="math">{made}</div>\n')
    raise_skip()


def raise_skip() -> None:
    """Tell the writer that the node is done."""
    from docutils.nodes import SkipNode

    raise SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer under a name of its own."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.config.html_math_renderer = "mathml"
    return {"parallel_read_safe": True, "parallel_write_safe": True}
