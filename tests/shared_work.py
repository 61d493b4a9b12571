"""What the tests of one run share, so that nothing is made twice: byte code, compiled page templates, made folders.

Here: the settings of a process that builds many books, and folders that are made once however many processes run tests.
Not here: which books are made so (`conftest.py`, `whole_book.py`).
"""

from __future__ import annotations

import copy
import functools
import gc
import importlib.metadata
import logging
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

import docutils.frontend
import filelock
import pytest
import sphinx.util.logging
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from sphinx.jinja2glue import BuiltinTemplateLoader

from sourcebook import processes
from sourcebook.sphinx_ext import build

NO_BYTE_CODE, BYTE_CODE = "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of one run share."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that is made once in a run of all tests, however many processes share them."""
    base = run_folder(factory)
    folder, done = base / name, base / f"{name}.done"
    with filelock.FileLock(base / f"{name}.lock"):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)  # half of one, where the process that made it failed
            make(folder)
            done.touch()
    return folder


def share_byte_code(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the programs that tests start find byte code, also where the environment says that none is written.

    Compiling the package and Sphinx anew costs each of them seconds.
    """
    if os.environ.get(NO_BYTE_CODE):
        patch.delenv(NO_BYTE_CODE)
        patch.setenv(BYTE_CODE, str(folder))


class Templates(BytecodeCache):
    """Page templates compiled once in a process: a third of the time of a small book goes into compiling them."""

    def __init__(self) -> None:
        self.compiled: dict[str, tuple[str, CodeType]] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The bucket of a template, which another set of extensions compiles otherwise."""
        extensions = " ".join(sorted(environment.extensions))
        return super().get_bucket(environment, f"{name}\0{type(environment)}\0{extensions}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, bucket.code = self.compiled.get(bucket.key, ("", None))
        if checksum != bucket.checksum:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.compiled[bucket.key] = bucket.checksum, bucket.code


def share_templates(patch: pytest.MonkeyPatch) -> None:
    """Give every book of this process the templates that an earlier one compiled."""
    templates, own = Templates(), BuiltinTemplateLoader.init

    def init(loader: BuiltinTemplateLoader, *given: Any, **more: Any) -> None:
        own(loader, *given, **more)
        loader.environment.bytecode_cache = templates

    patch.setattr(BuiltinTemplateLoader, "init", init)


def no_debug_records(patch: pytest.MonkeyPatch) -> None:
    """Keep Sphinx from making a record for each event, which it shows to nobody unless asked with `-vv`."""
    own = sphinx.util.logging.setup

    def setup(*given: Any) -> None:
        own(*given)
        logging.getLogger(sphinx.util.logging.NAMESPACE).setLevel(sphinx.util.logging.VERBOSE)

    patch.setattr(sphinx.util.logging, "setup", setup)


def share_settings(patch: pytest.MonkeyPatch) -> None:
    """Ask docutils for its default settings once a process: MyST-Parser does for each page, a tenth of reading it."""
    own = functools.cache(docutils.frontend.get_default_settings)
    patch.setattr(docutils.frontend, "get_default_settings", lambda *components: copy.deepcopy(own(*components)))


def share_entry_points(patch: pytest.MonkeyPatch) -> None:
    """Look through the installed packages for themes once in a process: it opens a file for each package."""
    patch.setattr("sphinx.theming.entry_points", functools.cache(importlib.metadata.entry_points))


def one_process_a_book(patch: pytest.MonkeyPatch) -> None:
    """Let a book that a test builds in its own process be read in that one: the tests keep all cores at work already.

    Copying a process that has loaded all tests costs more than reading a small book. Books are read by several
    processes where a test is about that (`sphinx_ext/foreign/test_parallel.py`), or starts the program.
    """
    own = build.jobs
    patch.setattr(build, "jobs", lambda pages, cores=1: own(pages, cores))


def unsandboxed(read: Callable[..., Any], _name: str, *arguments: Any) -> Any:
    """What `run_sandboxed` gives, without a process: the result is what comes out of a pipe."""
    result: Any = pickle.loads(pickle.dumps(read(*pickle.loads(pickle.dumps(arguments)))))  # noqa: S301 -- our own
    return result


def collect_rarely() -> None:
    """Set the collector of garbage as the program does, and leave out what is loaded by now, which stays to the end."""
    gc.collect()
    gc.freeze()
    processes.collect_rarely()
