r"""Front matter: what is said about a text above it, in YAML, TOML, JSON, and forms of writers.

The forms are those that writers of pages print: PyYAML folds long titles over lines and writes
letters as "\xFC"; Hugo nests fields below "params"; Pelican has a field list below the headline;
Org, Nikola, Pandoc and AsciiDoc have lines of their own.
"""

from __future__ import annotations

import json
import re
import tomllib
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_LINES = 120
_PAIR = re.compile(
    r"(?P<indent>\s*)(?P<item>-\s+)?(?P<quote>[\"']?)(?P<key>[^\W\d][\w \-]{0,40}?)(?P=quote)\s*:"
    r"(?:\s+(?P<value>.*?))?\s*$"
)
_ITEM = re.compile(r"(?P<indent>\s*)-\s+(?P<value>.+?)\s*$")
_BLOCK = re.compile(r"[|>][-+\d]*$")
_COMMENT = re.compile(r"\s+#\s.*$")
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "_": "\xa0", "N": "\x85", "e": "\x1b"}
_PART = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,\[\]\"'][^,\[\]]*")
_TOML_KEY = re.compile(r"\s*[\"']?(?P<key>[\w-]+(?:\.[\w-]+)*)[\"']?\s*=\s*(?P<value>.*?)\s*$")
_JSON_KEY = re.compile(r"\s*[{,]?\s*\"(?P<key>[^\"]{1,60})\"\s*:")
_WIKI_LINK = re.compile(r"\[\[(?P<page>[^\]|]+)(?:\|(?P<shown>[^\]|]+))?\]\]")
"""A note's link to another note: an author has a note of his own."""

_CONTAINERS = frozenset(["params", "extra", "meta", "metadata", "custom", "taxonomies"])
"""Names below which a site keeps fields of its own; they say nothing about these."""

_ORG = re.compile(r"#\+(?P<key>[A-Za-z_-]+):[ \t]*(?P<value>.*?)\s*$")
_ORG_DATE = re.compile(r"[<\[](\d{4}-\d\d-\d\d[^<>\[\]]*)[>\]]$")
_NIKOLA = re.compile(r"\.\. (?P<key>\w+):[ \t]*(?P<value>.*?)\s*$")
_FIELD = re.compile(r":(?P<key>[A-Za-z][\w -]{0,40}):(?:[ \t]+(?P<value>.*?))?\s*$")
_REVISION = re.compile(
    r"(?:v\d[\w.-]*,\s*|(?=\d{4}-\d\d-\d\d\b))(?P<date>[^:]*?\d[^:]*?)(?::\s.*)?$"
)
_NAME = r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}(?: <[^<>\s]+@[^<>\s]+>)?"
_AUTHORS = re.compile(rf"{_NAME}(?:; {_NAME})*\s*$")
_MAIL = re.compile(r"\s*<[^<>\s]+@[^<>\s]+>")
_RULE = re.compile(r"([=\-~^\"#*+])\1{2,}\s*$")


class FrontMatter(NamedTuple):
    """Names and values in order, and the name to which each line belongs ("" to none).

    ``names`` are those of the lines from ``first`` on; a headline that stands among them is a value
    of the name "title".
    """

    values: list[tuple[str, str]]
    names: list[str]
    first: int


def find_front_matter(lines: Sequence[str]) -> FrontMatter | None:
    r"""Return the front matter at the beginning of a text, None if there is none.

    Examples
    --------
    >>> find_front_matter(["{", '  "title": "Ships sail"', "}", "", "They do."])
    FrontMatter(values=[('title', 'Ships sail')], names=['', 'title', ''], first=0)
    >>> find_front_matter(["---", "title: Ships", "  sail", "---"]).values
    [('title', 'Ships sail')]
    >>> find_front_matter(["Ships sail", "==========", "", ":date: 2018-10-22", ""]).values
    [('title', 'Ships sail'), ('date', '2018-10-22')]
    """
    first = next((at for at, line in enumerate(lines[:5]) if line.strip()), None)
    if first is None:
        return None
    opener = lines[first].strip("\ufeff \t")
    if opener in _FENCES:
        return _between(lines, first, *_FENCES[opener])
    for start, read in _STARTS.items():
        if opener.startswith(start):
            return read(lines, first)
    form = next((form for form in (_ORG, _NIKOLA) if form.match(opener)), None)
    return _field_list(lines, first) if form is None else _tagged(lines, first, form)


