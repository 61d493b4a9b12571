"""The table of contents, `_toc.yml`: entering a page, with every comment left where it stands.

Here: which list a page belongs to, and the edit. Not here: reading a table of contents for a build (Sphinx does), and
the staged copy that private pages join (`questions/private_folder.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any, cast

from sourcebook.model.problems import SourcebookError
from sourcebook.questions.private_folder import CONTENTS, beside
from sourcebook.store import files, yaml_source
from sourcebook.store.book import LARGEST_RECORD, SOURCES
from sourcebook.store.yaml_edit import Manuscript, as_before, scalar

CONFIGURED = "conf.py"
_Path = tuple[str | int, ...]


def is_book(folder: Path) -> bool:
    """Whether a folder is that of a book."""
    return (folder / CONFIGURED).is_file() and (folder / SOURCES).is_dir()


def entered(root: Path, page: str, caption: str) -> bytes | None:
    """The file with a page entered, beside those of its folder or under a caption of its own.

    None where there is no such file, or where it names the page already. SourcebookError, with the line to write by
    hand, where the file cannot be read or is written in a way that cannot be added to.
    """
    path = root / CONTENTS
    if not path.is_file():
        return None
    remedy = f"add the line `- file: {page}` to {CONTENTS} by hand, and make the page again"
    try:
        before = files.read_bytes(path, LARGEST_RECORD, root)
        tree = yaml_source.load_settings(before)
    except ValueError as error:
        raise SourcebookError(f"{CONTENTS} cannot be read ({error}); mend it first.") from None
    text = files.decode(before).rstrip("\n") + "\n"
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
    """The text with the page entered; None where the edit does not read as it is meant."""
    entry: dict[str, Any] = {"file": page}
    lines = [f"- file: {page}"]
    path = beside(tree, f"{page.partition('/')[0]}/")
    lists = [key for key in ("parts", "chapters", "sections") if isinstance(tree.get(key), list) and tree[key]]
    if path is None and not lists:
        return f"{text}chapters:\n  - file: {page}\n"
    if path is None and lists[0] == "parts":
        entry = {"caption": caption, "chapters": [entry]}
        lines = [f"- caption: {scalar(caption)}", "  chapters:", f"    - file: {page}"]
    path = path or (lists[0],)
    after = _with_entry(text, path, lines)
    entries: Any = reduce(getitem, path, cast(Any, tree))
    entries.append(entry)
    return after if _reads_as(after, tree) else None


def _with_entry(text: str, path: _Path, lines: Sequence[str]) -> str:
    """The text with one more entry at the end of a list."""
    book = Manuscript(text)
    dash = max(book.indent((*path, 0)) - 2, 0)
    last = [place for place in book.places() if place[: len(path)] == path][-1]
    book.add_key(last, [" " * dash + line for line in lines])
    return book.result()


def _reads_as(text: str, tree: Any) -> bool:
    """Whether a text is read as this tree."""
    try:
        return bool(yaml_source.load_settings(text.encode()) == tree)
    except ValueError:
        return False
