"""Records of sites that nobody published: drafts, revisions, pictures, what is in the bin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from toolkit.reading.column_names import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STATES = ("draft", "scheduled", "pending", "future", "private", "auto-draft", "trash", "inherit")
_KINDS = ("revision", "attachment", "nav_menu_item", "custom_css", "customize_changeset")
"""States and types of posts of Ghost and WordPress."""

_PUBLISHED = re.compile(r"""(?:^|[,;\t"'])publish(?:$|[,;\t"'\r])""", re.MULTILINE)
_OF_WORDPRESS = {"poststatus": "post_status", "posttype": "post_type"}


def why_unpublished(record: Mapping[str, Any]) -> str:
    """Return why a record is no published article, "" if nothing says so.

    "status" says it of records that have a "slug": of others it may mean anything.

    Examples
    --------
    >>> why_unpublished({"title": "Ships", "slug": "ships", "status": "draft"})
    'never published (status draft)'
    >>> why_unpublished({"post_title": "Ships", "post_status": "publish", "post_type": "revision"})
    'no article of its own (type revision)'
    >>> why_unpublished({"title": "Ships", "status": "draft"})
    ''
    """
    status = record.get("post_status") or (record.get("status") if "slug" in record else None)
    if record.get("post_type") in _KINDS:
        return f"no article of its own (type {record['post_type']})"
    is_draft = isinstance(status, str) and status.lower() in _STATES
    return f"never published (status {status})" if is_draft else ""


def state_columns(names: Sequence[str], head: str) -> dict[int, str]:
    """Return which columns of a table say whether a row is published: place -> key of a record.

    A column "status" does where "slug" is another, or where WordPress's word "publish" is a cell.

    Examples
    --------
    >>> state_columns(["Title", "Post Status"], ""), state_columns(["Title", "Status"], "A,open")
    ({1: 'post_status'}, {})
    """
    keys = [name_key(name) for name in names]
    found = {at: _OF_WORDPRESS[key] for at, key in enumerate(keys) if key in _OF_WORDPRESS}
    if "status" in keys and "post_status" not in found.values():
        is_state = "slug" in keys or _PUBLISHED.search(head) is not None
        found |= {keys.index("status"): "post_status"} if is_state else {}
    return found