def is_front_matter(text: str) -> bool:
    r"""Return whether a text begins with front matter that names a title or a date.

    Examples
    --------
    >>> is_front_matter('{\n"title": "Ships"\n}\n\nThey sail.'), is_front_matter('{"title": 1}')
    (True, False)
    """
    found = find_front_matter(text.split("\n", 2 * MOST_LINES))
    return found is not None and any(name.lower() in {"title", "date"} for name, _ in found.values)


def _between(
    lines: Sequence[str], first: int, closers: tuple[str, ...], parsed: Any
) -> FrontMatter | None:
    for at in range(first + 1, min(len(lines), first + MOST_LINES)):
        if lines[at].strip() in closers and not lines[at].startswith(" "):
            found = parsed(lines[first + 1 : at]) if at > first + 1 else None
            return found and FrontMatter(found[0], ["", *found[1], ""], first)
    return None


# ---------------------------------------------------------------- YAML


def _yaml(lines: Sequence[str]) -> tuple[list[tuple[str, str]], list[str]] | None:
    """Return values, and the name of each line; None if a line is neither pair, item nor rest."""
    values: list[tuple[str, str]] = []
    names: list[str] = []
    parents: list[tuple[int, str]] = []
    while len(names) < len(lines):
        at = len(names)
        line = lines[at]
        if not line.strip() or line.lstrip().startswith("#"):
            names.append("")
            continue
        pair, item = _PAIR.match(line), _ITEM.match(line)
        if pair is not None:
            indent = len(pair["indent"]) + len(pair["item"] or "")
            parents = [one for one in parents if one[0] < indent]
            name, value = _path([*parents, (indent, pair["key"])]), pair["value"] or ""
            parents.append((indent, pair["key"]))
        elif item is not None:
            indent = len(item["indent"])
            parents = [one for one in parents if one[0] <= indent]
            name, value = _path(parents) or "notes", item["value"]
        else:
            return None
        end = _end_of_value(lines, at, indent, value)
        text = _value(value, [one.strip() for one in lines[at + 1 : end]])
        if text:
            values.append((name, text))
        names += [name if value or text else ""] * (end - at)
    return values, names


def _path(parents: Sequence[tuple[int, str]]) -> str:
    keys = [key for _, key in parents]
    return ".".join([*(key for key in keys[:-1] if key.lower() not in _CONTAINERS), *keys[-1:]])


def _end_of_value(lines: Sequence[str], at: int, indent: int, value: str) -> int:
    """Return the line behind a value that goes on over lines."""
    end = at + 1
    if value[:1] in {'"', "'"} and not _is_closed(value):
        text = value
        while end < len(lines) and not _is_closed(text):
            text = f"{text} {lines[end].strip()}"
            end += 1
        return end
    if value[:1] == "[" and "[[" not in value and "]" not in value:
        rest = takewhile(lambda line: not _PAIR.match(line), lines[end:])
        return next((end + k for k, line in enumerate(rest, start=1) if "]" in line), end)
    if not value:
        return end
    is_block = _BLOCK.match(value) is not None
    while end < len(lines):
        line = lines[end]
        is_inner = len(line) - len(line.lstrip()) > indent
        if not (is_inner if line.strip() else is_block):
            break
        end += 1
    return end


def _is_closed(text: str) -> bool:
    if text[0] == "'":
        return len(text) > 1 and text.endswith("'") and text[1:].count("'") % 2 == 1
    return re.fullmatch(r'"(?:[^"\\]|\\.)*"(?:\s+#.*)?', text) is not None


