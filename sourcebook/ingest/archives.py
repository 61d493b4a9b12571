"""Look at a ZIP archive before it is unpacked: Word files and tables are archives, and one can be made to fill a disk.

Not here: reading what is inside (`word_text.py`, `exchange/tables.py`, `exchange/bundle_files.py`).
"""

from __future__ import annotations

import io
import zipfile
import zlib

from sourcebook.model.problems import SourcebookError

MOST_MEMBERS, LARGEST_UNPACKED = 5000, 256 * 1024 * 1024
"""The most files in an archive, and their size together in bytes: an archive that holds more is no document."""


def members(data: bytes, name: str) -> list[str]:
    """The names of an archive's files. SourcebookError where it is damaged, encrypted or too large once unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise SourcebookError(f"{name} is locked with a password; save it without one.")
            if len(entries) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise SourcebookError(f"{name} unpacks to more than a document holds; save what you need of it alone.")
            if broken := archive.testzip():
                raise zipfile.BadZipFile(broken)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, zlib.error) as error:
        if isinstance(error, SourcebookError):
            raise
        raise SourcebookError(f"{name} is damaged and cannot be unpacked; get it anew, or save it again.") from None
    return [entry.filename for entry in entries]
