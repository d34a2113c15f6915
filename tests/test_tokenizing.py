"""Words come out of news text as an editor would cut them, and lead back to their place."""

import errno
import re
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit._core import memory
from toolkit._core.mapped_arrays import mapped_file
from toolkit._kernels import text as text_kernels
from toolkit._kernels.text_finding import find_news_tokens
from toolkit.tokenizing import scanner
from toolkit.tokenizing.buffers import ArrowTexts, utf8_parts
from toolkit.tokenizing.form_terms import terms_of_forms
from toolkit.tokenizing.normalization import KINDS, kinds_of_terms, tidy_surfaces
from toolkit.tokenizing.scanner import scan, scan_plainly
from toolkit.tokenizing.term_names import terms_of_names
from toolkit.tokenizing.token_assembly import Source, assemble
from toolkit.tokenizing.tokenizer import plain_kept, tokenize_again

ALIASES = {
    "Islamic State": {
        "variants": ["ISIS", "ISIL", "Daesh", "Islamic State group", "داعش"],
        "case_sensitive": ["IS"],
        "note": "the chosen name is a finding of its own",
    },
    "United States": {"variants": ["U.S.", "USA"], "case_sensitive": ["US"]},
    "al-Qaeda": ["al-Qaida", "al-Qa’ida"],
    "Erdogan": [],
}

# text in, every token out (stop words and numbers too), as terms
CASES = [
    ("U.S. and US forces told us", "u.s. and US forces told us"),
    ("U.S.-backed forces", "u.s. backed forces"),
    ("the U.N.'s envoy, the U.N.’s", "the u.n. envoy the u.n."),
    ("in the U.S.A.", "in the u.s.a."),
    ("He left the U.S. He flew", "he left the u.s. he flew"),
    ("IS is here. WHO knows who?", "IS is here WHO knows who"),
    ("IS’s exploitation", "IS exploitation"),
    ("US AND IS FORCES MEET", "us and is forces meet"),
    ("US\nlower", "US lower"),
    ("Daesh’s men, Daesh's men, the militants’ men", "daesh men daesh men the militants men"),
    ("don’t don't that’s", "don't don't that"),
    ("Erdoğan met Erdog\u0306an", "erdoğan met erdoğan"),
    ("İdlib and Idlib", "idlib and idlib"),
    ("al-Qaeda, Al Qaeda, Al‑Qaeda", "al-qaeda al qaeda al-qaeda"),
    ("COVID-19 and F-16s at the G20", "covid-19 and f-16s at the g20"),
    ("$400bn, 3.5 million, 100,000, 9/11, 10:30pm", "400bn 3.5 million 100,000 9/11 10:30pm"),
    ("a 20-year-old in 2018-19", "a 20 year-old in 2018 19"),
    ("e-mail, de-escalation, year-end", "e-mail de-escalation year-end"),
    ("talks--and war - peace", "talks and war peace"),
    (
        "see https://example.org/a?b=1. Or www.example.org, ok",
        "see https://example.org/a?b=1 or www.example.org ok",
    ),
    (
        "pic.twitter.com/5DHQYKG0LJ and t.co/x1. A pic. A t.cop",
        "pic.twitter.com/5dhqykg0lj and t.co/x1 a pic a t cop",
    ),
    ("write to press@example.org.", "write to press@example.org"),
    ("@Envoy_1 said #StopWar, a@b #1", "@envoy_1 said #stopwar a@b 1"),
    ("nego-\ntiations and al-\nQaeda", "negotiations and al-qaeda"),
    ("nego\xadtiations", "negotiations"),
    ("end-\n\nof paragraph", "end of paragraph"),
    ("الْمُفَاوَضَاتُ المفاوضات", "المفاوضات المفاوضات"),
    ("داعـــش داعش", "داعش داعش"),
    ("می‌خواهم", "می‌خواهم"),
    ("Переговоры в Женеве", "переговоры в женеве"),
    ("peace 🕊️ talks👍🏽now", "peace talks now"),
    ("٢٠١٨ و ١٫٥", "٢٠١٨ و ١٫٥"),
    ("snake_case", "snake case"),
    ("ask @_", "ask @_"),
    ("“Hello,” he said", "hello he said"),
    ("", ""),
    ("… — !", ""),
]


