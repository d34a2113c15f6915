"""Which form of a name outlets use ("Daesh", "Islamic State"): shares of an alias's variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.periods.calendar import FREQUENCIES, period_starts
from toolkit.periods.interval_rules import LEVEL
from toolkit.stats.bootstrap import Interval
from toolkit.stats.clusters import (
    MIN_CLUSTERS,
    ClusterSums,
    cluster_by_day,
    rows_by_code,
    sum_periods,
)
from toolkit.stats.datetimes import as_dates
from toolkit.stats.intervals import mean_interval
from toolkit.stats.rare_shares import pooled_icc, replace_rare
from toolkit.tables import check_columns, check_same_articles
from toolkit.tokenizing import tokenize
from toolkit.tokenizing.aliases import fold
from toolkit.tokenizing.normalization import tidy_surfaces
from toolkit.tokenizing.term_names import terms_of_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens
    from toolkit.tokenizing.aliases import Alias

FUNCTION = "alias_usage"


def alias_usage(
    tokens: Tokens,
    articles: pd.DataFrame,
    *,
    freq: str | None = "YS",
    by_source: bool = True,
    names: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Compute the share of each form of an aliased name, by period and outlet.

    An alias joins "ISIS", "Daesh" and "Islamic State" into one term; which form an outlet prints
    is a finding of its own. The forms are those in the list of aliases: "DAESH" and "Daesh’s"
    count as "Daesh".

    Parameters
    ----------
    tokens : Tokens
        Tokens made with ``aliases``.
    articles : DataFrame, indexed by article_id
        The articles table; ``date`` gives the periods, ``source`` the outlets.
    freq : {'D', 'W', 'MS', 'QS', 'YS', '5YS', '10YS'} or None
        Calendar periods; None pools all dates, including undated articles.
    by_source : bool
        Compute shares per outlet.
    names : sequence of str, optional
        Canonical names to include, such as ``["Islamic State"]``; all by default.

    Returns
    -------
    DataFrame
        One row per period, outlet, name and form: ``period`` (missing without ``freq``),
        ``source`` ('' without ``by_source``), ``name``, ``form``, ``share`` (uses of the form /
        uses of the name), ``low``, ``high`` (95 % interval over articles clustered by day, for rare
        forms that of their effective counts as in `share_by_period`; missing for fewer than ten
        days), ``n_uses``, ``n_name`` (uses of the name in any form: the
        denominator), ``articles_form``, ``articles_name``, ``n_days``. Only forms that occur in
        the corpus are listed; periods and outlets without the name have no row.

    Raises
    ------
    InputError
        If the tokens were made without aliases, a name is unknown, or an article is missing.

    Examples
    --------
    >>> import toolkit as tt
    >>> articles = pd.DataFrame({"text": ["Daesh fled. ISIS fled.", "Daesh’s men fled."]})
    >>> tokens = tt.tokenize(articles["text"], aliases={"Islamic State": ["ISIS", "Daesh"]})
    >>> usage = tt.alias_usage(tokens, articles, freq=None, by_source=False)
    >>> usage[["name", "form", "share", "n_uses", "n_name", "articles_form"]].round(2)
                name   form  share  n_uses  n_name  articles_form
    0  Islamic State  Daesh   0.67       2       3              2
    1  Islamic State   ISIS   0.33       1       3              1
    """
    aliases: tuple[Alias, ...] = tokens.options.get("aliases") or ()
    _check(tokens, articles, aliases, names)
    if freq is not None:
        check_option(FUNCTION, "freq", freq, FREQUENCIES)
    uses = _uses(tokens, [alias for alias in aliases if names is None or alias.canonical in names])
    rows = articles.reindex(tokens.article_id)
    facts = pd.DataFrame({"text": np.arange(len(rows))})
    facts["period"] = pd.NaT if freq is None else _periods(rows, freq)
    facts["source"] = _sources(rows) if by_source else ""
    facts["day"] = _days(rows)
    uses = uses.merge(facts, on="text")
    if freq is not None:
        uses = uses[uses["period"].notna()]
    keys = [*(["period"] if freq else []), *(["source"] if by_source else []), "name"]
    by_name = [of_name for _, of_name in uses.groupby("name", sort=True, observed=True)] or [uses]
    table = pd.concat([_shares_of_name(of_name, keys) for of_name in by_name], ignore_index=True)
    order = ["period", "source", "name", "share", "form"]
    table = table.sort_values(order, ascending=[True, True, True, False, True], kind="stable")
    return table.reset_index(drop=True)


