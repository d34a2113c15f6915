"""`explore`: articles, and what was counted in them, as one file to walk through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit._core.number_words import count
from toolkit.explorer.inputs import (
    Parts,
    check_articles,
    counted_themes,
    labels_of,
    matched,
    shares_of,
    tokens_of,
)
from toolkit.explorer.pairs import chosen_pairs
from toolkit.explorer.payload import container_of
from toolkit.explorer.saved_page import Explorer

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from toolkit.themes import Themes
    from toolkit.tokenizing import Tokens
    from toolkit.vectorizing import DocumentTermMatrix


def explore(  # noqa: PLR0913 - what was made of the articles, and how; each is optional
    articles: pd.DataFrame,
    *,
    tokens: Tokens | None = None,
    themes: Themes | None = None,
    model: Any = None,
    topics: pd.DataFrame | None = None,
    labels: pd.Series | None = None,
    dtm: DocumentTermMatrix | None = None,
    events: pd.DataFrame | None = None,
    compare: Sequence[tuple[str, ...]] | None = None,
    text: str = "none",
    freq: str = "MS",
    min_matches: int = 2,
    random_state: int = 0,
    title: str = "",
) -> Explorer:
    """Put a corpus into one file to walk through: from a curve to the sentences counted.

    The file is a web page that needs no network and no server. It shows the shares of themes and
    topics over time, each topic with its terms and articles, two groups side by side, single
    articles, and a search; it takes names and merges of topics and hands them back as a recipe.
    Every number in it was computed by the functions of this toolkit, and the page gives the call.

    Parameters
    ----------
    articles : DataFrame
        The articles, with ``title``; ``date``, ``date_precision``, ``source`` and ``url`` where
        known. Cleaned (`clean_articles`), unless ``tokens`` are given or only ``topics``.
    tokens : Tokens, optional
        Their tokens; by default, those of ``articles["text"]``.
    themes : Themes, optional
        Definitions of themes, as `read_themes` returns them.
    model : LDA, NMF or imported topics, optional
        A topic model, for terms, map and passages.
    topics : DataFrame of shape (n_articles, n_topics), optional
        Topic shares of the articles, from any program; by default, those of ``model``.
    labels : Series of str, optional
        Name of each topic, index ``topic``; a name that ends in † marks a fragile topic
        (`mark_fragile`). By default, the leading terms.
    dtm : DocumentTermMatrix, optional
        Counted terms, for the terms that set two groups apart, and for ``model``.
    events : DataFrame, optional
        Events to mark, as `read_events` returns them.
    compare : sequence of tuples, optional
        Groups to compare: two outlets, ``("Post", "Times")``, or a column and two of its values,
        ``("section", "World", "Business")``; the last is the baseline. By default two outlets that
        are alike in span and length, and the two halves of the span.
    text : {"none", "passages", "full"}
        How much text goes along: titles and counts; also the sentences in which themes were
        counted and those that tell a topic; or every article. The page states it.
    freq : {'D', 'W', 'MS', 'QS', 'YS', '5YS', '10YS'}
        Days, weeks (starting on Monday), months, quarters or years.
    min_matches : int
        Number of matches from which a theme counts as present in an article.
    random_state : int
        Seed of the intervals and tests.
    title : str
        Title of the page.

    Returns
    -------
    Explorer
        Shown in a notebook; ``save`` writes the page. The same input gives the same bytes.

    Raises
    ------
    InputError
        For an invalid argument, or tables of other articles.

    Examples
    --------
    >>> import toolkit as tt
    >>> from toolkit.reading.samples import corpus_path
    >>> articles = tt.clean_articles(tt.load_sample())
    >>> themes = tt.read_themes(corpus_path() / "themes.toml")
    >>> tt.explore(articles, themes=themes, freq="YS", compare=[], title="Sample")
    <Explorer: Sample; 257 articles; 3 themes; 0 topics; no text>
    """
    known = check_articles(articles, text, freq, with_texts=tokens is None)
    words = tokens_of(known, tokens, needed=themes is not None or text == "full")
    found, present, of_words = counted_themes(words, themes, min_matches)
    shares = shares_of(model, topics, dtm)
    parts = Parts(
        articles=known,
        tokens=words,
        themes=themes,
        found=found,
        present=matched("themes", present, known),
        words=matched("themes", of_words, known),
        topics=matched("topics", shares, known),
        model=model,
        labels=labels_of(model, shares, labels),
        dtm=dtm,
        events=events,
        text=text,
        freq=freq,
        min_matches=min_matches,
        random_state=random_state,
        title=title or count(len(known), "article"),
    )
    limits: list[str] = []
    pairs = tuple(chosen_pairs(parts, compare, limits))
    return explorer_of(replace(parts, pairs=pairs, limits=tuple(limits)))


def explorer_of(parts: Parts) -> Explorer:
    """Return the explorer of parts that were matched and counted before."""
    return Explorer(
        title=parts.title,
        text=parts.text,
        n_articles=len(parts.articles),
        n_themes=0 if parts.themes is None else len(parts.themes),
        n_topics=parts.n_topics,
        data=container_of(parts),
        parts=parts,
    )
