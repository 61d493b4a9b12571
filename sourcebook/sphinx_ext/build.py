"""Run Sphinx from code: build the book, or read it without writing a page.

Here: which folders a run uses and how it is called. Not here: what the extension does in it, and where finished
outputs go (`store/atomic.py`).
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError, SphinxError
from sphinx.util.console import color_terminal, nocolor, strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import WarningSuppressor

from sourcebook import __version__, processes
from sourcebook.exports.paper import epub
from sourcebook.model.problems import Kind, NotLoadedError, Place, Problem, SourcebookError, relative
from sourcebook.questions import private_folder
from sourcebook.sphinx_ext import settings_files
from sourcebook.sphinx_ext.config import ANY_TYPE, EDITION, INSTRUCTOR, PACKS, PRIVATE, RIGHTS, ZONES, value, zones
from sourcebook.sphinx_ext.config import FILE as SETTINGS
from sourcebook.sphinx_ext.report import NotLoaded
from sourcebook.store import atomic, build_cache

BUILD = atomic.BUILD
PAPER = "paper"
"""The name of the doctrees that PDF and EPUB share."""
MANY = 12
"""So many pages are worth more than one process (tried on two cores: of 19 pages, a third of the time is saved)."""
SMALL, PORTIONS = 100, 2
"""Of fewer pages than `SMALL`, each core gets several portions, because one long page among few leaves the other cores
nothing to do at the end (tried on two cores: with 1 to 4 portions, 2 are the quickest)."""
WORK = ".work"
"""Inside `_build/`: what Sphinx writes before it is swapped in, and its doctrees, one folder an edition."""
_MARK = ".mark"
"""The ending of the file beside an output that says who made it (`store/build_cache.py`)."""


_AT_A_PAGE = re.compile(
    r"(?P<file>[^\n]+?\.(?:md|rst|ipynb))(?::(?P<line>\d*))?: (?:WARNING|ERROR|SEVERE|CRITICAL): (?P<says>.*)"
)
_REMEDIES = (
    (
        r"target not found|undefined label|unknown document",
        "name a page or a label that is there, or take it out",
    ),
    (r"file not (?:readable|found)", "put the file there, or mend its name"),
    (r"nonexisting document", "write the page, or take it out of the table of contents"),
    (r"isn't included in any toctree", "name the page in the table of contents, or take it away"),
    (r"header level", "begin one level below the heading above"),
    (r"[Dd]uplicate", "give one of the two another name"),
)
"""Remedies for the most frequent warnings of Sphinx and MyST-Parser, by pattern."""

_OWN_KIND = re.compile(r" \[[a-z]+\.[a-z_]+\]$")
"""The type that a parser appends to its warning."""


processes.outlive_no_parent()


class FaultyBookError(SourcebookError):
    """Raised if no output can be made of a book because its pages have faults, which Sphinx has reported."""


def jobs(pages: Path, cores: int | None = None) -> int:
    """The number of processes that read and write the pages in a folder.

    For fewer, starting processes and bringing together what they read takes longer than it saves.
    """
    count = sum(1 for _ in islice(pages.glob("*/*.md"), SMALL))
    cores = cores or os.cpu_count() or 1
    return 1 if count < MANY or cores == 1 else cores if count == SMALL else cores * PORTIONS


def build(
    root: Path, edition: str, config: Mapping[str, Any], builder: str = "html", status: IO[str] | None = None
) -> int:
    """Build an edition of the book into `_build/<edition>/`: 0, or 1 where there were warnings or errors.

    The last good edition stays until a build without fault replaces it.
    """
    output, final = root / BUILD / WORK / edition, root / BUILD / edition
    with atomic.alone(root / BUILD):
        says = sys.stdout if status is None else status
        code = int(_app(_job(root, edition, config), builder, output, says, sys.stderr).statuscode)
        if code == 0:
            atomic.publish(output, final)
    return code


def blocks(root: Path, status: IO[str] | None = None) -> tuple[int, Path]:
    """Write the block records of the public book, the input of exports; return 0 or 1 as `build`, and the folder."""
    return write(root, "blocks", {}, status)


def write(root: Path, builder: str, config: Mapping[str, Any], status: IO[str] | None = None) -> tuple[int, Path]:
    """Run a builder whose output is the input of an export; return 0 or 1 as `build`, and the folder.

    Pages are read once for blocks and EPUB: pages are read anew where certain settings change, among them some that an
    EPUB needs, so the blocks are made under them too.
    """
    output = root / BUILD / WORK / builder
    settings = {**epub.settings("", "", "", __version__), **config}
    with atomic.alone(root / BUILD):
        job = _job(root, PAPER, settings)
        app = _app(job, builder, output, io.StringIO() if status is None else status, sys.stderr)
        return int(app.statuscode), output


@dataclass(frozen=True)
class Read:
    """A book whose pages were read: the application, which holds the domain, and the warnings of Sphinx itself.

    `faults` are lines as Sphinx says them: a link that leads nowhere, a table that is none. Problems of ours are the
    domain's.
    """

    app: Sphinx
    faults: tuple[str, ...]


def read(root: Path, edition: str = "read", config: Mapping[str, Any] | None = None) -> Read:
    """Read every page and write none. Callers ask the domain for problems; nothing is shown."""
    log = io.StringIO()
    with atomic.alone(root / BUILD):
        job = _job(root, edition, config or {})
        app = _app(job, "dummy", root / BUILD / WORK / edition, None, log)
    return Read(app, tuple(filter(_is_sphinx_own, strip_colors(log.getvalue()).splitlines())))


def _is_sphinx_own(line: str) -> bool:
    """True if a line is a warning of Sphinx itself at a page. Ours are marked, and are problems."""
    return bool(_AT_A_PAGE.match(line)) and "[sourcebook." not in line


def problems(book: Read, root: Path, ours: Iterable[Problem]) -> Iterator[Problem]:
    """The warnings of Sphinx itself at pages, as problems with a remedy.

    Not what one of `ours` says already: a file that leads out of the book is, to Sphinx, one that is not there.
    """
    reported = {(p.place.file, p.message.partition(" ")[0]) for p in ours if p.kind is Kind.UNREADABLE}
    for match in filter(None, map(_AT_A_PAGE.match, book.faults)):
        file, says = relative(Path(match["file"]), root), match["says"]
        for folder in (Path(book.app.srcdir), root.resolve()):  # the first may be staged inside the second
            says = says.replace(f"{folder}{os.sep}", "")
        if any(file == at and f"{name}'" in f"{says}'" for at, name in reported):
            continue
        remedy = next((words for form, words in _REMEDIES if re.search(form, says)), "mend what stands here")
        if says.startswith("Unknown ") and "; " in says:  # with its remedy (`foreign/near_names.py`)
            yield Problem(Kind.FAULTY_PAGE, _OWN_KIND.sub("", says), Place(file, int(match["line"] or 0)))
            continue
        yield Problem(Kind.FAULTY_PAGE, f"{says.rstrip('.')}; {remedy}.", Place(file, int(match["line"] or 0)))


@dataclass(frozen=True)
class _Job:
    """One run of Sphinx: the pages, the doctrees and the settings of an edition of the book in `root`; `stage` where
    private pages join in.
    """

    root: Path
    pages: Path
    doctrees: Path
    settings: dict[str, Any]
    stage: private_folder.Stage | None = None


def _job(root: Path, edition: str, config: Mapping[str, Any]) -> _Job:
    """The run of an edition; the instructor's reads a staged tree: the private folder is laid over `exercises/`."""
    work = root / BUILD / WORK
    settings = ({EDITION.name: INSTRUCTOR} if edition == INSTRUCTOR else {}) | dict(config)
    folder = private_folder.find(root)
    doctrees = work / f"{edition}.doctrees"
    if folder is None:
        return _Job(root, root, doctrees, settings)
    settings[PRIVATE.name] = str(folder.resolve())
    if settings.get(EDITION.name) != INSTRUCTOR:
        return _Job(root, root, doctrees, settings)
    stage = private_folder.stage(root, folder, work / f"{edition}.staged")
    settings[PACKS.name] = "../../packs"
    return _Job(root, stage.root, doctrees, settings, stage)


