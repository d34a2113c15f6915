"""The themes of a study: matches, scores, coverage of patterns, passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from toolkit._core.number_words import count, listed, of_total, verb
from toolkit.reporting.study.corpus_input import facts_of
from toolkit.reporting.study.hashtags import hashtag_sentence
from toolkit.themes import (
    Themes,
    find_themes,
    score_themes,
    theme_contexts,
    theme_coverage,
    theme_overlap,
)

if TYPE_CHECKING:
    from toolkit.tokenizing import Tokens

N_CONTEXTS = 12


class ThemeResults(NamedTuple):
    """Matches and presence of themes, their shares of words, patterns, overlap and passages."""

    matches: pd.DataFrame
    scores: pd.DataFrame
    word_scores: pd.DataFrame
    patterns: pd.DataFrame
    overlap: pd.DataFrame
    contexts: pd.DataFrame

    def tables(self) -> dict[str, Any]:
        """Return the tables that a study keeps, by name."""
        return self._asdict()


def count_themes(
    tokens: Tokens,
    themes: Themes,
    articles: pd.DataFrame,
    *,
    min_matches: int,
    limits: list[str],
) -> ThemeResults:
    """Find and score the themes; name in ``limits`` those that never occur."""
    found = find_themes(tokens, themes)
    scores = score_themes(
        tokens, themes, measure="present", min_matches=min_matches, found=found
    ).reindex(articles.index)
    wordless = int(scores.isna().all(axis=1).sum())
    if wordless and tokens.n_tokens:
        limits.append(
            f"{of_total(wordless, len(scores), 'article')} {verb(wordless, 'has', 'have')} no "
            f"words, so no share counts {verb(wordless, 'it', 'them')}."
        )
    absent = [name for name in themes if not (scores[name] > 0).any()]
    if absent and tokens.n_tokens:
        names = listed([name.replace("_", " ") for name in absent])
        which = names if len(absent) == 1 else f"any of these themes: {names}"
        limits.append(
            f"No article has {count(min_matches, 'match')} or more of {which} "
            f"(tables/theme-patterns.csv shows what was found)."
        )
    if said := hashtag_sentence(tokens, themes):
        limits.append(said)
    return ThemeResults(
        found,
        scores.rename_axis(columns="theme"),
        score_themes(tokens, themes, found=found),
        theme_coverage(tokens, themes, found=found),
        theme_overlap(scores.dropna()),
        _contexts(tokens, themes, articles, found),
    )


def _contexts(
    tokens: Tokens, themes: Themes, articles: pd.DataFrame, found: pd.DataFrame
) -> pd.DataFrame:
    tables = [
        theme_contexts(tokens, themes, name, n=N_CONTEXTS, found=found)
        for name in themes
        if (found["theme"] == name).any()
    ]
    facts = ["date", "source", "title"]
    if not tables:
        return pd.DataFrame(columns=["article_id", "theme", "match", "left", "right", *facts])
    contexts = pd.concat(tables, ignore_index=True)
    return contexts.join(facts_of(articles, facts, contexts["article_id"]), on="article_id")
