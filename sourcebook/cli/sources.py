"""Commands that change the sources of a book: `add`, `seal`, `reanchor`, `remove`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import NoReturn

import click

from sourcebook.cli.app import (
    FAULTY,
    FINE,
    fail,
    main,
    open_book,
    print_lines,
    print_problems,
    require_book_folder,
    require_source,
)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", required=True, metavar="KEY", help="The new source's key: lower case, joined by hyphens.")
@click.option("--title", default="", help="The article's title, where the file does not give it or gives it wrongly.")
@click.option("--encoding", default="", metavar="NAME", help="The file's encoding, where it is not UTF-8: cp1252 …")
@click.option("--language", default="", metavar="CODE", help="The article's language, where it is not found: kk …")
@click.pass_obj
def add(root: Path, file: Path, key: str, title: str, encoding: str, language: str) -> None:
    """Add a source from a text, page (HTML), PDF or Word file: propose its record, put its text with the articles."""
    if not (root / "sources").is_dir():
        require_book_folder(root)
    add_source(root, file, key, (title, encoding, language))


def add_source(root: Path, file: Path, key: str, given: tuple[str, str, str]) -> NoReturn:
    """Add a source, print what `check` would say of it, and exit."""
    from sourcebook.ingest import add as ingest_add

    added = ingest_add.add(root, file, key, ingest_add.Given(*given))
    print_lines(added.lines)
    sys.exit(print_problems(added.problems))


@main.command()
@click.argument("keys", nargs=-1, metavar="[KEY ...]")
@click.pass_obj
def seal(root: Path, keys: tuple[str, ...]) -> None:
    """Seal the sources anew (all, or those named), and list what changed."""
    from sourcebook.commands import seal as seal_command

    opened = open_book(root)
    for key in keys:
        require_source(opened, key)
    code = print_problems(p for p in opened.problems if p.is_error)
    for key in keys or opened.book.sources:
        report = seal_command.seal(opened, key)
        code = max(code, print_problems(report.problems))
        print_lines(report.lines)
    sys.exit(code)


@main.command()
@click.argument("key")
@click.argument("newfile", type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Carry over what is sure: zones, speech, paragraph numbers.")
@click.option("--take", multiple=True, metavar="ID", help="With --write: a changed passage to take anew; or all.")
@click.option("--encoding", default="", metavar="NAME", help="The new file's encoding, where it is not UTF-8.")
@click.pass_obj
def reanchor(root: Path, key: str, newfile: Path, write: bool, take: tuple[str, ...], encoding: str) -> None:
    """Find the passages, zones and speech of a source again in NEWFILE, the text that its publisher corrected."""
    if take and not write:
        fail("--take goes with --write: without it nothing is written.")
    from sourcebook.ingest import reanchor as ingest_reanchor

    opened = open_book(root)
    require_source(opened, key)
    report = ingest_reanchor.reanchor(opened, key, newfile, ingest_reanchor.ReanchorOptions(write, take, encoding))
    print_lines(report.lines)
    sys.exit(print_problems(report.problems))


@main.command()
@click.argument("key")
@click.option("--write", is_flag=True, help="Do it; left out, what would go is only listed.")
@click.option("--because", metavar="REASON", help="Why it is withdrawn: the reason that stands on its tombstone.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The day that stands there; today, where left out.")
@click.pass_obj
def remove(root: Path, key: str, write: bool, because: str | None, date: dt.datetime | None) -> None:
    """Withdraw a source: list all that depends on it; with --write, take it out and leave tombstones."""
    from sourcebook.commands import remove as remove_command

    opened = open_book(root)
    if key in {tombstone.id for tombstone in opened.book.withdrawn}:
        fail(f"{key} was withdrawn already.")
    require_source(opened, key)
    if write and not (because or "").strip():
        fail("say why: --because REASON stands on the tombstone.")
    day = (date or dt.datetime.now(dt.UTC)).date().isoformat()
    removal = remove_command.remove(opened, key, str(because), day) if write else remove_command.plan(opened, key)[0]
    print_lines(removal.lines(opened.book))
    click.echo("Done; run `sourcebook check`." if write else "Nothing was changed. To do it: --write --because REASON.")
    sys.exit(FAULTY if write and (removal.mentions or removal.faults) else FINE)
