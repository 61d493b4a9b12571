"""Keep what is said of essays out of repositories, and delete it: a manifest lists every file that was written.

Not here: what the files hold (`class_files.py`).
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from sourcebook.essays.submissions import MANIFEST
from sourcebook.model.problems import SourcebookError


def tracked(path: Path) -> Path | None:
    """The git work tree in which a file at this path would be seen; None outside of one, or where git ignores it."""
    folder = path.resolve()
    existing = next(p for p in (folder, *folder.parents) if p.is_dir())
    tree = next((p for p in (existing, *existing.parents) if (p / ".git").exists()), None)
    if tree is None:
        return None
    try:
        command = ["git", "-C", str(tree), "check-ignore", "-q", "--no-index", str(folder / "page.html")]
        ignored = subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):  # no git to ask
        ignored = False
    return None if ignored else tree


def refuse_repository(out: Path) -> None:
    """Refuse to write into a git work tree that does not ignore the folder."""
    tree = tracked(out)
    if tree:
        raise SourcebookError(
            f"{out} lies in the repository {tree}, and would be published with it; name a folder outside, or one that "
            ".gitignore lists. Nothing was written."
        )


def key_file(out: Path) -> Path:
    """Where the key to numbers in place of names stands: beside the folder of results, never in it."""
    return out.with_name(f"{out.name}-key.csv")


def refuse_foreign(out: Path) -> None:
    """Refuse a folder that holds something else than earlier results."""
    if out.exists() and not (out / MANIFEST).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise SourcebookError(f"{out} holds something else than results of this command; name a new folder.")


def write_manifest(folder: Path, files: Iterable[str]) -> None:
    """List the files that were written, so that they can be deleted."""
    (folder / MANIFEST).write_text(json.dumps({"files": sorted(files)}, indent=1), encoding="utf-8")


def move_in(staged: Path, out: Path) -> None:
    """Put finished results in their place; those of an earlier run go first."""
    if (out / MANIFEST).is_file():
        delete(out)
    out.mkdir(parents=True, exist_ok=True)
    for path in list(staged.iterdir()):
        target = out / path.name
        if target.exists():
            raise SourcebookError(f"{target} is in the way, and not of this command; move it, or name a new folder.")
        shutil.move(path, target)


def delete(out: Path) -> tuple[int, list[str]]:
    """Delete every file that the manifest of a folder lists, and its key: how many went, and what stays."""
    try:
        listed = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise SourcebookError(
            f"{out} has no list of results of this command; name the folder that --to named."
        ) from None
    count = 0
    for name in (*listed, MANIFEST):
        path = out / PurePosixPath(str(name))
        inside = path.resolve().is_relative_to(out.resolve()) or path.is_symlink()
        if ".." not in PurePosixPath(str(name)).parts and inside and (path.is_file() or path.is_symlink()):
            path.unlink()
            count += name != MANIFEST
    if key_file(out).is_file():
        key_file(out).unlink()
        count += 1
    for folder in sorted((p for p in out.rglob("*") if p.is_dir() and not p.is_symlink()), reverse=True):
        with contextlib.suppress(OSError):  # it holds a file of somebody else
            folder.rmdir()
    with contextlib.suppress(OSError):
        out.rmdir()
    left = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()) if out.exists() else []
    return count, left
