"""Saved models come back as they were; damaged, foreign or hostile files never get in."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest

from toolkit.errors import InputError, IntegrityError
from toolkit.models.lda import LDA
from toolkit.models.nmf import NMF
from toolkit.models.storage import (
    describe_model,
    load_model,
    save_model,
)
from toolkit.tokenizing import tokenize
from toolkit.topics import doc_topics, topic_terms
from toolkit.vectorizing import count_terms
from toolkit.vectorizing.digest import matrix_hash

N_MUTATIONS = int(os.environ.get("TOOLKIT_FUZZ", "100000"))


@pytest.fixture(scope="module")
def dtm():
    texts = ["ceasefire troops siege", "talks envoy summit", "accounts video posts"] * 8
    return count_terms(tokenize(texts))


@pytest.fixture(scope="module", params=["lda", "nmf"])
def model(request, dtm):
    if request.param == "nmf":
        return NMF(n_topics=3, random_state=1).fit(dtm)
    return LDA(n_topics=3, random_state=1, seed_terms={"talks": ["talks", "envoy"]}).fit(dtm)


@pytest.fixture(scope="module")
def saved(model, tmp_path_factory) -> Path:
    return save_model(model, tmp_path_factory.mktemp("models") / "a.model", made_by={"n": 24})


def test_a_model_comes_back_as_it_was(model, saved, dtm):
    again = load_model(saved)
    assert type(again) is type(model)
    assert again.components_.tobytes() == np.ascontiguousarray(model.components_).tobytes()
    assert doc_topics(again, dtm).equals(doc_topics(model, dtm))
    assert topic_terms(again).equals(topic_terms(model))
    assert again.complete_ is model.complete_
    assert again.get_params()["n_topics"] == 3
    if isinstance(model, LDA):
        assert again.log_likelihood_.tolist() == model.log_likelihood_.tolist()
        assert again.bound_.tolist() == model.bound_.tolist()


def test_a_model_of_short_texts_comes_back_and_says_how_it_was_learned(dtm, tmp_path):
    model = LDA(n_topics=3, engine="gibbs", random_state=0, max_epochs=10).fit(dtm)
    again = load_model(save_model(model, tmp_path / "a.model"))
    assert again.engine_ == "gibbs"
    assert again.components_.tobytes() == model.components_.tobytes()
    assert (again.transform(dtm) == model.transform(dtm)).all()
    with pytest.raises(InputError, match=r"or was read from a model file\. Fit without resume"):
        again.fit(dtm, resume=True)


def test_the_same_model_gives_the_same_bytes(model, saved, tmp_path):
    again = save_model(model, tmp_path / "b.model", made_by={"n": 24})
    assert again.read_bytes() == saved.read_bytes()


def test_a_model_without_a_seed_is_saved_too(dtm, tmp_path):
    for model in (NMF(n_topics=2, random_state=None), LDA(n_topics=2, random_state=None)):
        again = load_model(save_model(model.fit(dtm), tmp_path / "a.model"))
        assert again.random_state is None


def test_a_file_says_what_it_holds(saved, model):
    facts = describe_model(saved)
    assert facts["class"] == type(model).__name__
    assert facts["made_by"] == {"n": 24}
    assert facts["parameters"]["n_topics"] == 3


def test_a_file_knows_its_vocabulary_and_the_matrix_it_was_fitted_on(model, dtm, tmp_path):
    facts = describe_model(save_model(model, tmp_path / "a.model", dtm=dtm))
    assert facts["corpus"] == {
        "sha256": matrix_hash(dtm),
        "n_articles": 24,
        "n_tokens": int(dtm.counts.sum()),
    }
    assert facts["vocabulary"]["n_terms"] == len(dtm.terms)
    without = describe_model(save_model(model, tmp_path / "b.model"))
    assert without["corpus"] == {}
    assert without["vocabulary"] == facts["vocabulary"]
    other = count_terms(tokenize(["ceasefire talks"]))
    with pytest.raises(InputError, match="save_model: dtm has 2 terms that are not the model's 9"):
        save_model(model, tmp_path / "c.model", dtm=other)


def test_the_size_is_what_the_docstring_says(model, saved):
    numbers = model.components_.nbytes
    assert numbers < saved.stat().st_size < numbers + 6000


def test_only_fitted_models_of_the_toolkit_are_saved(tmp_path, dtm):
    with pytest.raises(InputError, match="this LDA is not fitted"):
        save_model(LDA(n_topics=2), tmp_path / "x")
    with pytest.raises(InputError, match="only LDA"):
        save_model(LDA(n_topics=6, engine="sklearn").fit(dtm), tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def rewritten(path: Path, change, *, checksum: bool = True) -> bytes:
    """Return the file with changed members, checksums made to fit again."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    manifest = json.loads(members["manifest.json"])
    for name in manifest.get("parts", {}):
        if name in members:
            manifest["parts"][name]["sha256"] = hashlib.sha256(members[name]).hexdigest()
    members["manifest.json"] = json.dumps(manifest).encode()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        digest = hashlib.sha256(members["manifest.json"]).hexdigest()
        archive.comment = digest.encode() if checksum else b""
    return held.getvalue()


