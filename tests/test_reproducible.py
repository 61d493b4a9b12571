"""The same book gives the same bytes: in another folder, on another day, in another zone and language, in any order.

Here: the harbour's whole book, built into every output by two processes that share nothing but its files. Not here:
each output by itself (`tests/commands/`, `tests/exports/`), and parallel reading (`tests/sphinx_ext/`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import whole_book

Note = Callable[[str, object], None]
SHUFFLED = '''\
"""Read by Python as it starts: every listing of a folder comes in another order, and the day is another."""
import os, random, time

draw = random.Random(7)
list_folder, scan_folder, now, moment = os.listdir, os.scandir, time.time, time.gmtime


def shuffled(*where):
    names = list_folder(*where)
    draw.shuffle(names)
    return names


class Shuffled:
    def __init__(self, *where):
        with scan_folder(*where) as found:
            self.entries = list(found)
        draw.shuffle(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.entries.clear()

    def __iter__(self):
        return self

    def __next__(self):
        if not self.entries:
            raise StopIteration
        return self.entries.pop()


later = 400 * 24 * 3600
os.listdir, os.scandir = shuffled, Shuffled
time.time = lambda: now() + later
time.gmtime = lambda at=None: moment(time.time() if at is None else at)
'''
ONE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "umask": "022"}
OTHER = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "77", "umask": "077"}
COMMANDS = [
    ["build", "all"],
    ["build", "instructor"],
    ["packet"],
    *(["export", what, "--to", "_build/export"] for what in ("evidence", "timeline", "tables")),
]
FOLDERS = {"html", "instructor", "briefs", "packs", "pdf", "epub", "export"}


def built(root: Path, setting: dict[str, str]) -> dict[str, bytes]:
    """Every published file of a book that was built from nothing, by its name."""
    environ = dict(setting)
    before = os.umask(int(environ.pop("umask"), 8))
    try:
        for words in COMMANDS:
            done = whole_book.call(root, *words, **environ)
            assert done.returncode == 0, (words, done.stderr[-3000:])
    finally:
        os.umask(before)
    made = root / "_build"
    found = (path for path in made.rglob("*") if path.is_file() and path.relative_to(made).parts[0][0] != ".")
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("moment", ["", "1900000000"], ids=["undated", "dated"])
def test_every_output_is_the_same_wherever_and_whenever_it_is_made(
    tmp_path: Path, moment: str, record_property: Note
) -> None:
    first, second = tmp_path / "book", tmp_path / "elsewhere" / "a deeper ı folder" / "copy"
    whole_book.write(first)
    shutil.copytree(first, second)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SHUFFLED, encoding="utf-8")
    dated = {"SOURCE_DATE_EPOCH": moment} if moment else {}
    path = f"{tmp_path / 'site'}{os.pathsep}{whole_book.environment()['PYTHONPATH']}"
    one, other = built(first, ONE | dated), built(second, OTHER | dated | {"PYTHONPATH": path})
    assert {name.partition("/")[0] for name in one} == {*FOLDERS, "packet.pdf"}
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    record_property("files that were the same in two builds", len(one))
