"""Topics of other programs: read exactly, refused with the line, and through every later step."""

from __future__ import annotations

import contextlib
import gzip
import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import toolkit as tt
from toolkit.errors import InputError, ReadingError
from toolkit.interop.imported import fold_in

STATE = """#doc source pos typeindex type topic
#alpha : 0.5 1.5
#beta : 0.1
0 a.txt 0 0 war 0
0 a.txt 1 1 talks 1
0 a.txt 2 0 war 0
2 my file.txt 0 1 talks 1
2 my file.txt 1 2 deal 1
"""


def write(folder, name, text, *, packed=False):
    path = folder / name
    raw = text.encode("utf-8")
    path.write_bytes(gzip.compress(raw) if packed else raw)
    return path


@pytest.mark.parametrize("packed", [True, False])
def test_a_mallet_state_gives_shares_and_words_by_the_formulas(tmp_path, packed):
    topics = tt.interop.read_mallet_state(write(tmp_path, "state.gz", STATE, packed=packed))
    assert topics.shares.index.tolist() == ["a.txt", "my file.txt"]
    assert topics.shares.loc["a.txt"].tolist() == pytest.approx([2.5 / 5, 2.5 / 5])
    assert topics.shares.loc["my file.txt"].tolist() == pytest.approx([0.5 / 4, 3.5 / 4])
    assert topics.terms_.tolist() == ["deal", "talks", "war"]
    assert topics.topic_term_[0] == pytest.approx(np.array([0.1, 0.1, 2.1]) / 2.3)
    assert topics.topic_term_[1] == pytest.approx(np.array([1.1, 2.1, 0.1]) / 3.3)
    assert topics.doc_topic_prior_.tolist() == [0.5, 1.5]
    assert topics.components_.sum() == pytest.approx(5)


def test_documents_of_a_state_that_lost_all_tokens_are_missing(tmp_path):
    path = write(tmp_path, "state.gz", STATE, packed=True)
    topics = tt.interop.read_mallet_state(path, article_id=["x", "y", "z"])
    assert topics.shares.isna().all(axis=1).tolist() == [False, True, False]
    assert topics.shares.columns.name == "topic"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            STATE + "3 b.txt 0 0 war\n",
            "line 9: '3 b.txt 0 0 war' is not a token; expected 'doc source",
        ),
        (STATE + "3 b.txt 0 0 war x\n", "line 9: '3 b.txt 0 0 war x' is not a token"),
        (STATE + "-3 b.txt 0 0 war 1\n", "line 9: '-3 b.txt 0 0 war 1' is not a token"),
        (STATE + "3 b.txt 0 0 war 7\n", "2 values of alpha for 8 topics"),
        (STATE.replace("0.5 1.5", "0.5 x"), "line 2: 'x' is not a number"),
        ("", "the file holds no token"),
        (STATE + "99999999999999999999 b.txt 0 0 war 1\n", "line 9: '99999999999999999999 b.txt"),
        (STATE.replace("#alpha : 0.5 1.5\n", ""), "line 2: the file holds 0 values of alpha for 2"),
    ],
)
def test_a_broken_state_is_refused_with_its_line(tmp_path, text, message):
    with pytest.raises(ReadingError, match=re.escape(message)) as error:
        tt.interop.read_mallet_state(write(tmp_path, "state.txt", text))
    assert str(error.value).startswith("read_mallet_state: state.txt, line ")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("3 b 0 1 truce 1\n", "line 9: typeindex 1 is 'truce' here and 'talks' above."),
        ("3 b 0 7 talks 1\n", "line 9: typeindex 7 is 'talks' here and 'typeindex 1' above."),
        ("3 b 1 1 talks 1\n", "line 9: '3 b 1 1 talks 1' is not a token; expected 'doc source"),
        ("3 b York 1 talks 1\n", "line 9: '3 b York 1 talks 1' is not a token"),
        ("3 b 0 0 9 11 1\n", "line 9: several readings are possible, because names or terms"),
    ],
)
def test_a_state_whose_terms_cannot_be_told_apart_is_refused(tmp_path, lines, message):
    with pytest.raises(ReadingError, match=re.escape(message)):
        tt.interop.read_mallet_state(write(tmp_path, "state.txt", STATE + lines))


