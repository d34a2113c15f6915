"""`contexts`: sample matches evenly and tabulate them with article, date and outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count
from toolkit.concordance.matches import Matches, find_pattern, find_term, read_pattern
from toolkit.concordance.view import Contexts
from toolkit.errors import InputError, check_option
from toolkit.tables import check_columns, check_same_articles
from toolkit.tables.printed_days import date_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens

FUNCTION = "contexts"
SORTS = ("reading", "date", "left", "right")
LONGEST_WORD = 40
"""Maximum characters per word of the window, so that one endless token cannot fill the table."""


def contexts(
    tokens: Tokens,
    pattern: str,
    *,
    n: int | None = 20,
    by: str | None = None,
    articles: pd.DataFrame | None = None,
    sort: str = "reading",
    window: int = 8,
    case_sensitive: bool = False,
) -> Contexts:
    """Show a word or phrase in context (KWIC).

    Parameters
    ----------
    tokens : Tokens
        Tokenised articles.
    pattern : str
        A word or a phrase; ``*`` matches any letters: ``"refugee*"``, ``"chemical weapon*"``,
        ``"war on *"``. Write it as printed; it is read by the tokenizer of the texts. A phrase
        crosses no sign that it does not have itself, and a hyphen is equivalent to a space. Case
        is ignored, except that "US", "IS", "WHO" and "IT" in capitals match only in capitals. An
        abbreviation in capitals is found with full stops and without ("FBI", "F.B.I.").
        Matching is done on the words as written, without aliases, phrases or lemmas; a joined
        term (``"islamic_state"``) finds all names of its alias.
    n : int or None
        Number of matches to show (per group with ``by``), evenly spaced over the corpus if there
        are more. None shows all.
    by : str, optional
        A column of ``articles``, such as ``"source"``; shows ``n`` matches per value.
    articles : DataFrame, optional
        The articles table, matched by article_id; adds ``date`` and ``source``.
    sort : {'reading', 'date', 'left', 'right'}
        "reading": order of the articles; "date": oldest first, undated last; "left" and "right":
        alphabetically by the words left (nearest first) or right of the match.
    window : int
        Words on either side.
    case_sensitive : bool
        Match the capitals of the pattern: ``"US"`` but not "us".

    Returns
    -------
    Contexts
        Prints as aligned lines and displays as a table in a notebook; ``.table`` and ``.totals``
        are DataFrames. The table is empty if nothing matches.

    Raises
    ------
    InputError
        If the pattern has no letters, an option is invalid, ``by`` or ``sort="date"`` is given
        without ``articles``, or an article is missing from them.

    Examples
    --------
    >>> import toolkit as tt
    >>> texts = ["Envoys spoke of a ceasefire. The cease-fire held.", "No ceasefires, they said."]
    >>> tt.contexts(tt.tokenize(texts), "ceasefire*", window=3)
    2 of 2 matches of 'ceasefire*', found in 2 of 2 articles
                                      spoke of a  [ceasefire]   . The cease-fire held
                                              No  [ceasefires]  , they said.
    """
    compiled = read_pattern(FUNCTION, pattern, tokens.options.get("tokenizer", "news"))
    check_option(FUNCTION, "sort", sort, SORTS)
    check_count(FUNCTION, "window", window)
    if n is not None:
        check_count(FUNCTION, "n", n, hint=" None shows all.")
    facts = _facts(tokens.article_id, articles, by, sort)
    if "_" in pattern and len(pattern.split()) == 1:
        searched, matches = tokens, find_term(tokens, pattern.strip())
    else:
        searched = tokens.plain()
        matches = find_pattern(searched, compiled, case_sensitive=case_sensitive)
    groups = None if by is None else _labels(facts["group"])
    chosen = _choose(matches, groups, n)
    table = _table(searched, chosen, facts, window)
    table = _sort(table, sort).reset_index(drop=True)
    return Contexts(table, _totals(matches, groups, len(tokens)), pattern)


def _facts(
    index: pd.Index, articles: pd.DataFrame | None, by: str | None, sort: str
) -> pd.DataFrame:
    """Return group, date and outlet of each article, in token order."""
    if articles is None:
        needed = f"by={by!r}" if by is not None else 'sort="date"'
        if by is not None or sort == "date":
            message = f"{FUNCTION}: {needed} needs the articles table. Pass articles=articles."
            raise InputError(message)
        return pd.DataFrame(index=index)
    check_columns(
        FUNCTION, articles, [*([by] if by else []), *(["date"] if sort == "date" else [])]
    )
    check_same_articles(FUNCTION, index, articles.index, name="articles")
    columns = {"group": by, **{name: name for name in date_columns(articles)}, "source": "source"}
    wanted = {
        new: old
        for new, old in columns.items()
        if old in articles.columns and not (new == "source" and by == "source")
    }
    rows = articles.reindex(index)
    return pd.DataFrame({new: rows[old] for new, old in wanted.items()}, index=index)


def _labels(groups: pd.Series) -> pd.Series:
    """Return groups as str, '' where missing."""
    return groups.astype("object").where(groups.notna(), "").astype("str").reset_index(drop=True)


def _choose(matches: Matches, groups: pd.Series | None, n: int | None) -> Matches:
    places = np.arange(len(matches.first))
    if groups is None:
        chosen = _evenly(places, n)
    else:
        of_match = groups.to_numpy()[matches.text]
        parts = [_evenly(places[of_match == name], n) for name in np.unique(of_match.astype(str))]
        chosen = np.concatenate([*parts, np.empty(0, dtype=np.int64)]).astype(np.int64)
    return Matches(*(values[chosen] for values in matches))


def _evenly(places: NDArray[np.int64], n: int | None) -> NDArray[np.int64]:
    if n is None or len(places) <= n:
        return places
    return places[(np.arange(n) * len(places)) // n]


def _table(tokens: Tokens, matches: Matches, facts: pd.DataFrame, window: int) -> pd.DataFrame:
    rows = [
        _around(tokens, (first, first + n_words - 1), text, window)
        for first, n_words, text in zip(*(values.tolist() for values in matches), strict=True)
    ]
    labels = facts.iloc[matches.text].reset_index(drop=True)
    columns = pd.DataFrame(rows, columns=["left", "match", "right", "start", "end"]).astype(
        {"left": "str", "match": "str", "right": "str", "start": "int64", "end": "int64"}
    )
    ids = pd.Series(tokens.article_id.take(matches.text), name="article_id")
    return pd.concat([ids.reset_index(drop=True), labels, columns], axis=1)


def _around(
    tokens: Tokens, span: tuple[int, int], text: int, window: int
) -> tuple[str, str, str, int, int]:
    first, last = span
    low, high = int(tokens.offsets[text]), int(tokens.offsets[text + 1]) - 1
    start, end = int(tokens.starts[first]), int(tokens.ends[last])
    whole, reach = tokens.texts[text], LONGEST_WORD * window
    left = 0 if first - window < low else int(tokens.starts[first - window])
    right = len(whole) if last + window > high else int(tokens.ends[last + window])
    before = whole[max(left, start - reach) : start]
    after = whole[end : min(right, end + reach)]
    return _one_line(before), _one_line(whole[start:end]), _one_line(after), start, end


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sort(table: pd.DataFrame, sort: str) -> pd.DataFrame:
    keys: Any
    if sort == "reading":
        return table
    if sort == "date":
        keys = table["date"]
    elif sort == "left":
        keys = table["left"].map(lambda text: [_letters(word) for word in reversed(text.split())])
    else:
        keys = table["right"].map(lambda text: [_letters(word) for word in text.split()])
    group = table["group"].astype("str") if "group" in table else pd.Series("", index=table.index)
    order = sorted(range(len(table)), key=lambda k: (group.iloc[k], *_key(keys.iloc[k])))
    return table.iloc[order]


def _key(value: Any) -> tuple[Any, ...]:
    """Return a sort key that puts missing dates last."""
    if isinstance(value, list):
        return (value,)
    return (True, 0) if pd.isna(value) else (False, value.value)


def _letters(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())


def _totals(matches: Matches, groups: pd.Series | None, n_texts: int) -> pd.DataFrame:
    per_text = np.bincount(matches.text, minlength=n_texts)
    frame = pd.DataFrame(
        {
            "group": pd.Series("all", index=range(n_texts)) if groups is None else groups,
            "n_matches": per_text,
            "articles_with": (per_text > 0).astype(np.int64),
            "n_articles": 1,
        }
    )
    return frame.groupby("group", sort=True, observed=True).sum().reset_index()
