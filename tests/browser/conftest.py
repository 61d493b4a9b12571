"""The invented harbour as a book in its real theme, and the book of this project, served to a browser on this machine.

Each is built once for all tests that ask for it.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from sourcebook.commands import serve
from tests.browser.visiting import Visit
from tests.sphinx_ext import conftest as small
from tests.sphinx_ext.harbour import furnish

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
THEME: dict[str, Any] = {
    "html_theme": "sphinx_book_theme",
    "html_context": {"default_mode": "auto"},
    "html_title": "The harbour",
    "smartquotes": False,
}
Open = Callable[..., "Opened"]


class Silent(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def do_GET(self) -> None:
        """As ever, but an icon that browsers ask for unasked is no fault of a page."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name in the standard library
        """Say nothing."""


@dataclass
class Opened:
    """A page in a browser, and what went wrong in it so far."""

    page: Page
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the book."""
    with pytest.MonkeyPatch.context() as patch:
        return _built(tmp_path_factory.mktemp("harbour"), patch)


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the book."""
    with _given_out(site_folder) as home:
        yield home


@pytest.fixture(scope="session")
def site_below(site_folder: Path) -> Iterator[str]:
    """The address of the book under a path of its host."""
    with _given_out(site_folder.parent) as home:
        yield f"{home}/{site_folder.name}"


@contextlib.contextmanager
def _given_out(folder: Path) -> Iterator[str]:
    handler = functools.partial(Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def _built(root: Path, patch: pytest.MonkeyPatch) -> Path:
    (root / "articles").mkdir()
    patch.setenv("SOURCEBOOK_TEXTS", str(root / "articles"))
    book = small.Book(root / "book", root / "articles", patch)
    small.write_articles(book)
    furnish(book)
    built = book.build(**THEME)
    assert built.warnings == []
    return built.out


@pytest.fixture(scope="session")
def real_site(real_book: Path) -> Iterator[str]:
    """The address of the project's own book, given out under the policy that its build wrote."""
    with serve.server(real_book) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield serve.address(server).rstrip("/")
        server.shutdown()


@pytest.fixture(scope="module")  # two of these at a time, in two modules, exclude each other
def browser(chromium: Path) -> Iterator[Browser]:
    """One browser for the tests of a module; each page gets a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Open a page of the book: `open_page("timeline.html", width=390, color_scheme="dark")`."""
    contexts = []

    def opened(address: str, width: int = 1300, home: str = "", **options: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        made = Opened(context.new_page())
        made.page.on("console", lambda said: made.errors.append(said.text) if said.type == "error" else None)
        made.page.on("pageerror", lambda error: made.errors.append(str(error)))
        made.page.goto(f"{home or site}/{address}")
        return made

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open an address: `visit(address, width=390, color_scheme="dark")`; `slowed` divides the processor's speed.

    What neither asks for requests nor for faults of scripts says `silent=False`, and need not wait for late ones.
    """
    contexts = []

    def opened(
        address: str, width: int = 1300, script: str = "", slowed: int = 1, silent: bool = True, **options: Any
    ) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        made = Visit(context.new_page())
        if script:
            made.page.add_init_script(script)
        if slowed > 1:
            context.new_cdp_session(made.page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        return made.to(address, silent)

    yield opened
    for context in contexts:
        context.close()
