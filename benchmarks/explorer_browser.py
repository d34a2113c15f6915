"""How fast pages open in a real browser, what they ask of a network, and what axe-core finds.

    python benchmarks/explorer_browser.py FILE.html [FILE.html ...]

One JSON object per file and line: ``first_draw_ms`` is the time from the start of navigation until
the page has drawn (the mark ``explorer-drawn`` and one frame after it, or the load event of a page
that is not ours); ``filter_ms`` the median over 50 changes of curves, outlets, span and measure,
its new layout included; the two with ``_cpu`` are what the page's main thread itself worked, which
hardly moves when others use the machine; ``requests`` what was asked of any network; ``axe`` the
violations in the view shown first, null without axe-core.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

AXE = Path(__file__).parents[1] / "toolkit/explorer/source/node_modules/axe-core/axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
N_FILTERS = 50
REPEATS = 5
DRAWN = """() => new Promise(resolve => {
  const look = () => {
    const mark = performance.getEntriesByName("explorer-drawn")[0];
    const loaded = performance.getEntriesByType("navigation")[0].loadEventEnd;
    const ours = document.getElementById("explorer") !== null;
    if (ours ? mark : loaded) requestAnimationFrame(() => setTimeout(() => resolve(
      Math.max(performance.now(), 0)), 0));
    else setTimeout(look, 1);
  };
  look();
})"""
FILTER = """async address => {
  const before = performance.now();
  document.body.getBoundingClientRect();
  location.hash = address;
  await new Promise(resolve => addEventListener("hashchange", resolve, {once: true}));
  document.body.getBoundingClientRect();
  return performance.now() - before;
}"""
CHOICES = """() => ({
  series: [...document.querySelectorAll("[data-series]")].map(box => box.dataset.series),
  outlets: [...document.querySelectorAll("[data-slice]")].map(box => box.value),
  periods: [...document.querySelectorAll("[data-control=from] option")].map(one => one.value),
  measures: [...document.querySelectorAll("[data-control=measure] option")].map(one => one.value),
})"""


def measure(browser, file: Path) -> dict[str, object]:
    """Return what one file costs."""
    drawn, worked = [], []
    for turn in range(REPEATS):
        page, requests, clock = opened(browser, file)
        drawn.append(page.evaluate(DRAWN))
        worked.append(busy(clock))
        if turn < REPEATS - 1:
            page.context.close()
    is_ours = page.locator("#explorer").count() == 1
    filters = filter_times(page, clock) if is_ours else (None, None)
    result = {
        "file": file.name,
        "first_draw_ms": round(statistics.median(drawn), 1),
        "first_draw_cpu_ms": round(statistics.median(worked), 1),
        "filter_ms": filters[0],
        "filter_cpu_ms": filters[1],
        "requests": [url for url in requests if not url.startswith(("file:", "data:", "blob:"))],
        "axe": violations(page),
    }
    page.context.close()
    return result


def busy(clock: CDPSession) -> float:
    """Milliseconds that the main thread of the page has worked."""
    metrics = {one["name"]: one["value"] for one in clock.send("Performance.getMetrics")["metrics"]}
    return 1000 * metrics["TaskDuration"]


def opened(browser, file: Path) -> tuple[Page, list[str], CDPSession]:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    clock = page.context.new_cdp_session(page)
    clock.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(file.resolve().as_uri(), wait_until="commit")
    return page, requests, clock


def filter_times(page: Page, clock: CDPSession) -> tuple[float, float]:
    """Median times of a change of what is shown, over curves, outlets, span and measure."""
    times, worked = [], []
    for address in addresses(page.evaluate(CHOICES)):
        before = busy(clock)
        times.append(page.evaluate(FILTER, address))
        worked.append(busy(clock) - before)
    return round(statistics.median(times), 1), round(statistics.median(worked), 1)


def addresses(choices: dict[str, list[str]]) -> list[str]:
    series, outlets, periods = choices["series"], choices["outlets"], choices["periods"]
    made = []
    for k in range(N_FILTERS):
        shown = ",".join(series[(k + step) % len(series)] for step in range(1 + k % 5))
        outlet = outlets[k % len(outlets)] if outlets else "all"
        address = f"v=time&s={shown}&o={outlet}"
        if periods:
            address += f"&from={periods[k % max(1, len(periods) // 2)]}"
        if k % 4 == 0:  # and the articles behind a point
            address += f"&at={shown.split(',')[0]}@{periods[(7 * k) % len(periods)]}@all"
        made.append(address.replace(" ", "+") + f"&m={choices['measures'][k % 2 - 1]}")
    return made


def violations(page: Page) -> list[str] | None:
    if not AXE.exists():
        return None
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']} ({len(one['nodes'])})" for one in found["violations"]]


def main(names: list[str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name in names:
            print(json.dumps(measure(browser, Path(name))), flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
