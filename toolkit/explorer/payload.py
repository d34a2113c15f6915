"""`explore`: articles and what was counted in them -> one file to walk through."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.number_words import count, plural
from toolkit.explorer.article_columns import (
    add_articles,
    add_theme_counts,
    add_topic_shares,
    outlet_names,
    too_coarse,
)
from toolkit.explorer.container import Container, safe_text
from toolkit.explorer.inputs import has_terms
from toolkit.explorer.outlet_columns import add_outlet_shares
from toolkit.explorer.pairs import add_pairs
from toolkit.explorer.period_columns import (
    KINDS,
    add_shares,
    period_meta,
    shares_over_time,
    slices_of,
)
from toolkit.explorer.python_calls import call_templates
from toolkit.explorer.statements import NO_SENTENCES, STATEMENTS, limits_of, searched, sentences
from toolkit.explorer.text_columns import add_bodies, add_passages, add_removed, add_sentences
from toolkit.explorer.topic_columns import (
    Vocabulary,
    add_topic_articles,
    add_topic_map,
    add_topic_terms,
    prevalence,
)
from toolkit.tables import FRAGILE_MARK, is_fragile
from toolkit.tokenizing.sentences import SENTENCE_STARTERS, abbreviations
from toolkit.topics import topic_recipe

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from toolkit.explorer.inputs import Parts
    from toolkit.explorer.period_columns import Slice


RELEVANCE = 0.6
"""The weight of the probability with which the page opens, as in `topic_terms`."""


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
    add_outlet_shares(container, parts, slices)
    pairs = add_pairs(container, parts, terms)
    removed = _add_text(container, parts)
    terms.add_to(container)
    meta = _facts(parts) | {
        "limits": [safe_text(one) for one in limits_of(parts, shares, slices, outlets)],
        "outlets": {"label": safe_text(parts.noun), "names": [safe_text(one) for one in outlets]},
        "period": period_meta(shares, parts),
        "series": series_meta(parts),
        "slices": [_slice(one) for one in slices],
        "sentences": sentences(parts, shares),
        "pairs": pairs,
        "map_kept": kept,
        "removed_reasons": removed,
    }
    meta["config_hash"] = _digest(meta)
    return container.compressed(meta)


def _add_text(container: Container, parts: Parts) -> list[str]:
    """Add as much text as goes along; return why pieces were removed."""
    if parts.text == "none":
        return []
    add_sentences(container, parts)
    add_passages(container, parts)
    if parts.text == "passages":
        return []
    add_bodies(container, parts)
    return add_removed(container, parts)


def _facts(parts: Parts) -> dict[str, Any]:
    """Return what the page says of itself that does not depend on the numbers."""
    return {
        "version": 1,
        "title": safe_text(parts.title),
        "made_with": made_with(),
        "language": "en",
        "text": parts.text,
        "statement": STATEMENTS[parts.text].replace("outlets", safe_text(plural(parts.noun))),
        "sample": f"{safe_text(parts.sample)} ".lstrip(),
        "events": events_meta(parts.events),
        "kinds": list(KINDS),
        "measures": measures(parts),
        "calls": call_templates(parts),
        "recipe": recipe_meta(parts),
        "min_matches": parts.min_matches,
        "lambda": RELEVANCE,
        "articles": len(parts.articles),
        "dated": int(parts.articles["date"].notna().sum()),
        "undated": int(parts.articles["date"].isna().sum()),
        "coarse": int(too_coarse(parts).sum()),
        "abbreviations": " ".join(sorted(abbreviations())),
        "starters": " ".join(sorted(SENTENCE_STARTERS)),
        "searched": searched(parts),
        "no_sentences": NO_SENTENCES,
    }


def _digest(meta: dict[str, Any]) -> str:
    """Return a hash of the settings and of all that is said, by which two pages can be told."""
    return hashlib.sha256(json.dumps(meta, sort_keys=True).encode()).hexdigest()


def made_with() -> str:
    """Return name and version of the package."""
    from toolkit import __version__

    return f"theme-toolkit {__version__}"


def recipe_meta(parts: Parts) -> dict[str, str] | None:
    """Return the text with which a recipe for these topics begins; None without their words."""
    if parts.topics is None or not has_terms(parts.model):
        return None
    recipe = parts.recipe or topic_recipe(parts.model)
    return {"head": recipe.text()}


def measures(parts: Parts) -> list[dict[str, Any]]:
    """Return what a share may be, and what `score_themes` calls it."""
    at_least = count(parts.min_matches, "match")
    return [
        {
            "id": "articles",
            "score": "present",
            "label": "Share of articles",
            "unit": "of articles",
            "hits": "articles",
            "min_matches": parts.min_matches,
            "explanation": f"Articles with at least {at_least} of the theme, divided by all "
            f"articles with words.",
        },
        {
            "id": "mean",
            "score": "tokens",
            "label": "Mean share of the article",
            "unit": "of the article",
            "hits": "words",
            "explanation": "The mean over articles: of a theme, the part of an article's words "
            "that are matches; of a topic, its share of the article.",
        },
    ]


def _slice(one: Slice) -> dict[str, Any]:
    return {"id": "all"} if one.outlet is None else {"id": "outlet", "outlet": one.outlet}


def series_meta(parts: Parts) -> list[dict[str, Any]]:
    """Return one entry per theme, then one per topic."""
    return [*_theme_series(parts), *_topic_series(parts)]


def _theme_series(parts: Parts) -> Iterator[dict[str, Any]]:
    if parts.present is None or parts.themes is None:
        return
    for name, theme in parts.themes.items():
        share = float(parts.present[name].mean())
        yield {
            "id": f"theme:{safe_text(name)}",
            "kind": "theme",
            "name": safe_text(name),
            "label": safe_text(name.replace("_", " ")),
            "fragile": False,
            "prevalence": None if np.isnan(share) else share,
            "description": safe_text(theme.description),
        }


def _topic_series(parts: Parts) -> Iterator[dict[str, Any]]:
    if parts.topics is None or parts.labels is None:
        return
    numbers: list[Any] = parts.topics.columns.tolist()
    for topic, label, share in zip(numbers, parts.labels, prevalence(parts), strict=True):
        yield {
            "id": f"topic:{safe_text(topic)}",
            "kind": "topic",
            "name": topic if isinstance(topic, int) else safe_text(topic),
            "label": safe_text(label.removesuffix(f" {FRAGILE_MARK}")),
            "fragile": is_fragile(label),
            "prevalence": None if np.isnan(share) else share,
            "description": "",
        }


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
