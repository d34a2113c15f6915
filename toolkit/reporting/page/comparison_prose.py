"""Differences between groups -> sentences, with what is due to the mix of outlets or to wording."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.number_words import count, listed, of_total, percent, plural, signed_points, verb
from toolkit.comparing.contrasts import MIN_LABEL_ARTICLES
from toolkit.figures.style import display_name
from toolkit.stats.permutation import clear_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.reporting.study.results import Comparison

NOTICEABLE = 0.005
"""Smallest difference of shares whose composition is worth a clause."""

GONE_PART = 0.5
"""A difference is mostly composition if at most this part of it is left."""

MAX_OWN_SHARE = 0.3
"""Part of the matches from words that the other outlet never uses, above which a theme warns."""


def comparison_sentences(comparison: Comparison, *, n_topics: int = 3) -> list[str]:
    """State the difference in every theme, and the significant differences in topics."""
    how = []
    if comparison.themes_fixed is not None or comparison.topics_fixed is not None:
        how = [
            f"The mix of {plural(comparison.noun)} is held fixed, over those with "
            f"{count(MIN_LABEL_ARTICLES, 'article')} or more in both periods; the difference as "
            f"collected stands at the end of each sentence."
        ]
    elif comparison.several:
        how = [
            f"Too few {plural(comparison.noun)} have {count(MIN_LABEL_ARTICLES, 'article')} or "
            f"more in both periods for their mix to be held fixed: a difference may be one of "
            f"{plural(comparison.noun)} alone."
        ]
    return [
        *how,
        *theme_differences(comparison),
        *topic_differences(comparison, n_topics=n_topics),
        *word_sentences(comparison),
    ]


def theme_differences(comparison: Comparison) -> list[str]:
    """State each difference in themes; where outlets are held fixed, that number first."""
    if comparison.themes_fixed is None:
        return [
            f"{row['sentence']}{wording_caution(comparison, row['theme'])}"
            for row in comparison.themes.to_dict("records")
        ]
    fixed = comparison.themes_fixed.set_index("theme")
    return [
        fixed_sentence(row, fixed.loc[row["theme"]].to_dict(), comparison)
        for row in comparison.themes.to_dict("records")
    ]


def fixed_sentence(row: Mapping[Any, Any], fixed: Mapping[Any, Any], comparison: Comparison) -> str:
    """State a difference of periods with the outlets held fixed, and what composition adds.

    The first number is the one that stands; the second is the difference as collected. If most of
    the latter is gone once the outlets are held fixed, the sentence says which outlets only one of
    the periods has.
    """
    said = str(fixed["sentence"]).rstrip(".")
    text = f"{said}. As collected: {signed_points(row['difference'])} points"
    size = abs(row["difference"])
    if size < NOTICEABLE or abs(fixed["difference"]) > GONE_PART * size:
        return f"{text}."
    return f"{text}, {_composition(row, comparison)}."


def _composition(row: Mapping[Any, Any], comparison: Comparison) -> str:
    """Say which outlets make most of a difference that is gone once outlets are held fixed."""
    names = [*comparison.newcomers, *comparison.departed]
    without = row.get("difference_without")
    if not names or pd.isna(without) or abs(without) > GONE_PART * abs(row["difference"]):
        return f"mostly because the two periods have different {plural(comparison.noun)}"
    rest = f"{signed_points(float(without))} points without {'it' if len(names) == 1 else 'them'}"
    return f"mostly {turnover_words(comparison)} ({rest})"


def turnover_words(comparison: Comparison) -> str:
    """Name the outlets that only one of two periods has."""
    names = [*comparison.newcomers, *comparison.departed]
    listing = listed(names, most=3)
    if comparison.newcomers and comparison.departed:
        return f"{plural(comparison.noun)} that came or went: {listing}"
    how = "that was not there before" if comparison.newcomers else "that was no longer there"
    if len(names) == 1:
        return f"one {comparison.noun} {how}: {listing}"
    return f"{plural(comparison.noun)} {how.replace('was', 'were')}: {listing}"


def wording_caution(comparison: Comparison, theme: object) -> str:
    """Warn of a theme that rests on words that only one of two outlets uses, "" otherwise."""
    if comparison.wording is None:
        return ""
    rows = comparison.wording[comparison.wording["theme"] == theme]
    told = []
    for row in rows[rows["own_share"] > MAX_OWN_SHARE].to_dict("records"):
        other = comparison.baseline if row["source"] == comparison.group else comparison.group
        told.append(
            f" Caution: {of_total(row['n_own'], row['n_matches'], 'match')} in {row['source']} "
            f"({percent(row['own_share'])}) are of words that {other} never uses: "
            f"{row['own_patterns']}."
        )
    return "".join(told)


def word_sentences(comparison: Comparison) -> list[str]:
    """Name the leading words of either period that do not stand with the outlets held fixed."""
    if comparison.terms_fixed is None:
        return []
    told = []
    for name, rows in comparison.terms.groupby("group", sort=False):
        gone = rows[rows["log_odds_fixed"] <= GONE_PART * rows["log_odds"]]
        if gone.empty:
            continue
        words = listed([display_name(term) for term in gone["term"]])
        why = ""
        if (comparison.newcomers or comparison.departed) and gone["turnover_part"].mean() > 0.5:
            why = f", mostly words of {turnover_words(comparison)}"
        stands = "none stands" if len(gone) == len(rows) else f"{len(gone):,} do not stand"
        told.append(
            f"Of the {count(len(rows), 'leading word')} of {name} as collected, "
            f"{'1 does not stand' if len(gone) == 1 < len(rows) else stands} with the mix of "
            f"{plural(comparison.noun)} held fixed ({words}){why}."
        )
    return told


def topic_differences(comparison: Comparison, *, n_topics: int) -> list[str]:
    """State the largest significant differences in topics, those that stand with fixed outlets."""
    collected, fixed = comparison.topics, comparison.topics_fixed
    if collected is None:
        return []
    topics = collected if fixed is None else fixed
    clear = topics[clear_rows(topics)]
    if clear.empty:
        how = "" if fixed is None else f", with the mix of {plural(comparison.noun)} held fixed"
        return [
            f"None of the {count(len(topics), 'topic')} differs significantly after correction for "
            f"{count(len(topics), 'test')}{how}."
        ]
    order = clear["difference"].abs().sort_values(ascending=False, kind="stable").index
    rows = clear.loc[order].head(n_topics).to_dict("records")
    raw = collected.set_index("topic")
    left = len(clear) - len(rows)
    rest = f"{count(left, 'more topic')} {verb(left, 'differs', 'differ')} significantly."
    return [
        *(
            with_label(
                str(row["sentence"])
                if fixed is None
                else fixed_sentence(raw.loc[row["topic"]].to_dict(), row, comparison),
                row["topic"],
                str(row["label"]),
            )
            for row in rows
        ),
        *([rest] if left else []),
    ]


def with_label(sentence: str, topic: object, label: str) -> str:
    """Add the name of a topic to the first mention of its number.

    Examples
    --------
    >>> with_label("Topic 3 had a mean share of 2 %.", 3, "3: talks, envoy †")
    'Topic 3 (talks, envoy †) had a mean share of 2 %.'
    """
    name = label.partition(": ")[2] or label
    mention = rf"\b([Tt]opic {re.escape(str(topic))})\b"
    return re.sub(mention, lambda found: f"{found.group()} ({name})", sentence, count=1)
