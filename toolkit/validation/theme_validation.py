"""Validation of theme definitions against hand codes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.stats.share_tables import make_rng
from toolkit.tables import check_columns
from toolkit.validation.classification import classification_scores
from toolkit.validation.correction import correct_prevalence
from toolkit.validation.krippendorff import coder_agreement

FUNCTION = "validate_themes"
YES, NO = {"1", "1.0", "yes", "y", "true"}, {"0", "0.0", "no", "n", "false"}


def validate_themes(
    coded: pd.DataFrame,
    key: pd.DataFrame,
    *,
    groups: pd.Series | None = None,
    method: str = "tuned",
    n_resamples: int = 1000,
    random_state: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Evaluate theme definitions against hand codes, and correct their shares.

    Parameters
    ----------
    coded : DataFrame
        The completed sheet: ``article_id`` and ``code_<theme>`` with 0 or 1 (empty where not
        coded). With several coders: one row per article and coder, named in ``coder``.
    key : DataFrame
        The key of the same `coding_sheet`, indexed by article_id.
    groups : Series of labels, indexed by article_id, optional
        Outlets or periods, each corrected with its own hand codes.
    method : {'tuned', 'labels', 'rogan-gladen'}
        See `correct_prevalence`.
    n_resamples : int
        Number of bootstrap resamples for precision, recall, F1 and alpha, at least 200.
    random_state : int, Generator or None
        Seed of the bootstrap.

    Returns
    -------
    DataFrame
        One row per theme and group: ``theme``, ``group``, the corrected ``share`` with ``low``,
        ``high`` and ``raw_share``, ``precision``, ``recall`` and ``f1`` with intervals
        (design-weighted), ``alpha`` with its interval and ``agreement`` (over all groups; NaN with
        one coder), ``n_articles``, ``n_coded`` and ``note``. Where coders disagree the majority
        counts; ties are treated as not coded.

    Raises
    ------
    InputError
        If a code is neither 0 nor 1, or an article is not in the key.
    TooFewArticlesError
        If fewer than ten articles were coded.

    References
    ----------
    See `correct_prevalence`, `classification_scores` and `krippendorff_alpha`.

    Examples
    --------
    >>> ids = pd.Index([f"a{i:03d}" for i in range(400)], name="article_id")
    >>> said = np.tile([1, 0, 0, 0], 100)
    >>> key = pd.DataFrame({"stratum": "all", "probability": 0.5, "said_war": said}, index=ids)
    >>> coded = pd.DataFrame({"article_id": ids[:200], "code_war": said[:200]})
    >>> table = validate_themes(coded, key, random_state=1)
    >>> table[["theme", "share", "precision", "recall", "n_coded"]]
      theme  share  precision  recall  n_coded
    0   war   0.25        1.0     1.0      200
    """
    check_count(FUNCTION, "n_resamples", n_resamples, least=200)
    check_columns(FUNCTION, coded, ["article_id"])
    check_columns(FUNCTION, key, ["stratum"])
    themes = [str(name)[5:] for name in coded.columns if str(name).startswith("code_")]
    check_columns(FUNCTION, key, [f"said_{theme}" for theme in themes])
    _check_known(coded, key)
    # Identifiers that are numbers come back from CSV as numbers, and codes are matched by text.
    key = key.set_axis(key.index.astype(str))
    if groups is not None:
        groups = groups.set_axis(groups.index.astype(str))
    rng = make_rng(FUNCTION, random_state)
    return pd.concat(
        [
            _one_theme(theme, coded, key, groups=groups, method=method, options=(n_resamples, rng))
            for theme in themes
        ],
        ignore_index=True,
    )


def _check_known(coded: pd.DataFrame, key: pd.DataFrame) -> None:
    unknown = sorted(set(coded["article_id"].astype(str)) - set(key.index.astype(str)))
    if unknown:
        message = (
            f"{FUNCTION}: {len(unknown)} coded articles are not in the key, the first being "
            f"{unknown[0]!r}. Use the key written with this sheet."
        )
        raise InputError(message)


