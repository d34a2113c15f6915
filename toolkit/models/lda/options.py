"""The estimator's options, checked and turned into what the fit takes."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.checks import check_count, plain_seed
from toolkit._core.number_words import count
from toolkit.errors import InputError, check_option, shorten
from toolkit.models.input_checks import (
    LARGEST_COUNT,
    check_n_jobs,
    check_n_topics,
    input_errors,
)
from toolkit.models.lda import steps
from toolkit.models.lda.gibbs import MOST_TOPICS
from toolkit.models.lda.init import INITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.models.lda.blocks import Block
    from toolkit.models.lda.matrices import Counts

ENGINES = ("auto", "scvb0", "gibbs", "sklearn")
SHORT_ARTICLE, SHORT_PER_TOPIC = 40, 2  # counted tokens (benchmarks/short_texts.py)
LONGEST_ARTICLE = 1_000_000  # tokens that are sampled one by one
FIRST_ALPHA_SUM, FIRST_ETA = 5.0, 0.05
ONLINE = steps.EStepOptions(n_inner=5, n_relaxed=4)


def check(model: Any) -> None:
    """Raise `InputError` for an impossible option, with the value given."""
    check_option("LDA", "engine", model.engine, ENGINES)
    if isinstance(model.init, str):
        check_option("LDA", "init", model.init, INITS)
    check_n_topics("LDA", model.n_topics)
    check_count("LDA", "max_epochs", model.max_epochs)
    for name in ("tol", "seed_weight"):
        value = getattr(model, name)
        is_number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
        if not is_number or not value >= 0:
            message = f"LDA: {name} must be a number of 0 or more; got {value!r}."
            raise InputError(message)
    check_n_jobs("LDA", model.n_jobs)
    _check_seed_terms(model.seed_terms)


def _check_seed_terms(seed_terms: Any) -> None:
    if seed_terms is None:
        return
    fits = isinstance(seed_terms, Mapping) and not any(
        isinstance(terms, str) or not isinstance(terms, Collection) for terms in seed_terms.values()
    )
    if not fits:
        message = (
            f'LDA: seed_terms must be like {{"conflict": ["war", "troops"]}}, a list of terms for '
            f"each name; got {shorten(seed_terms)}."
        )
        raise InputError(message)


def engine_of(model: Any, data: Counts) -> str:
    """Return the engine; "auto" is Gibbs sampling where texts are short for so many topics."""
    longest, commonest = data.lengths.max(initial=0.0), data.term_totals.max(initial=0.0)
    is_exact = longest <= LONGEST_ARTICLE and commonest <= LARGEST_COUNT
    if model.engine == "gibbs" and model.n_topics > MOST_TOPICS:
        message = f"LDA: engine='gibbs' takes {MOST_TOPICS:,} topics at most; got "
        raise InputError(f"{message}n_topics={model.n_topics}. Take engine='scvb0'.")
    if model.engine == "gibbs" and not is_exact:
        message = (
            f"LDA: engine='gibbs' takes articles of up to {LONGEST_ARTICLE:,} tokens, and terms "
            f"that occur up to {LARGEST_COUNT:,} times; the longest article has {longest:,.0f}, "
            f"the commonest term occurs {commonest:,.0f} times. Take engine='scvb0'."
        )
        raise InputError(message)
    if model.engine != "auto":
        return str(model.engine)
    is_used = np.diff(data.offsets) > 0
    n_articles = max(1, int((is_used if data.times is None else data.times[is_used]).sum()))
    enough = max(SHORT_ARTICLE, SHORT_PER_TOPIC * model.n_topics)
    is_short = data.n_tokens < enough * n_articles
    return "gibbs" if is_short and is_exact and model.n_topics <= MOST_TOPICS else "scvb0"


def times_of(repeats: Any, n_documents: int) -> NDArray[np.int64]:
    """Return how often each article counts, checked."""
    with input_errors("LDA: repeats"):
        times = np.asarray(repeats, dtype=np.float64)
    if times.shape != (n_documents,):
        message = (
            f"LDA: repeats must hold one number for each of the {n_documents:,} articles; "
            f"got shape {times.shape}."
        )
        raise InputError(message)
    is_wrong = ~((times >= 0) & (times == np.floor(times)) & (times <= LARGEST_COUNT))
    if is_wrong.any():
        at = int(np.flatnonzero(is_wrong)[0])
        message = (
            f"LDA: repeats says how often each article counts, a whole number from 0; row "
            f"{at} holds {times[at]:g}."
        )
        raise InputError(message)
    if not times.any():
        message = "LDA: repeats is 0 for every article. Let at least one count."
        raise InputError(message)
    return times.astype(np.int64)


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
    with input_errors("LDA: doc_topic_prior"):
        alpha = np.asarray(given, dtype=np.float64)
    if alpha.ndim and alpha.shape != (K,):
        message = f"LDA: doc_topic_prior has {alpha.size} values for {K} topics."
        raise InputError(message)
    is_number = isinstance(eta, (int, float, np.number)) and not isinstance(eta, bool)
    values = np.append(alpha, float(eta) if is_number else np.nan)
    if not (np.isfinite(values).all() and (values > 0).all()):
        message = f"LDA: priors must be above 0 and finite; got doc_topic_prior={given!r}, "
        raise InputError(f"{message}topic_term_prior={eta!r}.")
    return np.array(np.broadcast_to(alpha, (K,))), float(eta)


def init_of(model: Any) -> str | NDArray[np.float64]:
    """Return the name of the start, or the topics given as start, checked."""
    if isinstance(model.init, str):
        usual = "words" if model.engine_ == "gibbs" else "spread"
        return usual if model.init == "auto" else model.init
    with input_errors("LDA: init"):
        given = np.asarray(model.init, dtype=np.float64)
    wanted = (model.n_topics, model.n_features_in_)
    fits = given.shape == wanted and bool(np.isfinite(given).all() and (given >= 0).all())
    if not fits or not given.sum(axis=1).all():
        message = (
            f"LDA: init must be a name or non-negative topics of shape {wanted}, none of them "
            f"empty; got shape {given.shape}."
        )
        raise InputError(message)
    return given


def settings_of(model: Any) -> dict[str, Any]:
    """Return the options on which a resumed fit depends, as JSON types."""
    names = ("n_topics", "random_state", "seed_weight", "doc_topic_prior", "topic_term_prior")
    kept = {name: getattr(model, name) for name in names}
    kept["random_state"] = plain_seed(model.random_state)
    kept["seed_terms"] = {k: list(v) for k, v in (model.seed_terms or {}).items()}
    kept["engine"] = model.engine_
    kept["init"] = model.init if isinstance(model.init, str) else "given"
    return {
        name: np.asarray(v).tolist() if not isinstance(v, dict) else v for name, v in kept.items()
    }


def warn_of_many_topics(n_topics: int, data: Counts, category: type[Warning]) -> None:
    """Warn when there are more topics than articles or terms."""
    n_articles = int((np.diff(data.offsets) > 0).sum())
    n_terms = int((data.term_totals > 0).sum())
    if n_articles == 0:
        message = (
            f"LDA: none of the {data.n_documents} articles has a term. Count with fewer limits "
            f"(min_docs, max_doc_share)."
        )
        raise InputError(message)
    if n_topics <= min(n_articles, n_terms):
        return
    message = (
        f"LDA: {count(n_topics, 'topic')} for {count(n_articles, 'article')} with "
        f"{count(n_terms, 'different term')}: more topics than the data can tell apart. "
        f"Take {min(n_articles, n_terms)} at most, and far fewer for topics that mean something."
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
    state.log_likelihood.append(steps.log_likelihood(block, expected) / block.n_tokens)
    state.step += 1
    state.epoch += 1
