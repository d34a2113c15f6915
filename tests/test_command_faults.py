"""A closed pipe, control characters and too little memory: a command says one sentence."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from toolkit._core import interrupts
from toolkit._core.interrupts import deferred_interrupt
from toolkit._core.memory_limit import is_about_memory, memory_message

ROOT = Path(__file__).parents[1]


def start(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of Unix")
def test_an_interrupt_during_a_fit_is_not_deferred_in_a_command(monkeypatch):
    monkeypatch.setattr(interrupts, "ends_job", True)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # jobs may ignore it
    try:
        with deferred_interrupt() as interrupted:
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
            assert not interrupted()
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_reader_that_goes_away_ends_a_command_without_a_word():
    job = start("""
        import sys, types
        from toolkit import cli
        def work(options):
            for n in range(10**6):
                cli._print(n)
            return 0
        sys.exit(cli._run(types.SimpleNamespace(run=work)))
    """)
    assert job.stdout.readline() == "0\n"
    job.stdout.close()
    assert job.stderr.read() == ""
    job.stderr.close()
    assert job.wait(timeout=60) == 141


def test_control_characters_reach_no_terminal(tmp_path):
    (tmp_path / "a\x1b]0;owned\x07.txt").write_text("x")
    job = start(
        "import sys; from toolkit.cli import main; sys.exit(main(sys.argv[1:]))",
        "read", str(tmp_path / "absent\x1b[31m"),
    )  # fmt: skip
    shown = "".join(job.communicate(timeout=120))
    assert job.returncode == 3
    assert "\x1b" not in shown
    assert "absent" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of Unix")
def test_an_output_that_is_closed_full_or_of_few_characters_breaks_nothing(tmp_path):
    (tmp_path / "a.txt").write_text("Türkiye\n\nUpdated 22 October 2018\n\nTalks resume in İzmir.")
    read = f"'{sys.executable}' -m toolkit read --source İzmir '{tmp_path}'"

    def run(command):
        return subprocess.run(
            ["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
        )

    assert run(f"{read} >&-").returncode == 0
    assert run(f"{read.replace(str(tmp_path), 'absent')} 2>&-").returncode == 3
    few = run(f"PYTHONIOENCODING=ascii {read}")
    assert few.returncode == 0
    assert r"\u0130zmir" in few.stdout
    if Path("/dev/full").exists():
        full = run(f"{read} >/dev/full")
        assert full.returncode == 1
        assert full.stderr == "toolkit: cannot write the output: No space left on device\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs the names of Unix")
def test_a_report_that_could_not_be_written_is_refused_before_the_work(tmp_path):
    (tmp_path / "file").write_text("")
    for out, why in (("n" * 300, "the name is too long"), ("file", "is a file, not a folder")):
        job = start(
            "import sys; from toolkit.cli import main; sys.exit(main(sys.argv[1:]))",
            "report", "corpus/sample", "--themes", "corpus/themes.toml",
            "--out", str(tmp_path / out),
        )  # fmt: skip
        said = job.communicate(timeout=120)[1]
        assert job.returncode == 1
        assert said.startswith("toolkit: cannot write ")
        assert why in said
        assert "Reading" not in said


def test_memory_that_is_refused_is_known_by_its_words_and_its_causes():
    error = ValueError("cannot read the file")
    error.__cause__ = MemoryError()
    assert is_about_memory(error)
    assert is_about_memory(ImportError("libopenblas.so: failed to map segment from shared object"))
    assert is_about_memory(RuntimeError("can't start new thread"))
    assert not is_about_memory(ValueError("the file does not exist"))
    assert "nothing was changed" in memory_message()


@pytest.mark.slow
@pytest.mark.parametrize("limit", [300, 400, 500, 700, 900, 1100])
def test_under_any_limit_on_memory_a_report_is_made_or_one_sentence_says_why_not(tmp_path, limit):
    resource = pytest.importorskip("resource")
    command = [
        sys.executable, "-m", "toolkit", "report", "corpus/sample", "--themes",
        "corpus/themes.toml", "--out", str(tmp_path / "out"), "--topics", "4",
        "--stability-runs", "0", "--quiet",
    ]  # fmt: skip
    job = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit * 10**6,) * 2),
    )  # fmt: skip
    if job.returncode == 0:
        assert (tmp_path / "out" / "index.html").exists()
        return
    assert job.returncode == 1
    assert job.stderr.count("\n") == 1
    assert f"the limit here is {limit:,} MB (ulimit -v)" in job.stderr
    assert not (tmp_path / "out").exists()
