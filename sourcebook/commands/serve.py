"""`sourcebook serve`: serve a built book on localhost as a strict host would.

The headers come from the book's `_headers` file, so that what a strict host forbids fails here too; text is compressed,
and an address that is not in the book gets the book's own page for that. Not here: building, and watching files
(`make live`).
"""

from __future__ import annotations

import functools
import gzip
import io
from collections.abc import Mapping
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from sourcebook.model.problems import SourcebookError

HEADERS = "_headers"
HOST = "127.0.0.1"
NOT_FOUND = "404.html"
COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml")
"""What the types begin with that hosts send compressed."""


@functools.lru_cache(maxsize=512)
def _compressed(path: Path, _changed: int) -> bytes:
    """A file in gzip's format, compressed once for each time it is written."""
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


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

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send the headers of a file; text is compressed where the browser takes it so."""
        folder = self.path.partition("?")[0].endswith("/")
        path = Path(self.translate_path(self.path), *(["index.html"] if folder else []))
        kind = self.guess_type(str(path))
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        if not accepted or not kind.startswith(COMPRESSED) or not path.is_file():
            return super().send_head()
        return self._sent(200, kind, _compressed(path, path.stat().st_mtime_ns), "gzip")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the book's own page for an address that is not in it; Python's for any other error."""
        page = Path(self.directory, NOT_FOUND)
        if code == 404 and page.is_file():
            self.wfile.write(self._sent(code, "text/html; charset=utf-8", page.read_bytes()).read())
        else:
            super().send_error(code, message, explain)

    def _sent(self, code: int, kind: str, data: bytes, encoding: str = "") -> io.BytesIO:
        """Send the headers of `data`, which is returned to be sent after them."""
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
            self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        return io.BytesIO(data)

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