def _value(value: str, more: Sequence[str]) -> str:
    if _BLOCK.match(value):
        return "\n".join(more).strip() if value[0] == "|" else " ".join(filter(None, more))
    whole = value
    for line in more:
        if whole.endswith("\\") and value.startswith('"'):
            whole = whole[:-1] + line.removeprefix("\\")
        else:
            whole = f"{whole} {line}" if line else whole
    return unquoted(whole)


def unquoted(value: str) -> str:
    r"""Return a value of front matter without its quotes, escapes, brackets and comment.

    Examples
    --------
    >>> unquoted('"M\\xFCller"'), unquoted("'It''s so'"), unquoted('["Roe, Jane", Ali]')
    ('Müller', "It's so", 'Roe, Jane; Ali')
    >>> unquoted("[[Jane Roe|Jane]]"), unquoted("2018 # the year"), unquoted("null")
    ('Jane', '2018', '')
    """
    value = value.strip()
    if linked := _WIKI_LINK.fullmatch(value.strip("\"' ")):
        return linked["shown"] or linked["page"]
    if value[:1] in {'"', "'"} and _is_closed(value):
        if value[0] == "'":
            return value[1:-1].replace("''", "'")
        return _ESCAPE.sub(_unescaped, value[1 : value.rindex('"')])
    if value.startswith("[") and value.endswith("]"):
        return "; ".join(
            text for part in _PART.findall(value[1:-1]) if (text := unquoted(part.strip()))
        )
    value = _COMMENT.sub("", value)
    if value.startswith('"') and value.count('"') == 1:
        value = value[1:]  # a quotation mark that was never closed
    return "" if value in {"null", "~", "Null", "NULL"} else value


def _unescaped(found: re.Match[str]) -> str:
    code = found[0][1:]
    if len(code) > 1:
        return chr(min(int(code[1:], 16), 0x10FFFF))
    return _ESCAPES.get(code, code)


# ---------------------------------------------------------------- TOML, JSON


def _toml(lines: Sequence[str]) -> tuple[list[tuple[str, str]], list[str]] | None:
    names, loose = [], []
    key = ""
    for line in lines:
        is_apart = not line.strip() or line.lstrip().startswith(("#", "["))
        if found := _TOML_KEY.match(line):
            key = found["key"]
            loose.append((key, unquoted(found["value"])))
        elif not is_apart and not key:
            return None
        names.append("" if found is None and is_apart else key)
    try:
        leaves = _leaves(tomllib.loads("\n".join(lines)))
        printed = dict(loose)  # a moment is left as it is printed
        return [(n, printed.get(n, v) if v[:4].isdecimal() else v) for n, v in leaves], names
    except tomllib.TOMLDecodeError:  # a day without its zero, a title without quotes
        is_whole = len(loose) == sum(bool(line.strip()) and line[0] not in "#[" for line in lines)
        return (loose, names) if loose and is_whole else None


