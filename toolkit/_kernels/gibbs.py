"""Gibbs sampling: every token gets a topic anew, given all the others, or given fixed topics.

Run as plain Python (``sweep.py_func``) the kernels give the same topics. ``sweep`` is the collapsed
sampler: p(z_i = k | z_-i, w) is proportional to (n_dk + alpha_k) (n_wk + eta) / (n_k + V eta), the
counts without token i (Griffiths & Steyvers 2004, eq. 5).
"""

from __future__ import annotations

import numpy as np

from toolkit._kernels.compile import kernel

# ruff: noqa: PLR0917 - kernels take arrays by position; numba compiles no keyword-only ones
# mypy: disable-error-code="untyped-decorator, no-untyped-def"


@kernel
def sweep(documents, words, topics, by_document, by_word, by_topic, alpha, eta, draws):
    """Draw the topic of each token once, in order, and keep the counts equal to the topics.

    Parameters
    ----------
    documents, words : int32 array of shape (n_tokens,)
        Row and term of each token.
    topics : int32 array of shape (n_tokens,)
        Topic of each token; changed.
    by_document : int32 array of shape (n_documents, n_topics)
    by_word : int32 array of shape (n_terms, n_topics)
    by_topic : int64 array of shape (n_topics,)
        Tokens of each topic, by document, by term, and in all; changed.
    alpha : float64 array of shape (n_topics,)
    eta : float
        The priors.
    draws : float64 array of shape (n_tokens,)
        Random numbers from 0 to 1.
    """
    n_topics = len(alpha)
    n_terms_eta = by_word.shape[0] * eta
    heights = np.empty(n_topics)
    for i in range(len(words)):
        d, w, k = documents[i], words[i], topics[i]
        by_document[d, k] -= 1
        by_word[w, k] -= 1
        by_topic[k] -= 1
        total = 0.0
        for j in range(n_topics):
            chance = (by_document[d, j] + alpha[j]) * (by_word[w, j] + eta)
            total += chance / (by_topic[j] + n_terms_eta)
            heights[j] = total
        goal = draws[i] * total
        k = 0
        while k < n_topics - 1 and heights[k] < goal:
            k += 1
        topics[i] = k
        by_document[d, k] += 1
        by_word[w, k] += 1
        by_topic[k] += 1


@kernel
def draw_counts(first, last, matrix, shares, words, begins, draws, by_document):
    """Draw the topic of each token of documents first to last: P(z = k) ~ share_dk phi_kw.

    Parameters
    ----------
    first, last : int
        The documents.
    matrix : tuple of offsets, terms and counts
        Of a sparse matrix.
    shares : float64 array of shape (n_documents, n_topics)
    words : float64 array of shape (n_terms, n_topics)
        The probability of each term in each topic.
    begins : int64 array of shape (n_documents + 1,)
        Where the tokens of each document begin in ``draws``.
    draws : float64 array of shape (n_tokens,)
        Random numbers from 0 to 1.
    by_document : float64 array of shape (n_documents, n_topics)
        Tokens of each topic; filled.
    """
    offsets, terms, counts = matrix
    n_topics = shares.shape[1]
    heights = np.empty(n_topics)
    for d in range(first, last):
        by_document[d, :] = 0.0
        i = begins[d]
        for place in range(offsets[d], offsets[d + 1]):
            total = 0.0
            for j in range(n_topics):
                total += shares[d, j] * words[terms[place], j]
                heights[j] = total
            for _ in range(counts[place]):
                goal = draws[i] * total
                i += 1
                k = 0
                while k < n_topics - 1 and heights[k] <= goal:
                    k += 1
                by_document[d, k] += 1.0
