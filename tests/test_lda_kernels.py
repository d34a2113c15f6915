"""The kernels: equal to plain Python, and to their equations written with numpy."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from scipy.special import gammaln, psi

from toolkit._kernels import lda as kernels
from toolkit._kernels.short_draws import draw_short_articles
from toolkit.models.lda import blocks, matrices, priors, steps
from toolkit.models.lda.blocks import cut_blocks
from toolkit.models.lda.matrices import as_counts, content_order, take_rows
from toolkit.models.lda.priors import learn_alpha, learn_eta

K = 5


@pytest.fixture(params=[0, 1])
def case(request):
    """One block with an empty document, and documents of 1 to 12 terms."""
    rng = np.random.default_rng(request.param)
    matrix = rng.poisson(0.8, (14, 12))
    matrix[3] = 0
    matrix[4] = 0
    matrix[4, 7] = 3
    matrix[5] = rng.integers(1, 4, 12)
    block = cut_blocks(as_counts(matrix), 10**6)[0]
    state = steps.fixed_state(rng.dirichlet(np.ones(12), K), rng.uniform(0.1, 1.0, K))
    state.n_wk *= np.float32(50)
    state.n_k = state.n_wk[:, :K].sum(axis=0, dtype=np.float64)
    state.eta, state.scale = 0.05, 0.5
    return matrix, block, state


def _infer(function, block, state, n_inner, n_relaxed=0, tol=0.0):
    theta = steps.prior_rows(state, 14)
    rows = (theta, np.zeros(14, np.float32), np.zeros_like(theta), np.zeros(len(block.terms), "f4"))
    topics = (steps.rate_of(state), steps.pad(state.alpha))
    scalars = (np.float32(state.scale), np.float32(state.eta), np.float32(tol))
    document, bounds = (block.offsets, block.terms), (0, 14, n_inner, n_relaxed)
    function(document, block.counts, topics, state.n_wk, scalars, rows, bounds)
    return rows


def _gather(function, block, state, rows):
    out = np.zeros_like(state.n_wk)
    scalars = (np.float32(state.scale), np.float32(state.eta), np.float32(2.0))
    bounds = (0, len(block.by_term[0]))
    function(block.by_term, rows[2], rows[3], state.n_wk, scalars, out, bounds)
    return out


def _tokens(block, n_sweeps, held=None):
    lengths = np.add.reduceat(np.append(block.counts, 0), block.offsets[:-1]).astype(np.int64)
    lengths[np.diff(block.offsets) == 0] = 0
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    uniform = np.random.default_rng(0).random((offsets[-1], n_sweeps), dtype=np.float32)
    held = np.full(offsets[-1], -1, np.int16) if held is None else held
    return steps.Draw(offsets, uniform, held, np.full_like(held, -1))


def _draw_anew(block, state, tokens):
    return priors.draw(state, block, tokens.token_offsets, tokens.uniform, n_jobs=1)


def _draw(function, block, state, tokens):
    scores = np.zeros(len(block.offsets) - 1)
    topics = (steps.rate_of(state), steps.pad(state.alpha))
    scalars = (np.float32(state.scale), np.float32(state.eta))
    document = (block.offsets, block.terms, tokens.token_offsets)
    labels = (tokens.z_old, tokens.z.copy())
    arrays = (block.counts, topics, state.n_wk, scalars, tokens.uniform, labels, scores)
    function(document, *arrays, (0, len(scores)))
    return labels[1], scores


@pytest.mark.parametrize(("n_inner", "n_relaxed", "tol"), [(1, 0, 0.0), (4, 2, 0.0), (50, 0, 1e-3)])
def test_inference_is_the_same_in_plain_python(case, n_inner, n_relaxed, tol):
    _, block, state = case
    compiled = _infer(kernels.infer_topics, block, state, n_inner, n_relaxed, tol)
    plain = _infer(kernels.infer_topics.py_func, block, state, n_inner, n_relaxed, tol)
    for a, b in zip(compiled, plain, strict=True):
        assert a == pytest.approx(b, rel=1e-4, abs=1e-6)


def test_inference_follows_its_equation(case):
    matrix, block, state = case
    theta, mass, _, q = _infer(kernels.infer_topics, block, state, 1)
    pseudo = state.n_wk[:, :K].astype(float) * state.scale + state.eta
    phi = pseudo / (state.n_k + 12 * state.eta)
    wanted = phi * state.alpha
    responsibility = wanted / wanted.sum(axis=1, keepdims=True)
    assert theta[:, :K] == pytest.approx(state.alpha + matrix @ responsibility, rel=1e-4)
    assert (theta[:, K:] == 0).all()
    assert mass == pytest.approx(np.full(14, state.alpha.sum()), rel=1e-5)
    probability = wanted.sum(axis=1)[block.terms]
    assert q == pytest.approx(block.counts / probability, rel=1e-4)


def test_gathering_is_the_same_in_plain_python_and_follows_its_equation(case):
    matrix, block, state = case
    rows = _infer(kernels.infer_topics, block, state, 1)
    compiled = _gather(kernels.gather_terms, block, state, rows)
    plain = _gather(kernels.gather_terms.py_func, block, state, rows)
    assert compiled == pytest.approx(plain, rel=1e-4, abs=1e-6)
    assert compiled.sum(axis=1) == pytest.approx(2.0 * matrix.sum(axis=0), rel=1e-4)


@pytest.mark.parametrize("n_padded", [16, 32, 112])
def test_a_term_of_one_entry_gets_the_bytes_of_the_loop_over_entries(n_padded):
    """Entries of weight zero change no bit, but send a term through the loop over entries."""
    rng = np.random.default_rng(n_padded)
    weighted = rng.gamma(0.3, 1.0, (3, n_padded)).astype(np.float32)
    n_wk = rng.gamma(0.1, 20.0, (500, n_padded)).astype(np.float32)
    scalars = (np.float32(0.7), np.float32(0.013), np.float32(1.3))
    q = np.append(rng.gamma(0.5, 1.0, 500), 0.0).astype(np.float32)
    found = []
    for n in (1, 2):
        entries = np.column_stack([np.arange(500), np.full(500, 500)])[:, :n].ravel()
        index = (
            np.arange(500, dtype=np.int32), np.arange(501) * n,
            (np.arange(500 * n) // n % 3).astype(np.int32), entries.astype(np.int32),
        )  # fmt: skip
        out = n_wk.copy()
        kernels.gather_terms(index, weighted, q, n_wk, scalars, out, (0, 500))
        found.append(out.tobytes())
    assert found[0] == found[1]


def test_drawing_topics_anew_is_the_same_in_plain_python_and_leaves_no_token_out(case, monkeypatch):
    _, block, state = case
    tokens = _tokens(block, 4)
    compiled = _draw_anew(block, state, tokens)
    monkeypatch.setattr(priors, "draw_topics", kernels.draw_topics.py_func)
    plain = _draw_anew(block, state, tokens)
    assert ((compiled >= 0) & (compiled < K)).all()
    assert (compiled != plain).mean() <= 0.05  # a draw on a boundary may move


def test_drawing_topics_is_the_same_in_plain_python_and_leaves_no_token_out(case):
    _, block, state = case
    tokens = _tokens(block, 4)
    compiled, scores = _draw(draw_short_articles, block, state, tokens)
    plain, plain_scores = _draw(draw_short_articles.py_func, block, state, tokens)
    assert ((compiled >= 0) & (compiled < K)).all()
    assert (compiled != plain).mean() <= 0.05  # a draw on a boundary may move
    assert scores == pytest.approx(plain_scores, rel=0.1)
    assert scores[3] == 0
    assert (np.delete(scores, 3) < 0).all()


@pytest.mark.parametrize("n_topics", [20, 50, 230])
def test_a_random_number_draws_the_same_topic_told_at_a_glance_or_looked_for(n_topics):
    """Numbers at the ends of topics, a few units of the last place to each side.

    One token a document, so that its weights stay the same. The first sweep looks for its topic,
    the second sums the weights before it, the third has that sum noted.
    """
    n, rng = 20_000, np.random.default_rng(n_topics)
    block = cut_blocks(as_counts(np.eye(8, dtype=int)[rng.integers(8, size=n)]), 10**6)[0]
    alpha = rng.integers(1, 400, n_topics) / 2.0**10  # (alpha + 1) - 1 is alpha, with no rounding
    state = steps.fixed_state(rng.gamma(0.3, 30.0, (n_topics, 8)), alpha)
    state.eta = 0.01
    weights = (state.n_wk[:, :n_topics] + state.eta) * alpha / (state.n_k + 8 * state.eta)
    ends = np.insert(np.cumsum(weights, axis=1), 0, 0, axis=1)[block.terms]
    ends /= ends[:, -1:]
    rows, left = np.arange(n), rng.integers(n_topics - 1, size=n)
    side = left + rng.integers(2, size=n)  # the topic before or after the end
    inside = (ends[rows, side] + ends[rows, side + 1]) / 2
    at_end = ends[rows, left + 1] * (1 + rng.integers(-8, 9, n) * 2.0**-24)
    found = []
    for n_sweeps in (1, 2, 3):
        tokens = _tokens(block, n_sweeps)
        tokens.uniform[:] = np.column_stack([inside] * (n_sweeps - 1) + [at_end])
        found.append(_draw_anew(block, state, tokens).tolist())
    assert found[0] == found[1] == found[2]
    assert 0.2 < np.mean(np.array(found[0]) == side) < 0.8


@pytest.mark.parametrize("n_topics", [5, 20, 70])
def test_a_shortcut_changes_no_draw(n_topics):
    """Against the equation with no shortcut, documents of one to nine tokens, five sweeps."""
    rng = np.random.default_rng(n_topics)
    phi = rng.dirichlet(np.full(40, 0.1), n_topics)
    subjects = rng.integers(n_topics, size=60)
    matrix = np.array([rng.multinomial(rng.integers(1, 10), phi[k]) for k in subjects])
    block = cut_blocks(as_counts(matrix), 10**6)[0]
    state = steps.fixed_state(phi, np.full(n_topics, 0.05))
    state.n_wk = np.rint(state.n_wk * np.float32(50))
    state.n_k, state.eta = state.n_wk[:, :n_topics].sum(axis=0, dtype=float), 0.01
    terms = np.repeat(block.terms, block.counts.astype(int))
    five = _tokens(block, 5)
    four = replace(five, uniform=five.uniform[:, :4].copy())
    before, drawn = (_draw_anew(block, state, tokens) for tokens in (four, five))
    assert before.tolist() == _plain_draws(state, four, terms, n_topics)
    assert drawn.tolist() == _plain_draws(state, five, terms, n_topics)
    assert 0.0 < np.mean(drawn != before) < 0.5  # some tokens move, most stay


def _plain_draws(state, tokens, terms, n_topics):
    z, phi = np.full(len(terms), -1), state.n_wk[:, :n_topics].astype(float) + state.eta
    phi /= state.n_k + len(phi) * state.eta
    for first, last in itertools.pairwise(tokens.token_offsets):
        own = state.alpha.copy()
        for sweep in range(tokens.uniform.shape[1]):
            for i in range(first, last):
                if sweep:
                    own[z[i]] -= 1
                p = own * phi[terms[i]]
                z[i] = int(np.searchsorted(np.cumsum(p), tokens.uniform[i, sweep] * p.sum()))
                own[z[i]] += 1
    return z.tolist()


def test_a_token_that_is_in_the_counts_is_taken_out_before_it_is_drawn(case):
    _, block, state = case
    state.scale = 1.0
    held = _draw(draw_short_articles, block, state, _tokens(block, 1))[0]
    tokens = _tokens(block, 1, held)
    drawn, scores = _draw(draw_short_articles, block, state, tokens)
    own = np.bincount(held[: tokens.token_offsets[1]], minlength=K).astype(float)
    N, n_k, wanted = state.n_wk[:, :K].astype(float), state.n_k, 0.0
    terms = np.repeat(block.terms, block.counts.astype(int))
    for i in range(tokens.token_offsets[1]):  # the equation, token by token
        one = np.eye(K)[held[i]]
        own -= one
        rest = np.maximum(N[terms[i]] - one, 0)
        phi = (rest + state.eta) / (n_k - one + 12 * state.eta)
        wanted += np.log(((own + state.alpha) * phi).sum() / (own + state.alpha).sum())
        own += np.eye(K)[drawn[i]]
    assert scores[0] == pytest.approx(wanted, rel=1e-4)


@pytest.mark.parametrize("n_topics", [1, 3, 20, 70])
def test_a_token_of_a_short_article_gets_each_topic_with_its_chance(n_topics):
    """Random numbers from 0 to 1 in even steps, for one token; at zero the others stay."""
    n, size, rng = 4000, 6, np.random.default_rng(n_topics)
    matrix = np.tile([1, 2, 0, 1, 2], (n, 1))
    block = cut_blocks(as_counts(matrix), 10**6)[0]
    state = steps.fixed_state(rng.gamma(0.3, 30.0, (n_topics, 5)), rng.gamma(1.0, 0.5, n_topics))
    state.n_wk, state.eta = np.ceil(state.n_wk), 0.01
    state.n_k = state.n_wk[:, :n_topics].sum(axis=0, dtype=float)
    held = rng.integers(min(3, n_topics), size=size).astype(np.int16)
    terms = np.repeat(block.terms[:4], [1, 2, 1, 2])
    for t in range(size):
        tokens = _tokens(block, 2, np.tile(held, n))
        tokens.uniform[:] = 0.0
        tokens.uniform[t::size, 1] = (np.arange(n) + 0.5) / n
        drawn, scores = _draw(draw_short_articles, block, state, tokens)
        drawn = drawn.reshape(n, size)
        others = np.delete(drawn, t, axis=1)
        assert (others == np.delete(held, t)).all()
        p = _chances(state, held, terms, t)
        found = np.bincount(drawn[:, t], minlength=n_topics) / n
        assert found == pytest.approx(p / p.sum(), abs=2 / n)  # two parts a topic
        stays = np.flatnonzero(drawn[:, t] == held[t])
        every = [_chances(state, held, terms, i).sum() for i in range(size)]
        mass = size - 1 + state.alpha.sum()
        assert scores[stays] == pytest.approx(np.log(np.array(every) / mass).sum(), rel=1e-5)


def _chances(state, held, terms, t):
    """The equation of a draw, of one token, every topic."""
    K = len(state.alpha)
    own = np.bincount(np.delete(held, t), minlength=K) + state.alpha
    one = np.eye(K)[held[t]]
    rest = np.maximum(state.n_wk[terms[t], :K] - one, 0) + state.eta
    return own * rest / (state.n_k - one + len(state.n_wk) * state.eta)


@pytest.mark.parametrize("anew", [True, False])
def test_topics_are_drawn_from_their_posterior(anew):
    """Against the posterior of one article's topics, all assignments counted out."""
    n, terms, alpha = 20_000, [0, 1, 1], np.array([0.7, 0.2])
    block = cut_blocks(as_counts(np.tile([1, 2], (n, 1))), 10**6)[0]
    phi = np.array([[0.8, 0.2], [0.3, 0.7]])
    state = steps.fixed_state(phi, alpha)
    tokens = _tokens(block, 20)
    drawn = (
        _draw_anew(block, state, tokens)
        if anew
        else _draw(draw_short_articles, block, state, tokens)[0]
    )
    found = np.bincount(drawn.reshape(n, 3) @ [4, 2, 1], minlength=8) / n
    odds = []
    for z in itertools.product(range(2), repeat=3):
        counts = np.bincount(z, minlength=2)
        prior = np.exp(gammaln(counts + alpha) - gammaln(alpha)).prod()
        odds.append(prior * np.prod([phi[k, w] for k, w in zip(z, terms, strict=True)]))
    assert found == pytest.approx(np.array(odds) / np.sum(odds), abs=0.012)


