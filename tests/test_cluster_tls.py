"""A cluster whose connections are encrypted: both sides show a certificate."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="needs theme-toolkit[dask]")
sys.path.insert(0, str(Path(__file__).parent))

import cluster_stages as stages
from cluster_processes import Processes
from distributed.security import Security

import toolkit as tt
from toolkit._core.part_engine import map_parts
from toolkit.cluster import connection

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("default::ResourceWarning"),  # sockets that Dask closes late
    pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the command openssl"),
]


@pytest.fixture
def certificate(tmp_path):
    """A key and the certificate that it signed itself, as an administrator makes them."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=dask-cluster"
    files = ("-keyout", str(key), "-out", str(certificate))
    subprocess.run([*command.split(), *files], check=True, capture_output=True)
    return key, certificate


def test_a_cluster_by_tls_computes_and_a_stranger_is_refused(certificate, tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "warm_up_workers", lambda client: None)
    key, signed = map(str, certificate)
    security = Security(
        tls_ca_file=signed, tls_client_cert=signed, tls_client_key=key, require_encryption=True
    )
    options = ("--tls-ca-file", signed, "--tls-cert", signed, "--tls-key", key)
    with Processes(tmp_path, *options, protocol="tls") as processes:
        processes.start_scheduler()
        processes.start_worker("one")
        with tt.use_cluster(processes.address, security=security) as cluster:
            assert list(map_parts(stages.square, range(5), label="")) == [0, 1, 4, 9, 16]
            assert repr(cluster).startswith("Cluster at tls://127.0.0.1:")
        for address in (processes.address, processes.address.replace("tls", "tcp")):
            stranger = pytest.raises(tt.errors.ClusterError, match="no scheduler answers at")
            with stranger, tt.use_cluster(address, timeout=1):
                pass
