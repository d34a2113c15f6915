"""What a person writes is found: words cut out of any text find their place again."""

from __future__ import annotations

import os
import random
import re
import unicodedata
import warnings
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tt
from toolkit.themes import Pattern, Theme, Themes
from toolkit.tokenizing.aliases import Alias
from toolkit.tokenizing.multiword import join_aliases
from toolkit.tokenizing.patterns import compile_pattern, split_words
from toolkit.tokenizing.runs import Vocabulary, find_runs
from toolkit.tokenizing.scanner import scan_plainly

DATA = Path(__file__).parents[2] / "shared" / "data"
DRAWS = int(os.environ.get("WORDS_DRAWS", "60"))
CORPORA = ("world-affairs", "un-general-debate", "wikinews-2019")


def themes_of(*patterns: str) -> Themes:
    return Themes({"theme": Theme("theme", "", tuple(Pattern(split_words(p)) for p in patterns))})


def in_themes(text: str, pattern: str) -> list[tuple[int, int]]:
    found = tt.find_themes(tt.tokenize([text]), themes_of(pattern))
    return list(zip(found["start"], found["end"], strict=True))


def in_contexts(text: str, pattern: str) -> list[tuple[int, int]]:
    table = tt.contexts(tt.tokenize([text]), pattern, n=None).table
    return list(zip(table["start"], table["end"], strict=True))


def in_aliases(text: str, pattern: str) -> list[tuple[int, int]]:
    tokens = tt.tokenize([text], aliases={"The thing": [pattern]})
    term = tokens.term_numbers.get("the_thing", -1)
    return [span for span, k in zip(tokens.spans(0), tokens.ids, strict=True) if k == term]


def in_phrases(text: str, pattern: str) -> list[tuple[int, int]]:
    """Spans that are longer when the phrase is listed."""
    alone = set(tt.tokenize([text]).spans(0))
    joined = tt.tokenize([text], phrases=[pattern]).spans(0)
    return [span for span in joined if span not in alone]


FINDERS = {
    "themes": in_themes,
    "contexts": in_contexts,
    "aliases": in_aliases,
    "phrases": in_phrases,
}

NAMES = [
    ("women's rights", "the women’s rights group"),
    ("women’s rights", "the women's rights group"),
    ("People's Protection Units", "by the People’s Protection Units, the"),
    ("Al Jazeera's reporter", "an Al Jazeera’s reporter said"),
    ("U.S.-led coalition", "the U.S.-led coalition struck"),
    ("U.S.-led coalition", "the US-led coalition struck"),
    ("US-led coalition", "the U.S.-led coalition struck"),
    ("U.S.-backed", "the U.S.-backed forces"),
    ("U.S.-backed rebels", "the US-backed rebels"),
    ("US-backed", "the U.S.-backed forces"),
    ("AT&T", "a deal of AT&T and"),
    ("20-year-old", "a 20-year-old man"),
    ("non‑proliferation treaty", "the non-proliferation treaty of"),
    ("non-proliferation treaty", "the non‑proliferation treaty of"),
    ("anti government protest", "an anti-government protest broke"),
    ("anti-government protest", "an anti government protest broke"),
    ("suicide car bomb", "a suicide car-bomb in"),
    ("suicide car-bomb", "a suicide-car bomb in"),
    ("St. Petersburg", "in St. Petersburg today"),
    ("St Petersburg", "in St. Petersburg today"),
    ("Gen. Haftar", "with Gen. Haftar in"),
    ("Gen. Haftar", "with Gen Haftar in"),
    ("Mr. Assad", "said Mr. Assad in"),
    ("George W. Bush", "by George W. Bush in"),
    ("workers' rights", "for workers’ rights in"),
    ("anti-U.S. protest", "an anti-U.S. protest in"),
    ("9/11 attacks", "the 9/11 attacks of"),
    ("7 October attack", "the 7 October attack on"),
    ("woman, life, freedom", "cried “Woman, Life, Freedom” in"),
    ("Israeli–Palestinian conflict", "the Israeli-Palestinian conflict in"),
    ("Israeli-Palestinian conflict", "the Israeli–Palestinian conflict in"),
    (unicodedata.normalize("NFD", "Müller plan"), "the Müller plan of"),
    ("Müller plan", unicodedata.normalize("NFD", "the Müller plan of")),
    ("İstanbul governor", "the İstanbul governor in"),
    ("المفاوضات النووية", "في الْمُفَاوَضَاتِ النّوويّة أمس"),
]
WORDS = [
    ("İstanbul", "in İstanbul now"),
    ("istanbul", "in İstanbul now"),
    ("IŞİD", "by IŞİD in"),
    ("Al-Qaeda's", "by al-Qaeda’s men"),
    ("9/11", "in post-9/11 times"),
    ("9/11", "on 9/11 in"),
    ("20-year-old", "a 20-year-old man"),
    ("3M", "by 3M in"),
    ("U.S.", "the U.S. army"),
    ("non‑proliferation", "of non-proliferation in"),
    ("الْمُفَاوَضَات", "بدء المفاوضات في"),
    (unicodedata.normalize("NFD", "Erdoğan"), "by Erdoğan in"),
    ("Reuters's", "by Reuters in"),
]