def test_sources_and_terms_of_a_state_may_hold_spaces_and_numbers(tmp_path):
    lines = "3 file 7 0 8 New York 1\n3 file 7 1 9 9 11 0\n3 file 7 2 10 West York 1\n"
    topics = tt.interop.read_mallet_state(write(tmp_path, "state.txt", STATE + lines))
    assert topics.shares.index.tolist() == ["a.txt", "my file.txt", "file 7"]
    assert topics.terms_.tolist() == ["9 11", "New York", "West York", "deal", "talks", "war"]


def test_documents_whose_shares_are_the_prior_are_not_guessed_to_be_empty(tmp_path):
    shares = write(tmp_path, "dt.txt", "0\ta\t0.25\t0.75\n1\tb\t0.9\t0.1\n")
    keys = write(tmp_path, "k.txt", "0\t0.5\twar\n1\t1.5\ttalks\n")
    with pytest.raises(InputError, match=r"1 of 2 documents have exactly the prior .* 'a'"):
        tt.interop.read_mallet(shares, topic_keys=keys)
    topics = tt.interop.read_mallet(shares, topic_keys=keys, lengths=[0, 12])
    assert topics.shares.isna().all(axis=1).tolist() == [True, False]
    assert (
        tt.interop.read_mallet(shares, topic_keys=keys, lengths=[4, 12]).shares.loc["a", 0] == 0.25
    )
    assert "do not say which documents have no words" in tt.interop.read_mallet(shares).note
    with pytest.raises(InputError, match="1 lengths for 2 documents"):
        tt.interop.read_mallet(shares, lengths=[1])


def test_topic_0_is_kept_where_a_table_with_a_heading_names_documents_by_digits(tmp_path):
    table = "doc\ttopic_0\ttopic_1\ttopic_2\n100\t0.94\t0.03\t0.03\n"
    topics = tt.interop.read_mallet(write(tmp_path, "dt.txt", table))
    assert topics.shares.loc["100"].tolist() == pytest.approx([0.94, 0.03, 0.03])
    short = table + "101\t0.5\t0.5\n"
    with pytest.raises(ReadingError, match="line 3: 2 shares where the heading has 3"):
        tt.interop.read_mallet(write(tmp_path, "dt.txt", short))


def test_a_state_without_names_needs_ids_and_enough_of_them(tmp_path):
    path = write(tmp_path, "state.txt", STATE.replace("a.txt", "NA").replace("my file.txt", "NA"))
    with pytest.raises(InputError, match=r"does not name its documents \('NA' stands for seve"):
        tt.interop.read_mallet_state(path)
    with pytest.raises(InputError, match=r"holds document 2 \(from 0\), and there are 2 article"):
        tt.interop.read_mallet_state(path, article_id=["x", "y"])


