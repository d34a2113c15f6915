"""Text alternatives of figures: the numbers as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.letter_case import fold_case
from toolkit._core.number_words import count, of_total, percent, verb
from toolkit.figures.style import display_name, printable
from toolkit.periods.calendar import PERIOD_NOUNS, period_name, when
from toolkit.stats.permutation import SIGNIFICANCE_LEVEL
from toolkit.tables import FRAGILE_NOTE, is_fragile, label_column

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_SERIES = 6
MAX_ROWS = 5


def describe_shares(table: pd.DataFrame) -> str:
    """Describe shares over time: span, articles, and the range of each line.

    The highest period is told as no more than that, unless the table lists it as one that stands
    out (see `share_by_period`).

    Parameters
    ----------
    table : DataFrame
        Output of `share_by_period`.

    Returns
    -------
    str
        Two or more sentences.
    """
    column = label_column("describe_shares", table)
    periods = table.drop_duplicates("period")
    known = periods[periods["n_articles"] > 0]
    if known.empty:
        return "A chart of shares over time without any dated article."
    quantity = table.attrs.get("quantity", "Share of articles")
    gaps, noun = len(periods) - len(known), PERIOD_NOUNS.get(table.attrs.get("freq", ""), "period")
    first = f"{quantity} over time, {count(len(known), noun)}{_from(table, known)}, "
    first += f"{count(int(known['n_articles'].sum()), 'article')}"
    if gaps:
        first += f"; {count(gaps, noun)} without articles left as {'gaps' if gaps > 1 else 'a gap'}"
    names = list(dict.fromkeys(table[column]))
    parts = [f"{first}.", *(_series(table, column, name) for name in names[:MAX_SERIES])]
    if len(names) > MAX_SERIES:
        parts.append(f"And {len(names) - MAX_SERIES} more.")
    return " ".join(part for part in parts if part)


def _series(table: pd.DataFrame, column: str, name: object) -> str:
    rows = table[table[column] == name]
    shares = rows.dropna(subset=["share"]).sort_values("period")
    if shares.empty:
        return ""
    label = shares["label"].iloc[0] if "label" in shares else name
    top = shares.iloc[int(shares["share"].to_numpy().argmax())]
    lowest, highest = shares["share"].min(), top["share"]
    first, last = _end(shares, 0), _end(shares, -1)
    name = _sentence_case(display_name(label))
    if percent(lowest) == percent(highest):
        return f"{name}: {percent(lowest)} throughout."
    return (
        f"{name}: from {first} at the start to {last} at the end, lowest {percent(lowest)}, "
        f"{_highest(table, column, top)}{_other_peak(table, column, shares, top)}."
    )


def _end(rows: pd.DataFrame, at: int) -> str:
    """Tell the share of the first or last period, and of how few articles if it is of too few."""
    row = rows.iloc[at]
    few = "low" in rows and pd.isna(row["low"]) and rows["low"].notna().any()
    n = f" of {count(int(row['n_articles']), 'article')}" if few else ""
    return f"{percent(row['share'])}{n}"


def _highest(table: pd.DataFrame, column: str, top: pd.Series) -> str:
    """Name the highest of the periods; the highest of many is no peak unless beyond chance."""
    where, among = _share_in(table, top), table.attrs.get("stand_out", {}).get(top[column])
    if among is None or pd.isna(top.get("low", 0.0)):  # then it was not looked at
        return f"highest of those shown {where}"
    if f"{top['period']:%Y-%m-%d}" in among:
        return f"highest {where}, beyond chance"
    return f"highest of those shown {where}, not beyond chance"


def _other_peak(table: pd.DataFrame, column: str, rows: pd.DataFrame, top: pd.Series) -> str:
    """Name the highest of the periods that stand out, where that is not the highest of all."""
    among = table.attrs.get("stand_out", {}).get(top[column], [])
    peaks = rows[rows["period"].dt.strftime("%Y-%m-%d").isin(among)]
    if peaks.empty or f"{top['period']:%Y-%m-%d}" in among:
        return ""
    peak = peaks.iloc[int(peaks["share"].to_numpy().argmax())]
    return f"; {_share_in(table, peak)}, beyond chance"


def _share_in(table: pd.DataFrame, row: pd.Series) -> str:
    n = count(int(row["n_articles"]), "article")
    return f"{percent(row['share'])} {when(row['period'], _freq(table))} ({n})"


def _period(table: pd.DataFrame, start: Any) -> str:
    """Name a period as long as the table says its periods are; its month if it does not."""
    return period_name(start, _freq(table), in_words=True)


def _freq(table: pd.DataFrame) -> str:
    return str(table.attrs.get("freq", "MS"))


def _span(table: pd.DataFrame, known: pd.DataFrame) -> str:
    first, last = (_period(table, day) for day in (known["period"].min(), known["period"].max()))
    return first if first == last else f"{first} to {last}"


def _from(table: pd.DataFrame, known: pd.DataFrame) -> str:
    return f"{' from' if len(known) > 1 else ','} {_span(table, known)}"


def describe_diversity(table: pd.DataFrame) -> str:
    """Describe lexical diversity over time: span, articles, the range of each line."""
    known = table.dropna(subset=["mtld"])
    if known.empty:
        return "A chart of lexical diversity over time without any article."
    groups = table["group"] if "group" in table else pd.Series("all articles", index=table.index)
    span = _span(table, known)
    parts = [
        f"{_sentence_case(printable(name))}: lowest {rows.min():.0f}, highest {rows.max():.0f}."
        for name, rows in known["mtld"].groupby(groups, sort=False)
    ]
    n = count(int(known["n_articles"].sum()), "article")
    return " ".join([f"Words until they repeat (MTLD) over time, {span}, {n}.", *parts])


def describe_coverage(table: pd.DataFrame) -> str:
    """Describe articles per period and outlet: totals, the largest period, the outlets."""
    totals: Any = table.groupby("period")["n_articles"].sum()
    sources = table.groupby("source", sort=False)["n_articles"].sum()
    listed = ", ".join(f"{printable(name)} {n:,}" for name, n in sources.items())
    noun = PERIOD_NOUNS.get(table.attrs.get("freq", ""), "period")
    return (
        f"Bars of articles per {noun}, {_span(table, table)}: "
        f"{count(int(totals.sum()), 'article')}, most {when(totals.idxmax(), _freq(table))} "
        f"({int(totals.max()):,}). By source: {listed}."
    )


def describe_differences(table: pd.DataFrame) -> str:
    """Describe differences between two groups, or at events, by the sentences of the largest."""
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    sentences = list(dict.fromkeys(table.loc[order, "sentence"]))[:MAX_ROWS]  # each reason once
    what = "Changes at events" if "event" in table else "Differences between two groups"
    known = "; the largest" if table["difference"].notna().any() else ""
    return " ".join([f"{what} for {count(len(table), 'row')}{known}:", *sentences])


def _group(name: object) -> str:
    """Return the name of a group as printed; a number is that of a topic."""
    return printable(name) if isinstance(name, str) else display_name(name)


def describe_terms(table: pd.DataFrame) -> str:
    """Describe terms with a score or probability: the leading terms of each group or topic."""
    value = "score" if "score" in table.columns else "probability"
    by = next((name for name in ("group", "topic") if name in table.columns), None)
    if by is None:
        return f"Bars of terms; the leading ones: {_leading(table, value)}."
    parts = [
        f"{_group(name)}: {_leading(rows, value)}."
        for name, rows in table.groupby(by, sort=False, observed=True)
    ]
    return " ".join(["Bars of the leading terms.", *parts[:MAX_SERIES], *_clear_terms(table)])


def _clear_terms(table: pd.DataFrame) -> list[str]:
    """Say how many terms have a filled bar, if they were tested."""
    if "p_adjusted" not in table:
        return []
    n = int((table["p_adjusted"] < SIGNIFICANCE_LEVEL).sum())
    total = of_total(n, len(table), "term")
    return [f"{total} {verb(n, 'is', 'are')} significant after correction (filled)."]


def _leading(rows: pd.DataFrame, value: str) -> str:
    best = rows.nlargest(MAX_ROWS, value, keep="first")
    return ", ".join(display_name(term) for term in best["term"])


def describe_stability(table: pd.DataFrame) -> str:
    """Describe the stability of topics: the range, the extremes, the number of fragile topics."""
    order = table.sort_values("stability", kind="stable")
    least = _name(order.iloc[0])
    fragile = int(table["fragile"].sum())
    return (
        f"Likeness of {count(len(table), 'topic')} to the same topic in "
        f"{count(int(table['n_runs'].max()), 'further fit')}: from "
        f"{order['stability'].iloc[0]:.2f} ({least}) to {order['stability'].iloc[-1]:.2f} "
        f"({_name(order.iloc[-1])}); {fragile} fragile."
    )


def _name(row: pd.Series) -> str:
    return display_name(row["label"] if "label" in row else row["topic"])


def describe_measures(table: pd.DataFrame) -> str:
    """Describe measures by number of topics: the minimum and maximum of each."""
    parts = []
    for measure, rows in table.groupby("measure", sort=False, observed=True):
        middle = rows.groupby("n_topics")["value"].median()
        parts.append(
            f"{_sentence_case(display_name(measure))}: lowest {middle.min():.3g} at "
            f"{middle.idxmin()}, highest {middle.max():.3g} at {middle.idxmax()}."
        )
    numbers = f"{table['n_topics'].min()} to {table['n_topics'].max()}"
    return " ".join([f"Measures of models with {numbers} topics (medians of the runs).", *parts])


def describe_contexts(table: pd.DataFrame) -> str:
    """Describe matches in context: how many, which words, and the time span."""
    words = table["match"].astype("str").map(fold_case).value_counts().sort_index()
    words = words.sort_values(ascending=False, kind="stable").head(MAX_ROWS)
    listed = ", ".join(f"{word} {n}" for word, n in words.items())
    dates = table["date"].dropna() if "date" in table else pd.Series(dtype="datetime64[us]")
    span = f", {dates.min():%B %Y} to {dates.max():%B %Y}" if len(dates) else ""
    return f"{count(len(table), 'sentence')} around a match{span}: {listed}."


def describe_map(table: pd.DataFrame) -> str:
    """Describe a topic map: the number of topics, the largest, the variation kept."""
    at = int(table["share"].to_numpy().argmax())
    largest, share = table["topic"].tolist()[at], table["share"].tolist()[at]
    kept = table.attrs.get("kept")
    loss = f" Two axes keep {kept:.0%} of the distances' variation." if kept is not None else ""
    return (
        f"A map of {count(len(table), 'topic')}, near for alike; the largest is "
        f"{display_name(largest)} with {share:.1%}.{loss}"
    )


def is_square(table: pd.DataFrame) -> bool:
    """Return whether a table is a distance matrix."""
    return len(table) > 1 and list(table.index) == list(table.columns)


def describe_distances(table: pd.DataFrame) -> str:
    """Describe a distance matrix: the closest and the most distant pair."""
    names, values = list(table.index), table.to_numpy(dtype=float)
    pairs = [
        (float(values[i, j]), f"{printable(names[j])} and {printable(names[i])}")
        for i in range(len(names))
        for j in range(i)
    ]
    near, far = min(pairs), max(pairs)
    return (
        f"Distances between {len(names)} groups: nearest {near[1]} ({near[0]:.2f}), farthest "
        f"{far[1]} ({far[0]:.2f})."
    )


DESCRIBERS: tuple[tuple[set[str], Callable[[pd.DataFrame], str]], ...] = (
    ({"period", "share", "n_articles"}, describe_shares),
    ({"period", "mtld", "n_articles"}, describe_diversity),
    ({"period", "source", "n_articles"}, describe_coverage),
    ({"difference", "sentence"}, describe_differences),
    ({"stability", "fragile", "n_runs"}, describe_stability),
    ({"n_topics", "measure", "value"}, describe_measures),
    ({"left", "match", "right"}, describe_contexts),
    ({"topic", "x", "y", "share"}, describe_map),
    ({"term", "score"}, describe_terms),
    ({"term", "probability"}, describe_terms),
)


def describe_table(table: pd.DataFrame | None, title: str) -> str:
    """Describe the table behind a figure in sentences, title first.

    Parameters
    ----------
    table : DataFrame or None
        The data of the figure.
    title : str
        Title of the figure.

    Returns
    -------
    str
        Range, peak and numbers of articles for tables that the toolkit draws; the number of rows
        and the columns for any other.

    Examples
    --------
    >>> terms = pd.DataFrame({"term": ["ferry_strike", "tide"], "score": [3.0, 1.0]})
    >>> describe_table(terms, "Words of the coast")
    'Words of the coast. Bars of terms; the leading ones: ferry strike, tide.'
    """
    return add_fragile_note(_described(table, f"{title.rstrip('.')}. " if title else ""), table)


def add_fragile_note(text: str, table: pd.DataFrame | None) -> str:
    """Append the meaning of † to a caption or description if its table marks a topic.

    Examples
    --------
    >>> add_fragile_note("Topics.", pd.DataFrame({"topic": ["talks †"]}))
    'Topics. † Fragile topic: it did not come back in at least 80 % of fits with other articles.'
    """
    if table is None or FRAGILE_NOTE in text:
        return text
    names = [table[name] for name in ("topic", "theme", "label") if name in table.columns]
    marked = any(is_fragile(one) for column in names for one in column.unique())
    marked = marked or ("fragile" in table.columns and bool(table["fragile"].any()))
    if not marked:
        return text
    stop = "" if text.endswith((".", "!", "?")) else "."
    return f"{text}{stop} {FRAGILE_NOTE}" if text else FRAGILE_NOTE


def _described(table: pd.DataFrame | None, head: str) -> str:
    if table is None or table.empty:
        return f"{head}A figure without a table of numbers."
    if is_square(table):
        return head + describe_distances(table)
    columns = set(map(str, table.columns))
    for wanted, describe in DESCRIBERS:
        if wanted <= columns:
            return head + describe(table)
    listed = ", ".join(list(map(str, table.columns))[:6])
    return f"{head}{count(len(table), 'row')} with {listed}."


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