@pytest.mark.parametrize("finder", FINDERS)
@pytest.mark.parametrize(("pattern", "text"), NAMES)
def test_a_name_of_several_words_finds_itself_in_every_function(finder, pattern, text):
    assert len(FINDERS[finder](text, pattern)) == 1


@pytest.mark.parametrize("finder", ["themes", "contexts", "aliases"])
@pytest.mark.parametrize(("pattern", "text"), WORDS)
def test_a_word_finds_itself_in_every_function(finder, pattern, text):
    assert len(FINDERS[finder](text, pattern)) == 1


def test_us_in_capitals_is_not_the_pronoun():
    text = "They told us that US forces and U.S. envoys left.\nUS FORCES LEFT NOW"
    assert [text[a:b] for a, b in in_themes(text, "US")] == ["US", "U.S.", "US"]
    assert [text[a:b] for a, b in in_contexts(text, "US forces")] == ["US forces", "US FORCES"]
    assert [text[a:b] for a, b in in_themes(text, "us")] == ["us", "US", "US"]


SHORT = (
    "The C.P.I. rose, the CPI too. C. P. I. was 3. The F.B.I.'s men; the FBI’s. In the U.S. we "
    "saw us. The U. S. left; a U.S firm, US-backed. At 5 p.m. the PM spoke. J. P. Morgan, J.P. "
    "Morgan and JP Morgan. C, P, I. The cpi."
)


@pytest.mark.parametrize("finder", [in_themes, in_contexts])
@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("CPI", ["C.P.I.", "CPI", "C. P. I", "cpi"]),
        ("C.P.I", ["C.P.I.", "CPI", "C. P. I"]),
        ("C.P.I.", ["C.P.I.", "CPI", "C. P. I"]),
        ("cpi", ["CPI", "cpi"]),
        ("FBI", ["F.B.I.'s", "FBI’s"]),
        ("U.S", ["U.S.", "U. S", "U.S"]),
        ("US", ["U.S.", "U. S", "U.S"]),
        ("us", ["us"]),
        ("PM", ["PM"]),  # not 5 p.m.
        ("JP Morgan", ["J. P. Morgan", "J.P. Morgan", "JP Morgan"]),
        ("the US left", ["The U. S. left"]),
        ("US firm", ["U.S firm"]),
        ("US-backed", ["US-backed"]),
    ],
)
def test_an_abbreviation_in_capitals_is_found_with_full_stops_and_without(pattern, found, finder):
    """ "FBI" found nothing on front pages of The New York Times, which prints F.B.I. 15 times."""
    assert [SHORT[a:b] for a, b in finder(SHORT, pattern)] == found


def test_an_abbreviation_is_no_part_of_a_longer_one():
    """ "US" found "U. S." in old newspapers' "U. S. S. R."."""
    text = "The U. S. S. R., the U.S.S.R. and the U. S. A. wrote; by U. S. law. Plan B. C. D."
    for pattern, found in (("US", ["U. S"]), ("SR", []), ("USA", ["U. S. A"]), ("BC", [])):
        assert [text[a:b] for a, b in in_themes(text, pattern)] == found, pattern
        assert [text[a:b] for a, b in in_contexts(text, pattern)] == found, pattern
    assert [text[a:b] for a, b in in_themes(text, "USSR")] == ["U. S. S. R", "U.S.S.R."]


