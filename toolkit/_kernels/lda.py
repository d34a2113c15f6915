"""The hot loops of topic inference: arrays in, arrays changed, nothing else.

Each kernel has its equation above it, takes everything it needs as an argument, and gives the same
answer when run as plain Python (``kernel.py_func``). Each releases the interpreter lock and works
on rows ``first`` to ``last``, so that several threads can share a step. One thread owns each row
and each sum, and adds in a fixed order, so the result does not depend on the number of threads.

Symbols: c_dw counts, N_wk expected tokens of term w in topic k, N_k their sum over terms,
alpha_k and eta the priors, r_k = 1 / (N_k + V eta), phi_wk = (N_wk + eta) r_k. N_wk is stored as
``scale * n_wk``, so that down-weighting all counts costs one multiplication.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from toolkit._kernels.compile import helper, kernel

F32 = Any  # ndarray of float32; numba sees the values, mypy need not
FAST = {"reassoc", "nsz", "contract", "arcp"}  # vector sums; NaN and inf keep their meaning


# For each document d, n_inner times:
#   t_k = theta_dk r_k
#   Z_w = sum_k t_k (N_wk + eta),  q_w = c_dw / Z_w
#   theta_dk = alpha_k + t_k sum_w q_w (N_wk + eta)
# t, q and mass_d = sum_k theta_dk are those before the last update of theta: the three belong
# together.
@kernel(fastmath=FAST)
def infer_topics(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one kernel, one loop
    document: Any, counts: F32, topics: Any, n_wk: F32, scalars: Any, rows: Any, bounds: Any
) -> None:
    """Update theta of documents first to last; stop early once it moves by less than tol."""
    offsets, terms = document
    rate, alpha = topics
    scale, eta, tol = scalars
    theta, mass, weighted, q = rows
    first, last, n_inner, n_relaxed = bounds
    n_padded = theta.shape[1]
    zero = np.float32(0.0)
    tiny = np.float32(1e-30)
    g = np.empty(n_padded, np.float32)  # made here it overlaps nothing, and sums stay vectors
    for d in range(first, last):
        begin, end = offsets[d], offsets[d + 1]
        for step in range(n_inner):
            base, before = zero, zero
            for k in range(n_padded):
                t = theta[d, k] * rate[k]
                weighted[d, k] = t
                base += t
                before += theta[d, k]
                g[k] = zero
            base *= eta
            mass[d] = before
            q_sum = zero
            for i in range(begin, end, 4):
                # four terms at a time; the last group repeats its last term, with count zero
                j1, j2, j3 = min(i + 1, end - 1), min(i + 2, end - 1), min(i + 3, end - 1)
                w0, w1, w2, w3 = terms[i], terms[j1], terms[j2], terms[j3]
                z0, z1, z2, z3 = zero, zero, zero, zero
                for k in range(n_padded):
                    t = weighted[d, k]
                    z0 += t * n_wk[w0, k]
                    z1 += t * n_wk[w1, k]
                    z2 += t * n_wk[w2, k]
                    z3 += t * n_wk[w3, k]
                q0 = counts[i] / (base + scale * z0)
                q1 = counts[j1] / (base + scale * z1) if j1 > i else zero
                q2 = counts[j2] / (base + scale * z2) if j2 > j1 else zero
                q3 = counts[j3] / (base + scale * z3) if j3 > j2 else zero
                q[i] = q0
                if j1 > i:
                    q[j1] = q1
                if j2 > j1:
                    q[j2] = q2
                if j3 > j2:
                    q[j3] = q3
                q_sum += q0 + q1 + q2 + q3
                for k in range(n_padded):
                    g[k] += (
                        q0 * n_wk[w0, k] + q1 * n_wk[w1, k] + q2 * n_wk[w2, k] + q3 * n_wk[w3, k]
                    )
            floor = eta * q_sum
            moved, total = zero, zero
            for k in range(n_padded):
                g[k] = alpha[k] + weighted[d, k] * (scale * g[k] + floor)
                moved += abs(g[k] - theta[d, k])
                total += g[k]
            if step < n_relaxed:
                for k in range(n_padded):
                    root = np.sqrt(g[k] / (theta[d, k] + tiny))
                    g[k] *= root * np.sqrt(root)
            for k in range(n_padded):
                theta[d, k] = g[k]
            if moved <= tol * total:
                break


# For each term w of a block B of documents:
#   n_wk = (N_wk + eta) sum_{d in B} q_dw t_dk
#   out_wk = out_wk + gain n_wk
@kernel(fastmath=FAST)
def gather_terms(  # noqa: PLR0917 - kernels take arrays by position
    lists: Any, weighted: F32, q: F32, n_wk: F32, scalars: Any, out: F32, bounds: Any
) -> None:
    """Add the expected counts of the block's terms first to last to their rows of out."""
    words, offsets, documents, entries = lists
    scale, eta, gain = scalars
    first, last = bounds
    n_padded = weighted.shape[1]
    zero = np.float32(0.0)
    total = np.empty(n_padded, np.float32)
    for j in range(first, last):
        w = words[j]
        begin, end = offsets[j], offsets[j + 1]
        if end == begin + 1:  # half of a block's terms: the loop below, without its zeros
            d0, q0 = documents[begin], q[entries[begin]]
            for k in range(n_padded):
                total[k] = q0 * weighted[d0, k]
            begin = end
        else:
            for k in range(n_padded):
                total[k] = zero
        for i in range(begin, end, 4):
            j1, j2, j3 = min(i + 1, end - 1), min(i + 2, end - 1), min(i + 3, end - 1)
            d0, d1, d2, d3 = documents[i], documents[j1], documents[j2], documents[j3]
            q0 = q[entries[i]]
            q1 = q[entries[j1]] if j1 > i else zero
            q2 = q[entries[j2]] if j2 > j1 else zero
            q3 = q[entries[j3]] if j3 > j2 else zero
            for k in range(n_padded):
                total[k] += (
                    q0 * weighted[d0, k]
                    + q1 * weighted[d1, k]
                    + q2 * weighted[d2, k]
                    + q3 * weighted[d3, k]
                )
        for k in range(n_padded):
            total[k] *= gain * (scale * n_wk[w, k] + eta)
        for k in range(n_padded):
            out[w, k] += total[k]


