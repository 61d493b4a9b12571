"""Find the essays in a folder or a ZIP as a learning platform hands it out: whose each is, and its bytes.

Moodle names a folder or a file `Name Surname_12345_assignsubmission_file_…`, Canvas a file
`surnamename_LATE_123_456_essay.docx`. A ZIP is read in memory and within bounds, never unpacked. Not here: the text of
an essay (`readers.py`).
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from sourcebook.essays.readers import ENDINGS
from sourcebook.model.problems import SourcebookError
from sourcebook.store import files

LARGEST = 32 * 1024 * 1024
"""The largest essay that is read, in bytes; a ZIP of a class may be ten times as large."""
LARGEST_ZIP = 10 * LARGEST
MOST_FILES = 2_000
MANIFEST = ".sourcebook-essays.json"
"""The file by which a folder of results is known; it is no folder of essays."""
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?P<kind>file|onlinetext)(?:_(?P<file>.*))?")
_CANVAS = re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<user>\d+)_(?P<id>\d+)_(?P<file>.+)")
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)")


@dataclass(frozen=True)
class Submission:
    """A file that a student handed in: its name in the folder, whose it is, its bytes; or why it cannot be read."""

    file: str
    student: str
    data: bytes = b""
    fault: str = ""
    late: bool = False

    @property
    def name(self) -> str:
        return PurePosixPath(self.file).name


def collect(path: Path) -> list[Submission]:
    """Every file of a folder, of a ZIP, or the one file itself, in the order of their names; copies are said to be."""
    if path.is_dir():
        found = list(_folder(path))
    elif path.suffix.lower() == ".zip":
        found = list(_zip(path, ""))
    elif path.is_file():
        found = [_file(path, path.name)]
    else:
        raise SourcebookError(f"{path} is not there; name a folder of essays, the ZIP of a platform, or one essay.")
    if not found:
        raise SourcebookError(f"{path} holds no file; name a folder of essays, the ZIP of a platform, or one essay.")
    return list(_without_copies(sorted(found, key=lambda s: s.file)))


def _folder(folder: Path) -> Iterator[Submission]:
    """The files of a folder and of the folders in it, links and results of ours left out."""
    count = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (
            path.is_dir()
            or _JUNK.search(name)
            or any((p / MANIFEST).exists() for p in path.parents if folder in (p, *p.parents))
        ):
            continue
        count += 1
        if count > MOST_FILES:
            raise SourcebookError(f"{folder} holds more than {MOST_FILES:,} files; name the folder of one class.")
        if path.is_symlink():
            yield _refused(name, "it is a link; put the file itself there.")
        elif path.suffix.lower() == ".zip":
            yield from _zip(path, f"{name}/")
        else:
            yield _file(path, name)


def _file(path: Path, name: str) -> Submission:
    try:
        data = files.read_bytes(path, LARGEST)
    except (OSError, ValueError) as error:
        return _refused(name, f"it cannot be read: {getattr(error, 'strerror', None) or error}")
    return _submission(name, data)


def _zip(path: Path, before: str) -> Iterator[Submission]:
    """The files in a ZIP. A damaged one is one line of the report, like a damaged essay."""
    try:
        data = path.stat().st_size
        if data > LARGEST_ZIP:
            raise ValueError(f"it is larger than {LARGEST_ZIP // 1024**2} MB; hand in the class in parts.")
        with zipfile.ZipFile(path) as archive:
            infos = [i for i in archive.infolist() if not i.is_dir() and not _JUNK.search(i.filename)]
            if len(infos) > MOST_FILES:
                raise ValueError(f"it holds more than {MOST_FILES:,} files; hand in one class.")
            left = LARGEST_ZIP
            for info in sorted(infos, key=lambda i: i.filename):
                submission = _member(archive, info, before, left)
                left -= len(submission.data)
                yield submission
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        yield _refused(before.rstrip("/") or path.name, f"this ZIP cannot be read: {error}")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, before: str, left: int) -> Submission:
    """One file of a ZIP; refused where its name leads out of it, or it is too large or locked."""
    parts = PurePosixPath(info.filename.replace("\\", "/"))
    name = before + parts.as_posix()
    if parts.is_absolute() or ".." in parts.parts or re.match(r"[A-Za-z]:", info.filename):
        return _refused(name.replace("..", "__"), "its name leads out of the ZIP; it was not opened.")
    if info.flag_bits & 1:
        return _refused(name, "it is locked with a password; ask for it without one.")
    try:
        with archive.open(info) as file:
            data = file.read(min(LARGEST, left) + 1)
    except Exception as error:  # noqa: BLE001 - zlib, bz2 and lzma each raise their own for broken data
        return _refused(name, f"it is damaged in the ZIP ({type(error).__name__}); get the ZIP again.")
    if len(data) > min(LARGEST, left):
        return _refused(
            name, f"it unpacks to more than {LARGEST // 1024**2} MB, or the whole ZIP does to too much; no essay does."
        )
    return _submission(name, data)


def _submission(name: str, data: bytes) -> Submission:
    """A file with its student, by the names that platforms give."""
    student, late = student_of(name)
    if name.lower().endswith(".zip"):
        return Submission(name, student, fault="it is a ZIP inside a ZIP; unpack it and hand in what it holds.")
    if not name.lower().endswith(ENDINGS):
        fault = "it is of no kind that is read; ask for DOCX, ODT, PDF, Markdown or plain text."
        return Submission(name, student, fault=fault, late=late)
    return Submission(name, student, data, late=late)


def _refused(name: str, fault: str) -> Submission:
    return Submission(name, student_of(name)[0], fault=fault)


def student_of(name: str) -> tuple[str, bool]:
    """Whose a file is by its name, and whether the platform marks it as late."""
    parts = PurePosixPath(name).parts
    for piece in reversed(parts):
        if moodle := _MOODLE.fullmatch(piece):
            return moodle["name"], False
        if canvas := _CANVAS.fullmatch(piece):
            return canvas["name"], bool(canvas["late"])
    return PurePosixPath(name).stem, False


def _without_copies(found: list[Submission]) -> Iterator[Submission]:
    """The submissions, of which a second copy of the same bytes by the same student is not read again."""
    seen: dict[tuple[str, str], str] = {}
    for submission in found:
        mark = (submission.student, hashlib.sha256(submission.data).hexdigest())
        if submission.data and mark in seen:
            yield replace(submission, data=b"", fault=f"it is the same file as {seen[mark]}, which was read.")
        else:
            seen.setdefault(mark, submission.file)
            yield submission