def _check(
    tokens: Tokens,
    articles: pd.DataFrame,
    aliases: Sequence[Alias],
    names: Sequence[str] | None,
) -> None:
    if not aliases:
        message = (
            f"{FUNCTION}: the tokens were made without aliases, so every name stands for itself. "
            f'Make them with tokenize(texts, aliases="../corpus/aliases.toml").'
        )
        raise InputError(message)
    known = dict.fromkeys(alias.canonical for alias in aliases)
    for name in names or ():
        check_option(FUNCTION, "names", name, known)
    check_same_articles(FUNCTION, tokens.article_id, articles.index, name="articles")


def _uses(tokens: Tokens, aliases: Sequence[Alias]) -> pd.DataFrame:
    """Return one row per occurrence of an aliased name: text, name, form."""
    tokens = _without_phrases(tokens)
    names = list(dict.fromkeys(alias.canonical for alias in aliases))
    canonical = dict(zip(_terms(tokens, names), names, strict=True))
    is_name = np.array([term in canonical for term in tokens.terms], dtype=np.bool_)
    found = [_uses_in(part, is_name, block.texts.start) for block, part in tokens.blocks()]
    pairs = pd.concat([_uses_in(tokens[:0], is_name, 0), *found], ignore_index=True)
    numbers = pairs.pop("term").tolist()
    pairs.insert(1, "name", pd.Series([canonical[tokens.terms[k]] for k in numbers], dtype="str"))
    form_of = _Forms(aliases)
    unique = pairs[["name", "printed"]].drop_duplicates()
    unique["form"] = [form_of(*pair) for pair in unique.itertuples(index=False, name=None)]
    return pairs.merge(unique.astype({"form": "str"}), on=["name", "printed"])


def _uses_in(tokens: Tokens, is_name: NDArray[np.bool_], first: int) -> pd.DataFrame:
    """Return the names in some texts, of which the first is text ``first``: text, term, form."""
    places = np.flatnonzero(is_name[tokens.ids])
    texts = tokens.text_of_token[places]
    starts, ends = tokens.starts[places].tolist(), tokens.ends[places].tolist()
    spans = zip(texts.tolist(), starts, ends, strict=True)
    printed = pd.Series([tokens.texts[t][s:e] for t, s, e in spans], dtype="str")
    numbers = tokens.ids[places]
    return pd.DataFrame({"text": first + texts, "term": numbers, "printed": printed})


def _terms(tokens: Tokens, names: Sequence[str]) -> list[str]:
    """Return the terms that canonical names become."""
    return terms_of_names([name.replace(" ", "_") for name in names], tokens.options)


def _without_phrases(tokens: Tokens) -> Tokens:
    """Return tokens with aliases only, since a phrase may include a name."""
    if not tokens.options.get("phrases"):
        return tokens
    aliases: dict[str, dict[str, list[str]]] = {}
    for alias in tokens.options["aliases"]:
        kind = "case_sensitive" if alias.case_sensitive else "variants"
        aliases.setdefault(alias.canonical, {}).setdefault(kind, []).append(alias.variant)
    names = ("stop_words", "lemmas", "lower", "min_length", "tokenizer", "language")
    options = {name: tokens.options[name] for name in names}
    return tokenize(tokens.texts, aliases=aliases, **options)


