"""Two groups of articles: differences in themes and topics, and the terms that set them apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.comparing import compare_groups
from toolkit.comparing.outlet_pairs import (
    MIN_ARTICLES,
    choose_outlets,
    halves_reason,
    split_in_halves,
)
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.explorer.container import safe_text
from toolkit.explorer.inputs import (
    FUNCTION,
    N_PAIR_TERMS,
    N_PAIR_TERMS_OF_CATALOGUE,
    Pair,
)
from toolkit.explorer.period_columns import dates_of
from toolkit.explorer.python_calls import pair_calls
from toolkit.keyness import distinctive_terms
from toolkit.stats.clusters import story_clusters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.explorer.container import Container
    from toolkit.explorer.inputs import Parts
    from toolkit.explorer.topic_columns import Vocabulary
    from toolkit.vectorizing import DocumentTermMatrix

NEITHER, SIDE_A, SIDE_B = range(3)


def chosen_pairs(
    parts: Parts, compare: Sequence[tuple[str, ...]] | None, limits: list[str]
) -> list[Pair]:
    """Return the pairs to compare, with their tables; say in ``limits`` why one is left out."""
    planned = _given(parts, compare) if compare is not None else _usual(parts, limits)
    return compared_pairs(parts, planned, limits)


def compared_pairs(parts: Parts, planned: Iterable[Pair], limits: list[str]) -> list[Pair]:
    """Return the pairs with their tables; say in ``limits`` why one is left out."""
    made = []
    for pair in planned:
        sizes = [int((pair.groups == name).sum()) for name in (pair.a, pair.b)]
        if min(sizes) < MIN_ARTICLES:
            limits.append(
                f"{pair.a} and {pair.b} are not compared: each needs at least {MIN_ARTICLES} "
                f"articles, and they have {sizes[0]:,} and {sizes[1]:,}."
            )
            continue
        try:
            made.append(compared(parts, pair))
        except TooFewArticlesError as error:
            limits.append(f"{pair.a} and {pair.b} are not compared: {error}")
    return made


def _given(parts: Parts, compare: Sequence[tuple[str, ...]]) -> Iterator[Pair]:
    for one in compare:
        column, a, b = ("source", *one) if len(one) == 2 else one
        if column not in parts.articles:
            message = (
                f"{FUNCTION}: compare names the column {column!r}, which the articles do not have."
            )
            raise InputError(message)
        values = parts.articles[column].astype("str").fillna("")
        for name in (a, b):
            check_option(FUNCTION, f"compare, in {column},", name, sorted(set(values)))
        groups = values.where(values.isin([a, b]), "")
        yield Pair(column, a, b, "The pair was given.", groups)


def _usual(parts: Parts, limits: list[str]) -> Iterator[Pair]:
    """Yield two outlets that are alike in span and length, and the two halves of the span."""
    facts = parts.articles[["date", "source"]].assign(n_words=parts.n_words)
    choice = choose_outlets(facts, noun=parts.noun)
    if choice.first is not None and choice.last is not None:
        a, b = choice.group, choice.baseline
        inside = parts.articles["date"].between(choice.first, choice.last)
        groups = parts.source.where(parts.source.isin([a, b]) & inside, "")
        within = inside_of(parts.articles["date"], groups)
        yield Pair("source", a, b, choice.reason, groups, within=within)
    else:
        limits.append(choice.reason)
    dates = dates_of(parts)
    halves = split_in_halves(dates)
    names = [str(name) for name in halves.unique() if name]
    if len(names) == 2:
        late, early = sorted(names, key=lambda name: dates[halves == name].min(), reverse=True)
        yield Pair(
            "period", late, early, halves_reason(dates), halves, spans=spans_of(dates, halves)
        )


def inside_of(dates: pd.Series, groups: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and the last date of the articles in a group."""
    held = dates[groups != ""]
    return held.min(), held.max()


def spans_of(dates: pd.Series, groups: pd.Series) -> dict[str, tuple[str, str]]:
    """Return the first and the last day of each group that is a period."""
    held = dates[groups != ""].groupby(groups[groups != ""])
    return {str(name): (f"{days.min():%Y-%m-%d}", f"{days.max():%Y-%m-%d}") for name, days in held}


def compared(parts: Parts, pair: Pair) -> Pair:
    """Return the pair with what `compare_groups` and `distinctive_terms` say of it."""
    terms = None
    if parts.dtm is not None and parts.dtm.shape[1]:
        clusters = story_clusters(parts.articles["date"], parts.clusters)
        terms = compared_terms(parts.dtm, pair.kept, clusters)
    themes = _differences(parts, parts.present, pair)
    return replace(pair, themes=themes, topics=_differences(parts, parts.topics, pair), terms=terms)


def compared_terms(
    dtm: DocumentTermMatrix, groups: pd.Series, clusters: pd.Series | None
) -> pd.DataFrame:
    """Return the terms that set two groups apart, with days or other clusters as units."""
    named = groups.reindex(dtm.article_id)
    return distinctive_terms(dtm, named, n_terms=N_PAIR_TERMS, clusters=clusters)


