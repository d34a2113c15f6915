"""The command in a process of its own: an interrupt ends it at once and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes that fork")
ROOT = Path(__file__).parents[1]
THEMES = str(ROOT / "corpus" / "themes.toml")
MOMENTS = 20


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
    with supervised(body) as process:
        child = int(process.stdout.readline())
        begun = time.monotonic()
        process.send_signal(number)
        assert process.wait(timeout=10) == code
        assert time.monotonic() - begun < 1
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_job_ends_when_its_command_is_killed():
    with supervised("    print(os.getpid(), flush=True)\n    time.sleep(60)") as process:
        child = int(process.stdout.readline())
        process.kill()
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
def report_command(tmp_path_factory) -> list[str]:
    """The command for 80 articles of the sample, without its folder for the report."""
    articles = tmp_path_factory.mktemp("articles")
    for path in sorted((ROOT / "corpus" / "sample").rglob("*.txt"))[:18]:
        shutil.copy(path, articles)
    words = [sys.executable, "-m", "toolkit", "report", str(articles), "--themes", THEMES]
    return [*words, "--quiet", "--stability-runs", "0", "--topics", "6", "--out"]


def test_a_report_interrupted_at_any_moment_leaves_all_or_nothing(report_command, tmp_path):
    begun = time.monotonic()
    subprocess.run([*report_command, str(tmp_path / "whole")], check=True, capture_output=True)
    whole = time.monotonic() - begun
    seconds = []
    for k in range(MOMENTS):
        number, out = (signal.SIGINT, signal.SIGTERM)[k % 2], tmp_path / f"out-{k}"
        with subprocess.Popen(
            [*report_command, str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            time.sleep(0.3 + (whole - 0.3) * k / MOMENTS)
            begun = time.monotonic()
            process.send_signal(number)
            error = process.communicate(timeout=20)[1]
        if process.returncode == 0:  # it had just ended
            continue
        seconds.append(time.monotonic() - begun)
        assert process.returncode == 128 + number, error
        assert error.startswith("toolkit: interrupted. "), error
        assert error.count("\n") == 1
        assert_nothing_or_all(out)
    assert len(seconds) >= MOMENTS // 2
    assert max(seconds) < 1.0


def assert_nothing_or_all(out: Path) -> None:
    """No file of a report is in the folder, or all of them are, or it says INCOMPLETE."""
    found = [path.relative_to(out) for path in out.rglob("*") if path.is_file()]
    seen = [path for path in found if not any(part.startswith(".") for part in path.parts)]
    assert not seen or (out / "INCOMPLETE").exists() or (out / "index.html").exists()
