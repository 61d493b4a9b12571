"""A book given out as a strict host would: with the headers that its build wrote, to this machine alone."""

from __future__ import annotations

import contextlib
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