# The topic k in which goal = u sum_k p_k lies among the running sums of p: the line of 16 topics,
# then the topic. Every draw that is not told at a glance is decided here, and only here, so sums
# are added in one order.
@helper
def find_topic(p: F32, u: Any, lines: F32) -> Any:
    """Return the topic that u, from 0 to 1, draws from the weights p; fill the sums of lines."""
    total = np.float32(0.0)
    for line in range(len(lines)):
        part = np.float32(0.0)
        for k in range(16 * line, 16 * line + 16):
            part += p[k]
        lines[line] = part
        total += part
    goal = total * u
    line = 0
    while line < len(lines) - 1 and goal >= lines[line]:
        goal -= lines[line]
        line += 1
    k = 16 * line
    while k < 16 * line + 15 and goal >= p[k]:
        goal -= p[k]
        k += 1
    while p[k] <= np.float32(0.0) and k > 0:
        k -= 1
    return np.int32(k)


# For each token i (term w) of document d, n_sweeps times, with N_wk and N_k fixed:
#   P(z_i = k | rest) ~ (N_dk without i + alpha_k) (N_wk + eta) / (N_k + V eta)
# N_dk is updated after every draw; the first sweep adds the tokens one by one. Entry w stands for
# c_dw tokens. number is 0, 1, ... as int32, which is compared sixteen at a time, as int64 is not.
#
# Six of seven tokens keep their topic: they are told by the sum of the weights before it. Where
# no other token of the document has moved since the last sweep, the weights are still the same and
# so is that sum. A goal within rounding of either end is left to find_topic, so that neither
# shortcut ever changes a draw. Scratch comes from outside: np.empty of each type, int and max are
# functions to compile, a third of the time that this kernel takes.
@kernel(fastmath=FAST)
def draw_topics(  # noqa: C901, PLR0912, PLR0917 - one kernel, one loop
    document: Any,
    counts: F32,
    topics: Any,
    n_wk: F32,
    scalars: Any,
    uniform: F32,
    z: Any,
    scratch: Any,
    bounds: Any,
) -> None:
    """Draw the topic of every token of documents first to last; uniform: (n_tokens, n_sweeps)."""
    offsets, terms, token_offsets = document
    rate, alpha, number = topics
    scale, eta = scalars
    own, p, lines, kept, seen = scratch
    first, last = bounds
    n_padded, n_sweeps = len(alpha), uniform.shape[1]
    zero, one = np.float32(0.0), np.float32(1.0)
    rounding = np.float32((n_padded // 16 + 32) * 2.0**-22)  # of a sum in any order, twofold
    for d in range(first, last):
        begin, n_moves = token_offsets[d], 0
        for k in range(n_padded):
            own[k] = alpha[k]
        for sweep in range(n_sweeps):
            i = begin
            for j in range(offsets[d], offsets[d + 1]):
                w = terms[j]
                for _ in range(np.int64(counts[j])):
                    t = i - begin
                    taken, put = np.int32(-1), np.int32(-1)
                    if sweep > 0:
                        taken = np.int32(z[i])
                        if seen[t] == n_moves:
                            goal = kept[t, 0] * uniform[i, sweep]
                            if kept[t, 1] < goal < kept[t, 2]:
                                put = taken
                    if put < 0:
                        below, total = zero, zero
                        for k in range(n_padded):
                            now = own[k] - one if number[k] == taken else own[k]
                            chance = now * rate[k] * (scale * n_wk[w, k] + eta)
                            p[k] = chance
                            total += chance
                            below += chance if number[k] < taken else zero
                        above = below + p[taken if taken >= 0 else 0]
                        kept[t, 0] = total
                        kept[t, 1] = below + rounding * total
                        kept[t, 2] = above - rounding * total
                        seen[t] = n_moves
                        goal = total * uniform[i, sweep]
                        put = taken
                        if taken < 0 or goal <= kept[t, 1] or goal >= kept[t, 2]:
                            put = find_topic(p, uniform[i, sweep], lines)
                        if put != taken:
                            z[i] = put
                            own[put] += one
                            if taken >= 0:
                                own[taken] -= one
                            n_moves += 1
                    i += 1


# For each token i (term w) that changed its topic:
#   N_wk = N_wk + 1 for k = z_i, and - 1 for k = z_old_i; moves_k: the change of N_k
# Whole numbers below 2^24: exact in float32, in any order.
@kernel
def move_tokens(  # noqa: PLR0917 - kernels take arrays by position
    terms: Any, counts: Any, tokens: Any, n_wk: F32, moves: Any
) -> None:
    """Move the tokens of a block from topic z_old (-1: none) to topic z."""
    z_old, z = tokens
    one = np.float32(1.0)
    i = 0
    for j in range(len(terms)):
        for _ in range(int(counts[j])):
            old, new = z_old[i], z[i]
            i += 1
            if old != new:
                if old >= 0:
                    n_wk[terms[j], old] -= one
                    moves[old] -= 1
                n_wk[terms[j], new] += one
                moves[new] += 1


# For each article d that has a term of one article:
#   likeness_d = sum_w x_w y_dw
# Terms are added in the order of the article's; likeness is zero at first.
@kernel
def liken_rows(article: Any, by_term: Any, likeness: Any, found: Any) -> Any:
    """Add up the likeness of every row to one article; fill found, return how many there are."""
    terms, own = article
    offsets, rows, values = by_term
    n_found = 0
    for j in range(len(terms)):
        x = own[j]
        for i in range(offsets[terms[j]], offsets[terms[j] + 1]):
            d = rows[i]
            if likeness[d] == 0.0:
                found[n_found] = d
                n_found += 1
            likeness[d] += x * values[i]
    return n_found


# The entries of a block in the order of their terms, those of a term in the order of the rows.
@kernel
def index_terms(  # noqa: PLR0917 - kernels take arrays by position
    offsets: Any, terms: Any, starts: Any, documents: Any, entries: Any
) -> None:
    """Sort the entries by term; starts (zeros at first) receives where each term begins."""
    n_terms = len(starts) - 1
    for i in range(len(terms)):
        starts[terms[i] + 1] += 1
    for w in range(n_terms):
        starts[w + 1] += starts[w]
    place = starts[:n_terms].copy()
    for d in range(len(offsets) - 1):
        for i in range(offsets[d], offsets[d + 1]):
            at = place[terms[i]]
            place[terms[i]] += 1
            documents[at] = d
            entries[at] = i
