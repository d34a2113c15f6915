"""Tables of a study as they are shown on the page: percentages, points, dates as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit._core.number_words import p_digits, percent, signed_points
from toolkit.figures.style import display_name
from toolkit.tables.printed_days import printed_date

if TYPE_CHECKING:
    from toolkit.reporting.study.results import TopicResults


def first_and_last(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last date of each source, as precise as they were printed.

    Examples
    --------
    >>> days = pd.to_datetime(["1893-01-01", "1894-03-01"])
    >>> facts = pd.DataFrame({"source": "Post", "date": days, "date_precision": ["year", "month"]})
    >>> first_and_last(facts).loc["Post"].tolist()
    ['1893', '1894-03']
    """
    order = facts.dropna(subset=["date"]).sort_values("date", kind="stable")
    ends = {
        name: order.drop_duplicates("source", keep=name).set_index("source")
        for name in ("first", "last")
    }
    return pd.DataFrame(
        {
            name: rows["date"].combine(rows["date_precision"].astype("str"), printed_date)
            for name, rows in ends.items()
        }
    )


def topic_rows(found: TopicResults) -> pd.DataFrame:
    """Return the topics for display, largest first, with their marks."""
    words = found.terms.groupby("topic")["term"].agg(
        lambda terms: ", ".join(display_name(term) for term in terms)
    )
    rows = found.summary.sort_values("n_led", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "topic": rows["label"],
            "mean share": rows["share"].map(percent),
            "articles led": rows["n_led"],
            "terms": rows["topic"].map(words),
            "marks": rows["warnings"].replace("", "–"),
        }
    )


def event_rows(effects: pd.DataFrame) -> pd.DataFrame:
    """Return the effects of events for display."""
    known = effects["difference"].notna()
    ends = [signed_points(x) if pd.notna(x) else "" for x in effects["low"]]
    tops = [signed_points(x) if pd.notna(x) else "" for x in effects["high"]]
    return pd.DataFrame(
        {
            "event": effects["event"],
            "date": effects["date"],
            "theme": effects["theme"].map(display_name),
            "before": [percent(x) if pd.notna(x) else "–" for x in effects["before"]],
            "after": [percent(x) if pd.notna(x) else "–" for x in effects["after"]],
            "points": [signed_points(x) if pd.notna(x) else "–" for x in effects["difference"]],
            "95 % interval": [
                f"{low} to {high}" if low and high else "–"
                for low, high in zip(ends, tops, strict=True)
            ],
            "p (corrected)": [p_digits(p) for p in effects["p_adjusted"]],
            "note": effects["note"].where(~known | (effects["note"] != ""), "").astype("str"),
        }
    )
