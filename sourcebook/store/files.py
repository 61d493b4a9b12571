"""Reading the files of a book: bounded in size, inside its folder, no link out of it and no device, UTF-8."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_AT_ONCE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(path: Path, largest: int, within: Path | None = None) -> bytes:
    """A file's bytes. ValueError says why it is not read: it is no file but a device or a queue, which may never end;
    it is larger than `largest` bytes; it lies outside the folder `within`, to which a link may lead. OSError as usual.
    """
    if within is not None:
        inside(path, within)
    with os.fdopen(os.open(path, _AT_ONCE), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("it is no file; put a file there.")
        data = file.read(largest + 1)
    if len(data) > largest:
        raise ValueError(f"it is larger than {largest // 1024 // 1024} MB.")
    return data


def inside(path: Path, folder: Path) -> None:
    """ValueError where a file lies outside a folder, whether its name leads there (`../`) or a link does."""
    if not _leads_into(path, folder):
        raise ValueError(f"{path.name} leads out of {folder.name or 'the book'}/; put the file itself there.")


def there(folder: Path, name: str) -> bool:
    """Whether a name that somebody wrote is that of a file inside a folder. It may be anything, and no name at all."""
    try:
        path = folder / name
        return path.is_file() and _leads_into(path, folder)
    except (OSError, ValueError):  # longer than a name can be, a NUL inside
        return False


def _leads_into(path: Path, folder: Path) -> bool:
    """Whether a file lies in a folder once every link is followed. (`os.path` takes a third of what `Path` takes.)"""
    return os.path.realpath(path).startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep)


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8, with or without a byte order mark, one kind of line end. ValueError says what is wrong."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line} is not UTF-8; save the file as UTF-8.") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ValueError(f"line {line} holds a NUL character; is it a text file?")
    return text.replace("\r\n", "\n").replace("\r", "\n")
