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
    align = "".join("r" if is_right_aligned(one) else "l" for one in fields)
    heads = " & ".join(escape_latex(one.label) for one in fields)
    units = " & ".join(f"{{\\footnotesize {escape_latex(one.unit)}}}" for one in fields)
    rows = [" & ".join(map(escape_latex, row)) + r" \\" for row in zip(*columns, strict=True)]
    lines = [
        r"\begin{table}",
        r"\centering",
        *([rf"\caption{{{escape_latex(title)}}}"] if title else []),
        rf"\begin{{tabular}}{{{align}}}",
        r"\toprule",
        rf"{heads} \\",
        *([rf"{units} \\"] if any(one.unit for one in fields) else []),
        r"\midrule",
        *rows,
        r"\bottomrule",
        r"\end{tabular}",
        *([r"\par\smallskip\begin{minipage}{\linewidth}\footnotesize"] if notes else []),
        *(escape_latex(note) + r"\par" for note in notes),
        *([r"\end{minipage}"] if notes else []),
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"
