"""Fractional logit of shares on covariates, with cluster-robust errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.blas_threads import one_blas_thread
from toolkit._core.number_words import count, plural
from toolkit._core.progress_bars import progress as progress_bar
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.regression.design import FUNCTION, Interaction, Setting, Term, names_of, parse_formula
from toolkit.regression.fractional_logit import Fit, average_effect, fit_fractional_logit
from toolkit.regression.rare_groups import RareGroups, widened
from toolkit.stats.clusters import MIN_CLUSTERS, number_clusters
from toolkit.stats.multiplicity import adjust_p_values
from toolkit.stats.number_format import format_interval, format_p_value, format_points, spoken_name
from toolkit.stats.permutation import N_PERMUTATIONS
from toolkit.stats.share_tables import aligned, as_shares, make_rng, shares_label, usable_rows
from toolkit.tables.arrow_tables import as_pandas

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from toolkit.regression.rare_groups import Distances


ERRORS = {
    "CR2": "CR2 over clusters, Satterthwaite degrees of freedom",
    "wild": "wild bootstrap of cluster scores, Webb weights",
}


def prevalence_regression(
    shares: pd.DataFrame | Sequence[pd.DataFrame],
    covariates: pd.DataFrame,
    formula: str,
    *,
    dates: pd.Series | None = None,
    clusters: pd.Series | None = None,
    errors: str = "CR2",
    random_state: int | np.random.Generator | None = 0,
    progress: bool = True,
) -> pd.DataFrame:
    """Regress shares on several covariates and report average effects.

    A fractional logit: each theme's expected share is a logistic function of the covariates, with
    standard errors clustered by day. It answers the questions of stm's ``estimateEffect`` for any
    document x topic or document x theme table, with fitted shares between 0 and 1.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_columns), or a sequence of such
        Shares from 0 to 1, indexed by article_id. A sequence holds draws of the same table (see
        `topic_draws`), pooled by Rubin's rules (method of composition).
    covariates : DataFrame, indexed by article_id
        Covariates: ``articles`` itself, or a table derived from it. Articles with a missing
        covariate are left out and counted in ``attrs``.
    formula : str
        Names joined by ``+``; ``s(date)`` or ``s(date, 6)`` for a smooth curve with that many
        degrees of freedom; ``a * b`` for both terms and their interaction ``a:b``. Text and
        categories enter as levels, numbers and dates linearly.
    dates : Series of datetime64, indexed by article_id, optional
        Days are the clusters; by default those of the covariate ``date``.
    clusters : Series of labels, indexed by article_id, optional
        Clusters of articles, instead of days.
    errors : {'CR2', 'wild'}
        Bias-reduced standard errors with Satterthwaite degrees of freedom, valid from ten
        clusters on; or the wild cluster bootstrap with the same standard errors.
    random_state : int, Generator or None
        Seed of the wild bootstrap.
    progress : bool
        Show a progress bar if the regressions take longer than two seconds.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.PREVALENCE_EFFECTS`, one row per theme and contrast: a level
        against the first, one unit more, or a point of a curve against its start; for ``a:b`` the
        effect of ``a`` at each level (or at the quartiles) of ``b``. ``p_adjusted`` is corrected
        over all rows (Benjamini-Yekutieli).

    Raises
    ------
    InputError
        If the formula cannot be read, a covariate is missing, or the terms are collinear.
    TooFewArticlesError
        If there are fewer than ten clusters, or fewer than ten articles per coefficient.

    Notes
    -----
    A level of a covariate without a hit has a fitted share of 0 and residuals of 0, so no error of
    its own, and one with traces of a topic next to none. Where fewer than five articles of a level,
    in effect, are about the theme (or about anything else), the distances to the ends of the
    interval of its share, as in `share_by_period`, are added to those of the effect (squared), and
    the p-value is that of the interval. ``standard_error`` is still that of the regression.

    Where days are the clusters, variances are multiplied by how alike the contributions of
    neighbouring days to an effect are, since news lasts: this concerns effects of time, and hardly
    those of outlets, which neighbouring days do not share. Fewer than fifty days with articles do
    not tell it, and neither do clusters that are given. The points of a curve rest on the few days
    near them, so where news lasts for weeks their intervals are wide.

    An outlet that begins or ends inside the corpus makes a curve over time rise or fall by its own
    level. With the outlet as a further term (``s(date) + source``) it does not.

    References
    ----------
    Papke & Wooldridge (1996), Journal of Applied Econometrics 11(6); Pustejovsky & Tipton (2018),
    J. Business & Economic Statistics 36(4), for few clusters; Newey & West (1987), Econometrica
    55(3), for neighbouring days; Kline & Santos (2012), J. Econometric
    Methods 1(1), for the bootstrap; Roberts et al. (2014), AJPS 58(4), and Rubin (1987) for
    pooling draws.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> ids = pd.Index([f"a{i:03d}" for i in range(400)], name="article_id")
    >>> about = pd.DataFrame({"source": np.tile(["Post", "Times"], 200)}, index=ids)
    >>> about["date"] = pd.date_range("2016-01-01", periods=100).repeat(4)
    >>> war = rng.random(400) < np.where(about["source"] == "Times", 0.5, 0.2)
    >>> shares = pd.DataFrame({"war": war}, index=ids, dtype=float).rename_axis(columns="theme")
    >>> table = prevalence_regression(shares, about, "source + s(date)")
    >>> row = table.iloc[0]
    >>> row["contrast"], bool(row["low"] < 0.3 < row["high"])
    ('Times − Post', True)
    """
    check_option(FUNCTION, "errors", errors, ERRORS)
    shares = as_pandas(shares)
    draws = [shares] if isinstance(shares, pd.DataFrame) else list(shares)
    if not draws:
        raise InputError(f"{FUNCTION}: shares is empty. Pass at least one table of shares.")
    draws = [as_shares(FUNCTION, draw) for draw in draws]
    data = _Data.of(draws, covariates, formula, dates=dates, clusters=clusters)
    rows = []
    kind = str(data.columns.name)
    names = list(data.columns)
    bar = progress_bar(names, label=f"Effects on {plural(kind)}", unit=kind, show=progress)
    groups = RareGroups.of(data.frame, data.terms, data.draws, data.codes)
    for k, name in enumerate(bar):
        rng = make_rng(FUNCTION, random_state, k)
        with one_blas_thread():
            fits = [
                fit_fractional_logit(data.design, draw[:, k], data.codes) for draw in data.draws
            ]
            wild = N_PERMUTATIONS if errors == "wild" else 0
            rows.extend(_effects(data, fits, name, groups.distances(k), wild=wild, rng=rng))
    table = pd.DataFrame(rows)
    table["p_adjusted"] = adjust_p_values(table["p_value"].to_numpy(), method="by")
    unit = str(data.facts["unit"])
    table["sentence"] = [_sentence(row, kind, unit, len(table)) for row in table.to_dict("records")]
    for key, value in data.facts.items():
        table.attrs[key] = value
    table.attrs["formula"] = formula
    table.attrs["n_draws"] = len(draws)
    table.attrs["errors"] = ERRORS[errors]
    return table


@dataclass(frozen=True, slots=True)
class _Data:
    """The usable articles: covariates, design matrix, clusters and shares."""

    frame: pd.DataFrame
    terms: list[Term | Interaction]
    design: NDArray[np.float64]
    codes: NDArray[np.intp]
    days: bool
    draws: list[NDArray[np.float64]]
    columns: pd.Index
    facts: dict[str, object]

    @classmethod
    def of(
        cls,
        draws: list[pd.DataFrame],
        covariates: pd.DataFrame,
        formula: str,
        *,
        dates: pd.Series | None,
        clusters: pd.Series | None,
    ) -> _Data:
        articles = draws[0].index
        shares_label(FUNCTION, draws[0])
        names = names_of(parse_formula(formula, covariates))
        frame = pd.DataFrame(
            {name: aligned(FUNCTION, covariates[name], articles, name=name) for name in names}
        )
        if clusters is None and dates is None:
            dates = _days_of(covariates)
        units, unit = number_clusters(FUNCTION, articles, dates=dates, clusters=clusters)
        keep = frame.notna().all(axis=1).to_numpy() & (units >= 0)
        keep &= np.logical_and.reduce([usable_rows(draw) for draw in draws])
        # Sums in any other order differ in the last digit, and where a group has no hit the matrix
        # to be inverted is so near to singular that errors differ in the fifth.
        taken = np.flatnonzero(keep)
        taken = taken[np.argsort(articles[taken].astype("str"), kind="stable")]
        frame = frame.iloc[taken]
        if len(frame) == 0:
            n = count(len(articles), "article")
            message = f"{FUNCTION}: none of {n} has a share and every covariate."
            raise TooFewArticlesError(message)
        terms = parse_formula(formula, frame)
        columns = [np.ones((len(frame), 1)), *(term.columns(frame) for term in terms)]
        design = np.concatenate(columns, axis=1)
        codes = pd.factorize(units[taken], sort=True)[0]
        _check_design(design, int(codes.max()) + 1, unit)
        return cls(
            frame=frame,
            terms=terms,
            design=design,
            codes=codes,
            days=clusters is None,
            draws=[draw.to_numpy(dtype=np.float64)[taken] for draw in draws],
            columns=draws[0].columns,
            facts={"n_articles": len(frame), "left_out": int((~keep).sum()), "unit": unit},
        )

    def at(self, values: dict[str, object]) -> Setting:
        """Return the design with some covariates set to one value in every article."""
        replaced, start = [], 1
        for term in self.terms:
            names = set(names_of([term]))
            # a term of these covariates alone is the same in every article: one row says it
            rows = self.frame.iloc[:1] if names <= values.keys() else self.frame
            given = {name: pd.Series(value, index=rows.index) for name, value in values.items()}
            columns = slice(start, start + term.width)
            if names & values.keys():
                replaced.append((columns, term.columns(rows.assign(**given))))
            start = columns.stop
        return Setting(self.design, replaced)


def _days_of(covariates: pd.DataFrame) -> pd.Series:
    if "date" in covariates.columns:
        return covariates["date"]
    message = (
        f"{FUNCTION}: articles of one day are not independent, so days are needed as clusters. "
        f'Pass dates=articles["date"], or clusters=.'
    )
    raise InputError(message)


def _check_design(design: NDArray[np.float64], n_clusters: int, unit: str) -> None:
    n_articles, width = design.shape
    if n_clusters < MIN_CLUSTERS or n_articles < 10 * width:
        message = (
            f"{FUNCTION}: {count(n_articles, 'article')} on {count(n_clusters, unit[:-1])} are too "
            f"few for {count(width, 'coefficient')}; at least {MIN_CLUSTERS} {unit} and "
            f"{10 * width} articles are needed."
        )
        raise TooFewArticlesError(message)
    scaled = design / np.maximum(np.abs(design).max(axis=0), 1e-300)
    if np.linalg.matrix_rank(scaled) < width:
        message = (
            f"{FUNCTION}: the terms of the formula are collinear (an outlet with a section of its "
            f"own, say), so their effects cannot be separated. Leave one out."
        )
        raise InputError(message)


def _effects(
    data: _Data,
    fits: list[Fit],
    name: object,
    distances: Distances,
    *,
    wild: int,
    rng: np.random.Generator,
) -> list[dict[str, object]]:
    rows = []
    for term in data.terms:
        for contrast in term.contrasts(data.frame):
            setting, reference = (data.at(values) for values in contrast.ends)
            found = average_effect(fits, setting, reference, days=data.days, wild=wild, rng=rng)
            whole = widened(found, [distances(end) for end in contrast.ends])
            rows.append(
                {
                    str(data.columns.name): name,
                    "term": contrast.term,
                    "contrast": contrast.name,
                    "effect": found.effect,
                    "low": max(whole.low, -1.0),
                    "high": min(whole.high, 1.0),
                    "standard_error": found.error,
                    "degrees": found.degrees,
                    "p_value": whole.p_value,
                    "n_articles": len(data.frame),
                    "n_clusters": int(data.codes.max()) + 1,
                }
            )
    return rows


def _sentence(row: dict[Hashable, Any], label: str, unit: str, n_tests: int) -> str:
    name = spoken_name(row[label], label)
    corrected = ""
    if n_tests > 1:
        corrected = f"; {format_p_value(row['p_adjusted'])}, corrected for {n_tests} comparisons"
    effect = (
        f"{format_points(row['effect'], signed=True)} points, other covariates as observed "
        f"(95 % interval {format_interval(row['low'], row['high'])}; {row['n_articles']:,} "
        f"articles, {row['n_clusters']:,} {unit}{corrected})."
    )
    contrast = f"{row['term']} ({row['contrast']})"
    if row["low"] <= 0 <= row["high"]:
        return f"No clear effect of {contrast} on {name}: {effect}"
    if row["p_adjusted"] >= 0.05:
        said = f"effect of {contrast} on {name}: {effect}"
        return f"Not significant after correction for {n_tests} comparisons: {said}"
    return f"Effect of {contrast} on {name}: {effect}"
