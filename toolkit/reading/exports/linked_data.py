"""Reads the JSON-LD of a saved page: which object is the article, and what it states.

Vocabulary: schema.org ``NewsArticle`` and its relatives; see https://schema.org/NewsArticle.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.common import replace_lone_surrogates
from toolkit.reading.exports.tags import unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.markup import Markup

_ARTICLE = re.compile(r"(?:[A-Za-z]{0,30}(?:Article|Posting)|Report)$")
_PAGE = re.compile(r"(?:WebPage|ItemPage|CreativeWork|MediaReview|Review)$")
_LISTS = frozenset({"ItemList", "ListItem", "BreadcrumbList", "CollectionPage", "Comment"})
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "about", "isPartOf")
_TOKENS = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)|,(?=\s*[}\]])|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL
)
_OPENINGS = ("<![CDATA[", "<!--", "//", "/*", "*/")
_CLOSINGS = ("]]>", "-->", "*/", "/*", "//", ";")
_REFERENCE = re.compile(r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,4}|amp|quot|apos|[lr][sd]quo|nbsp);")
_MAX_OBJECTS = 1000
_MAX_DEPTH = 5


def story_data(page: Markup, headlines: Sequence[str]) -> dict[str, str]:
    """Return what the JSON-LD of a page states about its article.

    Parameters
    ----------
    page : Markup
        The page.
    headlines : sequence of str
        The headlines that the page shows; the object with one of them is the article.

    Returns
    -------
    dict of str to str
        title, published, updated, section, byline, source, language, place, agency, url,
        description and story (the text); "" for what is not stated.
    """
    objects = _objects_of(page)
    named = {node["@id"]: node for node in objects if isinstance(node.get("@id"), str)}
    articles = [node for node in objects if _is_a(node, _ARTICLE)]
    pages = [node for node in objects if _is_a(node, _PAGE)]
    if not articles and not pages:
        return {}
    best = _of_headline(articles, headlines)
    stated = _fields(best, named) if best is not None else {}
    name = "" if best is None else _text(best.get("name"), named)
    shown = {_squeezed(headline) for headline in headlines} - {""}
    if _squeezed(name) in shown and _squeezed(stated["title"]) not in shown:
        stated["title"] = name  # "headline" may be a line below it
    for node in pages:  # a WebPage states the dates where the article does not
        for name, value in _fields(node, named).items():
            if best is None or name in {"published", "updated", "language", "source"}:
                stated[name] = stated.get(name) or value
    return stated


def stated_headlines(page: Markup) -> list[tuple[str, str]]:
    """Return the kind and the headline of each article that the JSON-LD of a page states."""
    return [
        (";".join(sorted(_kinds(node))), _text(node.get("headline") or node.get("name"), {}))
        for node in _objects_of(page)
        if _is_a(node, _ARTICLE)
    ]


def parse_loosely(text: str) -> Any:
    r"""Parse JSON that may be wrapped in CDATA or comments, or hold trailing commas.

    Returns
    -------
    object
        None where it is not JSON even so.

    Examples
    --------
    >>> parse_loosely('//<![CDATA[\n{"a": [1, 2,], }\n//]]>')
    {'a': [1, 2]}
    >>> parse_loosely('{"a": "x, }"}'), parse_loosely("{a}")
    ({'a': 'x, }'}, None)
    """
    bare = _unwrapped(text)
    if bare.startswith(("{&quot;", "[{&quot;")):
        bare = unescape(bare)
    for candidate in (bare, _TOKENS.sub(_kept_token, bare)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(text: str) -> str:
    """Remove CDATA and comment marks around a script."""
    text = text.strip()
    while mark := next(filter(text.startswith, _OPENINGS), ""):
        text = text[len(mark) :].lstrip()
    while mark := next(filter(text.endswith, _CLOSINGS), ""):
        text = text[: -len(mark)].rstrip()
    return text


def _kept_token(token: re.Match[str]) -> str:
    return token[0] if token[0].startswith('"') else ""


def _objects_of(page: Markup) -> tuple[dict[str, Any], ...]:
    return _parsed(tuple(_scripts(page)))


@lru_cache(maxsize=2)
def _parsed(scripts: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """Return the objects of scripts, which are asked for up to three times a page."""
    return tuple(node for script in scripts for node in _objects(script))


def _scripts(page: Markup) -> Iterator[str]:
    for element in page.find("script"):
        if "ld+json" in element.attributes.get("type", "").lower():
            yield element.data


def _objects(script: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of one script: single, in a list, or in a graph."""
    waiting: list[Any] = [parse_loosely(script)]
    for _ in range(_MAX_OBJECTS):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = node[:100] + waiting
        elif isinstance(node, dict):
            yield node
            if not _kinds(node) & _LISTS:
                waiting.extend(node[key] for key in _NESTED if key in node)


def _kinds(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type", "")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {re.split(r"[/#:]", kind)[-1] for kind in kinds if isinstance(kind, str)}


def _is_a(node: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    kinds = _kinds(node)
    return not kinds & _LISTS and any(pattern.match(kind) for kind in kinds)


def _of_headline(
    articles: Sequence[dict[str, Any]], headlines: Sequence[str]
) -> dict[str, Any] | None:
    """Return the article whose headline the page shows; the first if none or all of them do."""
    shown = {_squeezed(headline) for headline in headlines if headline}
    for node in articles:
        if _squeezed(_text(node.get("headline") or node.get("name"), {})) in shown:
            return node
    return articles[0] if articles else None


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _fields(node: dict[str, Any], named: dict[str, dict[str, Any]]) -> dict[str, str]:
    def text(*keys: str) -> str:
        return next(filter(None, (_text(node.get(key), named) for key in keys)), "")

    body = node.get("articleBody") or node.get("text")
    is_free = str(node.get("isAccessibleForFree", "")).rpartition("/")[2].casefold()
    return {
        "title": text("headline", "name"),
        "published": text("datePublished"),
        "updated": text("dateModified"),
        "section": text("articleSection"),
        "byline": text("author", "creator"),
        "source": text("publisher"),
        "language": text("inLanguage"),
        "place": text("dateline"),
        "agency": text("sourceOrganization"),
        "url": text("url"),
        "description": text("description"),
        "paid": "yes" if is_free == "false" else "",
        "story": replace_lone_surrogates(body).strip() if isinstance(body, str) else "",
    }


def _text(value: Any, named: dict[str, dict[str, Any]], depth: int = 0) -> str:
    """Return a value as text: the name of an object, the members of a list."""
    if isinstance(value, dict) and depth < _MAX_DEPTH:
        node = named.get(str(value.get("@id")), value) if set(value) == {"@id"} else value
        return _text(node.get("name") or node.get("@value"), named, depth + 1)
    if isinstance(value, list) and depth < _MAX_DEPTH:
        parts = (_text(inner, named, depth + 1) for inner in value[:20])
        return "; ".join(dict.fromkeys(filter(None, parts)))
    if not isinstance(value, str):
        return ""
    text = replace_lone_surrogates(value)
    return clean(unescape(text) if _REFERENCE.search(text) else text)  # as many systems write it