def _app(job: _Job, builder: str, output: Path, status: IO[str] | None, warning: IO[str]) -> Sphinx:
    """Run Sphinx; its errors in a book (a broken configuration, a page that cannot be read) become ours.

    So does a file that could not be written, of which Sphinx only warns: half of it may stand there.
    """
    warnings = WarningStream(warning, job.stage)
    settings_files.need_sound(job.pages)
    if not color_terminal():
        nocolor()  # as `sphinx-build` does: a log is no place for what colours a terminal
    try:
        try:
            return _once(job, builder, output, status, warnings, jobs(job.pages))
        except SharingError:
            warnings.again()
            return _once(job, builder, output, status, warnings, 1)
    except SphinxError as error:
        cause = error.orig_exc if isinstance(error, ExtensionError) else None
        if isinstance(cause, OSError):
            raise SourcebookError(_unwritable(cause, output)) from None
        raise NotLoadedError([_said(error, job.pages)]) from None
    except RecursionError:
        message = "a page takes itself in, or is nested too deep to be read; look at its inclusions."
        raise NotLoadedError([Problem(Kind.UNREADABLE, message)]) from None
    except OSError as error:
        raise SourcebookError(_unwritable(error, output)) from None
    finally:
        if warnings.own:  # else the next run would read nothing, and say nothing
            (job.doctrees / ENV_PICKLE_FILENAME).unlink(missing_ok=True)


