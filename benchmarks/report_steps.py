"""The steps of a report, each timed: the process that `report_speed.py` starts in each tree.

Prints one line of JSON: seconds of each step, the hash of its table, and the seconds of a library
that does the same.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

import toolkit as tt
from toolkit.reporting.study.theme_steps import count_themes
from toolkit.tokenizing import tokenizer

if TYPE_CHECKING:
    from collections.abc import Callable

plain_kept = getattr(tokenizer, "plain_kept", nullcontext)  # an older tree has none
steps: dict[str, dict[str, Any]] = {}


def timed(
    name: str, step: Callable[..., Any], *given: Any, same: Any = None, **options: Any
) -> Any:
    """Run a step; ``same`` gives the table of its result that must not change, or None."""
    start = time.process_time()
    result = step(*given, **options)
    seconds = time.process_time() - start
    steps[name] = {"seconds": seconds, "hash": None if same is None else digest(same(result))}
    return result


def peer(name: str, library: str, step: Callable[[], Any]) -> None:
    start = time.process_time()
    step()
    steps[name] |= {"library": library, "theirs": time.process_time() - start}


def digest(table: Any) -> str:
    table = pd.DataFrame(table)
    lists = {name: "str" for name in table if table[name].dtype == object}
    text = table.astype(lists).to_csv(float_format="%.12g")
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def itself(table: Any) -> Any:
    return table


def read(folder: Path, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Read both corpora as Parquet and as CSV."""
    found = {}
    for name, table in tables.items():
        table.to_parquet(folder / f"{name}.parquet", index=False)
        table.to_csv(folder / f"{name}.csv", index=False)
        for kind, theirs in (("parquet", pd.read_parquet), ("csv", pd.read_csv)):
            file, step = folder / f"{name}.{kind}", f"read {name}, {kind}"
            theirs(file)
            found[name] = timed(step, tt.read_articles, file, progress=False, same=itself)
            peer(step, "pandas", lambda theirs=theirs, file=file: theirs(file))
    return found


def first_use(path: str, folder: Path) -> None:
    """Load the machine code of the kernels."""
    pd.read_parquet(path).head(60).to_parquet(folder / "first.parquet")
    first = tt.clean_articles(
        tt.read_articles(folder / "first.parquet", progress=False), progress=False
    )
    tt.near_duplicates(first, progress=False)
    count(first)
    steps["imports and first use"] = {"seconds": time.process_time(), "hash": None}


def count(articles: pd.DataFrame) -> tuple[Any, Any]:
    with plain_kept():
        tokens = tt.tokenize(articles["text"], phrases=True, progress=False)
    return tokens, tt.count_terms(tokens, min_docs=5, max_doc_share=0.5)


def learn(dtm: Any, n_articles: int) -> tuple[pd.DataFrame, int]:
    n_topics = int(np.clip(round(0.4 * np.sqrt(n_articles)), 6, 50))
    tt.LDA(n_topics=5, max_epochs=12).fit(dtm.counts[:400])
    model = timed("topics", tt.LDA(n_topics=n_topics, random_state=2018).fit, dtm)
    timed("stability, 5 refits", tt.topic_stability, dtm, model, n_runs=5, progress=False)
    timed("map of the topics", tt.plot.topic_map, model)
    return tt.doc_topics(model, dtm), n_topics


def differ(x: Any, y: Any, axis: int) -> Any:
    """Studentized difference of two means, for SciPy's permutation test."""
    gap = x.mean(axis=axis) - y.mean(axis=axis)
    return gap / np.sqrt(x.var(axis=axis) / x.shape[axis] + y.var(axis=axis) / y.shape[axis])


def farness(drawn: Any, axis: int = -1, *, found: Any, size: Any) -> Any:
    """Return the statistic of `share_by_period`: distance of logit means by standard error."""
    n_days, mean = len(size), found.sum(axis=1) / size.sum()
    times, taken = size[drawn], found[:, drawn]
    total = times.sum(axis=axis)
    share = taken.sum(axis=axis) / total
    rest = ((taken - share[..., None] * times) ** 2).sum(axis=axis)
    error = np.sqrt(rest * n_days / (n_days - 1)) / total
    center = np.log(mean / (1 - mean)).reshape(-1, *[1] * (share.ndim - 1))
    return np.abs(np.log(share / (1 - share)) - center) * share * (1 - share) / error


