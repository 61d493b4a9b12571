"""`sourcebook build briefs`: build every brief as PDF, on A4 and US Letter, and as an editable Word file.

Here: the files of a brief, the clearance sheet beside them, and the limit of pages. Not here: a brief's content
(`sphinx_ext/directives/brief.py`), typesetting (`exports/paper/pdf.py`), and Word (`exports/paper/word.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sourcebook.analysis import support
from sourcebook.check import Opened, open_book
from sourcebook.commands import build_paper
from sourcebook.exports.data import clearance, proof_bundle
from sourcebook.exports.paper import pdf, phrases, word
from sourcebook.exports.paper.paper_sizes import PAPERS, file_name
from sourcebook.model import document, document_tree
from sourcebook.model.problems import Kind, Place, Problem
from sourcebook.sphinx_ext import build, escapes
from sourcebook.sphinx_ext.directives.brief_page import FOLDER, is_brief, stem
from sourcebook.store import atomic, files

Say = Callable[[str], None]
STYLES = f"{FOLDER}/styles.docx"
"""A house's own Word file, whose styles the Word files of briefs take."""
CLEARANCE = "clearance.pdf"
"""The sheet beside the briefs: how much of each article is quoted."""


@dataclass(frozen=True)
class BuiltBriefs:
    """The files that were built, the problems, and notes. With an error, the older files stay."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def make(root: Path, say: Say | None = None, source: Path | None = None) -> BuiltBriefs:
    """Build every brief, all or none, from the blocks in `source`, or from the pages as they are now.

    `build.FaultyBookError` where pages have faults, which Sphinx has printed.
    """
    folder = build_paper.read(root) if source is None else source
    with atomic.alone(root / build.BUILD):
        order, pages = document_tree.read(folder)
        briefs = [page for page in pages if is_brief(page.name)]
        problems = [problem for page in briefs for problem in too_long(order, page)]
        if not briefs or any(problem.is_error for problem in problems):
            return BuiltBriefs((), tuple(problems))
        built, final = root / build.BUILD / build.WORK / FOLDER, root / build.BUILD / FOLDER
        shutil.rmtree(built, ignore_errors=True)
        press = BriefPress(order, folder, built, say, root / STYLES if files.there(root, STYLES) else None)
        names = [name for page in briefs for name in press.brief(page)]
        names += press.clearance(open_book(root))
        atomic.publish(built, final)
        return BuiltBriefs(
            tuple(final / name for name in names), tuple(problems), () if word.available() else (word.MISSING,)
        )


def too_long(order: document.BookOrder, page: document.Page) -> Iterator[Problem]:
    """A problem for each paper size on which a brief is too long, unless its front matter accepts that."""
    accepted, _ = escapes.parse(page.meta.get("accept", ""), Place(page.file)) if page.meta.get("accept") else ({}, [])
    if Kind.LONG_BRIEF.label not in accepted:
        for paper in PAPERS:
            pages = pdf.body_pages(order, page, paper.name)
            yield from support.lint_length(pages, paper.title, Place(page.file, 1))


@dataclass(frozen=True)
class BriefPress:
    """Writes the files of briefs: from the blocks in one folder into another folder."""

    order: document.BookOrder
    source: Path
    target: Path
    say: Say | None
    styles: Path | None

    def clearance(self, opened: Opened) -> list[str]:
        """Write the sheet that says how much of each article is quoted."""
        page = clearance.sheet(opened.book, opened.prover, phrases.phrases(self.order.language))
        atomic.write_file(self.target / CLEARANCE, pdf.handout(self.order, page, say=self.say))
        return [CLEARANCE]

    def brief(self, page: document.Page) -> list[str]:
        """Write a brief for every paper size, with its evidence attached, and for Word; the names of the files."""
        evidence = (self.source / f"{page.name}.{proof_bundle.ATTACHMENT}").read_bytes()
        contents = {
            file_name(stem(page.name), paper): pdf.brief(self.order, page, paper.name, evidence=evidence, say=self.say)
            for paper in PAPERS
        }
        if word.available():
            contents[f"{stem(page.name)}.docx"] = word.brief(self.order, page, styles=self.styles)
        for name, data in contents.items():
            atomic.write_file(self.target / name, data)
        return list(contents)
