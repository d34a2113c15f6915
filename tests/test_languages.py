"""Languages: told where it is sure, silent where it is not, nothing dropped."""

import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tt
from toolkit.errors import InputError, MissingExtraError
from toolkit.reading.languages import name_language

DATA = Path(__file__).parents[1].parent / "shared" / "data"

TEXTS = {
    "en": "The leaders of the four countries will meet on Saturday to talk about the ceasefire, "
    "and they have said that it was not the last of their meetings.",
    "fr": "Les dirigeants des quatre pays se réuniront samedi pour parler du cessez-le-feu, et ils "
    "ont dit que ce ne serait pas la dernière de leurs réunions dans la ville.",
    "de": "Die Staatschefs der vier Länder werden sich am Samstag treffen, um über die Waffenruhe "
    "zu sprechen, und sie sagten, dass es nicht das letzte Treffen ist.",
    "es": "Los líderes de los cuatro países se reunirán el sábado para hablar del alto el fuego y "
    "dijeron que no será la última de sus reuniones en la ciudad.",
    "tr": "Dört ülkenin liderleri cumartesi günü ateşkes için bir araya gelecek ve bu toplantının "
    "son toplantı olmadığını daha sonra da görüşmelerin süreceğini söyledi.",
    "it": "I leader dei quattro paesi si incontreranno sabato per parlare della tregua e hanno "
    "detto che non sarà l'ultima delle riunioni nella città.",
    "pt": "Os líderes dos quatro países vão se reunir no sábado para falar do cessar-fogo e não "
    "será a última das reuniões na cidade, mas uma de muitas.",
    "nl": "De leiders van de vier landen komen zaterdag bijeen om over het bestand te praten en "
    "zij zeggen dat het niet de laatste van de bijeenkomsten is.",
    "ar": "يجتمع قادة الدول الأربع يوم السبت في إسطنبول من أجل الحديث عن وقف إطلاق النار، وقال "
    "المتحدث إن هذا الاجتماع لن يكون الأخير.",
    "fa": "رهبران چهار کشور روز شنبه در استانبول دیدار می‌کنند تا درباره آتش‌بس گفتگو کنند و "
    "سخنگو گفت که این آخرین نشست نخواهد بود.",
    "ur": "چار ملکوں کے رہنما ہفتے کو استنبول میں ملاقات کریں گے تاکہ جنگ بندی پر بات کی جا سکے "
    "اور ترجمان نے کہا کہ یہ آخری اجلاس نہیں ہے۔",
    "ru": "Лидеры четырёх стран встретятся в субботу, чтобы обсудить прекращение огня, и они "
    "сказали, что это не последняя из их встреч.",
    "uk": "Лідери чотирьох країн зустрінуться в суботу, щоб обговорити припинення вогню, і вони "
    "сказали, що це не остання з їхніх зустрічей.",
    "he": "מנהיגי ארבע המדינות ייפגשו בשבת באיסטנבול",
    "el": "Οι ηγέτες των τεσσάρων χωρών θα συναντηθούν",
    "zh": "四国领导人星期六在伊斯坦布尔会晤",
    "ja": "四か国の首脳が土曜日に会談する",
    "ko": "네 나라 정상이 토요일에 만난다",
    "ps": "د څلورو هېوادونو مشران به د شنبې په ورځ سره وګوري",
    "und-Deva": "चार देशों के नेता शनिवार को मिलेंगे",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_told_from_two_lines(language):
    found = tt.detect_languages([TEXTS[language]])
    assert found["language"].tolist() == [language]


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "tr", "ru"])
def test_capitals_do_not_matter(language):
    assert tt.detect_languages([TEXTS[language].upper()])["language"].tolist() == [language]


