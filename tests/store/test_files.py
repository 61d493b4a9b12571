"""Untrusted files: size, place, links, devices and encoding are checked before anything is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sourcebook.store.files import decode, inside, read_bytes, there


def test_a_byte_order_mark_and_other_line_ends_are_read() -> None:
    assert decode(b"\xef\xbb\xbfa: 1\r\nb: 2\rc: 3\n") == "a: 1\nb: 2\nc: 3\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"a\nb\xff", "line 2 is not UTF-8"), (b"a\nb\0", "line 2 holds a NUL"), (b"\xed\xa0\x80", "line 1")],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        decode(data)


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(b"1234")
    assert read_bytes(path, 4) == b"1234"
    with pytest.raises(ValueError, match="larger than"):
        read_bytes(path, 3)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(b"secret")
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    for path in (folder / "link.txt", folder / ".." / "secret.txt"):
        with pytest.raises(ValueError, match="leads out of book/"):
            read_bytes(path, 100, folder)
    (folder / "own.txt").write_bytes(b"own")
    (folder / "alias.txt").symlink_to(folder / "own.txt")
    inside(folder / "alias.txt", folder)
    assert read_bytes(folder / "alias.txt", 100, folder) == b"own"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ValueError, match="it is no file"):
        read_bytes(tmp_path / "pipe", 100)


@pytest.mark.parametrize("name", ["../own.txt", "gone.txt", "", ".", "a\0b", "x" * 5000])
def test_a_name_that_is_none_is_not_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "own.txt").write_bytes(b"own")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "page.md").write_bytes(b"page")
    assert there(tmp_path / "book", "page.md")
    assert not there(tmp_path / "book", name)
