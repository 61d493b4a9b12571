"""The command `essays`: students' essays held against the readings of a course."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from sourcebook import processes
from sourcebook.cli.app import FAULTY, FINE, main, open_book, print_problems


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object a finding.")
@click.pass_obj
def essays(root: Path, folder: Path, as_json: bool) -> None:
    """Check what essays quote: a folder, the ZIP of a learning platform, or one draft."""
    from sourcebook.essays import class_run, submissions
    from sourcebook.essays.judge import WRONG, Judge
    from sourcebook.essays.readings import Readings

    processes.collect_rarely()
    found = submissions.collect(folder)
    opened = open_book(root)
    print_problems(p for p in opened.problems if p.is_error)
    checked = class_run.check(Judge(Readings(opened)), found)
    for each in checked:
        for line in each.lines:
            click.echo(json.dumps(line, ensure_ascii=False))
    wrong = any(each.report is None or each.report.count(WRONG) for each in checked)
    sys.exit(FAULTY if wrong else FINE)
