"""Shares corrected by hand codes: design-based estimators and Rogan-Gladen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from toolkit._core.number_words import count
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.stats.number_format import format_points
from toolkit.stats.share_tables import aligned, make_rng
from toolkit.validation.code_draws import N_DRAWS, CodedCells, score_classes
from toolkit.validation.joined_strata import join_strata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

FUNCTION = "correct_prevalence"
METHODS = ("tuned", "labels", "rogan-gladen")
MIN_CODED = 10
MEASURED = ("code", "said")
NO_SHARE = "the formula gives {} %, so the rates are not those of these articles; "


def correct_prevalence(
    predicted: pd.Series,
    coded: pd.Series,
    *,
    strata: pd.Series | None = None,
    groups: pd.Series | None = None,
    method: str = "tuned",
) -> pd.DataFrame:
    """Share of articles with a theme, corrected by a hand-coded random sample.

    Combines the dictionary, which covers every article, with hand codes, which are unbiased: the
    mean of lambda * predicted over all articles, plus the weighted mean of (code - lambda *
    predicted) over the coded articles. Lambda minimizes the variance, so an uninformative
    dictionary leaves the estimate from the hand codes unchanged.

    Parameters
    ----------
    predicted : Series of float, indexed by article_id
        Prediction of the dictionary for *every* article: 0 or 1, or a score from 0 to 1.
    coded : Series of float, indexed by article_id
        Hand codes (0 or 1) of a random sample; missing or absent for all other articles.
    strata : Series of labels, indexed by article_id, optional
        Sampling strata of all articles: ``key["stratum"]`` of `coding_sheet`. A sample drawn half
        from articles with a theme and half from those without is no random sample without them.
    groups : Series of labels, indexed by article_id, optional
        Groups or periods, each corrected with its own hand codes.
    method : {'tuned', 'labels', 'rogan-gladen'}
        'labels' uses the hand codes alone. 'rogan-gladen' assumes one sensitivity and specificity
        for all groups; ``note`` reports when the hand codes contradict this.

    Returns
    -------
    DataFrame
        One row per group: ``group``, ``share``, ``low``, ``high`` (95 %), ``standard_error``,
        ``raw_share`` (dictionary alone), ``labels_share``, ``tuning`` (lambda), ``sensitivity``,
        ``specificity``, ``n_articles``, ``n_coded``, ``note``.

    Raises
    ------
    InputError
        If codes are not 0 or 1, or the method is unknown.
    TooFewArticlesError
        If fewer than ten articles were coded.

    Notes
    -----
    Intervals and standard errors are those of 4,000 draws of how many of the articles that nobody
    coded have the theme, for each stratum and prediction (scores that are not 0 or 1: by fifths of
    the articles), with Jeffreys' prior. A dictionary without an error among the coded articles
    may have some among the others, so its interval has a width too. Strata with fewer than eight
    codes are joined there with others whose codes stand for about as many articles.

    References
    ----------
    Cochran (1977), Sampling Techniques, section 7.10 (combined regression estimator); Egami,
    Hinck, Stewart & Wei (2023), NeurIPS, "Using imperfect surrogates"; Rogan & Gladen (1978),
    American Journal of Epidemiology 107(1); Brown, Cai & DasGupta (2001), Statistical Science
    16(2), for the prior.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> truth = pd.Series((rng.random(2000) < 0.3) * 1.0)
    >>> said = pd.Series(np.where(rng.random(2000) < 0.2, 1 - truth, truth))
    >>> coded = truth.where(truth.index < 200)
    >>> row = correct_prevalence(said, coded).iloc[0]
    >>> bool(row["low"] < truth.mean() < row["high"]), round(float(row["raw_share"]), 2)
    (True, 0.4)
    """
    check_option(FUNCTION, "method", method, METHODS)
    frame = _frame(predicted, coded, strata, groups)
    _check_codes(frame)
    frame["weight"] = _weigh_codes(frame)
    frame["known"] = frame["code"].notna().groupby(frame["stratum"]).transform("any")
    parts = {str(name): part for name, part in frame.groupby("group", sort=True)}
    table = pd.DataFrame([_one_group(name, part) for name, part in parts.items()])
    if method == "labels":
        table = table.assign(share=table["labels_share"], tuning=0.0)
    elif method == "rogan-gladen":
        table = _use_rogan_gladen(table, frame)
    rng = make_rng(FUNCTION, 0)
    rates = _draw_rates(frame, rng) if method == "rogan-gladen" else None
    ends = [_spread(part, method, rng, rates=rates, whole=len(frame)) for part in parts.values()]
    table["standard_error"], low, high = np.array(ends).T
    known = table["share"].clip(0, 1)
    table["low"], table["high"] = np.minimum(low, known), np.maximum(high, known)
    return table[
        [
            "group", "share", "low", "high", "standard_error", "raw_share", "labels_share",
            "tuning", "sensitivity", "specificity", "n_articles", "n_coded", "note",
        ]
    ]  # fmt: skip


def _frame(
    predicted: pd.Series, coded: pd.Series, strata: pd.Series | None, groups: pd.Series | None
) -> pd.DataFrame:
    articles = predicted.index
    one = pd.Series("all", index=articles)
    return pd.DataFrame(
        {
            "said": predicted.astype(np.float64),
            "code": coded.reindex(articles).astype(np.float64),
            "stratum": aligned(FUNCTION, one if strata is None else strata, articles, name="strata")
            .astype("str")
            .fillna("(none)"),
            "group": aligned(FUNCTION, one if groups is None else groups, articles, name="groups"),
        }
    ).dropna(subset=["said", "group"])


def _check_codes(frame: pd.DataFrame) -> None:
    codes = frame["code"].dropna()
    odd = codes[~codes.isin([0.0, 1.0])]
    if len(odd):
        message = (
            f"{FUNCTION}: hand codes must be 0 or 1; article {str(odd.index[0])!r} has "
            f"{odd.iloc[0]:g}. Leave the cell empty where the coder could not decide."
        )
        raise InputError(message)
    if len(codes) < MIN_CODED:
        message = (
            f"{FUNCTION}: too few coded articles: {len(codes)}; at least {MIN_CODED} are needed, "
            f"and 200 or more are recommended."
        )
        raise TooFewArticlesError(message)


def _weigh_codes(frame: pd.DataFrame) -> pd.Series:
    """For how many articles each code stands: those of its group and stratum, divided by the codes.

    A group with articles in a stratum of which none of its own is coded takes the weights of the
    whole stratum, in all groups.
    """
    coded, stratum = frame["code"].notna(), frame["stratum"]
    both = coded.groupby([frame["group"], stratum], observed=True)
    empty = ~both.transform("any").groupby(frame["group"]).transform("all")
    weights = (1 / both.transform("mean")).mask(empty, 1 / coded.groupby(stratum).transform("mean"))
    return weights.where(coded)


def _one_group(name: str, part: pd.DataFrame) -> dict[str, object]:
    """Estimate one group's share."""
    coded = part[part["code"].notna()]
    n = len(coded)
    row: dict[str, object] = {
        "group": name,
        "raw_share": float((part["said"] > 0).mean()),
        "n_articles": len(part),
        "n_coded": n,
        "note": "; ".join(_notes(part, n)),
    }
    if n < 2:
        missing = ("share", "labels_share", "tuning", "sensitivity", "specificity")
        return row | dict.fromkeys(missing, np.nan)
    code, said = (float(np.average(coded[each], weights=coded["weight"])) for each in MEASURED)
    tuning = _tuning(coded)
    return row | {
        "share": float(np.clip(code + tuning * (part["said"].mean() - said), 0, 1)),
        "labels_share": code,
        "tuning": tuning,
        **_rates(coded),
    }


