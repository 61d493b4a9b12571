"""`sourcebook new`: create a book, a page of one, or the private folder from templates.

Here: which files are created, filling in the templates, and writing all of the files or none. No existing file is
overwritten. Not here: the templates (`templates/`, real files with blanks between ‹ and ›), adding a page to the table
of contents (`toc_edit.py`), and the record of an article (`ingest/add.py`).

A template may hold `@{name}`, which is replaced by a value: inside quotation marks as a JSON string,
elsewhere as it is.
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
"""Files that a template stores without their dot, so that they have no effect inside the template."""
LOCAL = "local.mk"
"""The file of a book's Makefile that holds settings of one machine."""
CHAPTERS, EXERCISES, BRIEFS = "chapters", "exercises", "briefs"
_BLANK = re.compile(r"‹[^›\n]*›")
_MARK = re.compile(r"""(?P<quote>"?)@\{(?P<name>[a-z]+)\}(?P=quote)""")
_EXERCISE = re.compile(r"^:{3,}\{sb:(?:exercise|items)\}[ \t]+(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class NewFiles:
    """The created files, and lines to print: what was done and what to do next."""

    files: tuple[Path, ...]
    lines: tuple[str, ...]


# -- templates --------------------------------------------------------------------------------------------------------


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill in the marks of a template. KeyError for a mark without a value."""

    def value(mark: re.Match[str]) -> str:
        text_value = values[mark["name"]]
        return json.dumps(text_value, ensure_ascii=False) if mark["quote"] else text_value

    return _MARK.sub(value, text)


def template(name: str, values: Mapping[str, str]) -> str:
    """Read one template file and fill it in."""
    return filled((TEMPLATES / name).read_text(encoding="utf-8"), values)


def blanks(text: str) -> Iterator[tuple[int, str]]:
    """The blanks that an author still has to fill in: line and words."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from ((number, blank[0]) for blank in _BLANK.finditer(line) if not line.startswith("%"))


# -- names ------------------------------------------------------------------------------------------------------------


def named(name: str, what: str, title: str = "") -> tuple[str, str]:
    """Check a name; return it and the given title, or one made of it. SourcebookError suggests a better name."""
    given_title = yaml_edit.one_line(title)
    if title and not given_title:
        raise SourcebookError("the title is empty; write one, or leave --title out.")
    if not re.fullmatch(ID, name):
        raise SourcebookError(_misnamed(name, what, given_title))
    return name, given_title or name.replace("-", " ").capitalize()


def _misnamed(name: str, what: str, title: str) -> str:
    """The message for an invalid name, with a corrected call."""
    rule = f"{name!r} is not a valid name for {'an' if what[0] in 'aeiou' else 'a'} {what}: write {ID_FORM}"
    stem = Path(name).stem if name.endswith(".md") else Path(name).name
    better = yaml_edit.slug([stem], (), most=8, otherwise="my-crisis")
    option_title = title or (" ".join(stem.split()) if " " in stem.strip() else "")
    option = f" --title {json.dumps(option_title, ensure_ascii=False)}" if option_title else ""
    return f"{rule}. Did you mean: sourcebook new {what} {better}{option}?"


# -- a book -----------------------------------------------------------------------------------------------------------


def new_book(target: Path, title: str, empty: bool = False, environ: Mapping[str, str] = os.environ) -> NewFiles:
    """Create a book in a new or empty folder."""
    _, words = named(target.resolve().name if target.name in ("", "..") else target.name, "book", title)
    _require_free(target)
    files = dict(_book_files("empty" if empty else "sample", {"title": words}))
    _move_in(target, files)
    _note_command(target, environ)
    paths = tuple(target / path for path in files)
    return NewFiles(paths, tuple(_book_lines(target, len(files), empty, environ)))


def _note_command(target: Path, environ: Mapping[str, str]) -> None:
    """Write the path of this command for the book's Makefile, where `make` would not find it."""
    command = Path(sys.executable).with_name("sourcebook")
    if command.is_file() and not shutil.which("sourcebook", path=environ.get("PATH", "")):
        shown = command.as_posix().replace("$", "$$").replace("#", "\\#")
        (target / LOCAL).write_text(f"SOURCEBOOK ?= {shown}\n", encoding="utf-8")


def _require_free(target: Path) -> None:
    """Raise SourcebookError where a book cannot be created."""
    if target.is_symlink() or target.is_file():
        raise SourcebookError(f"{target} is there already, and is no folder; choose another name.")
    if target.is_dir() and any(target.iterdir()):
        raise SourcebookError(f"{target} is there already and not empty, and nothing is written over; choose another.")
    if target.resolve() == Path.cwd():
        raise SourcebookError("a book is made in a folder of its own; go up one folder, and name the new one.")
    if not target.parent.is_dir():
        raise SourcebookError(f"there is no folder {target.parent}; make it first, or name the book elsewhere.")


def _book_files(content: str, values: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each file of a new book: its shell, then its content."""
    for part in ("shell", content):
        folder = TEMPLATES / "book" / part
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
            inside = path.relative_to(folder)
            name = inside.with_name(DOTTED.get(inside.name, inside.name)).as_posix()
            articles = FULLTEXT in inside.parts  # their bytes are sealed
            text = path.read_bytes() if articles else filled(path.read_text(encoding="utf-8"), values).encode()
            yield name, text


def _move_in(target: Path, files: Mapping[str, bytes]) -> None:
    """Create a folder atomically: written to a temporary folder, then renamed."""
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


def _book_lines(target: Path, count: int, empty: bool, environ: Mapping[str, str]) -> Iterator[str]:
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
    """Create a chapter with blanks and add it to the table of contents; a standard one is filled from the records."""
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
    """Create a brief with blanks and add it to the table of contents. It gets the next number."""
    name, words = named(name, "brief", title)
    folder = root / BRIEFS
    number = 1 + sum(path.name != "index.md" for path in folder.glob("*.md"))
    text = template("page/brief.md", {"title": words, "date": date, "number": str(number), **_example(root)})
    page_files = _page(root, f"{BRIEFS}/{name}", text, "Briefs")
    return NewFiles(page_files.files, (*page_files.lines, "  sourcebook build briefs   sets it on paper."))


def new_exercise(root: Path, name: str, kind: str, title: str, page: str) -> NewFiles:
    """Create an exercise with blanks: on a page of its own, or at the end of an existing page."""
    name, words = named(name, "exercise", title)
    taken = _taken_by(root, name)
    if taken:
        raise SourcebookError(f"{taken} has an exercise {name!r}, and an id is never used twice; choose another.")
    values = {"title": words, "name": name, **_example(root)}
    text = template(f"exercise/{kind}.md", values)
    path = _exercise_page(root, page)
    if path is not None:
        page_files = _appended(root, path, text)
    else:
        own = Path(page).stem if page else name
        _, head = named(own, "exercise", "" if page else words)
        values["title"] = head
        page_files = _page(root, f"{EXERCISES}/{own}", template("page/exercises.md", values) + text, "Exercises")
    return NewFiles(page_files.files, (*page_files.lines, f"  to hand it out, name {name} in {ASSIGNED}."))


def _taken_by(root: Path, name: str) -> str:
    """The page that already has an exercise of this id; empty where none has."""
    for path in sorted((root / EXERCISES).glob("**/*.md")):
        if name in _EXERCISE.findall(path.read_text(encoding="utf-8", errors="replace")):
            return path.relative_to(root).as_posix()
    return ""


def _example(root: Path) -> dict[str, str]:
    """A source and a passage of this book for the notes of a template; placeholders where it has none."""
    book, _ = load_book(root)
    for key, source in book.sources.items():
        if source.passages:
            return {"source": key, "passage": f"{key}/{source.passages[0].id}"}
    return {"source": next(iter(book.sources), "source"), "passage": "source/passage"}


def _page(root: Path, page: str, text: str, caption: str) -> NewFiles:
    """Write a page and add it to the table of contents: both or none."""
    path = root / f"{page}.md"
    if path.exists() or path.is_symlink():
        raise SourcebookError(f"{page}.md is there already, and nothing is written over; choose another name.")
    toc = toc_edit.with_page(root, page, caption)
    yaml_edit.create_file(path, text.encode())
    with yaml_edit.undone_on_failure([path]):
        if toc:
            atomic.write_file(root / CONTENTS, toc)
    where = f"and entered it in {CONTENTS}" if toc else f"which {CONTENTS} names already"
    if not (root / CONTENTS).is_file():
        where = f"this book has no {CONTENTS}: name it in a toctree"
    return NewFiles((path,), (f"Wrote {page}.md, {where}.", *_to_fill(f"{page}.md", text, 0)))


def _exercise_page(root: Path, page: str) -> Path | None:
    """The existing page of a name; None where it is to be created. SourcebookError where it cannot be."""
    if not page:
        return None
    name = page if page.endswith(".md") else f"{page}.md"
    path = next((p for p in (root / name, root / EXERCISES / name) if p.is_file()), None)
    if path is not None and root.resolve() in path.resolve().parents:
        return path
    if name.removesuffix(".md").removeprefix(f"{EXERCISES}/") == Path(name).stem and path is None:
        return None
    there = ", ".join(p.relative_to(root).as_posix() for p in sorted((root / EXERCISES).glob("*.md")))
    choice = f"name one of these, or a new one by its name alone: {there or 'none yet'}"
    raise SourcebookError(f"there is no page {name}, and none can be made there; {choice}.")


def _appended(root: Path, path: Path, text: str) -> NewFiles:
    """Append an exercise to a page."""
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
    """Lines to print: the blanks of a new page, and the next steps."""
    yield f"Fill in, in {name}:"
    for number, words in blanks(text):
        yield f"  line {number + above}: {words}"
    yield "Then:"
    yield "  sourcebook check          says what is wrong, where, and what to do;"
    yield "  sourcebook build          makes the book: open _build/html/index.html"


# -- a source ---------------------------------------------------------------------------------------------------------


def new_source(root: Path, key: str, environ: Mapping[str, str] = os.environ) -> Path | NewFiles:
    """The article that an author pasted into `KEY.txt`; or that file, created empty, with lines that say what to do.

    This is the way to a source without a file: an article is pasted into it, and `ingest.add` reads it.
    """
    add.record_path(root, key)
    folder = add.texts_folder(root, environ)
    path = folder / f"{key}.txt"
    if path.is_file() and path.stat().st_size:
        return path
    if not path.exists():
        yaml_edit.create_file(path, b"")
    return NewFiles((path,), tuple(_source_lines(key, path)))


def _source_lines(key: str, path: Path) -> Iterator[str]:
    yield f"{path} is there, empty, for the article."
    yield "Next:"
    yield "  paste the whole article into it, as it stands, an empty line between paragraphs, and save it as UTF-8;"
    yield f"  sourcebook new source {key}        then writes its record."
    yield "Where you have the article as a file (a text, a saved page, a PDF), name it instead:"
    yield f"  sourcebook new source {key} FILE   the same as: sourcebook add FILE --key {key}"


# -- the private folder -----------------------------------------------------------------------------------------------


def new_private(folder: Path) -> list[Path]:
    """Create a private folder: a seed, a README, and a .gitignore that hides it. Existing files stay as they are."""
    created = []
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
            created.append(path)
    (folder / SEED).chmod(0o600)
    return created