def _json(lines: Sequence[str], first: int) -> FrontMatter | None:
    """Return an object above a text, as Hugo prints it; None for JSON that is the whole file."""
    close = next(
        (
            at
            for at in range(first, min(len(lines), first + MOST_LINES))
            if lines[at].rstrip().endswith("}") and (at == first or lines[at].startswith("}"))
        ),
        None,
    )
    if close is None or not any(line.strip() for line in lines[close + 1 :]):
        return None
    below = next(line for line in lines[close + 1 :] if line.strip())
    if below.lstrip().startswith(("{", "[", ",", "]")):
        return None
    try:
        content = json.loads("\n".join(lines[first : close + 1]).lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    names = []
    key = ""
    for at in range(first, close + 1):
        found = _JSON_KEY.match(lines[at])
        key = found["key"] if found else key
        names.append("" if at == close > first or (at == first < close and not found) else key)
    return FrontMatter(list(_leaves(content)), names, first)


def _leaves(content: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield dotted names and texts of the values of an object; lists are joined."""
    for key, value in content.items():
        name = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            yield from _leaves(value, "" if key.lower() in _CONTAINERS else name)
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, dict):
                    yield from _leaves(one, name)
                elif (text := _text(one)) != "":
                    yield name, text
        elif (text := _text(value)) != "":
            yield name, text


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


# ---------------------------------------------------------------- Org, Nikola, reStructuredText


def _tagged(lines: Sequence[str], first: int, form: re.Pattern[str]) -> FrontMatter | None:
    """Return the lines "#+TITLE: …" of Org, or ".. title: …" of Nikola, at the beginning."""
    values, names = [], []
    for line in lines[first : first + MOST_LINES]:
        found = form.match(line.strip("\ufeff \t"))
        if found is None:
            break
        name, value = found["key"].lower(), found["value"]
        if dated := _ORG_DATE.match(value):
            value = dated[1].strip()
        if value:
            values.append((name, value))
        names.append(name)
    if not any(name in {"title", "date"} for name, _ in values):
        return None
    return FrontMatter(values, names, first)


def _pandoc(lines: Sequence[str], first: int) -> FrontMatter | None:
    """Return title, authors and date of a block "% Ships sail", "% Jane Roe", "% 22 May 2018"."""
    block = list(takewhile(lambda line: line.startswith("%"), lines[first : first + 4]))
    below = lines[first + len(block) : first + len(block) + 1]
    if len(block) > 3 or any(line.strip() for line in below):
        return None  # comments of another program
    names = ["title", "author", "date"][: len(block)]
    told = zip(names, (line.strip("% \t") for line in block), strict=True)
    return FrontMatter([(name, value) for name, value in told if value], names, first)


def _asciidoc(lines: Sequence[str], first: int) -> FrontMatter:
    """Return the header of AsciiDoc: title, authors, revision and attributes, up to a blank line.

    "Jane Roe <jane@example.org>; Ali Example" is a line of authors, "v1.0, 22 May 2018: as sent"
    one of a revision.
    """
    values, names = [("title", lines[first].strip("\ufeff= \t"))], ["title"]
    for line in lines[first + 1 : first + MOST_LINES]:
        if found := _FIELD.match(line):
            name, value = found["key"], found["value"] or ""
        elif found := _REVISION.match(line):
            name, value = "date", found["date"]
        elif len(names) == 1 and _AUTHORS.match(line):
            name, value = "author", _MAIL.sub("", line).strip()
        else:
            break
        names.append(name)
        if value:
            values.append((name, value))
    return FrontMatter(values, names, first)


def _underlined(lines: Sequence[str], first: int) -> tuple[list[tuple[str, str]], list[str]]:
    """Return a headline with a line under it, and perhaps over it, as a field; and its lines."""
    above = [""] if _RULE.match(lines[first]) and first + 2 < len(lines) else []
    at = first + len(above)
    if at + 2 >= len(lines) or not _RULE.match(lines[at + 1]) or not lines[at].strip():
        return [], []
    return [("title", lines[at].strip("\ufeff \t"))], [*above, "title", ""]


def _field_list(lines: Sequence[str], first: int) -> FrontMatter | None:
    """Return the fields ":date: …", below a headline with a line under it if there is one.

    So Pelican reads them. Without a headline two in a row are asked for: one line may be a signal
    of another kind.
    """
    values, names = _underlined(lines, first)
    if not values and not all(map(_FIELD.match, [*lines[first : first + 2], ""][:2])):
        return None
    fields = dict[str, str]()
    key = ""
    for line in lines[first + len(names) : first + len(names) + MOST_LINES]:
        found = _FIELD.match(line)
        if found:
            key = found["key"]
            fields[key] = found["value"] or ""
        elif key and line.startswith((" ", "\t")) and line.strip():
            fields[key] = f"{fields[key]} {line.strip()}".strip()
        elif line.strip() or key:
            break
        names.append(key if line.strip() else "")
    others = lines[first + len(names) :]
    if not fields or any(found["key"] in fields for found in map(_FIELD.match, others) if found):
        return None  # several stories, each with its own
    values += [(name, value) for name, value in fields.items() if value]
    return FrontMatter(values, names, first)


_FENCES: dict[str, tuple[tuple[str, ...], Any]] = {
    "---": (("---", "..."), _yaml),
    "+++": (("+++",), _toml),
}
_STARTS = {"{": _json, "% ": _pandoc, "= ": _asciidoc}
