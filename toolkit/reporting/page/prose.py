"""Numbers -> the sentences of the report, each with its denominator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit._core.number_words import (
    all_of,
    count,
    has_or_have,
    of_total,
    percent,
    percent_of,
    percent_range,
    plural,
    verb,
)
from toolkit.figures.style import display_name
from toolkit.periods.calendar import PERIOD_NOUNS, period_name, when
from toolkit.periods.outlet_spans import turns_near
from toolkit.periods.peaks import SPARSE_PART, highest_period, is_highest, leading_period
from toolkit.reporting.page.methods import COPIES
from toolkit.reporting.study.timeline import WINDOWS
from toolkit.reporting.tables.long_tables import table_file
from toolkit.stats.permutation import clear_rows

if TYPE_CHECKING:
    from toolkit.reporting.study.results import Study


MIN_COVERED = 0.5
"""Part of the mix of outlets that a period must have for its share with a fixed mix."""


def corpus_sentence(study: Study) -> str:
    """State the number of articles, outlets and the time span."""
    articles = study.articles
    dated = articles["date"].dropna()
    source = articles["source"].astype("str")
    named, noun = source[source != ""], study.settings.source_noun
    where = f" from {count(named.nunique(), noun)}" if len(named) else ""
    rest = len(articles) - len(named) if len(named) else 0
    where += f" ({rest:,} {verb(rest, 'names', 'name')} none)" if rest else ""
    holds = f"The corpus holds {count(len(articles), 'article')}{where}"
    if dated.empty:
        return f"{holds}; none has a usable date."
    order = dated.sort_values(kind="stable").index[[0, -1]]
    ends = articles.loc[order, ["date", "date_precision"]].to_numpy().tolist()
    first, last = (_day(pd.Timestamp(day), str(precision)) for day, precision in ends)
    span = first if first == last else f"{first} to {last}"
    if len(dated) == len(articles):
        return f"{holds}, dated {span}."
    return f"{holds}; {len(dated):,} {'is' if len(dated) == 1 else 'are'} dated, {span}."


SHORT_WORDS = 60
"""Up to so many words in half of the texts, a second match of a theme is rare: posts, teasers."""


def text_sentence(study: Study) -> str:
    """State which text is analysed where it is not simply the body, "" otherwise."""
    counted = study.steps["text"]["counted"]
    total = sum(counted.values())
    n_headlines = counted.get("title", 0)
    if n_headlines and n_headlines == total - counted.get("none", 0):
        said = "Only headlines are analysed: every number here counts words of headlines."
        return f"{said}{_once(study)}"
    short = _short_texts(study)
    if n_headlines:
        return (
            f"{of_total(n_headlines, total, 'article')} {has_or_have(n_headlines)} no body; the "
            f"{'headline is' if n_headlines == 1 else 'headlines are'} analysed instead.{short}"
        )
    together = "Headline and body are analysed together." if counted.get("both") else ""
    return f"{together}{short}".strip()


def _once(study: Study) -> str:
    """Say how to count themes from the first match, where more are asked for."""
    least = study.settings.min_matches
    once = f" A theme needs {least} matches in one; --min-matches 1 counts its first."
    return once if least > 1 and len(study.themes) else ""


def _short_texts(study: Study) -> str:
    """Say of posts and other short texts that more than one match of a theme is rare in them."""
    sizes = study.articles["n_words"]
    usual = sizes[sizes > 0].median()
    once = _once(study)
    if not (usual <= SHORT_WORDS and once):
        return ""
    return f" Half of the texts have at most {count(int(usual), 'word')}.{once}"


def boxes_sentence(letters: set[str]) -> list[str]:
    """State which letters the figures cannot show, if there are any.

    Examples
    --------
    >>> boxes_sentence({"和", "平"})
    ['The font of the figures lacks 2 letters (such as 和): they are drawn as boxes. The tables and
    the texts of this page have them.']
    """
    if not letters:
        return []
    return [
        f"The font of the figures lacks {count(len(letters), 'letter')} (such as {min(letters)}): "
        f"{'it is drawn as a box' if len(letters) == 1 else 'they are drawn as boxes'}. The tables "
        f"and the texts of this page have {'it' if len(letters) == 1 else 'them'}."
    ]


def theme_sentences(study: Study) -> list[str]:
    """State for each theme how common it is and when it peaked."""
    return [_theme_sentence(study, name) for name in study.themes]


def _theme_sentence(study: Study, name: str) -> str:
    known = study.scores[name].dropna()
    subject = f"The theme {display_name(name)}"
    if not len(known):
        return f"{subject} cannot be counted: no article has any words."
    found = int(known.sum())
    least = f"at least {count(study.settings.min_matches, 'match')}"
    words = (
        f"{subject} is present ({least}) in {of_total(found, len(known), 'article')} "
        f"({percent_of(found, len(known))})"
    )
    if not found or study.periods.empty:  # then no chart over time, as the limits say
        return f"{words}."
    peak = peak_period(study.periods, name)
    if peak is None:
        return f"{words}; {_no_peak(study, name)}."
    highest = is_highest(peak, study.periods[study.periods["theme"] == name])
    leads = "peaks" if highest else "is most surely high"  # a higher one is less sure
    return (
        f"{words}; its share {leads} {when(peak['period'], study.freq)}: "
        f"{percent(peak['share'])} of {count(int(peak['n_articles']), 'article')}, 95 % interval "
        f"{percent_range(peak['low'], peak['high'])}"
        f"{_composed_peak(study, peak, float(known.mean()))}."
    )


def _no_peak(study: Study, name: str) -> str:
    """Say that no period stands out, and which of how many is the highest."""
    plain = "no period with enough dated articles stands out"
    rows = study.periods[study.periods["theme"] == name]
    if rows["low"].isna().all():
        each = PERIOD_NOUNS[study.freq]
        return f"no {each} has an interval, so none can be said to stand out"
    if leading_period(rows) is None:  # nothing to compare, or a higher one without an interval
        return _below_an_unsure_one(study, rows) or plain
    periods = f"{int(rows['low'].notna().sum()):,} {plural(PERIOD_NOUNS[study.freq])}"
    text = f"none of {periods} with an interval stands out beyond chance"
    top = highest_period(rows)
    if top is None:
        return text
    highest = period_name(top["period"], study.freq, in_words=True)
    n_articles = count(int(top["n_articles"]), "article")
    return f"{text} (highest: {highest}, {percent(top['share'])} of {n_articles})"


def _below_an_unsure_one(study: Study, rows: pd.DataFrame) -> str:
    """Name the period that stands out, and the higher one without an interval; "" for none."""
    known = rows[rows["low"].notna()]
    peak = leading_period(known, among=study.periods.attrs["stand_out"][rows["theme"].iloc[0]])
    if peak is None:
        return ""
    enough = rows["n_articles"] >= SPARSE_PART * known["n_articles"].median()
    higher = rows[rows["low"].isna() & enough & (rows["share"] > peak["share"])]
    if higher.empty:
        return ""
    top = higher.sort_values("share", kind="stable").iloc[-1]
    return (
        f"its share is high beyond chance {when(peak['period'], study.freq)}: "
        f"{percent(peak['share'])} of {count(int(peak['n_articles']), 'article')}, 95 % interval "
        f"{percent_range(peak['low'], peak['high'])}, but higher "
        f"{when(top['period'], study.freq)} ({percent(top['share'])} of "
        f"{count(int(top['n_articles']), 'article')}), which has no interval"
    )


def _composed_peak(study: Study, peak: pd.Series, usual: float) -> str:
    """Say what is left of a peak with the outlets held fixed, if that is clearly under half."""
    rows = study.periods_outlets_fixed
    if rows.empty:
        return ""
    row = rows[(rows["theme"] == peak["theme"]) & (rows["period"] == peak["period"])]
    if row.empty or row["covered"].iloc[0] < MIN_COVERED:
        return ""
    left = float(row["share"].iloc[0])
    clear = row["high"].iloc[0] < peak["low"]  # in a small month the fixed share is a guess
    if not (clear and left - usual <= 0.5 * (peak["share"] - usual)):
        return ""
    nouns = plural(study.settings.source_noun)
    return (
        f"; with the mix of {nouns} held fixed it is {percent(left)}, so most of the peak is "
        f"which {nouns} have articles then"
    )


def peak_period(periods: pd.DataFrame, name: object) -> pd.Series | None:
    """Return the period that leads in one theme, of those that stand out beyond chance, or None."""
    if periods.empty:
        return None
    among = periods.attrs["stand_out"][name]
    return leading_period(periods[periods["theme"] == name], among=among)


def copies_sentence(study: Study) -> str:
    """State how many articles are near-duplicates, and what leaving them out would change."""
    groups = study.duplicates["dup_group"].dropna()
    n_copies = len(groups) - groups.nunique()
    if not n_copies:
        return "No article is a near-duplicate of another."
    noun = "article is a near-duplicate" if n_copies == 1 else "articles are near-duplicates"
    rule = COPIES[study.settings.copies].format(noun=study.settings.source_noun)
    if n_copies == 1 and study.settings.copies == "all":
        rule = "both are counted"
    them = "it" if n_copies == 1 else "them"
    where = table_file("near-duplicates", study.duplicates)
    text = f"{n_copies:,} {noun} of another ({where}); {rule}"
    if study.settings.copies != "all" or study.periods.empty or study.periods_without_copies.empty:
        return f"{text}."
    if study.periods["low"].isna().all():
        return f"{text}."
    row, left = change_without_copies(study), _without_articles(study)
    if row is None:
        none = "no other share" if left else "no share"
        return f"{text}. Without {them}, {left}{none} would change in any period with an interval."
    return (
        f"{text}. Without {them}, {left}the largest change in any period would be in "
        f"{display_name(row['theme'])} {when(row['period'], study.freq)}: "
        f"{' instead of '.join(_told_apart(row['share_without'], row['share']))} "
        f"(tables/theme-shares-without-copies.csv)."
    )


def _told_apart(one: float, two: float) -> tuple[str, str]:
    """Return two shares in per cent, with as many digits as it takes to see that they differ."""
    if percent(one) != percent(two):
        return percent(one), percent(two)
    digits = 1 if f"{100 * one:.1f}" != f"{100 * two:.1f}" else 2
    return f"{100 * one:.{digits}f}%", f"{100 * two:.{digits}f}%"


def _without_articles(study: Study) -> str:
    """Say how many of the periods with an interval would have no article without copies."""
    known = study.periods.loc[study.periods["low"].notna(), "period"].unique()
    rows = study.periods_without_copies
    kept = rows.loc[rows["n_articles"] > 0, "period"].unique()
    n = len(set(known) - set(kept))
    if not n:
        return ""
    each = PERIOD_NOUNS[study.freq]
    return f"{of_total(n, len(known), each)} would have no article, and "


def change_without_copies(study: Study) -> pd.Series | None:
    """Return the period and theme whose share changes most without copies, None if none does.

    The row has ``share`` and ``share_without``; periods without an interval do not count, and
    neither do those of which all articles are copies.
    """
    both = study.periods.merge(
        study.periods_without_copies, on=["period", "theme"], suffixes=("", "_without")
    )
    both = both[both["low"].notna() & both["share_without"].notna()]
    change = (both["share_without"] - both["share"]).abs()
    if both.empty or not change.max() >= 0.0005:
        return None
    return both.iloc[int(change.to_numpy().argmax())]


def stability_sentence(stability: pd.DataFrame) -> str:
    """State how many topics are found again when the model is refitted."""
    if stability.empty:
        return "The stability of the topics was not estimated."
    n_runs, fragile = int(stability["n_runs"].iloc[0]), int(stability["fragile"].sum())
    fits = f"{count(n_runs, 'further fit')} with resampled articles and other seeds"
    if not fragile:
        were = f"{all_of(len(stability), 'topic')} {verb(len(stability), 'was', 'were')}"
        return f"{were} found again in at least 80 % of {fits}."
    one = fragile == 1
    return (
        f"{of_total(fragile, len(stability), 'topic')} {'is' if one else 'are'} fragile: "
        f"{'it was' if one else 'they were'} not found again in at least 80 % of {fits}. "
        f"{'It is' if one else 'They are'} marked †; do not base a finding on a fragile topic."
    )


def event_sentences(effects: pd.DataFrame, study: Study) -> list[str]:
    """State the significant changes at events, or that there is none.

    A change is set beside outlets that begin or end, or print more or less, in its windows.
    """
    tested = effects[effects["p_adjusted"].notna()]
    if tested.empty:
        reasons = zip(effects["event"], effects["note"], strict=True)
        why = dict.fromkeys(f"{event}: {note}." for event, note in reasons if note)
        return ["No event could be tested.", *why]
    clear = tested[clear_rows(tested)]
    shows = "shows" if len(clear) == 1 else "show"
    head = (
        f"{of_total(len(clear), len(tested), 'test')} {shows} a change larger than those at other "
        f"dates, after correction."
    )
    said = [
        text if str(row["event"]) in (text := str(row["sentence"])) else f"{row['event']}: {text}"
        for row in clear.to_dict("records")
    ]
    dated = study.articles["date"], study.articles["source"]
    window, nouns = WINDOWS[study.freq], plural(study.settings.source_noun)
    near = turns_near(*dated, clear["date"], window, freq=study.freq)
    beside = [f" But {one}: the change may be the {nouns}." if one else "" for one in near]
    return [head, *map("".join, zip(said, beside, strict=True))]


def _day(day: pd.Timestamp, precision: str) -> str:
    """Return a date in words, as precise as it was printed."""
    if precision == "year":
        return f"{day.year}"
    return f"{day:%B %Y}" if precision == "month" else f"{day.day} {day:%B %Y}"
