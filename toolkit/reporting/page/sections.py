"""The sections of the report, in reading order. A section without data is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from toolkit._core.html import Markup, join, table, tag
from toolkit.figures.style import display_name
from toolkit.reporting.page.prose import (
    comparison_sentences,
    copies_sentence,
    corpus_sentence,
    stability_sentence,
    theme_sentences,
)
from toolkit.tables import FRAGILE_MARK, is_fragile

if TYPE_CHECKING:
    from toolkit.reporting.page.pictures import Picture
    from toolkit.reporting.study.results import Study

Pictures = "dict[str, Picture]"
LEDGER_ROWS = 200
OPEN_PASSAGES_BELOW = 20


@dataclass(frozen=True)
class Section:
    """A titled part of the page."""

    name: str
    title: str
    content: Markup

    def markup(self) -> Markup:
        """Return the section as HTML."""
        return tag("section", tag("h2", self.title), self.content, id=self.name)


def findings(study: Study, pictures: dict[str, Picture]) -> Section:
    """Return the findings as sentences, with the main figure."""
    sentences = [corpus_sentence(study), *theme_sentences(study)]
    items = tag("ul", *(tag("li", sentence) for sentence in sentences), class_="findings")
    figure = pictures["themes-over-time"].markup() if "themes-over-time" in pictures else Markup("")
    return Section("findings", "What the articles show", join([items, figure]))


def limits(study: Study, pictures: dict[str, Picture]) -> Section:
    """Return what these articles cannot show."""
    sentences = [
        *study.limits,
        "A share says what these articles wrote about, not what happened. What was collected and "
        "what each outlet chose to print shape every number here.",
        "A theme counts words. Before quoting a share, read the passages below and check which "
        "patterns account for it.",
    ]
    items = tag("ul", *(tag("li", sentence) for sentence in sentences))
    return Section("limits", "What this does not show", items)


def corpus(study: Study, pictures: dict[str, Picture]) -> Section:
    """Return the counts per outlet and the coverage figure."""
    articles = study.articles
    by_source = (
        articles.assign(source=articles["source"].astype("str").replace("", "unknown"))
        .groupby("source", observed=True)
        .agg(
            articles=("title", "size"),
            dated=("date", "count"),
            first=("date", "min"),
            last=("date", "max"),
            words=("n_words", "sum"),
        )
        .sort_values(["articles"], ascending=False, kind="stable")
        .head(25)
        .reset_index()
        .rename(columns={"source": "outlet"})
    )
    figure = pictures["coverage"].markup() if "coverage" in pictures else Markup("")
    copies = tag("p", copies_sentence(study))
    name = "themes-without-copies"
    without = pictures[name].markup() if name in pictures else Markup("")
    content = join([figure, table(by_source), copies, without])
    return Section("corpus", "What is in the corpus", content)


def passages(study: Study, pictures: dict[str, Picture]) -> Section | None:
    """Return the sentences counted for each theme, and the patterns with the most matches."""
    parts = []
    for name, theme in study.themes.items():
        shown = study.contexts[study.contexts["theme"] == name]
        patterns = study.patterns[study.patterns["theme"] == name]
        parts.append(
            join(
                [
                    tag("h3", display_name(name).capitalize()),
                    tag("p", theme.description) if theme.description else Markup(""),
                    tag("p", _pattern_sentence(patterns)),
                    _sentence_list(shown, opened=len(study.articles) <= OPEN_PASSAGES_BELOW),
                ]
            )
        )
    return Section("passages", "The sentences that were counted", join(parts)) if parts else None


def _pattern_sentence(patterns: pd.DataFrame) -> str:
    fired = patterns[patterns["n_matches"] > 0]
    if fired.empty:
        return "None of its patterns occurs in these articles."
    leading = ", ".join(
        f"{row.pattern} ({row.n_matches:,}: {row.share:.0%})" for row in fired.head(6).itertuples()
    )
    unused = len(patterns) - len(fired)
    sentence = f"{int(fired['n_matches'].sum()):,} matches. Most come from {leading}."
    return f"{sentence} {unused} of {len(patterns)} patterns have none." if unused else sentence


def _sentence_list(shown: pd.DataFrame, *, opened: bool) -> Markup:
    items = []
    for row in shown.to_dict("records"):
        date = "undated" if pd.isna(row["date"]) else row["date"].date().isoformat()
        where = ", ".join(filter(None, (date, str(row["source"]), str(row["title"]))))
        sentence = (row["left"], " ", tag("mark", row["match"]), " ", row["right"])
        items.append(tag("li", *sentence, tag("div", where, class_="where")))
    summary = tag("summary", f"{len(items)} passages, evenly spaced through the corpus")
    passages = tag("ol", *items, class_="passages")
    return tag("details", summary, passages, open="" if opened else None)


def words(study: Study, pictures: dict[str, Picture]) -> Section | None:
    """Return the most frequent terms, or those of each article if there are only a few."""
    if study.words.empty:
        return None
    parts = []
    for of, rows in study.words.groupby("of", sort=False):
        shown = rows.drop(columns="of").dropna(axis=1)
        shown = shown.rename(columns={"n_uses": "uses", "n_articles": "articles with it"})
        parts += [tag("h3", of), table(shown.assign(term=shown["term"].map(display_name)))]
    text = "The most frequent terms, without stop words."
    if "weight" in study.words and study.words["weight"].notna().any():
        text = "The terms with the highest TF-IDF weight in each article."
    return Section("words", "Words", join([tag("p", text), *parts]))


def topics(study: Study, pictures: dict[str, Picture]) -> Section | None:
    """Return the topics: prevalence over time, terms, and articles to read."""
    if study.topics is None:
        return None
    found = study.topics
    words = found.terms.groupby("topic")["term"].agg(
        lambda terms: ", ".join(display_name(term) for term in terms)
    )
    marks = found.labels.map(lambda name: f" {FRAGILE_MARK}" if is_fragile(name) else "")
    rows = found.prevalence.assign(
        terms=found.prevalence["topic"].map(words + marks),
        share=found.prevalence["share"].map("{:.1%}".format),
    ).sort_values("n_led", ascending=False, kind="stable")
    figure = pictures["topics-over-time"].markup() if "topics-over-time" in pictures else Markup("")
    shown = rows[["topic", "share", "n_led", "terms"]].rename(
        columns={"n_led": "articles led", "share": "mean share"}
    )
    note = tag(
        "p",
        "Topics are learned from the words alone and have numbers, not names. Before naming one, "
        "read the articles with the largest share.",
    )
    judged = tag("p", stability_sentence(found.stability))
    reading = found.readings[["topic", "share", "date", "source", "title"]]
    articles = tag(
        "details", tag("summary", "Three articles to read for each topic"), table(reading)
    )
    return Section("topics", "Topics", join([note, judged, figure, table(shown), articles]))


def comparisons(study: Study, pictures: dict[str, Picture]) -> Section | None:
    """Return each comparison: sentences, differences and distinctive words."""
    parts = []
    for comparison in study.comparisons:
        slug = comparison.title.lower().replace(" ", "-")
        names = (f"{slug}-differences", f"{slug}-terms")
        sentences = comparison_sentences(comparison)
        parts += [
            tag("h3", f"{comparison.title}: {comparison.group} and {comparison.baseline}"),
            tag("ul", *(tag("li", sentence) for sentence in sentences)),
            *(pictures[name].markup() for name in names if name in pictures),
        ]
    return Section("comparison", "Compared", join(parts)) if parts else None


def events(study: Study, pictures: dict[str, Picture]) -> Section | None:
    """Return the change around each event, tested against all other dates."""
    if study.event_effects is None:
        return None
    note = (
        "Each event was recorded beforehand. A change after an event is not necessarily caused by "
        "it: other things happened in the same weeks, and what outlets print changes too."
    )
    said = study.event_effects["sentence"].drop_duplicates()
    items = tag("ul", *(tag("li", sentence) for sentence in said))
    return Section("events", "Before and after events", join([tag("p", note), items]))


def ledger(study: Study, pictures: dict[str, Picture]) -> Section:
    """Return what was done to the input: counts per rule, and rejected or flagged pieces."""
    rows = study.ledger
    counts = (
        rows.groupby(["action", "rule"], observed=True)
        .agg(rows=("text", "size"), articles=("article_id", "nunique"))
        .reset_index()
        .sort_values(["action", "rows"], ascending=[True, False], kind="stable")
    )
    doubtful = rows[rows["action"].isin(["rejected", "flagged", "dropped"])]
    shown = doubtful.head(LEDGER_ROWS)[["action", "rule", "file", "line", "text", "reason"]]
    more = len(doubtful) - len(shown)
    note = f"{len(doubtful):,} pieces were rejected, flagged or dropped"
    note += f"; the first {LEDGER_ROWS} follow, all are in tables/ledger.csv." if more else "."
    cut = {"text": lambda value: _cut(str(value)), "reason": lambda value: _cut(str(value))}
    details = tag("details", tag("summary", note), table(shown, formats=cut))
    return Section("ledger", "What was done to the articles", join([table(counts), details]))


def _cut(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


SECTIONS = (findings, limits, corpus, passages, words, topics, events, comparisons, ledger)
