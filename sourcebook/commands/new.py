"""Something new from a template: a book, a page of one, the private folder.

Here: which files a new thing is made of, the one substitution that fills them in, and putting them in their place whole
or not at all. Nothing is written over. Not here: what the files say (`templates/`, real files with blanks between ‹ and
›), entering a page in the table of contents (`toc_edit.py`), and the record of an article (`ingest/add.py`).

A template may hold `@{name}`, in place of which a value is set: in quotation marks as YAML and JSON write it, else as
it is.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sourcebook import check
from sourcebook.commands import new_chapter as new_chapter_command
from sourcebook.commands import toc_edit
from sourcebook.ingest import add
from sourcebook.model.problems import SourcebookError
from sourcebook.model.records import ID, ID_FORM
from sourcebook.questions.assignments import FILE as ASSIGNED
from sourcebook.questions.private_folder import CONTENTS, SEED
from sourcebook.store import atomic, yaml_edit
from sourcebook.store.articles import FULLTEXT, TEXTS_VARIABLE
from sourcebook.store.book import load_book
from sourcebook.store.files import decode

TEMPLATES = Path(__file__).parent.parent / "templates"
DOTTED = {"gitignore": ".gitignore"}
"""Files that a template keeps without their dot, so that they do nothing where they lie."""
LOCAL = "local.mk"
"""What the Makefile of a book reads that holds for one machine alone."""
CHAPTERS, EXERCISES, BRIEFS = "chapters", "exercises", "briefs"
_BLANK = re.compile(r"‹[^›\n]*›")
_MARK = re.compile(r"""(?P<quote>"?)@\{(?P<name>[a-z]+)\}(?P=quote)""")
_EXERCISE = re.compile(r"^:{3,}\{sb:(?:exercise|items)\}[ \t]+(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class NewFiles:
    """What was made: its files, and lines for people that say what was done and what to do next."""

    files: tuple[Path, ...]
    lines: tuple[str, ...]


# -- templates --------------------------------------------------------------------------------------------------------


def filled(text: str, values: Mapping[str, str]) -> str:
    """A template with its marks filled in. KeyError for a mark without a value."""

    def value(mark: re.Match[str]) -> str:
        found = values[mark["name"]]
        return json.dumps(found, ensure_ascii=False) if mark["quote"] else found

    return _MARK.sub(value, text)


def template(name: str, values: Mapping[str, str]) -> str:
    """One file of the templates, filled in."""
    return filled((TEMPLATES / name).read_text(encoding="utf-8"), values)


def blanks(text: str) -> Iterator[tuple[int, str]]:
    """What an author still has to fill in: line and words."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from ((number, found[0]) for found in _BLANK.finditer(line) if not line.startswith("%"))


# -- names ------------------------------------------------------------------------------------------------------------


def named(name: str, what: str, title: str = "") -> tuple[str, str]:
    """A name that was checked, and a title: the one given, or the name's words. SourcebookError with a better name."""
    said = yaml_edit.one_line(title)
    if title and not said:
        raise SourcebookError("the title is empty; write one, or leave --title out.")
    if not re.fullmatch(ID, name):
        raise SourcebookError(_misnamed(name, what, said))
    return name, said or name.replace("-", " ").capitalize()


def _misnamed(name: str, what: str, title: str) -> str:
    """Why a name is none, with the call that would have been right."""
    rule = f"{name!r} is no name for {'an' if what[0] in 'aeiou' else 'a'} {what}: write {ID_FORM}"
    stem = Path(name).stem if name.endswith(".md") else Path(name).name
    better = yaml_edit.slug([stem], (), most=8, otherwise="my-crisis")
    shown = title or (" ".join(stem.split()) if " " in stem.strip() else "")
    option = f" --title {json.dumps(shown, ensure_ascii=False)}" if shown else ""
    return f"{rule}. Did you mean: sourcebook new {what} {better}{option}?"


# -- a book -----------------------------------------------------------------------------------------------------------


def new_book(target: Path, title: str, empty: bool = False, environ: Mapping[str, str] = os.environ) -> NewFiles:
    """Make a book in a folder that is not there yet, or is empty."""
    _, words = named(target.resolve().name if target.name in ("", "..") else target.name, "book", title)
    _free(target)
    files = dict(_book_files("empty" if empty else "sample", {"title": words}))
    _move_in(target, files)
    _note_command(target, environ)
    made = tuple(target / path for path in files)
    return NewFiles(made, tuple(_told_book(target, len(files), empty, environ)))


def _note_command(target: Path, environ: Mapping[str, str]) -> None:
    """Tell the Makefile of a new book where this command lies, where `make` would not find it on the path."""
    command = Path(sys.executable).with_name("sourcebook")
    if command.is_file() and not shutil.which("sourcebook", path=environ.get("PATH", "")):
        shown = command.as_posix().replace("$", "$$").replace("#", "\\#")
        (target / LOCAL).write_text(f"SOURCEBOOK ?= {shown}\n", encoding="utf-8")


def _free(target: Path) -> None:
    """SourcebookError where a book cannot be made."""
    if target.is_symlink() or target.is_file():
        raise SourcebookError(f"{target} is there already, and is no folder; choose another name.")
    if target.is_dir() and any(target.iterdir()):
        raise SourcebookError(f"{target} is there already and not empty, and nothing is written over; choose another.")
    if target.resolve() == Path.cwd():
        raise SourcebookError("a book is made in a folder of its own; go up one folder, and name the new one.")
    if not target.parent.is_dir():
        raise SourcebookError(f"there is no folder {target.parent}; make it first, or name the book elsewhere.")


def _book_files(content: str, values: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The files of a book, by path: its shell, and what it holds."""
    for part in ("shell", content):
        folder = TEMPLATES / "book" / part
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
            inside = path.relative_to(folder)
            name = inside.with_name(DOTTED.get(inside.name, inside.name)).as_posix()
            articles = FULLTEXT in inside.parts  # their bytes are sealed
            text = path.read_bytes() if articles else filled(path.read_text(encoding="utf-8"), values).encode()
            yield name, text


def _move_in(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder beside its place, then give it its name; nothing stays where that fails."""
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as aside:
            book = Path(aside) / target.name
            for name, data in files.items():
                yaml_edit.create_file(book / name, data)
            if target.is_dir():
                target.rmdir()
            book.rename(target)
    except OSError as error:
        raise SourcebookError(f"{target} cannot be made: {error.strerror}; name the book elsewhere.") from None


def _told_book(target: Path, count: int, empty: bool, environ: Mapping[str, str]) -> Iterator[str]:
    holds = "with nothing in it yet" if empty else "complete and small, about an invented flood"
    yield f"Made {target}/: a book of {count} files, {holds}."
    outer = next((p for p in target.resolve().parents if toc_edit.is_book(p)), None)
    if outer:
        yield f"It lies inside another book, {outer.name}/, and is no part of it; better move it to a place of its own."
    if environ.get(TEXTS_VARIABLE, "").strip():
        named = TEXTS_VARIABLE
        yield f"{named} names another folder of articles: unset it, so that this book finds its own."
    yield "Next:"
    yield f"  cd {shlex.quote(str(target)) if os.name == 'posix' else target}"
    yield "  sourcebook check      what is wrong, where, and what to do: nothing yet"
    yield "  sourcebook build      the book: open _build/html/index.html"
    yield "  then read README.md: how to make it yours."


# -- a page -----------------------------------------------------------------------------------------------------------


def new_chapter(root: Path, name: str, title: str) -> NewFiles:
    """A chapter with blanks, entered in the table of contents; one that most books have, filled from the records."""
    name, words = named(name, "chapter", title)
    values, file = {"title": words, **_example(root)}, "page/chapter.md"
    if name in new_chapter_command.NAMES:
        opened = check.open_book(root)
        opened.need_loaded()
        written = "".join(p.read_text(encoding="utf-8", errors="replace") for p in (root / CHAPTERS).glob("*.md"))
        values, file = {**values, **new_chapter_command.values(opened.book, name, written)}, f"chapter/{name}.md"
    text = re.sub(r"\n{3,}", "\n\n", template(file, values)).rstrip("\n") + "\n"
    return _page(root, f"{CHAPTERS}/{name}", text, "The story")


def new_brief(root: Path, name: str, title: str, date: str) -> NewFiles:
    """A brief with blanks, entered in the table of contents. Its number is the next one."""
    name, words = named(name, "brief", title)
    folder = root / BRIEFS
    number = 1 + sum(path.name != "index.md" for path in folder.glob("*.md"))
    text = template("page/brief.md", {"title": words, "date": date, "number": str(number), **_example(root)})
    made = _page(root, f"{BRIEFS}/{name}", text, "Briefs")
    return NewFiles(made.files, (*made.lines, "  sourcebook build briefs   sets it on paper."))


def new_exercise(root: Path, name: str, kind: str, title: str, page: str) -> NewFiles:
    """An exercise with blanks: on a page of its own, or at the end of a page that is there."""
    name, words = named(name, "exercise", title)
    taken = _taken_by(root, name)
    if taken:
        raise SourcebookError(f"{taken} has an exercise {name!r}, and an id is never used twice; choose another.")
    values = {"title": words, "name": name, **_example(root)}
    text = template(f"exercise/{kind}.md", values)
    path = _exercise_page(root, page)
    if path is not None:
        made = _appended(root, path, text)
    else:
        own = Path(page).stem if page else name
        _, head = named(own, "exercise", "" if page else words)
        values["title"] = head
        made = _page(root, f"{EXERCISES}/{own}", template("page/exercises.md", values) + text, "Exercises")
    return NewFiles(made.files, (*made.lines, f"  to hand it out, name {name} in {ASSIGNED}."))


def _taken_by(root: Path, name: str) -> str:
    """The page that holds an exercise of this id, or nothing."""
    for path in sorted((root / EXERCISES).glob("**/*.md")):
        if name in _EXERCISE.findall(path.read_text(encoding="utf-8", errors="replace")):
            return path.relative_to(root).as_posix()
    return ""


def _example(root: Path) -> dict[str, str]:
    """A source and a passage of this book, for the notes of a template; made-up ones where it has none."""
    book, _ = load_book(root)
    for key, source in book.sources.items():
        if source.passages:
            return {"source": key, "passage": f"{key}/{source.passages[0].id}"}
    return {"source": next(iter(book.sources), "source"), "passage": "source/passage"}


def _page(root: Path, page: str, text: str, caption: str) -> NewFiles:
    """Write a page and enter it in the table of contents: both or none."""
    path = root / f"{page}.md"
    if path.exists() or path.is_symlink():
        raise SourcebookError(f"{page}.md is there already, and nothing is written over; choose another name.")
    entered = toc_edit.entered(root, page, caption)
    yaml_edit.create_file(path, text.encode())
    with yaml_edit.undone_on_failure([path]):
        if entered:
            atomic.write_file(root / CONTENTS, entered)
    where = f"and entered it in {CONTENTS}" if entered else f"which {CONTENTS} names already"
    if not (root / CONTENTS).is_file():
        where = f"this book has no {CONTENTS}: name it in a toctree"
    return NewFiles((path,), (f"Wrote {page}.md, {where}.", *_to_fill(f"{page}.md", text, 0)))


def _exercise_page(root: Path, page: str) -> Path | None:
    """The page of a name, if it is there; None where it is to be made. SourcebookError where it cannot be."""
    if not page:
        return None
    name = page if page.endswith(".md") else f"{page}.md"
    path = next((p for p in (root / name, root / EXERCISES / name) if p.is_file()), None)
    if path is not None and root.resolve() in path.resolve().parents:
        return path
    if name.removesuffix(".md").removeprefix(f"{EXERCISES}/") == Path(name).stem and path is None:
        return None
    there = ", ".join(p.relative_to(root).as_posix() for p in sorted((root / EXERCISES).glob("*.md")))
    made = f"name one of these, or a new one by its name alone: {there or 'none yet'}"
    raise SourcebookError(f"there is no page {name}, and none can be made there; {made}.")


def _appended(root: Path, path: Path, text: str) -> NewFiles:
    """Put an exercise at the end of a page."""
    try:
        before = decode(path.read_bytes()).rstrip("\n")
    except ValueError as error:
        raise SourcebookError(f"{path.relative_to(root)} cannot be read: {error}; save it as UTF-8.") from None
    atomic.write_file(path, yaml_edit.as_before(f"{before}\n\n{text}", path.read_bytes()))
    shown = path.relative_to(root).as_posix()
    return NewFiles(
        (path,), (f"Put the exercise at the end of {shown}.", *_to_fill(shown, text, before.count("\n") + 2))
    )


def _to_fill(name: str, text: str, above: int) -> Iterator[str]:
    """The blanks of a new page, by line, and what to do then."""
    yield f"Fill in, in {name}:"
    for number, words in blanks(text):
        yield f"  line {number + above}: {words}"
    yield "Then:"
    yield "  sourcebook check          says what is wrong, where, and what to do;"
    yield "  sourcebook build          makes the book: open _build/html/index.html"


# -- a source ---------------------------------------------------------------------------------------------------------


def new_source(root: Path, key: str, environ: Mapping[str, str] = os.environ) -> Path | NewFiles:
    """The text that an author put into the file `KEY.txt` of the articles; or that file, made now and empty.

    It is the way to a source without a file: an article is pasted into it, and `adding.add` takes it from there.
    """
    add.record_path(root, key)
    folder = add.texts_folder(root, environ)
    path = folder / f"{key}.txt"
    if path.is_file() and path.stat().st_size:
        return path
    if not path.exists():
        yaml_edit.create_file(path, b"")
    return NewFiles((path,), tuple(_told_source(key, path)))


def _told_source(key: str, path: Path) -> Iterator[str]:
    yield f"{path} is there, empty, for the article."
    yield "Next:"
    yield "  paste the whole article into it, as it stands, an empty line between paragraphs, and save it as UTF-8;"
    yield f"  sourcebook new source {key}        then writes its record."
    yield "Where you have the article as a file (a text, a saved page, a PDF), name it instead:"
    yield f"  sourcebook new source {key} FILE   the same as: sourcebook add FILE --key {key}"


# -- the private folder -----------------------------------------------------------------------------------------------


def new_private(folder: Path) -> list[Path]:
    """Make a private folder: a seed, a README, and a .gitignore that hides all of it. What is there stays as it is."""
    made = []
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        SEED: secrets.token_hex(16) + "\n",
        "README.md": template("private/README.md", {}),
        ".gitignore": template("private/gitignore", {}),
    }
    for name, words in texts.items():
        path = folder / name
        if not path.exists():
            path.write_text(words, encoding="utf-8")
            made.append(path)
    (folder / SEED).chmod(0o600)
    return made
