"""Glyphs taken from a cut of a font: the same font file as from the whole one."""

from types import SimpleNamespace
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties, fontManager, get_font

from toolkit.reporting.figures import font_cuts
from toolkit.reporting.figures.embedded_fonts import small_fonts
from toolkit.reporting.figures.font_cuts import (
    COMMON,
    OWNER,
    is_known,
    take_glyphs,
    take_glyphs_from_cut,
)

LETTERS = "acegoÅéßŁ–●▲†=√∑ﬁẫǼжЯع中" + COMMON[:64]


def font_file(**properties):
    return fontManager._find_fonts_by_props(FontProperties(**properties))[0]


def taken(function, file, glyphs):
    with function(file, glyphs) as found:
        content = OWNER.font_as_file(found.font).getvalue()
        return content, {glyph: found.glyph_index_map[glyph] for glyph in sorted(glyphs)}


@pytest.mark.parametrize("weight", ["normal", "bold"])
@settings(max_examples=10)
@given(text=st.text(LETTERS, min_size=1, max_size=20))
def test_a_font_taken_from_a_cut_has_the_bytes_of_one_taken_from_the_whole(weight, text):
    file = font_file(family="DejaVu Sans", weight=weight)
    font = get_font(file)
    glyphs = {font.get_char_index(ord(character)) for character in text}
    with small_fonts():
        assert taken(take_glyphs_from_cut, file, glyphs) == taken(take_glyphs, file, glyphs)


def test_a_font_is_read_whole_once_however_many_figures_use_it(monkeypatch):
    file = font_file(family="DejaVu Sans", weight="bold")
    monkeypatch.setattr(font_cuts, "_cuts", {})
    whole = []
    read = font_cuts.take_glyphs
    monkeypatch.setattr(
        font_cuts, "take_glyphs", lambda one, glyphs: whole.append(one) or read(one, glyphs)
    )
    with small_fonts():
        for glyphs in ({36, 37}, {36}, {40, 41}):
            taken(take_glyphs_from_cut, file, glyphs)
    assert whole.count(file) == 1


def test_a_font_with_tables_that_nobody_has_tried_is_not_cut(monkeypatch):
    file = font_file(family="DejaVu Sans Mono")
    monkeypatch.setattr(font_cuts, "_cuts", {})
    monkeypatch.setattr(font_cuts, "PLAIN_TABLES", font_cuts.PLAIN_TABLES - {"glyf"})
    with small_fonts():
        found = taken(take_glyphs_from_cut, file, {36, 37})
        assert found == taken(take_glyphs, file, {36, 37})
    assert list(font_cuts._cuts.values()) == [None]


def test_matplotlib_takes_its_glyphs_as_before_outside_of_the_block():
    with small_fonts():
        assert OWNER.get_glyphs_subset is take_glyphs_from_cut
    assert OWNER.get_glyphs_subset is take_glyphs


class Results(NamedTuple):
    font: object
    glyph_index_map: dict


class OtherResults(NamedTuple):
    font: object


@pytest.mark.parametrize(
    ("owner", "known"),
    [
        (OWNER, hasattr(OWNER, "SubsetResults")),
        (SimpleNamespace(get_glyphs_subset=1, font_as_file=1, SubsetResults=Results), True),
        (SimpleNamespace(get_glyphs_subset=1, font_as_file=1, SubsetResults=OtherResults), False),
        (SimpleNamespace(get_glyphs_subset=1, font_as_file=1), False),  # 3.11.0
        (SimpleNamespace(get_glyphs_subset=1, SubsetResults=Results), False),
        (None, False),
    ],
)
def test_a_cut_stands_in_only_where_matplotlib_takes_glyphs_as_it_is_known_to(owner, known):
    assert is_known(owner) is known
