"""EPUB books: issues of magazines, and news that Calibre fetched."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

import toolkit as tt
from toolkit.errors import ReadingError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/content.opf"/></rootfiles></container>'
)
STORY = "Envoys from four states met on Sunday and agreed that they would meet again in spring. "
NAVIGATION = (
    '<div class="calibre_navbar calibre_rescale_70">| <a href="s1.xhtml">Next</a> | '
    '<a href="index.xhtml">Main menu</a> |</div>'
)
SOURCE = (
    '<div class="calibre_navbar"><p>This article was downloaded by <strong>calibre</strong> from '
    '<a rel="calibre-downloaded-from" href="https://example.org/1">https://example.org/1</a></p>'
    "</div>"
)


def story(title: str, date: str = "", n: int = 3) -> str:
    """Return a page of a story; its paragraphs differ."""
    head = f"<h1>{title}</h1>" if title else ""
    date = f"<p>{date}</p>" if date else ""
    return head + date + "".join(f"<p>{at} {title} {STORY}</p>" for at in range(n))


def write(
    path: Path, pages: dict[str, str], entries: str = "", *, more: dict[str, str] | None = None
) -> Path:
    """Write a book with an NCX of the given entries."""
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/content.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Gazette</dc:title>'
        "<dc:date>2018-10-25T10:00:00+00:00</dc:date><dc:language>en</dc:language></metadata>"
        f'<manifest>{items}<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        f"</manifest><spine>{spine}</spine></package>",
        "OPS/toc.ncx": f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{entries}'
        "</navMap></ncx>",
    }
    parts |= {
        f"OPS/{name}": f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/'
        f'xhtml"><head><title/></head><body>{body}</body></html>'
        for name, body in pages.items()
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (parts | (more or {})).items():
            archive.writestr(name, text)
    return path


def entry(name: str, page: str, inside: str = "") -> str:
    label = f'<navLabel><text>{name}</text></navLabel><content src="{page}"/>'
    return f"<navPoint>{label}{inside}</navPoint>"


def read(path: Path) -> pd.DataFrame:
    articles = tt.read_articles(path)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


def test_each_page_with_a_story_is_an_article_and_lists_of_links_are_none(tmp_path):
    pages = {
        "cover.xhtml": '<img src="c.jpg" alt=""/>',
        "index.xhtml": '<p>[Thu, 25 Oct 2018]</p><ul><li><a href="list.xhtml">World</a></li></ul>',
        "list.xhtml": f'{NAVIGATION}<h2>World</h2><ul><li><a href="s0.xhtml">Ships sail</a>'
        f'<div>{STORY * 4}</div></li><li><a href="s1.xhtml">Ships return</a></li></ul>',
        "s0.xhtml": f"{NAVIGATION}{story('Ships sail', '22 October 2018')}{SOURCE}",
        "s1.xhtml": f"{NAVIGATION}{story('Ships return', 'By Jane Roe, 23 October 2018')}{SOURCE}",
    }
    inside = entry("Ships sail", "s0.xhtml") + entry("Ships return", "s1.xhtml")
    articles = read(write(tmp_path / "a.epub", pages, entry("World", "list.xhtml", inside)))
    assert articles["title"].tolist() == ["Ships sail", "Ships return"]
    assert articles["date"].dt.day.tolist() == [22, 23]  # not the day of the book
    assert articles["section"].tolist() == ["World"] * 2
    assert articles["url"].tolist() == ["https://example.org/1"] * 2
    assert articles["language"].tolist() == ["en"] * 2
    assert articles["byline"].iloc[1] == "Jane Roe"
    assert articles["body"].iloc[0].count("Envoys") == 3
    assert not articles["body"].str.contains("downloaded|Main menu").any()
    dropped = tt.ledger(articles).query("action == 'dropped'")["text"].str.cat(sep=" ")
    assert dropped.count("Main menu") == 3
    assert "[Thu, 25 Oct 2018]" in dropped


def test_the_date_of_a_book_is_that_of_no_story_but_can_be_taken(tmp_path):
    book = write(tmp_path / "a.epub", {"a.xhtml": story("Ships sail")})
    articles = read(book)
    assert articles["date"].isna().all()
    assert articles["extra"].iloc[0]["book"] == "The Gazette"
    taken = tt.read_articles(book, mapping={"date": "book_date", "source": "book"})
    assert str(taken["date"].iloc[0])[:10] == "2018-10-25"
    assert taken["source"].tolist() == ["The Gazette"]


def test_a_page_that_the_contents_do_not_name_goes_on_with_the_story(tmp_path):
    pages = {
        "a_split_000.xhtml": story("Ships sail", "22 October 2018"),
        "a_split_001.xhtml": f"<p>In the end {STORY * 3}</p>",
        "b.xhtml": story("Ships return", "23 October 2018"),
    }
    entries = entry("Ships sail", "a_split_000.xhtml") + entry("Ships return", "b.xhtml")
    articles = read(write(tmp_path / "a.epub", pages, entries))
    assert articles["title"].tolist() == ["Ships sail", "Ships return"]
    assert articles["body"].iloc[0].count("Envoys") == 6


def test_a_part_of_a_story_on_a_page_of_its_own_belongs_to_it(tmp_path):
    pages = {
        "a.xhtml": story("Ships sail", "22 October 2018"),
        "b.xhtml": "<h2>Background</h2><p>It began in spring.</p>",
        "c.xhtml": story("Ships return", "23 October 2018"),
    }
    inside = entry("Background", "b.xhtml")
    entries = entry("Ships sail", "a.xhtml", inside) + entry("Ships return", "c.xhtml")
    articles = read(write(tmp_path / "a.epub", pages, entries))
    assert articles["title"].tolist() == ["Ships sail", "Ships return"]
    assert articles["body"].iloc[0].endswith("It began in spring.")


def test_places_that_the_contents_name_on_one_page_are_articles(tmp_path):
    one, other = story("Ships sail"), story("Ships return")
    page = f'<div id="a">{one}</div><div id="b">{other}</div>'
    entries = entry("Ships sail", "a.xhtml#a") + entry("Ships return", "a.xhtml#b")
    articles = read(write(tmp_path / "a.epub", {"a.xhtml": page}, entries))
    assert articles["title"].tolist() == ["Ships sail", "Ships return"]
    assert articles["body"].str.count("Envoys").tolist() == [3, 3]


def test_a_story_above_the_first_place_that_the_contents_name_is_an_article(tmp_path):
    """It was set aside as menus of the page."""
    page = story("One") + "".join(f'<div id="{at}">{story(at)}</div>' for at in ("Two", "Three"))
    entries = entry("Two", "p.xhtml#Two") + entry("Three", "p.xhtml#Three")
    articles = read(write(tmp_path / "a.epub", {"p.xhtml": page}, entries))
    assert articles["title"].tolist() == ["One", "Two", "Three"]


def test_stories_in_scripts_without_blanks_are_stories(tmp_path):
    """No article of a Chinese book without dates was found: a page was one word."""
    text = "渡轮中午离开港口，市议会表示它将在天黑前返回。" * 3
    pages = {f"{at}.xhtml": f"<h1>渡轮{at}</h1><p>{text}{at}</p>" for at in range(2)}
    assert len(read(write(tmp_path / "a.epub", pages))) == 2


def test_stories_right_below_the_name_of_a_section_are_articles(tmp_path):
    one, other = (story(name).replace("h1>", "h2>") for name in ("Ships sail", "Ships return"))
    page = f'<h1>World</h1><div id="a">{one}</div><div id="b">{other}</div>'
    inside = entry("Ships sail", "a.xhtml#a") + entry("Ships return", "a.xhtml#b")
    book = write(tmp_path / "a.epub", {"a.xhtml": page}, entry("World", "a.xhtml", inside))
    articles = read(book)
    assert articles["title"].tolist() == ["Ships sail", "Ships return"]
    assert articles["section"].tolist() == ["World"] * 2


def test_parts_of_a_story_that_the_contents_name_do_not_cut_it(tmp_path):
    page = f'{story("Ships sail", "22 October 2018")}<h2 id="b">Background</h2><p>{STORY * 3}</p>'
    inside = entry("Background", "a.xhtml#b")
    book = write(tmp_path / "a.epub", {"a.xhtml": page}, entry("Ships sail", "a.xhtml", inside))
    assert read(book)["title"].tolist() == ["Ships sail"]


def test_a_story_without_a_heading_has_the_name_that_the_contents_give_it(tmp_path):
    pages = {"a.xhtml": story("", "22 October 2018"), "b.xhtml": story("", "23 October 2018")}
    nav = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        '<body><nav epub:type="toc"><ol><li><span>World</span><ol>'
        '<li><a href="a.xhtml">Ships sail</a></li><li><a href="b.xhtml">Ships return</a></li>'
        "</ol></li></ol></nav></body></html>"
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>'
        '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    more = {"OPS/nav.xhtml": nav, "OPS/content.opf": package}
    articles = read(write(tmp_path / "a.epub", pages, more=more))
    assert articles["title"].tolist() == ["Ships sail", "Ships return"]
    assert articles["section"].tolist() == ["World"] * 2
    assert articles["date"].dt.day.tolist() == [22, 23]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"META-INF/container.xml": "<container/>"}, "does not say where its pages are"),
        ({"META-INF/encryption.xml": '<e><CipherReference URI="OPS/a.xhtml"/></e>'}, "encrypted"),
        ({"OPS/content.opf": '<!DOCTYPE a [<!ENTITY b "c">]><package>&b;</package>'}, "entit"),
        ({"OPS/content.opf": "<package>"}, "a.epub"),
        ({"OPS/a.xhtml": "<html><body><p>Cover</p></body></html>"}, "no article was found"),
        ({"OPS/a.xhtml": "<p>" + " " * 30_000_000}, "unpacks from"),
    ],
)
def test_a_book_that_cannot_be_read_says_why(more, message, tmp_path):
    book = write(tmp_path / "a.epub", {"a.xhtml": story("Ships sail")}, more=more)
    with pytest.raises(ReadingError, match=message):
        tt.read_articles(book)


def test_a_book_is_one_in_whatever_order_its_parts_are_packed(tmp_path):
    book = write(tmp_path / "a.epub", {"a.xhtml": story("Ships sail", "22 October 2018")})
    with zipfile.ZipFile(book) as archive, zipfile.ZipFile(tmp_path / "b.epub", "w") as other:
        for at in range(60):
            other.writestr(f"a{at:02d}.png", "")
        for name in sorted(archive.namelist(), reverse=True):
            other.writestr(name, archive.read(name))
    assert read(tmp_path / "b.epub")["title"].tolist() == ["Ships sail"]


def test_books_in_a_folder_and_in_an_archive_are_read(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("one", "two"):
        write(tmp_path / "in" / f"{name}.epub", {"a.xhtml": story(f"Ships {name}", "22 May 2018")})
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(tmp_path / "in" / "one.epub", "one.epub")
    assert read(tmp_path / "in")["title"].tolist() == ["Ships one", "Ships two"]
    assert read(tmp_path / "all.zip")["title"].tolist() == ["Ships one"]
