from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tt
from toolkit.reading import article_bounds
from toolkit.reading.datelines import find_dateline
from toolkit.reading.interface import (
    COUNTED,
    Document,
    Piece,
    RawArticle,
    ReadOptions,
    n_characters,
)
from toolkit.reading.paragraphs import find_caption, is_bullet, is_byline
from toolkit.reading.pasted import PastedReader, PlainReader

STORY = (
    "Envoys from four states met on Sunday to speak about the harbour, the first such meeting "
    "since the port was shut, and agreed that grain ships may pass again from next week on."
)
PASTED = f"""Harbour talks open

Grain ships wait outside the port, May 3, 2016. (Reuters)
Updated 06 October 2017

Harbour talks open

TUNIS: {STORY}
A second line is a paragraph of its own.

“We are not done,” one of them said.

Grain ships sail again

Updated 22 October 2018

Grain ships sail again

  • First convoy left at dawn
  • Insurers are wary

ORAN, Algeria: {STORY}

The owners were glad."""


def articles_of(text, **options):
    document = Document.from_bytes("pasted.txt", text.encode("utf-8", "surrogatepass"))
    items = list(PastedReader().read(document, ReadOptions(**options)))
    return [item for item in items if isinstance(item, RawArticle)]


def balance(reader, text):
    document = Document.from_bytes("pasted.txt", text.encode("utf-8"))
    total = 0
    for item in reader.read(document, ReadOptions(on_error="keep")):
        if isinstance(item, Piece):
            total += n_characters(item.text) if item.action in COUNTED else 0
        else:
            total += item.n_counted
    return total, n_characters(document.text)


def shape(article):
    return (
        article.fields.get("title"),
        article.fields.get("updated"),
        article.fields.get("place"),
        len(article.paragraphs),
        len(article.captions),
        len(article.summary),
    )


EXPECTED = [
    ("Harbour talks open", "Updated 06 October 2017", "Tunis", 3, 1, 0),
    ("Grain ships sail again", "Updated 22 October 2018", "Oran, Algeria", 2, 0, 2),
]


def test_two_articles_without_a_separator():
    assert [shape(article) for article in articles_of(PASTED)] == EXPECTED


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
        lambda text: text + "\n\n\n",
        lambda text: text.replace("next week", "next\u00a0week"),
    ],
    ids=["CRLF", "byte-order mark", "no blank lines", "blank end", "no-break space"],
)
def test_line_ends_blank_lines_and_marks_do_not_matter(change):
    assert [shape(article) for article in articles_of(change(PASTED))] == EXPECTED


def test_the_caption_keeps_its_own_date_and_credit_apart():
    first = articles_of(PASTED)[0]
    assert first.extra["captions"] == [
        {
            "text": "Grain ships wait outside the port, May 3, 2016. (Reuters)",
            "credit": "Reuters",
            "date": "2016-05-03",
        }
    ]
    assert "agency" not in first.fields


def test_published_and_updated_lines_are_one_stamp():
    text = f"Ships\n\nPublished 5 May 2017\nUpdated 6 May 2017\n\nShips\n\n{STORY}"
    (article,) = articles_of(text)
    assert article.fields["published"] == "Published 5 May 2017"
    assert article.fields["updated"] == "Updated 6 May 2017"


def test_both_stamps_may_stand_on_one_line():
    text = f"Ships sail\n\nPublished 5 May 2017 | Updated 6 May 2017\n\nShips sail\n\n{STORY}"
    (article,) = articles_of(text)
    assert article.fields["published"] == "Published 5 May 2017"
    assert article.fields["updated"] == "Updated 6 May 2017"


def test_a_headline_that_stands_twice_is_an_article_without_a_date_line():
    text = f"{PASTED}\n\n\nThe long way home\n\nThe long way home\n\nSFAX: {STORY}\n"
    last = articles_of(text)[-1]
    assert shape(last) == ("The long way home", None, "Sfax", 1, 0, 0)
    assert len(articles_of(text)) == 3


def test_a_header_holds_for_every_article_of_the_file(tmp_path):
    file = tmp_path / "desk.txt"
    file.write_text(f"---\nsource: Harbour Post\nsection: World\n---\n\n{PASTED}", encoding="utf-8")
    articles = tt.read_articles(file)
    assert articles["source"].tolist() == ["Harbour Post"] * 2
    assert articles["section"].tolist() == ["World"] * 2


