"""Saved tokens come back as they were; damaged, foreign or hostile files never get in."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zipfile
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit._core.sealed import open_sealed, write_sealed
from toolkit.errors import InputError, IntegrityError
from toolkit.tokenizing.storage import FORMAT, SCHEMA

N_MUTATIONS = int(os.environ.get("TOOLKIT_FUZZ", "100000")) // 100
TEXTS = ["U.S. and US forces", "", "The ISIL-held city’s peace talks", "Мир и мир", "سلام"]
ALIASES = {"Daesh": {"variants": ["ISIL"], "case_sensitive": ["IS"]}}
ARRAYS = ("ids", "offsets", "starts", "ends", "gaps", "kinds")


@pytest.fixture
def saved(tmp_path):
    tokens = tt.tokenize(TEXTS, aliases=ALIASES, phrases=["peace talks"])
    return tt.save_tokens(tokens, tmp_path / "a.tokens")


def same(one, other):
    arrays = all(np.array_equal(getattr(one, n), getattr(other, n)) for n in ARRAYS)
    types = all(getattr(one, n).dtype == getattr(other, n).dtype for n in ARRAYS)
    rest = one.terms == other.terms and list(one.texts) == list(other.texts)
    rest = rest and one.article_id.equals(other.article_id)
    kept = (one.article_id.name, one.article_id.dtype) == (
        other.article_id.name,
        other.article_id.dtype,
    )
    return arrays and types and rest and kept and dict(one.options) == dict(other.options)


texts = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts,
    st.sampled_from([None, "news", ["the", "Ünd"]]),
    st.sampled_from([None, True, ["peace talks"]]),
    st.sampled_from([None, ALIASES]),
    st.booleans(),
)
def test_tokens_come_back_as_they_were(tmp_path, texts, stop_words, phrases, aliases, lower):
    tokens = tt.tokenize(
        texts, stop_words=stop_words, phrases=phrases, aliases=aliases, lower=lower
    )
    again = tt.load_tokens(tt.save_tokens(tokens, tmp_path / "a.tokens"))
    assert same(tokens, again)
    assert list(again) == list(tokens)
    assert same(again.plain(), tokens.plain())
    assert (tt.count_terms(again).counts != tt.count_terms(tokens).counts).nnz == 0


@pytest.mark.parametrize(
    "index",
    [
        pd.Index(["a", "b", "b", "ü", ""], name="article_id"),
        pd.Index(["a", "b", "b", "ü", ""], dtype=object),
        pd.Index([5, -1, 5, 0, 2**62], name="n"),
        pd.Index([5, 1, 5, 0, 3], dtype="int8"),
        pd.RangeIndex(10, 0, -2, name="k"),
    ],
)
def test_article_ids_come_back_with_their_type_and_name(tmp_path, index):
    tokens = tt.tokenize(pd.Series(TEXTS, index=index))
    assert same(tokens, tt.load_tokens(tt.save_tokens(tokens, tmp_path / "a.tokens")))


def test_a_slice_is_saved_without_the_rest(tmp_path):
    tokens = tt.tokenize(pd.Series([*TEXTS, "talks " * 20_000]))
    part = tokens[1:3]
    file = tt.save_tokens(part, tmp_path / "a.tokens")
    assert same(part, tt.load_tokens(file))
    assert file.stat().st_size < 10_000


def test_the_same_tokens_give_the_same_bytes(saved, tmp_path):
    again = tt.save_tokens(tt.load_tokens(saved), tmp_path / "b.tokens")
    assert again.read_bytes() == saved.read_bytes()


def test_any_tool_reads_the_file(saved):
    with zipfile.ZipFile(saved) as archive, archive.open("ids.npy") as stream:
        assert np.load(stream, allow_pickle=False).dtype == np.int32


def test_a_failed_save_leaves_the_old_file(saved, monkeypatch):
    before = saved.read_bytes()

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("toolkit._core.drafts.sync", fail)
    with pytest.raises(OSError, match="the disk is full"):
        tt.save_tokens(tt.tokenize(["other"]), saved)
    assert saved.read_bytes() == before
    assert [file.name for file in saved.parent.iterdir()] == [saved.name]


def test_no_mutated_file_gets_in(saved, tmp_path):
    whole, rng, file = saved.read_bytes(), np.random.default_rng(2018), tmp_path / "m.tokens"
    n_harmless = 0
    for _ in range(N_MUTATIONS):
        changed = bytearray(whole)
        kind = rng.integers(4)
        at = int(rng.integers(len(whole)))
        if kind == 0:
            changed[at] ^= 1 << int(rng.integers(8))
        elif kind == 1:
            del changed[at:]
        elif kind == 2:
            changed[at:at] = rng.bytes(int(rng.integers(1, 9)))
        else:
            end = at + int(rng.integers(1, 64))
            changed[at:end] = rng.bytes(len(changed[at:end]))
        file.write_bytes(changed)
        with suppress(IntegrityError):
            # what gets in differs in bits that no reader looks at, such as a date of the zip
            assert same(tt.load_tokens(file), tt.load_tokens(saved))
            n_harmless += 1
    assert n_harmless < N_MUTATIONS / 2


def remade(saved, change_manifest=None, **changed):
    """Return the path of a file whose checksums fit, with other content."""
    with open_sealed("test", saved, kind=FORMAT, schema=SCHEMA) as sealed:
        manifest = sealed.manifest
        parts = {
            name.removesuffix(".npy"): np.load(sealed.archive.open(name))
            for name in manifest.pop("parts")
        }
    parts.update(changed)
    manifest.update(change_manifest or {})
    kept = {name: part for name, part in parts.items() if part is not None}
    return write_sealed(saved.with_suffix(".made"), manifest, kept)


FAR = np.array([99, *range(7)], dtype=np.int32)


@pytest.mark.parametrize(
    ("manifest", "parts", "message"),
    [
        ({"format": "other"}, {}, "not a file of the kind 'theme-toolkit tokens'"),
        ({"schema": "1"}, {}, "unknown schema '1'"),
        ({"schema": 9}, {}, "written by a newer version of the toolkit \\(schema 9"),
        ({"options": {}}, {}, "its options are not those of tokenize"),
        ({"options": None}, {}, "its options are not those of tokenize"),
        ({"article_id": {"kind": "range"}}, {}, "its article ids cannot be read"),
        (
            {"article_id": {"kind": "range", "name": None, "range": [0, 9, 1]}},
            {},
            "it holds 9 article ids for 5 texts",
        ),
        ({}, {"ids": None}, "the part 'ids.npy' is missing"),
        ({}, {"ids": np.arange(3)}, "ids is not an array of the type and length"),
        ({}, {"ids": FAR[:3]}, "its arrays have inconsistent lengths"),
        ({}, {"offsets": np.array([0, 9, 3, 5, 7, 8])}, "its arrays have inconsistent lengths"),
        ({}, {"texts_at": np.array([0, 5])}, "the offsets of its texts are inconsistent"),
        ({}, {"texts": np.full(72, 255, np.uint8)}, "its texts are not strings in UTF-8"),
    ],
)
def test_a_made_up_file_is_refused_with_the_reason(saved, manifest, parts, message):
    if "texts" in parts:
        size = tt.load_tokens(saved).texts.array.buffers()[2].size
        parts = {"texts": np.full(size, 255, np.uint8)}
    with pytest.raises(IntegrityError, match=message):
        tt.load_tokens(remade(saved, manifest, **parts))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("ids", 99, "its tokens are not spans of its texts"),
        ("ids", -1, "its tokens are not spans of its texts"),
        ("ends", 10_000, "its tokens are not spans of its texts"),
        ("starts", -1, "its tokens are not spans of its texts"),
        ("gaps", 3, "its tokens are not spans of its texts"),
        ("kinds", 9, "its tokens are not spans of its texts"),
    ],
)
def test_numbers_that_point_elsewhere_are_refused(saved, name, value, message):
    array = getattr(tt.load_tokens(saved), name).copy()
    array[0] = value
    with pytest.raises(IntegrityError, match=message):
        tt.load_tokens(remade(saved, **{name: array}))


def test_terms_out_of_order_are_refused(saved):
    with open_sealed("test", saved, kind=FORMAT, schema=SCHEMA) as sealed:
        terms = sealed.array("terms", np.uint8).copy()
    terms[:2] = 122
    with pytest.raises(IntegrityError, match="its terms are not in alphabetical order"):
        tt.load_tokens(remade(saved, terms=terms))


def test_options_of_another_type_are_refused(saved):
    options = json.loads(zipfile.ZipFile(saved).read("manifest.json"))["options"]
    for name, value in (("lower", "yes"), ("aliases", [["a"]]), ("min_length", None)):
        with pytest.raises(IntegrityError, match=f"{name}|aliases cannot be read"):
            tt.load_tokens(remade(saved, {"options": {**options, name: value}}))


def test_a_compressed_file_is_refused_before_it_is_unpacked(saved, tmp_path):
    bomb = tmp_path / "bomb.tokens"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * 10_000_000)
    with pytest.raises(IntegrityError, match=r"'manifest\.json' is compressed, which none may be"):
        tt.load_tokens(bomb)


def test_a_file_that_claims_to_be_larger_than_it_is_is_refused(saved, tmp_path):
    content = bytearray(saved.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<II", content, at + 20, 2**31, 2**31)
    file = tmp_path / "large.tokens"
    file.write_bytes(content)
    with pytest.raises(IntegrityError, match="its parts claim to be larger than the file"):
        tt.load_tokens(file)


def test_a_manifest_whose_seal_is_broken_is_refused(saved, tmp_path):
    file = tmp_path / "b.tokens"
    file.write_bytes(saved.read_bytes()[:-1] + b"!")
    with pytest.raises(IntegrityError, match="the manifest does not match its checksum"):
        tt.load_tokens(file)


def test_messages_say_what_is_wrong(saved, tmp_path):
    with pytest.raises(InputError, match=r"load_tokens: there is no file .*Check the spelling"):
        tt.load_tokens(tmp_path / "none.tokens")
    (tmp_path / "text.tokens").write_text("peace")
    with pytest.raises(IntegrityError, match="not a file of the toolkit, or cut short"):
        tt.load_tokens(tmp_path / "text.tokens")
    with pytest.raises(
        InputError, match="save_tokens: tokens must be the result of tokenize; got 'peace'"
    ):
        tt.save_tokens("peace", tmp_path / "x.tokens")
    dated = tt.tokenize(pd.Series(["a"], index=pd.DatetimeIndex(["2018-10-22"])))
    with pytest.raises(InputError, match="article_id must hold integers or strings; got an"):
        tt.save_tokens(dated, tmp_path / "x.tokens")


def test_the_seal_is_that_of_the_manifest(saved):
    with zipfile.ZipFile(saved) as archive:
        manifest = archive.read("manifest.json")
        assert hashlib.sha256(manifest).hexdigest().encode() == archive.comment


@given(st.data())
def test_chosen_texts_are_those_of_a_list(data):
    tokens = tt.tokenize(pd.Series(TEXTS, index=list("abcde")))
    every = list(tokens)
    key = data.draw(
        st.one_of(
            st.slices(5),
            st.lists(st.integers(-5, 4), max_size=8),
            st.lists(st.booleans(), min_size=5, max_size=5),
        )
    )
    part = tokens[key]
    places = (
        np.arange(5)[np.array(key, dtype=None if key else int)]
        if isinstance(key, list)
        else np.arange(5)[key]
    )
    assert list(part) == [every[k] for k in places]
    assert list(part.texts) == [TEXTS[k] for k in places]
    assert part.article_id.tolist() == [list("abcde")[k] for k in places]
    assert [part.surface(k) for k in range(part.n_tokens)] == [
        tokens.texts[text][a:b] for text in places for a, b in tokens.spans(text)
    ]


def test_a_file_that_another_writer_replaces_meanwhile_is_read_whole(tmp_path):
    """The size was asked of the name, not of the open file: 3 of 235 were called damaged."""
    import threading

    stores = [tt.tokenize(["talks " * n], progress=False) for n in (3, 3000)]
    path, done = tmp_path / "a.tokens", threading.Event()
    tt.save_tokens(stores[0], path)

    def replace():
        while not done.is_set():
            for one in stores:
                tt.save_tokens(one, path)

    writer = threading.Thread(target=replace)
    writer.start()
    try:
        seen = {len(tt.load_tokens(path).ids) for _ in range(60)}
    finally:
        done.set()
        writer.join()
    assert seen <= {3, 3000}
