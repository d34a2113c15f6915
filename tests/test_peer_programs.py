"""Fitted models of the real tomotopy, topica, gensim, lda and scikit-learn, as they behave."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.errors import InputError

WAR, TAX = ["war", "troops", "front"], ["tax", "budget", "levy"]
DOCUMENTS = [WAR * 4, ["onlyhere"], [], TAX * 4, WAR * 2 + TAX * 2] * 6
"""In each five: 0 war, 1 a word that pruning removes, 2 nothing, 3 tax, 4 both."""
IDS = [f"a{i}" for i in range(len(DOCUMENTS))]
DOCUMENTS[1::5] = [[f"only{i}"] for i in range(6)]
PRUNED, EMPTY = IDS[1::5], IDS[2::5]


def missing(topics) -> list[str]:
    return topics.shares.index[topics.shares.isna().all(axis=1)].tolist()


def leads(topics, article) -> str:
    """Return the leading term of the article's largest topic."""
    topic = int(topics.shares.loc[article].idxmax())
    return str(topics.terms_[topics.topic_term_[topic].argmax()])


def check_known(topics):
    assert leads(topics, "a0") in WAR
    assert leads(topics, "a28") in WAR + TAX
    assert leads(topics, "a3") in TAX
    known = topics.shares.drop(index=missing(topics))
    assert known.sum(axis=1).to_numpy() == pytest.approx(1)


# tomotopy


def tomotopy_model(kind="LDAModel", *, with_ids=False, **options):
    tomotopy = pytest.importorskip("tomotopy")
    if with_ids:
        corpus = tomotopy.utils.Corpus()
        for article, words in zip(IDS, DOCUMENTS, strict=True):
            corpus.add_doc(words, uid=article)
        options["corpus"] = corpus
    model = getattr(tomotopy, kind)(seed=1, **options)
    for words in [] if with_ids else DOCUMENTS:
        if words:
            model.add_doc(words)
    model.train(60, workers=1)
    return model


KEPT = [article for article in IDS if article not in EMPTY]


def test_articles_that_tomotopy_emptied_are_missing_not_given_the_prior():
    model = tomotopy_model(k=2, min_cf=2)
    shares = [document.get_topic_dist() for document in model.docs]
    assert shares[1] == pytest.approx([0.5, 0.5])  # its own answer for an article without words
    topics = tt.interop.import_topics(model, KEPT)
    assert missing(topics) == PRUNED
    check_known(topics)


@pytest.mark.parametrize("rm_top", [0, 1])
def test_ids_of_articles_given_empty_to_tomotopy_may_stay_with_the_documents(rm_top):
    model = tomotopy_model(k=2, min_cf=2, rm_top=rm_top)
    topics = tt.interop.import_topics(model, IDS, documents=DOCUMENTS)
    assert missing(topics) == sorted(PRUNED + EMPTY, key=IDS.index)
    check_known(topics)
    with pytest.raises(InputError, match=r"24 documents for 30 article ids\. tomotopy drops"):
        tt.interop.import_topics(model, IDS)


def test_tomotopys_own_ids_place_its_documents_whatever_their_order():
    model = tomotopy_model(k=2, min_cf=2, with_ids=True)
    topics = tt.interop.import_topics(model, IDS[::-1])
    assert topics.shares.index.tolist() == IDS[::-1]
    assert set(missing(topics)) == {*PRUNED, *EMPTY}
    check_known(topics)


@pytest.mark.parametrize(
    ("kind", "options", "reason"),
    [
        ("HLDAModel", {"depth": 3}, "its shares are those of the levels of a tree"),
        ("HPAModel", {"k1": 2, "k2": 3}, "super-topics and sub-topics together"),
        ("MGLDAModel", {"k_g": 2, "k_l": 2}, "its topics are global and local"),
    ],
)
def test_models_of_tomotopy_without_shares_of_their_topics_are_refused(kind, options, reason):
    model = tomotopy_model(kind, **options)
    with pytest.raises(InputError, match=rf"a tomotopy {kind} cannot be taken: .*{reason}"):
        tt.interop.import_topics(model, KEPT)


