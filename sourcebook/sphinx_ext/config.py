"""The configuration values of the extension, each declared once: name, default, types and what it does.

Here: the declarations, reading them back as plain values, and which edition (public or instructor's) a build makes.
Secrets are dropped when a page is read, so that neither a doctree nor an index ever holds them; each edition has a
folder of doctrees of its own (`build.py`). Not here: which fields of an item are secret (`questions/items.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sourcebook.analysis import language_tags
from sourcebook.analysis.accounts import read_zone
from sourcebook.check import Limits
from sourcebook.model.problems import Kind, Place, Problem, near
from sourcebook.store import book, files, validation, yaml_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sourcebook.questions.items import Use


@dataclass(frozen=True)
class ConfigOption:
    """One value that an author may set in the book's configuration."""

    name: str
    default: bool | float | str | tuple[str, ...]
    types: tuple[type, ...]
    help: str
    rebuild: Literal["", "env", "html"] = ""
    among: tuple[str, ...] = ()
    """The only values that there are; empty where any of the form will do."""


REQUIRE_PROOF = ConfigOption(
    "sourcebook_require_proof",
    False,
    (bool,),
    "Whether a quotation that neither an article nor a seal can prove is an error. If not, the summary counts it.",
)
SHARE_WARN = ConfigOption(
    "sourcebook_share_warn", 33.3, (int, float), "Per cent of an article's words above which quoting it is a caution."
)
SHARE_FAIL = ConfigOption(
    "sourcebook_share_fail", 50, (int, float), "Per cent of an article's words above which quoting it is an error."
)
LONGEST_PASSAGE = ConfigOption("sourcebook_longest_passage", 80, (int,), "How many words in a row may be quoted.")
RIGHTS = ConfigOption(
    "sourcebook_rights",
    "Quotations belong to their publishers.",
    (str,),
    "Who owns what, in a sentence or two: it stands in everything that is made.",
    rebuild="html",
)
LICENCE = ConfigOption(
    "sourcebook_licence",
    "",
    (str,),
    "Address of the licence of the book's own text: the foot of each page links to it.",
    rebuild="html",
)
LINK_TERMS = ConfigOption(
    "sourcebook_link_terms",
    True,
    (bool,),
    "Whether the first use of each term of the glossary on a page is linked to its explanation.",
    rebuild="html",
)
PACE = ConfigOption(
    "sourcebook_words_per_minute",
    200,
    (int,),
    "How many words a reader reads in a minute: for the time that stands under the title of a page; 0 says none.",
    rebuild="html",
)
ZONES = ConfigOption(
    "sourcebook_zones",
    (),
    (list, tuple),
    "Zones (IANA names) in which a clock time without a zone may be read; those that any source names, where left out.",
    rebuild="env",  # what follows from the zones stands on pages that were read
)
PUBLIC, INSTRUCTOR = EDITIONS = ("public", "instructor")
EDITION = ConfigOption(
    "sourcebook_edition",
    PUBLIC,
    (str,),
    "Who the book is for: `public`, or `instructor`, which alone holds anchor answers, marking notes and graded keys.",
    rebuild="env",  # secrets are dropped as pages are read
    among=EDITIONS,
)
PRIVATE = ConfigOption(
    "sourcebook_private",
    "",
    (str,),
    "The instructor's private folder; `private`, or the one that SOURCEBOOK_PRIVATE names, where left empty.",
    rebuild="env",
)
PACKS = ConfigOption(
    "sourcebook_packs", "_build/packs", (str,), "Where the packs of assignments lie, seen from the book's folder."
)
OPTIONS = (
    REQUIRE_PROOF, SHARE_WARN, SHARE_FAIL, LONGEST_PASSAGE, RIGHTS, LICENCE, LINK_TERMS, PACE, ZONES, EDITION, PRIVATE,
    PACKS,
)  # fmt: skip


def register(app: Sphinx) -> None:
    """Declare every value. Those about quotations ask for no page to be read again: these are judged on every build."""
    for option in OPTIONS:
        app.add_config_value(option.name, option.default, option.rebuild, ANY_TYPE)
    # `jupyter-book build` sets what is for notebooks in every book, and Sphinx warns of what nobody has declared.
    unread = () if NOTEBOOKS in app.config.extensions else app.config.overrides
    for name in (name for name in unread if name.startswith("nb_")):
        app.add_config_value(name, None, "", ANY_TYPE)


