r"""Texts -> a LaTeX table with every special character escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit._core.html import CONTROL
from toolkit.reporting.tables.shown_cells import is_right_aligned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.reporting.tables.cells import Field

SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    "-": "{-}",
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "−": r"$-$",
    "–": r"\textendash{}",
    **{character: "\\" + character for character in "&%$#_{}"},
}
_SPECIAL = re.compile("[" + re.escape("".join(SPECIAL)) + "]")


LONGEST_LINE = 25
"""Characters from which the texts of a column are broken into lines."""
TEXT_WIDTH = 0.45
"""Part of the line that columns of long texts have together."""
LINE, SMALL_LINE = 70, 85
"""Characters of a line of a page, and of one of notes."""
MOST_LINES = 40
"""Lines of a table that fits on a page."""


def escape_latex(text: str) -> str:
    r"""Escape a text for LaTeX and collapse white space.

    Examples
    --------
    >>> print(escape_latex("5 % of \\input{x} & [a_b]"))
    5 \% of \textbackslash{}input\{x\} \& {[}a\_b{]}
    """
    return _SPECIAL.sub(
        lambda found: SPECIAL[found.group()], " ".join(CONTROL.sub("\ufffd", text).split())
    )


def latex_table(
    fields: Sequence[Field], columns: Sequence[Sequence[str]], *, title: str, notes: Sequence[str]
) -> str:
    """Return a ``table`` environment for the packages ``booktabs`` and ``textcomp``.

    A table of more than about 40 lines would be cut off at the foot of its page: it is a
    ``longtable``, of the package of that name. Long texts are broken into lines.

    Parameters
    ----------
    fields : sequence of Field
        One per column: heading, unit, alignment.
    columns : sequence of sequence of str
        The displayed texts, column by column.
    title : str
        The caption.
    notes : sequence of str
        Notes below the table.
    """
    wide = [max(map(len, texts), default=0) > LONGEST_LINE for texts in columns]
    width = f"p{{{TEXT_WIDTH / max(sum(wide), 1):.2f}\\linewidth}}"
    align = "".join(
        width if long else "r" if is_right_aligned(one) else "l"
        for one, long in zip(fields, wide, strict=True)
    )
    heads = " & ".join(escape_latex(one.label) for one in fields)
    units = " & ".join(f"{{\\footnotesize {escape_latex(one.unit)}}}" for one in fields)
    ending = r" \tabularnewline" if any(wide) else r" \\"
    rows = [" & ".join(map(_cell, row, wide)) + ending for row in zip(*columns, strict=True)]
    head = [
        r"\toprule",
        rf"{heads} \\",
        *([rf"{units} \\"] if any(one.unit for one in fields) else []),
        r"\midrule",
    ]
    caption = [rf"\caption{{{escape_latex(title)}}}"] if title else []
    if _n_lines(columns, wide, notes) > MOST_LINES:
        return _long_table(align, caption, head=head, rows=rows, notes=notes)
    lines = [
        r"\begin{table}",
        r"\centering",
        *caption,
        rf"\begin{{tabular}}{{{align}}}",
        *head,
        *rows,
        r"\bottomrule",
        r"\end{tabular}",
        *([r"\par\smallskip\begin{minipage}{\linewidth}\footnotesize"] if notes else []),
        *(escape_latex(note) + r"\par" for note in notes),
        *([r"\end{minipage}"] if notes else []),
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str, is_long: bool) -> str:  # noqa: FBT001 - mapped over cells and columns
    return rf"\raggedright {escape_latex(text)}" if is_long else escape_latex(text)


def _n_lines(columns: Sequence[Sequence[str]], wide: Sequence[bool], notes: Sequence[str]) -> int:
    """Return about how many lines the rows and the notes take."""
    broken = [texts for texts, is_wide in zip(columns, wide, strict=True) if is_wide]
    width = LINE * TEXT_WIDTH / max(len(broken), 1)
    n_rows = len(columns[0]) if columns else 0
    rows = [max((len(texts[k]) // width for texts in broken), default=0) + 1 for k in range(n_rows)]
    return int(sum(rows)) + sum(len(note) // SMALL_LINE + 1 for note in notes)


def _long_table(
    align: str,
    caption: Sequence[str],
    *,
    head: Sequence[str],
    rows: Sequence[str],
    notes: Sequence[str],
) -> str:
    """Return a table that goes on over pages, its heads repeated on each of them."""
    lines = [
        rf"\begin{{longtable}}{{{align}}}",
        *(rf"{one} \\" for one in caption),
        *head,
        r"\endfirsthead",
        *head,
        r"\endhead",
        r"\bottomrule",
        r"\endfoot",
        *rows,
        r"\end{longtable}",
        *([r"\noindent\begin{minipage}{\linewidth}\footnotesize"] if notes else []),
        *(escape_latex(note) + r"\par" for note in notes),
        *([r"\end{minipage}"] if notes else []),
    ]
    return "\n".join(lines) + "\n"
