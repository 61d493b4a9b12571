"""The configuration values of the extension, each declared once: name, default, types and what it does.

Here: the declarations, and reading them back as plain values. Not here: what is done with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sourcebook.analysis.accounts import read_zone
from sourcebook.check import Limits
from sourcebook.problems import Kind, Problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


@dataclass(frozen=True)
class Option:
    """One value that an author may set in the book's configuration."""

    name: str
    default: bool | int | str | tuple[str, ...]
    types: tuple[type, ...]
    help: str
    rebuild: Literal["", "env", "html"] = ""


REQUIRE_PROOF = Option(
    "sourcebook_require_proof",
    False,
    (bool,),
    "Whether a quotation that neither an article nor a seal can prove is an error. If not, the summary counts it.",
)
SHARE_WARN = Option(
    "sourcebook_share_warn", 40, (int, float), "Per cent of an article's words above which quoting it is a caution."
)
SHARE_FAIL = Option(
    "sourcebook_share_fail", 50, (int, float), "Per cent of an article's words above which quoting it is an error."
)
LONGEST_PASSAGE = Option("sourcebook_longest_passage", 80, (int,), "How many words in a row may be quoted.")
RIGHTS = Option(
    "sourcebook_rights",
    "Quotations belong to their publishers.",
    (str,),
    "Who owns what, in a sentence or two: it stands in everything that is made.",
    rebuild="html",
)
LICENCE = Option(
    "sourcebook_licence",
    "",
    (str,),
    "Address of the licence of the book's own text: the foot of each page links to it.",
    rebuild="html",
)
LINK_TERMS = Option(
    "sourcebook_link_terms",
    True,
    (bool,),
    "Whether the first use of each term of the glossary on a page is linked to its explanation.",
    rebuild="html",
)
PACE = Option(
    "sourcebook_words_per_minute",
    200,
    (int,),
    "How many words a reader reads in a minute: for the time that stands under the title of a page; 0 says none.",
    rebuild="html",
)
ZONES = Option(
    "sourcebook_zones",
    (),
    (list, tuple),
    "Zones (IANA names) in which a clock time without a zone may be read; those that any source names, where left out.",
    rebuild="env",  # what follows from the zones stands on pages that were read
)
EDITION = Option(
    "sourcebook_edition",
    "public",
    (str,),
    "Who the book is for: `public`, or `instructor`, which alone holds anchor answers, marking notes and graded keys.",
    rebuild="env",  # secrets are dropped as pages are read
)
PRIVATE = Option(
    "sourcebook_private",
    "",
    (str,),
    "The instructor's private folder; `private`, or the one that SOURCEBOOK_PRIVATE names, where left empty.",
    rebuild="env",
)
PACKS = Option(
    "sourcebook_packs", "_build/packs", (str,), "Where the packs of assignments lie, seen from the book's folder."
)
OPTIONS = (
    REQUIRE_PROOF, SHARE_WARN, SHARE_FAIL, LONGEST_PASSAGE, RIGHTS, LICENCE, LINK_TERMS, PACE, ZONES, EDITION, PRIVATE,
    PACKS,
)  # fmt: skip


def register(app: Sphinx) -> None:
    """Declare every value. Those about quotations ask for no page to be read again: these are judged on every build."""
    for option in OPTIONS:
        app.add_config_value(option.name, option.default, option.rebuild, list(option.types))


def limits(config: Config) -> Limits:
    """How much of an article this book may quote."""
    return Limits(config[SHARE_WARN.name], config[SHARE_FAIL.name], config[LONGEST_PASSAGE.name])


def zones(config: Config) -> tuple[str, ...]:
    """The zones in which a clock time without a zone may be read: those of the configuration that exist."""
    return tuple(filter(read_zone, map(str, config[ZONES.name])))


def problems(config: Config) -> list[Problem]:
    """A problem for each zone that the configuration names and nobody knows."""
    wrong = [str(zone) for zone in config[ZONES.name] if not read_zone(str(zone))]
    message = "is no zone: write IANA names such as Europe/Paris."
    return [Problem(Kind.BAD_DATE, f"{ZONES.name}: {zone!r} {message}") for zone in wrong]
