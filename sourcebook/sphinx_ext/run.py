"""One run of Sphinx from code: building the book, and reading it without writing a page.

Here: which folders a run uses and how it is called. Not here: what the extension does in it, and where finished
outputs go (`outputs/whole.py`).
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sourcebook.outputs import whole
from sourcebook.problems import SourcebookError

BUILD = "_build"
WORK = ".work"
"""Inside `_build/`: what Sphinx writes before it is swapped in, and its doctrees, one folder an edition."""


def build(
    root: Path, edition: str, config: Mapping[str, Any], builder: str = "html", status: IO[str] | None = None
) -> int:
    """Build an edition of the book into `_build/<edition>/`: 0, or 1 where there were warnings or errors.

    The last good edition stays until a build without fault replaces it.
    """
    made, final = root / BUILD / WORK / edition, root / BUILD / edition
    with whole.alone(root / BUILD):
        whole.mend(final)
        code = _run(root, edition, builder, made, config, sys.stdout if status is None else status)
        if code == 0:
            whole.publish(made, final)
    return code


def read(root: Path, edition: str = "read") -> Sphinx:
    """Read every page and write none; the application holds the domain. Callers ask it for problems; none is shown."""
    with whole.alone(root / BUILD):
        return _app(root, edition, "dummy", root / BUILD / WORK / edition, {}, None, io.StringIO())


def _run(root: Path, edition: str, builder: str, made: Path, config: Mapping[str, Any], status: IO[str]) -> int:
    return int(_app(root, edition, builder, made, config, status, sys.stderr).statuscode)


def _app(
    root: Path,
    edition: str,
    builder: str,
    made: Path,
    config: Mapping[str, Any],
    status: IO[str] | None,
    warning: IO[str],
) -> Sphinx:
    """Call Sphinx; its own errors in a book (a broken configuration, a page that cannot be read) become ours."""
    doctrees = root / BUILD / WORK / f"{edition}.doctrees"
    try:
        with patch_docutils(str(root)), docutils_namespace():
            app = Sphinx(
                srcdir=root,
                confdir=root,
                outdir=made,
                doctreedir=doctrees,
                buildername=builder,
                confoverrides=dict(config),
                status=status,
                warning=warning,
                warningiserror=True,
                keep_going=True,
            )
            app.build()
            return app
    except SphinxError as error:
        raise SourcebookError(f"{error.category.lower()}: {error}") from None
    except OSError as error:
        raise SourcebookError(
            f"{error.filename or made}: {error.strerror}; the last good outputs are as they were."
        ) from None
