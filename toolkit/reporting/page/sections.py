"""The sections of the report, in reading order. A section without data is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from toolkit._core.html import Markup, join, table, tag
from toolkit._core.number_words import (
    count,
    has_or_have,
    listed,
    of_total,
    percent,
    plural,
)
from toolkit.figures.style import display_name
from toolkit.reading.outlet_names import suggest_source_names
from toolkit.reporting.page.comparison_prose import comparison_sentences
from toolkit.reporting.page.names import slug
from toolkit.reporting.page.prose import (
    boxes_sentence,
    copies_sentence,
    corpus_sentence,
    event_sentences,
    stability_sentence,
    text_sentence,
    theme_sentences,
)
from toolkit.reporting.page.shown_rows import event_rows, first_and_last, topic_rows
from toolkit.reporting.page.term_spellings import two_spellings
from toolkit.reporting.study.config import table_lines
from toolkit.reporting.study.corpus_input import facts_of
from toolkit.reporting.study.timeline import named_sources
from toolkit.reporting.tables.long_tables import table_file
from toolkit.tables.printed_days import printed_date

if TYPE_CHECKING:
    from toolkit.reporting.page.pictures import Picture
    from toolkit.reporting.study.results import Comparison, Study, TopicResults

LEDGER_ROWS, ROWS_PER_RULE = 200, 20
OPEN_RULES = 20
"""Rules up to which the numbers of their pieces are shown without a click."""
OPEN_PASSAGES_BELOW = 20
N_SOURCES = 25
JOINED_LEFT = re.compile(r"(?:^|[(\[“‘$£€#@]|\S[-–—/])$")
JOINED_RIGHT = re.compile(r"$|[,.;:!?)\]”’…]|'(?:s\b|\W|$)|[-–—/]\S")
"""What has no blank towards the word beside it; a dash only if it has none on its other side."""
N_LEADING = 6
"""Patterns that are named with their matches."""

MARKS = {
    "one outlet": "80 % of it is in one {noun}",
    "one week": "half of it is in seven consecutive days",
    "boilerplate": "its leading terms belong to the page, not to the news",
    "copies": "half of it is in articles with near-duplicates",
    "loose": "its terms seldom occur together, so it may mix several subjects",
    "everyday words": "a quarter of the articles use its terms",
}
"""What the warnings of `topic_summary` mean."""


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
    sentences = [corpus_sentence(study), text_sentence(study), *theme_sentences(study)]
    sentences = [sentence for sentence in sentences if sentence]
    items = tag("ul", *(tag("li", sentence) for sentence in sentences), class_="findings")
    figure = pictures["themes-over-time"].markup() if "themes-over-time" in pictures else Markup("")
    return Section("findings", "What the articles show", join([items, figure]))


def limits(study: Study, pictures: dict[str, Picture]) -> Section:
    """Return what these articles cannot show."""
    noun = study.settings.source_noun
    sentences = [
        *study.limits,
        *boxes_sentence({letter for one in pictures.values() for letter in one.boxes}),
        f"A share says what these articles wrote about, not what happened. What was collected and "
        f"what each {noun} chose to {'print' if noun == 'outlet' else 'say'} shape every number "
        f"here.",
        "A theme counts words. Before quoting a share, read the passages below and check which "
        "patterns account for it.",
    ]
    items = tag("ul", *(tag("li", sentence) for sentence in sentences))
    return Section("limits", "What this does not show", items)


def corpus(study: Study, pictures: dict[str, Picture]) -> Section:
    """Return the counts per outlet and the coverage figure."""
    articles = study.articles
    facts = articles[["date", "date_precision", "n_words"]].assign(
        source=named_sources(articles, study.settings.source_noun)
    )
    by_source = (
        facts.groupby("source", observed=True)
        .agg(articles=("n_words", "size"), dated=("date", "count"), words=("n_words", "sum"))
        .join(first_and_last(facts))
        .sort_values(["articles"], ascending=False, kind="stable")
        .reset_index()
    )
    more = count(len(by_source) - N_SOURCES, study.settings.source_noun)
    largest = f"The {N_SOURCES} with most articles; {more} more in tables/articles.csv."
    note = tag("p", largest) if len(by_source) > N_SOURCES else Markup("")
    shown = ["source", "articles", "dated", "first", "last", "words"]
    counted = study.steps["text"]["counted"]  # n_words has no words of headlines
    of_bodies = " of bodies" if counted.get("title") or counted.get("both") else ""
    by_source = by_source.head(N_SOURCES)[shown].rename(
        columns={"source": study.settings.source_noun, "words": f"words{of_bodies} received"}
    )
    figure = pictures["coverage"].markup() if "coverage" in pictures else Markup("")
    copies = tag("p", copies_sentence(study))
    name = "themes-without-copies"
    without = pictures[name].markup() if name in pictures else Markup("")
    content = join([figure, note, table(by_source), _similar_names(study), copies, without])
    return Section("corpus", "What is in the corpus", content)


def _similar_names(study: Study) -> Markup:
    """Return the outlets whose names differ by little, and the lines that would join them."""
    rows = suggest_source_names(study.articles)
    if rows.empty:
        return Markup("")
    noun = plural(study.settings.source_noun)
    note = (
        f"These {noun} differ from a larger one only by blanks, capitals, marks or an article. "
        f"They are counted apart. If they are one, put these lines into study.toml, without those "
        f"that are two, and run it again."
    )
    shown = rows.rename(
        columns={
            "source": study.settings.source_noun,
            "n_articles": "articles",
            "suggested": "perhaps the same as",
            "n_suggested": "articles there",
        }
    )
    pairs = dict(zip(rows["source"], rows["suggested"], strict=True))
    lines = "\n".join(table_lines("source_names", pairs)[1:])
    title = f"{count(len(rows), 'name')} may belong to another {study.settings.source_noun}"
    return tag("details", tag("summary", title), tag("p", note), table(shown), tag("pre", lines))


def passages(study: Study, pictures: dict[str, Picture]) -> Section | None:
    """Return the sentences counted for each theme, and the patterns with the most matches."""
    parts = []
    facts = facts_of(study.articles, ["date_precision"], study.contexts["article_id"]).astype("str")
    for name, theme in study.themes.items():
        shown = study.contexts[study.contexts["theme"] == name]
        shown = shown.join(facts, on="article_id")
        patterns = study.patterns[study.patterns["theme"] == name]
        parts.append(
            join(
                [
                    tag("h3", _heading(name)),
                    tag("p", theme.description) if theme.description else Markup(""),
                    tag("p", _pattern_sentence(patterns)),
                    _sentence_list(
                        shown,
                        n_matches=int(patterns["n_matches"].sum()),
                        opened=len(study.articles) <= OPEN_PASSAGES_BELOW,
                    ),
                ]
            )
        )
    return Section("passages", "The sentences that were counted", join(parts)) if parts else None


def _heading(name: str) -> str:
    """Return a name with a capital at its start and the others as they are."""
    shown = display_name(name)
    return shown[:1].upper() + shown[1:]


def _pattern_sentence(patterns: pd.DataFrame) -> str:
    fired = patterns[patterns["n_matches"] > 0]
    if fired.empty:
        return "None of its patterns occurs in these articles."
    leading = ", ".join(
        f"{row['pattern']} ({row['n_matches']:,}: {percent(row['share'])})"
        for row in fired.head(N_LEADING).to_dict("records")
    )
    unused, n = len(patterns) - len(fired), int(fired["n_matches"].sum())
    most = "Most come" if len(fired) > N_LEADING else "It comes" if n == 1 else "All come"
    sentence = f"{count(n, 'match')}. {most} from {leading}."
    if not unused:
        return sentence
    return f"{sentence} {of_total(unused, len(patterns), 'pattern')} {has_or_have(unused)} none."


def _sentence_list(shown: pd.DataFrame, *, n_matches: int, opened: bool) -> Markup:
    items = []
    for row in shown.to_dict("records"):
        date = (
            "undated" if pd.isna(row["date"]) else printed_date(row["date"], row["date_precision"])
        )
        left, right = _spaced(row["left"], row["right"])
        said, title = left + row["match"] + right, str(row["title"] or "")
        if title.split() == said.split():  # a headline is the whole text
            title = ""
        where = ", ".join(filter(None, (date, str(row["source"]), title)))
        items.append(
            tag("li", left, tag("mark", row["match"]), right, tag("div", where, class_="where"))
        )
    if not items:
        return Markup("")
    spaced = ", evenly spaced through the corpus" if len(items) < n_matches else ", one per match"
    summary = tag("summary", f"{count(len(items), 'passage')}{spaced}")
    passages = tag("ol", *items, class_="passages")
    return tag("details", summary, passages, open="" if opened else None)


def _spaced(left: str, right: str) -> tuple[str, str]:
    """Return what stands left and right of a word with a blank beside it, where one belongs."""
    is_quoted = left.count('"') % 2 == 1
    opens = JOINED_LEFT.search(left) or (is_quoted and left[-1] == '"')
    closes = JOINED_RIGHT.match(right) or (is_quoted and right[0] == '"')
    return left if opens else f"{left} ", right if closes else f" {right}"


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
    twice = two_spellings(study.dtm)
    note = tag("p", twice, class_="where") if twice else Markup("")
    return Section("words", "Words", join([tag("p", text), *parts, note]))


def topics(study: Study, pictures: dict[str, Picture]) -> Section | None:
    """Return the topics: prevalence over time, terms, marks, and articles to read."""
    if study.topics is None:
        return None
    found = study.topics
    figure = pictures["topics-over-time"].markup() if "topics-over-time" in pictures else Markup("")
    note = tag(
        "p",
        "Topics are learned from the words alone; their labels are leading terms, not findings. "
        "Before naming one, read the articles with the largest share.",
    )
    judged = tag("p", stability_sentence(found.stability))
    marks = _marks_explained(found.summary, study.settings.source_noun)
    parts = [note, judged, figure, table(topic_rows(found)), marks]
    parts += [_to_read(found.readings, study), _names_to_choose(found)]
    return Section("topics", "Topics", join(parts))


def _names_to_choose(found: TopicResults) -> Markup:
    """Show the candidates for the name of each topic, as long as nobody has named them."""
    rows = found.summary.dropna(subset=["candidates"])
    if found.recipe is not None or rows.empty:
        return Markup("")
    shown = pd.DataFrame(
        {"topic": rows["label"], "candidates": rows["candidates"].str.replace(" | ", " · ")}
    )
    how = "Write a name into topics.toml, and run the report again with --recipe topics.toml."
    return tag("details", tag("summary", "Names to choose from"), tag("p", how), table(shown))


def _marks_explained(summary: pd.DataFrame, noun: str) -> Markup:
    marks = {mark for text in summary["warnings"] for mark in str(text).split("; ") if mark}
    told = "; ".join(f"{name}: {means}" for name, means in MARKS.items() if name in marks)
    return tag("p", "Marks. ", told.format(noun=noun), ".", class_="where") if told else Markup("")


def _to_read(readings: pd.DataFrame, study: Study) -> Markup:
    rows = readings[["label", "share", "date", "source", "title"]]
    rows = rows.rename(columns={"label": "topic", "source": study.settings.source_noun})
    facts = facts_of(study.articles, ["date_precision"], readings["article_id"])
    precisions = facts["date_precision"].astype("str").reindex(readings["article_id"])
    dates = [
        "–" if pd.isna(day) else printed_date(day, precision)
        for day, precision in zip(rows["date"], precisions, strict=True)
    ]
    shown = rows.assign(share=rows["share"].map(percent), date=dates)
    how = (
        "First the article with the largest share of the topic, then those with large shares from "
        f"other stories, {plural(study.settings.source_noun)} and months."
    )
    summary = tag("summary", "Articles to read for each topic")
    return tag("details", summary, tag("p", how), table(shown))


def comparisons(study: Study, pictures: dict[str, Picture]) -> Section | None:
    """Return each comparison: how it was chosen, sentences, differences, distinctive words."""
    parts = []
    for comparison in study.comparisons:
        base = slug(comparison.title)
        names = (f"{base}-differences", f"{base}-terms")
        head = comparison.title
        if not {comparison.group, comparison.baseline} <= set(head.split(" and ")):
            head = f"{head}: {comparison.group} and {comparison.baseline}"
        parts += [
            tag("h3", head),
            tag("p", comparison.reason),
            tag("ul", *(tag("li", one) for one in comparison_sentences(comparison))),
            _wording_table(comparison, study.settings.source_noun),
            *(pictures[name].markup() for name in names if name in pictures),
        ]
    return Section("comparison", "Compared", join(parts)) if parts else None


def _wording_table(comparison: Comparison, noun: str) -> Markup:
    """Return how far the themes of two outlets rest on words that only one of them uses."""
    if comparison.wording is None or comparison.wording.empty:
        return Markup("")
    rows = comparison.wording
    shown = pd.DataFrame(
        {
            "theme": rows["theme"].map(display_name),
            noun: rows["source"],
            "matches": rows["n_matches"],
            "of words the other never uses": [
                f"{n:,} ({percent(share)})"
                for n, share in zip(rows["n_own"], rows["own_share"], strict=True)
            ],
            "these words": rows["own_patterns"].replace("", "–"),
        }
    )
    summary = tag("summary", f"Do the two {plural(noun)} use the same words for a theme?")
    return tag("details", summary, table(shown))


def events(study: Study, pictures: dict[str, Picture]) -> Section | None:
    """Return the change around each event: chart, table and the significant changes."""
    if study.event_effects is None:
        return None
    note = (
        "Each event was recorded beforehand. A change after an event is not necessarily caused by "
        "it: other things happened in the same weeks, and what outlets print changes too."
    )
    said = event_sentences(study.event_effects, study)
    items = tag("ul", *(tag("li", one) for one in said))
    figure = pictures["events"].markup() if "events" in pictures else Markup("")
    rows = tag("details", tag("summary", "All numbers"), table(event_rows(study.event_effects)))
    return Section("events", "Before and after events", join([tag("p", note), items, figure, rows]))


def ledger(study: Study, pictures: dict[str, Picture]) -> Section:
    """Return what was done to the input: counts per rule, and rejected or flagged pieces."""
    rows = study.ledger
    counts = (
        rows.groupby(["action", "rule"], observed=True)
        .agg(rows=("text", "size"), articles=("article_id", "nunique"))
        .reset_index()
        .sort_values(["action", "rows"], ascending=[True, False], kind="stable")
    )
    is_doubtful = rows["action"].isin(["rejected", "flagged", "dropped"])
    doubtful = rows[["action", "rule"]][is_doubtful]  # without the texts, which may be many
    some = doubtful.groupby(["action", "rule"], observed=True).head(ROWS_PER_RULE).index
    shown = rows.loc[some[:LEDGER_ROWS], ["action", "rule", "file", "line", "text", "reason"]]
    pieces = count(len(doubtful), "piece")
    note = f"{pieces} {'was' if len(doubtful) == 1 else 'were'} rejected, flagged or dropped"
    if len(doubtful) > len(shown):
        where = table_file("ledger", rows)
        note += f"; up to {ROWS_PER_RULE} of each kind follow, all are in {where}."
    else:
        note += "."
    cut = {"text": lambda value: _cut(str(value)), "reason": lambda value: _cut(str(value))}
    details = tag("details", tag("summary", note), table(shown, formats=cut))
    sums = counts.groupby("action", observed=True)["rows"].sum()
    done = listed([f"{n:,} {action}" for action, n in sums.items()], most=len(sums))
    head = tag("p", f"{count(len(rows), 'piece')} of the input are accounted for: {done}.")
    by_rule = table(counts)
    if len(counts) > OPEN_RULES:
        by_rule = tag("details", tag("summary", f"Pieces by rule ({len(counts):,})"), by_rule)
    parts = [head, details, by_rule]
    return Section("ledger", "What was done to the articles", join(parts))


def _cut(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


SECTIONS = (findings, limits, corpus, passages, words, topics, events, comparisons, ledger)