def test_markdown_with_front_matter_is_one_article(tmp_path):
    file = tmp_path / "post.md"
    header = '---\ntitle: "Ships: a view"\ndate: 2018-05-03\nauthor: [Jane Roe, Ali Can]\n---\n'
    file.write_text(f"{header}\n{STORY}\n\nThe end of it.", encoding="utf-8")
    articles = tt.read_articles(file)
    row = articles.iloc[0]
    assert (row["title"], str(row["date"].date())) == ("Ships: a view", "2018-05-03")
    assert row["byline"] == "Jane Roe; Ali Can"
    assert row["body"].endswith("The end of it.")


def test_without_a_second_headline_the_title_is_a_guess_and_says_so(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(f"Ships sail\nUpdated 22 October 2018\n{STORY}", encoding="utf-8")
    articles = tt.read_articles(file)
    assert articles["title"].tolist() == ["Ships sail"]
    assert "title_guess" in articles["quality"].iloc[0]


def test_a_sentence_with_a_date_in_it_never_begins_an_article():
    text = PASTED.replace(
        "The owners were glad.", "Updated figures of 22 October 2018 show a rise."
    )
    assert len(articles_of(text)) == 2


def test_a_date_line_below_the_story_still_belongs_to_it():
    one = f"Ships sail\n\n{STORY}\n\nUpdated 22 October 2018"
    text = f"{one}\n\nShips return\n\n{STORY}\n\nUpdated 23 October 2018"
    first, second = articles_of(text)
    assert (first.fields["title"], first.paragraphs) == ("Ships sail", [STORY])
    assert (second.fields["title"], second.paragraphs) == ("Ships return", [STORY])


def test_a_line_that_recurs_in_a_story_is_no_headline():
    text = f"{PASTED}\n\nRead more about this\n\n{STORY}\n\nRead more about this\n\n{STORY}"
    assert len(articles_of(text)) == 2


CLOSED = f"""Missiles hit two bases

Published 07 January 2018

{STORY}

Jane Roe and John Doe contributed.

Last updated on Jan. 8 at 7:15 a.m."""


def test_a_date_line_that_ends_the_story_is_no_second_article():
    """One "Last updated on Jan. 8" (no year) in a thousand files stopped the reading of all."""
    (article,) = articles_of(CLOSED)
    assert article.fields["published"] == "Published 07 January 2018"
    assert article.notes == ["Last updated on Jan. 8 at 7:15 a.m."]
    assert article.paragraphs[-1] == "Jane Roe and John Doe contributed."


def test_a_header_gives_the_date_before_a_closing_date_line():
    text = f"---\ndate: 2018-01-07\n---\n\nMissiles hit two bases\n\n{STORY}\n\nUpdated Jan. 8"
    (article,) = articles_of(text)
    assert article.notes == ["Updated Jan. 8"]


def test_below_a_headline_a_last_date_line_is_that_of_an_article_without_a_story():
    text = f"{CLOSED.rpartition(chr(10))[0]}\n\nRain\n\nUpdated 22 October 2018"
    assert [article.fields["title"] for article in articles_of(text)] == [
        "Missiles hit two bases",
        "Rain",
    ]


def test_a_line_that_stands_all_over_a_page_is_no_headline():
    """A live page with "SPECIAL COVERAGE: ..." between its entries became thirteen articles."""
    entries = "\n\n".join(f"{hour} p.m.\n\nSPECIAL COVERAGE: The hearing" for hour in range(1, 9))
    (article,) = articles_of(f"The hearing live\n\nPublished 08 May 2013\n\n{STORY}\n\n{entries}")
    assert article.fields["title"] == "The hearing live"


def test_without_labels_a_date_below_a_headline_is_the_date():
    (article,) = articles_of(f"Ships sail away\n22 October 2018\nTUNIS: {STORY}")
    assert article.fields["date"] == "22 October 2018"
    assert len(article.paragraphs) == 1


def test_dates_in_a_chronicle_are_not_headlines():
    days = "22 October 2018\nShips left.\n23 October 2018\nShips came back."
    text = f"A year of ships\n\n{STORY}\n{days}"
    assert articles_of(text)[0].fields.get("date") is None


def test_an_impossible_date_line_names_file_line_and_remedy(tmp_path):
    file = tmp_path / "arab-news.txt"
    file.write_text(PASTED.replace("06 October 2017", "31 June 2018"), encoding="utf-8")
    with pytest.raises(tt.errors.ReadingError) as caught:
        tt.read_articles(file)
    assert str(caught.value) == (
        "read_articles: arab-news.txt, line 4: cannot read a date from 'Updated 31 June 2018': "
        "there is no such day or time. Leave the file as it is and pass "
        'overrides={"arab-news.txt:4": {"date": "YYYY-MM-DD"}}.'
    )
    fixed = tt.read_articles(file, overrides={"arab-news.txt:4": {"date": "2018-06-30"}})
    assert str(fixed["date"].iloc[0].date()) == "2018-06-30"
    kept = tt.read_articles(file, on_error="keep")
    assert kept["date"].isna().tolist() == [True, False]
    assert "date_no_such_day" in kept["quality"].iloc[0]


def test_separator_lines_split_articles_without_dates():
    text = f"First headline\n{STORY}\n---\nSecond headline\n{STORY}\n***\nThird headline\n{STORY}"
    document = Document.from_bytes("a.txt", text.encode())
    items = [
        item for item in PlainReader().read(document, ReadOptions()) if isinstance(item, RawArticle)
    ]
    assert [item.fields["title"] for item in items] == [
        "First headline",
        "Second headline",
        "Third headline",
    ]


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("PARIS: The talks will go on until the end of the month", "Paris", ""),
        ("NICE, France: A crowd came to the sea on Thursday night", "Nice, France", ""),
        ("NEW YORK: The council met behind closed doors on Friday", "New York", ""),
        ("ANKARA/MOSCOW: The ministers spoke on the telephone today again", "Ankara; Moscow", ""),
        ("BEIRUT, Oct 22 (Reuters) - The talks began on Sunday here", "Beirut", "Reuters"),
        ("Beirut (AFP) — The talks began on Sunday in the capital", "Beirut", "AFP"),
        ("BAGHDAD — Rockets were fired at the zone on Sunday night", "Baghdad", ""),
        ("ŞANLIURFA, Turkey — Rockets were fired at the town", "Şanlıurfa, Turkey", ""),
        ("KARKAMIŞ, Turkey — Rockets were fired at the town", "Karkamış, Turkey", ""),
        ("TIMIŞOARA, Romania — Rockets were fired at the town", "Timişoara, Romania", ""),
        ("İSTANBUL: Dört lider cumartesi günü bir araya gelecek", "İstanbul", ""),
        ("DİYARBAKIR: Dört lider cumartesi günü bir araya gelecek", "Diyarbakır", ""),
        ("ANKARA, 22 Ekim (AA) - Dört lider cumartesi günü bir araya gelecek", "Ankara", "Anadolu"),
        ("МОСКВА: Четыре лидера встретятся в субботу в столице", "Москва", ""),
        ("МОСКВА, 22 октября. /ТАСС/. Четыре лидера встретятся в субботу", "Москва", "TASS"),
        ("ΑΘΗΝΑ: Τέσσερις ηγέτες θα συναντηθούν το Σάββατο", "Αθηνα", ""),
        ("ŁÓDŹ (PAP) – Czterej przywódcy spotkają się w sobotę", "Łódź", "PAP"),
        (
            "ÎLE-DE-FRANCE, France: Les quatre chefs se réunissent samedi",
            "Île-de-France, France",
            "",
        ),
        ("BERLIN, 22. Oktober (dpa) - Die vier treffen sich am Samstag", "Berlin", "dpa"),
        ("Berlin (dpa/bb) - Die vier treffen sich am Samstag in Berlin", "Berlin", "dpa"),
        ("PARIS, 1er octobre (AFP) – Les quatre chefs se réunissent samedi", "Paris", "AFP"),
        ("Madrid, 22 oct (EFE).- Los cuatro se reunirán el sábado", "Madrid", "EFE"),
    ],
)
def test_datelines(line, place, agency):
    found = find_dateline(line)
    assert found is not None
    assert (found.place, found.agency) == (place, agency)
    assert line.startswith(found.text)


