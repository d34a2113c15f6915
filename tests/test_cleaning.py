"""Cleaning: tables of what goes, what stays, and laws that hold for any text."""

import re
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit.cleaning import DEFAULT_STEPS, clean_text
from toolkit.cleaning.characters import (
    CHARACTER_STEPS,
    clean_characters,
    has_mojibake,
    normalize_spaces,
    normalize_unicode,
    remove_invisible,
    repair_mojibake,
)
from toolkit.cleaning.hyphens import count_forms, join_hyphens
from toolkit.errors import InputError
from toolkit.reading.datelines import find_dateline
from toolkit.reading.ledgers import ledger

DATA = Path(__file__).parents[1].parent / "shared" / "data"
STORY = "The two sides met for the third time this week and agreed on nothing."


def articles_of(*bodies, **columns):
    index = pd.Index([f"a{number}" for number in range(len(bodies))], name="article_id")
    return pd.DataFrame({"body": list(bodies), **columns}, index=index)


# -- characters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("cafe\u0301", "café"),
        ("I\u0307dlib", "İdlib"),
        ("الْمُفَاوَضَاتُ", unicodedata.normalize("NFC", "الْمُفَاوَضَاتُ")),
        # must not change
        ("ﬁnal ½ ²", "ﬁnal ½ ²"),
        ("plain", "plain"),
        ("café", "café"),
    ],
)
def test_unicode_becomes_composed_and_nothing_else(given_text, wanted):
    assert normalize_unicode(given_text) == wanted


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("next Saturday.\u00a0", "next Saturday. "),
        ("10\u202f000\u2009km", "10 000 km"),
        ("a\t b", "a b"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        # must not change
        ("one\n\ntwo", "one\n\ntwo"),
        ("a-b — c", "a-b — c"),
    ],
)
def test_odd_spaces_become_plain_ones_and_line_breaks_one_kind(given_text, wanted):
    assert normalize_spaces(given_text) == wanted


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("de\u00adesca\u200blation", "deescalation"),
        ("\ufeffStart", "Start"),
        ("safe\u202egnp.exe\u202c", "safegnp.exe"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("a\u200cb", "ab"),
        ("end of word\u200c here", "end of word here"),
        # must not change
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d⚕", "👩\u200d⚕"),
        ("مفاوضات ـ سلام", "مفاوضات ـ سلام"),
        ("a-b\nc", "a-b\nc"),
    ],
)
def test_invisible_characters_go_and_joiners_stay_where_a_script_needs_them(given_text, wanted):
    assert remove_invisible(given_text) == wanted


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("Daeshâ€™s â€œcaliphateâ€\x9d", "Daesh’s “caliphate”"),
        ("war â€” and peace â€¦", "war — and peace …"),
        ("MÃ¼nchen, cafÃ©, ErdoÄŸan", "München, café, Erdoğan"),
        ("Ð¿ÐµÑ€ÐµÐ³Ð¾Ð²Ð¾Ñ€Ñ‹", "переговоры"),
        ("Ù…Ù\x81Ø§ÙˆØ¶Ø§Øª", "مفاوضات"),
        ("it\x92s a \x93quote\x94", "it’s a “quote”"),
        ("â‚¬5 and â„¢", "€5 and ™"),
        # must not change
        ("“Curly” quotes — and ‘these’…", "“Curly” quotes — and ‘these’…"),
        ("SÃO PAULO", "SÃO PAULO"),
        ("«IRMÃ»", "«IRMÃ»"),
        ("“IRMÃ”", "“IRMÃ”"),
        ("château, Île, Ñandú, Ærø", "château, Île, Ñandú, Ærø"),
        ("à « la »", "à « la »"),
        ("перемога і мир", "перемога і мир"),
    ],
)
def test_only_unambiguous_mojibake_is_repaired(given_text, wanted):
    assert repair_mojibake(given_text) == wanted


@pytest.mark.parametrize("text", ["Daeshâ€™s", "caf\ufffd", "“IRMÃ”", "ï¿½", "it\x92s"])
def test_mojibake_is_noticed_even_where_it_is_not_repaired(text):
    assert has_mojibake(text)


@pytest.mark.parametrize("text", ["“IRMÃ, disse”", "château", "ISIS — “Daesh”", "Привет", ""])
def test_good_text_is_not_called_mojibake(text):
    assert not has_mojibake(text)