class Asked(list):
    """Texts that count how often one is asked for."""

    n = 0

    def __getitem__(self, place):
        self.n += 1
        return super().__getitem__(place)


def test_letters_of_an_abbreviation_are_asked_for_among_their_own_places():
    """Every pair of digits in a table of results was compared with "U. S." ."""
    text = "Results: " + "1-2 " * 5000 + "of the U. S. team"
    tokens = tt.tokenize([text]).plain()
    counted = replace(tokens, texts=Asked(tokens.texts))
    runs = find_runs(counted, compile_pattern("US"), Vocabulary.of(tokens))
    assert (len(runs.first), counted.texts.n) == (1, 1)


def test_a_hyphen_of_an_alias_is_asked_for_only_behind_its_first_word():
    """Every "state" of a corpus was looked at for an alias "non-state"."""
    text = "The state of the state. " * 1000 + "A non state actor, a non. State"
    stream, texts = scan_plainly([text]), Asked([text])
    aliases = [Alias("Others", "non-state", case_sensitive=False)]
    joined, after = join_aliases(stream, list(stream.surfaces), aliases, texts=texts)
    assert (after[-1], joined.ids.tolist().count(len(after) - 1), texts.n) == ("Others", 1, 2)


def test_an_abbreviation_with_its_capitals_is_found_with_full_stops_too():
    tokens = tt.tokenize([SHORT])
    for pattern, n in (("CPI", 3), ("C.P.I.", 3), ("cpi", 1), ("JP Morgan", 3), ("US", 3)):
        assert len(tt.contexts(tokens, pattern, n=None, case_sensitive=True)) == n, pattern


def test_an_alias_is_found_on_a_line_of_capitals():
    text = "ISIS FIGHTERS FLEE MOSUL NOW\nIs it IS?"
    aliases = {"Islamic State": {"variants": ["ISIS"], "case_sensitive": ["IS"]}}
    tokens = tt.tokenize([text], aliases=aliases)
    assert tokens[0].count("islamic_state") == 2


def test_a_wildcard_with_a_hyphen_needs_the_hyphen():
    text = "He backed Saudi-backed and U.S.-backed men; they back."
    assert [text[a:b] for a, b in in_themes(text, "*-backed")] == ["Saudi-backed", "U.S.-backed"]


def test_words_given_to_other_functions_are_folded_like_the_texts():
    tokens = tt.tokenize(
        ["İstanbul women’s groups met.", "The İstanbul talks failed."] * 3,
        stop_words=["Women's", "THE"],
        phrases=["Women's groups"],
    )
    assert not {"women", "the"} & set(tokens[1])
    dtm = tt.count_terms(tokens, vocabulary=["İstanbul", "Women's groups"])
    assert dtm.terms.tolist() == ["istanbul", "women_groups"]
    assert dtm.counts.toarray()[0].tolist() == [1, 1]


NOT_A_SPACE = [
    ("AT&T", ["AT&T", "AT & T"], ["at T", "AT-T", "At T.", "A. T."]),
    ("AT & T", ["AT&T", "AT & T"], ["at T", "AT-T"]),
    ("R&D spending", ["R&D spending", "R & D spending"], ["R. D spending", "r d spending"]),
    ("S&P 500", ["S&P 500", "S & P 500"], ["S P 500", "S. P. 500"]),
    ("co-chief", ["co-chief", "co chief", "co- chief", "co–chief"], ["& Co. chief", "Co.  chief"]),
    ("the co-chief", ["the co-chief", "the co chief"], ["the Co. chief"]),
    ("St.-Denis", ["St.-Denis"], []),
    ("co chief", ["co-chief", "co chief", "Co. chief"], []),
    ("St Denis", ["St. Denis", "St Denis"], []),
    ("U.S.-led", ["U.S.-led", "US-led", "U.S. led"], []),
]


