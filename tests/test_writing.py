"""Files are written whole or not at all."""

from __future__ import annotations

import hashlib

import pytest

from toolkit._core.atomic import atomic_path, sha256_of, write_bytes, write_text


def test_the_old_file_survives_a_failure_and_nothing_is_left_beside_it(tmp_path):
    target = tmp_path / "table.csv"
    write_text(target, "old")

    def fail(path):
        path.write_text("half of the n")
        message = "the disk is full"
        raise OSError(message)

    with pytest.raises(OSError, match="the disk is full"), atomic_path(target) as temporary:
        fail(temporary)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_missing_folders_are_made_and_line_feeds_kept(tmp_path):
    path = write_text(tmp_path / "a" / "b.txt", "one\ntwo\n")
    assert path.read_bytes() == b"one\ntwo\n"


def test_the_hash_is_sha256(tmp_path):
    path = write_bytes(tmp_path / "x", b"news")
    assert sha256_of(path) == hashlib.sha256(b"news").hexdigest()
