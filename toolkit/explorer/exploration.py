"""`explore`: articles and what was counted in them -> one file to walk through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.explorer.article_columns import (
    add_articles,
    add_theme_counts,
    add_topic_shares,
    outlet_names,
)
from toolkit.explorer.container import Container, safe_text
from toolkit.explorer.period_columns import add_shares, period_meta, shares_over_time, slices_of
from toolkit.explorer.topic_columns import (
    Vocabulary,
    add_topic_articles,
    add_topic_map,
    add_topic_terms,
    prevalence,
)
from toolkit.tables import FRAGILE_MARK, is_fragile

if TYPE_CHECKING:
    from toolkit.explorer.inputs import Parts
    from toolkit.explorer.period_columns import Slice


def container_of(parts: Parts) -> bytes:
    """Return everything that the page shows, as a compressed container."""
    container, terms = Container(), Vocabulary()
    outlets = outlet_names(parts)
    slices = slices_of(parts, outlets)
    shares = shares_over_time(parts, slices)
    if shares is not None:
        add_shares(container, shares)
    add_articles(container, parts, outlets, None if shares is None else shares.periods)
    add_theme_counts(container, parts)
    add_topic_shares(container, parts)
    add_topic_terms(container, parts, terms)
    kept = add_topic_map(container, parts)
    add_topic_articles(container, parts)
    terms.add_to(container)
    meta = {
        "version": 1,
        "title": safe_text(parts.title),
        "language": "en",
        "text": parts.text,
        "statement": "",
        "limits": [],
        "outlets": {"label": safe_text(parts.noun), "names": [safe_text(one) for one in outlets]},
        "period": period_meta(shares, parts.freq),
        "events": events_meta(parts.events),
        "kinds": ["theme", "topic"],
        "measures": MEASURE_WORDS,
        "series": series_meta(parts),
        "slices": [_slice(one) for one in slices],
        "sentences": {},
        "pairs": [],
        "calls": {},
        "min_matches": parts.min_matches,
        "map_kept": kept,
        "articles": len(parts.articles),
        "dated": int(parts.articles["date"].notna().sum()),
        "undated": int(parts.articles["date"].isna().sum()),
    }
    return container.compressed(meta)


MEASURE_WORDS = [
    {
        "id": "articles",
        "label": "Share of articles",
        "unit": "of articles",
        "explanation": "Articles in which the theme is present, divided by all articles with words.",
    },
    {
        "id": "mean",
        "label": "Mean share of the article",
        "unit": "of an article's words",
        "explanation": "The mean over articles: of a theme, its share of an article's words; of a "
        "topic, its share of the article.",
    },
]


def _slice(one: Slice) -> dict[str, Any]:
    return {"id": "all"} if one.outlet is None else {"id": "outlet", "outlet": one.outlet}


def series_meta(parts: Parts) -> list[dict[str, Any]]:
    """Return one entry per theme, then one per topic."""
    found: list[dict[str, Any]] = []
    if parts.present is not None and parts.themes is not None:
        for name, theme in parts.themes.items():
            share = parts.present[name].mean()
            found.append(
                {
                    "id": f"theme:{safe_text(name)}",
                    "kind": "theme",
                    "name": safe_text(name),
                    "label": safe_text(name.replace("_", " ")),
                    "fragile": False,
                    "prevalence": None if pd.isna(share) else float(share),
                    "description": safe_text(theme.description),
                }
            )
    if parts.topics is not None and parts.labels is not None:
        for topic, label, share in zip(
            parts.topics.columns.tolist(), parts.labels, prevalence(parts), strict=True
        ):
            found.append(
                {
                    "id": f"topic:{safe_text(topic)}",
                    "kind": "topic",
                    "name": topic if isinstance(topic, int) else safe_text(topic),
                    "label": safe_text(label.removesuffix(f" {FRAGILE_MARK}")),
                    "fragile": is_fragile(label),
                    "prevalence": share,
                    "description": "",
                }
            )
    return found


def events_meta(events: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Return name, day and note of each event."""
    if events is None:
        return []
    return [
        {
            "name": safe_text(row.get("label") or row["name"]),
            "start": f"{row['date']:%Y-%m-%d}",
            "end": None,
            "note": safe_text(row.get("note") or ""),
        }
        for row in events.to_dict("records")
    ]
