"""How heavy the pages of a built book are, and how soon they show: facts, no test, because a clock is no judge.

Usage: `python benchmarks/measure_pages.py [_build/html] [page ...]`. Each page is opened in Chromium on this machine,
with the processor slowed four times. Bytes are those of everything that the page loads but images, compressed with
gzip.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import threading
from pathlib import Path

from playwright.sync_api import Browser, Response, sync_playwright

from sourcebook.commands import serving

SLOWER = 4
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PAINT = "performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime)[0]"


def measure(browser: Browser, address: str) -> tuple[int, int, float]:
    """Requests, bytes and milliseconds to the first paint of one page."""
    context = browser.new_context()
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 -- the driver marks what it is given
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    counted = [a for a in answers if a.request.resource_type != "image" and not a.url.startswith("data:")]
    size = sum(len(gzip.compress(answer.body(), 6)) for answer in counted)
    paint = float(page.evaluate(PAINT))
    context.close()
    return len(counted), size, paint


def main(folder: Path, names: list[str]) -> None:
    """Measure these pages of a built book, or all of them, and print what was found."""
    program = os.environ.get("SOURCEBOOK_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    pages = names or sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*.html") if "_static" not in path.parts
    )
    with serving.server(folder) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        measure(browser, serving.address(server))  # the first page of a browser pays for its start
        for name in pages:
            count, size, paint = measure(browser, serving.address(server) + name)
            print(f"{name}: {size:,} bytes in {count} requests, first paint after {paint:,.0f} ms")
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    given = sys.argv[1:] or ["_build/html"]
    main(Path(given[0]), given[1:])
