"""Build everything from two commits and compare every file: what a move of code must not change.

Run `python -m tests.same_bytes BEFORE AFTER [KEPT]`, each a commit, or `.` for the folder as it stands. Both are built
by this Python with one date, in one folder after the other, so that not even a path differs. A file that differs, or
that one side lacks, is listed and ends the run with 1; what was built is copied into the folder KEPT, to look at. What
the commands say may change its words: it is listed and passes.

Here: the book of the project and a new one, in every output. Not here: that one commit gives the same bytes twice
(`test_reproducible.py`).
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = "."
# The hash of Sphinx's configuration, which names modules; and what a build keeps for the next one, which pickles them.
MAY_DIFFER = re.compile(r"(^|/)(\.buildinfo|\.doctrees|\.work|\.change\.json)(/|$)")
COMMANDS = [
    ["build", "all"],
    ["build", "instructor"],
    ["packet"],
    *(["export", what, "--to", f"_build/export-{what}"] for what in ("evidence", "timeline", "tables")),
]
DATE = "1700000000"


def checkout(commit: str, folder: Path) -> None:
    """Write the files of a commit, or the tracked files of the folder as it stands, into an empty folder."""
    if commit == HERE:
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        for name in filter(None, names.decode().split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        return
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        files.extractall(folder, filter="data")


def sourcebook(folder: Path, root: Path, *words: str) -> str:
    """Run a command of the checkout in `folder` on the book in `root`; return all that it says."""
    environ = os.environ | {
        "PYTHONPATH": str(folder),
        "SOURCE_DATE_EPOCH": DATE,
        "SOURCEBOOK_STATE": str(folder.parent / "state"),
        "PYTHONHASHSEED": "0",
    }
    command = [sys.executable, "-m", "sourcebook", *words]
    done = subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True, check=False)
    return f"$ sourcebook {' '.join(words)}\n{done.stdout}{done.stderr}exit {done.returncode}\n"


def files(folder: Path) -> dict[str, bytes]:
    """The digest of each file below a folder, by its path; without those that may differ."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: hashlib.sha256(p.read_bytes()).digest() for name, p in names.items() if not MAY_DIFFER.search(name)}


def build(commit: str, folder: Path) -> tuple[dict[str, bytes], str]:
    """Everything that a commit builds, from its own book and from a new one, and what its commands said."""
    folder.mkdir()
    checkout(commit, folder)
    said = [sourcebook(folder, folder, *words) for words in COMMANDS]
    said.append(sourcebook(folder, folder, "new", "book", "_build/new"))
    said += [sourcebook(folder, folder / "_build/new", *words) for words in COMMANDS[:2]]
    listed = sourcebook(folder, folder, "--help")
    said += [listed, *(sourcebook(folder, folder, *words, "--help") for words in commands(listed))]
    return files(folder / "_build"), "".join(re.sub(r"\d+\.\d s\b", "N s", part) for part in said)


def commands(listed: str) -> list[list[str]]:
    """The names of the commands in a list of them."""
    _, _, rows = listed.partition("Commands:\n")
    return [[name] for name in re.findall(r"^  ([a-z]+)\b", rows, re.MULTILINE)]


def differences(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """A line for each file that one side lacks or that differs."""
    return [
        f"{'only before' if name not in after else 'only after' if name not in before else 'differs'}: {name}"
        for name in sorted(before | after)
        if before.get(name) != after.get(name)
    ]


def main(before: str, after: str, kept: str = "") -> int:
    """Build and compare two commits; return the exit code."""
    built: list[dict[str, bytes]] = []
    said: list[str] = []
    with tempfile.TemporaryDirectory() as work:
        for number, commit in enumerate((before, after)):
            folder = Path(work) / "checkout"
            found, words = build(commit, folder)
            built.append(found)
            said.append(words)
            if kept:
                shutil.copytree(folder / "_build", Path(kept) / str(number), dirs_exist_ok=True)
            shutil.rmtree(folder)
            shutil.rmtree(Path(work) / "state", ignore_errors=True)
    found_differences = differences(*built)
    lines = [words.splitlines() for words in said]
    print(*difflib.unified_diff(lines[0], lines[1], before, after, lineterm="", n=0), sep="\n")
    print(*found_differences, sep="\n")
    print(f"{len(built[0])} files before, {len(built[1])} after, {len(found_differences)} differ")
    return 1 if found_differences or not built[0] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
