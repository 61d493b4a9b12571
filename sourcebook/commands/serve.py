"""`sourcebook serve`: a built book as a host would give it out, to this machine alone.

Here: a small server that obeys the file `_headers` of the book, so that what a strict host forbids is seen to fail at
home. Not here: building, and watching files (`make live`).
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
    """The headers of every answer: the lines below `/*` in the book's `_headers`; none where it has no such file."""
    path = folder / HEADERS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    pairs = (line.partition(":") for line in lines if line[:1].isspace() and ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


class Handler(SimpleHTTPRequestHandler):
    """Gives out the files of one folder, with the headers of the book."""

    def __init__(self, *arguments: Any, headers: Mapping[str, str], directory: str) -> None:
        self.given = headers
        super().__init__(*arguments, directory=directory)

    def end_headers(self) -> None:
        for name, value in self.given.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "no-cache")  # the next build is what the reader wants to see
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name in the standard library
        """Say nothing: a reader at home needs no list of requests."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of the book in this folder, on a port of its own choice where none is given. The caller starts it."""
    if not (folder / "index.html").is_file():
        raise SourcebookError(f"there is no book in {folder}: build it first, with `make` or `sourcebook build`.")
    handler = functools.partial(Handler, headers=read_headers(folder), directory=str(folder))
    try:
        return ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise SourcebookError(f"port {port}: {error.strerror}; choose another with --port.") from None


def address(made: ThreadingHTTPServer) -> str:
    """Where a browser finds the book."""
    return f"http://{HOST}:{made.server_address[1]}/"
