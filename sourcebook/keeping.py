"""Files that are kept from run to run, because making them anew takes long.

Each is used again only for what it was made of, and only where its own digest says that it is whole. Anything else is
passed over in silence and made anew. Such files hold what nobody else should read, so they lie in the folder of the
work in progress, which is never published, and only their owner may read them. Not here: what stands in one
(`parsed.py`, `quotes/kept.py`).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

_DIGEST = 32
"""Bytes of a SHA-256. A file is the digest of what it was made of, the digest of the rest, and the rest."""
_MOST_BYTES = 256 * 1024 * 1024
"""The largest file that is looked at. An article of the largest size that is read fills less than half of it."""


def read(path: Path, made_of: bytes) -> bytes | None:
    """What was kept for this, or None."""
    try:
        fit = path.is_file() and path.stat().st_size <= _MOST_BYTES  # a queue would be waited for
        data = path.read_bytes() if fit else b""
    except OSError:
        return None
    whole, body = data[_DIGEST : 2 * _DIGEST], data[2 * _DIGEST :]
    return body if data[:_DIGEST] == made_of and hashlib.sha256(body).digest() == whole else None


def write(path: Path, made_of: bytes, body: bytes) -> None:
    """Keep this, whole or not at all. Where nothing can be kept, nothing is lost."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(made_of + hashlib.sha256(body).digest() + body)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@cache
def code(*files: Path) -> bytes:
    """The digest of the code that makes something: what is kept is not older than the rules."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).digest()
