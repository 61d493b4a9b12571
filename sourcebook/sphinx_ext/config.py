"""The configuration values of the extension, each declared once: name, default, types and what it does.

Here: the declarations, and reading them back as plain values. Not here: what is done with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sourcebook.check import Limits

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


@dataclass(frozen=True)
class Option:
    """One value that an author may set in the book's configuration."""

    name: str
    default: bool | int
    types: tuple[type, ...]
    help: str


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
OPTIONS = (REQUIRE_PROOF, SHARE_WARN, SHARE_FAIL, LONGEST_PASSAGE)


def register(app: Sphinx) -> None:
    """Declare every value. None of them asks for pages to be read again: quotations are judged on every build."""
    for option in OPTIONS:
        app.add_config_value(option.name, option.default, "", list(option.types))


def limits(config: Config) -> Limits:
    """How much of an article this book may quote."""
    return Limits(config[SHARE_WARN.name], config[SHARE_FAIL.name], config[LONGEST_PASSAGE.name])