def test_a_damaged_or_missing_file_is_named(tmp_path):
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(STATE.encode() * 50)[:80])
    with pytest.raises(ReadingError, match=r"read_mallet_state: cut.gz is damaged, or not"):
        tt.interop.read_mallet_state(cut)
    with pytest.raises(ReadingError, match=r"read_mallet: cannot read none.txt: No such file"):
        tt.interop.read_mallet(tmp_path / "none.txt")
    (tmp_path / "latin.txt").write_bytes(b"0\ta\xe9\t0.5\t0.5\n")
    with pytest.raises(ReadingError, match=r"latin.txt is damaged, or not UTF-8 text"):
        tt.interop.read_mallet(tmp_path / "latin.txt")


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_or_refused_never_anything_else(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "file.txt"
    path.write_text(text, encoding="utf-8", errors="replace")
    for read in (tt.interop.read_mallet_state, tt.interop.read_mallet, tt.interop.read_stm):
        with contextlib.suppress(InputError):
            assert read(path).n_topics > 0


DOC_TOPICS = "0\ta\t0.25\t0.75\n1\tb\t0.9\t0.1\n"
OLD_DOC_TOPICS = "#doc name topic proportion ...\n0 a 1 0.75 0 0.25\n1 b 0 0.9 1 0.1\n"
WEIGHTS = "0\twar\t9.0\n0\ttalks\t1.0\n1\twar\t2.0\n1\ttalks\t6.0\n"
KEYS = "0\t0.5\twar front army siege\n1\t0.7\ttalks envoy\n"


@pytest.mark.parametrize("text", [DOC_TOPICS, OLD_DOC_TOPICS])
def test_both_of_mallets_tables_of_documents_are_read(tmp_path, text):
    topics = tt.interop.read_mallet(
        write(tmp_path, "dt.txt", text),
        word_weights=write(tmp_path, "w.txt", WEIGHTS),
        topic_keys=write(tmp_path, "k.txt", KEYS),
    )
    assert topics.shares.to_numpy() == pytest.approx(np.array([[0.25, 0.75], [0.9, 0.1]]))
    assert topics.shares.index.tolist() == ["a", "b"]
    assert topics.topic_term_ == pytest.approx(np.array([[0.1, 0.9], [0.75, 0.25]]))
    assert topics.labels.tolist() == ["war, front, army", "talks, envoy"]
    assert topics.doc_topic_prior_.tolist() == [0.5, 0.7]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("dt.txt", DOC_TOPICS + "2\tc\t1.0\n", "line 3: 1 shares where the first line has 2."),
        ("dt.txt", DOC_TOPICS + "2\tc\t1.0\tx\n", "line 3: 'x' is not a number."),
        ("dt.txt", "0 a\n", "line 1: expected number, name and shares of a document."),
        ("dt.txt", OLD_DOC_TOPICS + "2 c 1 -inf\n", "line 2: a topic or share is infinite."),
        ("dt.txt", "", "line 1: the file holds no document."),
        ("dt.txt", OLD_DOC_TOPICS + "2 c 1\n", "line 2: topics and shares do not come in pairs."),
        ("w.txt", "0\twar\n", "line 1: expected topic, word and weight between tabs, of 2 topics."),
        ("w.txt", "5\twar\t1\n", "line 1: expected topic, word and weight between tabs, of 2"),
        ("k.txt", "x\t0.5\twar\n", "line 1: expected topic, alpha and words between tabs, of 2"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(tmp_path, name, text, message):
    texts = {"dt.txt": DOC_TOPICS, "w.txt": WEIGHTS, "k.txt": KEYS} | {name: text}
    paths = {key: write(tmp_path, key, value) for key, value in texts.items()}
    with pytest.raises(ReadingError, match=re.escape(f"read_mallet: {name}, {message}")):
        tt.interop.read_mallet(
            paths["dt.txt"], word_weights=paths["w.txt"], topic_keys=paths["k.txt"]
        )


def test_a_file_that_asks_for_an_absurd_table_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("toolkit.interop.text_files.CELLS", 3)
    with pytest.raises(ReadingError, match=r"dt.txt: a table of 2 by 2 is too large; is this a"):
        tt.interop.read_mallet(write(tmp_path, "dt.txt", OLD_DOC_TOPICS))
    with pytest.raises(ReadingError, match=r"state.txt: a table of 3 by 2 is too large"):
        tt.interop.read_mallet_state(write(tmp_path, "state.txt", STATE))


def test_topics_without_words_say_what_is_missing(tmp_path):
    topics = tt.interop.read_mallet(write(tmp_path, "dt.txt", DOC_TOPICS))
    assert repr(topics) == "ImportedTopics from MALLET: 2 articles, 2 topics, without terms"
    with pytest.raises(InputError, match=r"have no terms.*word_weights= of read_"):
        tt.topic_terms(topics)


THETA = '"","V1","V2"\n"a",0.25,0.75\n"b",0.9,0.1\n'
LOGBETA = (
    '"V1","V2","V3"\n-0.105360515657826,-2.30258509299405,-Inf\n'
    "-0.693147180559945,-1.6094379124341,-1.20397280432594\n"
)


def test_tables_exported_from_stm_are_read(tmp_path):
    topics = tt.interop.read_stm(
        write(tmp_path, "theta.csv", THETA),
        beta=write(tmp_path, "beta.csv", LOGBETA),
        vocab=write(tmp_path, "vocab.txt", "war\ntalks\ndeal\n"),
    )
    assert topics.shares.loc["b"].tolist() == pytest.approx([0.9, 0.1])
    assert topics.terms_.tolist() == ["deal", "talks", "war"]
    assert topics.topic_term_ == pytest.approx(np.array([[0.0, 0.1, 0.9], [0.3, 0.2, 0.5]]))


@pytest.mark.parametrize(
    ("theta", "vocab_name", "vocab"),
    [
        ("V1,V2\n0.25,0.75\n0.9,0.1\n", "vocab.txt", "war\ntalks\ndeal"),
        ("0.25,0.75\n0.9,0.1\n", "vocab.csv", '"","x"\n"1","war"\n"2","talks"\n"3","deal"\n'),
        ('"","V1","V2"\n"1",0.25,0.75\n"2",0.9,0.1\n', "vocab.csv", '"x"\nwar\ntalks\ndeal\n'),
    ],
)
def test_other_ways_of_writing_them_in_r_give_the_same(tmp_path, theta, vocab_name, vocab):
    topics = tt.interop.read_stm(
        write(tmp_path, "theta.csv", theta),
        beta=write(tmp_path, "beta.csv", "0.9,0.1,0\n0.5,0.2,0.3\n"),
        vocab=write(tmp_path, vocab_name, vocab),
        article_id=["a", "b"],
    )
    assert topics.shares.loc["a"].tolist() == [0.25, 0.75]
    assert topics.terms_.tolist() == ["deal", "talks", "war"]
    assert topics.topic_term_ == pytest.approx(np.array([[0.0, 0.1, 0.9], [0.3, 0.2, 0.5]]))


@pytest.mark.parametrize(
    ("theta", "beta", "vocab", "message"),
    [
        ("0.25,0.75\n", None, None, "line 1: the rows have no names. Pass article_id="),
        ("", None, None, "line 1: the file holds no numbers."),
        ('"","V1"\n"a",x\n', None, None, "line 2: 'x' is not a number."),
        (
            '"","V1","V2"\n"a",0.5,0.5\n"b",1\n',
            None,
            None,
            "line 3: 1 numbers where the rows above",
        ),
        (THETA, "0.9,0.1\n0.5,0.5\n", "war\n", "1 terms, topic words of shape (2, 2)"),
        (THETA, "0.9,-0.1\n0.5,0.5\n", "war\ndeal\n", "hold negative, missing or infinite numbers"),
        (THETA, "0.9,0.1\n0.5,0.5\n", "war\nwar\n", "has the term 'war' twice."),
    ],
)
def test_broken_tables_of_stm_are_refused(tmp_path, theta, beta, vocab, message):
    paths = {
        name: write(tmp_path, f"{name}.txt", text)
        for name, text in (("beta", beta), ("vocab", vocab))
        if text is not None
    }
    with pytest.raises(InputError, match=re.escape(message)):
        tt.interop.read_stm(write(tmp_path, "theta.csv", theta), **paths)


# Objects: stand-ins with what the packages have, so that no package is needed.

COUNTS = np.array([[3, 0, 1], [0, 4, 1], [2, 0, 0], [0, 0, 0]])
WORDS = np.array([[0.8, 0.1, 0.1], [0.1, 0.7, 0.2]])
SHARES = np.array([[0.9, 0.1], [0.2, 0.8], [1.0, 0.0], [0.5, 0.5]])
TERMS = ["war", "talks", "deal"]
IDS = ["a", "b", "c", "d"]


class Tomotopy:
    used_vocabs, used_vocab_freq, alpha, k = tuple(TERMS), (5, 4, 2), np.array([0.1, 0.1]), 2
    docs = tuple(
        SimpleNamespace(get_topic_dist=lambda row=row: row, words=words)
        for row, words in zip(SHARES, ([0, 2], [1, 2], [0], [7]), strict=True)
    )

    def get_topic_word_dist(self, k):
        return WORDS[k]


class Gensim:
    id2word, alpha = dict(enumerate(TERMS)), np.array([0.1, 0.1])

    def get_topics(self):
        return WORDS

    def get_document_topics(self, bag, minimum_probability):
        assert minimum_probability == 0.0
        row = next(i for i, counts in enumerate(COUNTS) if dict(bag) == as_bag(counts))
        return list(enumerate(SHARES[row]))


class Sklearn:
    components_ = WORDS * 10

    def transform(self, matrix):
        return SHARES


def as_bag(counts):
    return {i: int(n) for i, n in enumerate(counts) if n}


BAGS = [list(as_bag(counts).items()) for counts in COUNTS]
TOPICA = SimpleNamespace(
    doc_topic=SHARES, topic_word=WORDS, vocabulary=TERMS, doc_lengths=COUNTS.sum(axis=1), alpha=None
)
MODELS = [
    (Tomotopy(), {}, 1),
    (TOPICA, {}, 1),
    (Gensim(), {"documents": BAGS}, 1),
    (Sklearn(), {"documents": COUNTS, "terms": TERMS}, 1),
]


@pytest.mark.parametrize(("model", "given_too", "n_empty"), MODELS)
def test_models_give_their_shares_and_words(model, given_too, n_empty):
    topics = tt.interop.import_topics(model, IDS, **given_too)
    known = topics.shares.iloc[: len(IDS) - n_empty]
    assert known.to_numpy() == pytest.approx(SHARES[: len(known)])
    assert topics.shares.isna().all(axis=1).sum() == n_empty
    assert topics.shares.index.name == "article_id"
    assert topics.terms_.tolist() == ["deal", "talks", "war"]
    assert topics.topic_term_ == pytest.approx(WORDS[:, ::-1])
    assert tt.topic_labels(topics, n_terms=1).tolist() == ["war", "talks"]


def bertopic(probabilities=None):
    return SimpleNamespace(
        topics_=[0, -1, 1, 0],
        c_tf_idf_=sparse.csr_matrix([[0.1, 0.1, 0.1], [2.0, 0.5, 0.0], [0.0, 1.0, 1.0]]),
        vectorizer_model=SimpleNamespace(get_feature_names_out=lambda: np.array(TERMS)),
        probabilities_=probabilities,
    )


def test_bertopics_outliers_stay_in_the_denominator():
    topics = tt.interop.import_topics(bertopic(), IDS)
    assert topics.shares.columns.tolist() == [0, 1, -1]
    assert topics.shares.to_numpy().tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0]]
    assert topics.n_topics == 2
    assert topics.topic_term_ == pytest.approx(np.array([[0.0, 0.2, 0.8], [0.5, 0.5, 0.0]]))