def test_recounting_moves_each_token_once(case):
    _, block, state = case
    tokens = _tokens(block, 2)
    drawn = _draw_anew(block, state, tokens)
    terms = np.repeat(block.terms, block.counts.astype(int))
    wanted = np.zeros_like(state.n_wk)
    np.add.at(wanted, (terms, drawn), 1)
    for function in (kernels.move_tokens, kernels.move_tokens.py_func):
        out, moves = np.zeros_like(wanted), np.zeros(K, np.int64)
        function(block.terms, block.counts, (tokens.z_old, drawn), out, moves)
        assert (out == wanted).all()
        assert (moves == wanted[:, :K].sum(axis=0)).all()
        function(block.terms, block.counts, (drawn, np.zeros_like(drawn)), out, moves)
        assert (out[:, 0] == wanted.sum(axis=1)).all()
        assert not out[:, 1:].any()
        assert moves.tolist() == [wanted.sum(), *[0] * (K - 1)]


def test_over_relaxation_reaches_the_same_shares_sooner(case):
    _, block, state = case
    exact = _infer(kernels.infer_topics, block, state, 2000)[0]
    plain = _infer(kernels.infer_topics, block, state, 12)[0]
    relaxed = _infer(kernels.infer_topics, block, state, 12, 11)[0]
    assert np.abs(relaxed - exact).sum() < np.abs(plain - exact).sum()