@pytest.mark.parametrize(("text", "terms"), CASES)
def test_words_are_cut_as_an_editor_would(text, terms):
    tokens = tt.tokenize([text], min_length=1)
    assert [tokens.terms[number] for number in tokens.ids] == terms.split()


@pytest.mark.parametrize(("text", "_terms"), CASES)
def test_nothing_but_signs_lies_between_the_tokens(text, _terms):
    tokens = tt.tokenize([text])
    left = list(text)
    for start, end in tokens.spans(0):
        left[start:end] = " " * (end - start)
    assert not re.search(r"[^\W_]", "".join(left).replace("♀", ""))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Daesh, ISIS and the Islamic State group", "islamic_state islamic_state islamic_state"),
        ("IS fights. It is here", "islamic_state fights"),
        ("Islamic State’s men", "islamic_state men"),
        ("ISIS-held towns, US-backed men", "islamic_state held towns united_states backed men"),
        ("IS THIS THE END OF US", "end us"),
        ("Islamic. State", "islamic state"),
        ("Al Qaida and AL-QA'IDA", "al-qaeda al-qaeda"),
        ("Erdoğan and Erdogan", "erdogan erdogan"),
        ("U.S. and US and us", "united_states united_states us"),
        ("داعش", "islamic_state"),
        ("misisland", "misisland"),
    ],
)
def test_aliases_act_before_lower_case_and_stop_words(text, terms):
    assert tt.tokenize([text], aliases=ALIASES)[0] == terms.split()


def test_the_printed_form_of_an_alias_is_kept_and_the_alias_can_be_undone():
    tokens = tt.tokenize(["The Islamic State’s men fled Daesh."], aliases=ALIASES)
    number = tokens.term_numbers["islamic_state"]
    printed = [tokens.surface(k) for k in np.flatnonzero(tokens.ids == number)]
    assert printed == ["Islamic State’s", "Daesh"]
    assert tokens.plain()[0] == ["islamic", "state", "men", "fled", "daesh"]


def test_tokens_without_aliases_phrases_or_lemmas_are_plain_already():
    tokens = tt.tokenize(["Peace talks"])
    assert tokens.plain() is tokens


def test_aliases_come_from_a_toml_file(tmp_path):
    path = tmp_path / "aliases.toml"
    path.write_text('["Islamic State"]\nvariants = ["Daesh"]\nnote = "x"\n', encoding="utf-8")
    assert tt.tokenize(["Daesh fled"], aliases=path)[0] == ["islamic_state", "fled"]


def test_stop_words_numbers_and_short_terms_stay_in_the_store_and_out_of_the_lists():
    tokens = tt.tokenize(["The talks of 2018 at x"])
    assert tokens[0] == ["talks"]
    assert tokens.n_tokens == 6
    left_out = {
        term: tt.tokenizing.KINDS[kind]
        for term, kind in zip(tokens.terms, tokens.kinds, strict=True)
    }
    assert left_out == {
        "the": "stop word", "talks": "word", "of": "stop word", "2018": "number",
        "at": "stop word", "x": "short",
    }  # fmt: skip


def test_a_date_that_became_a_name_is_a_word():
    assert tt.tokenize(["After 9/11 and 3/4"])[0] == ["9/11"]


def test_case_is_kept_on_request():
    assert tt.tokenize(["US Forces MEET"], lower=False, stop_words=None)[0] == [
        "US",
        "Forces",
        "MEET",
    ]


@pytest.mark.parametrize(
    "word", ["us", "state", "states", "fire", "front", "against", "IS", "US", "bill", "system"]
)
def test_a_word_that_can_be_the_story_is_no_stop_word(word):
    assert word not in set(tt.stop_words()["word"])


def test_every_stop_word_has_a_reason_and_the_news_list_holds_the_english_one():
    news, english = tt.stop_words(), tt.stop_words("english")
    assert (news["reason"].str.len() > 3).all()
    assert set(english["word"]) < set(news["word"])
    assert news["word"].is_unique
    assert 150 < len(english) < 260


def test_stop_words_of_ones_own_and_none():
    assert tt.tokenize(["the talks"], stop_words=["talks"])[0] == ["the"]
    assert tt.tokenize(["the talks"], stop_words=None)[0] == ["the", "talks"]


