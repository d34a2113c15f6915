"""HTML of the report: every text is escaped, only web addresses become links."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit._core.html import Markup, link, safe_url, table, tag

PAYLOADS = [
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "' onmouseover='window.pwned=1",
    "</td></table><script>window.pwned=1</script>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    "</style><script>window.pwned=1</script>",
    "<!--<script>window.pwned=1</script>-->",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "\u202e<script>window.pwned=1</script>",
]


class Elements(HTMLParser):
    """The elements and the text of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data):
        self.text += data


def parsed(html: str) -> Elements:
    parser = Elements()
    parser.feed(html)
    parser.close()
    return parser


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_text_stays_text(payload):
    inside = parsed(tag("p", payload, title=payload))
    assert inside.tags == ["p"]
    assert inside.attributes == ["title"]


@given(st.text())
def test_any_text_makes_one_element_and_can_be_read_back(text):
    inside = parsed(tag("p", text, title=text))
    assert inside.tags == ["p"]
    printable = text.isprintable()
    assert not printable or inside.text == text


def test_html_is_not_escaped_twice():
    assert tag("p", tag("b", "a & b")) == "<p><b>a &amp; b</b></p>"
    assert isinstance(tag("p"), Markup)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//no-scheme.example",
        "http://",
        "https://[broken",
        "",
    ],
)
def test_only_web_addresses_become_links(url):
    assert not safe_url(url)
    assert "<a" not in link("read", url)


def test_a_web_address_becomes_a_link_that_tells_nobody():
    made = link("read", "https://example.org/?a=1&b=2")
    expected = '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">read</a>'
    assert made == expected


def test_a_table_shows_dates_counts_lists_and_missing_values():
    rows = pd.DataFrame(
        {
            "<b>": ["x"],
            "n": [12345],
            "share": [float("nan")],
            "day": [pd.Timestamp("2018-10-22")],
            "marks": [["a", "b"]],
        }
    )
    inside = parsed(table(rows))
    assert inside.tags.count("td") == 5
    assert inside.text == "<b>nsharedaymarksx12,345–2018-10-22a; b"