def test_a_text_encoded_wrongly_twice_is_repaired_to_the_end():
    twice = "Daesh’s".encode().decode("cp1252").encode().decode("cp1252")
    assert clean_characters(twice, DEFAULT_STEPS) == "Daesh’s"


# -- lines ---------------------------------------------------------------------------------------

REMOVED = [
    ("updated", "Updated 22 October 2018"),
    ("updated", "Published: Oct. 3, 2018 10:30 pm ET"),
    ("updated", "Mis à jour le 3 octobre 2018"),
    ("updated", "6 years ago"),
    ("byline", "By Jane Roe"),
    ("byline", "By Jane Roe and John Doe, Associated Press"),
    ("captions", "A bridge over the river in winter, June 23, 2014. (Reuters)"),
    ("captions", "A bridge over the river in winter. (AP Photo/Jane Roe)"),
    ("captions", "A bridge over the river. (Photo: Jane Roe, AFP/Getty Images)"),
    ("captions", "A bridge over the river. Jane Roe/Getty Images"),
    ("captions", "A bridge over the river. | AP Photo"),
    ("captions", "A bridge in Town, Land June 2, 2019. REUTERS/Jane Roe"),
    ("captions", "FILE PHOTO: A bridge over the river in Town, Land."),
    ("captions", "Photo: Jane Roe/AP"),
    ("captions", "Jane Roe/Reuters"),
    ("credits", "Reuter"),
    ("credits", "— AFP"),
    ("captions", "Getty Images"),
    ("captions", "Image A bridge over the river. Credit... Jane Roe/The Paper"),
    ("captions", "PHOTOS: Ten U.S. bridges"),
    ("links", "CLICK HERE FOR THE ALL-NEW BRIDGES.COM"),
    ("newsletter", "Get Our Best Bridges Subscribe to the Big Bridge newsletter."),
    ("copyright", "(Copyright 2018 The Associated Press. All rights reserved.)"),
    ("captions", "Photos: Bridges Photos: Bridges A bridge. Hide Caption 1 of 2"),
    ("links", "READ MORE:"),
    ("links", "Read more: Ten bridges that you should see"),
    ("links", "Read also: Ten bridges that you should see"),
    ("links", "SEE ALSO: Mayor says U.S. bridges are safe"),
    ("links", "Related: Ten bridges that you should see"),
    ("links", "CLICK HERE TO GET THE NEWS APP"),
    ("links", "Click for more from The Paper."),
    ("links", "Follow Jane Roe on Twitter @janeroe"),
    ("links", "اقرأ أيضا: الجسور"),
    ("links", "Lire aussi : Les ponts"),
    ("newsletter", "Sign up for our newsletter"),
    ("newsletter", "Sign up for Daily Newsletters Manage Newsletters"),
    ("advertisement", "Advertisement"),
    ("advertisement", "Story Continued Below"),
    ("video", "JUST WATCHED Bridges Replay More Videos ... MUST WATCH Bridges 01:45"),
    ("video", "Slideshow (6 Images)"),
    ("copyright", "Copyright © 2019 The Paper, LLC. Click here for reprint permission."),
    ("copyright", "© 2018 The Paper. All rights reserved."),
    ("credits", "Reporting by Jane Roe; Editing by John Doe"),
    ("credits", "The Associated Press contributed to this report."),
    ("credits", "Contributing: Jane Roe in Town"),
    ("credits", "(With inputs from agencies)"),
    ("corrections", "Correction: An earlier version gave a wrong height of the bridge."),
    ("corrections", "This article has been updated with the height of the bridge."),
    ("corrections", "Editor's note: Jane Roe writes about bridges. Her opinions are her own."),
]