@pytest.mark.parametrize(
    "text",
    ["", " ", "42", "!?", "Istanbul", "el gran norte", "Erdoğan Macron", "www.example.org", None],
)
def test_it_says_nothing_where_it_is_not_sure(text):
    found = tt.detect_languages([text]).iloc[0]
    assert (found["language"], found["how"]) == ("", "")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXTS["en"] + " " + "وقف إطلاق النار", "en"),
        (TEXTS["ar"] + " (ISIS) and Reuters", "ar"),
        (TEXTS["en"].replace("leaders", "Führer é à ü ş"), "en"),
        ("He met Çavuşoğlu and Erdoğan in the capital, and said that it was a good talk", "en"),
    ],
)
def test_foreign_names_and_phrases_do_not_change_the_answer(text, language):
    assert tt.detect_languages([text])["language"].tolist() == [language]


def test_how_it_was_told_is_said():
    texts = [TEXTS["el"], TEXTS["fa"], TEXTS["en"], ""]
    assert tt.detect_languages(texts)["how"].tolist() == ["script", "letters", "words", ""]


def test_the_index_is_that_of_the_texts():
    series = pd.Series([TEXTS["en"], TEXTS["fr"]], index=["x", "y"])
    found = tt.detect_languages(series)
    assert found.index.tolist() == ["x", "y"]
    assert found.columns.tolist() == ["language", "how", "n_words"]
    assert found["n_words"].tolist() == [28, 31]


@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_text_gets_a_row_and_the_same_answer_every_time(texts):
    found = tt.detect_languages(texts)
    assert len(found) == len(texts)
    pd.testing.assert_frame_equal(found, tt.detect_languages(texts))


def test_py3langid_is_used_only_when_asked_for():
    pytest.importorskip("py3langid")
    texts = [TEXTS["en"], TEXTS["fa"], ""]
    found = tt.detect_languages(texts, method="py3langid")
    assert found["language"].tolist() == ["en", "fa", ""]
    assert found["how"].tolist() == ["py3langid", "py3langid", ""]


def test_py3langid_names_no_language_for_a_text_of_a_few_words():
    pytest.importorskip("py3langid")
    words = TEXTS["en"].split()
    texts = [" ".join(words[:9]), " ".join(words[:10])]
    assert tt.detect_languages(texts, method="py3langid")["language"].tolist() == ["", "en"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("سقط قتلى وجرحى حين أصابت القذائف سوقا شعبيا ونفى المسلحون ذلك", "ar"),
        ("Авиация нанесла удары за рекой, жители сообщают о раненых", "ru"),
        ("Сайн байна уу, энэ бол монгол хэл дээрх өгүүлбэр юм шүү дээ", ""),
        ("Правителството обсъжда бюджета за следващата година днес ъ", ""),
    ],
)
def test_a_short_text_is_told_by_letters_of_its_script_alone(text, language):
    assert tt.detect_languages([text])["language"].tolist() == [language]


def test_a_missing_package_is_an_error_that_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "py3langid", None)
    message = (
        "The package 'py3langid' is needed to detect languages with py3langid, and it is not "
        "installed. Install it with: pip install 'theme-toolkit[lang]'"
    )
    with pytest.raises(MissingExtraError, match=re.escape(message)):
        tt.detect_languages(["x"], method="py3langid")


def test_wrong_arguments_are_errors():
    message = "detect_languages: method must be one of 'words', 'py3langid'; got 'magic'."
    with pytest.raises(InputError, match=re.escape(message)):
        tt.detect_languages(["x"], method="magic")
    message = "detect_languages: texts must be a sequence of strings; got one string. Pass [text]."
    with pytest.raises(InputError, match=re.escape(message)):
        tt.detect_languages("x")


def test_languages_have_names():
    assert [name_language(code) for code in ("en", "ar", "und-Deva")] == [
        "English",
        "Arabic",
        "und-Deva",
    ]


@pytest.mark.corpus
def test_english_articles_are_told_as_english():
    path = DATA / "world-affairs" / "articles.parquet"
    if not path.exists():
        pytest.skip("needs ../shared/data/world-affairs")
    texts = pd.read_parquet(path, columns=["text"])["text"].iloc[::5]
    assert (tt.detect_languages(texts)["language"] == "en").mean() > 0.999