def test_tomotopys_topics_over_time_are_refused_in_words():
    tomotopy = pytest.importorskip("tomotopy")
    model = tomotopy.DTModel(k=2, t=2, seed=1)
    for place, words in enumerate(words for words in DOCUMENTS if words):
        model.add_doc(words, timepoint=place % 2)
    model.train(5, workers=1)
    with pytest.raises(InputError, match="its topics have other words at each time point"):
        tt.interop.import_topics(model, KEPT)


def test_sub_topics_of_a_pachinko_model_have_their_own_words():
    model = tomotopy_model("PAModel", k1=2, k2=3)
    topics = tt.interop.import_topics(model, KEPT)
    assert topics.n_topics == 3
    first = next(iter(model.docs)).get_sub_topic_dist()
    assert topics.shares.loc["a0"].to_numpy() == pytest.approx(first, abs=1e-6)
    assert leads(topics, "a0") in WAR


def test_dead_topics_of_an_hdp_are_dropped():
    model = tomotopy_model("HDPModel", initial_k=20)
    assert model.live_k < model.k
    topics = tt.interop.import_topics(model, KEPT)
    assert topics.n_topics == model.live_k
    assert leads(topics, "a0") in WAR
    assert topics.shares.sum(axis=1).to_numpy() == pytest.approx(1)


def test_an_empty_model_of_tomotopy_is_refused_in_words():
    tomotopy = pytest.importorskip("tomotopy")
    with pytest.raises(InputError, match="the LDAModel has no documents"):
        tt.interop.import_topics(tomotopy.LDAModel(k=2), [])


# topica

TOPICA_KINDS = {
    "LDA": ((2,), False),
    "PT": ((2,), False),
    "CTM": ((2,), True),
    "NMF": ((2,), True),
    "GSDMM": ((4,), True),
    "BTM": ((2,), True),
}
"""Arguments of each model, and whether the documents must be passed."""


@pytest.mark.parametrize("kind", TOPICA_KINDS)
def test_articles_without_words_are_missing_for_every_model_of_topica(kind):
    topica = pytest.importorskip("topica")
    arguments, needs_documents = TOPICA_KINDS[kind]
    options = {"num_pseudo": 5} if kind == "PT" else {}
    model = getattr(topica, kind)(*arguments, seed=1, **options)
    model.fit(DOCUMENTS)
    own = np.asarray(model.doc_topic)[2]
    assert own.sum() == pytest.approx(1)  # topica gives shares to the article without words
    if needs_documents:
        with pytest.raises(InputError, match=f"topica's {kind} gives an article without words"):
            tt.interop.import_topics(model, IDS)
    topics = tt.interop.import_topics(model, IDS, documents=DOCUMENTS)
    assert missing(topics) == EMPTY
    check_known(topics)


@pytest.mark.parametrize("kind", ["LDA", "CTM"])
def test_documents_that_a_corpus_of_topica_dropped_may_keep_their_ids(kind):
    topica = pytest.importorskip("topica")
    corpus = topica.Corpus.from_documents(DOCUMENTS, min_doc_freq=2)
    assert corpus.num_docs == 18
    model = getattr(topica, kind)(2, seed=1)
    model.fit(corpus)
    for documents in (corpus, DOCUMENTS):
        topics = tt.interop.import_topics(model, IDS, documents=documents)
        assert missing(topics) == sorted(PRUNED + EMPTY, key=IDS.index)
        check_known(topics)
    kept = [IDS[i] for i in corpus.kept_indices]
    again = tt.interop.import_topics(model, kept, documents=corpus)
    pd.testing.assert_frame_equal(again.shares, topics.shares.loc[kept])
    with pytest.raises(InputError, match=r"18 documents for 10 article ids\. A topica\.Corpus"):
        tt.interop.import_topics(model, IDS[:10], documents=corpus)


