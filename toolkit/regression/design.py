"""Design matrices from a formula and a table of covariates."""

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
    from collections.abc import Sequence

    from numpy.typing import NDArray

FUNCTION = "prevalence_regression"
TERM = re.compile(r"(?P<name>\w+)|s\(\s*(?P<smooth>\w+)\s*(?:,\s*(?P<df>\d+)\s*)?\)")
N_POINTS = 8


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two values of a covariate to compare, with all other covariates as observed."""

    term: str
    name: str
    ends: tuple[dict[str, object], dict[str, object]]


@dataclass(frozen=True, slots=True)
class Setting:
    """A design matrix in which some covariates have one value in every article.

    Attributes
    ----------
    design : ndarray of shape (n_articles, n_coefficients)
        As observed.
    replaced : list of (slice, ndarray of shape (n_articles or 1, n_columns))
        Columns that are other ones; one row stands for all articles.
    """

    design: NDArray[np.float64]
    replaced: list[tuple[slice, NDArray[np.float64]]]

    def times(self, coefficients: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the linear predictor of each article."""
        predictor = self.design @ coefficients
        for columns, values in self.replaced:
            of_these = coefficients[columns]
            predictor += values @ of_these - self.design[:, columns] @ of_these
        return np.asarray(predictor)

    def mean(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean of each column times the weights of the articles."""
        means = weights @ self.design / len(weights)
        for columns, values in self.replaced:
            means[columns] = (
                weights.mean() * values[0]
                if len(values) == 1
                else (weights @ values / len(weights))
            )
        return np.asarray(means)


@dataclass(frozen=True, slots=True)
class Term:
    """One covariate: as levels, a linear term or a smooth curve."""

    name: str
    levels: tuple[str, ...] = ()
    knots: tuple[float, ...] = ()

    @property
    def width(self) -> int:
        """Number of design columns."""
        return len(self.levels) - 1 if self.levels else max(len(self.knots) - 5, 1)

    def columns(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Design columns; the first level, or the lower end, is the reference."""
        values = frame[self.name]
        if self.levels:
            codes = pd.Index(self.levels).get_indexer(pd.Index(values.astype("str")))
            return np.asarray(codes[:, None] == np.arange(1, len(self.levels)), dtype=np.float64)
        numbers = as_numbers(values)
        if not self.knots:
            return numbers[:, None]
        inside = np.clip(numbers, self.knots[0], self.knots[-1])
        basis = BSpline.design_matrix(inside, np.array(self.knots), 3).toarray()
        return np.asarray(basis[:, 1:])

    def contrasts(self, frame: pd.DataFrame) -> list[Contrast]:
        """Contrasts to report: levels against the first, one unit more, points of a curve."""
        return [
            Contrast(self.name, f"{shown} − {start}", ({self.name: value}, {self.name: first}))
            if start
            else Contrast(self.name, shown, ({self.name: value}, {self.name: first}))
            for shown, start, value, first in self._pairs(frame[self.name])
        ]

    def _pairs(self, values: pd.Series) -> list[tuple[str, str, object, object]]:
        """Names and values of both ends; the second name is '' for one unit more."""
        if self.levels:
            first = self.levels[0]
            return [(level, first, level, first) for level in self.levels[1:]]
        if not self.knots:
            middle = float(as_numbers(values).mean())
            return [("+1", "", middle + 1, middle)]
        points = np.linspace(self.knots[0], self.knots[-1], N_POINTS)
        start = _show(points[0], values)
        return [(_show(point, values), start, point, points[0]) for point in points[1:]]

    def places(self, frame: pd.DataFrame) -> list[tuple[str, object]]:
        """Values at which another covariate's effect is reported: all levels, or the quartiles."""
        if self.levels:
            return [(level, level) for level in self.levels]
        numbers = np.quantile(as_numbers(frame[self.name]), [0.25, 0.75])
        return [(_show(number, frame[self.name]), float(number)) for number in numbers]


@dataclass(frozen=True, slots=True)
class Interaction:
    """Two covariates whose effects depend on each other."""

    first: Term
    second: Term

    @property
    def name(self) -> str:
        """Name in the formula."""
        return f"{self.first.name}:{self.second.name}"

    @property
    def width(self) -> int:
        """Number of design columns."""
        return self.first.width * self.second.width

    def columns(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Products of the columns of both terms."""
        one, two = self.first.columns(frame), self.second.columns(frame)
        return np.asarray((one[:, :, None] * two[:, None, :]).reshape(len(frame), -1))

    def contrasts(self, frame: pd.DataFrame) -> list[Contrast]:
        """Effect of the first at each value of the second."""
        return [
            Contrast(
                self.name,
                f"{contrast.name} where {self.second.name} = {shown}",
                (
                    contrast.ends[0] | {self.second.name: value},
                    contrast.ends[1] | {self.second.name: value},
                ),
            )
            for shown, value in self.second.places(frame)
            for contrast in self.first.contrasts(frame)
        ]


def single_terms(terms: Sequence[Term | Interaction]) -> list[Term]:
    """Terms of one covariate each: those of an interaction are two."""
    parts = [(t.first, t.second) if isinstance(t, Interaction) else (t,) for t in terms]
    return [term for part in parts for term in part]


def names_of(terms: Sequence[Term | Interaction]) -> list[str]:
    """Names of the covariates in the terms, without repeats."""
    return list(dict.fromkeys(term.name for term in single_terms(terms)))


def as_numbers(values: pd.Series) -> NDArray[np.float64]:
    """Convert dates to days since 1970; leave numbers as they are."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return np.asarray(values.to_numpy().astype("datetime64[D]").astype(np.float64))
    return values.to_numpy(dtype=np.float64)


def _show(point: float, values: pd.Series) -> str:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return str(np.datetime64(round(point), "D"))
    return f"{point:g}"


def parse_formula(formula: str, covariates: pd.DataFrame) -> list[Term | Interaction]:
    """Terms of a formula such as ``"source * s(date, 4) + length"``.

    Examples
    --------
    >>> table = pd.DataFrame({"source": ["a", "b"], "length": [1.0, 2.0]})
    >>> parse_formula("source + length", table)
    [Term(name='source', levels=('a', 'b'), knots=()), Term(name='length', levels=(), knots=())]
    >>> [term.name for term in parse_formula("source * length", table)]
    ['source', 'length', 'source:length']
    """
    terms: dict[str, Term | Interaction] = {}
    for part in formula.removeprefix("~").split("+"):
        sides = [side.strip() for side in re.split(r"[*:]", part)]
        if len(sides) > 2:
            raise _cannot_read(part, formula)
        found = [_read_term(side, part, formula, covariates) for side in sides]
        if len(found) == 1 or "*" in part:
            terms |= {term.name: term for term in found}
        if len(found) == 2:
            both = Interaction(found[0], found[1])
            terms[both.name] = both
    return sorted(terms.values(), key=lambda term: isinstance(term, Interaction))


def _read_term(side: str, part: str, formula: str, covariates: pd.DataFrame) -> Term:
    match = TERM.fullmatch(side)
    if match is None:
        raise _cannot_read(part, formula)
    name = match["name"] or match["smooth"]
    check_columns(FUNCTION, covariates, [name])
    return _make_term(name, covariates[name].dropna(), match)


def _cannot_read(part: str, formula: str) -> InputError:
    message = (
        f"{FUNCTION}: cannot read the term {part.strip()!r} of the formula {formula!r}. "
        f"Join names of covariates by +; write s(name) or s(name, 4) for a smooth curve, and a * b "
        f"or a:b for an interaction."
    )
    return InputError(message)


def _make_term(name: str, values: pd.Series, match: re.Match[str]) -> Term:
    if values.empty:
        raise _too_few_values(name, "no values")
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
        raise _too_few_values(name, f"one value, {levels[0]!r}")
    return Term(name, levels=levels)


def _too_few_values(name: str, found: str) -> InputError:
    message = f"{FUNCTION}: {name!r} has {found}; a covariate needs at least two values."
    return InputError(message)


def _knots(numbers: NDArray[np.float64], df: int) -> tuple[float, ...]:
    """Cubic B-spline knots: ``df`` columns besides the constant, inner knots at quantiles."""
    low, high = float(numbers.min()), float(numbers.max())
    inner = np.quantile(numbers, np.linspace(0, 1, df - 1)[1:-1]) if df > 3 else np.array([])
    return (low,) * 4 + tuple(float(k) for k in inner) + (high,) * 4
