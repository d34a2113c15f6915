"""The page on clusters: its commands start a cluster, and its code runs on it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="needs theme-toolkit[dask]")
sys.path.insert(0, str(Path(__file__).parent))

from cluster_processes import Processes, free_port, wait_until

import toolkit as tt
from toolkit.reading.samples import sample_path

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("default"),
]
PAGE = (Path(__file__).parents[1] / "docs" / "scale-cluster.md").read_text(encoding="utf-8")
BLOCK = r"^```{}\n(.*?)^```"


def blocks(kind, text=PAGE):
    return re.findall(BLOCK.format(kind), text, re.DOTALL | re.MULTILINE)


def test_the_page_names_what_a_message_of_the_toolkit_names():
    assert "lookupcache=positive" in PAGE
    for option in ("folder=", "security=", "--work", "timeout"):
        assert option in PAGE


@pytest.mark.slow
def test_the_commands_of_the_page_start_a_cluster_and_its_code_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(sample_path(), "articles")
    expected = tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=5000), "alone").digest
    port, names = str(free_port()), {}
    commands = [
        line.replace("8786", port) for line in blocks("bash")[1].splitlines() if line.strip()
    ]
    with Processes(tmp_path, at=port) as processes:
        for number, command in enumerate(commands):
            processes.start(f"command-{number}", *shlex.split(command)[1:])
        wait_until(lambda: processes.logs().count("Starting established connection") >= 2)
        making, _ = [line.replace("8786", port) for line in blocks("bash")[2].splitlines()]
        toolkit = [sys.executable, "-m", *shlex.split(making)]
        told = subprocess.run(toolkit, check=True, capture_output=True, text=True)
        assert "Cluster at" in told.stderr
        assert tt.open_corpus("big").digest == expected
        for code in blocks("python"):
            here = 'n_workers=2, processes=False, host="127.0.0.1", protocol="tcp"'
            local = code.replace("8786", port).replace("n_workers=2", here)
            exec(compile(local, "scale-cluster.md", "exec"), names)
    assert capsys.readouterr().out == f"Cluster at tcp://127.0.0.1:{port}: 2 workers, 2 threads\n"
    assert repr(names["cluster"]) == f"Cluster at tcp://127.0.0.1:{port}: no longer connected"
    assert (names["again"].components_ == names["lda"].components_).all()


@pytest.mark.skipif(sys.platform == "win32", reason="openssl is another program there")
def test_the_certificate_of_the_page_is_one(tmp_path):
    command = next(
        line for block in blocks("bash") for line in block.splitlines() if "openssl" in line
    )
    subprocess.run(shlex.split(command), check=True, capture_output=True, cwd=tmp_path)
    assert (tmp_path / "certificate.pem").read_text("ascii").startswith("-----BEGIN CERTIFICATE")
