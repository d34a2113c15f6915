"""The questions of notebooks 07 to 09 on 6,205 real articles; prints every sentence.

    python benchmarks/world_affairs.py ../shared/data/world-affairs/articles.parquet

Takes about two minutes on one CPU core. Prints only counts, shares and names, never text of the
articles. Each point of the chart is traced to its sentences, which must add up to its share.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

import toolkit as tt
from toolkit.periods.peaks import leading_period

CORPUS = Path(__file__).parents[1] / "corpus"
SEED = 2018
EVENTS = (
    ("2014-06-10", "Mosul falls"), ("2014-08-08", "US air strikes in Iraq"),
    ("2015-07-14", "Iran nuclear accord"), ("2015-11-13", "attacks in Paris"),
    ("2016-07-15", "coup attempt in Turkey"), ("2017-04-07", "US strike on Shayrat"),
    ("2018-05-08", "US leaves the accord"), ("2018-06-12", "summit in Singapore"),
    ("2020-01-03", "Soleimani killed"),
)  # fmt: skip


def say(title, sentences):
    print(f"\n## {title}\n")
    for sentence in sentences:
        print(f"- {sentence}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", help="articles.parquet of world-affairs")
    parser.add_argument("--figure", metavar="FILE.png", help="only draw conflict and diplomacy")
    parser.add_argument("--peaks", action="store_true", help="only peaks, and with shuffled days")
    chosen = parser.parse_args()
    articles = tt.clean_articles(tt.read_articles(chosen.path), progress=False)
    themes = tt.read_themes(CORPUS / "themes.toml")
    tokens = tt.tokenize(articles["text"], aliases=CORPUS / "aliases.toml", progress=False)
    scores = tt.score_themes(tokens, themes, measure="present", min_matches=2)
    dates, source = articles["date"], articles["source"].astype("str")
    if chosen.peaks:
        peaks(scores, dates)
        return
    if chosen.figure:
        draw(scores[["conflict", "diplomacy"]], articles, chosen.figure)
        return
    print(f"{len(articles):,} articles, {int(dates.isna().sum())} of them without a date.")
    conflict_and_diplomacy(scores, dates, source)
    two_outlets(tokens, dates, source)
    events = pd.DataFrame(EVENTS, columns=["date", "label"])
    effects = tt.event_effects(scores, dates, events, window=60)
    say("Did an event change the coverage? (60 days)", effects["sentence"])
    trace(scores, articles, tokens, themes)


def peaks(scores, dates, *, n_shuffles=100) -> None:
    """Print the peak of each theme, and how often one is named when days change places."""
    days = np.sort(dates.dropna().dt.normalize().unique())
    for freq in ("MS", "QS"):
        found = named_peaks(tt.share_by_period(scores, dates, freq=freq, random_state=SEED))
        say(f"Peaks, {freq}", [f"{name}: {now} (before: {old})" for name, old, now in found])
        counts = dict.fromkeys(scores.columns, 0)
        for seed in range(n_shuffles):
            moved = pd.Series(np.random.default_rng([31, seed]).permutation(days), index=days)
            shuffled = dates.dt.normalize().map(moved)
            table = tt.share_by_period(scores, shuffled, freq=freq, n_resamples=200)
            for name, _, now in named_peaks(table):
                counts[name] += now is not None
        rates = [f"{name}: {count} of {n_shuffles}" for name, count in counts.items()]
        say("Peaks named with whole days shuffled", rates)


def named_peaks(table):
    """List theme, the period that leads by its interval alone, and the one beyond chance."""
    for name, rows in table.groupby("theme", sort=False):
        both = leading_period(rows), leading_period(rows, among=table.attrs["stand_out"][name])
        yield name, *(None if one is None else f"{one['period']:%Y-%m-%d}" for one in both)


def conflict_and_diplomacy(scores, dates, source) -> None:
    year = dates.dt.year
    spans = [year.between(2013, 2015), year.between(2017, 2019)]
    half = pd.Series(np.select(spans, ["2013-2015", "2017-2019"], None), index=dates.index)
    two = scores[["conflict", "diplomacy"]]
    options = {"baseline": "2013-2015", "dates": dates, "random_state": SEED}
    gap = tt.compare_groups(two, half, **options)
    say("Did conflict give way to diplomacy?", gap["sentence"])
    either = two[(two > 0).any(axis=1)][["diplomacy"]]
    say("Of the articles with either", tt.compare_groups(either, half, **options)["sentence"])
    fixed = tt.compare_groups(two, half, standardize=source, **options)
    say("With the mix of outlets held fixed", fixed["sentence"])
    leading = source.where(source.isin(source.value_counts().index[:12]), "others")
    parts = tt.attribute_change(two, half, leading, group="2017-2019", **options)
    say("Where it comes from", parts.loc[parts["part"] == "all", "sentence"])
    monthly = tt.share_by_period(two, dates, random_state=SEED)
    say("When", tt.change_points(monthly, random_state=SEED)["sentence"])


def draw(scores, articles, path) -> None:
    """Draw the picture of the README: shares per quarter, with three events for orientation."""
    months = articles["date"].dt.to_period("M")
    known = articles["date"].between("2014-01-01", "2019-12-31") & months.notna()
    shares = tt.share_by_period(
        scores[known],
        articles["date"][known],
        freq="QS",
        precision=articles["date_precision"][known],
        random_state=SEED,
    )
    marked = {"2014-06-10": "Mosul falls", "2016-11-08": "US election", "2018-06-12": "Singapore"}
    with tt.plot.figure_style():
        ax = tt.plot.mark_events(marked, ax=tt.plot.theme_panels(shares))
        ax.set_title("After 2016 the articles turn from conflict to diplomacy")
        ax.figure.savefig(path, dpi=110, metadata={"Software": None})


def two_outlets(tokens, dates, source) -> None:
    dtm = tt.count_terms(tokens, min_docs=20, max_doc_share=0.4)
    model = tt.LDA(n_topics=25, random_state=SEED).fit(dtm)
    topics, labels = tt.doc_topics(model, dtm), tt.topic_labels(model)
    names = source.value_counts().index[:4]
    few = source.where(source.isin(names))
    options = {"baseline": names[0], "dates": dates, "random_state": SEED}
    whole = tt.compare_distributions(topics, few, **options)
    say("Do two outlets cover the same topics?", whole["sentence"])
    two = source.where(source.isin(names[:2]))
    gaps = tt.compare_groups(topics, two, **options)
    gaps["sentence"] += " [" + gaps["topic"].map(labels) + "]"
    clear = gaps[gaps["p_adjusted"] < 0.05]
    say(f"The {len(clear)} of {len(gaps)} topics that differ clearly", clear["sentence"])


def trace(scores, articles, tokens, themes) -> None:
    quarterly = tt.share_by_period(
        scores, articles["date"], freq="QS", precision=articles["date_precision"], random_state=SEED
    )
    made_from = {"tokens": tokens, "themes": themes, "articles": articles}
    for row in quarterly.to_dict("records"):
        tt.evidence(quarterly, theme=row["theme"], period=row["period"], n=1, **made_from)
    say("Back to the sentences", [f"all {len(quarterly)} points add up to their sentences."])


if __name__ == "__main__":
    main()
