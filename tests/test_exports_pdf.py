"""PDF pages whose pieces are drawn out of order: no words are joined to their neighbours."""

from __future__ import annotations

import pytest

import toolkit as tt

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
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}xref\n0 6\n0000000000 65535 f \n{table}{end}".encode()


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