@pytest.mark.parametrize(
    "line",
    [
        "Daesh: Defeating the caliphate will take many more years of work",
        "UPDATE: The talks began on Sunday in the capital of Lebanon",
        "EXCLUSIVE: The talks began on Sunday in the capital of Lebanon",
        "The minister said: The talks began on Sunday in the capital",
        "US - the country that pays most - will not take part",
        "США: Четыре лидера встретятся в субботу в столице",
        "ВИДЕО: Четыре лидера встретятся в субботу в столице",
        "ANALİZ: Dört lider cumartesi günü bir araya gelecek",
        "The council (TT) - and nobody else - will meet on Saturday",
        "PARIS, 22 people (AFP) - the number of those who met on Saturday",
        "PARIS: too short",
        "",
    ],
)
def test_what_only_looks_like_a_dateline_stays_in_the_story(line):
    assert find_dateline(line) is None


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Smoke over the old town. (AFP)", "AFP"),
        ("Smoke over the old town. (AFP/Getty Images)", "AFP/Getty Images"),
        ("Smoke over the old town (File photo)", "File photo"),
        ("Smoke over the old town. (Supplied)", "Supplied"),
    ],
)
def test_captions_end_in_a_credit(line, credit):
    found = find_caption(line)
    assert found is not None
    assert found.credit == credit