def test_the_index_of_the_series_is_the_article_id():
    texts = pd.Series(["One war", "Two talks"], index=pd.Index(["a", "b"], name="article_id"))
    tokens = tt.tokenize(texts)
    assert tokens.article_id.tolist() == ["a", "b"]
    assert tokens[1:].article_id.tolist() == ["b"]
    assert list(tokens[1:]) == [["two", "talks"]]
    assert tokens[-1] == tokens[1]
    assert tokens[1:].surface(0) == "Two"


def test_a_slice_equals_the_tokens_of_the_slice():
    texts = ["Peace talks", "", "War in the east", "Talks"]
    part, alone = tt.tokenize(texts)[1:3], tt.tokenize(texts[1:3])
    assert list(part) == list(alone)
    assert part.spans(1) == alone.spans(1)
    assert part.texts == alone.texts


def test_the_order_of_the_texts_changes_nothing_within_them():
    texts = ["Peace talks", "War talks", "Sanctions"]
    assert list(tt.tokenize(texts[::-1])) == list(tt.tokenize(texts))[::-1]


def test_phrases_are_joined_longest_first_and_not_over_a_sign():
    tokens = tt.tokenize(
        ["Chemical weapons inspectors. Chemical, weapons. chemical-weapons use"],
        phrases=["chemical weapons", "chemical weapons inspectors"],
    )
    assert tokens[0] == [
        "chemical_weapons_inspectors",
        "chemical",
        "weapons",
        "chemical_weapons",
        "use",
    ]
    assert tokens.surface(0) == "Chemical weapons inspectors"


def test_phrases_are_found_on_request():
    texts = ["Peace talks began.", "The peace talks failed.", "Peace talks, again."] * 2
    assert tt.tokenize(texts, phrases=True)[0] == ["peace_talks", "began"]


def test_of_two_phrases_that_overlap_the_longer_or_the_one_listed_first_is_joined():
    text = ["President Barack Obama administration"]
    for phrases, expected in (
        (["barack obama", "president barack"], ["president", "barack_obama", "administration"]),
        (["president barack", "barack obama"], ["president_barack", "obama", "administration"]),
        (
            ["barack obama", "obama administration", "president barack"],
            ["president", "barack_obama", "administration"],
        ),
        (
            ["obama administration", "barack obama", "president barack"],
            ["president_barack", "obama_administration"],
        ),
        (
            ["president barack", "barack obama administration"],
            ["president", "barack_obama_administration"],
        ),
    ):
        assert tt.tokenize(text, phrases=phrases)[0] == expected


SUMMIT = [
    *["Leader Kim Jong Un met President Barack Obama."] * 3,
    *["Kim Jong Un left", "Barack Obama spoke", "Leader Li left", "President Li spoke"] * 2,
    "President Obama", "Kim and Li", "talks " * 300,
]  # fmt: skip


def test_three_words_are_a_phrase_if_two_of_them_hardly_occur_without_the_third():
    words = {word for text in tt.tokenize(SUMMIT, phrases=True) for word in text}
    assert {"kim_jong_un", "barack_obama"} <= words
    assert not words & {"president_barack", "president_barack_obama", "jong_un", "kim_jong"}


def test_the_name_of_an_alias_is_not_joined_to_a_phrase():
    texts = ["The ISIS caliphate fell.", "An ISIS caliphate again", "talks " * 99] * 3
    aliases = {"Islamic State": ["ISIS"]}
    tokens = tt.tokenize(texts, phrases=True, aliases=aliases)
    assert tokens[0] == ["islamic_state", "caliphate", "fell"]
    assert tt.tokenize(texts, phrases=True)[0] == ["isis_caliphate", "fell"]


# ---- the kernel and its readable definition -------------------------------------------------