class _Forms:
    """Maps a printed form to a listed form: exactly, else ignoring case and diacritics."""

    def __init__(self, aliases: Sequence[Alias]) -> None:
        self._exact = {(alias.canonical, alias.variant): alias.variant for alias in aliases}
        self._inexact: dict[tuple[str, str], str] = {}
        for alias in aliases:
            self._inexact.setdefault((alias.canonical, _fold_hyphens(alias.variant)), alias.variant)

    def __call__(self, name: str, printed: str) -> str:
        """Return the listed form, or the printed one if no form is listed."""
        tidy = " ".join(tidy_surfaces([printed])[0].split())
        exact = self._exact.get((name, tidy))
        return exact or self._inexact.get((name, _fold_hyphens(tidy)), tidy)


def _fold_hyphens(form: str) -> str:
    return fold(form).replace("-", " ")


def _periods(rows: pd.DataFrame, freq: str) -> NDArray[np.datetime64]:
    check_columns(FUNCTION, rows, ["date"])
    rows = rows.assign(date=as_dates(FUNCTION, rows["date"]))
    return period_starts(rows["date"], freq).to_numpy()


def _sources(rows: pd.DataFrame) -> NDArray[np.object_]:
    check_columns(FUNCTION, rows, ["source"])
    return rows["source"].astype("object").fillna("").astype("str").to_numpy(dtype=object)


def _days(rows: pd.DataFrame) -> NDArray[np.object_]:
    """Return the day of each article; every undated article forms its own cluster."""
    alone = pd.Series([f"undated {place}" for place in range(len(rows))], index=rows.index)
    if "date" not in rows:
        return alone.to_numpy(dtype=object)
    return cluster_by_day(rows["date"]).astype("object").fillna(alone).to_numpy(dtype=object)


def _shares_of_name(uses: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the shares of the forms of one name, by period and outlet."""
    forms = sorted(set(uses["form"]))
    n_forms = len(forms)
    form = pd.Index(forms).get_indexer(pd.Index(uses["form"]))
    part = uses.groupby(keys, sort=True, observed=True).ngroup().to_numpy()
    text = uses["text"].to_numpy()
    n_name = np.bincount(part)
    rows = rows_by_code(part, len(n_name))
    days = sum_periods(np.eye(n_forms)[form], uses["day"].to_numpy(), rows) if rows else []
    correlation = pooled_icc(days) if days else np.empty(0)
    bounds = [_interval(one, correlation) for one in days]
    cell = part * n_forms + form
    n_uses = np.bincount(cell, minlength=len(rows) * n_forms)
    first_of_form = np.unique(text * n_forms + form, return_index=True)[1]
    first = np.unique(text, return_index=True)[1]
    table = uses[["period", "source", "name"]].iloc[np.repeat([r[0] for r in rows], n_forms)]
    return table.assign(
        form=pd.Series(forms * len(rows), dtype="str").to_numpy(),
        share=n_uses / np.repeat(n_name, n_forms),
        low=np.concatenate([one.low for one in bounds] or [np.empty(0)]),
        high=np.concatenate([one.high for one in bounds] or [np.empty(0)]),
        n_uses=n_uses,
        n_name=np.repeat(n_name, n_forms),
        articles_form=np.bincount(cell[first_of_form], minlength=len(n_uses)),
        articles_name=np.repeat(np.bincount(part[first]), n_forms),
        n_days=np.repeat([one.n_clusters for one in days], n_forms),
    )


def _interval(days: ClusterSums, correlation: NDArray[np.float64]) -> Interval:
    """Return intervals over days; for rare forms, those of their effective counts."""
    missing = np.full(days.sums.shape[1], np.nan)
    if days.n_clusters < MIN_CLUSTERS:
        return Interval(missing, missing)
    rng = np.random.default_rng(0)  # not drawn from: the interval has a formula
    usual = mean_interval([days], method="logit-t", n_resamples=1, rng=rng)
    found = replace_rare(Interval(*usual), days, correlation, level=LEVEL)
    return Interval(np.minimum(found.low, days.mean), np.maximum(found.high, days.mean))
