"""Arabic, Russian, French, German, Turkish, Persian: words, themes, keyness and topics."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.themes import Pattern, Theme, Themes

ARABIC_WAR = [
    "وقال الجيش إن القصف استمر في حلب والقتال مستمر.",
    "قتل مقاتلون في قصف على المدينة وبالقصف دمرت منازل.",
    "استمر القتال بين الجيش والمقاتلين في حلب.",
]
ARABIC_TALKS = [
    "بدأت المفاوضات في جنيف بين الوفدين.",
    "وقال المبعوث إن الوفد مستعد للمفاوضات في جنيف.",
    "وبالمفاوضات يأمل المبعوث في اتفاق بين الوفدين.",
]
RUSSIAN_WAR = [
    "Армия сообщила об обстреле города, и бои продолжались.",
    "Обстрел города продолжался, армия вела бои.",
    "Бои за город и обстрел шли всю ночь, армия наступала.",
]
RUSSIAN_TALKS = [
    "Переговоры начались в Женеве, и делегация приехала на встречу.",
    "Делегация сообщила, что переговоры продолжались в Женеве.",
    "На встречу в Женеве делегация привезла план, и переговоры продолжались.",
]


def theme(*words: str) -> Themes:
    return Themes({"theme": Theme("theme", "", tuple(Pattern(tuple(w.split())) for w in words))})


def found_in(texts, *words, **options):
    return tt.find_themes(tt.tokenize(texts, **options), theme(*words))["match"].tolist()


def test_an_arabic_word_is_found_behind_its_particles_where_the_language_is_given():
    assert found_in(ARABIC_TALKS, "مفاوضات") == []
    assert found_in(ARABIC_TALKS, "مفاوضات", language="ar") == [
        "المفاوضات", "للمفاوضات", "وبالمفاوضات",
    ]  # fmt: skip
    assert found_in(ARABIC_TALKS, "المفاوضات", language="ar") == [
        "المفاوضات", "للمفاوضات", "وبالمفاوضات",
    ]  # fmt: skip


def test_a_particle_is_not_taken_off_within_a_word():
    assert found_in(["والد الطفل ولد في القرية"], "الد", language="ar") == ["والد"]
    assert found_in(["كتاب الكاتب"], "تاب", language="ar") == ["كتاب"]
    assert found_in(["كتاب الكاتب"], "اتب", language="ar") == []


def test_arabic_wildcards_and_contexts_take_the_particles_too():
    tokens = tt.tokenize(ARABIC_WAR, language="ar")
    assert len(tt.contexts(tokens, "مقاتل*")) == 2
    assert len(tt.contexts(tokens, "قصف")) == 3


def test_french_elision_does_not_hide_a_name():
    text = ["L’Iran et l'accord d’Iran, qu'Israël refuse."]
    assert found_in(text, "Iran") == []
    assert found_in(text, "Iran", language="fr") == ["L’Iran", "d’Iran"]
    assert found_in(text, "accord", "Israël", language="fr") == ["l'accord", "qu'Israël"]


def test_arabic_and_persian_signs_end_a_phrase():
    assert found_in(["قال الجيش، القصف مستمر"], "الجيش القصف") == []
    assert found_in(["قال الجيش القصف مستمر"], "الجيش القصف") == ["الجيش القصف"]


def test_turkish_dotted_capitals_and_german_umlauts_find_themselves():
    assert found_in(["İSTANBUL’da ve IŞİD Diyarbakır’da"], "IŞİD") == ["IŞİD"]
    assert found_in(["Flüchtlinge in Köln"], "flüchtling*", "KÖLN") == ["Flüchtlinge", "Köln"]


@pytest.mark.parametrize(
    ("language", "texts", "gone", "kept"),
    [
        ("ru", RUSSIAN_WAR, {"и", "об", "за"}, {"армия", "обстрел", "бои"}),
        ("fr", ["Les troupes et la ville sont dans le nord."], {"les", "et", "la"}, {"troupes"}),
        ("de", ["Die Truppen sind in der Stadt."], {"die", "sind", "der"}, {"truppen", "stadt"}),
        ("ar", ARABIC_WAR, {"في", "إن"}, {"القصف", "الجيش"}),
        ("es", ["Las tropas están en la ciudad."], {"las", "en", "la"}, {"tropas", "ciudad"}),
        ("tr", ["Askerler ve tanklar bu kentte."], {"ve", "bu"}, {"askerler", "tanklar"}),
        ("fa", ["نیروها در شهر و با تانک"], {"در", "و", "با"}, {"نیروها", "شهر"}),
    ],
)
def test_stop_words_are_those_of_the_language(language, texts, gone, kept):
    counted = {word for text in tt.tokenize(texts, language=language) for word in text}
    assert not counted & gone
    assert kept <= counted


def test_lemmas_and_stems_are_those_of_the_language():
    stemmed = tt.tokenize(["Переговоры о переговорах"], language="ru", lemmas="snowball")
    assert len(set(stemmed[0])) == 1
    lemmas = tt.tokenize(["Les négociations"], language="fr", lemmas="simplemma")
    assert lemmas[0] == ["négociation"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"lemmas": "wordnet", "language": "fr"},
            "lemmas='wordnet' does not know the language",
        ),
        ({"lemmas": "snowball", "language": "fa"}, "lemmas='snowball' does not know the language"),
        (
            {"lemmas": "simplemma", "language": "xx"},
            "lemmas='simplemma' does not know the",
        ),
        ({"language": "xx"}, "there is no list of stop words for the language 'xx'. Known are af,"),
    ],
)
def test_what_is_not_supported_for_a_language_is_said(options, message):
    with pytest.raises(tt.errors.InputError, match=re.escape(message)):
        tt.tokenize(["a"], **options)
    if "lemmas" not in options:
        assert tt.tokenize(["a b"], stop_words=None, **options).n_tokens == 2


def test_texts_without_spaces_between_words_raise_one_warning():
    with pytest.warns(tt.errors.PatternWarning, match="script written without spaces") as caught:
        tt.tokenize(["中国和美国的谈判在日内瓦开始。"] * 50)
    assert len(caught) == 1
    assert tt.tokenize(["Talks with 习近平 in Beijing went on for three days"] * 3).n_tokens


@pytest.mark.parametrize(
    ("language", "war", "talks", "words"),
    [
        ("ru", RUSSIAN_WAR, RUSSIAN_TALKS, ("армия", "делегация")),
        ("ar", ARABIC_WAR, ARABIC_TALKS, ("الجيش", "المبعوث")),
    ],
)
def test_keyness_and_topics_tell_the_subjects_of_a_corpus_in_another_script(
    language, war, talks, words
):
    texts = pd.Series(war * 8 + talks * 8)
    subject = pd.Series(["war"] * 24 + ["talks"] * 24)
    dtm = tt.count_terms(tt.tokenize(texts, language=language))
    table = tt.distinctive_terms(dtm, subject, n_terms=None)
    score = table.set_index(["group", "term"])["score"]
    assert score["war", words[0]] > 2
    assert score["talks", words[1]] > 2
    lda = tt.LDA(n_topics=2, random_state=0).fit(dtm)
    leading = tt.doc_topics(lda, dtm).to_numpy().argmax(axis=1)
    assert len(set(leading[:24])) == 1
    assert len(set(leading[24:])) == 1
    assert leading[0] != leading[-1]


def test_lemmas_reach_the_first_word_of_a_sentence_and_leave_names_in_capitals():
    texts = ["Negotiations failed. AIDS aid and aids. NATO negotiations."]
    kept = tt.tokenize(texts, lemmas="simplemma", lower=False)[0]
    assert kept == ["Negotiation", "fail", "AIDS", "aid", "aid", "NATO", "negotiation"]
    lowered = tt.tokenize(texts, lemmas="simplemma")[0]
    assert lowered == ["negotiation", "fail", "aids", "aid", "aid", "nato", "negotiation"]


def test_stop_words_at_the_beginning_of_a_sentence_are_left_out_where_case_is_kept():
    assert tt.tokenize(["The talks. Those of US troops"], lower=False)[0] == [
        "talks",
        "US",
        "troops",
    ]


def test_the_packages_that_took_part_are_recorded(tmp_path):
    import simplemma

    tokens = tt.tokenize(["Talks failed"], lemmas="simplemma")
    assert dict(tokens.packages) == {"simplemma": simplemma.__version__}
    path = tt.save_tokens(tokens, tmp_path / "a.tokens")
    assert tt.load_tokens(path).packages == tokens.packages
    record = tt.provenance(pd.DataFrame({"body": ["Talks failed"]}), tokens)
    assert record["versions"]["simplemma"] == simplemma.__version__
    assert tt.tokenize(["Talks failed"]).packages == {}


def test_a_long_line_of_capitals_takes_time_in_proportion():
    import time

    def seconds(n):
        begin = time.process_time()
        tt.tokenize(["ANKARA " * n], progress=False)
        return time.process_time() - begin

    seconds(1000)
    small, large = min(seconds(3500) for _ in range(3)), min(seconds(14_000) for _ in range(3))
    assert large < 12 * small + 0.05  # four times the text; quadratic would be sixteen


@pytest.mark.parametrize(
    "given",
    [
        pd.DataFrame({"text": ["war"]}),
        {"text": "war"},
        {"war", "peace"},
        "war",
        b"war",
        3,
    ],
    ids=["DataFrame", "dict", "set", "str", "bytes", "number"],
)
@pytest.mark.parametrize(
    "count",
    [tt.tokenize, lambda texts: tt.NewsVectorizer().fit(texts)],
    ids=["tokenize", "vectorizer"],
)
def test_what_is_not_a_list_of_texts_is_refused(count, given):
    with pytest.raises(tt.errors.InputError, match=r"texts must be a Series or a list of texts"):
        count(given)


def test_many_groups_take_no_table_of_all_groups_and_terms():
    import tracemalloc

    from scipy import sparse

    rng = np.random.default_rng(0)
    counts = sparse.random(400, 20_000, density=0.01, random_state=rng, data_rvs=np.ones)
    counts = sparse.csr_matrix(counts, dtype=np.int32)
    dtm = tt.count_terms(tt.tokenize(["war"]))
    dtm = type(dtm)(
        counts=counts,
        terms=np.array([f"t{k:05}" for k in range(20_000)]),
        article_id=pd.RangeIndex(400),
        n_tokens=np.asarray(counts.sum(axis=1)).ravel().astype(np.int64) + 1,
        pruned=dtm.pruned,
    )
    groups = pd.Series(np.arange(400) % 100)
    tracemalloc.start()
    table = tt.distinctive_terms(dtm, groups, n_terms=5, min_count=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(table) == 500
    assert peak < 150e6  # a table of all cells takes 700 MB
