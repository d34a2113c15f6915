"""Name, type, unit and meaning of every column that passes between modules.

A *long* table has one row per observation; the two *wide* ones, document x topic and document x
theme, have one row per article and one column per topic or theme. Rows are matched by
``article_id``, never by position.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, pandas type, unit or range, and meaning."""

    name: str
    dtype: str
    meaning: str
    unit: str = ""


ARTICLE_ID = "article_id"

ARTICLES = (
    Column("title", "str", "headline, once"),
    Column("date", "datetime64[us]", "day used for charts, as printed; see date_precision"),
    Column("date_kind", "category", "published, updated or unknown"),
    Column(
        "date_precision", "category", "day, month, year or unknown; coarser than day: first day"
    ),
    Column("date_raw", "str", "the date as printed"),
    Column("published", "datetime64[us]", "date of publication where one is printed"),
    Column("updated", "datetime64[us]", "date of the last update where one is printed"),
    Column("source", "category", "outlet or desk, '' where unknown"),
    Column("section", "category", "section of the outlet, '' where unknown"),
    Column("place", "str", "place of the dateline, without agency or date"),
    Column("byline", "str", "authors joined by '; '"),
    Column("agency", "str", "agency named in an explicit credit"),
    Column("captions", "list of str", "photo captions, kept out of the body"),
    Column("summary", "list of str", "bullets or standfirst, kept out of the body"),
    Column("notes", "list of str", "corrections and other lines moved out of the body"),
    Column("body", "str", "the story as received, paragraphs separated by a blank line"),
    Column("language", "category", "BCP 47 code, '' where unknown"),
    Column("url", "str", "address of the article"),
    Column("n_words", "int64", "words of the body, split at white space", "words"),
    Column("quality", "list of str", "marks such as no_date, truncated, title_guess"),
    Column("file", "str", "file read, relative to the folder given"),
    Column("line", "int64", "first line of the article in that file, from 1"),
    Column("reader", "str", "name of the reader that recognised the file"),
    Column("extra", "dict", "every other field that was received"),
)
"""The articles table: one row per article; the index is ``article_id``, a content hash.

Rows share their lists, which therefore cannot be changed, only replaced.
"""

LEDGER = (
    Column("article_id", "str", "the article, '' for a piece that belongs to none"),
    Column("file", "str", "file the piece came from"),
    Column("line", "int64", "line (or row) of that file, from 1"),
    Column("start", "int64", "first character of the piece in the decoded file, -1 in tables"),
    Column("end", "int64", "one past the last character, -1 in tables"),
    Column("action", "category", "kept, moved, dropped, normalized, flagged or rejected"),
    Column("field", "str", "column that holds the piece now, '' if none"),
    Column("rule", "category", "the rule that acted"),
    Column("text", "str", "the piece itself"),
    Column("reason", "str", "what a reader should know about it"),
    Column(
        "n_characters", "int64", "non-whitespace characters of the input that this row accounts for"
    ),
)
"""The ledger: one row per action on a piece of the input."""

PERIOD_SHARES = (
    Column("period", "datetime64[us]", "first day of the period"),
    Column("theme or topic", "str or int64", "what the share is of; named as the scores' columns"),
    Column(
        "share",
        "float64",
        "mean share over the period's articles; missing if there are none",
        "0 to 1",
    ),
    Column("low", "float64", "lower end of the interval", "0 to 1"),
    Column("high", "float64", "upper end of the interval", "0 to 1"),
    Column("n_articles", "int64", "articles in the period: the denominator", "articles"),
    Column("n_clusters", "int64", "independent units resampled (days by default)", "clusters"),
    Column("partial", "bool", "the corpus begins or ends inside this period"),
    Column("note", "str", "why there is no share or no interval, '' otherwise"),
)
"""Shares per period: one row per period and theme (or topic); empty periods stay, as gaps."""

EVENTS = (
    Column("name", "str", "name of the event in the file"),
    Column("date", "datetime64[us]", "its day"),
    Column("label", "str", "what a figure calls it"),
    Column("source", "str", "where the date is from, '' if not said"),
    Column("note", "str", "anything else, '' if nothing"),
)
"""Events: one row per event, by date."""

