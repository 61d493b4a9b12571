"""The same book for plain Jupyter Book: its pages with plain block quotes, and Jupyter Book's own settings.

Here: pages and settings as somebody would have them who uses Jupyter Book and nothing of ours, in two forms. In
`copy_book`, what our directives draw, such as the timeline, is left out, so the plain book has far less to show than
ours. In `write_out` each page holds the words that ours shows, its timelines and tables written out as Markdown; it
still lacks pictures, links between pages, and everything that a reader can do. Not here: measuring them (`book.py`,
`commands/read_book.py`).
"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

from sourcebook.exports.paper import pandoc
from sourcebook.model import document_tree
from sourcebook.sphinx_ext import build
from sourcebook.store.book import Book, load_book

SETTINGS = """\
title: The plain book
author: ""
only_build_toc_files: true
execute:
  execute_notebooks: "off"
"""
MARKDOWN = "commonmark+pipe_tables+footnotes-raw_html"
_OPENS = re.compile(r"^(:{3,})\{sb:([a-z-]+)\}\s*(\S*)")
_OPTION = re.compile(r"^:[a-z-]+:")
_ROLE = re.compile(r"\{sb:[a-z-]+\}`([^`<]*?)\s*(?:<[^`]*>)?`")


def copy_book(root: Path, to: Path) -> None:
    """Write the plain form of the book in `root` into the folder `to`, with the same contents."""
    book, _ = load_book(root)
    names = re.findall(r"(?:root|file): (\S+)", (root / "_toc.yml").read_text(encoding="utf-8"))
    _write(root, to, {name: plain((root / f"{name}.md").read_text(encoding="utf-8"), book) for name in names})


def write_out(root: Path, to: Path) -> None:
    """Write the book in `root`, read by our own builder, into the folder `to` as the Markdown of its words.

    Needs pypandoc. ValueError where the pages of the book have faults.
    """
    import pypandoc

    code, folder = build.blocks(root, io.StringIO())
    if code:
        raise ValueError("the book has faults")
    pages = {}
    for page in document_tree.read(folder)[1]:
        made = pandoc.document(pandoc.Pandoc(page.notes).blocks(page.blocks), page.title, "en")
        options = ["--sandbox", "--wrap=none"]
        pages[page.name] = pypandoc.convert_text(json.dumps(made), MARKDOWN, "json", extra_args=options)
    _write(root, to, pages)


def _write(root: Path, to: Path, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        path = to / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (to / "_toc.yml").write_text((root / "_toc.yml").read_text(encoding="utf-8"), encoding="utf-8")
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