@contextlib.contextmanager
def _only_our_own(output: Path) -> Iterator[None]:
    """Reuse the output of an earlier build only where this user made all of it; else start from an empty folder.

    A received book may hold pages and scripts there, and Sphinx does not write again what looks up to date.
    """
    beside = output.with_name(f".{output.name}{_MARK}")
    if output.is_symlink():
        output.unlink()
    elif output.is_dir() and not build_cache.is_genuine(output, beside):
        shutil.rmtree(output)
    try:
        yield
    finally:
        if output.is_dir():
            build_cache.sign(output, beside)


def _once(
    job: _Job, builder: str, output: Path, status: IO[str] | None, warnings: WarningStream, parallel: int
) -> Sphinx:
    """Run Sphinx once; SharingError if it fails while pages are shared, which it may not do in one process."""
    with (
        _only_our_own(output),
        atomic.incremental(output, job.doctrees),
        patch_docutils(str(job.pages)),
        docutils_namespace(),
    ):
        app = Sphinx(
            srcdir=job.pages,
            confdir=job.pages,
            outdir=output,
            doctreedir=job.doctrees,
            buildername=builder,
            confoverrides=job.settings,
            status=status,
            warning=warnings,
            warningiserror=True,
            keep_going=True,
            parallel=parallel,
        )
        early = app._warncount  # noqa: SLF001 -- what was found wrong before a handler of ours could listen
        unwritten, faults = Unwritten(), Faults(app)
        for handler in (unwritten, faults):  # now that Sphinx has set its own
            logging.getLogger("sphinx").addHandler(handler)
        try:
            unloaded = _built(app)
        except Exception as error:
            if app.parallel == 1 or _of_the_disk(error):
                raise
            raise SharingError(str(error)) from error
        finally:
            processes.end_children()
        if unwritten.error:
            raise unwritten.error
    if unloaded:
        folder = private_folder.find(job.root)
        places = ((p, private_folder.written_in(p.place, job.root, folder)) for p in unloaded)
        raise NotLoadedError(p.at(place) for p, place in places)
    app.statuscode = int(early + faults.count > 0)
    return app


def _of_the_disk(error: Exception) -> bool:
    """True if a file could not be read or written. A broken pipe to another process does not count."""
    return isinstance(error, OSError) and not isinstance(error, ConnectionError)


class SharingError(Exception):
    """Raised if a build that shared its pages among processes failed: an extension does not allow it, a process was
    killed, or the book itself has a fault, which reading page by page will show."""