EVENT_EFFECTS = (
    Column("event", "str", "what the event is called; in event_effects only"),
    Column("date", "datetime64[us]", "its day; in event_effects only"),
    Column("theme or topic", "str or int64", "what is compared; named as the shares' columns"),
    Column("before", "float64", "mean share in the window before", "0 to 1"),
    Column("after", "float64", "mean share in the window from the day on", "0 to 1"),
    Column("difference", "float64", "after less before", "-1 to 1"),
    Column("low", "float64", "lower end of its 95 % interval", "-1 to 1"),
    Column("high", "float64", "upper end of that interval", "-1 to 1"),
    Column("p_placebo", "float64", "rank of the step among other dates; NaN if few", "0 to 1"),
    Column("p_adjusted", "float64", "p of the step, corrected for all rows together", "0 to 1"),
    Column("n_placebo", "Int64", "other dates of the corpus that were tried", "dates"),
    Column("n_before", "Int64", "articles in the window before", "articles"),
    Column("n_after", "Int64", "articles in the window from the day on", "articles"),
    Column("level_change", "float64", "jump of the trend at the event; also _low, _high", "share"),
    Column("slope_change", "float64", "change of its slope per point; also _low, _high", "share"),
    Column("note", "str", "why something is missing, '' otherwise"),
    Column("sentence", "str", "the result as one plain sentence"),
)
"""Before and after an event: one row per theme (or topic), in event_effects per event too."""

LEXICAL_DIVERSITY = (
    Column("period", "datetime64[us]", "first day of the period; only with freq"),
    Column("group", "str", "the group of articles; only with by"),
    Column("mtld", "float64", "mean MTLD of the articles: words until they repeat", "words"),
    Column("low", "float64", "lower end of its interval", "words"),
    Column("high", "float64", "upper end of its interval", "words"),
    Column("n_articles", "int64", "articles long enough to be measured", "articles"),
    Column("n_clusters", "int64", "days with such articles", "days"),
    Column("n_short", "int64", "articles left out as too short", "articles"),
    Column("note", "str", "why there is no interval, '' otherwise"),
    Column("baseline", "str", "the group compared against; only without freq"),
    Column("difference", "float64", "mtld minus that of the baseline", "words"),
    Column("difference_low", "float64", "lower end of the interval of the difference", "words"),
    Column("difference_high", "float64", "upper end of the interval of the difference", "words"),
    Column("p_value", "float64", "permutation p, whole days exchanged", "0 to 1"),
    Column("p_adjusted", "float64", "p after the correction for multiple testing", "0 to 1"),
    Column("sentence", "str", "the result as one plain sentence"),
)
"""Lexical diversity: one row per group, period, or both."""

GROUP_DIFFERENCES = (
    Column("theme or topic", "str or int64", "what is compared; named as the shares' columns"),
    Column("group", "str", "the group compared with the baseline"),
    Column("baseline", "str", "the group compared against"),
    Column("share", "float64", "mean share in the group", "0 to 1"),
    Column("baseline_share", "float64", "mean share in the baseline", "0 to 1"),
    Column("difference", "float64", "share minus baseline_share", "-1 to 1"),
    Column("low", "float64", "lower end of the interval of the difference", "-1 to 1"),
    Column("high", "float64", "upper end of the interval of the difference", "-1 to 1"),
    Column("effect_size", "float64", "Cliff's delta: higher-share chance minus lower", "-1 to 1"),
    Column("p_value", "float64", "permutation p, whole clusters exchanged", "0 to 1"),
    Column("p_adjusted", "float64", "p after the correction for multiple testing", "0 to 1"),
    Column("n_articles", "int64", "articles in the group", "articles"),
    Column("n_baseline", "int64", "articles in the baseline", "articles"),
    Column("n_clusters", "int64", "independent units of both (days, with dates)", "clusters"),
    Column("note", "str", "why there is no interval, '' otherwise"),
    Column("sentence", "str", "the result as one plain sentence"),
)
"""Differences between groups: one row per group and theme (or topic)."""

FRAGILE_MARK = "†"
"""Appended to the name of a topic that other fits do not reproduce, wherever it is shown."""
FRAGILE_NOTE = "† Fragile topic: it did not come back in at least 80 % of fits with other articles."