def test_scaled_counts_are_counts(case):
    matrix, block, state = case
    scaled = _infer(kernels.infer_topics, block, state, 3)[0]
    state.n_wk *= np.float32(state.scale)
    state.scale = 1.0
    assert _infer(kernels.infer_topics, block, state, 3)[0] == pytest.approx(scaled, rel=1e-4)
    assert scaled.sum() == pytest.approx(14 * state.alpha.sum() + matrix.sum(), rel=1e-4)


def test_blocks_hold_every_count_once():
    matrix = np.random.default_rng(2).poisson(0.5, (40, 15))
    data = as_counts(matrix)
    again = np.zeros_like(matrix)
    for block in cut_blocks(data, 30):
        words, ends, documents, places = block.by_term
        for number, word in enumerate(words):
            entries = slice(ends[number], ends[number + 1])
            rows = documents[entries] + block.rows.start
            again[rows, word] += block.counts[places[entries]].astype(int)
    assert (again == matrix).all()


@pytest.mark.parametrize("few", [0, blocks.FEW_ENTRIES])
def test_the_index_by_term_is_that_of_scipy_in_plain_python_too(few, monkeypatch):
    monkeypatch.setattr(blocks, "FEW_ENTRIES", few)
    rng = np.random.default_rng(3)
    rows = sparse.csr_matrix(rng.poisson(0.4, (30, 17)) * (rng.random((30, 1)) > 0.2))
    index = cut_blocks(as_counts(rows), 10**6)[0].by_term
    numbered = sparse.csr_matrix((np.arange(rows.nnz), rows.indices, rows.indptr), rows.shape)
    wanted = numbered.tocsc()
    assert [one.dtype for one in index] == [np.int32, np.int64, np.int32, np.int32]
    assert index.entries.tolist() == wanted.data.tolist()
    assert index.documents.tolist() == wanted.indices.tolist()
    assert index.offsets.tolist() == [0, *np.cumsum(np.diff(wanted.indptr)[index.terms])]
    begin = np.zeros(18, np.int64)
    found = np.empty((2, rows.nnz), np.int32)
    kernels.index_terms.py_func(rows.indptr, rows.indices, begin, *found)
    assert found.tolist() == [index.documents.tolist(), index.entries.tolist()]
    assert begin.tolist() == wanted.indptr.tolist()


