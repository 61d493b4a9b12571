"""`sourcebook build briefs`: every brief of a book as PDF, on A4 and on US Letter.

Here: one run of Sphinx that writes blocks, a PDF a brief and a paper, and the count of pages. Not here: what a brief
says (`sphinx_ext/briefs.py`), and how it is set (`outputs/pdf.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sourcebook import blocks
from sourcebook.analysis import support
from sourcebook.commands import printing
from sourcebook.outputs import bundle, pdf, whole
from sourcebook.outputs.papers import PAPERS, Paper, file_name
from sourcebook.problems import Kind, Place, Problem
from sourcebook.sphinx_ext import escapes, run
from sourcebook.sphinx_ext.briefs import FOLDER, is_brief

Say = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """What was made: the files, and what is wrong. With a problem, no file takes the place of an older one."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def make(root: Path, say: Say | None = None, source: Path | None = None) -> Made:
    """Make every brief, all of them or none: of the blocks in `source`, or of the pages as they are.

    `run.FaultyBookError` where pages have faults, which Sphinx has said.
    """
    folder = printing.read(root) if source is None else source
    with whole.alone(root / run.BUILD):
        order, pages = blocks.read(folder)
        wanted = [page for page in pages if is_brief(page.name)]
        problems = [problem for page in wanted for problem in too_long(order, page)]
        if problems or not wanted:
            return Made((), tuple(problems))
        made, final = root / run.BUILD / run.WORK / FOLDER, root / run.BUILD / FOLDER
        shutil.rmtree(made, ignore_errors=True)
        press = Press(order, folder, made, say)
        names = [name for page in wanted for name in press.brief(page)]
        whole.mend(final)
        whole.publish(made, final)
        return Made(tuple(final / name for name in names), ())


def too_long(order: blocks.Order, page: blocks.Page) -> Iterator[Problem]:
    """A problem for each paper on which the body of a brief is too long, unless its front matter accepts that."""
    accepted, _ = escapes.parse(page.meta.get("accept", ""), Place(page.file)) if page.meta.get("accept") else ({}, [])
    if Kind.LONG_BRIEF.label not in accepted:
        for paper in PAPERS:
            pages = pdf.body_pages(order, page, paper.name)
            yield from support.lint_length(pages, paper.title, Place(page.file, 1))


@dataclass(frozen=True)
class Press:
    """Sets briefs: from the blocks in one folder, PDFs into another."""

    order: blocks.Order
    source: Path
    target: Path
    say: Say | None

    def brief(self, page: blocks.Page) -> list[str]:
        """Write a brief on every paper, with its evidence inside; the names of the files."""
        evidence = (self.source / f"{page.name}.{bundle.ATTACHMENT}").read_bytes()
        return [self._on(paper, page, evidence) for paper in PAPERS]

    def _on(self, paper: Paper, page: blocks.Page, evidence: bytes) -> str:
        name = file_name(page.name.removeprefix(f"{FOLDER}/"), paper)
        whole.write_file(self.target / name, pdf.brief(self.order, page, paper.name, evidence=evidence, say=self.say))
        return name
