"""Tokens on disk: arrays, texts and options in one sealed file."""

from __future__ import annotations

from importlib.metadata import version
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc

from toolkit._core.growing_arrays import GrowingArray
from toolkit._core.mapped_arrays import release_pages
from toolkit._core.sealed import open_sealed, write_sealed
from toolkit._core.stored_files import as_damage
from toolkit.errors import InputError, shorten
from toolkit.tokenizing.aliases import Alias
from toolkit.tokenizing.block_cuts import text_blocks
from toolkit.tokenizing.buffers import ArrowTexts, ChosenTexts, utf8_parts
from toolkit.tokenizing.normalization import KINDS
from toolkit.tokenizing.spelling_variants import SPELLINGS
from toolkit.tokenizing.store import Tokens
from toolkit.tokenizing.stored_strings import pack_strings, read_strings
from toolkit.tokenizing.stream import GAP_BREAK
from toolkit.tokenizing.tokenizer import tokenize_again

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from toolkit._core.sealed import Sealed
    from toolkit.tokenizing.block_cuts import TextBlock

FORMAT, SCHEMA = "theme-toolkit tokens", 2
ARRAYS: dict[str, type[np.generic]] = {
    "ids": np.int32, "offsets": np.int64, "starts": np.int32, "ends": np.int32, "gaps": np.uint8,
    "kinds": np.uint8,
}  # fmt: skip

TOKEN_ARRAYS = ("ids", "starts", "ends", "gaps")


def save_tokens(tokens: Tokens, path: str | os.PathLike[str]) -> Path:
    """Write tokens and their texts to one file, atomically.

    The file holds arrays and JSON only, so reading it cannot run code. Every part has a checksum,
    so a single flipped bit is detected.

    Parameters
    ----------
    tokens : Tokens
        The result of `tokenize`, or a selection from it.
    path : path-like
        The file to write; the usual suffix is ``.tokens``.

    Returns
    -------
    Path
        The path. The same tokens give the same bytes. The size is that of the texts in UTF-8 plus
        13 bytes per token.

    Raises
    ------
    InputError
        If ``tokens`` is not a `Tokens`, or ``article_id`` is neither integers nor strings.

    Examples
    --------
    >>> import pathlib, tempfile, toolkit as tt
    >>> tokens = tt.tokenize(["The talks failed.", "More talks"])
    >>> file = tt.save_tokens(tokens, pathlib.Path(tempfile.mkdtemp()) / "talks.tokens")
    >>> tt.load_tokens(file)[1]
    ['talks']
    """
    given: Any = tokens
    if not isinstance(given, Tokens):
        message = f"save_tokens: tokens must be the result of tokenize; got {shorten(tokens)}."
        raise InputError(message)
    index, labels = _pack_index(tokens.article_id)
    manifest = {
        "format": FORMAT,
        "schema": SCHEMA,
        "options": _pack_options(tokens.options),
        "article_id": index,
        "versions": {"theme-toolkit": version("theme-toolkit")},
    }
    parts: dict[str, bytes | NDArray[Any]] = {
        name: np.asarray(getattr(tokens, name), dtype=dtype) for name, dtype in ARRAYS.items()
    }
    parts |= pack_strings("terms", tokens.terms) | _pack_texts(tokens.texts)
    return write_sealed(path, manifest, parts | labels)


def load_tokens(path: str | os.PathLike[str]) -> Tokens:
    """Read a file written by `save_tokens`, verifying its checksums.

    Parameters
    ----------
    path : path-like
        The file.

    Returns
    -------
    Tokens
        The same terms, positions, texts, article ids and options.

    Raises
    ------
    InputError
        If the file does not exist.
    IntegrityError
        If the file is damaged, was not written by `save_tokens`, or needs a newer version of the
        toolkit.
    """
    with open_sealed("load_tokens", path, kind=FORMAT, schema=SCHEMA) as sealed:
        if sealed.manifest["schema"] < SCHEMA:
            raise sealed.damaged("an earlier version of the toolkit wrote it: tokenize again")
        arrays = {name: sealed.array(name, dtype) for name, dtype in ARRAYS.items()}
        terms = read_strings(sealed, "terms").to_pylist()
        texts = read_strings(sealed, "texts")
        _check(sealed, arrays, terms, texts)
        article_id = _index(sealed, len(texts))
        options = _options(sealed)
    for array in arrays.values():
        array.flags.writeable = False
    return Tokens(
        terms=terms,
        texts=ArrowTexts(texts),
        article_id=article_id,
        options=options,
        retokenize=tokenize_again,
        **arrays,
    )


