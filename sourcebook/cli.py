"""The command line: arguments and exit codes, nothing else.

Exit codes: 0 fine or cautions only, 1 errors found, 2 the call was wrong. What a command needs is imported inside
it, so that each starts as fast as its own work allows.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from sourcebook import __version__
from sourcebook.commands import new as commands_new
from sourcebook.model.problems import NotLoadedError, Problem, SourcebookError, near
from sourcebook.store import files as store_files

if TYPE_CHECKING:
    from sourcebook.check import Opened
    from sourcebook.commands.quote import Reply
    from sourcebook.exports.paper.paper_sizes import PaperName

FINE, FAULTY, MISCALLED = 0, 1, 2


class _Group(click.Group):
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
            sys.exit(_say(error.problems))
        except SourcebookError as error:
            _fail(str(error))
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever reads what is said has gone: click ends in silence
                raise
            # A full disk, a folder that cannot be written: whatever was to be made is made beside and moved in whole.
            _fail(f"{error.filename or 'a file'}: {error.strerror or error}; what was there before is as it was.")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
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
    import os

    from sourcebook import processes
    from sourcebook.store import transaction

    processes.look_at_date(os.environ)
    for stream in (sys.stdout, sys.stderr):
        # A console that has not every letter, as on Windows, shows a number for those that it lacks.
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(errors="backslashreplace")

    if transaction.unfinished(root) and transaction.finish(root):
        click.echo("sourcebook: a change of files that was broken off was brought to its end.", err=True)


def _fail(message: str) -> NoReturn:
    click.echo(f"sourcebook: {message}", err=True)
    sys.exit(MISCALLED)


def _open(root: Path) -> Opened:
    """The book in a folder, or an end with a message where there is none. NotLoadedError where it cannot be read."""
    from sourcebook import check

    if not (root / "sources").is_dir():
        _fail(f"there is no book in {root.resolve()}: it has no folder sources/. Go to one, or name it with --root.")
    opened = check.open_book(root)
    opened.need_records()
    return opened


def _say(problems: Iterable[Problem]) -> int:
    """Print problems to standard error; the exit code that they call for."""
    code = FINE
    for problem in problems:
        click.echo(str(problem), err=True)
        code = FAULTY if problem.is_error else code
    return code


def _as_json(problem: Problem) -> dict[str, Any]:
    place = {"file": problem.place.file, "line": problem.place.line, "path": problem.place.path}
    return {"kind": problem.kind.label, "severity": problem.severity.value, "message": problem.message, **place}


# -- quote -----------------------------------------------------------------------------------------------------------


@main.command()
@click.argument("words", nargs=-1)
@click.option("--source", metavar="KEY", help="The source that the words are said to stand in.")
@click.option("--speaker", metavar="NAME", help="Who is said to speak: an actor's id, any of their names, or `author`.")
@click.option("--from", "batch", type=click.File("rb"), help="Many: one JSON object a line (`-`: standard input).")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object a line.")
@click.pass_obj
def quote(root: Path, words: tuple[str, ...], source: str, speaker: str, batch: Any, as_json: bool) -> None:
    """The verdict on a quotation: accepted, rejected or unproven."""
    if batch is None and (not words or not source):
        _fail('say which words and of which source: sourcebook quote --source KEY "words", or --from FILE.')
    if batch is not None and (words or source or speaker):
        _fail("with --from, the words, the source and the speaker stand in the file; leave them out.")
    from sourcebook import processes
    from sourcebook.commands import quote as quote_command

    processes.collect_rarely()
    opened = _open(root)
    _say(p for p in opened.problems if p.is_error)
    if source and source not in opened.book.sources:
        _fail(f"there is no source {source!r}; there are: {', '.join(opened.book.sources)}.")
    asked = batch if batch is not None else io.BytesIO(quote_command.as_line(" ".join(words), source, speaker))
    code = FINE
    for said, accepted in quote_command.tell_all(
        opened, asked, _as_json_line if as_json else quote_command.Reply.as_text
    ):
        sys.stdout.write(f"{said}\n")
        code = code if accepted else FAULTY
    sys.exit(code)


def _as_json_line(reply: Reply) -> str:
    return json.dumps(reply.as_json(), ensure_ascii=False)


# -- check -----------------------------------------------------------------------------------------------------------


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
@click.option("--escapes", "escapes_too", is_flag=True, help="List the cautions that are accepted, with their reasons.")
@click.pass_obj
def check(root: Path, as_json: bool, escapes_too: bool) -> None:
    """Every problem of the book's records and pages, without building it."""
    from sourcebook.check import count_states
    from sourcebook.commands import read_book

    try:
        opened = _open(root)
        found, counted = read_book.check(opened), count_states(opened)
    except NotLoadedError as error:
        if not as_json:
            raise
        found, counted = read_book.Checked(error.problems, ()), {}
    states = {state.value: n for state, n in counted.items()}
    if as_json:
        problems = [_as_json(p) for p in found.problems]
        escapes = [{"file": w.file, "line": w.line, "kind": kind, "because": why} for w, kind, why in found.escapes]
        answer = {"problems": problems, "escapes": escapes, "passages": states}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        sys.exit(FAULTY if found.faulty else FINE)
    code = _say(found.problems)
    for where, kind, why in found.escapes if escapes_too else ():
        click.echo(f"{where}: accepted: {kind}: {why}")
    parts = ", ".join(f"{n} {name}" for name, n in states.items() if n)
    click.echo(f"{sum(states.values())} passages{': ' if parts else ''}{parts}.")
    how = "." if escapes_too else "; --escapes lists them."
    click.echo(f"{len(found.escapes)} cautions are accepted with a reason{how}")
    sys.exit(code)