KEPT = [
    "Updated plans for the bridge were shown on 22 October 2018.",
    "Published accounts of the meeting differ.",
    "By Monday the talks had failed, and by Tuesday nobody remembered them.",
    "By then it was over",
    "Par Pharmaceutical Inc said",
    "By Monday",
    "He told Reuters that the talks had failed.",
    "The paper said so (it was quoting Reuters).",
    "“The talks have failed.” (Reuters)",
    "Photos and video after the incident show damage to the bridge.",
    "Image matters in politics, and the mayor knows it.",
    "Credit for this belongs to both parties.",
    "Read more books, he said.",
    "Related research has come to other conclusions.",
    "See also the minister's speech of last week, which said the opposite.",
    "Click here, the message said, and thousands did.",
    "Follow the money on Wall Street, he said, and you will find the answer.",
    "Sign up for the army, the poster said.",
    "Subscribe to no doctrine, he told them.",
    "Advertisement spending fell by a third.",
    "Story after story told of the same fear.",
    "Copyright law does not protect a fact.",
    "Reporting by journalists in the region has become dangerous.",
    "He contributed to this report of failure. It was not the first.",
    "Correction of the markets was overdue.",
    "This story has no happy end.",
    "An earlier version of the treaty had been rejected.",
    "Watch the border tonight, the general said.",
    "WATCH: “They will come,” he wrote, and come they did.",
    "Editor and publisher were both arrested.",
    "More on this was expected on Friday.",
    "(c) Value is what people disagree about.",
    "VIDEO: Can you guess how many times they said it?",
    "FBI: Search of dump tied to suspect ends",
    "Daesh: Defeating the virtual caliphate",
    "مفاوضات السلام في جنيف",
    "- a list item that belongs to the story",
]


@pytest.mark.parametrize(("step", "line"), REMOVED, ids=[line for _, line in REMOVED])
def test_furniture_is_taken_out_by_its_step_and_only_by_it(step, line):
    body = f"{line}\n\n{STORY}"
    assert clean_text(body) == STORY
    assert clean_text(body, steps=[step]) == STORY
    assert clean_text(body, steps=[name for name in DEFAULT_STEPS if name != step]) == body


@pytest.mark.parametrize("line", KEPT)
def test_a_line_of_the_story_stays(line):
    for body in (f"{line}\n\n{STORY}", f"{STORY}\n\n{line}", f"{STORY}\n{line}\n{STORY}"):
        assert clean_text(body) == body


def test_the_repeated_headline_goes_from_the_start_only():
    body = f"A Bridge Too Far\n\n{STORY}\n\nA bridge too far"
    assert clean_text(body, title="A bridge too far") == f"{STORY}\n\nA bridge too far"


def test_a_sentence_that_the_headline_was_made_of_stays():
    body = f"The bridge has fallen.\n\n{STORY}"
    assert clean_text(body, title="The bridge has fallen") == body


def test_a_caption_glued_to_the_headline_is_cut_off():
    body = f"A bridge in winter. | AP Photo world A bridge too far and a subhead\n\n{STORY}"
    clean = tt.clean_articles(articles_of(body, title="A bridge too far")).loc["a0"]
    assert clean["captions"] == ["A bridge in winter. | AP Photo"]
    assert clean["text"] == f"and a subhead\n\n{STORY}"
    highlights = f"A bridge. (Photo: Jane Roe, AP) Story Highlights Two met\n\n{STORY}"
    clean = tt.clean_articles(articles_of(highlights)).loc["a0"]
    assert (clean["captions"], clean["summary"]) == (
        ["A bridge. (Photo: Jane Roe, AP)"],
        ["Two met"],
    )
    assert clean["text"] == STORY
    other = f"He wrote “Bridges” (Photo: a poem) Story of a man and more words\n\n{STORY}"
    assert clean_text(other, title="A bridge too far") == other


def test_a_corpus_of_headlines_keeps_its_texts():
    assert clean_text("A bridge too far", title="A bridge too far") == "A bridge too far"


def test_bullets_above_the_story_become_the_summary_and_bullets_inside_it_stay():
    clean = tt.clean_articles(articles_of(f"  • One point\n  • Another\n\n{STORY}\n\n• A third"))
    assert clean.loc["a0", "summary"] == ["One point", "Another"]
    assert clean.loc["a0", "text"] == f"{STORY}\n\n• A third"


def test_bullets_that_are_sentences_stay():
    body = f"• The bridge was closed on Monday.\n\n{STORY}"
    assert clean_text(body) == body


def test_story_highlights_move_until_the_first_sentence():
    body = f"Story highlights Two sides met\n\nThey agreed on nothing\n\n{STORY}\n\nMore to come"
    clean = tt.clean_articles(articles_of(body))
    assert clean.loc["a0", "summary"] == ["Two sides met", "They agreed on nothing"]
    assert clean.loc["a0", "text"] == f"{STORY}\n\nMore to come"


