"""The call behind each number, as Python that gives exactly it.

Each call is a template: the page fills in names between braces as Python literals. ``_of_outlet``
at the end of a name marks the variant for one outlet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.explorer.article_columns import shown_ids
from toolkit.explorer.inputs import has_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.explorer.inputs import Pair, Parts

GENERAL_SETUP = """\
import pandas as pd
import toolkit as tt
# {names}: what tt.explore was given"""


def call_templates(parts: Parts) -> dict[str, str]:
    """Return the template of every call by its name."""
    calls = {"setup": parts.setup or _general_setup(parts), "article": _article(parts)}
    calls |= dict(_theme_calls(parts)) | dict(_topic_calls(parts)) | dict(_word_calls(parts))
    return calls


def _article(parts: Parts) -> str:
    """Return the call for one article, whose id may be shortened."""
    if shown_ids(parts)[0] == str(parts.articles.index[0]):
        return "articles.loc[{article_id}]"
    return "articles[articles.index.str.startswith({article_id})].iloc[0]"


def _general_setup(parts: Parts) -> str:
    given = {
        "articles": parts.articles,
        "tokens": parts.tokens,
        "themes": parts.themes,
        "model": parts.model,
        "topics": parts.topics,
        "dtm": parts.dtm,
    }
    names = [name for name, one in given.items() if one is not None]
    return GENERAL_SETUP.replace("{names}", ", ".join(names))


def _over_time(parts: Parts) -> str:
    """Return the arguments of `share_by_period` after the shares."""
    dates = 'articles["date"]' if parts.dates is None else "dates"
    given = [dates, f'freq="{parts.freq}"']
    if parts.clusters is not None:
        given.append("clusters=clusters")
    if "date_precision" in parts.articles:
        given.append('precision=articles["date_precision"]')
    if parts.weights is not None:
        given.append("weights=weights")
    return ", ".join([*given, f"random_state={parts.random_state}"])


def _theme_calls(parts: Parts) -> Iterator[tuple[str, str]]:
    if parts.themes is None:
        return
    scores = (
        f"scores = tt.score_themes(tokens, themes, measure={{measure}}, "
        f"min_matches={parts.min_matches}).reindex(articles.index)"
    )
    shares = f"shares = tt.share_by_period({{rows}}, {_over_time(parts)})"
    shown = 'shares[shares["theme"] == {theme}]'
    yield from _both("theme_series", [scores, shares, shown], "scores")
    point = 'shares[(shares["theme"] == {theme}) & (shares["period"] == {period})]'
    yield from _both("theme_point", [scores, shares, point], "scores")
    yield from _evidence_calls(parts)