# -- export ----------------------------------------------------------------------------------------------------------


class _ExportCommand(click.Command):
    """A command that takes the name of an export: their registry is loaded only where this command is used."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        from sourcebook.exports.data.book_exports import book_exports

        self.params[0].type = click.Choice(list(book_exports()))
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

    opened = _open(root)
    opened.need_loaded()
    code = _say(p for p in opened.problems if p.is_error)
    for name, data in export_command.export(opened, what).items():
        atomic.write_file(folder / name, data)
        click.echo(f"{folder / name}: {len(data):,} bytes.")
    sys.exit(code)


# -- build -----------------------------------------------------------------------------------------------------------


KINDS = sorted(path.stem for path in (Path(__file__).parent / "templates" / "exercise").glob("*.md"))
"""The kinds of question that `new exercise` has a template for."""
BUILT = ("html", "instructor", "briefs", "packs", "pdf", "epub", "all")


@main.command()
@click.argument("what", type=click.Choice(BUILT), default="html")
@click.pass_obj
def build(root: Path, what: str) -> None:
    """Build WHAT (instructor and packs: with keys); what is there stays until the new has no fault."""
    from sourcebook import processes

    _need_conf(root)
    processes.collect_rarely()
    # In `all`, the pages come last: they link to what was made before. A fault ends it.
    steps = ("pdf", "epub", "briefs", "packs", "html") if what == "all" else (what,)
    sys.exit(_build_steps(root, steps))


def _build_steps(root: Path, steps: Iterable[str]) -> int:
    """Build one thing after another until one has a fault; the exit code."""
    from functools import cache

    from sourcebook.commands import build_paper
    from sourcebook.exports.paper.pdf import UnprintableError
    from sourcebook.sphinx_ext.build import FaultyBookError

    source = cache(lambda: build_paper.read(root))  # pages are read once for all that is made of them
    try:
        for step in steps:
            with _telling():
                code = _build_step(root, step, source)
            if code:
                return code
    except UnprintableError as error:
        return _say(error.problems)
    except FaultyBookError as error:
        click.echo(f"sourcebook: {error}", err=True)
        return FAULTY
    return FINE


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    """Say, behind what is made meanwhile, what paper shows otherwise than it was written: cautions."""
    from sourcebook.exports.paper import pdf

    with pdf.listening() as found:
        yield
    _say(found)


def _build_step(root: Path, what: str, source: Callable[[], Path]) -> int:
    """Build one thing; the exit code. `source` gives the folder of the book's blocks."""
    from sourcebook.commands import build_paper

    if what == "briefs":
        return _build_briefs(root, source())
    if what == "packs":
        return _pack(root, ())
    if what in ("pdf", "epub"):
        made = (
            build_paper.make_pdf(root, source(), click.echo)
            if what == "pdf"
            else [build_paper.make_epub(root, source())]
        )
        for path in made:
            click.echo(f"{path.relative_to(root)}: {path.stat().st_size:,} bytes.")
        return FINE
    return _build_pages(root, what)


