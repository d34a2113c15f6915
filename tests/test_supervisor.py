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

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes that fork")
ROOT = Path(__file__).parents[1]
THEMES = str(ROOT / "corpus" / "themes.toml")
MOMENTS = int(os.environ.get("TOOLKIT_MOMENTS", "20"))
A_SECOND = 1.0
"""Within which an interrupted command ends, in seconds of a machine that does nothing else."""


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


def test_a_mapped_file_without_room_on_the_disk_is_not_taken_for_want_of_memory():
    process = supervised("    import signal\n    os.kill(os.getpid(), signal.SIGBUS)")
    said = process.communicate()[1]
    assert process.returncode == 1
    assert said.startswith("the disk of the work folder is most likely full")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_job_that_handles_no_signals(number, code):
    """The job blocks the signal, as a long call into compiled code does."""
    body = (
        "    import signal\n"
        "    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})\n"
        "    print(os.getpid(), flush=True)\n"
        "    while True: pass"
    )
    with supervised(body) as process:
        child = int(process.stdout.readline())
        assert seconds_to_end(process, number) < A_SECOND
        assert process.returncode == code
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def seconds_to_end(process: subprocess.Popen[str], number: int) -> float:
    """Send a signal and wait; return the processor seconds that the command still took.

    On a machine with nothing else to do, an hourglass would show the same; on a busy one, it
    would show what the others do. A command that never ends is ended, and fails the test.
    """
    before = used_so_far(process.pid)
    process.send_signal(number)
    if process.returncode is not None:
        return 0.0  # it had ended before the signal came
    until = time.monotonic() + 120
    while time.monotonic() < until:
        pid, status, spent = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return spent.ru_utime + spent.ru_stime - before
        time.sleep(0.01)
    process.kill()
    pytest.fail(f"signal {number} did not end the command")


def used_so_far(pid: int) -> float:
    """Return the processor seconds of a process and of its children; 0 where nobody tells."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(used_so_far(int(child)) for child in children)


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


@pytest.mark.slow
def test_a_report_interrupted_at_any_moment_leaves_all_or_nothing(report_command, tmp_path):
    with start([*report_command, str(tmp_path / "whole")]) as process:
        _, status, spent = os.wait4(process.pid, 0)
        process.returncode = status
    assert status == 0
    whole, taken = spent.ru_utime + spent.ru_stime, []
    for k in range(MOMENTS):
        number, out = (signal.SIGINT, signal.SIGTERM)[k % 2], tmp_path / f"out-{k}"
        with start([*report_command, str(out)]) as process:
            wait_for_the_job(process)
            wait_until_used(process, 0.3 + (whole - 0.3) * k / MOMENTS)
            seconds = seconds_to_end(process, number)
            error = process.stderr.read()
        if process.returncode == 0:  # it had just ended
            continue
        taken.append(seconds)
        assert process.returncode == 128 + number, error
        assert error.startswith("toolkit: interrupted. "), error
        assert error.count("\n") == 1
        assert_nothing_or_all(out)
    assert len(taken) >= MOMENTS // 2
    assert max(taken) < A_SECOND


def start(command: list[str], *, limit: int | None = None) -> subprocess.Popen[str]:
    """Start a command, under a limit on its address space if one is given."""

    def set_limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        preexec_fn=set_limit if limit else None,  # noqa: PLW1509 - no thread runs here
    )  # fmt: skip


def wait_until_used(process: subprocess.Popen[str], seconds: float) -> None:
    """Wait until a command has used so much of the processor, or has ended."""
    while used_so_far(process.pid) < seconds and state_of(process.pid) != "Z":
        time.sleep(0.01)


def wait_for_the_job(process: subprocess.Popen[str]) -> None:
    """Wait until a command has started its job: before, a signal ends it without a word."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while state_of(process.pid) != "Z" and not children.read_text().strip():
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_after_the_job_has_ended_does_not_change_how_it_ended(number, tmp_path):
    """Python takes a moment to end: a signal in it made a whole report look interrupted."""
    (tmp_path / "a.txt").write_text("2024-01-02\nThe ceasefire held in the north.\n")
    code = (
        "import os, sys\n"
        "from toolkit.cli import main\n"
        f"sys.argv = ['toolkit', 'read', {str(tmp_path / 'a.txt')!r}]\n"
        f"code = main()\nos.kill(os.getpid(), {int(number)})\nsys.exit(code)\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert not done.stderr.startswith("toolkit: interrupted")


def test_a_second_interrupt_changes_nothing_about_the_first(report_command, tmp_path):
    with start([*report_command, str(tmp_path / "out")]) as process:
        wait_until_used(process, 1.0)
        for _ in range(5):
            process.send_signal(signal.SIGINT)
            time.sleep(0.002)
        assert seconds_to_end(process, signal.SIGINT) < A_SECOND
        error = process.stderr.read()
    assert process.returncode == 130
    assert error.startswith("toolkit: interrupted. ")
    assert error.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_an_interrupt_while_the_command_loads_ends_it_without_a_word(tmp_path):
    """The libraries of a report take a second to load: a traceback came out of them."""
    slow = tmp_path / "toolkit"
    slow.mkdir()
    (slow / "__init__.py").write_text("")
    (slow / "cli.py").write_text("print('loads', flush=True)\nimport time\ntime.sleep(600)\n")
    (slow / "__main__.py").write_text((ROOT / "toolkit" / "__main__.py").read_text())
    with subprocess.Popen(
        [sys.executable, "-m", "toolkit", "read", "articles"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": ""},
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "loads\n"
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == -signal.SIGINT  # which a shell calls 130


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_reaches_the_job_under_a_limit_on_memory(report_command, tmp_path, number):
    """There the command waits for a second process, which a signal to the command must reach."""
    limit = 3_900 * 10**6
    process = start([*report_command, str(tmp_path / "out")], limit=limit)
    with process:
        wait_until_used(process, 2.0)
        assert seconds_to_end(process, number) < A_SECOND
        error = process.stderr.read()
    assert process.returncode == 128 + number, error
    assert error.startswith("toolkit: interrupted. ")
    assert error.count("\n") == 1
    assert not (tmp_path / "out").exists()


def assert_nothing_or_all(out: Path) -> None:
    """No file of a report is in the folder, or all of them are, or it says INCOMPLETE."""
    found = [path.relative_to(out) for path in out.rglob("*") if path.is_file()]
    seen = [path for path in found if not any(part.startswith(".") for part in path.parts)]
    assert not seen or (out / "INCOMPLETE").exists() or (out / "index.html").exists()