def test_names_of_a_corpus_of_topica_place_its_documents():
    topica = pytest.importorskip("topica")
    corpus = topica.Corpus.from_documents(DOCUMENTS, doc_names=IDS, min_doc_freq=2)
    model = topica.LDA(2, seed=1)
    model.fit(corpus)
    topics = tt.interop.import_topics(model, IDS[::-1])
    assert set(missing(topics)) == {*PRUNED, *EMPTY}
    check_known(topics)


def test_models_of_topica_without_shares_are_refused_in_words():
    topica = pytest.importorskip("topica")
    lsa, corex, over_time = topica.LSA(2, seed=1), topica.CorEx(2, seed=1), topica.DTM(2, seed=1)
    lsa.fit(DOCUMENTS)
    corex.fit(DOCUMENTS)
    over_time.fit(DOCUMENTS, [i % 3 for i in range(len(DOCUMENTS))])
    for model, reason in (
        (lsa, "topica's LSA cannot be taken: its loadings are negative in part"),
        (corex, r"the numbers of topica's CorEx are not topic shares: .* do not sum to 1"),
        (over_time, "topica's DTM cannot be taken: its topics have other words at each time"),
    ):
        with pytest.raises(InputError, match=reason):
            tt.interop.import_topics(model, IDS, documents=DOCUMENTS)


def two_word_documents():
    return [["war", "New York"] * 4, ["tax", "West York"] * 4, ["9 11", "war"] * 3] * 6


def test_terms_of_two_words_stay_apart_in_a_state_of_topica(tmp_path):
    topica = pytest.importorskip("topica")
    model = topica.LDA(2, seed=1)
    model.fit(two_word_documents(), iters=30, num_samples=1)
    model.save_state(str(tmp_path / "state.gz"))
    topics = tt.interop.read_mallet_state(tmp_path / "state.gz")
    assert topics.terms_.tolist() == ["9 11", "New York", "West York", "tax", "war"]
    wanted = tt.interop.import_topics(model, topics.shares.index)
    assert topics.topic_term_ == pytest.approx(wanted.topic_term_, abs=1e-9)
    assert topics.shares.to_numpy() == pytest.approx(wanted.shares.to_numpy(), abs=1e-9)


def test_a_state_says_that_it_is_one_sample_where_topicas_shares_are_a_mean(tmp_path):
    topica = pytest.importorskip("topica")
    model = topica.LDA(2, seed=1)
    model.fit(DOCUMENTS, iters=60)  # num_samples: five
    model.save_state(str(tmp_path / "state.gz"))
    state = tt.interop.read_mallet_state(tmp_path / "state.gz", article_id=IDS)
    mean = tt.interop.import_topics(model, IDS)
    assert missing(state) == missing(mean) == EMPTY
    known = mean.shares.notna().all(axis=1)
    assert np.abs(state.shares[known] - mean.shares[known]).to_numpy().max() > 1e-3
    assert "one sample of the sampler" in state.note
    assert "one sample of the sampler" in state._repr_html_()


def test_tables_of_topica_keep_topic_0_where_documents_are_named_by_digits(tmp_path):
    topica = pytest.importorskip("topica")
    given = [words for words in DOCUMENTS if words]
    names = [str(100 + i) for i in range(len(given))]
    model = topica.LDA(3, seed=1)
    model.fit(topica.Corpus.from_documents(given, doc_names=names))
    model.save_doc_topic(str(tmp_path / "dt.txt"))
    topics = tt.interop.read_mallet(tmp_path / "dt.txt")
    assert topics.shares.index.tolist() == names
    assert topics.shares.to_numpy() == pytest.approx(np.asarray(model.doc_topic), abs=1e-6)


# gensim


def bags():
    corpora = pytest.importorskip("gensim.corpora")
    names = corpora.Dictionary(DOCUMENTS)
    return names, [names.doc2bow(words) for words in DOCUMENTS]