def resample_months(sums: list[tuple[Any, Any]]) -> None:
    """Run SciPy's bootstrap of that statistic, month by month; the sums of days are given."""
    from scipy import stats

    options = {"n_resamples": 2000, "method": "percentile", "vectorized": True, "rng": 1}
    with np.errstate(all="ignore"):  # a theme that no day of a resample has: 0 / 0
        for found, size in sums:
            far = partial(farness, found=found, size=size)
            stats.bootstrap((np.arange(len(size)),), far, batch=200, **options)


def sums_of_days(scores: pd.DataFrame, dates: pd.Series) -> list[tuple[Any, Any]]:
    """Return sums of scores and numbers of articles by day, of months with ten days and more."""
    days, months = dates.dt.floor("D"), dates.dt.to_period("M")
    by_day = [part.groupby(days.reindex(part.index)) for _, part in scores.groupby(months)]
    return [(one.sum().to_numpy().T, one.size().to_numpy()) for one in by_day if one.ngroups > 9]


def compare(scores: pd.DataFrame, shares: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    dates, outlets = articles["date"], articles["source"].astype("str")
    two = outlets.where(outlets.isin(outlets.value_counts().index[:2]))
    tt.share_by_period(scores.iloc[:, :2], dates, freq="YS", random_state=1)
    given = {"dates": dates, "random_state": 1}
    tt.compare_groups(scores.iloc[:, :1], two, n_permutations=99, **given)
    monthly = timed(
        "shares of themes, months", tt.share_by_period, scores, dates, random_state=1, same=itself
    )
    sums = sums_of_days(scores, dates)
    peer("shares of themes, months", "scipy", lambda: resample_months(sums))
    timed("shares of topics, months", tt.share_by_period, shares, dates, random_state=1)
    timed("compare two outlets", tt.compare_groups, scores, two, same=itself, **given)
    days = scores.groupby([two, dates.dt.floor("D")]).mean()
    groups = [days.loc[name].to_numpy() for name in two.dropna().unique()]
    from scipy import stats

    options = {"n_resamples": 1999, "vectorized": True, "batch": 50, "rng": 1}
    peer("compare two outlets", "scipy", lambda: stats.permutation_test(groups, differ, **options))
    timed("compare all outlets, topics", tt.compare_groups, shares, outlets, **given)
    return monthly


def save(folder: Path, monthly: pd.DataFrame, shares: pd.DataFrame, articles: pd.DataFrame) -> None:
    from matplotlib.figure import Figure

    def draw(name: str) -> None:
        figure = Figure(figsize=(6.8, 6.3), layout="constrained")
        tt.plot.theme_panels(monthly, ax=figure.subplots())
        tt.save_figure(figure, folder / name, data=monthly)

    with tt.plot.figure_style():
        draw("first")
        timed("save_figure", draw, "second")
    tt.save_table(shares[:9], folder / "first")
    timed("save_table, shares", tt.save_table, shares, folder / "shares")
    timed("save_table, ledger", tt.save_table, tt.ledger(articles), folder / "ledger")


def main() -> None:
    path, headlines, themes, every, n_first = *sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        first_use(path, folder)
        corpora = {
            "articles": pd.read_parquet(path).iloc[::every],
            "headlines": pd.read_parquet(headlines).head(n_first),
        }
        cleaned = {
            name: timed(f"clean {name}", tt.clean_articles, table, progress=False, same=itself)
            for name, table in read(folder, corpora).items()
        }
        for name, table in cleaned.items():
            timed(
                f"near-duplicates, {name}", tt.near_duplicates, table, progress=False, same=itself
            )
        articles = cleaned["articles"]
        tokens, dtm = timed(
            "tokenize, count", count, articles, same=lambda both: both[1].counts.sum(axis=0)
        )
        definitions, asked = tt.read_themes(themes), {"min_matches": 2, "limits": []}
        found = timed(
            "themes",
            count_themes,
            tokens,
            definitions,
            articles,
            same=lambda one: one.scores,
            **asked,
        )
        shares, n_topics = learn(dtm, len(articles))
        outlets = articles["source"].astype("str")
        two = outlets.where(outlets.isin(outlets.value_counts().index[:2]))
        timed("words of two outlets", tt.distinctive_terms, dtm, two, same=itself)
        timed("tf-idf", tt.tfidf, dtm)
        timed("NMF", tt.NMF(n_topics=n_topics, random_state=1).fit, dtm)
        save(folder, compare(found.scores.dropna(), shares, articles), shares, articles)
    print("\n" + json.dumps(steps))


if __name__ == "__main__":
    main()