def _build_pages(root: Path, edition: str) -> int:
    """Build the pages of an edition; the exit code."""
    from sourcebook.sphinx_ext import build as sphinx_ext_build

    code = sphinx_ext_build.build(root, edition, {})
    if code:
        work = f"{sphinx_ext_build.BUILD}/{sphinx_ext_build.WORK}/{edition}"
        click.echo(f"The book has faults, listed above; {sphinx_ext_build.BUILD}/{edition} is as it was.", err=True)
        click.echo(f"To look at them: {work}/index.html.", err=True)
    else:
        click.echo(f"The book is in {sphinx_ext_build.BUILD}/{edition}/index.html.")
    return FAULTY if code else FINE


def _build_briefs(root: Path, source: Path) -> int:
    """Make every brief, on every paper and for Word; the exit code."""
    from sourcebook.commands import build_briefs

    made = build_briefs.make(root, click.echo, source)
    code = _say(made.problems)
    if not made.files and not made.problems:
        click.echo("There is no brief: `sourcebook new brief NAME` begins one.", err=True)
    for note in made.notes:
        click.echo(note, err=True)
    for path in made.files:
        click.echo(f"{path.relative_to(root)}")
    return code


@main.command("packet")
@click.argument("keys", nargs=-1, metavar="[KEY ...]")
@click.option("--paper", type=click.Choice(["a4", "us-letter"]), default="a4", show_default=True, help="The paper.")
@click.pass_obj
def reading_packet(root: Path, keys: tuple[str, ...], paper: PaperName) -> None:
    """The private reading packet: the articles whole (all, or those named), paragraphs numbered; never published."""
    from sourcebook.commands import build_packet
    from sourcebook.exports.paper.pdf import UnprintableError

    opened = _open(root)
    for key in keys:
        _need_source(opened, key)
    opened.need_loaded()
    faults = [problem for problem in opened.problems if problem.is_error]
    if faults:
        sys.exit(_say(faults))
    try:
        with _telling():
            path = build_packet.make(opened, keys, paper)
    except UnprintableError as error:
        sys.exit(_say(error.problems))
    click.echo(f"{path.relative_to(root)}: {path.stat().st_size:,} bytes. It holds articles whole: keep it private.")


@main.command()
@click.argument("assignments", nargs=-1, metavar="ASSIGNMENT ...")
@click.pass_obj
def pack(root: Path, assignments: tuple[str, ...]) -> None:
    """Make the exercise packs of assignments: papers, keys, and files for learning platforms."""
    from sourcebook.commands import build_packs

    _need_conf(root)
    if not assignments:
        known = build_packs.listed(root)
        _fail(
            f"say which assignment, or `sourcebook build packs` for all; there are: {', '.join(known) or 'none yet'}."
        )
    with _telling():
        code = _pack(root, assignments)
    sys.exit(code)


def _pack(root: Path, names: tuple[str, ...]) -> int:
    """Make packs, of all assignments where none is named; the exit code."""
    from sourcebook.commands import build_packs
    from sourcebook.exports.paper.pdf import UnprintableError

    try:
        made = build_packs.make(root, names, click.echo)
    except UnprintableError as error:
        return _say(error.problems)
    for fault in made.faults:
        click.echo(fault, err=True)
    code = max(_say(made.problems), FAULTY if made.faults else FINE)
    if code:
        click.echo("The book has faults, listed above, so no pack was made; mend them first.", err=True)
    elif not made.folders:
        click.echo("There is no assignment: write one in exercises/assignments.yml.", err=True)
    for note in made.notes:
        click.echo(note, err=True)
    for folder in made.folders:
        click.echo(f"{folder.relative_to(root)}/: {sum(1 for _ in folder.iterdir())} files.")
    return code


