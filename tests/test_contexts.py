"""Keyword in context: what matches, what is shown of it, and what hostile text may not do."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit._core.globs import TermLookup, glob_test

TEXTS = [
    "Envoys spoke of a ceasefire. The cease-fire held in Aleppo, monitors said.",
    "No ceasefires, they told us; US envoys left.\n\nThe war on terror and the war on drugs.",
    "Chemical weapons? No chemical, weapons were found. Chemical weapon stores burned.",
    "",
]


@pytest.fixture
def articles():
    return pd.DataFrame(
        {
            "text": TEXTS,
            "date": pd.to_datetime(["2016-03-02", "2014-07-01", None, "2015-01-01"]),
            "source": ["Post", "Times", "Post", "Times"],
        },
        index=pd.Index(["a", "b", "c", "d"], name="article_id"),
    )


@pytest.fixture
def tokens(articles):
    return tt.tokenize(articles["text"])


class TestMatching:
    @pytest.mark.parametrize(
        ("pattern", "found"),
        [
            ("ceasefire", ["ceasefire"]),
            ("ceasefire*", ["ceasefire", "ceasefires"]),
            ("CEASEFIRE*", ["ceasefire", "ceasefires"]),
            ("cease fire", ["cease-fire"]),
            ("cease-fire", ["cease-fire"]),
            ("*fire", ["ceasefire", "cease-fire"]),
            ("war on *", ["war on terror", "war on drugs"]),
            ("chemical weapon*", ["Chemical weapons", "Chemical weapon"]),
            ("weapons no", []),
            ("drugs chemical", []),
            ("the", ["The", "The", "the"]),
            ("us", ["us", "US"]),
            ("tank", []),
        ],
    )
    def test_pattern_finds(self, tokens, pattern, found):
        assert tt.contexts(tokens, pattern).table["match"].tolist() == found

    def test_capitals_count_when_asked_for(self, tokens):
        assert tt.contexts(tokens, "US", case_sensitive=True).table["match"].tolist() == ["US"]
        assert tt.contexts(tokens, "us", case_sensitive=True).table["match"].tolist() == ["us"]
        phrase = tt.contexts(tokens, "Chemical weapon*", case_sensitive=True)
        assert len(phrase) == 2
        assert len(tt.contexts(tokens, "chemical weapon*", case_sensitive=True)) == 0

    def test_overlapping_matches_are_counted_once(self):
        tokens = tt.tokenize(["never never never never never"])
        assert tt.contexts(tokens, "never never").table["start"].tolist() == [0, 12]

    def test_a_phrase_does_not_run_from_one_article_into_the_next(self):
        tokens = tt.tokenize(["they met in Geneva", "talks resumed"])
        assert len(tt.contexts(tokens, "geneva talks")) == 0

    def test_aliases_do_not_hide_words_and_a_joined_name_finds_all_its_forms(self):
        aliases = {"Islamic State": ["ISIS", "Daesh"]}
        tokens = tt.tokenize(
            ["ISIS fled. Daesh’s men and the Islamic State fled."], aliases=aliases
        )
        assert tt.contexts(tokens, "daesh").table["match"].tolist() == ["Daesh’s"]
        joined = tt.contexts(tokens, "islamic_state").table["match"].tolist()
        assert joined == ["ISIS", "Daesh’s", "Islamic State"]

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.sampled_from("ab"), max_size=12), st.sampled_from(["a", "a b", "* a", "b*"]))
    def test_matches_are_those_found_word_by_word(self, words, pattern):
        parts = pattern.split()
        expected, place = [], 0
        while place + len(parts) <= len(words):
            window = words[place : place + len(parts)]
            fits = all(glob_test(p)(w) for p, w in zip(parts, window, strict=True))
            expected += [2 * place] if fits else []
            place += len(parts) if fits else 1
        tokens = tt.tokenize([" ".join(words)])
        assert tt.contexts(tokens, pattern, n=None).table["start"].tolist() == expected

    def test_spans_lead_back_to_the_text(self, tokens):
        table = tt.contexts(tokens, "ceasefire*").table
        for row in table.itertuples():
            text = TEXTS["abcd".index(row.article_id)]
            assert text[row.start : row.end] == row.match


class TestChoosing:
    def test_matches_are_taken_evenly_over_the_corpus(self):
        tokens = tt.tokenize([f"word number{k}" for k in range(100)])
        table = tt.contexts(tokens, "word", n=4).table
        assert table["article_id"].tolist() == [0, 25, 50, 75]
        assert len(tt.contexts(tokens, "word", n=None)) == 100

    def test_each_outlet_gets_its_own_and_totals_have_denominators(self, tokens, articles):
        shown = tt.contexts(tokens, "the", by="source", articles=articles, n=1)
        assert shown.table["group"].tolist() == ["Post", "Times"]
        assert "source" not in shown.table
        assert shown.totals.to_numpy().tolist() == [["Post", 1, 1, 2], ["Times", 2, 1, 2]]
        assert (len(shown), shown.n_matches) == (2, 3)

    def test_oldest_first_and_undated_last(self, articles):
        texts = articles["text"] + " end"
        shown = tt.contexts(tt.tokenize(texts), "end", articles=articles, sort="date")
        assert shown.table["article_id"].tolist() == ["b", "d", "a", "c"]

    def test_sorting_by_the_words_to_the_left_begins_with_the_nearest(self):
        tokens = tt.tokenize(["A new war. Old war. The cold war. Ancient cold war."])
        left = tt.contexts(tokens, "war", sort="left", window=2).table["left"]
        assert [text.split()[-1] for text in left] == ["cold", "cold", "new", "Old"]

    def test_sorting_by_the_words_to_the_right(self, tokens):
        right = tt.contexts(tokens, "war", sort="right").table["right"].tolist()
        assert right == ["on drugs.", "on terror and the war on drugs."]

    def test_the_window_counts_words_and_stays_in_the_article(self, tokens):
        row = tt.contexts(tokens, "held", window=2).table.iloc[0]
        assert (row["left"], row["match"], row["right"]) == ("The cease-fire", "held", "in Aleppo")
        row = tt.contexts(tokens, "envoys", window=99).table.iloc[0]
        assert (row["left"], row["right"]) == ("", TEXTS[0][7:])

    def test_rows_are_matched_by_article_id_and_not_by_position(self, tokens, articles):
        turned = articles.iloc[::-1]
        first = tt.contexts(tokens, "the", articles=articles).table
        pd.testing.assert_frame_equal(first, tt.contexts(tokens, "the", articles=turned).table)


class Cells(HTMLParser):
    """Collect the tags of a page."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