def test_arabic_text_survives_whole():
    story = "قال المسؤول إنّ المفاوضات ستستمر.\n\nوأضاف أنّ الاتفاق قريب."
    assert clean_text(story) == unicodedata.normalize("NFC", story)


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        (f"PARIS: {STORY}", "Paris", ""),
        (f"ANKARA, Oct 22 (Reuters) - {STORY}", "Ankara", "Reuters"),
        (f"WASHINGTON/RIYADH (Reuters) - {STORY}", "Washington; Riyadh", "Reuters"),
        (f"LUCCA, Italy (AP) — {STORY}", "Lucca, Italy", "AP"),
        (f"Tehran, Iran (CNN) {STORY}", "Tehran, Iran", ""),
        (f"(AFP) — {STORY}", "", "AFP"),
        (f"{STORY}\nReuter", "", "Reuters"),
        (f"NEW DELHI — {STORY}", "New Delhi", ""),
        (f"DOHUK, Iraq – {STORY}", "Dohuk, Iraq", ""),
    ],
)
def test_a_dateline_gives_place_and_agency(line, place, agency):
    clean = tt.clean_articles(articles_of(line)).loc["a0"]
    assert (clean["text"], clean["place"], clean["agency"]) == (STORY, place, agency)


@pytest.mark.parametrize(
    "line",
    [
        f"EXCLUSIVE: {STORY}",
        f"JANE ROE: {STORY}",
        f"OPINION — {STORY}",
        f"NATO — {STORY}",
        f"Daesh: {STORY}",
        "PARIS: gone",
        "LONDON — and the rest of the country — is waiting for news of the talks",
        "PARIS: MOSCOW: The two cities have nothing at all in common",
        "",
    ],
)
def test_what_only_looks_like_a_dateline_stays(line):
    assert find_dateline(line) is None or clean_text(line) == line


def test_what_the_reader_found_is_not_overwritten():
    articles = articles_of(f"PARIS (Reuters) - {STORY}", place="Lyon", agency="AFP", byline="X")
    clean = tt.clean_articles(articles).loc["a0"]
    assert (clean["place"], clean["agency"], clean["byline"]) == ("Lyon", "AFP", "X")


# -- hard-wrapped text ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("The govern-\nment met. A government fell.", "The government\nmet. A government fell."),
        # must not change: no evidence, or more evidence for the hyphen
        ("The govern-\nment met.", "The govern-\nment met."),
        ("a well-\nknown leader, well-known", "a well-\nknown leader, well-known"),
        ("from 2014-\n2015", "from 2014-\n2015"),
    ],
)
def test_broken_words_are_joined_only_on_evidence(given_text, wanted):
    assert join_hyphens(given_text) == wanted


def test_other_articles_are_evidence_too():
    texts = ["The govern-\nment met.", "A government fell."]
    assert count_forms(texts)["government"] == 1
    clean = tt.clean_articles(articles_of(*texts), steps=["hyphens"])
    assert clean["text"].tolist() == ["The government\nmet.", "A government fell."]
    assert "hyphens" not in DEFAULT_STEPS


# -- recurring paragraphs ------------------------------------------------------------------------


def five_stories():
    bodies = [f"Story number {n} of five.\n\nOur house is on the river." for n in range(5)]
    return articles_of(*bodies, "Our house is on the river.", source=["A"] * 5 + ["B"])


def test_recurring_paragraphs_are_listed_with_their_source_and_never_dropped_unasked():
    articles = five_stories()
    listed = tt.boilerplate_candidates(articles)
    assert listed.to_dict("records") == [
        {
            "source": "A",
            "text": "Our house is on the river.",
            "n_articles": 5,
            "share": 1.0,
            "place": "end",
            "article_id": "a0",
        }
    ]
    assert tt.clean_articles(articles)["text"].tolist() == articles["body"].tolist()


def test_recurring_paragraphs_go_when_the_step_is_named():
    clean = tt.clean_articles(five_stories(), steps=[*DEFAULT_STEPS, "recurring"])
    assert clean["text"].tolist() == [
        *(f"Story number {n} of five." for n in range(5)),
        "Our house is on the river.",
    ]
    rows = ledger(clean)
    assert (rows["rule"] == "recurring").sum() == 5