ALPHABET = st.one_of(
    st.sampled_from(list("aAbszSUKIEhtwp09.,:/-'’‘@#_ \n\r\t\xad‐“”\"<>%$?!&;\x00\x01")),
    st.sampled_from(list("éİıßΣςσقـَ\u200c\u200d\u0301क्ष中🕊️👍🏽\u2028\x85ǅ½٣٫ſK")),
    st.sampled_from(
        [
            *["http://", "https://", "www.", "Pic.twitter.com/", "t.co/", "U.S.", "-\n", "’s"],
            *["\n\n", "US ", "IT IS US "],
        ]
    ),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.lists(st.lists(ALPHABET, max_size=30).map("".join), max_size=4)


def _written(stream):
    return [stream.surfaces[number] for number in stream.ids]


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example([text for text, _ in CASES])
@example(["J. Smith", "U.S.’s and U.S.'s. N.A", "A.B.Cd A.1 A.é é.A T.S. t.co/x", "U.S", "a."])
@example(
    ["A.\u0301b", "A.B\u0301.C", "U.S.-led, anti-U.S. x.y@z.org", "\n a.b.\n c\u0301", "U.S.”"]
)
def test_the_kernel_finds_what_the_regular_expression_defines(texts):
    fast, slow = scan(texts, few=-1), scan_plainly(texts)
    assert _written(fast) == _written(slow)
    for name in ("offsets", "starts", "ends", "gaps"):
        assert getattr(fast, name).tolist() == getattr(slow, name).tolist(), name


def test_once_the_kernels_are_loaded_they_scan_little_text_too(monkeypatch):
    texts = ["Envoys of the U.S. met in Aleppo, twice. "] * 300
    scan(texts, few=-1)  # loads them
    before = scan_plainly(texts)
    monkeypatch.setattr(scanner, "scan_plainly", lambda _: pytest.fail("not with the kernels"))
    after = scan(texts)
    assert _written(after) == _written(before)
    for name in ("offsets", "starts", "ends", "gaps"):
        assert np.array_equal(getattr(after, name), getattr(before, name)), name


def test_a_file_of_tokens_is_the_same_with_the_kernels_and_without(tmp_path, monkeypatch):
    articles = tt.clean_articles(tt.load_sample(), progress=False)["text"].head(40)
    options = [{}, {"phrases": True}, {"lower": False}, {"aliases": {"Daesh": ["ISIS", "IS"]}}]
    files = []
    for few in (10**9, -1):
        monkeypatch.setattr(scanner, "FEW_WHEN_READY", few)
        monkeypatch.setattr(scanner, "FEW_CHARACTERS", few)
        for number, chosen in enumerate(options):
            tt.save_tokens(tt.tokenize(articles, **chosen), tmp_path / f"{number} {few}")
        files.append([(tmp_path / f"{k} {few}").read_bytes() for k in range(len(options))])
    assert files[0] == files[1]


WORDS = st.sampled_from(
    [
        *[
            "talks",
            "Trump’s",
            "it's",
            "al-Qaeda",
            "anti-U.S",
            "post-9/11",
            "x",
            "s",
            "S",
            "workers",
        ],
        *[
            "2018",
            "400bn",
            "19th",
            "19th2",
            "COVID-19",
            "9/11",
            "3.5",
            "1,000",
            "٣",
            "12é",
            "5-year",
        ],
        *[
            "U.S.",
            "US",
            "FORCES",
            "MEET",
            "p.m.",
            "N.S",
            "www.a.org/b",
            "www",
            "pic",
            "war",
            "http",
        ],
        *["pic.twitter.com/x", "t.co/y", "https://a.b", "a@b.org", "a-b@c.de", "@x", "#x_1", "é"],
        *[
            "naïve",
            "cafés",
            "quoi’qu",
            "“s",
            "ΑΒΓ",
            "中文",
            "_a",
            "r‐e",
            "r‑e",
            "zw\u200cnj",
            "o\u0301",
        ],
    ]
)
SIGNS = st.sampled_from(
    [
        *[
            " ",
            ", ",
            ". ",
            ".\n\n",
            " “",
            "” ",
            ",” ",
            ".”\n\n“",
            " — ",
            "—",
            " – ",
            "–",
            "/",
            "' ",
        ],
        *[
            "’ ",
            "'",
            "’",
            "‘",
            "…",
            "\u00a0",
            "\u2028",
            "\u2029",
            "\u200f",
            "\ufeff",
            "\u2060",
            "&",
        ],
        *[
            " & ",
            "-",
            "-\n",
            "-\r\n ",
            "--",
            "",
            "@",
            "#",
            "_",
            "‐",
            "‑",
            "\u200d",
            "(",
            ") ",
            " · ",
        ],
        *[
            "\x85",
            "\x00",
            "\x1c",
            "«",
            "\u3000",
            ":",
            ": ",
            ".",
            ",",
            "?\n",
            "\n\n",
            "\xad",
            "\u2063 ",
        ],
    ]
)
PROSE = st.lists(st.tuples(WORDS, SIGNS).map("".join), max_size=12).map("".join)


@settings(max_examples=600, deadline=None)
@given(st.lists(PROSE, max_size=3))
def test_words_and_signs_of_prose_are_found_as_the_regular_expression_defines(texts):
    """Most of them the kernel decides without a look at each character."""
    fast, slow = scan(texts, few=-1), scan_plainly(texts)
    assert _written(fast) == _written(slow)
    for name in ("offsets", "starts", "ends", "gaps"):
        assert getattr(fast, name).tolist() == getattr(slow, name).tolist(), name


@settings(max_examples=30, deadline=None)
@given(st.lists(PROSE, max_size=2))
def test_the_kernel_run_as_plain_python_finds_the_same(texts):
    compiled = scan(texts, few=-1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_kernels, "find_news_tokens", find_news_tokens.py_func, raising=False)
        plain = scan(texts, few=-1, n_jobs=1)
    assert _written(plain) == _written(compiled)
    for name in ("offsets", "starts", "ends", "gaps"):
        assert getattr(plain, name).tolist() == getattr(compiled, name).tolist(), name


FORMS = st.lists(
    st.one_of(
        st.sampled_from(["the", "The", "US", "us", "US's", "\x01US", "U.S.", "9/11", "3rd", "x"]),
        st.sampled_from(["a@b.org", "www.a.org", "https://a.org", "t.co/a", "nego-\ntiations"]),
        st.sampled_from(["İstanbul", "ΟΔΟΣ", "Daesh’s", "'s", "x's", "X'S", "l’US", "٣٫٥", "ǅ"]),
        st.lists(ALPHABET, min_size=1, max_size=6).map("".join),
    ),
    max_size=30,
    unique=True,
)


@settings(max_examples=300, deadline=None)
@given(FORMS, st.booleans(), st.integers(1, 4))
@example(["US’s", "WHO's", "IS'S", "It's", "a's's", "x's’s", "Müller’s", "\x01DAESH'S"], True, 2)
@example(["al-\nQaeda's", "don’t", "U.S.’s", "’s", "Ab's\xad"], False, 2)
def test_forms_named_in_arrow_are_those_named_one_by_one(forms, lower, min_length):
    """Which forms need a rule, and which terms, is decided for all of them at once."""
    forms = [form for form in forms if tidy_surfaces([form])[0].strip("\x01")]
    options = {"lower": lower, "lemmas": None}
    terms = terms_of_names(tidy_surfaces(forms), options)
    assert terms_of_forms(pa.array(forms, pa.large_string()), options).to_pylist() == terms
    stops, names = frozenset({"the", "us", "и", "οδος", "3rd"}), frozenset({"3rd", "x", "t.co/a"})
    kinds = kinds_of_terms(terms, stop_words=stops, min_length=min_length, names=names)
    assert [KINDS[kind] for kind in kinds] == [
        _kind_one_by_one(term, stops, names | {"9/11", "7/7", "26/11"}, min_length)
        for term in terms
    ]


@settings(max_examples=200, deadline=None)
@given(FORMS)
@example(
    ["The", "the", "IT", "\x01IT", "It’s", "It's", "It-self", "Then", "They", "Gen", "U.S", "W"]
)
def test_no_form_is_left_out_of_the_tests_of_full_stops(forms):
    from toolkit.tokenizing import phrase_breaks

    forms = [form for form in forms if tidy_surfaces([form])[0].strip("\x01")]
    names = [name.replace("\x01", "") for name in tidy_surfaces(forms)]
    listed = pa.array(forms, pa.large_string())
    for test, may_be in (
        (phrase_breaks.is_abbreviation, phrase_breaks.may_abbreviate(listed)),
        (phrase_breaks._starts_sentence, phrase_breaks.may_start_sentence(listed)),
    ):
        assert not any(test(name) for name, may in zip(names, may_be, strict=True) if not may)


def _kind_one_by_one(term, stops, kept, min_length):
    is_name = term in {"US", "IS", "WHO", "IT"}
    if term in stops or (not is_name and term.replace("İ", "I").lower() in stops):
        return "stop word"
    if term in kept:
        return "word"
    if term[0].isdecimal():
        return "number"
    if len(term) < min_length:
        return "short"
    is_address = re.match(r"(?i)https?://|www\.|t\.co/|pic\.twitter\.com/|[^@]+@", term)
    return "address" if is_address else "word"


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from([None, ("us is", "é ß")]), st.booleans())
@example([text for text, _ in CASES], None, True)
@example([text for text, _ in CASES], ("us forces", "told us"), False)
def test_tokens_of_a_compiled_scan_are_those_of_the_regular_expression(texts, phrases, keeps_plain):
    """Forms in Arrow and forms in a list take different ways to the same terms."""
    options = {
        **tt.tokenize(["a"], phrases=phrases).options,
        "stop_words": frozenset({"the", "is", "us"}),
    }
    made = []
    for stream in (scan(texts, few=-1), scan_plainly(texts)):
        source = Source(texts, pd.RangeIndex(len(texts)), options, tokenize_again)
        made.append(assemble(stream, source, keeps_plain=keeps_plain))
    fast, slow = made
    for one, other in (made, (fast.plain(), slow.plain())):
        assert one.terms == other.terms
        for name in ("ids", "offsets", "starts", "ends", "gaps", "kinds"):
            assert np.array_equal(getattr(one, name), getattr(other, name)), name


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_every_span_leads_back_to_what_was_printed(texts):
    tokens = tt.tokenize(texts, lower=False, stop_words=None, min_length=1)
    for k in range(tokens.n_tokens):
        printed = tokens.surface(k)
        assert printed.strip() == printed != ""
    spans = [span for text in range(len(tokens)) for span in tokens.spans(text)]
    assert len(spans) == tokens.n_tokens


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_lowering_the_case_leaves_the_spans_where_they_are(texts):
    one, other = tt.tokenize(texts), tt.tokenize(texts, lower=False)
    assert one.starts.tolist() == other.starts.tolist()
    assert one.ends.tolist() == other.ends.tolist()