def _shuffled(matrix, rng):
    """The same matrix with the terms of every row in another order, and some counts in two."""
    rows, terms, counts = [], [], []
    for row, values in enumerate(matrix):
        present = rng.permutation(np.flatnonzero(values))
        for term in present:
            parts = (
                [1, values[term] - 1] if values[term] > 1 and rng.random() < 0.3 else [values[term]]
            )
            rows += [row] * len(parts)
            terms += [term] * len(parts)
            counts += parts
    starts = np.searchsorted(rows, np.arange(len(matrix) + 1))
    return sparse.csr_matrix((np.array(counts), np.array(terms), starts), matrix.shape)


@pytest.mark.parametrize("index", [np.int32, np.int64])
@pytest.mark.parametrize("at_once", [7, 200_000])
def test_rows_that_are_not_sorted_are_read_as_if_they_were(index, at_once, monkeypatch):
    monkeypatch.setattr(matrices, "ENTRIES_AT_ONCE", at_once)
    rng = np.random.default_rng(1)
    dense = rng.poisson(0.9, (40, 12))
    dense[3:6] = 0
    given = _shuffled(dense, rng)
    given.indices, given.indptr = given.indices.astype(index), given.indptr.astype(index)
    before = given.indices.copy(), given.data.copy()
    read, plain = as_counts(given), as_counts(sparse.csr_matrix(dense))
    for name in ("offsets", "terms", "counts"):
        np.testing.assert_array_equal(getattr(read, name), getattr(plain, name))
    np.testing.assert_array_equal(given.indices, before[0])
    np.testing.assert_array_equal(given.data, before[1])


