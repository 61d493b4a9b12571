"""Keep Sphinx from loading pickles that another user or program wrote: what bears no mark of this user is deleted.

Here: when the folder of doctrees is verified and marked, and what is deleted from it. Not here: the mark itself
(`sourcebook/store/build_cache.py`).

When: at `config-inited`, because Sphinx unpickles the environment right after it; and at `build-finished`, after every
other handler, because the environment and the doctrees are complete by then.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import ENV_PICKLE_FILENAME

from sourcebook.store import build_cache

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

MARK = "sourcebook.mark"
"""Inside the folder of doctrees."""
LOADED = (".doctree", ".pickle", ".msgpack")
"""The endings of what Sphinx, its extensions and this package load from that folder."""


def discard_foreign(app: Sphinx, _config: Config) -> None:
    """Delete the folder's pickles if this user's builds did not leave them (`config-inited`)."""
    folder = Path(app.doctreedir)
    if os.path.lexists(folder) and not build_cache.is_genuine(folder, folder / MARK, Path(app.srcdir)):
        discard(folder)


def discard(folder: Path) -> None:
    """Delete what could be loaded from a folder of doctrees, and every link; links are never followed."""
    if folder.is_symlink():
        folder.unlink()
        return
    for base, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(base, name)
            if path.is_symlink() or (name in files and name.endswith(LOADED)):
                path.unlink()
    odd = folder / ENV_PICKLE_FILENAME
    if odd.is_dir():
        with contextlib.suppress(OSError):
            shutil.rmtree(odd)


def mark(app: Sphinx, _exception: Exception | None) -> None:
    """Mark what the next build may load (`build-finished`)."""
    folder = Path(app.doctreedir)
    if folder.is_dir():
        build_cache.sign(folder, folder / MARK, Path(app.srcdir))


def register(app: Sphinx) -> None:
    """Connect the handlers to Sphinx's events."""
    app.connect("config-inited", discard_foreign, priority=0)
    app.connect("build-finished", mark, priority=10_000)
