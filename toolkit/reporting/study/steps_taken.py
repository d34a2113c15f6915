"""What ran in a study, with its numbers: the record from which the methods are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.periods.calendar import period_starts
from toolkit.reporting.study.word_counts import n_without_text
from toolkit.stats.share_tables import usable_rows

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.reporting.study.results import Study
    from toolkit.reporting.study.timeline import Calendar
    from toolkit.reporting.study.word_counts import WordCounts
    from toolkit.topics import TopicRecipe


def step_record(study: Study, words: WordCounts, calendar: Calendar) -> dict[str, Any]:
    """Return what each step of a study did; a step that did not run is None.

    Parameters
    ----------
    study : Study
        A finished study, before its record is set.
    words : WordCounts
        Its words and their pruning.
    calendar : Calendar
        Its periods.

    Returns
    -------
    dict
        JSON-ready: ``reading``, ``text``, ``tokens``, ``vocabulary``, ``themes``, ``copies``,
        ``periods``, ``events``, ``topics``, ``comparisons``, each None or a dict of numbers and
        names (comparisons: a list), and ``limits``.
    """
    return {
        "reading": _reading(study),
        "text": _text(study.articles),
        "tokens": _tokens(study),
        "vocabulary": _vocabulary(words),
        "themes": _themes(study),
        "copies": _copies(study),
        "periods": _periods(study, calendar),
        "events": _events(study, calendar),
        "topics": _topics(study),
        "comparisons": [
            {
                "title": one.title,
                "kind": one.kind,
                "group": one.group,
                "baseline": one.baseline,
                "chosen": one.reason,
                "outlets_fixed": one.themes_fixed is not None,
                "topics": one.topics is not None,
                "clusters": "days" if calendar.clusters is None else "articles",
                "terms": bool(len(one.terms)),
                "terms_fixed": one.terms_fixed is not None,
            }
            for one in study.comparisons
        ],
        "limits": list(study.limits),
    }


def _reading(study: Study) -> dict[str, Any]:
    articles, settings = study.articles, study.settings
    return {
        "n_articles": len(articles),
        "n_files": int(articles["file"].nunique()),
        "n_undated": int(articles["date"].isna().sum()),
        "n_ledger_rows": len(study.ledger),
        "first_day": settings.first,
        "last_day": settings.last,
        "outlets": list(settings.outlets),
        "mapping": dict(settings.mapping),
        "n_renamed_outlets": len(settings.source_names),
        "source_noun": settings.source_noun,
    }


def _text(articles: pd.DataFrame) -> dict[str, Any]:
    """Say which text was analysed, from what cleaning recorded."""
    known = articles.attrs.get("text", {})
    counted = {name: int(n) for name, n in known.items() if name != "from"}
    return {"counted": counted, "n_without_text": n_without_text(articles)}


def _tokens(study: Study) -> dict[str, Any] | None:
    tokens = study.tokens
    if not tokens.n_tokens:
        return None
    joined = sum("_" in term for term in tokens.terms)
    return {
        "n_tokens": int(tokens.n_tokens),
        "n_aliases": len(tokens.options.get("aliases") or ()),
        "n_joined_terms": joined if tokens.options.get("phrases") else 0,
    }


def _vocabulary(words: WordCounts) -> dict[str, Any] | None:
    if not words.dtm.shape[1]:
        return None
    return {
        "n_terms": int(words.dtm.shape[1]),
        "n_counted": int(words.dtm.counts.sum()),
        "min_docs": words.min_docs,
        "max_doc_share": words.max_doc_share,
    }


def _themes(study: Study) -> dict[str, Any]:
    return {
        "n_themes": len(list(study.themes)),
        "min_matches": study.settings.min_matches,
        "n_scored": int(study.scores.notna().any(axis=1).sum()),
        "sha256": study.themes.sha256,
    }


def _copies(study: Study) -> dict[str, Any] | None:
    groups = study.duplicates["dup_group"].dropna()
    return {
        "n_in_groups": len(groups),
        "n_groups": int(groups.nunique()),
        "counted": study.settings.copies,
    }


def _periods(study: Study, calendar: Calendar) -> dict[str, Any] | None:
    if study.periods.empty:
        return None
    span = calendar.span
    rows = study.periods
    return {
        "freq": study.freq,
        "chosen": study.settings.freq == "auto",
        "n_periods": int(rows["period"].nunique()),
        "n_empty": int(rows.drop_duplicates("period")["n_articles"].eq(0).sum()),
        "intervals": bool(rows["low"].notna().any()),
        "clusters": "days" if calendar.clusters is None else "articles",
        "first": None if span is None else f"{span.first:%Y-%m-%d}",
        "last": None if span is None else f"{span.last:%Y-%m-%d}",
    }


def _events(study: Study, calendar: Calendar) -> dict[str, Any] | None:
    if study.events is None:
        return None
    tested = 0
    if study.event_effects is not None:
        tested = int(study.event_effects["p_adjusted"].notna().sum())
    return {
        "n_events": len(study.events),
        "n_marked": _n_marked(study),
        "window": calendar.window,
        "n_tests": tested,
    }


def _n_marked(study: Study) -> int:
    """Count the events in the span of the charts."""
    if study.events is None or study.periods.empty:
        return 0
    shown = study.periods["period"]
    starts = period_starts(study.events["date"], study.freq)
    return int(starts.between(shown.min(), shown.max()).sum())


def _topics(study: Study) -> dict[str, Any] | None:
    topics = study.topics
    if topics is None:
        return None
    model = topics.model
    stability = topics.stability
    return {
        "n_topics": int(model.n_topics),
        "chosen": study.settings.n_topics is None,
        "seed": study.settings.seed,
        "n_epochs": int(model.n_epochs_),
        "stopped_because": str(model.stopped_because_),
        "n_articles": int(usable_rows(topics.shares).sum()),
        "n_refits": int(stability["n_runs"].iloc[0]) if len(stability) else 0,
        "n_fragile": int(stability["fragile"].sum()) if len(stability) else 0,
        "n_edits": _edits(topics.recipe),
        "n_kept": int(np.size(topics.shares.columns)),
    }


def _edits(recipe: TopicRecipe | None) -> int:
    """Count the steps of a recipe that change a topic or its name."""
    return 0 if recipe is None else sum(step["do"] != "note" for step in recipe.steps)
