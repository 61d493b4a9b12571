"""Check `_config.yml` and `_toc.yml` before Sphinx and Jupyter Book read them.

Here: files that are no YAML, on which Jupyter Book would end in a traceback, and keys that nobody reads because they
are mistyped, which it passes over. Not here: values of our own settings (`config.py`), and pages that are not there.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any

from sourcebook.model.problems import Kind, NotLoadedError, Place, Problem, near
from sourcebook.questions.private_folder import CONTENTS
from sourcebook.sphinx_ext.config import FILE as SETTINGS
from sourcebook.store import book, files, validation, yaml_source

_Path = tuple[str | int, ...]
_TOC_KEYS = frozenset(
    "root format defaults options meta file glob url title parts chapters sections subtrees entries items caption "
    "hidden maxdepth numbered reversed titlesonly".split()
)
"""Every key that sphinx-external-toc reads anywhere, in any of its formats."""
_LINE = re.compile(r"line (\d+): ")
_ALIKE = 0.75
CONFIGURED = "conf.py"


def need_sound(root: Path) -> None:
    """Raise NotLoadedError with every error of both files."""
    faults = [problem for name in (SETTINGS, CONTENTS) for problem in problems(root, name)]
    if faults:
        raise NotLoadedError(faults)


def problems(root: Path, name: str) -> Iterator[Problem]:
    """The problems of one of the files; none where it is missing and not needed."""
    if not os.path.lexists(root / name):
        if _asked_for(root, name):
            yield Problem(Kind.UNREADABLE, f"it is not there; put it back, {_BEGIN[name]}.", Place(name))
        return
    try:
        data = files.read_bytes(root / name, book.LARGEST_RECORD, root)
        tree = yaml_source.load_settings(data)
    except OSError as error:
        yield Problem(Kind.UNREADABLE, f"it cannot be read: {error.strerror}.", Place(name))
        return
    except ValueError as error:
        line = _LINE.match(str(error))
        message = str(error)[line.end() if line else 0 :]
        yield Problem(Kind.SYNTAX if line else Kind.UNREADABLE, message, Place(name, int(line[1]) if line else 0))
        return
    if not isinstance(tree, dict):
        yield Problem(Kind.WRONG_TYPE, f"it holds no keys with values; {_BEGIN[name]}.", Place(name))
        return
    yield from _inside(root, name, tree, yaml_source.parse(files.decode(data)))


def _inside(root: Path, name: str, tree: dict[str, Any], lines: yaml_source.Document) -> Iterator[Problem]:
    """The problems of the keys and values of one of the files."""
    mistyped = list(_mistyped_settings(tree) if name == SETTINGS else _mistyped_contents(tree, ()))
    found = [
        (Kind.UNKNOWN_KEY, path, f"there is no key {path[-1]!r} here; did you mean {meant!r}?")
        for path, meant in mistyped
    ]
    if name == SETTINGS:
        found += [(Kind.WRONG_TYPE, path, message) for path, message in _refused_settings(tree)]
    elif not mistyped:  # else it is not known which pages are named
        pages = (*_missing_pages(root, tree), *_repeated_pages(tree, lines))
        found += [(Kind.UNKNOWN_REFERENCE, path, message) for path, message in pages]
    for kind, path, message in found:
        yield Problem(kind, message, Place(name, lines.line(path), validation.shown_path(path)))


def naming(root: Path, extension: str) -> Place | None:
    """The place where the settings name an extension; None where they do not."""
    text, _ = book.read_file(root / SETTINGS, root) if files.there(root, SETTINGS) else (None, [])
    item = re.compile(rf"""[-\s\["',]+{re.escape(extension)}["'\s,\]]*(?:#.*)?""")
    for number, line in enumerate((text or "").splitlines(), 1):
        if item.fullmatch(line):
            return Place(SETTINGS, number)
    return None


_BEGIN = {SETTINGS: "begin it with `title: …`", CONTENTS: "begin it with `format: jb-book` and `root: index`"}


def _asked_for(root: Path, name: str) -> bool:
    """True if a missing file is one that the book is built by."""
    text, _ = book.read_file(root / CONFIGURED, root) if files.there(root, CONFIGURED) else (None, [])
    if name == SETTINGS:
        return SETTINGS in (text or "")
    settings, _ = book.read_file(root / SETTINGS, root) if files.there(root, SETTINGS) else (None, [])
    return SETTINGS in (text or "") and "sphinx_external_toc" in (settings or "")


def _missing_pages(root: Path, tree: Any) -> Iterator[tuple[_Path, str]]:
    """Problems of missing pages that a table of contents names, each with the nearest page that exists."""
    for path, name in _named_pages(tree, ()):
        if not any(files.there(root, f"{name}{ending}") for ending in _ENDINGS):
            meant = near(name, (p.relative_to(root).with_suffix("").as_posix() for p in _pages(root)), _ALIKE)
            remedy = f"did you mean {meant!r}?" if meant else "write it, or take it out of the table of contents."
            yield path, f"there is no page {name!r} in the book; {remedy}"


def _named_pages(tree: Any, path: _Path) -> Iterator[tuple[_Path, str]]:
    """Each page that a table of contents names, with its place there, in order."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in entries:
        here = (*path, key)
        if key in ("file", "root") and isinstance(value, str):
            yield here, value.removesuffix(".md")
        elif key != "meta":
            yield from _named_pages(value, here)


def _repeated_pages(tree: Any, lines: yaml_source.Document) -> Iterator[tuple[_Path, str]]:
    """Problems of pages that a table of contents names a second time."""
    first: dict[str, _Path] = {}
    for path, name in _named_pages(tree, ()):
        if name in first:
            yield path, f"the page {name!r} stands twice, first on line {lines.line(first[name])}; keep one."
        first.setdefault(name, path)


def unlisted(root: Path, included: Container[str] = ()) -> Iterator[Problem]:
    """A caution for each page of the book's folders that its table of contents does not name.

    `included`: names of pages that another page takes in.
    """
    text, _ = book.read_file(root / CONTENTS, root) if files.there(root, CONTENTS) else (None, [])
    if text is None or "glob:" in text:
        return
    named = {found.removesuffix(".md") for found in _NAMED.findall(text)}
    for path in sorted(path for folder in _FOLDERS for path in (root / folder).glob("*.md")):
        name = path.relative_to(root).with_suffix("").as_posix()
        if name not in named and name not in included and not path.name.startswith(("_", ".", "README")):
            head = path.read_text(encoding="utf-8", errors="replace")[:_HEAD]
            if not _ORPHAN.search(head):
                message = f"no reader finds this page: add the line `- file: {name}` to {CONTENTS}, or take it away."
                yield Problem(Kind.UNLISTED_PAGE, message, Place(f"{name}.md"))


_FOLDERS = ("chapters", "exercises", "briefs")
_HEAD = 2000
_NAMED = re.compile(r"""(?:file|root):[ \t]*["']?([^"'\s}]+)""")
_ORPHAN = re.compile(r"^orphan:[ \t]*true", re.MULTILINE)
_ENDINGS = ("", ".md", ".rst", ".ipynb", ".txt")
"""What a name in a table of contents may leave out."""


def _pages(root: Path) -> Iterator[Path]:
    for folder in (root, *(path for path in sorted(root.iterdir()) if path.is_dir() and path.name[0] not in "._")):
        yield from folder.glob("*.md")


def _mistyped_contents(tree: Any, path: _Path) -> Iterator[tuple[_Path, str]]:
    """Problems of unknown keys of a table of contents, each with the key that was meant."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in entries:
        here = (*path, key)
        if isinstance(key, str) and key not in _TOC_KEYS and (meant := near(key, _TOC_KEYS)):
            yield here, meant
        elif key not in ("meta", "options", "defaults"):  # their keys are somebody else's
            yield from _mistyped_contents(value, here)


def _mistyped_settings(tree: Mapping[str, Any]) -> Iterator[tuple[_Path, str]]:
    """Problems of keys of the configuration that Jupyter Book ignores, each with the key that was meant."""
    for path, known in _known_settings().items():
        here: Any = tree
        for key in path:
            here = here.get(key) if isinstance(here, dict) else None
        for key in here if isinstance(here, dict) else ():
            if isinstance(key, str) and key not in known and (meant := near(key, known, _ALIKE)):
                yield (*path, key), meant


def _refused_settings(tree: Mapping[str, Any]) -> Iterator[tuple[_Path, str]]:
    """Problems of settings that MyST-Parser refuses: it would ignore all of them, and every page be wrong."""
    for parts in (("parse",), ("sphinx", "config")):
        here: Any = tree
        for part in parts:
            here = here.get(part) if isinstance(here, dict) else None
        for key, value in here.items() if isinstance(here, dict) else ():
            if isinstance(key, str) and key.startswith("myst_"):
                for inside, message in _refused(key.removeprefix("myst_"), value):
                    yield (*parts, key, *inside), message


def _refused(name: str, value: Any) -> Iterator[tuple[_Path, str]]:
    """Why MyST-Parser refuses a setting, with the place in its value; None for settings of others."""
    from myst_parser.config.main import MdParserConfig

    if name not in {field.name for field in dataclasses.fields(MdParserConfig)}:
        return
    several = name == "enable_extensions" and isinstance(value, list)
    parts: list[tuple[_Path, Any]] = [((n,), [each]) for n, each in enumerate(value)] if several else [((), value)]
    for path, part in parts:
        setting: dict[str, Any] = {name: part}
        try:
            MdParserConfig(**setting)
        except (TypeError, ValueError) as error:
            fault = f"MyST has no extension {part[0]!r}" if several else f"MyST refuses this value: {error}"
            yield path, f"{fault}; correct it, or take it out."


def _known_settings() -> dict[tuple[str, ...], frozenset[str]]:
    """The keys that Jupyter Book reads, by their path; none where it is not installed."""
    try:
        import jupyter_book
    except ImportError:  # the extension alone, in a book that is Sphinx's
        return {}
    folder = Path(jupyter_book.__file__).parent
    schema = json.loads((folder / "config_schema.json").read_text(encoding="utf-8"))
    defaults = yaml_source.load_settings((folder / "default_config.yml").read_bytes())
    known: dict[tuple[str, ...], frozenset[str]] = {}
    _collect((), schema, defaults, known)
    # What Sphinx itself reads there is known when the extensions are (`config.py`); this one says which they are.
    known["sphinx", "config"] = frozenset(("extensions",))
    return known


def _collect(
    path: tuple[str, ...], schema: Mapping[str, Any], defaults: Any, found: dict[tuple[str, ...], frozenset[str]]
) -> None:
    """Collect the keys of a part of the configuration, and of the parts inside it."""
    inside = schema.get("properties", {})
    default = defaults if isinstance(defaults, dict) else {}
    if inside or default:
        extra = ("only_build_toc_files",) if not path else ()
        found[path] = frozenset((*inside, *map(str, default), *extra))
    for key in {*inside, *default}:
        _collect((*path, key), inside.get(key, {}), default.get(key), found)
