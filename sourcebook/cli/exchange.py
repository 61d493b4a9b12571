"""Commands that take in what other tools and colleagues have, and give it to them: `import`, `bundle`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from sourcebook.cli.app import FAULTY, FINE, MISCALLED, fail, main, open_book, print_lines, print_problems


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", "key", default="", metavar="KEY", help="The source that it belongs to; found where left out.")
@click.option("--skip", default="", metavar="N,N-N", help="Items to leave out, by number: they do not come back.")
@click.option("--again", is_flag=True, help="Take also what was left out in an earlier import.")
@click.option("--encoding", default="", metavar="NAME", help="The file's encoding, where it is not UTF-8: cp1252 …")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what it would do.")
@click.pass_obj
def import_file(  # noqa: PLR0913, PLR0917 -- an argument an option of the command
    root: Path, file: Path, key: str, skip: str, again: bool, encoding: str, yes: bool, dry_run: bool
) -> None:
    """Take in FILE, as another tool wrote it; what would change is shown first, and asked.

    \b
    References      CSL-JSON, BibTeX, RIS: Zotero and other managers
    Annotations     Hypothesis (JSON), W3C Web Annotation (JSON-LD)
    Word            .docx with comments and highlights; without, as an article
    Quotations      CSV, XLSX, JSONL with a column quote, text or content
    Articles        a text, page or Word file of Factiva, Nexis, ProQuest or
                    Europresse that holds several, parted at their headers

    A reference fills what the record of its source leaves empty, or begins a record that waits for its article. A
    passage is taken only where its words stand in the article, by the rules of every quotation; what does not fit is
    listed with the nearest passage, and never changed. What FILE is, is told by what it holds, not by its name.
    """
    from sourcebook.exchange import importing
    from sourcebook.exchange.plan import Choice, Verdict

    opened = open_book(root)
    plan = importing.plan(opened, file, key, encoding, Choice(_numbers(skip), again))
    print_lines(plan.lines())
    code = FAULTY if plan.count(Verdict.UNFIT) else FINE
    code = max(code, print_problems(plan.problems))
    if not plan.changes or dry_run:
        click.echo("Nothing was written: this is what it would do." if plan.changes else "Nothing is to be written.")
        sys.exit(code)
    _ask("Write this?", yes)
    plan.carry_out(root)
    click.echo("Written.")
    print_lines(plan.then)
    sys.exit(code)


def _numbers(text: str) -> frozenset[int]:
    """The numbers that `2,5-7` names."""
    out: set[int] = set()
    for part in filter(None, text.replace(" ", "").split(",")):
        match = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part)
        if match is None:
            fail(f"{part!r} is no number of an item; write --skip 2,5-7.")
        out |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(out)


def _ask(question: str, yes: bool) -> None:
    """Go on only where the author agrees; without a terminal, only with `--yes`."""
    if yes:
        return
    if not sys.stdin.isatty():
        click.echo("Nothing was written: nobody can be asked here. To do it, add --yes.", err=True)
        sys.exit(MISCALLED)
    if not click.confirm(question):
        click.echo("Nothing was written.")
        sys.exit(FINE)
