"""The draw of topics for short articles: a sum over an article's own few topics, not over all.

The rules and symbols are those of `toolkit._kernels.lda`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from toolkit._kernels.compile import helper, kernel
from toolkit._kernels.lda import FAST


# The topic in which goal lies among the running sums of p: the line of 16 topics, then the topic.
# lda.find_topic keeps its sums of lines: as a caller of this one it drew other topics (other sums).
@helper
def find_in_lines(p: Any, goal: Any) -> Any:
    """Return that topic; where rounding leaves goal above all sums, the last that has a weight."""
    k = 0
    while k < len(p) - 16:
        part = np.float32(0.0)
        for j in range(k, k + 16):
            part += p[j]
        if goal < part:
            break
        goal -= part
        k += 16
    end = k + 15
    while k < end and goal >= p[k]:
        goal -= p[k]
        k += 1
    while p[k] <= np.float32(0.0) and k > 0:
        k -= 1
    return np.int32(k)


# For each token i (term w) of document d, n_sweeps times, with phi_k = (N_wk without i + eta)
# / (N_k without i + V eta):
#   P(z_i = k | rest) ~ (N_dk without i + alpha_k) phi_k
# The sum over k is sum_k alpha_k phi_k, which stays the same in all sweeps, and sum_k N_dk phi_k
# over the few topics that the article has. The topic that the token has comes first: six of seven
# tokens keep it. Then come the other topics of the article, then all topics by alpha. Which tokens
# N_wk counts, and scores: as in draw_topics.
@kernel(fastmath=FAST)
def draw_short_articles(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one kernel, one loop
    document: Any,
    counts: Any,
    topics: Any,
    n_wk: Any,
    scalars: Any,
    uniform: Any,
    tokens: Any,
    scores: Any,
    bounds: Any,
) -> None:
    """Draw the topic of every token of documents first to last; uniform: (n_tokens, n_sweeps)."""
    offsets, terms, token_offsets = document
    rate, alpha = topics
    scale, eta = scalars
    z_old, z = tokens
    first, last = bounds
    n_padded, n_sweeps = len(alpha), uniform.shape[1]
    zero, one = np.float32(0.0), np.float32(1.0)
    weight = np.empty(n_padded, np.float32)
    p = np.empty(n_padded, np.float32)
    number = np.empty(n_padded, np.int32)
    slot_of = np.full(n_padded, -1, np.int64)
    longest = 0
    for d in range(first, last):
        longest = max(longest, token_offsets[d + 1] - token_offsets[d])
    topic_of = np.empty(longest, np.int32)
    n_of = np.empty(longest, np.float32)
    chances = np.empty(longest, np.float32)
    words = np.empty(longest, np.int64)
    seen = np.empty(longest, np.int64)  # moves in the document when known was noted
    known = np.empty((longest, 4), np.float32)  # sum_k alpha phi, phi of z_old; total, stay
    prior = zero
    for k in range(n_padded):
        weight[k] = alpha[k] * rate[k]
        prior += alpha[k]
        number[k] = k
    for d in range(first, last):
        begin, size = token_offsets[d], token_offsets[d + 1] - token_offsets[d]
        mass, n_moves, n_slots, t = prior, 0, 0, 0
        for j in range(offsets[d], offsets[d + 1]):
            w = terms[j]
            for _ in range(int(counts[j])):
                h = np.int32(z_old[begin + t])
                z[begin + t] = h
                spread, own = zero, zero
                for k in range(n_padded):
                    chance = weight[k] * (scale * n_wk[w, k] + eta)
                    spread += zero if number[k] == h else chance
                if h >= 0:
                    rest = max(scale * n_wk[w, h] - one, zero) + eta
                    own = rest * rate[h] / (one - rate[h])
                    spread += alpha[h] * own
                    mass += one
                    if slot_of[h] < 0:
                        slot_of[h], topic_of[n_slots], n_of[n_slots] = n_slots, h, zero
                        n_slots += 1
                    n_of[slot_of[h]] += one
                words[t], seen[t], known[t, 0], known[t, 1] = w, -1, spread, own
                t += 1
        for sweep in range(n_sweeps):
            score, likelihood = 0.0, 1.0
            for t in range(size):
                i = begin + t
                taken = np.int32(z[i])
                others = mass - one if taken >= 0 else mass
                put = taken
                goal = known[t, 2] * uniform[i, sweep]
                if seen[t] != n_moves or goal >= known[t, 3]:
                    w, h, own = words[t], np.int32(z_old[i]), known[t, 1]
                    total, stay = known[t, 0], zero
                    for s in range(n_slots):
                        k = topic_of[s]
                        chance = own if k == h else rate[k] * (scale * n_wk[w, k] + eta)
                        if k == taken:
                            total += (n_of[s] - one) * chance
                            stay = (n_of[s] - one + alpha[k]) * chance
                            chances[s] = zero
                        else:
                            chances[s] = n_of[s] * chance
                            total += chances[s]
                    known[t, 2], known[t, 3], seen[t] = total, stay, n_moves
                    goal = total * uniform[i, sweep]
                    if goal >= stay:
                        goal -= stay
                        s = 0
                        while s < n_slots and goal >= chances[s]:
                            goal -= chances[s]
                            s += 1
                        if s < n_slots:
                            put = topic_of[s]
                        else:
                            for k in range(n_padded):
                                chance = weight[k] * (scale * n_wk[w, k] + eta)
                                chance = alpha[k] * own if number[k] == h else chance
                                p[k] = zero if number[k] == taken else chance
                            put = find_in_lines(p, goal)
                if sweep == n_sweeps - 1:
                    likelihood *= known[t, 2] / others
                    if likelihood < 1e-200:
                        score, likelihood = score + np.log(likelihood), 1.0
                if put != taken:
                    z[i] = put
                    n_moves += 1
                    if taken >= 0:
                        s = slot_of[taken]
                        n_of[s] -= one
                        if n_of[s] == zero:  # the last slot moves here
                            n_slots -= 1
                            topic_of[s], n_of[s] = topic_of[n_slots], n_of[n_slots]
                            slot_of[topic_of[s]] = s
                            slot_of[taken] = -1
                    if slot_of[put] < 0:
                        slot_of[put], topic_of[n_slots], n_of[n_slots] = n_slots, put, zero
                        n_slots += 1
                    n_of[slot_of[put]] += one
                mass = others + one
            scores[d] = score + np.log(likelihood)
        for s in range(n_slots):
            slot_of[topic_of[s]] = -1
