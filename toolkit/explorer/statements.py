"""What the page says in words: what goes along, how numbers came about, what is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit._core.number_words import count, has_or_have, of_total
from toolkit.explorer.article_columns import shown_ids, too_coarse
from toolkit.explorer.inputs import has_terms
from toolkit.explorer.period_columns import MIN_ARTICLES_OF_OUTLET, TOO_FEW
from toolkit.periods.calendar import PERIOD_NOUNS
from toolkit.tables import FRAGILE_NOTE, is_fragile

if TYPE_CHECKING:
    from toolkit.explorer.inputs import Parts
    from toolkit.explorer.period_columns import Shares, Slice

STATEMENTS = {
    "none": "This file holds titles, dates, outlets and counts; it holds no sentence of any "
    "article. The article_id beside each title, a hash of its content, leads back to a reader's "
    "own copy.",
    "passages": "This file holds titles and the sentences in which themes were counted or that "
    "tell a topic; it holds no whole article. Check that you may pass these sentences on.",
    "full": "This file holds the whole text of every article. Pass it on only to those who may "
    "have the articles.",
}

LONGER_FROM = {"YS": 20, "5YS": 8}
"""Periods with articles from which decades would still show a course."""

NO_SENTENCES = (
    "This file holds no sentences, only titles and counts; the call above lists the sentences. To "
    'take them along: toolkit report --explorer-text passages, or tt.explore(…, text="passages").'
)


def searched(parts: Parts) -> str:
    """Return in what a search on the page looks, as it is said beside each number of hits."""
    if parts.text == "full":
        return "the texts"
    if parts.text == "passages" and parts.found is not None:
        return "the sentences with a theme alone"
    if (parts.articles["title"].fillna("").astype("str") == "").all():
        return "the titles, which no article here has"
    return "the titles"


def sentences(parts: Parts, shares: Shares | None) -> dict[str, str]:
    """Return the sentences that explain a chart, by their place in the page."""
    interval = "" if shares is None else shares.interval
    noun = PERIOD_NOUNS[parts.freq]
    at_least = f"at least {count(parts.min_matches, 'match')}"
    return {
        "interval": f"The band is the interval of each share: {interval}."
        if interval
        else "No interval is shown.",
        "partial": "" if shares is None else _about_ends(shares.partial, noun),
        "sparse": f"Hollow: too few articles for an interval in the {noun}.",
        "gap": f"A {noun} without articles is a gap, not a zero.",
        "denominator": f"Shares of themes are over all articles with words in the {noun}"
        + (
            "; those of topics over all articles with any of the model's terms."
            if parts.n_topics
            else "."
        ),
        "evidence": f"Articles with {at_least} of the theme are counted; their number divided by "
        f"all articles with words is the share at this point.",
        "map": "Topics that use the same words lie close together: principal coordinates of the "
        "square roots of Jensen-Shannon divergences. The area is a topic's mean share.",
        "recipe": "The recipe names, merges and annotates topics; tt.read_recipe and "
        "tt.edit_topics apply it to the same model. Topic numbers never change.",
    } | ({"fragile": FRAGILE_NOTE} if _has_fragile(parts) else {})


def _has_fragile(parts: Parts) -> bool:
    return parts.labels is not None and any(is_fragile(one) for one in parts.labels)


def _about_ends(partial: list[bool], noun: str) -> str:
    """Say which of the first and the last period the articles cover only in part.

    Examples
    --------
    >>> _about_ends([False, False, True], "year")
    'Last year: the articles end inside it.'
    """
    if len(partial) == 1:
        return f"The articles cover only a part of the {noun}." if partial[0] else ""
    said = {
        (True, True): f"First and last {noun}: the articles begin or end inside it.",
        (True, False): f"First {noun}: the articles begin inside it.",
        (False, True): f"Last {noun}: the articles end inside it.",
    }
    return said.get((partial[0], partial[-1]), "") if partial else ""


def limits_of(
    parts: Parts, shares: Shares | None, slices: list[Slice], outlets: list[str]
) -> list[str]:
    """Return what the page cannot show, and why, as sentences."""
    found = list(parts.limits)
    found += _about_ids(parts)
    found += _about_dates(parts, shares)
    found += _about_themes_and_topics(parts)
    found += _about_outlets(slices, outlets, parts.noun)
    return list(dict.fromkeys(found))


def _about_ids(parts: Parts) -> list[str]:
    first, whole = shown_ids(parts)[0], str(parts.articles.index[0])
    if len(first) == len(whole):
        return []
    return [
        f"To keep the file small, each article_id is cut to its first {len(first)} characters, "
        f"which no other article here has, and addresses and lengths are left out."
    ]


def _about_dates(parts: Parts, shares: Shares | None) -> list[str]:
    total = len(parts.articles)
    undated = int(parts.articles["date"].isna().sum())
    if undated == total:
        return [f"There is no chart over time: none of {count(total, 'article')} has a date."]
    found = _about_coarse_dates(parts)
    if shares is None and (parts.limits or found):
        return found
    if shares is None:
        return ["There is no chart over time: there are neither themes nor topics to draw."]
    if undated and not any("no usable date" in one for one in parts.limits):
        are = "is" if undated == 1 else "are"
        found.append(
            f"{of_total(undated, total, 'article')} {has_or_have(undated)} no date and {are} in no "
            f"chart over time."
        )
    held = shares.n[:, 0].max(axis=0) > 0
    few = (shares.status[:, 0] == TOO_FEW).any(axis=0)
    noun = PERIOD_NOUNS[parts.freq]
    if few.any():
        n, all_ = int(few.sum()), int(held.sum())
        longer = n > all_ / 2 and all_ >= LONGER_FROM.get(parts.freq, 0)
        advice = " Longer periods have intervals." if longer and parts.freq != "10YS" else ""
        found.append(
            f"{of_total(n, all_, noun)} with articles {has_or_have(n)} too few for an "
            f"interval.{advice}"
        )
    return found


def _about_coarse_dates(parts: Parts) -> list[str]:
    """Say of the articles that name too little of a date to be in any period."""
    n, noun = int(too_coarse(parts).sum()), PERIOD_NOUNS[parts.freq]
    if not n:
        return []
    years = parts.freq in {"MS", "QS"}
    what = "a year" if years else "a month or a year"
    name, are, them = ("names", "is", "it") if n == 1 else ("name", "are", "them")
    longer = f"Years (freq YS) count {them}" if years else f"Longer periods may count {them}"
    return [
        f"{of_total(n, len(parts.articles), 'article')} {name} only {what} and {are} in no "
        f"{noun}, since no day was made up. {longer}."
    ]


def _about_themes_and_topics(parts: Parts) -> list[str]:
    found = []
    if parts.present is None:
        found.append("There are no themes: none were given.")
    if parts.topics is None:
        if not any(one.startswith("No topics") for one in parts.limits):
            found.append("There are no topics: no model and no topic shares were given.")
    elif not has_terms(parts.model):
        found.append(
            "The topics came without their words, so there are no terms, no map and no passages."
        )
    note = str(getattr(parts.model, "note", ""))
    if note:
        found.append(note)
    if not parts.pairs:
        found.append("No two groups are compared.")
    return found


def _about_outlets(slices: list[Slice], outlets: list[str], noun: str) -> list[str]:
    named = [name for name in outlets if name]
    if len(named) < 2:
        return [f"All articles are of one {noun}, or name none."]
    left_out = len(named) - (len(slices) - 1)
    if left_out < 1:
        return []
    return [
        f"{of_total(left_out, len(named), noun)} {has_or_have(left_out)} no curve of "
        f"{'its' if left_out == 1 else 'their'} own: fewer than {MIN_ARTICLES_OF_OUTLET} dated "
        f"articles, or not among the largest."
    ]
