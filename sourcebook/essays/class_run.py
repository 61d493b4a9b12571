"""Check the essays of a class: each is read, judged and, where results are wanted, written; several at once.

Here: sharing the work among processes, and one result an essay. Not here: what is said (`judge.py`), and the files of a
class as a whole (`class_files.py`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sourcebook import processes
from sourcebook.essays import readers
from sourcebook.essays.judge import EssayReport, Judge
from sourcebook.essays.readers import Essay
from sourcebook.essays.submissions import Submission
from sourcebook.model.problems import Kind, SourcebookError


@dataclass(frozen=True)
class Checked:
    """A submission and what is said of it; `report` is None where it could not be read, and `fault` says why."""

    submission: Submission
    report: EssayReport | None
    fault: str = ""

    @property
    def lines(self) -> list[dict[str, object]]:
        """The lines of `--json`: one a finding, or one that says why there is none."""
        file = self.submission.file
        if self.report is None:
            return [
                {"file": file, "quotation": "", "verdict": "unknown", "kinds": [Kind.UNREADABLE.label], "source": None,
                 "paragraph": None, "right_words": "", "message": self.fault}
            ]  # fmt: skip
        return [finding.as_json(file) for finding in self.report.findings]


Writer = Callable[[Submission, Essay, EssayReport], None]


def check(judge: Judge, submissions: Sequence[Submission], write: Writer | None = None) -> list[Checked]:
    """What is said of each submission, in order. `write` is called with each that could be read, in its process."""

    def work(portion: Sequence[Submission]) -> list[Checked]:
        return _portion(judge, portion, write)

    # A process in which Typst is at work cannot be copied: its threads would be missing in the copy.
    alone = len(submissions) < 2 or (write is not None and "typst" in sys.modules)
    runs = processes.portions(submissions, 1 if alone else processes.cores())
    return [checked for run in processes.shared(work, runs) for checked in run]


def _portion(judge: Judge, portion: Sequence[Submission], write: Writer | None) -> list[Checked]:
    """The submissions of one process. Their PDFs are read together, because a sandbox starts slowly."""
    pdfs = [s for s in portion if s.data.startswith(b"%PDF")]
    pages = dict(zip(map(id, pdfs), readers.read_pdfs([(s.name, s.data) for s in pdfs]), strict=True))
    out = []
    for submission in portion:
        bare = replace(submission, data=b"")
        try:
            if submission.fault:
                raise SourcebookError(submission.fault)
            page = pages.get(id(submission))
            essay = readers.from_page(page) if page is not None else readers.read(submission.name, submission.data)
            report = judge.report(essay)
            if write:
                write(submission, essay, report)
        except SourcebookError as error:
            out.append(Checked(bare, None, str(error)))
        except (
            ArithmeticError,
            LookupError,
            MemoryError,
            RuntimeError,
            TypeError,
            ValueError,
            AttributeError,
        ) as error:
            # What a crafted file can do to a parser is not known; it must not take the class with it.
            out.append(Checked(bare, None, f"it cannot be read ({type(error).__name__}); ask for it as plain text."))
        else:
            out.append(Checked(bare, report))
    return out
