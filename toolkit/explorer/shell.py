"""The page around the data: one HTML file that asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from toolkit._core.html import Markup, join, tag

NO_SCRIPT = (
    "This page draws its charts with a script that is part of the file. Allow scripts for this "
    "file, or open it in a browser."
)


def page(data: bytes, *, title: str) -> str:
    """Return the explorer as HTML: style, script and compressed data, allowed by their hashes.

    Parameters
    ----------
    data : bytes
        A compressed container.
    title : str
        Title of the page; escaped.
    """
    style, script = static_text("explorer.css"), static_text("explorer.js")
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy(style, script)),
        tag("title", title),
        tag("style", Markup(style)),
    ]
    encoded = Markup(base64.b64encode(data).decode("ascii"))
    body = [
        tag("noscript", tag("p", NO_SCRIPT)),
        tag("main", id="explorer"),
        tag("script", encoded, type="application/octet-stream", id="data"),
        tag("script", Markup(script)),
    ]
    whole = tag("html", tag("head", join(head)), tag("body", join(body)), lang="en")
    return f"<!doctype html>\n{whole}\n"


def policy(style: str, script: str) -> str:
    """Return the content security policy: this style and this script run, nothing else loads."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        f"img-src data:; form-action 'none'; base-uri 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def static_text(name: str) -> str:
    """Return a file of the bundle that `make explorer` builds."""
    return (files("toolkit.explorer") / "static" / name).read_text(encoding="utf-8")