@main.command()
@click.argument("what", type=click.Choice(["html", "instructor"]), default="html")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any that is free.")
@click.pass_obj
def serve(root: Path, what: str, port: int) -> None:
    """Show the built book in a browser of this machine, with the headers that a strict host would send."""
    from sourcebook.commands import serve as serve_command

    with serve_command.server(root / "_build" / what, port) as made:
        click.echo(f"The book is at {serve_command.address(made)} (Ctrl+C ends it).")
        with contextlib.suppress(KeyboardInterrupt):
            made.serve_forever()


def _need_conf(root: Path) -> None:
    if not (root / "conf.py").is_file():
        where = f"there is no book in {root.resolve()}: it has no conf.py"
        _fail(f"{where}. Go to one, name it with --root, or make one: sourcebook new book NAME.")


# -- new --------------------------------------------------------------------------------------------------------------


class _NewGroup(_Group):
    """The group `new`, which says what there is to begin where the word for it was left out."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if "Did you mean" in error.message:
                raise
            there = ", ".join(self.list_commands(ctx))
            raise click.UsageError(f"Say what is new: {there}. A book: sourcebook new book {args[0]}", ctx) from None


@main.group(cls=_NewGroup)
def new() -> None:
    """Begin something new."""


_TITLE = click.option("--title", default="", metavar="TITLE", help="Its title; made of the name where left out.")


def _today() -> str:
    import datetime as dt

    return dt.datetime.now().astimezone().date().isoformat()


@new.command("book")
@click.argument("folder", metavar="NAME", type=click.Path(path_type=Path))
@click.option("--title", default="", metavar="TITLE", help="The book's title; made of the name where left out.")
@click.option("--empty", is_flag=True, help="Without the example: no article, and a page that lists the sources.")
@click.pass_obj
def new_book(root: Path, folder: Path, title: str, empty: bool) -> None:
    """A new book in a folder NAME, small and complete: an example to build at once, and to change part by part."""
    from sourcebook.commands import new as new_command

    made = new_command.new_book(root / folder, title, empty)
    for line in made.lines:
        click.echo(line)
    _say_where_the_command_is()


def _say_where_the_command_is() -> None:
    """Where a shell would not find the command, how it does."""
    import shlex
    import shutil

    switch = Path(sys.executable).parent / "activate"
    if shutil.which("sourcebook") is None and switch.is_file():
        click.echo(
            f"Your shell does not know the command sourcebook yet; first switch it on: . {shlex.quote(str(switch))}"
        )


@new.command("source")
@click.argument("key")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--title", default="", help="The article's title, where the file does not give it or gives it wrongly.")
@click.option("--encoding", default="", metavar="NAME", help="The file's encoding, where it is not UTF-8: cp1252 …")
@click.option("--language", default="", metavar="CODE", help="The article's language, where it is not found: kk …")
@click.pass_obj
def new_source(  # an argument an option of the command
    root: Path, key: str, file: Path | None, title: str, encoding: str, language: str
) -> None:
    """A new source: from FILE as `sourcebook add` does it, or else from an article that you paste into a text file."""
    _need_conf(root)
    if file is None:
        from sourcebook.commands import new as new_command

        found = new_command.new_source(root, key)
        if isinstance(found, commands_new.NewFiles):
            for line in found.lines:
                click.echo(line)
            return
        file = found
    _add(root, file, key, (title, encoding, language))


@new.command("chapter")
@click.argument("name")
@_TITLE
@click.pass_obj
def new_chapter(root: Path, name: str, title: str) -> None:
    """A chapter with blanks to fill in, chapters/NAME.md, entered in the table of contents.

    NAME is yours. A chapter named timeline, interpretations, implications, people, sources, background or silences
    begins with what the records hold for it.
    """
    _need_conf(root)
    from sourcebook.commands import new as new_command

    for line in new_command.new_chapter(root, name, title).lines:
        click.echo(line)


@new.command("exercise")
@click.argument("name")
@click.option("--kind", default="single-choice", show_default=True, type=click.Choice(KINDS), help="Which question.")
@_TITLE
@click.option("--page", default="", metavar="PAGE", help="The page that it ends, made where it is not there; or NAME.")
@click.pass_obj
def new_exercise(root: Path, name: str, kind: str, title: str, page: str) -> None:
    """An exercise with blanks to fill in, exercises/NAME.md, entered in the table of contents."""
    _need_conf(root)
    from sourcebook.commands import new as new_command

    for line in new_command.new_exercise(root, name, kind, title, page).lines:
        click.echo(line)


@new.command("brief")
@click.argument("name")
@_TITLE
@click.pass_obj
def new_brief(root: Path, name: str, title: str) -> None:
    """A policy brief with blanks to fill in, briefs/NAME.md, entered in the table of contents."""
    _need_conf(root)
    from sourcebook.commands import new as new_command

    for line in new_command.new_brief(root, name, title, _today()).lines:
        click.echo(line)


@new.command("private")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def new_private(root: Path, folder: Path | None) -> None:
    """The instructor's private folder, in FOLDER or in private/: a seed, a README, and nothing for git to see."""
    from sourcebook.commands import new as new_command
    from sourcebook.questions import private_folder

    _need_conf(root)
    made = new_command.new_private(folder or root / private_folder.NAME)
    for path in made:
        click.echo(f"made {path}")
    if not made:
        click.echo("Everything is there already.")
    if folder:
        click.echo(f"Name it in the environment: {private_folder.VARIABLE}={folder.resolve()}")