def _differences(parts: Parts, shares: pd.DataFrame | None, pair: Pair) -> pd.DataFrame | None:
    if shares is None or not shares.shape[1]:
        return None
    dated = bool(parts.articles["date"].notna().any())
    return compare_groups(
        shares.loc[pair.kept.index],
        pair.kept,
        baseline=pair.b,
        dates=parts.articles["date"] if dated else None,
        clusters=parts.clusters,
        random_state=parts.random_state,
    )


def add_pairs(container: Container, parts: Parts, terms: Vocabulary) -> list[dict[str, Any]]:
    """Add every pair; return what is said of each."""
    if not parts.pairs:
        return []
    pairs = [_shortened(pair) if parts.is_catalogue else pair for pair in parts.pairs]
    effects = [_effects(parts, pair) for pair in pairs]
    for name, kind in (("low", "f32"), ("high", "f32"), ("p_adjusted", "f64")):
        container.add(f"pair_effects.{name}", [one[name] for one in effects], kind)
    container.add("pair_effects.value", [one["difference"] for one in effects], "f32")
    for name, side in (("a", "share"), ("b", "baseline_share")):
        container.add(f"pair_effects.share_{name}", [one[side] for one in effects], "f32")
    sides = [pair.groups.map({pair.a: SIDE_A, pair.b: SIDE_B}).fillna(NEITHER) for pair in pairs]
    container.add("pair_sides.value", [one.reindex(parts.articles.index) for one in sides], "u8")
    _add_terms(container, pairs, terms)
    return [_words(parts, pair, effect) for pair, effect in zip(pairs, effects, strict=True)]


def _shortened(pair: Pair) -> Pair:
    """Return a pair with the terms that lead it, for a large catalogue."""
    if pair.terms is None:
        return pair
    leading = pair.terms[pair.terms["rank"] <= N_PAIR_TERMS_OF_CATALOGUE]
    return replace(pair, terms=leading, n_terms=N_PAIR_TERMS_OF_CATALOGUE)


def _effects(parts: Parts, pair: Pair) -> pd.DataFrame:
    """Return the differences of a pair, one row per series."""
    columns = ["share", "baseline_share", "difference", "low", "high", "p_adjusted", "sentence"]
    columns += ["n_articles", "n_baseline"]
    tables = []
    for name, shares, table in (
        ("theme", parts.present, pair.themes),
        ("topic", parts.topics, pair.topics),
    ):
        if shares is None:
            continue
        if table is None:
            tables.append(pd.DataFrame(index=shares.columns, columns=columns))
        else:
            tables.append(table.set_index(name)[columns].reindex(shares.columns))
    joined = pd.concat(tables) if tables else pd.DataFrame(columns=columns)
    numbers = [one for one in columns if one != "sentence"]
    joined[numbers] = joined[numbers].astype("float64")
    return joined


def _words(parts: Parts, pair: Pair, effects: pd.DataFrame) -> dict[str, Any]:
    n_a, n_b = (int(effects[name].max()) if len(effects) and effects[name].notna().any() else
                int((pair.groups == side).sum())
                for name, side in (("n_articles", pair.a), ("n_baseline", pair.b)))  # fmt: skip
    sentences = [safe_text(one) if isinstance(one, str) else "" for one in effects["sentence"]]
    column = parts.noun if pair.column == "source" else pair.column
    facts = {"column": column, "a": pair.a, "b": pair.b, "how_chosen": pair.reason}
    said = {name: safe_text(text) for name, text in facts.items()}
    return {"id": f"{said['a']} and {said['b']}", **said, "n_a": n_a, "n_b": n_b,
            "sentences": sentences, "calls": pair_calls(parts, pair)}  # fmt: skip


def _add_terms(container: Container, pairs: Sequence[Pair], terms: Vocabulary) -> None:
    """Add the terms of every pair, with the rates of both sides whichever of them they lead."""
    tables = [
        _both_sides(pair.terms, pair.b).assign(pair=number)
        for number, pair in enumerate(pairs)
        if pair.terms is not None and len(pair.terms)
    ]
    if not tables:
        return
    table = pd.concat(tables, ignore_index=True)
    container.add("pair_terms.pair", table["pair"], "u16")
    container.add("pair_terms.side", table["side"], "u8")
    container.add("pair_terms.term", [terms.number(term) for term in table["term"]], "u32")
    for name in ("n_a", "n_b"):
        container.add(f"pair_terms.{name}", table[name], "u32")
    for name in ("rate_a", "rate_b", "score", "log_odds", "low", "high", "p_adjusted"):
        container.add(f"pair_terms.{name}", table[name], "f32")


def _both_sides(terms: pd.DataFrame, b: str) -> pd.DataFrame:
    """Return the terms of a pair with uses and rates of its first and its second group."""
    of_b = (terms["group"].astype("str") == b).to_numpy()
    table = terms.assign(side=np.where(of_b, SIDE_B, SIDE_A))
    for name, given in (("rate", ["rate_group", "rate_rest"]), ("n", ["n_group", "n_rest"])):
        sides = terms[given].to_numpy()
        sides = np.where(of_b[:, None], sides[:, ::-1], sides)
        table[[f"{name}_a", f"{name}_b"]] = sides
    return table