def _unwritable(error: OSError, output: Path) -> str:
    return f"{error.filename or output}: {error.strerror}; the last good outputs are as they were."


def _built(app: Sphinx) -> tuple[Problem, ...]:
    """Let Sphinx build; return the problems that kept the records from being loaded. No page was read then, so the
    folders are as they were.
    """
    try:
        app.build()
    except NotLoaded as end:
        return end.problems
    return ()


class Faults(logging.Handler):
    """Log handler that counts warnings other than our cautions, which make no build fail, as in `check`."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self.count = 0
        self.addFilter(WarningSuppressor(app))  # what an author switched off counts for nothing

    def emit(self, record: logging.LogRecord) -> None:
        self.count += getattr(record, "type", None) != "sourcebook"


class Unwritten(logging.Handler):
    """Log handler that keeps the error behind a warning that a file could not be written."""

    error: OSError | None = None

    def emit(self, record: logging.LogRecord) -> None:
        causes = record.args if isinstance(record.args, tuple) else ()
        self.error = self.error or next((cause for cause in causes if isinstance(cause, OSError)), None)


class WarningStream(io.StringIO):
    """Sphinx's warnings, passed on with the names of the author's files in place of those of their staged copies.

    `own`: True if Sphinx itself warned at a page. It does so only as it reads or writes the page.
    """

    def __init__(self, stream: IO[str], stage: private_folder.Stage | None) -> None:
        super().__init__()
        self.stream, self.stage, self.own = stream, stage, False
        self._told: list[str] = []
        self._known: list[str] = []
        root = f"{stage.root.resolve()}{os.sep}" if stage else ""
        self._staged = re.compile(re.escape(root) + r"([^:\n]+)") if stage else None

    def write(self, text: str) -> int:
        plain = strip_colors(text)
        self.own = self.own or any(map(_is_sphinx_own, plain.splitlines()))
        if text in self._known:
            self._known.remove(text)
            return len(text)
        self._told.append(text)
        self.stream.write(self._staged.sub(self._original, text) if self._staged else text)
        return len(text)

    def again(self) -> None:
        """Start again: the book is read once more, and what was passed on already is not repeated."""
        self._known, self._told = self._told, []

    def _original(self, match: re.Match[str]) -> str:
        return str((self.stage.original(match[1]) if self.stage else None) or match[0])

    def flush(self) -> None:
        self.stream.flush()


def settings(root: Path) -> tuple[str, tuple[str, ...], str]:
    """The title of a book, its time zones and its rights, from its configuration alone."""
    settings_files.need_sound(root)
    try:
        read = Config.read(root)
        read.add("html_title", None, "", [str])
        read.add(ZONES.name, ZONES.default, "", ANY_TYPE)
        read.add(RIGHTS.name, RIGHTS.default, "", ANY_TYPE)
        read.init_values()
    except SphinxError as error:
        raise NotLoadedError([_said(error, root)]) from None
    return str(read["html_title"] or read["project"]), zones(read), value(read, RIGHTS)


_LAST = re.compile(r"^(?:\w+\.)*\w*(?:Error|Exception|Exit|Warning)\b:? ?(.*)", re.MULTILINE)


def _said(error: SphinxError, root: Path) -> Problem:
    """The problem of a book that Sphinx cannot read, without the traceback that it adds to a fault in `conf.py`."""
    cause = error.orig_exc if isinstance(error, ExtensionError) and error.orig_exc else None
    text = str(cause or error)
    if "Traceback (most recent call last)" in text:
        lines = _LAST.findall(text)
        text = f"conf.py cannot be run: {lines[-1] if lines else text.strip().splitlines()[-1]}"
    if isinstance(cause, ModuleNotFoundError) and cause.name and (place := settings_files.naming(root, cause.name)):
        return Problem(Kind.UNREADABLE, f"there is no extension {cause.name!r}; mend its name, or install it.", place)
    message = f"{error.category.lower()}: {text.strip()}; look at {SETTINGS}, {private_folder.CONTENTS} and conf.py."
    return Problem(Kind.UNREADABLE, message)