def test_three_articles_are_too_few_to_call_a_paragraph_recurring():
    assert tt.boilerplate_candidates(five_stories().head(3)).empty


# -- the table and its ledger --------------------------------------------------------------------


def test_the_articles_given_are_not_changed():
    captions = [["old"]]
    articles = articles_of(f"A bridge. (Reuters)\n\n{STORY}", captions=captions)
    before = articles.copy()
    clean = tt.clean_articles(articles)
    pd.testing.assert_frame_equal(articles, before)
    assert captions == [["old"]]
    assert clean.loc["a0", "captions"] == ["old", "A bridge. (Reuters)"]
    assert clean["body"].tolist() == articles["body"].tolist()
    assert "ledger" not in articles.attrs


def test_every_piece_has_a_row_in_the_ledger_with_rule_text_and_line():
    body = f"A bridge. (Reuters)\n\n{STORY}\n\nde\u00adescalation\n\nRead also: Bridges"
    rows = ledger(tt.clean_articles(articles_of(body)))
    found = rows[["action", "field", "rule", "text"]].astype(str).to_numpy().tolist()
    assert found == [
        ["dropped", "", "invisible", "\u00ad"],
        ["moved", "captions", "captions", "A bridge. (Reuters)"],
        ["dropped", "", "links", "Read also: Bridges"],
    ]
    assert rows["reason"].tolist()[2] == "link to another page; line 7 of the body"
    assert rows["reason"].tolist()[0] == "1 × U+00AD"
    assert set(rows["article_id"]) == {"a0"}


def test_cleaning_twice_is_cleaning_once():
    body = f"By Jane Roe\n\nA bridge. (Reuters)\n\n{STORY}\n\nAdvertisement\n\nItâ€™s over."
    once = tt.clean_articles(articles_of(body, STORY))
    twice = tt.clean_articles(once)
    pd.testing.assert_frame_equal(once, twice)
    order = ["action", "rule", "text"]
    rows = [ledger(clean).sort_values(order, ignore_index=True) for clean in (once, twice)]
    pd.testing.assert_frame_equal(*rows)


def test_mojibake_is_flagged_whether_or_not_it_could_be_repaired():
    clean = tt.clean_articles(articles_of("Itâ€™s over.", "caf\ufffd", "good"))
    assert clean["quality"].tolist() == [["mojibake"], ["mojibake"], []]
    reasons = ledger(clean).query("action == 'flagged'")["reason"].tolist()
    assert reasons[0].endswith("repaired")
    assert reasons[1].endswith("some of it could not be repaired")


def test_articles_in_another_language_are_marked_and_kept():
    english = "The talks will go on after the summit, and they have not failed yet."
    french = "Les négociations se poursuivent après le sommet et la ville est dans le calme."
    clean = tt.clean_articles(articles_of(english, english + " So it is.", french))
    assert clean["language"].tolist() == ["en", "en", "fr"]
    assert clean["quality"].tolist() == [[], [], ["other_language"]]
    row = ledger(clean).query("rule == 'other_language'").iloc[0]
    assert row["reason"] == "reads as French; 2 of 3 articles read as English"


def test_a_declared_language_stays():
    clean = tt.clean_articles(articles_of(STORY, language="en-GB"))
    assert clean["language"].tolist() == ["en-GB"]


def test_an_empty_table_and_missing_bodies_are_fine():
    assert tt.clean_articles(articles_of().astype({"body": "str"}))["text"].tolist() == []
    assert tt.clean_articles(articles_of(None, "x"))["text"].tolist() == ["", "x"]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (["bullet"], "clean_articles: steps must be one of 'mojibake', "),
        (["bullet"], "got 'bullet'. Did you mean 'bullets'?"),
        ("links", "clean_articles: steps must be a list of names; got 'links'. Pass ['links']."),
    ],
)
def test_an_unknown_step_is_an_error_that_names_the_steps(steps, message):
    with pytest.raises(InputError, match=re.escape(message)):
        tt.clean_articles(articles_of("x"), steps=steps)


def test_a_table_without_bodies_is_an_error_that_names_its_columns():
    message = "clean_articles: the table has no column 'body'. It has: 'words'."
    with pytest.raises(InputError, match=re.escape(message)):
        tt.clean_articles(pd.DataFrame({"words": ["x"]}))