UNFINISHED = "(unfinished fit)"
"""Appended to every topic's name if the fit was interrupted, wherever it is shown."""


def is_fragile(name: object) -> bool:
    """Return whether a name carries the mark of a fragile topic.

    Examples
    --------
    >>> is_fragile("truce, talks †"), is_fragile("truce, talks"), is_fragile(3)
    (True, False, False)
    """
    return isinstance(name, str) and name.endswith(FRAGILE_MARK)


PREVALENCE_EFFECTS = (
    Column("theme or topic", "str or int64", "what is explained; named as the shares' columns"),
    Column("term", "str", "the covariate, or two of them as a:b"),
    Column("contrast", "str", "which of its values are compared"),
    Column("effect", "float64", "mean difference in share, other covariates held fixed", "-1 to 1"),
    Column("low", "float64", "lower end of its 95 % interval"),
    Column("high", "float64", "upper end of that interval"),
    Column("standard_error", "float64", "bias-reduced error over clusters (CR2)", "share"),
    Column("degrees", "float64", "degrees of freedom of the interval (Satterthwaite)"),
    Column("p_value", "float64", "of no effect", "0 to 1"),
    Column("p_adjusted", "float64", "the same, corrected for all rows together", "0 to 1"),
    Column("n_articles", "int64", "articles with a share and every covariate", "articles"),
    Column("n_clusters", "int64", "independent units (days by default)", "clusters"),
    Column("sentence", "str", "the result as one plain sentence"),
)
"""Average effects of a regression: one row per theme (or topic) and contrast."""

TOPIC_TERMS = (
    Column("topic", "int64", "topic number, from 0; never renumbered"),
    Column("rank", "int64", "place of the term in the topic, from 1"),
    Column("term", "str", "the term"),
    Column("probability", "float64", "probability of the term in the topic", "0 to 1"),
    Column("relevance", "float64", "Sievert and Shirley's relevance at the given lambda"),
    Column("lift", "float64", "probability in the topic over that in the corpus", "0 upwards"),
    Column("frex", "float64", "ranks by probability and exclusivity, averaged", "0 to 1"),
    Column("score", "float64", "probability times its log distance from the topics' mean"),
)
"""The leading terms of each topic: one row per topic and term."""

TOPIC_SUMMARY = (
    Column("topic", "int64", "topic number"),
    Column("label", "str", "proposed name: terms, those first that titles use"),
    Column("candidates", "str", "three names to choose from, joined by ' | '"),
    Column("terms", "str", "the ten most relevant terms"),
    Column("share", "float64", "mean share of the article", "0 to 1"),
    Column("n_articles", "int64", "articles with any of the model's terms: the denominator"),
    Column("n_led", "int64", "articles whose largest topic it is", "articles"),
    Column("exclusivity", "float64", "mean part of its leading terms' weight in it", "0 to 1"),
    Column("source", "str", "outlet with the largest part of the topic's mass"),
    Column("source_share", "float64", "that part", "0 to 1"),
    Column("month", "str", "month with the largest part of the dated mass"),
    Column("month_share", "float64", "that part", "0 to 1"),
    Column("week_share", "float64", "largest part of the dated mass in seven days", "0 to 1"),
    Column("copied_share", "float64", "part of the mass in articles with copies", "0 to 1"),
    Column("coherence", "float64", "NPMI of the ten terms shown", "-1 to 1"),
    Column("common_share", "float64", "part of the articles that use such a term", "0 to 1"),
    Column("warnings", "str", "warnings, joined by '; '"),
)
"""Topic summaries with warnings: one row per topic."""

TOPIC_STABILITY = (
    Column("topic", "int64", "topic number"),
    Column("stability", "float64", "mean similarity to its match in the other fits", "0 to 1"),
    Column("low", "float64", "lower end of the interval of that mean", "0 to 1"),
    Column("high", "float64", "upper end of the interval", "0 to 1"),
    Column("nearest_other", "float64", "similarity to the nearest topic of the model", "0 to 1"),
    Column("nearest_topic", "int64", "that topic"),
    Column("n_runs", "int64", "further fits: the denominator", "fits"),
    Column("n_found", "int64", "fits in which the topic came back", "fits"),
    Column("fragile", "bool", "came back in fewer than 80 % of the fits"),
)
"""Topic stability: one row per topic."""

