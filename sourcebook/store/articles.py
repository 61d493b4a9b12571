"""The articles of a book, where they are at hand, with their fingerprints; and the files of their seals."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from sourcebook.model.problems import Kind, Place, Problem, relative
from sourcebook.model.records import Source
from sourcebook.store.book import SOURCES, Book, read_file
from sourcebook.store.files import decode, read_bytes

FULLTEXT = "fulltext"


TEXTS_VARIABLE = "SOURCEBOOK_TEXTS"


LARGEST_TEXT = 4 * 1024 * 1024


def seal_file(root: Path, key: str) -> Path:
    """Where the seal of a source stands."""
    return root / SOURCES / f"{key}.seal.json"


def read_seal(path: Path, root: Path) -> tuple[Any, list[Problem]]:
    """A seal as it stands in its file, None where there is none; what it means is for `quotes/seals.py`."""
    if not path.is_file():
        return None, []
    text, problems = read_file(path, root)
    if text is None:
        return None, problems
    try:
        return msgspec.json.decode(text.encode()), []
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
        message = f"it is not JSON ({error}); run `sourcebook seal`."
        return None, [Problem(Kind.BAD_SEAL, message, Place(relative(path, root)))]


def find_texts(root: Path, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder of the articles: the one that `SOURCEBOOK_TEXTS` names, or else `sources/fulltext/`.

    None where it is not at hand.
    """
    named = environ.get(TEXTS_VARIABLE, "").strip()
    folder = Path(named).expanduser() if named else root / SOURCES / FULLTEXT
    return folder if folder.is_dir() else None


def read_texts(book: Book, environ: Mapping[str, str] = os.environ) -> tuple[dict[str, str], list[Problem]]:
    """The articles at hand by source, each with the fingerprint that its record gives; the others as problems.

    An article that is not there is no problem here: the passages of its source are then proven by their seal, or not.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    named = environ.get(TEXTS_VARIABLE, "").strip()
    folder = find_texts(book.root, environ)
    if named and folder is None:
        problems.append(Problem(Kind.UNREADABLE, f"{TEXTS_VARIABLE} names {named!r}, which is no folder."))
    for key, source in book.sources.items() if folder else ():
        place = book.place(book.source_file(key), "text", "file")
        text, fault = _text(folder, source)  # type: ignore[arg-type]  # folder is a path wherever the loop runs
        if fault:
            problems.append(Problem(fault[0], fault[1], place))
        elif text is not None:
            texts[key] = text
    return texts, problems


def _text(folder: Path, source: Source) -> tuple[str | None, tuple[Kind, str] | None]:
    """One article, or why it cannot be used."""
    name = source.text.file
    if Path(name).name != name or name == ".." or not name.isprintable() or set(name) & set("\\/:"):
        return None, (Kind.UNREADABLE, f"{name!r} is no file name; name a file inside the folder of the articles.")
    path = folder / name
    try:
        if not path.is_file():
            return None, None
        data = read_bytes(path, LARGEST_TEXT, folder)
        text = decode(data)
    except OSError as error:
        return None, (Kind.UNREADABLE, f"the article {name!r} cannot be read: {error.strerror}.")
    except ValueError as error:
        return None, (Kind.UNREADABLE, f"the article {name!r}: {error}")
    digest = hashlib.sha256(data).hexdigest()
    if digest != source.text.sha256:
        message = f"the article {name!r} is not the one that was recorded: its SHA-256 is {digest}."
        return None, (Kind.TEXT_CHANGED, message + " Compare the two, then correct the record or the file.")
    return text, None
