"""How often a regression finds a trend where news lasts for days or weeks but has none.

    python benchmarks/calibration_regression.py                planted (two minutes)
    python benchmarks/calibration_regression.py --halves       two spans of days (two minutes)
    python benchmarks/calibration_regression.py --distances    of five topics that all last
    python benchmarks/calibration_regression.py --weekly       issues of a weekly paper
    python benchmarks/calibration_regression.py ../shared/data/reuters-headlines/headlines.parquet

Planted: one or four years of four articles a day, or one or two years of twelve an issue (also with
--halves), with a share of 20 %, whose level from day to day, or issue to issue, is independent or
follows an AR(1) process, and two outlets alike. How often the line of time, the
points of ``s(date, 4)`` and the outlet are below 5 %, how often a rise of 12 points over the whole
span is found, and the width of the intervals of line and outlet. Halves: the later half of such a
corpus against the earlier one, with a difference of 0, 5 or 10 points, as compare_groups,
compare_distributions and attribute_change judge it. Real: one headline in forty of
three years, runs of 28 days in random order, so that news lasts and no word has a trend.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

import toolkit as tt

WORDS = ("syria", "iran", "china", "iraq", "obama", "korea", "israel", "russia")
RUN = 28


def make_corpus(seed, *, n_days, phi, icc, share=0.2, every=1):
    """Make ``n_days`` days with articles, ``every`` so many days apart."""
    rng = np.random.default_rng([77, seed])
    noise = rng.normal(size=n_days + 200)
    for day in range(1, len(noise)):
        noise[day] = phi * noise[day - 1] + np.sqrt(1 - phi**2) * noise[day]
    level = (share + np.sqrt(icc * share * (1 - share)) * noise[200:]).clip(0, 1)
    day = np.repeat(np.arange(n_days), 1 + rng.poisson(3 if every == 1 else 11, n_days))
    ids = pd.Index([f"a{k:06d}" for k in range(len(day))], name="article_id")
    war = pd.DataFrame({"war": (rng.random(len(day)) < level[day]) * 1.0}, index=ids)
    facts = pd.DataFrame({"years": day / n_days, "outlet": rng.choice(["A", "B"], len(day))}, ids)
    facts["date"] = pd.Timestamp("2014-01-01") + pd.to_timedelta(every * day, unit="D")
    return war.rename_axis(columns="theme"), facts, rng


def regressed(shares, facts, formula):
    return tt.prevalence_regression(shares, facts, formula, progress=False)


def judged(seed, **design):
    shares, facts, rng = make_corpus(seed, **design)
    line, outlet = regressed(shares, facts, "years + outlet").to_dict("records")
    curve = regressed(shares, facts, "s(date, 4)")
    more = np.where(rng.random(len(facts)) < 0.15 * facts["years"], 1.0, shares["war"])
    rise = regressed(shares.assign(war=more).rename_axis(columns="theme"), facts, "years + outlet")
    return [
        line["p_value"] <= 0.05,
        (curve["p_value"] <= 0.05).mean(),
        outlet["p_value"] <= 0.05,
        rise["p_value"].iloc[0] <= 0.05,
        line["high"] - line["low"],
        outlet["high"] - outlet["low"],
    ]


def spans(weekly):
    """Return numbers of days with articles, and days from one to the next."""
    return ((52, 7), (104, 7)) if weekly else ((365, 1), (1460, 1))


def print_planted(worlds, weekly):
    print("| days | AR | line | curve | outlet | rise found | width, line | width, outlet |")
    print("|---" * 8 + "|")
    for n_days, every in spans(weekly):
        for phi, icc in ((0.0, 0.05), (0.7, 0.1), (0.93, 0.1)):
            design = {"n_days": n_days, "phi": phi, "icc": icc, "every": every}
            each = [judged(seed, **design) for seed in range(worlds)]
            found = np.mean(each, axis=0)
            cells = [f"{rate:.0%}" for rate in found[:4]] + [f"{width:.3f}" for width in found[4:]]
            print(f"| {n_days} | {phi:g} | {' | '.join(cells)} |", flush=True)


def set_apart(seed, points, **design):
    """How the functions that compare two spans of days judge the halves of a corpus."""
    shares, facts, rng = make_corpus(seed, **design)
    late = (facts["years"] >= 0.5).to_numpy()
    rises = late & (rng.random(len(facts)) < points / 80)
    shares["war"] = np.where(rises, 1.0, shares["war"])
    halves = pd.Series(np.where(late, "late", "early"), index=facts.index)
    given = {"baseline": "early", "dates": facts["date"]}
    few = given | {"n_permutations": 199}
    whole = shares.assign(other=1 - shares["war"]).rename_axis(columns="topic")
    row = tt.compare_groups(shares, halves, **few).iloc[0]
    fixed = tt.compare_groups(shares, halves, standardize=facts["outlet"], **few).iloc[0]
    apart = tt.compare_distributions(whole, halves, **few).iloc[0]
    parts = tt.attribute_change(
        shares, halves, facts["outlet"], group="late", n_resamples=200, **given
    ).iloc[-1]
    true = points / 100
    return [
        row["p_value"] <= 0.05,
        row["low"] <= true <= row["high"],
        fixed["p_value"] <= 0.05,
        apart["p_value"] <= 0.05,
        apart["low"] > 0,
        not parts["within_low"] <= 0 <= parts["within_high"],
        row["high"] - row["low"],
    ]


def print_halves(worlds, weekly):
    print(
        "| days | AR | points | found | held | mix fixed | topics | interval > 0 | within | width |"
    )
    print("|---" * 10 + "|")
    for n_days, every in spans(weekly):
        for phi, icc in ((0.0, 0.05), (0.7, 0.1), (0.93, 0.1)):
            for points in (0, 5, 10):
                design = {"n_days": n_days, "phi": phi, "icc": icc, "every": every}
                found = np.mean([set_apart(k, points, **design) for k in range(worlds)], axis=0)
                cells = [f"{rate:.0%}" for rate in found[:-1]] + [f"{100 * found[-1]:.1f}"]
                print(f"| {n_days} | {phi:g} | {points} | {' | '.join(cells)} |", flush=True)


def make_topics(seed, n_days, phi):
    """Make five topics whose weights move from day to day like AR(1), by half on the log scale."""
    rng = np.random.default_rng([51, seed])
    level = rng.normal(size=(n_days, 5))
    for day in range(1, n_days):
        level[day] = phi * level[day - 1] + np.sqrt(1 - phi**2) * level[day]
    mean = np.exp(level / 2)
    day = np.repeat(np.arange(n_days), 1 + rng.poisson(3, n_days))
    drawn = rng.standard_gamma(1.5 * (mean / mean.sum(axis=1, keepdims=True))[day]) + 1e-12
    ids = pd.Index([f"a{k:05d}" for k in range(len(day))], name="article_id")
    topics = pd.DataFrame(drawn, index=ids).rename_axis(columns="topic")
    dates = pd.Series(pd.Timestamp("2019-01-01") + pd.to_timedelta(day, unit="D"), index=ids)
    halves = pd.Series(np.where(day < n_days // 2, "early", "late"), index=ids)
    return topics.div(topics.sum(axis=1), axis=0), dates, halves


def print_distances(worlds):
    """Print how far halves are apart that do not differ: p below 5 %, and the corrected distance.

    Power is that with topic 0 half as common again in the second half.
    """
    print("| days | phi | below 5 % | interval above 0 | corrected | in distance_matrix | power |")
    print("|---|---|---|---|---|---|---|")
    for n_days in (120, 365, 1460):
        for phi in (0.0, 0.7, 0.93):
            rows = []
            for seed in range(worlds):
                topics, dates, halves = make_topics(seed, n_days, phi)
                few = {"dates": dates, "n_permutations": 199, "random_state": seed}
                row = tt.compare_distributions(topics, halves, **few).iloc[0]
                matrix = tt.distance_matrix(topics, halves, dates=dates, n_resamples=50)
                more = topics.copy()
                more.loc[halves == "late", 0] *= 1.5
                more = more.div(more.sum(axis=1), axis=0)
                found = tt.compare_distributions(more, halves, **few)["p_value"].iloc[0] <= 0.05
                apart = row["p_value"] <= 0.05, row["low"] > 0, row["corrected"]
                rows.append((*apart, matrix["corrected"].iloc[0], found))
            low, above, own, across, power = np.mean(rows, axis=0)
            shown = f"{low:.0%} | {above:.0%} | {own:.4f} | {across:.4f} | {power:.0%}"
            print(f"| {n_days} | {phi} | {shown} |", flush=True)


def print_real(path, times):
    table = pd.read_parquet(path, columns=["title", "date", "world"])
    inside = (table["world"].astype(str) == "1") & table["date"].between("2008", "2011")
    table = table[inside].iloc[::40]
    titles = table["title"].str.lower()
    ids = pd.Index([f"h{k}" for k in range(len(table))], name="article_id")
    hits = {word: titles.str.contains(word, regex=False).to_numpy(float) for word in WORDS}
    shares = pd.DataFrame(hits, index=ids).rename_axis(columns="topic")
    day = (pd.to_datetime(table["date"]) - pd.Timestamp("2008-01-01")).dt.days.to_numpy()
    run = day // RUN
    rates = []
    for seed in range(times):
        moved = np.random.default_rng([78, seed]).permutation(run.max() + 1)[run] * RUN + day % RUN
        facts = pd.DataFrame({"years": moved / 365}, index=ids)
        facts["date"] = pd.Timestamp("2008-01-01") + pd.to_timedelta(moved, unit="D")
        rates.append(regressed(shares, facts, "years")["p_value"].to_numpy() <= 0.05)
    for word, rate in zip(WORDS, np.mean(rates, axis=0), strict=True):
        print(f"| {word} | {shares[word].mean():.1%} | {rate:.0%} |")
    print(f"all: {np.mean(rates):.0%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="?", help="headlines.parquet of reuters-headlines")
    parser.add_argument("--worlds", type=int, default=100, help="corpora per line (default 100)")
    parser.add_argument("--distances", action="store_true", help="between halves, of five topics")
    parser.add_argument("--halves", action="store_true", help="compare halves, no regression")
    parser.add_argument("--weekly", action="store_true", help="issues of a weekly paper")
    chosen = parser.parse_args()
    if chosen.distances:
        print_distances(chosen.worlds)
    elif chosen.halves:
        print_halves(chosen.worlds, chosen.weekly)
    elif chosen.path:
        print_real(chosen.path, chosen.worlds)
    else:
        print_planted(chosen.worlds, chosen.weekly)


if __name__ == "__main__":
    main()
