"""Quick tests before the rules of cleaning let through every line and text that a rule changes."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit._kernels import languages as language_kernels
from toolkit.cleaning import DEFAULT_STEPS, characters, held_texts, passes
from toolkit.cleaning.character_tests import (
    BREAKS,
    CONTROLS,
    DOUBLE_SPACE,
    INVISIBLE,
    ODD,
    ODD_SPACES,
    SUSPECT,
    UNUSUAL,
    WRONGLY_DECODED,
    _kinds_of_long,
    _table,
    code_points,
    kinds_of,
    unusual_texts,
)
from toolkit.cleaning.held_texts import as_arrow
from toolkit.cleaning.line_filters import suspect_lines, whole_line
from toolkit.cleaning.line_rules import ANYWHERE, find_rule, hints_of
from toolkit.cleaning.lines import Known, take_lines
from toolkit.reading import languages
from toolkit.reading.half_characters import HALVES

FORMS = tuple(form for rule in ANYWHERE for form in rule.forms)
STEPS = frozenset(rule.step for rule in ANYWHERE)


def suspects(*lines: str) -> list[int]:
    """The lines, of one text, that are tried at all."""
    return suspect_lines(as_arrow(["\n".join(lines)]), hints_of(STEPS))[0]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_line_that_matches_a_form_is_filtered_out(data):
    form = data.draw(st.sampled_from(FORMS))
    line = data.draw(st.from_regex(form, fullmatch=True))
    if "\n" not in line and find_rule(line.strip(), STEPS) is not None:
        assert suspects("A story.", line, "Another line.") == [1]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_loosened_form_matches_all_that_the_form_does(data):
    form = data.draw(st.sampled_from(FORMS))
    line = data.draw(st.from_regex(form, fullmatch=True))
    if "\n" not in line:
        around = data.draw(st.text(alphabet=" \t\x0b\x1c\x85\u00a0\u2003", max_size=3))
        text = as_arrow([f"{around}{line}{around}"])
        assert suspect_lines(text, [whole_line(form)]) == [[0]]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("PhotoReutersAFP/()|.: “”adigyCre\n"), max_size=60))
def test_a_line_that_a_rule_finds_is_tried(line):
    line = line.replace("\n", " ").strip()
    if line and find_rule(line, STEPS):
        assert suspects(line) == [0]


@pytest.mark.parametrize(
    "line",
    [
        "Jane Roe contributed to this report.",
        "Children play. (Photo: Jane Roe) More",
        "Children play (Reuters)",
        "REUTERS/Jane Roe",
        "Children play | AP Photo",
        "Hide Caption 3 of 4",
        "Jane Roe/AFP",
        "An Outlet. All Rights Reserved",
        "The best of the week delivered to your inbox: sign up for our newsletter",
        "Please verify you're not a robot by clicking the box and go on.",
        "Read more: A title",
        "Follow @jané_roe",
        "Photo:\u2003Jane Roe",
    ],
)
def test_lines_of_every_kind_of_rule_are_tried(line):
    assert find_rule(line, STEPS) is not None
    assert suspects("A story.", f"  {line}\u00a0", "Another line", "") == [1]


def test_few_lines_of_a_story_are_tried():
    lines = [line for body in tt.load_sample()["body"] for line in body.split("\n") if line.strip()]
    tried = [lines[at] for at in suspects(*lines)]
    assert len(tried) < 0.02 * len(lines)


def test_lines_are_numbered_text_by_text_in_a_slice_of_a_column():
    texts = as_arrow(["Advertisement", "A story.\nAdvertisement", "", "One\n\nSkip Ad\nCLOSE"])
    assert suspect_lines(texts, hints_of(STEPS)) == [[0], [1], [], [2, 3]]
    assert suspect_lines(texts[1:], hints_of(STEPS)) == [[1], [], [2, 3]]
    assert suspect_lines(texts, hints_of(frozenset())) == [[], [], [], []]


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        (ODD_SPACES + BREAKS, ODD),
        (CONTROLS, INVISIBLE),
        (WRONGLY_DECODED, SUSPECT),
    ],
)
def test_the_table_of_characters_holds_what_the_patterns_hold(classes, kind):
    pattern = re.compile(f"[{classes}]")
    for code in range(0x10000):
        assert bool(_table()[code] & kind) == bool(pattern.match(chr(code))), hex(code)


@pytest.mark.parametrize(
    ("pattern", "kinds"),
    [
        (re.compile(f"[{BREAKS}]"), ODD),
        (characters._ODD_SPACE, ODD),
        (characters._INVISIBLE, INVISIBLE),
        (characters._MOJIBAKE, SUSPECT),
        (characters._SUSPECT, SUSPECT),
        (characters._C1, SUSPECT),
    ],
)
def test_no_pattern_that_changes_characters_begins_with_another_one(pattern, kinds):
    for code in (*range(0x10000), 0xE0001, 0x1F600):
        letter = chr(code)
        if any(
            pattern.match(letter + rest) for rest in ("", " ", "€™", "¼", "\x9d", "¿½", "»¿", "Ÿ‚ƒ")
        ):
            assert kinds_of(letter * 300) & kinds, hex(code)


@given(st.text(max_size=400))
def test_kinds_are_the_union_of_those_of_the_characters(text):
    expected = DOUBLE_SPACE if "  " in text else 0
    for letter in text:
        code = ord(letter)
        expected |= int(_table()[code]) if code < 0x10000 else 255 & ~DOUBLE_SPACE
    assert _kinds_of_long(text) == expected
    assert bool(kinds_of(text) & UNUSUAL) == bool(expected & UNUSUAL)
    assert kinds_of(text) & DOUBLE_SPACE == expected & DOUBLE_SPACE
    whole = text.encode("utf-8", "replace").decode()
    assert unusual_texts(as_arrow([whole])) == [0] * bool(kinds_of(whole))


SPACES = "".join(chr(code) for code in code_points(ODD_SPACES + BREAKS))


@given(st.text(alphabet=st.sampled_from(f"a.  \n\n\r{SPACES}"), max_size=60))
def test_spaces_are_those_of_two_patterns(text):
    feeds = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    plain = re.sub(f" *[{ODD_SPACES}][{ODD_SPACES} ]*|  +", " ", feeds)
    assert characters.normalize_spaces(text) == plain
    assert characters._odd_spaces(text) == re.findall(f"[{ODD_SPACES}]", text)


@given(st.text(alphabet=st.sampled_from("ae\u0301\u0316\u05b8\u0915\u093c’é"), max_size=40))
def test_combining_characters_are_told_in_their_order(text):
    marks = [sign for sign in text if unicodedata.combining(sign)]
    told = [change for change in characters.describe_changes(text, ["unicode"]) if change.text]
    assert (told[0].text if told else "") == "".join(marks)


@given(st.text(alphabet=st.one_of(st.sampled_from("aZ ’“—\u00a0é1_-\n"), st.characters())))
def test_words_of_a_sample_are_runs_of_letters(text):
    assert languages._words(text) == languages._WORD.findall(text)


def test_cleaning_does_the_same_with_and_without_filters(monkeypatch):
    articles = tt.load_sample()[["title", "source", "date", "body"]]
    quick = tt.clean_articles(articles, progress=False)
    monkeypatch.setattr(passes, "suspect_lines", lambda texts, _: [None] * len(texts))
    monkeypatch.setattr(passes, "unusual_texts", lambda texts: range(len(texts)))
    monkeypatch.setattr(characters, "kinds_of", lambda _: 255)
    plain = tt.clean_articles(articles, progress=False)
    pd.testing.assert_frame_equal(quick, plain)
    pd.testing.assert_frame_equal(tt.ledger(quick), tt.ledger(plain))


LINES = (
    "Daeshâ€™s last town.", "Advertisement", "Two  spaces\u00a0here", "By Jane Roe", "cafe\u0301",
    "The govern-", "ment met.", "ANKARA: The talks of the four leaders went on", "", "Our house.",
    "Children play (Reuters)", "Le maire a dit que les rues sont dans un état grave", "\ud800 half",
)  # fmt: skip
BODIES = st.lists(st.sampled_from(LINES), max_size=6).map("\n".join)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(BODIES, st.sampled_from(["", "Summit", "Our  house"])), max_size=12))
def test_blocks_of_articles_change_nothing(rows):
    table = pd.DataFrame(rows, columns=["body", "title"], dtype=object)
    table["source"] = ["AB"[at % 2] for at in range(len(table))]
    steps = [*DEFAULT_STEPS, "hyphens", "recurring"]
    for text in ("auto", "both"):
        whole = tt.clean_articles(table, text=text, steps=steps, progress=False)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(held_texts, "BLOCK_CHARACTERS", 40)
            blocks = tt.clean_articles(table, text=text, steps=steps, progress=False)
        pd.testing.assert_frame_equal(whole, blocks)
        assert list(whole.attrs["ledger"]) == list(blocks.attrs["ledger"])


@given(st.lists(st.lists(st.text(st.characters(codec=None), max_size=5), max_size=4), max_size=4))
def test_held_texts_are_those_that_were_added(blocks):
    held = held_texts.HeldTexts()
    for block in blocks:
        held.extend(block)
    texts = [text for block in blocks for text in block]
    assert list(held) == texts
    assert held.slice(1, 3) == texts[1:3]
    assert held.array().to_pylist() == [HALVES.sub("\ufffd", text) for text in texts]


def test_cleaning_leaves_the_table_and_its_lists_as_they_were():
    articles = tt.load_sample()[["title", "source", "date", "body", "captions", "quality"]]
    before, lists = articles.copy(), [list(found) for found in articles["captions"]]
    clean = tt.clean_articles(articles, progress=False)
    pd.testing.assert_frame_equal(articles, before)
    assert [list(found) for found in articles["captions"]] == lists
    assert sum(map(len, clean["captions"])) >= sum(map(len, lists))


ODD_WORDS = (
    "straße|Straẞe|été|İstanbul|ﬁn|Größe|µ|x_1|3|²|’s|“the|—|€|\U0001f600|не|\ud800|ſo||naïve"
    "|\u00a0|của|DER|Å|aaaaaaaaaaaaaaaaaaaa"
)
WORDS = [*sorted(filter(str.isascii, languages._BY_WORD)), *ODD_WORDS.split("|")]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), max_size=6))
def test_the_language_of_many_texts_is_that_of_each(samples):
    assert languages._detect_in_many(samples) == list(map(languages._detect_in_any, samples))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=4), st.lists(st.sampled_from(WORDS), max_size=30))
def test_languages_are_the_same_in_plain_python(texts, words):
    samples = [*texts, " ".join(words)]
    with pytest.MonkeyPatch.context() as patch:
        for name in ("letter_at", "find_word", "count_words", "two_best"):
            plain = getattr(language_kernels, name)
            patch.setattr(language_kernels, name, getattr(plain, "py_func", plain))
        vote = language_kernels.vote
        patch.setattr(language_kernels, "vote", getattr(vote, "py_func", vote))
        found = languages._detect_in_many(samples)
    assert found == languages._detect_in_many(samples)


def test_a_long_series_of_texts_has_the_languages_of_a_short_one():
    texts = pd.Series(
        ["Die Gespräche werden am Montag in der Stadt sein", None, "不", "The talks of the"]
    )
    many = tt.detect_languages(pd.concat([texts] * 400, ignore_index=True))
    few = pd.concat([tt.detect_languages(texts)] * 400, ignore_index=True)
    pd.testing.assert_frame_equal(many, few)


@given(st.text(alphabet=st.sampled_from("ab“ñ\u0430\u0628\ud800 "), max_size=40))
def test_a_sample_is_latin_if_fewer_than_an_eighth_of_its_characters_are_beyond_ascii(sample):
    beyond = re.findall(r"[^\x00-\x7f]", sample)
    if len(beyond) < len(sample) / 8:
        assert languages._main_script(sample) == "Latn"
    elif not re.search(r"[a-zñ]", sample):
        assert languages._main_script(sample) != "Latn"


def test_an_empty_sample_has_no_script():
    assert not languages._main_script("")


@given(st.text(alphabet=st.sampled_from("a\n "), max_size=60))
def test_blank_lines_are_at_most_one(text):
    story, _ = take_lines(text, Known(), frozenset())
    lines = [line.strip() for line in text.split("\n")]
    assert story == re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def test_cleaning_and_comparing_make_no_hash_table_of_the_ids():
    """It takes more memory than a headline; `np.asarray` of a column makes one, which stays."""
    given = tt.load_sample()
    articles = given.set_axis(pd.Index(given.index.tolist(), dtype="str", name="article_id"))
    clean = tt.clean_articles(articles, progress=False)
    found = tt.near_duplicates(clean, progress=False)
    assert all("_engine" not in table.index._cache for table in (articles, clean, found))
    np.asarray(clean["n_words"])
    assert "_engine" in clean.index._cache  # or pandas does otherwise, and the test is void
