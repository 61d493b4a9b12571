"""Sign cached build files with a per-user key, so that only files from this user's own builds are reused.

Sphinx stores pages as pickles, and loading a pickle can run any code. A book that was received from somebody may hold
such files in its `_build`. So each folder of them carries a signature: a keyed digest (BLAKE2b) of the names and bytes
of its files and of the paths for which they were made. The key is a file that only this user can read, outside any
book.

Here: the key, signing, and verifying. Not here: which folders are signed and when (`sphinx_ext/trusted_cache.py`).
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

STATE = "SOURCEBOOK_STATE"
"""The environment variable that names the folder of the key."""
KEY_FILE = "build-cache.key"
KEY_BYTES = 32
_USER: int | None = getattr(os, "getuid", lambda: None)()
"""The user on POSIX; None elsewhere."""


def state_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """The per-user state folder of this program; None where the system names no home."""
    if environ.get(STATE):
        return Path(environ[STATE])
    if platform == "win32":
        return Path(environ["LOCALAPPDATA"]) / "sourcebook" if environ.get("LOCALAPPDATA") else None
    if environ.get("XDG_STATE_HOME"):
        return Path(environ["XDG_STATE_HOME"]) / "sourcebook"
    home = environ.get("HOME")
    if not home:
        return None
    below = "Library/Application Support" if platform == "darwin" else ".local/state"
    return Path(home) / below / "sourcebook"


def user_key() -> bytes | None:
    """This user's secret key, created on first use; None where none can be kept, and then nothing is reused."""
    folder = state_folder()
    if folder is None or not folder.is_absolute():  # a relative path could lie inside a received book
        return None
    with contextlib.suppress(OSError):
        return _read_key(folder / KEY_FILE) or _make_key(folder / KEY_FILE)
    return None


def _read_key(path: Path) -> bytes | None:
    """Read a key that no other user can have read or written; None where there is none."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    others = _USER is not None and (status.st_uid != _USER or stat.S_IMODE(status.st_mode) & 0o077)
    if not stat.S_ISREG(status.st_mode) or others:
        path.unlink()
        return None
    key = path.read_bytes() if status.st_size == KEY_BYTES else b""
    return key if len(key) == KEY_BYTES else None


def _make_key(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_bytes(KEY_BYTES)
    _write(path, key)
    return key


def _write(path: Path, data: bytes) -> None:
    """Write a file atomically, with mode 600."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # mkstemp gives mode 600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sign(folder: Path, signature: Path, *made_for: Path) -> None:
    """Sign a folder as it now is. Where the signature cannot be written, the next build reuses nothing."""
    key = user_key()
    digest = _digest(folder, signature, key, made_for) if key else None
    with contextlib.suppress(OSError):
        signature.unlink(missing_ok=True)
        if digest:
            _write(signature, digest.encode("ascii"))


def is_genuine(folder: Path, signature: Path, *made_for: Path) -> bool:
    """True if the folder holds exactly what a build of this user left in it, for these paths."""
    key = user_key()
    try:
        regular = stat.S_ISREG(signature.lstat().st_mode) and signature.stat().st_size < 1000
        written = signature.read_text(encoding="ascii") if regular else ""
    except (OSError, ValueError):
        return False
    digest = _digest(folder, signature, key, made_for) if key and written else None
    return digest is not None and hmac.compare_digest(digest, written)


def _digest(folder: Path, signature: Path, key: bytes, made_for: tuple[Path, ...]) -> str | None:
    """The keyed digest of every file; None where the folder holds a link, a device or an unreadable file."""
    total = hashlib.blake2b(key=key)
    for path in (folder, *made_for):
        _add(total, os.fsencode(path.resolve()))
    try:
        for path in _files(folder):
            if path != signature:
                _add(total, os.fsencode(path.relative_to(folder)))
                with path.open("rb") as file:
                    _add(total, hashlib.file_digest(file, "blake2b").digest())
    except (OSError, ValueError):
        return None
    return total.hexdigest()


def _add(total: hashlib.blake2b, data: bytes) -> None:
    """Add one part with its length, so that two parts are never confused with one."""
    total.update(len(data).to_bytes(8, "big") + data)


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder, by name. ValueError at anything but a file or a folder, such as a link."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
        else:
            raise ValueError(entry.path)
