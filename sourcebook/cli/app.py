"""The command group `sourcebook`, its exit codes, and what its commands share: opening a book, printing, failing."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from sourcebook import __version__, processes
from sourcebook.model.problems import NotLoadedError, Problem, SourcebookError, near
from sourcebook.store import files, transaction

if TYPE_CHECKING:
    from sourcebook.check import Opened

FINE, FAULTY, MISCALLED = 0, 1, 2
"""Exit codes: nothing wrong or cautions only; errors found; the call itself was wrong."""


class SuggestingGroup(click.Group):
    """A group that suggests the nearest command, and turns our own errors into messages."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            meant = near(args[0], self.list_commands(ctx))
            if not meant:
                raise
            raise click.UsageError(f"{error.message} Did you mean {meant!r}?", ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except NotLoadedError as error:
            sys.exit(print_problems(error.problems))
        except SourcebookError as error:
            fail(str(error))
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader closed the pipe: click ends in silence
                raise
            # A full disk, a read-only folder: outputs are written to temporary files and moved in when complete.
            fail(f"{error.filename or 'a file'}: {error.strerror or error}; what was there before is as it was.")


class SuggestingChoice(click.Choice[str]):
    """One of several words; a word that is none of them is answered with the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            meant = near(str(value), self.choices)
            self.fail(f"{error.message} Did you mean {meant!r}?" if meant else error.message, param, ctx)


@click.group(cls=SuggestingGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sourcebook")
@click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The book's folder; the current one where left out.",
)
@click.pass_context
def main(ctx: click.Context, root: Path) -> None:
    """Teaching books, briefs and exercises from source articles, with every quotation proven."""
    ctx.obj = root
    processes.normalise_date(os.environ)
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks some letters, as on Windows, shows their code points instead of failing.
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(errors="backslashreplace")
    if transaction.unfinished(root) and transaction.finish(root):
        click.echo("sourcebook: an earlier change of several files was interrupted; it is now complete.", err=True)


def fail(message: str) -> NoReturn:
    """Print why the call was wrong, and exit."""
    click.echo(f"sourcebook: {message}", err=True)
    sys.exit(MISCALLED)


def print_problems(problems: Iterable[Problem]) -> int:
    """Print problems to standard error; the exit code that they call for."""
    code = FINE
    for problem in problems:
        click.echo(str(problem), err=True)
        code = FAULTY if problem.is_error else code
    return code


def print_lines(lines: Iterable[str]) -> None:
    """Print lines to standard output."""
    for line in lines:
        click.echo(line)


def open_book(root: Path) -> Opened:
    """Open the book in a folder; exit with a message where there is none. NotLoadedError where it cannot be read."""
    from sourcebook import check

    if not (root / "sources").is_dir():
        fail(f"there is no book in {root.resolve()}: it has no folder sources/. Go to one, or name it with --root.")
    opened = check.open_book(root)
    opened.need_records()
    return opened


def require_book_folder(root: Path) -> None:
    """Exit with a message unless a folder holds a book with pages."""
    if not (root / "conf.py").is_file():
        where = f"there is no book in {root.resolve()}: it has no conf.py"
        fail(f"{where}. Go to one, name it with --root, or make one: sourcebook new book NAME.")


def require_source(opened: Opened, key: str) -> None:
    """Exit with a message unless the book has a source of this key."""
    if key in opened.book.sources:
        return
    if files.there(opened.book.root, opened.book.source_file(key)):
        fail(f"the record of {key!r} has faults; `sourcebook check` lists them.")
    meant = near(key, opened.book.sources)
    there = f"did you mean {meant!r}?" if meant else f"there are: {', '.join(opened.book.sources) or 'none yet'}."
    fail(f"there is no source {key!r}; {there}")