def test_one_enormous_text_leaves_no_large_arrays_behind():
    from toolkit.tokenizing import buffers

    stream = scan(["peace talks " * 1_000_000], few=-1)
    assert len(stream.ids) == 2_000_000
    kept = [array.nbytes for scratch in buffers.scratches.made for array in scratch.arrays.values()]
    assert max(kept) <= 16 * buffers.PART_BYTES


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.sampled_from([1, 2, 3]))
def test_parts_and_threads_change_nothing(texts, n_jobs):
    from toolkit.tokenizing import buffers

    whole = scan(texts, n_jobs=1, few=-1)
    usual, buffers.PART_BYTES = buffers.PART_BYTES, 8
    try:
        cut = scan(texts, n_jobs=n_jobs, few=-1)
    finally:
        buffers.PART_BYTES = usual
    assert _written(whole) == _written(cut)
    assert whole.offsets.tolist() == cut.offsets.tolist()
    assert whole.starts.tolist() == cut.starts.tolist()


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.sampled_from([1, 2, 3]))
def test_the_tokens_of_each_form_are_counted_by_the_way(texts, n_jobs):
    """Also over several workers, and where the table of forms grows."""
    from toolkit.tokenizing import buffers

    texts = [*texts, *(" ".join(f"word{k % 5000}x" for k in range(n)) for n in (9000, 3))]
    usual, buffers.PART_BYTES = buffers.PART_BYTES, 50_000
    try:
        stream = scan(texts, n_jobs=n_jobs, few=-1, is_sorted=n_jobs > 1)
    finally:
        buffers.PART_BYTES = usual
    assert stream.seen.tolist() == np.bincount(stream.ids, minlength=len(stream.seen)).tolist()


