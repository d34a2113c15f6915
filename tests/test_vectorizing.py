"""Counts and weights equal scikit-learn's, and say what they leave out."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator

import toolkit as tt
from toolkit._kernels import text as kernels
from toolkit._kernels import vectorizing as weight_kernels
from toolkit.tokenizing import block_cuts
from toolkit.tokenizing.buffers import Pool, Scratch, as_arrow, cut_array, utf8_parts
from toolkit.tokenizing.interner import Forms
from toolkit.tokenizing.scanner import scan
from toolkit.tokenizing.sklearn_pattern import scan_words
from toolkit.vectorizing import DocumentTermMatrix
from toolkit.vectorizing import counts as counting
from toolkit.vectorizing import weights as weighting

PATTERN = r"(?u)\b\w\w+\b"
TEXTS = ["Peace talks failed.", "Talks about talks in 2018.", "", "The war and the talks"]

LETTERS = st.one_of(
    st.sampled_from(list("aabBcCszZ019_.,' \n-’éÉİıßΣςσΑαΒقَक्👍ǅͅ")),
    st.characters(exclude_categories=["Cs"]),
)
DOCUMENTS = st.lists(st.lists(LETTERS, max_size=25).map("".join), min_size=1, max_size=5)


@pytest.fixture
def dtm():
    return tt.count_terms(tt.tokenize(TEXTS))


# ---- scikit-learn's pattern ------------------------------------------------------------------


@settings(max_examples=400, deadline=None)
@given(DOCUMENTS)
def test_with_its_pattern_the_result_is_that_of_countvectorizer(texts):
    theirs = CountVectorizer()
    ours = tt.NewsVectorizer(token_pattern=PATTERN)
    try:
        expected = theirs.fit_transform(texts)
    except ValueError:
        with pytest.raises(tt.errors.InputError, match="no term is left"):
            ours.fit_transform(texts)
        return
    got = ours.fit_transform(texts)
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    assert (got != expected).nnz == 0
    assert got.dtype == expected.dtype
    assert (ours.transform(texts[::-1]) != theirs.transform(texts[::-1])).nnz == 0


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"min_docs": 2}, {"min_df": 2}),
        ({"max_doc_share": 0.5}, {"max_df": 0.5}),
        ({"stop_words": ["the", "talks"]}, {"stop_words": ["the", "talks"]}),
        ({"vocabulary": ["peace", "talks", "zebra"]}, {"vocabulary": ["peace", "talks", "zebra"]}),
        ({"max_terms": 1}, {"max_features": 1}),
        ({"lower": False}, {"lowercase": False}),
    ],
)
def test_options_mean_what_those_of_countvectorizer_mean(ours, theirs):
    mine = tt.NewsVectorizer(token_pattern=PATTERN, **ours)
    other = CountVectorizer(**theirs)
    assert (
        mine.fit_transform(TEXTS).toarray().tolist()
        == other.fit_transform(TEXTS).toarray().tolist()
    )
    assert mine.get_feature_names_out().tolist() == other.get_feature_names_out().tolist()


# ---- counting tokens --------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_counts_are_those_of_the_lists_of_words(texts):
    tokens = tt.tokenize(texts)
    dtm = tt.count_terms(tokens)
    for row, words in enumerate(tokens):
        counted = dict(zip(dtm.terms.tolist(), dtm.counts[row].toarray()[0].tolist(), strict=True))
        assert {term: n for term, n in counted.items() if n} == dict(
            pd.Series(words, dtype=object).value_counts()
        )


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, st.integers(1, 3), st.sampled_from([0.4, 0.7, 1.0]))
def test_every_token_is_counted_or_pruned(texts, min_docs, max_doc_share):
    tokens = tt.tokenize(texts)
    dtm = tt.count_terms(tokens, min_docs=min_docs, max_doc_share=max_doc_share)
    assert int(dtm.counts.sum()) + int(dtm.pruned["n_tokens"].sum()) == tokens.n_tokens
    assert dtm.n_tokens.tolist() == np.diff(tokens.offsets).tolist()
    assert dtm.terms.tolist() == sorted(dtm.terms.tolist())


def test_the_matrix_is_canonical_and_says_what_was_pruned(dtm):
    assert dtm.counts.has_canonical_format
    assert dtm.counts.dtype == np.int32
    assert dtm.terms.tolist() == ["failed", "peace", "talks", "war"]
    assert dtm.counts.toarray().tolist() == [[1, 1, 1, 0], [0, 0, 2, 0], [0, 0, 0, 0], [0, 0, 1, 1]]
    assert dtm.pruned["rule"].tolist() == ["stop word", "number"]
    assert repr(dtm) == "<DocumentTermMatrix: 4 articles x 4 terms, 7 of 13 tokens counted>"


def test_pruning_names_its_rule_and_the_terms_it_took():
    dtm = tt.count_terms(tt.tokenize(TEXTS), min_docs=2, max_doc_share=0.7)
    assert dtm.shape == (4, 0)
    rules = dtm.pruned.set_index("rule")["examples"].to_dict()
    assert rules["min_docs"] == "failed peace war"
    assert rules["max_doc_share"] == "talks"


def test_the_most_frequent_terms_are_kept_and_the_alphabet_decides_between_equals():
    dtm = tt.count_terms(tt.tokenize(TEXTS), max_terms=2)
    assert dtm.terms.tolist() == ["failed", "talks"]


def test_a_vocabulary_lines_new_articles_up_with_old_ones(dtm):
    new = tt.count_terms(tt.tokenize(["War, war and sanctions"]), vocabulary=dtm)
    assert new.terms.tolist() == dtm.terms.tolist()
    assert new.counts.toarray().tolist() == [[0, 0, 0, 2]]
    asked = tt.count_terms(tt.tokenize(["The war"]), vocabulary=["war", "the"])
    assert (asked.terms.tolist(), asked.counts.toarray().tolist()) == (["the", "war"], [[1, 1]])


def test_an_added_empty_article_changes_no_other_row(dtm):
    more = tt.count_terms(tt.tokenize([*TEXTS, ""]))
    assert more.counts[:4].toarray().tolist() == dtm.counts.toarray().tolist()
    assert more.counts[4].nnz == 0


def test_frequent_terms_are_listed_and_not_dropped(dtm):
    table = tt.frequent_terms(dtm, n_terms=2)
    assert table["term"].tolist() == ["talks", "failed"]
    assert table["doc_share"].tolist() == [0.75, 0.25]
    assert table["n_tokens"].tolist() == [4, 1]


# ---- the kernels ------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(DOCUMENTS, st.sampled_from([1, 2, 3]))
def test_blocks_threads_and_the_plain_way_change_no_count(texts, n_jobs):
    tokens = tt.tokenize(texts, stop_words=None, min_length=1)
    column = np.arange(len(tokens.terms), dtype=np.int32) - 1
    few, block = counting.FEW_TOKENS, block_cuts.BLOCK_TOKENS
    results = []
    try:
        for counting.FEW_TOKENS, block_cuts.BLOCK_TOKENS in ((few, block), (-1, block), (-1, 3)):
            blocks = counting.token_blocks(tokens.ids, tokens.offsets, column)
            counted = counting.count_columns(blocks, max(len(column) - 1, 0), n_jobs=n_jobs)
            results.append([a.tolist() for a in (counted.data, counted.indices, counted.indptr)])
    finally:
        counting.FEW_TOKENS, block_cuts.BLOCK_TOKENS = few, block
    assert results[0] == results[1] == results[2]


@pytest.mark.parametrize("n_columns", [1, 31, 32, 33, 1023, 1024, 1025, 70_000])
def test_columns_come_out_in_order_whatever_their_number(n_columns, rng):
    ids = rng.integers(0, n_columns, 500).astype(np.int32)
    offsets = np.array([0, 0, 10, 500], dtype=np.int64)
    column = np.arange(n_columns, dtype=np.int32)
    columns, counts, sizes = np.empty(500, np.int32), np.empty(500, np.int32), np.zeros(3, np.int64)
    room = counting.room_for_columns(n_columns)
    n = kernels.count_rows(ids, offsets, column, n_columns, columns, counts, sizes, *room)
    assert not room[0].any()
    assert not room[1].any()
    row = np.concatenate([[0], sizes.cumsum()])
    got = sparse.csr_matrix((counts[:n], columns[:n], row), shape=(3, n_columns))
    expected = np.array(
        [np.bincount(ids[a:b], minlength=n_columns) for a, b in ((0, 0), (0, 10), (10, 500))]
    )
    assert (got.toarray() == expected).all()
    assert got.has_canonical_format


PLAIN = """
import json, sys
from toolkit.tokenizing.scanner import scan
from toolkit.tokenizing import collocations, phrase_breaks, sequences
from toolkit.vectorizing import counts
import toolkit as tt, numba
counts.FEW_TOKENS = collocations.FEW_TOKENS = phrase_breaks.FEW_TOKENS = sequences.FEW_TOKENS = -1
collocations.MOST_BITS = 10
texts = json.loads(sys.stdin.read())
stream = scan(texts, few=-1)
words = tt.NewsVectorizer(token_pattern=r"(?u)\\b\\w\\w+\\b")
counted = words.fit_transform(texts)
tokens = tt.tokenize(texts, aliases={"Al": ["al-qaeda men"]})
dtm = tt.count_terms(tokens)
listed = tt.find_phrases(tokens, min_count=1, min_docs=1)
collocations.MOST_PASSES = -1
pairs = tt.find_phrases(tokens, min_count=1, min_docs=1)
assert pairs.equals(listed)
result = [pairs.head(500).to_json(), list(stream.surfaces), list(words.vocabulary_)] + [
    a.tolist() for a in (stream.ids, stream.offsets, stream.starts, stream.ends, stream.gaps,
    counted.data, counted.indices, words.n_tokens_, tokens.ids, dtm.counts.data,
    dtm.counts.indices)]
