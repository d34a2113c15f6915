"""Random faults over the whole chain; prints what was injected, survived, lost and wrong.

    python benchmarks/chaos.py ../shared/data/world-affairs/articles.parquet --minutes 60
    python benchmarks/chaos.py ... --fault stopped_report --times 200

Takes a share of the corpus through reading, cleaning, tokens, model, shares, figure, tables and
report, again and again, each time with one fault: the process killed, interrupted or terminated at
a random moment, a report that works on disk stopped and resumed, two writers at once, a limit on
the size of files (a full disk), a limit on memory, and bytes changed in every kind of stored file
and in the articles themselves. After each fault, what was there before is read again. Exit code 1
if anything was lost or wrong. Moments of a report are of its processor time, so that a busy machine
stops it where a quiet one does.

lost    an earlier file is gone, damaged, or of two runs
wrong   a damaged file was read, without a word, as something else; or an error in words that no
        user could read
"""

from __future__ import annotations

import argparse
import collections
import os
import random
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

import toolkit as tt
from toolkit._core.memory_limit import is_about_memory
from toolkit._core.together import recover
from toolkit.errors import ToolkitError

ROOT = Path(__file__).parents[1]
THEMES = ROOT / "corpus" / "themes.toml"
N_ARTICLES = 400
REPORT_EVERY = 30
"""One trial in so many is about a whole report: it takes a hundred times as long as the others."""


class Chain:
    """The steps of an analysis, their results, and how each is stored and read."""

    def __init__(self, path: str, folder: Path, seed: int) -> None:
        articles = tt.read_articles(path, progress=False)
        self.articles = articles.sample(N_ARTICLES, random_state=seed)
        self.cleaned = tt.clean_articles(self.articles, progress=False)
        self.tokens = tt.tokenize(self.cleaned["text"], progress=False)
        self.dtm = tt.count_terms(self.tokens, min_docs=5, max_doc_share=0.5)
        self.model = tt.LDA(n_topics=8, random_state=seed, max_epochs=20, n_jobs=1).fit(self.dtm)
        scores = tt.score_themes(self.tokens, tt.read_themes(THEMES), measure="present")
        self.shares = tt.share_by_period(scores, self.cleaned["date"], freq="YS", random_state=1)
        self.folder = folder
        self.spent = self.spent_on_disk = 0.0
        self.write()

    def write(self, marker: str = "") -> None:
        """Write every kind of file; ``marker`` makes a second run differ from the first."""
        folder = self.folder
        if marker:
            shares = self.shares.assign(note=marker)
            articles = self.articles.assign(section=marker)
        else:
            shares, articles = self.shares, self.articles
        tt.save_articles(articles, folder / "corpus.parquet")
        tt.save_tokens(self.tokens, folder / "corpus.tokens")
        tt.save_model(self.model, folder / "model.zip", dtm=self.dtm)
        tt.save_table(shares, folder / "shares")
        tt.to_report_table(shares, title=marker).save(folder / "report", formats=["csv", "xlsx"])
        figure = Figure(figsize=(3, 2), layout="constrained")
        figure.subplots().plot(shares["share"])
        tt.save_figure(figure, folder / "figure", data=shares, caption=marker or "First")

    def compare(self, truth: str) -> None:
        """Raise unless the files say what they said at first."""
        if self.read() != truth:
            raise LostError("an earlier file says something else")

    def read(self) -> str:
        """Read every file and return the digest of what they say; raises where one is not whole."""
        folder = self.folder
        recover(folder)
        said = [
            pd.util.hash_pandas_object(tt.load_articles(folder / "corpus.parquet")["body"]).sum(),
            tt.load_tokens(folder / "corpus.tokens").ids.sum(),
            tt.load_model(folder / "model.zip").components_.sum(),
            tt.read_report_table(folder / "report.csv")["share"].sum(),
            tt.read_report_table(folder / "report.xlsx")["share"].sum(),
            pd.read_parquet(folder / "shares.parquet")["share"].sum(),
        ]
        notes = [
            pd.read_csv(folder / "shares.csv", keep_default_na=False)["note"].tolist(),
            pd.read_parquet(folder / "shares.parquet")["note"].tolist(),
        ]
        if notes[0] != notes[1]:
            raise LostError("the table's CSV and Parquet are of two runs")
        states = check_figures(folder)
        if states != ["current"]:
            raise LostError(f"the figure is {states}")
        return repr(said)


