"""A question about topics as a chain from texts to a number, to be asked under other choices."""

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
from toolkit.topics.inspect.topic_shares import doc_topics
from toolkit.vectorizing import count_terms

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.topics.model import TopicModel
    from toolkit.vectorizing import DocumentTermMatrix

USUAL: Mapping[str, Any] = {
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
    """A chain from texts to a number; called with the choices that differ from the usual ones.

    Parameters
    ----------
    texts : Series of str
        The articles' texts.
    ask : callable
        Takes the fitted model and the article x topic shares, returns a number.
    usual : mapping
        What holds where a call does not say otherwise.
    """

    texts: pd.Series = field(repr=False)
    ask: Ask
    usual: Mapping[str, Any]
    _kept: dict[tuple[str, ...], Any] = field(default_factory=dict, init=False, repr=False)

    def __call__(self, **choices: Any) -> float:
        """Tokenise, count, fit and ask; what an earlier call has done is not done again."""
        _check_names(choices)
        chosen = {**self.usual, **choices}
        check_option("topic_question", "engine", chosen["engine"], ENGINES)
        with without_progress():
            dtm = self._counted(chosen)
            _check_terms(dtm, chosen)
            model = _unfitted(chosen).fit(dtm)
            return float(self.ask(model, doc_topics(model, dtm)))

    def _counted(self, chosen: Mapping[str, Any]) -> DocumentTermMatrix:
        words = ("stop_words", "phrases")
        tokens: Tokens = self._once(
            "tokens",
            chosen,
            words,
            lambda: tokenize(
                self.texts, stop_words=chosen["stop_words"], phrases=chosen["phrases"]
            ),
        )
        limits = {name: chosen[name] for name in ("min_docs", "max_doc_share")}
        counted: DocumentTermMatrix = self._once(
            "dtm", chosen, (*words, *limits), lambda: count_terms(tokens, **limits)
        )
        return counted

    def _once(
        self, what: str, chosen: Mapping[str, Any], names: Sequence[str], make: Callable[[], Any]
    ) -> Any:
        """Make a thing once for the choices it depends on; only the last of its kind is kept."""
        key = (what, *(_told(chosen[name]) for name in names))
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
        Choices that hold unless the board varies them: ``n_topics`` (20), ``seed`` (0),
        ``stop_words`` ("news"), ``phrases`` (None), ``min_docs`` (5), ``max_doc_share`` (0.5) and
        ``engine``: one of `LDA`'s ("auto", "scvb0", "gibbs", "sklearn") or "nmf".

    Returns
    -------
    TopicQuestion
        To be passed to `sensitivity`. Texts are tokenised and counted again only when a choice
        that matters to it changes: put those choices first in ``over``.

    Raises
    ------
    InputError
        For an unknown choice, or an unknown engine when it is asked.

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
    return TopicQuestion(texts, ask, {**USUAL, **usual})


def find_topic(model: TopicModel, terms: Sequence[str]) -> int:
    """Return the topic that wrote most of the uses of some terms.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    terms : sequence of str
        Terms that stand for the subject, such as ``["truce", "ceasefire"]``. Those that the model
        does not know are passed over.

    Returns
    -------
    int
        The topic with the largest part of a term's uses, in the mean over the terms.

    Raises
    ------
    InputError
        When the model knows none of them.
    """
    place = {str(term): i for i, term in enumerate(model.terms_)}
    known = [place[term] for term in terms if term in place]
    if not known:
        listed = ", ".join(repr(str(term)) for term in list(terms)[:3])
        message = (
            f"find_topic: the model knows none of {listed}. Name terms of its vocabulary "
            f"(model.terms_), or count with fewer limits."
        )
        raise InputError(message)
    uses = np.asarray(model.components_, dtype=np.float64)[:, known]
    return int((uses / uses.sum(axis=0)).mean(axis=1).argmax())


def _check_terms(dtm: DocumentTermMatrix, chosen: Mapping[str, Any]) -> None:
    if dtm.shape[1] == 0:
        message = (
            f"topic_question: no term of {len(dtm):,} articles is left with "
            f"min_docs={chosen['min_docs']} and max_doc_share={chosen['max_doc_share']}."
        )
        raise TooFewArticlesError(message)


def _unfitted(chosen: Mapping[str, Any]) -> Any:
    n_topics, seed = chosen["n_topics"], chosen["seed"]
    if chosen["engine"] == "nmf":
        return NMF(n_topics=n_topics, random_state=seed)
    return LDA(n_topics=n_topics, random_state=seed, engine=chosen["engine"])


def _check_names(choices: Mapping[str, Any]) -> None:
    for name in choices:
        check_option("topic_question", "a choice", name, tuple(USUAL))


def _told(value: Any) -> str:
    listed = sorted(value) if isinstance(value, set | frozenset) else value
    return repr(listed)