def test_thresholds_of_recurring_paragraphs_are_checked():
    message = (
        "boilerplate_candidates: min_articles must be at least 1 and min_share from 0 to 1; "
        "got 0 and 0.01."
    )
    with pytest.raises(InputError, match=re.escape(message)):
        tt.boilerplate_candidates(articles_of("x"), min_articles=0)


# -- laws ----------------------------------------------------------------------------------------

odd_characters = st.sampled_from(
    list("\u00a0\u00ad\u200b\u200c\u200d\u202e\u2028\ufeff\r\t\x00\x85\x92Ââ€™ÃŸØ§مखé\u0301 \n.:")
)
characters = st.one_of(odd_characters, st.characters(exclude_categories=["Cs"]))
odd_text = st.text(characters, max_size=60)
lines = st.one_of(
    st.sampled_from([line for _, line in REMOVED]),
    st.sampled_from(KEPT),
    st.sampled_from(
        ["A bridge too far", "PARIS: ", f"PARIS: {STORY}", "• ", "", "Story highlights"]
    ),
    odd_text,
)
bodies = st.lists(lines, max_size=8).map("\n\n".join)
titles = st.sampled_from(["", "A bridge too far", "Advertisement"])


def solid(text):
    return Counter("".join(text.split()))


@given(bodies, titles)
@settings(max_examples=200, deadline=None)
def test_cleaning_a_clean_text_changes_nothing(body, title):
    once = clean_text(body, title=title)
    assert clean_text(once, title=title) == once


@given(odd_text)
@settings(max_examples=300, deadline=None)
def test_character_steps_leave_nothing_to_do(text):
    clean = clean_characters(text, DEFAULT_STEPS)
    assert all(step(clean) == clean for step in CHARACTER_STEPS.values())


@given(st.lists(bodies, min_size=1, max_size=3), titles)
@settings(max_examples=50, deadline=None)
def test_kept_and_removed_make_up_every_character_of_the_body(texts, title):
    clean = tt.clean_articles(articles_of(*texts, title=title), text="body", progress=False)
    rows = ledger(clean)
    for article, body in clean["body"].items():
        mine = rows[(rows["article_id"] == article) & rows["action"].isin(["dropped", "moved"])]
        out = mine[~mine["rule"].isin(list(CHARACTER_STEPS))]
        received = solid(clean_characters(body, DEFAULT_STEPS))
        assert received == solid(clean.loc[article, "text"]) + solid("".join(out["text"]))