@pytest.mark.parametrize("kind", ["LdaModel", "Nmf"])
def test_two_imports_of_one_model_of_gensim_are_equal_and_leave_its_generator(kind):
    models = pytest.importorskip("gensim.models")
    names, given = bags()
    model = getattr(models, kind)(given, num_topics=2, id2word=names, random_state=1)
    state = model.random_state.get_state()[1].tolist()
    first = tt.interop.import_topics(model, IDS, documents=given)
    again = tt.interop.import_topics(model, IDS[::-1], documents=given[::-1])
    pd.testing.assert_frame_equal(first.shares, again.shares.loc[IDS], check_exact=True)
    assert model.random_state.get_state()[1].tolist() == state
    assert missing(first) == EMPTY


def test_an_hdp_of_gensim_keeps_small_shares_and_drops_empty_topics():
    models = pytest.importorskip("gensim.models")
    names, given = bags()
    model = models.HdpModel(given, names, random_state=1)
    topics = tt.interop.import_topics(model, IDS, documents=given)
    assert 1 < topics.n_topics < 30 < len(model.get_topics())
    assert missing(topics) == EMPTY
    assert topics.shares.drop(index=EMPTY).sum(axis=1).to_numpy() == pytest.approx(1)
    gamma = model.inference(given)[0]
    distances = [np.abs(model.get_topics() - one).sum(axis=1) for one in _words(topics, names)]
    live = [int(one.argmin()) for one in distances]
    wanted = gamma[live] / gamma[live].sum()
    assert topics.shares.loc["a0"].to_numpy() == pytest.approx(wanted)


def _words(topics, names):
    order = [topics.terms_.tolist().index(names[i]) for i in range(len(names))]
    return topics.topic_term_[:, order]


def test_models_of_gensim_without_shares_of_articles_are_refused():
    models = pytest.importorskip("gensim.models")
    names, given = bags()
    lsi = models.LsiModel(given, num_topics=2, id2word=names)
    authors = {"x": list(range(15)), "y": list(range(15, 30))}
    by_author = models.AuthorTopicModel(given, num_topics=2, id2word=names, author2doc=authors)
    for model, reason in ((lsi, "negative in part"), (by_author, "those of authors")):
        with pytest.raises(InputError, match=rf"{type(model).__name__} cannot be .*{reason}"):
            tt.interop.import_topics(model, IDS, documents=given)


# lda and scikit-learn


def counted():
    terms = sorted({word for words in DOCUMENTS for word in words})
    matrix = np.array([[words.count(term) for term in terms] for words in DOCUMENTS])
    return matrix, terms


def test_a_model_of_lda_is_taken_by_its_own_shares_and_empty_rows_are_missing():
    lda = pytest.importorskip("lda")
    matrix, terms = counted()
    model = lda.LDA(n_topics=2, n_iter=60, random_state=1)
    model.fit(matrix)
    topics = tt.interop.import_topics(model, IDS, documents=matrix, terms=terms)
    assert topics.program == "lda"
    assert missing(topics) == EMPTY
    known = topics.shares.notna().all(axis=1).to_numpy()
    assert topics.shares[known].to_numpy() == pytest.approx(model.doc_topic_[known])
    check_known(topics)


def test_decompositions_with_negative_numbers_are_refused():
    from sklearn.decomposition import TruncatedSVD

    matrix, terms = counted()
    model = TruncatedSVD(2, random_state=0).fit(matrix)
    with pytest.raises(InputError, match=r"a TruncatedSVD cannot be taken: its components are"):
        tt.interop.import_topics(model, IDS, documents=matrix, terms=terms)


def test_one_bag_per_article_is_asked_for_in_words():
    names, given = bags()
    models = pytest.importorskip("gensim.models")
    model = models.LdaModel(given, num_topics=2, id2word=names, random_state=1)
    with pytest.raises(InputError, match=re.escape("29 documents for 30 article ids. gensim")):
        tt.interop.import_topics(model, IDS, documents=given[1:])
