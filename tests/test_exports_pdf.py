"""PDF pages whose pieces are drawn out of order: no words are joined to their neighbours."""

from __future__ import annotations

import pytest

import toolkit as tt
from tests.made_pdfs import pdf_of

LEFT = ["The council of Norrby", "voted for a second"]
RIGHT = ["Work begins in spring", "and it will last for"]


def page(pieces: list[tuple[float, float, str]]) -> bytes:
    """Return a PDF of one page in Helvetica of 10 points; each piece has x, y and text."""
    drawn = "".join(f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n" for x, y, text in pieces)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return pdf_of([body.encode() for body in objects])


def column(x: float, lines: list[str]) -> list[tuple[float, float, str]]:
    return [(x, 700 - 12 * number, line) for number, line in enumerate(lines)]


def read(pieces, tmp_path):
    file = tmp_path / "page.pdf"
    file.write_bytes(page([(50, 740, "Harbour reopens"), *pieces]))
    articles = tt.read_articles(file, progress=False)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles.iloc[0]


ACROSS = "The council of Norrby Work begins in spring voted for a second and it will last for"
ORDERS = [
    ("left column first", column(50, LEFT) + column(300, RIGHT),
     " ".join(LEFT + RIGHT), False),
    ("line by line", [p for pair in zip(column(50, LEFT), column(300, RIGHT), strict=True)
                      for p in pair], ACROSS, False),
    ("line by line, the right one first",
     [p for pair in zip(column(300, RIGHT), column(50, LEFT), strict=True) for p in pair],
     ACROSS, True),
    ("words from right to left",
     [(50 + 40 * at, y, word) for _, y, line in column(0, LEFT)
      for at, word in reversed(list(enumerate(line.split())))], " ".join(LEFT), True),
    ("bold by drawing twice", [(50, 700, "The quay"), (50.4, 700, "The quay"), (50, 688, "opens")],
     "The quay opens", True),
    ("right column first", column(300, RIGHT) + column(50, LEFT), " ".join(RIGHT + LEFT), False),
]  # fmt: skip


@pytest.mark.parametrize(("pieces", "body", "marked"), [o[1:] for o in ORDERS],
                         ids=[o[0] for o in ORDERS])  # fmt: skip
def test_words_of_a_pdf_stay_apart_in_whatever_order_they_are_drawn(pieces, body, marked, tmp_path):
    article = read(pieces, tmp_path)
    assert article["body"] == body
    assert ("pdf_reordered" in article["quality"]) == marked
    assert "pdf" in article["quality"]


def printed(lines: list[tuple[int, str]], title: str = "") -> bytes:
    """Write a PDF of one page by hand, its lines in letters of the sizes given."""
    moves = " ".join(f"/F1 {size} Tf ({text}) Tj 0 -20 Td" for size, text in lines)
    stream = f"BT 72 720 Td {moves} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        f"<< /Title ({title}) >>".encode(),
    ]
    return pdf_of(objects, b" /Info 6 0 R")


TEXT = [(10, "Envoys from four states met on Sunday to speak"), (10, "about the harbour.")] * 3
HEAD = [(18, "Ships sail again from"), (18, "the port of Norrby")]
DATE = [(10, "22 October 2018")]


@pytest.mark.parametrize(
    ("lines", "title", "found"),
    [
        (HEAD + DATE + TEXT, "", "Ships sail again from the port of Norrby"),
        (HEAD + DATE + TEXT, "Microsoft Word - clip17.doc",
         "Ships sail again from the port of Norrby"),
        (HEAD + DATE + TEXT, "(anonymous)", "Ships sail again from the port of Norrby"),
        ([(10, text) for _, text in HEAD] + DATE + TEXT,
         "Ships sail again from the port of Norrby", "Ships sail again from the port of Norrby"),
        ([(8, "Saved by a browser"), *HEAD, *DATE, *TEXT],
         "Ships sail again from the port of Norrby", "Ships sail again from the port of Norrby"),
        ([*HEAD, (13, "By a staff writer"), (13, "of the Courier"), *DATE, *TEXT], "",
         "Ships sail again from the port of Norrby"),
    ],
    ids=["larger letters", "the name of a file", "no name", "two lines", "a line above",
         "smaller letters below"],
)  # fmt: skip
def test_the_headline_of_a_pdf_is_what_is_printed_and_its_date_stands_below(
    lines, title, found, tmp_path
):
    """The name of a Word file was the headline, half a headline a paragraph, and no date read."""
    (tmp_path / "a.pdf").write_bytes(printed(lines, title.replace("(", r"\(").replace(")", r"\)")))
    articles = tt.read_articles(tmp_path / "a.pdf", progress=False)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    assert articles["title"].tolist() == [found]
    assert articles["date"].astype(str).tolist() == ["2018-10-22"]
    assert "October" not in articles["body"].iloc[0]


def test_a_pdf_of_several_dated_stories_takes_no_date_and_says_so(tmp_path):
    lines = HEAD + DATE + TEXT + [(18, "Road closes"), (10, "23 October 2018")] + TEXT
    (tmp_path / "a.pdf").write_bytes(printed(lines))
    articles = tt.read_articles(tmp_path / "a.pdf", progress=False)
    assert articles["date"].isna().all()
    assert "several_dates" in articles["quality"].iloc[0]
    assert "save one file for each" in " ".join(tt.ledger(articles)["reason"].fillna(""))


@pytest.mark.parametrize("number", ["1", "- 12 -", "Page 1 of 3", "Seite 2"])
def test_the_number_of_a_page_is_no_headline_and_no_word_of_the_text(number, tmp_path):
    """It stood on one page alone, and running heads are told by three."""
    for lines in ([(9, number), *HEAD, *DATE, *TEXT], [*HEAD, *DATE, *TEXT, (9, number)]):
        (tmp_path / "a.pdf").write_bytes(printed(lines))
        articles = tt.read_articles(tmp_path / "a.pdf", progress=False)
        assert articles["title"].item() == "Ships sail again from the port of Norrby"
        assert "unbalanced" not in set(tt.ledger(articles)["rule"])
        assert number not in articles["body"].item()
        assert "running_head" in set(tt.ledger(articles)["rule"])


def test_a_number_within_a_page_is_text(tmp_path):
    (tmp_path / "a.pdf").write_bytes(printed([*HEAD, *DATE, *TEXT, (10, "250"), *TEXT]))
    assert "250" in tt.read_articles(tmp_path / "a.pdf", progress=False)["body"].item()
