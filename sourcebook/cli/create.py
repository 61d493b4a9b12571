"""Commands that create something from a template: `new book`, `new chapter` and so on."""

from __future__ import annotations

import datetime as dt
import shlex
import shutil
import sys
from pathlib import Path

import click

from sourcebook.cli.app import SuggestingChoice, SuggestingGroup, main, print_lines, require_book_folder
from sourcebook.cli.sources import add_source

KINDS = sorted(path.stem for path in Path(__file__).parent.parent.joinpath("templates", "exercise").glob("*.md"))
"""The kinds of question that `new exercise` has a template for."""


class _NewGroup(SuggestingGroup):
    """The group `new`, which lists what can be created where that word was left out."""

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
    """Create something from a template."""


_TITLE = click.option("--title", default="", metavar="TITLE", help="Its title; made of the name where left out.")


@new.command("book")
@click.argument("folder", metavar="NAME", type=click.Path(path_type=Path))
@click.option("--title", default="", metavar="TITLE", help="The book's title; made of the name where left out.")
@click.option("--empty", is_flag=True, help="Without the example: no article, and a page that lists the sources.")
@click.pass_obj
def new_book(root: Path, folder: Path, title: str, empty: bool) -> None:
    """Create a book in a folder NAME, small and complete: an example to build at once, and to change part by part."""
    from sourcebook.commands import new as new_command

    print_lines(new_command.new_book(root / folder, title, empty).lines)
    _explain_activation()


def _explain_activation() -> None:
    """Print how to put the command on the path, where the shell would not find it."""
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
    """Create a source: from FILE as `sourcebook add` does, or from an article that you paste into a text file."""
    from sourcebook.commands import new as new_command

    require_book_folder(root)
    if file is None:
        created = new_command.new_source(root, key)
        if isinstance(created, new_command.NewFiles):
            print_lines(created.lines)
            return
        file = created
    add_source(root, file, key, (title, encoding, language))


@new.command("chapter")
@click.argument("name")
@_TITLE
@click.pass_obj
def new_chapter(root: Path, name: str, title: str) -> None:
    """Create a chapter with blanks to fill in, chapters/NAME.md, entered in the table of contents.

    NAME is yours. A chapter named timeline, interpretations, implications, people, sources, background or silences
    begins with what the records hold for it.
    """
    from sourcebook.commands import new as new_command

    require_book_folder(root)
    print_lines(new_command.new_chapter(root, name, title).lines)


@new.command("exercise")
@click.argument("name")
@click.option("--kind", default="single-choice", show_default=True, type=SuggestingChoice(KINDS), help="The question.")
@_TITLE
@click.option("--page", default="", metavar="PAGE", help="The page that it ends, made where it is not there; or NAME.")
@click.pass_obj
def new_exercise(root: Path, name: str, kind: str, title: str, page: str) -> None:
    """Create an exercise with blanks to fill in, exercises/NAME.md, entered in the table of contents."""
    from sourcebook.commands import new as new_command

    require_book_folder(root)
    print_lines(new_command.new_exercise(root, name, kind, title, page).lines)


@new.command("brief")
@click.argument("name")
@_TITLE
@click.pass_obj
def new_brief(root: Path, name: str, title: str) -> None:
    """Create a policy brief with blanks to fill in, briefs/NAME.md, entered in the table of contents."""
    from sourcebook.commands import new as new_command

    require_book_folder(root)
    today = dt.datetime.now().astimezone().date().isoformat()
    print_lines(new_command.new_brief(root, name, title, today).lines)


@new.command("private")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def new_private(root: Path, folder: Path | None) -> None:
    """Create the instructor's private folder, FOLDER or private/: a seed, a README, and a rule that git ignores it."""
    from sourcebook.commands import new as new_command
    from sourcebook.questions import private_folder

    require_book_folder(root)
    created = new_command.new_private(folder or root / private_folder.NAME)
    print_lines(f"made {path}" for path in created)
    if not created:
        click.echo("Everything is there already.")
    if folder:
        click.echo(f"Name it in the environment: {private_folder.VARIABLE}={folder.resolve()}")
