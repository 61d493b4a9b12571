"""The same book for plain Jupyter Book: its pages with plain block quotes, and Jupyter Book's own settings.

Here: pages and settings as somebody would have them who uses Jupyter Book and nothing of ours. What our directives
draw, such as the timeline, has no plain form and is left out, so the plain book has less to do than ours. Not here:
measuring it (`book.py`, `pages.py`).
"""

from __future__ import annotations

import re
from pathlib import Path

from sourcebook.load import Book, load_book

SETTINGS = """\
title: The plain book
author: ""
only_build_toc_files: true
execute:
  execute_notebooks: "off"
"""
_OPENS = re.compile(r"^(:{3,})\{sb:([a-z-]+)\}\s*(\S*)")
_OPTION = re.compile(r"^:[a-z-]+:")
_ROLE = re.compile(r"\{sb:[a-z-]+\}`([^`<]*?)\s*(?:<[^`]*>)?`")


def copy_book(root: Path, to: Path) -> None:
    """Write the plain form of the book in `root` into the folder `to`, with the same contents."""
    book, _ = load_book(root)
    toc = (root / "_toc.yml").read_text(encoding="utf-8")
    names = [found[1] for found in re.finditer(r"(?:root|file): (\S+)", toc)]
    for name in names:
        path = to / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plain((root / f"{name}.md").read_text(encoding="utf-8"), book), encoding="utf-8")
    (to / "_toc.yml").write_text(toc, encoding="utf-8")
    (to / "_config.yml").write_text(SETTINGS, encoding="utf-8")


def plain(page: str, book: Book) -> str:
    """A page without our directives and roles: the words that they hold stay, a quotation becomes a block quote."""
    out: list[str] = []
    fences: list[str] = []
    options = False
    for line in page.splitlines():
        opened = _OPENS.match(line)
        if opened:
            fences.append(opened[1])
            out += _quoted(book, opened[3]) if opened[2] == "quote" else [""]
            options = True
        elif fences and line.strip() == fences[-1]:
            fences.pop()
            out.append("")
        elif not (options and _OPTION.match(line)):
            options = False
            out.append(_ROLE.sub(lambda role: role[1], line))
    return "\n".join(out) + "\n"


def _quoted(book: Book, ref: str) -> list[str]:
    passage = book.passage(ref)
    return ["", *(f"> {line}" for line in (passage.exact if passage else ref).splitlines()), ""]