class TestShowing:
    def test_matches_stand_in_a_column(self, tokens, articles):
        text = repr(tt.contexts(tokens, "ceasefire*", articles=articles))
        head, *lines = text.splitlines()
        assert head == "2 of 2 matches of 'ceasefire*', found in 2 of 4 articles"
        assert lines[0].startswith("2016-03-02  Post ")
        assert len({line.index("[") for line in lines}) == 1

    def test_no_match_is_said(self, tokens):
        assert repr(tt.contexts(tokens, "tank")) == (
            "0 of 0 matches of 'tank', found in 0 of 4 articles"
        )

    def test_html_in_an_article_is_shown_and_not_run(self):
        texts = ['<img src=x onerror=alert(1)> held <script>alert("x")</script>']
        articles = pd.DataFrame({"source": ["<b>Post</b>"]})
        html = tt.contexts(tt.tokenize(texts), "held", articles=articles)._repr_html_()
        page = Cells()
        page.feed(html)
        tags = {tag for tag, _ in page.tags}
        assert tags == {"div", "p", "table", "tr", "td", "bdi"}
        assert "&lt;b&gt;Post&lt;/b&gt;" in html

    def test_control_characters_do_not_reach_the_terminal(self):
        text = repr(tt.contexts(tt.tokenize(["red \x1b[31m text \u202e held\u0007 on"]), "held"))
        assert text.isprintable() or "\x1b" not in text
        assert not set(text) & {"\x1b", "\u202e", "\u0007"}


class TestHostileText:
    @pytest.mark.parametrize(
        "text",
        ["x " * 100_000, "a" * 500_000, "x " + "!" * 500_000 + " x", "a-" * 100_000],
        ids=["many words", "one word", "one gap", "hyphens"],
    )
    @pytest.mark.parametrize("pattern", ["*a*a*a*a*a*a*b*", "x x", "* x *", "x" + " *" * 19])
    def test_time_is_linear_and_rows_stay_short(self, text, pattern):
        tokens = tt.tokenize([text], progress=False)
        begin = time.perf_counter()
        shown = tt.contexts(tokens, pattern, n=20)
        text_form, html = repr(shown), shown._repr_html_()
        assert time.perf_counter() - begin < 5
        assert len(text_form) + len(html) < 100_000

    def test_lookup_says_the_same_as_the_test_of_each_word(self):
        terms = ["air", "airs", "air-strike", "US", "us", "strike"]
        lookup = TermLookup(terms)
        for word in ("air*", "*s", "us", "*", "*i*e*"):
            expected = [glob_test(word)(term.lower()) for term in terms]
            assert lookup.mask(word).tolist() == expected


class TestMessages:
    @pytest.mark.parametrize(
        ("pattern", "options", "message"),
        [
            ("*", {}, "pattern '*' has no letters, so it would match every word. Write a word such "
             "as 'refugee*'."),
            ("  ", {}, "pattern '  ' has no letters, so it would match nothing. Write a word such "
             "as 'refugee*'."),
            (3, {}, "pattern must be a word or a phrase; got 3."),
            ("a " * 21, {}, "pattern has 21 words; at most 20 are allowed."),
            ("war", {"n": 0}, "n must be a whole number from 1; got 0. None shows all."),
            ("war", {"window": 2.5}, "window must be a whole number from 1; got 2.5."),
            ("war", {"sort": "lefts"}, "sort must be one of 'reading', 'date', 'left', 'right'; "
             "got 'lefts'. Did you mean 'left'?"),
            ("war", {"sort": "date"}, 'sort="date" needs the articles table. Pass '
             "articles=articles."),
            ("war", {"by": "source"}, "by='source' needs the articles table. Pass "
             "articles=articles."),
        ],
    )  # fmt: skip
    def test_message(self, tokens, pattern, options, message):
        with pytest.raises(tt.errors.InputError) as error:
            tt.contexts(tokens, pattern, **options)
        assert str(error.value) == f"contexts: {message}"

    def test_a_column_that_articles_lack_is_named(self, tokens, articles):
        with pytest.raises(
            tt.errors.InputError, match="contexts: the table has no column 'outlet'"
        ):
            tt.contexts(tokens, "war", by="outlet", articles=articles)

    def test_an_article_that_the_table_lacks_is_named(self, tokens, articles):
        with pytest.raises(tt.errors.InputError, match="articles lacks 1 of 4 articles"):
            tt.contexts(tokens, "war", articles=articles.iloc[1:])
