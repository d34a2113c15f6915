"""Arabic, Russian, French, German, Turkish, Persian: words, themes, keyness and topics."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.themes import Pattern, Theme, Themes

CORPORA = Path(__file__).parent / "data" / "languages"
SUBJECTS = ("war", "talks", "prices", "floods")

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
    assert found_in(text, "l'Iran", language="fr") == ["L’Iran", "d’Iran"]
    tokens = tt.tokenize(text, language="fr", aliases={"Perse": ["Iran"]})
    assert tokens[0] == ["perse", "accord", "perse", "israël", "refuse"]
    assert tt.tokenize(["Aujourd’hui L’ONU"], language="fr", lower=False)[0][-1] == "ONU"
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


def corpus_of(language):
    """A made-up corpus: a quarter each on a war, talks, prices and floods, in that order."""
    articles = tt.clean_articles(tt.read_articles(CORPORA / f"{language}.csv"))
    subjects = [subject for subject in SUBJECTS for _ in range(len(articles) // 4)]
    return articles, pd.Series(subjects, index=articles.index)


@pytest.mark.parametrize(
    ("name", "options", "labels"),
    [
        (
            "arabic",
            {"language": "ar", "fold_spelling": True},
            {"war": "الجيش", "talks": "المبعوث", "prices": "الاسواق", "floods": "السيول"},
        ),
        (
            "russian",
            {"language": "ru", "lemmas": "simplemma"},
            {"war": "боевик", "talks": "делегация", "prices": "цена", "floods": "наводнение"},
        ),
        (
            "french",
            {"language": "fr"},
            {"war": "armée", "talks": "accord", "prices": "prix", "floods": "crue"},
        ),
        (
            "german",
            {"language": "de", "lemmas": "simplemma"},
            {"war": "armee", "talks": "gesandter", "prices": "preis", "floods": "hochwasser"},
        ),
    ],
)
def test_topics_of_a_corpus_are_its_four_subjects(name, options, labels):
    """In five fits of six and more: with four counted words an article, a fit may join subjects."""
    articles, subjects = corpus_of(name)
    dtm = tt.count_terms(tt.tokenize(articles["text"], **options), min_docs=2)
    found = 0
    for seed in range(2, 8):
        lda = tt.LDA(n_topics=4, random_state=seed).fit(dtm)
        leading = tt.doc_topics(lda, dtm).idxmax(axis=1)
        agree = pd.crosstab(subjects, leading)
        named = tt.topic_labels(lda)
        are_named = [
            word in named[agree.loc[subject].idxmax()].split(", ")
            for subject, word in labels.items()
        ]
        found += all(are_named) and agree.max(axis=1).sum() >= 0.95 * len(articles)
    assert found >= 5


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("arabic", {"language": "ar"}, ("الجيش", "الأسواق")),
        ("russian", {"language": "ru"}, ("армия", "цены")),
        ("french", {"language": "fr"}, ("armée", "prix")),
        ("german", {"language": "de"}, ("armee", "banken")),
    ],
)
def test_distinctive_terms_are_what_an_outlet_writes_about(name, options, words):
    articles, subjects = corpus_of(name)
    dtm = tt.count_terms(tt.tokenize(articles["text"], **options), min_docs=2)
    table = tt.distinctive_terms(dtm, articles["source"], n_terms=10, min_count=3)
    agency = articles["source"][subjects == "war"].mode()[0]
    paper = articles["source"][subjects == "prices"].mode()[0]
    of = table.groupby("group", observed=True)["term"].agg(list)
    assert words[0] in of[agency]
    assert words[1] in of[paper]


@pytest.mark.parametrize(
    ("name", "options", "patterns", "least"),
    [
        ("arabic", {"language": "ar", "fold_spelling": True}, ["قصف", "هجوم", "معارك"], 10),
        ("russian", {"language": "ru"}, ["обстрел*", "бо*", "армия"], 10),
        ("french", {"language": "fr"}, ["attaque*", "bombarde*"], 5),
        ("german", {"language": "de"}, ["angriff*", "kämpf*", "beschuss*"], 5),
    ],
)
def test_a_theme_finds_the_articles_of_its_subject_and_few_others(name, options, patterns, least):
    articles, subjects = corpus_of(name)
    scores = tt.score_themes(
        tt.tokenize(articles["text"], **options), theme(*patterns), measure="present"
    )["theme"]
    assert scores[subjects == "war"].sum() == least
    assert scores[subjects != "war"].sum() <= 1


def test_detect_languages_splits_a_mixed_corpus():
    parts = [corpus_of(name)[0] for name in ("arabic", "russian", "french", "german")]
    articles = pd.concat(parts)
    found = tt.detect_languages(articles["text"])["language"]
    true = np.repeat(["ar", "ru", "fr", "de"], [len(part) for part in parts])
    known = (found != "").to_numpy()
    assert (found.to_numpy()[known] == true[known]).all()
    assert known.mean() > 0.9


ALI = "علي يصل إلى المدينة، والازمة على الحدود"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("الأزمة في المدينة", "الازمه"),
        ("الازمه في المدينه", "أزمة"),
        ("آثار المدينة", "اثار"),
        ("إدلب وحلب", "ادلب"),
        ("مستشفى حلب", "مستشفي"),
        ("ایران و ترکیه", "ايران"),
        ("الأمـــطار غزيرة", "أمطار"),
        ("ﻻجئون في المدينة", "لاجئون"),
    ],
)
def test_spellings_of_an_arabic_word_are_one_word_by_the_option_alone(text, word):
    assert len(found_in([text], word, language="ar", fold_spelling=True)) == 1
    assert len(tt.contexts(tt.tokenize([text], language="ar", fold_spelling=True), word)) == 1
    if word != "أمطار":  # tatweel is dropped anyway
        assert found_in([text], word, language="ar") == []


def test_persian_spellings_take_persian_letters_and_keep_alef_with_madda():
    tokens = tt.tokenize(["كتابي در ايران و آب"], language="fa", fold_spelling=True)
    assert tokens[0] == ["کتابی", "ایران", "آب"]


def test_a_stop_word_does_not_take_a_name_with_it_that_is_spelled_alike():
    tokens = tt.tokenize([ALI], language="ar", fold_spelling=True)
    assert "علي" in tokens[0]
    assert "على" not in tokens[0]
    assert found_in([ALI], "علي", language="ar", fold_spelling=True) == ["علي"]
    assert "الى" not in tt.tokenize(["وصل الى المدينة"], language="ar", fold_spelling=True)[0]


def test_folded_spellings_reach_aliases_phrases_stop_words_vocabulary_and_term_lookups():
    texts = ["أزمة المياه في المدينة", "ازمه المياه في المدينه"] * 3
    options = {"language": "ar", "fold_spelling": True}
    for given, name in (
        ({"aliases": {"X": ["أزمة المياه"]}}, "x"),
        ({"phrases": ["أزمة المياه"]}, "ازمه_المياه"),
    ):
        tokens = tt.tokenize(texts, **options, **given)
        assert [name in text for text in tokens] == [True] * 6
    assert not any("ازمه" in text for text in tt.tokenize(texts, **options, stop_words=["أزمة"]))
    dtm = tt.count_terms(tt.tokenize(texts, **options), vocabulary=["أزمة"])
    assert dtm.counts.sum() == 6
    dates = pd.Series(pd.date_range("2020-01-01", periods=6))
    assert tt.term_trend(dtm, dates, "أزمة")["share"].tolist() == [1.0]


def test_folded_spellings_are_kept_in_a_file(tmp_path):
    tokens = tt.tokenize([ALI], language="ar", fold_spelling=True)
    again = tt.load_tokens(tt.save_tokens(tokens, tmp_path / "a.tokens"))
    assert again.terms == tokens.terms
    assert again.parameters == tokens.parameters
    assert again.parameters["fold_spelling"] is True


def test_spellings_are_not_folded_for_a_language_without_a_table():
    message = "fold_spelling knows the languages ar, fa; got language='en'."
    with pytest.raises(tt.errors.InputError, match=re.escape(message)):
        tt.tokenize(["a"], fold_spelling=True)


def test_texts_in_another_language_than_the_one_given_raise_one_warning():
    articles, _ = corpus_of("french")
    message = "texts looked at are in French, not English. Pass language='fr'"
    with pytest.warns(tt.errors.LanguageWarning, match=re.escape(message)) as caught:
        tt.tokenize(articles["text"])
    assert len(caught) == 1
    assert caught[0].filename == __file__
    mixed = pd.concat([articles["text"], corpus_of("russian")[0]["text"]])
    with pytest.warns(tt.errors.LanguageWarning, match="Split the corpus by tt.detect_languages"):
        tt.tokenize(mixed, language="ru")
    tt.tokenize(articles["text"], language="fr")
    tt.tokenize(articles["text"], stop_words=None)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ο ΛΟΓΟΣ του", "λογος"),
        ("ο λογος του", "ΛΟΓΟΣ"),
        ("ΟΔΟΣΤΡΩΜΑ", "οδος*"),
        ("οδοστρωμα", "ΟΔΟΣ*"),
        ("İSTANBUL", "istanbul"),
        ("Die Straße", "STRAẞE"),
    ],
)
def test_case_is_folded_by_one_rule_in_texts_and_patterns(text, word):
    assert len(found_in([text], word, stop_words=None)) == 1


def test_forms_and_labels_are_folded_as_terms_are():
    themes = theme("λογος", "istanbul", "straße")
    texts = ["ΛΟΓΟΣ λογος", "İSTANBUL istanbul", "Straße STRAẞE"]
    coverage = tt.theme_coverage(tt.tokenize(texts, stop_words=None), themes)
    assert sorted(coverage["forms"]) == ["istanbul 2", "straße 2", "λογος 2"]


def test_us_in_a_title_leads_the_label_of_its_topic():
    from toolkit.topics.inspect.topic_cautions import title_terms

    assert title_terms("US and İstanbul: al-Qaeda’s “war”") == [
        "US", "and", "istanbul", "al-qaeda", "war",
    ]  # fmt: skip
