"""NLTK by name: what needs no data works, what needs data says so, nothing loads it unasked."""

import os
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer
from nltk.tokenize import NLTKWordTokenizer, TreebankWordTokenizer, WordPunctTokenizer

import toolkit as tt
from toolkit.tokenizing.sentences import SentencesAround, abbreviations

TEXT = "The envoy didn’t meet Gen. Hassan; he can't, @a said #now."


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nltk_treebank", TreebankWordTokenizer().tokenize(TEXT)),
        ("nltk_word", NLTKWordTokenizer().tokenize(TEXT)),
        ("nltk_wordpunct", WordPunctTokenizer().tokenize(TEXT)),
    ],
)
def test_tokenizers_of_nltk_give_their_own_tokens(name, expected):
    tokens = tt.tokenize([TEXT], tokenizer=name)
    printed = [tokens.surface(k) for k in range(tokens.n_tokens)]
    assert printed == [token for token in expected if any(map(str.isalnum, token))]


@pytest.mark.parametrize("name", ["nltk_tweet", "nltk_toktok"])
def test_tokens_keep_their_place_whatever_the_tokenizer(name):
    tokens = tt.tokenize([TEXT, "“Fish & chips,” they said."], tokenizer=name)
    printed = [tokens.surface(k) for k in range(tokens.n_tokens)]
    assert {"envoy", "Hassan", "Fish", "chips"} <= set(printed)
    assert tokens.plain() is tokens


def test_stems_are_those_of_snowball_and_can_be_undone():
    tokens = tt.tokenize(["Negotiations and talks about sanctions"], lemmas="snowball")
    stem = SnowballStemmer("english").stem
    assert tokens[0] == [stem("negotiations"), stem("talks"), stem("sanctions")]
    assert tokens.plain()[0] == ["negotiations", "talks", "sanctions"]


def test_names_in_capitals_and_stop_words_are_not_stemmed():
    assert tt.tokenize(["US F-16s"], lemmas="snowball")[0] == ["US", "f-16s"]


def test_simplemma_finds_lemmas():
    pytest.importorskip("simplemma", reason="the extra 'lemma' is not installed")
    assert tt.tokenize(["talks and crises"], lemmas="simplemma")[0] == ["talk", "crisis"]


def test_wordnet_without_its_data_says_what_is_missing_and_what_works(monkeypatch):
    import nltk

    monkeypatch.setattr(nltk.data, "path", ["/nowhere"])
    message = (
        "tokenize: lemmas='wordnet' needs the NLTK resource 'wordnet' (corpora/wordnet), which is "
        "not installed. Online: python -m nltk.downloader wordnet. Offline: put "
        "wordnet.zip into <folder>/corpora/ and set NLTK_DATA=<folder>. Searched in: /nowhere. "
        "Without it, use lemmas='snowball', lemmas='simplemma' or lemmas=None."
    )
    with pytest.raises(tt.errors.MissingResourceError, match=re.escape(message)):
        tt.tokenize(["talks"], lemmas="wordnet")


def test_a_wordnet_of_which_files_are_missing_is_missing(tmp_path):
    """Some systems' packages of WordNet hold only a part of what NLTK reads."""
    code = "import toolkit as tt; tt.tokenize(['talks'], lemmas='wordnet')"
    folder = tmp_path / "corpora" / "wordnet"
    folder.mkdir(parents=True)
    (folder / "noun.exc").write_text("mice mouse\n")
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "NLTK_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "MissingResourceError: tokenize: lemmas='wordnet' needs" in ran.stderr


def test_wordnet_finds_lemmas_where_its_data_is():
    try:
        words = tt.tokenize(["The wolves were fighting"], lemmas="wordnet")[0]
    except tt.errors.MissingResourceError:
        pytest.skip("the data of WordNet is not installed")
    assert words == ["wolf", "fight"]


