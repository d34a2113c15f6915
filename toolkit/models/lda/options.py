"""The estimator's options, checked and turned into what the fit takes."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.utils import check_random_state

from toolkit._core.checks import check_count
from toolkit.errors import InputError, check_option
from toolkit.models.lda import steps
from toolkit.models.lda.gibbs import MOST_TOPICS
from toolkit.models.lda.init import INITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.models.lda.matrices import Block, Counts

ENGINES = ("auto", "scvb0", "gibbs", "sklearn")
SHORT_ARTICLE, SHORT_PER_TOPIC = 40, 2  # counted tokens (benchmarks/short_texts.py)
FIRST_ALPHA_SUM, FIRST_ETA = 5.0, 0.05
ONLINE = steps.EStepOptions(n_inner=5, n_relaxed=4)


def check(model: Any) -> None:
    """Raise `InputError` for an impossible option, with the value given."""
    check_option("LDA", "engine", model.engine, ENGINES)
    if isinstance(model.init, str):
        check_option("LDA", "init", model.init, INITS)
    for name in ("n_topics", "max_epochs"):
        check_count("LDA", name, getattr(model, name))
    for name in ("tol", "seed_weight"):
        value = getattr(model, name)
        is_number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
        if not is_number or not value >= 0:
            message = f"LDA: {name} must be a number of 0 or more; got {value!r}."
            raise InputError(message)


def engine_of(model: Any, data: Counts) -> str:
    """Return the engine; "auto" is Gibbs sampling where texts are short for so many topics."""
    if model.engine == "gibbs" and model.n_topics > MOST_TOPICS:
        message = f"LDA: engine='gibbs' takes {MOST_TOPICS:,} topics at most; got "
        raise InputError(f"{message}n_topics={model.n_topics}. Take engine='scvb0'.")
    if model.engine != "auto":
        return str(model.engine)
    n_articles = max(1, int((np.diff(data.offsets) > 0).sum()))
    enough = max(SHORT_ARTICLE, SHORT_PER_TOPIC * model.n_topics)
    short = data.n_tokens < enough * n_articles
    return "gibbs" if short and model.n_topics <= MOST_TOPICS else "scvb0"


def online_engine(model: Any) -> str:
    """Return the engine of `partial_fit`: always EM."""
    if model.engine in {"auto", "scvb0"}:
        return "scvb0"
    message = f"LDA: partial_fit needs engine='auto' or 'scvb0'; got {model.engine!r}. Use fit."
    raise InputError(message)


def is_auto(prior: Any) -> bool:
    """Say whether a prior is to be learned."""
    return isinstance(prior, str) and prior == "auto"


def priors_of(model: Any) -> tuple[NDArray[np.float64], float]:
    """Return the initial alpha (one value per topic) and eta."""
    K, given, eta = model.n_topics, model.doc_topic_prior, model.topic_term_prior
    given = FIRST_ALPHA_SUM / K if is_auto(given) else given
    eta = FIRST_ETA if is_auto(eta) else eta
    if isinstance(given, str) or isinstance(eta, str):
        message = "LDA: a prior is 'auto' or a number above 0; got "
        raise InputError(f"{message}{given if isinstance(given, str) else eta!r}.")
    alpha = np.asarray(given, dtype=np.float64)
    if alpha.ndim and alpha.shape != (K,):
        message = f"LDA: doc_topic_prior has {alpha.size} values for {K} topics."
        raise InputError(message)
    if not (np.all(alpha > 0) and eta > 0):
        message = f"LDA: priors must be above 0; got doc_topic_prior={given!r}, "
        raise InputError(f"{message}topic_term_prior={eta!r}.")
    return np.array(np.broadcast_to(alpha, (K,))), float(eta)


def init_of(model: Any) -> str | NDArray[np.float64]:
    """Return the name of the start, or the topics given as start, checked."""
    if isinstance(model.init, str):
        return model.init
    given = np.asarray(model.init, dtype=np.float64)
    wanted = (model.n_topics, model.n_features_in_)
    if given.shape != wanted or not (given >= 0).all() or not given.sum(axis=1).all():
        message = (
            f"LDA: init must be a name or non-negative topics of shape {wanted}, none of them "
            f"empty; got shape {given.shape}."
        )
        raise InputError(message)
    return given


def seed_of(random_state: Any) -> int:
    """Return a seed from anything that scikit-learn accepts as ``random_state``."""
    if isinstance(random_state, (int, np.integer)) and random_state >= 0:
        return int(random_state)
    return int(check_random_state(random_state).randint(2**31 - 1))


def settings_of(model: Any) -> dict[str, Any]:
    """Return the options on which a resumed fit depends, as JSON types."""
    names = ("n_topics", "random_state", "seed_weight", "doc_topic_prior", "topic_term_prior")
    kept = {name: getattr(model, name) for name in names}
    kept["seed_terms"] = {k: list(v) for k, v in (model.seed_terms or {}).items()}
    kept["engine"] = model.engine_
    kept["init"] = model.init if isinstance(model.init, str) else "given"
    return {
        name: np.asarray(v).tolist() if not isinstance(v, dict) else v for name, v in kept.items()
    }


def warn_of_many_topics(n_topics: int, data: Counts, category: type[Warning]) -> None:
    """Warn when there are more topics than articles or terms."""
    n_articles = int((np.diff(data.offsets) > 0).sum())
    n_terms = len(np.unique(data.terms))
    if n_articles == 0:
        message = (
            f"LDA: none of the {data.n_documents} articles has a term. Count with fewer limits "
            f"(min_docs, max_doc_share)."
        )
        raise InputError(message)
    if n_topics <= min(n_articles, n_terms):
        return
    message = (
        f"LDA: {n_topics} topics for {n_articles:,} articles with {n_terms:,} different terms: "
        f"more topics than the data can tell apart. Take {min(n_articles, n_terms)} at most, and "
        f"far fewer for topics that mean something."
    )
    warnings.warn(message, category, stacklevel=4)


def online(
    state: steps.State, block: Block, seed_prior: steps.SeedPrior | None, n_jobs: int
) -> None:
    """Take one online step on a block of new articles."""
    if not block.n_tokens:
        return
    theta = steps.prior_rows(state, len(block.offsets) - 1)
    expected = steps.infer(state, block, theta, options=ONLINE, n_jobs=n_jobs)
    rho = (2.0 + state.step) ** -0.7
    gain = rho * state.n_tokens_seen / block.n_tokens
    counted = steps.tokens_by_topic(state, theta)
    steps.online_step(
        state, block, expected, counted, rho=rho, gain=gain, seed_prior=seed_prior, n_jobs=n_jobs
    )
    state.bound.append(steps.log_likelihood(block, expected) / block.n_tokens)
    state.step += 1
    state.epoch += 1
