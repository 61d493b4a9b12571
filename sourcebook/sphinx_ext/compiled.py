"""Templates as Jinja compiled them, kept from build to build: compiling those of a theme takes longer than using them.

Here: Jinja's own cache of byte code, in files that are believed only when they are whole (`keeping.py`). A template
that changed has another checksum, and is compiled anew. Not here: what the templates say (`theme.py`).
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from sourcebook import keeping

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "templates"
"""Beside the doctrees of an edition."""


class KeptTemplates(BytecodeCache):
    """The templates of one book."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template as it was compiled, if it was."""
        body = keeping.read(self._path(bucket), _made_of(bucket))
        if body is not None:
            bucket.bytecode_from_string(body)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled now."""
        keeping.write(self._path(bucket), _made_of(bucket), bucket.bytecode_to_string())

    def _path(self, bucket: Bucket) -> Path:
        return self.folder / bucket.key


def _made_of(bucket: Bucket) -> bytes:
    return hashlib.sha256(f"{bucket.key} {bucket.checksum} {jinja2.__version__} {sys.version}".encode()).digest()


def keep(app: Sphinx) -> None:
    """At the start: a builder that has templates keeps them."""
    environment = getattr(getattr(app.builder, "templates", None), "environment", None)
    if isinstance(environment, jinja2.Environment):
        environment.bytecode_cache = KeptTemplates(Path(app.doctreedir) / FOLDER)


def register(app: Sphinx) -> None:
    """Tell Sphinx when."""
    app.connect("builder-inited", keep)