def read_codes(coded: pd.DataFrame, theme: str) -> pd.DataFrame:
    """Codes of one theme as a table of articles x coders: 1, 0 or missing."""
    answers = coded[f"code_{theme}"].astype("str").str.strip().str.lower().fillna("")
    numbers = pd.Series(np.nan, index=coded.index)
    numbers[answers.isin(YES)], numbers[answers.isin(NO)] = 1.0, 0.0
    odd = answers[numbers.isna() & ~answers.isin(["", "nan", "none"])]
    if len(odd):
        row = coded.loc[odd.index[0]]
        message = (
            f"{FUNCTION}: code_{theme} of article {str(row['article_id'])!r} is "
            f"{odd.iloc[0]!r}; write 1, 0 or nothing."
        )
        raise InputError(message)
    coder = (
        coded["coder"].astype("str")
        if "coder" in coded.columns
        else pd.Series("", index=coded.index)
    )
    long = pd.DataFrame(
        {"article_id": coded["article_id"].astype(str), "coder": coder, "code": numbers}
    )
    _check_once(theme, long.dropna(subset=["code"]))
    return long.pivot_table(index="article_id", columns="coder", values="code", dropna=False)


def _check_once(theme: str, codes: pd.DataFrame) -> None:
    twice = codes[codes.duplicated(["article_id", "coder"])]
    if len(twice):
        article, coder = twice.iloc[0][["article_id", "coder"]]
        whose = f"coder {coder!r}" if coder not in {"", "nan"} else "a coder without a name"
        message = (
            f"{FUNCTION}: {whose} coded article {article!r} more than once (code_{theme}). Fill "
            f"the column 'coder' of each sheet, and pass each row once."
        )
        raise InputError(message)


def _majority(codes: pd.DataFrame) -> pd.Series:
    mean = codes.mean(axis=1)
    return mean.round().where(mean != 0.5)


def _one_theme(
    theme: str,
    coded: pd.DataFrame,
    key: pd.DataFrame,
    *,
    groups: pd.Series | None,
    method: str,
    options: tuple[int, np.random.Generator],
) -> pd.DataFrame:
    codes = read_codes(coded, theme)
    truth = _majority(codes).dropna()
    if len(truth) == 0:
        message = f"{FUNCTION}: {theme!r} has not been coded: column code_{theme} is empty."
        raise TooFewArticlesError(message)
    said, strata = key[f"said_{theme}"], key["stratum"]
    share = correct_prevalence(said, truth, strata=strata, groups=groups, method=method)
    n_resamples, rng = options
    stands_for = _weights(truth, key)
    rows = []
    for group in share["group"]:
        inside = (
            truth if groups is None else truth[groups.reindex(truth.index).astype(str) == group]
        )
        design = stands_for, strata
        rows.append(_scores(said, inside, design, n_resamples=n_resamples, rng=rng))
    table = pd.concat([share, pd.DataFrame(rows)], axis=1)
    for name, value in _agreement(codes, n_resamples, rng).items():
        table[name] = value
    table.insert(0, "theme", theme)
    return table


def _weights(truth: pd.Series, key: pd.DataFrame) -> pd.Series:
    """For how many articles of its stratum each code stands; cells left empty stand for none."""
    stratum = key["stratum"].loc[truth.index]
    return stratum.map(key["stratum"].value_counts() / stratum.value_counts())


def _scores(
    said: pd.Series,
    truth: pd.Series,
    design: tuple[pd.Series, pd.Series],
    *,
    n_resamples: int,
    rng: np.random.Generator,
) -> dict[str, float]:
    names = [f"{m}{end}" for m in ("precision", "recall", "f1") for end in ("", "_low", "_high")]
    if len(truth) == 0:
        return dict.fromkeys(names, np.nan)
    table = classification_scores(
        (said > 0).astype(int),
        truth.astype(int),
        weights=design[0],
        strata=design[1],
        n_resamples=n_resamples,
        random_state=rng,
    )
    positive = table[table["class"] == 1]
    if len(positive) == 0:
        return dict.fromkeys(names, np.nan)
    return {name: float(positive[name].iloc[0]) for name in names}


def _agreement(codes: pd.DataFrame, n_resamples: int, rng: np.random.Generator) -> dict[str, float]:
    names = ("alpha", "alpha_low", "alpha_high", "agreement")
    if (codes.notna().sum(axis=1) >= 2).sum() == 0:
        return dict.fromkeys(names, np.nan)
    row = coder_agreement(codes, n_resamples=n_resamples, random_state=rng).iloc[0]
    return dict(zip(names, (row["alpha"], row["low"], row["high"], row["agreement"]), strict=True))
