"""The command in a process of its own: an interrupt ends it at once and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes that fork")
ROOT = Path(__file__).parents[1]
REPORT = [
    sys.executable, "-m", "toolkit", "report", str(ROOT / "corpus" / "sample"),
    "--themes", str(ROOT / "corpus" / "themes.toml"), "--quiet", "--stability-runs", "0",
]  # fmt: skip


def supervised(body: str) -> subprocess.Popen[str]:
    """Run a job under the supervisor in another process."""
    code = (
        "import sys, os, time\n"
        "from toolkit._core.supervisor import run_supervised\n"
        f"def job():\n{body}\n"
        "sys.exit(run_supervised(job, say=lambda text: print(text, file=sys.stderr)))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_the_code_of_the_job_is_the_code_of_the_command():
    process = supervised("    print('done')\n    return 3")
    assert process.communicate()[0] == "done\n"
    assert process.returncode == 3


def test_a_job_that_fails_shows_why_and_ends_with_one():
    process = supervised("    raise LookupError('the cause')")
    assert "LookupError: the cause" in process.communicate()[1]
    assert process.returncode == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_job_that_handles_no_signals(number, code):
    """The job blocks the signal, as a long call into compiled code does."""
    body = (
        "    import signal\n"
        "    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})\n"
        "    print(os.getpid(), flush=True)\n"
        "    while True: time.sleep(60)"
    )
    process = supervised(body)
    child = int(process.stdout.readline())
    begun = time.monotonic()
    process.send_signal(number)
    assert process.wait(timeout=10) == code
    assert time.monotonic() - begun < 1
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_job_ends_when_its_command_is_killed():
    process = supervised("    print(os.getpid(), flush=True)\n    time.sleep(60)")
    child = int(process.stdout.readline())
    process.kill()
    process.wait()
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if not Path(f"/proc/{child}").exists() or "Z" in state_of(child):
            return
        time.sleep(0.05)
    pytest.fail("the job outlived its command")


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_a_job_that_the_system_kills_is_one_sentence_about_memory():
    process = supervised("    os.kill(os.getpid(), 9)")
    error = process.communicate()[1]
    assert process.returncode == 1
    assert error == (
        "the system ended the job, most likely for want of memory. Try fewer articles.\n"
    )


@pytest.fixture(scope="module")
def seconds_of_a_report(tmp_path_factory) -> float:
    begun = time.monotonic()
    out = tmp_path_factory.mktemp("whole") / "report"
    subprocess.run([*REPORT, "--out", str(out)], check=True, capture_output=True)
    return time.monotonic() - begun


def test_a_report_interrupted_at_any_moment_leaves_nothing_or_all(seconds_of_a_report, tmp_path):
    moments = 20
    ended = []
    for k in range(moments):
        out = tmp_path / str(k) / "report"
        process = subprocess.Popen(
            [*REPORT, "--out", str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        time.sleep(seconds_of_a_report * (k + 0.5) / moments)
        number = (signal.SIGINT, signal.SIGTERM)[k % 2]
        if process.poll() is not None:
            process.communicate()
            continue
        begun = time.monotonic()
        process.send_signal(number)
        error = process.communicate(timeout=10)[1]
        if process.returncode == 0:  # it had just ended
            continue
        ended.append(time.monotonic() - begun)
        assert process.returncode in {128 + number, -number}, error
        if process.returncode > 0:
            assert error.startswith("toolkit: interrupted. ")
            assert error.count("\n") == 1
        shown = [path for path in out.rglob("*") if not path.name.startswith(".")]
        visible = [p for p in shown if not any(part.startswith(".") for part in p.parts[-4:])]
        assert not visible or (out / "INCOMPLETE").exists() or (out / "files.json").exists()
    assert len(ended) >= moments // 2
    assert max(ended) < 2.0
    assert sorted(ended)[len(ended) // 2] < 1.0
