"""Names become links: ``tt.read_articles`` in the pages, `read_articles` in the docstrings.

The pages stay plain Markdown that reads well anywhere; where a word in code type is a public name
of the toolkit, its entry in the reference is one click away.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from public_names import PATHS
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from docutils.parsers.rst.states import Inliner
    from sphinx.application import Sphinx

NAME = re.compile(r"(?:tt\.|toolkit\.)?([\w.]+)(\(.*\))?", re.DOTALL)


def public_name(text: str) -> str | None:
    """Return the path of the public name that a piece of code stands for, if it does."""
    match = NAME.fullmatch(text.strip())
    return PATHS.get(match[1]) if match else None


def link(text: str, name: str, docname: str) -> pending_xref:
    """Return a reference to the entry of ``name`` that shows ``text`` as code."""
    shown = nodes.literal("", text, classes=["xref", "py"])
    return pending_xref(
        "",
        shown,
        refdomain="py",
        reftype="obj",
        reftarget=f"toolkit.{name}",
        refdoc=docname,
        refexplicit=True,
        refwarn=True,
    )


class NameLinks(SphinxTransform):
    """Turn code that is a public name into a link, outside headings and other links."""

    default_priority = 500

    def apply(self, **_options: object) -> None:
        """Walk the page."""
        for literal in list(self.document.findall(nodes.literal)):
            if isinstance(literal.parent, (nodes.title, nodes.reference, pending_xref)):
                continue
            name = public_name(literal.astext())
            if name:
                literal.replace_self(link(literal.astext(), name, self.env.docname))


class TypeLinks(SphinxPostTransform):
    """Keep only true names among the words of a type: "shape" in "of shape (n,)" is none."""

    default_priority = 5  # before Sphinx resolves references

    def run(self, **_options: object) -> None:
        """Point public names to their entries and make the other words plain."""
        for xref in list(self.document.findall(pending_xref)):
            if xref.get("refdomain") != "py" or xref.get("refexplicit"):
                continue
            name = public_name(xref["reftarget"])
            if name:
                xref["reftarget"], xref["reftype"] = f"toolkit.{name}", "obj"
            elif not xref["reftarget"].startswith("toolkit."):
                xref.replace_self(xref.children)


def api_role(
    _role: str,
    _raw: str,
    text: str,
    _line: int,
    inliner: Inliner,
    _options: dict[str, object] | None = None,
    _content: list[str] | None = None,
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Read `name` in a docstring: a link if the name is public, code if not."""
    name = public_name(text)
    docname = inliner.document.settings.env.docname
    return [link(text, name, docname) if name else nodes.literal("", text)], []


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the role of docstrings and the walk over pages."""
    app.add_role("api", api_role)
    app.add_transform(NameLinks)
    app.add_post_transform(TypeLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