def test_bertopics_probabilities_are_shares_and_what_they_leave_is_outside_all_topics():
    soft = np.array([[0.7, 0.1], [0.2, 0.2], [0.0, 1.0], [0.5, 0.5]])
    topics = tt.interop.import_topics(bertopic(soft), IDS)
    assert topics.shares[[0, 1]].to_numpy() == pytest.approx(soft)
    assert topics.shares[-1].tolist() == pytest.approx([0.2, 0.6, 0.0, 0.0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: tt.interop.import_topics(object(), IDS),
            "import_topics: cannot tell what object is. Known are fitted models of tomotopy, ",
        ),
        (
            lambda: tt.interop.import_topics(Gensim(), IDS),
            "import_topics: a model of gensim needs documents=: the bag-of-words corpus, as gen",
        ),
        (
            lambda: tt.interop.import_topics(Sklearn(), IDS, documents=COUNTS),
            "import_topics: a model of scikit-learn needs terms=: vectorizer.get_feature_names",
        ),
        (
            lambda: tt.interop.import_topics(TOPICA, IDS[:3]),
            "import_topics: 4 documents for 3 article ids. A topica.Corpus drops documents",
        ),
        (
            lambda: tt.interop.import_topics(TOPICA, ["a", "a", "b", "c"]),
            "import_topics: article_id 'a' occurs twice; each article has one row.",
        ),
        (
            lambda: tt.interop.import_topics(TOPICA, IDS).transform(np.ones((2, 5))),
            "the matrix has 5 terms, the topics have 3. Count with count_terms(tokens, vocabulary=",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused(call, message):
    with pytest.raises(InputError, match=re.escape(message)):
        call()


def test_folding_in_agrees_with_the_shares_that_made_the_words():
    rng = np.random.default_rng(0)
    words = rng.dirichlet(np.full(200, 0.05), 4)
    shares = rng.dirichlet(np.full(4, 0.3), 60)
    counts = np.array([rng.multinomial(600, row @ words) for row in shares])
    found = fold_in(sparse.csr_matrix(counts), words, np.full(4, 0.1))
    assert np.abs(found - shares).mean() < 0.02


# Every later step, on the sample corpus.


@pytest.fixture(scope="module")
def sample():
    articles = tt.clean_articles(tt.load_sample(), progress=False)
    tokens = tt.tokenize(articles["text"], progress=False)
    dtm = tt.count_terms(tokens, min_docs=4, max_doc_share=0.4)
    names = np.asarray(dtm.terms)
    words = [
        [t for t, n in zip(names[r.indices], r.data, strict=True) for _ in range(n)]
        for r in dtm.counts
    ]
    return articles, tokens, dtm, words


def take_every_step(topics, sample):
    articles, tokens, dtm, _ = sample
    shares, source, dates = topics.shares, articles["source"].astype("str"), articles["date"]
    assert np.array_equal(topics.terms_, np.asarray(dtm.terms))
    assert len(tt.topic_terms(topics, rank_by="frex", n_terms=3)) == 3 * topics.n_topics
    assert len(tt.topic_summary(topics, shares, articles)) == topics.n_topics
    pd.testing.assert_frame_equal(
        tt.doc_topics(topics, dtm), shares, check_column_type=False, check_flags=False
    )
    assert len(tt.topic_coherence(tt.topic_terms(topics), tokens, n_terms=5)) == topics.n_topics
    assert len(tt.top_articles(shares, articles, topic=0, n=3)) == 3
    assert len(tt.topic_passages(topics, tokens, shares, topic=0, n=2).table) <= 2
    yearly = tt.share_by_period(shares, dates, freq="YS", random_state=1)
    assert yearly["share"].sum() == pytest.approx(yearly["period"].nunique())
    assert len(tt.change_points(yearly, random_state=1)) >= 0
    assert len(tt.bursts(yearly, random_state=1)) >= 0
    two = source.where(source.isin(["Levant Desk", "World Desk"]))
    options = {"dates": dates, "random_state": 1}
    assert tt.compare_groups(shares, two, **options)["p_adjusted"].notna().all()
    assert tt.compare_distributions(shares, two, **options)["p_value"].item() <= 1
    assert len(tt.distance_matrix(shares, source, dates=dates)) == 12
    half = dates.dt.year.lt(2017).map({True: "early", False: "late"}).where(dates.notna())
    parts = tt.attribute_change(shares, half, source, group="late", baseline="early", **options)
    assert (parts["part"] == "all").sum() == topics.n_topics
    assert len(tt.prevalence_regression(shares[[0]], articles, "source")) == 3
    drift = tt.word_drift(
        dtm, topics, two, topic=0, group="Levant Desk", baseline="World Desk", **options
    )
    assert drift.attrs["n_articles"] > 0
    events = tt.event_effect(shares, dates, "2016-07-15", window=180)
    assert len(events) == topics.n_topics
    assert len(tt.align_topics(topics, topics).query("kind == 'match'")) == topics.n_topics
    assert len(tt.topic_draws(topics, dtm, n_draws=2, random_state=1)) == 2
    assert tt.score_articles(topics, tokens).topics.shape == shares.shape


def test_a_model_of_scikit_learn_takes_every_step(sample):
    from sklearn.decomposition import LatentDirichletAllocation

    dtm = sample[2]
    model = LatentDirichletAllocation(5, random_state=0, max_iter=5).fit(dtm.counts)
    topics = tt.interop.import_topics(model, dtm.article_id, documents=dtm.counts, terms=dtm.terms)
    take_every_step(topics, sample)


def test_a_model_of_tomotopy_takes_every_step(sample):
    tomotopy = pytest.importorskip("tomotopy")
    model = tomotopy.LDAModel(k=5, seed=3)
    for words in sample[3]:
        model.add_doc(words)
    model.train(50, workers=1)
    topics = tt.interop.import_topics(model, sample[2].article_id)
    assert topics.topic_term_.sum(axis=1) == pytest.approx(1)
    ours = tt.topic_terms(topics, rank_by="probability", n_terms=5)
    for topic, table in ours.groupby("topic"):
        theirs = dict(model.get_topic_words(topic, top_n=10))  # the fifth may be one of several
        assert table["probability"].tolist() == pytest.approx(sorted(theirs.values())[::-1][:5])
        assert table["probability"].tolist() == pytest.approx([theirs[t] for t in table["term"]])
    take_every_step(topics, sample)


def test_a_model_of_gensim_takes_every_step(sample):
    models = pytest.importorskip("gensim.models")
    from gensim.corpora import Dictionary

    names = Dictionary(sample[3])
    bags = [names.doc2bow(words) for words in sample[3]]
    model = models.LdaModel(bags, num_topics=5, id2word=names, random_state=1)
    topics = tt.interop.import_topics(model, sample[2].article_id, documents=bags)
    take_every_step(topics, sample)


def test_a_model_of_topica_and_its_state_file_are_the_same_and_take_every_step(sample, tmp_path):
    topica = pytest.importorskip("topica")
    model = topica.LDA(num_topics=5, seed=1)
    model.fit(sample[3], iters=50, num_samples=1)
    topics = tt.interop.import_topics(model, sample[2].article_id)
    take_every_step(topics, sample)
    model.save_state(str(tmp_path / "state.gz"))
    state = tt.interop.read_mallet_state(tmp_path / "state.gz", article_id=sample[2].article_id)
    assert state.shares.to_numpy() == pytest.approx(topics.shares.to_numpy(), abs=1e-9)
    assert state.topic_term_ == pytest.approx(topics.topic_term_, abs=1e-9)
    model.save_doc_topic(str(tmp_path / "dt.txt"))
    model.save_topic_word(str(tmp_path / "tw.txt"))
    tables = tt.interop.read_mallet(
        tmp_path / "dt.txt", word_weights=tmp_path / "tw.txt", article_id=sample[2].article_id
    )
    assert tables.shares.to_numpy() == pytest.approx(topics.shares.to_numpy(), abs=1e-7)
    assert tables.topic_term_ == pytest.approx(topics.topic_term_, abs=1e-6)