@pytest.mark.parametrize(
    "line",
    [
        "The group (known as the Quartet) met.",
        "He left (again)",
        "Ships sail",
        "",
        "It ended (see below).",
    ],
)
def test_brackets_alone_make_no_caption(line):
    assert find_caption(line) is None


def test_bullets_and_bylines():
    assert is_bullet("  • First convoy left")
    assert not is_bullet("•")
    assert not is_bullet("Al-Bab – a town")
    assert is_byline("By Jane Roe and Ali Can")
    assert not is_byline("By then the ships had sailed and nobody was left in the harbour.")


LINES = st.sampled_from(
    [
        "",
        "Harbour talks open",
        "Updated 06 October 2017",
        "Published 5 May 2017 | Updated 6 May 2017",
        "Updated 31 June 2018",
        "A ship. (Reuters)",
        "By Jane Roe",
        "  • A bullet",
        "---",
        "\f",
        "1 of 12",
        STORY,
        f"TUNIS: {STORY}",
        "source: Harbour Post",
        "A second headline here",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=40))
def test_every_character_of_any_pasted_text_is_accounted_for(lines):
    text = "\n".join(lines).encode("utf-8", "ignore").decode()
    accounted, received = balance(PastedReader(), text)
    assert accounted == received


@given(st.text(max_size=400))
def test_every_character_of_plain_text_is_accounted_for(text):
    text = text.encode("utf-8", "ignore").decode()
    accounted, received = balance(PlainReader(), text)
    assert accounted == received


@given(st.integers(1, 12))
def test_as_many_articles_come_out_as_were_pasted(n):
    blocks = [
        f"Headline {k} of the day\n\nUpdated {k} May 2017\n\nHeadline {k} of the day\n\n{STORY}"
        for k in range(1, n + 1)
    ]
    found = articles_of("\n\n".join(blocks))
    assert [article.fields["updated"] for article in found] == [
        f"Updated {k} May 2017" for k in range(1, n + 1)
    ]


@pytest.mark.parametrize(
    "start",
    ["NICE, France: ", "SMALLTOWN: ", "LINDEN, N.J. - ", "Tehran, Iran (CNN) ", "PARIS: ", ""],
)
def test_the_reader_and_the_cleaner_agree_on_where_a_dateline_ends(start, tmp_path):
    story = "A man drove a lorry through the crowds on Thursday night, and 86 people died."
    (tmp_path / "pasted.txt").write_text(
        f"A headline of words\n\nUpdated 22 October 2018\n\nA headline of words\n\n{start}{story}"
    )
    (tmp_path / "table.csv").write_text(
        f'title,text,date\nA headline of words,"{start}{story}",2018-10-22\n'
    )
    clean = tt.clean_articles(tt.read_articles(tmp_path, progress=False), progress=False)
    assert clean["text"].tolist() == [story, story]
    assert clean["place"].nunique() == 1


WRAPPED = """Harbour talks open

22 October 2018

The envoys of the four states that share the harbour met the Security
Council on Sunday to speak of the ships, and the govern-
ment of the port said that a ban on poverty, as it
called the rule, would end before the winter, because the
harvest of the last year has been a good one and the
grain must be sold. The members of the Security
Council agreed to meet again.
A short line ends a paragraph.
The second paragraph begins below a short line, and it has
more lines than one, so that somebody has to join them
again.
"""


