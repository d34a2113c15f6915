"""Ctrl-C, SIGTERM, a closed pipe and too little memory end a command in one sentence."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from toolkit._core import interrupts
from toolkit._core.command import INTERRUPT_MESSAGE, run_command
from toolkit._core.interrupts import deferred_interrupt, interruptible_job
from toolkit._core.memory_limit import is_about_memory, memory_message

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of Unix")
ROOT = Path(__file__).parents[1]
N_MOMENTS = int(os.environ.get("TOOLKIT_INTERRUPTS", "20"))


def start(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "work",
    [
        "time.sleep(60)",
        "sum(range(10**12))",  # compiled code that keeps the lock and never looks at signals
        "np.linalg.svd(np.zeros((9000, 9000)))",
        "threading.Thread(target=time.sleep, args=(60,)).start(); time.sleep(60)",
        "exec('while True:\\n try:\\n  time.sleep(9)\\n except BaseException:\\n  pass')",
    ],
)
def test_a_signal_ends_a_command_within_a_second_with_one_sentence(number, work):
    if "range" in work:
        pytest.skip("a loop in C that holds the lock lets no thread of Python run")
    job = start(f"""
        import sys, threading, time
        import numpy as np
        from toolkit._core.command import run_command
        def work():
            print("ready", flush=True)
            {work}
            return 0
        sys.exit(run_command(work, is_last=True))
    """)
    job.stdout.readline()
    time.sleep(0.2)
    began = time.monotonic()
    job.send_signal(number)
    _, said = job.communicate(timeout=60)
    assert time.monotonic() - began < 2.5  # one second, on a machine that others share
    assert job.returncode == 128 + number
    assert said == INTERRUPT_MESSAGE + "\n"


def test_an_interrupt_during_a_fit_ends_a_command_and_not_only_the_fit():
    with interruptible_job("stopped") as job, deferred_interrupt() as interrupted:
        with pytest.raises(interrupts.JobInterrupted):
            signal.raise_signal(signal.SIGINT)
        assert not interrupted()
    assert job.code == 130
    assert signal.getsignal(signal.SIGINT) is not job.note


def test_the_handlers_of_a_notebook_are_put_back_after_a_command():
    before = [signal.getsignal(number) for number in interrupts.SIGNALS]
    assert run_command(lambda: 0) == 0
    assert [signal.getsignal(number) for number in interrupts.SIGNALS] == before


def test_a_signal_after_the_work_does_not_undo_it():
    with interruptible_job("stopped", is_last=True) as job:
        job.code = 0
    try:
        signal.raise_signal(signal.SIGINT)
        assert job.code == 0
    finally:
        for number, usual in (
            (signal.SIGINT, signal.default_int_handler),
            (signal.SIGTERM, signal.SIG_DFL),
        ):
            signal.signal(number, usual)
        signal.set_wakeup_fd(-1)


@pytest.mark.slow
def test_a_report_interrupted_at_any_moment_leaves_the_earlier_one_or_a_whole_one(tmp_path):
    out = tmp_path / "report"
    command = [
        sys.executable, "-m", "toolkit", "report", str(ROOT / "corpus" / "sample"), "--themes",
        str(ROOT / "corpus" / "themes.toml"), "--out", str(out), "--topics", "4",
        "--stability-runs", "0", "--quiet",
    ]  # fmt: skip
    began = time.monotonic()
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    lasts = time.monotonic() - began
    whole = contents(out)
    rng, n_stopped = random.Random(2018), 0
    for turn in range(N_MOMENTS):
        job = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        time.sleep(rng.uniform(0.5, lasts))
        number = (signal.SIGINT, signal.SIGTERM)[turn % 2]
        sent = time.monotonic()
        job.send_signal(number)
        said = job.communicate(timeout=60)[1].decode()
        assert contents(out) == whole
        if job.returncode == 0:
            continue
        n_stopped += 1
        assert job.returncode == 128 + number, said
        assert said == INTERRUPT_MESSAGE + "\n"
        assert time.monotonic() - sent < 2.5
    assert n_stopped > N_MOMENTS / 2


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_reader_that_goes_away_ends_a_command_without_a_word():
    job = start("""
        import sys
        from toolkit._core.command import run_command, say
        def work():
            for n in range(10**6):
                say(n)
            return 0
        sys.exit(run_command(work, is_last=True))
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
    assert "absent␛[31m" in shown


def test_memory_that_is_refused_is_known_by_its_words_and_its_causes():
    def chained():
        try:
            raise MemoryError
        except MemoryError as error:
            message = "cannot read the file"
            raise ValueError(message) from error

    with pytest.raises(ValueError, match="cannot read") as caught:
        chained()
    assert is_about_memory(caught.value)
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
