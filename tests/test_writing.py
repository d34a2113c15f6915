"""Files are written whole or not at all, alone, together and as a folder."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

import toolkit as tt
from toolkit._core import drafts, together
from toolkit._core.atomic import atomic_path, sha256_of, write_bytes, write_text
from toolkit._core.staged_folder import FILES, listed_files, whole_folder
from toolkit._core.together import INCOMPLETE, recover, write_together
from toolkit._core.write_errors import writing_error
from toolkit.errors import ToolkitError, WritingError

unix = pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of Unix")
N_KILLS = int(os.environ.get("TOOLKIT_KILLS", "12"))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


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
    assert names(tmp_path) == ["table.csv"]


def test_missing_folders_are_made_and_line_feeds_kept(tmp_path):
    path = write_text(tmp_path / "a" / "b.txt", "one\ntwo\n")
    assert path.read_bytes() == b"one\ntwo\n"


def test_the_hash_is_sha256(tmp_path):
    path = write_bytes(tmp_path / "x", b"news")
    assert sha256_of(path) == hashlib.sha256(b"news").hexdigest()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, r"the disk is full \(2\.50 MB needed, [\d.,]+ MB free\)\. Free some space"),
        (errno.EDQUOT, r"your quota of disk space is used up \(2\.50 MB needed, .*Free some space"),
        (errno.EFBIG, r"the file is larger than the limit on files here\. Raise the limit"),
        (errno.EROFS, r"the disk is read-only\. Choose another folder"),
        (errno.EACCES, r"there is no permission to write there\. Choose a folder of your own"),
        (errno.EIO, r"the disk reports an error\. Check the disk"),
        (4242, r"Unknown error 4242\. Choose another place"),
    ],
)
def test_every_reason_not_to_write_is_one_sentence_with_the_file_and_a_way_out(
    tmp_path, code, words
):
    target = tmp_path / "figures" / "a.svg"
    error = OSError(code, os.strerror(code))
    found = writing_error(target, error, size=2_500_000)
    assert isinstance(found, OSError)
    assert isinstance(found, ToolkitError)
    assert found.errno == code
    with pytest.raises(WritingError, match=rf"^cannot write .*a\.svg: {words}"):
        raise found


def test_a_limit_on_files_names_the_file(tmp_path):
    resource = pytest.importorskip("resource")
    code = f"""
        import resource
        from toolkit._core.atomic import write_bytes
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, {resource.RLIM_INFINITY}))
        write_bytes({str(tmp_path / "big.bin")!r}, bytes(5000))
    """
    done = python(code)
    assert "WritingError: cannot write" in done.stderr
    assert "big.bin: the file is larger than the limit on files here" in done.stderr
    assert names(tmp_path) == []


def python(code, **options):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True, text=True, timeout=300, check=False,
        cwd=Path(__file__).parents[1], **options,
    )  # fmt: skip


def test_a_name_that_is_too_long_a_folder_or_behind_a_file_is_refused_before_anything(tmp_path):
    with pytest.raises(WritingError, match=r"the name is too long\. Choose a shorter name"):
        write_text(tmp_path / ("n" * 300), "x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(WritingError, match="folder: a folder with that name is there"):
        write_text(tmp_path / "folder", "x")
    (tmp_path / "file").write_text("")
    with pytest.raises(WritingError, match="a part of the path is a file, not a folder"):
        write_text(tmp_path / "file" / "below", "x")
    with pytest.raises(WritingError, match="a name cannot contain the character NUL"):
        write_text(tmp_path / "a\0b", "x")
    assert names(tmp_path) == ["file", "folder"]


def test_the_longest_name_is_written(tmp_path):
    for name in ("n" * 255, "é" * 127, "a." + "s" * 253):
        assert write_text(tmp_path / name, "x").read_text() == "x"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs the users of Unix")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_folder_without_permission_says_so(tmp_path):
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut").chmod(0o500)
    tmp_path.chmod(0o755)
    if os.geteuid() == 0:  # root may write anywhere: try as somebody else in another process
        pid = os.fork()
        if pid == 0:
            for folder in tmp_path.parents:
                if folder.stat().st_uid == 0 and "pytest" in folder.name:
                    folder.chmod(0o755)
            os.setuid(65534)
            try:
                write_text(tmp_path / "shut" / "a", "x")
            except WritingError as error:
                os._exit(0 if "there is no permission to write there" in str(error) else 1)
            os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    else:
        with pytest.raises(WritingError, match="there is no permission to write there"):
            write_text(tmp_path / "shut" / "a", "x")


@unix
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "real").mkdir()
    real = write_text(tmp_path / "real" / "table.csv", "old")
    link = tmp_path / "table.csv"
    link.symlink_to(real)
    write_text(link, "new")
    write_together(tmp_path, {"table.csv": b"newer", "b.csv": b"b"})
    assert link.is_symlink()
    assert real.read_text() == "newer"
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "real" / "made")
    write_text(dangling, "x")
    assert dangling.is_symlink()
    assert names(tmp_path / "real") == ["made", "table.csv"]


@unix
def test_permissions_of_the_earlier_file_stay_and_a_new_one_follows_the_mask(tmp_path):
    secret = write_text(tmp_path / "key", "old")
    secret.chmod(0o600)
    write_text(secret, "new")
    assert secret.stat().st_mode & 0o777 == 0o600
    before = os.umask(0o027)
    try:
        assert write_text(tmp_path / "new", "x").stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(before)


@unix
def test_what_a_killed_process_left_is_swept_at_the_next_write_and_no_more(tmp_path):
    code = f"""
        import os, signal
        from toolkit._core.atomic import atomic_path
        with atomic_path({str(tmp_path / "a.csv")!r}) as draft:
            draft.write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)
    """
    python(code)
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".toolkit-")
    (tmp_path / ".toolkit-notes").write_text("a person's own")
    with atomic_path(tmp_path / "other.csv") as mine:
        write_text(tmp_path / "b.csv", "b")
        assert mine.exists()  # a draft in use is left alone
    assert names(tmp_path) == [".toolkit-notes", "b.csv", "other.csv"]


def test_drafts_of_a_living_process_are_left_alone_by_another(tmp_path):
    with atomic_path(tmp_path / "a.csv") as draft:
        draft.write_text("a")
        code = f"from toolkit._core.atomic import write_text; write_text({str(tmp_path)!r}+'/b','')"
        assert python(code).returncode == 0
        assert draft.exists()
    assert names(tmp_path) == ["a.csv", "b"]


@pytest.mark.skipif(sys.platform == "win32", reason="drafts are not locked there")
def test_a_folder_of_drafts_that_another_process_swept_before_its_lock_is_made_anew(
    tmp_path, monkeypatch
):
    usual, swept = os.open, []

    def swept_first(path, *options):
        if not swept:
            swept.append(path)
            Path(path).rmdir()
        return usual(path, *options)

    monkeypatch.setattr(os, "open", swept_first)
    stage = drafts.open_stage(tmp_path)
    monkeypatch.undo()
    assert stage.is_dir()
    assert stage != swept[0]
    drafts.discard(stage)


def test_one_of_several_files_that_cannot_be_written_leaves_all_as_they_were(tmp_path):
    write_together(tmp_path, {"a.csv": b"old", "a.json": b"old"})
    (tmp_path / "a.png").mkdir()
    with pytest.raises(WritingError, match=r"a\.png: a folder with that name"):
        write_together(tmp_path, {"a.csv": b"new", "a.json": b"new", "a.png": b"new"})
    assert [(tmp_path / name).read_bytes() for name in ("a.csv", "a.json")] == [b"old", b"old"]
    assert names(tmp_path) == ["a.csv", "a.json", "a.png"]


def test_files_that_no_longer_belong_go_with_the_others(tmp_path):
    write_together(tmp_path, {"a.csv": b"1", "a.png": b"1"})
    write_together(tmp_path, {"a.png": b"2"}, remove=["a.csv"])
    assert names(tmp_path) == ["a.png"]


@unix
@pytest.mark.parametrize("step", ["first move", "second move", "removal"])
def test_moves_that_a_kill_cut_short_are_completed_by_the_next_reader(tmp_path, step):
    write_together(tmp_path, {"a.csv": b"old", "a.json": b"old", "a.txt": b"old"})
    place = {"first move": 0, "second move": 1, "removal": 2}[step]
    code = f"""
        import os, signal
        from pathlib import Path
        from toolkit._core import together
        real, unlink, calls = os.replace, Path.unlink, []
        def replace(a, b):
            if Path(b).name in ("a.csv", "a.json"):
                if len(calls) == {place}:
                    os.kill(os.getpid(), signal.SIGKILL)
                calls.append(b)
            real(a, b)
        def remove(path, *args, **options):
            if path.name == "a.txt":
                os.kill(os.getpid(), signal.SIGKILL)
            unlink(path, *args, **options)
        os.replace, Path.unlink = replace, remove
        together.write_together(
            Path({str(tmp_path)!r}), {{"a.csv": b"new", "a.json": b"new"}}, remove=["a.txt"])
    """
    python(code)
    assert (tmp_path / "a.txt").exists()
    recover(tmp_path)
    assert (tmp_path / "a.csv").read_bytes() == b"new" == (tmp_path / "a.json").read_bytes()
    assert names(tmp_path) == ["a.csv", "a.json"]


@pytest.mark.parametrize("moment", range(4))
def test_an_interrupt_between_two_moves_lets_the_others_be_made(tmp_path, monkeypatch, moment):
    write_together(tmp_path, {"a.csv": b"old", "b.csv": b"old", "c.csv": b"old"})
    replace, calls = os.replace, []

    def interrupted(one, other):
        calls.append(other)
        if len(calls) == moment:
            raise KeyboardInterrupt
        replace(one, other)

    monkeypatch.setattr(os, "replace", interrupted)
    contents = {"a.csv": b"new", "b.csv": b"new"}
    if moment == 0:
        write_together(tmp_path, contents, remove=["c.csv"])
    else:
        with pytest.raises(KeyboardInterrupt):
            write_together(tmp_path, contents, remove=["c.csv"])
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found in (contents, dict.fromkeys(["a.csv", "b.csv", "c.csv"], b"old"))


def test_an_interrupt_while_a_folder_is_replaced_lets_all_files_move(tmp_path, monkeypatch):
    out, place, calls = tmp_path / "report", together._place, []
    with whole_folder(out) as stage:
        for name in "abc":
            write_text(stage / name, "old")

    def interrupted(one, other):
        calls.append(other)
        if len(calls) == 2:
            raise KeyboardInterrupt
        place(one, other)

    def fill():
        with whole_folder(out) as stage:
            for name in "abc":
                write_text(stage / name, "new")
            monkeypatch.setattr(together, "_place", interrupted)

    with pytest.raises(KeyboardInterrupt):
        fill()
    assert names(out) == ["a", "b", "c", FILES]
    assert {(out / name).read_text() for name in "abc"} == {"new"}


def test_a_journal_that_points_elsewhere_is_not_followed(tmp_path):
    outside = write_text(tmp_path / "outside.txt", "mine")
    folder = tmp_path / "folder"
    folder.mkdir()
    draft = folder / drafts.draft_name(drafts.DRAFT)
    for steps in (
        {"move": [], "remove": ["../outside.txt"]},
        {"move": [], "remove": [str(outside)]},
        {"move": [["../outside.txt", "a"]], "remove": []},
        {"move": [[draft.name, "../outside.txt"]], "remove": []},
        {"move": [["kept.txt", "a"]], "remove": []},
        {"move": [], "remove": [], "stage": "../folder"},
        [],
        {"move": 3},
    ):
        draft.write_text("theirs")
        (folder / "kept.txt").write_text("kept")
        (folder / drafts.draft_name(drafts.JOURNAL)).write_text(json.dumps(steps))
        recover(folder)
        assert outside.read_text() == "mine"
        assert names(folder) == ["kept.txt"]


@unix
def test_pairs_are_of_one_run_after_any_kill(tmp_path):
    code = f"""
        from pathlib import Path
        from toolkit._core.together import write_together
        print("ready", flush=True)
        n = 0
        while True:
            n += 1
            content = (str(n) * 2000).encode()
            write_together(Path({str(tmp_path)!r}), {{"a.csv": content, "a.json": content}})
    """
    rng, n_recovered = random.Random(7), 0
    for _ in range(N_KILLS):
        job = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code)],
            stdout=subprocess.PIPE, cwd=Path(__file__).parents[1],
        )  # fmt: skip
        job.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.05))
        job.kill()
        job.wait()
        job.stdout.close()
        n_recovered += len(names(tmp_path)) > 2
        recover(tmp_path)
        found = names(tmp_path)
        assert found in ([], ["a.csv", "a.json"])
        if found:
            assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "a.json").read_bytes()
    assert n_recovered > 0


def test_two_writers_of_the_same_files_leave_those_of_one(tmp_path):
    def write(letter):
        for _ in range(20):
            content = letter * 3000
            write_together(tmp_path, {"a.csv": content, "a.json": content, "a.png": content})

    threads = [threading.Thread(target=write, args=(letter,)) for letter in (b"x", b"y", b"z")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(tmp_path) == ["a.csv", "a.json", "a.png"]
    assert len({(tmp_path / name).read_bytes() for name in names(tmp_path)}) == 1


def test_a_folder_is_filled_as_a_whole(tmp_path):
    out = tmp_path / "report"
    with whole_folder(out) as stage:
        write_text(stage / "index.html", "page")
        write_text(stage / "figures" / "a.svg", "a")
        assert not (out / "index.html").exists()
    assert names(out) == ["figures", FILES, "index.html"]
    facts = listed_files(out)
    assert list(facts) == ["figures/a.svg", "index.html"]
    assert facts["index.html"]["sha256"] == hashlib.sha256(b"page").hexdigest()


def test_a_failure_leaves_the_earlier_report_as_it_was_and_no_folder_that_was_not_there(tmp_path):
    out = tmp_path / "report"

    def fill(text, error=None):
        with whole_folder(out) as stage:
            write_text(stage / "index.html", text)
            if error:
                raise error

    with pytest.raises(KeyboardInterrupt):
        fill("new", KeyboardInterrupt())
    assert not out.exists()
    fill("old")
    with pytest.raises(ZeroDivisionError):
        fill("new", ZeroDivisionError())
    assert (out / "index.html").read_text() == "old"
    assert names(out) == [FILES, "index.html"]


def test_files_of_an_earlier_run_go_and_what_a_person_put_there_stays(tmp_path):
    out = tmp_path / "report"
    with whole_folder(out) as stage:
        for name in ("index.html", "old/topics.csv", "edited.csv"):
            write_text(stage / name, name)
    write_text(out / "notes.txt", "a person's own")
    write_text(out / "edited.csv", "changed by a person")
    with whole_folder(out) as stage:
        write_text(stage / "index.html", "new")
    assert names(out) == ["edited.csv", FILES, "index.html", "notes.txt"]


def test_a_full_disk_names_the_file_as_it_would_have_been(tmp_path, monkeypatch):
    out = tmp_path / "report"

    def fail(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    def fill():
        with whole_folder(out) as stage:
            write_text(stage / "data.csv", "12345")
            monkeypatch.setattr(drafts, "sync", fail)
            write_text(stage / "figures" / "a.svg", "a")

    with pytest.raises(WritingError) as caught:
        fill()
    assert f"{out / 'figures' / 'a.svg'}: the disk is full (" in str(caught.value)
    assert ".stage" not in str(caught.value)
    assert not out.exists()


@unix
def test_a_kill_while_a_folder_is_replaced_is_marked_and_completed(tmp_path):
    out = tmp_path / "report"
    with whole_folder(out) as stage:
        for name in ("a", "b", "c", "old"):
            write_text(stage / name, "old")
    code = f"""
        import os, signal
        from toolkit._core import together
        from toolkit._core.atomic import write_text
        from toolkit._core.staged_folder import whole_folder
        real = together._place
        def place(a, b):
            if b.name == "b":
                os.kill(os.getpid(), signal.SIGKILL)
            real(a, b)
        together._place = place
        with whole_folder({str(out)!r}) as stage:
            for name in "abc":
                write_text(stage / name, "new")
    """
    assert python(code).returncode == -signal.SIGKILL
    assert INCOMPLETE in names(out)
    assert "some are old" in (out / INCOMPLETE).read_text()
    recover(out)
    assert names(out) == ["a", "b", "c", FILES]
    assert {(out / name).read_text() for name in "abc"} == {"new"}
    assert list(listed_files(out)) == ["a", "b", "c"]


def test_a_list_of_files_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    outside = write_text(tmp_path / "outside", "mine")
    facts = {"sha256": sha256_of(outside), "bytes": 4}
    write_text(tmp_path / "out" / FILES, json.dumps({"files": {"../outside": facts}}))
    with whole_folder(tmp_path / "out") as stage:
        write_text(stage / "index.html", "page")
    assert outside.exists()


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    write_text(tmp_path / "report", "")
    refused = pytest.raises(WritingError, match="a part of the path is a file, not a folder")
    with refused, whole_folder(tmp_path / "report"):
        pass


@unix
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_pipe_or_device_is_never_replaced_by_a_file(tmp_path, kind):
    if kind == "pipe":
        os.mkfifo(tmp_path / "there.csv")
    else:
        (tmp_path / "there.csv").symlink_to(os.devnull)
    with pytest.raises(WritingError, match=r"a pipe, socket or device has that name\. Choose"):
        write_text(tmp_path / "there.csv", "x")
    with pytest.raises(WritingError, match="a pipe, socket or device has that name"):
        write_together(tmp_path, {"there.csv": b"x", "b.csv": b"x"})
    fills = pytest.raises(WritingError, match="a pipe, socket or device has that name")
    with fills, whole_folder(tmp_path) as stage:
        write_text(stage / "there.csv", "x")
    assert names(tmp_path) == ["there.csv"]
    assert not (tmp_path / "there.csv").is_file()


@pytest.mark.parametrize("path", ["", ".", "..", "/"])
def test_a_path_without_a_name_gets_no_suffix(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    table = pd.DataFrame({"n": [1]})
    for write in (
        lambda: tt.save_table(table, path),
        lambda: tt.to_report_table(table).save(path, formats=["csv"]),
        lambda: tt.save_figure(Figure(figsize=(1, 1)), path, data=table),
    ):
        with pytest.raises(WritingError, match="the path ends without a name"):
            write()
    assert names(tmp_path) == []


def test_no_lock_is_kept_open(tmp_path):
    if not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc")
    before = sum(1 for _ in Path("/proc/self/fd").iterdir())
    for n in range(20):
        write_together(tmp_path, {"a": b"1", "b": b"2"})
        with whole_folder(tmp_path / "out") as stage:
            write_text(stage / f"{n}", "")
    assert sum(1 for _ in Path("/proc/self/fd").iterdir()) == before
    assert not drafts._held
    assert together.INCOMPLETE not in names(tmp_path / "out")