print(json.dumps([numba.config.DISABLE_JIT, result]))
"""


def test_the_kernels_say_the_same_as_plain_python():
    texts = [
        "U.S.-backed forces’ F-16s\n\nUS AND IS MEET at https://example.org/x. نعم İdlib Σας",
        "al-Qaeda men, nego-\ntiations; @a #b c@d.org 3.5 9/11 " + "internationalisation " * 3,
        " ".join(f"word{k} internationalisation{k}" for k in range(2300)),
    ]
    answers = []
    for disabled in ("0", "1"):
        ran = subprocess.run(
            [sys.executable, "-c", PLAIN],
            input=json.dumps(texts),
            env={**os.environ, "NUMBA_DISABLE_JIT": disabled},
            capture_output=True,
            text=True,
            check=True,
        )
        was_disabled, result = json.loads(ran.stdout)
        assert str(int(was_disabled)) == disabled
        answers.append(result)
    assert answers[0] == answers[1]


def test_words_whose_hashes_collide_stay_apart():
    slots = 1 << 13
    mix = kernels.mix
    words = ["".join(w) for w in product("abcdefghijklm", repeat=4)]
    slot = {word: mix(int.from_bytes(word.encode(), "little"), 0, 8) % slots for word in words}
    ((commonest, n),) = Counter(slot.values()).most_common(1)
    alike = [word for word in words if slot[word] == commonest]
    assert n > 5
    longer = [f"{word}internationalisation{word}" for word in alike]
    stream = scan([" ".join([*alike, *longer] * 2)], few=-1)
    assert stream.surfaces == sorted([*alike, *longer])
    found = [stream.surfaces[number] for number in stream.ids]
    assert found == [*alike, *longer] * 2


def test_forms_keep_their_numbers_whenever_the_table_grows():
    slots = 1 << 13
    last = [  # words that belong into the last slots, so that the first ones are taken as well
        word
        for word in map("".join, product("abcdefghijklmn", repeat=4))
        if kernels.mix(int.from_bytes(word.encode(), "little"), 0, 8) % slots > slots - 40
    ]
    assert len(last) > 60
    words = [
        *last,
        *(f"{k}internationalisation{k}" for k in range(9_000)),
        *map(str, range(30_000)),
    ]
    forms, ids = Forms(), []
    for begin in range(0, 2 * len(words), 7_001):
        listed = [*words, *words][begin : begin + 7_001]
        text = Scratch().padded(cut_array(as_arrow(listed)))
        begins = text.offsets[:-1].astype(np.int32)
        sizes = np.diff(text.offsets).astype(np.int32)
        ids.append(np.empty(len(listed), dtype=np.int32))
        forms.intern(text, begins, sizes, all_caps=np.zeros(len(listed), np.uint8), ids=ids[-1])
    assert forms.to_arrow().to_pylist() == words
    assert np.concatenate(ids).tolist() == [*range(len(words))] * 2
    assert forms.seen.tolist() == [2] * len(words)


def test_words_with_the_same_end_and_the_same_hash_stay_apart():
    """Of long words the first bytes are compared too, not only hashed."""
    ends = [f"{'x' * k}{letter}{'y' * 20}" for k in range(3) for letter in "abc"]
    stream = scan([" ".join(ends * 3)], few=-1)
    assert [stream.surfaces[number] for number in stream.ids] == ends * 3


# ---- weights ----------------------------------------------------------------------------------


@pytest.mark.parametrize("smooth", [True, False])
@pytest.mark.parametrize("norm", ["l2", "l1", None])
@pytest.mark.parametrize("sublinear", [True, False])
@pytest.mark.parametrize("use_idf", [True, False])
def test_weights_are_those_of_tfidftransformer(dtm, smooth, norm, sublinear, use_idf):
    ours = tt.tfidf(dtm, smooth=smooth, norm=norm, sublinear=sublinear, use_idf=use_idf)
    theirs = TfidfTransformer(smooth_idf=smooth, norm=norm, sublinear_tf=sublinear, use_idf=use_idf)
    expected = theirs.fit_transform(dtm.counts.astype(float))
    assert ours.weights.toarray() == pytest.approx(expected.toarray(), abs=1e-12)
    assert ours.weights.dtype == np.float64
    assert ours.terms.tolist() == dtm.terms.tolist()


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.dictionaries(st.integers(0, 8), st.integers(1, 9)), min_size=1, max_size=12),
    st.sampled_from(["l2", "l1", None]),
    st.booleans(),
)
def test_weights_of_the_kernel_have_the_bytes_of_numpy(rows, norm, sublinear):
    """One pass over the values sums in the order in which `numpy.bincount` does."""
    counts = sparse.csr_matrix(
        [[row.get(column, 0) for column in range(9)] for row in rows], dtype=np.int32
    )
    scale = weighting.Weighting(np.log(np.arange(2, 11)) + 1, norm, sublinear)
    plain = scale.weigh(counts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weighting, "FEW_WEIGHTS", -1)
        compiled = scale.weigh(counts)
        patch.setattr(weight_kernels, "weigh_rows", weight_kernels.weigh_rows.py_func)
        uncompiled = scale.weigh(counts)
    assert compiled.data.tobytes() == plain.data.tobytes() == uncompiled.data.tobytes()
    assert compiled.indices.tolist() == plain.indices.tolist() == counts.indices.tolist()


def test_weights_state_their_formula_and_leave_the_counts_alone(dtm):
    before = dtm.counts.copy()
    weights = tt.tfidf(dtm, sublinear=True)
    assert weights.formula == "(1 + ln tf) * (ln((1 + n) / (1 + df)) + 1), rows scaled to l2 norm 1"
    assert (dtm.counts != before).nnz == 0
    assert not isinstance(weights, DocumentTermMatrix)


# ---- the estimator ----------------------------------------------------------------------------


def test_the_vectorizer_counts_what_tokenize_and_count_terms_count():
    texts = ["U.S. and US forces told us", "F-16s over Idlib, 2018", "Daesh’s men told us"]
    vectorizer = tt.NewsVectorizer()
    counts = vectorizer.fit_transform(texts)
    dtm = tt.count_terms(tt.tokenize(texts))
    assert vectorizer.get_feature_names_out().tolist() == dtm.terms.tolist()
    assert counts.toarray().tolist() == dtm.counts.toarray().tolist()
    assert vectorizer.n_tokens_.tolist() == dtm.n_tokens.tolist()
    assert vectorizer.transform(["US forces and zebras"]).sum() == 2


def test_aliases_and_phrases_reach_the_vectorizer():
    vectorizer = tt.NewsVectorizer(aliases={"Daesh": ["ISIS"]}, phrases=["peace talks"])
    vectorizer.fit(["ISIS left the peace talks"])
    assert vectorizer.get_feature_names_out().tolist() == ["daesh", "left", "peace_talks"]
    assert vectorizer.transform(["Daesh, peace talks"]).toarray().tolist() == [[1, 0, 1]]


def test_texts_may_come_as_a_stream():
    counted = tt.NewsVectorizer().fit_transform(text for text in TEXTS)
    assert counted.shape == (4, 4)


def test_threads_change_nothing():
    texts = [f"word{k % 97} talks{k % 13}" for k in range(3000)]
    one, two = (tt.NewsVectorizer(n_jobs=n).fit_transform(texts) for n in (1, 2))
    assert (one != two).nnz == 0


def test_terms_of_articles_left_out_have_no_column():
    tokens = tt.tokenize(["peace talks", "war and war"])
    dtm = tt.count_terms(tokens[1:])
    assert dtm.terms.tolist() == ["war"]
    assert dtm.counts.toarray().tolist() == [[2]]
    assert dtm.pruned["rule"].tolist() == ["stop word"]


def test_counted_words_stay_in_order_whatever_is_left_out():
    texts = ["Zebra and apple in 2018", "the Apple", "a zebra 2018"]
    for options in ({}, {"token_pattern": r"(?u)\b\w\w+\b", "stop_words": ["and", "the"]}):
        vectorizer = tt.NewsVectorizer(**options)
        counts = vectorizer.fit_transform(texts)
        terms = vectorizer.get_feature_names_out().tolist()
        assert terms == sorted(set(terms))
        for row, text in zip(counts.toarray().tolist(), texts, strict=True):
            words = text.lower().split()
            assert row == [words.count(term) for term in terms]


def test_the_vectorizer_works_in_a_pipeline_and_can_be_cloned():
    pipe = make_pipeline(clone(tt.NewsVectorizer(min_docs=1)), LogisticRegression())
    pipe.fit(["war and war", "peace talks", "war again", "talks of peace"], [0, 1, 0, 1])
    assert pipe.predict(["a war", "the peace"]).tolist() == [0, 1]


@pytest.mark.filterwarnings("ignore")
def test_scikit_learn_checks_of_an_estimator_of_texts():
    check_estimator(tt.NewsVectorizer())


# ---- messages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda t: tt.count_terms(t, min_docs=0.2),
            "count_terms: min_docs must be a whole number from 1; got 0.2. For a share "
            "of the articles use max_doc_share.",
        ),
        (
            lambda t: tt.count_terms(t, max_terms=0),
            "count_terms: max_terms must be a whole number from 1; got 0.",
        ),
        (
            lambda t: tt.count_terms(t, max_doc_share=2),
            "count_terms: max_doc_share must be a share above 0 and up to 1; got 2.",
        ),
        (
            lambda t: tt.count_terms(t, vocabulary="war"),
            "count_terms: vocabulary must be a list of terms; got 'war'.",
        ),
        (
            lambda t: tt.count_terms(t, vocabulary=["a", "a"]),
            "count_terms: the vocabulary lists 'a' more than once.",
        ),
        (
            lambda t: tt.count_terms(t, vocabulary=["a"], min_docs=2),
            "count_terms: a vocabulary cannot be combined with min_docs, "
            "max_doc_share or max_terms; leave them out.",
        ),
        (
            lambda t: tt.frequent_terms(tt.count_terms(t), n_terms=0),
            "frequent_terms: n_terms must be a whole number from 1; got 0.",
        ),
        (
            lambda t: tt.tfidf(tt.count_terms(t), norm="l3"),
            "tfidf: norm must be one of 'l2', 'l1', None; got 'l3'.",
        ),
        (
            lambda _: tt.NewsVectorizer(token_pattern=r"\w+").fit(["a"]),
            "NewsVectorizer: token_pattern must be one of 'news',",
        ),
        (
            lambda _: tt.NewsVectorizer().fit("war"),
            "NewsVectorizer: texts must be a Series or a list of texts, such as articles['text']; "
            "got 'war'.",
        ),
        (
            lambda _: tt.NewsVectorizer().fit(["war", None]),
            "NewsVectorizer: text 1 is None, not a string.",
        ),
        (lambda _: tt.NewsVectorizer().fit(["the"]), "NewsVectorizer: no term is left to count."),
        (
            lambda _: tt.NewsVectorizer(phrases=True).fit(["war"]),
            "NewsVectorizer: phrases must be a list. Find them first: "
            "phrases=find_phrases(tokens)['phrase'].tolist()",
        ),
        (
            lambda _: tt.NewsVectorizer(token_pattern=PATTERN, lemmas="snowball").fit(["war"]),
            "NewsVectorizer: lemmas needs token_pattern='news'.",
        ),
    ],
)
def test_messages_say_what_was_given_and_what_to_do(call, message):
    with pytest.raises(tt.errors.InputError, match=re.escape(message)):
        call(tt.tokenize(TEXTS))


@pytest.fixture
def rng():
    return np.random.default_rng(2018)


def test_special_letters_are_lowered_before_they_are_looked_for():
    part = next(utf8_parts(["İA ΑΣ'Α ΑΣ"]))
    keys = scan_words(Pool(Forms), part).forms.to_arrow().to_pylist()
    assert keys == CountVectorizer().build_analyzer()("İA ΑΣ'Α ΑΣ")
