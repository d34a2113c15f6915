"""A real JupyterLab in a real browser: notebook 02 runs there, and its figure can be read."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOK = "02-themes-across-time.ipynb"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
STARTING, RUNNING = 90, 150  # seconds at most; a quiet machine needs 4 and 8
NO_PROXY = build_opener(ProxyHandler({}))

# Only cells near the window are in the page: what was run is asked of JupyterLab's model.
CODE = """() => jupyterapp.shell.currentWidget.content.widgets
  .map((cell, place) => ({place, model: cell.model.sharedModel.toJSON()}))
  .filter(cell => cell.model.cell_type === 'code')"""
WRONG = """output => output.output_type === 'error' || output.name === 'stderr'"""
READY = """() => {
  const session = globalThis.jupyterapp?.shell.currentWidget?.sessionContext;
  const kernel = session?.session?.kernel;
  return session?.isReady && kernel?.connectionStatus === 'connected' && kernel?.status === 'idle';
}"""
ENDED = f"""() => {{
  const cells = ({CODE})();
  return cells.every(cell => cell.model.execution_count !== null)
    || cells.some(cell => cell.model.outputs.some({WRONG}));
}}"""
PROBLEMS = f"() => ({CODE})().flatMap(cell => cell.model.outputs.filter({WRONG}))"
PLACE = f"""start => ({CODE})().find(cell => cell.model.outputs.some(output =>
  (output.data?.['text/html'] ?? '').includes(`alt="${{start}}`)))?.place"""
SCROLL = "place => jupyterapp.shell.currentWidget.content.scrollToItem(place)"
FIGURE = "No year stands clear of another in any theme"


@pytest.fixture
def lab(tmp_path):
    """Start JupyterLab on loopback over a copy of the study; give its address, and stop it."""
    pytest.importorskip("jupyterlab", reason="needs JupyterLab: pip install -e '.[notebook]'")
    study = tmp_path / "study"
    (study / "notebooks").mkdir(parents=True)
    (study / "corpus").symlink_to(ROOT / "corpus")
    shutil.copy(ROOT / "notebooks" / NOTEBOOK, study / "notebooks")
    token = secrets.token_hex(16)
    log = (tmp_path / "server.log").open("w+", encoding="utf-8")
    server = subprocess.Popen(
        command(free_port(), token, study),
        env=surroundings(tmp_path),
        stdout=log,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield wait_for(server, tmp_path / "runtime", log), token, study
    finally:
        stop(server)
        log.close()


def command(port, token, study):
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"),
        *(f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={study}"),
        *("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",),
        *("--LabApp.news_url=None", "--LabApp.extension_manager=readonly"),
        "--LabApp.expose_app_in_browser=True",
    ]


def surroundings(folder):
    """Nothing of the user's own Jupyter, and the toolkit of this checkout."""
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    own = {name: str(folder / place) for name, place in places.items()}
    return {**os.environ, **own, "PYTHONPATH": str(ROOT), "JUPYTER_PREFER_ENV_PATH": "1"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(server, runtime, log):
    """Return the server's address once it answers."""
    end = time.monotonic() + STARTING
    while time.monotonic() < end and server.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            told = json.loads(file.read_text(encoding="utf-8") or "{}")
            if told and answers(told["url"], told["token"]):
                return told["url"]
        time.sleep(0.2)
    log.seek(0)
    raise AssertionError(f"JupyterLab did not start:\n{log.read()[-3000:]}")


def answers(url, token):
    try:
        with NO_PROXY.open(f"{url}api/status?token={token}", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def stop(server):
    """End the server, which ends its kernels; by force if it does not go."""
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, 9)
        server.wait(timeout=15)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
def test_notebook_02_runs_in_jupyterlab_and_shows_its_figure(lab):
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    url, token, study = lab
    asked = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(1000 * STARTING)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{url}doc/tree/notebooks/{NOTEBOOK}?token={token}")
        page.wait_for_function(READY)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_function(ENDED, timeout=1000 * RUNNING)
        assert page.evaluate(PROBLEMS) == []
        page.evaluate(SCROLL, page.evaluate(PLACE, FIGURE))
        figure = page.locator(f"img[alt^='{FIGURE}']")
        figure.scroll_into_view_if_needed()
        shown = figure.bounding_box()
        width = figure.evaluate("image => image.naturalWidth")
        caption = figure.locator("xpath=../figcaption").inner_text()
        page.screenshot(path=study / "seen.png")
        browser.close()
    assert width > 1000
    assert shown["width"] > 400
    assert caption.startswith("Share of articles with at least two matches of a theme")
    assert (study / "figures" / "themes-by-year.png").is_file()
    hosts = {urlsplit(one).hostname for one in asked if not one.startswith(("data:", "blob:"))}
    assert hosts <= {"127.0.0.1", "localhost"}
