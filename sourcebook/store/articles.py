"""Read the articles of a book, where they are available, and check their fingerprints; read the files of seals.

Not here: what a seal proves (`quotes/seals.py`), and finding words in an article (`quotes/`).
"""

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
"""The folder of the articles inside `sources/`; git ignores it."""
TEXTS_VARIABLE = "SOURCEBOOK_TEXTS"
"""The environment variable that names another folder of articles."""
LARGEST_TEXT = 4 * 1024 * 1024
"""The largest article that is read, in bytes: some 700,000 words."""


def find_texts(root: Path, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder of the articles: the one that `SOURCEBOOK_TEXTS` names, or `sources/fulltext/`; None if absent."""
    named = environ.get(TEXTS_VARIABLE, "").strip()
    folder = Path(named).expanduser() if named else root / SOURCES / FULLTEXT
    return folder if folder.is_dir() else None


def read_texts(book: Book, environ: Mapping[str, str] = os.environ) -> tuple[dict[str, str], list[Problem]]:
    """The texts of the available articles, by source; an article that is unreadable or altered is a problem.

    An absent article is no problem: the passages of its source may then be proven by their seal.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    named = environ.get(TEXTS_VARIABLE, "").strip()
    folder = find_texts(book.root, environ)
    if named and folder is None:
        problems.append(Problem(Kind.UNREADABLE, f"{TEXTS_VARIABLE} names {named!r}, which is no folder."))
    for key, source in book.sources.items() if folder else ():
        place = book.place(book.source_file(key), "text", "file")
        text, fault = _read_text(folder, source)  # type: ignore[arg-type]  # folder is a path wherever the loop runs
        if fault:
            problems.append(Problem(fault[0], fault[1], place))
        elif text is not None:
            texts[key] = text
    return texts, problems


def _read_text(folder: Path, source: Source) -> tuple[str | None, tuple[Kind, str] | None]:
    """One article, None where it is absent, or the kind and message of why it cannot be used."""
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


def seal_file(root: Path, key: str) -> Path:
    """The path of a source's seal."""
    return root / SOURCES / f"{key}.seal.json"


def read_seal(path: Path, root: Path) -> tuple[Any, list[Problem]]:
    """The JSON value of a seal file, and its problems; None where there is no file."""
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
