"""What an export of WordPress says of its items beyond what a feed does.

An item is a post, a page, a picture or an entry of a menu, published or not. Its ``pubDate`` is in
UTC, so that a post of the first hours of a day in Riyadh has the day before; ``post_date`` is the
day that the site printed. Its text is not HTML yet: blank lines end paragraphs, and square
brackets hold captions and galleries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.reading.exports.markup import Element, Markup

_SPACE = "http://wordpress.org/export/"
_NO_ARTICLES = {
    "attachment": "a picture or another file", "nav_menu_item": "an entry of a menu",
    "revision": "an earlier version of a post", "custom_css": "styles",
    "customize_changeset": "settings", "oembed_cache": "a cache", "user_request": "a request",
    "wp_block": "a block for posts", "wp_template": "a template",
    "wp_template_part": "a part of a template", "wp_global_styles": "styles",
    "wp_navigation": "a menu", "wp_font_family": "a font", "wp_font_face": "a font",
}  # fmt: skip
_NEVER = "0000-00-00"
_CAPTION = re.compile(r"(?is)\[caption\b[^\]]{0,300}\](?P<inside>.{0,2000}?)\[/caption\]")
_PICTURES = re.compile(r"(?i)\[(?:gallery|playlist|audio|video|embed|/?caption)\b[^\]]{0,300}\]")
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_TAGS = re.compile(r"<[^>]{0,2000}>")


def stated_by_wordpress(page: Markup, children: Iterable[Element]) -> dict[str, str]:
    """Return what an item of an export says of itself, by the names of its elements; {} if none.

    Parameters
    ----------
    page : Markup
        The export.
    children : iterable of Element
        The elements of one item.
    """
    own = (child for child in children if child.namespace.startswith(_SPACE))
    return {child.tag: clean(page.content(child)) for child in own}


def why_no_article(stated: dict[str, str]) -> str:
    """Return why an item is no published article, "" if it is one.

    Examples
    --------
    >>> why_no_article({"post_type": "attachment", "status": "inherit"})
    'a picture or another file (post type attachment), not an article'
    >>> why_no_article({"post_type": "post", "status": "draft"})
    'never published (status draft)'
    >>> why_no_article({"post_type": "post", "status": "publish"}), why_no_article({})
    ('', '')
    """
    kind, status = stated.get("post_type", ""), stated.get("status", "publish")
    if kind in _NO_ARTICLES:
        return f"{_NO_ARTICLES[kind]} (post type {kind}), not an article"
    return "" if status == "publish" else f"never published (status {status})"


def printed_day(stated: dict[str, str]) -> str:
    """Return the day and time that the site printed, "" if it states none.

    Examples
    --------
    >>> printed_day({"post_date": "2018-10-23 00:30:00"}), printed_day({"post_date": "0000-00-00"})
    ('2018-10-23 00:30:00', '')
    """
    day = stated.get("post_date", "")
    return "" if day.startswith(_NEVER) else day


def as_html(content: str) -> tuple[str, list[str]]:
    r"""Return the text of a post as HTML, and the captions of its pictures.

    Examples
    --------
    >>> as_html('One.\n\nTwo.[caption id="a"]<img src="b"/> At dawn[/caption][gallery ids="1"]')
    ('One.<p>Two.', ['At dawn'])
    """
    captions = [clean(_TAGS.sub(" ", found["inside"])) for found in _CAPTION.finditer(content)]
    bare = _PICTURES.sub("", _CAPTION.sub("", content))
    return _BLANK.sub("<p>", bare), [caption for caption in captions if caption]
