"""A full disk, a folder that cannot be written, a font that is gone, a text that changes, two runs at once.

Each has a clear end: an exit code, a message, no traceback; what was there before is as it was, and the next run
succeeds. Here: faults that the program can answer. Not here: kills, which it cannot (`test_kills.py`).
"""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from sourcebook.cli import main
from sourcebook.exports.paper import glyphs
from sourcebook.store import atomic
from tests import whole_book
from tests.faults.conftest import Ended, Site, differing, long_run
from tests.faults.test_kills import COMMANDS, prepared

Note = Callable[[str, object], None]
SAID = {errno.ENOSPC: "No space left on device", errno.EROFS: "Read-only file system", errno.EFBIG: "File too large"}


def ended_well(ended: Ended, reason: int) -> None:
    """The end was clear."""
    assert ended.code in (1, 2), ended.said
    assert SAID[reason] in ended.said
    assert "Traceback" not in ended.said


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EROFS], ids=["full", "read-only"])
@pytest.mark.parametrize("what", ["html", "briefs", "packs", "pdf", "epub"])
def test_a_build_that_cannot_write_ends_clearly_and_loses_nothing(
    site: Site, what: str, reason: int, record_property: Note
) -> None:
    total, after = site.well("build", what)
    drawn = random.Random(f"{what} {reason}")
    for at in [0, *(drawn.randrange(1, total) for _ in range(long_run()))]:
        site.restore()
        before = site.outputs()
        site.edit()
        sources = site.sources()
        ended = site.run("build", what, fault="refuse", at=at, errno=reason)
        if ended.code:
            ended_well(ended, reason)
        else:  # all was in its place, and what could not be done was to clear up behind it
            assert site.outputs()[what] == after[what]
        assert [step for step, found in site.outputs().items() if found not in (before[step], after[step])] == []
        assert site.sources() == sources
        done = site.run("build", what)
        assert done.code == 0, done.said
        assert [step for step, found in site.outputs().items() if found != after[step]] == [], at
        assert site.leavings() == []
    record_property("builds that could not write", 1 + long_run())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_cannot_write_leaves_the_author_s_files(site: Site, name: str, record_property: Note) -> None:
    words = COMMANDS[name](site)
    prepared(site, name)
    before = site.sources()
    done = site.run(*words)
    wanted = site.sources()
    for at in range(done.changes):
        prepared(site, name)
        ended = site.run(*words, fault="refuse", at=at, errno=errno.ENOSPC)
        assert "Traceback" not in ended.said, at
        if site.sources() != wanted:
            ended_well(ended, errno.ENOSPC)
        site.run("find", "lake")
        assert _without_parts(site.sources()) in (before, wanted), at
        if _without_parts(site.sources()) == before:
            assert site.run(*words).code == done.code, at
        assert site.sources() == wanted, at
        assert site.leavings() == []
    record_property("changes of an author's files that could not be written", done.changes)


def _without_parts(found: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in found.items() if not name.endswith(".part")}


@pytest.mark.parametrize("largest", [2_000, 40_000])
def test_a_file_that_is_written_in_part_is_never_published(site: Site, largest: int) -> None:
    """The system itself stops a write in the middle of a file, as a full disk does."""
    _, after = site.well("build", "html")
    site.restore()
    before = site.outputs()
    site.edit()
    ended = site.run("build", "html", largest=largest)
    ended_well(ended, errno.EFBIG)
    assert differing(site.outputs(), before) == []
    assert site.run("build", "html").code == 0
    assert differing(site.outputs(), after) == []


MOUNT = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]


def test_a_disk_that_is_really_full(site: Site) -> None:
    """On a file system of its own that is too small for the build, where this machine lets us make one."""
    script = 'mount -t tmpfs -o size=300k none "$1/_build" && exec "$2" -m sourcebook --root "$1" build html'
    trial = subprocess.run([*MOUNT, "mount -t tmpfs none /mnt"], capture_output=True, check=False)
    if trial.returncode:
        pytest.skip("no file system can be mounted here")
    site.restore()
    shutil.rmtree(site.root / "_build")
    (site.root / "_build").mkdir()
    command = [*MOUNT, script, "sh", str(site.root), sys.executable]
    done = subprocess.run(command, env=whole_book.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_text_that_changes_under_a_build_is_found_by_the_next(site: Site) -> None:
    total, after = site.well("build", "html")
    site.restore()
    site.edit()
    text = site.root / "sources" / "fulltext" / "salt.txt"
    done = site.run("build", "html", fault="edit", at=total // 2, file=str(text))
    assert done.code == 0, done.said
    assert site.outputs()["html"] == after["html"]  # of one piece: the text was read once
    again = site.run("build", "html")
    assert again.code == 1
    assert "is not the one that was recorded" in again.said
    assert site.outputs()["html"] == after["html"]


def test_a_page_that_changes_under_a_build_is_read_by_the_next(site: Site) -> None:
    total, after = site.well("build", "html")
    site.restore()
    page = site.root / "page.md"
    assert site.run("build", "html", fault="edit", at=total - 3, file=str(page)).code == 0
    text = page.read_text(encoding="utf-8")
    page.write_text(text.partition("\nA line that was added")[0], encoding="utf-8")
    os.utime(page, (2_000_000_000, 2_000_000_000))  # whatever this file system's clock can tell apart
    site.edit()
    assert site.run("build", "html").code == 0
    assert site.outputs()["html"] == after["html"]


def test_of_two_builds_at_once_one_waits_for_nothing_and_says_so(site: Site) -> None:
    site.restore()
    before = site.outputs()
    with atomic.alone(site.root / atomic.BUILD):
        ended = site.run("build", "html")
    assert ended.code == 2
    assert "another build is at work in _build/; wait for it to end." in ended.said
    assert site.outputs() == before


def test_of_builds_that_race_each_is_whole_or_refused(site: Site) -> None:
    _, after = site.well("build", "html")
    site.restore()
    site.edit()
    command = [sys.executable, "-m", "sourcebook", "--root", str(site.root), "build", "html"]
    racing = [
        subprocess.Popen(
            command, env=whole_book.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [each.communicate()[1] for each in racing]
    codes = sorted(each.returncode for each in racing)
    assert codes in ([0, 0], [0, 2]), said
    assert (2 in codes) == any("another build is at work" in words for words in said)
    assert site.outputs()["html"] == after["html"]


def test_a_missing_font_is_named_and_never_replaced(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site.restore()
    before = site.outputs()
    real = metadata.files

    class Gone:
        suffix = ".ttf"

        def locate(self) -> Path:
            return tmp_path / "gone.ttf"

    monkeypatch.setattr("sourcebook.exports.paper.glyphs.package_files", lambda name: [*(real(name) or ()), Gone()])
    glyphs.fonts.cache_clear()
    done = CliRunner().invoke(main, ["--root", str(site.root), "build", "pdf"])
    glyphs.fonts.cache_clear()
    assert done.exit_code == 2
    assert "fonts of the package fontpkg-source-s" in done.stderr
    assert "install it anew" in done.stderr
    assert site.outputs() == before


def test_the_limit_of_these_tests_is_their_own() -> None:
    """A file as large as any may be written here: the limits above befell other processes."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] in (resource.RLIM_INFINITY, -1)
