"""A finished folder is swapped in whole, and what breaks the swap off loses nothing.

Here: the moments between the renames, and the lock. Not here: whole builds that are killed (`tests/faults/`).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sourcebook.model.problems import SourcebookError
from sourcebook.store import atomic
from tests.needs import ROOT


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """What was made, beside a book whose last good output is older."""
    for name, text in {"made/page": "new", "_build/html/page": "good"}.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "made"


def held(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("renames", [0, 1])
def test_a_swap_that_is_killed_is_mended_by_the_next_run(
    made: Path, renames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, rename, count = made.parent / "_build", Path.rename, iter(range(9))

    def killed(path: Path, target: Path) -> Path:
        if next(count) == renames:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", killed)
    with pytest.raises(KeyboardInterrupt):
        atomic.publish(made, build / "html")
    monkeypatch.undo()
    with atomic.alone(build):
        assert held(build) == {".lock": "", "html/page": "good"}


def test_a_swap_that_is_refused_puts_the_last_good_output_back(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a folder cannot be renamed while a program has a file of it open."""
    build, rename = made.parent / "_build", Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.name.endswith(atomic.NEW):
            raise PermissionError("it is in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError):
        atomic.publish(made, build / "html")
    assert held(build / "html") == {"page": "good"}


def test_what_was_put_aside_by_a_killed_swap_stays_until_the_new_is_in_its_place(made: Path) -> None:
    """Where nothing tidied between: the new output comes in, and the old goes then."""
    build = made.parent / "_build"
    (build / "html").rename(build / ".html.old")
    atomic.publish(made, build / "html")
    assert held(build) == {"html/page": "new"}


def test_a_lock_is_free_again_when_its_holder_is_done_or_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from sourcebook.store import atomic\n"
        "with atomic.alone(Path(sys.argv[1])): print('held', flush=True); time.sleep(600)"
    )
    call = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(call, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(SourcebookError, match="another build is at work"), atomic.alone(tmp_path):
            pass
        holder.kill()
        holder.wait()
    for _ in range(2):
        with atomic.alone(tmp_path):
            assert (tmp_path / ".lock").is_file()


def test_one_run_does_not_lock_a_book_twice(tmp_path: Path) -> None:
    with (
        atomic.alone(tmp_path),
        pytest.raises(SourcebookError, match="another build is at work"),
        atomic.alone(tmp_path),
    ):
        pass
