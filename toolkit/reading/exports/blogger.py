"""What a backup of Blogger says of its entries: posts, comments, settings and templates alike.

Layout: the Blogger Data API 2.0 (``category`` of the scheme "kind"), and the file feed.atom of
Google Takeout (``blogger:type``, ``blogger:status``). A draft of Atom (RFC 5023) says so by
``app:draft``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import clean

if TYPE_CHECKING:
    from toolkit.reading.exports.markup import Element, Markup

_KIND = "http://schemas.google.com/g/2005#kind"
_SPACE = "http://schemas.google.com/blogger/"
_ARTICLES = frozenset({"post", "page"})
_PUBLISHED = frozenset({"live", ""})


def why_no_post(page: Markup, item: Element) -> str:
    """Return why an entry of a feed is no published post, "" if it is one or may be."""
    kind, status = "post", ""
    for child in page.children(item):
        if child.tag == "category" and child.attributes.get("scheme") == _KIND:
            kind = child.attributes.get("term", "").rpartition("#")[2]
        elif child.namespace.startswith(_SPACE) and child.tag == "type":
            kind = clean(page.content(child)).lower()
        elif child.namespace.startswith(_SPACE) and child.tag == "status":
            status = clean(page.content(child)).lower()
    if kind not in _ARTICLES:
        return f"a backup of Blogger calls it {kind!r}, not a post"
    draft = page.first("draft", within=item)
    if status not in _PUBLISHED or (draft and clean(page.content(draft)) == "yes"):
        return f"never published (status {status or 'draft'})"
    return ""
