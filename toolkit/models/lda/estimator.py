"""The estimator, by scikit-learn's conventions."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from toolkit._core.number_words import count, verb
from toolkit.errors import IncompleteFitWarning, InputError, SeedTermWarning, TooManyTopicsWarning
from toolkit.models.input_checks import read_matrix, seed_of
from toolkit.models.lda import blocks, checkpoints, gibbs, matrices, options, schedule, steps
from toolkit.models.lda.fit_job import Job, add_sample
from toolkit.models.lda.fold_in import FoldIn, find_shares
from toolkit.models.lda.heldout import heldout_perplexity
from toolkit.models.lda.init import make_seed_prior, start
from toolkit.models.lda.shard_files import shared_out
from toolkit.models.lda.sklearn_engine import fit_reference
from toolkit.models.threads import n_threads
from toolkit.tables.display import ShowsTopics

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from toolkit.models.lda.matrices import Counts
    from toolkit.models.lda.steps import State

FOLD_IN = steps.EStepOptions(n_inner=200, n_relaxed=200, tol=2e-2)


class LDA(ShowsTopics, ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]  # untyped base
    """Latent Dirichlet allocation: topics as probabilities of terms, articles as shares of topics.

    Parameters
    ----------
    n_topics : int
        Number of topics K, 1 or more.
    doc_topic_prior : "auto", float or array-like of shape (n_topics,)
        alpha, the Dirichlet prior of an article's topic shares. "auto" learns one value per topic,
        starting at 5 / K.
    topic_term_prior : "auto" or float
        eta (beta), the symmetric Dirichlet prior of a topic's terms. "auto" learns it,
        starting at 0.05.
    seed_terms : mapping of str to list of str, optional
        Guided topics: topic k gets the k-th name, and its terms extra prior weight in it. The
        remaining topics are free.
    seed_weight : float
        Weight of the seed terms of one name together, as a share of an average topic's tokens.
    init : {"auto", "words", "spread", "articles", "random"} or array-like (n_topics, n_terms)
        Start from groups of words that keep the same company, of articles that lie far apart, from
        random groups, from noise, or from given topics (such as another model's ``topic_term_``).
        "auto" is "words" for Gibbs sampling, else "spread"; so is "words" where words are few.
    max_epochs : int
        Most passes over the articles; of a corpus of 25 million counts or more, the first ones go
        over a sample.
    tol : float
        A phase ends when the bound moves by less than this share of itself for two consecutive
        epochs.
    checkpoint : path-like, optional
        A file (.npz) written every half minute and at the end; ``fit(X, resume=True)`` continues
        from it.
    engine : {"auto", "scvb0", "gibbs", "sklearn"}
        How the topics are learned: by EM ("scvb0"), by Gibbs sampling ("gibbs"), or by
        scikit-learn's batch variational Bayes ("sklearn", for reference). "auto" is Gibbs sampling
        where articles have fewer than 40 counted tokens on average, or fewer than two per topic,
        and EM otherwise.
    random_state : int, Generator, RandomState or None
        The same seed and articles, in any order, give the same topics, byte for byte. A generator
        gives another seed to each fit; None takes one at random.
    n_jobs : int or None
        Threads; None uses all processors. The result does not depend on it.

    Attributes
    ----------
    components_ : ndarray of shape (n_topics, n_terms), float32
        Expected tokens of each term in each topic, plus the prior.
    topic_term_ : ndarray of shape (n_topics, n_terms)
        Probabilities of the terms in each topic; rows sum to 1.
    terms_ : ndarray of str
        The vocabulary ("0", "1", … for a plain matrix).
    doc_topic_prior_ : ndarray of shape (n_topics,)
        alpha, as given or learned; after Gibbs sampling, raised for `transform`.
    topic_term_prior_ : float
        eta, as given or learned.
    topic_names_ : list of str
        Names of the guided topics, "" for the others.
    engine_ : {"scvb0", "gibbs", "sklearn"}
        The engine used.
    log_likelihood_ : ndarray of shape (n_epochs,)
        Mean log probability of a token in each epoch, in nats. By EM, under the shares of its
        article; a running estimate before epoch ``batch_from_``. By Gibbs sampling, given all
        other tokens; noisy.
    bound_ : ndarray of shape (n_batch_epochs,)
        Log joint probability per token, in nats, before each batch epoch: it adds the priors of
        shares and terms to the log-likelihood, is exact, and never falls. Empty after Gibbs
        sampling.
    batch_from_ : int
        First epoch (from 0) that takes all articles in one step; ``n_epochs_`` if none does.
    n_epochs_ : int
        Passes made.
    stopped_because_ : {"tol", "max_epochs", "interrupted"}
        What ended the fit.
    complete_ : bool
        False after Ctrl-C: the topics are usable, but a complete fit would differ.
    empty_ : ndarray of bool
        Which of the fitted articles have no term.

    References
    ----------
    Blei, Ng & Jordan (2003), Latent Dirichlet allocation, JMLR 3, 993-1022.
    Foulds, Boyles, DuBois, Smyth & Welling (2013), Stochastic collapsed variational Bayesian
    inference for LDA, KDD. doi:10.1145/2487575.2487697

    Examples
    --------
    >>> import numpy as np
    >>> counts = np.array([[4, 3, 0, 0], [5, 4, 0, 0], [0, 0, 3, 6], [0, 0, 2, 5]] * 5)
    >>> lda = LDA(n_topics=2, random_state=1).fit(counts)
    >>> sorted(lda.topic_term_.round(2).tolist())
    [[0.0, 0.0, 0.31, 0.69], [0.56, 0.44, 0.0, 0.0]]
    >>> bool(np.allclose(lda.transform(counts).sum(axis=1), 1.0))
    True
    """

    _is_short = False  # a refit that only judges topics

    def __init__(  # noqa: PLR0913 - an estimator keeps its options here
        self,
        n_topics: int = 10,
        *,
        doc_topic_prior: str | float | ArrayLike = "auto",
        topic_term_prior: str | float = "auto",
        seed_terms: Mapping[str, Sequence[str]] | None = None,
        seed_weight: float = 0.05,
        init: str | ArrayLike = "auto",
        max_epochs: int = 100,
        tol: float = 5e-5,
        checkpoint: str | os.PathLike[str] | None = None,
        engine: str = "auto",
        random_state: int | np.random.Generator | np.random.RandomState | None = 0,
        n_jobs: int | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.doc_topic_prior = doc_topic_prior
        self.topic_term_prior = topic_term_prior
        self.seed_terms = seed_terms
        self.seed_weight = seed_weight
        self.init = init
        self.max_epochs = max_epochs
        self.tol = tol
        self.checkpoint = checkpoint
        self.engine = engine
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(
        self,
        X: Any,
        y: None = None,
        *,
        repeats: ArrayLike | None = None,
        resume: bool = False,
    ) -> LDA:
        """Learn the topics of a DocumentTermMatrix or a matrix of counts.

        Parameters
        ----------
        X : DocumentTermMatrix, sparse matrix or ndarray of shape (n_documents, n_terms)
            Whole counts. tf-idf weights are refused: they have no likelihood under this model.
        y : None
            Ignored.
        repeats : array-like of int, shape (n_documents,), optional
            How often each article counts, 0 or more: as if its row stood there so often. An article
            that counts twice costs no more time than one that counts once.
        resume : bool
            Continue where an interrupted fit (or its checkpoint) stopped. The result is, byte for
            byte, that of an uninterrupted fit.

        Returns
        -------
        LDA
            Itself.
        """
        options.check(self)
        data = self._read(X, reset=True)
        self.empty_ = np.diff(data.offsets) == 0
        if repeats is not None:
            times = options.times_of(repeats, data.n_documents)
            data = matrices.take_times(data, times)
        self.engine_ = options.engine_of(self, data)
        if self.engine_ != "scvb0":
            data = matrices.repeat_rows(data)
        if self.engine_ == "sklearn":
            fit_reference(self, data)
            return self
        options.warn_of_many_topics(self.n_topics, data, TooManyTopicsWarning)
        earlier_seed: int | None = getattr(self, "_seed", None) if resume else None
        seed = seed_of("LDA", self.random_state) if earlier_seed is None else earlier_seed
        self._seed = seed  # a generator gives another seed each time
        order, fingerprint = matrices.content_order(data, seed)
        data = matrices.take_rows(data, order)
        job = self._job(data, seed)
        job = add_sample(job) if self.engine_ == "scvb0" else job
        earlier = self._earlier(fingerprint) if resume else None

        def attempt(number: int) -> State:
            return self._start(job, number, fingerprint)

        with shared_out(job) as shared_job:
            state, self.stopped_because_ = schedule.fit(earlier, attempt, shared_job)
        self._finish(state)
        return self

    def partial_fit(self, X: Any, y: None = None) -> LDA:
        """Take online steps on a batch of articles; the first batch also starts the topics."""
        options.check(self)
        first = not hasattr(self, "_state") or self._state is None
        data = self._read(X, reset=first)
        if first:
            self.engine_ = options.online_engine(self)
            job = self._job(data, seed_of("LDA", self.random_state))
            state = self._start(job, 0, 0)
            state.theta, state.n_tokens_seen = None, 0.0
        else:
            state = self._state
        state.n_tokens_seen += data.n_tokens
        jobs = n_threads(self.n_jobs)
        for block in blocks.cut_blocks(data, blocks.block_entries(data)):
            options.online(state, block, self._seed_prior(state.n_tokens_seen), jobs)
        self.stopped_because_ = "partial"
        self._finish(state)
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Return the topic shares of each article.

        Parameters
        ----------
        X : DocumentTermMatrix, sparse matrix or ndarray of shape (n_documents, n_terms)
            Whole counts, over the terms of the model.

        Returns
        -------
        ndarray of shape (n_documents, n_topics)
            Rows sum to 1. The row of an article depends on that article alone. An article without
            terms gets the prior (see `empty_articles`).
        """
        check_is_fitted(self)
        data = self._read(X, reset=False)
        if self.engine == "sklearn":
            return np.asarray(self._reference.transform(data.to_scipy()), dtype=np.float64)
        state = steps.fixed_state(self.components_, self.doc_topic_prior_)
        return find_shares(FoldIn(state, FOLD_IN, self.n_jobs), data)

    def fit_transform(self, X: Any, y: None = None) -> NDArray[np.float64]:
        """Learn the topics and return the topic shares of the same articles."""
        return self.fit(X, y).transform(X)

    def score(self, X: Any, y: None = None) -> float:
        """Mean log-probability of a held-out token, in nats; higher is better.

        It is -log of `toolkit.heldout_perplexity`.
        """
        check_is_fitted(self)
        self._read(X, reset=False)
        return -float(np.log(heldout_perplexity(self, X, n_jobs=self.n_jobs)))

    def empty_articles(self, X: Any) -> NDArray[np.bool_]:
        """Say which rows of ``X`` have no term of the model, and therefore get the prior."""
        check_is_fitted(self)
        return np.asarray(np.diff(self._read(X, reset=False).offsets) == 0)

    @property
    def topic_term_(self) -> NDArray[np.float64]:
        """Probability of each term in each topic; rows sum to 1."""
        check_is_fitted(self)
        components = self.components_.astype(np.float64)
        return np.asarray(components / components.sum(axis=1, keepdims=True))

    @property
    def _n_features_out(self) -> int:
        return int(self.n_topics)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = True
        tags.input_tags.sparse = True
        tags.input_tags.categorical = True  # the nearest tag to "whole numbers"
        return tags

    def _read(self, X: Any, *, reset: bool) -> Counts:
        terms = getattr(X, "terms", None)
        matrix = matrices.matrix_of(X)
        matrix = read_matrix(self, X, matrix, reset=reset, is_counts=True)
        if reset:
            self.terms_ = np.asarray(np.arange(matrix.shape[1]) if terms is None else terms, str)
        elif terms is not None and not np.array_equal(terms, self.terms_):
            message = (
                "LDA: the terms of the matrix are not the model's. Count with the model's "
                "vocabulary: count_terms(tokens, vocabulary=model.terms_)."
            )
            raise InputError(message)
        return matrices.as_counts(matrix, X=X)

    def _job(self, data: Counts, seed: int) -> Job:
        settings = options.settings_of(self)
        course = schedule.short_course(self.engine_, data) if self._is_short else schedule.WHOLE
        is_drawn = self.engine_ == "gibbs"
        entries = blocks.block_entries(data, is_drawn=is_drawn)

        def save(state: State) -> None:
            checkpoints.save_state(str(self.checkpoint), state, settings)

        return Job(
            data=data,
            blocks=blocks.cut_blocks(data, entries, by_term=not is_drawn),
            seed_prior=self._seed_prior(data.n_tokens),
            seed=seed,
            n_jobs=n_threads(self.n_jobs),
            max_epochs=min(self.max_epochs, course.max_epochs or self.max_epochs),
            batch_after=course.batch_after,
            alpha_tokens=course.alpha_tokens,
            tol=self.tol,
            learn_alpha=options.is_auto(self.doc_topic_prior),
            learn_eta=options.is_auto(self.topic_term_prior),
            n_starts=schedule.n_starts(data, self.max_epochs, self.init, is_drawn=is_drawn),
            save=save if self.checkpoint is not None else None,
            keeps_theta=blocks.theta_fits(data, self.n_topics),
        )

    def _seed_prior(self, n_tokens: float) -> steps.SeedPrior | None:
        self.topic_names_ = [*(self.seed_terms or {})]
        self.topic_names_ += [""] * (self.n_topics - len(self.topic_names_))
        if not self.seed_terms:
            return None
        weight = self.seed_weight * n_tokens / self.n_topics
        seed_prior, missing = make_seed_prior(
            self.seed_terms, self.terms_, n_topics=self.n_topics, pseudo_count=weight
        )
        if missing:
            named = ", ".join(missing[:5])
            terms = f"{count(len(missing), 'seed term')} {verb(len(missing), 'is', 'are')}"
            message = f"LDA: {terms} not in the vocabulary: {named}."
            warnings.warn(message, SeedTermWarning, stacklevel=4)
        return seed_prior

    def _start(self, job: Job, number: int, fingerprint: int) -> State:
        alpha, eta = options.priors_of(self)
        init, seed = options.init_of(self), [job.seed, number]
        first = job.sample or job
        how: Any = {"seed_prior": first.seed_prior, "is_drawn": self.engine_ == "gibbs"}
        how |= {"alpha": alpha, "eta": eta, "n_jobs": job.n_jobs}
        state = start(first.data, init=init, seed=seed, **how)
        state.fingerprint = fingerprint
        if self.engine_ == "gibbs":
            gibbs.prepare(state, job)
        elif job.keeps_theta:
            state.theta = steps.kept_prior_rows(state, first.data.n_documents)
        return state

    def _earlier(self, fingerprint: int) -> State | None:
        state = getattr(self, "_state", None)
        if state is None and self.checkpoint is not None and Path(self.checkpoint).exists():
            state = checkpoints.load_state(self.checkpoint, options.settings_of(self))
        if state is not None and (state.z is None) != (self.engine_ == "scvb0"):
            message = (
                f"LDA: resume=True needs the state of a fit by engine={self.engine_!r}; this is "
                f"another's, or was read from a model file. Fit without resume."
            )
            raise InputError(message)
        if state is not None and state.fingerprint != fingerprint:
            message = (
                "LDA: resume=True needs the articles of the interrupted fit; these differ. Fit "
                "without resume."
            )
            raise InputError(message)
        return state

    def _finish(self, state: State) -> None:
        counts = np.empty((self.n_topics, len(state.learned_n_wk)), np.float32)
        np.multiply(state.learned_n_wk[:, : self.n_topics].T, np.float32(state.scale), out=counts)
        self.components_ = np.add(counts, np.float32(state.eta), out=counts)
        self.doc_topic_prior_ = np.array(state.fold_in_alpha)
        self.topic_term_prior_ = float(state.eta)
        self.log_likelihood_ = np.array(state.log_likelihood)
        self.bound_ = np.array(state.bound)
        self.n_epochs_ = self.n_iter_ = state.epoch
        self.batch_from_ = state.batch_from if state.batch_from >= 0 else state.epoch
        self.complete_ = self.stopped_because_ != "interrupted"
        self._state = state
        if not self.complete_:
            message = (
                f"LDA: interrupted after {count(state.epoch, 'epoch')}; the topics are usable but "
                f"unfinished (complete_ is False). To continue: fit(X, resume=True)."
            )
            warnings.warn(message, IncompleteFitWarning, stacklevel=3)
