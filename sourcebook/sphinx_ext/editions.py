"""Who a build is for: the public book, or the instructor's.

Here: what the edition is, and what follows for an item. Secrets are dropped when a page is read, so that neither a
doctree nor an index ever holds them; each edition has a doctree folder of its own (`build.py`). Not here: which fields
of an item are secret (`questions/items.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sourcebook.questions.items import Use
from sourcebook.sphinx_ext import config

if TYPE_CHECKING:
    from sphinx.config import Config

PUBLIC, INSTRUCTOR = config.EDITIONS


def for_instructor(settings: Config) -> bool:
    """Whether this build is the instructor's. Whatever is not says public."""
    return bool(config.value(settings, config.EDITION) == INSTRUCTOR)


def reveals(settings: Config, use: Use) -> bool:
    """Whether this build may hold the key of an item."""
    return use == "practice" or for_instructor(settings)