@given(odd_text)
@settings(max_examples=50, deadline=None)
def test_removed_invisible_characters_are_all_in_the_ledger(text):
    steps = ["invisible", "spaces"]
    rows = ledger(tt.clean_articles(articles_of(text), steps=steps))
    removed = "".join(rows.loc[rows["rule"] == "invisible", "text"])
    kept = clean_characters(text, steps)
    breaks_and_spaces = set(" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
    left = Counter(ch for ch in text if not ch.isspace() and ch not in breaks_and_spaces)
    assert left == solid(kept) + Counter(removed)


LONG = ["a", " ", "\u0301", "A.", "PARIS: ", "(", "\u200b", "By A and "]
LONG += [
    "Photo: ",
    "© ",
    "JUST WATCHED ",
    "Follow @a ",
    "\u00a0 ",
    "| AP ",
    "Copyright 2018 ",
    "--",
]
MANY_CHANGES = ["e\u0301", "Ã©", "â€™", "\n", "-\n", "• \n", "a-\nb ", "Updated 1\n", "x\n\n"]


def seconds_to_clean(text):
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        clean_text(text, title="A bridge", steps=[*DEFAULT_STEPS, "hyphens"])
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.parametrize(
    ("piece", "size"), [(p, 1_000_000) for p in LONG] + [(p, 60_000) for p in MANY_CHANGES]
)
def test_time_grows_in_line_with_the_text(piece, size):
    small, large = (seconds_to_clean(piece * (n // len(piece))) for n in (size // 2, size))
    assert large < 3 * small + 0.05


# -- real articles -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world_affairs():
    path = DATA / "world-affairs" / "articles.parquet"
    if not path.exists():
        pytest.skip("needs ../shared/data/world-affairs")
    table = pd.read_parquet(path).rename(columns={"text": "body", "authors": "byline"})
    table.index = pd.Index([f"w{number}" for number in range(len(table))], name="article_id")
    started = time.process_time()
    clean = tt.clean_articles(table, progress=False)
    clean.attrs["seconds"] = time.process_time() - started
    return clean


@pytest.mark.corpus
def test_the_blocks_that_the_corpus_is_known_for_are_found(world_affairs):
    rows = ledger(world_affairs)
    n_articles = rows.groupby("rule", observed=True)["article_id"].nunique()
    watched = rows[rows["text"].str.startswith("JUST WATCHED")]["article_id"].nunique()
    assert watched == 460
    assert 316 <= n_articles["highlights"] <= 340
    assert 500 <= n_articles["captions"] <= 1000
    assert 750 <= n_articles["newsletter"] <= 950
    page_marks = rows[rows["rule"].isin(["advertisement", "links", "copyright"])]
    assert 900 <= page_marks["article_id"].nunique() <= 2600
    left = world_affairs["text"].str.contains("JUST WATCHED|Story highlights")
    assert left.sum() <= 1  # one block stands in the middle of a paragraph


@pytest.mark.corpus
def test_cleaning_five_million_words_takes_less_than_ten_seconds_of_one_core(world_affairs):
    assert world_affairs.attrs["seconds"] < 10


@pytest.mark.corpus
def test_little_of_the_story_is_taken_and_none_of_it_is_empty(world_affairs):
    share = world_affairs["text"].str.len().sum() / world_affairs["body"].str.len().sum()
    assert 0.93 < share < 0.97
    assert (world_affairs["text"] != "").all()


@pytest.mark.corpus
def test_no_dropped_line_of_the_corpus_reads_like_a_sentence(world_affairs):
    rows = ledger(world_affairs)
    dropped = rows[(rows["action"] == "dropped") & ~rows["rule"].isin(["invisible"])]
    known = (
        r"(?i)(?:click|follow|read|see also|related|more|like|join|sign up|copyright|©|\(c\)|watch"
        r"|get|newsletter|content created|daily|morning|breaking|this material|politico|what)"
    )
    sentences = dropped["text"].str.contains(r"[a-z]{2}[.!?][”\"]?$")
    odd = dropped[sentences & ~dropped["text"].str.match(known)]
    odd = odd[~odd["text"].str.contains("By signing up|Subscribe to")]
    assert set(odd["rule"]) <= {"headline"}


@pytest.mark.corpus
def test_the_two_pasted_articles_lose_their_furniture_only():
    folder = DATA / "seed"
    if not folder.exists():
        pytest.skip("needs ../shared/data/seed")
    pasted = next(folder.glob("*.txt")).read_text(encoding="utf-8")
    first = pasted.split("\n\nIstanbul summit")[0]
    clean = tt.clean_articles(articles_of(first, title=first.split("\n", 1)[0])).loc["a0"]
    assert len(clean["text"].split("\n\n")[0].split("\n")) + 8 == 18
    assert len(clean["text"].split()) == 495
    assert clean["place"] == "Paris"
    assert len(clean["captions"]) == 1


HEADLINES = pd.DataFrame(
    {
        "title": ["Harbour council votes", "WATCH: The quay burns", "  ", "Fishermen protest"],
        "body": ["", None, " ", "Harbour council votes\n\nThe road is closed."],
    },
    index=list("abcd"),
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "auto",
            [
                "Harbour council votes",
                "WATCH: The quay burns",
                "",
                "Harbour council votes\n\nThe road is closed.",
            ],
        ),
        ("body", ["", "", "", "Harbour council votes\n\nThe road is closed."]),
        ("title", ["Harbour council votes", "WATCH: The quay burns", "", "Fishermen protest"]),
        (
            "both",
            [
                "Harbour council votes",
                "WATCH: The quay burns",
                "",
                "Fishermen protest\n\nHarbour council votes\n\nThe road is closed.",
            ],
        ),
    ],
)
def test_what_is_counted_is_the_story_the_headline_or_both(text, wanted):
    assert tt.clean_articles(HEADLINES, text=text)["text"].tolist() == wanted


def test_headlines_that_are_counted_are_named_in_attrs_and_ledger():
    clean = tt.clean_articles(HEADLINES)
    assert clean.attrs["text"] == {"from": "auto", "body": 1, "title": 2, "both": 0, "none": 1}
    rows = ledger(clean)
    notes = rows.loc[rows["rule"] == "text_source", "reason"].tolist()
    assert notes == [
        "the text is the headline in 2 of 4 articles (text='auto')",
        "there is nothing to count in 1 of 4 articles (text='auto')",
    ]
    again = ledger(tt.clean_articles(clean, text="title"))
    assert (again["rule"] == "text_source").sum() == 2


def test_a_table_of_headlines_alone_is_counted_and_one_without_either_is_refused():
    titles = HEADLINES[["title"]]
    assert tt.clean_articles(titles)["text"].tolist()[0] == "Harbour council votes"
    with pytest.raises(InputError, match="body"):
        tt.clean_articles(titles, text="body")
    with pytest.raises(InputError, match="clean_articles: text must be one of 'auto', 'body'"):
        tt.clean_articles(titles, text="lead")


def test_both_repeats_no_headline_that_the_story_begins_with():
    articles = pd.DataFrame({"title": ["Rain"], "body": ["Rain\n\nIt rained."]}, index=["a"])
    assert tt.clean_articles(articles, text="both")["text"].tolist() == ["Rain\n\nIt rained."]


FURNITURE_OF_PAGES = [
    "Image copyright Getty Images",
    "Image caption The quay at dawn, seen from the left bank.",
    "Image copyright AFP Image caption The quay at dawn",
    "Media caption How the quay was built",
    "Media playback is unsupported on your device",
    "Share this article",
    "Share on Facebook",
    "Share this with Email",
    "You may also like",
    "Recommended for you:",
    "Download the Gazette app now",
    "Tags: ports, ferries, councils",
    "ADVERTISEMENT - CONTINUE READING BELOW",
    "Anzeige",
    "PUBLICITÉ",
    "Реклама",
    "広告",
    "Leia também: A balsa começa em junho",
    "Leggi anche: Il traghetto parte a giugno",
    "Lees ook: De veerboot vaart in juni",
    "İLGİLİ HABER: Feribot haziranda başlıyor",
    "Читайте також: Пором починає у червні",
    "With inputs from agencies",
    "Source: Xinhua",
    "This article was amended on 22 October 2018 to correct the name of the mayor.",
    "*This article has been updated*",
    "Please use the sharing tools found via the share button at the top or side of articles.",
]
SENTENCES_LIKE_FURNITURE = [
    "Image matters more than money in this town, the mayor said.",
    "Share this bread with your neighbours, the priest told them.",
    "You may also like to know what the council thinks of it.",
    "Download speeds in the town are the lowest in the country.",
    "Source: the mayor's letter of May, which the council has seen.",
    "With input from residents, the plan was changed twice.",
    "Anzeige erstattet hat der Rat am Montag gegen Unbekannt.",
    "This article of the treaty was amended twice, in 1990 and 2004.",
    "Tags: a game of catch, as it is played in the north.",
]


@pytest.mark.parametrize("line", FURNITURE_OF_PAGES)
def test_furniture_of_pages_is_taken_out_within_and_below_a_story(line):
    assert clean_text(f"{STORY}\n\n{line}\n\n{STORY} Again.") == f"{STORY}\n\n{STORY} Again."
    assert clean_text(f"{STORY}\n\n{line}") == STORY


@pytest.mark.parametrize("line", SENTENCES_LIKE_FURNITURE)
def test_sentences_that_begin_like_furniture_stay(line):
    assert clean_text(f"{STORY}\n\n{line}\n\n{STORY} Again.").count(line) == 1


def test_half_a_character_is_replaced_and_noted():
    articles = pd.DataFrame(
        {"title": ["Talks"], "body": pd.Series(["half \ud83d of it"], index=["a"], dtype=object)},
        index=pd.Index(["a"], name="article_id"),
    )
    cleaned = tt.clean_articles(articles, progress=False)
    assert cleaned.loc["a", "text"] == "half \ufffd of it"
    noted = tt.ledger(cleaned)
    assert noted.loc[noted["rule"] == "half_character", "reason"].tolist() == [
        "1 half characters were replaced"
    ]
