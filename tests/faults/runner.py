"""Runs the program again and again, each time in a process of its own that meets with a fault.

Here: what runs as a script beside the tests. It loads the program once and forks for each case that it is told on its
input, a JSON object a line: where the book is, the words of the command, and the fault. A fault comes at the n-th time
that the program changes something in a folder (opens a file to write, renames, deletes, makes a folder): the process
is killed, the disk is full from there on, or a file of the author changes. It answers with a line each: how the process
ended, and how many changes it made. Not here: what is expected (`test_*.py`).
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename": (2, 2), "os.remove": (1, 1), "os.mkdir": (1, 2), "os.rmdir": (1, 1)}
"""Events that change a folder: how many of its arguments are paths, and which one is the open folder that they are
seen from, if any. `open` is judged by its flags."""


class Watch:
    """Counts the changes below a folder, and lets the fault happen at one of them."""

    def __init__(self, case: dict[str, Any], counted: int) -> None:
        self.below = case["below"]
        self.at = case.get("at", -1)
        self.fault: Callable[[], None] = getattr(self, case["fault"])
        self.case = case
        self.counted = counted
        self.count = 0
        self.busy = False

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook of Python (PEP 578): what it raises is raised where the change would have been made."""
        if self.busy or not self._changes(event, arguments):
            return
        self.busy = True
        try:
            os.pwrite(self.counted, str(self.count + 1).encode(), 0)
            if self.count >= self.at >= 0:
                self.fault()
        finally:
            self.busy = False
            self.count += 1

    def _changes(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event == "open":
            return isinstance(arguments[2], int) and bool(arguments[2] & WRITING) and self._ours(arguments[0])
        if event not in CHANGES:
            return False
        paths, folder = CHANGES[event]
        return any(self._ours(path, arguments[folder]) for path in arguments[:paths])

    def _ours(self, path: object, folder: int = -1) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        seen_from = Path.cwd() if folder == -1 else Path(f"/proc/self/fd/{folder}").readlink()
        return (seen_from / os.fsdecode(path)).is_relative_to(self.below)

    # -- faults -------------------------------------------------------------------------------------------------------

    def nothing(self) -> None:
        """All goes well."""

    def kill(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def refuse(self) -> None:
        """The disk is full, or the folder cannot be written: this change fails, and every one after it."""
        raise OSError(self.case["errno"], os.strerror(self.case["errno"]), self.below)

    def edit(self) -> None:
        """A file of the author changes, once."""
        if self.count == self.at:
            with Path(self.case["file"]).open("a", encoding="utf-8") as file:
                file.write("\nA line that was added while the build was at work.\n")


def run(case: dict[str, Any], counted: int) -> None:
    """In the child: meet with the fault, and end as the program ends."""
    from sourcebook.cli import main

    for number, name in ((1, "stdout"), (2, "stderr")):
        file = os.open(case[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
    os.chdir(case["root"])
    os.environ.update(case.get("environ", {}))
    if case.get("largest") is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (case["largest"], resource.RLIM_INFINITY))
    sys.addaudithook(Watch(case, counted).hear)
    main(["--root", case["root"], *case["words"]])


def fork(case: dict[str, Any]) -> dict[str, int]:
    """Run a case in a child; how it ended (the signal below nought), and how many changes it made."""
    counted = os.memfd_create("count")
    child = os.fork()
    if child == 0:
        try:
            run(case, counted)
        except SystemExit as ended:
            sys.stdout.flush()
            os._exit(ended.code if isinstance(ended.code, int) else 0)
        except BaseException:  # noqa: BLE001 -- it is told, with its traceback, and the test fails
            import traceback

            traceback.print_exc()
            os._exit(70)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    changes = os.pread(counted, 20, 0)
    os.close(counted)
    return {"code": os.waitstatus_to_exitcode(status), "changes": int(changes or 0)}


def load() -> None:
    """What the commands import late is imported once, for all children."""
    import myst_parser.parsers.sphinx_
    import sphinx.application
    import sphinx.builders.html
    import typst

    import sourcebook.cli
    from sourcebook.commands import build_briefs, build_packs, build_paper, find, read_exercises, remove, seal
    from sourcebook.exports.paper import word
    from sourcebook.ingest import add, languages, printed_facts, reanchor

    languages.guess("The model of the languages is read once too, and takes half a second.")
    printed_facts.is_date("The names of months and days are too.")
    for name in (*sphinx.application.builtin_extensions, "sourcebook.sphinx_ext.build"):
        importlib.import_module(name)
    del myst_parser, sphinx, typst, sourcebook
    del (
        add,
        build_briefs,
        build_packs,
        build_paper,
        find,
        languages,
        printed_facts,
        reanchor,
        remove,
        seal,
        read_exercises,
        word,
    )


if __name__ == "__main__":
    load()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(fork(json.loads(line))) + "\n")
        sys.stdout.flush()
