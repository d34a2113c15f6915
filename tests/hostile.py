"""Texts that try to run in a browser, and a corpus that has each of them in every field."""

from pathlib import Path

import pandas as pd

PAYLOADS = [
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "' onmouseover='window.pwned=1' x='",
    "</td></tr></table><script>window.pwned=1</script>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "</style><script>window.pwned=1</script>",
    "--><script>window.pwned=1</script>",
    "</title><script>window.pwned=1</script>",
    "<a href=javascript:window.pwned=1>x</a>",
    "<details open ontoggle=window.pwned=1>",
    "<base href=https://example.org/>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<link rel=stylesheet href=https://example.org/x.css>",
    "<style>@import 'https://example.org/x.css'</style>",
    "<object data=https://example.org/x></object>",
    "<video><source onerror=window.pwned=1></video>",
    "<math><mtext></mtext><script>window.pwned=1</script></math>",
    "{{constructor.constructor('window.pwned=1')()}}",
    "${window.pwned=1}",
    "\u202e<script>window.pwned=1</script>",
    "\\u003cscript\\u003ewindow.pwned=1",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "<scr\x00ipt>window.pwned=1</scr\x00ipt>",
    "<ScRiPt/x>window.pwned=1</sCrIpT>",
    "<body onload=window.pwned=1>",
    "<input autofocus onfocus=window.pwned=1>",
    '=HYPERLINK("https://example.org","x")',
    "<marquee onstart=window.pwned=1>",
    "<template><script>window.pwned=1</script></template>",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>window.pwned=1</script>",
    "</desc><script>window.pwned=1</script>",
    "$\\href{javascript:window.pwned=1}{x}$",
]
FIELDS = ("title", "source", "section", "byline", "url", "place", "text")


def hostile_corpus(folder: Path) -> Path:
    """Write a table in which every field of some row is each of the payloads."""
    rows = []
    for i, payload in enumerate(PAYLOADS):
        for field in FIELDS:
            row = {
                "title": f"Truce {i} {field}",
                "source": "Desk A" if i % 2 else "Desk B",
                "section": "World",
                "byline": "",
                "url": "",
                "place": "Paris",
                "text": f"The truce held {payload} and the siege ended with airstrikes. Talks.",
                "date": f"2018-{i % 12 + 1:02d}-{i % 27 + 1:02d}",
            }
            row[field] = payload if field != "text" else f"truce {payload} siege {payload} talks"
            rows.append(row)
    path = folder / "hostile.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return path
