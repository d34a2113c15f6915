"""Quick tests before the rules of cleaning let through every line and text that a rule changes."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit._kernels.character_kinds import collect
from toolkit.cleaning import characters
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
    _table,
    code_points,
    kinds_of,
)
from toolkit.cleaning.line_filters import TELLING, line_filter
from toolkit.cleaning.line_rules import ANYWHERE, finder_in
from toolkit.cleaning.lines import Known, take_lines
from toolkit.reading import languages

FORMS = tuple(form for rule in ANYWHERE for form in rule.forms)
STEPS = frozenset(rule.step for rule in ANYWHERE)


def first_rule(line: str):
    """Every rule in turn, without any filter."""
    return next((rule for rule in ANYWHERE if rule.test(line)), None)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_line_that_matches_a_form_is_filtered_out(data):
    form = data.draw(st.sampled_from(FORMS))
    line = data.draw(st.from_regex(form, fullmatch=True)).strip()
    if not line or len(line) > 700 or re.fullmatch("|".join(FORMS), line) is None:
        return
    assert line_filter(FORMS, [word for word in TELLING if word in line])(line)
    assert finder_in(line, STEPS)(line) is first_rule(line)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_can_begin_with_any_word_holds_a_telling_one(form):
    if not any(regex.fullmatch(form, start, partial=True) for start in ("Qzx", "qzx", "Wo ")):
        return
    alternatives = form.split("|") if form.count("(") == 0 else [form]
    assert any(word in one or "[Rr]ights " in one for word in TELLING for one in alternatives)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("PhotoReutersAFP/()|.: “”adigyCre\n"), max_size=60))
def test_a_line_meets_the_same_rule_as_without_filters(line):
    line = line.replace("\n", " ").strip()
    if line:
        assert finder_in(line, STEPS)(line) is first_rule(line)


@pytest.mark.parametrize(
    "line",
    [
        "Jane Roe contributed to this report.",
        "Children play. (AP Photo/Jane Roe) More",
        "Children play (Reuters)",
        "REUTERS/Jane Roe",
        "Children play | AP Photo",
        "Hide Caption 3 of 4",
        "Jane Roe/AFP",
        "An Outlet. All Rights Reserved",
        "The best of the week delivered to your inbox: sign up for our newsletter",
        "Please verify you're not a robot by clicking the box and go on.",
        "Read more: A title",
        "“This story has been updated.",
    ],
)
def test_lines_of_every_kind_of_rule_are_found(line):
    rule = first_rule(line)
    assert finder_in(f"A story.\n{line}\nAnother line", STEPS)(line) is rule


def test_rules_whose_signs_are_absent_are_left_out_for_that_text_alone():
    line = "Jane Roe contributed to this report."
    assert finder_in("A story.", STEPS)(line) is None
    assert finder_in(line, STEPS)(line) is first_rule(line) is not None


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
    content = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
    assert collect(content, _table()) == collect.py_func(content, _table()) == expected
    assert bool(kinds_of(text) & UNUSUAL) == bool(expected & UNUSUAL)
    assert kinds_of(text) & DOUBLE_SPACE == expected & DOUBLE_SPACE


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
    monkeypatch.setattr("toolkit.cleaning.lines.finder_in", lambda _text, _steps: first_rule)
    monkeypatch.setattr("toolkit.cleaning.characters.kinds_of", lambda _: 255)
    plain = tt.clean_articles(articles, progress=False)
    pd.testing.assert_frame_equal(quick, plain)
    pd.testing.assert_frame_equal(tt.ledger(quick), tt.ledger(plain))


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