def test_sorted_rows_are_those_of_scipy():
    rng = np.random.default_rng(2)
    given = _shuffled(rng.poisson(2.0, (30, 9)), rng)
    found = matrices.sorted_rows(given)
    np.testing.assert_array_equal(found.toarray(), given.toarray())
    ends = [found.indices[a:b] for a, b in itertools.pairwise(found.indptr)]
    assert all((np.diff(terms) >= 0).all() for terms in ends)


def test_terms_beyond_the_matrix_are_left_to_scipy():
    broken = sparse.csr_matrix(np.array([[0, 1, 2], [1, 0, 1]]))
    broken.indices = np.array([2, 1, 9, 0], np.int32)
    np.testing.assert_array_equal(matrices.sorted_rows(broken).indices, broken.indices)


def test_the_shuffle_depends_on_what_the_rows_hold():
    matrix = np.random.default_rng(3).poisson(0.5, (40, 15))
    turned = np.random.default_rng(4).permutation(40)
    results = []
    for rows in (matrix, matrix[turned]):
        data = as_counts(rows)
        order, fingerprint = content_order(data, 7)
        results.append((take_rows(data, order).to_scipy().toarray().tolist(), fingerprint))
    assert results[0] == results[1]
    assert content_order(as_counts(matrix), 8)[0].tolist() != content_order(data, 7)[0].tolist()