def test_counts_of_terms_that_came_with_the_scan_are_those_of_the_tokens():
    texts = pd.Series(["Talks, TALKS and the U.S. talks; Obama’s talk. " * 400] * 60)
    for phrases in (None, True, ["peace talks", "the us"]):
        tokens = tt.tokenize(texts, phrases=phrases)
        counted = np.bincount(tokens.ids, minlength=len(tokens.terms))
        assert tokens.term_counts.tolist() == counted.tolist()


def test_a_sliced_arrow_column_is_read_from_its_own_beginning():
    texts = pd.Series(["Erdoğan spoke", "Peace talks", "war"]).iloc[1:]
    tokens = tt.tokenize(texts)
    assert list(tokens) == [["peace", "talks"], ["war"]]
    assert tokens.article_id.tolist() == [1, 2]


def test_no_letter_of_an_unspaced_script_is_overlooked_by_its_first_byte():
    from toolkit.tokenizing.patterns import UNSPACED
    from toolkit.tokenizing.tokenizer import _FIRST_UNSPACED

    signs = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    first = {sign.encode()[0] for sign in signs if UNSPACED.match(sign)}
    assert first == set(np.flatnonzero(_FIRST_UNSPACED).tolist())


@pytest.mark.parametrize("most", [1, 3, 100_000])
def test_full_stops_are_decided_alike_however_many_at_a_time(monkeypatch, most):
    """Blocks of tokens are cut small too, so that stops of several blocks come together."""
    from toolkit.tokenizing import phrase_breaks

    texts = ["Gen. Hassan met the U.S. He left. No. 5 of St. Petersburg. George W. Bush."] * 9
    monkeypatch.setattr(phrase_breaks, "FEW_TOKENS", 0)
    monkeypatch.setattr(phrase_breaks, "BLOCK_TOKENS", 20)
    monkeypatch.setattr(phrase_breaks, "BLOCK_STOPS", most)
    tokens = tt.tokenize(texts)
    monkeypatch.undo()
    assert tokens.gaps.tolist() == tt.tokenize(texts).gaps.tolist()
    assert {0, 1, 2} == set(tokens.gaps.tolist())