NOTEBOOKS = "myst_nb"
"""The extension that reads notebooks."""
ANY_TYPE = frozenset({Any})
"""Tells Sphinx to pass on whatever an author sets: `problems` says, with line and remedy, what cannot be."""
FILE = "_config.yml"
_PREFIX = "sourcebook_"
_ALIKE = 0.85
"""How like a setting a key must be to be one mistyped: other programs read keys of this file as well."""
_FORMS = {bool: "true or false", int: "a whole number", float: "a number", str: "words", list: "a list"}


def value(config: Config, option: ConfigOption) -> Any:
    """The value that an author set; the default where theirs is invalid."""
    setting = config[option.name]
    return setting if _can_be(option, setting) else option.default


def _can_be(option: ConfigOption, setting: object) -> bool:
    return type(setting) in option.types and (not option.among or setting in option.among)


def for_instructor(config: Config) -> bool:
    """True if this build makes the instructor's edition."""
    return bool(value(config, EDITION) == INSTRUCTOR)


def reveals(config: Config, use: Use) -> bool:
    """True if this build may hold the key of an item of this use."""
    return use == "practice" or for_instructor(config)


def limits(config: Config) -> Limits:
    """The limits on how much of an article this book may quote."""
    return Limits(value(config, SHARE_WARN), value(config, SHARE_FAIL), value(config, LONGEST_PASSAGE))


def zones(config: Config) -> tuple[str, ...]:
    """The time zones of the configuration that exist: those in which a clock time without a zone may be read."""
    return tuple(filter(read_zone, map(str, value(config, ZONES))))


def problems(config: Config, root: Path) -> list[Problem]:
    """A problem for each invalid value of ours, and for each unknown time zone."""
    faults = [
        Problem(Kind.WRONG_TYPE, f"{config[o.name]!r} stands where {_form(o)} should stand.", _place(root, o.name))
        for o in OPTIONS
        if not _can_be(o, config[o.name])
    ]
    message = "is no zone: write IANA names such as Europe/Paris."
    wrong = [str(zone) for zone in value(config, ZONES) if not read_zone(str(zone))]
    faults += [Problem(Kind.BAD_DATE, f"{zone!r} {message}", _place(root, ZONES.name)) for zone in wrong]
    return faults + list(_language(config, root)) + list(_mistyped(config, root))


def _language(config: Config, root: Path) -> Iterator[Problem]:
    """The problem of an unknown language, which Sphinx would ignore and use English."""
    remedy = language_tags.instead(str(config.language or "en"))
    if remedy:
        yield Problem(Kind.WRONG_TYPE, f"{config.language!r} names no language; {remedy}", _place(root, "language"))


def _mistyped(config: Config, root: Path) -> Iterator[Problem]:
    """Problems of values that nothing reads and whose names are like those of values that something reads."""
    text, _ = book.read_file(root / FILE, root) if files.there(root, FILE) else (None, [])
    tree = yaml_source.parse(text or "").value
    for key in ("sphinx", "config"):
        tree = tree.get(key) if isinstance(tree, dict) else None
    known = {each.name for each in config}
    for name in [name for name in tree if name not in known] if isinstance(tree, dict) else ():
        meant = near(name, known, _ALIKE)
        if meant or name.startswith(_PREFIX):
            remedy = f"did you mean {meant!r}?" if meant else "docs/configuration.md lists those there are."
            yield Problem(Kind.UNKNOWN_KEY, f"there is no setting {name!r}; {remedy}", _place(root, name))


def _form(option: ConfigOption) -> str:
    if option.among:
        return " or ".join(map(repr, option.among))
    return _FORMS[float if float in option.types else option.types[0]]


def _place(root: Path, name: str) -> Place:
    """The place where a value is set: its line in `_config.yml`, or `conf.py` as a whole."""
    text, _ = book.read_file(root / FILE, root)
    if text is None:
        return Place("conf.py", 0, name)
    path = ("sphinx", "config", name)
    return Place(FILE, yaml_source.parse(text).line(path), validation.shown_path(path))