def test_minkas_fixed_point_finds_the_prior_that_drew_the_counts():
    rng = np.random.default_rng(5)
    alpha = np.array([1.5, 0.5, 0.1])
    counts = np.array([rng.multinomial(80, shares) for shares in rng.dirichlet(alpha, 3000)])
    found = learn_alpha(counts.astype(float), np.ones(3), n_rounds=300)
    assert found == pytest.approx(alpha, rel=0.1)


def test_the_term_prior_is_found_from_whole_counts():
    rng = np.random.default_rng(6)
    counts = np.array([rng.multinomial(5000, p) for p in rng.dirichlet(np.full(400, 0.3), 8)]).T
    found = learn_eta(counts * 1.0, counts.sum(axis=0) * 1.0, 1.0, n_terms=400, n_rounds=200)
    assert found == pytest.approx(0.3, rel=0.25)


def test_learning_alpha_from_distinct_counts_gives_the_bytes_of_all_counts():
    rng = np.random.default_rng(4)
    counts = rng.negative_binomial(0.3, 0.1, (400, 7)).astype(float)
    alpha, lengths, (rows, topics) = np.full(7, 0.3), counts.sum(axis=1), np.nonzero(counts)
    growth = psi(counts[rows, topics] + alpha[topics]) - psi(alpha)[topics]
    above = np.bincount(topics, growth) + 1e-5
    below = (psi(lengths + alpha.sum()) - psi(alpha.sum())).sum() + 1.0
    assert learn_alpha(counts, alpha, n_rounds=1).tolist() == (alpha * above / below).tolist()
