"""Learning the Dirichlet priors: Minka's fixed point on drawn and on expected counts.

The document-topic prior is learnt from topics *drawn* for the tokens of a sample of articles, phi
held fixed (Monte-Carlo EM). Expected counts would not do: they spread a little of every article
over every topic, and the prior that explains such a spread is three times too large.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import psi

from toolkit.models.lda import steps
from toolkit.models.lda.heldout import ONCE, split_tokens
from toolkit.models.lda.matrices import cut_blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.models.lda.matrices import Block, Counts
    from toolkit.models.lda.schedule import Job
    from toolkit.models.lda.steps import State

FLOOR, CEILING = 1e-5, 1e3
LEARNT_AFTER = (1, 4, 8, 16, 32, 64)  # epochs
SAMPLE_TOKENS, SAMPLE_ROWS, SAMPLE_TERMS, SWEEPS = 250_000, 20_000, 1_000, 5
RAISED = tuple(2 ** (half / 2) for half in range(9))  # 1 to 16
FOLD_IN = steps.Effort(n_inner=100, tol=1e-3)
FIRST_SAMPLE_TOKENS = 60_000  # a first idea of alpha; short texts cannot wait for it


def learn(state: State, job: Job) -> None:
    """Move the priors of ``state`` that the job leaves free."""
    if job.learn_alpha:
        drawn = draw_counts(state, job.data, job.seed, job.n_jobs)
        state.alpha = learn_alpha(drawn, state.alpha)
    if job.learn_eta and state.epoch > 1:
        expected = sample_terms(state)
        state.eta = learn_eta(expected, state.totals, state.eta, n_terms=len(state.stored))


def sample_terms(state: State) -> NDArray[np.float64]:
    """Return N_wk for every so many-th term."""
    step = max(1, len(state.stored) // SAMPLE_TERMS)
    return state.stored[::step, : state.n_topics].astype(np.float64) * state.scale


def draw_counts(state: State, data: Counts, seed: int, n_jobs: int) -> NDArray[np.float64]:
    """Draw N_dk for the first articles of the (shuffled) data, phi held fixed."""
    most = SAMPLE_TOKENS if state.epoch > 1 else FIRST_SAMPLE_TOKENS
    token_offsets = sample_offsets(data, most)
    drawn = _draw(state, data.head(len(token_offsets) - 1), token_offsets, seed, n_jobs)
    return counts_of(drawn, token_offsets, state.n_topics)


def _draw(  # noqa: PLR0917 - what a draw needs
    state: State, data: Counts, token_offsets: NDArray[np.int64], seed: int, n_jobs: int
) -> NDArray[np.int16]:
    rng = np.random.default_rng([seed, state.epoch, 1])
    uniform = rng.random((int(token_offsets[-1]), SWEEPS), dtype=np.float32)
    drawn = np.full(token_offsets[-1], -1, np.int16)
    tokens = steps.Draw(token_offsets, uniform, held=drawn.copy(), drawn=drawn)
    entries = (data.offsets, data.terms, data.counts)
    steps.draw(state, entries, tokens, n_jobs=n_jobs)
    return drawn


def sample_offsets(data: Counts, n_tokens: int) -> NDArray[np.int64]:
    """Return where the tokens of each of the first rows begin, for about ``n_tokens`` tokens."""
    offsets = np.concatenate([[0], np.cumsum(data.lengths[:SAMPLE_ROWS].astype(np.int64))])
    n_rows = max(1, int(np.searchsorted(offsets[1:], n_tokens)))
    return offsets[: n_rows + 1]


def counts_of(
    topics: NDArray[np.int16], token_offsets: NDArray[np.int64], n_topics: int
) -> NDArray[np.float64]:
    """Return N_dk from the topics of the tokens."""
    n_rows = len(token_offsets) - 1
    rows = np.repeat(np.arange(n_rows), np.diff(token_offsets))
    cells = np.bincount(rows * n_topics + topics, minlength=n_rows * n_topics)
    return cells.reshape(n_rows, n_topics).astype(np.float64)


def fold_in_prior(state: State, data: Counts, seed: int, n_jobs: int) -> NDArray[np.float64]:
    """Return the prior with which shares of short articles are found: alpha, raised.

    alpha is what the topics of *all* tokens were drawn with. The mode of an article's shares under
    the same alpha takes four words too much at their word; c alpha does better, with the c (1 or
    more) under which one half of an article's tokens best foretells the other, over a tenth of
    the articles at most, whose tokens are taken out of N meanwhile.
    """
    assert state.drawn is not None
    most = min(FIRST_SAMPLE_TOKENS, data.n_tokens / 10)
    sample = data.head(len(sample_offsets(data, int(most))) - 1)
    halves = split_tokens(sample, seed)
    seen, unseen = (cut_blocks(half, 2**40, by_term=False)[0] for half in halves)
    words = np.repeat(sample.terms, sample.counts.astype(np.int64))
    topics = state.drawn[: len(words)]
    if not unseen.n_tokens or (topics < 0).any():  # nothing to foretell, or not all drawn yet
        return state.alpha
    np.subtract.at(state.stored, (words, topics), np.float32(1.0))  # exact, and so undone below
    totals = state.stored[:, : state.n_topics].sum(axis=0, dtype=np.float64)
    folding = steps.State(state.n_topics, state.stored, totals, state.alpha, state.eta)
    best, prior = -np.inf, state.alpha
    for raised in RAISED:
        folding.alpha = raised * state.alpha
        score = _half_foretold(folding, seen, unseen, n_jobs)
        if score <= best:
            break
        best, prior = score, folding.alpha
    np.add.at(state.stored, (words, topics), np.float32(1.0))
    return prior


def _half_foretold(folding: State, seen: Block, unseen: Block, n_jobs: int) -> float:
    theta = steps.prior_rows(folding, len(seen.offsets) - 1)
    steps.infer(folding, seen, theta, effort=FOLD_IN, n_jobs=n_jobs)
    expected = steps.infer(folding, unseen, theta, effort=ONCE, n_jobs=n_jobs)
    return steps.log_likelihood(unseen, expected)


def learn_alpha(
    counts: NDArray[np.float64], alpha: NDArray[np.float64], *, n_rounds: int = 20
) -> NDArray[np.float64]:
    """Return the asymmetric document-topic prior that suits the counts N_dk.

    alpha_k <- alpha_k (sum_d [psi(N_dk + alpha_k) - psi(alpha_k)] + a - 1)
                     / (sum_d [psi(N_d + alpha_0) - psi(alpha_0)] + 1 / b)

    with a Gamma(a = 1.00001, b = 1) prior on each alpha_k, as MALLET has it: it keeps the prior
    of a topic that no article uses finite and above zero.

    References
    ----------
    Minka (2000), Estimating a Dirichlet distribution, eq. 55; Wallach (2008), thesis, section 2.3.
    """
    lengths = counts.sum(axis=1)
    rows, topics = np.nonzero(counts)
    present = counts[rows, topics]  # psi(N + a) - psi(a) is zero where N is
    for _ in range(n_rounds):
        total = alpha.sum()
        growth = psi(present + alpha[topics]) - psi(alpha)[topics]
        above = np.bincount(topics, growth, minlength=len(alpha)) + 1e-5
        below = (psi(lengths + total) - psi(total)).sum() + 1.0
        alpha = np.clip(alpha * above / below, FLOOR, CEILING)
    return alpha


def learn_eta(
    expected: NDArray[np.float64],
    totals: NDArray[np.float64],
    eta: float,
    *,
    n_terms: int,
    n_rounds: int = 5,
    drawn: bool = False,
) -> float:
    """Return the symmetric topic-term prior that suits the expected counts N_wk.

    eta <- eta sum_wk E[psi(N_wk + eta) - psi(eta)] / (V sum_k [psi(N_k + V eta) - psi(V eta)])

    ``expected`` may hold a sample of the V terms; the sum is scaled up to all of them. With
    ``drawn`` the counts are those of tokens, and known.
    """
    scale = n_terms / len(expected)
    for _ in range(n_rounds):
        growth = psi(expected + eta) - psi(eta) if drawn else _growth(expected, eta)
        above = scale * growth.sum() + 1e-5
        below = n_terms * (psi(totals + n_terms * eta) - psi(n_terms * eta)).sum() + 1.0
        eta = float(np.clip(eta * above / below, FLOOR, CEILING))
    return eta


def _growth(expected: NDArray[np.float64], prior: float) -> NDArray[np.float64]:
    """Return E[psi(N + a)] - psi(a) for a count N of which only the expectation n is known.

    P(N > 0) = p = 1 - exp(-n), and N is about n / p where it is not zero:
    p (psi(n / p + a) - psi(a)). A tenth of a token is a token that is probably not there.

    References
    ----------
    Teh, Newman & Welling (2006), A collapsed variational Bayesian inference algorithm for LDA,
    section 3.1.
    """
    n = np.maximum(expected, 1e-12)
    present = -np.expm1(-n)
    return np.asarray(present * (psi(n / present + prior) - psi(prior)))
