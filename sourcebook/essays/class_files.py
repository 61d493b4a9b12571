"""The files of a class: a folder an essay with its page (HTML, PDF) and its commented copy, `class.csv`, an overview.

All are made aside and moved in when they are complete; a manifest lists them. Not here: what stands on the pages
(`pages.py`), and where nothing may be written (`privacy.py`).
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sourcebook.essays import class_run, pages, privacy, word_comments
from sourcebook.essays.class_run import Checked
from sourcebook.essays.judge import RIGHT, UNKNOWN, WRONG, EssayReport, Finding, Judge
from sourcebook.essays.readers import Essay
from sourcebook.essays.submissions import Submission
from sourcebook.essays.tutor_wording import SLIPS, Rubric
from sourcebook.exports.data.feeds import Cell, table
from sourcebook.model.problems import SourcebookError
from sourcebook.store import atomic

_UNSAFE = re.compile(r"[^\w .,()’'-]|^[. ]+|[. ]+$")


@dataclass(frozen=True)
class Wanted:
    """What a call asks for: the folder of results, numbers in place of names, the rubric of an assignment."""

    out: Path
    anonymous: bool = False
    rubric: Rubric | None = None


def make(judge: Judge, submissions: Sequence[Submission], wanted: Wanted) -> list[Checked]:
    """Check every essay and write all files. SourcebookError where they may not, or cannot, stand there."""
    privacy.refuse_repository(wanted.out)
    privacy.refuse_foreign(wanted.out)
    numbered = (
        [replace(s, file=label) for s, label in zip(submissions, _labels(submissions), strict=True)]
        if (wanted.anonymous)
        else list(submissions)
    )
    folders = dict(zip((s.file for s in numbered), _folders(numbered, wanted.anonymous), strict=True))
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(dir=wanted.out.parent, prefix=".essays-"))
    try:
        checked = class_run.check(judge, numbered, _EssayWriter(judge, staged, folders, wanted))
        _class_files(judge, staged, checked, wanted)
        files = [p.relative_to(staged).as_posix() for p in staged.rglob("*") if p.is_file()]
        privacy.write_manifest(staged, files)
        privacy.move_in(staged, wanted.out)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    if wanted.anonymous:
        rows = [(new.file, old.student, old.file) for new, old in zip(numbered, submissions, strict=True)]
        atomic.write_file(privacy.key_file(wanted.out), table(("number", "student", "file"), rows).encode())
    return checked


def _labels(submissions: Sequence[Submission]) -> Iterator[str]:
    """A number for each submission, by its bytes, so that the order of names does not show through."""
    width = max(2, len(str(len(submissions))))
    order = sorted(range(len(submissions)), key=lambda i: (hashlib.sha256(submissions[i].data).hexdigest(), i))
    places = {index: number for number, index in enumerate(order, 1)}
    for index, submission in enumerate(submissions):
        yield f"{places[index]:0{width}d}{Path(submission.file).suffix.lower()}"


def _folders(submissions: Sequence[Submission], anonymous: bool) -> Iterator[str]:
    """The name of the folder of each submission; a second one of the same student has a number."""
    seen: dict[str, int] = {}
    for submission in submissions:
        name = Path(submission.file).stem if anonymous else submission.student
        safe = _UNSAFE.sub("_", name).strip()[:60] or "essay"
        seen[safe.casefold()] = seen.get(safe.casefold(), 0) + 1
        count = seen[safe.casefold()]
        yield safe if count == 1 else f"{safe}-{count}"


@dataclass(frozen=True)
class _EssayWriter:
    """Writes the files of one essay, in the process that read it."""

    judge: Judge
    staged: Path
    folders: dict[str, str]
    wanted: Wanted

    def __call__(self, submission: Submission, essay: Essay, report: EssayReport) -> None:
        folder = self.staged / self.folders[submission.file]
        folder.mkdir(parents=True, exist_ok=True)
        name = Path(submission.file).stem if self.wanted.anonymous else submission.student
        report = self._copy(folder, submission, essay, report)
        page = pages.student_page(self.judge.readings.book, name, report, self.wanted.rubric)
        (folder / "page.html").write_bytes(pages.as_html(page))
        (folder / "page.pdf").write_bytes(pages.as_pdf(page))

    def _copy(self, folder: Path, submission: Submission, essay: Essay, report: EssayReport) -> EssayReport:
        """Write the copy with comments; where none can be made, the page says so."""
        if not submission.name.lower().endswith((".docx", ".docm", ".dotx")):
            return report
        try:
            data = word_comments.commented(submission.data, essay, report.findings, self._said, self.wanted.anonymous)
        except SourcebookError as error:
            return replace(report, unchecked=(*report.unchecked, str(error)))
        (folder / "commented.docx").write_bytes(data)
        return report

    def _said(self, finding: Finding) -> str:
        """The text of a comment: what is wrong, the article's words and their place, the criterion that it concerns."""
        parts = [finding.message]
        if finding.right_words:
            parts.append(f"{pages.where(self.judge.readings.book, finding)}: “{finding.right_words}”")
        if self.wanted.rubric:
            parts.append(self.wanted.rubric.concerned(finding))
        return "\n".join(filter(None, parts))


def _class_files(judge: Judge, staged: Path, checked: Sequence[Checked], wanted: Wanted) -> None:
    page = pages.overview(judge.readings.book, checked)
    (staged / "overview.html").write_bytes(pages.as_html(page))
    (staged / "overview.pdf").write_bytes(pages.as_pdf(page))
    (staged / "class.csv").write_bytes(b"\xef\xbb\xbf" + class_csv(checked, wanted.anonymous).encode())


def class_csv(checked: Sequence[Checked], anonymous: bool = False) -> str:
    """The counts of a class, a row a file: for a marks sheet or a platform. It holds no mark."""
    head = (
        "student",
        "file",
        "late",
        "quotations",
        "right",
        "wrong",
        "not in the packet",
        *SLIPS,
        "readings unused",
        "note",
    )
    rows: list[tuple[Cell, ...]] = []
    for each in checked:
        submission, report = each.submission, each.report
        who = Path(submission.file).stem if anonymous else submission.student
        begin = (who, submission.file, "late" if submission.late else "")
        if report is None:
            rows.append((*begin, *[None] * (len(head) - 4), each.fault))
            continue
        counts = [report.count(v) for v in (RIGHT, WRONG, UNKNOWN)]
        slips = [sum(kind in f.kinds for f in report.findings) for kind in SLIPS]
        rows.append((*begin, len(report.findings), *counts, *slips, len(report.unused), " ".join(report.unchecked)))
    return table(head, rows)