# -- seals -----------------------------------------------------------------------------------------------------------


@main.command()
@click.argument("keys", nargs=-1, metavar="[KEY ...]")
@click.pass_obj
def seal(root: Path, keys: tuple[str, ...]) -> None:
    """Seal the sources anew (all, or those named), and say what changed."""
    from sourcebook.commands import seal as seal_command

    opened = _open(root)
    unknown = [key for key in keys if key not in opened.book.sources]
    if unknown:
        _fail(f"there is no source {unknown[0]!r}; there are: {', '.join(opened.book.sources)}.")
    code = _say(p for p in opened.problems if p.is_error)
    for key in keys or opened.book.sources:
        report = seal_command.seal(opened, key)
        code = max(code, _say(report.problems))
        for line in report.lines:
            click.echo(line)
    sys.exit(code)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE ...", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def verify(root: Path, files: tuple[Path, ...]) -> None:
    """Prove what a seal, a page of a book or a PDF quotes, with no article at hand."""
    from sourcebook.commands import verify as verify_command

    reports = [verify_command.verify(file, root) for file in files]
    for report in reports:
        for line in report.lines():
            click.echo(line)
    sys.exit(FINE if all(report.ok for report in reports) else FAULTY)


@main.command()
@click.argument("key")
@click.option("--write", is_flag=True, help="Do it; left out, only what would fall is listed.")
@click.option("--because", metavar="REASON", help="Why it is withdrawn: the reason that stands on its tombstone.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The day that stands there; today, where left out.")
@click.pass_obj
def remove(root: Path, key: str, write: bool, because: str | None, date: dt.datetime | None) -> None:
    """Withdraw a source: list all that falls with it, and with --write take it out and leave tombstones."""
    from sourcebook.commands import remove as remove_command

    opened = _open(root)
    if key in remove_command.withdrawn_keys(opened.book):
        _fail(f"{key} was withdrawn already.")
    if key not in opened.book.sources:
        _fail(f"there is no source {key!r}; there are: {', '.join(opened.book.sources)}.")
    if write and not (because or "").strip():
        _fail("say why: --because REASON stands on the tombstone.")
    day = (date or dt.datetime.now(dt.UTC)).date().isoformat()
    fall = remove_command.remove(opened, key, str(because), day) if write else remove_command.plan(opened, key)[0]
    for line in fall.lines(opened.book):
        click.echo(line)
    click.echo("Done; run `sourcebook check`." if write else "Nothing was changed. To do it: --write --because REASON.")
    sys.exit(FAULTY if write and (fall.mentions or fall.faults) else FINE)


