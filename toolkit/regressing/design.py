"""From a short formula and a table of covariates to the columns of a regression."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.interpolate import BSpline

from toolkit.errors import InputError
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

FUNCTION = "prevalence_regression"
TERM = re.compile(r"(?P<name>\w+)|s\(\s*(?P<smooth>\w+)\s*(?:,\s*(?P<df>\d+)\s*)?\)")
N_POINTS = 8


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two values of one covariate to be compared, all else as it is."""

    term: str
    name: str
    ends: tuple[object, object]


@dataclass(frozen=True, slots=True)
class Term:
    """One covariate and how it enters: levels, a straight line, or a smooth curve."""

    name: str
    levels: tuple[str, ...] = ()
    knots: tuple[float, ...] = ()

    def columns(self, values: pd.Series) -> NDArray[np.float64]:
        """Design columns of ``values``: the first level, or the lower end, is the reference."""
        if self.levels:
            labels = values.astype("str").to_numpy()
            return np.stack([labels == level for level in self.levels[1:]], axis=1).astype(float)
        numbers = as_numbers(values)
        if not self.knots:
            return numbers[:, None]
        inside = np.clip(numbers, self.knots[0], self.knots[-1])
        basis = BSpline.design_matrix(inside, np.array(self.knots), 3).toarray()
        return np.asarray(basis[:, 1:])

    def contrasts(self, values: pd.Series) -> list[Contrast]:
        """Comparisons a reader wants: levels with the first, one step up, points of a curve."""
        if self.levels:
            first = self.levels[0]
            return [Contrast(self.name, f"{x} − {first}", (x, first)) for x in self.levels[1:]]
        if not self.knots:
            middle = float(as_numbers(values).mean())
            return [Contrast(self.name, "+1", (middle + 1, middle))]
        points = np.linspace(self.knots[0], self.knots[-1], N_POINTS)
        shown = [_show(point, values) for point in points]
        return [
            Contrast(self.name, f"{shown[i]} − {shown[0]}", (points[i], points[0]))
            for i in range(1, N_POINTS)
        ]


def as_numbers(values: pd.Series) -> NDArray[np.float64]:
    """Dates as days since 1970, anything else as it is."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return np.asarray(values.to_numpy().astype("datetime64[D]").astype(np.float64))
    return values.to_numpy(dtype=np.float64)


def _show(point: float, values: pd.Series) -> str:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return str(np.datetime64(round(point), "D"))
    return f"{point:g}"


def parse_formula(formula: str, covariates: pd.DataFrame) -> list[Term]:
    """Terms of a formula such as ``"source + s(date, 4) + length"``.

    Examples
    --------
    >>> table = pd.DataFrame({"source": ["a", "b"], "length": [1.0, 2.0]})
    >>> parse_formula("source + length", table)
    [Term(name='source', levels=('a', 'b'), knots=()), Term(name='length', levels=(), knots=())]
    """
    terms = []
    for part in formula.removeprefix("~").split("+"):
        match = TERM.fullmatch(part.strip())
        if match is None:
            message = (
                f"{FUNCTION}: cannot read the term {part.strip()!r} of the formula {formula!r}. "
                f"Terms are names of covariates joined by +, or s(name) or s(name, 4) for a smooth "
                f"curve."
            )
            raise InputError(message)
        name = match["name"] or match["smooth"]
        check_columns(FUNCTION, covariates, [name])
        terms.append(_make_term(name, covariates[name], match))
    return terms


def _make_term(name: str, values: pd.Series, match: re.Match[str]) -> Term:
    numeric = pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values)
    dated = pd.api.types.is_datetime64_any_dtype(values.dtype)
    if match["smooth"]:
        if not (numeric or dated):
            message = (
                f"{FUNCTION}: s({name}) needs numbers or dates; {name!r} holds {values.dtype}."
            )
            raise InputError(message)
        df = int(match["df"] or 4)
        if df < 3:
            message = f"{FUNCTION}: s({name}, {df}) needs at least 3 degrees of freedom."
            raise InputError(message)
        return Term(name, knots=_knots(as_numbers(values), df))
    if numeric or dated:
        return Term(name)
    levels = tuple(sorted(values.astype("str").unique()))
    if len(levels) < 2:
        message = f"{FUNCTION}: {name!r} has one value, {levels[0]!r}; it cannot explain anything."
        raise InputError(message)
    return Term(name, levels=levels)


def _knots(numbers: NDArray[np.float64], df: int) -> tuple[float, ...]:
    """Cubic B-spline knots: ``df`` columns besides the constant, inner knots at quantiles."""
    low, high = float(numbers.min()), float(numbers.max())
    inner = np.quantile(numbers, np.linspace(0, 1, df - 1)[1:-1]) if df > 3 else np.array([])
    return (low,) * 4 + tuple(float(k) for k in inner) + (high,) * 4