@pytest.mark.parametrize("finder", FINDERS)
@pytest.mark.parametrize(("pattern", "found", "other"), NOT_A_SPACE)
def test_an_ampersand_is_no_space_and_a_hyphen_no_full_stop(pattern, found, other, finder):
    """ "AT&T" found "trading at T. Rowe Price", and "co-chief" found "& Co. chief"."""
    for text in found:
        if finder == "phrases" and len(tt.tokenize([text]).ids) == 1:
            continue  # one word, listed or not
        assert len(FINDERS[finder](f"He saw {text} today", pattern)) == 1, text
    for text in other:
        assert FINDERS[finder](f"He saw {text} today", pattern) == [], text


# ---- what a phrase may cross -----------------------------------------------------------------

CONTINUES = {
    "a space": " ", "a line break": "\n", "a hyphen": "- ", "a slash": "/", "an ampersand": " & ",
    "an en dash without spaces": "–", "a direction mark": "\u200f ",
}  # fmt: skip
BREAKS = {
    "a full stop": ". ", "a comma": ", ", "a semicolon": "; ", "a colon": ": ", "a question": "? ",
    "an exclamation": "! ", "an ellipsis": "… ", "three dots": "... ",
    "a hyphen with spaces": " - ", "an en dash": " – ", "an em dash": "—",
    "two hyphens": "--", "a bracket": " (",
    "a closing bracket": ") ", "a square bracket": " [", "a quotation": ' "', "a curly quote": "” ",
    "a guillemet": " «", "a single quote": " ‘", "a bullet": " • ", "a square bullet": "\n▪ ",
    "a list": "\n- ", "a bar": " | ", "a slash with spaces": " / ", "a blank line": "\n\n",
    "a blank line with spaces": "\n \n", "a paragraph separator": "\u2029",
    "an Arabic comma": "، ", "an Arabic question": "؟ ", "an Arabic semicolon": "؛ ",
    "an Urdu full stop": "۔ ", "a CJK full stop": "。", "a CJK comma": "、", "a wide comma": "，",
    "a wide question": "？",
}  # fmt: skip
ENDS_SENTENCE = {
    "a full stop", "a question", "an exclamation", "an ellipsis", "three dots", "a blank line",
    "a blank line with spaces", "an Arabic question", "an Urdu full stop", "a CJK full stop",
    "a wide question",
}  # fmt: skip


@pytest.mark.parametrize("finder", FINDERS)
@pytest.mark.parametrize("name", CONTINUES)
def test_a_phrase_continues_over(name, finder):
    text = f"They met. Peace{CONTINUES[name]}Talks went on"
    assert len(FINDERS[finder](text, "peace talks")) == 1


@pytest.mark.parametrize("finder", FINDERS)
@pytest.mark.parametrize("name", BREAKS)
def test_a_phrase_ends_at(name, finder):
    text = f"They met. Peace{BREAKS[name]}Talks went on"
    assert FINDERS[finder](text, "peace talks") == []


@pytest.mark.parametrize("name", [*CONTINUES, *BREAKS])
def test_a_phrase_that_is_found_by_counting_obeys_the_same_signs(name):
    text = f"Peace{(CONTINUES | BREAKS)[name]}Talks"
    found = tt.find_phrases(tt.tokenize([text] * 3), min_count=1, min_docs=1)
    assert len(found) == (name in CONTINUES)


@pytest.mark.parametrize("name", [*CONTINUES, *BREAKS])
def test_a_sentence_ends_only_where_a_phrase_does(name):
    text = f"Peace{(CONTINUES | BREAKS)[name]}Talks went on"
    assert (len(tt.split_sentences([text])[0]) == 2) == (name in ENDS_SENTENCE)
    assert not (name in ENDS_SENTENCE and name in CONTINUES)