def _pack_texts(texts: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Return texts as one run of bytes, which lies on disk if it is large."""
    is_whole = isinstance(texts, ArrowTexts) and len(texts.chunks) == 1
    if is_whole or not isinstance(texts, (ArrowTexts, ChosenTexts)):
        return pack_strings("texts", texts)
    data, sizes = GrowingArray(np.uint8), [np.empty(0, dtype=np.int64)]
    for part in utf8_parts(texts):
        data.append(part.data[part.offsets[0] : part.offsets[-1]])
        sizes.append(np.diff(part.offsets))
    ends = np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)
    return {"texts": data.finish(), "texts_at": ends}


def _pack_index(index: pd.Index) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    import pandas as pd

    name = index.name
    has_name = name is None or isinstance(name, str)
    if isinstance(index, pd.RangeIndex) and has_name:
        kept = [index.start, index.stop, index.step]
        return {"kind": "range", "name": name, "range": kept}, {}
    if pd.api.types.is_integer_dtype(index.dtype) and has_name and not index.hasnans:
        numbers = index.to_numpy()
        if numbers.dtype.kind == "i" or not len(numbers) or numbers.max() <= np.iinfo(np.int64).max:
            facts = {"kind": "numbers", "name": name, "dtype": str(index.dtype)}
            return facts, {"article_id": numbers.astype(np.int64)}
    if has_name and all(isinstance(label, str) for label in index):
        facts = {"kind": "strings", "name": name, "dtype": str(index.dtype)}
        return facts, pack_strings("article_id", index.tolist())
    message = (
        "save_tokens: article_id must hold integers or strings; got an index of "
        f"{index.dtype} named {name!r}. Set it before tokenizing: "
        "articles.set_index('article_id')['text']"
    )
    raise InputError(message)


def _index(sealed: Sealed, n_texts: int) -> pd.Index:
    import pandas as pd

    facts: Any = sealed.manifest.get("article_id")
    index: pd.Index
    with as_damage(lambda _: sealed.damaged("its article ids cannot be read")):
        kind, name = facts["kind"], facts["name"]
        if kind == "range":
            start, stop, step = map(int, facts["range"])
            index = pd.RangeIndex(start, stop, step, name=name)
        elif kind == "numbers":
            numbers = sealed.array("article_id", np.int64)
            index = pd.Index(numbers, dtype=_index_type(facts), name=name)
        else:
            labels = read_strings(sealed, "article_id").to_pylist()
            index = pd.Index(labels, dtype=_index_type(facts), name=name)
    if len(index) != n_texts:
        raise sealed.damaged(f"it holds {len(index)} article ids for {n_texts} texts")
    return index


def _index_type(facts: Any) -> str:
    known = {"object", "str", "string"} | {f"{u}int{n}" for u in ("", "u") for n in (8, 16, 32, 64)}
    known |= {name.capitalize() for name in known if "int" in name}
    dtype: str = facts["dtype"]
    if dtype not in known:
        message = f"unknown type {dtype!r}"
        raise ValueError(message)
    return dtype


def _pack_options(options: Any) -> dict[str, Any]:
    aliases = [[a.canonical, a.variant, a.case_sensitive] for a in options.get("aliases") or ()]
    kept = {name: options[name] for name in options if name not in {"aliases", "stop_words"}}
    return {**kept, "aliases": aliases, "stop_words": sorted(options.get("stop_words") or ())}


def _options(sealed: Sealed) -> dict[str, Any]:
    wanted: dict[str, type | tuple[type, ...]] = {
        "aliases": list, "phrases": (list, bool, type(None)), "stop_words": list,
        "lemmas": (str, type(None)), "lower": bool, "min_length": int, "tokenizer": str,
        "language": str, "fold_spelling": bool, "packages": dict,
    }  # fmt: skip
    options = sealed.manifest.get("options")
    if not isinstance(options, dict) or not {"aliases", "stop_words"} <= set(options) <= set(
        wanted
    ):
        raise sealed.damaged("its options are not those of tokenize")
    for name, value in options.items():
        if not isinstance(value, wanted[name]):
            raise sealed.damaged(f"its option {name!r} is not of the right type")
    if options.get("fold_spelling") and options.get("language") not in SPELLINGS:
        raise sealed.damaged("it folds the spellings of a language without a table")
    with as_damage(lambda _: sealed.damaged("its aliases cannot be read")):
        aliases = tuple(Alias(str(a), str(b), bool(c)) for a, b, c in options["aliases"])
        stops = frozenset(map(str, options["stop_words"]))
    if isinstance(options.get("phrases"), list):
        options["phrases"] = tuple(map(str, options["phrases"]))
    return {**options, "aliases": aliases, "stop_words": stops}


def _check(sealed: Sealed, arrays: dict[str, NDArray[Any]], terms: list[str], texts: Any) -> None:
    """Check all invariants of `Tokens`: valid checksums do not mean that the content is."""
    ids, offsets = arrays["ids"], arrays["offsets"]
    n_tokens, n_texts, n_terms = len(ids), len(texts), len(terms)
    lengths = {len(arrays[name]) for name in ("starts", "ends", "gaps")}
    fits = lengths == {n_tokens} and len(offsets) == n_texts + 1 and len(arrays["kinds"]) == n_terms
    fits = (
        fits and offsets[0] == 0 and offsets[-1] == n_tokens and bool((np.diff(offsets) >= 0).all())
    )
    if not fits:
        raise sealed.damaged("its arrays have inconsistent lengths")
    are_spans = all(_fits(block, arrays, texts, n_terms) for block in text_blocks(offsets))
    if not (are_spans and (arrays["kinds"] < len(KINDS)).all()):
        raise sealed.damaged("its tokens are not spans of its texts")
    if any(one >= other for one, other in pairwise(terms)):
        raise sealed.damaged("its terms are not in alphabetical order")


def _fits(block: TextBlock, arrays: dict[str, NDArray[Any]], texts: Any, n_terms: int) -> bool:
    """Return whether the tokens of a block are spans of its texts, and of known terms."""
    ids, starts, ends, gaps = (arrays[name][block.tokens] for name in TOKEN_ARRAYS)
    first, n = block.texts.start, block.texts.stop - block.texts.start
    sizes = pc.utf8_length(texts.slice(first, n)).to_numpy(zero_copy_only=False)
    longest = np.repeat(sizes, np.diff(arrays["offsets"][first : first + n + 1]))
    are_spans = (starts >= 0) & (starts <= ends) & (ends <= longest)
    are_known = (ids >= 0) & (ids < n_terms) & (gaps <= GAP_BREAK)
    release_pages(*(arrays[name] for name in TOKEN_ARRAYS))
    return bool((are_spans & are_known).all())
