"""The page around the data: one HTML file that asks nothing of any network.

Style and script are compressed as the data are. A short script unpacks them; the policy of the page
names the hash of each, so that these three may run and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files

from toolkit._core.html import Markup, join, tag
from toolkit.explorer.container import LETTERS, as_letters, compress

NO_SCRIPT = (
    "This page draws its charts with a script that is part of the file. Allow scripts for this "
    "file, or open it in a browser."
)
OLD_BROWSER = "This browser cannot unpack the page; use one made since 2023."
UNPACK = """
globalThis.fromLetters = (text) => {
  const signs = "LETTERS";
  const value = new Uint8Array(128).fill(84);
  for (let i = 0; i < 85; i++) value[signs.charCodeAt(i)] = i;
  const letters = new TextEncoder().encode(text + "~~~~").map((letter) => value[letter]);
  const view = new DataView(new ArrayBuffer(Math.ceil(text.length / 5) * 4));
  for (let i = 0, at = 0; i < text.length; i += 5, at += 4) {
    let four = 0;
    for (let k = i; k < i + 5; k++) four = four * 85 + letters[k];
    view.setUint32(at, four);
  }
  return new Uint8Array(view.buffer, 0, Math.floor((text.length * 4) / 5));
};
globalThis.unpacked = (text) => {
  const stream = new Blob([fromLetters(text)]).stream();
  return new Response(stream.pipeThrough(new DecompressionStream("gzip")));
};
(async () => {
  const held = document.getElementById("code");
  try {
    const code = await unpacked(held.textContent).json();
    for (const name of ["style", "script"]) {
      const element = document.createElement(name);
      element.textContent = code[name];
      document.body.append(element);
    }
  } catch {
    document.getElementById("explorer").textContent = OLD;
  }
  held.remove();
})();
""".replace("OLD", json.dumps(OLD_BROWSER)).replace("LETTERS", LETTERS)


def page(data: bytes, *, title: str) -> str:
    """Return the explorer as HTML: compressed style, script and data, and what unpacks them.

    Parameters
    ----------
    data : bytes
        A compressed container.
    title : str
        Title of the page; escaped.
    """
    style, script = static_text("explorer.css"), static_text("explorer.js")
    code = json.dumps({"style": style, "script": script}, ensure_ascii=True).encode()
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy(style, UNPACK, script)),
        tag("title", title),
    ]
    body = [
        tag("noscript", tag("p", NO_SCRIPT)),
        tag("main", id="explorer"),
        _held("data", data),
        _held("code", compress([code])),
        tag("script", Markup(UNPACK)),
    ]
    whole = tag("html", tag("head", join(head)), tag("body", join(body)), lang="en")
    return f"<!doctype html>\n{whole}\n"


def _held(name: str, content: bytes) -> Markup:
    """Return bytes as a block that a browser neither shows nor runs."""
    return tag("script", Markup(as_letters(content)), type="application/octet-stream", id=name)


def policy(style: str, *scripts: str) -> str:
    """Return the content security policy: this style and these scripts run, nothing else loads."""
    allowed = " ".join(f"'{_hash(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src '{_hash(style)}'; "
        f"img-src data:; form-action 'none'; base-uri 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def static_text(name: str) -> str:
    """Return a file of the bundle that `make explorer` builds."""
    return (files("toolkit.explorer") / "static" / name).read_text(encoding="utf-8")