def _notes(part: pd.DataFrame, n_coded: int) -> Iterator[str]:
    if n_coded < MIN_CODED:
        yield f"too few coded articles: {n_coded}"
    if n_without := int((~part["known"]).sum()):
        yield f"no code in the strata of {count(n_without, 'article')}"


def _tuning(coded: pd.DataFrame) -> float:
    """Weight of the dictionary with which the variance within the strata is least."""
    weight = coded["weight"].to_numpy()
    names, stratum = np.unique(coded["stratum"], return_inverse=True)
    n_codes = np.bincount(stratum)
    each = np.bincount(stratum, weight) / n_codes
    # Strata are joined that have one code, since its variance cannot be estimated.
    block = join_strata(each, n_codes, least=2)[stratum]
    size = np.bincount(block, minlength=len(names))[block]
    means = coded[list(MEASURED)].groupby(block).transform("mean")
    code, said = (coded[list(MEASURED)] - means).to_numpy().T
    scale = size / np.maximum(size - 1, 1) * weight * (weight - 1)
    return _ratio(float((scale * code * said).sum()), float((scale * said**2).sum()))


def _ratio(top: float, bottom: float) -> float:
    return float(top / bottom) if bottom > 1e-15 else 0.0


def _rates(coded: pd.DataFrame) -> dict[str, float]:
    """Design-weighted sensitivity and specificity of the dictionary."""
    weight, yes, said = coded["weight"], coded["code"] == 1, coded["said"] > 0
    hit, miss = weight[yes & said].sum(), weight[yes & ~said].sum()
    clean, alarm = weight[~yes & ~said].sum(), weight[~yes & said].sum()
    return {
        "sensitivity": hit / (hit + miss) if hit + miss else np.nan,
        "specificity": clean / (clean + alarm) if clean + alarm else np.nan,
    }