def _evidence_calls(parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield the calls for the sentences behind a point, and behind all points of a span."""
    given = f"tokens, themes, articles, theme={{theme}}, min_matches={parts.min_matches}"
    point = f'tt.theme_evidence({given}, period={{period}}, freq="{parts.freq}"'
    yield "theme_evidence", f"{point})"
    yield "theme_evidence_of_outlet", f"{point}, source={{source}})"
    inside = f"inside = {_inside(parts)}"
    shown = 'found[found["article_id"].isin(articles.index[inside])]'
    for name, source in (("theme_span", ""), ("theme_span_of_outlet", ", source={source}")):
        yield name, f"{inside}\nfound = tt.theme_evidence({given}{source})\n{shown}"


def _topic_calls(parts: Parts) -> Iterator[tuple[str, str]]:
    if parts.topics is None:
        return
    shares = f"shares = tt.share_by_period({{rows}}, {_over_time(parts)})"
    shown = 'shares[shares["topic"] == {topic}]'
    yield from _both("topic_series", [shares, shown], "topics")
    inside = f"inside = {_inside(parts)}"
    ranked = "tt.top_articles(topics[inside], articles, topic={topic}, n=int(inside.sum()))"
    yield "topic_point", f"{inside}\n{ranked}"
    of_outlet = 'inside &= articles["source"] == {source}'
    yield "topic_point_of_outlet", f"{inside}\n{of_outlet}\n{ranked}"
    yield "topic_articles", "tt.top_articles(topics, articles, topic={topic}, n={n})"
    yield "topic_prevalence", "tt.topic_prevalence(topics)"
    if parts.source.nunique() > 1:
        yield "topic_outlets", outlet_call(parts)
    if has_terms(parts.model):
        yield from _model_calls(parts)


def _model_calls(parts: Parts) -> Iterator[tuple[str, str]]:
    listed = "terms = tt.topic_terms(model, n_terms={n}, relevance={relevance})"
    yield "topic_terms", listed + '\nterms[terms["topic"] == {topic}]'
    if len(parts.model.topic_term_) > 1:
        yield "topic_map", "tt.plot.topic_map(model)"
        yield (
            "topic_pair",
            ("tt.stats.jensen_shannon(model.topic_term_[{a}], model.topic_term_[{b}])"),
        )
    if parts.tokens is not None:
        yield "topic_passages", "tt.topic_passages(model, tokens, topics, topic={topic}).table"
    if parts.dtm is not None:
        yield (
            "recipe",
            (
                "recipe = tt.read_recipe({path})\n"
                "tt.edit_topics(topics, recipe, model=model, dtm=dtm)"
            ),
        )


def _word_calls(parts: Parts) -> Iterator[tuple[str, str]]:
    if parts.tokens is not None:
        yield "contexts", "tt.contexts(tokens, {pattern}, n=None, articles=articles)"
    if parts.dtm is not None and parts.articles["date"].notna().any():
        yield (
            "term_trend",
            (f'tt.term_trend(dtm, articles["date"], {{pattern}}, freq="{parts.freq}")'),
        )


def _both(name: str, lines: list[str], table: str) -> Iterator[tuple[str, str]]:
    """Yield a call for all articles, and for those of one outlet."""
    whole = "\n".join(lines)
    yield name, whole.replace("{rows}", table)
    chosen = f'{table}[articles["source"] == {{source}}]'
    yield f"{name}_of_outlet", whole.replace("{rows}", chosen)


def _inside(parts: Parts) -> str:
    """Return which articles belong to a period, as Python."""
    dates = 'articles["date"]' if parts.dates is None else "dates"
    day = "pd.Timedelta(days=1)"
    inside = f"({dates} >= {{start}}) & ({dates} < pd.Timestamp({{end}}) + {day})"
    if "date_precision" in parts.articles and parts.freq in {"D", "W", "MS", "QS"}:
        coarse = '"month", "year"' if parts.freq in {"D", "W"} else '"year"'
        inside += f' & ~articles["date_precision"].isin([{coarse}])'
    return inside if parts.weights is None else f"{inside} & (weights > 0)"


def outlet_call(parts: Parts) -> str:
    """Return the call for the mean share of a topic in one outlet: a single, endless period."""
    lines = [
        'rows = topics[articles["source"] == {source}]',
        'once = pd.Series(pd.Timestamp("2000-01-01"), index=rows.index)',
    ]
    clusters = "clusters"
    if parts.clusters is None:
        lines.append('days = tt.stats.cluster_by_day(articles["date"])')
        lines.append('days = days.where(days.notna(), articles.index.astype("str"))')
        clusters = "days"
    given = f'freq="YS", clusters={clusters}, random_state={parts.random_state}'
    if parts.weights is not None:
        given = given.replace(", random", ", weights=weights, random")
    lines.append(f"whole = tt.share_by_period(rows, once, {given})")
    return "\n".join([*lines, 'whole[whole["topic"] == {topic}]'])


def pair_calls(parts: Parts, pair: Pair) -> dict[str, str]:
    """Return the calls behind the differences and the terms of a pair."""
    groups = _groups(parts, pair)
    compared = [f"baseline={pair.b!r}"]
    if parts.articles["date"].notna().any():
        compared.append('dates=articles["date"]')
    if parts.clusters is not None:
        compared.append("clusters=clusters")
    compared.append(f"random_state={parts.random_state}")
    calls = {}
    by_theme = (
        f'scores = tt.score_themes(tokens, themes, measure="present", '
        f"min_matches={parts.min_matches}).reindex(articles.index)"
    )
    end = f"groups, {', '.join(compared)})"
    if pair.themes is not None:
        calls["themes"] = f"{groups}\n{by_theme}\ntt.compare_groups(scores.loc[groups.index], {end}"
    if pair.topics is not None:
        calls["topics"] = f"{groups}\ntt.compare_groups(topics.loc[groups.index], {end}"
    if pair.terms is not None:
        unit = ""
        if parts.clusters is not None:
            unit = ", clusters=clusters"
        elif parts.articles["date"].notna().any():
            unit = ', clusters=tt.stats.cluster_by_day(articles["date"])'
        calls["terms"] = (
            f"{groups}\ntt.distinctive_terms(dtm, groups.reindex(dtm.article_id), "
            f"n_terms={pair.n_terms}{unit})"
        )
    return calls


def _groups(parts: Parts, pair: Pair) -> str:
    """Return Python that names the side of each article of a pair."""
    if pair.spans:
        dates = 'articles["date"]' if parts.dates is None else "dates"
        spans = ", ".join(f"{name!r}: {span!r}" for name, span in pair.spans.items())
        counted = "" if parts.weights is None else "[weights > 0]"
        return f"groups = tt.name_periods({dates}, {{{spans}}}){counted}.dropna()"
    values = f'articles["{pair.column}"].astype("str")'
    chosen = f"{values}.isin([{pair.a!r}, {pair.b!r}])"
    if pair.within:
        first, last = (f"{day:%Y-%m-%d %H:%M:%S}" for day in pair.within)
        chosen += f' & articles["date"].between("{first}", "{last}")'
    if parts.weights is not None:
        chosen += " & (weights > 0)"
    return f"groups = {values}[{chosen}]"