def _body(text):
    [article] = articles_of(text)
    return article.body


def test_lines_of_a_wrapped_text_are_one_paragraph():
    paragraphs = _body(WRAPPED).split("\n\n")
    assert [text.split("\n")[0] for text in paragraphs] == [
        "The envoys of the four states that share the harbour met the Security",
        "A short line ends a paragraph.",
        "The second paragraph begins below a short line, and it has",
    ]
    assert "govern-\nment" in paragraphs[0]
    accounted, received = balance(PastedReader(), WRAPPED)
    assert accounted == received


def test_phrases_and_sentences_cross_the_lines_of_a_wrapped_text(tmp_path):
    (tmp_path / "wrapped.txt").write_text(WRAPPED)
    clean = tt.clean_articles(tt.read_articles(tmp_path, progress=False), progress=False)
    found = tt.contexts(tt.tokenize(clean["text"]), "security council")
    assert len(found) == 2
    assert len(tt.split_sentences(clean["text"])[0]) == 4


@pytest.mark.parametrize(
    "lines",
    [
        ["Envoys from four states met in the harbour on Sunday."] * 12,
        [STORY] * 12,  # wider than wrapped lines are
        ["Envoys meet in the harbour", "Ships sail again"] * 6,  # headlines: no small letters
        ["ships", "harbours", "grain"] * 4,  # narrower
        ["Envoys from four states met on Sunday in the", "harbour of Tunis."] * 3,  # too few
    ],
)
def test_each_line_of_other_texts_stays_a_paragraph(lines):
    body = _body("Harbour talks open\n\n22 October 2018\n\n" + "\n".join(lines) + "\n")
    assert len(body.split("\n\n")) == len(lines)
    assert "\n" not in body.replace("\n\n", "")


def test_a_bullet_or_an_indented_line_begins_a_paragraph_of_a_wrapped_text():
    text = WRAPPED.replace("Council on", "• Council on").replace("harvest of", "    harvest of")
    assert [part.split()[0] for part in _body(text).split("\n\n")] == [
        "The", "•", "harvest", "A", "The"
    ]  # fmt: skip


def test_heads_and_numbers_of_pages_stay_apart_from_the_sentences_around_them():
    page = "the envoys of the {k} states went on to speak of ships until\n{k}\nReport of the port\n"
    text = WRAPPED + "\n" + "".join(page.format(k=k) for k in range(1, 6)) + "the end.\n"
    paragraphs = _body(text).split("\n\n")
    assert paragraphs.count("Report of the port") == 5
    assert [one for one in paragraphs if one.isdigit()] == list("12345")


def test_a_form_feed_behind_a_blank_is_no_line_of_a_wrapped_text():
    """Its line held no word, and the text was not read: "list index out of range"."""
    text = WRAPPED.replace("ment of", " \fment of")
    assert "govern-\nment of the port" in _body(text)
    accounted, received = balance(PastedReader(), text)
    assert accounted == received


@pytest.mark.parametrize("mark", ["- ", "3. "])
def test_the_second_line_of_an_item_hangs_below_its_first_word(mark):
    item = (
        f"{mark}the ships of the four states, which had waited outside for as\n   long as a year\n"
    )
    paragraphs = _body(WRAPPED + "\n" + item + f"{mark}the grain\n").split("\n\n")
    assert paragraphs[-2].split() == item.split()
    assert paragraphs[-1] == f"{mark}the grain"


def test_headlines_below_paragraphs_are_looked_for_once(monkeypatch):
    """6,000 articles took 93 seconds: each looked through all the articles below it."""
    told = "The envoys of the four states met on Sunday to speak about ships in the harbour.\n\n"
    text = "".join(
        f"{told}Headline number {k}\n{1 + k % 28} October 2018\n\n{STORY}\n\n" for k in range(300)
    )
    counted = []
    count_words = article_bounds.count_words
    monkeypatch.setattr(
        article_bounds, "count_words", lambda text: counted.append(1) or count_words(text)
    )
    monkeypatch.setattr(
        article_bounds,
        "_is_beside_headline",
        lambda line, is_beside=article_bounds._is_beside_headline: (
            counted.append(1) or is_beside(line)
        ),
    )
    assert len(articles_of(text)) == 300
    assert len(counted) < 20 * text.count("\n\n")
