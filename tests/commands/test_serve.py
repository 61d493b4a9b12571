"""A book given out as a strict host would: with the headers that its build wrote, to this machine alone."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from sourcebook.commands import serve
from sourcebook.model.problems import SourcebookError

HEADERS = "/*\n  Content-Security-Policy: default-src 'none'; img-src 'self' data:\n  Referrer-Policy: no-referrer\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<!doctype html><title>A book</title>", encoding="utf-8")
    (tmp_path / "_headers").write_text(HEADERS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def running(book: Path) -> Iterator[ThreadingHTTPServer]:
    with serve.server(book) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def test_every_answer_carries_the_headers_of_the_book(running: ThreadingHTTPServer) -> None:
    connection = http.client.HTTPConnection(str(running.server_address[0]), int(running.server_address[1]))
    with contextlib.closing(connection):
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; img-src 'self' data:"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "A book" in answer.read().decode()


def asked(running: ThreadingHTTPServer, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer to a request."""
    connection = http.client.HTTPConnection(str(running.server_address[0]), int(running.server_address[1]))
    with contextlib.closing(connection):
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.title(): value for name, value in answer.headers.items()}, answer.read()


@pytest.mark.parametrize("path", ["/", "/index.html", "/index.html?day=5", "/style.css", "/code.js", "/data.json"])
def test_text_is_compressed_where_the_browser_takes_it(book: Path, running: ThreadingHTTPServer, path: str) -> None:
    for name in ("style.css", "code.js", "data.json"):
        (book / name).write_text("words " * 500, encoding="utf-8")
    _, plain, body = asked(running, path)
    status, headers, compressed = asked(running, path, Accept_Encoding="gzip, br")
    assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, "gzip", "Accept-Encoding")
    assert "Content-Encoding" not in plain
    assert gzip.decompress(compressed) == body
    assert headers["Content-Type"] == plain["Content-Type"]
    assert int(headers["Content-Length"]) == len(compressed)
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_file_that_changes_is_sent_anew_and_pictures_as_they_are(book: Path, running: ThreadingHTTPServer) -> None:
    (book / "a.css").write_text("a {}", encoding="utf-8")
    (book / "a.png").write_bytes(b"png")
    assert gzip.decompress(asked(running, "/a.css", Accept_Encoding="gzip")[2]) == b"a {}"
    (book / "a.css").write_text("b { color: red }", encoding="utf-8")
    assert gzip.decompress(asked(running, "/a.css", Accept_Encoding="gzip")[2]) == b"b { color: red }"
    assert asked(running, "/a.png", Accept_Encoding="gzip")[2] == b"png"


@pytest.mark.parametrize("path", ["/nowhere.html", "/a/b/c", "/index.html/", "/../secret.txt", "/%2e%2e/secret.txt"])
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_an_address_that_is_not_in_the_book_gets_its_page(
    book: Path, running: ThreadingHTTPServer, path: str, accepted: str
) -> None:
    (book.parent / "secret.txt").write_text("secret", encoding="utf-8")
    assert asked(running, path, Accept_Encoding=accepted)[0] == 404
    (book / "404.html").write_text("Not in the book.", encoding="utf-8")
    status, headers, body = asked(running, path, Accept_Encoding=accepted)
    assert (status, body) == (404, b"Not in the book.")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_nobody_but_this_machine_is_served(running: ThreadingHTTPServer) -> None:
    assert running.server_address[0] == "127.0.0.1"


def test_a_book_without_headers_is_served_without(book: Path) -> None:
    (book / "_headers").unlink()
    assert serve.read_headers(book) == {}


def test_no_book_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourcebookError, match="there is no book in"):
        serve.server(tmp_path)


def test_a_port_that_is_taken_is_said(book: Path, running: ThreadingHTTPServer) -> None:
    with pytest.raises(SourcebookError, match=r"choose another with --port"):
        serve.server(book, int(running.server_address[1]))
