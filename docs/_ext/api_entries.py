"""The reference: a page per step, an entry per public name, a table per documented table.

``{api}`` lists names, one a line, and gives each its entry with a summary above;
``{columns}`` shows the columns of `toolkit.tables`.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from docutils.statemachine import StringList
from public_names import PATHS, find
from sphinx.util.docutils import SphinxDirective
from sphinx.util.parsing import nested_parse_to_nodes

from toolkit import tables

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

# scikit-learn's routing of metadata, inherited and of no use here
UNUSED = ", ".join(f"set_{step}_request" for step in ("fit", "transform", "partial_fit", "score"))
CLASS_OPTIONS = f"   :members:\n   :exclude-members: {UNUSED}\n"


def entry(name: str) -> str:
    """Return the directive that documents one public name."""
    public, path = find(PATHS[name]), f"toolkit.{PATHS[name]}"
    if inspect.isclass(public):
        kind = "exception" if issubclass(public, BaseException) else "class"
        return f".. auto{kind}:: {path}\n" + (CLASS_OPTIONS if kind == "class" else "")
    if inspect.isfunction(public):
        return f".. autofunction:: {path}\n"
    return f".. autodata:: {path}\n   :no-value:\n"


def summary(name: str) -> str:
    """Return the first line of the docstring; of data, what it is."""
    public = find(PATHS[name])
    documented = inspect.isclass(public) or inspect.isfunction(public)
    return (inspect.getdoc(public) or "").partition("\n")[0] if documented else "Data."


class Api(SphinxDirective):
    """The entries of the names given, one a line."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Write a summary and the entries, and let Sphinx read them."""
        names = [line.strip() for line in self.content if line.strip()]
        unknown = sorted(set(names) - set(PATHS))
        if unknown:
            raise self.error(f"not public: {', '.join(unknown)}")
        rows = [f"- `tt.{name}`: {summary(name)}" for name in names]
        entries = [f"```{{eval-rst}}\n{entry(name)}```\n" for name in names]
        return parsed(self, "\n".join([*rows, "", *entries]))


class Columns(SphinxDirective):
    """Every table of `toolkit.tables`, with its columns."""

    def run(self) -> list[nodes.Node]:
        """Write a section for each table."""
        found = {name: value for name, value in vars(tables).items() if is_table(value)}
        parts = [columns(name, value) for name, value in found.items()]
        return parsed(self, "\n".join(parts))


def is_table(value: Any) -> bool:
    """Say whether a value is a tuple of columns."""
    return isinstance(value, tuple) and all(isinstance(one, tables.Column) for one in value)


def columns(name: str, described: tuple[tables.Column, ...]) -> str:
    """Return one table as Markdown, under a label that docstrings can point to."""
    rows = [
        f"| `{one.name}` | {one.meaning.replace('|', chr(92) + '|')} | {one.unit} | {one.dtype} |"
        for one in described
    ]
    head = ["| column | meaning | unit | type |", "|---|---|---|---|"]
    return "\n".join([f"(table-{name.lower()})=", f"## `{name}`", "", *head, *rows, ""])


def parsed(directive: SphinxDirective, text: str) -> list[nodes.Node]:
    """Read Markdown as if it stood in the page, headings and all."""
    lines = StringList(text.splitlines(), source=directive.get_source_info()[0])
    return nested_parse_to_nodes(
        directive.state, lines, offset=directive.content_offset, allow_section_headings=True
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the two directives."""
    app.add_directive("api", Api)
    app.add_directive("columns", Columns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
