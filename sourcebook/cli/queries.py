"""Commands that answer and change nothing: `quote`, `check`, `find`, `verify`."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from sourcebook import processes
from sourcebook.cli.app import FAULTY, FINE, fail, main, open_book, print_lines, print_problems, require_source
from sourcebook.model.problems import NotLoadedError


@main.command()
@click.argument("words", nargs=-1)
@click.option("--source", metavar="KEY", help="The source that the words are said to stand in.")
@click.option("--speaker", metavar="NAME", help="Who is said to speak: an actor's id, any of their names, or `author`.")
@click.option("--from", "batch", type=click.File("rb"), help="Many: one JSON object a line (`-`: standard input).")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object a line.")
@click.pass_obj
def quote(root: Path, words: tuple[str, ...], source: str, speaker: str, batch: Any, as_json: bool) -> None:
    """Check a quotation, or many: each is accepted, rejected or unproven."""
    if batch is None and (not words or not source):
        fail('say which words and of which source: sourcebook quote --source KEY "words", or --from FILE.')
    if batch is not None and (words or source or speaker):
        fail("with --from, the words, the source and the speaker stand in the file; leave them out.")
    from sourcebook.commands import quote as quote_command

    processes.collect_rarely()
    opened = open_book(root)
    print_problems(p for p in opened.problems if p.is_error)
    if source:
        require_source(opened, source)
    questions = batch if batch is not None else io.BytesIO(quote_command.as_line(" ".join(words), source, speaker))

    def formatted(reply: quote_command.Reply) -> str:
        return json.dumps(reply.as_json(), ensure_ascii=False) if as_json else reply.as_text()

    code = FINE
    for text, accepted in quote_command.tell_all(opened, questions, formatted):
        sys.stdout.write(f"{text}\n")
        code = code if accepted else FAULTY
    sys.exit(code)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
@click.option("--escapes", "escapes_too", is_flag=True, help="List the cautions that are accepted, with their reasons.")
@click.pass_obj
def check(root: Path, as_json: bool, escapes_too: bool) -> None:
    """List every problem of the book's records and pages, without building it."""
    from sourcebook.check import count_states, unread
    from sourcebook.commands import read_book

    try:
        opened = open_book(root)
        checked, counted = read_book.check(opened), count_states(opened)
    except NotLoadedError as error:
        if not as_json:
            raise
        checked, counted = read_book.Pages((), error.problems, ()), {}
    states = {state.value: n for state, n in counted.items()}
    if as_json:
        problems = [problem.as_json() | asdict(problem.place) for problem in checked.problems]
        escapes = [{"file": w.file, "line": w.line, "kind": kind, "because": why} for w, kind, why in checked.escapes]
        answer = {"problems": problems, "escapes": escapes, "passages": states}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        sys.exit(FAULTY if checked.faulty else FINE)
    code = print_problems(checked.problems)
    for where, kind, why in checked.escapes if escapes_too else ():
        click.echo(f"{where}: accepted: {kind}: {why}")
    parts = ", ".join(f"{n} {name}" for name, n in states.items() if n)
    click.echo(f"{sum(states.values())} passages{': ' if parts else ''}{parts}.")
    for line in unread(opened.book):
        click.echo(line)
    how = "." if escapes_too else "; --escapes lists them."
    click.echo(f"{len(checked.escapes)} cautions are accepted with a reason{how}")
    sys.exit(code)


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--source", "key", default="", metavar="KEY", help="The source to search; all of them where left out.")
@click.option("--limit", default=10, type=click.IntRange(min=1), show_default=True, help="How many places to show.")
@click.pass_obj
def find(root: Path, words: tuple[str, ...], key: str, limit: int) -> None:
    """Show where words stand, who says them, and a passage ready to paste."""
    phrase = " ".join(words)
    if not any(map(str.isalnum, phrase)):
        fail('say which words: sourcebook find "words".')
    from sourcebook.commands import find as find_command

    opened = open_book(root)
    if key:
        require_source(opened, key)
    results = find_command.find(opened, phrase, key, limit)
    for hit in results.hits:
        click.echo(hit.as_text(opened.book.speaker_name(hit.place.key, hit.speaker)) + "\n")
    if results.more:
        click.echo(f"They stand in {results.more} more places; --limit {len(results.hits) + results.more} shows all.")
    if not results.hits:
        click.echo("These words were not found.")
    print_lines((*results.suggestions, *results.notes))
    sys.exit(FINE if results.hits else FAULTY)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE ...", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def verify(root: Path, files: tuple[Path, ...]) -> None:
    """Prove what a seal, a page of a book or a PDF quotes, without the articles."""
    from sourcebook.commands import verify as verify_command

    reports = [verify_command.verify(file, root) for file in files]
    for report in reports:
        print_lines(report.lines())
    sys.exit(FINE if all(report.ok for report in reports) else FAULTY)