def test_the_table_of_the_guide_says_what_happens():
    page = (Path(__file__).parents[1] / "docs" / "words.md").read_text("utf-8")
    table = page.split("| between two words |")[1].split("\n\n")[0]
    signs = [
        (sign, phrase, sentence)
        for row in table.splitlines()[2:]
        for what, phrase, sentence in [[cell.strip() for cell in row.strip("|").split(" | ")]]
        for sign in re.findall(r"`([^`]+)`", what)
    ]
    assert len(signs) >= 11
    for sign, phrase, sentence in signs:
        text = f"They met. Peace{sign} Talks went on"
        assert (len(in_themes(text, "peace talks")) == 1) == (phrase == "continues"), sign
        assert (len(tt.split_sentences([text])[0]) == 3) == sentence.startswith("ends"), sign


def test_a_sentence_that_begins_after_an_abbreviation_ends_the_phrase():
    text = "He met Gen. Hassan of the U.S. They left."
    assert len(in_themes(text, "gen hassan")) == 1
    assert in_themes(text, "us-led they") == []
    assert len(in_themes(text, "the U.S. They left")) == 1  # the pattern has the end itself


def test_a_quoted_question_is_one_sentence_in_the_measure_too():
    text = "“Will the war end?” he asked. Nobody knew."
    scores = tt.score_themes(tt.tokenize([text]), themes_of("war"), measure="sentences")
    assert len(tt.split_sentences([text])[0]) == 2
    assert scores["theme"].tolist() == [0.5]


# ---- joined terms that begin with a digit ------------------------------------------------------


@pytest.mark.parametrize(
    "phrase", ["9/11 attacks", "1967 borders", "7 October attack", "5G networks", "2015 deal"]
)
def test_a_joined_term_that_begins_with_a_digit_is_counted(phrase):
    tokens = tt.tokenize([f"Over the {phrase} now"], phrases=[phrase])
    joined = phrase.lower().replace(" ", "_")
    assert joined in tokens[0]
    assert joined in tt.count_terms(tokens).terms


@pytest.mark.parametrize("name", ["3M", "X", "20th Century Fox", "7-Eleven"])
def test_an_alias_is_counted_whatever_it_begins_with(name):
    tokens = tt.tokenize(["Shares of Minnesota Mining rose"], aliases={name: ["Minnesota Mining"]})
    assert name.lower().replace(" ", "_") in tokens[0]


# ---- warnings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern", ["wa\\w+", "war(s)?", "war|peace", "colou?r", "war.*", "[Ww]ar"]
)
def test_a_regular_expression_is_not_taken_for_letters_without_a_warning(tmp_path, pattern):
    file = tmp_path / "themes.toml"
    file.write_text(f"[a]\nterms = ['{pattern}']", encoding="utf-8")
    with pytest.warns(UserWarning, match="looks like a regular expression"):
        tt.read_themes(file)


@pytest.mark.parametrize(
    "pattern", ["U.S.*", "C++", "what?", "war*", "AT&T", "post-9/11", "a.k.a."]
)
def test_ordinary_patterns_raise_no_warning(tmp_path, pattern):
    file = tmp_path / "themes.toml"
    file.write_text(f"[a]\nterms = ['{pattern}']", encoding="utf-8")
    assert len(tt.read_themes(file)["a"].patterns) == 1


def test_a_word_of_a_script_without_spaces_says_which_form_is_found():
    tokens = tt.tokenize(["中国和美国的谈判"])
    with pytest.warns(UserWarning, match=r"Write '\*谈判\*'"):
        assert len(tt.contexts(tokens, "谈判")) == 0
    assert len(tt.contexts(tokens, "*谈判*")) == 1


def test_a_stop_word_that_is_two_words_is_said_to_match_nothing():
    with pytest.warns(UserWarning, match=r"the stop word 'AT&T' is 2 words in the texts: at, t"):
        tt.tokenize(["AT&T fell"], stop_words=["AT&T"])


def test_an_alias_without_letters_is_refused():
    with pytest.raises(
        tt.errors.InputError, match="the variant '—' of the alias 'A' has no letter"
    ):
        tt.tokenize(["a"], aliases={"A": ["—"]})


def test_a_vocabulary_that_names_two_words_says_how_to_join_them():
    tokens = tt.tokenize(["Shares of AT&T fell"])
    with pytest.warns(UserWarning, match="'AT&T' is several words .* phrases="):
        tt.count_terms(tokens, vocabulary=["AT&T", "shares"])
    with pytest.raises(tt.errors.InputError, match="'Shares' and 'shares', which are one term"):
        tt.count_terms(tokens, vocabulary=["Shares", "shares"])