def test_half_a_surrogate_pair_does_not_stop_the_work():
    tokens = tt.tokenize(["peace \ud83d talks"])
    assert tokens[0] == ["peace", "talks"]
    assert tokens.spans(0) == [(0, 5), (8, 13)]


# ---- messages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: tt.tokenize("one text"),
            "tokenize: texts must be a Series or a list of texts, such as "
            "articles['text']; got 'one text'.",
        ),
        (lambda: tt.tokenize(pd.DataFrame({"text": ["a"]})), "got a DataFrame."),
        (
            lambda: tt.tokenize(["a", None]),
            "tokenize: the text of article 1 is None, not a string. Fill missing texts "
            "with '' or leave the articles out.",
        ),
        (
            lambda: tt.tokenize(pd.Series(["a", None], index=["x", "y"])),
            "tokenize: the text of article 'y' is nan, not a string.",
        ),
        (
            lambda: tt.tokenize(["a"], lemmas="porter"),
            "tokenize: lemmas must be one of None, 'snowball', 'wordnet', 'simplemma'; "
            "got 'porter'.",
        ),
        (
            lambda: tt.tokenize(["a"], tokenizer="nltk"),
            "tokenize: tokenizer must be one of 'news', 'nltk_treebank',",
        ),
        (
            lambda: tt.tokenize(["a"], min_length=0),
            "tokenize: min_length must be a whole number from 1; got 0.",
        ),
        (
            lambda: tt.tokenize(["a"], stop_words="french"),
            "tokenize: stop_words must be one of 'news', 'english'; got 'french'.",
        ),
        (
            lambda: tt.tokenize(["a"], stop_words=["the", 1]),
            "tokenize: stop_words must be words (str); got 1.",
        ),
        (
            lambda: tt.tokenize(["a"], aliases="no/such.toml"),
            "tokenize: the alias file 'no/such.toml' does not exist.",
        ),
        (
            lambda: tt.tokenize(["a"], aliases=3),
            "tokenize: aliases must be the path of a TOML file or a dict such as "
            '{"Daesh": ["ISIS", "ISIL"]}; got 3.',
        ),
        (
            lambda: tt.tokenize(["a"], aliases={"A": "B"}),
            "tokenize: the alias 'A' must have a list of variants; got 'B'.",
        ),
        (
            lambda: tt.tokenize(["a"], aliases={"A": {"variant": ["B"]}}),
            "tokenize: the alias 'A' has an unknown field 'variant'. Known are: "
            "variants, case_sensitive, note.",
        ),
        (
            lambda: tt.tokenize(["a"], aliases={"A": ["x"], "B": ["X"]}),
            "tokenize: the name 'X' is listed for both 'A' and 'B'. A name can stand "
            "for one thing only.",
        ),
        (
            lambda: tt.tokenize(["a"], aliases={"A": [" "]}),
            "tokenize: a variant of the alias 'A' is not a name: ' '.",
        ),
        (
            lambda: tt.tokenize(["a"], phrases="peace talks"),
            "tokenize: phrases must be True or a list of phrases; got 'peace talks'.",
        ),
        (
            lambda: tt.tokenize(["a"], phrases=["peace talks", 3]),
            "tokenize: phrases must be words (str); got 3.",
        ),
        (
            lambda: tt.tokenize(["a", "b", "c"])[[True, False]],
            "Tokens: select texts by a position, a slice, a list of positions, or a boolean mask "
            "over the 3 texts; got bool of shape (2,).",
        ),
        (
            lambda: tt.stop_words("none"),
            "stop_words: words must be one of 'news', 'english'; got 'none'.",
        ),
    ],
)
def test_messages_say_what_was_given_and_what_to_do(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


def test_a_file_of_aliases_that_is_no_toml_is_named(tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text("[x", encoding="utf-8")
    with pytest.raises(tt.errors.InputError, match=r"broken\.toml is not valid TOML in UTF-8"):
        tt.tokenize(["a"], aliases=path)


def test_a_name_with_an_accent_in_a_file_of_aliases_is_told_to_need_quotes(tmp_path):
    path = tmp_path / "names.toml"
    path.write_text('[Nestlé]\nvariants = ["Nestle"]\n', encoding="utf-8")
    with pytest.raises(tt.errors.InputError, match=r'Write the name in quotes.*: \["Nestlé"\]\.$'):
        tt.tokenize(["a"], aliases=path)


def test_plain_tokens_of_the_same_scan_are_those_of_another():
    """A report scanned every text twice, the second time for its themes."""
    texts = [
        "The U.S. sent chemical weapons experts. Chemical weapons!",
        "",
        "ISIS and I.S.I.S.",
    ] * 9
    given = {"aliases": {"isis": ["i.s.i.s."]}, "phrases": ["chemical weapons"], "progress": False}
    with plain_kept():
        tokens = tt.tokenize(texts, **given)
    kept, again = tokens.plain(), tt.tokenize(texts, **given).plain()
    assert kept.terms == again.terms
    assert kept.options == again.options
    for name in ("ids", "offsets", "starts", "ends", "gaps", "kinds"):
        assert np.array_equal(getattr(kept, name), getattr(again, name)), name
    assert len(kept.ids) > len(tokens.ids)
    assert "_plain" not in tt.tokenize(texts, **given).__dict__


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is laid aside there")
def test_plain_tokens_that_wait_in_a_file_are_those_in_memory(monkeypatch, tmp_path):
    """Kept in memory, they were a tenth of what a report held from the first count to its end."""
    texts = ["The U.S. used chemical weapons there. It was said.", "chemical weapons"] * 9
    given = {"phrases": ["chemical weapons"], "progress": False}
    monkeypatch.setattr(memory, "LEAST_ASIDE", 1)
    with plain_kept(), memory.use_folder(tmp_path):
        joined = tt.tokenize(texts, **given)
        kept = joined.plain()
    again = tt.tokenize(texts, **given).plain()
    assert mapped_file(joined.starts) is not None
    assert [joined.surface(k) for k in range(3, 5)] == ["chemical weapons", "there"]
    for name in ("ids", "starts", "ends", "gaps"):
        assert mapped_file(getattr(kept, name)) is not None, name
        assert np.array_equal(getattr(kept, name), getattr(again, name)), name
    assert kept.terms == again.terms
    assert list(tmp_path.iterdir()) == []  # the file has no name and goes with the tokens


def test_plain_tokens_stay_in_memory_where_the_disk_has_no_room(monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(memory, "LEAST_ASIDE", 1)
    monkeypatch.setattr(memory, "_file_array", full)
    values = np.arange(30)
    assert memory.laid_aside(values) is values


def test_a_part_of_short_texts_is_small():
    texts = ArrowTexts(pa.array(["One two"] * 12_000, pa.large_string()))
    parts = list(utf8_parts(texts))
    assert [len(part.offsets) - 1 for part in parts] == [5000, 5000, 2000]
    assert b"".join(part.data.tobytes() for part in parts) == b"One two" * 12_000


def test_parts_of_a_list_or_a_stream_are_as_small_and_read_no_further_than_they_must():
    parts = list(utf8_parts(["One two"] * 12_000))
    assert [len(part.offsets) - 1 for part in parts] == [5000, 5000, 2000]
    drawn = []
    stream = (drawn.append(n) or f"{n:<1000000}" for n in range(100))
    first = next(utf8_parts(stream))
    assert len(first.offsets) - 1 == 2
    assert drawn == [0, 1]
