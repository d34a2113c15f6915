"""A question about topics as a function from texts to a number, for `sensitivity`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.progress_bars import without_progress
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.models.lda import LDA
from toolkit.models.nmf import NMF
from toolkit.tokenizing import Tokens, tokenize
from toolkit.tokenizing.term_names import find_term_name
from toolkit.topics.inspect.topic_shares import doc_topics
from toolkit.vectorizing import count_terms

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.topics.model import TopicModel
    from toolkit.vectorizing import DocumentTermMatrix

DEFAULTS: Mapping[str, Any] = {
    "n_topics": 20,
    "seed": 0,
    "stop_words": "news",
    "phrases": None,
    "min_docs": 5,
    "max_doc_share": 0.5,
    "engine": "auto",
}
ENGINES = ("auto", "scvb0", "gibbs", "sklearn", "nmf")
Ask = Callable[[Any, "pd.DataFrame"], float]


@dataclass(frozen=True, eq=False)
class TopicQuestion:
    """A function from texts to a number; call it with the choices that differ from ``usual``.

    Parameters
    ----------
    texts : Series of str
        The articles' texts.
    ask : callable
        Takes the fitted model and the article x topic shares, returns a number.
    usual : mapping
        Choices where a call does not set others.
    """

    texts: pd.Series = field(repr=False)
    ask: Ask
    usual: Mapping[str, Any]
    _kept: dict[tuple[str, ...], Any] = field(default_factory=dict, init=False, repr=False)

    def __call__(self, **choices: Any) -> float:
        """Tokenise, count, fit and ask, reusing the work of the previous call."""
        _check_names(choices)
        settings = {**self.usual, **choices}
        check_option("topic_question", "engine", settings["engine"], ENGINES)
        with without_progress():
            dtm = self._counted(settings)
            _check_terms(dtm, settings)
            model = _unfitted(settings).fit(dtm)
            return float(self.ask(model, doc_topics(model, dtm)))

    def _counted(self, settings: Mapping[str, Any]) -> DocumentTermMatrix:
        words = ("stop_words", "phrases")
        tokens: Tokens = self._once(
            "tokens",
            settings,
            words,
            lambda: tokenize(
                self.texts, stop_words=settings["stop_words"], phrases=settings["phrases"]
            ),
        )
        limits = {name: settings[name] for name in ("min_docs", "max_doc_share")}
        counted: DocumentTermMatrix = self._once(
            "dtm", settings, (*words, *limits), lambda: count_terms(tokens, **limits)
        )
        return counted

    def _once(
        self, what: str, settings: Mapping[str, Any], names: Sequence[str], make: Callable[[], Any]
    ) -> Any:
        """Make something once per set of choices; keep only the latest of each kind."""
        key = (what, *(_key(settings[name]) for name in names))
        if key not in self._kept:
            for old in [one for one in self._kept if one[0] == what]:
                del self._kept[old]
            self._kept[key] = make()
        return self._kept[key]


def topic_question(texts: pd.Series, ask: Ask, **usual: Any) -> TopicQuestion:
    """Make a question for `sensitivity` whose choices are those of a topic model.

    Parameters
    ----------
    texts : Series of str
        The articles' texts, indexed by article_id.
    ask : callable
        Takes the fitted model and the article x topic shares (`doc_topics`), returns a number.
        Topic numbers mean nothing from one fit to the next: find the topic by its words
        (`find_topic`) or by another model's topic (`align_topics`).
    **usual
        Choices where `sensitivity` varies no other: ``n_topics`` (20), ``seed`` (0),
        ``stop_words`` ("news"), ``phrases`` (None), ``min_docs`` (5), ``max_doc_share`` (0.5) and
        ``engine``: one of `LDA`'s ("auto", "scvb0", "gibbs", "sklearn") or "nmf".

    Returns
    -------
    TopicQuestion
        For `sensitivity`. Texts are tokenised and counted again only when a choice that affects
        that step changes: put those choices first in ``over``.

    Raises
    ------
    InputError
        For an unknown choice, or, when called, an unknown engine.

    Examples
    --------
    >>> import pandas as pd
    >>> texts = pd.Series(["truce talks envoy"] * 30 + ["tariffs exports quotas"] * 10)
    >>> def share_of_truce(model, topics):
    ...     return topics[find_topic(model, ["truce"])].mean()
    >>> share = topic_question(texts, share_of_truce, n_topics=2, max_doc_share=1)
    >>> from toolkit.topics import sensitivity
    >>> board = sensitivity(share, {"min_docs": [2, 5], "seed": [1, 2]}, holds=lambda x: x > 0.5)
    >>> print(board)
    Holds in 4 of 4 combinations of min_docs, seed.
    """
    _check_names(usual)
    return TopicQuestion(texts, ask, {**DEFAULTS, **usual})


def find_topic(model: TopicModel, terms: Sequence[str]) -> int:
    """Return the topic with the largest part of the uses of some terms.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    terms : sequence of str
        Terms of the subject, such as ``["truce", "ceasefire"]``. Terms unknown to the model are
        ignored.

    Returns
    -------
    int
        The topic with the largest part of a term's uses, averaged over the terms.

    Raises
    ------
    InputError
        When the model knows none of them.
    """
    if isinstance(terms, str):
        message = f"find_topic: terms must be a list of terms; got {terms!r}. Write [{terms!r}]."
        raise InputError(message)
    index = {str(term): i for i, term in enumerate(model.terms_)}
    names = dict.fromkeys(find_term_name(term, index) for term in terms)
    known = [index[name] for name in names if name is not None]
    if not known:
        listed = ", ".join(repr(str(term)) for term in list(terms)[:3])
        message = (
            f"find_topic: the model knows none of {listed}. Name terms of its vocabulary "
            f"(model.terms_), or count with looser limits."
        )
        raise InputError(message)
    uses = np.asarray(model.components_, dtype=np.float64)[:, known]
    return int((uses / uses.sum(axis=0)).mean(axis=1).argmax())


def _check_terms(dtm: DocumentTermMatrix, settings: Mapping[str, Any]) -> None:
    if dtm.shape[1] == 0:
        message = (
            f"topic_question: no term of {len(dtm):,} articles is left with "
            f"min_docs={settings['min_docs']} and max_doc_share={settings['max_doc_share']}."
        )
        raise TooFewArticlesError(message)


def _unfitted(settings: Mapping[str, Any]) -> Any:
    n_topics, seed = settings["n_topics"], settings["seed"]
    if settings["engine"] == "nmf":
        return NMF(n_topics=n_topics, random_state=seed)
    return LDA(n_topics=n_topics, random_state=seed, engine=settings["engine"])


def _check_names(choices: Mapping[str, Any]) -> None:
    for name in choices:
        check_option("topic_question", "a choice", name, tuple(DEFAULTS))


def _key(value: Any) -> str:
    listed = sorted(value) if isinstance(value, set | frozenset) else value
    return repr(listed)