def test_a_missing_simplemma_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "simplemma", None)
    with pytest.raises(
        tt.errors.MissingExtraError, match=re.escape("pip install 'theme-toolkit[lemma]'")
    ):
        tt.tokenize(["talks"], lemmas="simplemma")


def test_nltk_and_scikit_learn_are_not_imported_unasked():
    code = (
        "import sys, toolkit as tt; t = tt.tokenize(['Peace talks.']); t[0]; "
        "tt.split_sentences(['Peace. Talks.']); tt.find_phrases(t); tt.count_terms(t); "
        "print([m for m in ('nltk', 'simplemma', 'sklearn') if m in sys.modules])"
    )
    environment = {**os.environ, "NLTK_DATA": ""}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert ran.stdout.strip() == "[]"


# ---- sentences --------------------------------------------------------------------------------

SENTENCES = [
    ["The U.S. envoy met Gen. Hassan in Oct. 2018.", "“No deal,” he said."],
    ["He left the U.S.", "He flew to Geneva."],
    ["Mr. Ali spoke.", "Did they agree?", "No!"],
    ["J. Smith wrote it.", "It was 3.5 million."],
    ["“We are ready.”", "The talks began."],
    ["ماذا حدث؟", "انتهت المفاوضات."],
    ["Headline without a stop", "Next paragraph."],
]


@pytest.mark.parametrize("method", ["rules", "punkt"])
@pytest.mark.parametrize("sentences", SENTENCES[:5] + SENTENCES[6:])
def test_sentences_end_where_a_reader_ends_them(sentences, method):
    text = ("\n\n" if sentences is SENTENCES[6] else " ").join(sentences)
    spans = tt.split_sentences([text], method=method)[0]
    assert [text[start:end] for start, end in spans] == sentences


def test_rules_know_the_arabic_question_mark():
    text = " ".join(SENTENCES[5])
    assert [text[a:b] for a, b in tt.split_sentences([text])[0]] == SENTENCES[5]


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from(list("aB .!?\n\t”’(é؟。")), max_size=60))
def test_sentences_hold_every_sign_once_and_in_order(text):
    spans = tt.split_sentences([text])[0]
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    assert (spans[1:, 0] >= spans[:-1, 1]).all()


def test_an_empty_text_has_no_sentence():
    assert tt.split_sentences(["", " \n\n "])[0].shape == (0, 2)


MARKS = [".", "!", "?", "…", "。", " ", "  ", "\n", "\n\n", '"', "”", "(", "’", "—"]
WORDS = ["Mr", "U.S", "Gen", "a", "He", "the", "J", "é", "9", "Oct", "3.5", "中文", "x.y", "talks"]
PIECES = st.sampled_from([*MARKS, *WORDS])


@given(st.lists(PIECES, max_size=30).map("".join))
def test_the_sentence_around_a_word_is_the_one_among_all_of_the_text(text):
    spans = tt.split_sentences([text])[0].tolist()
    around = SentencesAround(text)
    for word in re.finditer(r"\w+", text):
        touched = [(a, b) for a, b in spans if a < word.end() and word.start() < b]
        expected = (touched[0][0], touched[-1][1])
        assert around.span(*word.span()) == expected


def test_months_titles_and_countries_are_known_abbreviations():
    assert {"oct", "gen", "u.s", "mr", "calif"} <= abbreviations()
    assert "may" not in abbreviations()


@pytest.mark.parametrize(
    ("texts", "options", "message"),
    [
        ("one", {}, "split_sentences: texts must be a list of texts; got the text 'one'."),
        ([None], {}, "split_sentences: every text must be a string; got None."),
        (
            ["a"],
            {"method": "nltk"},
            "split_sentences: method must be one of 'rules', 'punkt'; got 'nltk'.",
        ),
    ],
)
def test_messages_say_what_was_given(texts, options, message):
    with pytest.raises(tt.errors.InputError, match=re.escape(message)):
        tt.split_sentences(texts, **options)
