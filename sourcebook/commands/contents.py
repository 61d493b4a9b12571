"""The table of contents, `_toc.yml`: entering a page, with every comment left where it stands.

Here: which list a page belongs to, and the edit. Not here: reading a table of contents for a build (Sphinx does), and
the staged copy that private pages join (`exercises/private.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from sourcebook import load
from sourcebook.commands.writing import Kept, Manuscript, as_before, scalar
from sourcebook.exercises.private import CONTENTS, beside
from sourcebook.problems import SourcebookError

CONFIGURED = "conf.py"
_Path = tuple[str | int, ...]


def is_book(folder: Path) -> bool:
    """Whether a folder is that of a book."""
    return (folder / CONFIGURED).is_file() and (folder / load.SOURCES).is_dir()


def entered(root: Path, page: str, caption: str) -> bytes | None:
    """The file with a page entered, beside those of its folder or under a caption of its own.

    None where there is no such file, or where it names the page already. SourcebookError, with the line to write by
    hand, where the file cannot be read or is written in a way that cannot be added to.
    """
    path = root / CONTENTS
    if not path.is_file():
        return None
    before = path.read_bytes()
    remedy = f"add the line `- file: {page}` to {CONTENTS} by hand, and make the page again"
    try:
        text = load.decode(before)
        tree = yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())
        raise SourcebookError(f"{CONTENTS} cannot be read ({said}); mend it first.") from None
    if not isinstance(tree, dict):
        raise SourcebookError(f"{CONTENTS} names no pages; begin it with `format: jb-book` and `root: index`.")
    if _names(tree, page):
        return None
    after = _edited(text, tree, page, caption)
    if after is None:
        raise SourcebookError(f"{CONTENTS} is written in a form that is not edited here; {remedy}.")
    return as_before(after, before)


def _names(tree: Any, page: str) -> bool:
    """Whether a page is named anywhere in the tree."""
    if isinstance(tree, list):
        return any(_names(entry, page) for entry in tree)
    if not isinstance(tree, dict):
        return False
    own = str(tree.get("file", "")).removesuffix(".md")
    return own == page or any(_names(value, page) for value in tree.values())


def _edited(text: str, tree: dict[str, Any], page: str, caption: str) -> str | None:
    """The text with the page entered; None where the edit would not read as it was meant."""
    path = beside(tree, f"{page.partition('/')[0]}/")
    lists = [key for key in ("parts", "chapters", "sections") if isinstance(tree.get(key), list) and tree[key]]
    if path is not None:
        after = _with_entry(text, path, [f"- file: {page}"])
    elif "parts" in lists:
        after = _with_entry(text, ("parts",), [f"- caption: {scalar(caption)}", "  chapters:", f"    - file: {page}"])
    elif lists:
        after = _with_entry(text, (lists[0],), [f"- file: {page}"])
    else:
        after = f"{text.rstrip()}\nchapters:\n  - file: {page}\n"
    return after if _is_meant(after, tree, page) else None


def _with_entry(text: str, path: _Path, lines: Sequence[str]) -> str:
    """The text with one more entry at the end of a list."""
    book = Manuscript(text)
    count = sum(len(found) == len(path) + 1 and found[:-1] == path for found in book.places())
    dash = max(book.indent((*path, 0)) - 2, 0)
    new = [" " * dash + line for line in lines]
    book.rewrite(path, [*map(Kept, range(count)), new])
    return book.result()


def _is_meant(text: str, tree: dict[str, Any], page: str) -> bool:
    """Whether an edited text says what the old one said, and names the page."""
    try:
        after = yaml.safe_load(text)
    except yaml.YAMLError:
        return False
    return _names(after, page) and _without(after, page) == _without(tree, page)


def _without(tree: Any, page: str) -> Any:
    """A tree without a page, and without what only led to it."""
    if isinstance(tree, list):
        kept = [_without(entry, page) for entry in tree if not (isinstance(entry, dict) and entry.get("file") == page)]
        return [entry for entry in kept if not (isinstance(entry, dict) and entry.get("chapters") == [])]
    if isinstance(tree, dict):
        found = {key: _without(value, page) for key, value in tree.items()}
        return {key: value for key, value in found.items() if value != [] or key != "chapters"}
    return tree