class LostError(Exception):
    """Something that was there is not, or is of two runs."""


def check_figures(folder: Path) -> list[str]:
    from toolkit.reporting.figures.figure_checks import check_figures as check

    return check(folder)["state"].tolist()


def in_child(work) -> int:
    """Run ``work`` in a forked process and return its id."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            code = outcome(work)
        finally:
            os._exit(code)
    return pid


def outcome(work) -> int:
    """Return 0 for done, 10 for an error in words for users, 20 for any other."""
    try:
        work()
    except (ToolkitError, KeyboardInterrupt):
        return 10
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return 10 if is_about_memory(error) else 20
    return 0


def stopped_while_writing(chain: Chain, rng: random.Random) -> str:
    number = rng.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
    mark = f"run {rng.random()}"  # not a number alone, which a CSV would give back as one
    pid = in_child(lambda: chain.write(mark))
    time.sleep(rng.uniform(0, 1.2))
    os.kill(pid, number)
    os.waitpid(pid, 0)
    return f"{signal.Signals(number).name} while writing"


def two_writers(chain: Chain, rng: random.Random) -> str:
    pids = [in_child(lambda mark=mark: chain.write(f"writer {mark}")) for mark in "ab"]
    if rng.random() < 0.5:
        time.sleep(rng.uniform(0, 1.2))
        os.kill(pids[0], signal.SIGKILL)
    for pid in pids:
        os.waitpid(pid, 0)
    return "two writers"


def no_room(chain: Chain, rng: random.Random) -> str:
    def work() -> None:
        most = int(10 ** rng.uniform(2, 6))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        chain.write("full")

    expect_words(in_child(work))
    return "no room on the disk"


def little_memory(chain: Chain, rng: random.Random) -> str:
    def work() -> None:
        with open("/proc/self/statm") as file:  # noqa: PTH123
            used = int(file.read().split()[0]) * resource.getpagesize()
        most = used + int(10 ** rng.uniform(5, 8))
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        chain.write("little memory")

    _, status = os.waitpid(in_child(work), 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 20:
        raise WrongError("an error that no user could read, under little memory")
    return "little memory"


def expect_words(pid: int) -> None:
    _, status = os.waitpid(pid, 0)
    if not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 20:
        raise WrongError(f"ended with status {status}, not with an error for users")


class WrongError(Exception):
    """Something was read as what it is not, or said in words that no user could read."""


READERS = {
    "corpus.parquet": lambda path: tt.load_articles(path)["body"].tolist(),
    "corpus.tokens": lambda path: tt.load_tokens(path).ids.tolist(),
    "model.zip": lambda path: tt.load_model(path).components_.tolist(),
    "report.csv": lambda path: tt.read_report_table(path).to_csv(),
    "report.csv-metadata.json": lambda path: tt.read_report_table(
        path.with_name("report.csv")
    ).to_csv(),
    "report.xlsx": lambda path: tt.read_report_table(path).to_csv(),
}


def damaged_file(chain: Chain, rng: random.Random) -> str:
    name = rng.choice(sorted(READERS))
    path = chain.folder / name
    whole, before = path.read_bytes(), READERS[name](path)
    path.write_bytes(damaged(whole, rng))
    try:
        after = READERS[name](path)
    except ToolkitError:
        return f"damaged {name}"
    except Exception as error:
        raise WrongError(f"{name}: {type(error).__name__}: {error}") from error
    finally:
        path.write_bytes(whole)
    if after != before:
        raise WrongError(f"{name} was read as something else")
    return f"damaged {name}"


def damaged(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice([1, 1, 1, 4])):
        at = rng.randrange(len(changed))
        kind = rng.randrange(4)
        if kind == 0:
            changed[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del changed[at:]
            changed = changed or bytearray(b"x")
        elif kind == 2:
            changed[at:at] = rng.randbytes(rng.randrange(1, 9))
        else:
            changed[at : at + 16] = rng.randbytes(16)
    return bytes(changed)


def damaged_articles(chain: Chain, rng: random.Random) -> str:
    """Read articles from a damaged file: an error in words, or articles and a ledger."""
    suffix = rng.choice([".csv", ".jsonl", ".txt", ".parquet"])
    path = chain.folder / f"input{suffix}"
    table = chain.articles[["title", "body", "date", "source"]].head(30).reset_index(drop=True)
    table["source"] = table["source"].astype(str)
    if suffix == ".csv":
        table.to_csv(path, index=False)
    elif suffix == ".jsonl":
        table.assign(date=table["date"].astype(str)).to_json(path, orient="records", lines=True)
    elif suffix == ".parquet":
        table.to_parquet(path)
    else:
        path.write_text("\n\n".join(table["title"] + "\n\n" + table["body"]), encoding="utf-8")
    path.write_bytes(damaged(path.read_bytes(), rng))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tt.clean_articles(tt.read_articles(path, progress=False), progress=False)
        except ToolkitError:
            pass
        except Exception as error:
            raise WrongError(f"{suffix}: {type(error).__name__}: {error}") from error
        finally:
            path.unlink()
    return f"damaged articles ({suffix})"


def report_of(articles: Path, out: Path, *more: str) -> list[str]:
    """Return the command that makes a report."""
    return [
        *(sys.executable, "-m", "toolkit", "report", str(articles), "--themes", str(THEMES)),
        *("--out", str(out), "--topics", "5", "--stability-runs", "0", "--quiet", *more),
    ]


def processor_time_of(command: list[str]) -> float:
    """Run a command to its end and return the seconds of processor time that it took."""
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as job:
        said = job.stderr.read().decode()
        _, status, spent = os.wait4(job.pid, 0)
        job.returncode = os.waitstatus_to_exitcode(status)
    if job.returncode:
        raise WrongError(f"an undisturbed report said: {said[-300:]}")
    return spent.ru_utime + spent.ru_stime


def stopped(command: list[str], whole: float, rng: random.Random) -> tuple[int, int]:
    """Stop a command at a random moment of its processor time; return the signal and the code.

    ``whole`` is what it takes undisturbed: on a busy machine the moments are the same.
    """
    number = rng.choice([signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
    moment = rng.uniform(0.02, 1.0) * whole
    job = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    while job.poll() is None and used(job.pid) < moment:
        time.sleep(0.01)
    job.send_signal(number)
    said = job.communicate()[1].decode()
    has_begun = job.returncode != -number or "in main" in said  # Python takes a while to start
    is_said = said.count("\n") == 1 and job.returncode == 128 + number
    if number != signal.SIGKILL and job.returncode and has_begun and not is_said:
        raise WrongError(f"a stopped report ended with {job.returncode}: {said[-300:]}")
    return number, job.returncode


def used(pid: int) -> float:
    """Return the processor time of a process and its children, in seconds; 0 if it is gone."""
    try:
        ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") + sum(used(int(c)) for c in children)


def stopped_work(chain: Chain, rng: random.Random) -> str:
    """Stop a report that works on disk, and go on: its bytes are those of an undisturbed one."""
    whole, out, work = (chain.folder / name for name in ("whole", "resumed", "work"))
    few = chain.folder / "few.parquet"
    on_disk = ("--memory", "1MB", "--work", str(work))
    if not whole.exists():
        tt.save_articles(chain.articles.head(60), few)
        chain.spent_on_disk = processor_time_of(report_of(few, whole, *on_disk))
    for folder in (out, work):
        shutil.rmtree(folder, ignore_errors=True)
    command = report_of(few, out, *on_disk)
    number, code = stopped(command, chain.spent_on_disk, rng)
    if code:
        has_work = (work / "study-input.json").is_file()
        processor_time_of([*command, *["--resume"] * has_work])
    for file in [path for path in whole.rglob("*") if path.is_file()]:
        other = out / file.relative_to(whole)
        if not other.is_file() or other.read_bytes() != file.read_bytes():
            raise LostError(f"{file.name} of a resumed report is not that of an undisturbed one")
    return f"{signal.Signals(number).name} during a report on disk"


def no_room_for_work(chain: Chain, rng: random.Random) -> str:
    """Let a report that works on disk find no room: one sentence, with a name, and no report."""
    out, work = chain.folder / "no-room", chain.folder / "no-room-work"
    few, most = chain.folder / "few.parquet", int(10 ** rng.uniform(2, 5.7))
    tt.save_articles(chain.articles.head(60), few)
    command = report_of(few, out, "--memory", "1MB", "--work", str(work))
    limited = f"ulimit -f {max(1, most // 1024)}; exec " + shlex.join(command)
    job = subprocess.run(["bash", "-c", limited], cwd=ROOT, capture_output=True, text=True,
                         check=False)  # fmt: skip
    if job.returncode and (job.stderr.count("\n") != 1 or "cannot write" not in job.stderr):
        raise WrongError(f"a report without room said: {job.stderr[-300:]}")
    if job.returncode and (out / "index.html").exists():
        raise LostError("a report that failed left a page")
    for folder in (out, work):
        shutil.rmtree(folder, ignore_errors=True)
    return "no room for a report on disk"


def stopped_report(chain: Chain, rng: random.Random) -> str:
    """Stop ``toolkit report`` at a random moment: the report is of one run all the same."""
    out = chain.folder / "page"
    command = report_of(chain.folder / "corpus.parquet", out)
    if not out.exists():
        chain.spent = processor_time_of(command)
    number = stopped(command, chain.spent, rng)[0]
    recover(out)
    from toolkit._core.atomic import sha256_of
    from toolkit._core.staged_folder import listed_files

    listed = listed_files(out)
    for name, facts in listed.items():
        if sha256_of(out / name) != facts["sha256"]:
            raise LostError(f"{name} of the report is not of the run that its list is of")
    if not listed:
        raise LostError("the report has no list of files")
    return f"{signal.Signals(number).name} during a report"


FAULTS = (stopped_while_writing, two_writers, no_room, little_memory, damaged_file, damaged_file,
          damaged_file, damaged_articles, damaged_articles)  # fmt: skip
REPORTS = (stopped_report, stopped_work, no_room_for_work)
ALL = {*FAULTS, *REPORTS}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", help="articles.parquet of world-affairs, or any articles")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--fault", choices=sorted(f.__name__ for f in ALL), help="this one alone")
    parser.add_argument("--times", type=int, default=10**9, help="end after so many faults")
    chosen = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    rng, until = random.Random(chosen.seed), time.monotonic() + 60 * chosen.minutes
    counts: collections.Counter[str] = collections.Counter()
    failures: list[str] = []
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    chain = Chain(chosen.path, folder, chosen.seed)
    truth, turn = chain.read(), 0
    while time.monotonic() < until and turn < chosen.times:
        turn += 1
        fault = rng.choice(REPORTS if turn % REPORT_EVERY == 0 else FAULTS)
        fault = next((one for one in ALL if one.__name__ == chosen.fault), fault)
        try:
            counts[fault(chain, rng)] += 1
            chain.compare(truth)
        except (LostError, WrongError, ToolkitError, OSError) as error:
            kind = "wrong" if isinstance(error, WrongError) else "lost"
            failures.append(f"{kind}: turn {turn}: {fault.__name__}: {error}")
            chain.write()
    shutil.rmtree(folder)
    for name, n in sorted(counts.items()):
        print(f"{n:7,}  {name}")
    n_lost = sum(one.startswith("lost") for one in failures)
    print(f"{turn:,} faults injected, {turn - len(failures):,} survived, {n_lost} lost, "
          f"{len(failures) - n_lost} wrong")  # fmt: skip
    print(*failures, sep="\n")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
