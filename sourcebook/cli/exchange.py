"""Commands that take in what other tools and colleagues have, and give it to them: `import`, `bundle`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from sourcebook.cli.app import (
    FAULTY,
    FINE,
    MISCALLED,
    SuggestingChoice,
    SuggestingGroup,
    fail,
    main,
    open_book,
    print_lines,
    print_problems,
    require_book_folder,
)

if TYPE_CHECKING:
    from sourcebook.exchange.plan import ImportPlan


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
    """Take in FILE, as another tool wrote it; what would change is shown first, item by item, and asked.

    What FILE is, is told by what it holds:

    \b
    - references in CSL-JSON, BibTeX or RIS, from Zotero and other managers;
    - annotations of Hypothesis (JSON), or as W3C Web Annotations (JSON-LD);
    - a Word file with comments or highlights;
    - a table (CSV, XLSX, JSON lines) with a column quote, text or content;
    - articles: one, or a file of Factiva, Nexis, ProQuest or Europresse
      that holds several, which is parted at their headers.

    A reference fills what the record of its source leaves empty, or begins a record that waits for its article. A
    passage is taken only where its words stand in the article, by the rules of every quotation; what does not fit is
    listed with the nearest passage, and never changed.
    """
    from sourcebook.exchange import importing
    from sourcebook.exchange.plan import Selection

    opened = open_book(root)
    left_out = _numbers(skip)
    plan = importing.plan(opened, file, key, encoding, Selection(left_out, again))
    if wrong := left_out - {item.number for item in plan.items}:
        fail(f"there is no item {min(wrong)}: {file.name} has {len(plan.items)}; correct --skip.")
    _show_and_carry_out(root, plan, yes, dry_run)


def _show_and_carry_out(root: Path, plan: ImportPlan, yes: bool, dry_run: bool) -> NoReturn:
    """Show a plan, ask, carry it out, and exit: with 1 where something did not fit, or clashes."""
    from sourcebook.exchange.plan import Verdict

    print_lines(plan.lines())
    unfit = plan.count(Verdict.UNFIT) or plan.count(Verdict.CLASH)
    code = max(FAULTY if unfit else FINE, print_problems(plan.problems))
    if not plan.writes or dry_run:
        click.echo("Nothing was written: this is what it would do." if plan.writes else "Nothing is to be written.")
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


def _asked() -> bool:
    """True if somebody can be asked."""
    return sys.stdin.isatty()


def _ask(question: str, yes: bool) -> None:
    """Go on only where the author agrees; without a terminal, only with `--yes`."""
    if yes:
        return
    if not _asked():
        click.echo("Nothing was written: nobody can be asked here. To do it, add --yes.", err=True)
        sys.exit(MISCALLED)
    if not click.confirm(question):
        click.echo("Nothing was written.")
        sys.exit(FINE)


class _BundleGroup(SuggestingGroup):
    """The group `bundle`; a file without a command is what to make."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = args[0] if args else "--help"
        plain = Path(first).suffix or (first.startswith("-") and first not in ("-h", "--help"))
        return super().parse_args(ctx, ["make", *args] if plain else args)


@main.group(cls=_BundleGroup)
def bundle() -> None:
    """Send a book's records, pages and seals to a colleague as one file, and merge what comes back.

    \b
    sourcebook bundle FILE.zip            the same as: sourcebook bundle make FILE.zip
    sourcebook bundle open FILE.zip       shows what the colleague changed, and merges it
    """


@bundle.command("make")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "name", default="", metavar="NAME", help="Your name; asked once, and remembered.")
@click.option("--with-texts", is_flag=True, help="With the articles: only where you may pass them on.")
@click.pass_obj
def make_bundle(root: Path, file: Path, name: str, with_texts: bool) -> None:
    """Write FILE: every record, page and seal of the book. The articles stay here, unless you ask for them."""
    from sourcebook.exchange import bundles

    opened = open_book(root)
    made = bundles.make(opened, file, name or _own_name(root), with_texts)
    print_lines(made.lines)
    sys.exit(print_problems(made.problems))


def _own_name(root: Path) -> str:
    """The author's name as this copy remembers it, or as it is asked."""
    from sourcebook.exchange import bundle_files

    known = bundle_files.remembered(root).by
    if not known and not _asked():
        fail("say who you are, so that your colleague knows whose change is whose: --as NAME.")
    return known or str(click.prompt("Your name, as your colleague is to read it"))


@bundle.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--take",
    "taken",
    nargs=2,
    multiple=True,
    metavar="ours|theirs ID",
    type=(SuggestingChoice(["ours", "theirs"]), str),
    help="Decide a clash by the ID that is shown (all: every one).",
)
@click.option("--as", "name", default="", metavar="NAME", help="Your name, for what you decide.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what it would do.")
@click.pass_obj
def open_bundle(
    root: Path, file: Path, taken: tuple[tuple[str, str], ...], name: str, yes: bool, dry_run: bool
) -> None:
    """Merge FILE, a colleague's bundle, into this book, record by record; what would change is shown first.

    What one side alone changed is taken from that side. Where both changed a record, both are shown and yours stays
    until you decide; a page of theirs that clashes is put beside yours.
    """
    from sourcebook.exchange import bundles

    if not (root / "sources").is_dir():
        require_book_folder(root)
    opened = open_book(root)
    plan = bundles.opened(opened, file, taken, name or (_own_name(root) if taken else ""))
    _show_and_carry_out(root, plan, yes, dry_run)
