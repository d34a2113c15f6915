"""Numbers -> the sentences of the report, each with its denominator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit.figures.style import display_name
from toolkit.periods.calendar import period_name
from toolkit.reporting.study.timeline import PERIOD_NOUNS

if TYPE_CHECKING:
    from toolkit.reporting.study.results import Comparison, Study

COPIES = {
    "all": "all are counted",
    "first": "only the likely original of each group is counted",
    "one_per_source": "one article per group and outlet is counted",
    "weight": "each of n copies counts as 1/n in shares over time",
}


def corpus_sentence(study: Study) -> str:
    """State the number of articles, outlets and the time span."""
    articles = study.articles
    dated = articles["date"].dropna()
    source = articles["source"].astype("str")
    n_sources = source[source != ""].nunique()
    count = f"{len(articles):,} article{'s' if len(articles) != 1 else ''}"
    where = f" from {n_sources:,} outlet{'s' if n_sources != 1 else ''}" if n_sources else ""
    if dated.empty:
        return f"The corpus holds {count}{where}; none has a usable date."
    span = f"{_day(dated.min())} to {_day(dated.max())}"
    return f"The corpus holds {count}{where}; {len(dated):,} are dated, {span}."


def theme_sentences(study: Study) -> list[str]:
    """State for each theme how common it is and when it peaked."""
    return [_theme_sentence(study, name) for name in study.themes]


def _theme_sentence(study: Study, name: str) -> str:
    known = study.scores[name].dropna()
    found = int(known.sum())
    least = study.settings.min_matches
    share = found / len(known) if len(known) else float("nan")
    words = (
        f"{display_name(name).capitalize()} is present (at least {least} matches) in {found:,} of "
        f"{len(known):,} articles ({share:.0%})"
    )
    peak = peak_period(study.periods, name)
    if peak is None:
        return f"{words}; no period has enough dated articles to name a peak."
    where = period_name(peak["period"], study.freq, in_words=True)
    interval = ""
    if pd.notna(peak["low"]):
        interval = f", 95 % interval {peak['low']:.0%} to {peak['high']:.0%}"
    return (
        f"{words}; its share is highest in {where}: {peak['share']:.0%} of "
        f"{int(peak['n_articles']):,} articles{interval}."
    )


def peak_period(periods: pd.DataFrame, name: object) -> pd.Series | None:
    """Return the period with the largest share among those with an interval, or None."""
    if periods.empty:
        return None
    rows = periods[(periods["theme"] == name) & periods["share"].notna() & periods["low"].notna()]
    return None if rows.empty else rows.iloc[int(rows["share"].to_numpy().argmax())]


def comparison_sentences(comparison: Comparison, *, n_topics: int = 3) -> list[str]:
    """State the difference in every theme, and the significant differences in topics."""
    sentences = comparison.themes["sentence"].tolist()
    topics = comparison.topics
    if topics is not None:
        clear = topics[topics["p_adjusted"] < 0.05]
        order = clear["difference"].abs().sort_values(ascending=False, kind="stable").index
        for _, row in clear.loc[order].head(n_topics).iterrows():
            sentences.append(row["sentence"].replace(f"Topic {row['topic']}", _topic(row), 1))
        if clear.empty:
            sentences.append(
                f"None of {len(topics)} topics differs significantly after correction for "
                f"{len(topics)} tests."
            )
    return sentences


def _topic(row: pd.Series) -> str:
    return f"Topic {row['topic']} ({row['label']})"


def copies_sentence(study: Study) -> str:
    """State how many articles are near-duplicates, and what leaving them out would change."""
    groups = study.duplicates.loc[study.duplicates["dup_group"] >= 0, "dup_group"]
    n_copies = len(groups) - groups.nunique()
    if not n_copies:
        return "No article is a near-duplicate of another."
    noun = "article is a near-duplicate" if n_copies == 1 else "articles are near-duplicates"
    rule = COPIES[study.settings.copies]
    text = f"{n_copies:,} {noun} of another (tables/near-duplicates.csv); {rule}"
    if study.settings.copies != "all" or study.periods.empty or study.periods_without_copies.empty:
        return f"{text}."
    keys = ["period", "theme"]
    both = study.periods.merge(study.periods_without_copies, on=keys, suffixes=("", "_without"))
    both["change"] = both["share_without"] - both["share"]
    if both["change"].abs().max() < 0.0005:
        return f"{text}. Without them, no share would change in any period."
    row = both.iloc[int(both["change"].abs().to_numpy().argmax())]
    return (
        f"{text}. Without them, the largest change in any period would be in "
        f"{display_name(row['theme'])} in {period_name(row['period'], study.freq, in_words=True)}: "
        f"{row['share_without']:.0%} instead of {row['share']:.0%} "
        f"(tables/theme-shares-without-copies.csv)."
    )


def stability_sentence(stability: pd.DataFrame) -> str:
    """State how many topics are found again when the model is refitted."""
    if stability.empty:
        return "The stability of the topics was not estimated."
    n_runs, fragile = int(stability["n_runs"].iloc[0]), int(stability["fragile"].sum())
    fits = f"{n_runs} further fits with resampled articles and other seeds"
    if not fragile:
        return f"All {len(stability)} topics were found again in at least 80 % of {fits}."
    return (
        f"{fragile} of {len(stability)} topics are fragile: they were not found again in at least "
        f"80 % of {fits}. They are marked †; do not base a finding on one of them."
    )


def methods_paragraph(study: Study) -> str:
    """Write the methods paragraph: every choice, with its numbers."""
    settings, dtm, articles = study.settings, study.dtm, study.articles
    n_tokens = int(dtm.n_tokens.sum())
    parts = [
        f"{len(articles):,} articles were read and cleaned; each piece kept, moved or dropped is "
        f"in the ledger ({len(study.ledger):,} rows). The body without headline, captions, "
        f"bullets and dateline was analysed: {n_tokens:,} tokens.",
        f"Names that mean one thing were joined, and word pairs that occur together more than "
        f"chance allows (normalised pointwise mutual information) made one term; stop words "
        f"were not counted as terms; {dtm.shape[1]:,} terms remained.",
        f"A theme is present in an article when at least {settings.min_matches} of its patterns "
        f"match (lower-case words, longest pattern first, nothing inside an exclusion); "
        f"themes.toml has SHA-256 {study.themes.sha256[:12]}.",
        f"Shares per calendar period ({PERIOD_NOUNS[study.freq]}) are means over articles; periods "
        "without articles are gaps. Intervals are 95 % bootstrap intervals that resample whole "
        "days, since articles of one day are not independent.",
    ]
    if study.topics is not None:
        model = study.topics.model
        parts.append(
            f"Topics were learned by latent Dirichlet allocation with {model.n_topics} topics "
            f"and seed {settings.seed} ({model.n_epochs_} epochs; {model.stopped_because_})."
        )
    if study.comparisons:
        parts.append(
            "Groups were compared by the difference of mean shares, with a permutation test that "
            "exchanges whole days and a correction for testing several themes or topics at once."
        )
    n_copies = int((study.duplicates["dup_group"] >= 0).sum()) if len(study.duplicates) else 0
    parts.append(
        f"Near-duplicates were looked for by shared five-word runs and paragraphs: {n_copies:,} "
        f"articles belong to a group of copies; {COPIES[study.settings.copies]}."
    )
    return " ".join(parts)


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"
