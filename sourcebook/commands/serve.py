"""`sourcebook serve`: serve a built book on localhost, with the headers that a strict host would send.

The headers come from the book's `_headers` file, so that what a strict host forbids fails here too. Not here: building,
and watching files (`make live`).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sourcebook.model.problems import SourcebookError

HEADERS = "_headers"
HOST = "127.0.0.1"


def read_headers(folder: Path) -> dict[str, str]:
    """Read the response headers from the book's `_headers` file; none where it has no such file."""
    path = folder / HEADERS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    pairs = (line.partition(":") for line in lines if line[:1].isspace() and ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


class Handler(SimpleHTTPRequestHandler):
    """Serves the files of one folder, with the headers of the book."""

    def __init__(self, *arguments: Any, headers: Mapping[str, str], directory: str) -> None:
        self.book_headers = headers
        super().__init__(*arguments, directory=directory)

    def end_headers(self) -> None:
        for name, value in self.book_headers.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "no-cache")  # after the next build, the browser must not show the old page
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name in the standard library
        """Print nothing: a local reader needs no request log."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """Create a server for the book in a folder, on a free port where `port` is 0. The caller starts it."""
    if not (folder / "index.html").is_file():
        raise SourcebookError(f"there is no book in {folder}: build it first, with `make` or `sourcebook build`.")
    handler = functools.partial(Handler, headers=read_headers(folder), directory=str(folder))
    try:
        return ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise SourcebookError(f"port {port}: {error.strerror}; choose another with --port.") from None


def address(running: ThreadingHTTPServer) -> str:
    """The URL of the served book."""
    return f"http://{HOST}:{running.server_address[1]}/"