# -- sources: new ones, words in them, corrected ones ----------------------------------------------------------------


def _need_source(opened: Opened, key: str) -> None:
    """End with a message where a source is not among the book's."""

    if key in opened.book.sources:
        return
    if store_files.there(opened.book.root, opened.book.source_file(key)):
        _fail(f"the record of {key!r} has faults; `sourcebook check` lists them.")
    meant = near(key, opened.book.sources)
    there = f"did you mean {meant!r}?" if meant else f"there are: {', '.join(opened.book.sources) or 'none yet'}."
    _fail(f"there is no source {key!r}; {there}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", required=True, metavar="KEY", help="The new source's key: lower case, joined by hyphens.")
@click.option("--title", default="", help="The article's title, where the file does not give it or gives it wrongly.")
@click.option("--encoding", default="", metavar="NAME", help="The file's encoding, where it is not UTF-8: cp1252 …")
@click.option("--language", default="", metavar="CODE", help="The article's language, where it is not found: kk …")
@click.pass_obj
def add(root: Path, file: Path, key: str, title: str, encoding: str, language: str) -> None:
    """A new source from a text, a saved page (HTML) or a PDF: its record proposed, its text put with the articles."""
    if not (root / "sources").is_dir():
        _need_conf(root)
    _add(root, file, key, (title, encoding, language))


def _add(root: Path, file: Path, key: str, given: tuple[str, str, str]) -> NoReturn:
    """Add a source, and end with what `check` would say of it."""
    from sourcebook.ingest import add as ingest_add

    added = ingest_add.add(root, file, key, ingest_add.Given(*given))
    for line in added.lines:
        click.echo(line)
    sys.exit(_say(added.problems))


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--source", "key", default="", metavar="KEY", help="The source to search; all of them where left out.")
@click.option("--limit", default=10, type=click.IntRange(min=1), show_default=True, help="How many places to show.")
@click.pass_obj
def find(root: Path, words: tuple[str, ...], key: str, limit: int) -> None:
    """Where words stand, who says them, and a passage ready to paste."""
    asked = " ".join(words)
    if not any(map(str.isalnum, asked)):
        _fail('say which words: sourcebook find "words".')
    from sourcebook.commands import find as find_command

    opened = _open(root)
    if key:
        _need_source(opened, key)
    found = find_command.find(opened, asked, key, limit)
    for hit in found.hits:
        click.echo(hit.as_text(opened.book.speaker_name(hit.place.key, hit.speaker)) + "\n")
    if found.more:
        click.echo(f"They stand in {found.more} more places; --limit {len(found.hits) + found.more} shows all.")
    if not found.hits:
        click.echo("These words were not found.")
    for line in (*found.suggestions, *found.notes):
        click.echo(line)
    sys.exit(FINE if found.hits else FAULTY)


@main.command()
@click.argument("key")
@click.argument("newfile", type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Carry over what is sure: zones, speech, paragraph numbers.")
@click.option("--take", multiple=True, metavar="ID", help="With --write: a changed passage to take anew; or all.")
@click.option("--encoding", default="", metavar="NAME", help="The new file's encoding, where it is not UTF-8.")
@click.pass_obj
def reanchor(root: Path, key: str, newfile: Path, write: bool, take: tuple[str, ...], encoding: str) -> None:
    """A publisher corrected its article: find passages, zones and speech of a source again in the new text."""
    if take and not write:
        _fail("--take goes with --write: without it nothing is written.")
    from sourcebook.ingest import reanchor as ingest_reanchor

    opened = _open(root)
    _need_source(opened, key)
    report = ingest_reanchor.reanchor(opened, key, newfile, ingest_reanchor.Wanted(write, take, encoding))
    for line in report.lines:
        click.echo(line)
    sys.exit(_say(report.problems))


if __name__ == "__main__":
    main()
