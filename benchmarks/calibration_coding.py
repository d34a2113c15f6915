"""Shares corrected by hand codes, and precision and recall, from samples drawn in many strata.

    python benchmarks/calibration_coding.py             (about four minutes)
    python benchmarks/calibration_coding.py --worlds 20 a quick look
    python benchmarks/calibration_coding.py --alpha     agreement of two coders instead

A corpus of 3,000 articles, of which one in ten has the theme (a third of them in the first of the
labels of ``by``, three times as many in the last), is coded by a sheet of ``coding_sheet``: half of
each stratum's articles with a theme, half without. ``bias`` is the mean error of the estimate,
``holds`` how often its 95 % interval holds the true value, ``width`` the interval's mean width.
With ``halves`` the corpus is cut into two groups across the strata, each with its own share. The
true alpha is that of 100,000 articles; samples in which all codes are equal have none and do not
count.
"""

from __future__ import annotations

import argparse
from functools import cache
from itertools import product

import numpy as np
import pandas as pd

import toolkit as tt

N = 3000
IDS = pd.Index([f"a{i:05d}" for i in range(N)], name="article_id")
ARTICLES = pd.DataFrame({"title": "A title", "text": "A text."}, index=IDS)
DESIGNS = {  # labels of ``by``, codes, how often another theme is found, halves
    "no strata but found or not, 100 codes": (1, 100, 0.0, False),
    "24 months, 48 codes (1 per stratum)": (24, 48, 0.0, False),
    "24 months, 100 codes (2)": (24, 100, 0.0, False),
    "24 months, 200 codes (4)": (24, 200, 0.0, False),
    "24 months, another theme, 200 codes": (24, 200, 0.3, False),
    "48 months, another theme, 200 codes": (48, 200, 0.3, False),
    "24 months, 100 codes, halves": (24, 100, 0.0, True),
    "24 months, another theme, 200, halves": (24, 200, 0.3, True),
}


def rows_of(seed: int, design: tuple[int, int, float, bool]) -> list[tuple]:
    """Draw and code one corpus: the measure, its error, whether it is held, and the width."""
    n_by, n, other, halves = design
    rng = np.random.default_rng([21, seed])
    by = rng.integers(0, n_by, N)
    level = 0.1 * (np.linspace(0.5, 1.5, n_by)[by] if n_by > 1 else 1)
    truth = rng.random(N) < level
    said = np.where(truth, rng.random(N) < 0.8, rng.random(N) < 0.05)
    shares = pd.DataFrame({"theme": said}, index=IDS, dtype=float)
    if other:
        shares["other"] = (rng.random(N) < other) * 1.0
    places = pd.Series(by, index=IDS).map("{:02d}".format)
    drawn = tt.validation.coding_sheet(
        ARTICLES, shares.rename_axis(columns="theme"), n=n, by=places, random_state=seed
    )
    key, true = drawn.key, pd.Series(truth * 1.0, index=IDS)
    coded = true.where(key["sampled"])
    groups = pd.Series(np.where(rng.random(N) < 0.5, "A", "B"), index=IDS) if halves else None
    rows = []
    for method in ("tuned", "labels", "rogan-gladen"):
        try:
            table = tt.validation.correct_prevalence(
                shares["theme"], coded, strata=key["stratum"], groups=groups, method=method
            )
        except tt.errors.InputError:  # no code tells one of the rates
            continue
        for group, share, low, high in table[["group", "share", "low", "high"]].to_numpy():
            real = true.mean() if groups is None else true[groups == group].mean()
            rows.append((method, share - real, low <= real <= high, high - low))
    scores = tt.validation.classification_scores(
        shares["theme"].astype(int), coded.dropna().astype(int), weights=1 / key["probability"],
        strata=key["stratum"], n_resamples=400, random_state=seed,
    ).set_index("class").loc[1]  # fmt: skip
    both = (said & truth).sum()
    for measure, real in (("precision", both / said.sum()), ("recall", both / truth.sum())):
        low, high = scores[f"{measure}_low"], scores[f"{measure}_high"]
        rows.append((measure, scores[measure] - real, low <= real <= high, high - low))
    return rows


def alpha_held(seed: int, n: int, share: float, error: float) -> float:
    """Whether the interval of alpha holds that of all articles; missing without an interval."""
    row = tt.validation.coder_agreement(
        two_coders(np.random.default_rng([22, seed]), n, share, error),
        n_resamples=300, random_state=seed,
    ).iloc[0]  # fmt: skip
    true = true_alpha(share, error)
    return float(row["low"] <= true <= row["high"]) if row["alpha"] == row["alpha"] else np.nan


def two_coders(rng: np.random.Generator, n: int, share: float, error: float) -> pd.DataFrame:
    """Code articles twice; each coder is wrong at the same rate."""
    truth = rng.random(n) < share
    wrong = rng.random((n, 2)) < error
    return pd.DataFrame(np.where(wrong, ~truth[:, None], truth[:, None]).astype(float))


@cache
def true_alpha(share: float, error: float) -> float:
    """Alpha of very many articles."""
    codes = two_coders(np.random.default_rng(22), 100_000, share, error)
    return tt.validation.krippendorff_alpha(codes)


def print_alpha(worlds: int) -> None:
    """Print how often the intervals of alpha hold it."""
    print("| units | theme in | wrong | holds |")
    print("|---|---|---|---|")
    every = []
    for n, share, error in product((20, 50, 200), (0.05, 0.1, 0.3, 0.5), (0.03, 0.1, 0.2)):
        every.append(np.nanmean([alpha_held(seed, n, share, error) for seed in range(worlds)]))
        print(f"| {n} | {share:.0%} | {error:.0%} | {every[-1]:.0%} |", flush=True)
    print(f"least {min(every):.0%}, mean {np.mean(every):.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=60, help="simulated corpora per design")
    parser.add_argument("--alpha", action="store_true", help="agreement of two coders")
    chosen = parser.parse_args()
    worlds = chosen.worlds
    if chosen.alpha:
        print_alpha(worlds)
        return
    for name, design in DESIGNS.items():
        rows = [row for seed in range(worlds) for row in rows_of(seed, design)]
        table = pd.DataFrame(rows, columns=["measure", "bias", "holds", "width"])
        table = table.astype({"bias": float, "holds": float, "width": float})
        print(f"\n{name}")
        print(table.groupby("measure", sort=False).mean().round(3).to_string())


if __name__ == "__main__":
    main()