def with_manifest(**changes):
    def change(members):
        manifest = json.loads(members["manifest.json"])
        manifest.update(changes)
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def with_learned(**changes):
    def change(members):
        manifest = json.loads(members["manifest.json"])
        manifest["learned"].update(changes)
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def numbers_of(members) -> str:
    return "counts.npy" if "counts.npy" in members else "components.npy"


def object_array(members):
    held = io.BytesIO()
    np.save(held, np.array([{"x": 1}], dtype=object), allow_pickle=True)
    members[numbers_of(members)] = held.getvalue()


def long_array(members):
    header = io.BytesIO()
    facts = {"descr": "<f8", "fortran_order": False, "shape": (10**9, 10**9)}
    np.lib.format.write_array_header_1_0(header, facts)
    members[numbers_of(members)] = header.getvalue()


def fortran_array(members):
    held = io.BytesIO()
    numbers = np.load(io.BytesIO(members[numbers_of(members)]))
    np.save(held, np.asfortranarray(numbers))
    members[numbers_of(members)] = held.getvalue()


def another_part(members):
    members["extra"] = b"x"
    manifest = json.loads(members["manifest.json"])
    manifest["parts"]["extra"] = {}
    members["manifest.json"] = json.dumps(manifest).encode()


def not_a_number(members):
    held = io.BytesIO()
    np.save(held, np.full(3, np.nan))
    members["prior.npy"] = held.getvalue()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (with_manifest(schema=2), "was written by a newer version of the toolkit (schema 2"),
        (with_manifest(schema="1"), "unknown schema '1'"),
        (with_manifest(format="other"), "not a file of the kind 'theme-toolkit model'"),
        (with_manifest(**{"class": "Popen"}), "unknown class 'Popen'"),
        (with_manifest(parameters=[]), "the manifest lacks 'parameters'"),
        (with_manifest(parameters={"n_topics": 3, "colour": 1}), "does not fit its class"),
        (
            lambda members: members.pop("terms.json"),
            "not hold the parts that its manifest names",
        ),
        (
            lambda members: members.update(extra=b"x"),
            "not hold the parts that its manifest names",
        ),
        (another_part, "it holds 'extra', which no"),
        (object_array, "is not an array of the type and length that it should be"),
        (long_array, "is not an array of the type and length that it should be"),
        (fortran_array, "is not an array of the type and length that it should be"),
        (with_manifest(parameters={"n_topics": "3"}), "does not fit its class"),
        (with_learned(n_features_in_=7), "it says 7 terms and holds 9"),
        (not_a_number, "prior holds numbers that no model has"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(saved, tmp_path, change, message):
    path = tmp_path / "changed.model"
    path.write_bytes(rewritten(saved, change))
    with pytest.raises(IntegrityError) as error:
        load_model(path)
    assert message in str(error.value)


def test_a_file_without_vocabulary_is_not_described(saved, tmp_path):
    def without_terms(members):
        members.pop("terms.json")
        manifest = json.loads(members["manifest.json"])
        del manifest["parts"]["terms.json"]
        members["manifest.json"] = json.dumps(manifest).encode()

    path = tmp_path / "changed.model"
    path.write_bytes(rewritten(saved, without_terms))
    for read in (describe_model, load_model):
        with pytest.raises(IntegrityError, match=r"the part 'terms\.json' is missing"):
            read(path)


def test_a_vocabulary_that_is_no_list_is_not_described(saved, tmp_path):
    path = tmp_path / "changed.model"
    path.write_bytes(rewritten(saved, lambda members: members.update({"terms.json": b"7"})))
    with pytest.raises(IntegrityError, match="it holds no vocabulary"):
        describe_model(path)
    with pytest.raises(IntegrityError, match="a part does not fit its class"):
        load_model(path)


def test_a_compressed_member_is_refused_before_it_grows(tmp_path):
    path = tmp_path / "bomb.model"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", "0" * 50_000_000)
    with pytest.raises(IntegrityError, match=r"'manifest\.json' is compressed, which none may be"):
        load_model(path)


def test_missing_files_and_other_files_are_named(tmp_path):
    with pytest.raises(InputError, match=r"load_model: there is no file '.*no\.model'"):
        load_model(tmp_path / "no.model")
    (tmp_path / "x.npz").write_bytes(b"\x80\x04K\x01.")
    with pytest.raises(IntegrityError, match=r"x\.npz: not a file of the toolkit"):
        load_model(tmp_path / "x.npz")


def bytes_of(model) -> list[object]:
    """Return everything that a model file holds, as a loaded model shows it."""
    parameters = {name: repr(value) for name, value in model.get_params().items()}
    return [parameters, model.terms_.tolist(), model.components_.tobytes(), model.complete_]


def test_every_flipped_bit_is_noticed_or_changes_nothing(saved, tmp_path):
    content, path = saved.read_bytes(), tmp_path / "flipped.model"
    model, facts = bytes_of(load_model(saved)), describe_model(saved)
    rng = np.random.default_rng(0)
    for position in rng.integers(len(content) * 8, size=1500).tolist():
        flipped = bytearray(content)
        flipped[position // 8] ^= 1 << position % 8
        path.write_bytes(flipped)
        try:
            found = bytes_of(load_model(path))
        except IntegrityError:
            continue
        assert (found, describe_model(path)) == (model, facts)


@pytest.mark.slow
def test_mutated_files_raise_nothing_but_our_errors(dtm, tmp_path):
    model, path = LDA(n_topics=2, random_state=0).fit(dtm), tmp_path / "mutated"
    content = save_model(model, tmp_path / "m").read_bytes()
    rng = np.random.default_rng(1)
    for _ in range(N_MUTATIONS):
        path.write_bytes(_mutate(bytearray(content), rng))
        with contextlib.suppress(IntegrityError):
            load_model(path)


@pytest.mark.slow
def test_mutated_parts_whose_checksums_fit_raise_nothing_but_our_errors(model, dtm, tmp_path):
    """What a malicious writer can do: the parts are damaged first and then sealed."""
    saved = save_model(model, tmp_path / "m")
    path, rng, n_loaded = tmp_path / "mutated", np.random.default_rng(2), 0
    names = [*zipfile.ZipFile(saved).namelist(), *["manifest.json"] * 3]
    for _ in range(N_MUTATIONS // 50):
        name = names[int(rng.integers(len(names)))]

        def change(members, name=name):
            members[name] = _mutate(bytearray(members[name]), rng)
            members["manifest.json"].decode("utf-8")  # else there is nothing to seal

        try:
            content = rewritten(saved, change)
        except (ValueError, AttributeError, TypeError, KeyError, RecursionError):
            continue
        path.write_bytes(content)
        with contextlib.suppress(IntegrityError):
            again = load_model(path)
            n_loaded += 1
            with warnings.catch_warnings(), contextlib.suppress(InputError):
                warnings.simplefilter("ignore")
                again.transform(np.ones((1, len(again.terms_))))
    assert n_loaded > 0


def _mutate(content: bytearray, rng: np.random.Generator) -> bytes:
    kind, at, size = rng.integers(5), int(rng.integers(len(content))), int(rng.integers(1, 40))
    if kind == 0:
        content[at] ^= int(rng.integers(1, 256))
    elif kind == 1:
        del content[at : at + size]
    elif kind == 2:
        content[at:at] = rng.bytes(size)
    elif kind == 3:
        content[at : at + size] = rng.bytes(size)
    else:
        content = content[:at]
    return bytes(content)


GOLDEN = Path(__file__).parent / "data" / "model-schema-1.model"


def test_a_model_of_an_earlier_version_still_loads(dtm):
    model = load_model(GOLDEN)
    assert model.n_topics == 2
    assert model.terms_.tolist() == ["ceasefire", "envoy", "siege", "talks"]
    shares = model.transform(np.array([[5, 0, 4, 0], [0, 6, 0, 5]]))
    assert shares.argmax(axis=1).tolist() in ([0, 1], [1, 0])
    assert len(model.log_likelihood_) + len(model.bound_) == model.n_epochs_
