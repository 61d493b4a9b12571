"""Commands that write outputs: `build`, `packet`, `pack`, `export`, and `serve`, which shows them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sourcebook import processes
from sourcebook.cli.app import (
    FAULTY,
    FINE,
    SuggestingChoice,
    fail,
    main,
    open_book,
    print_lines,
    print_problems,
    require_book_folder,
    require_source,
)
from sourcebook.store.atomic import BUILD

if TYPE_CHECKING:
    from sourcebook.exports.paper.paper_sizes import PaperName

OUTPUTS = ("html", "instructor", "briefs", "packs", "pdf", "epub", "all")
"""What `sourcebook build` can make."""


@main.command()
@click.argument("what", type=SuggestingChoice(OUTPUTS), default="html")
@click.pass_obj
def build(root: Path, what: str) -> None:
    """Build WHAT (instructor and packs: with keys); the last output stays until the new one has no fault."""
    require_book_folder(root)
    processes.collect_rarely()
    # In `all`, the pages come last: they link to what was built before. A fault ends it.
    steps = ("pdf", "epub", "briefs", "packs", "html") if what == "all" else (what,)
    sys.exit(_build_steps(root, steps))


def _build_steps(root: Path, steps: Iterable[str]) -> int:
    """Build one output after another until one has a fault; the exit code."""
    from sourcebook.commands import build_paper
    from sourcebook.sphinx_ext.build import FaultyBookError

    source = cache(lambda: build_paper.read(root))  # pages are read once for all outputs
    try:
        for step in steps:
            with _cautions_printed():
                code = _build_step(root, step, source)
            if code:
                return code
    except FaultyBookError as error:
        click.echo(f"sourcebook: {error}", err=True)
        return FAULTY
    return FINE


@contextlib.contextmanager
def _cautions_printed() -> Iterator[None]:
    """Print the cautions of typesetting after what the block prints; end the command where words cannot be typeset."""
    from sourcebook.exports.paper import pdf

    with pdf.listening() as cautions:
        try:
            yield
        except pdf.UnprintableError as error:
            sys.exit(print_problems(error.problems))
    print_problems(cautions)


def _build_step(root: Path, what: str, source: Callable[[], Path]) -> int:
    """Build one output; the exit code. `source` returns the folder of the book's blocks."""
    from sourcebook.commands import build_paper

    if what == "briefs":
        return _build_briefs(root, source())
    if what == "packs":
        return _pack(root, ())
    if what in ("pdf", "epub"):
        if what == "pdf":
            paths = build_paper.make_pdf(root, source(), click.echo)
        else:
            paths = [build_paper.make_epub(root, source())]
        for path in paths:
            click.echo(f"{path.relative_to(root)}: {path.stat().st_size:,} bytes.")
        return FINE
    return _build_pages(root, what)


def _build_pages(root: Path, edition: str) -> int:
    """Build the pages of an edition; the exit code."""
    from sourcebook.sphinx_ext import build as sphinx_ext_build

    code = sphinx_ext_build.build(root, edition, {})
    if code:
        work = f"{BUILD}/{sphinx_ext_build.WORK}/{edition}"
        click.echo(f"The book has faults, listed above; {BUILD}/{edition} is as it was.", err=True)
        click.echo(f"To look at them: {work}/index.html.", err=True)
    else:
        click.echo(f"The book is in {BUILD}/{edition}/index.html.")
    return FAULTY if code else FINE


def _build_briefs(root: Path, source: Path) -> int:
    """Build every brief, on every paper and for Word; the exit code."""
    from sourcebook.commands import build_briefs

    briefs = build_briefs.make(root, click.echo, source)
    code = print_problems(briefs.problems)
    if not briefs.files and not briefs.problems:
        click.echo("There is no brief: `sourcebook new brief NAME` begins one.", err=True)
    for note in briefs.notes:
        click.echo(note, err=True)
    print_lines(str(path.relative_to(root)) for path in briefs.files)
    return code