def _spread(
    part: pd.DataFrame,
    method: str,
    rng: np.random.Generator,
    *,
    rates: tuple[NDArray[np.float64], NDArray[np.float64]] | None,
    whole: int,
) -> tuple[float, float, float]:
    """Return standard error and 95 % interval of a group's share; missing without two codes.

    Of all groups together are ``rates``, draws of both rates of the dictionary, and ``whole``, the
    number of articles.
    """
    if part["code"].notna().sum() < 2:
        return np.nan, np.nan, np.nan
    if rates is not None:
        raw = float((part["said"] > 0).mean())
        alone = len(part) == whole  # then the rates are those of these very articles
        error = 0.0 if alone else np.sqrt(raw * (1 - raw) / len(part))
        noise = rng.normal(0, error, N_DRAWS)
        sensitivity, specificity = rates
        gain = np.maximum(sensitivity + specificity - 1, 1e-6)
        shares = ((raw + noise + specificity - 1) / gain).clip(0, 1)
    else:
        one = np.zeros(len(part), dtype=np.int64)
        classes = one if method == "labels" else score_classes(part["said"])
        cells = CodedCells.of(part["code"], part["stratum"], classes)
        shares = cells.draw(rng).sum(axis=1) / len(part)
    low, high = np.quantile(shares, [0.025, 0.975])
    return float((shares - shares[0]).std()), float(low), float(high)  # 0 where all are coded


def _draw_rates(
    frame: pd.DataFrame, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw sensitivity and specificity, those of all groups together."""
    said = (frame["said"] > 0).to_numpy().astype(np.int64)
    cells = CodedCells.of(frame["code"], frame["stratum"], said)
    found, positive = cells.draw(rng), cells.classes == 1
    hits, misses = found[:, positive].sum(axis=1), found[:, ~positive].sum(axis=1)
    clean = cells.sizes[~positive].sum() - misses
    none = len(frame) - hits - misses
    return hits / np.maximum(hits + misses, 1), clean / np.maximum(none, 1)


def _use_rogan_gladen(table: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    pooled = _one_group("all", frame)
    sensitivity, specificity = float(str(pooled["sensitivity"])), float(str(pooled["specificity"]))
    gain = sensitivity + specificity - 1
    if np.isnan(gain):
        lacking = "with" if np.isnan(sensitivity) else "without"
        message = (
            f"{FUNCTION}: no coded article is {lacking} the theme, so one of the rates of the "
            f"dictionary is unknown and the Rogan-Gladen estimator undefined. Code more articles, "
            f"or use method='tuned'."
        )
        raise InputError(message)
    if not gain > 0:
        message = (
            f"{FUNCTION}: with sensitivity {sensitivity:.2f} and specificity {specificity:.2f} the "
            f"dictionary is no better than chance, so the Rogan-Gladen estimator is undefined. Use "
            f"method='tuned'."
        )
        raise InputError(message)
    found = (table["raw_share"] + specificity - 1) / gain
    misfit = found.map(
        lambda share: "" if 0 <= share <= 1 else NO_SHARE.format(format_points(share))
    )
    return table.assign(share=found.clip(0, 1), tuning=np.nan, note=misfit + _moving_rates(frame))


def _moving_rates(frame: pd.DataFrame) -> str:
    """Report whether sensitivity or specificity differs between groups."""
    warnings = []
    for name, code, good in (("sensitivity", 1.0, True), ("specificity", 0.0, False)):
        part = frame[frame["code"] == code]
        right = (part["said"] > 0) == good
        rates = right.groupby(part["group"]).mean()
        table = pd.crosstab(part["group"], right)
        if min(table.shape) < 2 or stats.chi2_contingency(table).pvalue >= 0.05:
            continue
        warnings.append(
            f"{name} differs between groups ({rates.min():.2f} to {rates.max():.2f}), which biases "
            f"this method: use method='tuned'"
        )
    if not warnings:
        warnings = [
            "assumes one sensitivity and specificity for all groups: method='tuned' does not"
        ]
    return "; ".join(warnings)