def test_terms_of_a_model_are_found_as_a_person_writes_them():
    dtm = tt.count_terms(tt.tokenize(["İstanbul talks", "İstanbul war", "talks", "war"] * 5))
    lda = tt.LDA(n_topics=2, seed_terms={"city": ["İstanbul"]}, random_state=0).fit(dtm)
    assert lda.topic_names_[0] == "city"


# ---- any words cut out of any text -------------------------------------------------------------


@cache
def texts_of(corpus: str) -> list[str]:
    if corpus == "sample":
        return tt.load_sample()["body"].tolist()
    (file,) = sorted((DATA / corpus).glob("*.parquet"))
    return pd.read_parquet(file, columns=["text"])["text"].dropna().tolist()


def cut_words(text: str, rng: random.Random) -> tuple[int, int] | None:
    """Return a span of one to six words of one paragraph: whole tokens."""
    tokens = tt.tokenize([text], progress=False)
    spans = tokens.spans(0)
    if not spans:
        return None
    first = rng.randrange(len(spans))
    last = min(first + rng.randrange(6), len(spans) - 1)
    span = spans[first][0], spans[last][1]
    return None if "\n" in text[span[0] : span[1]].replace("\n", "", 1) else span


def check_cut(text: str, span: tuple[int, int]) -> list[str]:
    """Return the functions in which the words do not find their own place."""
    pattern = text[span[0] : span[1]]
    compiled = compile_pattern(pattern)
    if not compiled.has_letters or "*" in pattern:
        return []
    missing = []
    for name, find in FINDERS.items():
        if name == "phrases" and len(tt.tokenize([pattern]).spans(0)) < 2:
            continue
        places = find(text, pattern)
        if not any(start < span[1] and end > span[0] for start, end in places):
            missing.append(name)
    return missing


def run_draws(corpus: str, n: int) -> None:
    rng = random.Random(2018)
    texts = texts_of(corpus)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for _ in range(n):
            whole = rng.choice(texts)
            at = rng.randrange(max(len(whole) - 600, 1))
            text = whole[at : at + 600]
            span = cut_words(text, rng)
            if span is not None:
                missing = check_cut(text, span)
                assert not missing, (missing, text[span[0] : span[1]], text)


def test_words_cut_out_of_the_sample_find_their_place():
    run_draws("sample", DRAWS)


@pytest.mark.corpus
@pytest.mark.parametrize("corpus", CORPORA)
def test_words_cut_out_of_any_text_find_their_place(corpus):
    if not (DATA / corpus).is_dir():
        pytest.skip(f"{corpus} is not there")
    run_draws(corpus, DRAWS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"aliases": {"Bomb": ["bomb*"]}}, "the alias 'Bomb': 'bomb*' has a *"),
        ({"phrases": ["car bomb*"]}, "phrases: 'car bomb*' has a *"),
        ({"stop_words": ["bomb*"]}, "stop_words: 'bomb*' has a *"),
    ],
)
def test_a_wildcard_that_matches_nothing_raises_one_warning(options, message):
    with pytest.warns(tt.errors.PatternWarning, match=re.escape(message)) as caught:
        tt.tokenize(["car bombs"], **options)
    assert len(caught) == 1
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '["Bashar al-Assad"]\nvariants = "Assad"\n',
            r"tokenize: names\.toml: variants of the alias 'Bashar al-Assad' must be a list of "
            r"names; got 'Assad'\. Write variants = \[\"Assad\"\]\.",
        ),
        ("[PKK]\ncase_sensitive = true\n", r"case_sensitive of the alias 'PKK' must be a list"),
        ('[PKK]\nvariant = ["P"]\n', r"names\.toml: the alias 'PKK' has an unknown field"),
    ],
)
def test_a_name_without_its_list_is_no_list_of_its_letters(tmp_path, text, told):
    file = tmp_path / "names.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(tt.errors.InputError, match=told):
        tt.tokenize(["A day with Assad."], aliases=file)
