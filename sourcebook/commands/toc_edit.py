"""Add a page to the table of contents, `_toc.yml`, keeping every comment.

Here: which list a page belongs to, and the edit. Not here: reading the table for a build (Sphinx does), and the staged
copy with private pages (`questions/private_folder.py`).
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


def is_book(folder: Path) -> bool:
    """True if a folder is that of a book."""
    return (folder / CONFIGURED).is_file() and (folder / SOURCES).is_dir()


def with_page(root: Path, page: str, caption: str) -> bytes | None:
    """The file with a page added, beside those of its folder or under a caption of its own.

    None where there is no such file, or where it already names the page. SourcebookError, with the line to add by hand,
    where the file cannot be read or edited safely.
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
    """True if the tree names a page anywhere."""
    if isinstance(tree, list):
        return any(_names(entry, page) for entry in tree)
    if not isinstance(tree, dict):
        return False
    own = str(tree.get("file", "")).removesuffix(".md")
    return own == page or any(_names(value, page) for value in tree.values())


def _edited(text: str, tree: dict[str, Any], page: str, caption: str) -> str | None:
    """The text with the page added; None where the result would not parse as intended."""
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


def _with_entry(text: str, path: yaml_source.KeyPath, lines: Sequence[str]) -> str:
    """Append an entry to a list of the text."""
    book = Manuscript(text)
    dash = max(book.indent((*path, 0)) - 2, 0)
    last = [place for place in book.places() if place[: len(path)] == path][-1]
    book.add_key(last, [" " * dash + line for line in lines])
    return book.result()


def _reads_as(text: str, tree: Any) -> bool:
    """True if a text parses to this tree."""
    try:
        return bool(yaml_source.load_settings(text.encode()) == tree)
    except ValueError:
        return False
