"""The command `essays`: students' essays held against the readings of a course."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from sourcebook import processes
from sourcebook.cli.app import FAULTY, FINE, MISCALLED, fail, main, open_book, print_lines, print_problems
from sourcebook.model.problems import near

if TYPE_CHECKING:
    from sourcebook.essays.class_run import Checked
    from sourcebook.essays.tutor_wording import Rubric


@dataclass(frozen=True)
class _Call:
    """The options of one call."""

    out: Path | None
    assignment: str
    as_json: bool
    anonymous: bool


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--to", "out", type=click.Path(file_okay=False, path_type=Path), help="The folder for the results.")
@click.option(
    "--assignment", metavar="ID", default="", help="Comment by the criteria and comment bank of an assignment."
)
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object a finding.")
@click.option("--anonymous", is_flag=True, help="Numbers in place of names; their key stands beside the folder.")
@click.option("--delete", type=click.Path(file_okay=False, path_type=Path), help="Delete the results in this folder.")
@click.pass_obj
def essays(root: Path, /, folder: Path | None, delete: Path | None, **given: Any) -> None:
    """Check what essays quote: FOLDER is a folder, the ZIP of a learning platform, or one draft.

    Without --to nothing is written: a student checks a draft so. No mark, and no guess about who wrote an essay.
    """
    if delete is not None:
        _delete(delete)
    call = _Call(**given)
    if folder is None:
        fail("say which essays: sourcebook essays FOLDER --to OUT, or one draft: sourcebook essays DRAFT.docx.")
    if call.anonymous and call.out is None:
        fail("--anonymous goes with --to: without it nothing is written.")
    from sourcebook.essays import class_files, class_run, submissions
    from sourcebook.essays.judge import WRONG, Judge
    from sourcebook.essays.readings import Readings

    processes.collect_rarely()
    found = submissions.collect(folder)
    opened = open_book(root)
    if print_problems(p for p in opened.problems if p.is_error):
        fail("the records or articles have faults; mend them first. Nothing was checked.")
    judge, rubric = Judge(Readings(opened)), _rubric(root, call.assignment) if call.assignment else None
    if call.out:
        checked = class_files.make(judge, found, class_files.Wanted(call.out, call.anonymous, rubric))
    else:
        checked = class_run.check(judge, found)
    if call.as_json:
        lines = [json.dumps(line, ensure_ascii=False) for c in checked for line in c.lines]
    else:
        lines = list(_overview(checked, call.out) if call.out else _told(checked))
    print_lines(lines)
    sys.exit(FAULTY if any(c.report is None or c.report.count(WRONG) for c in checked) else FINE)


def _delete(out: Path) -> NoReturn:
    from sourcebook.essays import privacy

    count, left = privacy.delete(out)
    click.echo(
        f"{count} files were deleted." + (f" Not of this command, and left: {', '.join(left[:5])}" if left else "")
    )
    sys.exit(FINE)


def _overview(checked: list[Checked], out: Path) -> Iterator[str]:
    """What is said of a class whose results were written."""
    reports = [c.report for c in checked if c.report]
    yield f"Essays checked: {len(reports)}. Begin with {out / 'overview.html'}."
    yield from (f"not read: {c.submission.file}: {c.fault}" for c in checked if not c.report)
    yield f"To delete all of it: sourcebook essays --delete {out}"


def _told(checked: list[Checked]) -> Iterator[str]:
    """What is said of essays whose results are not written, such as a student's own draft."""
    for each in checked:
        yield f"{each.submission.file}:"
        if each.report is None:
            yield f"  not read: {each.fault}"
            continue
        for finding in each.report.findings:
            at = f" {finding.source} ¶{finding.paragraph}" if finding.paragraph else ""
            yield f"  {finding.place}: {finding.verdict}{at}: “{finding.quotation.words}”"
            yield from (f"    {finding.message}" for _ in range(bool(finding.kinds or finding.hints)))
        yield from (f"  not checked: {line}" for line in each.report.unchecked)
        yield f"  Quotations: {len(each.report.findings)}. What you tell in your own words was not checked."


def _rubric(root: Path, ident: str) -> Rubric:
    """The criteria and the comment bank of an assignment; the command ends where the book has none of that id."""
    from sourcebook.commands import read_exercises
    from sourcebook.essays.tutor_wording import Rubric
    from sourcebook.model.document_tree import plain_text

    pool = read_exercises.read(root).pool
    assignment = pool.plan.assignments.get(ident)
    if assignment is None:
        known = sorted(pool.plan.assignments)
        meant = near(ident, known)
        there = f"did you mean {meant!r}?" if meant else f"there are: {', '.join(known) or 'none'}."
        click.echo(f"sourcebook: there is no assignment {ident!r}; {there}", err=True)
        sys.exit(MISCALLED)
    items = pool.items_of(assignment)
    named = (f"{criterion.name}: {criterion.description}" for item in items for criterion in item.rubric)
    bank = (" ".join(plain_text([block]).split()) for item in items for block in item.secret.errors)
    return Rubric(assignment.title, tuple(dict.fromkeys((*named, *assignment.criteria))), tuple(bank))