@main.command("packet")
@click.argument("keys", nargs=-1, metavar="[KEY ...]")
@click.option("--paper", type=SuggestingChoice(["a4", "us-letter"]), default="a4", show_default=True, help="The paper.")
@click.pass_obj
def reading_packet(root: Path, keys: tuple[str, ...], paper: PaperName) -> None:
    """Make the private reading packet: articles whole (all, or those named), paragraphs numbered; never published."""
    from sourcebook.commands import build_packet

    opened = open_book(root)
    for key in keys:
        require_source(opened, key)
    opened.need_loaded()
    faults = [problem for problem in opened.problems if problem.is_error]
    if faults:
        sys.exit(print_problems(faults))
    with _cautions_printed():
        path = build_packet.make(opened, keys, paper)
    click.echo(f"{path.relative_to(root)}: {path.stat().st_size:,} bytes. It holds articles whole: keep it private.")


@main.command()
@click.argument("assignments", nargs=-1, metavar="ASSIGNMENT ...")
@click.pass_obj
def pack(root: Path, assignments: tuple[str, ...]) -> None:
    """Make the exercise packs of assignments: papers, keys, and files for learning platforms."""
    from sourcebook.commands import build_packs

    require_book_folder(root)
    if not assignments:
        known = build_packs.listed(root)
        fail(f"say which assignment, or `sourcebook build packs` for all; there are: {', '.join(known) or 'none yet'}.")
    with _cautions_printed():
        code = _pack(root, assignments)
    sys.exit(code)


def _pack(root: Path, names: tuple[str, ...]) -> int:
    """Build the packs of the assignments named, or of all; the exit code."""
    from sourcebook.commands import build_packs

    packs = build_packs.make(root, names, click.echo)
    for fault in packs.faults:
        click.echo(fault, err=True)
    code = max(print_problems(packs.problems), FAULTY if packs.faults else FINE)
    if code:
        click.echo("The book has faults, listed above, so no pack was made; mend them first.", err=True)
    elif not packs.folders:
        click.echo("There is no assignment: write one in exercises/assignments.yml.", err=True)
    for note in packs.notes:
        click.echo(note, err=True)
    for folder in packs.folders:
        click.echo(f"{folder.relative_to(root)}/: {sum(1 for _ in folder.iterdir())} files.")
    return code


@main.command()
@click.argument("what", type=SuggestingChoice(["html", "instructor"]), default="html")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any that is free.")
@click.pass_obj
def serve(root: Path, what: str, port: int) -> None:
    """Show the built book in a browser of this machine, with the headers that a strict host would send."""
    from sourcebook.commands import serve as serve_command

    with serve_command.server(root / BUILD / what, port) as server:
        click.echo(f"The book is at {serve_command.address(server)} (Ctrl+C ends it).")
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()


class _ExportCommand(click.Command):
    """A command that takes the name of an export: their registry is loaded only where this command is used."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        from sourcebook.exports.data.book_exports import book_exports

        self.params[0].type = SuggestingChoice(list(book_exports()))
        return super().get_params(ctx)

    def format_epilog(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        from sourcebook.exports.data.book_exports import book_exports

        with formatter.section("Exports"):
            formatter.write_dl([(each.name, each.purpose) for each in book_exports().values()])


@main.command(cls=_ExportCommand)
@click.argument("what")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where to.")
@click.pass_obj
def export(root: Path, what: str, folder: Path) -> None:
    """Write the data of the whole book as files for other programs."""
    from sourcebook.commands import export as export_command
    from sourcebook.store import atomic

    opened = open_book(root)
    opened.need_loaded()
    code = print_problems(p for p in opened.problems if p.is_error)
    for name, data in export_command.export(opened, what).items():
        atomic.write_file(folder / name, data)
        click.echo(f"{folder / name}: {len(data):,} bytes.")
    sys.exit(code)