TOPIC_ALIGNMENT = (
    Column("topic_a", "Int64", "topic of the first model, missing for a birth"),
    Column("topic_b", "Int64", "topic of the second model, missing for a death"),
    Column("affinity", "float64", "Hellinger affinity of the two", "0 to 1"),
    Column("kind", "str", "match, split, merge, death or birth"),
)
"""Topics of two models matched to each other: every topic once."""

DISTINCTIVE_TERMS = (
    Column("group", "as given", "the group, compared with all the others together"),
    Column("rank", "int64", "place of the term in the group, from 1"),
    Column("term", "str", "the term"),
    Column("score", "float64", "what orders the terms, such as the z of the log-odds ratio"),
    Column("log_odds", "float64", "log-odds ratio, shrunk by the prior", "natural log"),
    Column("low", "float64", "lower end of its interval, over articles or clusters"),
    Column("high", "float64", "upper end of its interval"),
    Column("p_value", "float64", "score test of equal rates over articles or clusters", "0 to 1"),
    Column("p_adjusted", "float64", "p_value after Benjamini and Hochberg", "0 to 1"),
    Column("n_group", "int64", "uses in the group", "uses"),
    Column("n_rest", "int64", "uses in all other groups", "uses"),
    Column("rate_group", "float64", "uses in the group per 1,000 tokens", "per 1,000"),
    Column("rate_rest", "float64", "uses in the rest per 1,000 tokens", "per 1,000"),
    Column("articles_group", "int64", "articles of the group that use it", "articles"),
    Column("articles_rest", "int64", "articles of the rest that use it", "articles"),
    Column("dispersion", "float64", "Gries' DP in the group: 0 even, 1 in few articles", "0 to 1"),
    Column(
        "mark", "str", "label: in the group's own name; agency; page: around the story; or none"
    ),
    Column("n_sources", "int64", "outlets that use it in the group, if sources are given"),
    Column("log_odds_collected", "float64", "log_odds as collected, if a mix is held fixed"),
)
"""Terms that set groups apart: one row per group and term."""

TERM_TREND = (
    Column("period", "datetime64[us]", "first day of the period"),
    Column("term", "str", "the term"),
    Column("share", "float64", "articles with the term by articles; missing if none", "0 to 1"),
    Column("low", "float64", "lower end of the interval of the share", "0 to 1"),
    Column("high", "float64", "upper end of the interval of the share", "0 to 1"),
    Column("rate", "float64", "uses per 1,000 tokens; missing if there are none", "per 1,000"),
    Column("n_with", "int64", "articles with the term", "articles"),
    Column("n_articles", "int64", "articles in the period: the denominator", "articles"),
    Column("n_uses", "int64", "uses of the term", "uses"),
    Column("n_tokens", "int64", "tokens in the period: the denominator of the rate", "tokens"),
    Column("partial", "bool", "the corpus begins or ends inside this period"),
)
"""A term over time: one row per period and term; empty periods stay, as gaps."""

CONTEXTS = (
    Column("article_id", "str", "the article"),
    Column("theme", "str", "the theme whose pattern matched"),
    Column("pattern", "str", "the term or phrase of the theme that matched"),
    Column("match", "str", "the words matched, as printed"),
    Column("left", "str", "the sentence before the match"),
    Column("right", "str", "the sentence after the match"),
    Column("start", "int64", "first character of the match in the text"),
    Column("end", "int64", "one past its last character"),
)
"""Theme matches in their sentences: one row per match."""

PHRASES = (
    Column("phrase", "str", "the words that belong together"),
    Column("n_together", "int64", "occurrences of the pair", "uses"),
    Column("n_first", "int64", "occurrences of its first word", "uses"),
    Column("n_second", "int64", "occurrences of its second word", "uses"),
    Column("n_docs", "int64", "articles with the pair", "articles"),
    Column("score", "float64", "the measure asked for; NPMI by default, -1 to 1"),
)
"""Phrases: one row per pair of words, the best first."""


LABEL_COLUMNS = ("theme", "topic")
"""What the shares of a table may be of."""
