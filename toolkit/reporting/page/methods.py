"""The methods paragraph, written from the record of what ran and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit._core.number_words import count, listed, of_total, plural, verb
from toolkit.periods.calendar import PERIOD_NOUNS
from toolkit.reading.languages import name_language
from toolkit.reporting.study.corpus_languages import count_of_languages, part_of_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COPIES = {
    "all": "all of them are counted",
    "first": "only the likely original of each group is counted",
    "one_per_source": "one article per group and {noun} is counted",
    "weight": "in shares over time each of n copies counts as 1/n, and comparisons count all",
}


STOPPED = {
    "tol": "the fit converged",
    "max_epochs": "the maximum number of epochs was reached",
    "interrupted": "the fit was interrupted",
}


def methods_paragraph(steps: Mapping[str, Any]) -> str:
    """Write the methods paragraph.

    Parameters
    ----------
    steps : mapping
        The record of a study (``study.steps``, or ``steps`` in record.json).

    Returns
    -------
    str
        One sentence or more for each step that ran, with its numbers; nothing about the others.
    """
    words = (_reading, _text, _languages, _words, _themes)
    writers = (*words, _periods, _copies, _topics, _groups, _events)
    return " ".join(sentence for write in writers for sentence in write(steps))


def _reading(steps: Mapping[str, Any]) -> Iterator[str]:
    read = steps["reading"]
    articles, files = count(read["n_articles"], "article"), count(read["n_files"], "file")
    kept = []
    if read["first_day"] or read["last_day"]:
        first, last = read["first_day"] or "the start", read["last_day"] or "the end"
        kept.append(f"dated from {first} to {last}")
    if read["outlets"]:
        kept.append(f"of {listed(list(read['outlets']))}")
    selection = f", only those {' and '.join(kept)}," if kept else ""
    yield (
        f"{articles} from {files}{selection} {verb(read['n_articles'], 'was', 'were')} read and "
        f"cleaned; the ledger lists every piece that was kept, moved, changed or dropped "
        f"({count(read['n_ledger_rows'], 'row')})."
    )
    if read["n_renamed_outlets"]:
        n = read["n_renamed_outlets"]
        yield f"{count(n, _noun(steps))} {'was' if n == 1 else 'were'} renamed by hand."
    if read["mapping"]:
        pairs = [f"{field} from {column}" for field, column in sorted(read["mapping"].items())]
        yield f"Columns were assigned by hand: {listed(pairs)}."


def _text(steps: Mapping[str, Any]) -> Iterator[str]:
    counted = steps["text"]["counted"]
    total = sum(counted.values())
    parts = {
        "body": "the body",
        "title": "the headline",
        "both": "headline and body",
    }
    used = {name: n for name, n in counted.items() if n and name in parts}
    if len(used) == 1:
        ((name, n),) = used.items()
        whom = "of each article" if n == total else f"in {of_total(n, total, 'article')}"
        yield f"The text analysed is {parts[name]} {whom}."
    elif used:
        told = [f"{parts[name]} in {count(n, 'article')}" for name, n in used.items()]
        yield f"The text analysed is {listed(told)}."
    if steps["text"]["n_without_text"]:
        n = steps["text"]["n_without_text"]
        yield f"{of_total(n, total, 'article')} {'has' if n == 1 else 'have'} no text."


def _languages(steps: Mapping[str, Any]) -> Iterator[str]:
    record = steps.get("languages")
    if record is None:
        return
    yield count_of_languages(record)
    chosen = f", {part_of_language(record)}" if record["chosen"] else ""
    name = name_language(record["main"])
    if record["stop_words"]:
        yield f"Stop words are those of {name}{chosen} ({record['stop_words']})."
    else:
        yield f"No stop words were left out: there is no list for {name}{chosen}."
    if record["particles"]:
        yield "A pattern also finds a word with the particles that are written in front of it."
    if record["elision"]:
        yield "Words are counted without an elided article or preposition (l', d', qu')."
    if record["fold_spelling"]:
        yield f"Spellings that differ only in letters used for one another in {name} are one word."


def _words(steps: Mapping[str, Any]) -> Iterator[str]:
    tokens, vocabulary = steps["tokens"], steps["vocabulary"]
    if tokens is None:
        return
    joined = ", words joined in one term being one" if tokens["n_joined_terms"] else ""
    yield f"The text has {count(tokens['n_tokens'], 'token')}{joined}."
    if tokens["n_aliases"]:
        yield f"Spellings of {count(tokens['n_aliases'], 'name')} were merged."
    if tokens["n_joined_terms"]:
        merged = ", or merged names" if tokens["n_aliases"] else ""
        yield (
            f"{count(tokens['n_joined_terms'], 'term')} "
            f"{'joins' if tokens['n_joined_terms'] == 1 else 'join'} several words: words that "
            f"occur together more often than by chance (normalised pointwise mutual "
            f"information){merged}."
        )
    if vocabulary is None:
        return
    terms = count(vocabulary["n_terms"], "term")
    rule = ""
    if vocabulary["min_docs"] > 1:
        most = f"{100 * vocabulary['max_doc_share']:.0f} %"
        least = count(vocabulary["min_docs"], "article")
        rule = f" in at least {least} and at most {most} of all"
    yield f"The vocabulary without stop words has {terms}{rule}."


def _themes(steps: Mapping[str, Any]) -> Iterator[str]:
    themes = steps["themes"]
    if not themes["n_scored"]:
        return
    least = count(themes["min_matches"], "match")
    yield (
        f"A theme is present in an article with {least} or more of its patterns (lower case, "
        f"longest pattern first, a word with a hyphen as one word, nothing inside an exclusion); "
        f"themes.toml has SHA-256 {themes['sha256'][:12]}."
    )


def _periods(steps: Mapping[str, Any]) -> Iterator[str]:
    periods = steps["periods"]
    if periods is None:
        return
    why = " (the shortest with enough articles)" if periods["chosen"] else ""
    gaps = ""
    if periods["n_empty"]:
        gaps = f"; {count(periods['n_empty'], 'period')} without articles " + (
            "is a gap" if periods["n_empty"] == 1 else "are gaps"
        )
    yield (
        f"Shares over time are means over the articles of each period, in "
        f"{plural(PERIOD_NOUNS[periods['freq']])}{why}{gaps}."
    )
    if periods["first"]:
        yield f"They cover {periods['first']} to {periods['last']}."
    if periods["intervals"] and periods["clusters"] == "days":
        yield (
            "Intervals are 95 % bootstrap intervals that resample whole days, since articles of "
            "one day are not independent."
        )
    elif periods["intervals"]:
        yield "Intervals are 95 % bootstrap intervals that resample articles."


def _copies(steps: Mapping[str, Any]) -> Iterator[str]:
    copies = steps["copies"]
    found = (
        f"{count(copies['n_in_groups'], 'article')} in {count(copies['n_groups'], 'group')}; "
        f"{COPIES[copies['counted']].format(noun=_noun(steps))}"
        if copies["n_groups"]
        else "none was found"
    )
    yield f"Near-duplicates were searched by shared five-word sequences and paragraphs: {found}."


def _topics(steps: Mapping[str, Any]) -> Iterator[str]:
    topics = steps["topics"]
    if topics is None:
        return
    why = " (chosen from the number of articles)" if topics["chosen"] else ""
    yield (
        f"Latent Dirichlet allocation learned {count(topics['n_topics'], 'topic')}{why} from "
        f"{count(topics['n_articles'], 'article')} with seed {topics['seed']} "
        f"({count(topics['n_epochs'], 'epoch')}; "
        f"{STOPPED.get(topics['stopped_because'], topics['stopped_because'])})."
    )
    if topics["n_refits"]:
        yield (
            f"Topic stability was estimated from {count(topics['n_refits'], 'refit')} on resampled "
            f"articles."
        )
    if topics["n_edits"]:
        yield (
            f"The topics were then edited by hand in {count(topics['n_edits'], 'step')}; "
            f"{count(topics['n_kept'], 'topic')} remained."
        )


def _noun(steps: Mapping[str, Any]) -> str:
    """Return what a source is called; records of earlier versions do not say it."""
    return str(steps["reading"].get("source_noun", "outlet"))


def _groups(steps: Mapping[str, Any]) -> Iterator[str]:
    comparisons = steps["comparisons"]
    if not comparisons:
        return
    nouns = plural(_noun(steps))
    whole = "whole days" if {one["clusters"] for one in comparisons} == {"days"} else "articles"
    yield (
        f"Groups were compared by the difference of mean shares, with a permutation test that "
        f"exchanges {whole} and a correction for multiple testing."
    )
    if any(one["outlets_fixed"] for one in comparisons):
        yield f"Periods were also compared with the mix of {nouns} held fixed."
    if any(one["terms"] for one in comparisons):
        held = ""
        if any(one.get("terms_fixed") for one in comparisons):
            held = f", for periods with the mix of {nouns} held fixed"
        yield (
            f"Distinctive terms are ranked by log-odds ratios with an informative Dirichlet "
            f"prior{held}; whether their rates differ is tested with {whole} as units."
        )


def _events(steps: Mapping[str, Any]) -> Iterator[str]:
    events = steps["events"]
    if events is None:
        return
    n, marked = events["n_events"], events["n_marked"]
    known = f"{count(n, 'event')} recorded beforehand"
    if marked == n:
        yield f"{known} {verb(n, 'is', 'are')} marked in the charts."
    elif marked:
        outside = verb(n - marked, "the other lies", "the others lie")
        yield (
            f"{marked:,} of {known} {verb(marked, 'is', 'are')} marked in the charts; {outside} "
            f"outside their span."
        )
    else:
        outside = f"{verb(n, 'it lies', 'they lie')} outside the span of the charts"
        why = "there is no chart over time" if steps["periods"] is None else outside
        yield f"{known} {verb(n, 'is', 'are')} not marked, since {why}."
    if events["n_tests"]:
        yield (
            f"The change at each was tested against the change at other dates, in windows of "
            f"{count(events['window'], 'day')}, with a correction for "
            f"{count(events['n_tests'], 'test')}."
        )
